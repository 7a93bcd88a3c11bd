//! The names in decision tables that need no binding of their own to be known: results, inputs that are
//! written again in each rule, and the rules of other days.

use crate::formula::{ColumnId, TableId};
use crate::plan::DecisionId;
use crate::plan::binder::Binder;
use crate::plan::names::{Note, Thing};
use crate::policy::RESULT_MARKS;
use crate::policy::model::{Decision, FormulaText, Output, Rule};
use crate::script::Library;
use crate::source::Span;
use crate::value::functions;
use std::collections::BTreeMap;

impl Binder<'_> {
    /// Notes the names of results in the rules.
    pub(super) fn note_results(&mut self, (table, id): (TableId, DecisionId), decision: &Decision, outputs: &[usize]) {
        let in_file = |output: &&Output| output.name.span.file != decision.name.span.file;
        for output in decision.outputs.iter().filter(in_file).filter(|output| output.name.value == decision.name.value)
        {
            let line = &self.sources.file(output.name.span.file).text[..output.name.span.start as usize];
            // A header is known for a result by the decision's name, unless it says that it is one.
            if !RESULT_MARKS.iter().any(|mark| line.trim_end().ends_with(mark.trim_end())) {
                self.notes.add(Thing::Decision(id), output.name.span);
            }
        }
        if decision.uses.is_some() {
            // The names in the rules are those of the table they stand in.
            return;
        }
        let given = decision.rules.iter().flat_map(|rule| rule.results.iter().map(|(name, _)| name));
        for name in given.chain(decision.rules.iter().flat_map(|rule| &rule.empty.results)) {
            let at = decision.outputs.iter().position(|output| output.name.value == name.value);
            let slot = at.and_then(|at| outputs.get(at));
            self.notes.extend(slot.map(|&slot| Thing::Column(ColumnId { table, slot })), name.span);
        }
    }

    /// An input that is written again means the same again, name by name.
    pub(super) fn note_again(&mut self, first: &FormulaText, notes: &[Note], again: &FormulaText) {
        for note in notes.iter().filter(|_| first.span != again.span) {
            let word = self.sources.text(note.span);
            let place = again.span.part((note.span.start - first.span.start) as usize, word.len());
            let exact = self.sources.text(place) == word;
            self.notes.add(note.thing, if exact { place } else { again.span });
        }
    }

    /// What need not be bound for the run names what it names all the same: rules of other days, and inputs
    /// of cells that hold whatever the value. They are bound for their names alone: what they would add to
    /// the plan is taken back.
    pub(in crate::plan) fn note_idle_rules(&mut self) {
        let day = self.as_of;
        for number in 0..self.decision_of.len() {
            let (table, decision) = self.decision_of[number];
            if decision.uses.is_some() {
                continue;
            }
            let idle = |rule: &&Rule| day.is_some_and(|day| !rule.effective.holds(day));
            let other: Vec<&Rule> = decision.rules.iter().filter(idle).collect();
            if !other.is_empty() {
                self.rehearse(|binder| binder.bind_rules_alone(table, DecisionId(number), &other));
            }
            let any = decision.rules.iter().flat_map(|rule| &rule.tests).filter(|test| test.is_any());
            let any = any.map(|test| &test.input).chain(decision.rules.iter().flat_map(|rule| &rule.empty.inputs));
            let inputs: BTreeMap<Span, &FormulaText> = any.map(|input| (input.span, input)).collect();
            self.rehearse(|binder| {
                for input in inputs.into_values() {
                    binder.bind_text(table, input, None);
                }
            });
        }
    }

    /// Notes what scripts call.
    pub(in crate::plan) fn note_calls_of_scripts(&mut self) {
        let library: &Library = self.library;
        for call in library.calls() {
            let script = || library.number(&call.name, call.arity).map(Thing::Script);
            let built_in = || functions::find(&call.name).map(|function| Thing::BuiltIn(function.name));
            let host = || library.hosts().position(|host| host.name == call.name).map(Thing::Host);
            self.notes.extend(script().or_else(built_in).or_else(host), call.span);
        }
    }
}

//! Decision tables that use the rules of another: what stands for the names in the rules, and where to say what
//! is wrong with the rules there and not where they stand.

use crate::diagnostic::{Diagnostic, nearest};
use crate::formula::{self, ColumnId, Expr, TableId};
use crate::plan::DecisionId;
use crate::plan::binder::Binder;
use crate::plan::expressions::Site;
use crate::plan::names::Thing;
use crate::policy::model::{Decision, FormulaText, Policy, Table, Use};
use crate::policy::{used, with_rules};
use crate::script::syntax::{Syntax, SyntaxKind};
use crate::source::Spanned;
use std::ops::Range;
use std::sync::Arc;

/// What stands for names of the rules.
pub(in crate::plan) type Given = Arc<[(String, Expr)]>;

/// The decision tables of a policy that use the rules of others, with those rules.
pub(in crate::plan) struct Uses(Vec<Vec<Option<Decision>>>);

impl Uses {
    pub(in crate::plan) fn of(policy: &Policy) -> Uses {
        let of_table = |table: &Table| {
            table.decisions.iter().map(|decision| with_rules(policy, &table.name.value, decision)).collect()
        };
        Uses(policy.tables.iter().map(of_table).collect())
    }

    /// The decision table at a place, where it is such a one.
    pub(in crate::plan) fn get(&self, table: usize, place: usize) -> Option<&Decision> {
        self.0.get(table)?.get(place)?.as_ref()
    }
}

/// Findings that are so because of the use: those that are not said where the rules stand.
pub(in crate::plan) fn of_uses_alone(all: Vec<(Diagnostic, Diagnostic)>, known: &[Diagnostic]) -> Vec<Diagnostic> {
    let is_known = |found: &Diagnostic| {
        known.iter().any(|other| other.code == found.code && other.span() == found.span() && same_words(other, found))
    };
    all.into_iter().filter(|(there, _)| !is_known(there)).map(|(_, here)| here).collect()
}

/// Two overlaps of the same rules are one, whatever columns they speak of.
fn same_words(a: &Diagnostic, b: &Diagnostic) -> bool {
    let places = |found: &Diagnostic| found.related.iter().map(|(span, _)| *span).collect::<Vec<_>>();
    a.message == b.message || a.code == "overlap" && places(a) == places(b)
}

/// `segment with sales = prior_sales`, on one line.
pub(super) fn words(uses: &Use) -> String {
    uses.text.value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Findings about a table as a whole that a use can be the reason of. A rule that never fires there may fire elsewhere.
const OF_A_USE: [&str; 3] = ["gap", "overlap", "not-analysed"];

impl<'a> Binder<'a> {
    /// What stands for the names in the rules of a decision table: nothing, where they are its own. `None` where
    /// the use has mistakes.
    pub(super) fn bind_use(&mut self, table: TableId, id: DecisionId, decision: &'a Decision) -> Option<Given> {
        let Some(uses) = &decision.uses else { return Some(Given::default()) };
        let (of_table, of) = self.find_used(table, decision, uses)?;
        let source = self.table_named(&of_table.name.value)?;
        let (mut given, mut fine) = (Vec::new(), true);
        for (name, value) in &uses.with {
            let wanted = self.named_by_rules(source, of, name);
            fine &= wanted.is_some();
            let Some(expr) = self.bind_text(table, value, None) else {
                fine = false;
                continue;
            };
            let ty = self.known(&expr)?;
            if let Some(wanted) = wanted.flatten().filter(|wanted| !formula::fits(ty, *wanted)) {
                let message = format!("`{}` is {}, this is {}", name.value, wanted.a_word(), ty.a_word());
                let found = Diagnostic::error("wrong-type", value.span, message).related(name.span, "in place of it");
                self.diagnostics.push(found);
                fine = false;
            }
            given.push((name.value.clone(), expr));
        }
        let given: Given = given.into();
        self.given.insert(id, given.clone());
        fine.then_some(given)
    }

    /// The decision table that is used.
    fn find_used(&mut self, table: TableId, decision: &Decision, uses: &Use) -> Option<(&'a Table, &'a Decision)> {
        let own = self.tables[table.0].name.clone();
        let Some((of_table, of)) = used(self.policy, &own, uses) else {
            self.unknown_decision(&own, uses);
            return None;
        };
        let number = self
            .decision_of
            .iter()
            .position(|(at, known)| self.tables[at.0].name == of_table.name.value && known.name.value == of.name.value);
        if let (Some(name), Some(source)) = (&uses.table, self.table_named(&of_table.name.value)) {
            self.notes.add(Thing::Table(source), name.span);
        }
        self.notes.extend(number.map(|number| Thing::Decision(DecisionId(number))), uses.of.span);
        if let Some(other) = &of.uses {
            let message = format!("`{}` has its rules by `use` itself", of.name.value);
            let found = Diagnostic::error("bad-use", uses.of.span, message).related(other.text.span, "its rules");
            self.diagnostics.push(found.help(format!("use `{}`, where the rules stand", other.of.value)));
            return None;
        }
        if of.outputs.len() != decision.outputs.len() {
            let names = |of: &Decision, before: &str| {
                let all = of.outputs.iter().map(|output| format!("{before}{}", output.name.value));
                all.collect::<Vec<_>>().join(", ")
            };
            let many = match of.outputs.len() {
                1 => "one result".to_string(),
                many => format!("{many} results: {}", names(of, "")),
            };
            let message = format!("`{}` gives {many}", of.name.value);
            let example = match of.outputs.len() {
                1 => decision.name.value.clone(),
                _ => names(of, &format!("{}_", decision.name.value)),
            };
            let help = format!("name each, in that order: `outputs: [{example}]`");
            self.diagnostics.push(Diagnostic::error("bad-use", uses.of.span, message).help(help));
            return None;
        }
        Some((of_table, of))
    }

    fn unknown_decision(&mut self, own: &str, uses: &Use) {
        let name = uses.table.as_ref().map_or(own, |table| table.value.as_str());
        let Some(table) = self.policy.tables.iter().find(|table| table.name.value == name) else {
            let near = nearest(name, self.policy.tables.iter().map(|table| table.name.value.as_str()));
            let help = near.map(|near| format!("there is `{near}`"));
            let span = uses.table.as_ref().map_or(uses.of.span, |table| table.span);
            self.error("unknown-name", span, format!("there is no table `{name}`"), help);
            return;
        };
        let known = || table.decisions.iter().map(|decision| decision.name.value.as_str());
        let elsewhere = self.policy.tables.iter().find_map(|other| {
            let found = other.decisions.iter().find(|decision| decision.name.value == uses.of.value)?;
            Some(format!("{}.{}", other.name.value, found.name.value))
        });
        let help = match (nearest(&uses.of.value, known()), elsewhere) {
            (_, Some(full)) => Some(format!("write `{full}`")),
            (Some(near), None) => Some(format!("there is `{near}`")),
            (None, None) => None,
        };
        let message = format!("table `{name}` has no decision table `{}`", uses.of.value);
        self.error("unknown-name", uses.of.span, message, help);
    }

    /// The type of what the rules name, where it is known there. `None` where they do not name it, which is reported.
    fn named_by_rules(
        &mut self,
        source: TableId,
        of: &Decision,
        name: &FormulaText,
    ) -> Option<Option<crate::value::Type>> {
        let inputs =
            || of.rules.iter().flat_map(|rule| rule.tests.iter().map(|test| &test.input).chain(&rule.empty.inputs));
        let cells = of.rules.iter().flat_map(|rule| {
            let tests = rule.tests.iter().map(|test| &test.cell);
            tests.chain(rule.results.iter().map(|(_, cell)| cell))
        });
        if !inputs().chain(cells).any(|text| stands_in(&text.value, &name.value)) {
            let help = nearest(&name.value, inputs().map(|input| input.value.as_str()));
            let help = help.map_or_else(
                || format!("before `=` stands what the rules of `{}` ask about", of.name.value),
                |near| format!("they ask about `{near}`"),
            );
            let message = format!("the rules of `{}` do not name `{}`", of.name.value, name.value);
            self.error("unknown-name", name.span, message, Some(help));
            return None;
        }
        // What is wrong with it there is said where the rules stand.
        let quiet = self.diagnostics.len();
        let bound = self.bind_text(source, name, None);
        self.diagnostics.truncate(quiet);
        Some(bound.and_then(|expr| expr.ty))
    }

    /// The column of the rules' own table that an input is, where it is one of its columns.
    pub(super) fn written_for(&self, table: TableId, decision: &Decision, input: &Spanned<String>) -> Option<ColumnId> {
        let uses = decision.uses.as_ref()?;
        let source = uses.table.as_ref().map_or(Some(table), |name| self.table_named(&name.value))?;
        let slot = self.tables[source.0].slot(&input.value)?;
        Some(ColumnId { table: source, slot })
    }

    /// What an input asks about where the rules are used; a column that was made for it is called so.
    pub(super) fn asked_there(
        &mut self,
        site: Site<'_>,
        slot: usize,
        decision: &Decision,
        input: &Spanned<String>,
    ) -> String {
        let Some(uses) = &decision.uses else { return input.value.clone() };
        let text = said(&input.value, uses);
        let column = self.column_mut(ColumnId { table: site.table, slot });
        if column.hidden && column.span == input.span {
            column.name.clone_from(&text);
            column.title = crate::plan::Texts::plain(&text);
            column.source = Some(text.clone());
        }
        text
    }

    /// Puts what was found in the rules, from a number of findings on, where they are used.
    pub(super) fn tell_at_use(&mut self, decision: &Decision, from: usize) {
        let Some(uses) = &decision.uses else { return };
        let of_rules = |found: &Diagnostic| {
            let span = found.span();
            span.is_some_and(|span| decision.rules.iter().any(|rule| stands_with(rule, span)))
        };
        let (theirs, others): (Vec<_>, Vec<_>) = self.diagnostics.drain(from..).partition(of_rules);
        let own = others.into_iter().filter(|found| {
            // Of the table as a whole, at its name.
            found.is_error() || found.span() != Some(decision.name.span) || OF_A_USE.contains(&found.code)
        });
        self.diagnostics.extend(own.map(|found| match found.code {
            "gap" => {
                found.help(format!("add a rule to `{}`, or `{{ otherwise: true, then: … }}` there", uses.of.value))
            }
            _ => found,
        }));
        let theirs = theirs.into_iter().filter(|found| found.is_error() || OF_A_USE.contains(&found.code));
        for found in theirs {
            let mut here = found.clone();
            let (place, label) = found.primary.clone().unwrap_or((uses.text.span, String::new()));
            let role = if label.is_empty() { "asked here".to_string() } else { label };
            here.related.insert(0, (place, role));
            here.primary = Some((uses.text.span, String::new()));
            (here.message, here.fix) = (format!("here {}", found.message), None);
            if found.code == "unknown-name" {
                let (name, with) = (self.sources.text(place), if uses.with.is_empty() { " with" } else { "," });
                here.help = Some(format!("say what stands for it: `use: {}{with} {name} = …`", words(uses)));
            }
            self.of_uses.push((found, here));
        }
    }
}

/// Whether a place is one of a rule: in a file its inputs stand in the header.
fn stands_with(rule: &crate::policy::model::Rule, span: crate::source::Span) -> bool {
    rule.span.holds(span)
        || rule.tests.iter().any(|test| test.input.span.holds(span) || test.cell.span.holds(span))
        || rule.results.iter().any(|(name, cell)| name.span.holds(span) || cell.span.holds(span))
}

/// Whether a name, dots and all, stands in a text.
fn stands_in(text: &str, name: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| !text[..at].ends_with(part) && !text[at + name.len()..].starts_with(part))
}

/// A formula of the rules with what is read in place of its names.
fn said(text: &str, uses: &Use) -> String {
    let Ok(syntax) = crate::script::parse(text) else { return text.to_string() };
    let mut places: Vec<(Range<usize>, &str)> = Vec::new();
    find(text, &syntax, uses, &mut places);
    places.sort_by_key(|(range, _)| range.start);
    let mut new = text.to_string();
    for (range, value) in places.into_iter().rev() {
        let single = value.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.') || range == (0..text.len());
        new.replace_range(range, &if single { value.to_string() } else { format!("({value})") });
    }
    new
}

fn find<'u>(text: &str, syntax: &Syntax, uses: &'u Use, places: &mut Vec<(Range<usize>, &'u str)>) {
    let range = syntax.start as usize..syntax.end as usize;
    if matches!(syntax.kind, SyntaxKind::Name(_) | SyntaxKind::Field { .. }) {
        let written = text.get(range.clone()).unwrap_or_default();
        if let Some((_, value)) = uses.with.iter().find(|(name, _)| name.value == written) {
            places.push((range, value.value.as_str()));
            return;
        }
    }
    syntax.parts().into_iter().for_each(|part| find(text, part, uses, places));
}

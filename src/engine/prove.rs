//! Whether two policies give the same for all inputs, without data.

use super::tries::Tries;
use super::{Engine, Policy, RunError};
use crate::diff::{self, Counterexample, Edit, Proof, Proven};
use crate::plan::{self, Pair, Verdict};
use crate::policy::model::{self, Decision, Formula};
use crate::policy::with_rules;
use crate::script::Library;
use crate::source::Spanned;

const DATED: &str = "some of its rules are in force on certain days only, and the others were not looked at";
/// Stands behind the names of what is the old policy's.
const OLD: &str = "\u{2032}old";
/// Stands behind the names of formulas made of conditions of triggers.
const WHEN: &str = "\u{2032}when";

impl Engine {
    /// Whether two policies give the same for all inputs: proven for decision tables and formulas whose conditions
    /// can be looked through, with rows that show the difference where there is one. What cannot be proven, such as
    /// other steps of a script or other rows to add up, is said and never taken for equal.
    ///
    /// # Errors
    /// When one of the policies has mistakes.
    pub fn prove(&self, old: &Policy, new: &Policy) -> Result<Proof, RunError> {
        let (was, is) = (self.prepare(old).map_err(RunError::Policy)?, self.prepare(new).map_err(RunError::Policy)?);
        let beside = new.beside(old);
        let named = |policy: &Policy| {
            let model = policy.model();
            let version = model.version.as_ref().map(|version| format!(" {}", version.value));
            format!("{}{}", model.name.value, version.unwrap_or_default())
        };
        let mut proof = Proof { policies: [named(old), named(new)], ..Proof::default() };
        let edits = diff::edits(old.model(), beside.model(), beside.sources());
        if edits.iter().all(|edit| edit.words) {
            return Ok(proof);
        }
        let both = Both::of(old.model(), beside.model());
        let (library, _) = Library::load(beside.sources(), &both.merged.scripts, &self.functions);
        let with = (beside.sources(), &library, new.as_of());
        let verdicts = plan::prove(&both.merged, with, &both.pairs, was.parameters());
        let parts = both.subjects.clone().into_iter().zip(verdicts);
        proof.parts = parts.map(|(subject, verdict)| Proven::new(subject, verdict)).collect();
        for part in &mut proof.parts {
            if part.is_same() && both.dated.contains(&part.subject) && edits.iter().any(|e| e.is_about(&part.subject)) {
                part.verdict = Verdict::Unknown(DATED.to_string());
            }
        }
        proof.with_parameters = !new.model().parameters.is_empty() || new.as_of().is_some();
        let rest = diff::edits(&both.old_rest, &both.new_rest, beside.sources());
        proof.beyond = rest.iter().filter(|edit| !edit.words).map(in_words).collect();
        proof.beyond.extend(both.parameters_beyond());
        if was.plan().as_of != is.plan().as_of {
            proof.beyond.push("the day of the run, and with it `today` and the rules in force".to_string());
        }
        // A part of which no edit is known is not worth a line.
        let said =
            |part: &Proven| part.verdict != Verdict::Same || edits.iter().any(|edit| edit.is_about(&part.subject));
        proof.parts.retain(said);
        // What is proven is tried as well.
        proof.rows = counterexamples(&was, &is, &proof);
        Ok(proof)
    }
}

/// An edit in a line.
fn in_words(edit: &Edit) -> String {
    let changes: Vec<String> = edit
        .changes
        .iter()
        .map(|change| match (change.old.as_str(), change.new.as_str()) {
            ("", new) => new.to_string(),
            (old, "") => old.to_string(),
            (old, new) => format!("{old} → {new}"),
        })
        .filter(|words| !words.is_empty())
        .collect();
    let end = if changes.is_empty() { String::new() } else { format!(": {}", changes.join("; ")) };
    format!("{} {}{end}", edit.subject, edit.kind.word())
}

/// Rows of the tables that are read, which show a difference.
fn counterexamples(was: &super::Prepared, is: &super::Prepared, proof: &Proof) -> Vec<Counterexample> {
    let mut rows = Vec::new();
    for table in &is.plan().tables {
        let prefix = format!("{}.", table.name);
        let of_table = |part: &&Proven| part.subject.starts_with(&prefix);
        let of_trigger = |part: &Proven| {
            is.plan()
                .triggers
                .iter()
                .any(|own| own.name == part.subject && is.plan().tables[own.table.0].name == table.name)
        };
        let edited = proof.parts.iter().any(|part| of_table(&part) || of_trigger(part));
        if !edited && proof.beyond.is_empty() {
            continue;
        }
        let regions = proof.parts.iter().filter(of_table).filter_map(|part| match &part.verdict {
            Verdict::Differ { region, .. } => Some(region),
            _ => None,
        });
        let rounded = proof.parts.iter().filter(|part| part.verdict == Verdict::SameUpToRounding);
        let rounded = rounded.filter_map(|part| part.subject.strip_prefix(&prefix).map(str::to_string)).collect();
        if let Some(tries) = Tries::new([was, is], &table.name, rounded) {
            rows.extend(tries.differences(regions));
        }
    }
    rows
}

/// Two policies in one, and what is left of each without what is compared there.
struct Both {
    merged: model::Policy,
    pairs: Vec<Pair>,
    subjects: Vec<String>,
    old_rest: model::Policy,
    new_rest: model::Policy,
    parameters: Vec<String>,
    /// Decision tables with rules that are in force on certain days only.
    dated: Vec<String>,
}

impl Both {
    fn of(old: &model::Policy, new: &model::Policy) -> Both {
        let mut both = Both {
            merged: new.clone(),
            pairs: Vec::new(),
            subjects: Vec::new(),
            old_rest: old.clone(),
            new_rest: new.clone(),
            parameters: Vec::new(),
            dated: Vec::new(),
        };
        both.parameters();
        for table in &old.tables {
            let Some(at) = new.tables.iter().position(|other| other.name.value == table.name.value) else { continue };
            both.formulas((&table.formulas, &new.tables[at].formulas), at, &table.name.value);
            let whole = |policy: &model::Policy, table: &model::Table| -> Vec<Decision> {
                let own = table.decisions.iter();
                own.map(|decision| with_rules(policy, &table.name.value, decision).unwrap_or(decision.clone()))
                    .collect()
            };
            let lists = (whole(old, table), whole(new, &new.tables[at]));
            both.decisions((&lists.0, &lists.1), at, &table.name.value);
        }
        both.triggers(old, new);
        both
    }

    /// Values of parameters are put in their places; what else is said of them stays.
    fn parameters(&mut self) {
        let new = self.new_rest.parameters.clone();
        for parameter in &mut self.old_rest.parameters {
            let Some(other) = new.iter().find(|other| other.name.value == parameter.name.value) else { continue };
            let same_kind =
                std::mem::discriminant(&parameter.value.value) == std::mem::discriminant(&other.value.value);
            if parameter.value.value != other.value.value && same_kind {
                self.parameters.push(parameter.name.value.clone());
                *parameter = other.clone();
            }
        }
    }

    /// Where a parameter that differs is used in what is not compared.
    fn parameters_beyond(&self) -> Vec<String> {
        let mut rest = model::Policy { parameters: Vec::new(), ..self.new_rest.clone() };
        for table in &mut rest.tables {
            let is_open = |name: &str| !self.subjects.contains(&format!("{}.{name}", table.name.value));
            table.formulas.retain(|formula| is_open(&formula.name.value));
            table.decisions.retain(|decision| is_open(&decision.name.value));
        }
        let compared = |trigger: &model::Trigger| self.subjects.contains(&trigger.name.value);
        rest.triggers.iter_mut().filter(|trigger| compared(trigger)).for_each(|trigger| trigger.when.value.clear());
        let said = format!("{rest:?}");
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let named = |name: &String| {
            said.match_indices(name.as_str())
                .any(|(at, _)| !said[..at].ends_with(is_part) && !said[at + name.len()..].starts_with(is_part))
        };
        let used = self.parameters.iter().filter(|name| named(name));
        used.map(|name| format!("parameter `{name}` changed, and more than formulas and decision tables name it"))
            .collect()
    }

    fn formulas(&mut self, (old, new): (&[Formula], &[Formula]), table: usize, name: &str) {
        for formula in old {
            let Some(other) = new.iter().find(|other| other.name.value == formula.name.value) else { continue };
            let mut copy = formula.clone();
            copy.name.value.push_str(OLD);
            self.pair(name, &formula.name.value, &copy.name.value, false);
            self.merged.tables[table].formulas.push(copy);
            // What else is said of them (titles, formats) is compared as words.
            let place = self.old_rest.tables.iter_mut().find(|known| known.name.value == name);
            let place = place.and_then(|t| t.formulas.iter_mut().find(|f| f.name.value == formula.name.value));
            if let Some(place) = place {
                place.text = other.text.clone();
            }
        }
    }

    fn decisions(&mut self, (old, new): (&[Decision], &[Decision]), table: usize, name: &str) {
        for decision in old {
            let own = &decision.name.value;
            let Some(other) = new.iter().find(|other| other.name.value == *own) else { continue };
            let results = |decision: &Decision| {
                let mut names: Vec<String> = decision.outputs.iter().map(|output| output.name.value.clone()).collect();
                names.sort();
                names
            };
            if results(decision) != results(other) {
                continue;
            }
            let dated = |rule: &model::Rule| rule.effective.from.is_some() || rule.effective.to.is_some();
            if decision.rules.iter().chain(&other.rules).any(dated) {
                self.dated.push(format!("{name}.{own}"));
            }
            let copy = renamed(decision, other);
            self.pair(name, own, &copy.name.value, true);
            self.merged.tables[table].decisions.push(copy);
            let place = self.old_rest.tables.iter_mut().find(|known| known.name.value == name);
            let place = place.and_then(|t| t.decisions.iter_mut().find(|d| d.name.value == *own));
            if let Some(place) = place {
                // What becomes of blanks in the issues is no result.
                let written = self.new_rest.tables[table].decisions.iter().find(|known| known.name.value == *own);
                let written = written.unwrap_or(other).clone();
                *place = Decision { blanks: place.blanks, ..written };
            }
        }
    }

    /// Conditions of triggers are compared as formulas.
    fn triggers(&mut self, old: &model::Policy, new: &model::Policy) {
        for trigger in &old.triggers {
            let same =
                |other: &&model::Trigger| other.name.value == trigger.name.value && other.on.value == trigger.on.value;
            let Some(other) = new.triggers.iter().find(same) else { continue };
            let Some(at) = new.tables.iter().position(|table| table.name.value == trigger.on.value) else { continue };
            let formula = |from: &model::Trigger, end: &str| Formula {
                name: Spanned::new(format!("{}{WHEN}{end}", from.name.value), from.name.span),
                text: from.when.clone(),
                title: model::Localized::default(),
                kind: None,
                format: None,
            };
            let (was, is) = (formula(trigger, OLD), formula(other, ""));
            let subject = trigger.name.value.clone();
            let pair = Pair {
                table: trigger.on.value.clone(),
                old: was.name.value.clone(),
                new: is.name.value.clone(),
                decisions: false,
            };
            self.pairs.push(pair);
            self.subjects.push(subject);
            self.merged.tables[at].formulas.extend([was, is]);
            if let Some(place) = self.old_rest.triggers.iter_mut().find(|own| own.name.value == trigger.name.value) {
                place.when = other.when.clone();
            }
        }
    }

    fn pair(&mut self, table: &str, name: &str, old: &str, decisions: bool) {
        let pair = Pair { table: table.to_string(), old: old.to_string(), new: name.to_string(), decisions };
        self.pairs.push(pair);
        self.subjects.push(format!("{table}.{name}"));
    }
}

/// A decision table under another name, its results in the order of the other's.
fn renamed(decision: &Decision, like: &Decision) -> Decision {
    let mut copy = decision.clone();
    copy.name.value.push_str(OLD);
    let place = |name: &str| like.outputs.iter().position(|output| output.name.value == name);
    copy.outputs.sort_by_key(|output| place(&output.name.value));
    copy.outputs.iter_mut().for_each(|output| output.name.value.push_str(OLD));
    for rule in &mut copy.rules {
        rule.results.iter_mut().for_each(|(name, _)| name.value.push_str(OLD));
        rule.empty.results.iter_mut().for_each(|name| name.value.push_str(OLD));
    }
    copy
}

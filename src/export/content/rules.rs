//! The rules as they were applied, in the words of the report.

use crate::export::labels::{Label, Language};
use crate::outcome::{DecisionRules, Outcome};
use crate::table::Column;
use crate::value::{NumberFormat, Value};

/// Whether there is anything to say.
pub(in crate::export) fn any(outcome: &Outcome) -> bool {
    let rules = &outcome.rules;
    !(rules.scorecards.is_empty() && rules.decisions.is_empty() && rules.triggers.is_empty())
}

/// The value of a column where all rows have the same.
pub(in crate::export) fn one_value(column: &Column) -> Option<Value> {
    let first = (!column.is_empty()).then(|| column.value(0)).filter(|value| !value.is_blank())?;
    (1..column.len()).all(|row| column.value(row) == first).then_some(first)
}

/// What a decision table is called, and how it decides.
pub(in crate::export) fn headline(outcome: &Outcome, decision: &DecisionRules) -> String {
    let table = super::review::table_title(outcome, decision.table);
    let parts = [&decision.title, table, decision.hit.words()];
    parts.into_iter().chain(decision.uses.as_deref()).collect::<Vec<_>>().join(" · ")
}

/// A percentage with as many decimals as show all of it.
pub(in crate::export) fn percent(value: &Value) -> NumberFormat {
    let part = value.as_number().unwrap_or(0.0) * 100.0;
    let decimals = (0..6u8).find(|decimals| {
        let scale = 10f64.powi(i32::from(*decimals));
        (part * scale - (part * scale).round()).abs() < 1e-6
    });
    NumberFormat::Percent(decimals.unwrap_or(6))
}

/// What is said of rules.
#[derive(Clone, Copy)]
pub(in crate::export) struct Words {
    pub title: &'static str,
    pub applied: &'static str,
    pub parameters: &'static str,
    pub parameter: &'static str,
    pub value: &'static str,
    pub default: &'static str,
    pub set_by: &'static str,
    pub this_run: &'static str,
    pub the_policy: &'static str,
    pub name: &'static str,
    pub scorecards: &'static str,
    pub measure: &'static str,
    pub weight: &'static str,
    pub target: &'static str,
    pub worst: &'static str,
    pub band: &'static str,
    pub decisions: &'static str,
    pub rule: &'static str,
    pub decided: &'static str,
    pub otherwise: &'static str,
    pub triggers: &'static str,
    pub trigger: &'static str,
    pub table: &'static str,
    pub severity: &'static str,
    pub fired: &'static str,
    pub undetermined: &'static str,
    pub condition: &'static str,
}

impl Words {
    /// In that language.
    pub(in crate::export) fn of(language: Language) -> Words {
        Words {
            title: language.say(Label::Rules),
            applied: language.say(Label::RulesApplied),
            parameters: language.say(Label::Parameters),
            parameter: language.say(Label::Parameter),
            value: language.say(Label::Value),
            default: language.say(Label::Default),
            set_by: language.say(Label::SetBy),
            this_run: language.say(Label::ThisRun),
            the_policy: language.say(Label::ThePolicy),
            name: language.say(Label::Name),
            scorecards: language.say(Label::Scorecards),
            measure: language.say(Label::Measure),
            weight: language.say(Label::Weight),
            target: language.say(Label::Target),
            worst: language.say(Label::Worst),
            band: language.say(Label::Band),
            decisions: language.say(Label::DecisionTables),
            rule: language.say(Label::Rule),
            decided: language.say(Label::Decided),
            otherwise: language.say(Label::Otherwise),
            triggers: language.say(Label::Triggers),
            trigger: language.say(Label::Trigger),
            table: language.say(Label::Table),
            severity: language.say(Label::Severity),
            fired: language.say(Label::Fired),
            undetermined: language.say(Label::Undetermined),
            condition: language.say(Label::Condition),
        }
    }
}

//! Short accounts of what was decided, for the report that people read: why this band, why on this list.

use std::collections::BTreeMap;

/// Accounts of scores and triggers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accounts {
    /// For each scorecard those of its rows.
    pub scorecards: Vec<BTreeMap<usize, CardAccount>>,
    /// Those of triggers, by their place among the triggers of the outcome.
    pub triggers: BTreeMap<usize, Vec<AccountLine>>,
}

/// Why a row has its score, and what the next band would take.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CardAccount {
    /// The test of its band.
    pub test: Option<String>,
    /// The measures, in the order of the policy.
    pub measures: Vec<MeasureAccount>,
    /// The next better band.
    pub next: Option<NextStep>,
}

/// A measure of a score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MeasureAccount {
    /// Title.
    pub title: String,
    /// Value, target and worst value, as shown.
    pub shown: [String; 3],
    /// Points.
    pub points: Option<f64>,
    /// The weight as it counts.
    pub weight: Option<f64>,
    /// The points it brings to the score, and those it costs.
    pub brings: Option<f64>,
    /// The points of the score it costs.
    pub costs: Option<f64>,
    /// The cells it rests on: `Orders!F2:F318`.
    pub cells: Vec<String>,
}

/// What the next better band takes, one measure at a time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NextStep {
    /// The band.
    pub band: String,
    /// The measures that reach it by themselves, what takes least first: title, value now, value needed.
    pub by: Vec<[String; 3]>,
    /// Titles of those that do not.
    pub not_by: Vec<String>,
}

/// A line of an account: a value that the condition of a trigger hangs on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AccountLine {
    /// How deep it lies behind the condition, which is 0.
    pub depth: usize,
    /// What it is.
    pub name: String,
    /// Its value as shown.
    pub value: String,
    /// The formula, or the rule that hit with its tests.
    pub how: String,
    /// The cells it rests on.
    pub cells: Vec<String>,
}

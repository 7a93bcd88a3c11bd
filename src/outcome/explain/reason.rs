//! What an explanation is made of: values, each with how it came about and the values behind it.

use crate::formula::{AggregateOp, WindowOp};
use crate::policy::model::{HitPolicy, Missing};
use crate::source::CellAddress;
use crate::value::{NumberFormat, Value};

/// One value and what it was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// What it is the value of, as formulas name it: `growth`, `salesperson.role`.
    pub name: String,
    /// The row, where it is not the row of the value above.
    pub row: Option<RowName>,
    /// The value.
    pub value: Value,
    /// How numbers of its column are shown.
    pub format: NumberFormat,
    /// The value as the column shows it.
    pub shown: String,
    /// The test of a rule that it was put to.
    pub test: Option<TestMet>,
    /// How it came about.
    pub how: How,
    /// The formula as it was written.
    pub formula: Option<String>,
    /// Where that is written: `policy.yaml:12`.
    pub place: Option<String>,
    /// Why it is blank.
    pub blank: Option<String>,
    /// Its part in an aggregate over rows.
    pub share: Option<Share>,
    /// Whether what it was made of is left out.
    pub folded: Option<Folded>,
    /// The values it was made of.
    pub parts: Vec<Reason>,
}

/// The part a row has in an aggregate, of 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Share {
    /// Of the sum.
    OfSum(f64),
    /// Of all weights, and its own weight.
    OfWeights(f64, f64),
}

/// A row as people know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowName {
    /// Name of the table.
    pub table: String,
    /// Its key, or its number from 1.
    pub key: String,
    /// What it is called, where its table has a column `name`.
    pub called: Option<String>,
}

/// Why the values behind a value are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folded {
    /// They stand above already.
    Above,
    /// They lie deeper than was asked for.
    Deeper,
}

/// A test of a rule, and whether a value met it.
#[derive(Clone, Debug, PartialEq)]
pub struct TestMet {
    /// The test as it was written.
    pub text: String,
    /// Whether it was met; `None` where that is not known.
    pub met: Option<bool>,
}

/// How a value came about.
#[derive(Clone, Debug, PartialEq)]
pub enum How {
    /// It was read from a cell.
    Cell {
        /// Where; rows a host handed in have no cells.
        cell: Option<CellAddress>,
        /// The same as people read it, with the workbook where several were read.
        shown: String,
        /// What the cell says, where that is something else.
        written: Option<String>,
    },
    /// A test of the policy gave it in place of the value worked out.
    Given,
    /// A parameter of the policy.
    Parameter,
    /// By a formula.
    Formula,
    /// Over rows of another table.
    Aggregate(Taken),
    /// Over rows of its own table.
    Window(Seen),
    /// By a decision table.
    Decision(Decided),
    /// The score of a scorecard.
    Score(Scored),
    /// The points of a measure.
    Points(Measured),
    /// The band of a score.
    Band(Vec<BandTest>),
    /// The measures that cost most.
    Reasons,
    /// The condition of a trigger.
    Trigger(Fires),
    /// What the row stands for.
    Row,
    /// The group a row is in.
    Group,
    /// The reference leads to no row.
    NoRow,
}

/// The rows of an aggregate.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// What is done with them.
    pub op: AggregateOp,
    /// Their table.
    pub table: String,
    /// Rows that belong to the row.
    pub rows: usize,
    /// Rows that count.
    pub counted: usize,
    /// Rows the filter leaves out.
    pub left_out: usize,
    /// Rows for which the filter cannot be decided.
    pub undecided: usize,
    /// Rows whose value is blank.
    pub blank: usize,
    /// The cells of the rows that count: `Orders!F2:F318`.
    pub ranges: Vec<String>,
    /// The first rows that do not count because something is blank, as people know them.
    pub unknown: Vec<String>,
    /// Where values are counted or listed: each with how many rows have it, the most frequent first.
    pub values: Vec<(String, usize)>,
}

/// The rows of a window.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// What is done with them; `None` for the rank of a score.
    pub op: Option<WindowOp>,
    /// Their table.
    pub table: String,
    /// Rows that count.
    pub rows: usize,
    /// Rows whose value is blank.
    pub blank: usize,
    /// What the rows have in common: columns, each with its value.
    pub within: Vec<(String, String)>,
    /// The cells of the rows that count.
    pub ranges: Vec<String>,
    /// The place of the first row listed among them, from 1.
    pub first_listed: usize,
    /// The place of the row itself, where it is among them.
    pub own: Option<usize>,
    /// What the values come to.
    pub note: Option<String>,
}

/// What a decision table did.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// Its name.
    pub name: String,
    /// Whose rules it uses, and with what: `segment with sales = prior_sales`.
    pub uses: Option<String>,
    /// What holds where several rules match.
    pub hit: HitPolicy,
    /// How many rules are written, those that are not in force and `otherwise` too.
    pub rules: usize,
    /// The number of the rule that gave the result, from 1: its place among all that are written.
    pub chosen: Option<usize>,
    /// Whether that is the one for rows that no other matches.
    pub is_default: bool,
    /// What became of the other rules, in order: of those above it where the first alone counts.
    pub others: Vec<RuleFate>,
    /// Rules that are not in force: where each is written, and the days on which it is.
    pub idle: Vec<(String, String)>,
}

impl Decided {
    /// Whether it says what became of that rule.
    #[must_use]
    pub fn tells(&self, rule: usize) -> bool {
        self.others.iter().any(|fate| fate.rule == rule)
    }
}

/// What became of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleFate {
    /// Its number, from 1: its place among all rules that are written.
    pub rule: usize,
    /// Where it is written.
    pub place: String,
    /// Its tests as written: `sales >= 300_000`.
    pub tests: String,
    /// What it gives for the row.
    pub gives: String,
    /// The first test that was not met; `None` where the rule matches.
    pub failed: Option<Failed>,
}

/// The first test of a rule that was not met.
#[derive(Clone, Debug, PartialEq)]
pub struct Failed {
    /// The input.
    pub name: String,
    /// The test as it was written.
    pub test: String,
    /// The value it met.
    pub value: Value,
    /// The same as its column shows it.
    pub shown: String,
}

/// How a score came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// What a blank measure does.
    pub missing: Missing,
    /// The measures, what cost most first.
    pub measures: Vec<Measured>,
    /// The sum of all weights, and of those of measures with points.
    pub weights: [Option<f64>; 2],
}

/// A measure of a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Value, target and worst value as shown.
    pub shown: [String; 3],
    /// Value, target and worst value.
    pub values: [Value; 3],
    /// Points.
    pub points: Option<f64>,
    /// Weight as the policy has it.
    pub weight: Option<f64>,
    /// Weight as it counts, others being blank.
    pub counts: Option<f64>,
}

impl Measured {
    /// The points it brings to the score.
    #[must_use]
    pub fn brings(&self) -> Option<f64> {
        Some(self.points? * self.counts?)
    }

    /// The points of the score it costs, against 100 of its own.
    #[must_use]
    pub fn costs(&self) -> Option<f64> {
        Some((100.0 - self.points?) * self.counts?)
    }
}

/// A band and whether the score falls into it.
#[derive(Clone, Debug, PartialEq)]
pub struct BandTest {
    /// Name.
    pub name: String,
    /// The test.
    pub test: TestMet,
}

/// Whether a trigger fires for a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Fires {
    /// Name of the trigger.
    pub trigger: String,
    /// Title.
    pub title: String,
    /// Whether it fires; `None` where that cannot be decided.
    pub fires: Option<bool>,
    /// What it says.
    pub message: Option<String>,
    /// Whose it is.
    pub owner: Option<String>,
    /// When it is due.
    pub due: Option<String>,
}

/// An explanation of one row: of a column, of a scorecard, of a trigger, or of all of the row.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// The row.
    pub row: RowName,
    /// Where the row was read: the first cell of it the policy reads.
    pub cell: Option<CellAddress>,
    /// The file names of the workbooks that were read.
    pub workbooks: Vec<String>,
    /// The values that were asked about.
    pub reasons: Vec<Reason>,
    /// All cells the value rests on, however deep they lie; none where all of a row was asked about.
    pub cells: Vec<CellsOf>,
    /// What would give another result, where a result was asked about.
    pub flips: Option<super::Flips>,
    /// What the run found wrong with the row.
    pub issues: Vec<String>,
}

/// Cells of a table that a value rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellsOf {
    /// Name of the table.
    pub table: String,
    /// The columns that are read.
    pub columns: Vec<String>,
    /// How many rows of them.
    pub rows: usize,
    /// The cells: `Orders!E2:F318`.
    pub ranges: Vec<String>,
}

/// Why a row is not there.
#[derive(Clone, Debug, PartialEq)]
pub struct Absent {
    /// Name of the table.
    pub table: String,
    /// The key that was asked for.
    pub key: String,
    /// What became of it; empty where nothing is known of such a row.
    pub why: Vec<String>,
    /// Keys most like it.
    pub near: Vec<String>,
}

/// What is answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The row is there.
    Row(Box<Why>),
    /// It is not.
    Absent(Absent),
}

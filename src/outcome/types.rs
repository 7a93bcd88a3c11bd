//! The outcome's shape.

use super::{Accounts, Asked, Groups, PartOf, Rules, Split, Total, Triggers};
use crate::emit::formulas::Live;
use crate::files::FileFingerprint;
use crate::import::{ControlTotal, InputFile, Orphans};
use crate::issue::Issue;
use crate::policy::looks::Coloring;
use crate::table::{Column, Provenance};
use crate::value::{Date, NumberFormat, Period, Type, Value, number};
use crate::words::Sentence;
use std::sync::Arc;

/// Everything a run decided.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Outcome {
    /// The policy that ran.
    pub policy: PolicyInfo,
    /// The language of titles (`en`, `ko`, `ja`, `zh`, …).
    pub language: String,
    /// The day of the run, where the policy or the caller gave one.
    pub as_of: Option<Date>,
    /// Parameters with the values this run used.
    pub parameters: Vec<ParameterUsed>,
    /// What was asked of the run, apart from its policy, its parameters and its inputs.
    pub asked: Asked,
    /// The workbooks read.
    pub inputs: Vec<InputFile>,
    /// Single numbers of the whole run, in the order of the policy.
    pub figures: Vec<Figure>,
    /// What the policy asserts of the run as a whole, and how it came out.
    pub assertions: Vec<AssertionOutcome>,
    /// Tables, in the order of the policy.
    pub tables: Vec<OutcomeTable>,
    /// Scorecards, in the order of the policy.
    pub scorecards: Vec<ScorecardOutcome>,
    /// Triggers that fired: by severity, then policy order, then row order.
    pub triggers: Triggers,
    /// The earlier run this one is compared with.
    pub baseline: Option<BaselineInfo>,
    /// Triggers of the earlier run that stand no more, and those still in their cool-down.
    pub cleared: Vec<Cleared>,
    /// Decisions, bands and scores that differ from the earlier run.
    pub movements: Vec<Movement>,
    /// Triggers that could not be decided because something they need is blank.
    pub undetermined: Vec<Undetermined>,
    /// Everything that went wrong with the data, in reading order.
    pub issues: Vec<Issue>,
    /// Rows read, used and rejected, by table and sheet.
    pub control: Vec<ControlTotal>,
    /// Rows whose reference leads nowhere, by column.
    pub orphans: Vec<Orphans>,
    /// The rules as they were applied.
    pub rules: Rules,
    /// Formulas in place of values, where the run was asked for them.
    pub live: Option<Arc<Live>>,
    /// Short accounts of scores and triggers, where the run was asked for them.
    pub accounts: Option<Accounts>,
    /// Whose each row is, where the report is written apart for each value of a column.
    pub split: Option<Split>,
    /// Which part of a report this is, where it is one.
    pub part: Option<PartOf>,
}

/// What ran.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct PolicyInfo {
    /// Name.
    pub name: String,
    /// Version.
    pub version: Option<String>,
    /// Title in the language of the run; the name when there is none.
    pub title: String,
    /// Owner.
    pub owner: Option<String>,
    /// Description in the language of the run.
    pub description: Option<String>,
    /// SHA-256 over the pack's files, in hexadecimal: the same policy has the same one.
    pub sha256: String,
    /// The files of the pack it was read from; none where the plan was read from its document.
    pub files: Vec<FileFingerprint>,
    /// Version of this program.
    pub engine: String,
}

/// A parameter of the run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ParameterUsed {
    /// Name.
    pub name: String,
    /// Title in the language of the run; the name when there is none.
    pub title: String,
    /// Value used.
    pub value: Value,
    /// How it is shown.
    pub format: NumberFormat,
    /// Whether it was set for this run, rather than taken from the policy.
    pub set: bool,
    /// Whether the value went into the plan, so that another one needs another run even where formulas are live.
    pub fixed: bool,
}

/// A single number of the whole run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Figure {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Its place among the columns of the plan's figures.
    pub slot: usize,
    /// Value.
    pub value: Value,
    /// How it is shown.
    pub format: NumberFormat,
}

/// How a column came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Read from a sheet, or given by the host, or a grouping's own column.
    Imported,
    /// Worked out by a formula or script.
    Formula,
    /// Worked out by a decision table.
    Decision,
}

/// A table with all its columns.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OutcomeTable {
    /// Name.
    pub name: String,
    /// Title in the language of the run; the name when there is none.
    pub title: String,
    /// Which column is the key.
    pub key: Option<usize>,
    /// Number of rows.
    pub rows: usize,
    /// Whether its rows are made of those of other tables, rather than read.
    pub derived: bool,
    /// Columns, in the order of the policy: imported, formulas, decisions.
    pub columns: Vec<OutcomeColumn>,
    /// What each column comes to over all rows: its sum, or the ratio of sums; none where that makes no sense. Empty
    /// where reports leave the table out.
    pub totals: Vec<Option<f64>>,
    /// What these are made of.
    pub made_of: Vec<Option<Total>>,
    /// How the report shows it.
    pub view: TableView,
    /// Where its rows were read; empty where they are worked out.
    pub provenance: Arc<Provenance>,
}

/// How a report shows a table.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TableView {
    /// Whether it is left out of the xlsx report, because the `report:` section does not list it.
    pub hidden: bool,
    /// Whether it is left out of the xlsx report because it is long, was read from a sheet, and nobody asked for it.
    pub long: bool,
    /// Columns to show, in order; `None` shows all.
    pub columns: Option<Vec<usize>>,
    /// Rows in the order to show them; `None` keeps input order.
    pub order: Option<Vec<u32>>,
    /// Rows put together by a column, with a chart where there is one.
    pub groups: Vec<Groups>,
    /// How cells are coloured, by the place of the column.
    pub colors: Vec<(usize, Coloring)>,
}

impl TableView {
    /// Whether reports for people show the table.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        !(self.hidden || self.long)
    }
}

impl OutcomeTable {
    /// The columns that reports for people show, in their order.
    #[must_use]
    pub fn shown_columns(&self) -> Vec<usize> {
        match &self.view.columns {
            Some(columns) => columns.iter().copied().filter(|&column| column < self.columns.len()).collect(),
            None => (0..self.columns.len()).collect(),
        }
    }
}

/// A column of a table.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OutcomeColumn {
    /// Name in formulas, and in JSON and CSV.
    pub name: String,
    /// Title in the language of the run; the first header or the name when there is none.
    pub title: String,
    /// How it came to be.
    pub role: Role,
    /// The formula, or for a decision table its hit policy and number of rules; for people.
    pub source: Option<String>,
    /// Its place among the columns of the table's plan.
    pub slot: usize,
    /// How numbers are shown.
    pub format: NumberFormat,
    /// Index of the table this column refers to.
    pub references: Option<usize>,
    /// The texts it may have in the order of the rules that give them; empty where no rules do.
    pub order: Vec<String>,
    /// The values.
    pub data: Arc<Column>,
}

impl OutcomeColumn {
    /// The column's type.
    #[must_use]
    pub fn kind(&self) -> Type {
        self.data.kind()
    }
}

/// A scorecard with its scores, one row for each row of its table.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ScorecardOutcome {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Index of the table it scores.
    pub table: usize,
    /// The places of score, band, rank and reasons among the columns of the table's plan.
    pub slots: [usize; 4],
    /// Measures, in the order of the policy.
    pub measures: Vec<MeasureOutcome>,
    /// Weighted score, 0 to 100 (more where a cap allows it). Numbers.
    pub score: Arc<Column>,
    /// Band. Text; all blank where the scorecard has no bands.
    pub band: Arc<Column>,
    /// Rank of the score, 1 the best, equal scores share the lower number. Numbers.
    pub rank: Arc<Column>,
    /// The measures that cost most points, with what each cost: `Stock days −12.4, Margin −5.0`. Text.
    pub reasons: Arc<Column>,
    /// Names of the bands, best first as written.
    pub bands: Vec<String>,
    /// The groups ranks are counted within, as titles; empty where over all rows.
    pub rank_within: Vec<String>,
}

/// A measure of a scorecard.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MeasureOutcome {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// How value, target and worst are shown.
    pub format: NumberFormat,
    /// The places of value and points among the columns of the table's plan.
    pub slots: [usize; 2],
    /// Values, one a row. Numbers.
    pub value: Arc<Column>,
    /// Points from 0 to 100, one a row. Numbers.
    pub points: Arc<Column>,
    /// Weights used, one a row, as parts of 1. Numbers.
    pub weight: Arc<Column>,
    /// Targets used, one a row. Numbers.
    pub target: Arc<Column>,
    /// Worst values used, one a row. Numbers.
    pub worst: Arc<Column>,
}

/// The earlier run a run is compared with.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct BaselineInfo {
    /// Its file.
    pub name: String,
    /// Its day.
    pub as_of: Option<Date>,
    /// The fingerprint of that file; none where it was no file.
    pub sha256: Option<String>,
    /// What else was not as it is now, so that changes do not come from the data alone.
    pub differs: Vec<Differs>,
}

/// Something apart from the data that was not in the earlier run as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Differs {
    /// The files of the policy; with its versions.
    Policy {
        /// The version of the earlier run.
        before: Option<String>,
        /// The version of this one.
        now: Option<String>,
    },
    /// The length of the period, which sums and counts depend on.
    Period {
        /// The period of the earlier run.
        before: Period,
        /// That of this one.
        now: Period,
    },
    /// The value of a parameter; blank where the policy of that run had none.
    Parameter {
        /// Its name.
        name: String,
        /// Its value in the earlier run.
        before: String,
        /// Its value in this one.
        now: String,
    },
}

impl Differs {
    /// What differs, in a word: `policy`, `period`, `parameter`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Differs::Policy { .. } => "policy",
            Differs::Period { .. } => "period",
            Differs::Parameter { .. } => "parameter",
        }
    }

    /// What it was and what it is, as texts; empty where there was none.
    #[must_use]
    pub fn ends(&self) -> [String; 2] {
        match self {
            Differs::Policy { before, now } => [before, now].map(|version| version.clone().unwrap_or_default()),
            Differs::Period { before, now } => [before.to_string(), now.to_string()],
            Differs::Parameter { before, now, .. } => [before.clone(), now.clone()],
        }
    }

    /// The same as people read it: percentages as such.
    #[must_use]
    pub fn shown(&self, parameters: &[ParameterUsed]) -> [String; 2] {
        let Differs::Parameter { name, .. } = self else { return self.ends() };
        let own = parameters.iter().find(|parameter| parameter.name == *name);
        let percent = own.is_some_and(|own| matches!(own.format, NumberFormat::Percent(_)));
        self.ends().map(|text| match text.parse::<f64>() {
            Ok(part) if percent => format!("{}%", number::shortest(number::round(part * 100.0, 10))),
            _ => text,
        })
    }
}

/// A trigger of the earlier run that stands no more.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Cleared {
    /// Name of the trigger.
    pub trigger: String,
    /// Title of the trigger.
    pub title: String,
    /// Index of the table.
    pub table: usize,
    /// Key of the row as text.
    pub key: String,
    /// Since when it had stood; `None` for one cleared before the earlier run.
    pub since: Option<Date>,
    /// When it was cleared.
    pub on: Option<Date>,
    /// Whether it was active in the earlier run, rather than in its cool-down.
    pub now: bool,
}

/// Something that is not what it was in the earlier run.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Movement {
    /// What moved: `customers.segment`, `manager.band`, `manager.score`.
    pub what: String,
    /// Its title.
    pub title: String,
    /// Index of the table.
    pub table: usize,
    /// Row of the table.
    pub row: usize,
    /// Key of the row as text.
    pub key: String,
    /// What it was; blank where the earlier run had none.
    pub before: Value,
    /// What it is.
    pub now: Value,
}

/// A trigger that could not be decided for a row.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Undetermined {
    /// Name of the trigger.
    pub trigger: String,
    /// Index of the table.
    pub table: usize,
    /// Row of the table.
    pub row: usize,
    /// Key of the row as text.
    pub key: String,
}

/// Something the policy asserts, and how it came out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AssertionOutcome {
    /// Name.
    pub name: String,
    /// Title in the language of the run; the name when there is none.
    pub title: String,
    /// Whether it holds; none where a blank leaves that open.
    pub holds: Option<bool>,
    /// Whether it is told, and no more, where it does not hold.
    pub warning: bool,
    /// Whether there is to be no report where it does not hold.
    pub stop: bool,
    /// What was compared, with values: `sum(orders.amount) is 12,300 and ledger_total 12,000, 300 apart`.
    pub says: Sentence,
    /// What the policy says to do where it does not hold.
    pub message: Option<String>,
    /// The two sides, where it is a comparison.
    pub sides: Option<[Value; 2]>,
    /// Where it was written: `policy.yaml:12`.
    pub rule_text: String,
}

impl AssertionOutcome {
    /// Whether it is met; what a blank leaves open is not.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.holds == Some(true)
    }

    /// Whether it failed: it is not met, and is no warning.
    #[must_use]
    pub fn failed(&self) -> bool {
        !self.is_met() && !self.warning
    }

    /// How it came out, in words.
    #[must_use]
    pub fn how(&self) -> &'static str {
        match self.holds {
            Some(true) => "holds",
            Some(false) => "does not hold",
            None => "cannot be told",
        }
    }
}

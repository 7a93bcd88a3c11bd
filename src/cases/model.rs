//! A case: what is given, and what must come of it.

use crate::eval::RowChoice;
use crate::formula::{ColumnId, TableId};
use crate::import::Input;
use crate::policy::model::Severity;
use crate::source::{Span, Spanned};
use crate::value::{Date, Type, Value};

/// One test of `tests.yaml`.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it shows, in words.
    pub name: Spanned<String>,
    /// Where all of it stands.
    pub(super) whole: Span,
    /// Parameters set for it, as typed.
    pub(super) set: Vec<(String, String)>,
    /// The day of its run.
    pub(super) as_of: Option<Date>,
    /// Its rows.
    pub(super) given: Given,
    /// What must come of it.
    pub expect: Vec<Expectation>,
    /// How far a number may be off, relative to its size.
    pub(super) tolerance: f64,
}

/// Where a case's rows come from.
#[derive(Clone, Debug)]
pub(super) enum Given {
    /// Rows written in the case; tables not named are empty.
    Rows {
        /// Rows of imported tables.
        tables: Vec<GivenTable>,
        /// Values in place of worked-out ones.
        values: Vec<GivenValue>,
    },
    /// Workbooks.
    Workbooks(Vec<Input>),
    /// A workbook that cannot be read, and why.
    Missing(String),
}

/// Rows of an imported table.
#[derive(Clone, Debug)]
pub(super) struct GivenTable {
    /// Its place in the policy.
    pub table: usize,
    /// Places of the columns that are given, in the policy.
    pub columns: Vec<usize>,
    /// Names of the columns that patterns of headers find.
    pub several: Vec<String>,
    /// A value for each of these columns, and then for each of those names.
    pub rows: Vec<Vec<Value>>,
}

/// A value in place of a worked-out one.
#[derive(Clone, Debug)]
pub(super) struct GivenValue {
    pub column: ColumnId,
    /// For an imported table the number of the row as given.
    pub row: RowChoice,
    pub value: Value,
    /// Where it is written.
    pub span: Span,
}

/// One thing that must come of a case.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Where it is written.
    pub span: Span,
    pub(super) what: What,
}

/// What must come of a case.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// A column has that value in a row.
    Value { column: ColumnId, row: Row, value: Value, written: Written },
    /// A table has so many rows; said by a list of them where no number is written.
    Rows { table: TableId, count: usize, written: Option<Written> },
    /// So many rows of a table have that value.
    Count { column: ColumnId, value: Value, count: usize, written: Written },
    /// A trigger fires for exactly these rows.
    Fires { trigger: usize, rows: Vec<FiredRow>, list: Option<KeyList> },
    /// A trigger cannot be decided for exactly these rows.
    Undetermined { trigger: usize, keys: Vec<String>, list: Option<KeyList> },
    /// Issues of a kind came up.
    Issue(IssueWanted),
    /// No issues came up, notes aside.
    NoIssues,
    /// So many rows of a table were left out.
    Rejected { table: String, count: usize, written: Written },
    /// `check` has exactly these findings.
    Findings { codes: Vec<String>, list: Option<KeyList> },
}

/// Where an expected value is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Written {
    /// The value; where nothing is written, the key before it.
    pub span: Span,
    /// Whether nothing, `~` or `null` is written.
    pub empty: bool,
}

/// A list of keys as written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct KeyList {
    /// All of it; where nothing is written, the key before it.
    pub whole: Written,
    /// Its keys, each with its place.
    pub items: Vec<(String, Span)>,
    /// Whether it is a list, and not a single text.
    pub is_list: bool,
}

/// The row an expectation speaks of.
#[derive(Clone, Debug)]
pub(super) enum Row {
    /// By its key, or by its number (from 1) where the table has none.
    Key(String),
    /// By its place, or the values that make it.
    Chosen(RowChoice),
}

/// A row a trigger fires for, and what it says.
#[derive(Clone, Debug)]
pub(super) struct FiredRow {
    pub key: String,
    pub span: Span,
    pub owner: Option<(Option<String>, Written)>,
    pub severity: Option<(Severity, Written)>,
    pub due: Option<(Option<Date>, Written)>,
    pub message: Option<(String, Written)>,
}

/// The kind of issue expected.
#[derive(Clone, Debug, Default)]
pub(super) struct IssueWanted {
    pub code: String,
    pub table: Option<String>,
    pub column: Option<String>,
    pub key: Option<String>,
    pub count: Option<(usize, Written)>,
    pub message: Option<String>,
}

/// An expectation that was not met.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// Where the expectation is written: `rules/x/tests.yaml:12`.
    pub place: String,
    /// What it speaks of: `customers C1 segment`.
    pub subject: String,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
    /// Why it was found, in a line; empty where there is nothing to say.
    pub reason: String,
    /// The same in full: lines, indented by level.
    pub why: Vec<String>,
    /// What to write so that it holds.
    pub(super) remedy: Remedy,
}

/// What makes an expectation hold that was not met.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Remedy {
    /// Another value in place of the one written.
    Value { written: Written, found: New },
    /// These keys in place of those listed.
    Keys { list: KeyList, found: Vec<String> },
    /// Nothing that could be written for the person: why, and what to do.
    ByHand(&'static str),
}

/// A value to write, and how near to it what is written must be.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct New {
    pub value: Value,
    pub kind: Type,
    /// The test's tolerance for numbers.
    pub tolerance: f64,
}

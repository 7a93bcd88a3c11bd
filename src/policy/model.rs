//! What a policy says: names, texts and formulas, each with its place. Formulas are still text
//! here; `plan` binds their names once all tables are known.

use super::layout::{Layout, Origin};
use crate::source::{FileId, Span, Spanned};
use crate::value::{Date, DayOrder, DecimalMark, NumberFormat, Period, Type, Value};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A formula as written; the span is that of the formula's text, quotes left out.
pub type FormulaText = Spanned<String>;

/// A whole policy.
#[derive(Clone, Debug)]
pub struct Policy {
    /// `policy:` its name.
    pub name: Spanned<String>,
    /// `version:`.
    pub version: Option<Spanned<String>>,
    /// `effective:` the days on which this version is in force.
    pub effective: Option<Effective>,
    /// `title:`.
    pub title: Localized,
    /// `description:`.
    pub description: Localized,
    /// `owner:`.
    pub owner: Option<Spanned<String>>,
    /// `language:` of titles and of the report, where the run does not say (`en` when left out).
    pub language: String,
    /// `parameters:`.
    pub parameters: Vec<Parameter>,
    /// `tables:`, in the order written.
    pub tables: Vec<Table>,
    /// `figures:` single numbers of the whole run.
    pub figures: Vec<Formula>,
    /// `assert:` what must hold of the run as a whole.
    pub assertions: Vec<Assertion>,
    /// `scorecards:`.
    pub scorecards: Vec<Scorecard>,
    /// `triggers:`.
    pub triggers: Vec<Trigger>,
    /// `report:`.
    pub reports: Vec<Report>,
    /// `decimal:` and `order:` of all tables.
    pub conventions: Conventions,
    /// The pack's `*.rhai` files.
    pub scripts: Vec<FileId>,
}

/// Days on which a version or a decision row is in force; an end left out is open.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Effective {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl Effective {
    /// Whether it is in force on that day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// The days in words: `from 2026-01-01 to 2026-03-31`, `always`.
    #[must_use]
    pub fn words(&self) -> String {
        match (self.from, self.to) {
            (Some(from), Some(to)) => format!("from {from} to {to}"),
            (Some(from), None) => format!("from {from}"),
            (None, Some(to)) => format!("until {to}"),
            (None, None) => "always".to_string(),
        }
    }
}

/// One text, or one per language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Localized {
    /// Language code and text; a text without a language has an empty code.
    pub texts: Vec<(String, Spanned<String>)>,
}

impl Localized {
    /// The text in that language, else the one without a language, else English, else the first.
    #[must_use]
    pub fn get(&self, language: &str) -> Option<&Spanned<String>> {
        in_language(&self.texts, language)
    }
}

/// What there is in that language (`ja-JP` reads `ja`), else what is for every language, else English,
/// else the first.
#[must_use]
pub fn in_language<'t, T>(texts: &'t [(String, T)], language: &str) -> Option<&'t T> {
    let find = |code: &str| texts.iter().find(|(known, _)| known == code).map(|(_, text)| text);
    let general = language.split(['-', '_']).next().unwrap_or_default();
    let first = || texts.first().map(|(_, text)| text);
    find(language).or_else(|| find(general)).or_else(|| find("")).or_else(|| find("en")).or_else(first)
}

/// A parameter and its value.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name in formulas.
    pub name: Spanned<String>,
    /// `title:`.
    pub title: Localized,
    /// Its value; a list for `[a, b]`, a period for `{ from: …, to: … }`.
    pub value: Spanned<Value>,
    /// The value as written, where another was set.
    pub default: Option<Value>,
    /// Its type: that of the value, or what `type:` says.
    pub kind: Type,
    /// How it is shown: percent where it was written as one.
    pub format: NumberFormat,
    /// `one_of:` the values it may have; empty for any.
    pub one_of: Vec<Spanned<Value>>,
}

impl Parameter {
    /// Gives it another value; what was written is remembered.
    pub fn give(&mut self, value: Value) {
        let before = std::mem::replace(&mut self.value.value, value);
        self.default.get_or_insert(before);
    }
}

/// Something that must hold of a run as a whole.
#[derive(Clone, Debug)]
pub struct Assertion {
    /// Its name.
    pub name: Spanned<String>,
    /// `title:`.
    pub title: Localized,
    /// `that:` the condition, over figures, aggregates and parameters.
    pub that: FormulaText,
    /// `within:` how far the sides of a comparison may lie apart.
    pub within: Option<Spanned<Within>>,
    /// `severity: warning`: it is told, and no more.
    pub warning: bool,
    /// `stop: true`: there is no report where it does not hold.
    pub stop: bool,
    /// `message:` what to do then.
    pub message: Localized,
}

/// How far two numbers may lie apart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Within {
    /// So much; `0.01` for 1%.
    pub size: f64,
    /// Whether it is a part of the right side.
    pub of_right: bool,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name in formulas.
    pub name: Spanned<String>,
    /// `title:`.
    pub title: Localized,
    /// Where its rows come from.
    pub rows: Rows,
    /// `key:` the column that names a row.
    pub key: Option<Spanned<String>>,
    /// `optional: true`: the workbook may lack the sheet.
    pub optional: bool,
    /// `repeats:` what becomes of rows that another sheet has too.
    pub repeats: Option<Repeats>,
    /// `duplicates:` what becomes of rows whose key another row has too.
    pub duplicates: Option<Duplicates>,
    /// Where its rows stand in workbooks.
    pub layout: Layout,
    /// `decimal:` and `order:` of all its columns.
    pub conventions: Conventions,
    /// `columns:` imported.
    pub columns: Vec<Column>,
    /// `formulas:` and `decisions:`, in the order written (formulas first).
    pub formulas: Vec<Formula>,
    /// `decisions:`.
    pub decisions: Vec<Decision>,
}

/// Where a table's rows come from.
#[derive(Clone, Debug)]
pub enum Rows {
    /// `sheet:` a sheet of the workbook, under any of these names; the table's own name when left out.
    Sheet(Vec<Spanned<String>>),
    /// `group:` one row for each distinct combination of values of another table's rows.
    Group {
        /// The table whose rows are grouped.
        of: Spanned<String>,
        /// `by:` the columns of the new table, each a formula on the grouped table.
        by: Vec<Formula>,
        /// `where:` which rows take part.
        filter: Option<FormulaText>,
    },
    /// `pairs:` one row for each pair of rows of two tables for which `where:` holds.
    Pairs {
        /// The first table.
        left: Spanned<String>,
        /// The second table.
        right: Spanned<String>,
        /// `where:`.
        filter: Option<FormulaText>,
    },
    /// `unpivot:` one row for each known value of some columns of another table's rows.
    Unpivot(Unpivot),
    /// `calendar:` one row for each month, or the like, of a period.
    Calendar {
        /// Each what.
        unit: Spanned<CalendarUnit>,
        /// `over:` the period; the parameter `period` when left out.
        over: Option<FormulaText>,
    },
    /// `stack:` the rows of several tables, one after another, with the columns they share.
    Stack(Vec<Spanned<String>>),
}

/// What each row of a calendar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CalendarUnit {
    /// `day`
    Day,
    /// `week`: from Monday on.
    Week,
    /// `month`
    Month,
    /// `quarter`
    Quarter,
    /// `year`
    Year,
}

impl CalendarUnit {
    /// The words of `calendar:`, each also the name of the column that names a row.
    pub const WORDS: [&'static str; 5] = ["day", "week", "month", "quarter", "year"];

    /// What a word stands for.
    #[must_use]
    pub fn from_word(word: &str) -> Option<CalendarUnit> {
        use CalendarUnit::{Day, Month, Quarter, Week, Year};
        let at = CalendarUnit::WORDS.iter().position(|known| *known == word)?;
        Some([Day, Week, Month, Quarter, Year][at])
    }

    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        CalendarUnit::WORDS[self as usize]
    }
}

/// How columns of a table become rows.
#[derive(Clone, Debug)]
pub struct Unpivot {
    /// The table with a column a month (or the like).
    pub of: Spanned<String>,
    /// `values:` those columns, by name or as a pattern of headers.
    pub values: Vec<Spanned<String>>,
    /// `into:` the columns that name the column a value stood in: by its title, or by each row of its header.
    pub labels: Vec<Spanned<String>>,
    /// `into:` the column of the value.
    pub value: Spanned<String>,
    /// `type:` of columns found by a pattern.
    pub kind: Option<Type>,
}

impl Rows {
    /// What it is made from, where columns become rows.
    #[must_use]
    pub fn unpivot(&self) -> Option<&Unpivot> {
        if let Rows::Unpivot(unpivot) = self { Some(unpivot) } else { None }
    }
}

/// An imported column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name in formulas.
    pub name: Spanned<String>,
    /// `header:` what the sheet may call it; the column's own name always counts too.
    pub headers: Vec<Spanned<String>>,
    /// `from:` where its values come from, if not from below a header.
    pub from: Option<Origin>,
    /// `title:`; the first header when left out.
    pub title: Localized,
    /// `type:`.
    pub kind: Type,
    /// `references:` the table whose key this column holds.
    pub references: Option<Spanned<String>>,
    /// `required:`.
    pub presence: Presence,
    /// `one_of:` the only values allowed; empty for any.
    pub one_of: Vec<Spanned<Value>>,
    /// `min:` least number or first day allowed.
    pub min: Option<Spanned<Value>>,
    /// `max:` greatest number or last day allowed; in a datetime column a day allows all its moments.
    pub max: Option<Spanned<Value>>,
    /// `format:`.
    pub format: NumberFormat,
    /// `decimal:`, `order:` or `blank:`.
    pub conventions: Conventions,
    /// `fill:`.
    pub fill: Option<Fill>,
    /// `type: code`; its `kind` is text.
    pub code: Option<Code>,
}

/// How codes are brought into one form: digits alone, without `.0` behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// `width:` with zeros before up to so many digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
}

/// What becomes of rows whose key another row of the table has too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Duplicates {
    /// `duplicates: first`: the first row stands.
    First,
    /// `duplicates: last`: the last row stands.
    Last,
    /// `duplicates: reject`: none of them stands.
    Reject,
    /// `duplicates: sum`: they are one row with the sums of their numbers.
    Sum,
}

impl Duplicates {
    /// The words of `duplicates:`.
    pub const WORDS: [&'static str; 4] = ["first", "last", "reject", "sum"];

    /// What a word stands for.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Duplicates> {
        let at = Duplicates::WORDS.iter().position(|known| *known == word)?;
        Some([Duplicates::First, Duplicates::Last, Duplicates::Reject, Duplicates::Sum][at])
    }
}

/// What becomes of rows that are, cell by cell, in an earlier sheet of the same table too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeats {
    /// `repeats: keep`: they are rows of their own.
    Keep,
    /// `repeats: leave_out`: they are copies.
    LeaveOut,
}

impl Repeats {
    /// The words of `repeats:`.
    pub const WORDS: [&'static str; 2] = ["keep", "leave_out"];
}

/// What stands for the blank cells of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fill {
    /// `fill: down`: the last value above, as for labels printed once for several rows.
    Down,
}

impl Fill {
    /// The words of `fill:`.
    pub const WORDS: [&'static str; 1] = ["down"];
}

/// How texts are to be read that people of two countries read in two ways.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conventions {
    /// `decimal:` the mark before decimals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<DecimalMark>,
    /// `order:` in which day, month and year stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<DayOrder>,
    /// `blank:` texts that stand for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank: Option<Arc<[String]>>,
}

impl Conventions {
    /// These, and where they say nothing those of the whole they are part of.
    #[must_use]
    pub fn within(&self, whole: &Conventions) -> Conventions {
        Conventions {
            decimal: self.decimal.or(whole.decimal),
            order: self.order.or(whole.order),
            blank: self.blank.as_ref().or(whole.blank.as_ref()).cloned(),
        }
    }
}

/// Whether a column, and its cells, may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    /// `required: true`: a row whose cell is blank or bad is rejected. Keys are always so.
    Cells,
    /// Nothing said: the sheet must have the column, its cells may be blank.
    #[default]
    Column,
    /// `required: false`: the sheet may lack the column; all its cells are then blank.
    Optional,
}

/// A column worked out by a formula.
#[derive(Clone, Debug)]
pub struct Formula {
    /// Its name.
    pub name: Spanned<String>,
    /// `formula:`, or the text itself in the short form.
    pub text: FormulaText,
    /// `title:`.
    pub title: Localized,
    /// `type:` where a script's type cannot be inferred.
    pub kind: Option<Spanned<Type>>,
    /// `format:`.
    pub format: Option<NumberFormat>,
}

/// A decision table: one or more columns worked out by rules.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Its name; also the name of its result where it has one.
    pub name: Spanned<String>,
    /// `title:`.
    pub title: Localized,
    /// `hit:`.
    pub hit: Spanned<HitPolicy>,
    /// `note:` a remark; it decides nothing.
    pub note: Option<String>,
    /// `blank:` whether other rules may take a row that one cannot decide.
    pub blanks: Blanks,
    /// `outputs:` the results, each with its values in order of priority (empty where not given).
    pub outputs: Vec<Output>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// `use:` the rules are those of another decision table; here there are none then.
    pub uses: Option<Use>,
    /// Where the rules came from: the span of `table:` or `rules:`.
    pub span: Span,
}

/// `use: segment with sales = prior_sales`: the rules of another decision table, applied to other columns.
#[derive(Clone, Debug)]
pub struct Use {
    /// The table whose decision table it is, where that is named.
    pub table: Option<Spanned<String>>,
    /// The decision table.
    pub of: Spanned<String>,
    /// `with`: what the rules name, and what is read in place of it.
    pub with: Vec<(FormulaText, FormulaText)>,
    /// The whole as written.
    pub text: Spanned<String>,
}

/// What the policy says of rows with a blank, which a rule neither matches nor fails to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Blanks {
    /// Nothing: that such rows were passed on is an issue.
    #[default]
    Said,
    /// `blank: other`: other rules are meant to take them.
    Other,
}

/// A result of a decision table.
#[derive(Clone, Debug)]
pub struct Output {
    /// Name of the column it makes.
    pub name: Spanned<String>,
    /// Its values, the most important first; empty where not given.
    pub values: Vec<Spanned<String>>,
    /// `title:`.
    pub title: Localized,
}

/// What to do when several rules match, after DMN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HitPolicy {
    /// At most one rule may match.
    Unique,
    /// The first rule that matches.
    First,
    /// Several may match if they agree.
    Any,
    /// The match whose result stands first in the list of values.
    Priority,
    /// All matches, as a list in rule order.
    RuleOrder,
    /// All matches, as a list in order of the list of values.
    OutputOrder,
    /// All matches, collected.
    Collect(Collect),
}

impl HitPolicy {
    /// Its words, as `hit:` takes them.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            HitPolicy::Unique => "unique",
            HitPolicy::First => "first",
            HitPolicy::Any => "any",
            HitPolicy::Priority => "priority",
            HitPolicy::RuleOrder => "rule order",
            HitPolicy::OutputOrder => "output order",
            HitPolicy::Collect(Collect::List) => "collect",
            HitPolicy::Collect(Collect::Sum) => "collect sum",
            HitPolicy::Collect(Collect::Min) => "collect min",
            HitPolicy::Collect(Collect::Max) => "collect max",
            HitPolicy::Collect(Collect::Count) => "collect count",
        }
    }
}

/// How matches are collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Collect {
    /// As a list.
    List,
    /// Their sum.
    Sum,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// How many.
    Count,
}

/// One rule of a decision table.
#[derive(Clone, Debug, Default)]
pub struct Rule {
    /// The whole rule.
    pub span: Span,
    /// Conditions: the input (a column or any formula) and the test written in the cell. A cell left
    /// empty is not listed; one with `-` is, which says that any value is meant.
    pub tests: Vec<Test>,
    /// Results, by output name. `otherwise: true` rules have no tests.
    pub results: Vec<(Spanned<String>, Spanned<String>)>,
    /// Inputs and results that are named and left empty. Of a table in a file, whose header names them for all
    /// rules, the first rule has them.
    pub empty: Empty,
    /// Whether this is the default rule, used where no other matches.
    pub otherwise: bool,
    /// `from` and `to`.
    pub effective: Effective,
    /// `note:` a remark; it decides nothing.
    pub note: Option<String>,
}

/// What a rule names without saying anything of it.
#[derive(Clone, Debug, Default)]
pub struct Empty {
    /// Inputs that may have any value.
    pub inputs: Vec<FormulaText>,
    /// Results that stay blank.
    pub results: Vec<Spanned<String>>,
}

impl Rule {
    /// The cells that ask for something.
    pub fn asks(&self) -> impl Iterator<Item = &Test> {
        self.tests.iter().filter(|test| !test.is_any())
    }
}

impl Test {
    /// Whether `-` is written, the test that always holds.
    #[must_use]
    pub fn is_any(&self) -> bool {
        matches!(self.cell.value.trim(), "-" | "–" | "—" | "－")
    }
}

/// One cell of a rule.
#[derive(Clone, Debug)]
pub struct Test {
    /// The input: a column's name, or a formula.
    pub input: FormulaText,
    /// What must hold, as written: `>= 10%`, `A, B`, `1_000 .. 5_000`.
    pub cell: Spanned<String>,
}

/// A scorecard.
#[derive(Clone, Debug)]
pub struct Scorecard {
    /// Its name.
    pub name: Spanned<String>,
    /// `title:`.
    pub title: Localized,
    /// `on:` the table whose rows it scores.
    pub on: Spanned<String>,
    /// `measures:`.
    pub measures: Vec<Measure>,
    /// `bands:` name and test, in the order written.
    pub bands: Vec<(Spanned<String>, Spanned<String>)>,
    /// `rank: { within: [column, …] }`: ranks are counted within rows that agree on these; over all
    /// rows when left out.
    pub rank_within: Vec<FormulaText>,
    /// `missing:` what a blank measure does.
    pub missing: Missing,
}

/// What a blank measure does to a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The score is blank.
    #[default]
    Blank,
    /// The weights of the other measures are scaled up to the whole.
    Reweight,
    /// The measure counts as its worst value.
    Worst,
}

/// One measure of a scorecard.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Its name.
    pub name: Spanned<String>,
    /// `title:`.
    pub title: Localized,
    /// `value:`; the column of the same name when left out.
    pub value: FormulaText,
    /// `weight:` a number, a percentage or a formula.
    pub weight: FormulaText,
    /// `target:` where it reaches 100 points.
    pub target: FormulaText,
    /// `worst:` where it falls to 0 points.
    pub worst: FormulaText,
    /// `better:`; follows from target and worst when left out.
    pub better: Option<Spanned<Better>>,
    /// `cap:` most points it may reach as a part of 100 (1 when left out).
    pub cap: Option<FormulaText>,
    /// How its value, target and worst are shown: percent where they were written so.
    pub format: Option<NumberFormat>,
}

/// Whether more or less of a measure is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// A review trigger.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// Its name.
    pub name: Spanned<String>,
    /// `title:`.
    pub title: Localized,
    /// `on:` the table whose rows it watches.
    pub on: Spanned<String>,
    /// `when:`.
    pub when: FormulaText,
    /// `severity:`.
    pub severity: Spanned<Severity>,
    /// `owner:` a formula.
    pub owner: Option<FormulaText>,
    /// `due:` days after the day of the run, or a formula that gives a date.
    pub due: Option<Due>,
    /// `clear_when:` a trigger that stood in the run before goes on standing until this holds.
    pub clear_when: Option<FormulaText>,
    /// `cool_down:` so many days after it was cleared it does not fire again.
    pub cool_down: Option<Spanned<f64>>,
    /// `weight:` a formula: what is at stake; the largest comes first among rows of one severity.
    pub weight: Option<FormulaText>,
    /// `message:` a formula that gives text, per language. A text without backticks is itself.
    pub message: Vec<(String, FormulaText)>,
}

/// When a trigger is due.
#[derive(Clone, Debug)]
pub enum Due {
    /// So many days after the day of the run (`14 days`).
    Days(Spanned<f64>),
    /// A formula that gives a date.
    Formula(FormulaText),
}

/// How urgent a trigger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// `high`
    High,
    /// `medium`
    Medium,
    /// `low`
    Low,
}

impl Severity {
    /// All of them, the most urgent first.
    pub const ALL: [Severity; 3] = [Severity::High, Severity::Medium, Severity::Low];

    /// The word in policies, reports and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::High => "high",
            Severity::Medium => "medium",
            Severity::Low => "low",
        }
    }
}

/// A report: the optional `report:` section, or one of several that stand in it by name.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Its name, where there are several.
    pub name: Option<Spanned<String>>,
    /// `title:`.
    pub title: Localized,
    /// `sheets:` which tables, in which order; all of them when empty.
    pub sheets: Vec<ReportSheet>,
    /// `formulas: live`: formulas in place of values.
    pub live: bool,
    /// `split_by:` a column, as `branches.name`; a workbook or page is written for each of its values.
    pub split_by: Option<Spanned<String>>,
}

/// A sheet of the report.
#[derive(Clone, Debug)]
pub struct ReportSheet {
    /// `table:`.
    pub table: Spanned<String>,
    /// `title:`.
    pub title: Localized,
    /// `columns:` which, in order; all when empty.
    pub columns: Vec<Spanned<String>>,
    /// `sort:` a column, falling where it is written with a leading `-`.
    pub sort: Option<(Spanned<String>, bool)>,
    /// How it is drawn.
    pub look: super::looks::SheetLook,
}

/// The period a policy runs for: the parameter named `period`, if there is one.
#[must_use]
pub fn period_of(parameters: &[Parameter]) -> Option<Period> {
    parameters.iter().find(|p| p.name.value == "period").and_then(|p| match p.value.value {
        Value::Period(period) => Some(period),
        _ => None,
    })
}

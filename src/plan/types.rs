//! The plan's shape.

use super::{PolicyPlan, ReportPlan, Texts};
use crate::decision::cell::CellTest;
use crate::decision::index::Index;
use crate::formula::{Aggregate, BinaryOp, ColumnId, Expr, Parameters, TableId, Window};
use crate::import::SheetTable;
use crate::policy::model::{Blanks, CalendarUnit, Duplicates, HitPolicy, Missing, Severity, Within, in_language};
use crate::source::Span;
use crate::table::Extra;
use crate::value::{Date, NumberFormat, Period, Type, Value};
use serde::{Deserialize, Serialize};

/// A policy ready to run: every name bound, every column typed, in an order that works.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Plan {
    /// What the policy says of itself.
    pub policy: PolicyPlan,
    /// The reports of its `report:` section, the one that is made where nobody asks for another first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<ReportPlan>,
    /// What is read from sheets: one for each table of the policy, none where its rows come from others.
    pub sheets: Vec<Option<SheetTable>>,
    /// Tables of the policy in its order, then the table of figures.
    pub tables: Vec<TablePlan>,
    /// What to work out, each after what it needs.
    pub steps: Vec<Step>,
    /// Decision tables.
    pub decisions: Vec<DecisionPlan>,
    /// Scorecards.
    pub scorecards: Vec<ScorecardPlan>,
    /// Triggers.
    pub triggers: Vec<TriggerPlan>,
    /// Assertions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assertions: Vec<AssertionPlan>,
    /// The table of figures, with one row.
    pub figures: TableId,
    /// Parameters, in the order of the policy.
    pub parameters: Vec<ParameterPlan>,
    /// Periods that are asked for and not over on the day of the run, each with the first place that
    /// asks: what they give must not be taken for that of a whole period.
    pub partial: Vec<(Period, Span)>,
    /// The day of the run: asked for, else the end of the period; rules in force on it count.
    pub as_of: Option<Date>,
}

impl Plan {
    /// The report of that name, or the first; one that shows everything where there is none.
    #[must_use]
    pub fn report(&self, name: Option<&str>) -> &ReportPlan {
        static PLAIN: ReportPlan = ReportPlan::PLAIN;
        let named = |report: &&ReportPlan| name.is_none() || report.name.as_deref() == name;
        self.reports.iter().find(named).unwrap_or(&PLAIN)
    }

    /// The column of that number.
    #[must_use]
    pub fn column(&self, id: ColumnId) -> &ColumnPlan {
        &self.tables[id.table.0].columns[id.slot]
    }

    /// The decision table of that number.
    #[must_use]
    pub fn decision(&self, id: DecisionId) -> &DecisionPlan {
        &self.decisions[id.0]
    }

    /// The scorecard of that number.
    #[must_use]
    pub fn scorecard(&self, id: ScorecardId) -> &ScorecardPlan {
        &self.scorecards[id.0]
    }

    /// The table whose rows a step works out.
    #[must_use]
    pub fn table_of(&self, step: &Step) -> TableId {
        match step {
            Step::Rows(table) => *table,
            Step::Column(id) => id.table,
            Step::Decision(id) => self.decision(*id).table,
            Step::Scorecard(id) => self.scorecard(*id).table,
        }
    }

    /// The values of all parameters as the policy has them.
    #[must_use]
    pub fn values(&self) -> Parameters {
        self.parameters.iter().map(|parameter| (parameter.name.as_str(), parameter.value.clone())).collect()
    }
}

/// A parameter.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ParameterPlan {
    /// Name.
    pub name: String,
    /// What it is called in a report.
    pub title: Texts,
    /// Type.
    #[serde(rename = "type")]
    pub ty: Type,
    /// The value the policy gives it, or that was set before it was bound.
    pub value: Value,
    /// The value the policy gives it, where another was set before it was bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// How it is shown.
    pub format: NumberFormat,
    /// The values it may have; empty for any.
    pub one_of: Vec<Value>,
    /// Whether the plan itself depends on the value, as for the length of a window. Then another value
    /// needs another plan. Otherwise only the run does.
    pub fixed: bool,
    /// Where it was written.
    pub span: Span,
}

/// A decision table, by its place in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DecisionId(pub usize);

/// A scorecard, by its place in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ScorecardId(pub usize);

/// One thing to work out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The rows of a derived table.
    #[serde(rename = "rows_of")]
    Rows(TableId),
    /// One column.
    Column(ColumnId),
    /// All results of a decision table.
    Decision(DecisionId),
    /// Points, score, band and rank of a scorecard.
    Scorecard(ScorecardId),
}

/// A table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TablePlan {
    /// Name.
    pub name: String,
    /// Title.
    pub title: Texts,
    /// Where its rows come from.
    pub rows: RowsPlan,
    /// The column that names a row.
    pub key: Option<usize>,
    /// Which of the rows with one key is meant by what refers to it, where the rows are worked out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicates: Option<Duplicates>,
    /// Columns: those of the policy in its order, then hidden ones.
    pub columns: Vec<ColumnPlan>,
}

impl TablePlan {
    /// The slot of a column by its name.
    #[must_use]
    pub fn slot(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name && !column.hidden)
    }

    /// The columns that have a name of their own, without the steps on the way.
    pub fn named_columns(&self) -> impl Iterator<Item = &ColumnPlan> + Clone {
        self.columns.iter().filter(|column| !column.hidden)
    }
}

/// Where a table's rows come from.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowsPlan {
    /// From a workbook: the table of that place in the policy.
    Imported(usize),
    /// One row: the table of figures.
    One,
    /// One row for each distinct combination of some columns of another table.
    Group(GroupPlan),
    /// One row for each pair of rows of two tables that meets a condition.
    Pairs(PairsPlan),
    /// One row for each known value of some columns of another table.
    Unpivot(UnpivotPlan),
    /// The rows of several tables, one after another.
    Stack(StackPlan),
    /// One row for each month, or the like, of a period.
    Calendar(CalendarPlan),
}

/// The rows of a calendar: slot 0 names the row, slots 1 and 2 hold its first and last day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CalendarPlan {
    /// Each what.
    pub unit: CalendarUnit,
    /// The period, known before any row is.
    pub over: Expr,
}

/// How columns of a table become rows. Slot 0 refers to the row, those behind it hold the column's title (or
/// each row of its header), the last one the value.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UnpivotPlan {
    /// The table with the columns.
    pub of: TableId,
    /// The columns.
    pub values: Vec<usize>,
    /// What names each of them in the new rows: its title, else its first header. Rules compare with
    /// it, so it does not follow the language as the headings of a report do.
    pub labels: Vec<String>,
    /// Patterns of headers, for columns that the data alone shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<String>,
    /// How many slots hold titles.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub levels: usize,
}

impl UnpivotPlan {
    /// Whether a column found by a pattern of headers is among those that become rows.
    #[must_use]
    pub fn takes(&self, extra: &Extra) -> bool {
        self.patterns.contains(&extra.pattern) && extra.labels.len() == self.levels
    }
}

fn one() -> usize {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_one(levels: &usize) -> bool {
    *levels == 1
}

/// How tables are stacked. The last slot of the given ones names the table a row came from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StackPlan {
    /// The tables.
    pub of: Vec<TableId>,
    /// For each column of the new table its slots in those tables.
    pub columns: Vec<Vec<usize>>,
}

/// How a table is grouped from another.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GroupPlan {
    /// The table whose rows are grouped.
    pub of: TableId,
    /// The values that make a group, as columns of that table.
    pub by: Vec<usize>,
    /// Which rows take part, as a bool column of that table.
    pub filter: Option<usize>,
    /// The column of that table which refers to the group.
    pub link: usize,
}

/// How a table is paired from two others.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PairsPlan {
    /// First table.
    pub left: TableId,
    /// Second table.
    pub right: TableId,
    /// What must hold: an expression on the pair's own row, whose slots 0 and 1 refer to the two.
    pub filter: Option<Expr>,
}

/// A column.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ColumnPlan {
    /// Name; for a hidden column the formula it stands for, as written.
    pub name: String,
    /// Title.
    pub title: Texts,
    /// Type. Known once the column is bound.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether it is an intermediate step. Such a column has no name of its own and is not reported.
    pub hidden: bool,
    /// How it is shown.
    pub format: NumberFormat,
    /// The table whose rows it refers to.
    pub references: Option<TableId>,
    /// How it is worked out.
    pub work: Work,
    /// Where it was written.
    pub span: Span,
    /// The formula or rule set as people read it.
    pub source: Option<String>,
}

/// How a column is worked out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Read: the imported table's column of that place.
    Imported(usize),
    /// A formula over the row.
    Formula(Expr),
    /// Over rows of another table.
    Aggregate(Box<Aggregate>),
    /// Over rows of the same table.
    Window(Box<Window>),
    /// A result of a decision table.
    Decision(DecisionId),
    /// A part of a scorecard.
    #[serde(rename = "scorecard")]
    Score(ScorecardId),
    /// A column of a derived table that its rows bring along: the value the group stands for, or
    /// the reference to a side of the pair.
    Derived,
    /// The reference from a grouped row to its group.
    Link,
    /// Not bound: not yet, or it has mistakes (which are then reported).
    Unbound,
}

/// A decision table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecisionPlan {
    /// Name.
    pub name: String,
    /// The table whose rows it decides.
    pub table: TableId,
    /// Whose rules it uses, and with what: `segment with sales = prior_sales`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uses: Option<String>,
    /// Hit policy.
    pub hit: HitPolicy,
    /// What the policy says of rows with a blank.
    #[serde(default)]
    pub blanks: Blanks,
    /// Its inputs, as columns of the table.
    pub inputs: Vec<usize>,
    /// Its results, as columns of the table.
    pub outputs: Vec<usize>,
    /// Rules in the order written, without the default.
    pub rules: Vec<RulePlan>,
    /// What holds where no rule matches.
    pub otherwise: Option<RulePlan>,
    /// Rules that are not in force on the day of the run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub idle: Vec<IdleRule>,
    /// For each output the values in order of priority, the most important first.
    pub priorities: Vec<Vec<Value>>,
    /// An index from a row's values to its rules, for large tables.
    #[serde(skip)]
    pub index: Option<Index>,
    /// Where it was written.
    pub span: Span,
}

impl DecisionPlan {
    /// How many rules are written: those in force, those that are not, and what holds where none matches.
    #[must_use]
    pub fn written(&self) -> usize {
        self.rules.len() + self.idle.len() + usize::from(self.otherwise.is_some())
    }

    /// The rule at a place; the number of rules stands for the default.
    #[must_use]
    pub fn rule(&self, at: usize) -> Option<&RulePlan> {
        if at == self.rules.len() { self.otherwise.as_ref() } else { self.rules.get(at) }
    }

    /// The number by which people know the rule at a place: its place among all that are written, from 1.
    #[must_use]
    pub fn number(&self, at: usize) -> usize {
        self.rule(at).map(|rule| rule.number).filter(|number| *number > 0).unwrap_or(at + 1)
    }
}

/// A rule that is not in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdleRule {
    /// Where it was written.
    pub span: Span,
    /// The days on which it is: `until 2026-03-31`.
    pub days: String,
}

/// A rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RulePlan {
    /// Where it was written.
    pub span: Span,
    /// Its number among the rules as written, from 1: those that are not in force and `otherwise` count too.
    #[serde(default)]
    pub number: usize,
    /// What must hold, all of it; nothing for a rule that always matches. Cells that anything meets
    /// are left out.
    pub cells: Vec<CellPlan>,
    /// Results, one for each output.
    pub results: Vec<Expr>,
}

impl RulePlan {
    /// What must hold, cell by cell.
    pub fn conditions(&self) -> impl Iterator<Item = &Expr> {
        self.cells.iter().map(|cell| &cell.condition)
    }
}

/// A cell of a rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CellPlan {
    /// Place of its input among the decision table's inputs.
    pub input: usize,
    /// The test as it was written.
    pub test: CellTest,
    /// The same as a condition on a row.
    pub condition: Expr,
    /// For a text input the cell as it was written, where it was read as more than a text: a value of the
    /// data may be that very text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub syntax: Option<String>,
    /// For a text input the texts that look like more than they are read as: perhaps no row has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lookalikes: Vec<String>,
}

/// A scorecard.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ScorecardPlan {
    /// Name.
    pub name: String,
    /// Title.
    pub title: Texts,
    /// The table whose rows it scores.
    pub table: TableId,
    /// Measures.
    pub measures: Vec<MeasurePlan>,
    /// Bands: name and condition on the score.
    pub bands: Vec<(String, Expr)>,
    /// What a blank measure does.
    pub missing: Missing,
    /// Ranks are counted among rows that agree on these.
    pub rank_within: Vec<usize>,
    /// The column of the score.
    pub score: usize,
    /// The column of the band.
    pub band: usize,
    /// The column of the rank.
    pub rank: usize,
    /// The column of the measure that cost most points.
    pub reason: usize,
    /// The column of the measures that cost most points, with what each cost.
    pub reasons: usize,
    /// Where it was written.
    pub span: Span,
}

/// A measure of a scorecard; all slots are columns of its table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MeasurePlan {
    /// Name.
    pub name: String,
    /// Title.
    pub title: Texts,
    /// How value, target and worst are shown.
    pub format: NumberFormat,
    /// Value.
    pub value: usize,
    /// Weight.
    pub weight: usize,
    /// Target.
    pub target: usize,
    /// Worst.
    pub worst: usize,
    /// Most points, as a part of 100.
    pub cap: Option<usize>,
    /// Points, worked out by the scorecard.
    pub points: usize,
}

/// A trigger.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TriggerPlan {
    /// Name.
    pub name: String,
    /// Title.
    pub title: Texts,
    /// The table whose rows it watches.
    pub table: TableId,
    /// The condition, as a bool column of the table.
    pub when: usize,
    /// Once fired it stands until this holds: a bool column of the table.
    pub clear_when: Option<usize>,
    /// Days it is quiet after it was cleared.
    pub cool_down: Option<f64>,
    /// How urgent.
    pub severity: Severity,
    /// What is at stake, a number: the largest comes first among rows of one severity.
    #[serde(default)]
    pub weight: Option<Expr>,
    /// Whose it is.
    pub owner: Option<Expr>,
    /// When it is due.
    pub due: Option<Expr>,
    /// What to say, by language; the title where it is empty.
    pub messages: Vec<(String, Expr)>,
    /// Where it was written.
    pub span: Span,
}

impl TriggerPlan {
    /// What it says of a row that fires, in a language: how much is at stake, whose it is, until when, the message.
    pub fn says<'p>(&'p self, language: &str) -> impl Iterator<Item = &'p Expr> + use<'p> {
        let told = self.weight.iter().chain(&self.owner).chain(&self.due);
        told.chain(in_language(&self.messages, language))
    }
}

/// Something that must hold of a run as a whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AssertionPlan {
    /// Name.
    pub name: String,
    /// Title.
    pub title: Texts,
    /// The table of figures, on whose one row it is worked out.
    pub table: TableId,
    /// The condition, as a bool column of that table.
    pub when: usize,
    /// What is compared, where the condition is a comparison.
    pub sides: Option<Sides>,
    /// How far the sides may lie apart.
    pub within: Option<Within>,
    /// It is told, and no more.
    pub warning: bool,
    /// There is no report where it does not hold.
    pub stop: bool,
    /// What to do then; empty where nothing is said.
    pub message: Texts,
    /// Where it was written.
    pub span: Span,
}

/// The sides of a comparison.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sides {
    /// The column of the left side, in the assertion's table.
    pub side: usize,
    /// How they are compared.
    pub op: BinaryOp,
    /// The column of the right side.
    pub other: usize,
    /// How numbers of them are shown.
    pub format: NumberFormat,
    /// Both as written.
    pub texts: [String; 2],
}

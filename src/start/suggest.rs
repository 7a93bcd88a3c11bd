//! What a first policy could work out: totals, counts and means for whoever the rows belong to.

use super::draft::{Cross, DraftColumn, DraftTable};
use super::names::Names;
use super::relate::{Reference, names_something};
use crate::Outcome;
use crate::table::Column;
use crate::value::{Date, Type};

/// Whom the figures are about.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Subject {
    /// The rows of a table that others refer to.
    Referenced(usize),
    /// The values of a column: a table made by `group:`.
    Grouped {
        /// The column of the rows, by its name.
        by: String,
        /// What people call it.
        header: String,
        /// The name of the new table.
        name: String,
    },
    /// The rows themselves.
    Rows,
}

/// A figure for each subject.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kpi {
    pub(super) name: String,
    pub(super) formula: String,
}

/// What is worked out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Suggestion {
    /// The table whose rows are added up.
    pub(super) rows: usize,
    pub(super) subject: Subject,
    /// Whether it is the columns across of that table that are added up, each as a row.
    pub(super) across: bool,
    /// The column of numbers that are added, where none stand across.
    pub(super) amount: Option<usize>,
    /// The column of days, and the period they lie in.
    pub(super) period: Option<(usize, Date, Date)>,
    pub(super) kpis: Vec<Kpi>,
    /// Whether somebody said another period than was guessed.
    pub(super) period_said: bool,
}

/// Words in the headers of columns that are money or pieces.
const AMOUNTS: [&str; 26] = [
    "amount",
    "sales",
    "revenue",
    "total",
    "value",
    "turnover",
    "net",
    "gross",
    "income",
    "매출",
    "금액",
    "합계",
    "판매",
    "매출액",
    "金額",
    "売上",
    "合計",
    "销售",
    "金额",
    "收入",
    "umsatz",
    "betrag",
    "montant",
    "importe",
    "ventas",
    "price",
];
/// Figures about more subjects than this are hard to look through.
const MOST_SUBJECTS: usize = 3_000;
/// So many figures are a start.
const MOST_KPIS: usize = 3;
/// A column with more different values than this groups nothing.
const MOST_GROUPS: usize = 200;

/// What fits the tables; `None` where there is nothing to add up.
pub(super) fn suggest(tables: &[DraftTable], references: &[Reference], outcome: &Outcome) -> Option<Suggestion> {
    let (rows, subject) = subject(tables, references, outcome)?;
    let across = tables[rows].cross.is_some();
    let amount = amount(&tables[rows], outcome, rows);
    let carried = |at: usize| tables[rows].cross.as_ref().is_none_or(|cross| cross.carried.contains(&at));
    let of_rows = subject != Subject::Rows;
    let period = period(&tables[rows], outcome, rows).filter(|(at, ..)| of_rows && carried(*at));
    let mut suggestion = Suggestion { rows, subject, across, amount, period, kpis: Vec::new(), period_said: false };
    suggestion.kpis = suggestion.kpis(tables);
    (!suggestion.kpis.is_empty()).then_some(suggestion)
}

/// The rows that are added up, and whom they belong to: the table with most rows among those that refer to
/// another; else the largest, by a column of few values.
fn subject(tables: &[DraftTable], references: &[Reference], outcome: &Outcome) -> Option<(usize, Subject)> {
    let rows = |table: usize| outcome.tables.get(table).map_or(0, |read| read.rows);
    let referring = references.iter().filter(|reference| rows(reference.from) > rows(reference.to));
    let has_numbers = |table: &DraftTable| table.columns.iter().any(|column| column.kind == Type::Number);
    // Of several tables that the rows refer to, the one with most rows that one can still look through.
    let size = |table: usize| if rows(table) <= MOST_SUBJECTS { rows(table) } else { 0 };
    let fitness =
        |reference: &&Reference| (has_numbers(&tables[reference.from]), rows(reference.from), size(reference.to));
    let best = referring.max_by_key(fitness);
    if let Some(reference) = best {
        return Some((reference.from, Subject::Referenced(reference.to)));
    }
    let largest =
        (0..tables.len()).filter(|at| rows(*at) > 0).max_by_key(|at| (has_numbers(&tables[*at]), rows(*at)))?;
    let table = &tables[largest];
    let grouped = |by: &str, header: &str| {
        let mut names = Names::default();
        tables.iter().for_each(|table| names.take(&table.name));
        tables.iter().filter_map(|table| table.cross.as_ref()).for_each(|cross| names.take(&cross.name));
        let name = names.name(&format!("by_{by}"), "groups");
        Subject::Grouped { by: by.to_string(), header: header.to_string(), name }
    };
    let subject = match (&table.cross, category(table, outcome, largest)) {
        // Sheets of one table are what its maker compares.
        (None, _) if table.by_sheet => grouped(&table.sheet_name(), &table.sheet_name()),
        (Some(_), _) if table.key.is_some() => Subject::Referenced(largest),
        (Some(cross), Some(column)) if cross.carried.contains(&column) => {
            grouped(&table.columns[column].name, &table.columns[column].header)
        }
        (Some(cross), _) => grouped(&cross.labels[0], &cross.labels[0]),
        (None, Some(column)) => grouped(&table.columns[column].name, &table.columns[column].header),
        (None, None) => Subject::Rows,
    };
    Some((largest, subject))
}

/// A text column with few values, each of them in several rows.
fn category(table: &DraftTable, outcome: &Outcome, at: usize) -> Option<usize> {
    let read = &outcome.tables[at];
    let different = |column: &DraftColumn| {
        let data = &read.columns.iter().find(|other| other.name == column.name)?.data;
        let mut values: Vec<&str> = (0..read.rows).filter_map(|row| data.text(row)).collect();
        let filled = values.len();
        values.sort_unstable();
        values.dedup();
        let groups =
            (2..=MOST_GROUPS).contains(&values.len()) && 2 * values.len() <= filled && 10 * filled >= 9 * read.rows;
        groups.then_some(values.len())
    };
    let candidates = table
        .columns
        .iter()
        .enumerate()
        .filter(|(at, column)| column.kind == Type::Text && table.key != Some(*at) && column.references.is_none());
    // Five to fifty groups make a report one can read.
    let fitness = |groups: usize| if (4..=50).contains(&groups) { 0 } else { groups.abs_diff(20) };
    candidates.filter_map(|(at, column)| Some((fitness(different(column)?), at))).min().map(|(_, at)| at)
}

/// The column of numbers that people add: one whose header says so, else the one with the largest sum.
fn amount(table: &DraftTable, outcome: &Outcome, at: usize) -> Option<usize> {
    let size = |column: &DraftColumn| {
        let read = outcome.tables.get(at)?.columns.iter().find(|other| other.name == column.name)?;
        let Column::Number(values) = read.data.as_ref() else { return None };
        Some(values.iter().filter(|value| !value.is_nan()).map(|value| value.abs()).sum::<f64>())
    };
    let adds = |column: &DraftColumn| column.kind == Type::Number && !names_something(&column.header);
    let candidates = table.columns.iter().enumerate().filter(|(_, column)| adds(column) && !is_year(column));
    let says_so = |column: &DraftColumn| {
        let header = column.header.to_lowercase();
        AMOUNTS.iter().any(|word| header.contains(word))
    };
    candidates
        .filter_map(|(at, column)| Some(((says_so(column), !is_plan(&column.header)), size(column)?, at)))
        .max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)))
        .map(|(.., at)| at)
}

/// Words of what was meant to be, and not of what came of it.
const PLANS: [&str; 20] = [
    "plan",
    "budget",
    "target",
    "forecast",
    "goal",
    "quota",
    "soll",
    "ziel",
    "계획",
    "예산",
    "목표",
    "計画",
    "予算",
    "目標",
    "预算",
    "计划",
    "目标",
    "objectif",
    "presupuesto",
    "objetivo",
];

fn is_plan(header: &str) -> bool {
    let header = header.to_lowercase();
    PLANS.iter().any(|word| header.contains(word))
}

fn is_year(column: &DraftColumn) -> bool {
    let years = |text: &String| text.parse::<f64>().is_ok_and(|n| (1990.0..=2100.0).contains(&n) && n.fract() == 0.0);
    !column.guess.examples.is_empty() && column.guess.examples.iter().all(years)
}

/// The first column of days that lie in the past few years, with the months they span.
fn period(table: &DraftTable, outcome: &Outcome, at: usize) -> Option<(usize, Date, Date)> {
    let read = outcome.tables.get(at)?;
    table.columns.iter().enumerate().filter(|(_, column)| column.kind.is_dated()).find_map(|(at, column)| {
        let data = &read.columns.iter().find(|other| other.name == column.name)?.data;
        let mut days: Vec<Date> = (0..read.rows).filter_map(|row| data.value(row).as_day()).collect();
        // A column that is blank for many rows says when something was finished, not when a row counts.
        if 10 * days.len() < 9 * read.rows {
            return None;
        }
        days.sort_unstable();
        let (first, last) = (days.first()?, days.last()?);
        let span = i64::from(last.0) - i64::from(first.0);
        ((0..=3 * 366).contains(&span)).then(|| (at, first.month_start(), last.month_end()))
    })
}

impl Suggestion {
    /// The name of the table whose rows are added up.
    pub(super) fn rows_name<'t>(&self, tables: &'t [DraftTable]) -> &'t str {
        let table = &tables[self.rows];
        table.cross.as_ref().map_or(&table.name, |cross| &cross.name)
    }

    /// The name of the column that is added.
    pub(super) fn amount_name<'t>(&self, tables: &'t [DraftTable]) -> Option<&'t str> {
        let table = &tables[self.rows];
        match &table.cross {
            Some(cross) => Some(&cross.value),
            None => self.amount.map(|at| table.columns[at].name.as_str()),
        }
    }

    /// A total, a mean and a count for each subject, of columns across the least in place of the count; of rows that
    /// are the subject themselves their numbers.
    pub(super) fn kpis(&self, tables: &[DraftTable]) -> Vec<Kpi> {
        let rows = &tables[self.rows];
        let mut names = Names::default();
        match &self.subject {
            Subject::Referenced(table) => tables[*table].columns.iter().for_each(|column| names.take(&column.name)),
            Subject::Grouped { by, .. } => names.take(by),
            Subject::Rows => return self.numbers(rows),
        }
        let crosses = tables.iter().filter_map(|table| table.cross.as_ref());
        tables
            .iter()
            .map(|table| &table.name)
            .chain(crosses.map(|cross| &cross.name))
            .for_each(|name| names.take(name));
        let from = self.rows_name(tables);
        let filter = match self.period {
            Some((day, ..)) => format!(", {from}.{} in period", rows.columns[day].name),
            None => String::new(),
        };
        let mut kpis = Vec::new();
        if let Some((cross, (label, measures))) =
            rows.cross.as_ref().and_then(|cross| Some((cross, cross.measures.as_ref()?)))
        {
            return of_measures(cross, &cross.labels[*label], measures, &mut names);
        }
        if let Some(amount) = self.amount_name(tables) {
            let of = format!("{from}.{amount}{filter}");
            kpis.push(Kpi { name: names.name(&format!("{amount}_total"), "total"), formula: format!("sum({of})") });
            kpis.push(Kpi {
                name: names.name(&format!("{amount}_average"), "mean"),
                formula: format!("average({of})"),
            });
            if self.across {
                let name = names.name(&format!("{amount}_lowest"), "lowest");
                kpis.push(Kpi { name, formula: format!("min({of})") });
                return kpis;
            }
        }
        let count = names.name(&format!("{from}_count"), "count");
        kpis.push(Kpi { name: count, formula: format!("count({from}{filter})") });
        kpis
    }

    /// The numbers of the rows themselves, the one that is added first.
    fn numbers(&self, rows: &DraftTable) -> Vec<Kpi> {
        let numbers = (0..rows.columns.len()).filter(|at| {
            let column = &rows.columns[*at];
            column.kind == Type::Number && !names_something(&column.header) && !is_year(column)
        });
        let first = self.amount.into_iter();
        let rest = numbers.filter(|at| self.amount != Some(*at));
        let kpi = |at: usize| Kpi { name: rows.columns[at].name.clone(), formula: String::new() };
        first.chain(rest).take(MOST_KPIS).map(kpi).collect()
    }
}

/// A total for each thing that is measured; of percentages the mean.
fn of_measures(cross: &Cross, label: &str, measures: &[String], names: &mut Names) -> Vec<Kpi> {
    let kpi = |measure: &String| {
        let (word, how) = if measure.contains('%') { ("average", "average") } else { ("total", "sum") };
        let name = names.name(&format!("{measure} {word}"), word);
        let text = measure.replace('\\', "\\\\").replace('"', "\\\"");
        let formula = format!("{how}({}.{}, {}.{label} == \"{text}\")", cross.name, cross.value, cross.name);
        Kpi { name, formula }
    };
    by_weight(measures).into_iter().take(MOST_KPIS).map(kpi).collect()
}

/// What came of it before what was meant to be.
pub(super) fn by_weight(measures: &[String]) -> Vec<&String> {
    let (plans, others): (Vec<&String>, Vec<&String>) = measures.iter().partition(|measure| is_plan(measure));
    others.into_iter().chain(plans).collect()
}

//! Rows on which two policies are tried, to find one for which they give something else.

use super::{Prepared, Run, RunOptions, Source};
use crate::decision::cell::CellTest;
use crate::diagnostic::{Extent, Extents, Range, Region};
use crate::diff::Counterexample;
use crate::formula::{ColumnId, Expr, ExprKind, TableId};
use crate::import::SheetColumn;
use crate::plan::{Plan, Work};
use crate::policy::model::Presence;
use crate::value::{Date, Type, Value, number};
use std::collections::BTreeSet;

/// Rows tried for a table.
const MOST: usize = 2_000;
/// Rows tried in each region that is said to differ.
const IN_REGION: usize = 40;

type Row = Vec<Value>;

/// What differs for a row: the column, and its value on either side.
type Differs = Vec<(String, Value, Value)>;

/// Two policies and the values that rows of a table are made of. All other tables are empty.
pub(super) struct Tries<'p> {
    sides: [&'p Prepared; 2],
    table: String,
    columns: Vec<&'p SheetColumn>,
    key: Option<usize>,
    /// For each imported column the values worth trying.
    values: Vec<Vec<Value>>,
    /// What both work out: the name, and its column in each of the plans.
    shown: Vec<(String, [ColumnId; 2])>,
    /// Names of those that are proven to be the same but for rounding.
    rounded: Vec<String>,
}

impl<'p> Tries<'p> {
    /// `None` where the rows of the table are not read, or not read in the same way.
    pub(super) fn new(sides: [&'p Prepared; 2], table: &str, rounded: Vec<String>) -> Option<Tries<'p>> {
        let plans = sides.map(Prepared::plan);
        let sheet = |plan: &'p Plan| plan.sheets.iter().flatten().find(|sheet| sheet.name == table);
        let (old, new) = (sheet(plans[0])?, sheet(plans[1])?);
        if old.columns != new.columns {
            return None;
        }
        let mut known: Vec<Value> = Vec::new();
        for plan in plans {
            literals(plan, table, &mut known);
            known.extend(plan.parameters.iter().map(|parameter| parameter.value.clone()));
        }
        let columns: Vec<&SheetColumn> = new.columns.iter().collect();
        let key = new.key.as_ref().and_then(|key| columns.iter().position(|column| column.name == *key));
        let values = columns.iter().map(|column| tried(column, &known)).collect();
        Some(Tries { sides, table: table.to_string(), columns, key, values, shown: shown(plans, table)?, rounded })
    }

    /// Rows for which something differs, as many as show all that does: of the regions given first, then of the
    /// values that the policies name.
    pub(super) fn differences<'r>(&self, regions: impl Iterator<Item = &'r Region>) -> Vec<Counterexample> {
        let mut seed = 7_u64;
        let mut below = |limit: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((seed >> 33) as usize) % limit.max(1)
        };
        let mut rows: Vec<Row> = Vec::new();
        for region in regions {
            for _ in 0..IN_REGION {
                let mut row = self.row(&mut below);
                for extent in &region.extents {
                    if let Some(at) = self.columns.iter().position(|column| column.name == extent.input) {
                        row[at] = within(extent);
                    }
                }
                rows.push(row);
            }
        }
        rows.extend((0..MOST).map(|_| self.row(&mut below)));
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut found = Vec::new();
        for (at, differs) in self.differing(rows.clone()) {
            if differs.iter().all(|(name, _, _)| seen.contains(name)) {
                continue;
            }
            seen.extend(differs.into_iter().map(|(name, _, _)| name));
            // By itself, so that no other row takes part, as in a rank.
            let Some((_, differs)) = self.differing(vec![rows[at].clone()]).pop() else { continue };
            found.push(self.shown_row(rows[at].clone(), differs));
        }
        found
    }

    fn shown_row(&self, row: Row, differs: Differs) -> Counterexample {
        let named = self.columns.iter().map(|column| column.name.clone()).zip(row);
        let told = named.enumerate().filter(|(at, (_, value))| Some(*at) != self.key && !value.is_blank());
        Counterexample::new(&self.table, told.map(|(_, pair)| pair).collect(), differs)
    }

    fn row(&self, below: &mut impl FnMut(usize) -> usize) -> Row {
        self.values.iter().map(|values| values.get(below(values.len())).cloned().unwrap_or_default()).collect()
    }

    /// The rows for which something differs, by number, with what does.
    fn differing(&self, rows: Vec<Row>) -> Vec<(usize, Differs)> {
        let count = rows.len();
        let Some([old, new]) = self.run(rows) else { return Vec::new() };
        let [was, is] = [&old, &new].map(|run| run.trace(None));
        if self.shown.first().is_some_and(|(_, [a, b])| was.rows(a.table) != count || is.rows(b.table) != count) {
            return Vec::new();
        }
        let of_row = |row: usize| {
            let pairs = self.shown.iter().map(|(name, [a, b])| (name.clone(), was.at(*a, row), is.at(*b, row)));
            (row, pairs.filter(|(name, old, new)| !self.same(name, (old, new))).collect::<Differs>())
        };
        (0..count).map(of_row).filter(|(_, differs)| !differs.is_empty()).collect()
    }

    /// Where something is the same but for rounding, what large numbers leave of small ones is no difference.
    fn same(&self, name: &str, (old, new): (&Value, &Value)) -> bool {
        match (old, new) {
            (Value::Number(old), Value::Number(new)) if self.rounded.iter().any(|known| known == name) => {
                (old - new).abs() <= 1e-9 * old.abs().max(new.abs()).max(1.0)
            }
            (Value::Number(old), Value::Number(new)) => number::equal(*old, *new),
            _ => old == new,
        }
    }

    fn run(&self, mut rows: Vec<Row>) -> Option<[Run; 2]> {
        if let Some(key) = self.key {
            let named = |number: usize| match self.columns[key].kind {
                Type::Number => Some(Value::number(number as f64 + 1.0)),
                Type::Text => Some(Value::text(format!("R{}", number + 1).as_str())),
                _ => None,
            };
            for (number, row) in rows.iter_mut().enumerate() {
                row[key] = named(number)?;
            }
        }
        let mut runs = Vec::new();
        for side in self.sides {
            let sources: Vec<Source> = side
                .plan()
                .sheets
                .iter()
                .flatten()
                .map(|sheet| {
                    let headers: Vec<&str> = sheet.columns.iter().map(|column| column.name.as_str()).collect();
                    let own = if sheet.name == self.table { rows.clone() } else { Vec::new() };
                    Source::rows(sheet.name.clone(), &headers, own)
                })
                .collect();
            runs.push(side.run(&sources, &RunOptions::default()).ok()?);
        }
        runs.try_into().ok()
    }
}

/// The columns and conditions of triggers that both plans work out for a table.
fn shown(plans: [&Plan; 2], table: &str) -> Option<Vec<(String, [ColumnId; 2])>> {
    let place = |plan: &Plan| plan.tables.iter().position(|own| own.name == table).map(TableId);
    let (old, new) = (place(plans[0])?, place(plans[1])?);
    let [old_table, new_table] = [&plans[0].tables[old.0], &plans[1].tables[new.0]];
    let mut shown = Vec::new();
    for (slot, column) in new_table.columns.iter().enumerate().filter(|(_, column)| !column.hidden) {
        let other = old_table.slot(&column.name).filter(|_| !matches!(column.work, Work::Imported(_)));
        let pair = |other: usize| [ColumnId { table: old, slot: other }, ColumnId { table: new, slot }];
        shown.extend(other.map(|other| (column.name.clone(), pair(other))));
    }
    for trigger in plans[1].triggers.iter().filter(|trigger| trigger.table == new) {
        let other = plans[0].triggers.iter().find(|other| other.name == trigger.name && other.table == old);
        let pair = |slot: usize| [ColumnId { table: old, slot }, ColumnId { table: new, slot: trigger.when }];
        shown.extend(other.map(|other| (format!("trigger {}", trigger.name), pair(other.when))));
    }
    Some(shown)
}

/// The values that rules and formulas of a table name.
fn literals(plan: &Plan, table: &str, known: &mut Vec<Value>) {
    let Some(at) = plan.tables.iter().position(|own| own.name == table).map(TableId) else { return };
    let mut named = |expr: &Expr| {
        expr.visit(&mut |node| match &node.kind {
            ExprKind::Constant(Value::List(values)) => known.extend(values.iter().cloned()),
            ExprKind::Constant(value) => known.push(value.clone()),
            _ => {}
        });
    };
    for column in &plan.tables[at.0].columns {
        if let Work::Formula(expr) = &column.work {
            named(expr);
        }
    }
    for decision in plan.decisions.iter().filter(|decision| decision.table == at) {
        let cells = decision.rules.iter().flat_map(|rule| &rule.cells);
        cells.for_each(|cell| named(&cell.condition));
        let tests: Vec<&CellTest> = decision.rules.iter().flat_map(|rule| &rule.cells).map(|cell| &cell.test).collect();
        known_of(&tests, &mut named, decision.span);
    }
}

fn known_of(tests: &[&CellTest], named: &mut impl FnMut(&Expr), span: crate::source::Span) {
    for literal in tests.iter().flat_map(|test| test.literals()) {
        named(&Expr::constant(literal.value.clone(), span));
    }
}

/// Values of a column worth trying: those named, those beside and between them, and blank, where it can have them.
fn tried(column: &SheetColumn, known: &[Value]) -> Vec<Value> {
    let mut values: Vec<Value> = match column.kind {
        _ if column.references.is_some() => Vec::new(),
        _ if !column.one_of.is_empty() => column.one_of.clone(),
        Type::Number => numbers(column, known),
        Type::Date => {
            let day = |value: &Value| match value {
                Value::Date(day) => Some(day.0),
                _ => None,
            };
            let (min, max) = (column.min.as_ref().and_then(day), column.max.as_ref().and_then(day));
            let days = known.iter().filter_map(day).chain([20_454]).chain(min).chain(max);
            let can = |day: &i32| min.is_none_or(|min| *day >= min) && max.is_none_or(|max| *day <= max);
            let days = days.flat_map(|day| [day - 1, day, day + 1]).filter(can);
            days.map(|day| Value::Date(Date(day))).collect()
        }
        Type::Bool => vec![true.into(), false.into()],
        Type::Text => {
            let texts = known.iter().filter(|value| value.as_text().is_some()).cloned();
            texts.chain(["another".into()]).collect()
        }
        _ => Vec::new(),
    };
    if column.presence != Presence::Cells {
        values.push(Value::Blank);
    }
    values
}

fn numbers(column: &SheetColumn, known: &[Value]) -> Vec<Value> {
    let mut numbers: Vec<f64> = known.iter().filter_map(Value::as_number).collect();
    numbers.extend([0.0, 1.0, -1.0, 2.0, 10.0, 100.0, 12_345.67]);
    let limit = |limit: &Option<Value>| limit.as_ref().and_then(Value::as_number);
    let (min, max) = (limit(&column.min), limit(&column.max));
    numbers.extend(min.into_iter().chain(max));
    numbers.sort_by(f64::total_cmp);
    numbers.dedup();
    let between: Vec<f64> = numbers.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0).collect();
    let can = |number: &f64| min.is_none_or(|min| *number >= min) && max.is_none_or(|max| *number <= max);
    numbers.into_iter().chain(between).filter(can).map(Value::number).collect()
}

/// A value of an extent.
fn within(extent: &Extent) -> Value {
    match &extent.values {
        Extents::Values(values) => values.first().cloned().unwrap_or_default(),
        Extents::Not(_) => "another".into(),
        Extents::Ranges(ranges) => ranges.first().map(in_range).unwrap_or_default(),
    }
}

fn in_range(range: &Range) -> Value {
    let number = |end: &Option<(Value, bool)>| end.as_ref().and_then(|(value, _)| value.as_number());
    let included =
        |end: &Option<(Value, bool)>| end.as_ref().filter(|(_, inside)| *inside).map(|(value, _)| value.clone());
    if let Some(value) = included(&range.from).or_else(|| included(&range.to)) {
        return value;
    }
    match (number(&range.from), number(&range.to), &range.to) {
        (Some(from), Some(to), _) => Value::number((from + to) / 2.0),
        (Some(from), None, _) => Value::number(from + 1.0),
        (None, Some(to), _) => Value::number(to - 1.0),
        (None, None, Some((Value::Date(day), _))) => Value::Date(Date(day.0 - 1)),
        _ => Value::Blank,
    }
}

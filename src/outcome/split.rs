//! Whose each row is, where a report is written apart for each value of a column: a workbook a branch, a page a manager.
//!
//! A row belongs to a value if every way from it along references leads to that value, and to no other. What has no way
//! belongs to nobody, and stands in no part.

use super::parts::Parts;
use super::{Groups, OutcomeTable, groups, totals};
use crate::formula::{ColumnId, TableId};
use crate::plan::{RowsPlan, SplitPlan, Work};
use crate::table::Column;
use crate::value::{Value, ops};
use std::sync::Arc;

/// The place of no value: blank, or a reference that leads nowhere.
const NONE: u32 = u32::MAX;
/// The place of several values at once.
const SEVERAL: u32 = u32::MAX - 1;

/// The parts of a report, and whose each row is.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Split {
    /// The column whose values part the report: `branches.name`.
    pub by: String,
    /// Its values in order, as text; an empty one at the end where rows have none.
    pub values: Vec<String>,
    /// For each table of the outcome the place of each row's value; none for a table from which no way leads there.
    pub(super) of: Vec<Option<Vec<u32>>>,
    /// For each value and table what the columns of its rows come to.
    pub(super) sums: Vec<Vec<Sums>>,
}

/// What the columns of a value's rows come to, all together and in groups.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    pub(super) totals: Vec<Option<f64>>,
    pub(super) groups: Vec<Groups>,
}

impl Split {
    /// The rows of a table that belong to the value at that place; none where no way leads from the table.
    pub(super) fn rows(&self, value: usize, table: usize) -> Option<Vec<u32>> {
        let of = self.of.get(table)?.as_ref()?;
        let own = (0u32..).zip(of).filter(|(_, at)| **at as usize == value);
        Some(own.map(|(row, _)| row).collect())
    }

    /// How many rows belong to the value at that place.
    #[must_use]
    pub fn count(&self, value: usize) -> usize {
        let of = self.of.iter().flatten();
        of.map(|of| of.iter().filter(|at| **at as usize == value).count()).sum()
    }

    /// Whether a way leads from the table of that number.
    #[must_use]
    pub fn reaches(&self, table: usize) -> bool {
        self.of.get(table).is_some_and(Option::is_some)
    }

    /// How many rows of a table lead to several values, and so stand in no part.
    #[must_use]
    pub fn shared(&self, table: usize) -> usize {
        let of = self.of.get(table).and_then(Option::as_ref);
        of.map_or(0, |of| of.iter().filter(|at| **at == SEVERAL).count())
    }
}

/// Whose each row of a run is.
pub(super) fn of(run: &Parts<'_>, by: &SplitPlan, tables: &[OutcomeTable]) -> Option<Split> {
    let target = run.plan.tables.iter().position(|table| table.name == by.table)?;
    let slot = run.plan.tables[target].columns.iter().position(|column| column.name == by.column)?;
    let column = run.evaluated.frames[target].columns[slot].clone()?;
    let order = tables.get(target).and_then(|table| table.columns.iter().find(|own| own.slot == slot));
    let mut values = distinct(&column, order.map_or(&[], |own| own.order.as_slice()));
    let places: std::collections::HashMap<&str, u32> = values.iter().map(String::as_str).zip(0u32..).collect();
    let place = |row: usize| places.get(column.value(row).to_string().as_str()).copied().unwrap_or(NONE);
    let ways = Ways { run, target: TableId(target), own: (0..column.len()).map(place).collect() };
    let mut of: Vec<Option<Vec<u32>>> = (0..tables.len()).map(|table| ways.of(table, &mut Vec::new())).collect();
    drop(places);
    if of.iter().flatten().flatten().any(|at| *at == NONE) {
        let blank = values.len() as u32;
        of.iter_mut().flatten().flatten().filter(|at| **at == NONE).for_each(|at| *at = blank);
        values.push(String::new());
    }
    let mut split = Split { by: format!("{}.{}", by.table, by.column), values, of, sums: Vec::new() };
    split.sums = (0..split.values.len())
        .map(|value| (0..tables.len()).map(|table| sums(run, &split, (value, table), &tables[table])).collect())
        .collect();
    Some(split)
}

/// The texts of a column but blanks: in the order of its rules where these give them, else in their own.
fn distinct(column: &Column, rules: &[String]) -> Vec<String> {
    let mut values: Vec<Value> = (0..column.len()).map(|row| column.value(row)).filter(|v| !v.is_blank()).collect();
    let place = |value: &Value| rules.iter().position(|rule| Some(rule.as_str()) == value.as_text());
    let place = |value: &Value| place(value).unwrap_or(usize::MAX);
    values.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| ops::exact_order(a, b)));
    let mut texts: Vec<String> = values.iter().map(Value::to_string).filter(|text| !text.is_empty()).collect();
    let mut seen = std::collections::HashSet::new();
    texts.retain(|text| seen.insert(text.clone()));
    texts
}

/// What the columns of a value's rows come to, where the whole table says it.
fn sums(run: &Parts<'_>, split: &Split, (value, at): (usize, usize), table: &OutcomeTable) -> Sums {
    let (Some(rows), false) = (split.rows(value, at), table.totals.is_empty()) else {
        return Sums::default();
    };
    let own: Vec<super::OutcomeColumn> = table
        .columns
        .iter()
        .map(|column| super::OutcomeColumn { data: Arc::new(column.data.gather(&rows)), ..column.clone() })
        .collect();
    let data = |slot: usize| {
        let whole = run.column(ColumnId { table: TableId(at), slot });
        Arc::new(whole.gather(&rows))
    };
    let parts = groups::Rows { columns: &own, key: table.key, made_of: &table.made_of, data: &data };
    let groups = table.view.groups.iter().map(|whole| parts.again(whole)).collect();
    Sums { totals: totals::values(&table.made_of, &data), groups }
}

/// Ways from rows to values.
struct Ways<'r, 'a> {
    run: &'r Parts<'a>,
    target: TableId,
    /// The place of the value of each row of the table that has the column.
    own: Vec<u32>,
}

impl Ways<'_, '_> {
    /// The place of each row's value; `above` are the tables on the way here.
    fn of(&self, table: usize, above: &mut Vec<usize>) -> Option<Vec<u32>> {
        if table == self.target.0 {
            return Some(self.own.clone());
        }
        above.push(table);
        let mut found = None;
        for (slot, column) in self.run.plan.tables[table].columns.iter().enumerate() {
            let Some(to) = column.references.filter(|to| !above.contains(&to.0)) else { continue };
            let links = self.run.evaluated.frames[table].links.get(slot).and_then(Option::as_ref);
            if let (Some(links), Some(of)) = (links, self.of(to.0, above)) {
                let places = links.iter().map(|row| of.get(*row as usize).copied().unwrap_or(NONE)).collect();
                found = Some(agreed(found, places));
            }
        }
        if let Some(places) = self.made_of(table, above) {
            found = Some(agreed(found, places));
        }
        above.pop();
        found
    }

    /// A group belongs to a value if all its rows do.
    fn made_of(&self, table: usize, above: &mut Vec<usize>) -> Option<Vec<u32>> {
        let RowsPlan::Group(group) = &self.run.plan.tables[table].rows else { return None };
        let source = Some(group.of.0).filter(|source| !above.contains(source))?;
        let of = self.of(source, above)?;
        let columns = &self.run.plan.tables[source].columns;
        let link = columns.iter().position(|c| c.work == Work::Link && c.references == Some(TableId(table)))?;
        let links = self.run.evaluated.frames[source].links.get(link)?.as_ref()?;
        let mut places: Vec<Option<u32>> = vec![None; self.run.evaluated.frames[table].rows];
        for (row, at) in links.iter().zip(of) {
            if let Some(place) = places.get_mut(*row as usize) {
                *place = Some(if place.is_none_or(|known| known == at) { at } else { SEVERAL });
            }
        }
        Some(places.into_iter().map(|place| place.unwrap_or(NONE)).collect())
    }
}

/// Where two ways lead: a way that leads nowhere says nothing.
fn agreed(known: Option<Vec<u32>>, places: Vec<u32>) -> Vec<u32> {
    let Some(known) = known else { return places };
    let both = known.into_iter().zip(places);
    both.map(|pair| match pair {
        (NONE, at) | (at, NONE) => at,
        (one, other) if one == other => one,
        _ => SEVERAL,
    })
    .collect()
}

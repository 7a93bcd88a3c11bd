//! The order of rows by columns, and rows that it does not tell apart.

use super::state::State;
use crate::formula::TableId;
use crate::plan::{RowsPlan, Work};
use crate::table::Column;
use crate::value::{number, ops};
use std::borrow::Borrow;
use std::cmp::Ordering;

/// Two rows by the first column that tells them apart.
pub(super) fn compare<C: Borrow<Column>>(columns: &[C], a: usize, b: usize) -> Ordering {
    let mut orders = columns.iter().map(|column| by(column.borrow(), a, b));
    orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// Whether no column distinguishes them. Numbers are compared as by `==`.
pub(super) fn tied<C: Borrow<Column>>(columns: &[C], a: usize, b: usize) -> bool {
    columns.iter().all(|column| match column.borrow() {
        Column::Number(values) => number::equal(values[a], values[b]),
        column => by(column, a, b).is_eq(),
    })
}

/// Whether the row has no place in the order.
pub(super) fn is_unplaced<C: Borrow<Column>>(columns: &[C], row: usize) -> bool {
    columns.iter().any(|column| column.borrow().is_blank(row))
}

/// Whether all these rows have the same value.
pub(super) fn agree(column: &Column, rows: &[u32]) -> bool {
    let Some((first, rest)) = rows.split_first() else { return true };
    rest.is_empty() || {
        let value = column.value(*first as usize);
        rest.iter().all(|&row| ops::same(&column.value(row as usize), &value))
    }
}

fn by(column: &Column, a: usize, b: usize) -> Ordering {
    match column {
        Column::Number(values) => values[a].total_cmp(&values[b]),
        Column::Text(values) => values.get(a).cmp(&values.get(b)),
        Column::Date(values) => values[a].cmp(&values[b]),
        Column::DateTime(values) => values[a].cmp(&values[b]),
        Column::Bool(values) => values[a].cmp(&values[b]),
        Column::Values(_, values) => ops::exact_order(&values[a], &values[b]),
    }
}

impl State<'_> {
    /// The columns that name a row of a table whatever the order of its rows; none where nothing does,
    /// or not yet.
    pub(super) fn naming(&self, table: TableId) -> Vec<&Column> {
        if self.single.is_some() {
            return Vec::new();
        }
        let plan = &self.plan.tables[table.0];
        let slots: Vec<usize> = match (plan.key, &plan.rows) {
            (Some(slot), _) => vec![slot],
            (None, RowsPlan::Group(_)) => {
                (0..plan.columns.len()).filter(|&slot| plan.columns[slot].work == Work::Derived).collect()
            }
            _ => Vec::new(),
        };
        let columns: Option<Vec<&Column>> =
            slots.iter().map(|&slot| self.frames[table.0].columns[slot].as_deref()).collect();
        columns.unwrap_or_default()
    }
}

//! One value for each row, from the rows of its group in the same table.

use super::aggregate::ranks;
use super::expression;
use super::groups::{Groups, group};
use super::state::State;
use super::tally::Tally;
use crate::formula::{TableId, Window, WindowOp};
use crate::table::{BLANK_DATE, BLANK_DATETIME, Column};
use crate::value::number::Sum;
use crate::value::{NoAnswer, Type};

/// Works out a window for all rows of a table.
pub(super) fn run(state: &State<'_>, table: TableId, window: &Window) -> (Column, Tally) {
    let mut tally = Tally::default();
    let mut whole = |expr: &crate::formula::Expr| {
        let (column, counted) = expression::whole(state, table, expr, expr.ty.unwrap_or(Type::Number));
        tally.merge(counted);
        column
    };
    let values = numbers(&whole(&window.value));
    let within: Vec<Column> = window.within.iter().map(&mut whole).collect();
    let groups = group(&within.iter().collect::<Vec<_>>(), values.len());
    let result = match window.op {
        WindowOp::Rank => rank(&values, &groups),
        WindowOp::Total => totals(&values, &groups),
        WindowOp::Share => shares(&values, &groups, &mut tally),
    };
    (Column::Number(result), tally)
}

/// Numbers to rank by; days count as numbers.
fn numbers(column: &Column) -> Vec<f64> {
    match column {
        Column::Number(values) => values.clone(),
        Column::Date(days) => days.iter().map(|&d| if d == BLANK_DATE { f64::NAN } else { f64::from(d) }).collect(),
        Column::DateTime(moments) => {
            moments.iter().map(|&m| if m == BLANK_DATETIME { f64::NAN } else { m as f64 }).collect()
        }
        other => vec![f64::NAN; other.len()],
    }
}

pub(super) fn rank(values: &[f64], groups: &Groups) -> Vec<f64> {
    let mut members: Vec<Vec<(u32, f64)>> = vec![Vec::new(); groups.first.len()];
    for (row, (&group, &value)) in groups.of.iter().zip(values).enumerate() {
        if !value.is_nan() {
            members[group as usize].push((row as u32, value));
        }
    }
    let mut result = vec![f64::NAN; values.len()];
    members.iter().for_each(|group| ranks(group, &mut result));
    result
}

fn totals(values: &[f64], groups: &Groups) -> Vec<f64> {
    let mut sums = vec![Sum::default(); groups.first.len()];
    for (&group, &value) in groups.of.iter().zip(values) {
        if !value.is_nan() {
            sums[group as usize].add(value);
        }
    }
    groups.of.iter().map(|&group| sums[group as usize].value()).collect()
}

fn shares(values: &[f64], groups: &Groups, tally: &mut Tally) -> Vec<f64> {
    let totals = totals(values, groups);
    let mut result = Vec::with_capacity(values.len());
    for (row, (&value, total)) in values.iter().zip(totals).enumerate() {
        if total == 0.0 && !value.is_nan() {
            tally.add(NoAnswer::DivisionByZero, row);
            result.push(f64::NAN);
        } else {
            result.push(value / total);
        }
    }
    result
}

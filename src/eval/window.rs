//! One value for each row, from the rows of its group in the same table.

use super::expression;
use super::groups::{Groups, group};
use super::kernels;
use super::state::State;
use super::statistics::{allocate, ranks};
use super::tally::Tally;
use super::trailing;
use crate::formula::{Expr, TableId, Window, WindowOp};
use crate::table::{BLANK_DATE, BLANK_DATETIME, Column};
use crate::value::number::Sum;
use crate::value::{NoAnswer, Type};

/// Works out a window for all rows of a table.
pub(super) fn run(state: &State<'_>, table: TableId, window: &Window) -> (Column, Tally) {
    let mut tally = Tally::default();
    let mut whole = |expr: &Expr| {
        let (column, counted) = expression::whole(state, table, expr, expr.ty.unwrap_or(Type::Number));
        tally.merge(counted);
        column
    };
    let value = whole(&window.value);
    let second = window.second.as_ref().map(&mut whole);
    let order = window.order.as_ref().map(&mut whole);
    let within: Vec<Column> = window.within.iter().map(&mut whole).collect();
    let groups = group(&within.iter().collect::<Vec<_>>(), value.len());
    if let Some(order) = &order {
        let mut result = trailing::run(window, &value, order, &groups);
        if let Column::Number(values) = &mut result {
            kernels::finite(values, &mut tally);
        }
        return (result, tally);
    }
    let values = numbers(&value);
    let mut result = match window.op {
        WindowOp::Share => shares(&values, &groups, &mut tally),
        WindowOp::Total => totals(&values, &groups),
        WindowOp::CumulativeShare => each_group(&values, &groups, cumulative),
        WindowOp::Quantile => each_group(&values, &groups, |members| quantiles(members, window.number)),
        WindowOp::Allocate => allocated(&values, &second.map_or_else(Vec::new, |weights| numbers(&weights)), &groups),
        _ => rank(&values, &groups),
    };
    kernels::finite(&mut result, &mut tally);
    (Column::Number(result), tally)
}

/// Numbers to rank and search by; days count as numbers.
pub(super) fn numbers(column: &Column) -> Vec<f64> {
    match column {
        Column::Number(values) => values.clone(),
        Column::Date(days) => days.iter().map(|&d| if d == BLANK_DATE { f64::NAN } else { f64::from(d) }).collect(),
        Column::DateTime(moments) => {
            moments.iter().map(|&m| if m == BLANK_DATETIME { f64::NAN } else { m as f64 }).collect()
        }
        other => vec![f64::NAN; other.len()],
    }
}

/// Rows of each group whose value is known, in row order.
fn members(values: &[f64], groups: &Groups) -> Vec<Vec<(u32, f64)>> {
    let mut members: Vec<Vec<(u32, f64)>> = vec![Vec::new(); groups.first.len()];
    for (row, (&group, &value)) in groups.of.iter().zip(values).enumerate() {
        if !value.is_nan() {
            members[group as usize].push((row as u32, value));
        }
    }
    members
}

/// A number for each member of each group; rows without a value have none.
fn each_group(values: &[f64], groups: &Groups, of: impl Fn(&[(u32, f64)]) -> Vec<f64>) -> Vec<f64> {
    let mut result = vec![f64::NAN; values.len()];
    for members in members(values, groups) {
        for (&(row, _), value) in members.iter().zip(of(&members)) {
            result[row as usize] = value;
        }
    }
    result
}

pub(super) fn rank(values: &[f64], groups: &Groups) -> Vec<f64> {
    let mut result = vec![f64::NAN; values.len()];
    members(values, groups).iter().for_each(|group| ranks(group, &mut result));
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
            result.push(part(value, total));
        }
    }
    result
}

/// What a value is of a sum; of a sum too large for a number no answer either, not 0.
fn part(value: f64, whole: f64) -> f64 {
    if whole.is_infinite() && !value.is_nan() { whole } else { value / whole }
}

/// The part of the sum that a value and all before it make up, the greatest first, among equals in
/// row order. 1 at the last; blank where the sum is 0.
fn cumulative(members: &[(u32, f64)]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by(|&a, &b| members[b].1.total_cmp(&members[a].1).then(a.cmp(&b)));
    let mut whole = Sum::default();
    members.iter().for_each(|(_, value)| whole.add(*value));
    let whole = whole.value();
    let mut result = vec![f64::NAN; members.len()];
    let mut running = Sum::default();
    for at in order {
        running.add(members[at].1);
        if whole != 0.0 {
            result[at] = part(running.value(), whole);
        }
    }
    result
}

/// The band of each value: 1 for values up to the first edge, and so on.
fn quantiles(members: &[(u32, f64)], bands: usize) -> Vec<f64> {
    let mut sorted: Vec<f64> = members.iter().map(|(_, value)| *value).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let edge = |band: usize| super::statistics::of_sorted(&sorted, band as f64 / bands as f64);
    let edges: Vec<f64> = if sorted.is_empty() { Vec::new() } else { (1..bands).map(edge).collect() };
    let above =
        |value: f64| edges.iter().filter(|&&edge| value > edge && !crate::value::number::equal(value, edge)).count();
    members.iter().map(|&(_, value)| (above(value) + 1) as f64).collect()
}

/// The total is that of the group's first row that has one; rows without a weight get nothing.
fn allocated(totals: &[f64], weights: &[f64], groups: &Groups) -> Vec<f64> {
    let mut result = vec![f64::NAN; totals.len()];
    let mut total = vec![f64::NAN; groups.first.len()];
    for (&group, &value) in groups.of.iter().zip(totals) {
        if total[group as usize].is_nan() {
            total[group as usize] = value;
        }
    }
    for (group, members) in members(weights, groups).iter().enumerate() {
        if total[group].is_nan() {
            continue;
        }
        let weights: Vec<f64> = members.iter().map(|(_, weight)| *weight).collect();
        for (&(row, _), units) in members.iter().zip(allocate(total[group], &weights)) {
            result[row as usize] = units;
        }
    }
    result
}

//! One value for each row, from the rows of its group in the same table.

use super::calendar;
use super::expression;
use super::groups::{Groups, group};
use super::kernels;
use super::order;
use super::state::State;
use super::statistics::{allocate, divisor, ranks, vanishes};
use super::tally::Tally;
use super::trailing;
use crate::formula::{ColumnId, Expr, ExprKind, TableId, Window, WindowOp};
use crate::table::{BLANK_DATE, BLANK_DATETIME, Column};
use crate::value::number::{Sum, equal};
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
    let mut each =
        |expr: &Option<Expr>| -> Vec<Column> { expr.iter().flat_map(|expr| expr.items()).map(&mut whole).collect() };
    let (second, order) = (each(&window.second), each(&window.order));
    let within: Vec<Column> = window.within.iter().map(&mut whole).collect();
    let groups = group(&within.iter().collect::<Vec<_>>(), value.len());
    if window.order.is_some() {
        let monthly = window.order.as_ref().is_some_and(|order| is_month(state, table, order));
        let order = trailing::Order { columns: order, monthly };
        let mut result = trailing::run(window, &value, &order, &groups, &mut tally);
        if let Column::Number(values) = &mut result {
            kernels::finite(values, &mut tally);
        }
        return (result, tally);
    }
    let values = numbers(&value);
    let mut result = match window.op {
        WindowOp::Share => shares(&values, &groups, &mut tally),
        WindowOp::Total => totals(&values, &groups),
        WindowOp::CumulativeShare => cumulative_shares(&values, &groups, &mut tally),
        WindowOp::PercentRank => each_group(&values, &groups, percent_ranks),
        WindowOp::Quantile => each_group(&values, &groups, |members| quantiles(members, window.number)),
        WindowOp::Allocate => Allocation { state, table, by: &second }.run(&values, &groups, &mut tally),
        _ => rank(&values, &groups),
    };
    kernels::finite(&mut result, &mut tally);
    (Column::Number(result), tally)
}

/// Whether an order is that of months: by its name, or as `month(day)`.
fn is_month(state: &State<'_>, table: TableId, order: &Expr) -> bool {
    match &order.kind {
        ExprKind::Column(slot) => calendar::names_months(&state.plan.column(ColumnId { table, slot: *slot }).name),
        ExprKind::Follow { column, .. } => calendar::names_months(&state.plan.column(*column).name),
        ExprKind::Call(function, _) => function.name == "month",
        _ => false,
    }
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
    let sizes = self::totals(&values.iter().map(|value| value.abs()).collect::<Vec<_>>(), groups);
    let mut result = Vec::with_capacity(values.len());
    for (row, (&value, (total, size))) in values.iter().zip(totals.into_iter().zip(sizes)).enumerate() {
        if !value.is_nan() && vanishes(total, size) {
            tally.add(NoAnswer::ZeroTotal, row);
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

/// The part of the sum that a value, those equal to it and all greater ones make up. 1 at the last;
/// no answer where the sum is 0.
fn cumulative_shares(values: &[f64], groups: &Groups, tally: &mut Tally) -> Vec<f64> {
    let mut result = vec![f64::NAN; values.len()];
    for mut members in members(values, groups) {
        let whole = match divisor(members.iter().map(|(_, value)| *value)) {
            Ok(whole) => whole,
            Err(reason) => {
                members.iter().for_each(|(row, _)| tally.add(reason, *row as usize));
                continue;
            }
        };
        members.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut running = Sum::default();
        for equals in members.chunk_by(|a, b| equal(a.1, b.1)) {
            equals.iter().for_each(|(_, value)| running.add(*value));
            equals.iter().for_each(|(row, _)| result[*row as usize] = part(running.value(), whole));
        }
    }
    result
}

/// The part of the other values that are less; 1 of a single value, as spreadsheets have it.
fn percent_ranks(members: &[(u32, f64)]) -> Vec<f64> {
    let mut sorted: Vec<f64> = members.iter().map(|(_, value)| *value).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let others = members.len() - 1;
    let less = |value: f64| sorted.partition_point(|other| *other < value && !equal(*other, value));
    members.iter().map(|&(_, value)| if others == 0 { 1.0 } else { less(value) as f64 / others as f64 }).collect()
}

/// The band of each value: 1 for values up to the first edge, and so on.
fn quantiles(members: &[(u32, f64)], bands: usize) -> Vec<f64> {
    let mut sorted: Vec<f64> = members.iter().map(|(_, value)| *value).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let edge = |band: usize| super::statistics::of_sorted(&sorted, band as f64 / bands as f64);
    let edges: Vec<f64> = if sorted.is_empty() { Vec::new() } else { (1..bands).map(edge).collect() };
    let above = |value: f64| edges.iter().filter(|&&edge| value > edge && !equal(value, edge)).count();
    members.iter().map(|&(_, value)| (above(value) + 1) as f64).collect()
}

/// Units shared out among the rows of a group.
struct Allocation<'w> {
    state: &'w State<'w>,
    table: TableId,
    /// The weight, then what decides among equals, the greater first.
    by: &'w [Column],
}

impl Allocation<'_> {
    /// The rows of a group have one total; rows without a weight get nothing.
    fn run(&self, totals: &[f64], groups: &Groups, tally: &mut Tally) -> Vec<f64> {
        let mut result = vec![f64::NAN; totals.len()];
        let weights = self.by.first().map_or_else(Vec::new, numbers);
        let totals = members(totals, groups);
        for (members, totals) in members(&weights, groups).iter().zip(&totals) {
            let Some(&(_, total)) = totals.first() else { continue };
            let several = totals.iter().any(|(_, other)| !equal(*other, total));
            let shared = if several { Err(NoAnswer::SeveralTotals) } else { self.share(total, members, tally) };
            match shared {
                Ok(units) => members.iter().zip(units).for_each(|((row, _), units)| result[*row as usize] = units),
                // Where no row has a weight, the rows that have the total have the issue.
                Err(reason) if members.is_empty() => {
                    totals.iter().for_each(|(row, _)| tally.add(reason, *row as usize));
                }
                Err(reason) => members.iter().for_each(|(row, _)| tally.add(reason, *row as usize)),
            }
        }
        result
    }

    fn share(&self, total: f64, members: &[(u32, f64)], tally: &mut Tally) -> Result<Vec<f64>, NoAnswer> {
        let weights: Vec<f64> = members.iter().map(|(_, weight)| *weight).collect();
        let row = |at: usize| members[at].0 as usize;
        let rest = self.by.get(1..).unwrap_or(&[]);
        let naming = self.state.naming(self.table);
        let order = |a: usize, b: usize| {
            order::compare(rest, row(b), row(a)).then_with(|| order::compare(&naming, row(a), row(b)))
        };
        let shared = allocate(total, &weights, &order)?;
        for (last, next) in shared.tied.into_iter().filter(|&(a, b)| order::tied(rest, row(a), row(b))) {
            tally.tie(row(last), row(next));
        }
        Ok(shared.units)
    }
}

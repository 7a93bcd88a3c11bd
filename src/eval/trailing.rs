//! Windows over rows in an order: what came before, and for how long.

use super::groups::Groups;
use super::statistics::{deviation, sum};
use crate::formula::{Window, WindowOp};
use crate::table::{Column, NO_ROW, TRUE};
use crate::value::number::Sum;
use crate::value::{Value, ops};
use std::cmp::Ordering;

/// Works out an ordered window. Rows whose order is blank take no part and get no value.
pub(super) fn run(window: &Window, value: &Column, order: &Column, groups: &Groups) -> Column {
    let sequences = sequences(order, groups);
    match (window.op, value) {
        (WindowOp::PreviousValue, value) => previous(value, &sequences),
        (WindowOp::Streak, Column::Bool(flags)) => Column::Number(streaks(flags, &sequences)),
        (WindowOp::RunningTotal, Column::Number(values)) => Column::Number(running(values, &sequences)),
        (op, Column::Number(values)) => Column::Number(trailing(op, values, window.number, &sequences)),
        (_, other) => Column::blank(crate::value::Type::Number, other.len()),
    }
}

/// The rows of each group in order; rows of equal order keep that of the table.
fn sequences(order: &Column, groups: &Groups) -> Vec<Vec<u32>> {
    let mut sequences: Vec<Vec<u32>> = vec![Vec::new(); groups.first.len()];
    for (row, &group) in groups.of.iter().enumerate() {
        if !order.is_blank(row) {
            sequences[group as usize].push(row as u32);
        }
    }
    match order {
        Column::Number(keys) => sort(&mut sequences, |a, b| keys[a].total_cmp(&keys[b])),
        Column::Date(keys) => sort(&mut sequences, |a, b| keys[a].cmp(&keys[b])),
        Column::DateTime(keys) => sort(&mut sequences, |a, b| keys[a].cmp(&keys[b])),
        other => {
            let keys: Vec<Value> = (0..other.len()).map(|row| other.value(row)).collect();
            sort(&mut sequences, |a, b| ops::compare(&keys[a], &keys[b]).unwrap_or(Ordering::Equal));
        }
    }
    sequences
}

fn sort(sequences: &mut [Vec<u32>], compare: impl Fn(usize, usize) -> Ordering) {
    for sequence in sequences {
        sequence.sort_by(|&a, &b| compare(a as usize, b as usize));
    }
}

fn previous(value: &Column, sequences: &[Vec<u32>]) -> Column {
    let mut before = vec![NO_ROW; value.len()];
    for sequence in sequences {
        for pair in sequence.windows(2) {
            before[pair[1] as usize] = pair[0];
        }
    }
    value.gather(&before)
}

/// An unknown condition breaks a streak, as a false one does.
fn streaks(flags: &[u8], sequences: &[Vec<u32>]) -> Vec<f64> {
    let mut result = vec![f64::NAN; flags.len()];
    for sequence in sequences {
        let mut length = 0.0;
        for &row in sequence {
            length = if flags[row as usize] == TRUE { length + 1.0 } else { 0.0 };
            result[row as usize] = length;
        }
    }
    result
}

fn running(values: &[f64], sequences: &[Vec<u32>]) -> Vec<f64> {
    let mut result = vec![f64::NAN; values.len()];
    for sequence in sequences {
        let mut total = Sum::default();
        for &row in sequence {
            if !values[row as usize].is_nan() {
                total.add(values[row as usize]);
            }
            result[row as usize] = total.value();
        }
    }
    result
}

/// A number from the known values of the rows before each row. Each window is worked out afresh:
/// sums that slide along lose digits.
fn trailing(op: WindowOp, values: &[f64], most: usize, sequences: &[Vec<u32>]) -> Vec<f64> {
    let mut result = vec![f64::NAN; values.len()];
    let mut window = Vec::with_capacity(most.min(1024));
    for sequence in sequences {
        for (at, &row) in sequence.iter().enumerate() {
            window.clear();
            let before = sequence[at.saturating_sub(most)..at].iter().map(|&row| values[row as usize]);
            window.extend(before.filter(|value| !value.is_nan()));
            let value = match op {
                WindowOp::TrailingTotal => sum(&window),
                WindowOp::TrailingCount => window.len() as f64,
                WindowOp::TrailingDeviation => deviation(&window),
                _ => sum(&window) / window.len() as f64,
            };
            result[row as usize] = value;
        }
    }
    result
}

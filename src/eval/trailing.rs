//! Windows over rows in an order: what came before, and for how long. Rows that the order does not
//! tell apart are peers: what holds for one holds for all, and what hangs on which of them comes
//! first has no answer.

use super::calendar;
use super::groups::Groups;
use super::order;
use super::spelled;
use super::statistics::{deviation, sum};
use super::tally::Tally;
use crate::formula::{Window, WindowOp};
use crate::table::{Column, NO_ROW, TRUE};
use crate::value::NoAnswer;
use crate::value::number::Sum;
use std::ops::Range;

/// What rows are put in order by.
pub(super) struct Order {
    pub columns: Vec<Column>,
    /// Whether numbers from 1 to 12 are months in it.
    pub monthly: bool,
}

/// Works out an ordered window. Rows whose order is blank take no part and get no value.
pub(super) fn run(window: &Window, value: &Column, by: &Order, groups: &Groups, tally: &mut Tally) -> Column {
    let Order { columns: by, monthly } = by;
    let sequences = sequences(by, groups);
    tally.misordered(spelled::misordered(by));
    // A running total goes on over a gap.
    if window.op != WindowOp::RunningTotal {
        tally.gaps(calendar::gaps(by, *monthly, sequences.iter().map(|sequence| sequence.rows.as_slice())));
    }
    match (window.op, value) {
        (WindowOp::PreviousValue, value) => previous(value, &sequences, tally),
        (WindowOp::Streak, Column::Bool(flags)) => Column::Number(streaks(flags, &sequences, tally)),
        (WindowOp::RunningTotal, Column::Number(values)) => Column::Number(running(values, &sequences)),
        (op, Column::Number(values)) => {
            let before = Before { op, most: window.number, column: value, values };
            Column::Number(trailing(&before, &sequences, tally))
        }
        (_, other) => Column::blank(crate::value::Type::Number, other.len()),
    }
}

/// The rows of a group in order.
#[derive(Default)]
struct Sequence {
    rows: Vec<u32>,
    /// Where each set of peers begins in `rows`.
    starts: Vec<usize>,
}

impl Sequence {
    /// The sets of peers, one after another.
    fn peers(&self) -> impl Iterator<Item = Range<usize>> {
        let ends = self.starts.iter().skip(1).copied().chain([self.rows.len()]);
        self.starts.iter().copied().zip(ends).map(|(from, to)| from..to)
    }

    /// The peers that a cut before that place would part; empty where it parts none.
    fn parted(&self, at: usize) -> Range<usize> {
        let after = self.starts.partition_point(|&start| start < at);
        let to = self.starts.get(after).copied().unwrap_or(self.rows.len());
        if to == at || at == 0 { at..at } else { self.starts[after - 1]..to }
    }
}

fn sequences(by: &[Column], groups: &Groups) -> Vec<Sequence> {
    let mut sequences: Vec<Sequence> = groups.first.iter().map(|_| Sequence::default()).collect();
    for (row, &group) in groups.of.iter().enumerate() {
        if !order::is_unplaced(by, row) {
            sequences[group as usize].rows.push(row as u32);
        }
    }
    for Sequence { rows, starts } in &mut sequences {
        rows.sort_by(|&a, &b| order::compare(by, a as usize, b as usize));
        let begins = |&at: &usize| at == 0 || !order::tied(by, rows[at - 1] as usize, rows[at] as usize);
        *starts = (0..rows.len()).filter(begins).collect();
    }
    sequences
}

fn previous(value: &Column, sequences: &[Sequence], tally: &mut Tally) -> Column {
    let mut before = vec![NO_ROW; value.len()];
    for sequence in sequences {
        let mut last: Range<usize> = 0..0;
        for peers in sequence.peers() {
            let known = order::agree(value, &sequence.rows[last.clone()]);
            for &row in &sequence.rows[peers.clone()] {
                if !known {
                    tally.add(NoAnswer::TiedOrder, row as usize);
                } else if !last.is_empty() {
                    before[row as usize] = sequence.rows[last.start];
                }
            }
            last = peers;
        }
    }
    value.gather(&before)
}

/// An unknown condition breaks a streak, as a false one does. After peers of which some break it, its
/// length is not known until the next break.
fn streaks(flags: &[u8], sequences: &[Sequence], tally: &mut Tally) -> Vec<f64> {
    let mut result = vec![f64::NAN; flags.len()];
    for sequence in sequences {
        let mut length = 0.0;
        for peers in sequence.peers() {
            let rows = &sequence.rows[peers];
            let holding = rows.iter().filter(|&&row| flags[row as usize] == TRUE).count();
            length = match holding {
                0 => 0.0,
                all if all == rows.len() => length + all as f64,
                _ => f64::NAN,
            };
            for &row in rows {
                result[row as usize] = length;
                if length.is_nan() {
                    tally.add(NoAnswer::TiedOrder, row as usize);
                }
            }
        }
    }
    result
}

fn running(values: &[f64], sequences: &[Sequence]) -> Vec<f64> {
    let mut result = vec![f64::NAN; values.len()];
    for sequence in sequences {
        let mut total = Sum::default();
        for peers in sequence.peers() {
            let rows = &sequence.rows[peers];
            rows.iter().map(|&row| values[row as usize]).filter(|value| !value.is_nan()).for_each(|v| total.add(v));
            rows.iter().for_each(|&row| result[row as usize] = total.value());
        }
    }
    result
}

/// A number from the values of the rows before each row.
struct Before<'c> {
    op: WindowOp,
    most: usize,
    column: &'c Column,
    values: &'c [f64],
}

impl Before<'_> {
    /// The number from the known values of some rows.
    fn of(&self, rows: &[u32], window: &mut Vec<f64>) -> f64 {
        window.clear();
        window.extend(rows.iter().map(|&row| self.values[row as usize]).filter(|value| !value.is_nan()));
        match self.op {
            WindowOp::TrailingTotal => sum(window),
            WindowOp::TrailingCount => window.len() as f64,
            WindowOp::TrailingDeviation => deviation(window),
            _ => sum(window) / window.len() as f64,
        }
    }
}

/// Each window is worked out afresh: sums that slide along lose digits. A window that would take some
/// of several peers that differ has no answer.
fn trailing(before: &Before<'_>, sequences: &[Sequence], tally: &mut Tally) -> Vec<f64> {
    let mut result = vec![f64::NAN; before.values.len()];
    let mut window = Vec::with_capacity(before.most.min(1024));
    for sequence in sequences {
        for peers in sequence.peers() {
            let from = peers.start.saturating_sub(before.most);
            let known = order::agree(before.column, &sequence.rows[sequence.parted(from)]);
            let value = if known { before.of(&sequence.rows[from..peers.start], &mut window) } else { f64::NAN };
            for &row in &sequence.rows[peers] {
                result[row as usize] = value;
                if !known {
                    tally.add(NoAnswer::TiedOrder, row as usize);
                }
            }
        }
    }
    result
}

//! What stands below the rows of a table: under the total of them all, or below an empty row.

use super::aside::{Found, NoData, Rows};
use super::compared::is_compared;
use super::nested::digits;
use super::totals::{has_total_word, is_remark, is_total_word};
use crate::value::number::{self, Sum};

/// Rows below a total that are looked at though they look like any other.
const FEW: usize = 3;
/// Rows of which the last one may be the sum, and digits it has at least, so that it is no chance.
const LEAST: usize = 3;
const DIGITS: usize = 3;

/// Marks what is no data, or may be none, below the rows of a sheet.
pub(super) fn mark(rows: &Rows<'_, '_>, found: &mut Found) {
    let data = rows.data(&[], found);
    sum_of_all(rows, found, &data);
    match last_total(rows, found, &data) {
        Some(total) => below_total(rows, found, &data, &total),
        None => {
            below_gap(rows, found, &data);
            compared_last(rows, found);
        }
    }
}

/// The last total of a sheet.
struct LastTotal {
    /// How many rows of data stand above it.
    above: usize,
    /// Whether it is called a total and nothing else.
    exact: bool,
}

/// The last total, where it is that of all rows above.
fn last_total(rows: &Rows<'_, '_>, found: &Found, data: &[u32]) -> Option<LastTotal> {
    let above = |row: u32| data.partition_point(|data| *data < row);
    // A row with the word alone is the total of all, even where the figures differ.
    let called = rows.left_out.iter().zip(&found.left_out).map(|(total, what)| {
        let count = above(total.before);
        let covers = !matches!(what, Some(NoData::Total { rows, .. }) if *rows < count);
        what.as_ref().map(|_| (total.before, LastTotal { above: count, exact: total.named }, covers))
    });
    let called = called.flatten();
    let told = found.rows.iter().filter_map(|(row, what)| {
        let NoData::Total { rows: parts, .. } = what else { return None };
        let exact = rows.label(*row).is_some_and(is_total_word);
        let count = above(*row);
        Some((*row + 1, LastTotal { above: count, exact }, *parts == count))
    });
    let last = called.chain(told).max_by_key(|(place, ..)| *place)?;
    last.2.then_some(last.1).filter(|total| total.above > 1)
}

fn below_total(rows: &Rows<'_, '_>, found: &mut Found, data: &[u32], total: &LastTotal) {
    let (above, below) = data.split_at(total.above);
    let texts = above.iter().map(|row| rows.texts(*row)).min().unwrap_or_default();
    // What has all the texts of a row may be one, whatever it is called.
    let is_short = |row: &u32| rows.texts(*row) < texts || rows.texts(*row) < 2;
    let compared = |row: &u32| is_short(row) && rows.label(*row).is_some_and(is_compared);
    let parted = below.iter().any(|row| rows.apart.binary_search(row).is_ok());
    let short = below.iter().all(is_short);
    let told = total.exact || below.iter().all(compared) || parted && short;
    if !told {
        return;
    }
    let mut kept = Vec::new();
    for row in below {
        if compared(row) {
            found.rows.retain(|(other, _)| other != row);
            found.rows.push((*row, NoData::Compared));
        } else if found.rows.iter().all(|(other, _)| other != row) {
            kept.push(*row);
        }
    }
    let odd = parted || below.len() <= FEW || kept.iter().any(|row| rows.texts(*row) < texts);
    if let Some(first) = kept.first().filter(|_| odd) {
        found.rows.push((*first, NoData::BelowTotal { rows: kept.len() }));
    }
    found.rows.sort_by_key(|(row, _)| *row);
}

/// The last row, where it is the sum of all others in each of its numbers, and nothing else tells it from them.
fn sum_of_all(rows: &Rows<'_, '_>, found: &mut Found, data: &[u32]) {
    let Some((&last, above)) = data.split_last().filter(|(_, above)| above.len() >= LEAST) else { return };
    if found.rows.iter().any(|(row, _)| *row == last) {
        return;
    }
    let numbers = rows.numbers();
    let mut known = None;
    for (column, values) in &numbers {
        let own = values[last as usize];
        if own.is_nan() {
            continue;
        }
        let parts = above.iter().map(|row| values[*row as usize]).filter(|value| !value.is_nan());
        if !number::equal(own, Sum::of(parts)) {
            return;
        }
        known = known.or(Some((*column, own)).filter(|_| digits(own) >= DIGITS));
    }
    if let Some((column, says)) = known {
        found.rows.push((last, NoData::SumOfAll { column, says, rows: above.len() }));
        found.rows.sort_by_key(|(row, _)| *row);
    }
}

/// The last rows, where they alone are called comparisons.
fn compared_last(rows: &Rows<'_, '_>, found: &mut Found) {
    let data = rows.data(&[], found);
    let compared = |row: &u32| rows.label(*row).is_some_and(|label| is_compared(label) && !has_total_word(label));
    let count = data.iter().rev().take_while(|row| compared(row)).count();
    let (above, below) = data.split_at(data.len() - count);
    if !(1..=FEW).contains(&count) || above.len() < LEAST || above.iter().any(compared) {
        return;
    }
    // What has all the texts of a row may be one, whatever it is called.
    let least = above.iter().map(|row| rows.texts(*row)).min().unwrap_or_default();
    let is_short = |row: &u32| rows.texts(*row) < least || rows.texts(*row) < 2;
    if below.iter().all(is_short) && found.rows.iter().all(|(row, _)| !below.contains(row)) {
        found.rows.push((below[0], NoData::ComparedLast { rows: count }));
        found.rows.sort_by_key(|(row, _)| *row);
    }
}

/// The last few rows, below an empty one: remarks with a number, or rows with fewer cells than any above.
fn below_gap(rows: &Rows<'_, '_>, found: &mut Found, data: &[u32]) {
    let from = data.len().saturating_sub(FEW);
    let is_apart = |at: &usize| rows.apart.binary_search(&data[*at]).is_ok();
    let Some(start) = (from.max(2)..data.len()).rev().find(is_apart) else { return };
    let (above, below) = data.split_at(start);
    let least = above.iter().map(|row| rows.filled(*row)).min().unwrap_or_default();
    let only = !(1..start).any(|at| is_apart(&at));
    let mut short = Vec::new();
    for row in below {
        // `Approved by: Kim` is no name of a row either.
        if rows.label(*row).is_some_and(|label| is_remark(label) || label.contains([':', '：'])) {
            found.rows.retain(|(other, _)| other != row);
            found.rows.push((*row, NoData::RemarkOfCells));
        } else if only && rows.filled(*row) < least && rows.filled(*row) > 1 {
            short.push(*row);
        }
    }
    if let Some(first) = short.first() {
        found.rows.push((*first, NoData::Apart { rows: short.len() }));
    }
    found.rows.sort_by_key(|(row, _)| *row);
}

//! Rows of one sheet that stand there twice, one after the other: a block that was pasted once more.
//!
//! Single rows may well be alike; it is many in a row, in the same order, that chance does not make.

use super::copies::{equal, others, row_hash_here};
use super::rows::Chunk;
use super::wanted::WantedTable;
use crate::issue::{Issue, IssueCode};
use crate::policy::model::Repeats;
use crate::say;
use crate::table::Column;
use crate::value::Value;
use crate::value::number::grouped;
use foldhash::fast::FixedState;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Fewer rows than these may be alike because there is little to say.
const FEWEST: usize = 5;
/// So many different numbers or days must stand in one of the columns: three shifts of eight hours are no copy.
const DIFFERENT: usize = 3;
/// How many blocks of that length chance may be expected to make in such a sheet.
const BY_CHANCE: f64 = 0.02;
/// Up to how many rows are all looked up; of longer sheets every second, fourth and so on, by what is in them.
const LOOKED_UP: usize = 1 << 16;
/// Rows for which other threads are worth waking up.
const SIDE_BY_SIDE: usize = 1 << 18;

/// Rows that say the same as others further up, in the same order.
struct Block {
    rows: Range<usize>,
    /// The first of those further up.
    of: usize,
}

/// Finds blocks of rows that stand in the sheet twice; leaves them out where the policy says so.
pub(super) fn pasted(table: &WantedTable<'_>, chunk: &mut Chunk) {
    // Where rows have keys, each key that comes again is told.
    if table.key.is_some() || table.repeats == Some(Repeats::Keep) {
        return;
    }
    let blocks = blocks(table, chunk);
    let Some(first) = blocks.first() else { return };
    let left_out = table.repeats == Some(Repeats::LeaveOut);
    let issue = said(table, chunk, &blocks, first, left_out);
    chunk.issues.push(issue);
    if left_out {
        let found = blocks.iter().flat_map(|block| block.rows.clone()).map(|row| row as u32);
        let kept = others(chunk.sheet_rows.len(), found);
        chunk.keep(&kept);
    }
}

fn said(table: &WantedTable<'_>, chunk: &Chunk, blocks: &[Block], first: &Block, left_out: bool) -> Issue {
    let row = |at: usize| chunk.sheet_rows[at] + 1;
    let rows = blocks.iter().map(|block| block.rows.len()).sum::<usize>();
    let more = (blocks.len() > 1).then(|| say!("and-others", " and others"));
    let done = match left_out {
        true => say!("they-are-left-out", "they are left out"),
        false => say!(
            "block-read-twice",
            "they are read twice (say `repeats: leave_out` if they were pasted once more, `repeats: keep` if they are rows \
             of their own)"
        ),
    };
    let message = say!(
        "block-again",
        "{count} rows are those from row {of}{more} once more, cell by cell and in the same order (rows {first} to \
         {last}{more}); {done}",
        count = grouped(rows),
        of = row(first.of),
        more = more,
        first = row(first.rows.start),
        last = row(first.rows.end - 1),
        done
    );
    let column = chunk.sheet_columns.iter().flatten().min().copied().unwrap_or(0);
    Issue::new(IssueCode::RepeatedRows, message)
        .at_cell(chunk.place.cell(chunk.sheet_rows[first.rows.start], column))
        .in_table(table.name)
        .as_note(left_out)
}

/// All such blocks, from the top.
fn blocks(table: &WantedTable<'_>, chunk: &Chunk) -> Vec<Block> {
    let count = chunk.sheet_rows.len();
    let mut blocks = Vec::new();
    if count < 2 * FEWEST {
        return blocks;
    }
    let hashes = looked_up(table, chunk);
    let mut seen: HashMap<u64, usize, FixedState> = HashMap::default();
    let mut done = 0;
    let mut alike = None;
    for &(row, hash) in &hashes {
        let of = *seen.entry(hash).or_insert(row);
        if of == row || row < done {
            continue;
        }
        let block = around(table, &chunk.columns, row, of, done);
        done = done.max(block.rows.end);
        if block.rows.len() >= FEWEST && says_something(table, &chunk.columns, &block.rows) {
            let alike = *alike.get_or_insert_with(|| chance_alike(&hashes));
            if expected(count, block.rows.len(), alike) < BY_CHANCE {
                blocks.push(block);
            }
        }
    }
    blocks
}

/// The rows to look up, with a number for their cells.
fn looked_up(table: &WantedTable<'_>, chunk: &Chunk) -> Vec<(usize, u64)> {
    let rows = chunk.sheet_rows.len();
    let part = (rows / LOOKED_UP).next_power_of_two() as u64;
    let hash = |row| (row, row_hash_here(table, &chunk.columns, row));
    // By what is in it: of two equal rows both are taken, or none.
    let is_taken = |(_, hash): &(usize, u64)| hash.is_multiple_of(part);
    match rows < SIDE_BY_SIDE {
        true => (0..rows).map(hash).filter(is_taken).collect(),
        false => (0..rows).into_par_iter().map(hash).filter(is_taken).collect(),
    }
}

/// How far up and down two rows and their neighbours say the same.
fn around(table: &WantedTable<'_>, columns: &[Column], row: usize, of: usize, done: usize) -> Block {
    let same = |row: usize, of: usize| equal(table, columns, row, columns, of as u32);
    let rows = columns.first().map_or(0, Column::len);
    let longest = row - of;
    let mut up = 0;
    while up < of && row - up > done && up + 1 < longest && same(row - up - 1, of - up - 1) {
        up += 1;
    }
    let mut down = 1;
    while row + down < rows && up + down < longest && same(row + down, of + down) {
        down += 1;
    }
    Block { rows: row - up..row + down, of: of - up }
}

/// Whether the rows differ, and one of the columns has several numbers or days in them. Where few rows come again and
/// again, each stands for something that happens again and again.
fn says_something(table: &WantedTable<'_>, columns: &[Column], rows: &Range<usize>) -> bool {
    let mut different = HashSet::new();
    rows.clone().any(|row| different.insert(row_hash_here(table, columns, row)) && different.len() >= FEWEST)
        && has_values(columns, rows)
}

fn has_values(columns: &[Column], rows: &Range<usize>) -> bool {
    columns.iter().any(|column| {
        let mut values = HashSet::new();
        rows.clone().any(|row| {
            if let Value::Number(_) | Value::Date(_) | Value::DateTime(_) = column.value(row) {
                values.insert(column.value(row).to_string());
            }
            values.len() >= DIFFERENT
        })
    })
}

/// How likely two rows drawn at random say the same.
fn chance_alike(hashes: &[(usize, u64)]) -> f64 {
    let mut counts: HashMap<u64, f64, FixedState> = HashMap::default();
    for (_, hash) in hashes {
        *counts.entry(*hash).or_default() += 1.0;
    }
    let all = hashes.len() as f64;
    counts.values().map(|count| (count / all).powi(2)).sum()
}

/// How many pairs of blocks of that length are alike by chance.
fn expected(rows: usize, length: usize, alike: f64) -> f64 {
    let pairs = (rows as f64).powi(2) / 2.0;
    pairs * alike.powf(length as f64)
}

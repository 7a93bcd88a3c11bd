//! The same data handed in twice: a report of ours, one file under two names, rows that several sheets share.

use super::account::InputFile;
use super::rows::Chunk;
use super::wanted::WantedTable;
use crate::cells::CellSource;
use crate::issue::{Issue, IssueCode};
use crate::policy::model::Repeats;
use crate::say;
use crate::source::CellAddress;
use crate::table::{Column, TextColumn};
use crate::value::number::grouped;
use foldhash::fast::{FixedState, FoldHasher};
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher};

/// Where fewer than this part of a sheet's rows stand in another sheet too, chance may have made them.
const BY_CHANCE: f64 = 0.1;

/// The note about a workbook that is a report of an earlier run.
pub(super) fn own_report(source: &dyn CellSource, file: &InputFile) -> Option<Issue> {
    if !crate::cells::is_own_report(source) {
        return None;
    }
    let message = say!(
        "own-report",
        "this is a report of an earlier run, not data; nothing is read from it (compare with it by `--baseline`, or save \
         the sheet that is wanted as a workbook of its own)"
    );
    Some(Issue::new(IssueCode::OwnReport, message).at_cell(Some(top(&file.name))))
}

/// For each file that is the same as an earlier one, byte for byte, and is read for the same tables, the note that says
/// so. By their names the same bytes may well be two tables.
pub(super) fn same_files(files: &[(Option<&InputFile>, Vec<usize>)]) -> Vec<Option<Issue>> {
    let mut seen: HashMap<(&str, &[usize]), &str> = HashMap::new();
    let mut notes = Vec::with_capacity(files.len());
    for (file, tables) in files {
        notes.push(file.and_then(|file| {
            let key = (file.sha256.as_str(), tables.as_slice());
            let Some(first) = seen.get(&key) else {
                seen.insert(key, &file.name);
                return None;
            };
            let message =
                say!("same-file", "this file is the same as `{first}`, byte for byte; it is read once", first);
            Some(Issue::new(IssueCode::SameFile, message).at_cell(Some(top(&file.name))))
        }));
    }
    notes
}

fn top(workbook: &str) -> CellAddress {
    CellAddress { workbook: workbook.into(), sheet: "".into(), row: 0, column: 0 }
}

/// Finds rows of a sheet that, cell by cell, stand in an earlier sheet too; leaves them out where the policy
/// says so.
pub(super) fn repeated_rows(table: &WantedTable<'_>, chunks: &mut [&mut Chunk]) {
    let told = table.key.is_some() && table.repeats.is_none();
    if chunks.len() < 2 || told || table.repeats == Some(Repeats::Keep) {
        return;
    }
    // The first row with each hash; another row with the same one would be told apart, and so not be found.
    let mut seen: HashMap<u64, (usize, u32), FixedState> = HashMap::default();
    for at in 0..chunks.len() {
        let columns = &chunks[at].columns;
        let mut hashes: Vec<u64> = (0..chunks[at].sheet_rows.len()).map(|row| row_hash(table, columns, row)).collect();
        let mut found: Vec<(u32, usize)> = Vec::new();
        for (row, hash) in hashes.iter().enumerate() {
            // Tables below several titles of one sheet may well say the same.
            let apart = |other: usize| {
                let (own, other) = (&chunks[at].place, &chunks[other].place);
                (&own.workbook, &own.sheet) != (&other.workbook, &other.sheet)
            };
            if let Some(&(other, of)) = seen.get(hash)
                && apart(other)
                && equal(table, &chunks[at].columns, row, &chunks[other].columns, of)
            {
                found.push((row as u32, other));
            }
        }
        tell(table, chunks, at, &found);
        if table.repeats == Some(Repeats::LeaveOut) && !found.is_empty() {
            let kept = others(hashes.len(), found.iter().map(|(row, _)| *row));
            chunks[at].keep(&kept);
            hashes = kept.iter().map(|row| hashes[*row as usize]).collect();
        }
        for (row, hash) in hashes.into_iter().enumerate() {
            seen.entry(hash).or_insert((at, row as u32));
        }
    }
}

/// One issue for each earlier sheet that rows of this one stand in.
fn tell(table: &WantedTable<'_>, chunks: &mut [&mut Chunk], at: usize, found: &[(u32, usize)]) {
    let left_out = table.repeats == Some(Repeats::LeaveOut);
    for other in 0..at {
        let mut rows = found.iter().filter(|(_, of)| *of == other).map(|(row, _)| *row);
        let Some(first) = rows.next() else { continue };
        let count = rows.count() + 1;
        let of = chunks[at].sheet_rows.len();
        let place = &chunks[other].place;
        let same_book = place.workbook == chunks[at].place.workbook;
        let elsewhere = match same_book {
            true => say!("the-sheet", "sheet `{sheet}`", sheet = &place.sheet),
            false => format!("`{}`", place.workbook).into(),
        };
        let done = match left_out {
            true => say!("they-are-left-out", "they are left out"),
            false => say!(
                "rows-read-twice",
                "they are read twice (say `repeats: leave_out` if they are copies, `repeats: keep` if they are not)"
            ),
        };
        let message = say!(
            "rows-in-both",
            "{count} of {all} rows are in {elsewhere} too, cell by cell; {done}",
            count = grouped(count),
            all = grouped(of),
            elsewhere,
            done
        );
        let smaller = of.min(chunks[other].sheet_rows.len());
        let by_chance = (count as f64) < BY_CHANCE * smaller as f64;
        let chunk = &mut chunks[at];
        let column = chunk.sheet_columns.iter().flatten().min().copied().unwrap_or(0);
        let issue = Issue::new(IssueCode::RepeatedRows, message)
            .at_cell(chunk.place.cell(chunk.sheet_rows[first as usize], column))
            .in_table(table.name)
            .as_note(left_out || by_chance);
        chunk.issues.push(issue);
    }
}

/// The rows that were not found; those that were are given in order.
pub(super) fn others(rows: usize, found: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut gone = found.peekable();
    (0..rows as u32).filter(|row| gone.next_if_eq(row).is_none()).collect()
}

/// A number for the cells of a row; equal rows have the same one.
fn row_hash(table: &WantedTable<'_>, columns: &[Column], row: usize) -> u64 {
    hashed(table, columns, row, |texts, hasher| texts.get(row).hash(hasher))
}

/// The same number for rows of one sheet alone: its texts are known by their codes.
pub(super) fn row_hash_here(table: &WantedTable<'_>, columns: &[Column], row: usize) -> u64 {
    hashed(table, columns, row, |texts, hasher| texts.codes[row].hash(hasher))
}

fn hashed<'c>(
    table: &WantedTable<'_>,
    columns: &'c [Column],
    row: usize,
    text: impl Fn(&'c TextColumn, &mut FoldHasher<'static>),
) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    for (column, _) in columns.iter().zip(&table.columns).filter(|(_, wanted)| wanted.in_cells()) {
        match column {
            // All blanks are one, and so are both zeros.
            Column::Number(values) if values[row].is_nan() => hasher.write_u8(0),
            Column::Number(values) => (values[row] + 0.0).to_bits().hash(&mut hasher),
            Column::Date(days) => days[row].hash(&mut hasher),
            Column::DateTime(moments) => moments[row].hash(&mut hasher),
            Column::Bool(flags) => flags[row].hash(&mut hasher),
            Column::Text(texts) => text(texts, &mut hasher),
            Column::Values(_, values) => values[row].to_string().hash(&mut hasher),
        }
    }
    hasher.finish()
}

/// Whether two rows say the same; where they stand is no part of it.
pub(super) fn equal(table: &WantedTable<'_>, a: &[Column], row: usize, b: &[Column], other: u32) -> bool {
    let cells = a.iter().zip(b).zip(&table.columns).filter(|(_, wanted)| wanted.in_cells());
    cells.map(|(cells, _)| cells).all(|(a, b)| a.value(row) == b.value(other as usize))
}

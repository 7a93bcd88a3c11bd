//! The hidden sheet that lets a report be the baseline of a later run, and be verified by itself.

use super::book::Book;
use crate::export::manifest;
use crate::outcome::{Digest, Outcome, kept};
use rust_xlsxwriter::XlsxError;

/// More rows than this do not fit a sheet; a run of that size keeps its JSON as the baseline.
const MOST: usize = 1_048_576;
/// Characters of the manifest a cell holds: half of what a cell can, as some take two of its units.
const A_CELL: usize = 16_000;

/// Writes what a later run needs to know, as rows of text in a sheet nobody sees; before it the manifest.
pub(super) fn write(book: &mut Book, outcome: &Outcome, result: &[Digest]) -> Result<(), XlsxError> {
    let mut rows = manifest(outcome, result);
    let entries = kept::entries(outcome);
    if entries.len() + rows.len() <= MOST {
        rows.extend(entries);
    }
    let sheet = book.workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(kept::SHEET)?;
    sheet.set_very_hidden(true);
    for (row, entry) in rows.iter().enumerate() {
        for (column, text) in entry.iter().enumerate() {
            if !text.is_empty() {
                sheet.write_string(row as u32, column as u16, text.as_str())?;
            }
        }
    }
    Ok(())
}

fn manifest(outcome: &Outcome, result: &[Digest]) -> Vec<kept::Entry> {
    let text: Vec<char> = manifest::line(outcome, result).chars().collect();
    let entry = |part: &[char]| [kept::MANIFEST.into(), String::new(), String::new(), part.iter().collect()];
    text.chunks(A_CELL).map(entry).collect()
}

//! The hidden sheet that lets a report be the baseline of a later run.

use super::book::Book;
use crate::outcome::{Outcome, kept};
use rust_xlsxwriter::XlsxError;

/// More rows than this do not fit a sheet; a run of that size keeps its JSON as the baseline.
const MOST: usize = 1_048_576;

/// Writes what a later run needs to know, as rows of text in a sheet nobody sees.
pub(super) fn write(book: &mut Book, outcome: &Outcome) -> Result<(), XlsxError> {
    let entries = kept::entries(outcome);
    if entries.len() > MOST {
        return Ok(());
    }
    let sheet = book.workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(kept::SHEET)?;
    sheet.set_very_hidden(true);
    for (row, entry) in entries.iter().enumerate() {
        for (column, text) in entry.iter().enumerate() {
            if !text.is_empty() {
                sheet.write_string(row as u32, column as u16, text.as_str())?;
            }
        }
    }
    Ok(())
}

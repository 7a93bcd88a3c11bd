//! What went wrong with the data.

use super::book::Book;
use crate::export::content::issues;
use crate::outcome::Outcome;
use rust_xlsxwriter::XlsxError;

/// Writes the issues.
pub(super) fn write(book: &mut Book, outcome: &Outcome) -> Result<(), XlsxError> {
    issues::listing(book.language, outcome).place_marked(book).map(|_| ())
}

//! What is not as it was in the earlier run.

use super::book::Book;
use crate::export::content::changes;
use crate::outcome::Outcome;
use rust_xlsxwriter::XlsxError;

/// Writes the changes, where there is an earlier run to compare with.
pub(super) fn write(book: &mut Book, outcome: &Outcome) -> Result<(), XlsxError> {
    match changes::listing(book.language, outcome) {
        Some(listing) => listing.place_marked(book).map(|_| ()),
        None => Ok(()),
    }
}

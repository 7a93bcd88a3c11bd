//! What is not as it was in the earlier run.

use super::book::Book;
use super::run::write_blocks;
use crate::export::content::changes;
use crate::export::labels::Label;
use crate::outcome::Outcome;
use rust_xlsxwriter::XlsxError;

/// Writes the changes, where there is an earlier run to compare with.
pub(super) fn write(book: &mut Book, outcome: &Outcome) -> Result<(), XlsxError> {
    let Some(listing) = changes::listing(book.language, outcome) else { return Ok(()) };
    listing.place_marked(book)?;
    let matrices = changes::matrices(book.language, outcome);
    if matrices.is_empty() {
        return Ok(());
    }
    let title = book.say(Label::Movements);
    write_blocks(book, (title, &listing.subtitle), &matrices)
}

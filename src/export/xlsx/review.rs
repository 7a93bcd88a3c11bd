//! What somebody should look at, and what could not be decided.

use super::book::Book;
use super::listing::Placed;
use crate::export::content::field::Field;
use crate::export::content::review;
use crate::export::labels::Label;
use crate::formula::{ColumnId, TableId};
use crate::outcome::Outcome;
use crate::table::Column;
use rust_xlsxwriter::XlsxError;

/// Writes the review list, and the list of what could not be decided where there is any.
pub(super) fn write(book: &mut Book, outcome: &Outcome) -> Result<Placed, XlsxError> {
    let why = book.why.as_ref().map(|layout| layout.of_triggers());
    let placed = review::listing(book.language, outcome, stands(book, outcome), why).place_marked(book)?;
    if let Some(listing) = review::undetermined(book.language, outcome) {
        listing.place_marked(book)?;
    }
    Ok(placed)
}

/// Whether each still stands, where the report has formulas.
fn stands<'a>(book: &Book, outcome: &'a Outcome) -> Option<Field<'a>> {
    let sheets = book.sheets.clone()?;
    let standing = Column::Bool(vec![crate::table::TRUE; outcome.triggers.len()]);
    let condition = move |row: usize| {
        let fired = outcome.triggers.get(row)?;
        let own = outcome.rules.triggers.iter().find(|trigger| trigger.name == fired.trigger())?;
        let id = ColumnId { table: TableId(fired.table()), slot: own.slot };
        Some((sheets.elsewhere(id, fired.row())?, false))
    };
    Some(Field::made(book.say(Label::Stands), standing).centered().live(condition))
}

//! One sheet for each scorecard.

use super::book::Book;
use super::listing::Placed;
use crate::export::content::field::Field;
use crate::export::content::scorecards::{self, Shown};
use crate::export::content::tables::leaves_out;
use crate::outcome::Outcome;
use rust_xlsxwriter::{ConditionalFormatDataBar, ConditionalFormatType, Worksheet, XlsxError};

/// Writes all scorecards whose table is there.
pub(super) fn write(book: &mut Book, outcome: &Outcome) -> Result<Vec<Placed>, XlsxError> {
    let mut placed = Vec::new();
    for (at, card) in outcome.scorecards.iter().enumerate() {
        let shown = |title: &str| {
            let shows = |leaves: bool| book.sheets.is_some() || !leaves;
            outcome.tables.iter().any(|table| table.title == title && shows(leaves_out(table)))
        };
        let why = book.why.as_ref().map(|layout| layout.of_card(at));
        placed.push(match scorecards::of(book.language, outcome, at, (shown(&card.title), why)) {
            Some(card) => place(book, card)?,
            None => Placed::default(),
        });
    }
    Ok(placed)
}

fn place(book: &mut Book, mut card: Shown<'_>) -> Result<Placed, XlsxError> {
    let fields = std::mem::take(&mut card.listing.grid.fields);
    card.listing.grid.fields = fields.into_iter().map(|field| live(book, field)).collect();
    let (score, top) = (card.score as u16, card.top);
    card.listing.place(book, |sheet, header, last| bar(sheet, (header + 1, last), score, top))
}

/// The cells of the table's own sheet, in a report with formulas.
fn live<'a>(book: &Book, field: Field<'a>) -> Field<'a> {
    match (book.sheets.clone(), field.column) {
        (Some(sheets), Some(id)) => field.live(move |row| Some((sheets.elsewhere(id, row)?, false))),
        _ => field,
    }
}

/// Bars in the cells of a score, from 0.
fn bar(sheet: &mut Worksheet, rows: (u32, u32), column: u16, top: f64) -> Result<(), XlsxError> {
    let bar = ConditionalFormatDataBar::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, top)
        .set_solid_fill(true)
        .set_border_off(true)
        .set_fill_color(rust_xlsxwriter::Color::RGB(0xA9_C9_E6));
    sheet.add_conditional_format(rows.0, column, rows.1, column, &bar)?;
    Ok(())
}

//! One sheet for each table, with the columns worked out set apart from those imported.

use super::book::Book;
use super::groups;
use super::live::Sheets;
use crate::emit::formulas::Place;
use crate::export::content::field::Field;
use crate::export::content::palette::Head;
use crate::export::content::rows::source_fields;
use crate::export::content::tables::{self, adds_up, field};
use crate::export::labels::Label;
use crate::formula::{ColumnId, TableId};
use crate::outcome::{Outcome, OutcomeTable};
use rust_xlsxwriter::{Worksheet, XlsxError};

/// Writes all tables that are not left out.
pub(super) fn write(book: &mut Book, outcome: &Outcome) -> Result<(), XlsxError> {
    for (at, table) in outcome.tables.iter().enumerate() {
        match book.sheets.clone() {
            Some(sheets) => write_live(book, (at, table), &sheets)?,
            None if !tables::leaves_out(table) => write_table(book, table)?,
            None => {}
        }
        groups::write(book, outcome, at)?;
    }
    Ok(())
}

/// The same with formulas: all columns of the policy in their order, behind them the steps on the way.
fn write_live(book: &mut Book, (at, table): (usize, &OutcomeTable), sheets: &Sheets) -> Result<(), XlsxError> {
    let Some(name) = sheets.name(at) else { return Ok(()) };
    let id = |slot: usize| Place::Column(ColumnId { table: TableId(at), slot });
    let mut fields: Vec<Field<'_>> = Vec::new();
    for (column, own) in table.columns.iter().enumerate() {
        let place = id(own.slot);
        fields.push(field(table, column).live(move |row| sheets.formula(place, row)));
    }
    let steps = sheets.beside(at);
    let visible = fields.len();
    for place in &steps {
        let (title, data, format) = sheets.step(*place, table.rows);
        let title = if title.is_empty() { book.say(Label::Step).to_string() } else { title };
        let place = *place;
        fields.push(
            Field::owned(&title, data, format).head(Head::Formula).live(move |row| sheets.formula(place, row)).muted(),
        );
    }
    fields.extend(source_fields(book.language, table));
    let mut listing = tables::of(book.language, table, fields);
    if adds_up(table) {
        let all = (None, TableId(at));
        listing.live_totals =
            table.made_of.iter().map(|total| sheets.total(total.as_ref()?, all, Some(all.1))).collect();
        listing.totals = table.totals.clone();
        listing.totals.resize(listing.grid.fields.len(), None);
    }
    let steps = visible as u16..(visible + steps.len()) as u16;
    let place = |sheet: &mut Worksheet, _, _| fold(sheet, steps.clone());
    listing.place_on(book, Some(name.to_string()), place).map(|_| ())
}

/// Steps on the way are there for who wants to see them.
fn fold(sheet: &mut Worksheet, columns: std::ops::Range<u16>) -> Result<(), XlsxError> {
    if !columns.is_empty() {
        sheet.group_columns_collapsed(columns.start, columns.end - 1)?;
    }
    Ok(())
}

fn write_table(book: &mut Book, table: &OutcomeTable) -> Result<(), XlsxError> {
    match tables::listing(book.language, table) {
        Some(listing) => listing.place(book, |_, _, _| Ok(())).map(|_| ()),
        None => Ok(()),
    }
}

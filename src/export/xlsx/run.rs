//! What ran, over what, with what result to reconcile; and how each column came to be.

use super::book::Book;
use super::grid::{Shown, header_lines};
use super::listing::{Top, excel_table};
use super::names::headers;
use super::text;
use crate::export::content::run::{self, Block};
use crate::export::labels::Label;
use crate::outcome::Outcome;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

/// Writes the sheet about the run, and the list of columns.
pub(super) fn write(book: &mut Book, outcome: &Outcome, result: &str) -> Result<(), XlsxError> {
    run::columns(book.language, outcome).place_marked(book)?;
    let blocks = run::blocks(book.language, outcome, result);
    let title = book.say(Label::Run);
    write_blocks(book, (title, &outcome.policy.title), &blocks)
}

/// A sheet with a title, a line below it, and blocks below each other.
pub(super) fn write_blocks(
    book: &mut Book,
    (title, subtitle): (&str, &str),
    blocks: &[Block<'_>],
) -> Result<(), XlsxError> {
    let layouts: Vec<Vec<Shown>> = blocks.iter().map(|block| block.grid.layout(&book.styles)).collect();
    let tables: Vec<String> = blocks.iter().map(|block| book.names.table(block.name)).collect();
    let styles = book.styles.clone();
    let sheet = book.sheet(title, false)?;
    Book::mark(sheet);
    Top { title, subtitle, legend: &[] }.write(sheet, &styles, &[])?;
    set_widths(sheet, &layouts)?;
    let mut at = 3;
    for ((block, layout), table) in blocks.iter().zip(&layouts).zip(tables) {
        sheet.set_row_height(at, 22)?;
        sheet.write_string_with_format(at, 0, text::fitting(&block.title), &styles.title().set_font_size(12))?;
        let titles = headers(block.grid.fields.iter().map(|field| field.title.as_str()));
        let heads: Vec<Format> = block.grid.fields.iter().map(|field| field.header_format(&styles)).collect();
        block.grid.write_headers(sheet, at + 1, &titles, &styles)?;
        sheet.set_row_height(at + 1, 15.0 * (header_lines(&titles, layout) as f64) + 5.0)?;
        block.grid.write_rows(sheet, at + 2, 0..block.grid.rows, layout, true)?;
        let last = at + 1 + block.grid.rows as u32;
        let table = excel_table(table, &titles, &heads).set_autofilter(false);
        sheet.add_table(at + 1, 0, last, titles.len() as u16 - 1, &table)?;
        at = last + 2;
    }
    Ok(())
}

fn set_widths(sheet: &mut Worksheet, layouts: &[Vec<Shown>]) -> Result<(), XlsxError> {
    let columns = layouts.iter().map(Vec::len).max().unwrap_or(0);
    for column in 0..columns {
        let widest = layouts.iter().filter_map(|layout| layout.get(column)).map(|shown| shown.width).max();
        sheet.set_column_width(column as u16, widest.unwrap_or(10) as f64)?;
    }
    Ok(())
}

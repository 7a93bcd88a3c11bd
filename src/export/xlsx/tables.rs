//! One sheet for each table, with the columns worked out set apart from those imported.

use super::book::Book;
use super::grid::{Field, Grid};
use super::listing::Listing;
use super::live::Sheets;
use super::print::Length;
use super::style::Head;
use crate::emit::formulas::Place;
use crate::export::labels::Label;
use crate::formula::{ColumnId, TableId};
use crate::outcome::{Outcome, OutcomeColumn, OutcomeTable, Role};
use crate::table::{Column, Segment};
use crate::value::NumberLook;
use crate::value::Type;
use rust_xlsxwriter::{Worksheet, XlsxError};
use std::borrow::Cow;

/// Writes all tables that are not left out.
pub(super) fn write(book: &mut Book, outcome: &Outcome) -> Result<(), XlsxError> {
    for (at, table) in outcome.tables.iter().enumerate() {
        match book.sheets.clone() {
            Some(sheets) => write_live(book, (at, table), &sheets)?,
            None if !book.leaves_out(table) => write_table(book, table)?,
            None => {}
        }
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
    fields.extend(source_fields(book, table));
    let listing = listing(book, table, fields);
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
    let shown = shown_columns(table);
    let mut fields: Vec<Field<'_>> = shown.iter().map(|&at| field(table, at).words(book.language)).collect();
    if fields.is_empty() {
        return Ok(());
    }
    fields.extend(source_fields(book, table));
    listing(book, table, fields).place(book, |_, _, _| Ok(())).map(|_| ())
}

/// A table's listing.
fn listing<'t>(book: &Book, table: &'t OutcomeTable, fields: Vec<Field<'t>>) -> Listing<'t> {
    let shown = shown_columns(table);
    let legend = [Head::Imported, Head::Formula, Head::Decision];
    let legend = legend.into_iter().filter(|head| fields.iter().any(|field| field.head == *head)).collect();
    let frozen = u16::from(table.key.is_some() && table.key == shown.first().copied() && fields.len() > 4);
    let mut grid = Grid::new(fields, table.rows);
    if let Some(order) = &table.view.order {
        grid.rows = order.len();
        grid.order = Some(Cow::Borrowed(order));
    }
    Listing {
        title: table.title.clone(),
        name: table.name.clone(),
        subtitle: format!(
            "{} {}{}",
            NumberLook::WHOLE.show(grid.rows as f64),
            book.say(Label::Rows),
            source_sheet(table)
        ),
        legend,
        above: Vec::new(),
        frozen,
        length: Length::Detail,
        grid,
    }
}

/// Where each row was read: its row in the sheet, and workbook and sheet where there are several.
pub(super) fn source_fields<'a>(book: &Book, table: &OutcomeTable) -> Vec<Field<'a>> {
    let from = &table.provenance;
    if from.segments.is_empty() || from.sheet_rows.len() != table.rows {
        return Vec::new();
    }
    let mut fields = Vec::new();
    type Word = fn(&Segment) -> &str;
    let differ = |word: Word| from.segments.iter().any(|segment| word(segment) != word(&from.segments[0]));
    let words: [(Label, Word); 2] =
        [(Label::Workbook, |segment| &segment.workbook), (Label::Sheet, |segment| &segment.sheet)];
    for (label, word) in words.into_iter().filter(|(_, word)| differ(*word)) {
        let texts = (0..table.rows).map(|row| from.segment(row).map(word));
        fields.push(Field::texts(book.say(label), texts).muted());
    }
    let rows = from.sheet_rows.iter().map(|row| f64::from(*row) + 1.0).collect();
    fields.push(Field::made(book.say(Label::SourceRow), Column::Number(rows)).look(NumberLook::PLAIN).muted());
    fields
}

/// Where a row was read: `shops.xlsx · Shops · 12`; empty where it is worked out.
pub(super) fn source_row(outcome: &Outcome, table: usize, row: usize) -> String {
    let place = outcome.tables.get(table).and_then(|table| {
        let segment = table.provenance.segment(row)?;
        Some((segment, *table.provenance.sheet_rows.get(row)?))
    });
    place.map_or_else(String::new, |(segment, row)| {
        format!("{} · {} · {}", segment.workbook, segment.sheet, u64::from(row) + 1)
    })
}

/// `customers.xlsx · Customers`, where all rows were read from one sheet.
fn source_sheet(table: &OutcomeTable) -> String {
    match table.provenance.segments.as_slice() {
        [only] => format!(" · {} · {}", only.workbook, only.sheet),
        _ => String::new(),
    }
}

fn shown_columns(table: &OutcomeTable) -> Vec<usize> {
    match &table.view.columns {
        Some(columns) => columns.iter().copied().filter(|&column| column < table.columns.len()).collect(),
        None => (0..table.columns.len()).collect(),
    }
}

fn field(table: &OutcomeTable, at: usize) -> Field<'_> {
    let column = &table.columns[at];
    let field = Field::of(&column.title, &column.data, column.format).head(head(column.role));
    if is_identifier(table, at) { field.look(NumberLook::PLAIN) } else { field }
}

/// Numbers that name rows are not grouped: order 10248, not 10,248.
pub(super) fn is_identifier(table: &OutcomeTable, at: usize) -> bool {
    let column: &OutcomeColumn = &table.columns[at];
    column.kind() == Type::Number && (table.key == Some(at) || column.references.is_some())
}

pub(super) fn head(role: Role) -> Head {
    match role {
        Role::Imported => Head::Imported,
        Role::Formula => Head::Formula,
        Role::Decision => Head::Decision,
    }
}

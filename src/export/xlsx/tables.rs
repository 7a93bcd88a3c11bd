//! One sheet for each table, with the columns worked out set apart from those imported.

use super::book::Book;
use super::grid::{Field, Grid};
use super::listing::Listing;
use super::print::Length;
use super::style::Head;
use crate::export::labels::Label;
use crate::outcome::{Outcome, OutcomeColumn, OutcomeTable, Role};
use crate::table::{Column, Segment};
use crate::value::NumberLook;
use crate::value::Type;
use rust_xlsxwriter::XlsxError;
use std::borrow::Cow;

/// Writes all tables that are not left out.
pub(super) fn write(book: &mut Book, outcome: &Outcome) -> Result<(), XlsxError> {
    for table in &outcome.tables {
        if !book.leaves_out(table) {
            write_table(book, table)?;
        }
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
    let legend = [Head::Imported, Head::Formula, Head::Decision];
    let legend = legend.into_iter().filter(|head| fields.iter().any(|field| field.head == *head)).collect();
    let frozen = u16::from(table.key.is_some() && table.key == shown.first().copied() && fields.len() > 4);
    let mut grid = Grid::new(fields, table.rows);
    if let Some(order) = &table.view.order {
        grid.rows = order.len();
        grid.order = Some(Cow::Borrowed(order));
    }
    let listing = Listing {
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
    };
    listing.place(book, |_, _, _| Ok(())).map(|_| ())
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

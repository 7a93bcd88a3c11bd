//! One sheet for each table, with the columns worked out set apart from those imported.

use super::book::Book;
use super::grid::{Field, Grid};
use super::listing::Listing;
use super::style::Head;
use crate::export::labels::Label;
use crate::outcome::{Outcome, OutcomeColumn, OutcomeTable, Role};
use crate::value::NumberLook;
use crate::value::Type;
use rust_xlsxwriter::XlsxError;
use std::borrow::Cow;

/// Writes all tables that are not hidden.
pub(super) fn write(book: &mut Book, outcome: &Outcome) -> Result<(), XlsxError> {
    outcome.tables.iter().filter(|table| !table.view.hidden).try_for_each(|table| write_table(book, table))
}

fn write_table(book: &mut Book, table: &OutcomeTable) -> Result<(), XlsxError> {
    let shown = shown_columns(table);
    let fields: Vec<Field<'_>> = shown.iter().map(|&at| field(table, at).words(book.language)).collect();
    if fields.is_empty() {
        return Ok(());
    }
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
        subtitle: format!("{} {}", NumberLook::WHOLE.show(grid.rows as f64), book.say(Label::Rows)),
        legend,
        above: Vec::new(),
        frozen,
        grid,
    };
    listing.place(book, |_, _, _| Ok(()))
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

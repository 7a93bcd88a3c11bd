//! Tables, with the columns worked out set apart from those imported.

use super::field::{Field, Grid};
use super::listing::{Length, Listing};
use super::palette::Head;
use super::rows::{is_identifier, source_fields};
use crate::export::labels::{Label, Language};
use crate::outcome::{OutcomeTable, Role};
use crate::value::NumberLook;
use std::borrow::Cow;

/// Whether a table is left out.
pub(in crate::export) fn leaves_out(table: &OutcomeTable) -> bool {
    !table.view.is_shown()
}

/// Whether a sheet with all columns of a table says what they come to.
#[cfg(feature = "xlsx")]
pub(in crate::export) fn adds_up(table: &OutcomeTable) -> bool {
    table.rows > 1 && table.totals.iter().any(Option::is_some)
}

/// The listing of a table with the columns that are shown; `None` where there are none.
pub(in crate::export) fn listing<'t>(language: Language, table: &'t OutcomeTable) -> Option<Listing<'t>> {
    let shown = table.shown_columns();
    let mut fields: Vec<Field<'_>> = shown.iter().map(|&at| field(table, at).words(language)).collect();
    if fields.is_empty() {
        return None;
    }
    let totals = shown.iter().map(|&at| table.totals.get(at).copied().flatten());
    let totals: Vec<Option<f64>> = totals.chain(std::iter::repeat(None)).take(fields.len()).collect();
    let adds_up = table.rows > 1 && totals.iter().any(Option::is_some);
    fields.extend(source_fields(language, table));
    Some(Listing { totals: if adds_up { totals } else { Vec::new() }, ..of(language, table, fields) })
}

/// A listing of a table's rows.
pub(in crate::export) fn of<'t>(language: Language, table: &'t OutcomeTable, fields: Vec<Field<'t>>) -> Listing<'t> {
    let shown = table.shown_columns();
    let legend = [Head::Imported, Head::Formula, Head::Decision];
    let legend = legend.into_iter().filter(|head| fields.iter().any(|field| field.head == *head)).collect();
    let frozen = u16::from(table.key.is_some() && table.key == shown.first().copied() && fields.len() > 4);
    let mut grid = Grid::new(fields, table.rows);
    if let Some(order) = &table.view.order {
        grid.rows = order.len();
        grid.order = Some(Cow::Borrowed(order));
    }
    let rows = NumberLook::WHOLE.show(grid.rows as f64);
    let subtitle = format!("{rows} {}{}", language.say(Label::Rows), source_sheet(table));
    Listing { subtitle, legend, frozen, ..Listing::plain(&table.title, &table.name, Length::Detail, grid) }
}

/// `customers.xlsx · Customers`, where all rows were read from one sheet.
fn source_sheet(table: &OutcomeTable) -> String {
    match table.provenance.segments.as_slice() {
        [only] => format!(" · {} · {}", only.workbook, only.sheet),
        _ => String::new(),
    }
}

/// A column of a table.
pub(in crate::export) fn field(table: &OutcomeTable, at: usize) -> Field<'_> {
    let column = &table.columns[at];
    let mut field = Field::of(&column.title, &column.data, column.format).head(head(column.role));
    field.coloring = table.view.colors.iter().find(|(place, _)| *place == at).map(|(_, coloring)| coloring);
    if is_identifier(table, at) { field.look(NumberLook::PLAIN) } else { field }
}

pub(in crate::export) fn head(role: Role) -> Head {
    match role {
        Role::Imported => Head::Imported,
        Role::Formula => Head::Formula,
        Role::Decision => Head::Decision,
    }
}

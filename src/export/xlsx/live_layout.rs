//! Laying out the sheets of a report with formulas, before anything is written.

use super::book::Book;
use super::live::{FIRST, HEADER, Sheet, Sheets};
use crate::emit::formulas::{Live, MOST_ROWS, Place};
use crate::export::content::tables::{adds_up, leaves_out};
use crate::export::labels::Label;
use crate::formula::{ColumnId, TableId};
use crate::outcome::{Outcome, OutcomeTable};
use std::sync::Arc;

/// Lays the sheets out; `None` where the outcome has no formulas.
pub(super) fn lay_out(book: &mut Book, outcome: &Outcome) -> Option<Arc<Sheets>> {
    let live = Arc::clone(outcome.live.as_ref()?);
    let mut sheets = Sheets {
        parameters_sheet: book.names.sheet(book.say(Label::Parameters)),
        figures_sheet: book.names.sheet(book.say(Label::Headline)),
        figures: live.figures,
        rules: Some(book.rules.clone()),
        live,
        ..Sheets::default()
    };
    for parameter in &outcome.parameters {
        let name = book.names.table(&parameter.name);
        sheets.names.insert(parameter.name.clone(), name);
    }
    for (at, place) in (0u32..).zip(sheets.live.figure_places()) {
        sheets.figure_rows.insert(place, FIRST + at);
    }
    for (at, table) in outcome.tables.iter().enumerate() {
        let shown = shows(&sheets.live, (at, table));
        let sheet = shown.then(|| sheet(book, &sheets.live, (at, table)));
        sheets.tables.push(sheet);
    }
    Some(Arc::new(sheets))
}

/// Whether a table has a sheet: those left out because they are long have one where formulas read them.
fn shows(live: &Live, (at, table): (usize, &OutcomeTable)) -> bool {
    let short = table.rows <= MOST_ROWS;
    !table.columns.is_empty() && ((short && live.reads(TableId(at))) || !leaves_out(table))
}

fn sheet(book: &mut Book, live: &Live, (at, table): (usize, &OutcomeTable)) -> Sheet {
    let own = table.columns.iter().map(|column| Place::Column(ColumnId { table: TableId(at), slot: column.slot }));
    let all = own.chain(live.beside(TableId(at)));
    let mut rows = vec![0; table.rows];
    // Totals stand above the header.
    let header = HEADER + u32::from(adds_up(table));
    match &table.view.order {
        Some(order) => (header + 1..).zip(order).for_each(|(place, row)| rows[*row as usize] = place),
        None => (header + 1..).zip(&mut rows).for_each(|(place, row)| *row = place),
    }
    Sheet { name: book.names.sheet(&table.title), header, columns: all.zip(0u32..).collect(), rows }
}

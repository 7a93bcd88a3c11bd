//! Rows that refer to nothing, in a column in which nearly all others refer to something: no sum over these others has
//! them.

use super::orphans::sums_text;
use super::sheet::SheetTable;
use crate::issue::{Issue, IssueCode};
use crate::table::{Column, Table};
use crate::value::number::{Sum, grouped};

/// One row of so many at most: where more have none, having none is as usual.
const OF: usize = 10;

/// The note about such rows of a column that holds keys of another table.
pub(super) fn note(written: &SheetTable, table: &Table, column: usize) -> Option<Issue> {
    let values = table.columns.get(column)?;
    // The rows of a host stand in no workbook where somebody could look.
    if table.provenance.segments.is_empty() {
        return None;
    }
    let most = table.rows / OF;
    let blank: Vec<usize> = (0..table.rows).filter(|row| values.is_blank(*row)).take(most + 1).collect();
    let first = *blank.first().filter(|_| blank.len() <= most)?;
    let sum = |values: &[f64]| Sum::of(blank.iter().map(|row| values[*row]).filter(|value| !value.is_nan()));
    let sums = written.columns.iter().zip(&table.columns).filter_map(|(column, values)| match values {
        Column::Number(values) if column.references.is_none() => Some((column.name.clone(), sum(values))),
        _ => None,
    });
    let sums = sums_text(&sums.collect::<Vec<_>>());
    let own = &written.columns[column];
    let (rows, they) = if blank.len() == 1 {
        ("1 row has".to_string(), "it belongs")
    } else {
        (format!("{} rows have", grouped(blank.len())), "they belong")
    };
    let adds = match (sums.is_empty(), blank.len()) {
        (true, _) => String::new(),
        (_, 1) => format!(" ({sums})"),
        _ => format!(" (they add to {sums})"),
    };
    let message = format!(
        "{rows} no `{}`{adds}; {they} to no row of `{}`",
        own.name,
        own.references.as_deref().unwrap_or_default()
    );
    let cell = table.provenance.cell(first, Some(column));
    Some(
        Issue::new(IssueCode::NoReference, message)
            .at_cell(cell)
            .in_table(&written.name)
            .in_column(&own.name)
            .times(blank.len()),
    )
}

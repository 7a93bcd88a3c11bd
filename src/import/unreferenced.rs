//! Rows that refer to nothing, in a column in which nearly all others refer to something: no sum over these others has
//! them.

use super::orphans::sums_text;
use super::sheet::SheetTable;
use crate::issue::{Issue, IssueCode};
use crate::say;
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
    let sums: Vec<(String, f64)> = sums.collect();
    let own = &written.columns[column];
    let adds = match (sums.is_empty(), blank.len()) {
        (true, _) => None,
        (_, 1) => Some(say!("in-brackets", " ({what})", what = sums_text(&sums))),
        _ => Some(say!("they-add-to-brackets", " (they add to {sums})", sums = sums_text(&sums))),
    };
    let message = say!(
        "no-reference",
        "{count} {count:row has|rows have} no `{column}`{adds}; {count:it belongs|they belong} to no row of `{table}`",
        count = grouped(blank.len()),
        column = &own.name,
        adds,
        table = own.references.as_deref().unwrap_or_default()
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

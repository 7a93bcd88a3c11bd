//! Rows that a host hands in.

use super::header::find_given;
use super::issues::Place;
use super::presence::missing_columns;
use super::rows::{Chunk, RowReader};
use super::settle::Dialect;
use super::wanted::WantedTable;
use crate::diagnostic::Problem;
use crate::value::Value;

/// Reads rows that never were a workbook, checked like cells.
pub(super) fn read_given(
    table: &WantedTable<'_>,
    index: usize,
    columns: &[String],
    rows: &[Vec<Value>],
) -> Result<Chunk, Vec<Problem>> {
    let header = find_given(columns, table);
    let place = format!("rows given for table `{}`", table.name);
    if !header.missing.is_empty() {
        return Err(missing_columns(table, &header, &place));
    }
    if let Some(row) = rows.iter().position(|row| row.len() != columns.len()) {
        let (values, names) = (rows[row].len(), columns.len());
        let message = format!("{place}: row {} has {values} values for {names} columns", row + 1);
        return Err(vec![Problem::new(message, None)]);
    }
    let place = Place { workbook: "".into(), sheet: "".into(), given: true };
    let mut reader =
        RowReader::new(table, place, vec![None; table.columns.len()]).of_file(Dialect::of(None, columns), false);
    for (row, values) in rows.iter().enumerate() {
        reader.given(row as u32, &header.columns, values);
    }
    Ok(reader.finish(index))
}

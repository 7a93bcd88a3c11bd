//! Rows and columns that a host hands in.

use super::columns::{self, Given};
use super::header::{Header, find_given};
use super::issues::Place;
use super::presence::missing_columns;
use super::rows::{Chunk, RowReader};
use super::settle::Dialect;
use super::sheet::Several;
use super::wanted::WantedTable;
use crate::diagnostic::Problem;
use crate::table::{BLANK_BOOL, BLANK_TEXT, Column};
use crate::value::Value;

/// Reads rows that never were a workbook, checked like cells.
pub(super) fn given_rows(
    table: &WantedTable<'_>,
    index: usize,
    names: &[String],
    rows: &[Vec<Value>],
) -> Result<Chunk, Vec<Problem>> {
    let header = header(table, names, "rows")?;
    if let Some(row) = rows.iter().position(|row| row.len() != names.len()) {
        let (values, names) = (rows[row].len(), names.len());
        return Err(problem(table, "rows", format!("row {} has {values} values for {names} columns", row + 1)));
    }
    if let Some(typed) = columns::of_rows(table, &header.columns, rows) {
        let mut typed = typed.iter();
        let given = header.columns.iter().map(|place| place.and_then(|_| typed.next())).collect();
        if let Some(plain) = columns::plain(table, &Given { columns: given, rows: rows.len() }) {
            return Ok(Chunk::plain(table, index, place(), plain));
        }
    }
    Ok(one_by_one(table, index, names, &header, rows.iter().map(Vec::as_slice)))
}

/// Reads columns that never were a workbook, checked like cells.
pub(super) fn given_columns(
    table: &WantedTable<'_>,
    index: usize,
    columns: &[(String, Column)],
) -> Result<Chunk, Vec<Problem>> {
    let names: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
    let header = header(table, &names, "columns")?;
    let rows = columns.first().map_or(0, |(_, column)| column.len());
    if u32::try_from(rows).is_err() {
        return Err(problem(table, "columns", format!("{rows} rows are more than a table can have")));
    }
    for (name, column) in columns {
        if column.len() != rows {
            let (len, first) = (column.len(), &names[0]);
            let message = format!("`{name}` has {len} rows and `{first}` {rows}; give every column as many");
            return Err(problem(table, "columns", message));
        }
        if let Some(row) = stray(column) {
            let message = format!("`{name}` has in row {} what is no value of such a column", row + 1);
            return Err(problem(table, "columns", message));
        }
    }
    let given = header.columns.iter().map(|place| place.map(|place| &columns[place as usize].1)).collect();
    if let Some(plain) = columns::plain(table, &Given { columns: given, rows }) {
        return Ok(Chunk::plain(table, index, place(), plain));
    }
    let values = (0..rows).map(|row| columns.iter().map(|(_, column)| column.value(row)).collect::<Vec<Value>>());
    Ok(one_by_one(table, index, &names, &header, values))
}

/// A row with a code that the dictionary has not, or a flag that is neither true, false nor blank.
fn stray(column: &Column) -> Option<usize> {
    match column {
        Column::Text(texts) => {
            let known = texts.dictionary.len();
            texts.codes.iter().position(|code| *code as usize >= known && *code != BLANK_TEXT)
        }
        Column::Bool(flags) => flags.iter().position(|flag| *flag > BLANK_BOOL),
        _ => None,
    }
}

fn header(table: &WantedTable<'_>, names: &[String], what: &str) -> Result<Header, Vec<Problem>> {
    let header = find_given(names, table);
    let of_pattern =
        |several: &Several| header.named.iter().find(|named| named.fits(several)).map(|named| &named.texts[0]);
    if let Some((several, name)) = table.sheet.several.iter().find_map(|several| Some((several, of_pattern(several)?)))
    {
        // They would be lost without a word.
        let pattern = &several.pattern;
        let message =
            format!("`{name}` is one of `{pattern}`, and columns found by a pattern are read from workbooks alone");
        return Err(problem(table, what, message));
    }
    if header.missing.is_empty() {
        Ok(header)
    } else {
        Err(missing_columns(table, &header, &format!("{what} given for table `{}`", table.name)))
    }
}

fn problem(table: &WantedTable<'_>, what: &str, message: String) -> Vec<Problem> {
    vec![Problem::new(format!("{what} given for table `{}`: {message}", table.name), None)]
}

/// Rows that a host handed in stand in no file.
fn place() -> Place {
    Place { workbook: "".into(), sheet: "".into(), given: true }
}

fn one_by_one(
    table: &WantedTable<'_>,
    index: usize,
    names: &[String],
    header: &Header,
    rows: impl Iterator<Item = impl AsRef<[Value]>>,
) -> Chunk {
    let mut reader =
        RowReader::new(table, place(), vec![None; table.columns.len()]).of_file(Dialect::of(None, names), false);
    for (row, values) in rows.enumerate() {
        reader.given(row as u32, &header.columns, values.as_ref());
    }
    reader.finish(index)
}

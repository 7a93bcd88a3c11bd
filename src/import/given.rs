//! Rows and columns that a host hands in.

use super::columns::{self, Given};
use super::header::{Header, Named, find_given};
use super::issues::Place;
use super::presence::missing_columns;
use super::rows::{Chunk, RowReader};
use super::settle::Dialect;
use super::several::{self, Extended};
use super::sheet::SheetTable;
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
    let found = header(table, names, "rows")?;
    if let Some(row) = rows.iter().position(|row| row.len() != names.len()) {
        let (values, names) = (rows[row].len(), names.len());
        return Err(problem(table, "rows", format!("row {} has {values} values for {names} columns", row + 1)));
    }
    Ok(found.chunk(|header, extended| {
        let whole = extended.map(|sheet| WantedTable::new(sheet, &table.said));
        let table = whole.as_ref().unwrap_or(table);
        if let Some(typed) = columns::of_rows(table, &header.columns, rows) {
            let mut typed = typed.iter();
            let given = header.columns.iter().map(|place| place.and_then(|_| typed.next())).collect();
            if let Some(plain) = columns::plain(table, &Given { columns: given, rows: rows.len() }) {
                return Chunk::plain(table, index, place(), plain);
            }
        }
        one_by_one(table, index, names, header, rows.iter().map(Vec::as_slice))
    }))
}

/// Reads columns that never were a workbook, checked like cells.
pub(super) fn given_columns(
    table: &WantedTable<'_>,
    index: usize,
    columns: &[(String, Column)],
) -> Result<Chunk, Vec<Problem>> {
    let names: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
    let found = header(table, &names, "columns")?;
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
    Ok(found.chunk(|header, extended| {
        let whole = extended.map(|sheet| WantedTable::new(sheet, &table.said));
        let table = whole.as_ref().unwrap_or(table);
        let given = header.columns.iter().map(|place| place.map(|place| &columns[place as usize].1)).collect();
        if let Some(plain) = columns::plain(table, &Given { columns: given, rows }) {
            return Chunk::plain(table, index, place(), plain);
        }
        let values = (0..rows).map(|row| columns.iter().map(|(_, column)| column.value(row)).collect::<Vec<Value>>());
        one_by_one(table, index, &names, header, values)
    }))
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

/// The columns that are given, and the table with those that its patterns fit.
struct Found {
    header: Header,
    extended: Option<Extended>,
}

impl Found {
    /// The chunk as a sheet would give it. Nobody hands in a total among the columns of a pattern, so none is looked for.
    fn chunk(self, read: impl FnOnce(&Header, Option<&SheetTable>) -> Chunk) -> Chunk {
        let mut chunk = read(&self.header, self.extended.as_ref().map(|all| &all.sheet));
        chunk.extra = self.extended.map(|all| all.extra).unwrap_or_default();
        chunk
    }
}

fn header(table: &WantedTable<'_>, names: &[String], what: &str) -> Result<Found, Vec<Problem>> {
    let mut header = find_given(names, table);
    if !header.missing.is_empty() {
        return Err(missing_columns(table, &header, &format!("{what} given for table `{}`", table.name)));
    }
    for several in table.sheet.several.iter().filter(|several| several.levels > 1) {
        let (levels, pattern) = (several.levels, &several.pattern);
        let own = |place: u32| header.columns.contains(&Some(place));
        let unclear = |named: &&Named| named.is_like(several) && named.labels(several, true).is_none();
        if let Some(named) = header.named.iter().filter(|named| !own(named.place)).find(unclear) {
            let name = &named.texts[0];
            let message =
                format!("`{name}` is one of `{pattern}`, with {levels} parts; write a ` / ` between its parts");
            return Err(problem(table, what, message));
        }
    }
    let extended = several::extend_given(table, &mut header);
    Ok(Found { header, extended })
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

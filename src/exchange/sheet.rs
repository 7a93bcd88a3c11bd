//! The workbook that comes back: its sheets, cell by cell.

use super::rules::fingerprint;
use crate::cells::{self, CellSource, CellValue, CellsError};
use crate::diagnostic::Problem;
use crate::policy::cell_text;
use crate::source::column_letters;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// The sheet that names the others.
pub(super) const INDEX: &str = "Tables";
/// Headers of the index: what a sheet is called, which table it holds, and how that stood when the workbook was made.
pub(super) const INDEX_HEADERS: [&str; 6] =
    ["Sheet", "Decision table", "Hit policy", "Rules", "Edited in", "As exported"];
/// The header above the numbers of the rules.
pub(super) const NUMBER: &str = "rule";
/// No decision table is larger.
const MOST_CELLS: usize = 2_000_000;

/// A sheet with rules.
#[derive(Clone, Debug)]
pub struct EditedSheet {
    /// Its name.
    pub name: String,
    /// The decision table it holds, `customers.segment`.
    pub table: String,
    /// How that table stood when the workbook was made.
    pub fingerprint: String,
    /// Its columns by header, with their place; the one of the numbers is not among them.
    pub headers: Vec<(String, u32)>,
    /// The column of the numbers.
    pub numbers: u32,
    /// The row of the headers.
    pub header_row: u32,
    /// Its rows below the header that are not empty.
    pub rows: Vec<EditedRow>,
}

/// A row of a sheet with rules.
#[derive(Clone, Debug)]
pub struct EditedRow {
    /// Its row in the sheet, from 0.
    pub row: u32,
    /// What stands in its columns.
    pub cells: BTreeMap<u32, String>,
}

impl EditedSheet {
    /// Whether it is as it was exported.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        let cell = |row: &EditedRow, column: &u32| row.cells.get(column).cloned().unwrap_or_default();
        let cells = self.rows.iter().flat_map(|row| self.headers.iter().map(move |(_, column)| cell(row, column)));
        let texts: Vec<String> = self.headers.iter().map(|(header, _)| header.clone()).chain(cells).collect();
        fingerprint(texts.iter().map(String::as_str)) == self.fingerprint
    }

    /// A cell for messages, as in `customers.segment!C5`.
    #[must_use]
    pub fn cell(&self, row: u32, column: u32) -> String {
        address(&self.name, row, column)
    }
}

/// A workbook with decision tables.
#[derive(Clone, Debug)]
pub struct EditedBook {
    /// The sheets that hold decision tables.
    pub sheets: Vec<EditedSheet>,
    /// Names of the sheets that hold none.
    pub others: Vec<String>,
}

/// Rows of a sheet, each with its cells by column.
type Grid = BTreeMap<u32, BTreeMap<u32, String>>;

impl EditedBook {
    /// Reads a workbook that `rulebook table export` made.
    ///
    /// # Errors
    /// When it cannot be read, was not made so, or a cell holds an error; all such problems together.
    pub fn read(name: &str, bytes: Vec<u8>) -> Result<EditedBook, Vec<Problem>> {
        let unreadable = |error: CellsError| {
            let message = format!("`{name}`: {}", error.message);
            vec![Problem::new(message, error.help)]
        };
        let mut source = cells::open_bytes(name, bytes).map_err(unreadable)?;
        let names: Vec<String> = source.sheets().iter().map(|sheet| sheet.name.clone()).collect();
        let Some(index) = names.iter().position(|name| name == INDEX) else {
            let message = format!("`{name}` has no sheet `{INDEX}`, which says what its sheets are");
            let help = "make the workbook with `rulebook table export`, and leave that sheet in it";
            return Err(vec![Problem::with_help(message, help)]);
        };
        let mut problems = Vec::new();
        let known = known(&grid(source.as_mut(), index, INDEX, &mut problems).map_err(unreadable)?);
        let mut book = EditedBook { sheets: Vec::new(), others: Vec::new() };
        for (at, sheet) in names.iter().enumerate().filter(|(at, _)| *at != index) {
            let Some((table, fingerprint)) = known.get(sheet) else {
                book.others.push(sheet.clone());
                continue;
            };
            let grid = grid(source.as_mut(), at, sheet, &mut problems).map_err(unreadable)?;
            match edited(sheet, table, fingerprint, grid) {
                Ok(sheet) => book.sheets.push(sheet),
                Err(problem) => problems.push(problem),
            }
        }
        let gone = known.keys().find(|sheet| !sheet.is_empty() && !names.contains(sheet));
        if let (Some(gone), Some(other)) = (gone, book.others.first()) {
            let message =
                format!("`{name}` has no sheet `{gone}` any more, but a sheet `{other}` that was not exported");
            let help = format!("call it `{gone}` again if it is that one; otherwise take it out of the workbook");
            problems.push(Problem::with_help(message, help));
        }
        if problems.is_empty() { Ok(book) } else { Err(problems) }
    }
}

/// What the index says: for each sheet its decision table, and how that stood.
fn known(index: &Grid) -> BTreeMap<String, (String, String)> {
    let mut rows = index.values().skip_while(|row| row.values().all(|text| text != INDEX_HEADERS[1]));
    let Some(header) = rows.next() else { return BTreeMap::new() };
    let place = |wanted: &str| header.iter().find(|(_, text)| *text == wanted).map(|(column, _)| *column);
    let [Some(sheet), Some(table), Some(as_exported)] =
        [place(INDEX_HEADERS[0]), place(INDEX_HEADERS[1]), place(INDEX_HEADERS[5])]
    else {
        return BTreeMap::new();
    };
    let text = |row: &BTreeMap<u32, String>, column: u32| row.get(&column).cloned();
    rows.filter_map(|row| Some((text(row, sheet)?, (text(row, table)?, text(row, as_exported)?)))).collect()
}

fn grid(source: &mut dyn CellSource, at: usize, sheet: &str, problems: &mut Vec<Problem>) -> Result<Grid, CellsError> {
    let (mut grid, mut count) = (Grid::new(), 0);
    source.read(at, &mut |cell| {
        count += 1;
        if count > MOST_CELLS {
            return ControlFlow::Break(());
        }
        match shown(&cell.value) {
            Ok(text) if text.is_empty() => {}
            Ok(text) => {
                grid.entry(cell.row).or_default().insert(cell.column, text);
            }
            Err(what) => {
                let message = format!("{} {what}", address(sheet, cell.row, cell.column));
                problems.push(Problem::with_help(message, "write what is meant into the cell"));
            }
        }
        ControlFlow::Continue(())
    })?;
    if count > MOST_CELLS {
        problems.push(Problem::new(format!("sheet `{sheet}` is too large for a decision table"), None));
    }
    Ok(grid)
}

/// A cell as one writes it in a policy, or what is wrong with it.
fn shown(value: &CellValue<'_>) -> Result<String, String> {
    match (value, cell_text(value)) {
        (CellValue::Bool(flag), _) => Ok(flag.to_string()),
        (_, (text, None)) => Ok(text),
        (_, (_, Some(wrong))) => Err(wrong),
    }
}

fn address(sheet: &str, row: u32, column: u32) -> String {
    format!("{sheet}!{}{}", column_letters(column), row + 1)
}

fn edited(name: &str, table: &str, fingerprint: &str, grid: Grid) -> Result<EditedSheet, Problem> {
    let is_number = |text: &String| text.eq_ignore_ascii_case(NUMBER);
    let Some((&header_row, header)) = grid.iter().find(|(_, row)| row.values().any(is_number)) else {
        let message = format!("sheet `{name}` has no column `{NUMBER}`, which tells rules apart");
        return Err(Problem::with_help(message, "export the table again, and edit it there"));
    };
    let numbers = header.iter().find(|(_, text)| is_number(text)).map_or(0, |(column, _)| *column);
    let mut headers: Vec<(String, u32)> = Vec::new();
    for (&column, text) in header.iter().filter(|(column, _)| **column != numbers) {
        if let Some((_, first)) = headers.iter().find(|(known, _)| known == text) {
            let (one, two) = (column_letters(*first), column_letters(column));
            let message = format!("sheet `{name}` has two columns `{text}`, {one} and {two}");
            let help = "leave one of them out; a range goes into one cell: `1_000 .. 5_000`";
            return Err(Problem::with_help(message, help));
        }
        headers.push((text.clone(), column));
    }
    let rows = grid.range(header_row + 1..).map(|(row, cells)| EditedRow { row: *row, cells: cells.clone() });
    let rows = rows.collect();
    let (name, table, fingerprint) = (name.to_string(), table.to_string(), fingerprint.to_string());
    Ok(EditedSheet { name, table, fingerprint, headers, numbers, header_row, rows })
}

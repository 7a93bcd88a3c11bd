//! Decision tables in sheets of workbooks.

use super::{Grid, GridCell};
use crate::cells::{Cell, CellSource, CellValue};
use crate::diagnostic::{Diagnostic, nearest};
use crate::policy::read::Reader;
use crate::source::{FileId, Span, Spanned, column_letters};
use crate::value::number;
use std::ops::ControlFlow;

/// More cells than this are no decision table.
const MOST_CELLS: usize = 200_000;
/// More text than this is no decision table.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Rows from this one on are none of a decision table.
const MOST_ROWS: u32 = 100_000;
/// Columns from this one on are none of a decision table.
const MOST_COLUMNS: u32 = 200;

impl Reader<'_> {
    pub(super) fn sheet_grid(&mut self, file: &str, sheet: Option<&str>, table: &Spanned<String>) -> Option<Grid> {
        let unreadable = |message: String| Diagnostic::error("unreadable-file", table.span, message);
        let bytes = match self.files.bytes(file) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.note(unreadable(format!("`{}` {}", table.value, error.message)).help(error.help));
                return None;
            }
        };
        self.read.insert(file.to_string(), bytes.clone());
        let mut source = match (self.open_cells)(file, bytes) {
            Ok(source) => source,
            Err(error) => {
                self.note(unreadable(format!("`{}`: {}", table.value, error.message)).help_if(error.help));
                return None;
            }
        };
        let index = self.sheet_index(source.as_ref(), sheet, table)?;
        let name = source.sheets()[index].name.clone();
        let mut rendering = Rendering::new(FileId(self.sources.iter().count() as u16), &name);
        if let Err(error) = source.read(index, &mut |cell| rendering.add(&cell)) {
            self.note(unreadable(format!("sheet `{name}`: {}", error.message)).help_if(error.help));
            return None;
        }
        if rendering.full {
            self.note(unreadable(format!("sheet `{name}` is too large for a decision table")));
            return None;
        }
        self.sources.add_sheet(format!("{file} ({name})"), rendering.text, rendering.cells);
        self.diagnostics.extend(rendering.problems);
        Some(rendering.rows)
    }

    fn sheet_index(&mut self, source: &dyn CellSource, sheet: Option<&str>, table: &Spanned<String>) -> Option<usize> {
        let sheets = source.sheets();
        let Some(wanted) = sheet else {
            let first = sheets.iter().position(|sheet| !sheet.hidden).or((!sheets.is_empty()).then_some(0));
            if first.is_none() {
                let message = format!("`{}` has no sheet", table.value);
                self.note(Diagnostic::error("unreadable-file", table.span, message));
            }
            return first;
        };
        let found = sheets.iter().position(|sheet| sheet.name == wanted);
        if found.is_none() {
            let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
            let list = names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
            let help = match nearest(wanted, names.iter().copied()) {
                Some(near) => format!("write `{near}`; its sheets are {list}"),
                None => format!("its sheets are {list}"),
            };
            let at = table.value.len() - wanted.len();
            let message = format!("the workbook has no sheet `{wanted}`");
            self.note(Diagnostic::error("unknown-file", table.span.part(at, wanted.len()), message).help(help));
        }
        found
    }
}

/// A sheet as text: line 4 of the text is row 4 of the sheet.
struct Rendering<'a> {
    file: FileId,
    sheet: &'a str,
    text: String,
    cells: Vec<(u32, u32, String)>,
    rows: Grid,
    row: Option<u32>,
    problems: Vec<Diagnostic>,
    full: bool,
}

impl<'a> Rendering<'a> {
    fn new(file: FileId, sheet: &'a str) -> Self {
        Rendering {
            file,
            sheet,
            text: String::new(),
            cells: Vec::new(),
            rows: Vec::new(),
            row: None,
            problems: Vec::new(),
            full: false,
        }
    }

    fn add(&mut self, cell: &Cell<'_>) -> ControlFlow<()> {
        if self.cells.len() >= MOST_CELLS
            || self.text.len() >= MOST_BYTES
            || cell.row >= MOST_ROWS
            || cell.column >= MOST_COLUMNS
        {
            self.full = true;
            return ControlFlow::Break(());
        }
        let (text, problem) = cell_text(&cell.value);
        if text.is_empty() {
            return ControlFlow::Continue(());
        }
        self.go_to(cell);
        let start = self.text.len() as u32;
        // A rendered row is one line, whatever its cells hold.
        self.text.push_str(&text.replace(['\n', '\r'], " "));
        let span = Span { file: self.file, start, end: self.text.len() as u32 };
        let address = format!("{}!{}{}", self.sheet, column_letters(cell.column), cell.row + 1);
        if let Some(problem) = problem {
            let message = format!("{address} {problem}");
            self.problems.push(Diagnostic::error("bad-cell", span, message).help("correct the cell in the workbook"));
        }
        self.cells.push((span.start, span.end, address));
        let cell = GridCell { text: Spanned::new(text, span), is_text: matches!(cell.value, CellValue::Text(_)) };
        if let Some(row) = self.rows.last_mut() {
            row.push(cell);
        }
        ControlFlow::Continue(())
    }

    /// Starts the cell's row, and fills the columns left empty before it.
    fn go_to(&mut self, cell: &Cell<'_>) {
        if self.row != Some(cell.row) {
            let lines = cell.row.saturating_sub(self.row.unwrap_or(0));
            self.text.extend(std::iter::repeat_n('\n', lines as usize));
            self.row = Some(cell.row);
            self.rows.push(Vec::new());
        }
        let Some(row) = self.rows.last_mut() else { return };
        for column in row.len()..cell.column as usize {
            if column > 0 {
                self.text.push_str(" | ");
            }
            let at = self.text.len() as u32;
            let empty = Span { file: self.file, start: at, end: at };
            row.push(GridCell { text: Spanned::new(String::new(), empty), is_text: false });
        }
        if cell.column > 0 {
            self.text.push_str(" | ");
        }
    }
}

/// What a cell of a decision table says, and what is wrong with it.
#[must_use]
pub fn cell_text(value: &CellValue<'_>) -> (String, Option<String>) {
    match value {
        CellValue::Number(number) => (number::shortest(*number), None),
        CellValue::Text(text) => (text.trim().to_string(), None),
        CellValue::Bool(flag) => (if *flag { "TRUE" } else { "FALSE" }.to_string(), None),
        CellValue::DateTime(moment, _) if moment.is_midnight() => (moment.date().to_string(), None),
        CellValue::DateTime(moment, _) => (moment.to_string(), None),
        CellValue::Error(error) => (error.to_string(), Some(format!("holds the error `{error}`"))),
        CellValue::Unsaved => ("?".into(), Some("holds a formula whose result was never saved".into())),
    }
}

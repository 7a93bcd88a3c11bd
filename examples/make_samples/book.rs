//! Sheets of plain cells, and how they become a workbook.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};
use std::path::Path;

/// A cell as a person would have left it.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A day, as a serial number of the 1900 calendar.
    Day(i32),
    /// A formula whose result is an error: formula and error.
    Error(&'static str, &'static str),
}

/// Text from anything that is text.
pub fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

/// One sheet.
pub struct Sheet {
    /// Its name.
    pub name: &'static str,
    /// Lines above the headers.
    pub title: Vec<String>,
    /// Headers and column widths.
    pub headers: Vec<(&'static str, f64)>,
    /// Rows below the headers.
    pub rows: Vec<Vec<Cell>>,
    /// Rows somebody hid, counted from 0 below the headers.
    pub hidden_rows: Vec<usize>,
}

impl Sheet {
    /// A sheet without rows.
    pub fn new(name: &'static str, headers: &[(&'static str, f64)]) -> Sheet {
        Sheet { name, title: Vec::new(), headers: headers.to_vec(), rows: Vec::new(), hidden_rows: Vec::new() }
    }
}

/// Writes the sheets as a workbook of that title.
///
/// # Errors
/// When the file cannot be written.
pub fn save(title: &str, sheets: &[Sheet], path: &Path) -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(9); // the sample is kept with the project
    workbook.set_properties(
        &DocProperties::new()
            .set_title(title)
            .set_author("Rulebook")
            .set_creation_datetime(&ExcelDateTime::from_ymd(2026, 7, 1)?),
    );
    let looks = Looks::new();
    for sheet in sheets {
        write(workbook.add_worksheet(), sheet, &looks)?;
    }
    workbook.save(path)
}

struct Looks {
    title: Format,
    header: Format,
    day: Format,
}

impl Looks {
    fn new() -> Looks {
        Looks {
            title: Format::new().set_bold().set_font_size(14),
            header: Format::new().set_bold().set_background_color("#DDE7F3"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
        }
    }
}

fn write(page: &mut Worksheet, sheet: &Sheet, looks: &Looks) -> Result<(), XlsxError> {
    page.set_name(sheet.name)?;
    for (line, title) in sheet.title.iter().enumerate() {
        page.write_with_format(line as u32, 0, title, &looks.title)?;
    }
    // A blank line between title and headers, as people leave one.
    let top = if sheet.title.is_empty() { 0 } else { sheet.title.len() as u32 + 1 };
    for (column, (header, width)) in sheet.headers.iter().enumerate() {
        page.write_with_format(top, column as u16, *header, &looks.header)?;
        page.set_column_width(column as u16, *width)?;
    }
    page.set_freeze_panes(top + 1, 0)?;
    for (row, cells) in (top + 1..).zip(&sheet.rows) {
        for (column, cell) in (0u16..).zip(cells) {
            write_cell(page, row, column, cell, looks)?;
        }
    }
    for row in &sheet.hidden_rows {
        page.set_row_hidden(top + 1 + *row as u32)?;
    }
    Ok(())
}

fn write_cell(page: &mut Worksheet, row: u32, column: u16, cell: &Cell, looks: &Looks) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => {}
        Cell::Text(text) => {
            page.write(row, column, text)?;
        }
        Cell::Number(number) => {
            page.write(row, column, *number)?;
        }
        Cell::Day(serial) => {
            page.write_with_format(row, column, *serial, &looks.day)?;
        }
        Cell::Error(formula, error) => {
            page.write_formula(row, column, Formula::new(*formula).set_result(*error))?;
        }
    }
    Ok(())
}

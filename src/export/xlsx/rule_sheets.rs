//! Decision tables as sheets for people to edit: every cell is text, so that nothing is taken for a day or a number.

use super::book::Book;
use super::style::{HeadFormat, Styles};
use crate::export::content::palette::Head;
use crate::export::rule_sheets::{RuleBook, RuleSheet, SheetColumn};
use rust_xlsxwriter::{DataValidation, Format, FormatAlign, FormatBorder, IgnoreError, Url, Worksheet, XlsxError};
use std::path::Path;
use unicode_width::UnicodeWidthStr;

/// Narrowest and widest column, in characters.
const WIDTHS: (usize, usize) = (8, 48);
/// Rows below the rules that are made ready for more.
const ROOM: u32 = 200;
/// Longest list of words that Excel takes, in characters.
const LONGEST_LIST: usize = 255;
/// Longest text of a cell.
const LONGEST_TEXT: usize = 32_767;

/// The workbook.
pub(super) fn assemble(rules: &RuleBook, folder: Option<&Path>) -> Result<Book, XlsxError> {
    let mut book = Book::plain(&rules.title, &rules.title, folder)?;
    let styles = book.styles.clone();
    book.sheet(&rules.index, false)?;
    let mut names = Vec::new();
    for table in &rules.sheets {
        if table.listed_only {
            names.push(String::new());
            continue;
        }
        let sheet = book.sheet(&table.name, false)?;
        write(sheet, &styles, table)?;
        names.push(sheet.name());
    }
    let index = book.workbook.worksheet_from_index(0)?;
    Book::mark(index);
    list(index, &styles, rules, &names)?;
    Ok(book)
}

/// The sheet that lists the others. What tells whether a table was edited meanwhile is hidden.
fn list(sheet: &mut Worksheet, styles: &Styles, rules: &RuleBook, names: &[String]) -> Result<(), XlsxError> {
    let head = styles.set(&Head::Report.format());
    let cell = styles.set(&Format::new().set_align(FormatAlign::VerticalCenter));
    for (column, header) in (0u16..).zip(&rules.headers) {
        sheet.write_string_with_format(0, column, header, &head)?;
    }
    for (row, (table, name)) in (1u32..).zip(rules.sheets.iter().zip(names)) {
        let texts = [name, &table.name].into_iter().chain(&table.about).chain([&table.fingerprint]);
        for (column, text) in (0u16..).zip(texts) {
            sheet.write_string_with_format(row, column, text, &cell)?;
        }
        if !name.is_empty() {
            let url = Url::new(format!("internal:'{}'!A1", name.replace('\'', "''"))).set_text(name);
            sheet.write_url(row, 0, url)?;
        }
    }
    for (column, width) in (0u16..).zip([32.0, 36.0, 16.0, 8.0, 24.0, 20.0]) {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_column_hidden(5)?.set_freeze_panes(1, 0)?;
    Ok(())
}

fn write(sheet: &mut Worksheet, styles: &Styles, table: &RuleSheet) -> Result<(), XlsxError> {
    let last = table.rows.len() as u32 + ROOM;
    for (at, column) in (0u16..).zip(&table.columns) {
        let texts = || table.rows.iter().map(|row| row[at as usize].as_str());
        let widest = texts().chain([column.header.as_str()]).map(|text| text.width() + 3).max().unwrap_or(0);
        let (least, most) = if at == 0 { (6, 10) } else { WIDTHS };
        let body = styles.set(&body(column, at == 0));
        sheet.set_column_width(at, widest.clamp(least, most) as f64)?.set_column_format(at, &body)?;
        sheet.write_string_with_format(0, at, &column.header, &styles.set(&head(column)))?;
        for (row, text) in (1u32..).zip(texts()) {
            match text.encode_utf16().count() {
                0 => sheet.write_blank(row, at, &body)?,
                1..=LONGEST_TEXT => sheet.write_string_with_format(row, at, text, &body)?,
                _ => return Err(XlsxError::MaxStringLengthExceeded),
            };
        }
        sheet.ignore_error_range(1, at, last, at, IgnoreError::NumberStoredAsText)?;
        choices(sheet, at, last, column)?;
    }
    let columns = table.columns.len().saturating_sub(1) as u16;
    sheet.set_freeze_panes(1, 1)?.autofilter(0, 0, last - ROOM, columns)?;
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn head(column: &SheetColumn) -> Format {
    match (column.is_aside, column.is_result) {
        (true, _) => Head::Report.format(),
        (_, true) => Head::Decision.format(),
        (_, false) => Head::Imported.format(),
    }
}

fn body(column: &SheetColumn, number: bool) -> Format {
    let format = Format::new().set_num_format("@").set_align(FormatAlign::Top).set_text_wrap();
    let format = format.set_border_bottom(FormatBorder::Hair);
    match (number, column.is_result) {
        (true, _) => format.set_font_color(super::style::MUTED).set_align(FormatAlign::Right).set_indent(1),
        (_, true) => format.set_bold(),
        _ => format,
    }
}

/// Words to choose from; others may be written too, such as `A, B`.
fn choices(sheet: &mut Worksheet, at: u16, last: u32, column: &SheetColumn) -> Result<(), XlsxError> {
    let length: usize = column.choices.iter().map(|word| word.encode_utf16().count() + 1).sum();
    let fits = !column.choices.is_empty() && length <= LONGEST_LIST;
    if fits && column.choices.iter().all(|word| !word.contains(',')) {
        let list = DataValidation::new().allow_list_strings(&column.choices)?.show_error_message(false);
        sheet.add_data_validation(1, at, last, at, &list)?;
    }
    Ok(())
}

//! What is in the workbook: every sheet with a link to it, and the tables that have none.

use super::book::Book;
use super::links::Entry;
use super::style::{LINE, NAVY};
use super::text;
use crate::export::content::tables::leaves_out;
use crate::export::labels::Label;
use crate::outcome::Outcome;
use crate::value::NumberLook;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, FormatUnderline, Url, XlsxError};

/// Widths of the columns: the sheet, and what stands on it.
const WIDTHS: [f64; 2] = [44.0, 110.0];

/// Keeps the place of the contents, which are known once all else is written.
pub(super) fn reserve(book: &mut Book) -> Result<String, XlsxError> {
    let title = book.say(Label::Contents);
    let sheet = book.sheet(title, false)?;
    Book::mark(sheet);
    Ok(sheet.name())
}

/// Writes the contents.
pub(super) fn write(book: &mut Book, outcome: &Outcome, own: &str) -> Result<(), XlsxError> {
    let entries: Vec<Entry> = book.entries.iter().filter(|entry| entry.name != own).cloned().collect();
    let left_out = left_out(book, outcome);
    let (title, asked) = (book.say(Label::Contents), book.say(Label::AskFor));
    let styles = book.styles.clone();
    let line = styles.base().set_border_bottom(FormatBorder::Hair).set_border_bottom_color(LINE);
    let line = line.set_align(FormatAlign::VerticalCenter).set_indent(1);
    let link = line.clone().set_font_color(NAVY).set_underline(FormatUnderline::Single);
    let sheet = book.workbook.worksheet_from_name(own)?;
    sheet.set_screen_gridlines(false).set_row_height(0, 26)?;
    sheet.write_string_with_format(0, 0, title, &styles.title())?;
    sheet.write_string_with_format(1, 0, text::fitting(&outcome.policy.title), &styles.subtitle())?;
    for (column, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let mut at = 3;
    for entry in &entries {
        let to = super::links::link(&entry.name, 0);
        sheet.write_url_with_options(at, 0, Url::new(to), entry.name.as_str(), "", Some(&link))?;
        write_about(sheet, at, &entry.about, &line)?;
        at += 1;
    }
    if !left_out.is_empty() {
        at += 1;
        sheet.set_row_height(at, 22)?;
        for column in 0..WIDTHS.len() as u16 {
            sheet.write_blank(at, column, &styles.section())?;
        }
        sheet.write_string_with_format(at, 0, asked, &styles.section())?;
        at += 1;
        for entry in &left_out {
            sheet.write_string_with_format(at, 0, text::fitting(&entry.name), &line)?;
            write_about(sheet, at, &entry.about, &line)?;
            at += 1;
        }
    }
    Ok(())
}

fn write_about(sheet: &mut rust_xlsxwriter::Worksheet, at: u32, about: &str, line: &Format) -> Result<(), XlsxError> {
    let lines = text::lines(about, WIDTHS[1] as usize - 6).min(4);
    sheet.set_row_height(at, 14.0 * lines as f64 + 4.0)?;
    sheet.write_string_with_format(at, 1, text::fitting(about), &line.clone().set_text_wrap())?;
    Ok(())
}

/// Tables that have no sheet because they are long, and how to get one.
fn left_out(book: &Book, outcome: &Outcome) -> Vec<Entry> {
    let long = outcome.tables.iter().filter(|table| leaves_out(table) && !table.view.hidden);
    long.map(|table| {
        let rows = NumberLook::WHOLE.show(table.rows as f64);
        let about = format!("{rows} {} · report: {{ sheets: [{}] }}", book.say(Label::Rows), table.name);
        Entry { name: table.title.clone(), about }
    })
    .collect()
}

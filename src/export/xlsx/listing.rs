//! A listing on a sheet of its own: title, legend, frozen header with filters, rows.

use super::book::Book;
use super::colors;
use super::grid::{Shown, cached, header_lines};
use super::names::headers;
use super::print::Printed;
use super::style::{HeadFormat, Styles};
use super::text;
use crate::export::content::listing::{Listing, origin};
use crate::export::content::palette::Head;
use crate::export::labels::Label;
use crate::value::Value;
use rust_xlsxwriter::{Format, Formula, Table, TableColumn, TableStyle, Worksheet, XlsxError};
use std::collections::HashMap;
use std::ops::Range;

/// Rows of a sheet.
const SHEET_ROWS: usize = 1_048_576;
/// A listing of more cells is kept on disk while it is written, and has plain filters instead of an
/// Excel table, which would need memory for each of its cells.
const LARGE: usize = 200_000;
/// Rows that can be pointed to: more than are told about.
const LINKED: usize = 10_000;
/// Height of a line of a header.
const LINE_HEIGHT: f64 = 15.0;

impl Listing<'_> {
    /// Writes the listing, over several sheets where one does not hold it. Gives the names of the
    /// sheets' header row and columns, for what is to be added.
    pub(super) fn place(
        &self,
        book: &mut Book,
        finish: impl FnMut(&mut Worksheet, u32, u32) -> Result<(), XlsxError>,
    ) -> Result<Placed, XlsxError> {
        self.place_on(book, None, finish)
    }

    /// The same on a sheet that speaks of the report as a whole.
    pub(super) fn place_marked(&self, book: &mut Book) -> Result<Placed, XlsxError> {
        self.place(book, |sheet, _, _| {
            Book::mark(sheet);
            Ok(())
        })
    }

    /// The same, the first sheet by a name that was given out before.
    pub(super) fn place_on(
        &self,
        book: &mut Book,
        mut name: Option<String>,
        mut finish: impl FnMut(&mut Worksheet, u32, u32) -> Result<(), XlsxError>,
    ) -> Result<Placed, XlsxError> {
        let mut placed = Placed::default();
        if let Some(order) = &self.grid.order {
            placed.places = (0..).zip(order.iter().take(LINKED)).map(|(place, row)| (*row as usize, place)).collect();
        }
        let styles = book.styles.clone();
        let sums = book.say(Label::Sum);
        let mut layout = self.grid.layout(&styles);
        self.make_room(&mut layout);
        let large = self.grid.rows.saturating_mul(self.grid.fields.len()) > LARGE;
        let header = 2 + self.above.len() as u32 + u32::from(!self.totals.is_empty());
        let room = SHEET_ROWS - header as usize - 1;
        let mut start = 0;
        loop {
            let part = start..self.grid.rows.min(start + room);
            start = part.end;
            let subtitle = self.subtitle(book, part.len());
            let top = Top { title: &self.title, subtitle: &subtitle, legend: &self.legend };
            book.about = self.subtitle.clone();
            let legend = top.legend_words(book);
            let table_name = book.names.table(&self.name);
            let name = name.take().unwrap_or_else(|| book.names.sheet(&self.title));
            let sheet = book.named_sheet(name, large)?;
            placed.parts.push((sheet.name(), part.clone(), header + 1));
            top.write(sheet, &styles, &legend)?;
            self.write_above(sheet, &styles)?;
            self.write_totals(sheet, header - 1, (&styles, &layout), sums)?;
            let table = (!large).then_some(table_name);
            self.write_part(sheet, (&styles, &layout), header, part.clone(), table)?;
            let last = header + (part.len() as u32).max(1);
            colors::set(sheet, &self.grid, (header + 1, last))?;
            finish(sheet, header, last)?;
            if start >= self.grid.rows {
                return Ok(placed);
            }
        }
    }

    /// The line below the title, which also says how much is printed.
    fn subtitle(&self, book: &Book, rows: usize) -> String {
        if !self.length.cuts(rows) {
            return self.subtitle.clone();
        }
        let printed = book.say(Label::PrintsFirst).replace("{}", &self.length.rows().to_string());
        if self.subtitle.is_empty() { printed } else { format!("{} · {printed}", self.subtitle) }
    }

    fn write_part(
        &self,
        sheet: &mut Worksheet,
        (styles, layout): (&Styles, &[Shown]),
        header: u32,
        part: Range<usize>,
        table: Option<String>,
    ) -> Result<(), XlsxError> {
        for (col, shown) in (0u16..).zip(layout) {
            sheet.set_column_width(col, shown.width as f64)?;
            sheet.set_column_format(col, &shown.format)?;
        }
        sheet.set_freeze_panes(header + 1, self.frozen)?;
        sheet.set_repeat_rows(header, header)?;
        let widths = layout.iter().map(|shown| shown.width).collect();
        Printed { header, rows: part.len(), widths, frozen: self.frozen, length: self.length }.set(sheet)?;
        let titles = headers(self.grid.fields.iter().map(|field| field.title.as_str()));
        sheet.set_row_height(header, LINE_HEIGHT * (header_lines(&titles, layout) as f64) + 5.0)?;
        let last = header + (part.len() as u32).max(1);
        let Some(last_column) = (titles.len() as u16).checked_sub(1) else { return Ok(()) };
        self.grid.write_headers(sheet, header, &titles, styles)?;
        if table.is_none() {
            sheet.autofilter(header, 0, last, last_column)?;
        }
        self.grid.write_rows(sheet, header + 1, part, layout, false)?;
        if let Some(name) = table {
            let heads: Vec<Format> = self.grid.fields.iter().map(|field| field.header_format(styles)).collect();
            sheet.add_table(header, 0, last, last_column, &excel_table(name, &titles, &heads))?;
        }
        Ok(())
    }

    /// Columns as wide as their totals need.
    fn make_room(&self, layout: &mut [Shown]) {
        for ((total, field), shown) in self.totals.iter().zip(&self.grid.fields).zip(layout) {
            let look = field.number_look().map(|(look, _)| look);
            let wide = total.zip(look).map_or(0, |(total, look)| look.show(total).len() + 4);
            shown.width = shown.width.max(wide);
        }
    }

    /// What columns come to over all rows: above the header, where it stays in sight and no filter takes it for a row.
    fn write_totals(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        (styles, layout): (&Styles, &[Shown]),
        name: &str,
    ) -> Result<(), XlsxError> {
        let Some(first) = self.totals.iter().position(Option::is_some) else { return Ok(()) };
        let bold = |format: &Format| styles.set(format).set_bold();
        if first > 0 {
            sheet.write_string_with_format(row, 0, name, &bold(&styles.subtitle()))?;
        }
        for (col, (total, shown)) in (0u16..).zip(self.totals.iter().zip(layout)) {
            let Some(total) = total else { continue };
            let format = bold(&shown.format);
            match self.live_totals.get(usize::from(col)).and_then(Option::as_ref) {
                Some(formula) => {
                    let formula = Formula::new(format!("={formula}")).set_result(cached(&Value::Number(*total)));
                    sheet.write_formula_with_format(row, col, formula, &format)?;
                }
                None => {
                    sheet.write_number_with_format(row, col, *total, &format)?;
                }
            }
        }
        Ok(())
    }

    fn write_above(&self, sheet: &mut Worksheet, styles: &Styles) -> Result<(), XlsxError> {
        for (row, (name, cells)) in (2u32..).zip(&self.above) {
            sheet.write_string_with_format(row, 0, text::fitting(name), &styles.subtitle())?;
            for (col, cell) in (0u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                let format = styles.subtitle().set_align(rust_xlsxwriter::FormatAlign::Right);
                sheet.write_string_with_format(row, col, text::fitting(cell), &format)?;
            }
        }
        Ok(())
    }
}

/// Where the rows of a listing stand.
#[derive(Debug, Default)]
pub(super) struct Placed {
    /// Sheets, each with the places of the order it holds and the row of the first.
    parts: Vec<(String, Range<usize>, u32)>,
    /// The place of each row in the order, where that is not its own.
    places: HashMap<usize, usize>,
}

impl Placed {
    /// A link to the row.
    pub(super) fn link_to(&self, row: usize) -> Option<String> {
        let place = if self.places.is_empty() { row } else { *self.places.get(&row)? };
        let (sheet, part, first) = self.parts.iter().find(|(_, part, _)| part.contains(&place))?;
        Some(super::links::link(sheet, first + (place - part.start) as u32))
    }
}

/// An Excel table with headers that keep their own look.
pub(super) fn excel_table(name: String, titles: &[String], heads: &[Format]) -> Table {
    let columns: Vec<TableColumn> = titles
        .iter()
        .zip(heads)
        .map(|(title, head)| TableColumn::new().set_header(title).set_header_format(head))
        .collect();
    Table::new().set_name(name).set_columns(&columns).set_style(TableStyle::Medium2)
}

/// The first two rows of a sheet.
pub(super) struct Top<'a> {
    pub title: &'a str,
    pub subtitle: &'a str,
    pub legend: &'a [Head],
}

impl Top<'_> {
    /// What the legend says.
    pub(super) fn legend_words(&self, book: &Book) -> Vec<(Head, &'static str)> {
        self.legend.iter().filter_map(|head| Some((*head, book.say(origin(*head)?)))).collect()
    }

    pub(super) fn write(
        &self,
        sheet: &mut Worksheet,
        styles: &Styles,
        legend: &[(Head, &'static str)],
    ) -> Result<(), XlsxError> {
        sheet.set_row_height(0, 26)?;
        let title = text::fitting(self.title);
        let title = if title.trim().is_empty() { "–".into() } else { title };
        sheet.write_string_with_format(0, 0, title, &styles.title())?;
        sheet.set_row_height(1, 18)?;
        if legend.is_empty() {
            sheet.write_string_with_format(1, 0, text::fitting(self.subtitle), &styles.subtitle())?;
            return Ok(());
        }
        let quiet = styles.subtitle();
        let colors: Vec<Format> =
            legend.iter().map(|(head, _)| styles.base().set_font_color(head.color()).set_bold()).collect();
        let start = format!("{}    ", text::fitting(self.subtitle));
        let words: Vec<String> = legend.iter().map(|(_, word)| format!(" {word}    ")).collect();
        let mut parts: Vec<(&Format, &str)> = vec![(&quiet, &start)];
        for (color, word) in colors.iter().zip(&words) {
            parts.extend([(color, "■"), (&quiet, word.as_str())]);
        }
        sheet.write_rich_string_with_format(1, 0, &parts, &quiet)?;
        Ok(())
    }
}

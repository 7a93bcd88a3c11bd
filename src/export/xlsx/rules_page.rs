//! Writing the sheet of rules, line by line.

use super::style::{HeadFormat, INK, LINE, MUTED, NAVY, Styles};
use super::text;
use crate::decision::cell::{CellPart, Comparison};
use crate::export::content::palette::Head;
use crate::export::content::rules::percent;
use crate::outcome::RuleCell;
use crate::value::{Date, DateTime, Extent, NumberFormat, NumberLook, Value};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};
use std::ops::Range;

/// Widths of the first columns, in characters.
pub(super) const WIDTHS: [f64; 12] = [34.0, 22.0, 16.0, 16.0, 16.0, 20.0, 16.0, 16.0, 16.0, 16.0, 16.0, 16.0];
/// Height of a line of text.
const LINE_HEIGHT: f64 = 14.0;
/// Characters a long text takes before it goes on in the next line.
const WIDE: usize = 96;

/// The sheet while it is written.
pub(super) struct Page<'s> {
    pub sheet: &'s mut Worksheet,
    /// The row to write.
    pub at: u32,
    /// Columns used so far.
    pub columns: u16,
    styles: Styles,
    line: Format,
    lines: usize,
}

impl<'s> Page<'s> {
    pub(super) fn new(
        sheet: &'s mut Worksheet,
        styles: Styles,
        title: &str,
        about: &str,
    ) -> Result<Page<'s>, XlsxError> {
        sheet.set_row_height(0, 26)?;
        sheet.write_string_with_format(0, 0, title, &styles.title())?;
        sheet.write_string_with_format(1, 0, about, &styles.subtitle())?;
        for (column, width) in (0u16..).zip(WIDTHS) {
            sheet.set_column_width(column, width)?;
        }
        let line = styles.size(9, INK).set_border_bottom(FormatBorder::Hair).set_border_bottom_color(LINE);
        let line = line.set_align(FormatAlign::Left).set_indent(1);
        Ok(Page { sheet, at: 3, columns: 1, styles, line, lines: 1 })
    }

    /// The heading of a part; a gap follows.
    pub(super) fn section(&mut self, title: &str) -> Result<(), XlsxError> {
        self.sheet.set_row_height(self.at, 22)?.set_row_height(self.at + 1, 6)?;
        let format = self.styles.section();
        for column in 0..7 {
            self.sheet.write_blank(self.at, column, &format)?;
        }
        self.sheet.write_string_with_format(self.at, 0, title, &format)?;
        self.at += 2;
        Ok(())
    }

    /// The title of a scorecard or a decision table, and where it was written.
    pub(super) fn title(&mut self, title: &str, place: &str) -> Result<(), XlsxError> {
        let format = self.styles.size(11, NAVY).set_bold();
        self.sheet.set_row_height(self.at, 20)?;
        let quiet = self.styles.size(9, MUTED);
        let parts = [(&format, title), (&quiet, &format!("   {place}"))];
        self.sheet.write_rich_string_with_format(self.at, 0, &parts, &format)?;
        self.at += 1;
        Ok(())
    }

    pub(super) fn header(&mut self, titles: &[&str]) -> Result<(), XlsxError> {
        self.header_of_rules(titles, 0..0)
    }

    /// A header in which some columns are results.
    pub(super) fn header_of_rules(&mut self, titles: &[&str], results: Range<u16>) -> Result<(), XlsxError> {
        let mut lines = 1;
        for (column, title) in (0u16..).zip(titles) {
            let head = if results.contains(&column) { Head::Decision } else { Head::Report };
            let format = self.styles.set(&head.format()).set_font_size(9).set_indent(1);
            self.sheet.write_string_with_format(self.at, column, text::fitting(title), &format)?;
            lines = lines.max(text::lines(title, self.width(column).saturating_sub(3)));
        }
        self.columns = self.columns.max(titles.len() as u16);
        self.sheet.set_row_height(self.at, LINE_HEIGHT * lines.min(4) as f64 + 4.0)?;
        self.at += 1;
        Ok(())
    }

    fn width(&self, column: u16) -> usize {
        WIDTHS.get(usize::from(column)).map_or(9, |width| *width as usize)
    }

    /// Ends a line.
    pub(super) fn next(&mut self) {
        if self.lines > 1 {
            let _ = self.sheet.set_row_height(self.at, LINE_HEIGHT * self.lines as f64 + 3.0);
        }
        self.lines = 1;
        self.at += 1;
    }

    pub(super) fn text(&mut self, column: u16, words: &str) -> Result<(), XlsxError> {
        self.wrapped(column, words)
    }

    /// Text that steps back.
    pub(super) fn quiet(&mut self, column: u16, words: &str) -> Result<(), XlsxError> {
        let format = self.line.clone().set_font_color(MUTED);
        self.sheet.write_string_with_format(self.at, column, text::fitting(words), &format)?;
        Ok(())
    }

    /// Text that goes on in the next line.
    pub(super) fn wrapped(&mut self, column: u16, words: &str) -> Result<(), XlsxError> {
        self.lines = self.lines.max(text::lines(words, self.width(column).saturating_sub(2)).min(8));
        let format = self.line.clone().set_text_wrap().set_align(FormatAlign::Top);
        self.sheet.write_string_with_format(self.at, column, text::fitting(words), &format)?;
        Ok(())
    }

    /// A long text over several columns.
    pub(super) fn wide(&mut self, column: u16, words: &str) -> Result<(), XlsxError> {
        let lines = text::lines(words, WIDE).min(8);
        self.lines = self.lines.max(lines);
        let format = self.line.clone().set_text_wrap().set_align(FormatAlign::Top);
        self.columns = self.columns.max(column + 6);
        self.sheet.merge_range(self.at, column, self.at, column + 5, &text::fitting(words), &format)?;
        Ok(())
    }

    pub(super) fn count(&mut self, column: u16, count: usize) -> Result<(), XlsxError> {
        let format = self.line.clone().set_num_format("#,##0");
        self.sheet.write_number_with_format(self.at, column, count as f64, &format)?;
        Ok(())
    }

    /// A value as what it is: a number, a day, true or false, a text.
    pub(super) fn value(&mut self, column: u16, value: &Value, format: NumberFormat) -> Result<(), XlsxError> {
        self.signed(column, "", value, format)
    }

    /// What a rule asks of an input.
    pub(super) fn cell(&mut self, column: u16, cell: &RuleCell) -> Result<(), XlsxError> {
        if cell.parts.is_empty() {
            return self.wrapped(column, &cell.text);
        }
        for (column, part) in (column..).zip(&cell.parts) {
            self.part(column, part)?;
        }
        Ok(())
    }

    fn part(&mut self, column: u16, part: &CellPart) -> Result<(), XlsxError> {
        let sign = match part.comparison {
            Comparison::Equal => "",
            other => other.sign(),
        };
        match part.values.as_slice() {
            [one] => {
                let format = if part.percent { percent(one) } else { NumberFormat::General };
                self.signed(column, sign, one, format)
            }
            several => {
                let words: Vec<String> = several.iter().map(ToString::to_string).collect();
                self.signed(column, sign, &Value::text(words.join(", ")), NumberFormat::General)
            }
        }
    }

    /// A value with a sign before it that is no part of it.
    fn signed(&mut self, column: u16, sign: &str, value: &Value, format: NumberFormat) -> Result<(), XlsxError> {
        let before = if sign.is_empty() { String::new() } else { format!("\"{sign} \"") };
        let line = self.line.clone();
        let day = |day: DateTime| day.serial();
        match value {
            Value::Number(number) if number.is_finite() => {
                let look = NumberLook::of(format, &Extent::of(&[*number]));
                let line = line.set_num_format(format!("{before}{}", look.pattern()));
                self.sheet.write_number_with_format(self.at, column, *number, &line)?;
            }
            Value::Date(Date(_)) | Value::DateTime(_) => {
                let (moment, pattern) = match value {
                    Value::DateTime(moment) => (*moment, "yyyy-mm-dd hh:mm"),
                    other => (other.as_day().map_or(DateTime(0), DateTime::midnight), "yyyy-mm-dd"),
                };
                let line = line.set_num_format(format!("{before}{pattern}"));
                match day(moment) {
                    Some(serial) => self.sheet.write_number_with_format(self.at, column, serial, &line)?,
                    None => self.sheet.write_string_with_format(self.at, column, value.to_string(), &line)?,
                };
            }
            Value::Bool(flag) => {
                let line = line.set_num_format(format!("{before}General"));
                self.sheet.write_boolean_with_format(self.at, column, *flag, &line)?;
            }
            Value::Blank => {
                self.sheet.write_blank(self.at, column, &line)?;
            }
            other => {
                let words = match other {
                    Value::Period(period) => format!("{} – {}", period.from, period.to),
                    other => other.to_string(),
                };
                self.lines = self.lines.max(text::lines(&words, self.width(column).saturating_sub(2)).min(8));
                let line = line.set_text_wrap().set_align(FormatAlign::Top);
                let line = if before.is_empty() { line } else { line.set_num_format(format!("{before}@")) };
                self.sheet.write_string_with_format(self.at, column, text::fitting(&words), &line)?;
            }
        }
        Ok(())
    }
}

//! A listing: typed columns under a header, written row by row.

use super::style::{HeadFormat, Styles, painted};
use super::text;
use crate::export::content::field::{Field, Grid};
use crate::table::{BLANK_BOOL, BLANK_DATE, BLANK_DATETIME, Column, TRUE};
use crate::value::{Date, DateTime, Value};
use rust_xlsxwriter::{Format, FormatAlign, Formula, Url, Worksheet, XlsxError};
use std::ops::Range;

/// Widest column, in characters; longer text wraps.
const WIDEST: usize = 60;
/// A header does not make its column wider than this; it wraps.
const WIDEST_HEADER: usize = 16;
/// Room a filter button takes, with the cell's padding.
const BUTTON: usize = 4;
/// Height of a line of text, and of the highest row.
const LINE_HEIGHT: f64 = 14.0;
const HIGHEST: f64 = 400.0;

impl Field<'_> {
    /// Format of its header, which stands where the values do.
    pub(super) fn header_format(&self, styles: &Styles) -> Format {
        let format = styles.set(&self.head.format());
        match &*self.data {
            // Room for the filter's button on the right.
            _ if self.centered => format.set_align(FormatAlign::Center),
            Column::Number(_) => format.set_align(FormatAlign::Right).set_indent(2),
            _ => format.set_indent(1),
        }
    }
}

impl Grid<'_> {
    /// How each column is shown, found out once.
    pub(super) fn layout(&self, styles: &Styles) -> Vec<Shown> {
        self.fields.iter().map(|field| Shown::of(field, styles)).collect()
    }

    /// Writes the headers.
    pub(super) fn write_headers(
        &self,
        sheet: &mut Worksheet,
        at: u32,
        headers: &[String],
        styles: &Styles,
    ) -> Result<(), XlsxError> {
        for (col, (field, header)) in self.fields.iter().zip(headers).enumerate() {
            sheet.write_string_with_format(at, col as u16, header, &field.header_format(styles))?;
        }
        Ok(())
    }

    /// Writes the rows of that range (of the order shown) from the sheet's row `at` on. With
    /// `formats` each cell carries its format, else the sheet's columns do.
    pub(super) fn write_rows(
        &self,
        sheet: &mut Worksheet,
        at: u32,
        part: Range<usize>,
        layout: &[Shown],
        formats: bool,
    ) -> Result<(), XlsxError> {
        for (to, place) in (at..).zip(part) {
            let row = self.order.as_ref().map_or(place, |order| order[place] as usize);
            let mut lines = 1;
            for (col, (field, shown)) in (0u16..).zip(self.fields.iter().zip(layout)) {
                let painted = shown.painted(&field.data, row);
                let linked = !field.links.is_empty();
                let format = painted.or((formats || linked).then_some(&shown.format));
                write_cell(sheet, (to, col), field, row, format)?;
                if shown.wraps
                    && let Some(text) = field.data.text(row)
                {
                    lines = lines.max(text::lines(text, WIDEST - 2));
                }
            }
            if lines > 1 {
                sheet.set_row_height(to, (LINE_HEIGHT * lines as f64 + 3.0).min(HIGHEST))?;
            }
        }
        Ok(())
    }
}

/// How a column is shown.
pub(super) struct Shown {
    /// Format of its cells.
    pub format: Format,
    /// Width of the column in characters.
    pub width: usize,
    /// Formats by the code of the text.
    paint: Vec<(u32, Format)>,
    /// Whether text is wrapped.
    wraps: bool,
}

impl Shown {
    fn of(field: &Field<'_>, styles: &Styles) -> Shown {
        let numbers = field.number_look();
        let content = field.widest(numbers, text::width);
        let mut format = match &*field.data {
            Column::Number(_) => styles.base(),
            _ => styles.base().set_align(FormatAlign::Left).set_indent(1),
        };
        let pattern = match &*field.data {
            Column::Date(_) => Some("yyyy-mm-dd".to_string()),
            Column::DateTime(_) => Some("yyyy-mm-dd hh:mm".to_string()),
            _ => numbers.map(|(look, _)| look.pattern()),
        };
        if let Some(pattern) = pattern {
            format = format.set_num_format(pattern);
        }
        let header = text::width(&field.title) + BUTTON;
        let wraps = content + 3 > WIDEST;
        if wraps {
            format = format.set_text_wrap();
        }
        if field.centered {
            format = format.set_indent(0).set_align(FormatAlign::Center);
        }
        if field.muted {
            format = format.set_font_color(super::style::MUTED);
        }
        let paint = field.paint.iter().filter_map(|(text, format)| {
            let Column::Text(values) = &*field.data else { return None };
            Some((values.dictionary.find(text)?, styles.set(&painted(*format))))
        });
        Shown {
            width: (content + 3).max(header.min(WIDEST_HEADER)).clamp(6, WIDEST),
            paint: paint.collect(),
            format: format.set_align(FormatAlign::VerticalCenter),
            wraps,
        }
    }

    fn painted(&self, column: &Column, row: usize) -> Option<&Format> {
        if self.paint.is_empty() {
            return None;
        }
        let Column::Text(values) = column else { return None };
        self.paint.iter().find(|(code, _)| *code == values.codes[row]).map(|(_, format)| format)
    }
}

/// Lines the headers need at those widths.
pub(super) fn header_lines(headers: &[String], layout: &[Shown]) -> usize {
    let lines = headers.iter().zip(layout).map(|(header, shown)| {
        let room = shown.width.saturating_sub(BUTTON).max(1);
        text::lines(header, room)
    });
    lines.max().unwrap_or(1).clamp(1, 4)
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    field: &Field<'_>,
    from: usize,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    if let Some(link) = field.links.get(&from) {
        let shown = field.data.text(from).unwrap_or("→").to_string();
        sheet.write_url_with_options(row, col, Url::new(link.as_str()), shown, "", format)?;
        return Ok(());
    }
    if let Some((formula, array)) = field.formula.as_ref().and_then(|formula| formula(from)) {
        let value = field.data.value(from);
        return live(sheet, (row, col), (&formula, array), &value, format);
    }
    match &*field.data {
        Column::Bool(values) if field.flags && values[from] != BLANK_BOOL => {
            flag(sheet, (row, col), values[from] == TRUE, format)
        }
        Column::Number(values) if values[from].is_finite() => number(sheet, (row, col), values[from], format),
        Column::Text(values) => match values.get(from) {
            Some(text) => string(sheet, (row, col), text, format),
            None => Ok(()),
        },
        Column::Date(values) if values[from] != BLANK_DATE => {
            moment(sheet, (row, col), DateTime::midnight(Date(values[from])), true, format)
        }
        Column::DateTime(values) if values[from] != BLANK_DATETIME => {
            moment(sheet, (row, col), DateTime(values[from]), false, format)
        }
        Column::Bool(values) if values[from] != BLANK_BOOL => {
            let word = if values[from] == TRUE { field.words.0 } else { field.words.1 };
            string(sheet, (row, col), word, format)
        }
        Column::Values(_, values) if !values[from].is_blank() => {
            string(sheet, (row, col), &values[from].to_string(), format)
        }
        _ => Ok(()),
    }
}

/// A formula with what it gave in the run.
fn live(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    (formula, array): (&str, bool),
    value: &Value,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    let formula = Formula::new(format!("={formula}")).set_result(cached(value));
    match (format, array) {
        (Some(format), false) => sheet.write_formula_with_format(row, col, formula, format)?,
        (None, false) => sheet.write_formula(row, col, formula)?,
        (Some(format), true) => sheet.write_array_formula_with_format(row, col, row, col, formula, format)?,
        (None, true) => sheet.write_array_formula(row, col, row, col, formula)?,
    };
    Ok(())
}

/// A value as the file keeps it beside its formula.
pub(super) fn cached(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Number(number) => format!("{number}"),
        Value::Bool(flag) => if *flag { "TRUE" } else { "FALSE" }.to_string(),
        Value::Date(day) => DateTime::midnight(*day).serial().map_or_else(String::new, |serial| serial.to_string()),
        Value::DateTime(moment) => moment.serial().map_or_else(String::new, |serial| serial.to_string()),
        other => text::fitting(&other.to_string()).into_owned(),
    }
}

fn flag(sheet: &mut Worksheet, (row, col): (u32, u16), flag: bool, format: Option<&Format>) -> Result<(), XlsxError> {
    match format {
        Some(format) => sheet.write_boolean_with_format(row, col, flag, format)?,
        None => sheet.write_boolean(row, col, flag)?,
    };
    Ok(())
}

fn number(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    number: f64,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    match format {
        Some(format) => sheet.write_number_with_format(row, col, number, format)?,
        None => sheet.write_number(row, col, number)?,
    };
    Ok(())
}

fn string(sheet: &mut Worksheet, (row, col): (u32, u16), text: &str, format: Option<&Format>) -> Result<(), XlsxError> {
    let text = text::fitting(text);
    match format {
        Some(format) => sheet.write_string_with_format(row, col, text, format)?,
        None => sheet.write_string(row, col, text)?,
    };
    Ok(())
}

/// A date as a serial number; before 1900, where Excel has none, as text.
fn moment(
    sheet: &mut Worksheet,
    at: (u32, u16),
    moment: DateTime,
    day: bool,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    match moment.serial() {
        Some(serial) => number(sheet, at, serial, format),
        None if day => string(sheet, at, &moment.date().to_string(), format),
        None => string(sheet, at, &moment.to_string(), format),
    }
}

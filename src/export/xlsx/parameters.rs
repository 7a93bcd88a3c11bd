//! The sheets that only a report with formulas has: parameters as named cells, figures, and what stays a value.

use super::book::Book;
use super::live::{FIRST, Sheets};
use super::style::{HeadFormat, LINE, MUTED};
use super::text;
use crate::emit::formulas::Place;
use crate::export::content::field::{Field, Grid};
use crate::export::content::listing::{Length, Listing};
use crate::export::content::palette::Head;
use crate::export::labels::Label;
use crate::formula::ColumnId;
use crate::outcome::Outcome;
use crate::value::{DateTime, Extent, NumberFormat, NumberLook, Value};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError};

/// Ground of a cell that is meant to be changed.
const INPUT: Color = Color::RGB(0xFF_F8_DC);

/// A line of a cell by itself.
fn line(book: &Book) -> Format {
    let line = book.styles.base().set_border_bottom(FormatBorder::Hair).set_border_bottom_color(LINE);
    line.set_align(FormatAlign::Left).set_indent(1)
}

/// The header of a small list.
fn header(sheet: &mut Worksheet, book_styles: &super::style::Styles, titles: &[&str]) -> Result<(), XlsxError> {
    let format = book_styles.set(&Head::Report.format()).set_indent(1);
    for (column, title) in (0u16..).zip(titles) {
        sheet.write_string_with_format(FIRST - 1, column, *title, &format)?;
    }
    sheet.set_freeze_panes(FIRST, 1)?;
    Ok(())
}

/// The parameters, each value in a cell with a name. Gives the names with the cells they stand for.
pub(super) fn write(book: &mut Book, outcome: &Outcome, sheets: &Sheets) -> Result<(), XlsxError> {
    let (line, styles) = (line(book), book.styles.clone());
    let words =
        [Label::Parameter, Label::Value, Label::Default, Label::SetBy, Label::Name].map(|label| book.say(label));
    let (title, about, run_again) =
        (book.say(Label::Parameters), book.say(Label::ChangeThese), book.say(Label::NeedsARun));
    let set_by = [book.say(Label::ThePolicy), book.say(Label::ThisRun)];
    book.about = about.to_string();
    let name = sheets.parameters_sheet.clone();
    let mut defined: Vec<(String, String)> = Vec::new();
    let sheet = book.named_sheet(name.clone(), false)?;
    top(sheet, &styles, [title, about], &[44.0, 18.0, 18.0, 16.0, 26.0, 44.0])?;
    header(sheet, &styles, &words)?;
    let input = line.clone().set_background_color(INPUT);
    let quiet = line.clone().set_font_color(MUTED);
    let mut at = FIRST;
    let defaults = outcome.rules.defaults.iter().map(Option::as_ref).chain(std::iter::repeat(None));
    for (parameter, default) in outcome.parameters.iter().zip(defaults) {
        let Some(own) = sheets.names.get(&parameter.name) else { continue };
        let default = default.unwrap_or(&parameter.value);
        for (part, value, default) in parts(&parameter.value, default) {
            let name = if part.is_empty() { own.clone() } else { format!("{own}.{part}") };
            let shown =
                if part.is_empty() { parameter.title.clone() } else { format!("{} · {part}", parameter.title) };
            sheet.write_string_with_format(at, 0, text::fitting(&shown), &line)?;
            let last = cells(sheet, (at, 1), &value, parameter.format, &input)?;
            cells(sheet, (at, 2.max(last + 1)), &default, parameter.format, &line)?;
            if last == 1 {
                sheet.write_string_with_format(at, 3, set_by[usize::from(parameter.set)], &line)?;
                sheet.write_string_with_format(at, 4, name.as_str(), &quiet)?;
                sheet.write_string_with_format(at, 5, if parameter.fixed { run_again } else { "" }, &quiet)?;
            }
            defined.push((name, range(sheets, (at, last))));
            at += 1;
        }
    }
    for (name, range) in defined {
        book.workbook.define_name(name, &range)?;
    }
    Ok(())
}

/// The cells of a parameter's value, as a defined name has them.
fn range(sheets: &Sheets, (row, last): (u32, u16)) -> String {
    let quoted = super::links::quoted_sheet(&sheets.parameters_sheet);
    let (row, to) = (row + 1, crate::source::column_letters(u32::from(last)));
    if last > 1 { format!("={quoted}$B${row}:${to}${row}") } else { format!("={quoted}$B${row}") }
}

/// Title, line below it, widths.
fn top(
    sheet: &mut Worksheet,
    styles: &super::style::Styles,
    words: [&str; 2],
    widths: &[f64],
) -> Result<(), XlsxError> {
    Book::mark(sheet);
    sheet.set_row_height(0, 26)?;
    sheet.write_string_with_format(0, 0, words[0], &styles.title())?;
    sheet.write_string_with_format(1, 0, words[1], &styles.subtitle())?;
    for (column, width) in (0u16..).zip(widths) {
        sheet.set_column_width(column, *width)?;
    }
    Ok(())
}

/// The cells of a value: the two days of a period.
fn parts(value: &Value, default: &Value) -> Vec<(&'static str, Value, Value)> {
    match (value, default) {
        (Value::Period(own), Value::Period(default)) => vec![
            ("from", Value::Date(own.from), Value::Date(default.from)),
            ("to", Value::Date(own.to), Value::Date(default.to)),
        ],
        _ => vec![("", value.clone(), default.clone())],
    }
}

/// Writes a value, a list over several cells; gives the last column used.
fn cells(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value,
    format: NumberFormat,
    look: &Format,
) -> Result<u16, XlsxError> {
    match value {
        Value::List(items) if !items.is_empty() => {
            let mut last = column;
            for (at, item) in (column..).zip(items.iter()) {
                cells(sheet, (row, at), item, format, look)?;
                last = at;
            }
            return Ok(last);
        }
        Value::Number(number) => {
            let pattern = NumberLook::of(format, &Extent::of(&[*number])).pattern();
            sheet.write_number_with_format(row, column, *number, &look.clone().set_num_format(pattern))?;
        }
        Value::Bool(flag) => {
            sheet.write_boolean_with_format(row, column, *flag, look)?;
        }
        Value::Date(_) | Value::DateTime(_) => {
            let (moment, pattern) = match value {
                Value::DateTime(moment) => (*moment, "yyyy-mm-dd hh:mm"),
                other => (other.as_day().map_or(DateTime(0), DateTime::midnight), "yyyy-mm-dd"),
            };
            match moment.serial() {
                Some(serial) => {
                    sheet.write_number_with_format(row, column, serial, &look.clone().set_num_format(pattern))?
                }
                None => sheet.write_string_with_format(row, column, value.to_string(), look)?,
            };
        }
        Value::Blank => {
            sheet.write_blank(row, column, look)?;
        }
        Value::Text(_) | Value::List(_) | Value::Period(_) => {
            sheet.write_string_with_format(row, column, text::fitting(&value.to_string()), look)?;
        }
    }
    Ok(column)
}

/// The figures, and the steps on the way to them, one below another.
pub(super) fn write_figures(book: &mut Book, outcome: &Outcome, sheets: &Sheets) -> Result<(), XlsxError> {
    let places = sheets.live().figure_places();
    if places.is_empty() {
        return Ok(());
    }
    let (line, styles) = (line(book), book.styles.clone());
    let words = [Label::Title, Label::Value, Label::Source].map(|label| book.say(label));
    let title = book.say(Label::Headline);
    let name = sheets.figures_sheet().to_string();
    let sheet = book.named_sheet(name, false)?;
    Book::mark(sheet);
    sheet.set_row_height(0, 26)?;
    sheet.write_string_with_format(0, 0, title, &styles.title())?;
    for (column, width) in (0u16..).zip([44.0, 20.0, 90.0]) {
        sheet.set_column_width(column, width)?;
    }
    header(sheet, &styles, &words)?;
    let quiet = line.clone().set_font_color(MUTED);
    for (at, place) in (FIRST..).zip(places) {
        let Some((title, value, format)) = sheets.figure(outcome, place) else { continue };
        let own = matches!(place, Place::Column(id) if figure_of(outcome, sheets, id).is_some());
        sheet.write_string_with_format(at, 0, text::fitting(&title), if own { &line } else { &quiet })?;
        let look = match &value {
            Value::Number(number) => {
                line.clone().set_num_format(NumberLook::of(format, &Extent::of(&[*number])).pattern())
            }
            Value::Date(_) => line.clone().set_num_format("yyyy-mm-dd"),
            _ => line.clone(),
        };
        formula_or_value(sheet, (at, 1), (sheets.formula(place, 0), &value), &look)?;
    }
    Ok(())
}

/// The figure of a column, where it is one that the policy names.
fn figure_of<'o>(outcome: &'o Outcome, sheets: &Sheets, id: ColumnId) -> Option<&'o crate::outcome::Figure> {
    let place = sheets.live().figure_places().iter().position(|place| *place == Place::Column(id))?;
    outcome.figures.get(place)
}

/// A cell with its formula, or with its value.
pub(super) fn formula_or_value(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    (formula, value): (Option<(String, bool)>, &Value),
    look: &Format,
) -> Result<(), XlsxError> {
    match formula {
        Some((text, array)) => {
            let formula = Formula::new(format!("={text}")).set_result(super::grid::cached(value));
            match array {
                true => sheet.write_array_formula_with_format(row, column, row, column, formula, look)?,
                false => sheet.write_formula_with_format(row, column, formula, look)?,
            };
            Ok(())
        }
        None => cells(sheet, (row, column), value, NumberFormat::General, look).map(|_| ()),
    }
}

/// What stays a value, with the reason.
pub(super) fn write_left(book: &mut Book, outcome: &Outcome, sheets: &Sheets) -> Result<(), XlsxError> {
    let left = sheets.left(outcome);
    if left.is_empty() {
        return Ok(());
    }
    let fields = vec![
        Field::texts(book.say(Label::Table), left.iter().map(|left| Some(left.0.as_str()))),
        Field::texts(book.say(Label::Column), left.iter().map(|left| Some(left.1.as_str()))),
        Field::texts(book.say(Label::Reason), left.iter().map(|left| Some(left.2.as_str()))),
    ];
    let (title, subtitle) = (book.say(Label::StayValues), book.say(Label::NotLive).to_string());
    let listing =
        Listing { subtitle, ..Listing::plain(title, "values", Length::Detail, Grid::new(fields, left.len())) };
    listing.place(book, |sheet, _, _| {
        Book::mark(sheet);
        Ok(())
    })?;
    Ok(())
}

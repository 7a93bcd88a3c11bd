//! The first sheet: what ran, headline figures, charts with their numbers, what is most urgent.
//!
//! Twelve columns: a margin, then four groups of two columns and a gap. A card takes a group, a
//! chart two.

use super::assertions;
use super::book::Book;
use super::charts;
use super::grid::cached;
use super::live::Sheets;
use super::style::{GROUP, NAVY, Styles, severity_cell};
use super::text;
use crate::export::content::review::severity;
use crate::export::content::summary::{self as content, URGENT, accent, card_look, who};
use crate::export::headline::{Card, cards, spreads};
use crate::export::labels::{Label, Language};
use crate::outcome::Outcome;
use crate::value::{Date, DateTime, Value};
use rust_xlsxwriter::{Color, Format, FormatAlign, Formula, Worksheet, XlsxError};

/// Columns of the sheet.
const COLUMNS: u16 = 12;
/// Groups side by side.
const GROUPS: usize = 4;
/// Width of a column of a group, in characters.
const WIDE: f64 = 15.0;
/// Width of margin and gaps.
const NARROW: f64 = 1.6;
/// Charts that still leave the summary readable on one printed page.
const ON_ONE_PAGE: usize = 4;

/// Writes the summary.
pub(super) fn write(book: &mut Book, outcome: &Outcome) -> Result<(), XlsxError> {
    let language = book.language;
    let cards = cards(outcome, language);
    let spreads = spreads(outcome, language);
    let (styles, line) = (book.styles.clone(), content::cover(language, outcome).join("   ·   "));
    let words = Words {
        must_hold: book.say(Label::MustHold),
        headline: book.say(Label::Headline),
        charts: book.say(Label::Charts),
        urgent: book.say(Label::MostUrgent),
        count: book.say(Label::Count),
        share: book.say(Label::Share),
    };
    let differs = content::differs(language, outcome);
    let live = book.sheets.clone();
    let name = book.say(Label::Summary);
    let sheet = book.sheet(name, false)?;
    if spreads.len() <= ON_ONE_PAGE {
        sheet.set_print_fit_to_pages(1, 1);
    }
    sheet.set_tab_color(NAVY).set_portrait().set_screen_gridlines(false).set_print_center_horizontally(true);
    for column in 0..COLUMNS {
        let narrow = column % GROUP == 0;
        sheet.set_column_width(column, if narrow { NARROW } else { WIDE })?;
    }
    cover(sheet, &styles, &outcome.policy.title, &line)?;
    let mut at = above(sheet, &styles, [(outcome.policy.description.clone(), paragraph), (differs, remark)])?;
    if !outcome.assertions.is_empty() {
        at = section(sheet, &styles, at, words.must_hold)?;
        at = assertions::write(sheet, &styles, at, outcome, language)?;
    }
    at = section(sheet, &styles, at, words.headline)?;
    at = write_cards(sheet, &styles, at, (&cards, live.as_deref()))?;
    if !outcome.triggers.is_empty() {
        at = section(sheet, &styles, at, words.urgent)?;
        at = write_urgent(sheet, &styles, at, outcome, language)?;
    }
    if !spreads.is_empty() {
        at = section(sheet, &styles, at, words.charts)?;
        charts::write(sheet, &styles, at, name, &spreads, (words.count, words.share))?;
    }
    Ok(())
}

struct Words {
    must_hold: &'static str,
    headline: &'static str,
    charts: &'static str,
    urgent: &'static str,
    count: &'static str,
    share: &'static str,
}

fn cover(sheet: &mut Worksheet, styles: &Styles, title: &str, line: &str) -> Result<(), XlsxError> {
    sheet.set_row_height(0, 42)?.set_row_height(1, 22)?.set_row_height(2, 6)?;
    let (top, below) = (styles.cover(), styles.cover_line());
    for column in 0..COLUMNS {
        sheet.write_blank(0, column, &top)?.write_blank(1, column, &below)?;
    }
    sheet.write_string_with_format(0, 1, text::fitting(title), &top)?;
    sheet.write_string_with_format(1, 1, text::fitting(line), &below)?;
    Ok(())
}

fn paragraph(sheet: &mut Worksheet, styles: &Styles, at: u32, text: &str) -> Result<u32, XlsxError> {
    let format = styles.subtitle().set_text_wrap().set_align(FormatAlign::Top);
    let lines = text::lines(text, 120).min(6);
    sheet.set_row_height(at, 15.0 * lines as f64)?;
    sheet.merge_range(at, 1, at, COLUMNS - 1, &text::fitting(text), &format)?;
    Ok(at + 2)
}

type Above = fn(&mut Worksheet, &Styles, u32, &str) -> Result<u32, XlsxError>;

/// What stands above the numbers; gives the row to go on at.
fn above(sheet: &mut Worksheet, styles: &Styles, texts: [(Option<String>, Above); 2]) -> Result<u32, XlsxError> {
    let mut at = 3;
    for (text, write) in texts {
        if let Some(text) = text {
            at = write(sheet, styles, at, &text)?;
        }
    }
    Ok(at)
}

/// A sentence that must not be missed.
fn remark(sheet: &mut Worksheet, styles: &Styles, at: u32, text: &str) -> Result<u32, XlsxError> {
    let format = styles.base().set_text_wrap().set_bold().set_background_color(Color::RGB(0xFB_E3_C4)).set_indent(1);
    let lines = text::lines(text, 105).min(6);
    sheet.set_row_height(at, 15.0 * lines as f64 + 6.0)?;
    let format = format.set_align(FormatAlign::VerticalCenter);
    sheet.merge_range(at, 1, at, COLUMNS - 1, &text::fitting(text), &format)?;
    Ok(at + 2)
}

/// A heading over the whole width; gives the row to go on at.
fn section(sheet: &mut Worksheet, styles: &Styles, at: u32, title: &str) -> Result<u32, XlsxError> {
    let format = styles.section();
    sheet.set_row_height(at, 22)?.set_row_height(at + 1, 8)?;
    for column in 1..COLUMNS {
        sheet.write_blank(at, column, &format)?;
    }
    sheet.write_string_with_format(at, 1, title, &format)?;
    Ok(at + 2)
}

type Cards<'c> = (&'c [Card], Option<&'c Sheets>);

fn write_cards(sheet: &mut Worksheet, styles: &Styles, at: u32, (cards, live): Cards<'_>) -> Result<u32, XlsxError> {
    let mut top = at;
    for line in cards.chunks(GROUPS) {
        sheet.set_row_height(top, 20)?.set_row_height(top + 1, 32)?;
        sheet.set_row_height(top + 2, 18)?.set_row_height(top + 3, 8)?;
        for (group, card) in (0u16..).zip(line) {
            write_card(sheet, styles, (top, 1 + group * GROUP), (card, live))?;
        }
        top += 4;
    }
    Ok(top)
}

fn write_card(
    sheet: &mut Worksheet,
    styles: &Styles,
    (row, col): (u32, u16),
    (card, live): (&Card, Option<&Sheets>),
) -> Result<(), XlsxError> {
    let accent = Color::RGB(accent(card));
    let label = styles.card_label().set_border_top_color(accent);
    let (value, note) = (styles.card_value(), styles.card_note().set_shrink());
    sheet.merge_range(row, col, row, col + 1, &text::fitting(&card.label), &label.set_shrink())?;
    sheet.merge_range(row + 1, col, row + 1, col + 1, "", &value)?;
    let figure = live.zip(card.figure).and_then(|(sheets, slot)| sheets.figure_cell(slot));
    match (figure, &card.value) {
        (Some(cell), Value::Number(number)) => {
            let look = value.set_num_format(card_look(card.format, *number).pattern()).set_shrink();
            let formula = Formula::new(format!("={cell}")).set_result(cached(&card.value));
            sheet.write_formula_with_format(row + 1, col, formula, &look)?;
        }
        _ => card_value(sheet, (row + 1, col), card, value)?,
    }
    sheet.merge_range(row + 2, col, row + 2, col + 1, &text::fitting(&card.note), &note)?;
    Ok(())
}

fn card_value(sheet: &mut Worksheet, (row, col): (u32, u16), card: &Card, format: Format) -> Result<(), XlsxError> {
    match &card.value {
        Value::Number(number) => {
            let pattern = card_look(card.format, *number).pattern();
            sheet.write_number_with_format(row, col, *number, &format.set_num_format(pattern).set_shrink())?
        }
        Value::Bool(flag) => sheet.write_boolean_with_format(row, col, *flag, &format)?,
        Value::Date(day) => {
            due(sheet, (row, col), Some(*day), format.set_align(FormatAlign::Left))?;
            sheet
        }
        value => {
            // A long text would not fit at the size of a number.
            let shown = value.to_string();
            let format = if text::width(&shown) > 16 { format.set_font_size(12) } else { format };
            sheet.write_string_with_format(row, col, text::fitting(&shown), &format.set_shrink())?
        }
    };
    Ok(())
}

fn write_urgent(
    sheet: &mut Worksheet,
    styles: &Styles,
    at: u32,
    outcome: &Outcome,
    language: Language,
) -> Result<u32, XlsxError> {
    let line = styles.line();
    let cell = line.clone().set_text_wrap().set_indent(1);
    let mut row = at;
    for fired in outcome.triggers.iter().take(URGENT) {
        let who = who(outcome, fired);
        let owner = fired.owner().unwrap_or_default();
        let message = fired.message();
        let message = text::fitting(&message);
        let lines =
            [text::lines(fired.title(), 18), text::lines(&who, 34), text::lines(&message, 40), text::lines(&owner, 16)];
        let height = lines.into_iter().max().unwrap_or(1).min(5);
        sheet.set_row_height(row, 14.0 * height as f64 + 4.0)?;
        let tag = line.merge(&severity_cell(fired.severity()));
        sheet.write_string_with_format(row, 1, severity(language, fired.severity()), &tag)?;
        sheet.merge_range(row, 2, row, 3, &text::fitting(fired.title()), &cell)?;
        sheet.merge_range(row, 4, row, 5, &text::fitting(&who), &cell)?;
        sheet.merge_range(row, 6, row, 9, &message, &cell)?;
        sheet.write_string_with_format(row, 10, text::fitting(&owner), &cell)?;
        due(sheet, (row, 11), fired.due(), cell.clone().set_align(FormatAlign::Right))?;
        row += 1;
    }
    Ok(row + 1)
}

/// A day as one, or as text where a spreadsheet does not know it.
fn due(sheet: &mut Worksheet, (row, col): (u32, u16), day: Option<Date>, format: Format) -> Result<(), XlsxError> {
    match day.map(|day| (day, DateTime::midnight(day).serial())) {
        Some((_, Some(serial))) => {
            sheet.write_number_with_format(row, col, serial, &format.set_num_format("yyyy-mm-dd"))?;
        }
        Some((day, None)) => {
            sheet.write_string_with_format(row, col, day.to_string(), &format)?;
        }
        None => {
            sheet.write_blank(row, col, &format)?;
        }
    }
    Ok(())
}

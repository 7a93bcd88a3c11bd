//! What an edit of a policy, or other data, does: a workbook to forward.
//!
//! Sheets: the summary with the edits, movements, figures and triggers; then lists with every row.

use super::book::Book;
use super::compared_numbers::{self, NumberLine};
use super::style::{HeadFormat, Styles};
use super::{compared_lists, text};
use crate::diff::{Between, Cause, Diff, Moves, edit_words, headline, notes, word};
use crate::export::content::palette::Head;
use rust_xlsxwriter::{Color, Format, FormatAlign, Worksheet, XlsxError};
use std::path::Path;

/// Columns of the summary behind its margin: one for names, one for titles, then numbers.
const WIDTHS: [f64; 12] = [34.0, 34.0, 13.0, 13.0, 13.0, 13.0, 13.0, 13.0, 13.0, 13.0, 13.0, 13.0];
/// Height of a header, which may take two lines.
const HEAD: f64 = 30.0;
/// Columns of numbers that the summary names; all stand on their sheet.
const NAMED: usize = 12;

/// The workbook.
pub(super) fn assemble(diff: &Diff, folder: Option<&Path>) -> Result<Book, XlsxError> {
    let title = match diff.between {
        Between::Policies => "What the edits do",
        Between::Data => "What the other data do",
    };
    let mut book = Book::plain(title, &diff.new.policy, folder)?;
    summary(&mut book, diff, title)?;
    numbers(&mut book, diff)?;
    compared_lists::write(&mut book, diff)?;
    Ok(book)
}

fn summary(book: &mut Book, diff: &Diff, title: &str) -> Result<(), XlsxError> {
    let styles = book.styles.clone();
    let sheet = book.sheet("Summary", false)?;
    Book::mark(sheet);
    sheet.set_screen_gridlines(false).set_column_width(0, 1.6)?;
    for (column, width) in (1u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    cover(sheet, &styles, title, &headline(diff))?;
    let mut at = edits(sheet, &styles, 3, diff)?;
    if !diff.effects.moves.is_empty() {
        at = section(sheet, &styles, at, "Movements")?;
        for moves in &diff.effects.moves {
            at = matrix(sheet, &styles, at, moves)?;
        }
    }
    at = triggers(sheet, &styles, at, diff)?;
    let figures = compared_numbers::figures(diff);
    let columns = compared_numbers::columns(diff);
    for (title, lines) in [("Figures", &figures[..]), ("Scores and columns", &columns[..columns.len().min(NAMED)])] {
        at = table(sheet, &styles, at, diff, (title, lines))?;
    }
    if columns.len() > NAMED {
        let more = format!("and {} more on the sheet Numbers", columns.len() - NAMED);
        sheet.write_string_with_format(at - 1, 1, more, &styles.subtitle())?;
    }
    if let Some(staying) = compared_numbers::staying(diff) {
        sheet.write_string_with_format(at, 1, text::fitting(&staying), &styles.subtitle())?;
    }
    Ok(())
}

fn cover(sheet: &mut Worksheet, styles: &Styles, title: &str, line: &str) -> Result<(), XlsxError> {
    sheet.set_row_height(0, 42)?.set_row_height(1, 22)?.set_row_height(2, 6)?;
    let (top, below) = (styles.cover(), styles.cover_line());
    for column in 0..=WIDTHS.len() as u16 {
        sheet.write_blank(0, column, &top)?.write_blank(1, column, &below)?;
    }
    sheet.write_string_with_format(0, 1, title, &top)?;
    sheet.write_string_with_format(1, 1, text::fitting(line), &below)?;
    Ok(())
}

/// A heading over the whole width; gives the row to go on at.
fn section(sheet: &mut Worksheet, styles: &Styles, at: u32, title: &str) -> Result<u32, XlsxError> {
    let format = styles.section();
    sheet.set_row_height(at, 22)?.set_row_height(at + 1, 8)?;
    for column in 1..=WIDTHS.len() as u16 {
        sheet.write_blank(at, column, &format)?;
    }
    sheet.write_string_with_format(at, 1, title, &format)?;
    Ok(at + 2)
}

fn heads(sheet: &mut Worksheet, styles: &Styles, at: u32, words: &[&str], texts: usize) -> Result<(), XlsxError> {
    let head = styles.set(&Head::Report.format());
    sheet.set_row_height(at, HEAD)?;
    for (number, (col, title)) in (1u16..).zip(words).enumerate() {
        let align = if number < texts { FormatAlign::Left } else { FormatAlign::Right };
        sheet.write_string_with_format(at, col, *title, &head.clone().set_align(align))?;
    }
    Ok(())
}

fn edits(sheet: &mut Worksheet, styles: &Styles, at: u32, diff: &Diff) -> Result<u32, XlsxError> {
    if diff.edits.is_empty() {
        return Ok(at);
    }
    let mut row = section(sheet, styles, at, "Edits")?;
    let asked = diff.effects.moves.iter().flat_map(|moves| &moves.moved).any(|row| row.cause != Cause::Unknown)
        || diff
            .effects
            .triggers
            .iter()
            .flat_map(|of| of.gained.iter().chain(&of.lost))
            .any(|row| row.cause != Cause::Unknown);
    let words = ["Edit", "Where", "Rows moved", "Triggers gained", "Triggers lost"];
    heads(sheet, styles, row, if asked { &words } else { &words[..2] }, 2)?;
    let (line, count) = (styles.line().set_text_wrap(), styles.line().set_num_format("#,##0"));
    for (number, edit) in diff.edits.iter().enumerate() {
        row += 1;
        let said = format!("{}. {}", number + 1, edit_words(edit));
        let lines = text::lines(&said, 38).max(text::lines(&edit.places(), 38)).min(6);
        sheet.set_row_height(row, 13.0 * lines as f64 + 4.0)?;
        sheet.write_string_with_format(row, 1, text::fitting(&said), &line)?;
        sheet.write_string_with_format(row, 2, text::fitting(&edit.places()), &line)?;
        if asked {
            for (col, many) in (3u16..).zip(brought_about(diff, number)) {
                sheet.write_number_with_format(row, col, many as f64, &count)?;
            }
        }
    }
    for note in notes(diff) {
        row += 1;
        sheet.write_string_with_format(row, 1, text::fitting(&note), &styles.subtitle())?;
    }
    Ok(row + 2)
}

/// Moves, triggers gained and triggers lost that the part an edit belongs to brings about alone.
fn brought_about(diff: &Diff, edit: usize) -> [usize; 3] {
    let part = diff.parts.iter().position(|part| part.edits.contains(&edit));
    let by = |cause: &Cause| match cause {
        Cause::Part(at) => Some(*at) == part,
        Cause::Each(all) => part.is_some_and(|part| all.contains(&part)),
        _ => false,
    };
    let (moves, triggers) = (&diff.effects.moves, &diff.effects.triggers);
    [
        moves.iter().flat_map(|moves| &moves.moved).filter(|row| by(&row.cause)).count(),
        triggers.iter().flat_map(|of| &of.gained).filter(|row| by(&row.cause)).count(),
        triggers.iter().flat_map(|of| &of.lost).filter(|row| by(&row.cause)).count(),
    ]
}

/// Rows by value before (down) and now (across); those that moved stand out.
fn matrix(sheet: &mut Worksheet, styles: &Styles, at: u32, moves: &Moves) -> Result<u32, XlsxError> {
    let all = 0..moves.values.len();
    let stirs = |of: usize| all.clone().any(|to| to != of && (moves.matrix[of][to] > 0 || moves.matrix[to][of] > 0));
    // A table is as wide as the sheet at most: of many values those that rows left or came to.
    let room = WIDTHS.len() - 2;
    let shown: Vec<usize> = all.clone().filter(|of| moves.values.len() <= room || stirs(*of)).take(room).collect();
    let title = format!("{}: {} of {} rows moved", moves.what, moves.moved.len(), moves.rows);
    sheet.write_string_with_format(at, 1, text::fitting(&title), &styles.base().set_bold())?;
    let head = styles.set(&Head::Report.format()).set_align(FormatAlign::Right);
    let corner = styles.set(&Head::Report.format());
    sheet.merge_range(at + 1, 1, at + 1, 2, "before ↓   now →", &corner)?;
    for (col, &to) in (3u16..).zip(&shown) {
        sheet.write_string_with_format(at + 1, col, text::fitting(&word(&moves.values[to])), &head)?;
    }
    let plain = styles.line().set_num_format("#,##0;;").set_align(FormatAlign::Right);
    let moved = plain.clone().set_bold().set_background_color(Color::RGB(0xFB_E3_C4));
    let stayed = plain.clone().set_background_color(Color::RGB(0xF2_F5_FA));
    for (row, &from) in (at + 2..).zip(&shown) {
        let name: Format = styles.line();
        sheet.merge_range(row, 1, row, 2, &text::fitting(&word(&moves.values[from])), &name)?;
        for (col, &to) in (3u16..).zip(&shown) {
            let many = moves.matrix[from][to];
            let format = if from == to {
                &stayed
            } else if many > 0 {
                &moved
            } else {
                &plain
            };
            sheet.write_number_with_format(row, col, many as f64, format)?;
        }
    }
    let mut end = at + 2 + shown.len() as u32;
    if shown.len() < moves.values.len() {
        let more = format!("and {} values that are not shown", moves.values.len() - shown.len());
        sheet.write_string_with_format(end, 1, more, &styles.subtitle())?;
        end += 1;
    }
    Ok(end + 1)
}

fn triggers(sheet: &mut Worksheet, styles: &Styles, at: u32, diff: &Diff) -> Result<u32, XlsxError> {
    if diff.effects.triggers.is_empty() {
        return Ok(at);
    }
    let mut row = section(sheet, styles, at, "Triggers")?;
    heads(sheet, styles, row, &["Trigger", "Title", "Before", "Now", "Gained", "Lost", "Other owner"], 2)?;
    let (line, count) = (styles.line(), styles.line().set_num_format("#,##0"));
    for change in &diff.effects.triggers {
        row += 1;
        sheet.write_string_with_format(row, 1, text::fitting(&change.name), &line)?;
        sheet.write_string_with_format(row, 2, text::fitting(&change.title), &line)?;
        let counts = [change.before, change.now, change.gained.len(), change.lost.len(), change.passed.len()];
        for (col, many) in (3u16..).zip(counts) {
            sheet.write_number_with_format(row, col, many as f64, &count)?;
        }
    }
    Ok(row + 2)
}

fn table(
    sheet: &mut Worksheet,
    styles: &Styles,
    at: u32,
    diff: &Diff,
    (title, lines): (&str, &[NumberLine]),
) -> Result<u32, XlsxError> {
    if lines.is_empty() {
        return Ok(at);
    }
    let row = section(sheet, styles, at, title)?;
    let (row, _) = compared_numbers::write(sheet, styles, diff, (row, 1), lines)?;
    Ok(row + 1)
}

/// Every figure, score and column that changed, on a sheet with filters.
fn numbers(book: &mut Book, diff: &Diff) -> Result<(), XlsxError> {
    let mut lines = compared_numbers::figures(diff);
    lines.extend(compared_numbers::columns(diff));
    if lines.is_empty() {
        return Ok(());
    }
    let styles = book.styles.clone();
    let sheet = book.sheet("Numbers", false)?;
    sheet.set_row_height(0, 26)?;
    sheet.write_string_with_format(0, 0, "Numbers", &styles.title())?;
    let subtitle = "Figures, scores and columns that changed. Columns are added up; of shares, quotients, ranks and scores the mean is shown.";
    sheet.write_string_with_format(1, 0, subtitle, &styles.subtitle())?;
    let (end, columns) = compared_numbers::write(sheet, &styles, diff, (2, 0), &lines)?;
    for column in 0..columns {
        sheet.set_column_width(column, if column < 2 { 36.0 } else { 14.0 })?;
    }
    sheet.set_freeze_panes(3, 0)?.set_repeat_rows(2, 2)?;
    sheet.autofilter(2, 0, end - 1, columns - 1)?;
    Ok(())
}

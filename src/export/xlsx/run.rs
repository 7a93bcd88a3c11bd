//! What ran, over what, with what result to reconcile; and how each column came to be.

use super::book::Book;
use super::grid::{Field, Grid, Shown, header_lines};
use super::listing::{Listing, Top, excel_table};
use super::names::headers;
use super::print::Length;
use super::style::Head;
use super::tables::head;
use crate::export::labels::Label;
use crate::outcome::{
    ControlTotal, DateSpan, FileFingerprint, Orphans, Outcome, OutcomeColumn, OutcomeTable, ParameterUsed,
};
use crate::table::{BLANK_DATE, Column};
use crate::value::Value;
use crate::value::{Extent, NumberLook};
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

/// A part of the sheet: a title and a listing below it.
struct Block<'a> {
    title: &'static str,
    name: &'static str,
    grid: Grid<'a>,
}

/// Writes the sheet about the run, and the list of columns.
pub(super) fn write(book: &mut Book, outcome: &Outcome, result: &str) -> Result<(), XlsxError> {
    write_columns(book, outcome)?;
    let about = about(book, outcome, result);
    let blocks = [about, parameters(book, outcome), policy_files(book, outcome), inputs(book, outcome)];
    let blocks = blocks
        .into_iter()
        .chain([control, sums, dates, orphans].map(|block| block(book, outcome)))
        .filter(|block| block.grid.rows > 0);
    let blocks: Vec<Block<'_>> = blocks.collect();
    let layouts: Vec<Vec<Shown>> = blocks.iter().map(|block| block.grid.layout(&book.styles)).collect();
    let tables: Vec<String> = blocks.iter().map(|block| book.names.table(block.name)).collect();
    let styles = book.styles.clone();
    let title = book.say(Label::Run);
    let sheet = book.sheet(title, false)?;
    Book::mark(sheet);
    Top { title, subtitle: &outcome.policy.title, legend: &[] }.write(sheet, &styles, &[])?;
    set_widths(sheet, &layouts)?;
    let mut at = 3;
    for ((block, layout), table) in blocks.iter().zip(&layouts).zip(tables) {
        sheet.set_row_height(at, 22)?;
        sheet.write_string_with_format(at, 0, block.title, &styles.title().set_font_size(12))?;
        let titles = headers(block.grid.fields.iter().map(|field| field.title.as_str()));
        let heads: Vec<Format> = block.grid.fields.iter().map(|field| field.header_format(&styles)).collect();
        block.grid.write_headers(sheet, at + 1, &titles, &styles)?;
        sheet.set_row_height(at + 1, 15.0 * (header_lines(&titles, layout) as f64) + 5.0)?;
        block.grid.write_rows(sheet, at + 2, 0..block.grid.rows, layout, true)?;
        let last = at + 1 + block.grid.rows as u32;
        let table = excel_table(table, &titles, &heads).set_autofilter(false);
        sheet.add_table(at + 1, 0, last, titles.len() as u16 - 1, &table)?;
        at = last + 2;
    }
    Ok(())
}

fn set_widths(sheet: &mut Worksheet, layouts: &[Vec<Shown>]) -> Result<(), XlsxError> {
    let columns = layouts.iter().map(Vec::len).max().unwrap_or(0);
    for column in 0..columns {
        let widest = layouts.iter().filter_map(|layout| layout.get(column)).map(|shown| shown.width).max();
        sheet.set_column_width(column as u16, widest.unwrap_or(10) as f64)?;
    }
    Ok(())
}

fn about<'a>(book: &Book, outcome: &Outcome, result: &str) -> Block<'a> {
    let policy = &outcome.policy;
    let rows: Vec<(Label, Option<String>)> = vec![
        (Label::Policy, Some(policy.name.clone())),
        (Label::Title, Some(policy.title.clone())),
        (Label::Version, policy.version.clone()),
        (Label::Owner, policy.owner.clone()),
        (Label::Description, policy.description.clone()),
        (Label::AsOf, outcome.as_of.map(|day| day.to_string())),
        (Label::Fingerprint, Some(policy.sha256.clone())),
        (Label::Program, Some(format!("Rulebook {}", policy.engine))),
    ];
    let rows = rows.into_iter().chain(asked(outcome)).chain([(Label::Result, Some(result.to_string()))]);
    let rows: Vec<(Label, String)> = rows.filter_map(|(label, text)| Some((label, text?))).collect();
    let fields = vec![
        Field::texts(book.say(Label::Policy), rows.iter().map(|(label, _)| Some(book.say(*label)))),
        Field::texts(book.say(Label::Value), rows.iter().map(|(_, text)| Some(text.as_str()))),
    ];
    Block { title: book.say(Label::Policy), name: "about", grid: Grid::new(fields, rows.len()) }
}

/// What was asked of the run and changes what comes of it.
fn asked(outcome: &Outcome) -> Vec<(Label, Option<String>)> {
    let asked = &outcome.asked;
    let sheets: Vec<String> = asked.sheets.iter().map(|(table, sheet)| format!("{table}={sheet}")).collect();
    let compared = outcome.baseline.as_ref().map(|run| match &run.sha256 {
        Some(sha256) => format!("{} ({sha256})", run.name),
        None => run.name.clone(),
    });
    vec![
        (Label::AskedDay, asked.as_of.map(|day| day.to_string())),
        (Label::Language, asked.language.clone()),
        (Label::SheetsAsked, (!sheets.is_empty()).then(|| sheets.join(", "))),
        (Label::DecimalMark, asked.decimal.map(|mark| mark.mark().to_string())),
        (Label::DayOrder, asked.order.map(|order| order.word().to_string())),
        (Label::ComparedWith, compared),
    ]
}

fn parameters<'a>(book: &Book, outcome: &Outcome) -> Block<'a> {
    let all = &outcome.parameters;
    let values: Vec<String> = all.iter().map(shown).collect();
    let set = |parameter: &ParameterUsed| book.say(if parameter.set { Label::ThisRun } else { Label::ThePolicy });
    let fields = vec![
        Field::texts(book.say(Label::Parameter), all.iter().map(|parameter| Some(parameter.title.as_str()))),
        Field::texts(book.say(Label::Value), values.iter().map(|value| Some(value.as_str()))),
        Field::texts(book.say(Label::SetBy), all.iter().map(|parameter| Some(set(parameter)))),
        Field::texts(book.say(Label::Name), all.iter().map(|parameter| Some(parameter.name.as_str()))),
    ];
    Block { title: book.say(Label::Parameters), name: "parameters", grid: Grid::new(fields, all.len()) }
}

/// A value as the report shows it in a text.
pub(super) fn shown(parameter: &ParameterUsed) -> String {
    match &parameter.value {
        Value::Number(number) => {
            let extent = Extent::of(&[*number]);
            NumberLook::of(parameter.format, &extent).show(*number)
        }
        Value::Period(period) => format!("{} – {}", period.from, period.to),
        value => value.to_string(),
    }
}

fn inputs<'a>(book: &Book, outcome: &'a Outcome) -> Block<'a> {
    files(book, Label::Inputs, "inputs", &outcome.inputs)
}

fn policy_files<'a>(book: &Book, outcome: &'a Outcome) -> Block<'a> {
    files(book, Label::PolicyFiles, "policy_files", &outcome.policy.files)
}

fn files<'a>(book: &Book, title: Label, name: &'static str, all: &'a [FileFingerprint]) -> Block<'a> {
    let bytes = Column::Number(all.iter().map(|file| file.bytes as f64).collect());
    let fields = vec![
        Field::texts(book.say(Label::File), all.iter().map(|file| Some(file.name.as_str()))),
        Field::texts(book.say(Label::Fingerprint), all.iter().map(|file| Some(file.sha256.as_str()))),
        Field::made(book.say(Label::Bytes), bytes).look(NumberLook::WHOLE),
    ];
    Block { title: book.say(title), name, grid: Grid::new(fields, all.len()) }
}

fn control<'a>(book: &Book, outcome: &'a Outcome) -> Block<'a> {
    let all = &outcome.control;
    let count = |label, get: fn(&ControlTotal) -> usize| Field::counts(book.say(label), all.iter().map(get));
    let mut fields = places(book, outcome, all.iter());
    fields.extend([
        count(Label::Read, |total| total.read),
        count(Label::Used, |total| total.used),
        count(Label::Rejected, |total| total.rejected),
    ]);
    Block { title: book.say(Label::Control), name: "control", grid: Grid::new(fields, all.len()) }
}

fn sums<'a>(book: &Book, outcome: &'a Outcome) -> Block<'a> {
    let all: Vec<(&ControlTotal, (&str, [f64; 3]))> =
        outcome.control.iter().flat_map(|total| total.all_sums().map(move |sum| (total, sum))).collect();
    let sum =
        |label, at: usize| Field::made(book.say(label), Column::Number(all.iter().map(|(_, sum)| sum.1[at]).collect()));
    let mut fields = places(book, outcome, all.iter().map(|(total, _)| *total));
    fields.push(Field::texts(book.say(Label::Column), all.iter().map(|(_, sum)| Some(sum.0))));
    fields.extend([sum(Label::Read, 0), sum(Label::Used, 1), sum(Label::Rejected, 2)]);
    Block { title: book.say(Label::Sums), name: "sums", grid: Grid::new(fields, all.len()) }
}

/// The first and the last date of every date column.
fn dates<'a>(book: &Book, outcome: &'a Outcome) -> Block<'a> {
    let all: Vec<(&ControlTotal, &DateSpan)> =
        outcome.control.iter().flat_map(|total| total.dates.iter().map(move |span| (total, span))).collect();
    let day = |value: &Value| value.as_day().map_or(BLANK_DATE, |day| day.0);
    let days = |label, get: fn(&DateSpan) -> &Value| {
        Field::made(book.say(label), Column::Date(all.iter().map(|(_, span)| day(get(span))).collect()))
    };
    let mut fields = places(book, outcome, all.iter().map(|(total, _)| *total));
    fields.push(Field::texts(book.say(Label::Column), all.iter().map(|(_, span)| Some(span.column.as_str()))));
    fields.extend([days(Label::First, |span| &span.first), days(Label::Last, |span| &span.last)]);
    Block { title: book.say(Label::Dates), name: "dates", grid: Grid::new(fields, all.len()) }
}

/// Rows whose reference leads nowhere: their number, and what they add up to.
fn orphans<'a>(book: &Book, outcome: &'a Outcome) -> Block<'a> {
    let mut all: Vec<(&Orphans, &str, f64)> = Vec::new();
    for found in &outcome.orphans {
        all.push((found, "", found.rows as f64));
        all.extend(found.sums.iter().map(|(column, sum)| (found, column.as_str(), *sum)));
    }
    let refers = all.iter().map(|(found, ..)| Some(title_of(outcome, &found.references)));
    let keys: Vec<String> = all.iter().map(|(found, ..)| keys(found)).collect();
    let fields = vec![
        Field::texts(book.say(Label::Table), all.iter().map(|(found, ..)| Some(title_of(outcome, &found.table)))),
        Field::texts(book.say(Label::Column), all.iter().map(|(found, ..)| Some(found.column.as_str()))),
        Field::texts(book.say(Label::RefersTo), refers),
        Field::texts(
            book.say(Label::Kind),
            all.iter().map(|(_, what, _)| Some(if what.is_empty() { book.say(Label::Rows) } else { what })),
        ),
        Field::made(book.say(Label::Value), Column::Number(all.iter().map(|(_, _, number)| *number).collect())),
        Field::texts(book.say(Label::Key), keys.iter().map(|keys| Some(keys.as_str()))),
    ];
    Block { title: book.say(Label::Orphans), name: "orphans", grid: Grid::new(fields, all.len()) }
}

/// The most frequent keys with their rows.
fn keys(found: &Orphans) -> String {
    let keys: Vec<String> = found.keys.iter().take(5).map(|(key, rows)| format!("{key} ({rows})")).collect();
    let more = if found.distinct > keys.len() { ", …" } else { "" };
    format!("{}{more}", keys.join(", "))
}

/// Table, workbook and sheet of each.
fn places<'a, 't>(
    book: &Book,
    outcome: &'t Outcome,
    totals: impl Iterator<Item = &'t ControlTotal> + Clone,
) -> Vec<Field<'a>> {
    vec![
        Field::texts(book.say(Label::Table), totals.clone().map(|total| Some(title_of(outcome, &total.table)))),
        Field::texts(book.say(Label::Workbook), totals.clone().map(|total| Some(total.workbook.as_str()))),
        Field::texts(book.say(Label::Sheet), totals.map(|total| Some(total.sheet.as_str()))),
    ]
}

/// The title of a table by its name.
pub(super) fn title_of<'t>(outcome: &'t Outcome, name: &'t str) -> &'t str {
    outcome.tables.iter().find(|table| table.name == name).map_or(name, |table| table.title.as_str())
}

/// How each column came to be: the data dictionary.
fn write_columns(book: &mut Book, outcome: &Outcome) -> Result<(), XlsxError> {
    let all: Vec<(&OutcomeTable, &OutcomeColumn)> =
        outcome.tables.iter().flat_map(|table| table.columns.iter().map(move |column| (table, column))).collect();
    let origin = |column: &OutcomeColumn| {
        book.say(match head(column.role) {
            Head::Formula => Label::Formula,
            Head::Decision => Label::Decision,
            Head::Imported | Head::Report => Label::Imported,
        })
    };
    let paint = [Head::Formula, Head::Decision].map(|head| {
        let label = if head == Head::Formula { Label::Formula } else { Label::Decision };
        (book.say(label).to_string(), Format::new().set_font_color(head.color()).set_bold().set_indent(1))
    });
    let fields = vec![
        Field::texts(book.say(Label::Table), all.iter().map(|(table, _)| Some(table.title.as_str()))),
        Field::texts(book.say(Label::Column), all.iter().map(|(_, column)| Some(column.name.as_str()))),
        Field::texts(book.say(Label::Title), all.iter().map(|(_, column)| Some(column.title.as_str()))),
        Field::texts(book.say(Label::Type), all.iter().map(|(_, column)| Some(column.kind().word()))),
        Field::texts(book.say(Label::Origin), all.iter().map(|(_, column)| Some(origin(column)))).paint(paint.to_vec()),
        Field::texts(book.say(Label::Source), all.iter().map(|(_, column)| column.source.as_deref())),
    ];
    let listing = Listing {
        title: book.say(Label::Columns).to_string(),
        name: "columns".to_string(),
        subtitle: book.say(Label::Source).to_string(),
        legend: Vec::new(),
        above: Vec::new(),
        frozen: 0,
        length: Length::Detail,
        grid: Grid::new(fields, all.len()),
    };
    listing
        .place(book, |sheet, _, _| {
            Book::mark(sheet);
            Ok(())
        })
        .map(|_| ())
}

//! What somebody should look at: triggers that fired, and those that could not be decided.

use super::book::Book;
use super::grid::{Field, Grid};
use super::listing::{Listing, Placed};
use super::print::Length;
use super::scorecards::name_column;
use super::style::severity_cell;
use super::tables::source_row;
use crate::export::labels::{Label, Language};
use crate::formula::{ColumnId, TableId};
use crate::outcome::Standing;
use crate::outcome::{Fired, Outcome};
use crate::policy::model::Severity;
use crate::table::{BLANK_DATE, Column};
use rust_xlsxwriter::{Format, XlsxError};
use std::collections::BTreeMap;

/// A severity in the language of the report.
pub(super) fn severity(language: Language, level: Severity) -> &'static str {
    language.say(match level {
        Severity::High => Label::High,
        Severity::Medium => Label::Medium,
        Severity::Low => Label::Low,
    })
}

/// The title of a table, empty where there is none.
pub(super) fn table_title(outcome: &Outcome, table: usize) -> &str {
    outcome.tables.get(table).map_or("", |table| table.title.as_str())
}

/// The name of a trigger's row, where its table has a column for names.
pub(super) fn row_name(outcome: &Outcome, fired: Fired<'_>) -> Option<String> {
    let table = outcome.tables.get(fired.table())?;
    let column = &table.columns.get(name_column(table)?)?.data;
    (fired.row() < column.len()).then(|| column.text(fired.row()).map(str::to_string))?
}

/// Writes the review list, and the list of what could not be decided where there is any.
pub(super) fn write(book: &mut Book, outcome: &Outcome) -> Result<Placed, XlsxError> {
    let placed = write_fired(book, outcome)?;
    if !outcome.undetermined.is_empty() {
        write_undetermined(book, outcome)?;
    }
    Ok(placed)
}

fn write_fired(book: &mut Book, outcome: &Outcome) -> Result<Placed, XlsxError> {
    let fired = &outcome.triggers;
    let language = book.language;
    let names: Vec<Option<String>> = fired.iter().map(|fired| row_name(outcome, fired)).collect();
    let paint: Vec<(String, Format)> =
        Severity::ALL.into_iter().map(|level| (severity(language, level).to_string(), severity_cell(level))).collect();
    let severities = fired.iter().map(|fired| Some(severity(language, fired.severity())));
    let mut fields = vec![
        Field::texts(book.say(Label::Severity), severities).paint(paint).centered(),
        Field::texts(book.say(Label::Trigger), fired.iter().map(|fired| Some(fired.title()))),
        Field::texts(book.say(Label::Table), fired.iter().map(|fired| Some(table_title(outcome, fired.table())))),
        Field::texts(book.say(Label::Key), fired.iter().map(|fired| Some(fired.key()))),
    ];
    if names.iter().any(Option::is_some) {
        fields.push(Field::texts(book.say(Label::Name), names.iter().map(Option::as_deref)));
    }
    let due = Column::Date(fired.iter().map(|fired| fired.due().map_or(BLANK_DATE, |day| day.0)).collect());
    if outcome.baseline.is_some() {
        let word = |fired: Fired<'_>| fired.standing().map(|standing| standing_word(book, standing));
        let since = fired.iter().map(|fired| fired.since().map_or(BLANK_DATE, |day| day.0)).collect();
        fields.push(Field::texts(book.say(Label::Standing), fired.iter().map(word)).centered());
        fields.push(Field::made(book.say(Label::Since), Column::Date(since)));
    }
    fields.extend([
        Field::texts(book.say(Label::Owner), fired.iter().map(|fired| fired.owner())),
        Field::made(book.say(Label::Due), due),
        Field::texts(book.say(Label::Message), fired.iter().map(|fired| Some(fired.message()))),
    ]);
    fields.extend(stands(book, outcome));
    if let Some(layout) = &book.why {
        fields.push(Field::links(book.say(Label::Why), layout.of_triggers(), fired.len()));
    }
    fields.extend(sources(book, outcome, fired.iter().map(|fired| (fired.table(), fired.row()))));
    place(book, outcome, fields)
}

/// Whether each still stands, where the report has formulas.
fn stands<'a>(book: &Book, outcome: &'a Outcome) -> Option<Field<'a>> {
    let sheets = book.sheets.clone()?;
    let standing = Column::Bool(vec![crate::table::TRUE; outcome.triggers.len()]);
    let condition = move |row: usize| {
        let fired = outcome.triggers.get(row)?;
        let own = outcome.rules.triggers.iter().find(|trigger| trigger.name == fired.trigger())?;
        let id = ColumnId { table: TableId(fired.table()), slot: own.slot };
        Some((sheets.elsewhere(id, fired.row())?, false))
    };
    Some(Field::made(book.say(Label::Stands), standing).centered().live(condition))
}

fn place(book: &mut Book, outcome: &Outcome, fields: Vec<Field<'_>>) -> Result<Placed, XlsxError> {
    let listing = Listing {
        title: book.say(Label::Review).to_string(),
        name: "review".to_string(),
        subtitle: counts(book, outcome),
        legend: Vec::new(),
        above: Vec::new(),
        frozen: 0,
        length: Length::Report,
        grid: Grid::new(fields, outcome.triggers.len()),
    };
    listing.place(book, |sheet, _, _| {
        Book::mark(sheet);
        Ok(())
    })
}

/// Where the rows were read, where any was.
fn sources<'a>(book: &Book, outcome: &Outcome, rows: impl Iterator<Item = (usize, usize)>) -> Option<Field<'a>> {
    let texts: Vec<String> = rows.map(|(table, row)| source_row(outcome, table, row)).collect();
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    let texts: Vec<Option<String>> = texts.iter().map(some).collect();
    let any = texts.iter().any(Option::is_some);
    any.then(|| Field::texts(book.say(Label::SourceRow), texts.iter().map(Option::as_deref)).muted())
}

fn standing_word(book: &Book, standing: Standing) -> &'static str {
    book.say(match standing {
        Standing::New => Label::New,
        Standing::Continuing => Label::Continuing,
    })
}

/// How many of each severity, in words.
pub(super) fn counts(book: &Book, outcome: &Outcome) -> String {
    let count = |level| outcome.triggers.count(level);
    let mut parts: Vec<String> = Severity::ALL
        .into_iter()
        .filter(|&level| count(level) > 0)
        .map(|level| format!("{} {}", severity(book.language, level), count(level)))
        .collect();
    if !outcome.undetermined.is_empty() {
        parts.push(format!("{} {}", book.say(Label::Undetermined), outcome.undetermined.len()));
    }
    if parts.is_empty() { book.say(Label::Nothing).to_string() } else { parts.join(" · ") }
}

fn write_undetermined(book: &mut Book, outcome: &Outcome) -> Result<Placed, XlsxError> {
    let open = &outcome.undetermined;
    // Titles stand with the triggers that fired; one that never did has only its name.
    let titles: BTreeMap<&str, &str> = outcome.triggers.iter().map(|fired| (fired.trigger(), fired.title())).collect();
    let trigger = |name: &'_ str| titles.get(name).map_or(name.to_string(), |title| title.to_string());
    let triggers: Vec<String> = open.iter().map(|open| trigger(&open.trigger)).collect();
    let mut fields = vec![
        Field::texts(book.say(Label::Trigger), triggers.iter().map(|title| Some(title.as_str()))),
        Field::texts(book.say(Label::Table), open.iter().map(|open| Some(table_title(outcome, open.table)))),
        Field::texts(book.say(Label::Key), open.iter().map(|open| Some(open.key.as_str()))),
    ];
    fields.extend(sources(book, outcome, open.iter().map(|open| (open.table, open.row))));
    let listing = Listing {
        title: book.say(Label::Undetermined).to_string(),
        name: "undetermined".to_string(),
        subtitle: book.say(Label::MissingData).to_string(),
        legend: Vec::new(),
        above: Vec::new(),
        frozen: 0,
        length: Length::Report,
        grid: Grid::new(fields, open.len()),
    };
    listing.place(book, |sheet, _, _| {
        Book::mark(sheet);
        Ok(())
    })
}

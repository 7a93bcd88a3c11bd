//! What ran, over what, with what result to reconcile; and how each column came to be.

use super::field::{Field, Grid};
use super::listing::{Length, Listing};
use super::palette::{Head, Paint};
use super::tables::head;
use crate::export::labels::{Label, Language};
use crate::outcome::{
    ControlTotal, DateSpan, FileFingerprint, Orphans, Outcome, OutcomeColumn, OutcomeTable, ParameterUsed,
};
use crate::table::{BLANK_DATE, Column};
use crate::value::{Extent, NumberLook, Value};
use std::borrow::Cow;

/// A part of what is said of the run: a title and a listing below it.
pub(in crate::export) struct Block<'a> {
    pub title: Cow<'a, str>,
    pub name: &'static str,
    pub grid: Grid<'a>,
}

/// Everything said of the run; `result` is the fingerprint of what came of it.
pub(in crate::export) fn blocks<'a>(language: Language, outcome: &'a Outcome, result: &str) -> Vec<Block<'a>> {
    let about = about(language, outcome, result);
    let files = [policy_files, inputs].map(|block| block(language, outcome));
    let totals = [control, sums, dates, orphans].map(|block| block(language, outcome));
    let blocks = [about, parameters(language, outcome)].into_iter().chain(files).chain(totals);
    blocks.filter(|block| block.grid.rows > 0).collect()
}

fn about<'a>(language: Language, outcome: &Outcome, result: &str) -> Block<'a> {
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
        Field::texts(language.say(Label::Policy), rows.iter().map(|(label, _)| Some(language.say(*label)))),
        Field::texts(language.say(Label::Value), rows.iter().map(|(_, text)| Some(text.as_str()))),
    ];
    Block { title: language.say(Label::Policy).into(), name: "about", grid: Grid::new(fields, rows.len()) }
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

fn parameters<'a>(language: Language, outcome: &Outcome) -> Block<'a> {
    let all = &outcome.parameters;
    let values: Vec<String> = all.iter().map(shown).collect();
    let set = |parameter: &ParameterUsed| language.say(if parameter.set { Label::ThisRun } else { Label::ThePolicy });
    let fields = vec![
        Field::texts(language.say(Label::Parameter), all.iter().map(|parameter| Some(parameter.title.as_str()))),
        Field::texts(language.say(Label::Value), values.iter().map(|value| Some(value.as_str()))),
        Field::texts(language.say(Label::SetBy), all.iter().map(|parameter| Some(set(parameter)))),
        Field::texts(language.say(Label::Name), all.iter().map(|parameter| Some(parameter.name.as_str()))),
    ];
    Block { title: language.say(Label::Parameters).into(), name: "parameters", grid: Grid::new(fields, all.len()) }
}

/// A value as the report shows it in a text.
pub(in crate::export) fn shown(parameter: &ParameterUsed) -> String {
    match &parameter.value {
        Value::Number(number) => {
            let extent = Extent::of(&[*number]);
            NumberLook::of(parameter.format, &extent).show(*number)
        }
        Value::Period(period) => format!("{} – {}", period.from, period.to),
        value => value.to_string(),
    }
}

fn inputs<'a>(language: Language, outcome: &'a Outcome) -> Block<'a> {
    files(language, Label::Inputs, "inputs", &outcome.inputs)
}

fn policy_files<'a>(language: Language, outcome: &'a Outcome) -> Block<'a> {
    files(language, Label::PolicyFiles, "policy_files", &outcome.policy.files)
}

fn files<'a>(language: Language, title: Label, name: &'static str, all: &'a [FileFingerprint]) -> Block<'a> {
    let bytes = Column::Number(all.iter().map(|file| file.bytes as f64).collect());
    let fields = vec![
        Field::texts(language.say(Label::File), all.iter().map(|file| Some(file.name.as_str()))),
        Field::texts(language.say(Label::Fingerprint), all.iter().map(|file| Some(file.sha256.as_str()))),
        Field::made(language.say(Label::Bytes), bytes).look(NumberLook::WHOLE),
    ];
    Block { title: language.say(title).into(), name, grid: Grid::new(fields, all.len()) }
}

fn control<'a>(language: Language, outcome: &'a Outcome) -> Block<'a> {
    let all = &outcome.control;
    let count = |label, get: fn(&ControlTotal) -> usize| Field::counts(language.say(label), all.iter().map(get));
    let mut fields = places(language, outcome, all.iter());
    fields.extend([
        count(Label::Read, |total| total.read),
        count(Label::Used, |total| total.used),
        count(Label::Rejected, |total| total.rejected),
    ]);
    Block { title: language.say(Label::Control).into(), name: "control", grid: Grid::new(fields, all.len()) }
}

fn sums<'a>(language: Language, outcome: &'a Outcome) -> Block<'a> {
    let all: Vec<(&ControlTotal, (&str, [f64; 3]))> =
        outcome.control.iter().flat_map(|total| total.all_sums().map(move |sum| (total, sum))).collect();
    let sum = |label, at: usize| {
        Field::made(language.say(label), Column::Number(all.iter().map(|(_, sum)| sum.1[at]).collect()))
    };
    let mut fields = places(language, outcome, all.iter().map(|(total, _)| *total));
    fields.push(Field::texts(language.say(Label::Column), all.iter().map(|(_, sum)| Some(sum.0))));
    fields.extend([sum(Label::Read, 0), sum(Label::Used, 1), sum(Label::Rejected, 2)]);
    Block { title: language.say(Label::Sums).into(), name: "sums", grid: Grid::new(fields, all.len()) }
}

/// The first and the last date of every date column.
fn dates<'a>(language: Language, outcome: &'a Outcome) -> Block<'a> {
    let all: Vec<(&ControlTotal, &DateSpan)> =
        outcome.control.iter().flat_map(|total| total.dates.iter().map(move |span| (total, span))).collect();
    let day = |value: &Value| value.as_day().map_or(BLANK_DATE, |day| day.0);
    let days = |label, get: fn(&DateSpan) -> &Value| {
        Field::made(language.say(label), Column::Date(all.iter().map(|(_, span)| day(get(span))).collect()))
    };
    let mut fields = places(language, outcome, all.iter().map(|(total, _)| *total));
    fields.push(Field::texts(language.say(Label::Column), all.iter().map(|(_, span)| Some(span.column.as_str()))));
    fields.extend([days(Label::First, |span| &span.first), days(Label::Last, |span| &span.last)]);
    Block { title: language.say(Label::Dates).into(), name: "dates", grid: Grid::new(fields, all.len()) }
}

/// Rows whose reference leads nowhere: their number, and what they add up to.
fn orphans<'a>(language: Language, outcome: &'a Outcome) -> Block<'a> {
    let mut all: Vec<(&Orphans, &str, f64)> = Vec::new();
    for found in &outcome.orphans {
        all.push((found, "", found.rows as f64));
        all.extend(found.sums.iter().map(|(column, sum)| (found, column.as_str(), *sum)));
    }
    let refers = all.iter().map(|(found, ..)| Some(title_of(outcome, &found.references)));
    let keys: Vec<String> = all.iter().map(|(found, ..)| keys(found)).collect();
    let fields = vec![
        Field::texts(language.say(Label::Table), all.iter().map(|(found, ..)| Some(title_of(outcome, &found.table)))),
        Field::texts(language.say(Label::Column), all.iter().map(|(found, ..)| Some(found.column.as_str()))),
        Field::texts(language.say(Label::RefersTo), refers),
        Field::texts(
            language.say(Label::Kind),
            all.iter().map(|(_, what, _)| Some(if what.is_empty() { language.say(Label::Rows) } else { what })),
        ),
        Field::made(language.say(Label::Value), Column::Number(all.iter().map(|(_, _, number)| *number).collect())),
        Field::texts(language.say(Label::Key), keys.iter().map(|keys| Some(keys.as_str()))),
    ];
    Block { title: language.say(Label::Orphans).into(), name: "orphans", grid: Grid::new(fields, all.len()) }
}

/// The most frequent keys with their rows.
fn keys(found: &Orphans) -> String {
    let keys: Vec<String> = found.keys.iter().take(5).map(|(key, rows)| format!("{key} ({rows})")).collect();
    let more = if found.distinct > keys.len() { ", …" } else { "" };
    format!("{}{more}", keys.join(", "))
}

/// Table, workbook and sheet of each.
fn places<'a, 't>(
    language: Language,
    outcome: &'t Outcome,
    totals: impl Iterator<Item = &'t ControlTotal> + Clone,
) -> Vec<Field<'a>> {
    vec![
        Field::texts(language.say(Label::Table), totals.clone().map(|total| Some(title_of(outcome, &total.table)))),
        Field::texts(language.say(Label::Workbook), totals.clone().map(|total| Some(total.workbook.as_str()))),
        Field::texts(language.say(Label::Sheet), totals.map(|total| Some(total.sheet.as_str()))),
    ]
}

/// The title of a table by its name.
pub(in crate::export) fn title_of<'t>(outcome: &'t Outcome, name: &'t str) -> &'t str {
    outcome.tables.iter().find(|table| table.name == name).map_or(name, |table| table.title.as_str())
}

/// How each column came to be: the data dictionary.
pub(in crate::export) fn columns<'a>(language: Language, outcome: &'a Outcome) -> Listing<'a> {
    let all: Vec<(&OutcomeTable, &OutcomeColumn)> =
        outcome.tables.iter().flat_map(|table| table.columns.iter().map(move |column| (table, column))).collect();
    let origin = |column: &OutcomeColumn| {
        language.say(match head(column.role) {
            Head::Formula => Label::Formula,
            Head::Decision => Label::Decision,
            Head::Imported | Head::Report => Label::Imported,
        })
    };
    let paint = [(Label::Formula, Head::Formula), (Label::Decision, Head::Decision)];
    let paint = paint.map(|(label, head)| (language.say(label).to_string(), Paint::Origin(head)));
    let fields = vec![
        Field::texts(language.say(Label::Table), all.iter().map(|(table, _)| Some(table.title.as_str()))),
        Field::texts(language.say(Label::Column), all.iter().map(|(_, column)| Some(column.name.as_str()))),
        Field::texts(language.say(Label::Title), all.iter().map(|(_, column)| Some(column.title.as_str()))),
        Field::texts(language.say(Label::Type), all.iter().map(|(_, column)| Some(column.kind().word()))),
        Field::texts(language.say(Label::Origin), all.iter().map(|(_, column)| Some(origin(column))))
            .paint(paint.to_vec()),
        Field::texts(language.say(Label::Source), all.iter().map(|(_, column)| column.source.as_deref())),
    ];
    let subtitle = language.say(Label::Source).to_string();
    let grid = Grid::new(fields, all.len());
    Listing { subtitle, ..Listing::plain(language.say(Label::Columns), "columns", Length::Detail, grid) }
}

//! Rows put together by a column: a line for each of its values, and the chart of these.

use super::field::{Field, Grid};
use super::listing::{Length, Listing};
use super::rows::called;
use super::tables::head;
use crate::export::labels::{Label, Language};
use crate::outcome::{GroupChart, Groups, Outcome, OutcomeTable};
use crate::table::{Column, row_key};
use crate::value::{Date, NumberFormat, NumberLook, Value};
use std::collections::HashMap;

/// Bars and points a chart shows.
const MOST: [usize; 2] = [24, 120];

/// Rows put together, as they are shown.
#[cfg_attr(not(feature = "xlsx"), expect(dead_code, reason = "formulas alone need to know what was put together"))]
pub(in crate::export) struct Shown<'a> {
    /// A line for each value.
    pub listing: Listing<'a>,
    /// What each field but the first shows: a column of the table by its place, else the number of rows.
    pub fields: Vec<Option<usize>>,
    /// The chart.
    pub chart: Option<Chart>,
    /// What was put together.
    pub groups: &'a Groups,
}

/// A chart of the lines of a listing.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "xlsx"), expect(dead_code, reason = "the bars of a page always lie"))]
pub(in crate::export) struct Chart {
    /// Title.
    pub title: String,
    /// The field with its numbers.
    pub field: usize,
    /// How many of the lines it shows.
    pub lines: usize,
    /// Whether it is a line rather than bars.
    pub line: bool,
    /// Whether the names are so long that bars should lie.
    pub lying: bool,
}

/// What a table's rows are put together by.
pub(in crate::export) fn of<'a>(language: Language, outcome: &'a Outcome, at: usize) -> Vec<Shown<'a>> {
    let Some(table) = outcome.tables.get(at).filter(|table| table.view.is_shown() && table.rows > 0) else {
        return Vec::new();
    };
    table.view.groups.iter().map(|groups| shown(language, outcome, (at, table), groups)).collect()
}

fn shown<'a>(
    language: Language,
    outcome: &'a Outcome,
    (at, table): (usize, &'a OutcomeTable),
    groups: &'a Groups,
) -> Shown<'a> {
    let by = &table.columns[groups.by];
    let names = names(language, outcome, (at, table), groups);
    let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let mut fields = vec![Field::texts(&by.title, names.iter().map(|name| Some(name.as_str()))).head(head(by.role))];
    let (mut places, mut totals) = (Vec::new(), vec![None]);
    if groups.counts.iter().any(|count| *count != 1) {
        fields.push(Field::counts(language.say(Label::Rows), groups.counts.iter().copied()));
        places.push(None);
        totals.push(Some(table.rows as f64));
    }
    for column in summed(table, groups) {
        fields.push(total(language, table, groups, column));
        places.push(Some(column));
        totals.push(table.totals.get(column).copied().flatten());
    }
    let chart = groups.chart.map(|chart| {
        let field = places.iter().position(|place| *place == chart.of).map_or(1, |at| at + 1);
        let what = fields.get(field).map_or_else(String::new, |field| field.title.clone());
        drawn(language, groups, (chart, field, &what), (&by.title, longest))
    });
    let title = match (&chart, groups.single) {
        (Some(chart), true) => format!("{} · {}", table.title, chart.title),
        _ => put(language.say(Label::By), &[&table.title, &by.title]),
    };
    let subtitle = format!("{} {}", NumberLook::WHOLE.show(table.rows as f64), language.say(Label::Rows));
    let name = format!("{} {}", table.name, by.name);
    let adds_up = !groups.single && groups.values.len() > 1;
    let listing = Listing {
        subtitle: if groups.single { String::new() } else { subtitle },
        totals: if adds_up { totals } else { Vec::new() },
        frozen: 1,
        ..Listing::plain(&title, &name, Length::Report, Grid::new(fields, groups.values.len()))
    };
    Shown { listing, fields: places, chart, groups }
}

/// The columns of which a group has a total and that the table shows, with that of the chart.
fn summed(table: &OutcomeTable, groups: &Groups) -> Vec<usize> {
    let charted = groups.chart.and_then(|chart| chart.of);
    let known = |at: &usize| groups.totals.iter().any(|totals| totals.get(*at).copied().flatten().is_some());
    if groups.single {
        return charted.into_iter().collect();
    }
    let mut columns: Vec<usize> = table.shown_columns().into_iter().filter(known).collect();
    columns.extend(charted.filter(|charted| !columns.contains(charted)));
    columns
}

fn total<'a>(language: Language, table: &OutcomeTable, groups: &Groups, at: usize) -> Field<'a> {
    let column = &table.columns[at];
    let values = groups.totals.iter().map(|totals| totals.get(at).copied().flatten().unwrap_or(f64::NAN));
    let mean = groups.chart.is_some_and(|chart| chart.of == Some(at) && chart.mean);
    let title = match mean {
        true => format!("{} · {}", column.title, language.say(Label::Average)),
        false => column.title.clone(),
    };
    let mut field = Field::made(&title, Column::Number(values.collect())).head(head(column.role));
    field.numbers = super::field::Numbers::Format(column.format);
    if column.format == NumberFormat::General && mean {
        return field.look(NumberLook::SCORE);
    }
    field
}

fn drawn(
    language: Language,
    groups: &Groups,
    (chart, field, what): (GroupChart, usize, &str),
    (by, longest): (&str, usize),
) -> Chart {
    let most = MOST[usize::from(chart.line)];
    let title = if groups.single { what.to_string() } else { put(language.say(Label::By), &[what, by]) };
    let title = match groups.values.len() > most {
        true => put(language.say(Label::FirstBars), &[&title, &most.to_string()]),
        false => title,
    };
    let lines = groups.values.len().min(most);
    Chart { title, field, lines, line: chart.line, lying: !chart.line && (longest > 10 || lines > 12) }
}

/// The values as people know them: names of rows where they are keys, months as months.
fn names(language: Language, outcome: &Outcome, (at, table): (usize, &OutcomeTable), groups: &Groups) -> Vec<String> {
    let column = &table.columns[groups.by];
    let months = groups.periods && groups.values.iter().filter_map(Value::as_day).all(|day| day.day() == 1);
    let referred = column.references.and_then(|to| Some((to, rows_by_key(outcome, to)?)));
    let name = |value: &Value, row: u32| {
        let known = match &referred {
            Some((to, rows)) => rows.get(&value.to_string()).and_then(|row| called(outcome, *to, *row)),
            None if table.key == Some(groups.by) => called(outcome, at, row as usize),
            None => None,
        };
        match (known, value) {
            (Some(name), _) => name.to_string(),
            (_, Value::Blank) => language.say(Label::Blank).to_string(),
            (_, Value::Date(day)) if months => month(*day),
            (_, Value::Bool(flag)) => language.say(if *flag { Label::Yes } else { Label::No }).to_string(),
            (_, other) => other.to_string(),
        }
    };
    groups.values.iter().zip(&groups.first).map(|(value, row)| name(value, *row)).collect()
}

fn month(day: Date) -> String {
    day.to_string().chars().take("2026-01".len()).collect()
}

fn rows_by_key(outcome: &Outcome, table: usize) -> Option<HashMap<String, usize>> {
    let table = outcome.tables.get(table)?;
    let keys = &*table.columns.get(table.key?)?.data;
    Some((0..table.rows).map(|row| (row_key(Some(keys), row), row)).collect())
}

/// A sentence with words in its gaps.
fn put(sentence: &str, words: &[&str]) -> String {
    let mut parts = sentence.split("{}");
    let mut text = parts.next().unwrap_or_default().to_string();
    for (part, word) in parts.zip(words) {
        text.push_str(word);
        text.push_str(part);
    }
    text
}

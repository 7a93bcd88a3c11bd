//! The lists of a comparison: rows that moved, scores, triggers, rows that came and went, people.

use super::book::Book;
use crate::diff::{Cause, Diff, Person, RowName, TriggerRow, cause, word};
use crate::export::content::field::{Field, Grid};
use crate::export::content::listing::{Length, Listing};
use crate::table::Column;
use crate::value::NumberLook;
use rust_xlsxwriter::XlsxError;
use std::collections::BTreeSet;

/// Writes those that have rows.
pub(super) fn write(book: &mut Book, diff: &Diff) -> Result<(), XlsxError> {
    moved(book, diff)?;
    scores(book, diff)?;
    triggers(book, diff)?;
    rows(book, diff)?;
    people(book, diff)
}

fn place(book: &mut Book, (title, name, subtitle): (&str, &str, &str), grid: Grid<'_>) -> Result<(), XlsxError> {
    if grid.rows == 0 {
        return Ok(());
    }
    let listing = Listing { subtitle: subtitle.to_string(), ..Listing::plain(title, name, Length::Report, grid) };
    listing.place(book, |_, _, _| Ok(())).map(|_| ())
}

fn texts(title: &str, texts: impl Iterator<Item = String>) -> Field<'static> {
    let texts: Vec<String> = texts.collect();
    Field::texts(title, texts.iter().map(|text| Some(text.as_str()).filter(|text| !text.is_empty())))
}

fn numbers(title: &str, numbers: impl Iterator<Item = Option<f64>>) -> Field<'static> {
    Field::made(title, Column::Number(numbers.map(|number| number.unwrap_or(f64::NAN)).collect()))
}

/// Key and name of rows; the name only where a row has one.
fn row_fields<'r>(rows: impl Iterator<Item = &'r RowName> + Clone) -> Vec<Field<'static>> {
    let mut fields = vec![texts("Key", rows.clone().map(|row| row.key.clone()))];
    if rows.clone().any(|row| row.called.is_some()) {
        fields.push(texts("Name", rows.map(|row| row.called.clone().unwrap_or_default())));
    }
    fields
}

/// What brought each row about, where that was found out.
fn causes<'r>(diff: &Diff, causes: impl Iterator<Item = &'r Cause>) -> Option<Field<'static>> {
    let said: Vec<String> = causes.map(|found| cause(found, diff.told()).unwrap_or_default()).collect();
    said.iter().any(|said| !said.is_empty()).then(|| texts("Brought about by", said.into_iter()))
}

fn moved(book: &mut Book, diff: &Diff) -> Result<(), XlsxError> {
    let all = || diff.effects.moves.iter().flat_map(|moves| moves.moved.iter().map(move |row| (moves, row)));
    let mut fields = vec![
        texts("What", all().map(|(moves, _)| moves.what.clone())),
        texts("Title", all().map(|(moves, _)| moves.title.clone())),
    ];
    fields.extend(row_fields(all().map(|(_, row)| &row.row)));
    fields.push(texts("Before", all().map(|(_, row)| word(&row.before))));
    fields.push(texts("Now", all().map(|(_, row)| word(&row.now))));
    fields.push(texts("Owner", all().map(|(_, row)| row.owner.clone().unwrap_or_default())));
    fields.extend(causes(diff, all().map(|(_, row)| &row.cause)));
    let count = all().count();
    place(book, ("Moved", "moved", "Rows with another segment, band or other result."), Grid::new(fields, count))
}

fn scores(book: &mut Book, diff: &Diff) -> Result<(), XlsxError> {
    let all = || diff.effects.numbers.iter().flat_map(|change| change.scores.iter().map(move |row| (change, row)));
    let mut fields = vec![texts("Score", all().map(|(change, _)| change.what.clone()))];
    fields.extend(row_fields(all().map(|(_, row)| &row.row)));
    let gain = |before: Option<f64>, now: Option<f64>| before.zip(now).map(|(before, now)| now - before);
    fields.push(numbers("Before", all().map(|(_, row)| row.before)).look(NumberLook::SCORE));
    fields.push(numbers("Now", all().map(|(_, row)| row.now)).look(NumberLook::SCORE));
    fields.push(numbers("Change", all().map(|(_, row)| gain(row.before, row.now))).look(NumberLook::SCORE));
    let count = all().count();
    place(book, ("Scores", "scores", "Rows with another score, the greatest gain first."), Grid::new(fields, count))
}

fn triggers(book: &mut Book, diff: &Diff) -> Result<(), XlsxError> {
    let mut all: Vec<(&str, &str, &str, &TriggerRow)> = Vec::new();
    for change in &diff.effects.triggers {
        for (word, rows) in [("gained", &change.gained), ("lost", &change.lost), ("other owner", &change.passed)] {
            all.extend(rows.iter().map(|row| (change.name.as_str(), change.title.as_str(), word, row)));
        }
    }
    let mut fields = vec![
        texts("Trigger", all.iter().map(|(name, ..)| (*name).to_string())),
        texts("Title", all.iter().map(|(_, title, ..)| (*title).to_string())),
        texts("Change", all.iter().map(|(_, _, word, _)| (*word).to_string())),
    ];
    fields.extend(row_fields(all.iter().map(|(_, _, _, row)| &row.row)));
    fields.push(texts("Owner", all.iter().map(|(_, _, _, row)| row.owner.clone().unwrap_or_default())));
    fields.extend(causes(diff, all.iter().map(|(_, _, _, row)| &row.cause)));
    place(book, ("Triggers", "triggers", "Rows a trigger fires for now, or no longer."), Grid::new(fields, all.len()))
}

fn rows(book: &mut Book, diff: &Diff) -> Result<(), XlsxError> {
    let mut all: Vec<(&str, &str, &RowName)> = Vec::new();
    for change in &diff.effects.rows {
        for (word, rows) in [("new", &change.come), ("gone", &change.gone)] {
            all.extend(rows.iter().map(|row| (change.table.as_str(), word, row)));
        }
    }
    let mut fields = vec![
        texts("Table", all.iter().map(|(table, ..)| (*table).to_string())),
        texts("Change", all.iter().map(|(_, word, _)| (*word).to_string())),
    ];
    fields.extend(row_fields(all.iter().map(|(_, _, row)| *row)));
    place(book, ("Rows", "rows", "Rows that one side alone has."), Grid::new(fields, all.len()))
}

/// What is counted of a person, with its title.
type Counted = (&'static str, fn(&Person) -> usize);

fn people(book: &mut Book, diff: &Diff) -> Result<(), XlsxError> {
    let all = &diff.effects.people;
    let mut fields = vec![texts("Name", all.iter().map(|person| person.name.clone()))];
    let counts: [Counted; 3] = [
        ("Rows moved", |person| person.moved),
        ("Triggers gained", |person| person.gained),
        ("Triggers lost", |person| person.lost),
    ];
    let some = counts.into_iter().filter(|(_, count)| all.iter().any(|person| count(person) > 0));
    fields.extend(some.map(|(title, count)| Field::counts(title, all.iter().map(count))));
    let cards: BTreeSet<&str> = all.iter().flat_map(|person| &person.scores).map(|(card, ..)| card.as_str()).collect();
    for card in cards {
        let own = |person: &crate::diff::Person| person.scores.iter().find(|(known, ..)| known == card).cloned();
        let before = all.iter().map(|person| own(person).and_then(|(_, before, _)| before));
        let now = all.iter().map(|person| own(person).and_then(|(_, _, now)| now));
        fields.push(numbers(&format!("{card} before"), before).look(NumberLook::SCORE));
        fields.push(numbers(&format!("{card} now"), now).look(NumberLook::SCORE));
    }
    let totals: BTreeSet<&str> = all.iter().flat_map(|person| &person.totals).map(|(of, _)| of.as_str()).collect();
    for of in totals {
        let own = all.iter().map(|person| person.total(of));
        fields.push(numbers(&format!("Change of {of}"), own));
    }
    place(book, ("People", "people", "Whom the changes concern, those with most first."), Grid::new(fields, all.len()))
}

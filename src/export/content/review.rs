//! What somebody should look at: triggers that fired, and those that could not be decided.

use super::field::{Field, Grid};
use super::listing::{Length, Listing};
use super::palette::Paint;
use super::rows::{called, source_row};
use crate::export::labels::{Label, Language};
use crate::outcome::{Fired, Outcome, Standing};
use crate::policy::model::Severity;
use crate::table::{BLANK_DATE, Column};
use std::collections::{BTreeMap, HashMap};

/// A severity in the language of the report.
pub(in crate::export) fn severity(language: Language, level: Severity) -> &'static str {
    language.say(match level {
        Severity::High => Label::High,
        Severity::Medium => Label::Medium,
        Severity::Low => Label::Low,
    })
}

/// The title of a table, empty where there is none.
pub(in crate::export) fn table_title(outcome: &Outcome, table: usize) -> &str {
    outcome.tables.get(table).map_or("", |table| table.title.as_str())
}

/// The name of a trigger's row, where its table has a column for names.
pub(in crate::export) fn row_name<'o>(outcome: &'o Outcome, fired: Fired<'o>) -> Option<&'o str> {
    called(outcome, fired.table(), fired.row())
}

/// The review list. `stands` tells whether each still stands, `why` leads to the accounts of rows, by their place.
pub(in crate::export) fn listing<'a>(
    language: Language,
    outcome: &'a Outcome,
    stands: Option<Field<'a>>,
    why: Option<HashMap<usize, String>>,
) -> Listing<'a> {
    let mut fields = fields(language, outcome);
    fields.extend(stands);
    fields.extend(why.map(|why| Field::links(language.say(Label::Why), why, outcome.triggers.len())));
    fields.extend(sources(language, outcome, outcome.triggers.iter().map(|fired| (fired.table(), fired.row()))));
    let grid = Grid::new(fields, outcome.triggers.len());
    let subtitle = counts(language, outcome);
    Listing { subtitle, ..Listing::plain(language.say(Label::Review), "review", Length::Report, grid) }
}

fn fields<'a>(language: Language, outcome: &'a Outcome) -> Vec<Field<'a>> {
    let fired = &outcome.triggers;
    let names: Vec<Option<&str>> = fired.iter().map(|fired| row_name(outcome, fired)).collect();
    let paint = Severity::ALL.map(|level| (severity(language, level).to_string(), Paint::Severity(level))).to_vec();
    let severities = fired.iter().map(|fired| Some(severity(language, fired.severity())));
    let mut fields = vec![
        Field::texts(language.say(Label::Severity), severities).paint(paint).centered(),
        Field::texts(language.say(Label::Trigger), fired.iter().map(|fired| Some(fired.title()))),
        Field::texts(language.say(Label::Table), fired.iter().map(|fired| Some(table_title(outcome, fired.table())))),
        Field::texts(language.say(Label::Key), fired.iter().map(|fired| Some(fired.key()))),
    ];
    if names.iter().any(Option::is_some) {
        fields.push(Field::texts(language.say(Label::Name), names.iter().copied()));
    }
    let due = Column::Date(fired.iter().map(|fired| fired.due().map_or(BLANK_DATE, |day| day.0)).collect());
    if fired.are_weighed() {
        let weights = Column::Number(fired.iter().map(|fired| fired.weight().unwrap_or(f64::NAN)).collect());
        fields.push(Field::made(language.say(Label::AtStake), weights));
    }
    if outcome.baseline.is_some() {
        let word = |fired: Fired<'_>| fired.standing().map(|standing| standing_word(language, standing));
        let since = fired.iter().map(|fired| fired.since().map_or(BLANK_DATE, |day| day.0)).collect();
        fields.push(Field::texts(language.say(Label::Standing), fired.iter().map(word)).centered());
        fields.push(Field::made(language.say(Label::Since), Column::Date(since)));
    }
    fields.extend([
        Field::texts(language.say(Label::Owner), fired.iter().map(|fired| fired.owner())),
        Field::made(language.say(Label::Due), due),
        Field::texts(language.say(Label::Message), fired.iter().map(|fired| Some(fired.message()))),
    ]);
    fields
}

/// Where the rows were read, where any was.
fn sources<'a>(language: Language, outcome: &Outcome, rows: impl Iterator<Item = (usize, usize)>) -> Option<Field<'a>> {
    let texts: Vec<String> = rows.map(|(table, row)| source_row(outcome, table, row)).collect();
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    let texts: Vec<Option<String>> = texts.iter().map(some).collect();
    let any = texts.iter().any(Option::is_some);
    any.then(|| Field::texts(language.say(Label::SourceRow), texts.iter().map(Option::as_deref)).muted())
}

fn standing_word(language: Language, standing: Standing) -> &'static str {
    language.say(match standing {
        Standing::New => Label::New,
        Standing::Continuing => Label::Continuing,
    })
}

/// How many of each severity, in words.
pub(in crate::export) fn counts(language: Language, outcome: &Outcome) -> String {
    let count = |level| outcome.triggers.count(level);
    let mut parts: Vec<String> = Severity::ALL
        .into_iter()
        .filter(|&level| count(level) > 0)
        .map(|level| format!("{} {}", severity(language, level), count(level)))
        .collect();
    if !outcome.undetermined.is_empty() {
        parts.push(format!("{} {}", language.say(Label::Undetermined), outcome.undetermined.len()));
    }
    if parts.is_empty() { language.say(Label::Nothing).to_string() } else { parts.join(" · ") }
}

/// What could not be decided, where there is any.
pub(in crate::export) fn undetermined<'a>(language: Language, outcome: &'a Outcome) -> Option<Listing<'a>> {
    let open = Some(&outcome.undetermined).filter(|open| !open.is_empty())?;
    // Titles stand with the triggers that fired; one that never did has only its name.
    let titles: BTreeMap<&str, &str> = outcome.triggers.iter().map(|fired| (fired.trigger(), fired.title())).collect();
    let trigger = |name: &'_ str| titles.get(name).map_or(name.to_string(), |title| title.to_string());
    let triggers: Vec<String> = open.iter().map(|open| trigger(&open.trigger)).collect();
    let mut fields = vec![
        Field::texts(language.say(Label::Trigger), triggers.iter().map(|title| Some(title.as_str()))),
        Field::texts(language.say(Label::Table), open.iter().map(|open| Some(table_title(outcome, open.table)))),
        Field::texts(language.say(Label::Key), open.iter().map(|open| Some(open.key.as_str()))),
    ];
    fields.extend(sources(language, outcome, open.iter().map(|open| (open.table, open.row))));
    let subtitle = language.say(Label::MissingData).to_string();
    let grid = Grid::new(fields, open.len());
    Some(Listing {
        subtitle,
        ..Listing::plain(language.say(Label::Undetermined), "undetermined", Length::Report, grid)
    })
}

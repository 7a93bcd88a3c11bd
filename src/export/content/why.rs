//! Why a row has its band, and why it is on the review list: a short account for each.

use super::palette::Paint;
use super::review::{row_name, severity};
use super::rows::{best_first, called, source_row};
use super::scorecards::next_text;
use crate::export::labels::{Label, Language};
use crate::outcome::{Accounts, CardAccount, Fired, MeasureAccount, Outcome, ScorecardOutcome};
use crate::table::row_key;
use crate::value::{NumberLook, number};

/// What an account speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::export) enum Of {
    /// A row of a scorecard, by their places.
    Card(usize, usize),
    /// A trigger, by its place among those that fired.
    Trigger(usize),
}

/// An account as it is shown.
pub(in crate::export) struct Account {
    /// What it speaks of.
    pub of: Of,
    /// Key and name of the row.
    pub who: String,
    /// Title of the scorecard or the trigger.
    pub title: String,
    /// Band or severity.
    pub value: String,
    /// How that stands out.
    pub paint: Option<Paint>,
    /// The score, or what the trigger says.
    pub note: String,
    /// Where the row was read.
    pub source: String,
    /// What it hangs on.
    pub lines: Vec<Line>,
}

/// A line of an account.
pub(in crate::export) struct Line {
    /// How deep it lies, 1 and more.
    pub depth: usize,
    /// What it is.
    pub name: String,
    /// Its value.
    pub value: String,
    /// How that came about.
    pub how: String,
    /// The cells it rests on.
    pub cells: String,
}

/// All accounts in the order in which the report shows their rows; none where the run was not asked for them.
pub(in crate::export) fn accounts(language: Language, outcome: &Outcome) -> Vec<Account> {
    let Some(accounts) = outcome.accounts.as_ref() else { return Vec::new() };
    let cards = in_order(outcome, accounts).into_iter().enumerate().flat_map(|(at, (card, told))| {
        told.into_iter().map(move |(row, account)| scored(language, outcome, (at, card), (row, account)))
    });
    let fired = accounts.triggers.iter().filter_map(|(place, lines)| {
        let fired = outcome.triggers.get(*place)?;
        let lines = lines.iter().map(|line| Line {
            depth: 1 + line.depth,
            name: line.name.clone(),
            value: line.value.clone(),
            how: line.how.clone(),
            cells: line.cells.join(", "),
        });
        Some(trigger(language, outcome, (*place, fired), lines.collect()))
    });
    cards.chain(fired).collect()
}

/// The scorecards with their rows that are told about, in the order of their listings.
fn in_order<'a>(
    outcome: &'a Outcome,
    accounts: &'a Accounts,
) -> Vec<(&'a ScorecardOutcome, Vec<(usize, &'a CardAccount)>)> {
    let cards = outcome.scorecards.iter().zip(&accounts.scorecards);
    cards
        .map(|(card, told)| {
            let order = outcome.tables.get(card.table).map(|table| best_first(card, table)).unwrap_or_default();
            let rows = order.into_iter().filter_map(|row| Some((row as usize, told.get(&(row as usize))?)));
            (card, rows.collect())
        })
        .collect()
}

fn scored(
    language: Language,
    outcome: &Outcome,
    (at, card): (usize, &ScorecardOutcome),
    (row, account): (usize, &CardAccount),
) -> Account {
    let band = card.band.text(row);
    let place = band.and_then(|band| card.bands.iter().position(|known| known == band));
    let score = card.score.value(row).as_number();
    let score = score.map_or_else(String::new, |score| NumberLook::SCORE.show(number::round(score, 1)));
    let none = if card.bands.is_empty() { "" } else { language.say(Label::NoBand) };
    let said = band.unwrap_or(none);
    let line = |name: &str, value: &str, how: String, cells: String| Line {
        depth: 1,
        name: name.to_string(),
        value: value.to_string(),
        how,
        cells,
    };
    let mut lines = Vec::new();
    if !card.bands.is_empty() {
        lines.push(line(language.say(Label::Band), said, account.test.clone().unwrap_or_default(), String::new()));
    }
    for of in &account.measures {
        lines.push(line(&of.title, &of.shown[0], measured(language, of), of.cells.join(", ")));
    }
    if let Some(next) = &account.next {
        let how = next_text(next, language.say(Label::NotAlone));
        lines.push(line(language.say(Label::NextBand), &next.band, how, String::new()));
    }
    Account {
        of: Of::Card(at, row),
        who: who(&key(outcome, card.table, row), called(outcome, card.table, row)),
        title: card.title.clone(),
        value: said.to_string(),
        paint: place.map(|place| Paint::Band(place, card.bands.len())),
        note: format!("{} {score}", language.say(Label::Score)),
        source: source_row(outcome, card.table, row),
        lines,
    }
}

/// What a measure brings to the score, and how.
fn measured(language: Language, measure: &MeasureAccount) -> String {
    let points = |value: Option<f64>| {
        value.map_or_else(|| "–".to_string(), |value| NumberLook::SCORE.show(number::round(value, 1)))
    };
    let weight = measure.weight.map(|weight| format!("{}%", number::shortest(number::round(weight * 100.0, 1))));
    let weight = weight.unwrap_or_else(|| "–".to_string());
    let [_, target, worst] = &measure.shown;
    format!(
        "{} {} × {weight} = {} · {} {target} · {} {worst} · {} {}",
        points(measure.points),
        language.say(Label::Points),
        points(measure.brings),
        language.say(Label::Target),
        language.say(Label::Worst),
        language.say(Label::Costs),
        points(measure.costs)
    )
}

fn trigger(language: Language, outcome: &Outcome, (place, fired): (usize, Fired<'_>), lines: Vec<Line>) -> Account {
    Account {
        of: Of::Trigger(place),
        who: who(&fired.key(), row_name(outcome, fired)),
        title: fired.title().to_string(),
        value: severity(language, fired.severity()).to_string(),
        paint: Some(Paint::Severity(fired.severity())),
        note: fired.message().into_owned(),
        source: source_row(outcome, fired.table(), fired.row()),
        lines,
    }
}

/// A row with its key and its name.
fn who(key: &str, name: Option<&str>) -> String {
    name.map_or_else(|| key.to_string(), |name| format!("{key} · {name}"))
}

/// The key of a row; its number where its table has none.
fn key(outcome: &Outcome, table: usize, row: usize) -> String {
    let keys = outcome.tables.get(table).and_then(|table| Some(&*table.columns.get(table.key?)?.data));
    row_key(keys, row)
}

/// How many of how many rows are told about.
pub(in crate::export) fn counts(language: Language, outcome: &Outcome) -> String {
    let Some(accounts) = outcome.accounts.as_ref() else { return String::new() };
    let number = |count: usize| NumberLook::WHOLE.show(count as f64);
    let part = |title: &str, told: usize, all: usize| match told == all {
        true => format!("{title} {}", number(all)),
        false => format!("{title} {} / {} ({})", number(told), number(all), language.say(Label::OthersByExplain)),
    };
    let cards = outcome.scorecards.iter().zip(&accounts.scorecards);
    let mut parts: Vec<String> = cards.map(|(card, told)| part(&card.title, told.len(), card.score.len())).collect();
    parts.push(part(language.say(Label::Review), accounts.triggers.len(), outcome.triggers.len()));
    parts.join(" · ")
}

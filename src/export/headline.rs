//! What a summary says first: single numbers, and how rows spread over bands, triggers and segments.
//! Where the policy names no figures, sensible ones are chosen.

use super::labels::{Label, Language};
use crate::outcome::{Figure, Outcome, OutcomeColumn, OutcomeTable, Role};
use crate::policy::model::Severity;
use crate::table::Column;
use crate::value::number::{self, grouped};
use crate::value::{NumberFormat, Type, Value};

/// Cards of figures the policy names; more would bury them.
const MOST_FIGURES: usize = 12;
/// Cards chosen where the policy names none: tables, and sums of money.
const MOST_TABLES: usize = 3;
const MOST_SUMS: usize = 4;
/// Charts of decision tables.
const MOST_DECISIONS: usize = 4;
/// Distinct values a chart can show.
const MOST_VALUES: usize = 12;
/// Triggers a chart can show one by one.
const MOST_TRIGGERS: usize = 10;

/// A large number with its name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Card {
    /// Name.
    pub label: String,
    /// Value.
    pub value: Value,
    /// How it is shown.
    pub format: NumberFormat,
    /// What stands below it.
    pub note: String,
    /// What it speaks of.
    pub tone: Tone,
    /// The figure it shows, by its place in the plan.
    pub figure: Option<usize>,
}

/// What a card speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Figure,
    Review(Option<Severity>),
    Data { clean: bool },
}

/// How many rows fall where.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spread {
    /// Title.
    pub title: String,
    /// Where, and how many.
    pub bars: Vec<(String, usize, Bar)>,
    /// Whether the names are so long that the bars should be horizontal.
    pub lying: bool,
}

/// What a bar stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bar {
    /// A band: its place, best first, and how many there are.
    Band(usize, usize),
    /// A trigger.
    Severity(Severity),
    /// A value.
    Plain,
    /// What has none.
    Missing,
}

/// The cards of a summary, the policy's figures first.
pub(super) fn cards(outcome: &Outcome, language: Language) -> Vec<Card> {
    let mut cards = if outcome.figures.is_empty() { chosen(outcome, language) } else { named(outcome) };
    cards.push(review(outcome, language));
    // What was read is that of all parts.
    if outcome.part.is_none() {
        cards.push(data_quality(outcome, language));
    }
    cards
}

fn named(outcome: &Outcome) -> Vec<Card> {
    let figures = outcome.figures.iter().take(MOST_FIGURES);
    let shown = |figure: &Figure| Card {
        figure: Some(figure.slot),
        ..card(&figure.title, figure.value.clone(), figure.format)
    };
    figures.map(shown).collect()
}

fn card(label: &str, value: Value, format: NumberFormat) -> Card {
    Card { label: label.to_string(), value, format, note: String::new(), tone: Tone::Figure, figure: None }
}

fn chosen(outcome: &Outcome, language: Language) -> Vec<Card> {
    let tables = || outcome.tables.iter().filter(|table| !table.view.hidden);
    let rows = |table: &OutcomeTable| {
        let mut card = card(&table.title, Value::Number(table.rows as f64), NumberFormat::Decimals(0));
        card.note = language.say(Label::Rows).to_string();
        card
    };
    let mut cards: Vec<Card> = tables().take(MOST_TABLES).map(rows).collect();
    let mut seen: Vec<f64> = Vec::new();
    let money =
        tables().flat_map(|table| table.columns.iter().filter(|column| column.is_money()).map(move |c| (table, c)));
    for (table, column) in money {
        let sum = sum(&column.data);
        // Sales of orders, of customers and of the salespeople are one figure.
        if sum == 0.0 || seen.iter().any(|known| number::equal(*known, sum)) {
            continue;
        }
        seen.push(sum);
        let mut card = card(&column.title, Value::number(sum), column.format);
        card.note = format!("{} · {}", language.say(Label::Sum), table.title);
        cards.push(card);
        if seen.len() == MOST_SUMS {
            break;
        }
    }
    cards
}

fn sum(column: &Column) -> f64 {
    let Column::Number(numbers) = column else { return 0.0 };
    let mut sum = number::Sum::default();
    numbers.iter().filter(|number| number.is_finite()).for_each(|number| sum.add(*number));
    sum.value()
}

fn review(outcome: &Outcome, language: Language) -> Card {
    let count = |level| outcome.triggers.count(level);
    let levels = [(Severity::High, Label::High), (Severity::Medium, Label::Medium), (Severity::Low, Label::Low)];
    let mut parts: Vec<String> = levels
        .iter()
        .filter(|(level, _)| count(*level) > 0)
        .map(|(level, label)| format!("{} {}", language.say(*label), count(*level)))
        .collect();
    if !outcome.undetermined.is_empty() {
        parts.push(format!("{} {}", language.say(Label::Undetermined), outcome.undetermined.len()));
    }
    Card {
        label: language.say(Label::ToReview).to_string(),
        value: Value::Number(outcome.triggers.len() as f64),
        format: NumberFormat::Decimals(0),
        note: parts.join(" · "),
        tone: Tone::Review(levels.iter().map(|(level, _)| *level).find(|level| count(*level) > 0)),
        figure: None,
    }
}

fn data_quality(outcome: &Outcome, language: Language) -> Card {
    let total = |get: fn(&crate::outcome::ControlTotal) -> usize| outcome.control.iter().map(get).sum::<usize>();
    let (read, used, rejected) = (total(|c| c.read), total(|c| c.used), total(|c| c.rejected));
    let issues: usize = outcome.issues.iter().filter(|issue| !issue.note).map(|issue| issue.count).sum();
    let note = format!(
        "{} {} · {} {} · {} {}",
        language.say(Label::Read),
        grouped(read),
        language.say(Label::Rejected),
        grouped(rejected),
        language.say(Label::Issues),
        grouped(issues)
    );
    Card {
        label: language.say(Label::DataQuality).to_string(),
        value: Value::Number(used as f64),
        format: NumberFormat::Decimals(0),
        note,
        tone: Tone::Data { clean: rejected == 0 && issues == 0 },
        figure: None,
    }
}

/// The charts of a summary: bands, triggers, values decided.
pub(super) fn spreads(outcome: &Outcome, language: Language) -> Vec<Spread> {
    let bands = outcome.scorecards.iter().filter(|card| !card.bands.is_empty()).map(|card| {
        let counts = counts(&card.band);
        let of = |band: &String| counts.iter().find(|(text, _)| text == band).map_or(0, |(_, count)| *count);
        let many = card.bands.len();
        let mut bars: Vec<(String, usize, Bar)> = card
            .bands
            .iter()
            .enumerate()
            .map(|(place, band)| (band.clone(), of(band), Bar::Band(place, many)))
            .collect();
        add_missing(&mut bars, &card.band, language.say(Label::NoBand));
        Spread { title: format!("{} · {}", card.title, language.say(Label::Band)), bars, lying: false }
    });
    let decided = outcome.tables.iter().filter(|table| !table.view.hidden).flat_map(|table| {
        let columns = table.columns.iter().filter(|column| column.role == Role::Decision);
        columns.filter_map(move |column| values(table, column, language))
    });
    bands.chain(triggers(outcome, language)).chain(decided.take(MOST_DECISIONS)).collect()
}

fn triggers(outcome: &Outcome, language: Language) -> Option<Spread> {
    let mut bars: Vec<(String, usize, Bar)> = Vec::new();
    for fired in &outcome.triggers {
        let (title, severity) = (fired.title(), fired.severity());
        match bars.iter_mut().find(|(name, _, bar)| *name == title && *bar == Bar::Severity(severity)) {
            Some((_, count, _)) => *count += 1,
            None => bars.push((title.to_string(), 1, Bar::Severity(severity))),
        }
    }
    if bars.len() > MOST_TRIGGERS {
        let levels = [(Severity::High, Label::High), (Severity::Medium, Label::Medium), (Severity::Low, Label::Low)];
        bars = levels
            .into_iter()
            .map(|(level, label)| {
                let count = outcome.triggers.count(level);
                (language.say(label).to_string(), count, Bar::Severity(level))
            })
            .collect();
    }
    (!bars.is_empty()).then(|| Spread { title: language.say(Label::ToReview).to_string(), bars, lying: true })
}

/// The values of a decision in the order of its rules; those of no rule after them, the most frequent first.
fn values(table: &OutcomeTable, column: &OutcomeColumn, language: Language) -> Option<Spread> {
    if column.kind() != Type::Text {
        return None;
    }
    let mut counts = counts(&column.data);
    if counts.is_empty() || counts.len() > MOST_VALUES {
        return None;
    }
    let place = |text: &str| column.order.iter().position(|known| known == text).unwrap_or(usize::MAX);
    counts.sort_by(|a, b| place(&a.0).cmp(&place(&b.0)).then(b.1.cmp(&a.1)).then_with(|| a.0.cmp(&b.0)));
    let mut bars: Vec<(String, usize, Bar)> =
        counts.into_iter().map(|(text, count)| (text, count, Bar::Plain)).collect();
    add_missing(&mut bars, &column.data, language.say(Label::Blank));
    Some(Spread { title: format!("{} · {}", table.title, column.title), bars, lying: false })
}

/// Distinct texts with how often they occur, in the order first seen; those that do not are left out.
fn counts(column: &Column) -> Vec<(String, usize)> {
    let Column::Text(values) = column else { return Vec::new() };
    let mut counts = vec![0; values.dictionary.len()];
    for &code in &values.codes {
        if let Some(count) = counts.get_mut(code as usize) {
            *count += 1;
        }
    }
    let texts = values.dictionary.iter().map(str::to_string).zip(counts);
    texts.filter(|(_, count)| *count > 0).collect()
}

fn add_missing(bars: &mut Vec<(String, usize, Bar)>, column: &Column, label: &str) {
    let missing = (0..column.len()).filter(|&row| column.is_blank(row)).count();
    if missing > 0 {
        bars.push((label.to_string(), missing, Bar::Missing));
    }
}

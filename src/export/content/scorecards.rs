//! Scorecards: the best first, each measure with its points, bands in colour.

use super::field::{Field, Grid};
use super::listing::{Length, Listing};
use super::palette::{Head, Paint};
use super::rows::{best_first, is_identifier, name_column, source_fields};
use crate::export::labels::{Label, Language};
use crate::formula::{ColumnId, TableId};
use crate::outcome::{CardAccount, MeasureOutcome, NextStep, Outcome, OutcomeTable, ScorecardOutcome};
use crate::table::Column;
use crate::value::{Extent, NumberFormat, NumberLook};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// A scorecard as it is shown.
pub(in crate::export) struct Shown<'a> {
    /// Its rows.
    pub listing: Listing<'a>,
    /// The field of the score.
    pub score: usize,
    /// The highest score, 100 at least.
    pub top: f64,
}

/// The scorecard at that place, where its table is there. `same` says that a table is shown under its title, `why`
/// leads to the accounts of rows.
pub(in crate::export) fn of<'a>(
    language: Language,
    outcome: &'a Outcome,
    at: usize,
    (same, why): (bool, Option<HashMap<usize, String>>),
) -> Option<Shown<'a>> {
    let card = outcome.scorecards.get(at)?;
    let table = outcome.tables.get(card.table)?;
    let accounts = outcome.accounts.as_ref().and_then(|accounts| accounts.scorecards.get(at));
    let mut fields = vec![scored(language, card, (Label::Rank, 2)).centered()];
    fields.extend(who(language, card, table));
    let score = fields.len();
    fields.push(scored(language, card, (Label::Score, 0)).look(NumberLook::SCORE));
    if !card.bands.is_empty() {
        let paint = card.bands.iter().enumerate();
        let paint = paint.map(|(place, band)| (band.clone(), Paint::Band(place, card.bands.len())));
        fields.push(scored(language, card, (Label::Band, 1)).paint(paint.collect()).centered());
    }
    fields.extend(why.map(|why| Field::links(language.say(Label::Why), why, card.score.len())));
    let first_measure = fields.len();
    fields.extend(card.measures.iter().flat_map(|measure| measured(language, card, measure)));
    fields.push(Field::of(language.say(Label::Reasons), &card.reasons, NumberFormat::General).head(Head::Formula));
    fields.extend(accounts.filter(|_| !card.bands.is_empty()).map(|accounts| next(language, card, accounts)));
    fields.extend(source_fields(language, table));
    let mut grid = Grid::new(fields, card.score.len());
    grid.order = Some(Cow::Owned(best_first(card, table)));
    let title = if same { format!("{} · {}", card.title, language.say(Label::Score)) } else { card.title.clone() };
    let listing = Listing {
        subtitle: subtitle(language, card),
        above: terms(language, card, first_measure),
        frozen: score as u16,
        ..Listing::plain(&title, &card.name, Length::Report, grid)
    };
    Some(Shown { listing, score, top: highest(&card.score).max(100.0) })
}

/// Value and points of a measure.
fn measured<'a>(language: Language, card: &ScorecardOutcome, measure: &'a MeasureOutcome) -> [Field<'a>; 2] {
    let id = |slot: usize| ColumnId { table: TableId(card.table), slot };
    let points = format!("{} · {}", measure.title, language.say(Label::Points));
    let value = Field::of(&measure.title, &measure.value, measure.format).head(Head::Formula);
    let points = Field::of(&points, &measure.points, NumberFormat::General).look(NumberLook::SCORE).muted();
    [value.shows(id(measure.slots[0])), points.shows(id(measure.slots[1]))]
}

/// Score, band or rank of the rows, by its place among those.
fn scored<'a>(language: Language, card: &'a ScorecardOutcome, (label, part): (Label, usize)) -> Field<'a> {
    let column = [&card.score, &card.band, &card.rank][part];
    let format = if part == 2 { NumberFormat::Decimals(0) } else { NumberFormat::General };
    let id = ColumnId { table: TableId(card.table), slot: card.slots[part] };
    Field::of(language.say(label), column, format).shows(id)
}

/// What the next better band takes, one measure at a time.
fn next<'a>(language: Language, card: &ScorecardOutcome, accounts: &BTreeMap<usize, CardAccount>) -> Field<'a> {
    let alone = language.say(Label::NotAlone);
    let text = |row: usize| {
        let next = accounts.get(&row)?.next.as_ref()?;
        Some(format!("{}: {}", next.band, next_text(next, alone)))
    };
    let texts: Vec<Option<String>> = (0..card.score.len()).map(text).collect();
    Field::texts(language.say(Label::NextBand), texts.iter().map(Option::as_deref))
}

/// `margin 10.7% → 11.2% / stock 56.5 → 54.2 · not by one measure alone: …`
pub(in crate::export) fn next_text(next: &NextStep, alone: &str) -> String {
    let by: Vec<String> = next.by.iter().map(|[title, from, to]| format!("{title} {from} → {to}")).collect();
    let mut parts = Vec::new();
    if !by.is_empty() {
        parts.push(by.join(" / "));
    }
    if !next.not_by.is_empty() {
        parts.push(format!("{alone}: {}", next.not_by.join(", ")));
    }
    parts.join(" · ")
}

/// Key, name and the groups ranks are counted within.
fn who<'a>(language: Language, card: &ScorecardOutcome, table: &'a OutcomeTable) -> Vec<Field<'a>> {
    let mut columns: Vec<usize> = table.key.into_iter().chain(name_column(table)).collect();
    for title in &card.rank_within {
        let group = table.columns.iter().position(|column| column.title == *title || column.name == *title);
        columns.extend(group.filter(|group| !columns.contains(group)));
    }
    let mut fields: Vec<Field<'a>> = columns
        .into_iter()
        .map(|at| {
            let column = &table.columns[at];
            let field = Field::of(&column.title, &column.data, column.format).head(Head::Imported);
            let field = field.words(language);
            if is_identifier(table, at) { field.look(NumberLook::PLAIN) } else { field }
        })
        .collect();
    if table.key.is_none() {
        fields.insert(0, Field::counts(language.say(Label::Row), 1..=card.score.len()));
    }
    fields
}

fn highest(column: &Column) -> f64 {
    if let Column::Number(numbers) = column { Extent::of(numbers).max } else { 0.0 }
}

fn subtitle(language: Language, card: &ScorecardOutcome) -> String {
    let order = language.say(Label::BestFirst);
    if card.rank_within.is_empty() {
        return order.to_string();
    }
    format!("{order} · {}: {}", language.say(Label::RankWithin), card.rank_within.join(", "))
}

/// Weight, target and worst value above each measure: one number, or from–to where rows differ.
fn terms(language: Language, card: &ScorecardOutcome, first: usize) -> Vec<(String, Vec<String>)> {
    type Term = fn(&MeasureOutcome) -> (&Column, NumberFormat);
    let kinds: [(Label, Term); 3] = [
        (Label::Weight, |measure| (&measure.weight, NumberFormat::Percent(0))),
        (Label::Target, |measure| (&measure.target, measure.format)),
        (Label::Worst, |measure| (&measure.worst, measure.format)),
    ];
    if card.measures.is_empty() {
        return Vec::new();
    }
    kinds
        .into_iter()
        .map(|(label, term)| {
            let mut cells = vec![String::new(); first];
            for measure in &card.measures {
                let (column, format) = term(measure);
                cells.extend([span(column, format), String::new()]);
            }
            (language.say(label).to_string(), cells)
        })
        .collect()
}

fn span(column: &Column, format: NumberFormat) -> String {
    let Column::Number(numbers) = column else { return String::new() };
    if numbers.iter().all(|number| number.is_nan()) {
        return "–".to_string();
    }
    let extent = Extent::of(numbers);
    let look = NumberLook::of(format, &extent);
    let (low, high) = (look.show(extent.min), look.show(extent.max));
    if low == high { low } else { format!("{low} – {high}") }
}

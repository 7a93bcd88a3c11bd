//! One sheet for each scorecard: the best first, each measure with its points, bands in colour.

use super::book::Book;
use super::grid::{Field, Grid};
use super::listing::{Listing, Placed};
use super::print::Length;
use super::style::{Head, band_cell};
use super::tables::{is_identifier, source_fields};
use crate::export::labels::Label;
use crate::formula::{ColumnId, TableId};
use crate::outcome::{CardAccount, MeasureOutcome, NextStep, Outcome, OutcomeTable, ScorecardOutcome};
use crate::table::Column;
use crate::value::{Extent, NumberLook};
use crate::value::{NumberFormat, Type};
use rust_xlsxwriter::{ConditionalFormatDataBar, ConditionalFormatType, Worksheet, XlsxError};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Titles and names that say that a text column names the row, best first.
const NAMES: [&str; 18] = [
    "name",
    "full name",
    "title",
    "이름",
    "성명",
    "명칭",
    "상호",
    "名前",
    "氏名",
    "名称",
    "姓名",
    "名字",
    "顧客名",
    "담당자명",
    "고객명",
    "거래처명",
    "店舗名",
    "客户名称",
];

/// Writes all scorecards whose table is there.
pub(super) fn write(book: &mut Book, outcome: &Outcome) -> Result<Vec<Placed>, XlsxError> {
    let mut placed = Vec::new();
    for (at, card) in outcome.scorecards.iter().enumerate() {
        let accounts = outcome.accounts.as_ref().and_then(|accounts| accounts.scorecards.get(at));
        placed.push(match outcome.tables.get(card.table) {
            Some(table) => {
                let same = outcome
                    .tables
                    .iter()
                    .any(|table| table.title == card.title && (book.sheets.is_some() || !book.leaves_out(table)));
                write_card(book, (at, card, same), table, accounts)?
            }
            None => Placed::default(),
        });
    }
    Ok(placed)
}

fn write_card(
    book: &mut Book,
    (at, card, same): (usize, &ScorecardOutcome, bool),
    table: &OutcomeTable,
    accounts: Option<&BTreeMap<usize, CardAccount>>,
) -> Result<Placed, XlsxError> {
    let mut fields = vec![scored(book, card, (Label::Rank, 2)).centered()];
    fields.extend(who(book, card, table));
    let frozen = fields.len() as u16;
    let score = frozen;
    fields.push(scored(book, card, (Label::Score, 0)).look(NumberLook::SCORE));
    if !card.bands.is_empty() {
        let paint = card.bands.iter().enumerate();
        let paint = paint.map(|(place, band)| (band.clone(), band_cell(place, card.bands.len())));
        fields.push(scored(book, card, (Label::Band, 1)).paint(paint.collect()).centered());
    }
    fields.extend(why(book, at, card));
    let first_measure = fields.len();
    for measure in &card.measures {
        let points = format!("{} · {}", measure.title, book.say(Label::Points));
        let value = Field::of(&measure.title, &measure.value, measure.format).head(Head::Formula);
        fields.push(live(book, card, measure.slots[0], value));
        let points = Field::of(&points, &measure.points, NumberFormat::General).look(NumberLook::SCORE).muted();
        fields.push(live(book, card, measure.slots[1], points));
    }
    fields.push(Field::of(book.say(Label::Reasons), &card.reasons, NumberFormat::General).head(Head::Formula));
    fields.extend(accounts.filter(|_| !card.bands.is_empty()).map(|accounts| next(book, card, accounts)));
    fields.extend(source_fields(book, table));
    let mut grid = Grid::new(fields, card.score.len());
    grid.order = Some(Cow::Owned(best_first(card, table)));
    let listing = Listing {
        title: if same { format!("{} · {}", card.title, book.say(Label::Score)) } else { card.title.clone() },
        name: card.name.clone(),
        subtitle: subtitle(book, card),
        legend: Vec::new(),
        above: terms(book, card, first_measure),
        frozen,
        length: Length::Report,
        grid,
    };
    let top = highest(&card.score).max(100.0);
    listing.place(book, |sheet, header, last| bar(sheet, (header + 1, last), score, top))
}

/// Score, band or rank of the rows, by its place among those.
fn scored<'a>(book: &Book, card: &'a ScorecardOutcome, (label, part): (Label, usize)) -> Field<'a> {
    let column = [&card.score, &card.band, &card.rank][part];
    let format = if part == 2 { NumberFormat::Decimals(0) } else { NumberFormat::General };
    live(book, card, card.slots[part], Field::of(book.say(label), column, format))
}

/// The cells of the table's own sheet, in a report with formulas.
fn live<'a>(book: &Book, card: &ScorecardOutcome, slot: usize, field: Field<'a>) -> Field<'a> {
    let id = ColumnId { table: TableId(card.table), slot };
    match book.sheets.clone() {
        Some(sheets) => field.live(move |row| Some((sheets.elsewhere(id, row)?, false))),
        None => field,
    }
}

/// Links to the accounts of the rows.
fn why<'a>(book: &Book, at: usize, card: &ScorecardOutcome) -> Option<Field<'a>> {
    let layout = book.why.as_ref()?;
    Some(Field::links(book.say(Label::Why), layout.of_card(at), card.score.len()))
}

/// What the next better band takes, one measure at a time.
fn next<'a>(book: &Book, card: &ScorecardOutcome, accounts: &BTreeMap<usize, CardAccount>) -> Field<'a> {
    let alone = book.say(Label::NotAlone);
    let text = |row: usize| {
        let next = accounts.get(&row)?.next.as_ref()?;
        Some(format!("{}: {}", next.band, next_text(next, alone)))
    };
    let texts: Vec<Option<String>> = (0..card.score.len()).map(text).collect();
    Field::texts(book.say(Label::NextBand), texts.iter().map(Option::as_deref))
}

/// `margin 10.7% → 11.2% / stock 56.5 → 54.2 · not by one measure alone: …`
pub(super) fn next_text(next: &NextStep, alone: &str) -> String {
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
fn who<'a>(book: &Book, card: &ScorecardOutcome, table: &'a OutcomeTable) -> Vec<Field<'a>> {
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
            let field = field.words(book.language);
            if is_identifier(table, at) { field.look(NumberLook::PLAIN) } else { field }
        })
        .collect();
    if table.key.is_none() {
        fields.insert(0, Field::counts(book.say(Label::Row), 1..=card.score.len()));
    }
    fields
}

/// The text column that names a row, where one is called so.
pub(super) fn name_column(table: &OutcomeTable) -> Option<usize> {
    let is_called = |at: usize, name: &str| {
        let column = &table.columns[at];
        column.kind() == Type::Text
            && (column.name.eq_ignore_ascii_case(name) || column.title.eq_ignore_ascii_case(name))
    };
    let others = || (0..table.columns.len()).filter(|&at| table.key != Some(at));
    NAMES.iter().find_map(|name| others().find(|&at| is_called(at, name)))
}

/// Rows by score, highest first and blanks last, then by key.
pub(super) fn best_first(card: &ScorecardOutcome, table: &OutcomeTable) -> Vec<u32> {
    let score = |row: u32| match &*card.score {
        Column::Number(scores) => scores[row as usize],
        _ => f64::NAN,
    };
    let key = table.key.and_then(|key| table.columns.get(key)).map(|column| &column.data);
    let by_score = |a: u32, b: u32| match (score(a).is_nan(), score(b).is_nan()) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) => score(b).total_cmp(&score(a)),
    };
    let mut rows: Vec<u32> = (0..card.score.len() as u32).collect();
    rows.sort_by(|&a, &b| {
        by_score(a, b).then_with(|| key.map_or(Ordering::Equal, |key| by_value(key, a as usize, b as usize)))
    });
    rows
}

fn by_value(column: &Column, a: usize, b: usize) -> Ordering {
    match column {
        Column::Number(values) => values[a].total_cmp(&values[b]),
        Column::Text(values) => values.get(a).cmp(&values.get(b)),
        _ => column.value(a).to_string().cmp(&column.value(b).to_string()),
    }
}

fn highest(column: &Column) -> f64 {
    if let Column::Number(numbers) = column { Extent::of(numbers).max } else { 0.0 }
}

fn subtitle(book: &Book, card: &ScorecardOutcome) -> String {
    let order = book.say(Label::BestFirst);
    if card.rank_within.is_empty() {
        return order.to_string();
    }
    format!("{order} · {}: {}", book.say(Label::RankWithin), card.rank_within.join(", "))
}

/// Weight, target and worst value above each measure: one number, or from–to where rows differ.
fn terms(book: &Book, card: &ScorecardOutcome, first: usize) -> Vec<(String, Vec<String>)> {
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
            (book.say(label).to_string(), cells)
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

/// Bars in the cells of a score, from 0.
fn bar(sheet: &mut Worksheet, rows: (u32, u32), column: u16, top: f64) -> Result<(), XlsxError> {
    let bar = ConditionalFormatDataBar::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, top)
        .set_solid_fill(true)
        .set_border_off(true)
        .set_fill_color(rust_xlsxwriter::Color::RGB(0xA9_C9_E6));
    sheet.add_conditional_format(rows.0, column, rows.1, column, &bar)?;
    Ok(())
}

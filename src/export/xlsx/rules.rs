//! The rules as they were applied, on a sheet of their own: parameters, scorecards, decision tables, triggers.
//!
//! Every value a rule compares with stands in a cell of its own, as a number or a text: the sign before it is part
//! of how the cell is shown.

use super::book::Book;
use super::links::{DecisionPlace, RulesLayout};
use super::print::Printed;
use super::rules_page::{Page, WIDTHS};
use crate::export::content::listing::Length;
use crate::export::content::review::{severity, table_title};
use crate::export::content::rules::{self as content, Words, headline, one_value};
use crate::export::labels::{Label, Language};
use crate::outcome::{DecisionRules, Outcome, RuleResult, ScorecardOutcome, ScorecardRules};
use crate::value::NumberFormat;
use rust_xlsxwriter::XlsxError;

/// Rows before the first section.
const TOP: u32 = 3;

/// Keeps the name of the sheet and the place of each rule.
pub(super) fn layout(book: &mut Book, outcome: &Outcome) -> RulesLayout {
    let rules = &outcome.rules;
    if !content::any(outcome) {
        return RulesLayout::default();
    }
    let mut layout = RulesLayout { sheet: book.names.sheet(book.say(Label::Rules)), ..RulesLayout::default() };
    // With formulas they have a sheet of their own.
    let parameters = if outcome.live.is_some() { 0 } else { outcome.parameters.len() };
    let mut at = TOP + section(parameters);
    at += if rules.scorecards.is_empty() { 0 } else { 2 };
    for card in &rules.scorecards {
        let bands = at + 2 + card.measures.len() as u32 + 1;
        layout.cards.push((at, bands));
        at = bands + card.bands.len() as u32 + 1;
    }
    at += if rules.decisions.is_empty() { 0 } else { 2 };
    for decision in &rules.decisions {
        let (inputs, results) = columns(decision);
        layout.decisions.push(DecisionPlace { top: at, first: at + 2, inputs, results, rules: decision.rules.len() });
        at += 2 + decision.rules.len() as u32 + 1;
    }
    at += 3;
    for trigger in &rules.triggers {
        layout.triggers.insert(trigger.name.clone(), at);
        at += 1;
    }
    layout
}

/// Rows of a section with a header, its heading and the gap below it.
fn section(rows: usize) -> u32 {
    if rows == 0 { 0 } else { rows as u32 + 4 }
}

/// The first column of each input, and that of the first result.
fn columns(decision: &DecisionRules) -> (Vec<u16>, u16) {
    let mut next = 1;
    let place = |input: usize| {
        let cells = decision.rules.iter().filter_map(|rule| rule.cells.get(input)?.as_ref());
        let most = cells.map(|cell| cell.parts.len()).max().unwrap_or(1).max(1) as u16;
        let own = next;
        next += most;
        own
    };
    let inputs = (0..decision.inputs.len()).map(place).collect();
    (inputs, next)
}

/// Writes the sheet.
pub(super) fn write(book: &mut Book, outcome: &Outcome) -> Result<(), XlsxError> {
    if book.rules.sheet.is_empty() {
        return Ok(());
    }
    let layout = std::mem::take(&mut book.rules);
    let book_sheets = book.sheets.clone();
    let words = Words::of(book.language);
    let language = book.language;
    let styles = book.styles.clone();
    book.about = words.applied.to_string();
    let sheet = book.named_sheet(layout.sheet.clone(), false)?;
    Book::mark(sheet);
    let mut page = Page::new(sheet, styles, words.title, words.applied)?;
    if book_sheets.is_none() {
        parameters(&mut page, outcome, &words)?;
    }
    if !outcome.rules.scorecards.is_empty() {
        page.section(words.scorecards)?;
        for (card, rules) in outcome.scorecards.iter().zip(&outcome.rules.scorecards) {
            scorecard(&mut page, outcome, (card, rules), &words)?;
        }
    }
    if !outcome.rules.decisions.is_empty() {
        page.section(words.decisions)?;
        for (decision, place) in outcome.rules.decisions.iter().zip(&layout.decisions) {
            self::decision(&mut page, outcome, (decision, place), &words)?;
        }
    }
    triggers(&mut page, outcome, (&words, language))?;
    let rows = page.at;
    let widths =
        (0..page.columns).map(|column| WIDTHS.get(column as usize).copied().unwrap_or(14.0) as usize).collect();
    let printed = Printed { header: 1, rows: rows as usize, widths, frozen: 0, length: Length::Report };
    printed.whole(page.sheet)?;
    book.rules = layout;
    Ok(())
}

fn triggers(page: &mut Page<'_>, outcome: &Outcome, (words, language): (&Words, Language)) -> Result<(), XlsxError> {
    page.section(words.triggers)?;
    page.header(&[
        words.trigger,
        words.table,
        words.severity,
        words.fired,
        words.undetermined,
        words.rule,
        words.condition,
    ])?;
    for trigger in &outcome.rules.triggers {
        page.text(0, &trigger.title)?;
        page.text(1, table_title(outcome, trigger.table))?;
        page.text(2, severity(language, trigger.severity))?;
        page.count(3, trigger.fired)?;
        page.count(4, trigger.undetermined)?;
        page.quiet(5, &trigger.place)?;
        page.wide(6, &trigger.condition)?;
        page.next();
    }
    Ok(())
}

fn parameters(page: &mut Page<'_>, outcome: &Outcome, words: &Words) -> Result<(), XlsxError> {
    if outcome.parameters.is_empty() {
        return Ok(());
    }
    page.section(words.parameters)?;
    page.header(&[words.parameter, words.value, words.default, words.set_by, words.name])?;
    let defaults = outcome.rules.defaults.iter().map(Option::as_ref).chain(std::iter::repeat(None));
    for (used, default) in outcome.parameters.iter().zip(defaults) {
        page.text(0, &used.title)?;
        page.value(1, &used.value, used.format)?;
        page.value(2, default.unwrap_or(&used.value), used.format)?;
        page.text(3, if used.set { words.this_run } else { words.the_policy })?;
        page.quiet(4, &used.name)?;
        page.next();
    }
    page.next();
    Ok(())
}

fn scorecard(
    page: &mut Page<'_>,
    outcome: &Outcome,
    (card, rules): (&ScorecardOutcome, &ScorecardRules),
    words: &Words,
) -> Result<(), XlsxError> {
    page.title(&format!("{} · {}", card.title, table_title(outcome, card.table)), &rules.place)?;
    page.header(&[words.measure, words.weight, words.target, words.worst])?;
    for (measure, written) in card.measures.iter().zip(&rules.measures) {
        page.text(0, &measure.title)?;
        let formats = [NumberFormat::Percent(0), measure.format, measure.format];
        let columns = [&measure.weight, &measure.target, &measure.worst];
        for (column, ((data, format), text)) in (1u16..).zip(columns.into_iter().zip(formats).zip(written)) {
            match one_value(data) {
                Some(value) => page.value(column, &value, format)?,
                None => page.wrapped(column, text)?,
            }
        }
        page.next();
    }
    page.header(&[words.band, "", "", words.decided])?;
    for (name, cell, count) in &rules.bands {
        page.text(0, name)?;
        page.cell(1, cell)?;
        page.count(3, *count)?;
        page.next();
    }
    page.next();
    Ok(())
}

fn decision(
    page: &mut Page<'_>,
    outcome: &Outcome,
    (decision, place): (&DecisionRules, &DecisionPlace),
    words: &Words,
) -> Result<(), XlsxError> {
    // Formulas and links count on it.
    debug_assert_eq!([page.at, page.at + 2], [place.top, place.first], "the rules stand where they were laid out");
    page.title(&headline(outcome, decision), &decision.place)?;
    let decided = place.results + decision.outputs.len() as u16;
    let mut header = vec![words.rule];
    header.resize(usize::from(decided), "");
    for (input, column) in decision.inputs.iter().zip(&place.inputs) {
        header[usize::from(*column)] = input;
    }
    for ((output, _), column) in decision.outputs.iter().zip(usize::from(place.results)..) {
        header[column] = output;
    }
    header.extend([words.decided, words.rule]);
    page.header_of_rules(&header, place.results..decided)?;
    for (number, rule) in decision.rules.iter().enumerate() {
        match rule.otherwise {
            true => page.text(0, words.otherwise)?,
            false => page.count(0, number + 1)?,
        }
        for (cell, column) in rule.cells.iter().zip(&place.inputs) {
            match cell {
                Some(cell) => page.cell(*column, cell)?,
                None => page.quiet(*column, "–")?,
            }
        }
        for ((result, (_, format)), column) in rule.results.iter().zip(&decision.outputs).zip(place.results..) {
            match result {
                RuleResult::Value(value) => page.value(column, value, *format)?,
                RuleResult::Formula(text) => page.wrapped(column, text)?,
            }
        }
        page.count(decided, rule.decided)?;
        page.quiet(decided + 1, &rule.place)?;
        page.next();
    }
    page.next();
    Ok(())
}

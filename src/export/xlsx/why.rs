//! Why a row has its band, and why it is on the review list: a short account for each, linked from the row and back.

use super::book::Book;
use super::links::Layout;
use super::listing::{Placed, Top};
use super::print::{Length, Printed};
use super::review::{row_name, severity};
use super::scorecards::{best_first, name_column, next_text};
use super::style::{Head, INK, LINE, MUTED, NAVY, Styles, band_cell, severity_cell};
use super::tables::source_row;
use super::text;
use crate::export::labels::Label;
use crate::outcome::{Accounts, CardAccount, Fired, MeasureAccount, Outcome, ScorecardOutcome};
use crate::value::{NumberLook, number};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, FormatUnderline, Url, Worksheet, XlsxError};
use std::collections::HashMap;

/// Widths of the columns, in characters.
const WIDTHS: [f64; 5] = [34.0, 34.0, 18.0, 74.0, 42.0];
/// The row of the header.
const HEADER: u32 = 2;
/// Height of a line of text.
const LINE_HEIGHT: f64 = 14.0;
/// Steps an item is moved to the right at most.
const DEEPEST: usize = 7;

/// Keeps the name of the sheet and the place of each account; nothing where the outcome has none.
pub(super) fn layout(book: &mut Book, outcome: &Outcome) -> Option<Layout> {
    let accounts = outcome.accounts.as_ref()?;
    let empty = accounts.triggers.is_empty() && accounts.scorecards.iter().all(|rows| rows.is_empty());
    if empty {
        return None;
    }
    let mut layout = Layout { sheet: book.names.sheet(book.say(Label::Why)), ..Layout::default() };
    let mut at = HEADER + 1;
    for (card, told) in in_order(outcome, accounts) {
        let mut rows = HashMap::new();
        for (row, account) in told {
            rows.insert(row, at);
            at += card_lines(account, !card.bands.is_empty());
        }
        layout.cards.push(rows);
    }
    for (place, lines) in &accounts.triggers {
        layout.triggers.insert(*place, at);
        at += 1 + lines.len() as u32;
    }
    layout.lines = (at - HEADER - 1) as usize;
    Some(layout)
}

/// The scorecards with their rows that are told about, in the order of their sheets.
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

/// Lines an account takes: its heading, the band, the measures, the next band.
fn card_lines(account: &CardAccount, bands: bool) -> u32 {
    1 + u32::from(bands) + account.measures.len() as u32 + u32::from(account.next.is_some())
}

/// Writes the sheet. `cards` and `review` say where the rows of the other sheets stand.
pub(super) fn write(book: &mut Book, outcome: &Outcome, cards: &[Placed], review: &Placed) -> Result<(), XlsxError> {
    let (Some(layout), Some(accounts)) = (book.why.take(), outcome.accounts.as_ref()) else { return Ok(()) };
    let heading = book.say(Label::Why);
    let subtitle = counts(book, outcome, accounts);
    book.about = subtitle.clone();
    let printed = book.say(Label::PrintsFirst).replace("{}", &Length::Report.rows().to_string());
    let subtitle = if Length::Report.cuts(layout.lines) { format!("{subtitle} · {printed}") } else { subtitle };
    let words = Words::of(book);
    let styles = book.styles.clone();
    let book_rules = std::mem::take(&mut book.rules);
    let sheet = book.named_sheet(layout.sheet.clone(), false)?;
    Top { title: heading, subtitle: &subtitle, legend: &[] }.write(sheet, &styles, &[])?;
    for (col, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width(col, width)?;
    }
    let head = styles.set(&Head::Report.format()).set_indent(1);
    for (col, title) in (0u16..).zip([words.name, words.item, words.value, words.how, words.cells]) {
        sheet.write_string_with_format(HEADER, col, title, &head)?;
    }
    sheet.set_row_height(HEADER, 20)?;
    sheet.set_freeze_panes(HEADER + 1, 1)?;
    sheet.set_repeat_rows(HEADER, HEADER)?;
    let mut page = Page { sheet, formats: Formats::of(&styles), words, at: HEADER + 1, rules: None };
    for (at, ((card, told), placed)) in in_order(outcome, accounts).into_iter().zip(cards).enumerate() {
        for (row, account) in told {
            page.rules = book_rules.cards.get(at).map(|(top, _)| book_rules.link(*top));
            page.card(outcome, card, (row, account), placed.link_to(row).as_deref())?;
        }
    }
    for (place, lines) in &accounts.triggers {
        let Some(fired) = outcome.triggers.get(*place) else { continue };
        page.rules = book_rules.triggers.get(fired.trigger()).map(|row| book_rules.link(*row));
        page.trigger(outcome, fired, review.link_to(*place).as_deref(), book_language(outcome))?;
        for line in lines {
            let indent = 1 + line.depth;
            page.line(indent, &line.name, &line.value, &line.how, &line.cells.join(", "))?;
        }
    }
    let widths = WIDTHS.map(|width| width as usize).to_vec();
    Printed { header: HEADER, rows: (page.at - HEADER - 1) as usize, widths, frozen: 0, length: Length::Report }
        .set(page.sheet)?;
    Book::mark(page.sheet);
    book.rules = book_rules;
    Ok(())
}

fn book_language(outcome: &Outcome) -> crate::export::labels::Language {
    crate::export::labels::Language::of(&outcome.language)
}

/// How many of how many rows are told about.
fn counts(book: &Book, outcome: &Outcome, accounts: &Accounts) -> String {
    let number = |count: usize| NumberLook::WHOLE.show(count as f64);
    let part = |title: &str, told: usize, all: usize| match told == all {
        true => format!("{title} {}", number(all)),
        false => format!("{title} {} / {} ({})", number(told), number(all), book.say(Label::OthersByExplain)),
    };
    let cards = outcome.scorecards.iter().zip(&accounts.scorecards);
    let mut parts: Vec<String> = cards.map(|(card, told)| part(&card.title, told.len(), card.score.len())).collect();
    parts.push(part(book.say(Label::Review), accounts.triggers.len(), outcome.triggers.len()));
    parts.join(" · ")
}

/// The words of the sheet.
struct Words {
    name: &'static str,
    item: &'static str,
    value: &'static str,
    how: &'static str,
    cells: &'static str,
    band: &'static str,
    score: &'static str,
    no_band: &'static str,
    next: &'static str,
    alone: &'static str,
    points: &'static str,
    target: &'static str,
    worst: &'static str,
    costs: &'static str,
}

impl Words {
    fn of(book: &Book) -> Words {
        Words {
            name: book.say(Label::Name),
            item: book.say(Label::Item),
            value: book.say(Label::Value),
            how: book.say(Label::Source),
            cells: book.say(Label::Cells),
            band: book.say(Label::Band),
            score: book.say(Label::Score),
            no_band: book.say(Label::NoBand),
            next: book.say(Label::NextBand),
            alone: book.say(Label::NotAlone),
            points: book.say(Label::Points),
            target: book.say(Label::Target),
            worst: book.say(Label::Worst),
            costs: book.say(Label::Costs),
        }
    }
}

struct Formats {
    styles: Styles,
    heading: Format,
    linked: Format,
    note: Format,
    wrapped: Format,
    how: Format,
    cells: Format,
    /// Of names of items, by how far they stand to the right; and of values.
    items: [Format; DEEPEST + 1],
    right: Format,
}

impl Formats {
    fn of(styles: &Styles) -> Formats {
        let ground = rust_xlsxwriter::Color::RGB(0xE9_EF_F7);
        let heading = styles.size(10, INK).set_bold().set_background_color(ground).set_indent(1);
        let heading = heading.set_border_top(FormatBorder::Thin).set_border_top_color(NAVY);
        let line = |color| styles.size(9, color).set_border_bottom(FormatBorder::Hair).set_border_bottom_color(LINE);
        let how = line(INK).set_text_wrap().set_indent(1);
        Formats {
            items: std::array::from_fn(|indent| how.clone().set_indent(indent as u8)),
            right: how.clone().set_align(FormatAlign::Right).set_indent(1),
            wrapped: heading.clone().unset_bold().set_text_wrap(),
            linked: heading.clone().set_font_color(NAVY).set_underline(FormatUnderline::Single),
            note: heading.clone().unset_bold(),
            heading,
            how,
            cells: line(MUTED).set_text_wrap().set_indent(1),
            styles: styles.clone(),
        }
    }
}

/// The sheet while it is written.
struct Page<'s> {
    sheet: &'s mut Worksheet,
    formats: Formats,
    words: Words,
    at: u32,
    /// Where the rule of the account stands.
    rules: Option<String>,
}

impl Page<'_> {
    fn card(
        &mut self,
        outcome: &Outcome,
        card: &ScorecardOutcome,
        (row, account): (usize, &CardAccount),
        back: Option<&str>,
    ) -> Result<(), XlsxError> {
        let band = card.band.text(row);
        let place = band.and_then(|band| card.bands.iter().position(|known| known == band));
        let paint = place.map(|place| band_cell(place, card.bands.len()));
        let score = card.score.value(row).as_number();
        let score = score.map_or_else(String::new, |score| NumberLook::SCORE.show(number::round(score, 1)));
        let note = format!("{} {score}", self.words.score);
        let said = band.unwrap_or(if card.bands.is_empty() { "" } else { self.words.no_band });
        let source = source_row(outcome, card.table, row);
        self.head(back, (&who(outcome, card.table, row), &card.title, said, &note, &source), paint)?;
        if !card.bands.is_empty() {
            self.line(1, self.words.band, said, account.test.as_deref().unwrap_or_default(), "")?;
        }
        for measure in &account.measures {
            let how = self.measured(measure);
            self.line(1, &measure.title, &measure.shown[0], &how, &measure.cells.join(", "))?;
        }
        if let Some(next) = &account.next {
            let how = next_text(next, self.words.alone);
            self.line(1, self.words.next, &next.band, &how, "")?;
        }
        Ok(())
    }

    /// What a measure brings to the score, and how.
    fn measured(&self, measure: &MeasureAccount) -> String {
        let points = |value: Option<f64>| {
            value.map_or_else(|| "–".to_string(), |value| NumberLook::SCORE.show(number::round(value, 1)))
        };
        let weight = measure.weight.map(|weight| format!("{}%", number::shortest(number::round(weight * 100.0, 1))));
        let weight = weight.unwrap_or_else(|| "–".to_string());
        let [_, target, worst] = &measure.shown;
        let Words { points: word, target: to, worst: from, costs, .. } = &self.words;
        format!(
            "{} {word} × {weight} = {} · {to} {target} · {from} {worst} · {costs} {}",
            points(measure.points),
            points(measure.brings),
            points(measure.costs)
        )
    }

    fn trigger(
        &mut self,
        outcome: &Outcome,
        fired: Fired<'_>,
        back: Option<&str>,
        language: crate::export::labels::Language,
    ) -> Result<(), XlsxError> {
        let named = row_name(outcome, fired).map_or_else(String::new, |name| format!(" · {name}"));
        let who = format!("{}{named}", fired.key());
        let level = severity(language, fired.severity());
        let source = source_row(outcome, fired.table(), fired.row());
        self.head(back, (&who, fired.title(), level, &fired.message(), &source), Some(severity_cell(fired.severity())))
    }

    /// The heading of an account.
    fn head(
        &mut self,
        back: Option<&str>,
        (who, title, value, note, source): (&str, &str, &str, &str, &str),
        paint: Option<Format>,
    ) -> Result<(), XlsxError> {
        let Formats { styles, heading, linked, note: quiet, wrapped, .. } = &self.formats;
        let who = text::fitting(who);
        match back {
            Some(back) => {
                self.sheet.write_url_with_options(self.at, 0, Url::new(back), who, "", Some(linked))?;
            }
            None => {
                self.sheet.write_string_with_format(self.at, 0, who, heading)?;
            }
        }
        let tag = paint.map_or_else(|| heading.clone(), |paint| styles.set(&paint).set_align(FormatAlign::Center));
        match &self.rules {
            Some(rules) => {
                let title = text::fitting(title);
                self.sheet.write_url_with_options(self.at, 1, Url::new(rules.as_str()), title, "", Some(linked))?;
            }
            None => {
                self.sheet.write_string_with_format(self.at, 1, text::fitting(title), heading)?;
            }
        }
        let cells = [(value, &tag), (note, wrapped), (source, quiet)];
        for (col, (words, format)) in (2u16..).zip(cells) {
            self.sheet.write_string_with_format(self.at, col, text::fitting(words), format)?;
        }
        let lines = text::lines(note, WIDTHS[3] as usize - 4).max(1);
        self.sheet.set_row_height(self.at, LINE_HEIGHT * lines as f64 + 6.0)?;
        self.at += 1;
        Ok(())
    }

    fn line(&mut self, indent: usize, name: &str, value: &str, how: &str, cells: &str) -> Result<(), XlsxError> {
        let Formats { how: format, cells: quiet, items, right, .. } = &self.formats;
        let all = [(name, &items[indent.min(DEEPEST)]), (value, right), (how, format), (cells, quiet)];
        for (col, (words, format)) in (1u16..).zip(all) {
            self.sheet.write_string_with_format(self.at, col, text::fitting(words), format)?;
        }
        let lines = [name, value, how, cells].into_iter().zip(&WIDTHS[1..]);
        let lines = lines.map(|(words, width)| text::lines(words, (*width as usize).saturating_sub(4))).max();
        if let Some(lines) = lines.filter(|lines| *lines > 1) {
            self.sheet.set_row_height(self.at, LINE_HEIGHT * lines as f64 + 3.0)?;
        }
        self.at += 1;
        Ok(())
    }
}

/// A row with its key and its name.
fn who(outcome: &Outcome, table: usize, row: usize) -> String {
    let Some(table) = outcome.tables.get(table) else { return String::new() };
    let key = table.key.map(|key| table.columns[key].data.value(row)).filter(|key| !key.is_blank());
    let key = key.map_or_else(|| (row + 1).to_string(), |key| key.to_string());
    let name = name_column(table).and_then(|at| table.columns[at].data.text(row));
    name.map_or_else(|| key.clone(), |name| format!("{key} · {name}"))
}

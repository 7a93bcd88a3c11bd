//! The report as one page for a browser: no network, no other files, readable without scripts.
//!
//! Everything that comes from a policy or a workbook goes through the template and is escaped there. The page allows
//! itself its own style and its own script, by their hashes, and nothing else. The same outcome gives the same bytes.
//!
//! A list shows `MOST_CELLS` cells at most and says so; tables that are long and that nobody asked for are left out,
//! as in the workbook.

mod cell;
mod chart;
mod list;
mod page;
mod rules;
mod summary;
mod why;

use super::clean::clean;
use super::content::why::accounts;
use super::content::{changes, groups, issues, review, run, scorecards, tables};
use super::labels::{Label, Language};
use super::{ExportError, atomic};
use crate::outcome::{Outcome, digest_of_all, digests};
use list::Look;
use page::{Page, Section};
use std::io::Write;
use std::path::Path;

/// Cells of a list on the page, at most: a browser stays quick, and the file small enough to be sent.
const MOST_CELLS: usize = 20_000;

/// Writes the report to a file. What stood there before stays whole until the report is complete.
///
/// # Errors
/// When the file cannot be written.
pub fn write(outcome: &Outcome, path: &Path) -> Result<(), ExportError> {
    let page = to_string(outcome);
    atomic::write(path, |file| file.write_all(page.as_bytes()))
}

/// The report as text.
#[must_use]
pub fn to_string(outcome: &Outcome) -> String {
    let language = Language::of(&outcome.language);
    let accounts = accounts(language, outcome);
    let links = why::Links::of(&accounts);
    let mut page = Page { language, outcome, result: digests(outcome), sections: Vec::new() };
    page.sections.push(summary::section(language, outcome));
    scored(&mut page, &links);
    fired(&mut page, &links);
    page.sections.extend(why::section(language, outcome, &accounts));
    page.sections.extend(rules::section(language, outcome));
    let listing = changes::listing(language, outcome);
    page.sections.extend(listing.map(|listing| Section::of(language, "changes", &listing, true)));
    let matrices = changes::matrices(language, outcome);
    if !matrices.is_empty() {
        page.sections.push(blocks(language, ("movements", Label::Movements), String::new(), &matrices));
    }
    for (at, table) in outcome.tables.iter().enumerate().filter(|(_, table)| !tables::leaves_out(table)) {
        let listing = tables::listing(language, table);
        page.sections.extend(listing.map(|listing| Section::of(language, &format!("table-{at}"), &listing, false)));
        page.sections.extend(together(language, outcome, at));
    }
    page.sections.push(Section::of(language, "issues", &issues::listing(language, outcome), false));
    page.sections.push(Section::of(language, "columns", &run::columns(language, outcome), false));
    page.sections.push(about(language, outcome, &digest_of_all(&page.result)));
    page.render()
}

/// A section for each scorecard.
fn scored(page: &mut Page<'_>, links: &why::Links) {
    let outcome = page.outcome;
    for (at, card) in outcome.scorecards.iter().enumerate() {
        let shown = |title: &str| outcome.tables.iter().any(|table| table.title == title && !tables::leaves_out(table));
        let why = (!links.is_empty()).then(|| links.of_card(at));
        let Some(shown) = scorecards::of(page.language, outcome, at, (shown(&card.title), why)) else { continue };
        let look = Look { bar: Some((shown.score, shown.top)), row_id: Some(format!("c{at}-")), cards: false };
        let id = format!("card-{at}");
        page.sections.push(Section::with(page.language, &id, &shown.listing, true, &look));
    }
}

/// The review list, and what could not be decided.
fn fired(page: &mut Page<'_>, links: &why::Links) {
    let (language, outcome) = (page.language, page.outcome);
    let why = (!links.is_empty()).then(|| links.of_triggers());
    let look = Look { bar: None, row_id: Some("t".to_string()), cards: true };
    let listing = review::listing(language, outcome, None, why);
    page.sections.push(Section::with(language, "review", &listing, true, &look));
    let open = review::undetermined(language, outcome);
    page.sections.extend(open.map(|listing| Section::of(language, "undetermined", &listing, false)));
}

/// What a table's rows are put together by, each with its chart.
fn together(language: Language, outcome: &Outcome, table: usize) -> Vec<Section> {
    let section = |(at, shown): (usize, groups::Shown<'_>)| {
        let list = list::listing(language, &shown.listing, &Look::default());
        let body = maud::html! { (chart::of_groups(&shown)) (list) };
        let (title, about) = (shown.listing.title, shown.listing.subtitle);
        Section { id: format!("group-{table}-{at}"), title, about, open: true, body }
    };
    groups::of(language, outcome, table).into_iter().enumerate().map(section).collect()
}

/// What ran, over what, with what result.
fn about(language: Language, outcome: &Outcome, result: &str) -> Section {
    let all = run::blocks(language, outcome, result);
    blocks(language, ("run", Label::Run), outcome.policy.title.clone(), &all)
}

/// A section of blocks below each other.
fn blocks(language: Language, (id, title): (&str, Label), about: String, blocks: &[run::Block<'_>]) -> Section {
    let body = maud::html! {
        @for block in blocks {
            h3 { (clean(&block.title)) }
            (list::table(language, &block.grid, (block.name, None), &Look::default()))
        }
    };
    Section { id: id.to_string(), title: language.say(title).to_string(), about, open: false, body }
}

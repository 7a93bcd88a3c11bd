//! What went wrong with the data, with the cells to blame; notes apart at the end.

use super::book::Book;
use super::grid::{Field, Grid};
use super::listing::Listing;
use super::print::Length;
use super::run::title_of;
use super::style::severity_cell;
use crate::export::labels::Label;
use crate::outcome::{Issue, Outcome};
use crate::policy::model::Severity;
use crate::value::NumberLook;
use rust_xlsxwriter::XlsxError;

/// Writes the issues.
pub(super) fn write(book: &mut Book, outcome: &Outcome) -> Result<(), XlsxError> {
    let (notes, issues): (Vec<&Issue>, Vec<&Issue>) = outcome.issues.iter().partition(|issue| issue.note);
    let subtitle = subtitle(book, &issues, &notes);
    let all: Vec<&Issue> = issues.into_iter().chain(notes).collect();
    let same = outcome.tables.iter().any(|table| table.title == book.say(Label::Issues));
    let grid = Grid::new(fields(book, outcome, &all), all.len());
    let listing = Listing {
        title: book.say(if same { Label::DataIssues } else { Label::Issues }).to_string(),
        name: "issues".to_string(),
        subtitle,
        legend: Vec::new(),
        above: Vec::new(),
        frozen: 0,
        length: Length::Detail,
        grid,
    };
    listing
        .place(book, |sheet, _, _| {
            Book::mark(sheet);
            Ok(())
        })
        .map(|_| ())
}

fn subtitle(book: &Book, issues: &[&Issue], notes: &[&Issue]) -> String {
    let times = |issues: &[&Issue]| issues.iter().map(|issue| issue.count.max(1)).sum::<usize>();
    let part = |label, issues: &[&Issue]| {
        let count = NumberLook::WHOLE.show(times(issues) as f64);
        (!issues.is_empty()).then(|| format!("{} {count}", book.say(label)))
    };
    let parts: Vec<String> = [part(Label::Issue, issues), part(Label::Note, notes)].into_iter().flatten().collect();
    if parts.is_empty() { book.say(Label::Nothing).to_string() } else { parts.join(" · ") }
}

fn fields<'a>(book: &Book, outcome: &Outcome, issues: &[&Issue]) -> Vec<Field<'a>> {
    let left_out = book.say(Label::RowLeftOut);
    let effect = |issue: &Issue| match (issue.note, issue.rejected) {
        (_, true) => left_out,
        (true, false) => book.say(Label::ForInformation),
        (false, false) => book.say(Label::RowKept),
    };
    let kind = |issue: &Issue| book.say(if issue.note { Label::Note } else { Label::Issue });
    let cells: Vec<Option<String>> = issues.iter().map(|i| i.cell.as_ref().map(|cell| cell.a1())).collect();
    let text = |label, get: fn(&Issue) -> Option<&str>| {
        Field::texts(book.say(label), issues.iter().map(move |issue| get(issue)))
    };
    let tables = issues.iter().map(|issue| Some(title_of(outcome, issue.table.as_deref()?)));
    let mut fields = vec![
        Field::texts(book.say(Label::Kind), issues.iter().map(|issue| Some(kind(issue)))),
        text(Label::Workbook, |issue| issue.cell.as_ref().map(|cell| &*cell.workbook)),
        text(Label::Sheet, |issue| issue.cell.as_ref().map(|cell| &*cell.sheet)),
        Field::texts(book.say(Label::Cell), cells.iter().map(Option::as_deref)),
        text(Label::OriginalText, |issue| issue.text.as_deref()),
        text(Label::Message, |issue| Some(&issue.message)),
        Field::texts(book.say(Label::Effect), issues.iter().map(|issue| Some(effect(issue))))
            .paint(vec![(left_out.to_string(), severity_cell(Severity::Medium))])
            .centered(),
        Field::counts(book.say(Label::Count), issues.iter().map(|issue| issue.count)),
        Field::texts(book.say(Label::Table), tables),
        text(Label::Column, |issue| issue.column.as_deref()),
        text(Label::Key, |issue| issue.key.as_deref()),
        text(Label::Rule, |issue| issue.rule_text.as_deref()),
    ];
    fields.push(text(Label::Code, |issue| Some(issue.code.as_str())).muted());
    fields
}

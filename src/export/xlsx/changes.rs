//! What is not as it was in the earlier run: triggers cleared, and segments, bands and scores moved.

use super::book::Book;
use super::grid::{Field, Grid};
use super::listing::Listing;
use super::print::Length;
use super::review::table_title;
use crate::export::labels::Label;
use crate::outcome::{BaselineInfo, Differs, Outcome};
use crate::table::{BLANK_DATE, Column};
use crate::value::{Date, Value, number};
use rust_xlsxwriter::XlsxError;

/// One line of the listing.
struct Change {
    what: String,
    table: usize,
    key: String,
    before: String,
    now: String,
    since: Option<Date>,
}

/// Writes the changes, where there is an earlier run to compare with.
pub(super) fn write(book: &mut Book, outcome: &Outcome) -> Result<(), XlsxError> {
    let Some(baseline) = &outcome.baseline else { return Ok(()) };
    let changes = changes(book, outcome);
    let texts =
        |of: fn(&Change) -> &str| changes.iter().map(move |change| Some(of(change)).filter(|text| !text.is_empty()));
    let since = Column::Date(changes.iter().map(|change| change.since.map_or(BLANK_DATE, |day| day.0)).collect());
    let fields = vec![
        Field::texts(book.say(Label::Column), texts(|change| &change.what)),
        Field::texts(book.say(Label::Table), changes.iter().map(|change| Some(table_title(outcome, change.table)))),
        Field::texts(book.say(Label::Key), texts(|change| &change.key)),
        Field::texts(book.say(Label::Before), texts(|change| &change.before)),
        Field::texts(book.say(Label::Now), texts(|change| &change.now)),
        Field::made(book.say(Label::Since), since),
    ];
    let listing = Listing {
        title: book.say(Label::Changes).to_string(),
        name: "changes".to_string(),
        subtitle: compared_with(book, baseline, outcome),
        legend: Vec::new(),
        above: Vec::new(),
        frozen: 0,
        length: Length::Report,
        grid: Grid::new(fields, changes.len()),
    };
    listing
        .place(book, |sheet, _, _| {
            Book::mark(sheet);
            Ok(())
        })
        .map(|_| ())
}

/// The earlier run, and what apart from the data is not as it was then.
pub(super) fn compared_with(book: &Book, baseline: &BaselineInfo, outcome: &Outcome) -> String {
    let day = baseline.as_of.map(|day| format!(" ({day})")).unwrap_or_default();
    let mut said = format!("{}: {}{day}", book.say(Label::ComparedWith), baseline.name);
    for differs in &baseline.differs {
        let [before, now] = differs.shown(&outcome.parameters);
        let what = match differs {
            Differs::Parameter { name, .. } => name.as_str(),
            Differs::Period { .. } => book.say(Label::Period),
            _ => book.say(Label::OtherPolicy),
        };
        let ends = if before == now { String::new() } else { format!(": {before} → {now}") };
        said.push_str(&format!(" · {what}{ends}"));
    }
    said
}

fn changes(book: &Book, outcome: &Outcome) -> Vec<Change> {
    let cleared = outcome.cleared.iter().filter(|cleared| cleared.now).map(|cleared| Change {
        what: cleared.title.clone(),
        table: cleared.table,
        key: cleared.key.clone(),
        before: book.say(Label::Trigger).to_string(),
        now: book.say(Label::Cleared).to_string(),
        since: cleared.since,
    });
    let moved = outcome.movements.iter().map(|moved| Change {
        what: moved.title.clone(),
        table: moved.table,
        key: moved.key.clone(),
        before: shown(&moved.before),
        now: shown(&moved.now),
        since: None,
    });
    cleared.chain(moved).collect()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Number(score) => number::shortest(number::round(*score, 1)),
        other => other.to_string(),
    }
}

//! What is not as it was in the earlier run: triggers cleared, and segments, bands and scores moved.

use super::field::{Field, Grid};
use super::listing::{Length, Listing};
use super::review::table_title;
use crate::export::labels::{Label, Language};
use crate::outcome::{BaselineInfo, Differs, Outcome};
use crate::table::{BLANK_DATE, Column};
use crate::value::{Date, Value, number};

/// One line of the listing.
struct Change {
    what: String,
    table: usize,
    key: String,
    before: String,
    now: String,
    since: Option<Date>,
}

/// The changes, where there is an earlier run to compare with.
pub(in crate::export) fn listing<'a>(language: Language, outcome: &Outcome) -> Option<Listing<'a>> {
    let baseline = outcome.baseline.as_ref()?;
    let changes = changes(language, outcome);
    let texts =
        |of: fn(&Change) -> &str| changes.iter().map(move |change| Some(of(change)).filter(|text| !text.is_empty()));
    let since = Column::Date(changes.iter().map(|change| change.since.map_or(BLANK_DATE, |day| day.0)).collect());
    let fields = vec![
        Field::texts(language.say(Label::Column), texts(|change| &change.what)),
        Field::texts(language.say(Label::Table), changes.iter().map(|change| Some(table_title(outcome, change.table)))),
        Field::texts(language.say(Label::Key), texts(|change| &change.key)),
        Field::texts(language.say(Label::Before), texts(|change| &change.before)),
        Field::texts(language.say(Label::Now), texts(|change| &change.now)),
        Field::made(language.say(Label::Since), since),
    ];
    let grid = Grid::new(fields, changes.len());
    let subtitle = compared_with(language, baseline, outcome);
    Some(Listing { subtitle, ..Listing::plain(language.say(Label::Changes), "changes", Length::Report, grid) })
}

/// The earlier run, and what apart from the data is not as it was then.
pub(in crate::export) fn compared_with(language: Language, baseline: &BaselineInfo, outcome: &Outcome) -> String {
    let day = baseline.as_of.map(|day| format!(" ({day})")).unwrap_or_default();
    let mut said = format!("{}: {}{day}", language.say(Label::ComparedWith), baseline.name);
    for differs in &baseline.differs {
        let [before, now] = differs.shown(&outcome.parameters);
        let what = match differs {
            Differs::Parameter { name, .. } => name.as_str(),
            Differs::Period { .. } => language.say(Label::Period),
            _ => language.say(Label::OtherPolicy),
        };
        let ends = if before == now { String::new() } else { format!(": {before} → {now}") };
        said.push_str(&format!(" · {what}{ends}"));
    }
    said
}

fn changes(language: Language, outcome: &Outcome) -> Vec<Change> {
    let cleared = outcome.cleared.iter().filter(|cleared| cleared.now).map(|cleared| Change {
        what: cleared.title.clone(),
        table: cleared.table,
        key: cleared.key.clone(),
        before: language.say(Label::Trigger).to_string(),
        now: language.say(Label::Cleared).to_string(),
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

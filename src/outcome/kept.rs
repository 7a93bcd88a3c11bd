//! What a later run needs to know of this one, as rows of text: kept inside the xlsx report, so that
//! the report itself can be the baseline of the next run.

use super::{Outcome, Role};
use crate::table::row_key;
use crate::value::{Type, Value};

/// Name of the sheet that keeps the state.
pub const SHEET: &str = crate::cells::STATE_SHEET;

/// One remembered thing: its kind, what it is about, the key of the row, and its value.
pub type Entry = [String; 4];

/// The kind of the entries that hold the manifest, piece by piece.
pub const MANIFEST: &str = "manifest";

/// Kinds of entries.
pub(super) const AS_OF: &str = "as-of";
pub(super) const STANDING: &str = "standing";
pub(super) const CLEARED: &str = "cleared";
pub(super) const VALUE: &str = "value";

/// Everything a later run needs to know of an outcome.
#[must_use]
pub fn entries(outcome: &Outcome) -> Vec<Entry> {
    let day = |day: Option<crate::value::Date>| day.map_or(String::new(), |day| day.to_string());
    let mut entries = vec![[AS_OF.to_string(), String::new(), String::new(), day(outcome.as_of)]];
    for fired in &outcome.triggers {
        entries.push([STANDING.to_string(), fired.trigger().to_string(), fired.key().into_owned(), day(fired.since())]);
    }
    for cleared in &outcome.cleared {
        entries.push([CLEARED.to_string(), cleared.trigger.clone(), cleared.key.clone(), day(cleared.on)]);
    }
    for (what, key, value) in values(outcome) {
        if !value.is_blank() {
            entries.push([VALUE.to_string(), what, key, value.to_string()]);
        }
    }
    entries
}

/// What can move from run to run: text decisions, bands and scores, each with its row's key.
pub(super) fn values(outcome: &Outcome) -> Vec<(String, String, Value)> {
    let mut values = Vec::new();
    for what in movable(outcome) {
        for row in 0..what.column.len() {
            values.push((what.name.clone(), key(outcome, what.table, row), what.column.value(row)));
        }
    }
    values
}

/// A column that can move.
pub(super) struct Movable<'o> {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) table: usize,
    pub(super) column: &'o crate::table::Column,
}

pub(super) fn movable(outcome: &Outcome) -> Vec<Movable<'_>> {
    let mut all = Vec::new();
    for (index, table) in outcome.tables.iter().enumerate() {
        for column in table.columns.iter().filter(|c| c.role == Role::Decision && c.kind() == Type::Text) {
            let name = format!("{}.{}", table.name, column.name);
            all.push(Movable { name, title: column.title.clone(), table: index, column: &column.data });
        }
    }
    for card in &outcome.scorecards {
        for (part, column) in [("band", &card.band), ("score", &card.score)] {
            let name = format!("{}.{part}", card.name);
            all.push(Movable { name, title: format!("{} {part}", card.title), table: card.table, column });
        }
    }
    all
}

/// The key of a row as text; its number from 1 where the table has none.
pub(super) fn key(outcome: &Outcome, table: usize, row: usize) -> String {
    let column = outcome.tables.get(table).and_then(|table| table.columns.get(table.key?));
    row_key(column.map(|column| &*column.data), row)
}

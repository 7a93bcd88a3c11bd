//! Rows that refer to a row that is not there, totalled: how many, of which keys, with which numbers.

use super::account::Orphans;
use super::sheet::SheetTable;
use crate::issue::{Issue, IssueCode};
use crate::say;
use crate::source::CellAddress;
use crate::table::{Column, Table};
use crate::value::number::{Sum, grouped, shortest};
use crate::words::{Between, Hole, and_more};
use std::collections::HashMap;

/// Keys named in an issue; the report has them all, up to [`KEYS`].
const NAMED: usize = 5;
/// Keys listed in the report.
const KEYS: usize = 1000;

/// The totals of every reference that leads nowhere, in the order they were met.
#[derive(Default)]
pub(super) struct Tally {
    all: Vec<One>,
}

/// Those of one column.
struct One {
    found: Orphans,
    first: Option<CellAddress>,
    sums: Vec<(String, Sum)>,
    /// Place of each key in the list.
    keys: HashMap<String, usize>,
}

impl Tally {
    /// Counts rows of a column, which have their keys nowhere.
    pub(super) fn add(&mut self, written: &SheetTable, table: &Table, column: usize, rows: &[usize], rejected: bool) {
        let Some(first) = rows.first() else { return };
        let (name, own) = (&written.name, &written.columns[column]);
        let known = self.all.iter().position(|one| one.found.table == *name && one.found.column == own.name);
        let at = known.unwrap_or_else(|| {
            self.all.push(One::new(written, column, rejected, table.provenance.cell(*first, Some(column))));
            self.all.len() - 1
        });
        let one = &mut self.all[at];
        for &row in rows {
            one.count(table.columns[column].value(row).to_string());
        }
        let numbers = table.columns.iter().filter_map(|column| match column {
            Column::Number(values) => Some(values),
            _ => None,
        });
        for ((_, sum), values) in one.sums.iter_mut().zip(numbers) {
            rows.iter().map(|row| values[*row]).filter(|value| !value.is_nan()).for_each(|value| sum.add(value));
        }
    }

    /// The totals, and a note for each that more than one row makes.
    pub(super) fn finish(self) -> (Vec<Orphans>, Vec<Issue>) {
        let (mut totals, mut notes) = (Vec::new(), Vec::new());
        for one in self.all {
            let first = one.first.clone();
            let found = one.finish();
            if found.rows > 1 {
                notes.push(note(&found, first));
            }
            totals.push(found);
        }
        (totals, notes)
    }
}

impl One {
    fn new(written: &SheetTable, column: usize, rejected: bool, first: Option<CellAddress>) -> One {
        let numbers = written.columns.iter().filter(|column| column.kind == crate::value::Type::Number);
        let own = &written.columns[column];
        One {
            found: Orphans {
                table: written.name.clone(),
                column: own.name.clone(),
                references: own.references.clone().unwrap_or_default(),
                rejected,
                ..Orphans::default()
            },
            first,
            sums: numbers.map(|column| (column.name.clone(), Sum::default())).collect(),
            keys: HashMap::new(),
        }
    }

    fn count(&mut self, key: String) {
        self.found.rows += 1;
        let keys = &mut self.found.keys;
        let at = *self.keys.entry(key).or_insert_with_key(|key| {
            keys.push((key.clone(), 0));
            keys.len() - 1
        });
        keys[at].1 += 1;
    }

    fn finish(self) -> Orphans {
        let mut found = self.found;
        found.distinct = found.keys.len();
        // Stable: of those met as often, the first met stands first.
        found.keys.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
        found.keys.truncate(KEYS);
        found.sums = self.sums.into_iter().map(|(name, sum)| (name, sum.value())).collect();
        found
    }
}

/// What columns add up to, for a message.
pub(super) fn sums_text(sums: &[(String, f64)]) -> Hole {
    Hole::list(sums.iter().map(|(name, sum)| format!("`{name}` {}", shortest(*sum))), Between::Comma)
}

fn note(found: &Orphans, first: Option<CellAddress>) -> Issue {
    let named: Vec<String> =
        found.keys.iter().take(NAMED).map(|(key, rows)| format!("`{key}` ({})", grouped(*rows))).collect();
    let adds =
        (!found.sums.is_empty()).then(|| say!("they-add-to", "; they add to {sums}", sums = sums_text(&found.sums)));
    let done = match found.rejected {
        true => say!("they-are-left-out", "they are left out"),
        false => say!("they-belong-to-none", "they belong to none of its rows"),
    };
    let message = say!(
        "orphans",
        "{rows} rows refer to {count} {count:key|keys} that `{table}` does not have: {keys}{adds}; {done}",
        rows = grouped(found.rows),
        count = grouped(found.distinct),
        table = &found.references,
        keys = and_more(&named, found.distinct),
        adds,
        done
    );
    Issue::new(IssueCode::Orphans, message)
        .at_cell(first)
        .in_table(&found.table)
        .in_column(&found.column)
        .times(found.rows)
}

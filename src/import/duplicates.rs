//! Rows that have one key, where the policy says what becomes of them: `duplicates: first`, `last`, `reject`
//! or `sum`.

use super::control::sum_of;
use super::issues::IssueLog;
use super::rows::Chunk;
use super::wanted::WantedTable;
use crate::issue::{Issue, IssueCode};
use crate::policy::model::Duplicates;
use crate::say;
use crate::table::Column;
use crate::value::number::{Sum, shortest};
use crate::words::{Between, Hole, Sentence};
use std::collections::HashMap;

/// Other cells named in an issue.
const NAMED: usize = 5;

/// A row: its sheet among those read for the table, and its place there.
type At = (usize, usize);

/// Settles the rows whose keys other rows have too, over all sheets of the table.
pub(super) fn settle(table: &WantedTable<'_>, key: usize, how: Duplicates, chunks: &mut [&mut Chunk]) {
    let groups = groups(key, chunks);
    let mut logs: Vec<IssueLog> = chunks.iter().map(|_| IssueLog::default()).collect();
    let mut gone: Vec<Vec<bool>> = chunks.iter().map(|chunk| vec![false; chunk.sheet_rows.len()]).collect();
    let seen = Seen { table, key };
    if how == Duplicates::Sum && !groups.is_empty() {
        // A number counts where it stands, also when it is added to a row of another sheet.
        for chunk in chunks.iter_mut() {
            let sums = chunk.columns.iter().map(|column| sum_of(column, 0..chunk.sheet_rows.len()));
            chunk.sums_used = Some(sums.collect());
        }
    }
    for rows in &groups {
        let stays = match how {
            Duplicates::First | Duplicates::Sum => rows.first().copied(),
            Duplicates::Last => rows.last().copied(),
            Duplicates::Reject => None,
        };
        for &at in rows.iter().filter(|at| Some(**at) != stays) {
            gone[at.0][at.1] = true;
            logs[at.0].add(seen.left_out(chunks, at, rows, how));
        }
        if let (Duplicates::Sum, Some(stays)) = (how, stays) {
            seen.differing(chunks, stays, rows).for_each(|issue| logs[stays.0].add(issue));
            add_up(table, chunks, stays, rows);
        }
    }
    for ((chunk, log), gone) in chunks.iter_mut().zip(logs).zip(gone) {
        if gone.contains(&true) {
            let kept: Vec<u32> = (0..gone.len() as u32).filter(|row| !gone[*row as usize]).collect();
            chunk.keep(&kept);
        }
        chunk.issues.extend(log.finish());
    }
}

/// Rows that share a key, in the order in which their keys are first met.
fn groups(key: usize, chunks: &[&mut Chunk]) -> Vec<Vec<At>> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<Vec<At>> = Vec::new();
    for (at, chunk) in chunks.iter().enumerate() {
        for row in 0..chunk.sheet_rows.len() {
            let place = *places.entry(chunk.columns[key].value(row).to_string()).or_insert(groups.len());
            if place == groups.len() {
                groups.push(Vec::new());
            }
            groups[place].push((at, row));
        }
    }
    groups.retain(|rows| rows.len() > 1);
    groups
}

/// What is said of rows with one key.
struct Seen<'a, 'p> {
    table: &'a WantedTable<'p>,
    key: usize,
}

impl Seen<'_, '_> {
    fn left_out(&self, chunks: &[&mut Chunk], at: At, rows: &[At], how: Duplicates) -> Issue {
        let others: Vec<Sentence> =
            rows.iter().filter(|other| **other != at).take(NAMED).map(|other| self.cite(chunks, *other)).collect();
        let more = (rows.len() - 1 > others.len()).then(|| say!("and-so-on", " and more"));
        let (first, last) = (others.first().cloned().unwrap_or_default(), self.cite(chunks, rows[rows.len() - 1]));
        let message = match how {
            Duplicates::First => {
                say!("key-first", "{first} has this key already; row left out, as `duplicates: first` says", first)
            }
            Duplicates::Last => {
                say!("key-last", "{last} has this key again; row left out, as `duplicates: last` says", last)
            }
            Duplicates::Sum => say!(
                "key-sum",
                "{first} has this key already; its numbers are added to that row, as `duplicates: sum` says",
                first
            ),
            Duplicates::Reject => say!(
                "key-reject",
                "{them}{more} {count:has|have} this key too; row left out, as `duplicates: reject` says",
                them = Hole::list(others, Between::Comma),
                more,
                count = rows.len() - 1
            ),
        };
        self.issue(chunks, at, self.key, message).rejecting(true).as_note(how != Duplicates::Reject)
    }

    /// Columns that cannot be added up and differ among the rows.
    fn differing<'s>(
        &'s self,
        chunks: &'s [&mut Chunk],
        stays: At,
        rows: &'s [At],
    ) -> impl Iterator<Item = Issue> + 's {
        let columns = self.table.columns.iter().enumerate();
        columns.filter_map(move |(at, column)| {
            let value = |row: At| chunks[row.0].columns[at].value(row.1);
            if matches!(chunks[stays.0].columns[at], Column::Number(_)) || !column.in_cells() {
                return None;
            }
            let other = *rows.iter().find(|row| !value(**row).is_blank() && value(**row) != value(stays))?;
            let (name, own, its) = (column.name, value(stays), value(other));
            let place = self.cite(chunks, other);
            let message = say!(
                "key-sum-differs",
                "rows of one key are added up, and their `{name}` differs: `{own}` here, `{its}` in the row of {place}; \
                 `{own}` is kept",
                name,
                own = own.to_string(),
                its = its.to_string(),
                place
            );
            Some(self.issue(chunks, stays, at, message))
        })
    }

    fn issue(&self, chunks: &[&mut Chunk], (at, row): At, column: usize, message: Sentence) -> Issue {
        let chunk = &chunks[at];
        let key = chunk.columns[self.key].value(row).to_string();
        let place = chunk.sheet_columns[column].or(chunk.sheet_columns[self.key]);
        Issue::new(IssueCode::DuplicateKey, message)
            .at_cell(place.and_then(|column| chunk.place.cell(chunk.sheet_rows[row], column)))
            .with_text(Some(chunk.columns[column].value(row).to_string()))
            .in_table(self.table.name)
            .in_column(self.table.columns[column].name)
            .of_row(Some(key))
    }

    /// The cell with a row's key.
    fn cite(&self, chunks: &[&mut Chunk], (at, row): At) -> Sentence {
        let chunk = &chunks[at];
        let cell = chunk.sheet_columns[self.key].and_then(|column| chunk.place.cell(chunk.sheet_rows[row], column));
        cell.map_or_else(
            || say!("the-row", "row {row}", row = u64::from(chunk.sheet_rows[row]) + 1),
            |cell| cell.to_string().into(),
        )
    }
}

/// Adds the numbers of rows into one of them. The others lose theirs, so that no number is counted twice.
fn add_up(table: &WantedTable<'_>, chunks: &mut [&mut Chunk], stays: At, rows: &[At]) {
    for column in (0..table.columns.len()).filter(|at| table.columns[*at].in_cells()) {
        let number = |chunks: &[&mut Chunk], row: At| match &chunks[row.0].columns[column] {
            Column::Number(values) => Some(values[row.1]).filter(|value| !value.is_nan()),
            _ => None,
        };
        let parts: Vec<f64> = rows.iter().filter_map(|row| number(chunks, *row)).collect();
        let mut sum = Sum::default();
        parts.iter().for_each(|value| sum.add(*value));
        for &(at, row) in rows {
            if let Column::Number(values) = &mut chunks[at].columns[column] {
                values[row] = if (at, row) == stays && !parts.is_empty() { sum.value() } else { f64::NAN };
            }
        }
        if let (true, Some(_)) = (parts.len() > 1, number(chunks, stays)) {
            let chunk = &mut chunks[stays.0];
            let cell = (chunk.sheet_rows[stays.1], column as u32);
            let text = parts.iter().map(|part| shortest(*part)).collect::<Vec<_>>().join(" + ");
            // What an explanation shows of the cell; the list is kept in order.
            if let Some(place) = chunk.keeps_written.then(|| chunk.written.partition_point(|(r, c, _)| (*r, *c) < cell))
            {
                if chunk.written.get(place).is_some_and(|(r, c, _)| (*r, *c) == cell) {
                    chunk.written.remove(place);
                }
                chunk.written.insert(place, (cell.0, cell.1, text.into()));
            }
        }
    }
}

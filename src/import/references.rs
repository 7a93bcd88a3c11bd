//! References to rows that are not there: a row that must have the reference is rejected, elsewhere
//! the reference is left blank. Either way it is said.

use super::checks::done;
use super::orphans::Tally;
use super::sheet::SheetTable;
use super::{Imported, control, unlike, unreferenced};
use crate::issue::listing::{self, Listing};
use crate::issue::{Issue, IssueCode};
use crate::policy::model::Presence;
use crate::say;
use crate::table::{Column, Provenance, Segment, Table, lookup, without_key};
use crate::words::Sentence;

/// Settles every reference of every table. Rejecting a row can leave others without theirs, so this
/// goes on until nothing changes.
pub(super) fn settle(sheets: &[Option<SheetTable>], imported: &mut Imported) {
    let mut rejecting = Vec::new();
    let mut orphans = Tally::default();
    loop {
        let before = rejecting.len();
        for at in 0..sheets.len() {
            reject(sheets, at, imported, &mut rejecting, &mut orphans);
        }
        if rejecting.len() == before {
            break;
        }
    }
    imported.issues.append(&mut rejecting);
    for at in 0..sheets.len() {
        let issues = left_blank(sheets, at, imported, &mut orphans);
        imported.issues.extend(issues);
    }
    let (totals, notes) = orphans.finish();
    imported.orphans = totals;
    imported.issues.extend(notes);
}

/// The reference columns of a table, each with the place of the table referred to and of its key.
fn references<'p>(
    sheets: &'p [Option<SheetTable>],
    table: &'p SheetTable,
) -> impl Iterator<Item = (usize, usize, usize)> + 'p {
    table.columns.iter().enumerate().filter_map(|(column, written)| {
        let target = written.references.as_ref()?;
        let at = sheets.iter().position(|other| other.as_ref().is_some_and(|other| other.name == *target))?;
        Some((column, at, sheets[at].as_ref()?.key()?))
    })
}

/// Rows of a column whose reference leads nowhere.
fn unknown(column: &Column, keys: &Column) -> Vec<usize> {
    without_key(column, &lookup(column, keys))
}

/// Leaves out the rows whose required references lead nowhere.
fn reject(
    sheets: &[Option<SheetTable>],
    at: usize,
    imported: &mut Imported,
    issues: &mut Vec<Issue>,
    orphans: &mut Tally,
) {
    let Some(written) = &sheets[at] else { return };
    let mut lost: Vec<bool> = vec![false; imported.tables[at].rows];
    for (column, target, key) in references(sheets, written) {
        // A key is always required, also where it refers to a row of another table.
        let is_key = written.key() == Some(column);
        if written.columns[column].presence != Presence::Cells && !is_key {
            continue;
        }
        let (table, keys) = (&imported.tables[at], &imported.tables[target]);
        let (Some(values), Some(keys)) = (table.columns.get(column), keys.columns.get(key)) else { continue };
        let rows = unknown(values, keys);
        orphans.add(written, table, column, &rows, true);
        if let Some(other) = &sheets[target] {
            issues.extend(unlike::tell((written, table, column), &rows, (other, keys)));
        }
        for row in rows {
            if !lost[row] {
                issues.push(issue(written, table, (column, row), true));
            }
            lost[row] = true;
        }
    }
    if lost.contains(&true) {
        let table = &mut imported.tables[at];
        control::leave_out(&mut imported.control, table, &written.name, &lost);
        drop_rows(table, &lost);
    }
}

/// The references that stay blank.
fn left_blank(sheets: &[Option<SheetTable>], at: usize, imported: &mut Imported, orphans: &mut Tally) -> Vec<Issue> {
    let (Some(written), table) = (&sheets[at], &imported.tables[at]) else { return Vec::new() };
    let mut issues = Vec::new();
    let mut blanks = Vec::new();
    for (column, target, key) in references(sheets, written) {
        let keys = imported.tables[target].columns.get(key);
        let (Some(values), Some(keys)) = (table.columns.get(column), keys) else { continue };
        issues.extend(unreferenced::note(written, table, column));
        let rows = unknown(values, keys);
        if rows.is_empty() {
            continue;
        }
        orphans.add(written, table, column, &rows, false);
        if let Some(other) = &sheets[target] {
            issues.extend(unlike::tell((written, table, column), &rows, (other, keys)));
        }
        let mut listing = Listing::new(listing::CELLS);
        let listed = listing.admits_of(rows.len());
        issues.extend(rows[..listed].iter().map(|&row| issue(written, table, (column, row), false)));
        let more = listing.rest();
        if more > 0 {
            let message = say!(
                "more-orphans",
                "{count} more rows refer to keys that `{table}` does not have",
                count = more,
                table = target_name(written, column)
            );
            issues.push(unknown_reference(written, column, message).times(more));
        }
        blanks.push((column, rows));
    }
    for (column, rows) in blanks {
        let values = &mut imported.tables[at].columns[column];
        let mut kept: Vec<u32> = (0..values.len() as u32).collect();
        rows.into_iter().for_each(|row| kept[row] = u32::MAX);
        *values = values.gather(&kept);
    }
    issues
}

fn unknown_reference(written: &SheetTable, column: usize, message: Sentence) -> Issue {
    let issue = Issue::new(IssueCode::UnknownReference, message);
    issue.in_table(&written.name).in_column(&written.columns[column].name)
}

/// The name of the table a column refers to.
fn target_name(written: &SheetTable, column: usize) -> &str {
    written.columns[column].references.as_deref().unwrap_or_default()
}

fn issue(written: &SheetTable, table: &Table, (column, row): (usize, usize), rejected: bool) -> Issue {
    let text = table.columns[column].value(row).to_string();
    let key = written.key();
    let message = say!(
        "unknown-reference",
        "`{text}` is not among the keys of `{table}`; {done}",
        text = &text,
        table = target_name(written, column),
        done = done(rejected)
    );
    unknown_reference(written, column, message)
        .at_cell(table.provenance.cell(row, Some(column)))
        .with_text(Some(text))
        .of_row(key.and_then(|key| table.columns.get(key)).map(|keys| keys.value(row).to_string()))
        .rejecting(rejected)
}

/// Takes rows out of a table.
fn drop_rows(table: &mut Table, lost: &[bool]) {
    let kept: Vec<u32> = (0..table.rows as u32).filter(|&row| !lost[row as usize]).collect();
    for column in &mut table.columns {
        *column = column.gather(&kept);
    }
    let old = std::mem::take(&mut table.provenance);
    let first_row = |before: usize| kept.partition_point(|&row| (row as usize) < before);
    let segments = old.segments.into_iter().map(|s| Segment { first_row: first_row(s.first_row), ..s }).collect();
    let sheet_rows = if old.sheet_rows.is_empty() {
        Vec::new()
    } else {
        kept.iter().map(|&row| old.sheet_rows[row as usize]).collect()
    };
    table.provenance = Provenance { segments, sheet_rows };
    table.rows = kept.len();
}

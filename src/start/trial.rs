//! A draft tried on the workbooks it was made from.

use super::Given;
use super::draft::DraftTable;
use super::tables_text::tables_text;
use crate::issue::{Issue, IssueCode};
use crate::value::Type;
use crate::{Engine, Outcome, Policy, RunOptions, Source};

/// Runs a policy over the workbooks; the reason where it cannot be run.
pub(super) fn run(policy: &str, given: &[Given]) -> Result<Outcome, String> {
    let policy = Policy::parse(policy).map_err(|findings| findings.to_string())?;
    let prepared = Engine::new().prepare(&policy).map_err(|findings| findings.to_string())?;
    let sources: Vec<Source> = given.iter().map(|file| Source::bytes(&file.name, file.data.clone())).collect();
    prepared.run(&sources, &RunOptions::default()).map(crate::Run::into_outcome).map_err(|error| error.to_string())
}

/// Imports the tables of a draft, takes back each type that too many cells do not have, and gives headings a
/// column.
pub(super) fn import(tables: &mut [DraftTable], given: &[Given]) -> Result<Outcome, String> {
    loop {
        let outcome = run(&tables_text(tables), given)?;
        let mut changed = false;
        for table in tables.iter_mut() {
            for column in &mut table.columns {
                let unread = unread(&outcome.issues, &table.name, &column.name);
                if column.kind != Type::Text && 10 * unread > column.guess.filled() {
                    column.kind = Type::Text;
                    changed = true;
                }
            }
        }
        for table in tables.iter_mut().filter(|table| !table.headings) {
            table.headings = has_headings(&outcome.issues, &table.name);
            changed |= table.headings;
        }
        if !changed {
            return Ok(outcome);
        }
    }
}

/// Whether rows of a table look like headings of those below them.
fn has_headings(issues: &[Issue], table: &str) -> bool {
    issues
        .iter()
        .any(|issue| issue.code == IssueCode::HeadingRow && !issue.note && issue.table.as_deref() == Some(table))
}

/// Cells of a column that are not of its type.
fn unread(issues: &[Issue], table: &str, column: &str) -> usize {
    let is_one = |issue: &&Issue| {
        matches!(issue.code, IssueCode::BadNumber | IssueCode::BadDate | IssueCode::BadBool)
            && issue.table.as_deref() == Some(table)
            && issue.column.as_deref() == Some(column)
    };
    issues.iter().filter(is_one).map(|issue| issue.count).sum()
}

//! A draft tried on the workbooks it was made from.

use super::Given;
use super::draft::DraftTable;
use super::guess::{Guess, is_word};
use super::tables_text::tables_text;
use crate::issue::{Issue, IssueCode};
use crate::value::Type;
use crate::{Engine, Outcome, Policy, RunOptions, Source};

/// Issues of cells that are not of the type of their column.
const UNREAD: [IssueCode; 3] = [IssueCode::BadNumber, IssueCode::BadDate, IssueCode::BadBool];
/// Issues of cells without a value that could be of any.
const ERRORS: [IssueCode; 2] = [IssueCode::ErrorCell, IssueCode::UnsavedFormula];

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
                let many = 10 * unread > column.guess.filled();
                // A single word among numbers may be a mistake, of which somebody should know.
                let may_be_words = column.kind.is_dated() || (column.kind == Type::Number && many);
                if unread > 0 && may_be_words && column.blanks.is_empty() {
                    column.blanks = words(&outcome.issues, (&table.name, &column.name), &column.guess);
                    if !column.blanks.is_empty() {
                        changed = true;
                        continue;
                    }
                }
                if column.kind != Type::Text && many {
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
            for table in tables.iter_mut() {
                for column in table.columns.iter_mut().filter(|column| column.kind != Type::Text) {
                    let errors = of_code(&outcome.issues, (&table.name, &column.name), &ERRORS);
                    column.unread = Some(unread(&outcome.issues, &table.name, &column.name) + errors);
                }
            }
            return Ok(outcome);
        }
    }
}

/// The words that stand in a column where there is no day or number, where they are few and every cell that cannot be
/// read has one of them.
fn words(issues: &[Issue], (table, column): (&str, &str), guess: &Guess) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for issue in issues.iter().filter(|issue| is_of(issue, (table, column), &UNREAD)) {
        match &issue.text {
            Some(text) if guess.words.contains(text) && is_word(text) => words.push(text.clone()),
            _ => return Vec::new(),
        }
    }
    words.sort();
    words.dedup();
    words
}

/// Whether rows of a table look like headings of those below them.
fn has_headings(issues: &[Issue], table: &str) -> bool {
    issues
        .iter()
        .any(|issue| issue.code == IssueCode::HeadingRow && !issue.note && issue.table.as_deref() == Some(table))
}

/// Cells of a column that are not of its type.
fn unread(issues: &[Issue], table: &str, column: &str) -> usize {
    of_code(issues, (table, column), &UNREAD)
}

/// How many cells of a column have issues of some codes.
fn of_code(issues: &[Issue], (table, column): (&str, &str), codes: &[IssueCode]) -> usize {
    issues.iter().filter(|issue| is_of(issue, (table, column), codes)).map(|issue| issue.count).sum()
}

fn is_of(issue: &Issue, (table, column): (&str, &str), codes: &[IssueCode]) -> bool {
    codes.contains(&issue.code) && issue.table.as_deref() == Some(table) && issue.column.as_deref() == Some(column)
}

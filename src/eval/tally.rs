//! Counting what had no answer, so that no blank appears without a cause.

use crate::outcome::Issue;
use crate::script::ScriptFailure;
use crate::source::Span;
use crate::value::NoAnswer;

/// Failures of scripts told one by one; more are counted.
const TOLD: usize = 100;

/// What had no answer while a column was worked out.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// For each reason its rows; a row may stand there more than once until they are counted.
    rows: Vec<(NoAnswer, Vec<u32>)>,
    failures: Vec<(usize, ScriptFailure)>,
    untold: usize,
}

impl Tally {
    /// One row without an answer.
    pub(super) fn add(&mut self, reason: NoAnswer, row: usize) {
        let rows = self.rows_of(reason);
        if rows.last() != Some(&(row as u32)) {
            rows.push(row as u32);
        }
    }

    fn rows_of(&mut self, reason: NoAnswer) -> &mut Vec<u32> {
        let known = self.rows.iter().position(|(known, _)| *known == reason);
        let at = known.unwrap_or_else(|| {
            self.rows.push((reason, Vec::new()));
            self.rows.len() - 1
        });
        &mut self.rows[at].1
    }

    /// One row for which a script failed.
    pub(super) fn fail(&mut self, row: usize, failure: ScriptFailure) {
        if self.failures.len() < TOLD {
            self.failures.push((row, failure));
        } else {
            self.untold += 1;
        }
    }

    /// What was counted for rows numbered from 0, where these are rows from another on.
    pub(super) fn shifted(mut self, from: usize) -> Tally {
        self.rows.iter_mut().flat_map(|(_, rows)| rows).for_each(|row| *row = row.wrapping_add(from as u32));
        self.failures.iter_mut().for_each(|(row, _)| *row += from);
        self
    }

    /// Adds what was counted for the rows that follow.
    pub(super) fn merge(&mut self, later: Tally) {
        for (reason, rows) in later.rows {
            self.rows_of(reason).extend(rows);
        }
        self.untold += later.untold;
        for (row, failure) in later.failures {
            self.fail(row, failure);
        }
    }

    /// The issues; `key` holds the row's number until the caller knows its key.
    pub(super) fn issues(mut self, column: &str, span: Span) -> Vec<Issue> {
        self.rows.sort_unstable_by_key(|(reason, _)| *reason);
        let mut issues: Vec<Issue> =
            self.rows.iter_mut().map(|(reason, at)| counted(column, span, *reason, at)).collect();
        for (row, failure) in self.failures {
            issues.push(Issue {
                code: NoAnswer::ScriptFailed.code().to_string(),
                column: Some(column.to_string()),
                key: Some(row.to_string()),
                count: 1,
                message: format!("the script for `{column}` failed: {}; left blank", failure.message),
                rule: failure.span.or(Some(span)),
                ..Issue::default()
            });
        }
        if self.untold > 0 {
            issues.push(Issue {
                code: NoAnswer::ScriptFailed.code().to_string(),
                column: Some(column.to_string()),
                count: self.untold,
                message: format!("the script for `{column}` failed in {} more; left blank", rows(self.untold)),
                rule: Some(span),
                ..Issue::default()
            });
        }
        issues
    }
}

/// One issue for all rows of a reason: however often an operation had no answer, a row counts once.
fn counted(column: &str, span: Span, reason: NoAnswer, at: &mut Vec<u32>) -> Issue {
    at.sort_unstable();
    at.dedup();
    Issue {
        code: reason.code().to_string(),
        column: Some(column.to_string()),
        key: at.first().map(ToString::to_string),
        count: at.len(),
        message: format!("`{column}` has no answer in {}: {}; left blank", rows(at.len()), reason.phrase()),
        rule: Some(span),
        ..Issue::default()
    }
}

fn rows(count: usize) -> String {
    if count == 1 { "1 row".to_string() } else { format!("{count} rows") }
}

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
    counts: Vec<(NoAnswer, usize, usize)>,
    failures: Vec<(usize, ScriptFailure)>,
    untold: usize,
}

impl Tally {
    /// One row without an answer.
    pub(super) fn add(&mut self, reason: NoAnswer, row: usize) {
        self.add_many(reason, 1, row);
    }

    fn add_many(&mut self, reason: NoAnswer, count: usize, first: usize) {
        match self.counts.iter_mut().find(|(known, ..)| *known == reason) {
            Some((_, total, earliest)) => {
                *total += count;
                *earliest = (*earliest).min(first);
            }
            None => self.counts.push((reason, count, first)),
        }
    }

    /// One row for which a script failed.
    pub(super) fn fail(&mut self, row: usize, failure: ScriptFailure) {
        if self.failures.len() < TOLD {
            self.failures.push((row, failure));
        } else {
            self.untold += 1;
        }
    }

    /// Adds what was counted for the rows that follow.
    pub(super) fn merge(&mut self, later: Tally) {
        for (reason, count, first) in later.counts {
            self.add_many(reason, count, first);
        }
        self.untold += later.untold;
        for (row, failure) in later.failures {
            self.fail(row, failure);
        }
    }

    /// The issues; `key` holds the row's number until the caller knows its key.
    pub(super) fn issues(mut self, column: &str, span: Span) -> Vec<Issue> {
        self.counts.sort();
        let mut issues: Vec<Issue> = self
            .counts
            .iter()
            .map(|(reason, count, first)| Issue {
                code: reason.code().to_string(),
                column: Some(column.to_string()),
                key: Some(first.to_string()),
                count: *count,
                message: format!("`{column}` has no answer in {}: {}; left blank", rows(*count), reason.phrase()),
                rule: Some(span),
                ..Issue::default()
            })
            .collect();
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

fn rows(count: usize) -> String {
    if count == 1 { "1 row".to_string() } else { format!("{count} rows") }
}

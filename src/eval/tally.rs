//! Counting what had no answer, so that no blank appears without a cause.

use crate::issue::{Issue, IssueCode, Listing};
use crate::say;
use crate::script::ScriptFailure;
use crate::source::Span;
use crate::value::NoAnswer;
use crate::words::Sentence;

/// What had no answer while a column was worked out.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// For each reason its rows; a row may stand there more than once until they are counted.
    rows: Vec<(NoAnswer, Vec<u32>)>,
    failures: Vec<(usize, ScriptFailure)>,
    listing: Listing,
    /// Of rows of equal weight one that got a unit and one that did not.
    ties: Vec<(usize, usize)>,
    /// Rows whose row before is not the period before.
    gaps: Option<Gaps>,
    /// Texts that stand in the order only because of their letters.
    misordered: Option<[String; 2]>,
}

/// Rows whose row before is more than one step back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Gaps {
    /// How many there are.
    pub count: usize,
    /// The first of them.
    pub row: usize,
    /// The period of the row before that one, and its own.
    pub periods: [String; 2],
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

    /// Whether nothing was counted.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
            && self.failures.is_empty()
            && self.ties.is_empty()
            && self.gaps.is_none()
            && self.misordered.is_none()
            && self.listing.rest() == 0
    }

    /// Of two rows of equal weight the first got a unit more.
    pub(super) fn tie(&mut self, got: usize, passed: usize) {
        self.ties.push((got, passed));
    }

    /// The rows whose row before is not the period before.
    pub(super) fn gaps(&mut self, gaps: Option<Gaps>) {
        self.gaps = gaps;
    }

    /// Two texts by which rows are put in order, and that say another one.
    pub(super) fn misordered(&mut self, texts: Option<[String; 2]>) {
        self.misordered = texts;
    }

    /// One row for which a script failed.
    pub(super) fn fail(&mut self, row: usize, failure: ScriptFailure) {
        if self.listing.admits() {
            self.failures.push((row, failure));
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
        for (row, failure) in later.failures {
            self.fail(row, failure);
        }
        self.listing.admits_of(later.listing.rest());
        self.ties.extend(later.ties);
        self.gaps = self.gaps.take().or(later.gaps);
        self.misordered = self.misordered.take().or(later.misordered);
    }

    /// The same for the rows that share results: `of` says which result each row has.
    pub(super) fn of_each(self, of: &[u32]) -> Tally {
        let mut each = Tally::default();
        for (reason, results) in &self.rows {
            let sharing = of.iter().enumerate().filter(|(_, result)| results.contains(result));
            sharing.for_each(|(row, _)| each.add(*reason, row));
        }
        each
    }

    /// The issue about units that one of several equals had to get; a note where their keys decided.
    pub(super) fn tied_units(
        &self,
        column: &str,
        span: Span,
        keyed: bool,
        key: impl Fn(usize) -> String,
    ) -> Option<Issue> {
        let &(got, passed) = self.ties.first()?;
        let count = self.ties.len();
        let how = match keyed {
            true => say!("keys-decide", "their keys decide"),
            false => say!("order-decides", "the order of the rows decides"),
        };
        let groups = (count > 1).then(|| say!("so-in-groups", ", and so in {count} groups", count));
        let message = say!(
            "tied-units",
            "of rows of equal weight `{got}` gets a unit of `{column}` that `{passed}` does not{groups}: {how}; write \
             `[weight, …]` to say by what",
            got = key(got),
            column,
            passed = key(passed),
            groups,
            how
        );
        let issue = of_column(IssueCode::TiedUnits, column, message).of_row(Some(key(got)));
        Some(issue.times(count).as_note(keyed).by_rule(span))
    }

    /// The issues; `key` names a row as people know it.
    pub(super) fn issues(mut self, column: &str, span: Span, key: impl Fn(usize) -> Option<String>) -> Vec<Issue> {
        self.rows.sort_unstable_by_key(|(reason, _)| *reason);
        let mut issues = Vec::new();
        for (reason, at) in &mut self.rows {
            // However often an operation had no answer, a row counts once.
            at.sort_unstable();
            at.dedup();
            let message = say!(
                "no-answer",
                "`{column}` has no answer in {count} {count:row|rows}: {reason}; left blank",
                column,
                count = at.len(),
                reason = reason.phrase()
            );
            let first = at.first().and_then(|&row| key(row as usize));
            issues.push(of_column((*reason).into(), column, message).of_row(first).times(at.len()).by_rule(span));
        }
        for (row, failure) in self.failures {
            let message = say!(
                "script-failed",
                "the script for `{column}` failed: {why}; left blank",
                column,
                why = &failure.message
            );
            let issue = of_column(IssueCode::ScriptFailed, column, message).of_row(key(row));
            issues.push(issue.by_rule(failure.span.unwrap_or(span)));
        }
        issues.extend(self.gaps.map(|gaps| gap(gaps, column, span, &key)));
        issues.extend(self.misordered.map(|texts| misordered(texts, column, span)));
        let rest = self.listing.rest();
        if rest > 0 {
            let message = say!(
                "script-failed-more",
                "the script for `{column}` failed in {count} {count:row|rows} more; left blank",
                column,
                count = rest
            );
            issues.push(of_column(IssueCode::ScriptFailed, column, message).times(rest).by_rule(span));
        }
        issues
    }
}

/// Rows behind a gap in the order of a column.
fn gap(gaps: Gaps, column: &str, span: Span, key: impl Fn(usize) -> Option<String>) -> Issue {
    let Gaps { count, row, periods: [before, own] } = gaps;
    let message = say!(
        "gap",
        "{count} {count:row stands|rows stand} behind a gap in the order of `{column}`: {count:it|the first} has {own} after \
         {before}, so the row before is not the period before (give the missing periods rows of their own)",
        count,
        column,
        own = own.to_string(),
        before = before.to_string()
    );
    of_column(IssueCode::Gap, column, message).of_row(key(row)).times(count).by_rule(span)
}

/// Texts that put rows in an order.
fn misordered([before, behind]: [String; 2], column: &str, span: Span) -> Issue {
    let message = say!(
        "text-order",
        "`{column}` puts rows in the order of texts, in which `{before}` stands before `{behind}` (order them by a date or a \
         number)",
        column,
        before,
        behind
    );
    of_column(IssueCode::TextOrder, column, message).by_rule(span)
}

fn of_column(code: IssueCode, column: &str, message: Sentence) -> Issue {
    Issue::new(code, message).in_column(column)
}

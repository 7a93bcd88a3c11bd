//! What was expected against what came of it.

use super::expect::day_word;
use super::model::{Case, Expectation, Failure, FiredRow, IssueWanted, Row, What};
use super::run::Ran;
use crate::engine::Findings;
use crate::eval::{RowChoice, RowEvaluator};
use crate::formula::{ColumnId, TableId};
use crate::outcome::explain::{Explainer, How, Limits, Look, fate, lines, shown};
use crate::outcome::{Fired, Issue, Outcome};
use crate::source::{Sources, Span};
use crate::value::{Value, number};

/// How many levels of the values behind a value are shown.
const LEVELS: usize = 3;
/// Lines of a reason; what is beyond is left out.
const LINES: usize = 24;
/// How many rules are shown that would have given the expected value.
const MISSED: usize = 3;
/// Numbers nearer to each other than this are the same, however small.
const TINY: f64 = 1e-12;

/// Every expectation that was not met.
pub(super) fn compare(case: &Case, ran: &Ran, sources: &Sources) -> Vec<Failure> {
    let trace = ran.run.trace(Some(&ran.probe));
    let judge = Judge { case, ran, outcome: ran.run.outcome(), trace: &trace, sources };
    case.expect.iter().flat_map(|expected| judge.judge(expected)).collect()
}

/// Findings of `check` that were expected, and what it found.
pub(super) fn findings(case: &Case, found: &Findings, sources: &Sources) -> Vec<Failure> {
    let mut failures = Vec::new();
    for expected in &case.expect {
        let What::Findings { codes } = &expected.what else { continue };
        let mut wanted: Vec<&str> = codes.iter().map(String::as_str).collect();
        let mut have: Vec<&str> = found.diagnostics().iter().map(|finding| finding.code).collect();
        wanted.sort_unstable();
        have.sort_unstable();
        have.dedup();
        wanted.dedup();
        if wanted != have {
            failures.push(Failure {
                place: sources.cite(expected.span),
                subject: "findings of the policy".into(),
                expected: listed(wanted.iter()),
                found: listed(have.iter()),
                why: found.to_string().lines().map(str::to_string).collect(),
            });
        }
    }
    failures
}

struct Judge<'a> {
    case: &'a Case,
    ran: &'a Ran,
    outcome: &'a Outcome,
    trace: &'a RowEvaluator<'a>,
    sources: &'a Sources,
}

impl Judge<'_> {
    fn judge(&self, expected: &Expectation) -> Vec<Failure> {
        match &expected.what {
            What::Value { column, row, value } => self.value(expected.span, *column, row, value),
            What::Rows { table, count } => self.rows(expected.span, *table, *count),
            What::Count { column, value, count } => self.count(expected.span, *column, value, *count),
            What::Fires { trigger, rows } => self.fires(expected.span, *trigger, rows),
            What::Undetermined { trigger, keys } => self.undetermined(expected.span, *trigger, keys),
            What::Issue(wanted) => self.issue(expected.span, wanted),
            What::NoIssues => self.no_issues(expected.span),
            What::Rejected { table, count } => self.rejected(expected.span, table, *count),
            What::Findings { .. } => Vec::new(),
        }
    }

    fn failure(&self, span: Span, subject: String, expected: String, found: String, why: Vec<String>) -> Vec<Failure> {
        let mut why = why;
        if why.len() > LINES {
            why.truncate(LINES);
            why.push("…".to_string());
        }
        vec![Failure { place: self.sources.cite(span), subject, expected, found, why }]
    }

    fn table_name(&self, table: TableId) -> &str {
        &self.trace.plan().tables[table.0].name
    }

    fn value(&self, span: Span, column: ColumnId, row: &Row, wanted: &Value) -> Vec<Failure> {
        let plan = self.trace.plan().column(column);
        let name = self.table_name(column.table);
        let Some(at) = self.find(column.table, row) else {
            let which = match row {
                Row::Key(key) => format!("`{key}`"),
                Row::Chosen(RowChoice::Number(number)) => format!("number {}", number + 1),
                Row::Chosen(RowChoice::With(values)) => {
                    listed(values.iter().map(|(_, value)| shown(value, Default::default())))
                }
            };
            let subject = format!("{name} {which}");
            return self.failure(
                span,
                subject,
                "is a row".into(),
                "there is no such row".into(),
                self.no_row(column.table),
            );
        };
        let found = self.trace.at(column, at);
        if self.same(&found, wanted) {
            return Vec::new();
        }
        let explainer = self.explainer();
        let reason = explainer.explain(column, at);
        let mut why = lines(&reason, Look::Exact);
        // A rule above the one that hit is listed with it.
        let told = |rule: usize| matches!(&reason.how, How::Decision(decided) if decided.tells(rule));
        let missed = explainer.missed(column, at, wanted, MISSED);
        why.extend(missed.iter().filter(|missed| !told(missed.rule)).map(fate));
        why.extend(self.issues_about(name, &self.trace.key(column.table, at)));
        let key =
            if column.table == self.trace.plan().figures { String::new() } else { self.trace.key(column.table, at) };
        let subject =
            [name, &key, &plan.name].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        self.failure(span, subject, shown(wanted, plan.format), shown(&found, plan.format), why)
    }

    fn find(&self, table: TableId, row: &Row) -> Option<usize> {
        match row {
            Row::Key(key) => (0..self.trace.rows(table)).find(|&at| self.trace.key(table, at) == *key),
            Row::Chosen(choice) => self.trace.find(table, choice).first().map(|&row| row as usize),
        }
    }

    /// The rows there are, and what was said about those that were left out.
    fn no_row(&self, table: TableId) -> Vec<String> {
        let name = self.table_name(table);
        let rows = self.trace.rows(table);
        let keys: Vec<String> = (0..rows.min(10)).map(|row| self.trace.key(table, row)).collect();
        let more = if rows > 10 { ", …" } else { "" };
        let mut why = match rows {
            0 => vec![format!("`{name}` has no rows")],
            1 => vec![format!("`{name}` has 1 row: {}", keys[0])],
            _ => vec![format!("`{name}` has {rows} rows: {}{more}", keys.join(", "))],
        };
        let of_table = self.outcome.issues.iter().filter(|issue| issue.table.as_deref() == Some(name));
        why.extend(of_table.filter(|issue| issue.rejected).map(issue_line));
        why
    }

    fn issues_about(&self, table: &str, key: &str) -> Vec<String> {
        let about = |issue: &&Issue| issue.table.as_deref() == Some(table) && issue.key.as_deref() == Some(key);
        self.outcome.issues.iter().filter(about).map(issue_line).collect()
    }

    fn same(&self, found: &Value, wanted: &Value) -> bool {
        match (found, wanted) {
            (Value::Number(a), Value::Number(b)) => {
                let off = (a - b).abs();
                number::equal(*a, *b) || off <= TINY || off <= self.case.tolerance * a.abs().max(b.abs())
            }
            (Value::List(a), Value::List(b)) => {
                a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| self.same(a, b))
            }
            _ => found == wanted,
        }
    }

    fn rows(&self, span: Span, table: TableId, wanted: usize) -> Vec<Failure> {
        let found = self.trace.rows(table);
        if found == wanted {
            return Vec::new();
        }
        let subject = format!("rows of {}", self.table_name(table));
        self.failure(span, subject, wanted.to_string(), found.to_string(), self.no_row(table))
    }

    fn count(&self, span: Span, column: ColumnId, value: &Value, wanted: usize) -> Vec<Failure> {
        let rows: Vec<usize> =
            (0..self.trace.rows(column.table)).filter(|&row| self.same(&self.trace.at(column, row), value)).collect();
        if rows.len() == wanted {
            return Vec::new();
        }
        let plan = self.trace.plan().column(column);
        let subject =
            format!("rows of {} with {} {}", self.table_name(column.table), plan.name, shown(value, plan.format));
        let keys: Vec<String> = rows.iter().take(10).map(|&row| self.trace.key(column.table, row)).collect();
        let more = if rows.len() > 10 { ", …" } else { "" };
        let why = if keys.is_empty() { Vec::new() } else { vec![format!("they are {}{more}", listed(keys.iter()))] };
        self.failure(span, subject, wanted.to_string(), rows.len().to_string(), why)
    }

    fn fires(&self, span: Span, trigger: usize, wanted: &[FiredRow]) -> Vec<Failure> {
        let plan = &self.trace.plan().triggers[trigger];
        let fired: Vec<&Fired> = self.outcome.triggers.iter().filter(|fired| *fired.trigger == *plan.name).collect();
        let mut failures = Vec::new();
        for row in wanted {
            match fired.iter().find(|fired| fired.key == row.key) {
                Some(fired) => failures.extend(self.said(&plan.name, row, fired)),
                None => {
                    let undetermined =
                        self.outcome.undetermined.iter().any(|one| one.trigger == plan.name && one.key == row.key);
                    let found = if undetermined { "it cannot be decided" } else { "it does not fire" };
                    let at = self.find(plan.table, &Row::Key(row.key.clone()));
                    let found = if at.is_some() { found } else { "there is no such row" };
                    let why = at.map_or_else(|| self.no_row(plan.table), |at| self.condition(trigger, at));
                    let subject = format!("trigger {} {}", plan.name, row.key);
                    failures.extend(self.failure(row.span, subject, "fires".into(), found.into(), why));
                }
            }
        }
        for fired in fired.iter().filter(|fired| wanted.iter().all(|row| row.key != fired.key)) {
            let subject = format!("trigger {} {}", plan.name, fired.key);
            let why = self.condition(trigger, fired.row);
            failures.extend(self.failure(span, subject, "does not fire".into(), "it fires".into(), why));
        }
        failures
    }

    /// Why a trigger fires for a row, or does not.
    fn condition(&self, trigger: usize, row: usize) -> Vec<String> {
        let plan = &self.trace.plan().triggers[trigger];
        lines(&self.explainer().explain(ColumnId { table: plan.table, slot: plan.when }, row), Look::Exact)
    }

    /// An explainer for one failure: what it said about another is no `above` for this one.
    fn explainer(&self) -> Explainer<'_> {
        let limits = Limits { depth: LEVELS, ..Limits::default() };
        Explainer::new(self.trace, self.sources, &self.outcome.issues, self.ran.run.language(), limits)
    }

    /// What a trigger says about a row.
    fn said(&self, trigger: &str, wanted: &FiredRow, fired: &Fired) -> Vec<Failure> {
        let word = |text: &Option<String>| text.clone().unwrap_or_else(|| "blank".to_string());
        let parts = [
            ("owner", wanted.owner.as_ref().map(|(owner, span)| (word(owner), *span)), word(&fired.owner)),
            (
                "severity",
                wanted.severity.map(|(level, span)| (level.word().to_string(), span)),
                fired.severity.word().into(),
            ),
            ("due", wanted.due.map(|(day, span)| (day_word(day), span)), day_word(fired.due)),
            ("message", wanted.message.clone(), fired.message.to_string()),
        ];
        let mut failures = Vec::new();
        for (part, wanted_part, found) in parts {
            let Some((expected, span)) = wanted_part else { continue };
            if expected != found {
                let subject = format!("trigger {trigger} {} {part}", wanted.key);
                failures.extend(self.failure(span, subject, expected, found, Vec::new()));
            }
        }
        failures
    }

    fn undetermined(&self, span: Span, trigger: usize, wanted: &[String]) -> Vec<Failure> {
        let plan = &self.trace.plan().triggers[trigger];
        let open = self.outcome.undetermined.iter().filter(|one| one.trigger == plan.name);
        let mut found: Vec<(&str, usize)> = open.map(|one| (one.key.as_str(), one.row)).collect();
        found.sort_unstable();
        let mut keys: Vec<&str> = wanted.iter().map(String::as_str).collect();
        keys.sort_unstable();
        if found.iter().map(|(key, _)| *key).eq(keys.iter().copied()) {
            return Vec::new();
        }
        let odd = found.iter().find(|(key, _)| !keys.contains(key)).map(|(_, row)| *row);
        let lost = keys.iter().find(|key| found.iter().all(|(known, _)| known != *key));
        let lost = lost.and_then(|key| self.find(plan.table, &Row::Key((*key).to_string())));
        let why = odd.or(lost).map_or_else(Vec::new, |row| self.condition(trigger, row));
        let subject = format!("undetermined rows of trigger {}", plan.name);
        let found = listed(found.iter().map(|(key, _)| key));
        self.failure(span, subject, listed(keys.iter()), found, why)
    }

    fn issue(&self, span: Span, wanted: &IssueWanted) -> Vec<Failure> {
        let fits = |wanted: &Option<String>, have: &Option<String>| wanted.is_none() || wanted == have;
        let same_code = || self.outcome.issues.iter().filter(|issue| issue.code.as_str() == wanted.code);
        let count: usize = same_code()
            .filter(|issue| fits(&wanted.table, &issue.table))
            .filter(|issue| fits(&wanted.column, &issue.column) && fits(&wanted.key, &issue.key))
            .filter(|issue| wanted.message.as_ref().is_none_or(|message| *message == issue.message))
            .map(|issue| issue.count)
            .sum();
        if wanted.count.map_or(count > 0, |wanted| wanted == count) {
            return Vec::new();
        }
        let parts = [Some(&wanted.code), wanted.table.as_ref(), wanted.column.as_ref(), wanted.key.as_ref()];
        let subject = format!("issue {}", parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" "));
        let near: Vec<String> = match same_code().next() {
            Some(_) => same_code().take(LINES).map(issue_line).collect(),
            None => self.outcome.issues.iter().take(LINES).map(issue_line).collect(),
        };
        let expected = wanted.count.map_or_else(|| "at least 1".to_string(), |count| count.to_string());
        self.failure(span, subject, expected, count.to_string(), near)
    }

    fn no_issues(&self, span: Span) -> Vec<Failure> {
        let issues: Vec<&Issue> = self.outcome.issues.iter().filter(|issue| !issue.note).collect();
        if issues.is_empty() {
            return Vec::new();
        }
        let count: usize = issues.iter().map(|issue| issue.count).sum();
        let why = issues.into_iter().map(issue_line).collect();
        self.failure(span, "issues".into(), "none".into(), count.to_string(), why)
    }

    fn rejected(&self, span: Span, table: &str, wanted: usize) -> Vec<Failure> {
        let found: usize =
            self.outcome.control.iter().filter(|total| total.table == table).map(|total| total.rejected).sum();
        if found == wanted {
            return Vec::new();
        }
        let rejected = self.outcome.issues.iter().filter(|i| i.rejected && i.table.as_deref() == Some(table));
        let why = rejected.map(issue_line).collect();
        self.failure(span, format!("rows of {table} left out"), wanted.to_string(), found.to_string(), why)
    }
}

fn issue_line(issue: &Issue) -> String {
    let parts = [&issue.table, &issue.column, &issue.key];
    let parts = parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    let cell = issue.cell.as_ref().map(|cell| format!(" ({cell})")).unwrap_or_default();
    format!("issue {} {parts}: {}{cell}", issue.code, issue.message)
}

fn listed(items: impl Iterator<Item = impl ToString>) -> String {
    format!("[{}]", items.map(|item| item.to_string()).collect::<Vec<_>>().join(", "))
}

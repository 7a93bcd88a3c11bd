//! What was expected against what came of it.

use super::expect::day_word;
use super::model::{
    Case, Expectation, Failure, FiredRow, Given, IssueWanted, KeyList, New, Remedy, Row, What, Written,
};
use super::run::Ran;
use crate::engine::Findings;
use crate::eval::{RowChoice, RowEvaluator};
use crate::formula::{ColumnId, TableId};
use crate::outcome::explain::{Explainer, How, Limits, Look, Reason, brief, fate, lines, shown};
use crate::outcome::{Fired, Issue, Outcome};
use crate::source::{Sources, Span};
use crate::value::number::and_more;
use crate::value::{Type, Value, number};

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
    let nowhere = judge.given_to_nobody();
    nowhere.into_iter().chain(case.expect.iter().flat_map(|expected| judge.judge(expected))).collect()
}

/// Findings of `check` that were expected, and what it found.
pub(super) fn findings(case: &Case, found: &Findings, sources: &Sources) -> Vec<Failure> {
    let mut failures = Vec::new();
    for expected in &case.expect {
        let What::Findings { codes, list } = &expected.what else { continue };
        let mut wanted: Vec<&str> = codes.iter().map(String::as_str).collect();
        let mut have: Vec<&str> = found.diagnostics().iter().map(|finding| finding.code).collect();
        wanted.sort_unstable();
        have.sort_unstable();
        have.dedup();
        wanted.dedup();
        if wanted != have {
            let keys = have.iter().map(|code| (*code).to_string()).collect();
            failures.push(Failure {
                place: sources.cite(expected.span),
                subject: "findings of the policy".into(),
                expected: listed(wanted.iter()),
                found: listed(have.iter()),
                reason: found.diagnostics().first().map_or_else(String::new, |finding| finding.message.clone()),
                why: found.to_string().lines().map(str::to_string).collect(),
                remedy: keys_instead(list.as_ref(), keys),
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
            What::Value { column, row, value, written } => self.value(expected.span, *column, row, (value, *written)),
            What::Rows { table, count, written } => self.rows(expected.span, *table, (*count, *written)),
            What::Count { column, value, count, written } => {
                self.count(expected.span, *column, value, (*count, *written))
            }
            What::Fires { trigger, rows, list } => self.fires(expected.span, *trigger, (rows, list.as_ref())),
            What::Undetermined { trigger, keys, list } => {
                self.undetermined(expected.span, *trigger, (keys, list.as_ref()))
            }
            What::Issue(wanted) => self.issue(expected.span, wanted),
            What::NoIssues => self.no_issues(expected.span),
            What::Rejected { table, count, written } => self.rejected(expected.span, table, (*count, *written)),
            What::Findings { .. } => Vec::new(),
        }
    }

    fn failure(&self, span: Span, words: [String; 3], why: Vec<String>, remedy: Remedy) -> Vec<Failure> {
        let reason = why.first().cloned().unwrap_or_default();
        self.failure_for(span, words, reason, why, remedy)
    }

    /// A failure with a reason of its own; the words are what it is about, what was expected and what was found.
    fn failure_for(
        &self,
        span: Span,
        [subject, expected, found]: [String; 3],
        reason: String,
        mut why: Vec<String>,
        remedy: Remedy,
    ) -> Vec<Failure> {
        if why.len() > LINES {
            why.truncate(LINES);
            why.push("…".to_string());
        }
        vec![Failure { place: self.sources.cite(span), subject, expected, found, reason, why, remedy }]
    }

    /// A value to write in place of the one expected.
    fn instead(&self, written: Written, value: Value, kind: Type) -> Remedy {
        Remedy::Value { written, found: New { value, kind, tolerance: self.case.tolerance } }
    }

    fn number_instead(&self, written: Written, count: usize) -> Remedy {
        Remedy::Value { written, found: New { value: Value::Number(count as f64), kind: Type::Number, tolerance: 0.0 } }
    }

    /// Values that are given to rows which other tables do not make.
    fn given_to_nobody(&self) -> Vec<Failure> {
        let Given::Rows { values, .. } = &self.case.given else { return Vec::new() };
        let lost = values.iter().filter_map(|given| {
            let RowChoice::With(choice) = &given.row else { return None };
            let table = given.column.table;
            let there = !self.trace.find(table, &given.row).is_empty();
            (!there).then(|| {
                let which = listed(choice.iter().map(|(_, value)| shown(value, Default::default())));
                let words = [format!("{} {which}", self.table_name(table)), "a row".into(), "no such row".into()];
                let remedy =
                    Remedy::ByHand("its values are given to a row that is not there: take them out, or add it");
                self.failure(given.span, words, self.no_row(table), remedy)
            })
        });
        lost.flatten().collect()
    }

    fn table_name(&self, table: TableId) -> &str {
        &self.trace.plan().tables[table.0].name
    }

    fn value(&self, span: Span, column: ColumnId, row: &Row, (wanted, written): (&Value, Written)) -> Vec<Failure> {
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
            let words = [format!("{name} {which}"), "a row".into(), "no such row".into()];
            let remedy = Remedy::ByHand("there is no such row: take it out of the test, or add it to what is given");
            return self.failure(span, words, self.no_row(column.table), remedy);
        };
        let found = self.trace.at(column, at);
        if self.same(&found, wanted) {
            return Vec::new();
        }
        let explainer = self.explainer();
        let reason = explainer.explain(column, at);
        let mut why = lines(&reason, Look::Exact);
        let mut short = brief(&reason);
        // A rule above the one that hit is listed with it.
        let told = |rule: usize| matches!(&reason.how, How::Decision(decided) if decided.tells(rule));
        let missed = explainer.missed(column, at, wanted, MISSED);
        short.extend(missed.first().into_iter().flat_map(|missed| ["; ".to_string(), fate(missed)]));
        why.extend(missed.iter().filter(|missed| !told(missed.rule)).map(fate));
        why.extend(self.issues_about(name, &self.trace.key(column.table, at)));
        let key =
            if column.table == self.trace.plan().figures { String::new() } else { self.trace.key(column.table, at) };
        let subject =
            [name, &key, &plan.name].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        let words = [subject, shown(wanted, plan.format), shown(&found, plan.format)];
        self.failure_for(span, words, short, why, self.instead(written, found, plan.ty))
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
        let mut why = match rows {
            0 => vec![format!("`{name}` has no rows")],
            1 => vec![format!("`{name}` has 1 row: {}", keys[0])],
            _ => vec![format!("`{name}` has {rows} rows: {}", and_more(&keys, rows))],
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
        same(found, wanted, self.case.tolerance)
    }

    fn rows(&self, span: Span, table: TableId, (wanted, written): (usize, Option<Written>)) -> Vec<Failure> {
        let found = self.trace.rows(table);
        if found == wanted {
            return Vec::new();
        }
        let words = [format!("rows of {}", self.table_name(table)), wanted.to_string(), found.to_string()];
        let remedy = written.map_or(
            Remedy::ByHand(
                "the list must have a line for each row: write the rows that are missing, or take lines out",
            ),
            |written| self.number_instead(written, found),
        );
        self.failure(span, words, self.no_row(table), remedy)
    }

    fn count(&self, span: Span, column: ColumnId, value: &Value, (wanted, written): (usize, Written)) -> Vec<Failure> {
        let rows: Vec<usize> =
            (0..self.trace.rows(column.table)).filter(|&row| self.same(&self.trace.at(column, row), value)).collect();
        if rows.len() == wanted {
            return Vec::new();
        }
        let plan = self.trace.plan().column(column);
        let subject =
            format!("rows of {} with {} {}", self.table_name(column.table), plan.name, shown(value, plan.format));
        let keys: Vec<String> = rows.iter().take(10).map(|&row| self.trace.key(column.table, row)).collect();
        let why = if keys.is_empty() { Vec::new() } else { vec![format!("they are {}", and_more(&keys, rows.len()))] };
        let words = [subject, wanted.to_string(), rows.len().to_string()];
        self.failure(span, words, why, self.number_instead(written, rows.len()))
    }

    fn fires(&self, span: Span, trigger: usize, (wanted, list): (&[FiredRow], Option<&KeyList>)) -> Vec<Failure> {
        let plan = &self.trace.plan().triggers[trigger];
        let fired: Vec<Fired<'_>> = self.outcome.triggers.iter().filter(|fired| fired.trigger() == plan.name).collect();
        let keys: Vec<String> = fired.iter().map(|fired| fired.key().into_owned()).collect();
        let remedy = || match list {
            None => Remedy::ByHand("write under the trigger the rows it fires for"),
            list => keys_instead(list, keys.clone()),
        };
        let mut failures = Vec::new();
        for row in wanted {
            match fired.iter().find(|fired| fired.key() == row.key) {
                Some(fired) => failures.extend(self.said(&plan.name, row, *fired)),
                None => {
                    let undetermined =
                        self.outcome.undetermined.iter().any(|one| one.trigger == plan.name && one.key == row.key);
                    let found = if undetermined { "cannot be decided" } else { "does not fire" };
                    let at = self.find(plan.table, &Row::Key(row.key.clone()));
                    let found = if at.is_some() { found } else { "no such row" };
                    let why = at.map_or_else(|| self.no_row(plan.table), |at| self.condition(trigger, at));
                    let words = [format!("trigger {} {}", plan.name, row.key), "fires".into(), found.into()];
                    let short = at.map(|at| brief(&self.fires_because(trigger, at)));
                    let short = short.or(why.first().cloned()).unwrap_or_default();
                    failures.extend(self.failure_for(row.span, words, short, why, remedy()));
                }
            }
        }
        for fired in fired.iter().filter(|fired| wanted.iter().all(|row| row.key != fired.key())) {
            let words = [format!("trigger {} {}", plan.name, fired.key()), "does not fire".into(), "fires".into()];
            let short = brief(&self.fires_because(trigger, fired.row()));
            let why = self.condition(trigger, fired.row());
            failures.extend(self.failure_for(span, words, short, why, remedy()));
        }
        failures
    }

    /// Why a trigger fires for a row, or does not.
    fn condition(&self, trigger: usize, row: usize) -> Vec<String> {
        lines(&self.fires_because(trigger, row), Look::Exact)
    }

    fn fires_because(&self, trigger: usize, row: usize) -> Reason {
        let plan = &self.trace.plan().triggers[trigger];
        self.explainer().explain(ColumnId { table: plan.table, slot: plan.when }, row)
    }

    /// An explainer for one failure: what it said about another is no `above` for this one.
    fn explainer(&self) -> Explainer<'_> {
        let limits = Limits { depth: LEVELS, ..Limits::default() };
        Explainer::new(self.trace, self.sources, &self.outcome.issues, self.ran.run.language(), limits)
    }

    /// What a trigger says about a row.
    fn said(&self, trigger: &str, wanted: &FiredRow, fired: Fired<'_>) -> Vec<Failure> {
        let word = |text: Option<&str>| text.unwrap_or("blank").to_string();
        let parts = [
            (
                "owner",
                wanted.owner.as_ref().map(|(owner, at)| (word(owner.as_deref()), *at)),
                word(fired.owner().as_deref()),
            ),
            (
                "severity",
                wanted.severity.map(|(level, at)| (level.word().to_string(), at)),
                fired.severity().word().into(),
            ),
            ("due", wanted.due.map(|(day, at)| (day_word(day), at)), day_word(fired.due())),
            ("message", wanted.message.clone(), fired.message().to_string()),
        ];
        let mut failures = Vec::new();
        for (part, wanted_part, found) in parts {
            let Some((expected, written)) = wanted_part else { continue };
            if expected != found {
                let absent = part == "due" && fired.due().is_none() || part == "owner" && fired.owner().is_none();
                let value = if absent { Value::Blank } else { Value::text(found.as_str()) };
                let remedy = self.instead(written, value, Type::Text);
                let words = [format!("trigger {trigger} {} {part}", wanted.key), expected, found];
                failures.extend(self.failure(written.span, words, Vec::new(), remedy));
            }
        }
        failures
    }

    fn undetermined(&self, span: Span, trigger: usize, (wanted, list): (&[String], Option<&KeyList>)) -> Vec<Failure> {
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
        let now = found.iter().map(|(key, _)| (*key).to_string()).collect();
        let found = listed(found.iter().map(|(key, _)| key));
        let words = [format!("undetermined rows of trigger {}", plan.name), listed(keys.iter()), found];
        self.failure(span, words, why, keys_instead(list, now))
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
        if wanted.count.map_or(count > 0, |(wanted, _)| wanted == count) {
            return Vec::new();
        }
        let parts = [Some(&wanted.code), wanted.table.as_ref(), wanted.column.as_ref(), wanted.key.as_ref()];
        let subject = format!("issue {}", parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" "));
        let near: Vec<String> = match same_code().next() {
            Some(_) => same_code().take(LINES).map(issue_line).collect(),
            None => self.outcome.issues.iter().take(LINES).map(issue_line).collect(),
        };
        let expected = wanted.count.map_or_else(|| "at least 1".to_string(), |(count, _)| count.to_string());
        let remedy = match wanted.count {
            Some((_, written)) if count > 0 => self.number_instead(written, count),
            _ => Remedy::ByHand("there is no such issue: take it out of the test, or write the one there is"),
        };
        self.failure(span, [subject, expected, count.to_string()], near, remedy)
    }

    fn no_issues(&self, span: Span) -> Vec<Failure> {
        let issues: Vec<&Issue> = self.outcome.issues.iter().filter(|issue| !issue.note).collect();
        if issues.is_empty() {
            return Vec::new();
        }
        let count: usize = issues.iter().map(|issue| issue.count).sum();
        let why = issues.into_iter().map(issue_line).collect();
        let remedy = Remedy::ByHand("list under `issues:` those that are meant to come up");
        self.failure(span, ["issues".into(), "none".into(), count.to_string()], why, remedy)
    }

    fn rejected(&self, span: Span, table: &str, (wanted, written): (usize, Written)) -> Vec<Failure> {
        let found: usize =
            self.outcome.control.iter().filter(|total| total.table == table).map(|total| total.rejected).sum();
        if found == wanted {
            return Vec::new();
        }
        let rejected = self.outcome.issues.iter().filter(|i| i.rejected && i.table.as_deref() == Some(table));
        let why = rejected.map(issue_line).collect();
        let words = [format!("rows of {table} left out"), wanted.to_string(), found.to_string()];
        self.failure(span, words, why, self.number_instead(written, found))
    }
}

/// Whether a value is the one expected; numbers may be off by a part of their size.
pub(super) fn same(found: &Value, wanted: &Value, tolerance: f64) -> bool {
    match (found, wanted) {
        (Value::Number(a), Value::Number(b)) => {
            let off = (a - b).abs();
            number::equal(*a, *b) || off <= TINY || off <= tolerance * a.abs().max(b.abs())
        }
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b, tolerance))
        }
        _ => found == wanted,
    }
}

/// Other keys in place of those of a list.
fn keys_instead(list: Option<&KeyList>, found: Vec<String>) -> Remedy {
    match list {
        Some(list) => Remedy::Keys { list: list.clone(), found },
        None => Remedy::ByHand("it is no plain list: write it as one, or change it by hand"),
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

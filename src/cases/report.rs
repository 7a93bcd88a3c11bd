//! What the tests of a pack showed.

use super::coverage::Coverage;
use super::model::Failure;
use serde_json::{Value, json};
use std::fmt::Write;

/// One case and what was wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseResult {
    /// Its name.
    pub name: String,
    /// Where it is written.
    pub place: String,
    /// Expectations that were not met; none where it passed.
    pub failures: Vec<Failure>,
}

/// All cases, and how much of the policy they show.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The cases, in the order written.
    pub cases: Vec<CaseResult>,
    /// What they show.
    pub coverage: Coverage,
    /// The pack as typed.
    pub(super) pack: String,
}

/// How much is told about a test that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// What was expected, what was found, and what decided it, in a line each.
    Short,
    /// Everything behind what was found.
    Full,
}

/// Unmet expectations of a test that are told in short.
const TOLD: usize = 5;

impl Report {
    /// Cases that passed, and cases that failed.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let failed = self.cases.iter().filter(|case| !case.failures.is_empty()).count();
        (self.cases.len() - failed, failed)
    }

    /// For people: what failed and why, in short, what no case shows, and a line that sums up.
    #[must_use]
    pub fn text(&self) -> String {
        self.text_in(Detail::Short)
    }

    /// The same in short or in full.
    #[must_use]
    pub fn text_in(&self, detail: Detail) -> String {
        let mut text = String::new();
        for case in self.cases.iter().filter(|case| !case.failures.is_empty()) {
            // Writing into a string cannot fail.
            let _ = writeln!(text, "failed: {} ({})", case.name, case.place);
            match detail {
                Detail::Short => self.in_short(case, &mut text),
                Detail::Full => in_full(case, &mut text),
            }
            text.push('\n');
        }
        let mut open = false;
        for item in self.coverage.uncovered() {
            if !open {
                text.push_str("not covered:\n");
            }
            open = true;
            let _ = writeln!(text, "  {}: {}: {}", item.place, item.kind.missing(), item.text);
        }
        if open {
            text.push('\n');
        }
        let _ = writeln!(text, "{}", self.summary());
        text
    }

    /// Each expectation in a line, and what decided it where that was not said before.
    fn in_short(&self, case: &CaseResult, text: &mut String) {
        let mut said: Vec<&str> = Vec::new();
        for failure in case.failures.iter().take(TOLD) {
            let Failure { subject, expected, found, place, reason, .. } = failure;
            let _ = writeln!(text, "  {subject}: expected {expected}, got {found} ({place})");
            if !reason.is_empty() && !said.contains(&reason.as_str()) {
                let _ = writeln!(text, "    {reason}");
                said.push(reason);
            }
        }
        if case.failures.len() > TOLD {
            let more = case.failures.len() - TOLD;
            let _ = writeln!(text, "  … and {more} more {}", if more == 1 { "expectation" } else { "expectations" });
        }
        if !self.pack.is_empty() && case.failures.iter().any(|failure| failure.why.len() > 1) {
            let (pack, name) = (in_shell(&self.pack), in_shell(&case.name));
            let _ = writeln!(text, "  everything it was made of: rulebook test {pack} --case {name} --why");
        }
    }

    /// `12 passed, 1 failed; coverage: 34 of 36 rules, 13 of 13 triggers both ways (94%)`.
    #[must_use]
    pub fn summary(&self) -> String {
        let (passed, failed) = self.counts();
        let coverage = self.coverage.summary();
        if coverage.is_empty() {
            return format!("{passed} passed, {failed} failed");
        }
        format!("{passed} passed, {failed} failed; coverage {}", self.coverage.said())
    }

    /// For programs.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let (passed, failed) = self.counts();
        json!({
            "schema": 1,
            "passed": passed,
            "failed": failed,
            "cases": self.cases.iter().map(|case| json!({
                "name": case.name,
                "place": case.place,
                "passed": case.failures.is_empty(),
                "failures": case.failures.iter().map(|failure| json!({
                    "place": failure.place, "subject": failure.subject, "expected": failure.expected,
                    "found": failure.found, "reason": failure.reason, "because": failure.why,
                })).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "coverage": {
                "part": self.coverage.part(),
                "items": self.coverage.items.iter().map(|item| json!({
                    "kind": item.kind.word(), "place": item.place, "text": item.text, "covered": item.covered,
                })).collect::<Vec<_>>(),
            },
        })
    }
}

/// Each expectation with all that is behind what was found.
fn in_full(case: &CaseResult, text: &mut String) {
    for failure in &case.failures {
        let _ = writeln!(text, "\n  {} ({})", failure.subject, failure.place);
        let _ = writeln!(text, "    expected  {}", failure.expected);
        let _ = writeln!(text, "    found     {}", failure.found);
        for (at, line) in failure.why.iter().enumerate() {
            let _ = writeln!(text, "    {}  {line}", if at == 0 { "because " } else { "        " });
        }
    }
}

/// A word of a command as a shell takes it.
fn in_shell(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '~' | '\\' | ':');
    match word {
        word if !word.is_empty() && word.chars().all(plain) => word.to_string(),
        word if !word.contains(['"', '`', '$', '\\', '!']) => format!("\"{word}\""),
        word => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

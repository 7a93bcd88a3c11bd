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
}

impl Report {
    /// Cases that passed, and cases that failed.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let failed = self.cases.iter().filter(|case| !case.failures.is_empty()).count();
        (self.cases.len() - failed, failed)
    }

    /// For people: what failed and why, what no case shows, and a line that sums up.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for case in self.cases.iter().filter(|case| !case.failures.is_empty()) {
            // Writing into a string cannot fail.
            let _ = writeln!(text, "failed: {} ({})", case.name, case.place);
            for failure in &case.failures {
                let _ = writeln!(text, "\n  {} ({})", failure.subject, failure.place);
                let _ = writeln!(text, "    expected  {}", failure.expected);
                let _ = writeln!(text, "    found     {}", failure.found);
                for (at, line) in failure.why.iter().enumerate() {
                    let _ = writeln!(text, "    {}  {line}", if at == 0 { "because " } else { "        " });
                }
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

    /// `12 passed, 1 failed; coverage: 34 of 36 rules, 13 of 13 triggers both ways (94%)`.
    #[must_use]
    pub fn summary(&self) -> String {
        let (passed, failed) = self.counts();
        let coverage = self.coverage.summary();
        if coverage.is_empty() {
            return format!("{passed} passed, {failed} failed");
        }
        // Rounded down: 100% is all of it.
        let percent = (self.coverage.part() * 100.0).floor();
        format!("{passed} passed, {failed} failed; coverage {percent}%: {coverage}")
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
                    "found": failure.found, "because": failure.why,
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

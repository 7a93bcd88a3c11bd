//! The findings of a pack on the command line: for people and for programs.

use super::{Ended, Failure, overview, terminal};
use crate::Findings;
use crate::diagnostic::{Diagnostic, Severity};
use crate::mend::Checked;
use clap::ValueEnum;
use serde_json::json;

/// The form of findings and test reports: text for people, JSON for programs.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    Text,
    Json,
}

/// What was checked; no policy there, or parameters it does not have, are no findings about what a
/// policy says.
pub(super) fn to_check(checked: Checked) -> Result<Checked, Failure> {
    let nothing = checked.policy.is_none() && checked.all().any(|finding| finding.span().is_none());
    if nothing { Err(Failure::Policy(checked.findings)) } else { Ok(checked) }
}

pub(super) fn ended(checked: &Checked) -> Ended {
    if checked.is_clean() { Ended::Fine } else { Ended::Findings }
}

/// The findings drawn one after another, and how many there are; nothing where there are none.
pub(super) fn text(checked: &Checked) -> String {
    let style = terminal::style_of_stdout();
    let drawn = [&checked.findings, &checked.of_tests].map(|findings| findings.render(style)).concat();
    if drawn.is_empty() { drawn } else { format!("{drawn}{}\n", count(checked.all())) }
}

pub(super) fn json(checked: &Checked) -> serde_json::Value {
    let lists = [&checked.findings, &checked.of_tests].map(Findings::to_json);
    let findings: Vec<_> = lists.iter().filter_map(|list| list.as_array()).flatten().collect();
    json!({"schema": 1, "findings": findings, "policy": checked.policy.as_ref().map(overview::json)})
}

/// `2 errors, 1 warning`.
pub(super) fn count<'d>(findings: impl Iterator<Item = &'d Diagnostic> + Clone) -> String {
    let words = [Severity::Error, Severity::Warning].map(|severity| {
        let number = findings.clone().filter(|finding| finding.severity == severity).count();
        let plural = if number == 1 { "" } else { "s" };
        (number > 0).then(|| format!("{number} {}{plural}", severity.word()))
    });
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

//! A run in a few lines: what a person looks at before opening the report.

use super::target::Target;
use crate::export::Format;
use crate::outcome::{Differs, Outcome, ScorecardOutcome, Standing};
use crate::policy::model::Severity;
use crate::value::number::grouped;
use std::fmt::Write;
use std::time::Duration;
use unicode_width::UnicodeWidthStr;

/// Issues that are more than information.
pub(super) fn issues(outcome: &Outcome) -> usize {
    outcome.issues.iter().filter(|issue| !issue.note).map(|issue| issue.count).sum()
}

/// Where a report lists its issues.
pub(super) fn list_of_issues(target: &Target) -> String {
    match target {
        Target::Stdout => "they are listed under `issues` of the JSON".to_string(),
        Target::Parts(..) => "no part lists all of them; `-o report.json` does".to_string(),
        Target::File(path, Format::Xlsx) => format!("they are listed on a sheet of their own in `{}`", path.display()),
        Target::File(path, Format::Html) => {
            format!("they are listed in a section of their own in `{}`", path.display())
        }
        Target::File(path, format) if format.is_folder() => {
            format!("they are listed in `{}`", path.join(format!("issues.{}", format.word())).display())
        }
        Target::File(path, _) => format!("they are listed under `issues` in `{}`", path.display()),
    }
}

/// The summary; ends with a line break.
pub(super) fn text(outcome: &Outcome, target: &Target, took: Duration) -> String {
    let mut text = String::new();
    // Writing into a string cannot fail.
    let version = outcome.policy.version.as_ref().map(|v| format!(" {v}")).unwrap_or_default();
    let _ = writeln!(text, "{}{version}", outcome.policy.name);
    rows(&mut text, outcome);
    kinds(&mut text, outcome);
    assertions(&mut text, outcome);
    triggers(&mut text, outcome);
    outcome.scorecards.iter().for_each(|card| bands(&mut text, card));
    let place = match target {
        Target::Stdout => "stdout".to_string(),
        Target::Parts(path, _) => folder(path),
        Target::File(path, format) if format.is_folder() => folder(path),
        Target::File(path, _) => path.display().to_string(),
    };
    let _ = writeln!(text, "\nreport: {place} ({:.1} s)", took.as_secs_f64());
    text
}

/// A folder as people write it.
fn folder(path: &std::path::Path) -> String {
    let path = path.display().to_string();
    format!("{}{}", path.trim_end_matches(std::path::is_separator), std::path::MAIN_SEPARATOR)
}

/// Rows by table, those of several sheets and workbooks together.
fn rows(text: &mut String, outcome: &Outcome) {
    let mut tables: Vec<(&str, [usize; 3])> = Vec::new();
    for total in &outcome.control {
        let counts = [total.read, total.used, total.rejected];
        match tables.iter_mut().find(|(name, _)| *name == total.table) {
            Some((_, sums)) => (0..3).for_each(|i| sums[i] += counts[i]),
            None => tables.push((&total.table, counts)),
        }
    }
    let heads = ["read", "used", "left out"];
    let width = tables.iter().map(|(name, _)| name.width()).max().unwrap_or(0).max("rows".len());
    let cells: Vec<(&str, [String; 3])> = tables.iter().map(|(name, counts)| (*name, counts.map(grouped))).collect();
    let widths: Vec<usize> =
        (0..3).map(|i| cells.iter().map(|(_, c)| c[i].len()).max().unwrap_or(0).max(heads[i].len())).collect();
    let mut line = |name: &str, cells: [&str; 3]| {
        let _ = write!(text, "  {name}{}", " ".repeat(width - name.width()));
        for (cell, width) in cells.iter().zip(&widths) {
            let _ = write!(text, "  {cell:>width$}");
        }
        let _ = writeln!(text);
    };
    if !cells.is_empty() {
        line("rows", heads);
    }
    cells.iter().for_each(|(name, c)| line(name, [&c[0], &c[1], &c[2]]));
}

/// Issues by code: those that matter first, then notes; the most frequent first.
fn kinds(text: &mut String, outcome: &Outcome) {
    for (note, heading) in [(false, "issues"), (true, "notes")] {
        let mut kinds: Vec<(&str, usize)> = Vec::new();
        for issue in outcome.issues.iter().filter(|issue| issue.note == note) {
            match kinds.iter_mut().find(|(code, _)| *code == issue.code.as_str()) {
                Some((_, count)) => *count += issue.count,
                None => kinds.push((issue.code.as_str(), issue.count)),
            }
        }
        kinds.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
        let words: Vec<String> = kinds.iter().map(|(code, count)| format!("{} {code}", grouped(*count))).collect();
        if !words.is_empty() {
            let _ = writeln!(text, "{heading}: {}", words.join(", "));
        }
    }
}

/// What does not hold of what the policy asserts, line by line.
pub(super) fn assertions(text: &mut String, outcome: &Outcome) {
    for assertion in outcome.assertions.iter().filter(|assertion| !assertion.is_met()) {
        let word = if assertion.warning { "warning" } else { "error" };
        let _ = writeln!(text, "{word}: `{}` {}: {}", assertion.name, assertion.how(), assertion.says);
    }
}

fn triggers(text: &mut String, outcome: &Outcome) {
    let levels = Severity::ALL.map(|level| {
        let count = outcome.triggers.count(level);
        (count > 0).then(|| format!("{} {}", grouped(count), level.word()))
    });
    let mut words: Vec<String> = levels.into_iter().flatten().collect();
    if !outcome.undetermined.is_empty() {
        words.push(format!("{} undetermined", grouped(outcome.undetermined.len())));
    }
    if !words.is_empty() {
        let _ = writeln!(text, "to review: {}", words.join(", "));
    }
    if let Some(baseline) = &outcome.baseline {
        let standing = |wanted| outcome.triggers.iter().filter(|fired| fired.standing() == Some(wanted)).count();
        let cleared = outcome.cleared.iter().filter(|cleared| cleared.now).count();
        let counts = [
            (standing(Standing::New), "new"),
            (standing(Standing::Continuing), "continuing"),
            (cleared, "cleared"),
            (outcome.movements.len(), "moved"),
        ];
        let words = counts.map(|(count, word)| format!("{} {word}", grouped(count)));
        let _ = writeln!(text, "compared with {}: {}", baseline.name, words.join(", "));
        baseline.differs.iter().for_each(|differs| {
            let _ = writeln!(text, "  not the data alone: {}", told(differs, outcome));
        });
    }
}

/// What apart from the data is not as it was.
fn told(differs: &Differs, outcome: &Outcome) -> String {
    let nothing = |text: &str| if text.is_empty() { "none".to_string() } else { text.to_string() };
    match differs {
        Differs::Policy { before: Some(before), now: Some(now) } if before != now => {
            format!("version {before} of the policy ran then, {now} now; `rulebook diff` says what that does")
        }
        Differs::Parameter { name, .. } => {
            let [before, now] = differs.shown(&outcome.parameters);
            format!("parameter `{name}` was {}, is {}", nothing(&before), nothing(&now))
        }
        Differs::Period { before, now } => {
            let days = [before, now].map(|period| grouped(period.days() as usize));
            format!("the period was {before} ({} days), is {now} ({} days)", days[0], days[1])
        }
        _ => "the files of the policy were others; `rulebook diff` says what that does".to_string(),
    }
}

fn bands(text: &mut String, card: &ScorecardOutcome) {
    if card.bands.is_empty() {
        return;
    }
    let held: Vec<Option<String>> =
        (0..card.band.len()).map(|row| card.band.value(row).as_text().map(str::to_string)).collect();
    let count = |band: Option<&str>| held.iter().filter(|held| held.as_deref() == band).count();
    let mut words: Vec<String> =
        card.bands.iter().map(|band| format!("{band} {}", grouped(count(Some(band))))).collect();
    if count(None) > 0 {
        words.push(format!("none {}", grouped(count(None))));
    }
    let _ = writeln!(text, "{}: {}", card.name, words.join(", "));
}

//! What differs between a run and the same run now.

use super::recorded::Recorded;
use crate::outcome::Digest;
use serde_json::Value as Json;

/// How a run made again compares with what its manifest tells.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Verified {
    /// The policy and its version.
    pub policy: String,
    /// The version of the program that made the first run, where it is not this one.
    pub engine: Option<String>,
    /// How many inputs there were, and what became of them.
    pub inputs: (usize, Vec<FileChange>),
    /// How many files the policy had, and what became of them.
    pub policy_files: (usize, Vec<FileChange>),
    /// What became of the earlier run it was compared with.
    pub baseline: Option<FileChange>,
    /// Control totals that differ.
    pub control: Vec<Difference>,
    /// How many parts the result had, and which differ.
    pub results: (usize, Vec<Difference>),
    /// The report.
    pub report: Option<Report>,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "names speak for themselves")]
pub enum FileChange {
    /// Other bytes under the same name.
    Changed { name: String },
    /// The same bytes under another name.
    Renamed { name: String, now: String },
    /// It is not there any more.
    Gone { name: String },
    /// It was not there.
    New { name: String },
    /// It was given, and the run had not read it.
    Unknown { name: String },
}

impl FileChange {
    /// Whether the run now rests on something else.
    #[must_use]
    pub fn matters(&self) -> bool {
        !matches!(self, FileChange::Renamed { .. } | FileChange::Unknown { .. })
    }
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where: a part of the result, a cell of the report, the key of a row.
    pub place: String,
    /// What stood there; none where there was nothing.
    pub was: Option<String>,
    /// What stands there now.
    pub now: Option<String>,
}

/// The report of the first run, beside that of the run now.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// Its file or folder, as people call it.
    pub name: String,
    /// Whether it is there.
    pub there: bool,
    /// Whether it is what the run wrote, byte for byte; none where that was not recorded.
    pub as_written: Option<bool>,
    /// Whether the run now writes the same, byte for byte, as far as can be told.
    pub same_bytes: bool,
    /// Where its cells are not what the run now says: the first of them.
    pub differences: Vec<Difference>,
    /// How many there are.
    pub count: usize,
}

/// Differences that are listed; the others are counted.
const LISTED: usize = 20;

/// Differences: the first of them, and how many.
#[derive(Default)]
pub(super) struct Differences {
    pub(super) listed: Vec<Difference>,
    pub(super) count: usize,
}

impl Differences {
    pub(super) fn add(&mut self, place: String, was: Option<String>, now: Option<String>) {
        self.count += 1;
        if self.listed.len() < LISTED {
            self.listed.push(Difference { place, was, now });
        }
    }
}

impl Verified {
    /// Whether files, control totals, result and report are all what they were.
    #[must_use]
    pub fn is_same(&self) -> bool {
        let files = self.inputs.1.iter().chain(&self.policy_files.1).chain(&self.baseline);
        let report = self.report.as_ref().is_none_or(|report| report.count == 0 && (report.there || report.same_bytes));
        !files.into_iter().any(FileChange::matters) && self.control.is_empty() && self.results.1.is_empty() && report
    }
}

/// The parts of a result that differ.
pub(super) fn results(recorded: &Recorded, now: &[Digest]) -> (usize, Vec<Difference>) {
    let parts = recorded.result.as_ref().map(|result| result.parts.as_slice()).unwrap_or_default();
    let mut differences = Vec::new();
    let rows = |rows: usize| Some(if rows == 1 { "1 row".to_string() } else { format!("{rows} rows") });
    for part in parts {
        let place = part.what.clone();
        match now.iter().find(|digest| digest.what == part.what) {
            None => differences.push(Difference { place, was: rows(part.rows), now: None }),
            Some(digest) if digest.sha256 != part.sha256 => {
                differences.push(Difference { place, was: rows(part.rows), now: rows(digest.rows) });
            }
            Some(_) => {}
        }
    }
    let new = now.iter().filter(|digest| parts.iter().all(|part| part.what != digest.what));
    differences.extend(new.map(|digest| Difference { place: digest.what.clone(), was: None, now: rows(digest.rows) }));
    (parts.len(), differences)
}

/// Control totals that differ, figure by figure.
pub(super) fn control(was: &[Json], now: &[Json]) -> Vec<Difference> {
    let place = |total: &Json| {
        let word = |key: &str| total[key].as_str().unwrap_or_default().to_string();
        format!("{} in {}, {}", word("table"), word("workbook"), word("sheet"))
    };
    let mut differences = Vec::new();
    for at in 0..was.len().max(now.len()) {
        match (was.get(at), now.get(at)) {
            (Some(was), Some(now)) if place(was) == place(now) => figures(&place(was), was, now, &mut differences),
            (was, now) => {
                let rows = |total: &Json| format!("{}: {} rows", place(total), total["read"]);
                let places = was.or(now).map(place).unwrap_or_default();
                differences.push(Difference { place: places, was: was.map(rows), now: now.map(rows) });
            }
        }
    }
    differences
}

/// Figures that both have and that differ: a newer program may tell more.
fn figures(place: &str, was: &Json, now: &Json, differences: &mut Vec<Difference>) {
    let (Some(fields), Some(others)) = (was.as_object(), now.as_object()) else {
        if was != now {
            let place = place.to_string();
            differences.push(Difference { place, was: Some(was.to_string()), now: Some(now.to_string()) });
        }
        return;
    };
    // What was read is what was used and what was left out.
    for (name, was) in fields.iter().filter(|(name, _)| *name != "sums_read") {
        if let Some(now) = others.get(name) {
            figures(&format!("{place}, {name}"), was, now, differences);
        }
    }
}

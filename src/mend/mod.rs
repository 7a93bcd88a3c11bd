//! Mends a pack: makes the changes that can be nothing else, until none is left to make.
//!
//! A change is made only where a finding is an error, so that a policy that is fine stays as it is; and
//! only where nothing else can have been meant ([`Fix::certain`]). Files are changed in memory: whoever
//! asked may write them.

mod change;
mod in_sheets;
mod rename;
#[cfg(test)]
mod tests;

pub use change::Change;
pub use rename::Renaming;

use crate::cases;
use crate::diagnostic::{Diagnostic, Fix};
use crate::engine::{Engine, Findings, LoadOptions, Policy};
use crate::files::PackFiles;
use crate::source::{Sources, words_of};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One mistake may hide another; a pack that is still not mended after so many rounds is left as it is.
const MOST_ROUNDS: usize = 1_000;

/// What `check` says about a pack: its policy, and the tests beside it.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The policy, where it could be read.
    pub policy: Option<Policy>,
    /// Findings about the policy and its scripts.
    pub findings: Findings,
    /// Findings about its tests; where the policy has errors, those that do not come of them.
    pub of_tests: Findings,
}

impl Checked {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.all().next().is_none()
    }

    /// Every finding with the files it points into, those of the policy first.
    pub fn placed(&self) -> impl Iterator<Item = (&Diagnostic, &Sources)> + Clone {
        let both = [&self.findings, &self.of_tests].into_iter();
        both.flat_map(|findings| findings.diagnostics().iter().map(|found| (found, findings.sources())))
    }

    /// Every finding, those of the policy first.
    pub fn all(&self) -> impl Iterator<Item = &Diagnostic> + Clone {
        self.findings.diagnostics().iter().chain(self.of_tests.diagnostics())
    }
}

/// A pack after every change that is certain.
#[derive(Clone, Debug)]
pub struct Mended {
    /// The changes, in the order of files and lines.
    pub changes: Vec<Change>,
    /// The files that were changed, with what is in them now.
    pub files: BTreeMap<String, Arc<[u8]>>,
    /// What is left.
    pub checked: Checked,
}

/// Checks a pack and its tests. The tests belong to the policy as it stands, whatever parameters and
/// day are asked for.
#[must_use]
pub fn check(engine: &Engine, files: &PackFiles, options: &LoadOptions) -> Checked {
    let (policy, mut findings) = match Policy::read(files, options) {
        Ok(policy) => {
            let findings = engine.check(&policy);
            (Some(policy), findings)
        }
        Err(findings) => (None, findings),
    };
    doubt_declared(&mut findings, files);
    let of_tests = cases::Suite::check(engine, files);
    Checked { policy, findings, of_tests }
}

/// Of two spellings of a name, the one that the policy and its tests write less often is the slip: where that is the
/// declared one, what to write instead of the other is not certain.
fn doubt_declared(findings: &mut Findings, files: &PackFiles) {
    let Some(tests) = cases::Suite::text(files).filter(|_| findings.has_errors()) else { return };
    let sources = findings.sources().clone();
    let often = |word: &str| sources.mentions(word) + words_of(&tests).filter(|part| *part == word).count();
    // The name that a function has here is declared nowhere.
    let named = findings.diagnostics_mut().iter_mut().filter(|found| found.code != "unknown-function");
    for fix in named.filter_map(|found| found.fix.as_mut()) {
        let written = sources.text(fix.span);
        let is_name = |text: &str| !text.is_empty() && words_of(text).count() == 1;
        if is_name(written) && is_name(&fix.text) && often(written) > often(&fix.text) {
            fix.certain = false;
        }
    }
}

/// Makes every change that is certain.
#[must_use]
pub fn mend(engine: &Engine, files: &PackFiles, options: &LoadOptions) -> Mended {
    let mut files = files.clone();
    let mut changed = BTreeSet::new();
    let mut changes = Vec::new();
    let mut given_up: Vec<Mistake> = Vec::new();
    let mut checked = check(engine, &files, options);
    for _ in 0..MOST_ROUNDS {
        let Some(round) = Round::of(&checked, &given_up) else { break };
        let mut after = files.clone();
        if !round.fixes.iter().all(|(name, fixes)| after.edit(name, &edits(fixes))) {
            break;
        }
        let left = check(engine, &after, options);
        let useless = round.useless(&left);
        if !useless.is_empty() {
            // What mends nothing is not made; the others are tried again without it.
            given_up.extend(useless);
            continue;
        }
        changed.extend(round.fixes.keys().cloned());
        changes.extend(round.changes);
        (files, checked) = (after, left);
    }
    changes.sort_by(|a: &Change, b: &Change| (&a.path, a.line).cmp(&(&b.path, b.line)));
    let files = changed.into_iter().filter_map(|name| Some((name.clone(), files.bytes(&name).ok()?)));
    Mended { changes, files: files.collect(), checked }
}

fn edits(fixes: &[Fix]) -> Vec<(std::ops::Range<usize>, &str)> {
    fixes.iter().map(|fix| (fix.span.start as usize..fix.span.end as usize, fix.text.as_str())).collect()
}

/// A mistake as it is found again: its code, file and line, and what is said about it.
type Mistake = (&'static str, String, usize, String);

fn mistake(found: &Diagnostic, sources: &Sources) -> Option<Mistake> {
    let span = found.span()?;
    Some((found.code, sources.file(span.file).name.clone(), sources.place(span).line, found.message.clone()))
}

/// Changes that can be made at once: they stand apart.
struct Round {
    fixes: BTreeMap<String, Vec<Fix>>,
    changes: Vec<Change>,
    mistakes: Vec<Mistake>,
    /// How often each of the mistakes was found.
    before: BTreeMap<Mistake, usize>,
    unreadable: bool,
}

impl Round {
    /// The changes to make now; none where nothing is left to make.
    fn of(checked: &Checked, given_up: &[Mistake]) -> Option<Round> {
        let mut round = Round {
            fixes: BTreeMap::new(),
            changes: Vec::new(),
            mistakes: Vec::new(),
            before: counted(checked),
            unreadable: is_unreadable(checked),
        };
        for findings in [&checked.findings, &checked.of_tests] {
            let certain = findings.diagnostics().iter().filter(|found| found.is_error());
            for (found, fix) in certain.filter_map(|found| Some((found, found.fix.as_ref()?))) {
                round.add(found, fix, findings.sources(), given_up);
            }
        }
        (!round.changes.is_empty()).then_some(round)
    }

    fn add(&mut self, found: &Diagnostic, fix: &Fix, sources: &Sources, given_up: &[Mistake]) {
        let file = sources.file(fix.span.file);
        let Some(mistake) = mistake(found, sources).filter(|mistake| !given_up.contains(mistake)) else { return };
        // A sheet of a workbook is shown as a text that stands in no file.
        if !fix.certain || !file.cells.is_empty() || sources.text(fix.span) == fix.text {
            return;
        }
        let fixes = self.fixes.entry(file.name.clone()).or_default();
        if fixes.iter().any(|other| fix.span.start <= other.span.end && other.span.start <= fix.span.end) {
            return;
        }
        let at = fixes.partition_point(|other| other.span.start < fix.span.start);
        fixes.insert(at, fix.clone());
        self.changes.push(Change::of(found, fix, sources));
        self.mistakes.push(mistake);
    }

    /// The mistakes that are still there after the changes, or all of them where the pack cannot be
    /// read any more.
    fn useless(&self, left: &Checked) -> Vec<Mistake> {
        if is_unreadable(left) && !self.unreadable {
            return self.mistakes.clone();
        }
        let after = counted(left);
        let still = |mistake: &&Mistake| after.get(*mistake) >= self.before.get(*mistake);
        self.mistakes.iter().filter(still).cloned().collect()
    }
}

fn counted(checked: &Checked) -> BTreeMap<Mistake, usize> {
    let mut counts = BTreeMap::new();
    for findings in [&checked.findings, &checked.of_tests] {
        for mistake in findings.diagnostics().iter().filter_map(|found| mistake(found, findings.sources())) {
            *counts.entry(mistake).or_default() += 1;
        }
    }
    counts
}

fn is_unreadable(checked: &Checked) -> bool {
    checked.policy.is_none() || checked.all().any(|found| found.code == "yaml-syntax")
}

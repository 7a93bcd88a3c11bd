//! Tests that a pack lacks, made by trying rows: each condition where it decides alone, each limit and what lies
//! next to it, rules that never hit, defaults, triggers on and off, bands, branches.
//!
//! Rows are combinations of the values that conditions ask about. They go through the run's own evaluator, and
//! those are kept that show something no test of the pack shows. What is suggested is read and run as the pack's
//! own tests are before it is told: it passes.

mod aims;
mod judge;
mod layout;
mod leaves;
mod numbers;
mod origin;
mod pick;
mod reason;
mod rows;
mod trial;
mod write;

use super::ready::Ready;
use super::report::Report;
use super::suite::{FILE, Suite};
use crate::engine::{Findings, RunError, no_pack};
use crate::files::PackFiles;
use crate::{Engine, LoadOptions};
use std::path::Path;

/// Tests for what the tests of a pack leave open.
#[derive(Clone, Debug)]
pub struct Suggestions {
    /// The tests as YAML, to be added to `tests.yaml`; empty where nothing is missing.
    pub yaml: String,
    /// Their names, with what each row of them shows.
    pub tests: Vec<Suggested>,
    /// What no row was found for, in words.
    pub open: Vec<String>,
    /// The tests of the pack as they were, and with those suggested.
    pub reports: Option<[Report; 2]>,
}

/// A suggested test.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggested {
    /// Its name.
    pub name: String,
    /// What each of its rows shows.
    pub shows: Vec<String>,
}

impl Suggestions {
    /// Tests for what the tests of a pack leave open.
    ///
    /// # Errors
    /// When the policy or its tests have mistakes, or no threads can be had.
    pub fn load(engine: &Engine, pack: impl AsRef<Path>) -> Result<Suggestions, RunError> {
        Suggestions::read(engine, PackFiles::at(pack).map_err(no_pack).map_err(RunError::Policy)?)
    }

    /// The same for any pack, such as one in memory.
    ///
    /// # Errors
    /// As [`Suggestions::load`].
    pub fn read(engine: &Engine, mut pack: PackFiles) -> Result<Suggestions, RunError> {
        let fresh = pack.find(FILE).is_err();
        if fresh {
            // A pack without tests lacks all of them.
            pack.lay(FILE, "tests: []\n").map_err(|error| RunError::Policy(no_pack(error)))?;
        }
        let suite = Suite::read(engine, pack.clone()).map_err(RunError::Policy)?;
        engine.pools().run(None, || suggested(engine, &pack, &suite, fresh))?
    }
}

fn suggested(engine: &Engine, pack: &PackFiles, suite: &Suite, fresh: bool) -> Result<Suggestions, RunError> {
    let ready = Ready::load(engine, pack, LoadOptions::default()).map_err(RunError::Policy)?;
    let before = suite.run(engine)?;
    let picked = pick::pick(&ready, &pick::Own { engine, pack, suite, report: &before });
    let mut open = picked.open;
    let layout = write::Manner::of(pack, fresh);
    let taken: Vec<&str> = suite.cases().iter().map(|case| case.name.value.as_str()).collect();
    let mut tests = write::tests(&ready, &picked.chosen, &taken);
    // What does not pass as it is written is not suggested.
    let passing = passing(engine, pack, &layout, &tests)?;
    let mut passes = passing.iter();
    tests.retain(|test| {
        let passes = passes.next().copied().unwrap_or(false);
        if !passes {
            open.extend(test.suggested.shows.iter().map(|shows| format!("{}: {shows}", test.suggested.name)));
        }
        passes
    });
    let yaml = layout.text(&tests);
    let reports = match with(pack, &layout, &yaml) {
        Some(pack) if !tests.is_empty() => {
            let suite = Suite::read(engine, pack).map_err(RunError::Policy)?;
            Some([before, suite.run(engine)?])
        }
        _ => None,
    };
    Ok(Suggestions { yaml, tests: tests.into_iter().map(|test| test.suggested).collect(), open, reports })
}

/// The pack with the tests behind its own.
fn with(pack: &PackFiles, layout: &write::Manner, yaml: &str) -> Option<PackFiles> {
    let mut pack = pack.clone();
    let (own, _) = pack.text(FILE).ok()?;
    let text = if layout.fresh { yaml.to_string() } else { format!("{}\n{yaml}", own.trim_end()) };
    pack.lay(FILE, text).ok()?;
    Some(pack)
}

/// Which of the tests pass as they are written.
fn passing(
    engine: &Engine,
    pack: &PackFiles,
    layout: &write::Manner,
    tests: &[write::Written],
) -> Result<Vec<bool>, RunError> {
    let run = |tests: &[write::Written]| -> Result<Option<Report>, RunError> {
        let mut pack = pack.clone();
        let text = layout.alone(tests);
        if pack.lay(FILE, text).is_err() {
            return Ok(None);
        }
        let read: Result<Suite, Findings> = Suite::read(engine, pack);
        read.ok().map(|suite| suite.run(engine)).transpose()
    };
    let passed = |report: Report| report.cases.iter().map(|case| case.failures.is_empty()).collect();
    match run(tests)? {
        Some(report) if report.cases.len() == tests.len() => Ok(passed(report)),
        _ => tests
            .iter()
            .map(|test| Ok(run(std::slice::from_ref(test))?.is_some_and(|report| report.counts() == (1, 0))))
            .collect(),
    }
}

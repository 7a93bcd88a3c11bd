//! The names of a pack: those of its policy and scripts, and those its tests use.

use super::ready::Ready;
use super::suite::{FILE, cases_of};
use crate::engine::Findings;
use crate::files::PackFiles;
use crate::plan::names::Names;
use crate::{Engine, LoadOptions};

impl Names {
    /// The index of all names of a pack. Of a policy with mistakes it holds what could be bound, without the tests.
    ///
    /// # Errors
    /// When there is no policy that could be read at all.
    pub fn read(engine: &Engine, pack: &PackFiles, options: &LoadOptions) -> Result<Names, Findings> {
        let ready = Ready::load(engine, pack, options.clone())?;
        let own = ready.policy.sources().clone();
        let tested = !ready.findings.has_errors() && pack.find(FILE).is_ok();
        let (cases, sources, notes) = match tested.then(|| cases_of(&ready, pack)) {
            Some((cases, found, notes)) => (cases, found.sources().clone(), ready.notes.and(notes)),
            None => (Vec::new(), own, ready.notes),
        };
        let tests: Vec<_> = cases.into_iter().map(|case| (case.whole, case.name.value)).collect();
        let prepared = &ready.prepared;
        Ok(Names::of((ready.policy.model(), prepared.plan(), prepared.library()), &notes, &sources, &tests))
    }
}

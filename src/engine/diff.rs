//! Comparing two policies on the same data, or one policy on two data sets.

use super::{Engine, Policy, Prepared, RunError, RunOptions, Source};
use crate::diff::{self, Bench, Between, Diff, Names, Side};
use crate::import::Imported;
use crate::outcome::Outcome;
use crate::policy::model;
use crate::source::Sources;
use std::cell::RefCell;

/// How two policies are compared.
#[derive(Clone, Debug)]
pub struct DiffOptions {
    /// How each is run.
    pub run: RunOptions,
    /// Whether to say which edit does what; it takes a run for each edit.
    pub attribute: bool,
}

impl Default for DiffOptions {
    fn default() -> DiffOptions {
        DiffOptions { run: RunOptions::default(), attribute: true }
    }
}

impl Engine {
    /// Compares two policies: what was edited, what it does to the data, and which edit does it.
    ///
    /// # Errors
    /// When one of the policies has mistakes, or the sources lack what it needs.
    pub fn diff(
        &self,
        old: &Policy,
        new: &Policy,
        sources: &[Source],
        options: &DiffOptions,
    ) -> Result<Diff, RunError> {
        let (was, is) = (self.prepare(old).map_err(RunError::Policy)?, self.prepare(new).map_err(RunError::Policy)?);
        let beside = new.beside(old);
        let edits = diff::edits(old.model(), beside.model(), beside.sources());
        let bench = Workbench {
            engine: self,
            old,
            places: beside.sources(),
            sources,
            options: &options.run,
            imported: RefCell::new(Vec::new()),
        };
        let before = bench.outcome(&was)?;
        let now = bench.outcome(&is)?;
        let effects = diff::compare((old.model(), &before), (beside.model(), &now));
        let mut diff = Diff::new(Side::of(&before), Side::of(&now), Between::Policies, edits, effects);
        diff.names = Names::of((old.model(), &before), (beside.model(), &now));
        if options.attribute {
            diff::attribute(&mut diff, (old.model(), &before), &bench);
        }
        Ok(diff)
    }

    /// What was edited between two policies, without data.
    ///
    /// # Errors
    /// When one of the policies has mistakes.
    pub fn edits(&self, old: &Policy, new: &Policy) -> Result<Diff, RunError> {
        let side = |policy: &Policy| -> Result<Side, RunError> {
            self.prepare(policy).map_err(RunError::Policy)?;
            let model = policy.model();
            let version = model.version.as_ref().map(|version| version.value.clone());
            Ok(Side { version, ..Side::named(&model.name.value, policy.sha256()) })
        };
        let (was, is, beside) = (side(old)?, side(new)?, new.beside(old));
        let edits = diff::edits(old.model(), beside.model(), beside.sources());
        Ok(Diff::new(was, is, Between::Policies, edits, diff::Effects::default()))
    }

    /// Compares what one policy decides on two data sets.
    ///
    /// # Errors
    /// When the policy has mistakes, or the sources lack what it needs.
    pub fn diff_data(
        &self,
        policy: &Policy,
        from: &[Source],
        to: &[Source],
        options: &RunOptions,
    ) -> Result<Diff, RunError> {
        let prepared = self.prepare(policy).map_err(RunError::Policy)?;
        let before = prepared.run(from, options)?.into_outcome();
        let now = prepared.run(to, options)?.into_outcome();
        let effects = diff::compare((policy.model(), &before), (policy.model(), &now));
        let mut diff = Diff::new(Side::of(&before), Side::of(&now), Between::Data, Vec::new(), effects);
        diff.names = Names::of((policy.model(), &before), (policy.model(), &now));
        Ok(diff)
    }
}

/// Runs policies over the same sources, which are imported once for all that read the same of them.
struct Workbench<'b> {
    engine: &'b Engine,
    old: &'b Policy,
    places: &'b Sources,
    sources: &'b [Source],
    options: &'b RunOptions,
    imported: RefCell<Vec<(Prepared, Imported)>>,
}

impl Workbench<'_> {
    fn outcome(&self, prepared: &Prepared) -> Result<Outcome, RunError> {
        let known = |known: &&(Prepared, Imported)| known.0.plan().sheets == prepared.plan().sheets;
        let imported = self.imported.borrow().iter().find(known).map(|(_, imported)| imported.clone());
        let work = || {
            let imported = match imported {
                Some(imported) => imported,
                None => prepared.import(self.sources, self.options)?,
            };
            let kept = imported.clone();
            Ok((kept, prepared.evaluate(imported, self.options).into_outcome()))
        };
        let (imported, outcome) = self.engine.pools().run(self.options.threads, work)??;
        if !self.imported.borrow().iter().any(|known| known.0.plan().sheets == prepared.plan().sheets) {
            self.imported.borrow_mut().push((prepared.clone(), imported));
        }
        Ok(outcome)
    }

    fn prepared(&self, policy: &model::Policy) -> Option<Prepared> {
        self.engine.prepare(&self.old.put_together(policy, self.places)).ok()
    }
}

impl Bench for Workbench<'_> {
    fn stands(&self, policy: &model::Policy) -> bool {
        self.prepared(policy).is_some()
    }

    fn run(&self, policy: &model::Policy) -> Option<Outcome> {
        self.outcome(&self.prepared(policy)?).ok()
    }
}

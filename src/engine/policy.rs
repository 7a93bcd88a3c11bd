//! A loaded pack.

use super::Findings;
use super::findings::from_set;
use crate::cells;
use crate::diagnostic::{Diagnostic, Problem};
use crate::files::{FileError, FileFingerprint, PackFiles};
use crate::formula::Parameters;
use crate::policy::model::{Localized, Table};
use crate::policy::{self, Pack, model};
use crate::source::Sources;
use crate::value::Date;
use std::path::{Path, PathBuf};

/// Settings that must be known when a policy is read.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// The day to stand on: chooses the version of the policy, the decision rows in force, and what
    /// `today` is. The end of the policy's period when left out.
    pub as_of: Option<Date>,
    /// Parameters and their values as typed: `("growth_floor", "5%")`.
    pub set: Vec<(String, String)>,
}

/// A policy: its YAML, its decision tables and its scripts, read and checked as far as one can
/// without binding names (that is [`crate::Engine::check`]).
#[derive(Clone, Debug)]
pub struct Policy {
    files: PackFiles,
    pack: Pack,
    model: model::Policy,
    as_of: Option<Date>,
    set: Vec<String>,
}

impl Policy {
    /// Reads a pack: a folder that holds `policy.yaml`, or a policy file by itself.
    ///
    /// # Errors
    /// When there is no policy that could be read at all. Mistakes inside it are kept for
    /// [`crate::Engine::check`].
    pub fn load(path: impl AsRef<Path>) -> Result<Policy, Findings> {
        Policy::load_with(path, &LoadOptions::default())
    }

    /// Reads a pack with parameters set.
    ///
    /// # Errors
    /// As [`Policy::load`], and when a parameter is unknown or cannot have the value.
    pub fn load_with(path: impl AsRef<Path>, options: &LoadOptions) -> Result<Policy, Findings> {
        Policy::read(&PackFiles::at(path).map_err(no_pack)?, options)
    }

    /// A policy that is one text, as `policy.yaml` would hold it. No file system is asked.
    ///
    /// # Errors
    /// As [`Policy::load`].
    pub fn parse(text: &str) -> Result<Policy, Findings> {
        Policy::from_files([("policy.yaml", text)])
    }

    /// A pack in memory: the name of each file inside the pack (`policy.yaml`, `targets.csv`) and what
    /// is in it. No file system is asked.
    ///
    /// # Errors
    /// As [`Policy::load`], and when a name leads out of the pack or stands there twice.
    pub fn from_files<N: AsRef<str>, B: Into<Vec<u8>>>(
        files: impl IntoIterator<Item = (N, B)>,
    ) -> Result<Policy, Findings> {
        Policy::read(&PackFiles::new(files).map_err(no_pack)?, &LoadOptions::default())
    }

    /// Reads any pack, such as a folder with an editor's unsaved texts laid over it, with parameters
    /// set.
    ///
    /// # Errors
    /// As [`Policy::load_with`].
    pub fn read(files: &PackFiles, options: &LoadOptions) -> Result<Policy, Findings> {
        let policy = Policy::read_as_of(files, options.as_of, &options.set)?;
        // Setting the period moves the day the version is chosen by.
        let day = model::period_of(&policy.model.parameters).map(|period| period.to);
        if options.as_of.is_none() && policy.set.iter().any(|name| name == "period") && day.is_some() {
            let mut again = Policy::read_as_of(files, day, &options.set)?;
            again.as_of = None;
            return Ok(again);
        }
        Ok(policy)
    }

    fn read_as_of(files: &PackFiles, as_of: Option<Date>, set: &[(String, String)]) -> Result<Policy, Findings> {
        let mut pack = policy::load(files, as_of, &|name, bytes| cells::open_bytes(name, bytes));
        let Some(mut model) = pack.policy.take() else {
            return Err(Findings::new(pack.diagnostics, pack.sources));
        };
        let mut names = Vec::new();
        for (name, text) in set {
            policy::set(&mut model.parameters, name, text).map_err(|error| from_set(error, pack.sources.clone()))?;
            names.push(name.clone());
        }
        let files = files.clone();
        Ok(Policy { files, pack, model, as_of, set: names })
    }

    /// The same policy read again, its files after those of another, so that places in both are places of this
    /// one's sources. The same policy where its files can no longer be read.
    pub(super) fn beside(&self, other: &Policy) -> Policy {
        let period = || model::period_of(&self.model.parameters).map(|period| period.to);
        let day = self.as_of.or_else(|| self.set.iter().any(|name| name == "period").then(period).flatten());
        let open = |name: &str, bytes| cells::open_bytes(name, bytes);
        let mut pack = policy::load_after(other.sources().clone(), &self.files, day, &open);
        let Some(mut model) = pack.policy.take() else { return self.clone() };
        for parameter in model.parameters.iter_mut().filter(|parameter| self.set.contains(&parameter.name.value)) {
            if let Some(own) = self.model.parameters.iter().find(|own| own.name.value == parameter.name.value) {
                parameter.give(own.value.value.clone());
            }
        }
        Policy { pack, model, ..self.clone() }
    }

    /// A policy put together from parts of this one and of one whose places are places of `sources`.
    pub(super) fn put_together(&self, model: &model::Policy, sources: &Sources) -> Policy {
        let diagnostics = policy::lint_whole(model, sources);
        let pack = Pack { sources: sources.clone(), diagnostics, ..Pack::default() };
        Policy { pack, model: model.clone(), ..self.clone() }
    }

    /// Sets a parameter, its value written as in the policy: `0.05`, `5%`, `2026-01-01..2026-06-30`.
    ///
    /// # Errors
    /// When the policy has no such parameter, or it cannot have this value.
    pub fn set(&mut self, name: &str, text: &str) -> Result<(), Problem> {
        policy::set(&mut self.model.parameters, name, text)?;
        self.set.push(name.to_string());
        Ok(())
    }

    /// What the policy says.
    #[must_use]
    pub fn model(&self) -> &model::Policy {
        &self.model
    }

    /// The files it was read from, with their texts.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.pack.sources
    }

    /// Where the files it was read from lie on disk; none for a pack in memory.
    #[must_use]
    pub fn paths(&self) -> Vec<PathBuf> {
        self.pack.files.keys().filter_map(|name| self.files.path(name)).collect()
    }

    /// Every file it was read from, with its fingerprint, sorted by name.
    #[must_use]
    pub fn files(&self) -> Vec<FileFingerprint> {
        self.pack.files.iter().map(|(name, bytes)| FileFingerprint::of(name, bytes)).collect()
    }

    /// SHA-256 over the pack's files.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.pack.sha256
    }

    /// Whether something is wrong with how it is written.
    pub(crate) fn has_errors(&self) -> bool {
        crate::diagnostic::has_errors(&self.pack.diagnostics)
    }

    pub(super) fn reading_findings(&self) -> &[Diagnostic] {
        &self.pack.diagnostics
    }

    pub(super) fn as_of(&self) -> Option<Date> {
        self.as_of
    }

    /// The same policy with other values of its parameters; `set` names those that were set.
    pub(super) fn with_parameters(&self, values: &Parameters, set: Vec<String>) -> Policy {
        let mut policy = self.clone();
        for parameter in &mut policy.model.parameters {
            if let Some(value) = values.get(&parameter.name.value) {
                parameter.give(value.clone());
            }
        }
        policy.set = set;
        policy
    }

    pub(crate) fn set_names(&self) -> &[String] {
        &self.set
    }

    /// Whether the report or the policy says anything in this language. The report's own words are there
    /// in `en`, `ko`, `ja` and `zh`.
    #[must_use]
    pub fn speaks(&self, language: &str) -> bool {
        let model = &self.model;
        let known = |title: &Localized| title.texts.iter().any(|(code, _)| code == language);
        let report = ["en", "ko", "ja", "zh"].contains(&language.split(['-', '_']).next().unwrap_or_default());
        let of_table = |table: &Table| {
            known(&table.title)
                || table.columns.iter().any(|column| known(&column.title))
                || table.formulas.iter().any(|formula| known(&formula.title))
        };
        report
            || model.language == language
            || known(&model.title)
            || model.tables.iter().any(of_table)
            || model.figures.iter().any(|figure| known(&figure.title))
            || model
                .triggers
                .iter()
                .any(|trigger| known(&trigger.title) || trigger.message.iter().any(|(code, _)| code == language))
    }
}

/// The finding about a pack that is not there.
pub(crate) fn no_pack(error: FileError) -> Findings {
    Findings::new(vec![Diagnostic::nowhere("no-policy", error.message).help(error.help)], Sources::default())
}

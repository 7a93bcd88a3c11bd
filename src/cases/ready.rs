//! A policy ready to run the cases of a pack.

use super::model::Case;
use crate::engine::{Findings, Prepared};
use crate::files::PackFiles;
use crate::plan::names::Notes;
use crate::{Engine, LoadOptions, Policy};

/// A policy ready to run with one choice of parameters and day.
pub(super) struct Ready {
    options: LoadOptions,
    pub policy: Policy,
    pub prepared: Prepared,
    pub findings: Findings,
    /// The names met while it was bound.
    pub notes: Notes,
}

impl Ready {
    /// # Errors
    /// When there is no policy that could be read at all.
    pub fn load(engine: &Engine, pack: &PackFiles, options: LoadOptions) -> Result<Ready, Findings> {
        let policy = Policy::read(pack, &options)?;
        let (prepared, findings, notes) = engine.bind(&policy);
        Ok(Ready { options, policy, prepared, findings, notes })
    }

    /// The policy with the parameters and the day of a case: loaded where none of those known has them.
    ///
    /// # Errors
    /// When there is no policy that could be read at all.
    pub fn find<'k>(
        engine: &Engine,
        pack: &PackFiles,
        known: &'k mut Vec<Ready>,
        case: &Case,
    ) -> Result<&'k Ready, Findings> {
        let same = |ready: &Ready| ready.options.as_of == case.as_of && ready.options.set == case.set;
        let at = match known.iter().position(same) {
            Some(at) => at,
            None => {
                let options = LoadOptions { as_of: case.as_of, set: case.set.clone() };
                known.push(Ready::load(engine, pack, options)?);
                known.len() - 1
            }
        };
        Ok(&known[at])
    }
}

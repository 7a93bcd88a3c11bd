//! What became of triggers: those that fired, and those of an earlier run that stand no more.

use crate::issue::Issue;
use crate::value::Date;
use std::sync::Arc;

/// How a trigger that fires now stands to the run before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It did not stand then.
    New,
    /// It stood then already.
    Continuing,
}

impl Standing {
    /// The word in JSON and CSV.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Standing::New => "new",
            Standing::Continuing => "continuing",
        }
    }
}

/// A trigger that fired for a row.
#[derive(Clone, Debug, PartialEq)]
pub struct FiredRow {
    /// Place of the trigger in the plan.
    pub trigger: usize,
    /// Row of its table.
    pub row: usize,
    /// Whose it is.
    pub owner: Option<String>,
    /// When it is due.
    pub due: Option<Date>,
    /// What to say; the same text is shared by the rows that say it.
    pub message: Arc<str>,
    /// New or continuing; `None` where there is no earlier run to tell by.
    pub standing: Option<Standing>,
    /// Since when it stands.
    pub since: Option<Date>,
}

/// A trigger of the run before that does not stand any more.
#[derive(Clone, Debug, PartialEq)]
pub struct ClearedRow {
    /// Place of the trigger in the plan.
    pub trigger: usize,
    /// Key of the row.
    pub key: String,
    /// Since when it had stood.
    pub since: Option<Date>,
    /// When it was cleared: today for those that stood in the run before.
    pub on: Option<Date>,
    /// Whether it was active in the earlier run, rather than in its cool-down.
    pub now: bool,
}

/// What became of all triggers.
#[derive(Clone, Debug, Default)]
pub(super) struct Triggered {
    pub(super) fired: Vec<FiredRow>,
    pub(super) undetermined: Vec<(usize, usize)>,
    pub(super) cleared: Vec<ClearedRow>,
    /// What had no answer in what they say.
    pub(super) issues: Vec<Issue>,
}

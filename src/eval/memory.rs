//! What an earlier run left behind about triggers.

use crate::value::Date;
use std::collections::BTreeMap;

/// A trigger and the key of a row of its table.
pub type Place = (String, String);

/// The triggers of an earlier run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory {
    /// Those that stood when it ended, with the day since which they had.
    pub standing: BTreeMap<Place, Option<Date>>,
    /// Those cleared by then and not forgotten, with the day they were.
    pub cleared: BTreeMap<Place, Date>,
}

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
    /// Did it stand in the run before (rather than being remembered for its cool-down)?
    pub now: bool,
}

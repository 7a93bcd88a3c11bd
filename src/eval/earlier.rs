//! What an earlier run left behind about triggers.

use crate::value::Date;
use std::collections::BTreeMap;

/// A trigger and the key of a row of its table.
pub type Place = (String, String);

/// The triggers of an earlier run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EarlierRun {
    /// Those that stood when it ended, with the day since which they had.
    pub standing: BTreeMap<Place, Option<Date>>,
    /// Those cleared by then and not forgotten, with the day they were.
    pub cleared: BTreeMap<Place, Date>,
}

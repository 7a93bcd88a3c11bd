//! What was asked of a run, apart from its policy, its parameters and its inputs.

use crate::value::{Date, DayOrder, DecimalMark};

/// What was asked of a run and can change what comes of it; what was not asked for is none.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Asked {
    /// The day to stand on.
    pub as_of: Option<Date>,
    /// The language of titles and messages.
    pub language: Option<String>,
    /// Tables, and the sheets they were to be read from.
    pub sheets: Vec<(String, String)>,
    /// The mark before decimals in the inputs.
    pub decimal: Option<DecimalMark>,
    /// The order of day, month and year in the inputs.
    pub order: Option<DayOrder>,
    /// The lists that a report for programs is to have; all of them when empty.
    pub only: Vec<String>,
    /// The report, of those that the policy has by name.
    pub report: Option<String>,
}

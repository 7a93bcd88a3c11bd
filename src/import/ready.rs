//! What a cell is read as, or why it cannot be.

use crate::issue::IssueCode;
use crate::say;
use crate::value::{DateTime, DecimalMark, Value};
use crate::words::Sentence;

/// A value ready for its column; text stays in the slot.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Ready {
    #[default]
    Blank,
    Number(f64),
    /// The slot's text.
    Text,
    /// The slot's text, whose code in its column is known already.
    Coded(u32),
    Moment(DateTime),
    Bool(bool),
    Other(Value),
}

/// What a cell could not become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    Number,
    /// A number with the other decimal mark than this, which the policy names.
    Mark(DecimalMark),
    Date,
    /// A number that is no day of a calendar people keep.
    Serial,
    Year,
    YearMonth,
    Bool,
    Error,
    Unsaved,
    /// A code with more digits than the policy says.
    Code,
}

impl Bad {
    pub(super) fn code(self) -> IssueCode {
        match self {
            Bad::Number | Bad::Mark(_) => IssueCode::BadNumber,
            Bad::Date | Bad::Serial | Bad::Year | Bad::YearMonth => IssueCode::BadDate,
            Bad::Bool => IssueCode::BadBool,
            Bad::Error => IssueCode::ErrorCell,
            Bad::Unsaved => IssueCode::UnsavedFormula,
            Bad::Code => IssueCode::NotAllowed,
        }
    }

    pub(super) fn sentence(self) -> Sentence {
        match self {
            Bad::Number => say!("not-a-number", "not a number"),
            Bad::Mark(DecimalMark::Comma) => {
                say!("no-decimal-comma", "not a number with a decimal comma, as `decimal:` says")
            }
            Bad::Mark(DecimalMark::Point) => {
                say!("no-decimal-point", "not a number with a decimal point, as `decimal:` says")
            }
            Bad::Date => say!("not-a-date", "not a date"),
            Bad::Serial => say!("no-likely-date", "a number, which as a date would lie before 1930 or after 2099"),
            Bad::Year => say!("year-alone", "a year without a day"),
            Bad::YearMonth => say!("month-alone", "a year and a month without a day"),
            Bad::Bool => say!("not-a-bool", "neither true nor false"),
            Bad::Error => say!("error-cell", "an error of the spreadsheet"),
            Bad::Code => say!("code-too-long", "a code with more digits than `width:` says"),
            Bad::Unsaved => say!("unsaved-formula", "a formula whose result was never saved"),
        }
    }
}

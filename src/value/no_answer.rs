//! Why an operation on known values has no answer.

/// The reason an operation gave blank although nothing it needed was blank. The report counts
/// these by column, so that a blank never appears without a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoAnswer {
    /// A number divided by zero, or a remainder by zero.
    DivisionByZero,
    /// A function outside its domain: the logarithm or root of a negative number.
    OutsideDomain,
    /// A result too large to be a number or a date.
    TooLarge,
    /// A text that is not the number or date it was asked to be.
    NotReadable,
    /// No such day, as 30 February.
    NoSuchDate,
    /// A reference to a row that is not there.
    MissingReference,
    /// A script that failed.
    ScriptFailed,
}

impl NoAnswer {
    /// Stable code, used in the issues of a report and in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            NoAnswer::DivisionByZero => "division-by-zero",
            NoAnswer::OutsideDomain => "outside-domain",
            NoAnswer::TooLarge => "too-large",
            NoAnswer::NotReadable => "not-readable",
            NoAnswer::NoSuchDate => "no-such-date",
            NoAnswer::MissingReference => "missing-reference",
            NoAnswer::ScriptFailed => "script-failed",
        }
    }

    /// A phrase for sentences: `division by zero`.
    #[must_use]
    pub fn phrase(self) -> &'static str {
        match self {
            NoAnswer::DivisionByZero => "division by zero",
            NoAnswer::OutsideDomain => "a root or logarithm outside its domain",
            NoAnswer::TooLarge => "a result too large for a number or date",
            NoAnswer::NotReadable => "text that is not a number or date",
            NoAnswer::NoSuchDate => "a date that does not exist",
            NoAnswer::MissingReference => "a reference to a row that is not there",
            NoAnswer::ScriptFailed => "a script that failed",
        }
    }
}

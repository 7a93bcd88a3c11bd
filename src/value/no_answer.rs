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
    /// A script that failed.
    ScriptFailed,
}

impl NoAnswer {
    /// A phrase for sentences: `division by zero`.
    #[must_use]
    pub fn phrase(self) -> &'static str {
        match self {
            NoAnswer::DivisionByZero => "division by zero",
            NoAnswer::OutsideDomain => "a root or logarithm outside its domain",
            NoAnswer::TooLarge => "a result too large for a number or date",
            NoAnswer::NotReadable => "text that is not a number or date",
            NoAnswer::NoSuchDate => "a date that does not exist",
            NoAnswer::ScriptFailed => "a script that failed",
        }
    }
}

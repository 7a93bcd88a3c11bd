//! Why an operation on known values has no answer.

/// The reason an operation gave blank although nothing it needed was blank. The report counts
/// these by column, so that a blank never appears without a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoAnswer {
    /// A number divided by zero, or a remainder by zero.
    DivisionByZero,
    /// Weights that are all zero, or cancel.
    ZeroWeights,
    /// A part of a total of zero.
    ZeroTotal,
    /// Units to share out, and no weight above zero to do it by.
    NoWeight,
    /// Several totals where one is to be shared out.
    SeveralTotals,
    /// Rows of equal order that differ, so that none of them is the first, the last or the one before.
    TiedOrder,
    /// Values that are met equally often where one is to be the most frequent.
    SeveralModes,
    /// A function outside its domain: the logarithm or root of a negative number.
    OutsideDomain,
    /// A place before the first character of a text, or fewer than no characters.
    NoSuchPlace,
    /// A text longer than 64 KiB.
    TextTooLong,
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
            NoAnswer::ZeroWeights => "the weights are all zero, or add up to zero",
            NoAnswer::ZeroTotal => "a part of a total of zero",
            NoAnswer::NoWeight => "units to share out, and no weight above zero",
            NoAnswer::SeveralTotals => "several totals to share out in one group",
            NoAnswer::TiedOrder => "rows of equal order that differ; give a second order, as in `[day, number]`",
            NoAnswer::SeveralModes => "several values are met most often, and equally often",
            NoAnswer::OutsideDomain => "a root or logarithm outside its domain",
            NoAnswer::NoSuchPlace => "a place of a text below 1, or a negative count",
            NoAnswer::TextTooLong => "a text longer than 65,536 bytes",
            NoAnswer::TooLarge => "a result too large for a number or date",
            NoAnswer::NotReadable => "text that is not a number or date",
            NoAnswer::NoSuchDate => "a date that does not exist",
            NoAnswer::ScriptFailed => "a script that failed",
        }
    }
}

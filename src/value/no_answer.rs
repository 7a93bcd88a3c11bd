//! Why an operation on known values has no answer.

use crate::say;
use crate::words::Sentence;

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
    pub fn phrase(self) -> Sentence {
        match self {
            NoAnswer::DivisionByZero => say!("no-answer-division-by-zero", "division by zero"),
            NoAnswer::ZeroWeights => say!("no-answer-zero-weights", "the weights are all zero, or add up to zero"),
            NoAnswer::ZeroTotal => say!("no-answer-zero-total", "a part of a total of zero"),
            NoAnswer::NoWeight => say!("no-answer-no-weight", "units to share out, and no weight above zero"),
            NoAnswer::SeveralTotals => say!("no-answer-several-totals", "several totals to share out in one group"),
            NoAnswer::TiedOrder => say!(
                "no-answer-tied-order",
                "rows of equal order that differ; give a second order, as in `[day, number]`"
            ),
            NoAnswer::SeveralModes => {
                say!("no-answer-several-modes", "several values are met most often, and equally often")
            }
            NoAnswer::OutsideDomain => say!("no-answer-outside-domain", "a root or logarithm outside its domain"),
            NoAnswer::NoSuchPlace => say!("no-answer-no-such-place", "a place of a text below 1, or a negative count"),
            NoAnswer::TextTooLong => say!("no-answer-text-too-long", "a text longer than 65,536 bytes"),
            NoAnswer::TooLarge => say!("no-answer-too-large", "a result too large for a number or date"),
            NoAnswer::NotReadable => say!("no-answer-not-readable", "text that is not a number or date"),
            NoAnswer::NoSuchDate => say!("no-answer-no-such-date", "a date that does not exist"),
            NoAnswer::ScriptFailed => say!("no-answer-script-failed", "a script that failed"),
        }
    }
}

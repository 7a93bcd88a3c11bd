//! Dates whose day and month could change places.

use super::DateTime;
use serde::{Deserialize, Serialize};

/// In which order day, month and year stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DayOrder {
    /// 31/12/2026.
    Dmy,
    /// 12/31/2026.
    Mdy,
    /// 2026/12/31.
    Ymd,
}

impl DayOrder {
    /// The words for them.
    pub const WORDS: [&str; 3] = ["dmy", "mdy", "ymd"];

    /// From its word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<DayOrder> {
        let at = DayOrder::WORDS.iter().position(|known| *known == word)?;
        Some([DayOrder::Dmy, DayOrder::Mdy, DayOrder::Ymd][at])
    }

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        DayOrder::WORDS[self as usize]
    }
}

/// A day, or the two days a text could mean; `T` is the day, or the moment of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateText<T = DateTime> {
    /// This one, whatever the order: `2026-03-01`, `1 Mar 2026`, `05/05/2026`.
    One(T),
    /// This one, and it shows the order: `31/12/2026`, `1.3.2026`.
    Shows(T, DayOrder),
    /// Either: `02/03/2026`.
    Either {
        /// The day stands first.
        day_first: T,
        /// The month stands first.
        month_first: T,
    },
}

impl<T> DateText<T> {
    pub(super) fn map<U>(self, change: impl Fn(T) -> U) -> DateText<U> {
        match self {
            DateText::One(it) => DateText::One(change(it)),
            DateText::Shows(it, order) => DateText::Shows(change(it), order),
            DateText::Either { day_first, month_first } => {
                DateText::Either { day_first: change(day_first), month_first: change(month_first) }
            }
        }
    }
}

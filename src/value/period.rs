//! Stretches of days, both ends included.

use super::{Date, number};
use serde::{Deserialize, Serialize};

/// From one day to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl Period {
    /// Whether the day lies in the period.
    #[must_use]
    pub fn holds(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// Number of days, both ends counted; 0 where the period ends before it begins.
    #[must_use]
    pub fn days(self) -> f64 {
        f64::from((self.to.0 - self.from.0 + 1).max(0))
    }

    /// Whether this is a run of whole calendar months.
    #[must_use]
    pub fn is_whole_months(self) -> bool {
        self.from == self.from.month_start() && self.to == self.to.month_end()
    }

    /// Whether both are as long: as many days, or as many whole months.
    #[must_use]
    pub fn is_as_long_as(self, other: Period) -> bool {
        let months = self.is_whole_months() && other.is_whole_months();
        if months { self.months() == other.months() } else { number::equal(self.days(), other.days()) }
    }

    /// Number of whole months, where [`Period::is_whole_months`].
    fn months(self) -> i32 {
        (self.to.year() - self.from.year()) * 12 + self.to.month() as i32 - self.from.month() as i32 + 1
    }

    /// The same days that many months later; a period of whole months stays one.
    #[must_use]
    pub fn shift_months(self, months: i32) -> Option<Period> {
        let whole = self.is_whole_months();
        let to = self.to.plus_months(months)?;
        Some(Period { from: self.from.plus_months(months)?, to: if whole { to.month_end() } else { to } })
    }

    /// The same period one year earlier.
    #[must_use]
    pub fn last_year(self) -> Option<Period> {
        self.shift_months(-12)
    }

    /// The period of the same length just before: whole months before whole months, else days.
    #[must_use]
    pub fn previous(self) -> Option<Period> {
        if self.is_whole_months() {
            return self.shift_months(-self.months());
        }
        Some(Period { from: self.from.plus_days(-self.days())?, to: self.from.plus_days(-1.0)? })
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} .. {}", self.from, self.to)
    }
}

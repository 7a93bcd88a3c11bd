//! Calendar days and moments.

use super::DateText;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

/// A calendar day, as days since 1970-01-01. Years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(pub i32);

/// A moment without a zone, as milliseconds since 1970-01-01 00:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateTime(pub i64);

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// 1970-01-01, counted from 0001-01-01 as day 1.
const UNIX_DAY: i32 = 719_163;
/// 1900 date system: serial of 1970-01-01.
const UNIX_SERIAL: f64 = 25_569.0;

impl Date {
    /// First day that exists here, 0001-01-01.
    pub const MIN: Date = Date(-719_162);
    /// Last day that exists here, 9999-12-31.
    pub const MAX: Date = Date(2_932_896);

    /// The day of a year, month and day; `None` where there is none.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Date::of)
    }

    fn of(day: NaiveDate) -> Date {
        Date(day.num_days_from_ce() - UNIX_DAY)
    }

    pub(super) fn calendar(self) -> NaiveDate {
        let clamped = self.0.clamp(Date::MIN.0, Date::MAX.0);
        NaiveDate::default() + chrono::Duration::days(i64::from(clamped))
    }

    /// The day that many days later (earlier where negative); `None` outside years 1 to 9999.
    #[must_use]
    pub fn plus_days(self, days: f64) -> Option<Date> {
        let to = f64::from(self.0) + days.floor();
        (to >= f64::from(Date::MIN.0) && to <= f64::from(Date::MAX.0)).then_some(Date(to as i32))
    }

    /// The same day that many months later, or the last day of that month where it is shorter.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Option<Date> {
        let date = self.calendar();
        let count = i64::from(date.year()) * 12 + i64::from(date.month0()) + i64::from(months);
        let (year, month) = (i32::try_from(count.div_euclid(12)).ok()?, count.rem_euclid(12) as u32 + 1);
        (0..4).find_map(|short| Date::new(year, month, date.day().checked_sub(short)?))
    }

    /// Year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.calendar().year()
    }
    /// Month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u32 {
        self.calendar().month()
    }
    /// Day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u32 {
        self.calendar().day()
    }
    /// Quarter, 1 to 4.
    #[must_use]
    pub fn quarter(self) -> u32 {
        self.calendar().month0() / 3 + 1
    }
    /// ISO week: the year it belongs to, and its number from 1.
    #[must_use]
    pub fn iso_week(self) -> (i32, u32) {
        let week = self.calendar().iso_week();
        (week.year(), week.week())
    }
    /// Day of the week, Monday 1 to Sunday 7.
    #[must_use]
    pub fn weekday(self) -> u32 {
        self.calendar().weekday().number_from_monday()
    }
    /// First day of the month.
    #[must_use]
    pub fn month_start(self) -> Date {
        Date(self.0 - self.day() as i32 + 1)
    }
    /// Last day of the month.
    #[must_use]
    pub fn month_end(self) -> Date {
        let next = self.month_start().plus_months(1).unwrap_or(Date::MAX);
        if next == Date::MAX { next } else { Date(next.0 - 1) }
    }

    /// The last millisecond of the day.
    #[must_use]
    pub fn last_moment(self) -> DateTime {
        DateTime(DateTime::midnight(self).0 + DAY - 1)
    }

    /// The day of a spreadsheet serial number in the 1900 date system (serial 60, the day that
    /// never was, reads as 1900-02-28); `None` outside 1 to 2,958,465.
    #[must_use]
    pub fn from_serial(serial: f64) -> Option<Date> {
        DateTime::from_serial(serial).map(DateTime::date)
    }

    /// A date as people type it: `2026-03-01`, `2026/3/1`, `2026年3月1日`, `2026. 3. 1.`,
    /// `2026년 3월 1일`, `20260301`, full-width digits; with the day of the week behind it; with the
    /// month as a word in seven languages (`1 Mar 2026`, `1. März 2026`); with a Japanese era (`令和8年3月1日`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Date> {
        DateTime::parse(text).filter(|m| m.is_midnight()).map(DateTime::date)
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let date = self.calendar();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

impl DateTime {
    /// Midnight of a day.
    #[must_use]
    pub fn midnight(date: Date) -> DateTime {
        DateTime(i64::from(date.0) * DAY)
    }

    /// The calendar day of this moment.
    #[must_use]
    pub fn date(self) -> Date {
        Date(self.0.div_euclid(DAY) as i32)
    }

    /// Part of the day gone by, from 0 up to but not including 1.
    #[must_use]
    pub fn day_fraction(self) -> f64 {
        self.0.rem_euclid(DAY) as f64 / DAY as f64
    }

    /// Whether this is the start of a day.
    #[must_use]
    pub fn is_midnight(self) -> bool {
        self.0.rem_euclid(DAY) == 0
    }

    /// Days since 1970-01-01, with the part of the day.
    #[must_use]
    pub fn days(self) -> f64 {
        self.0 as f64 / DAY as f64
    }

    /// That many days later (with a part of a day); `None` outside years 1 to 9999.
    #[must_use]
    pub fn plus_days(self, days: f64) -> Option<DateTime> {
        let to = self.0 as f64 + (days * DAY as f64).round();
        let bounds = DateTime::midnight(Date::MIN).0 as f64..=DateTime::midnight(Date::MAX).0 as f64 + DAY as f64 - 1.0;
        bounds.contains(&to).then_some(DateTime(to as i64))
    }

    /// The moment of a spreadsheet serial number in the 1900 date system.
    #[must_use]
    pub fn from_serial(serial: f64) -> Option<DateTime> {
        if !(1.0..2_958_466.0).contains(&serial) {
            return None;
        }
        // Serials below 60 count from 1899-12-31, because 1900 is a leap year to spreadsheets.
        let days = if serial < 60.0 { serial + 1.0 } else { serial } - UNIX_SERIAL;
        Some(DateTime((days * DAY as f64).round() as i64))
    }

    /// The spreadsheet serial number in the 1900 date system; `None` before 1900-01-01.
    #[must_use]
    pub fn serial(self) -> Option<f64> {
        let serial = self.days() + UNIX_SERIAL;
        let serial = if serial < 61.0 { serial - 1.0 } else { serial };
        (serial >= 1.0).then_some(serial)
    }

    /// Days since 1899-12-30, as spreadsheets of the 1900 date system store moments after February 1900.
    #[must_use]
    pub fn days_of_1900(self) -> f64 {
        self.days() + UNIX_SERIAL
    }

    /// A date with or without a time as people type it; see [`Date::parse`]. Times are `13:05`,
    /// `13:05:59` or `13:05:59.250`, after a blank or a `T`; AM and PM are understood.
    #[must_use]
    pub fn parse(text: &str) -> Option<DateTime> {
        match DateText::read(text, None)? {
            DateText::One(moment) => Some(moment),
            // Policies name their days in an order nobody can mistake.
            DateText::Shows(..) | DateText::Either { .. } => None,
        }
    }

    fn calendar(self) -> NaiveDateTime {
        self.date().calendar().and_time(chrono::NaiveTime::MIN) + chrono::Duration::milliseconds(self.0.rem_euclid(DAY))
    }

    /// Hour of the day, 0 to 23.
    #[must_use]
    pub fn hour(self) -> u32 {
        self.calendar().hour()
    }

    /// Minute of the hour, 0 to 59.
    #[must_use]
    pub fn minute(self) -> u32 {
        self.calendar().minute()
    }

    /// Second of the minute, 0 to 59.
    #[must_use]
    pub fn second(self) -> u32 {
        self.calendar().second()
    }
}

impl std::fmt::Display for DateTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let moment = self.calendar();
        write!(f, "{}T{:02}:{:02}:{:02}", self.date(), moment.hour(), moment.minute(), moment.second())?;
        match self.0.rem_euclid(1000) {
            0 => Ok(()),
            milliseconds => write!(f, ".{milliseconds:03}"),
        }
    }
}

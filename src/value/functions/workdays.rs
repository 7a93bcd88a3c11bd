//! Days from Monday to Friday that are no holidays.

use crate::value::{Date, Value};

/// The days of a list, in order and each once; what is no day does not count.
pub(super) fn holidays(list: Option<&Value>) -> Vec<Date> {
    let Some(Value::List(items)) = list else { return Vec::new() };
    let mut days: Vec<Date> = items.iter().filter_map(Value::as_day).filter(|day| is_weekday(*day)).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// Workdays from one day to another, both ends counted; below zero where the second is the earlier one.
pub(super) fn between(from: Date, to: Date, holidays: &[Date]) -> f64 {
    if to < from {
        return -between(to, from, holidays);
    }
    let weekdays = weekdays_until(i64::from(to.0) + 1) - weekdays_until(i64::from(from.0));
    let off = holidays.partition_point(|day| *day <= to) - holidays.partition_point(|day| *day < from);
    (weekdays - off as i64) as f64
}

/// The day so many workdays later, or earlier where the count is below zero; the day itself where it is 0.
pub(super) fn later(day: Date, count: f64, holidays: &[Date]) -> Option<Date> {
    let forward = count > 0.0;
    let step = if forward { 1.0 } else { -1.0 };
    // Whole weeks at once, as far as no holiday can matter; then day by day.
    let mut left = count.abs();
    let mut at = day;
    while left > 0.0 {
        let weeks = ((left - 1.0) / 5.0).floor().max(0.0);
        if weeks > 0.0 {
            let to = at.plus_days(step * weeks * 7.0)?;
            let (low, high) = if forward { (at.plus_days(1.0)?, to) } else { (to, at.plus_days(-1.0)?) };
            left -= between(low, high, holidays);
            at = to;
            continue;
        }
        at = at.plus_days(step)?;
        if is_weekday(at) && holidays.binary_search(&at).is_err() {
            left -= 1.0;
        }
    }
    Some(at)
}

fn is_weekday(day: Date) -> bool {
    day.weekday() <= 5
}

/// Days from Monday to Friday before a day, counted from Monday, 29 December 1969.
fn weekdays_until(day: i64) -> i64 {
    // 1 January 1970 was a Thursday.
    let since_monday = day + 3;
    since_monday.div_euclid(7) * 5 + since_monday.rem_euclid(7).min(5)
}

#[cfg(test)]
mod tests {
    use super::{between, is_weekday, later};
    use crate::value::Date;
    use proptest::prelude::*;

    /// Day by day, as one counts on a calendar.
    fn counted(from: Date, to: Date, holidays: &[Date]) -> f64 {
        let days = (from.0..=to.0).map(Date);
        days.filter(|day| is_weekday(*day) && !holidays.contains(day)).count() as f64
    }

    proptest! {
        #[test]
        fn workdays_are_those_of_a_calendar(from in -5_000..5_000i32, length in 0..400i32, off in prop::collection::vec(-5_000..5_400i32, 0..300)) {
            let mut off: Vec<Date> = off.into_iter().map(Date).filter(|day| is_weekday(*day)).collect();
            off.sort_unstable();
            off.dedup();
            let (from, to) = (Date(from), Date(from + length));
            prop_assert_eq!(between(from, to, &off), counted(from, to, &off));
            if from < to {
                prop_assert_eq!(between(to, from, &off), -counted(from, to, &off));
            }
        }

        #[test]
        fn so_many_workdays_later_is_the_day_that_counts_so_many(day in -5_000..5_000i32, count in 1..300i32, off in prop::collection::vec(-5_000..5_600i32, 0..300)) {
            let mut off: Vec<Date> = off.into_iter().map(Date).filter(|day| is_weekday(*day)).collect();
            off.sort_unstable();
            off.dedup();
            let day = Date(day);
            let after = later(day, f64::from(count), &off).unwrap();
            prop_assert!(is_weekday(after) && !off.contains(&after));
            prop_assert_eq!(counted(Date(day.0 + 1), after, &off), f64::from(count));
            let before = later(day, f64::from(-count), &off).unwrap();
            prop_assert!(is_weekday(before) && !off.contains(&before));
            prop_assert_eq!(counted(before, Date(day.0 - 1), &off), f64::from(count));
        }
    }
}

//! Orders that are steps of a calendar: months, quarters, weeks, years. Where one is missing, the row
//! before is not the period before.

use super::tally::Gaps;
use crate::table::{BLANK_DATE, Column};
use crate::value::Date;

/// The first row behind a gap in any of the sequences, and how many there are; `None` where there is no
/// gap, or the order is no calendar. The rows of a sequence stand in their order. `monthly`: numbers from 1 to 12 are
/// months.
pub(super) fn gaps<'s>(by: &[Column], monthly: bool, sequences: impl Iterator<Item = &'s [u32]>) -> Option<Gaps> {
    let [column] = by else { return None };
    let steps = steps(column).or_else(|| months(column).filter(|_| monthly))?;
    let step = |row: u32| steps[row as usize];
    let behind = |rows: &'s [u32]| rows.windows(2).filter(|pair| step(pair[1]) > step(pair[0]) + 1);
    let (mut count, mut first) = (0, None);
    for pair in sequences.flat_map(behind) {
        count += 1;
        first = first.filter(|first: &&[u32]| first[1] < pair[1]).or(Some(pair));
    }
    first.map(|pair| Gaps {
        count,
        row: pair[1] as usize,
        periods: [pair[0], pair[1]].map(|row| column.value(row as usize).to_string()),
    })
}

/// The number of each row's period; `None` where the values are no periods.
fn steps(column: &Column) -> Option<Vec<i32>> {
    match column {
        Column::Text(texts) => {
            let periods: Vec<(Calendar, i32)> = texts.dictionary.iter().map(period).collect::<Option<_>>()?;
            let (calendar, _) = periods.first()?;
            // `2026-03` and `2026-Q1` are steps of two calendars.
            let alike = periods.iter().all(|(other, _)| other == calendar);
            let step = |code: &u32| periods.get(*code as usize).map_or(0, |(_, step)| *step);
            alike.then(|| texts.codes.iter().map(step).collect())
        }
        Column::Date(days) => {
            let month = |day: &i32| if *day == BLANK_DATE { Some(0) } else { first_of_month(Date(*day)) };
            let months: Vec<i32> = days.iter().map(month).collect::<Option<_>>()?;
            // The longest period that all of them begin.
            let length = [12, 3].into_iter().find(|length| months.iter().all(|month| month % length == 0));
            Some(months.into_iter().map(|month| month / length.unwrap_or(1)).collect())
        }
        Column::Number(values) => {
            let steps = |step: fn(f64) -> Option<i32>| -> Option<Vec<i32>> {
                values.iter().map(|value| step(*value)).collect()
            };
            steps(year).or_else(|| steps(year_and_month))
        }
        _ => None,
    }
}

/// What a text counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Calendar {
    Months,
    Quarters,
    Weeks,
}

/// `2026-03`, `2026/03`, `202603`, `2026-Q1`, `2026-W09` as a number of months, quarters or weeks.
fn period(text: &str) -> Option<(Calendar, i32)> {
    let plain = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (year, part) = if plain { text.split_at(4) } else { text.split_once(['-', '/', '.'])? };
    if year.len() != 4 || (plain && !(1900..=2100).contains(&year.parse::<i32>().ok()?)) {
        return None;
    }
    let year: i32 = year.parse().ok()?;
    let within = |text: &str, most: i32| text.parse::<i32>().ok().filter(|number| (1..=most).contains(number));
    match part.as_bytes() {
        [b'Q', _] => Some((Calendar::Quarters, year * 4 + within(&part[1..], 4)?)),
        [b'W', _, _] => {
            let fourth = Date::new(year, 1, 4)?;
            // The first week is that of 4 January; day 0 was a Thursday.
            Some((Calendar::Weeks, (fourth.0 + 3).div_euclid(7) + within(&part[1..], 53)?))
        }
        [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => Some((Calendar::Months, year * 12 + within(part, 12)?)),
        _ => None,
    }
}

fn first_of_month(day: Date) -> Option<i32> {
    (day.day() == 1).then(|| day.year() * 12 + day.month() as i32 - 1)
}

/// Whole numbers that can only be years.
fn year(value: f64) -> Option<i32> {
    match value {
        _ if value.is_nan() => Some(0),
        _ if value.fract() == 0.0 && (1900.0..=2100.0).contains(&value) => Some(value as i32),
        _ => None,
    }
}

/// Numbers from 1 to 12.
fn months(column: &Column) -> Option<Vec<i32>> {
    let Column::Number(values) = column else { return None };
    let month = |value: &f64| match *value {
        value if value.is_nan() => Some(0),
        value if value.fract() == 0.0 && (1.0..=12.0).contains(&value) => Some(value as i32),
        _ => None,
    };
    values.iter().map(month).collect()
}

/// Whether a name says that a column holds months.
pub(super) fn names_months(name: &str) -> bool {
    let folded = name.to_lowercase();
    let mut words = folded.split(|mark: char| !mark.is_alphanumeric());
    words.any(|word| ["month", "monat", "mois", "mes", "mês", "mese", "maand", "月", "月份", "월"].contains(&word))
}

/// `202603`: numbers that can only be months.
fn year_and_month(value: f64) -> Option<i32> {
    if value.is_nan() {
        return Some(0);
    }
    let (year, month) = ((value / 100.0).floor(), value % 100.0);
    let is_month = value.fract() == 0.0 && (1900.0..=2100.0).contains(&year) && (1.0..=12.0).contains(&month);
    is_month.then_some(year as i32 * 12 + month as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(values: &[&str]) -> Column {
        Column::Text(values.iter().map(|value| Some(*value)).collect())
    }

    #[test]
    fn periods_are_numbered_over_the_ends_of_years() {
        for (a, b) in [
            ("2025-12", "2026-01"),
            ("2025/12", "2026/01"),
            ("202512", "202601"),
            ("2025-Q4", "2026-Q1"),
            ("2025-W52", "2026-W01"),
            ("2026-W53", "2027-W01"),
        ] {
            assert_eq!(steps(&texts(&[a, b])).map(|steps| steps[1] - steps[0]), Some(1), "{a} {b}");
        }
    }

    #[test]
    fn what_is_no_calendar_has_no_gaps() {
        let days = |days: &[(i32, u32, u32)]| {
            Column::Date(days.iter().map(|&(y, m, d)| Date::new(y, m, d).unwrap().0).collect())
        };
        for column in [
            texts(&["2026-03", "2026-Q1"]),
            texts(&["A-1", "A-5"]),
            texts(&["2026-13", "2026-01"]),
            texts(&[]),
            Column::Number(vec![1.0, 5.0]),
            Column::Number(vec![2024.0, 2025.5]),
            days(&[(2026, 1, 1), (2026, 3, 2)]),
        ] {
            assert_eq!(steps(&column), None, "{column:?}");
        }
        let between = |a, b| steps(&days(&[a, b])).map(|steps| steps[1] - steps[0]);
        assert_eq!(between((2026, 1, 1), (2026, 3, 1)), Some(2));
        assert_eq!((between((2026, 1, 1), (2026, 7, 1)), between((2024, 1, 1), (2026, 1, 1))), (Some(2), Some(2)));
        assert_eq!(between((2025, 10, 1), (2026, 1, 1)), Some(1));
        assert_eq!(steps(&Column::Number(vec![2024.0, 2026.0])), Some(vec![2024, 2026]));
        let months = steps(&Column::Number(vec![202_512.0, 202_601.0, 202_603.0]));
        assert_eq!(months.map(|months| [months[1] - months[0], months[2] - months[1]]), Some([1, 2]));
        assert_eq!(steps(&Column::Number(vec![202_512.0, 202_613.0])), None);
    }
}

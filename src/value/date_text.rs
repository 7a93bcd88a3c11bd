//! Dates and times as people type them.

use super::Date;

/// Months by their first three letters.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Japanese eras, by the year before their first.
const ERAS: [(&str, i32); 6] = [("令和", 2018), ("平成", 1988), ("昭和", 1925), ("R", 2018), ("H", 1988), ("S", 1925)];
/// Days of the week, longer words before those they start with.
const WEEKDAYS: [&str; 14] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
];

/// Reads a day at the start of the text and gives what follows it.
pub(super) fn day(text: &str) -> Option<(Date, &str)> {
    let (date, rest) = worded_month(text).or_else(|| era(text)).or_else(|| numeric(text))?;
    Some((date, without_weekday(rest)))
}

fn numeric(text: &str) -> Option<(Date, &str)> {
    let (year, rest) = digits(text)?;
    if text.len() - rest.len() == 8 {
        let (year, month, day) = (year / 10_000, year / 100 % 100, year % 100);
        return Some((Date::new(year as i32, month, day)?, rest));
    }
    if text.len() - rest.len() != 4 {
        return None;
    }
    month_and_day(year as i32, rest)
}

fn month_and_day(year: i32, rest: &str) -> Option<(Date, &str)> {
    let (month, rest) = digits(after_mark(rest, &['-', '/', '.', '年', '년'])?)?;
    let (day, rest) = digits(after_mark(rest, &['-', '/', '.', '月', '월'])?)?;
    let bare = rest.trim_start();
    let sunday = bare.starts_with("日曜") || bare.starts_with("일요일");
    let rest = bare.strip_prefix(['.', '日', '일']).filter(|_| !sunday).unwrap_or(rest);
    Some((Date::new(year, month, day)?, rest))
}

fn after_mark<'a>(text: &'a str, marks: &[char]) -> Option<&'a str> {
    Some(text.trim_start().strip_prefix(marks)?.trim_start())
}

fn digits(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok()?, &text[end..]))
}

/// Milliseconds into the day.
pub(super) fn time(text: &str) -> Option<i64> {
    let upper = text.to_uppercase();
    let (clock, shift) = match (upper.strip_suffix("AM"), upper.strip_suffix("PM")) {
        (Some(clock), _) => (clock.trim(), Some(0)),
        (_, Some(clock)) => (clock.trim(), Some(12)),
        _ => (upper.as_str(), None),
    };
    let mut parts = clock.split(':');
    let mut hour: i64 = parts.next()?.parse().ok()?;
    let minute: i64 = parts.next()?.parse().ok()?;
    let second: f64 = parts.next().map_or(Some(0.0), |s| s.parse().ok())?;
    if let Some(shift) = shift {
        hour = hour % 12 + shift;
    }
    let valid =
        parts.next().is_none() && (0..24).contains(&hour) && (0..60).contains(&minute) && (0.0..60.0).contains(&second);
    valid.then(|| (hour * 60 + minute) * 60_000 + (second * 1000.0).round() as i64)
}

/// `1 Mar 2026`, `01-Mar-2026`, `March 1, 2026`.
fn worded_month(text: &str) -> Option<(Date, &str)> {
    let gap = |text: &'_ str| text.len() - text.trim_start_matches([' ', '-', '/', '.', ',']).len();
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let (day, rest) = digits(text)?;
        let (month, rest) = month_word(&rest[gap(rest)..])?;
        let (year, rest) = year(&rest[gap(rest)..])?;
        return Some((Date::new(year, month, day)?, rest));
    }
    let (month, rest) = month_word(text)?;
    let (day, rest) = digits(&rest[gap(rest)..])?;
    let (year, rest) = year(&rest[gap(rest)..])?;
    Some((Date::new(year, month, day)?, rest))
}

fn month_word(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let word = text[..end].to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| word.starts_with(month))?;
    let whole = ["uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember"][at];
    let known = word.len() == 3 || word == "sept" || word[3..] == *whole;
    known.then_some((at as u32 + 1, &text[end..]))
}

/// A year of four digits.
fn year(text: &str) -> Option<(i32, &str)> {
    let (year, rest) = digits(text)?;
    (text.len() - rest.len() == 4).then_some((year as i32, rest))
}

/// `令和8年3月1日`, `R8.3.1`, `平成元年1月8日`.
fn era(text: &str) -> Option<(Date, &str)> {
    let (rest, before) = ERAS.iter().find_map(|(era, before)| Some((text.strip_prefix(era)?, before)))?;
    let (year, rest) = match rest.strip_prefix('元') {
        Some(rest) => (1, rest),
        None => digits(rest)?,
    };
    let year = i32::try_from(year).ok().filter(|year| (1..100).contains(year))?;
    month_and_day(before + year, rest)
}

/// The day of the week that people write behind a date says nothing new: `(月)`, `星期五`, `월요일`, `Fri`.
fn without_weekday(rest: &str) -> &str {
    let bare = rest.trim_start_matches([' ', ',', '(']);
    let lower = bare.to_lowercase();
    let named = WEEKDAYS.iter().find(|word| lower.starts_with(*word)).map(|word| &bare[word.len()..]);
    let after = named.or_else(|| {
        let day = bare.strip_prefix("星期").or_else(|| bare.strip_prefix('周')).or_else(|| bare.strip_prefix("礼拜"));
        day.and_then(|day| day.strip_prefix(['一', '二', '三', '四', '五', '六', '日', '天']))
    });
    let after = after.or_else(|| {
        let day =
            bare.strip_prefix(['月', '火', '水', '木', '金', '土', '日', '월', '화', '수', '목', '금', '토', '일'])?;
        Some(day.strip_prefix("曜日").or_else(|| day.strip_prefix("요일")).unwrap_or(day))
    });
    after.map_or(rest, |after| after.strip_prefix(')').unwrap_or(after))
}

#[cfg(test)]
#[path = "date_text_tests.rs"]
mod tests;

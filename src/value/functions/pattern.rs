//! Formats as spreadsheets write them, for the function `text`: `#,##0.00`, `00000`, `0.0%`, `yyyy-mm-dd`.

use crate::value::{DateTime, Type, Value, number};

/// A format that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// For numbers.
    Number(NumberPattern),
    /// For dates and datetimes.
    Date(Vec<Part>),
}

/// How a number is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NumberPattern {
    /// What stands before the digits: a sign of a currency.
    before: String,
    /// Digits before the point, at least: `000` writes 7 as 007.
    whole: usize,
    /// Digits after the point that are always written.
    decimals: usize,
    /// Further digits after the point, written where they are not 0.
    optional: usize,
    grouped: bool,
    percent: bool,
    /// What stands behind: a unit.
    after: String,
}

/// A part of a date's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Year of four digits.
    Year,
    /// The last two digits of the year.
    ShortYear,
    /// Month, in at least so many digits.
    Month(usize),
    /// Day of the month.
    Day(usize),
    /// Hour, 0 to 23.
    Hour(usize),
    /// Minute.
    Minute(usize),
    /// Second.
    Second(usize),
    /// A character as it stands.
    Literal(char),
}

impl Pattern {
    /// Reads a format; `None` for what is none, or none of those that are known here.
    #[must_use]
    pub fn parse(text: &str) -> Option<Pattern> {
        if text.chars().any(|c| "ymdhsYMDHS".contains(c)) {
            return date_parts(text).map(Pattern::Date);
        }
        NumberPattern::parse(text).map(Pattern::Number)
    }

    /// Whether it is a format for values of that type.
    #[must_use]
    pub fn is_for(&self, ty: Type) -> bool {
        match self {
            Pattern::Number(_) => ty == Type::Number,
            Pattern::Date(_) => ty.is_dated(),
        }
    }

    fn show(&self, value: &Value) -> Option<String> {
        match (self, value) {
            (Pattern::Number(pattern), Value::Number(number)) => Some(pattern.show(*number)),
            (Pattern::Date(parts), Value::Date(day)) => Some(show_date(parts, DateTime::midnight(*day))),
            (Pattern::Date(parts), Value::DateTime(moment)) => Some(show_date(parts, *moment)),
            _ => None,
        }
    }
}

/// A value as the format shows it; `None` where it is no format, or none for such a value.
pub(super) fn shown(value: &Value, format: &str) -> Option<String> {
    Pattern::parse(format)?.show(value)
}

impl NumberPattern {
    fn parse(text: &str) -> Option<NumberPattern> {
        let digits = |c: char| "0#,.".contains(c);
        let start = text.find(digits)?;
        let end = text.rfind(digits)? + 1;
        let (before, middle, after) = (&text[..start], &text[start..end], &text[end..]);
        let (percent, after) = match after.strip_prefix('%') {
            Some(rest) => (true, rest),
            None => (false, after),
        };
        if !middle.chars().all(digits) || !is_plain(before) || !is_plain(after) {
            return None;
        }
        let (whole, fraction) = middle.split_once('.').unwrap_or((middle, ""));
        let (grouped, whole) = match whole.split_once(',') {
            // `#,##0` is the one way to write it; zeros in front have no groups.
            Some(_) if whole == "#,##0" => (true, "0"),
            Some(_) if whole == "#,###" => (true, ""),
            Some(_) => return None,
            None => (false, whole.trim_start_matches('#')),
        };
        let optional = fraction.trim_start_matches('0');
        let all = |text: &str, digit: char| text.chars().all(|c| c == digit);
        let fits = all(whole, '0') && all(optional, '#') && whole.len() <= 15 && fraction.len() <= 15;
        fits.then(|| NumberPattern {
            before: before.to_string(),
            whole: whole.len(),
            decimals: fraction.len() - optional.len(),
            optional: optional.len(),
            grouped,
            percent,
            after: after.to_string(),
        })
    }

    fn show(&self, value: f64) -> String {
        let places = self.decimals + self.optional;
        let value = number::round(if self.percent { value * 100.0 } else { value }, places as i32);
        let text = format!("{:.places$}", value.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let mut fraction = fraction.to_string();
        while fraction.len() > self.decimals && fraction.ends_with('0') {
            fraction.pop();
        }
        let point = if fraction.is_empty() { "" } else { "." };
        let sign = if value < 0.0 { "-" } else { "" };
        let percent = if self.percent { "%" } else { "" };
        format!("{sign}{}{}{point}{fraction}{percent}{}", self.before, self.whole_digits(whole), self.after)
    }

    fn whole_digits(&self, digits: &str) -> String {
        if self.whole == 0 && digits == "0" {
            return String::new();
        }
        let padded = format!("{digits:0>width$}", width = self.whole);
        if !self.grouped {
            return padded;
        }
        let mut text = String::new();
        for (place, digit) in padded.chars().enumerate() {
            if place > 0 && (padded.len() - place).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        text
    }
}

/// Signs of currencies, units and blanks may stand around a number; letters and digits may not.
fn is_plain(text: &str) -> bool {
    !text.chars().any(|c| c.is_ascii_alphanumeric() || "#,.%;[]@*_?\\\"".contains(c))
}

fn date_parts(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let run = rest.chars().take_while(|other| other.eq_ignore_ascii_case(&c)).count();
        let part = match (c.to_ascii_lowercase(), run) {
            ('y', 4) => Part::Year,
            ('y', 2) => Part::ShortYear,
            ('m', 1 | 2) if is_minute(&parts, &rest[run..]) => Part::Minute(run),
            ('m', 1 | 2) => Part::Month(run),
            ('d', 1 | 2) => Part::Day(run),
            ('h', 1 | 2) => Part::Hour(run),
            ('s', 1 | 2) => Part::Second(run),
            (letter, _) if letter.is_ascii_alphanumeric() && letter != 't' => return None,
            _ if "#%;[]@*_?\\\"".contains(c) => return None,
            _ => {
                parts.push(Part::Literal(c));
                rest = &rest[c.len_utf8()..];
                continue;
            }
        };
        parts.push(part);
        rest = &rest[run..];
    }
    Some(parts)
}

/// `m` is a minute behind an hour and before a second, a month elsewhere.
fn is_minute(before: &[Part], after: &str) -> bool {
    let last = before.iter().rev().find(|part| !matches!(part, Part::Literal(_)));
    matches!(last, Some(Part::Hour(_)))
        || after.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()).starts_with(['s', 'S'])
}

fn show_date(parts: &[Part], moment: DateTime) -> String {
    let day = moment.date();
    let mut text = String::new();
    for part in parts {
        let (number, digits) = match *part {
            Part::Year => (day.year().unsigned_abs(), 4),
            Part::ShortYear => (day.year().unsigned_abs() % 100, 2),
            Part::Month(digits) => (day.month(), digits),
            Part::Day(digits) => (day.day(), digits),
            Part::Hour(digits) => (moment.hour(), digits),
            Part::Minute(digits) => (moment.minute(), digits),
            Part::Second(digits) => (moment.second(), digits),
            Part::Literal(c) => {
                text.push(c);
                continue;
            }
        };
        text += &format!("{number:0>digits$}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::shown;
    use crate::value::{Date, DateTime, Value};

    fn number(value: f64, format: &str) -> Option<String> {
        shown(&Value::Number(value), format)
    }

    #[test]
    fn numbers_look_as_in_a_spreadsheet() {
        for (value, format, text) in [
            (1234.5, "0", "1235"),
            (1234.5, "#,##0", "1,235"),
            (1234.5, "#,##0.00", "1,234.50"),
            (-1_234_567.0, "#,##0", "-1,234,567"),
            (0.125, "0%", "13%"),
            (0.125, "0.0%", "12.5%"),
            (1.005, "0.00", "1.01"),
            (7.0, "00000", "00007"),
            (1.5, "0.##", "1.5"),
            (2.0, "0.##", "2"),
            (0.5, "#.0", ".5"),
            (0.0, "#,###", ""),
            (-0.001, "0.00", "0.00"),
            (36_421_000.0, "₩#,##0", "₩36,421,000"),
            (12.0, "0건", "12건"),
            (-5.0, "€0.00", "-€5.00"),
        ] {
            assert_eq!(number(value, format).as_deref(), Some(text), "{value} as {format}");
        }
    }

    #[test]
    fn dates_look_as_in_a_spreadsheet() {
        let day = Value::Date(Date::new(2026, 3, 9).unwrap());
        let moment = Value::DateTime(DateTime::parse("2026-03-09 07:05:30").unwrap());
        for (value, format, text) in [
            (&day, "yyyy-mm-dd", "2026-03-09"),
            (&day, "d/m/yy", "9/3/26"),
            (&day, "YYYY.MM", "2026.03"),
            (&day, "yyyy년 m월", "2026년 3월"),
            (&moment, "hh:mm", "07:05"),
            (&moment, "h:mm:ss", "7:05:30"),
            (&moment, "mm:ss", "05:30"),
            (&moment, "yyyy-mm-ddThh:mm", "2026-03-09T07:05"),
        ] {
            assert_eq!(shown(value, format).as_deref(), Some(text), "{format}");
        }
    }

    #[test]
    fn what_is_no_format_of_a_value_shows_nothing() {
        for format in ["", "abc", "#.##0,00", "0,0", "0;-0", "[h]:mm", "0.0.0", "00#", "General", "yyyy"] {
            assert_eq!(number(1.0, format), None, "{format}");
        }
        let day = Value::Date(Date::new(2026, 3, 9).unwrap());
        for format in ["0", "mmm", "yyy", "ddd", "yyyy-qq", "[h]"] {
            assert_eq!(shown(&day, format), None, "{format}");
        }
    }
}

//! Dates and times as people type them.

use super::number_text::is_direction;
use super::{Date, DateText, DateTime, DayOrder};
use unicode_normalization::UnicodeNormalization;

/// Names of the months and what they are shortened to: English, French, German, Spanish, Italian,
/// Portuguese, Dutch.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "janvier", "janv", "januar", "jänner", "enero", "ene", "gennaio", "gen", "janeiro", "januari"],
    &[
        "february",
        "feb",
        "février",
        "fevrier",
        "févr",
        "fevr",
        "fév",
        "februar",
        "febrero",
        "febbraio",
        "fevereiro",
        "fev",
        "februari",
    ],
    &["march", "mar", "mars", "märz", "maerz", "mär", "mrz", "marzo", "março", "maart", "mrt"],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile"],
    &["may", "mai", "mayo", "maggio", "mag", "maio", "mei"],
    &["june", "jun", "juin", "juni", "junio", "giugno", "giu", "junho"],
    &["july", "jul", "juillet", "juil", "juli", "julio", "luglio", "lug", "julho"],
    &["august", "aug", "août", "aout", "agosto", "ago", "augustus"],
    &["september", "sep", "sept", "septembre", "septiembre", "setiembre", "settembre", "set", "setembro"],
    &["october", "oct", "octobre", "oktober", "okt", "octubre", "ottobre", "ott", "outubro", "out"],
    &["november", "nov", "novembre", "noviembre", "novembro"],
    &["december", "dec", "décembre", "decembre", "déc", "dezember", "dez", "diciembre", "dic", "dicembre", "dezembro"],
];
/// Words between the parts of a date.
const FILLERS: [&str; 13] = ["de", "del", "of", "the", "le", "el", "den", "der", "st", "nd", "rd", "th", "er"];
/// Japanese eras, by the year before their first.
const ERAS: [(&str, i32); 8] = [
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
    ("R", 2018),
    ("H", 1988),
    ("S", 1925),
];
/// Days of the week in the languages of the months.
const WEEKDAYS: [&str; 56] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lun",
    "mer",
    "jeu",
    "ven",
    "sam",
    "dim",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "mié",
    "jue",
    "vie",
    "sáb",
];

impl DateText {
    /// Reads a date with or without a time, in that order where one is given; see [`DateTime::parse`].
    #[must_use]
    pub fn read(text: &str, order: Option<DayOrder>) -> Option<DateText> {
        if text.len() > 64 {
            return None;
        }
        let folded: String = text.trim().nfkc().filter(|mark| !is_direction(*mark)).collect();
        let folded = with_digits(folded);
        let (day, rest) = day(&folded, order)?;
        let rest = rest.trim_start_matches(['T', ' ']).trim_end_matches('Z').trim();
        let time = if rest.is_empty() { 0 } else { time(rest)? };
        Some(day.map(|day| DateTime(DateTime::midnight(day).0 + time)))
    }
}

/// Reads a day at the start of the text and gives what follows it.
fn day(text: &str, order: Option<DayOrder>) -> Option<(DateText<Date>, &str)> {
    let text = without_weekday_before(text);
    let one = worded_month(text).or_else(|| era(text)).or_else(|| numeric(text));
    let (day, rest) = match one {
        Some((date, rest)) => (DateText::One(date), rest),
        None => three_numbers(text, order)?,
    };
    Some((day, without_weekday(rest)))
}

/// The digits of `二〇二六年三月一日` as digits.
fn with_digits(text: String) -> String {
    const DIGITS: &str = "〇一二三四五六七八九";
    let Some(end) = text.find('日').or_else(|| text.find('号')).filter(|_| text.contains(['年', '月'])) else {
        return text;
    };
    let value = |c: char| DIGITS.chars().position(|digit| digit == c || digit == '〇' && c == '零');
    if !text[..end].contains(|c: char| value(c).is_some() || c == '十') {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text[..end].chars().peekable();
    let mut last_digit = false;
    while let Some(c) = chars.next() {
        let digit_next = chars.peek().is_some_and(|next| value(*next).is_some());
        match value(c) {
            Some(digit) => plain.push_str(&digit.to_string()),
            // 十 is 1 before a digit (十二), 0 behind one (二十), nothing between two (二十一).
            None if c == '十' => plain.push_str(match (last_digit, digit_next) {
                (true, true) => "",
                (true, false) => "0",
                (false, true) => "1",
                (false, false) => "10",
            }),
            None => plain.push(c),
        }
        last_digit = value(c).is_some();
    }
    plain + &text[end..]
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
    let rest = bare.strip_prefix(['.', '日', '일', '号', '號']).filter(|_| !sunday).unwrap_or(rest);
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
fn time(text: &str) -> Option<i64> {
    let upper = text.to_uppercase();
    let clock = upper.as_str();
    let half = |marks: &[&str]| {
        marks.iter().find_map(|mark| clock.strip_suffix(mark).or_else(|| clock.strip_prefix(mark)).map(str::trim))
    };
    let (clock, shift) = match (half(&["AM", "上午", "午前", "오전"]), half(&["PM", "下午", "午後", "오후"]))
    {
        (Some(clock), _) => (clock, Some(0)),
        (_, Some(clock)) => (clock, Some(12)),
        _ => (clock, None),
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

/// A date whose month is a word: `1 Mar 2026`, `1. März 2026`, `1er mars 2026`, `March 1st, 2026`,
/// `1 de marzo de 2026`, `2026-Mar-01`.
fn worded_month(text: &str) -> Option<(Date, &str)> {
    let (first, rest) = part(text)?;
    let (second, rest) = part(rest)?;
    let (third, rest) = part(rest)?;
    let (year, month, day) = match (first, second, third) {
        (Part::Number(day, 1 | 2), Part::Month(month), Part::Number(year, 4))
        | (Part::Month(month), Part::Number(day, 1 | 2), Part::Number(year, 4))
        | (Part::Number(year, 4), Part::Month(month), Part::Number(day, 1 | 2)) => (year, month, day),
        _ => return None,
    };
    Some((Date::new(year as i32, month, day)?, rest))
}

/// A part of a date with a month in words.
enum Part {
    /// A number and how many digits it has.
    Number(u32, usize),
    Month(u32),
}

fn part(text: &str) -> Option<(Part, &str)> {
    let mut rest = text.trim_start_matches([' ', '-', '/', '.', ',', 'º', 'ª', '°', '\u{a0}']);
    loop {
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            let (number, after) = digits(rest)?;
            return Some((Part::Number(number, rest.len() - after.len()), after));
        }
        let (word, after) = word(rest)?;
        if let Some(at) = MONTHS.iter().position(|names| names.contains(&word.as_str())) {
            return Some((Part::Month(at as u32 + 1), after));
        }
        if !FILLERS.contains(&word.as_str()) {
            return None;
        }
        rest = after.trim_start_matches([' ', '-', '.', ',']);
    }
}

/// The month of that name, written small.
#[must_use]
pub fn month_named(word: &str) -> Option<u32> {
    MONTHS.iter().position(|names| names.contains(&word)).map(|at| at as u32 + 1)
}

/// The letters at the start, small.
fn word(text: &str) -> Option<(String, &str)> {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    (end > 0 && end <= 24).then(|| (text[..end].to_lowercase(), &text[end..]))
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

/// The day of the week before a date: `Monday, 1 March 2026`, `lundi 2 mars 2026`.
fn without_weekday_before(text: &str) -> &str {
    match word(text) {
        Some((word, rest)) if WEEKDAYS.contains(&word.as_str()) => rest.trim_start_matches(['.', ',', ' ']),
        _ => text,
    }
}

/// The day of the week that people write behind a date says nothing new: `(月)`, `星期五`, `월요일`, `Fri`.
fn without_weekday(rest: &str) -> &str {
    let bare = rest.trim_start_matches([' ', ',', '(']);
    let named = word(bare).filter(|(word, _)| WEEKDAYS.contains(&word.as_str())).map(|(_, after)| after);
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

/// Three numbers in the order written, the last of four digits or, where the order is known, any of two.
fn three_numbers(text: &str, order: Option<DayOrder>) -> Option<(DateText<Date>, &str)> {
    let (a, rest) = number(text)?;
    let mark = rest.trim_start().chars().next().filter(|mark| matches!(mark, '/' | '-' | '.'))?;
    let next = |rest: &'_ str| rest.trim_start().strip_prefix(mark).map(str::trim_start).map(str::len);
    let (b, rest) = number(&rest[rest.len() - next(rest)?..])?;
    let (c, rest) = number(&rest[rest.len() - next(rest)?..])?;
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    let [(first, _), (second, _), (last, digits)] = [a, b, c];
    if [a.1, b.1].iter().any(|digits| *digits > 2) || !matches!(digits, 2 | 4) {
        return None;
    }
    let day = |year: u32, month, day| Date::new(year as i32, month, day);
    let full = |year: u32| if digits == 4 { year } else { century(year) };
    let found = match order {
        Some(DayOrder::Dmy) => DateText::One(day(full(last), second, first)?),
        Some(DayOrder::Mdy) => DateText::One(day(full(last), first, second)?),
        Some(DayOrder::Ymd) => DateText::One((digits == 2).then(|| day(century(first), second, last))??),
        None if digits == 2 => return None,
        None => match (day(last, second, first), day(last, first, second)) {
            (Some(one), Some(other)) if one == other => DateText::One(one),
            // Nobody writes points between month, day and year.
            (Some(one), _) if mark == '.' => DateText::Shows(one, DayOrder::Dmy),
            (Some(day_first), Some(month_first)) => DateText::Either { day_first, month_first },
            (Some(one), None) => DateText::Shows(one, DayOrder::Dmy),
            (None, Some(one)) if mark != '.' => DateText::Shows(one, DayOrder::Mdy),
            _ => return None,
        },
    };
    Some((found, rest))
}

/// Years of two digits: 1970 to 2069.
fn century(year: u32) -> u32 {
    if year < 70 { 2000 + year } else { 1900 + year }
}

/// A number and how many digits it has.
fn number(text: &str) -> Option<((u32, usize), &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some(((text[..end].parse().ok()?, end), &text[end..]))
}

#[cfg(test)]
#[path = "date_text_tests.rs"]
mod tests;

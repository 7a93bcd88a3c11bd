//! Values written in cells.

use super::scan::{Piece, fold};
use super::{CellError, Literal};
use crate::value::{Date, DateTime, Type, Value, number, size};

/// The value of that type which the piece writes.
pub(super) fn literal(piece: Piece<'_>, kind: Type) -> Result<Literal, CellError> {
    if piece.is_empty() {
        return Err(piece.error("a value is missing", format!("write {}", example(kind))));
    }
    let value = match kind {
        Type::Text => Some(Value::text(text(piece)?)),
        _ => plain(piece, kind),
    };
    match value {
        Some(value) => Ok(at(piece, value)),
        None => Err(piece.error(
            format!("`{}` is not {}, which this input is", piece.text, kind.a_word()),
            advice(piece.text, kind),
        )),
    }
}

/// The value of a type other than text.
pub(super) fn plain(piece: Piece<'_>, kind: Type) -> Option<Value> {
    match kind {
        Type::Number => number::parse(piece.text).map(Value::number).filter(|value| !value.is_blank()),
        Type::Date => Date::parse(piece.text).map(Value::Date),
        Type::DateTime => moment(piece.text),
        Type::Bool => truth(piece.text).map(Value::Bool),
        Type::Text | Type::List | Type::Period => None,
    }
}

/// The piece as a literal of that value.
pub(super) fn at(piece: Piece<'_>, value: Value) -> Literal {
    let percent = matches!(value, Value::Number(_)) && matches!(piece.last(), Some('%' | '‰'));
    Literal { value, percent, start: piece.start as u32, end: piece.end() as u32 }
}

/// A datetime, or a date where no time is written: dates compare by day.
pub(super) fn moment(text: &str) -> Option<Value> {
    let moment = DateTime::parse(text)?;
    let timed = text.chars().any(|c| fold(c) == ':');
    Some(if timed { Value::DateTime(moment) } else { Value::Date(moment.date()) })
}

/// `true`, `yes`, `false`, `no`, in any case.
pub(super) fn truth(text: &str) -> Option<bool> {
    let plain: String = text.chars().map(fold).collect::<String>().to_lowercase();
    match plain.as_str() {
        "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        _ => None,
    }
}

/// Text as written, or what stands between its quotes.
pub(super) fn text(piece: Piece<'_>) -> Result<String, CellError> {
    let close = match piece.first() {
        Some('"') => '"',
        Some('“') => '”',
        _ => return Ok(piece.text.to_string()),
    };
    let mut found = String::new();
    let mut chars = piece.text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| fold(*c));
        if c == '\\' && (next == Some(close) || next == Some('\\')) {
            found.extend(chars.next().map(|(_, c)| c));
        } else if fold(c) != close {
            found.push(c);
        } else if next == Some(close) {
            found.extend(chars.next().map(|(_, c)| c));
        } else {
            let rest = piece.from(at + c.len_utf8());
            return if rest.is_empty() {
                Ok(found)
            } else {
                Err(rest.error(
                    format!("`{}` comes after the closing quote", rest.text),
                    "put a comma between two texts, or write `\"\"` for a quote within a text",
                ))
            };
        }
    }
    Err(piece.error("the quote is not closed", format!("end the text with `{close}`")))
}

/// What can be written for an input of that type.
pub(super) fn example(kind: Type) -> &'static str {
    match kind {
        Type::Number => "a number: `>= 10%`, `1_000 .. 5_000`, `1, 2`",
        Type::Text => "a text: `A`, `A, B`, `not A`, `\"A, B\"`",
        Type::Date => "a date: `2026-01-01`, `>= 2026-01-01`, `2026-01-01 .. 2026-04-01`",
        Type::DateTime => "a date or a moment: `>= 2026-01-01`, `< 2026-01-01 12:00`",
        Type::Bool => "`true` or `false`",
        Type::List | Type::Period => "`blank`, `not blank` or `= expression`",
    }
}

/// What says a comparison after a number, and its sign.
const AFTER: [(&str, &str); 20] = [
    ("or more", ">="),
    ("and more", ">="),
    ("or above", ">="),
    ("and above", ">="),
    ("+", ">="),
    ("이상", ">="),
    ("以上", ">="),
    ("or less", "<="),
    ("and less", "<="),
    ("or below", "<="),
    ("이하", "<="),
    ("以下", "<="),
    ("초과", ">"),
    ("超", ">"),
    ("미만", "<"),
    ("未満", "<"),
    ("未满", "<"),
    ("부터", ">="),
    ("까지", "<="),
    ("から", ">="),
];
/// Units that numbers have in texts and not here.
const UNITS: [&str; 32] = [
    "일", "日", "天", "days", "day", "개월", "月", "months", "month", "원", "円", "元", "개", "個", "个", "명", "人",
    "건", "件", "pcs", "점", "点", "點", "分", "세", "歳", "岁", "회", "回", "次", "points", "pts",
];

/// A number with a unit, which is left out: `14일`, `80점`.
fn without_unit(text: &str) -> Option<&str> {
    let digits = text.trim_end_matches(|c: char| c.is_alphabetic() || c == ' ' || c == '.');
    UNITS.contains(&text[digits.len()..].trim()).then_some(digits.trim())
}

/// A test in words or with a unit: `100 or more`, `70+`, `100-200`, `14일`, and what it is here.
fn in_words(text: &str, kind: Type) -> Option<String> {
    let reads = |part: &str| plain(Piece { text: part.trim(), start: 0 }, kind).is_some();
    let numeral = |part: &str| match without_unit(part).filter(|number| kind == Type::Number && reads(number)) {
        Some(number) => Some(number.to_string()),
        None => size::read(part).map(size::grouped),
    };
    if let Some((number, sign)) = AFTER.iter().find_map(|(word, sign)| Some((text.strip_suffix(word)?.trim(), sign))) {
        let number = if reads(number) { Some(number.to_string()) } else { numeral(number) };
        return number.map(|number| format!("{sign} {number}"));
    }
    if let Some(rest) = text.strip_prefix('=').map(str::trim) {
        return reads(rest).then(|| format!(">= {rest}` or `{rest}"));
    }
    if kind != Type::Number {
        return None;
    }
    let range = ['~', '〜', '–', '-'].iter().find_map(|mark| text.split_once(*mark));
    if let Some((from, to)) = range {
        let (from, to) = (from.trim(), to.trim());
        let of = |part: &str| if reads(part) { Some(part.to_string()) } else { numeral(part) };
        if let (Some(from), Some(to)) = (of(from), of(to)) {
            return Some(format!("{from} .. {to}` up to but not including {to}, or with it `{from} ..= {to}"));
        }
    }
    numeral(text)
}

/// What to do about a literal that is none of that type.
fn advice(text: &str, kind: Type) -> String {
    let folded: String = text.chars().map(fold).collect();
    let dated = matches!(kind, Type::Date | Type::DateTime);
    if let Some(meant) = in_words(&folded, kind) {
        return format!("write `{meant}`");
    }
    if text.to_lowercase() == "blank" {
        return "write `blank` in lower case".to_string();
    }
    let lower = folded.to_lowercase();
    if lower.starts_with("not") && !folded.starts_with("not") {
        return "write `not` in lower case".to_string();
    }
    if folded.starts_with('!') {
        return "write `not` for anything else: `not 1`, `not(1, 2)`, `not 1 .. 3`".to_string();
    }
    if folded.contains("..") && kind != Type::Text {
        return "a range is a test of its own, `1 .. 3` or `[1..3]`, and `not 1 .. 3` is anything else".to_string();
    }
    if folded.contains(" or ") {
        return "put a comma between two tests, any of which may hold: `< 5, > 10`".to_string();
    }
    if folded.contains(['~', '〜', '–']) && (kind == Type::Number || dated) {
        return "write a range with two dots: `1 .. 5` goes up to but not including 5, `1 ..= 5` includes it"
            .to_string();
    }
    if kind == Type::Number && folded.contains(',') {
        return "put a blank after the comma between two numbers, as in `1, 2`; in `1,000` the comma groups digits"
            .to_string();
    }
    if kind == Type::Date && DateTime::parse(text).is_some() {
        return "leave the time out: this input is a day without a time".to_string();
    }
    if (kind == Type::Number || dated) && folded.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return format!(
            "write {}; what equals a column or a formula begins with `=`: `= {}`",
            example(kind),
            text.trim()
        );
    }
    format!("write {}", example(kind))
}

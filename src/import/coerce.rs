//! Cells into values of the column's type.

use super::evidence::{Aside, Clue};
use super::fold::{fold, normalise};
use super::moment;
use super::ready::{Bad, Ready};
use super::slot::{Held, Slot, iso};
use super::unlike;
use super::wanted::WantedColumn;
use crate::policy::model::Code;
use crate::value::{DecimalMark, NumberText, Shows, Type, Value, duration, number};
use std::fmt::Write;

/// Reads a cell as a value of its column's type, and what it tells beside. Text of keys and references
/// takes the form in which they meet. The slot is changed only where this succeeds.
pub(super) fn coerce(slot: &mut Slot, column: &WantedColumn<'_>, is_1904: bool) -> Result<(Ready, Aside), Bad> {
    let plain = |ready| Ok((ready, Aside::None));
    match &slot.held {
        Held::Blank => return plain(Ready::Blank),
        Held::Error => return Err(Bad::Error),
        Held::Unsaved => return Err(Bad::Unsaved),
        _ => {}
    }
    match column.kind {
        Type::Number => number_of(slot, column.conventions.decimal),
        Type::Text => {
            let aside = if has_lost_digits(slot) { Aside::Said(Clue::LostDigits) } else { Aside::None };
            text_of(slot, column.joins || column.code.is_some());
            if let Some(code) = column.code {
                code_of(slot, code)?;
            }
            Ok((Ready::Text, aside))
        }
        Type::Date | Type::DateTime => moment::read(slot, column, is_1904),
        Type::Bool => bool_of(slot).map_or(Err(Bad::Bool), |flag| plain(Ready::Bool(flag))),
        Type::List | Type::Period => plain(Ready::Other(list_of(slot))),
    }
}

fn number_of(slot: &Slot, mark: Option<DecimalMark>) -> Result<(Ready, Aside), Bad> {
    match &slot.held {
        Held::Number(value) if value.is_finite() => {
            let aside = match slot.look.money() {
                _ if slot.look.is_percent() => Aside::Percent(*value),
                Some(word) => Aside::Money(*value, word),
                None => Aside::None,
            };
            Ok((Ready::Number(*value), aside))
        }
        Held::Text => number_text(&slot.text, mark),
        Held::Moment(_) if slot.serial.is_finite() => {
            let clue = if moment::is_likely_day(slot.serial) { Clue::Day } else { Clue::Days };
            Ok((Ready::Number(slot.serial), Aside::Said(clue)))
        }
        _ => Err(Bad::Number),
    }
}

fn number_text(text: &str, mark: Option<DecimalMark>) -> Result<(Ready, Aside), Bad> {
    // Most numbers of CSV files are plain digits.
    if let Some(value) = plain_digits(text) {
        return Ok((Ready::Number(value), Aside::None));
    }
    let Some(mut number) = NumberText::read(text) else {
        return match duration(text) {
            Some(days) => Ok((Ready::Number(days), Aside::Said(Clue::Time))),
            None => Err(Bad::Number),
        };
    };
    if let Some(mark) = mark {
        number.value = number.with(mark).ok_or(Bad::Mark(mark))?;
        number.shows = Shows::Neither;
    }
    Ok((Ready::Number(number.value), Aside::Number(number)))
}

/// A whole number, perhaps with a minus sign.
fn plain_digits(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.len() <= 32 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// Spreadsheets keep 15 digits of a number: a longer code that was typed or opened as a number has zeros at its
/// end, and one that was saved from there as text reads `4.90123E+15`.
fn has_lost_digits(slot: &Slot) -> bool {
    match &slot.held {
        Held::Number(value) => value.fract() == 0.0 && value.abs() >= 1e15,
        Held::Text => is_cut_short(&slot.text),
        _ => false,
    }
}

/// `4.90123E+15`, as spreadsheets show a whole number for which the column is too narrow.
fn is_cut_short(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let Some((head, power)) = text.split_once("E+") else { return false };
    let (first, decimals) = head.split_once('.').unwrap_or((head, "0"));
    let whole = power.parse::<usize>().is_ok_and(|power| power >= decimals.len() && power >= 9);
    first.len() == 1 && digits(first) && digits(decimals) && digits(power) && whole
}

fn text_of(slot: &mut Slot, joins: bool) {
    match &slot.held {
        Held::Number(value) => {
            slot.text.clear();
            write_number(&mut slot.text, *value);
        }
        Held::Bool(flag) => {
            slot.text.clear();
            slot.text.push_str(if *flag { "TRUE" } else { "FALSE" });
        }
        Held::Moment(moment) => slot.text = iso(*moment),
        Held::List(value) => slot.text = value.to_string(),
        Held::Text if joins => normalise(&mut slot.text),
        Held::Text | Held::Blank | Held::Error | Held::Unsaved => {}
    }
}

/// Brings a code of digits into its form; other texts stay as they are.
fn code_of(slot: &mut Slot, code: Code) -> Result<(), Bad> {
    let Some(whole) = unlike::whole(&slot.text) else { return Ok(()) };
    let (digits, width) = (whole.len(), code.width.map_or(0, |width| width as usize));
    let bare = unlike::bare(&slot.text).map_or(0, str::len);
    if code.width.is_some() && bare > width {
        return Err(Bad::Code);
    }
    slot.text.truncate(digits);
    if code.width.is_some() {
        // More zeros than there should be are none of its digits.
        slot.text.drain(..digits.saturating_sub(width));
        slot.text.insert_str(0, &"0".repeat(width.saturating_sub(digits)));
    }
    Ok(())
}

fn write_number(text: &mut String, value: f64) {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        // Writing to a string cannot fail.
        let _ = write!(text, "{}", value as i64);
    } else {
        text.push_str(&number::shortest(value));
    }
}

fn bool_of(slot: &Slot) -> Option<bool> {
    match &slot.held {
        Held::Bool(flag) => Some(*flag),
        Held::Number(value) if *value == 1.0 => Some(true),
        Held::Number(value) if *value == 0.0 => Some(false),
        Held::Text => truth(&slot.text),
        _ => None,
    }
}

/// What a word says that stands for true or false.
pub(crate) fn truth(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "true" | "yes" | "y" | "1" | "ja" | "oui" | "sí" | "si" | "o" | "はい" | "有" | "예" | "네" | "是" | "○"
        | "〇" | "◯" | "✓" | "✔" => Some(true),
        "false" | "no" | "n" | "0" | "nein" | "non" | "x" | "いいえ" | "無" | "无" | "아니오" | "아니요" | "否"
        | "×" | "✕" | "✗" => Some(false),
        _ => None,
    }
}

/// A list as people type one into a cell: `A, B`.
fn list_of(slot: &Slot) -> Value {
    match &slot.held {
        Held::List(value) => value.clone(),
        Held::Text => {
            let items = slot.text.split([',', ';', '、', '，', '\n']).map(super::fold::trim);
            Value::List(items.filter(|item| !item.is_empty()).map(Value::from).collect())
        }
        Held::Number(value) => Value::List([Value::number(*value)].into()),
        Held::Bool(flag) => Value::List([Value::Bool(*flag)].into()),
        Held::Moment(moment) => Value::List([Value::DateTime(*moment)].into()),
        Held::Blank | Held::Error | Held::Unsaved => Value::Blank,
    }
}

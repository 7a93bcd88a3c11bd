//! Cells into values of the column's type.

use super::fold::{fold, normalise};
use super::slot::{Held, Slot, iso};
use crate::issue::IssueCode;
use crate::value::{DateTime, Type, Value, number};
use std::fmt::Write;

/// A value ready for its column; text stays in the slot.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Ready {
    #[default]
    Blank,
    Number(f64),
    /// The slot's text.
    Text,
    /// The slot's text, whose code in its column is known already.
    Coded(u32),
    Moment(DateTime),
    Bool(bool),
    Other(Value),
}

/// What a cell could not become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    Number,
    Date,
    Bool,
    Error,
    Unsaved,
}

impl Bad {
    pub(super) fn code(self) -> IssueCode {
        match self {
            Bad::Number => IssueCode::BadNumber,
            Bad::Date => IssueCode::BadDate,
            Bad::Bool => IssueCode::BadBool,
            Bad::Error => IssueCode::ErrorCell,
            Bad::Unsaved => IssueCode::UnsavedFormula,
        }
    }

    pub(super) fn sentence(self) -> &'static str {
        match self {
            Bad::Number => "not a number",
            Bad::Date => "not a date",
            Bad::Bool => "neither true nor false",
            Bad::Error => "an error of the spreadsheet",
            Bad::Unsaved => "a formula whose result was never saved",
        }
    }
}

/// Reads a cell as a value of that type. `joins` brings text into the form in which keys and
/// references meet. The slot is changed only where this succeeds.
pub(super) fn coerce(slot: &mut Slot, kind: Type, joins: bool) -> Result<Ready, Bad> {
    match &slot.held {
        Held::Blank => return Ok(Ready::Blank),
        Held::Error => return Err(Bad::Error),
        Held::Unsaved => return Err(Bad::Unsaved),
        _ => {}
    }
    match kind {
        Type::Number => number_of(slot).map(Ready::Number).ok_or(Bad::Number),
        Type::Text => {
            text_of(slot, joins);
            Ok(Ready::Text)
        }
        Type::Date | Type::DateTime => moment_of(slot).map(Ready::Moment).ok_or(Bad::Date),
        Type::Bool => bool_of(slot).map(Ready::Bool).ok_or(Bad::Bool),
        Type::List | Type::Period => Ok(Ready::Other(list_of(slot))),
    }
}

fn number_of(slot: &Slot) -> Option<f64> {
    match &slot.held {
        Held::Number(value) => Some(*value),
        Held::Text => plain_number(&slot.text).or_else(|| number::parse(&slot.text)),
        _ => None,
    }
}

/// Most numbers of CSV files are plain digits.
fn plain_number(text: &str) -> Option<f64> {
    let plain = text.len() <= 32 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
    if plain { text.parse().ok() } else { None }
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

fn write_number(text: &mut String, value: f64) {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        // Writing to a string cannot fail.
        let _ = write!(text, "{}", value as i64);
    } else {
        text.push_str(&number::shortest(value));
    }
}

fn moment_of(slot: &Slot) -> Option<DateTime> {
    match &slot.held {
        Held::Moment(moment) => Some(*moment),
        Held::Number(serial) => DateTime::from_serial(*serial),
        Held::Text => {
            let serial = || plain_number(&slot.text).and_then(DateTime::from_serial);
            DateTime::parse(&slot.text).or_else(serial)
        }
        _ => None,
    }
}

fn bool_of(slot: &Slot) -> Option<bool> {
    match &slot.held {
        Held::Bool(flag) => Some(*flag),
        Held::Number(value) if *value == 1.0 => Some(true),
        Held::Number(value) if *value == 0.0 => Some(false),
        Held::Text => match fold(&slot.text).as_str() {
            "true" | "yes" | "y" | "1" | "はい" | "예" | "네" | "是" | "○" | "〇" | "◯" => Some(true),
            "false" | "no" | "n" | "0" | "いいえ" | "아니오" | "아니요" | "否" | "×" | "✕" => Some(false),
            _ => None,
        },
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

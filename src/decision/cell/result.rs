//! The cells on the right side of a decision table.

use super::Literal;
use super::literal::{at, moment, text};
use super::scan::{Piece, fold};
use crate::value::{DateTime, Type, Value, number};

/// What a rule gives.
#[derive(Clone, Debug, PartialEq)]
pub enum ResultCell {
    /// An empty cell: the result is blank.
    Blank,
    /// A value.
    Literal {
        /// The value by itself.
        literal: Literal,
        /// As written, quotes left out: the result where the output's type is text.
        text: String,
    },
    /// `= expression`.
    Formula {
        /// The formula, without its `=`.
        text: String,
        /// Byte of the cell at which it starts.
        start: u32,
    },
}

impl ResultCell {
    /// The value in an output of that type (see [`result_type`]): where it is text, numbers, dates
    /// and truths count as they are written. `None` for a formula.
    #[must_use]
    pub fn value(&self, kind: Type) -> Option<Value> {
        match self {
            ResultCell::Blank => Some(Value::Blank),
            ResultCell::Literal { text, .. } if kind == Type::Text => Some(Value::text(text.as_str())),
            ResultCell::Literal { literal, .. } => Some(match literal.value {
                Value::Date(day) if kind == Type::DateTime => Value::DateTime(DateTime::midnight(day)),
                ref value => value.clone(),
            }),
            ResultCell::Formula { .. } => None,
        }
    }
}

/// Reads an output cell: a number (`7`, `12.5%`), a date, `true` or `false`, a text, a text in
/// quotes, `= expression`, or nothing for a blank. Numbers with leading zeros are codes, so text.
#[must_use]
pub fn parse_result(written: &str) -> ResultCell {
    let piece = Piece { text: written, start: 0 }.trim();
    match piece.first() {
        None => ResultCell::Blank,
        Some('=') => {
            let rest = piece.from(piece.text.chars().next().map_or(0, char::len_utf8));
            ResultCell::Formula { text: rest.text.to_string(), start: rest.start as u32 }
        }
        Some(_) => {
            let text = text(piece).unwrap_or_else(|_| piece.text.to_string());
            let value = plain(piece.text).unwrap_or_else(|| Value::text(text.as_str()));
            ResultCell::Literal { literal: at(piece, value), text }
        }
    }
}

/// A number, date or truth; anything else is text.
fn plain(text: &str) -> Option<Value> {
    let mut first = text.chars().map(fold);
    let code = first.next() == Some('0') && first.next().is_some_and(|c| c.is_ascii_digit());
    match text.to_lowercase().as_str() {
        "true" => return Some(Value::Bool(true)),
        "false" => return Some(Value::Bool(false)),
        _ if code => return None,
        _ => {}
    }
    number::parse(text).map(Value::number).or_else(|| moment(text))
}

/// Texts among results that are all but numbers, by their places: words that were meant for later, as `tbd`. A text in
/// quotes is meant as it is. None where texts are not few.
#[must_use]
pub fn stray_texts<'w>(written: impl Iterator<Item = &'w str>) -> Vec<usize> {
    let (mut numbers, mut texts, mut commas) = (0, Vec::new(), Vec::new());
    for (at, written) in written.enumerate() {
        match parse_result(written) {
            ResultCell::Literal { literal, .. } => match literal.value {
                Value::Number(_) => numbers += 1,
                Value::Text(_) if !written.trim_start().starts_with('"') => {
                    texts.push(at);
                    // `1,5` was meant for a number wherever it stands.
                    let with_comma = written.contains(',').then(|| written.replacen(',', ".", 1));
                    commas.extend(with_comma.and_then(|point| number::parse(&point)).map(|_| at));
                }
                _ => return Vec::new(),
            },
            ResultCell::Blank | ResultCell::Formula { .. } => {}
        }
    }
    if numbers > 1 && texts.len() < numbers { texts } else { commas }
}

/// The type of an output: the one type all its values have (days beside moments are moments), else
/// text. `None` where all cells are blank or formulas, which say nothing here.
#[must_use]
pub fn result_type(cells: &[ResultCell]) -> Option<Type> {
    let kinds = cells.iter().filter_map(|cell| match cell {
        ResultCell::Literal { literal, .. } => literal.value.type_of(),
        ResultCell::Blank | ResultCell::Formula { .. } => None,
    });
    kinds.reduce(|a, b| match (a, b) {
        _ if a == b => a,
        _ if a.is_dated() && b.is_dated() => Type::DateTime,
        _ => Type::Text,
    })
}

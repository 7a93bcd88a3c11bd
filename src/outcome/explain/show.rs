//! Values as people read them.

use crate::value::{Extent, NumberFormat, NumberLook, Value, number};

/// A value as policies write it: percentages as such, a blank as `blank`, numbers to 14 digits.
#[must_use]
pub fn shown(value: &Value, format: NumberFormat) -> String {
    match (value, format) {
        (Value::Blank, _) => "blank".to_string(),
        (Value::Number(part), NumberFormat::Percent(_)) => {
            format!("{}%", number::shortest(digits(part * 100.0)))
        }
        (Value::Number(number), _) => number::shortest(digits(*number)),
        (Value::List(items), _) => {
            format!("[{}]", items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
        }
        (other, _) => other.to_string(),
    }
}

/// A value as its column shows it in a report.
pub(super) fn as_column(value: &Value, look: NumberLook) -> String {
    match value {
        Value::Number(number) => look.show(number::round(*number, look.digits())),
        other => shown(other, NumberFormat::General),
    }
}

/// The look of a number by itself.
pub(super) fn look_of(value: &Value, format: NumberFormat) -> NumberLook {
    NumberLook::of(format, &Extent::of(value.as_number().as_slice()))
}

/// The number to 14 significant digits: what is beyond is noise of the arithmetic.
fn digits(value: f64) -> f64 {
    let size = value.abs().log10().ceil();
    if size.is_finite() { number::round(value, 14 - size as i32) } else { value }
}

/// A number with one decimal, grouped: points and what they cost.
pub(super) fn points(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_string(), |value| NumberLook::SCORE.show(number::round(value, 1)))
}

/// A part of 1 as a percentage without needless decimals.
pub(super) fn percent(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_string(), |value| format!("{}%", number::shortest(number::round(value * 100.0, 1))))
}

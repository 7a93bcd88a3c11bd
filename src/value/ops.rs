//! The operators, on single values. Columns have faster ways to the same answers; tests hold the
//! two together.

use super::{DateTime, NoAnswer, Value, number};
use std::cmp::Ordering;

/// What an operator or function answers: a value (blank where an operand was), or why there is none.
pub type Answer = Result<Value, NoAnswer>;

/// A finite number, or the reason it is none.
pub fn finite(result: f64) -> Answer {
    if result.is_finite() { Ok(Value::Number(result)) } else { Err(NoAnswer::TooLarge) }
}

/// Longest text an operator, a function or a script makes, in bytes: a text that is doubled row by row is no
/// answer, not a full memory. A cell of a workbook holds half as much.
pub const LONGEST_TEXT: usize = 64 * 1024;

/// A text that was made, or the reason it is none.
pub fn made(text: String) -> Answer {
    if text.len() > LONGEST_TEXT { Err(NoAnswer::TextTooLong) } else { Ok(Value::text(text)) }
}

/// The values one after another as one text, for `` `…${a}…` `` and `join`; blanks are empty, numbers have 15 digits.
pub fn joined<'a>(values: impl Iterator<Item = &'a Value>, between: &str) -> Answer {
    use std::fmt::Write;
    let mut text = String::new();
    for (place, value) in values.enumerate() {
        if place > 0 {
            text.push_str(between);
        }
        let _ = match value {
            Value::Number(number) => write!(text, "{}", number::in_text(*number)),
            other => write!(text, "{other}"),
        };
        if text.len() > LONGEST_TEXT {
            return Err(NoAnswer::TextTooLong);
        }
    }
    Ok(Value::text(text))
}

/// `a + b`: numbers add, days are added to dates, text is joined with anything.
pub fn add(a: &Value, b: &Value) -> Answer {
    match (a, b) {
        (Value::Blank, _) | (_, Value::Blank) => Ok(Value::Blank),
        (Value::Number(a), Value::Number(b)) => finite(a + b),
        (Value::Date(day), Value::Number(n)) | (Value::Number(n), Value::Date(day)) => {
            day.plus_days(*n).map(Value::Date).ok_or(NoAnswer::TooLarge)
        }
        (Value::DateTime(moment), Value::Number(n)) | (Value::Number(n), Value::DateTime(moment)) => {
            moment.plus_days(*n).map(Value::DateTime).ok_or(NoAnswer::TooLarge)
        }
        _ => joined([a, b].into_iter(), ""),
    }
}

/// `a - b`: numbers subtract, two dates give the days between, a date less days is a date.
pub fn subtract(a: &Value, b: &Value) -> Answer {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => finite(a - b),
        (Value::Date(_) | Value::DateTime(_), Value::Number(n)) => add(a, &Value::Number(-n)),
        (Value::Date(a), Value::Date(b)) => Ok(Value::Number(f64::from(a.0 - b.0))),
        (Value::Date(_) | Value::DateTime(_), Value::Date(_) | Value::DateTime(_)) => {
            Ok(Value::Number((moment(a).0 - moment(b).0) as f64 / 86_400_000.0))
        }
        _ => Ok(Value::Blank),
    }
}

fn moment(value: &Value) -> DateTime {
    match value {
        Value::DateTime(moment) => *moment,
        Value::Date(date) => DateTime::midnight(*date),
        _ => DateTime(0),
    }
}

/// An operator on two numbers; anything else (blank included) gives blank.
fn numbers(a: &Value, b: &Value, op: impl FnOnce(f64, f64) -> Answer) -> Answer {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => op(*a, *b),
        _ => Ok(Value::Blank),
    }
}

/// `a * b`.
pub fn multiply(a: &Value, b: &Value) -> Answer {
    numbers(a, b, |a, b| finite(a * b))
}

/// `a / b`, never a whole-number division; by zero there is no answer.
pub fn divide(a: &Value, b: &Value) -> Answer {
    numbers(a, b, |a, b| if b == 0.0 { Err(NoAnswer::DivisionByZero) } else { finite(a / b) })
}

/// `a % b`: the remainder, with the sign of `a`.
pub fn remainder(a: &Value, b: &Value) -> Answer {
    numbers(a, b, |a, b| if b == 0.0 { Err(NoAnswer::DivisionByZero) } else { finite(a % b) })
}

/// `a ** b`.
pub fn power(a: &Value, b: &Value) -> Answer {
    numbers(a, b, raise)
}

/// `a ** b` on numbers.
pub fn raise(a: f64, b: f64) -> Answer {
    if a == 0.0 && b < 0.0 {
        return Err(NoAnswer::DivisionByZero);
    }
    let result = a.powf(b);
    if result.is_nan() { Err(NoAnswer::OutsideDomain) } else { finite(result) }
}

/// `-a`.
#[must_use]
pub fn negate(a: &Value) -> Value {
    a.as_number().map_or(Value::Blank, |n| Value::Number(-n))
}

/// `!a`, three-valued.
#[must_use]
pub fn not(a: &Value) -> Value {
    a.as_bool().map_or(Value::Blank, |flag| Value::Bool(!flag))
}

/// `a && b`, three-valued: false wins over blank.
#[must_use]
pub fn and(a: &Value, b: &Value) -> Value {
    match (a.as_bool(), b.as_bool()) {
        (Some(false), _) | (_, Some(false)) => Value::Bool(false),
        (Some(true), Some(true)) => Value::Bool(true),
        _ => Value::Blank,
    }
}

/// `a || b`, three-valued: true wins over blank.
#[must_use]
pub fn or(a: &Value, b: &Value) -> Value {
    match (a.as_bool(), b.as_bool()) {
        (Some(true), _) | (_, Some(true)) => Value::Bool(true),
        (Some(false), Some(false)) => Value::Bool(false),
        _ => Value::Blank,
    }
}

/// The order of two values of one kind; `None` where either is blank or the kinds differ. Dates
/// and datetimes compare by day, unless both are datetimes.
#[must_use]
pub fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => Some(number::compare(*a, *b)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::DateTime(a), Value::DateTime(b)) => Some(a.cmp(b)),
        (Value::Date(_) | Value::DateTime(_), Value::Date(_) | Value::DateTime(_)) => Some(a.as_day().cmp(&b.as_day())),
        _ => None,
    }
}

/// The order of two values without the tolerance of `==`, so that the least is the least; equal
/// where they have none.
#[must_use]
pub fn exact_order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.total_cmp(b),
        _ => compare(a, b).unwrap_or(Ordering::Equal),
    }
}

/// `a == b` as a value: blank where either is blank.
#[must_use]
pub fn equal(a: &Value, b: &Value) -> Value {
    match (a, b) {
        (Value::Blank, _) | (_, Value::Blank) => Value::Blank,
        (Value::List(x), Value::List(y)) => {
            Value::Bool(x.len() == y.len() && x.iter().zip(y.iter()).all(|(x, y)| same(x, y)))
        }
        (Value::Period(x), Value::Period(y)) => Value::Bool(x == y),
        _ => Value::Bool(compare(a, b) == Some(Ordering::Equal)),
    }
}

/// Whether two values are the same, where a blank is the same as a blank. For list members and `any` tables.
#[must_use]
pub fn same(a: &Value, b: &Value) -> bool {
    (a.is_blank() && b.is_blank()) || equal(a, b) == Value::Bool(true)
}

/// A comparison as a value, blank where there is no order.
#[must_use]
pub fn ordered(a: &Value, b: &Value, holds: impl FnOnce(Ordering) -> bool) -> Value {
    compare(a, b).map_or(Value::Blank, |order| Value::Bool(holds(order)))
}

/// `needle in haystack`: member of a list, day of a period, part of a text. Blank where the needle
/// is blank, or where it is not found and the list holds a blank.
#[must_use]
pub fn is_in(needle: &Value, haystack: &Value) -> Value {
    match (needle, haystack) {
        (Value::Blank, _) | (_, Value::Blank) => Value::Blank,
        (_, Value::List(items)) => {
            if items.iter().any(|item| equal(needle, item) == Value::Bool(true)) {
                Value::Bool(true)
            } else if items.iter().any(Value::is_blank) {
                Value::Blank
            } else {
                Value::Bool(false)
            }
        }
        (_, Value::Period(period)) => needle.as_day().map_or(Value::Blank, |day| Value::Bool(period.holds(day))),
        (Value::Text(part), Value::Text(whole)) => Value::Bool(whole.contains(part.as_ref())),
        _ => Value::Blank,
    }
}

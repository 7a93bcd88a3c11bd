//! Values as JSON writes them.

use crate::value::Value;
use serde_json::{Value as Json, json};

/// Whole numbers up to this size are exact, and are written as integers.
const EXACT: f64 = 9_007_199_254_740_992.0;

pub(super) fn number(number: f64) -> Json {
    if !number.is_finite() {
        Json::Null
    } else if number.fract() == 0.0 && number.abs() <= EXACT {
        Json::from(number as i64)
    } else {
        Json::from(number)
    }
}

/// A value as the document writes it.
#[must_use]
pub fn value(value: &Value) -> Json {
    match value {
        Value::Blank => Json::Null,
        Value::Number(n) => number(*n),
        Value::Text(text) => Json::from(&**text),
        Value::Bool(flag) => Json::from(*flag),
        Value::Date(_) | Value::DateTime(_) => Json::from(value.to_string()),
        Value::Period(period) => json!({"from": period.from.to_string(), "to": period.to.to_string()}),
        Value::List(items) => items.iter().map(self::value).collect(),
    }
}

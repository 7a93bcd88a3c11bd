//! Our values as rhai's, and back.

use crate::value::{Date, DateTime, Period, Value};
use rhai::{Dynamic, ImmutableString, Map};
use std::sync::Arc;

/// The key under which a nested row keeps the value of the reference itself.
const ITSELF: &str = "";

/// A value as rhai holds it: a blank is `()`, every number a float.
pub(super) fn to_rhai(value: &Value) -> Dynamic {
    match value {
        Value::Blank => Dynamic::UNIT,
        Value::Number(number) => Dynamic::from_float(*number),
        Value::Text(text) => ImmutableString::from(text.as_ref()).into(),
        Value::Date(date) => Dynamic::from(*date),
        Value::DateTime(moment) => Dynamic::from(*moment),
        Value::Bool(flag) => Dynamic::from_bool(*flag),
        Value::List(items) => Dynamic::from_array(items.iter().map(to_rhai).collect()),
        Value::Period(period) => Dynamic::from(*period),
    }
}

/// What a script holds as one of our values; `None` for a whole row.
pub(super) fn from_rhai(held: &Dynamic) -> Option<Value> {
    if held.is_unit() {
        return Some(Value::Blank);
    }
    if let Ok(number) = held.as_float() {
        return Some(Value::number(number));
    }
    if let Ok(number) = held.as_int() {
        return Some(Value::Number(number as f64));
    }
    if let Ok(flag) = held.as_bool() {
        return Some(Value::Bool(flag));
    }
    if let Ok(text) = held.as_immutable_string_ref() {
        return Some(Value::Text(Arc::from(text.as_str())));
    }
    if let Ok(items) = held.as_array_ref() {
        let items: Option<Vec<Value>> = items.iter().map(from_rhai).collect();
        return items.map(|items| Value::List(items.into()));
    }
    if let Some(date) = held.read_lock::<Date>() {
        return Some(Value::Date(*date));
    }
    if let Some(moment) = held.read_lock::<DateTime>() {
        return Some(Value::DateTime(*moment));
    }
    if let Some(period) = held.read_lock::<Period>() {
        return Some(Value::Period(*period));
    }
    let row = held.as_map_ref().ok()?;
    row.get(ITSELF).and_then(from_rhai)
}

/// A row as nested maps: `["salesperson", "name"]` is `name` in the map of `salesperson`.
pub(super) fn row(fields: &[(Vec<String>, Value)]) -> Dynamic {
    let mut whole = Map::new();
    for (path, value) in fields {
        put(&mut whole, path, to_rhai(value));
    }
    Dynamic::from_map(whole)
}

fn put(map: &mut Map, path: &[String], value: Dynamic) {
    let Some((name, rest)) = path.split_first() else { return };
    let place = map.entry(name.as_str().into()).or_insert(Dynamic::UNIT);
    if rest.is_empty() {
        if place.is_map() {
            if let Ok(mut nested) = place.as_map_mut() {
                nested.insert(ITSELF.into(), value);
            }
        } else {
            *place = value;
        }
        return;
    }
    if !place.is_map() {
        let itself = std::mem::take(place);
        let mut nested = Map::new();
        if !itself.is_unit() {
            nested.insert(ITSELF.into(), itself);
        }
        *place = Dynamic::from_map(nested);
    }
    if let Ok(mut nested) = place.as_map_mut() {
        put(&mut nested, rest, value);
    }
}

/// The field of a row: blank where the row itself is blank, an error where there is no such field.
pub(super) fn field(held: &Dynamic, path: &[String]) -> Result<Dynamic, String> {
    let Some((name, rest)) = path.split_first() else { return Ok(held.clone()) };
    if held.is_unit() {
        return Ok(Dynamic::UNIT);
    }
    let Ok(row) = held.as_map_ref() else {
        return Err(format!("`.{name}` needs a row, not {}", describe(held)));
    };
    match row.get(name.as_str()) {
        Some(held) => field(held, rest),
        None => Err(format!("the row has no `{name}`")),
    }
}

/// What this is, for messages: `a number`, `a row`.
pub(super) fn describe(held: &Dynamic) -> &'static str {
    if held.is_map() {
        return "a row";
    }
    match from_rhai(held) {
        Some(value) => value.type_of().map_or("a blank", |kind| kind.a_word()),
        None => "a row",
    }
}

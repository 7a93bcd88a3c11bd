//! Two JSON reports beside each other: rows by their keys, everything else by its place.

use super::differences::Differences;
use serde_json::Value as Json;

/// Parts of the document that are compared elsewhere: files, options and fingerprints.
const ELSEWHERE: [&str; 6] = ["schema", "policy", "run", "inputs", "baseline", "result"];

/// Compares two reports, given as texts.
///
/// # Errors
/// When one of them is not JSON.
pub(super) fn compare(was: &[u8], now: &[u8], into: &mut Differences) -> Result<(), String> {
    let read = |bytes| serde_json::from_slice::<Json>(bytes).map_err(|error| format!("it is not JSON: {error}"));
    let (was, now) = (read(was)?, read(now)?);
    let empty = serde_json::Map::new();
    let (was, now) = (was.as_object().unwrap_or(&empty), now.as_object().unwrap_or(&empty));
    for (name, part) in was.iter().filter(|(name, _)| !ELSEWHERE.contains(&name.as_str())) {
        let other = now.get(name).unwrap_or(&Json::Null);
        match name.as_str() {
            "tables" | "scorecards" => of_rows(name.trim_end_matches('s'), part, other, into),
            _ => walk(name, part, other, into),
        }
    }
    Ok(())
}

/// Tables or scorecards: row by row.
fn of_rows(word: &str, was: &Json, now: &Json, into: &mut Differences) {
    let names = was.as_object().into_iter().chain(now.as_object()).flat_map(|tables| tables.keys());
    let mut names: Vec<&String> = names.collect();
    names.sort();
    names.dedup();
    for name in names {
        let key = was[name]["key"].as_str().or(now[name]["key"].as_str()).unwrap_or("key");
        rows(&format!("{word} `{name}`"), key, &was[name]["rows"], &now[name]["rows"], into);
    }
}

fn rows(place: &str, key: &str, was: &Json, now: &Json, into: &mut Differences) {
    let empty = Vec::new();
    let (was, now) = (was.as_array().unwrap_or(&empty), now.as_array().unwrap_or(&empty));
    let called = |row: &Json, at: usize| match &row[key] {
        Json::Null => format!("row {}", at + 1),
        Json::String(text) => format!("key `{text}`"),
        other => format!("key `{other}`"),
    };
    let mut others: std::collections::HashMap<String, Vec<&Json>> = std::collections::HashMap::new();
    for (at, row) in now.iter().enumerate().rev() {
        others.entry(called(row, at)).or_default().push(row);
    }
    for (at, row) in was.iter().enumerate() {
        let name = called(row, at);
        let here = format!("{place}, {name}");
        match others.get_mut(&name).and_then(Vec::pop) {
            Some(other) => walk(&here, row, other, into),
            None => into.add(here, Some("a row".into()), None),
        }
    }
    for (at, row) in now.iter().enumerate() {
        if others.get_mut(&called(row, at)).is_some_and(|left| left.pop().is_some()) {
            into.add(format!("{place}, {}", called(row, at)), None, Some("a row".into()));
        }
    }
}

fn walk(place: &str, was: &Json, now: &Json, into: &mut Differences) {
    match (was, now) {
        (Json::Object(fields), Json::Object(others)) => {
            let new = others.keys().filter(|name| !fields.contains_key(*name));
            for name in fields.keys().chain(new) {
                let side = |fields: &serde_json::Map<String, Json>| fields.get(name).cloned().unwrap_or(Json::Null);
                walk(&format!("{place}, {name}"), &side(fields), &side(others), into);
            }
        }
        (Json::Array(items), Json::Array(others)) => {
            for at in 0..items.len().max(others.len()) {
                let side = |items: &[Json]| items.get(at).cloned().unwrap_or(Json::Null);
                walk(&format!("{place} {}", at + 1), &side(items), &side(others), into);
            }
        }
        _ if was == now => {}
        _ => into.add(place.to_string(), shown(was), shown(now)),
    }
}

fn shown(value: &Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        Json::Object(_) => Some("an entry".into()),
        other => Some(other.to_string()),
    }
}

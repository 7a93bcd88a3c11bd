//! Keys of a policy, and the words that may stand behind them, by its schema.

use crate::policy;
use serde_json::{Value, json};

/// What is being written at the end of a text.
#[derive(Debug, PartialEq, Eq)]
struct Place<'t> {
    /// The keys that it lies in.
    path: Vec<&'t str>,
    /// The key whose value is being written; none where a key is.
    value_of: Option<&'t str>,
}

/// What can be written at the end of this text: keys, or the words of a key. Nothing where it is neither.
pub(super) fn complete(before: &str) -> Vec<Value> {
    let place = place(before);
    let schema = policy::schema();
    let Some(part) = place.path.iter().try_fold(&schema, |part, key| inside(&schema, part, key)) else {
        return Vec::new();
    };
    let Some(properties) = mapping(part)["properties"].as_object() else { return Vec::new() };
    match place.value_of {
        None => properties.iter().map(|(key, about)| item(key, 10, about["description"].clone())).collect(),
        Some(key) => {
            let words = properties.get(key).and_then(|about| about["anyOf"][0]["enum"].as_array());
            words.into_iter().flatten().filter_map(Value::as_str).map(|word| item(word, 12, Value::Null)).collect()
        }
    }
}

/// Whether a key is being written, not a value or a formula.
pub(super) fn is_key(before: &str) -> bool {
    place(before).value_of.is_none()
}

fn item(label: &str, kind: u8, about: Value) -> Value {
    json!({"label": label, "kind": kind, "detail": "key", "documentation": about})
}

/// The part of the schema behind a key.
fn inside<'s>(root: &'s Value, part: &'s Value, key: &str) -> Option<&'s Value> {
    let mapping = mapping(part);
    let own = &mapping["properties"][key];
    let reference = match own {
        Value::Null => &mapping["additionalProperties"]["$ref"],
        own if own["allOf"].is_array() => &own["allOf"][0]["$ref"],
        own if own["anyOf"][0]["$ref"].is_string() => &own["anyOf"][0]["$ref"],
        own => return Some(own),
    };
    let name = reference.as_str()?.rsplit('/').next()?;
    root["definitions"].get(name)
}

/// Of what may be several things the mapping.
fn mapping(part: &Value) -> &Value {
    if part["anyOf"][0]["properties"].is_object() { &part["anyOf"][0] } else { part }
}

fn place(before: &str) -> Place<'_> {
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
    let mut path = Vec::new();
    let mut indent = indent_of(line);
    for line in above.lines().rev().filter(|line| !is_aside(line)) {
        if indent_of(line) < indent {
            indent = indent_of(line);
            path.push(key_of(line));
        }
    }
    path.reverse();
    let mut rest = line.trim_start_matches([' ', '-']);
    // `cost: { type: number, ` lies in `cost`.
    while let Some(at) = open_brace(rest) {
        path.push(key_of(rest[..at].rsplit([',', '{']).next().unwrap_or_default()));
        rest = &rest[at + 1..];
    }
    let last = rest.rsplit(',').next().unwrap_or_default();
    let value_of = last.contains(':').then(|| key_of(last));
    Place { path, value_of }
}

/// The first brace that is not closed.
fn open_brace(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '{' => open.push(at),
            '}' => drop(open.pop()),
            _ => {}
        }
    }
    open.first().copied()
}

fn is_aside(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '-']).len()
}

fn key_of(text: &str) -> &str {
    text.trim_start_matches([' ', '-']).split(':').next().unwrap_or_default().trim().trim_matches(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(before: &str) -> Vec<String> {
        complete(before).iter().map(|item| item["label"].as_str().expect("a text").to_string()).collect()
    }

    #[test]
    fn keys_of_the_part_that_one_writes_in() {
        assert!(labels("").contains(&"scorecards".to_string()));
        let table = "policy: p\ntables:\n  shops:\n";
        assert!(labels(&format!("{table}    ke")).contains(&"key".to_string()));
        let decision = format!("{table}    decisions:\n      size:\n        # how large\n        ");
        assert_eq!(labels(&decision)[..3], ["hit", "outputs", "rules"]);
        let column = format!("{table}    columns:\n      id:\n      cost: {{ type: number, ");
        assert!(labels(&column).contains(&"one_of".to_string()));
        // A column's own name is anybody's, and so is what a rule tests.
        assert_eq!(labels(&format!("{table}    columns:\n      ")), Vec::<String>::new());
        assert_eq!(labels(&format!("{decision}rules:\n          - {{ ")), Vec::<String>::new());
    }

    #[test]
    fn words_that_a_key_takes() {
        let table = "tables:\n  shops:\n";
        assert_eq!(labels(&format!("{table}    decisions:\n      size:\n        hit: "))[..2], ["unique", "first"]);
        assert_eq!(labels(&format!("{table}    columns:\n      cost: {{ type: nu"))[..2], ["text", "number"]);
        assert_eq!(labels("triggers:\n  late:\n    severity: ")[0], "high");
        assert_eq!(labels("report: { formulas: ")[0], "live");
    }
}

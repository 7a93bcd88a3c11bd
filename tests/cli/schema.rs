//! `rulebook schema`: what it takes and what it does not.

use crate::support::{Folder, POLICY};
use serde_json::{Value, json};
use std::path::Path;

/// Whether a value is what a schema asks for: as much of JSON Schema as ours uses.
fn fits(root: &Value, schema: &Value, value: &Value) -> bool {
    let all = |key: &str| schema[key].as_array().cloned().unwrap_or_default();
    let is = |word: &Value| match word.as_str() {
        Some("object") => value.is_object(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        other => panic!("the schema uses the type {other:?}"),
    };
    let types = match &schema["type"] {
        Value::Array(words) => words.iter().any(is),
        Value::Null => true,
        word => is(word),
    };
    let reference = schema["$ref"].as_str().is_none_or(|name| {
        let part = name.strip_prefix("#/definitions/").expect("it lies in the schema");
        fits(root, &root["definitions"][part], value)
    });
    let known = |key: &String, own: &Value| match (&schema["properties"][key], &schema["additionalProperties"]) {
        (Value::Null, Value::Bool(others)) => *others,
        (Value::Null, Value::Null) => true,
        (Value::Null, others) => fits(root, others, own),
        (property, _) => fits(root, property, own),
    };
    types
        && reference
        && all("allOf").iter().all(|part| fits(root, part, value))
        && (schema["anyOf"].is_null() || all("anyOf").iter().any(|part| fits(root, part, value)))
        && (schema["not"].is_null() || !fits(root, &schema["not"], value))
        && (schema["enum"].is_null() || all("enum").contains(value))
        && all("required").iter().all(|key| !value[key.as_str().expect("a key")].is_null())
        && value.as_object().is_none_or(|entries| entries.iter().all(|(key, own)| known(key, own)))
}

fn read(text: &str) -> Value {
    serde_yaml::from_str(text).expect("YAML")
}

#[test]
fn policies_fit_and_slips_do_not() {
    let schema = Folder::new().run(&["schema"]).json();
    let fits = |text: &str| fits(&schema, &schema, &read(text));
    assert!(fits(POLICY));
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut packs: Vec<_> = std::fs::read_dir(packs).expect("packs").flatten().map(|entry| entry.path()).collect();
    packs.retain(|pack| pack.is_dir());
    assert_eq!(packs.len(), 5);
    for pack in packs {
        assert!(fits(&std::fs::read_to_string(pack.join("policy.yaml")).expect("a policy")), "{}", pack.display());
    }
    for (right, slip) in [
        ("tables:\n", "tabels:\n"),
        ("        hit: first", "        hits: first"),
        ("    bands: {", "    band: {"),
        ("    severity: high", "    severty: high"),
        ("weight: 100%", "wieght: 100%"),
        ("sales: { type: number }", "sales: { typ: number }"),
        ("policy: shops", "name: shops"),
    ] {
        assert!(POLICY.contains(right), "{right}");
        assert!(!fits(&POLICY.replace(right, slip)), "{slip}");
    }
}

#[test]
fn a_key_says_what_it_is_for() {
    let schema = Folder::new().run(&["schema"]).json();
    let hit = &schema["definitions"]["decision"]["properties"]["hit"];
    assert_eq!(hit["description"], "What holds where several rules match; unique when left out");
    assert_eq!(hit["anyOf"][0]["enum"][1], json!("first"));
}

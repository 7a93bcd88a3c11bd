//! A pack's outcome and the independent figures, and how they are compared.

use rulebook::{Engine, Outcome, Policy, RunOptions, Source};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::Path;

/// Figures agree to so many parts of the larger one: the scripts print 12 digits.
const AGREE: f64 = 1e-10;

/// Runs a shipped pack over its sample.
pub fn run(pack: &str) -> Outcome {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let policy = Policy::load(root.join("rules").join(pack)).unwrap_or_else(|findings| panic!("{findings}"));
    let engine = Engine::new();
    let findings = engine.check(&policy);
    assert!(findings.diagnostics().is_empty(), "{findings}");
    let sample = root.join("samples").join(format!("{pack}.xlsx"));
    let outcome = engine.run(&policy, &[Source::file(sample)], &RunOptions::default());
    outcome.unwrap_or_else(|error| panic!("{error}"))
}

/// What the script of a pack worked out.
pub fn expected(pack: &str) -> Json {
    let name = format!("tests/check/{}.json", pack.replace('-', "_"));
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&name));
    serde_json::from_str(&text.unwrap_or_else(|error| panic!("{name}: {error}")))
        .unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// Does a number agree with the script's?
pub fn agree(what: &str, found: Option<f64>, expected: &Json) {
    match (found, expected.as_f64()) {
        (Some(found), Some(expected)) => {
            let size = found.abs().max(expected.abs()).max(1.0);
            assert!((found - expected).abs() <= AGREE * size, "{what}: found {found}, the script has {expected}");
        }
        (found, expected) => assert_eq!(found, expected, "{what}"),
    }
}

/// A column of a table by the rows' keys.
pub fn by_key(outcome: &Outcome, table: &str, column: &str) -> BTreeMap<String, rulebook::value::Value> {
    let table = outcome.tables.iter().find(|t| t.name == table).unwrap_or_else(|| panic!("no table {table}"));
    let column = table.columns.iter().find(|c| c.name == column).unwrap_or_else(|| panic!("no column {column}"));
    let key = &table.columns[table.key.expect("the table has a key")].data;
    (0..table.rows).map(|row| (key.value(row).to_string(), column.data.value(row))).collect()
}

/// How often each text stands in a column.
pub fn counts(outcome: &Outcome, table: &str, column: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for value in by_key(outcome, table, column).into_values() {
        *counts.entry(value.to_string()).or_default() += 1;
    }
    counts
}

/// How often each trigger fired.
pub fn fired(outcome: &Outcome) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    outcome.triggers.iter().for_each(|fired| *counts.entry(fired.trigger.clone()).or_default() += 1);
    counts
}

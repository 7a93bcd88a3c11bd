//! `customer-managed`: true data, permission, participation, and what the programme costs.

use crate::support::{agree, by_key, counts, expected, fired, run};
use rulebook::Outcome;
use serde_json::Value as Json;
use std::collections::BTreeMap;

fn entries(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    json.as_object().into_iter().flatten()
}

#[test]
fn every_figure_is_that_of_the_script() {
    let (outcome, expected) = (run("customer-managed"), expected("customer-managed"));
    for (name, value) in entries(&expected["figures"]) {
        let figure = outcome.figures.iter().find(|f| f.name == *name).unwrap_or_else(|| panic!("no figure {name}"));
        agree(name, figure.value.as_number(), value);
    }
    for (sheet, totals) in entries(&expected["control"]) {
        let total = outcome.control.iter().find(|t| t.sheet == *sheet).unwrap_or_else(|| panic!("no sheet {sheet}"));
        for (part, count) in [("read", total.read), ("used", total.used), ("rejected", total.rejected)] {
            agree(&format!("{sheet} {part}"), Some(count as f64), &totals[part]);
        }
    }
    for (trigger, count) in entries(&expected["triggers"]) {
        agree(trigger, Some(fired(&outcome).get(trigger).copied().unwrap_or(0) as f64), count);
    }
    for table in ["campaigns", "methods", "sources"] {
        rows(&outcome, table, &expected[table]);
    }
    for (what, table, column) in [("contacts_before", "plans", "before"), ("influence", "customers", "influence")] {
        let sum = by_key(&outcome, table, column).values().filter_map(rulebook::value::Value::as_number).sum();
        agree(what, Some(sum), &expected["sums"][what]);
    }
}

/// The rows of a table against those of the script, in the columns both have.
fn rows(outcome: &Outcome, table: &str, expected: &Json) {
    let columns = &outcome.tables.iter().find(|t| t.name == table).expect("the table is there").columns;
    for column in columns {
        let found = by_key(outcome, table, &column.name);
        for (key, row) in entries(expected) {
            match row.get(&column.name) {
                Some(Json::String(text)) => assert_eq!(found[key].to_string(), *text, "{table} {key} {}", column.name),
                Some(number) => agree(&format!("{table} {key} {}", column.name), found[key].as_number(), number),
                None => {}
            }
        }
    }
}

#[test]
fn every_class_verdict_and_course_is_as_frequent_as_the_script_has_it() {
    let (outcome, expected) = (run("customer-managed"), expected("customer-managed"));
    let columns = [
        ("customers", "data_class"),
        ("customers", "level"),
        ("customers", "mode"),
        ("customers", "chain_below"),
        ("customers", "generation"),
        ("plans", "verdict"),
        ("plans", "reason"),
        ("campaigns", "course"),
    ];
    for (table, column) in columns {
        let found: BTreeMap<String, Json> =
            counts(&outcome, table, column).into_iter().map(|(value, count)| (value, count.into())).collect();
        let expected: BTreeMap<String, Json> =
            entries(&expected["counts"][column]).map(|(value, count)| (value.clone(), count.clone())).collect();
        assert_eq!(found, expected, "{table} {column}");
    }
}

#[test]
fn quality_of_data_is_scored_as_by_the_script() {
    let (outcome, expected) = (run("customer-managed"), expected("customer-managed"));
    for (card, bands) in outcome.scorecards.iter().zip(["profile_bands", "source_bands"]) {
        let rows = outcome.tables[card.table].rows;
        for (band, count) in entries(&expected["counts"][bands]) {
            let found = (0..rows).filter(|&row| card.band.text(row) == Some(band)).count();
            agree(&format!("{bands} {band}"), Some(found as f64), count);
        }
    }
    let profiles = &outcome.scorecards[0];
    let sum = (0..outcome.tables[profiles.table].rows).filter_map(|row| profiles.score.value(row).as_number()).sum();
    agree("profile scores", Some(sum), &expected["sums"]["profile_scores"]);
}

#[test]
fn every_trigger_and_kind_of_issue_occurs() {
    let outcome = run("customer-managed");
    assert_eq!(fired(&outcome).len(), 12, "every trigger");
    let mut codes: Vec<&str> = outcome.issues.iter().map(|issue| issue.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let expected = [
        "bad-date",
        "bad-number",
        "duplicate-key",
        "error-cell",
        "missing-value",
        "no-rule",
        "not-allowed",
        "out-of-range",
        "total-row",
        "unknown-reference",
    ];
    assert_eq!(codes, expected);
}

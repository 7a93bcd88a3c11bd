//! `strategic-accounts`: select, concentrate, penetrate, standardise.

use crate::support::{agree, by_key, counts, expected, fired, run};
use rulebook::Outcome;
use serde_json::Value as Json;

const PACK: &str = "strategic-accounts";

fn entries(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    json.as_object().into_iter().flatten()
}

#[test]
fn every_figure_is_that_of_the_script() {
    let (outcome, expected) = (run(PACK), expected(PACK));
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
    for (table, columns) in entries(&expected["counts"]) {
        for (column, values) in entries(columns) {
            let found = counts(&outcome, table, column);
            entries(values).for_each(|(value, count)| agree(value, Some(found[value] as f64), count));
        }
    }
}

#[test]
fn accounts_managers_and_issues_are_those_of_the_script() {
    let (outcome, expected) = (run(PACK), expected(PACK));
    rows(&outcome, "accounts", &expected["accounts"]);
    rows(&outcome, "managers", &expected["managers"]);
    let people = by_key(&outcome, "accounts", "people");
    entries(&expected["people"]).for_each(|(code, count)| agree(code, people[code].as_number(), count));
    let card = outcome.scorecards.iter().find(|card| card.name == "diligence").expect("the scorecard is there");
    let keys: Vec<String> = by_key(&outcome, "managers", "id").into_keys().collect();
    for (row, code) in keys.iter().enumerate() {
        agree(code, card.score.value(row).as_number(), &expected["scores"][code]);
    }
    let places = by_key(&outcome, "concerns", "place");
    for (place, code) in (1..).zip(expected["top_issues"].as_array().into_iter().flatten()) {
        let code = code.as_str().expect("a key");
        assert_eq!(places[code].as_number(), Some(f64::from(place)), "{code}");
    }
}

fn rows(outcome: &Outcome, table: &str, expected: &Json) {
    for (key, row) in entries(expected) {
        for (column, value) in entries(row) {
            let found = &by_key(outcome, table, column)[key];
            match value.as_str() {
                Some(text) => assert_eq!(found.to_string(), text, "{key} {column}"),
                None => agree(&format!("{key} {column}"), found.as_number(), value),
            }
        }
    }
}

#[test]
fn every_class_stage_band_trigger_and_kind_of_issue_occurs() {
    let outcome = run(PACK);
    let found = |column: &str| counts(&outcome, "accounts", column).into_keys().collect::<Vec<_>>();
    assert_eq!(found("class"), ["A", "B", "C", "S"]);
    assert_eq!(found("early_class"), ["A", "B", "C", "S"]);
    assert_eq!(found("stage").len(), 4);
    assert_eq!(found("track").len(), 3);
    assert_eq!(found("development").len(), 4);
    assert_eq!(found("file_goal").len(), 3);
    for card in &outcome.scorecards {
        let rows = outcome.tables[card.table].rows;
        for band in &card.bands {
            assert!((0..rows).any(|row| card.band.text(row) == Some(band)), "{} band {band}", card.name);
        }
    }
    assert_eq!(fired(&outcome).len(), 23);
    let codes: std::collections::BTreeSet<&str> = outcome.issues.iter().map(|issue| issue.code.as_str()).collect();
    for code in [
        "bad-date",
        "bad-number",
        "duplicate-key",
        "error-cell",
        "missing-value",
        "not-allowed",
        "out-of-range",
        "total-row",
        "unknown-reference",
    ] {
        assert!(codes.contains(code), "{code} in {codes:?}");
    }
}

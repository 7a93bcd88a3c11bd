//! `channel-scorecard`: account managers rated by whether their customers make money.

use crate::support::{agree, by_key, counts, expected, fired, run};
use rulebook::Outcome;
use serde_json::Value as Json;

fn entries(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    json.as_object().into_iter().flatten()
}

#[test]
fn every_figure_is_that_of_the_script() {
    let (outcome, expected) = (run("channel-scorecard"), expected("channel-scorecard"));
    for (name, value) in entries(&expected["figures"]) {
        let figure = outcome.figures.iter().find(|f| f.name == *name).unwrap_or_else(|| panic!("no figure {name}"));
        agree(name, figure.value.as_number(), value);
    }
    for (sheet, totals) in entries(&expected["control"]) {
        // Demands are read by the script for the matches alone; every sheet is accounted for.
        let total = outcome.control.iter().find(|t| t.sheet == *sheet).unwrap_or_else(|| panic!("no sheet {sheet}"));
        let counts = [("read", total.read), ("used", total.used), ("rejected", total.rejected)];
        counts
            .into_iter()
            .for_each(|(part, count)| agree(&format!("{sheet} {part}"), Some(count as f64), &totals[part]));
    }
    for (trigger, count) in entries(&expected["triggers"]) {
        agree(trigger, Some(fired(&outcome).get(trigger).copied().unwrap_or(0) as f64), count);
    }
    for (segment, count) in entries(&expected["segments"]) {
        agree(segment, Some(counts(&outcome, "customers", "segment")[segment] as f64), count);
    }
    rolled_up(&outcome, &expected);
    managers(&outcome, &expected);
}

fn rolled_up(outcome: &Outcome, expected: &Json) {
    let branches = by_key(outcome, "branches", "sales");
    entries(&expected["branches"]).for_each(|(id, sales)| agree(id, branches[id].as_number(), sales));
    for (table, part) in
        [("regions", "sales"), ("regions", "growth"), ("categories", "sales"), ("categories", "growth")]
    {
        let found = by_key(outcome, table, part);
        entries(&expected[table]).for_each(|(key, row)| agree(key, found[key].as_number(), &row[part]));
    }
    let ages = by_key(outcome, "ageing", "worth");
    entries(&expected["ageing"]).for_each(|(band, worth)| agree(band, ages[band].as_number(), worth));
}

fn managers(outcome: &Outcome, expected: &Json) {
    let card = &outcome.scorecards[0];
    let keys: Vec<String> = by_key(outcome, "salespeople", "accounts").into_keys().collect();
    let table = &outcome.tables[card.table];
    let row_of = |key: &str| {
        let ids = &table.columns[table.key.expect("a key")].data;
        (0..table.rows).find(|&row| ids.value(row).to_string() == key).expect("the manager is there")
    };
    assert_eq!(keys.len(), 604);
    for (id, kpis) in entries(&expected["managers"]) {
        let row = row_of(id);
        for measure in &card.measures {
            agree(&format!("{id} {}", measure.name), measure.value.value(row).as_number(), &kpis[&measure.name]);
        }
        agree(&format!("{id} score"), card.score.value(row).as_number(), &kpis["score"]);
        agree(&format!("{id} rank"), card.rank.value(row).as_number(), &kpis["rank"]);
        assert_eq!(card.band.text(row), kpis["band"].as_str().filter(|band| !band.is_empty()), "{id}");
    }
}

#[test]
fn days_that_are_unusual_and_products_that_fit_are_those_of_the_script() {
    let (outcome, expected) = (run("channel-scorecard"), expected("channel-scorecard"));
    let days = by_key(&outcome, "region_days", "deviation");
    agree("days", Some(days.len() as f64), &expected["daily"]["rows"]);
    agree("unusual days", Some(fired(&outcome)["unusual_day"] as f64), &expected["daily"]["unusual"]);
    let largest = days.values().filter_map(rulebook::value::Value::as_number).fold(f64::MIN, f64::max);
    agree("the most unusual", Some(largest), &expected["daily"]["largest"]["deviation"]);
    let matches = outcome.tables.iter().find(|t| t.name == "matches").expect("the table is there");
    agree("pairs", Some(matches.rows as f64), &expected["demands"]["pairs"]);
    agree("unmet demands", Some(fired(&outcome)["unmet_demand"] as f64), &expected["demands"]["unmet"]);
}

#[test]
fn every_segment_band_trigger_and_kind_of_issue_occurs() {
    let outcome = run("channel-scorecard");
    let segments: Vec<String> = counts(&outcome, "customers", "segment").into_keys().collect();
    assert_eq!(segments, ["A", "B", "C", "D", "N", "R", "S"]);
    let card = &outcome.scorecards[0];
    for band in &card.bands {
        assert!((0..604).any(|row| card.band.text(row) == Some(band)), "band {band}");
    }
    let mut codes: Vec<&str> = outcome.issues.iter().map(|issue| issue.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let expected = [
        "bad-date",
        "bad-number",
        "division-by-zero",
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
    assert_eq!(fired(&outcome).len(), 15, "every trigger");
}

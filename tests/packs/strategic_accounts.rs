//! `strategic-accounts`: select, concentrate, penetrate, standardise.

use crate::support::{
    agree, by_key, entries, everything_occurs, excerpt, expected, figures_control_and_triggers, rows, run, run_with,
    tally, these_occur, values,
};
use rulebook::Outcome;
use std::sync::LazyLock;

const PACK: &str = "strategic-accounts";
static OUTCOME: LazyLock<&Outcome> = LazyLock::new(|| run(PACK));

#[test]
fn every_figure_is_that_of_the_script() {
    let (outcome, expected) = (*OUTCOME, expected(PACK));
    figures_control_and_triggers(outcome, &expected);
    for (table, columns) in entries(&expected["counts"]) {
        entries(columns).for_each(|(column, counts)| tally(outcome, table, column, counts));
    }
    let classes = [("S", "to_s"), ("A", "to_a"), ("B", "to_b"), ("C", "to_c")];
    rows(outcome, "movements", &["prior_class"], &classes, &expected["movements"]);
    rows(outcome, "accounts", &["id"], &[], &expected["accounts"]);
    let people = by_key(outcome, "accounts", "people");
    assert_eq!(people.len(), 100);
    entries(&expected["people"]).for_each(|(id, count)| agree(id, people[id].as_number(), count));
    rows(outcome, "managers", &["id"], &[], &expected["managers"]);
    let ids = values(outcome, "managers", "id");
    for (row, score) in values(outcome, "managers", "diligence.score").iter().enumerate() {
        agree("score", score.as_number(), &expected["scores"][&ids[row].to_string()]);
    }
}

#[test]
fn the_ten_issues_of_next_years_plan_are_those_of_the_script() {
    let (ids, places) = (values(&OUTCOME, "concerns", "id"), values(&OUTCOME, "concerns", "place"));
    let planned = values(&OUTCOME, "concerns", "in_plan");
    let mut top: Vec<(f64, String)> = (0..ids.len())
        .filter(|&row| planned[row].as_bool() == Some(true))
        .map(|row| (places[row].as_number().expect("a place"), ids[row].to_string()))
        .collect();
    top.sort_by(|a, b| a.0.total_cmp(&b.0));
    let found: Vec<&str> = top.iter().map(|(_, id)| id.as_str()).collect();
    let expected = expected(PACK);
    let wanted: Vec<&str> =
        expected["top_issues"].as_array().into_iter().flatten().filter_map(|id| id.as_str()).collect();
    assert_eq!((found.len(), found), (10, wanted));
}

#[test]
fn people_are_divided_over_the_classes_by_each_scheme() {
    for (scheme, people) in entries(&expected(PACK)["schemes"]) {
        let outcome = run_with(PACK, &[("scheme", scheme)]);
        let found = by_key(&outcome, "classes", "resources");
        entries(people).for_each(|(class, count)| agree(&format!("{scheme} {class}"), found[class].as_number(), count));
    }
}

#[test]
fn every_class_band_trigger_and_kind_of_issue_occurs() {
    these_occur(&OUTCOME, "accounts", "class", &["A", "B", "C", "S"]);
    these_occur(&OUTCOME, "accounts", "early_class", &["A", "B", "C", "S"]);
    these_occur(&OUTCOME, "accounts", "stage", &["利益共同体", "戦略提携", "未接触", "認知"]);
    these_occur(&OUTCOME, "accounts", "track", &["並行", "接近", "離反"]);
    these_occur(&OUTCOME, "plans", "verdict", &["要調整", "許容", "達成"]);
    let issues = [
        "bad-date",
        "bad-number",
        "division-by-zero",
        "duplicate-key",
        "error-cell",
        "hidden-rows",
        "missing-value",
        "no-partner",
        "no-reference",
        "no-rule",
        "not-allowed",
        "out-of-range",
        "total-row",
        "undetermined",
        "unknown-reference",
    ];
    everything_occurs(PACK, &OUTCOME, &issues);
}

#[test]
fn an_excerpt_of_the_outcome() {
    insta::assert_snapshot!(excerpt(&OUTCOME, "accounts"));
}

//! `one-to-one`: identify, differentiate, interact, customise.

use crate::support::{
    agree, counts, entries, everything_occurs, excerpt, expected, figures_control_and_triggers, rows, run, sums, tally,
    these_occur, values,
};
use rulebook::Outcome;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const PACK: &str = "one-to-one";
static OUTCOME: LazyLock<&Outcome> = LazyLock::new(|| run(PACK));

#[test]
fn every_figure_is_that_of_the_script() {
    let (outcome, expected) = (*OUTCOME, expected(PACK));
    figures_control_and_triggers(outcome, &expected);
    for (column, counts) in entries(&expected["counts"]) {
        tally(outcome, "customers", column, counts);
    }
    rows(outcome, "class_needs", &["class", "need"], &[], &expected["class_needs"]);
    let customers = [
        ("contacts", "contacts_made"),
        ("learned", "learned_contacts"),
        ("silent", "silent_contacts"),
        ("offers", "offers_made"),
        ("adapted", "adapted_offers"),
        ("accepted", "accepted_offers"),
    ];
    rows(outcome, "customers", &["id"], &customers, &expected["cases"]);
    rows(outcome, "salespeople", &["id"], &[("rank", "salesperson.rank")], &expected["salespeople"]);
    rows(outcome, "departments", &["id"], &[("contacts", "contacts_made")], &expected["departments"]);
}

#[test]
fn those_who_cost_more_than_they_bring_are_in_every_class() {
    let (classes, negative) = (values(&OUTCOME, "customers", "class"), values(&OUTCOME, "customers", "negative"));
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    let rows = classes.iter().zip(&negative).filter(|(_, negative)| negative.as_bool() == Some(true));
    rows.for_each(|(class, _)| *found.entry(class.to_string()).or_default() += 1);
    let wanted: BTreeMap<String, u64> = entries(&expected(PACK)["negative"])
        .map(|(class, count)| (class.clone(), count.as_u64().expect("a count")))
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn the_next_best_lines_are_those_of_the_script() {
    let (outcome, expected) = (*OUTCOME, expected(PACK));
    let lines = &expected["next_lines"];
    let (who, line) = (values(outcome, "next_lines", "customers"), values(outcome, "next_lines", "product_line"));
    let (worth, place) = (values(outcome, "next_lines", "expected"), values(outcome, "next_lines", "place"));
    agree("pairs", Some(who.len() as f64), &lines["pairs"]);
    for (id, best) in entries(&lines["best"]) {
        let row = (0..who.len()).find(|&row| who[row].to_string() == *id && place[row].as_number() == Some(1.0));
        let row = row.expect("the customer has a next-best line");
        agree(id, worth[row].as_number(), &best[0]);
        assert_eq!(Some(line[row].to_string().as_str()), best[1].as_str(), "{id}");
    }
    sums(outcome, "customers", "next_margin", &lines["sum"]);
}

#[test]
fn the_latest_quarter_of_each_channel_is_that_of_the_script() {
    let names = [
        ("cost", "cost_per_contact"),
        ("effect", "effect_per_contact"),
        ("dearer", "dearer_quarters"),
        ("weaker", "weaker_quarters"),
    ];
    let expected = expected(PACK);
    let latest: serde_json::Map<String, serde_json::Value> =
        entries(&expected["channels"]).map(|(name, row)| (format!("{name}/2026-04-01"), row.clone())).collect();
    assert_eq!(latest.len(), counts(&OUTCOME, "channel_quarters", "current")["true"]);
    rows(&OUTCOME, "channel_quarters", &["channel", "quarter"], &names, &latest.into());
}

#[test]
fn every_class_band_trigger_and_kind_of_issue_occurs() {
    these_occur(&OUTCOME, "customers", "class", &["A", "B", "C", "D"]);
    these_occur(&OUTCOME, "customers", "treatment", &["優先", "専任", "拡大", "是正", "維持", "育成", "自動化"]);
    these_occur(&OUTCOME, "customers", "relationship", &["学習型", "対話", "接触", "未接触"]);
    these_occur(&OUTCOME, "customers", "loyalty_grade", &["固定", "未購入", "浮動", "継続", "離反"]);
    these_occur(&OUTCOME, "channel_quarters", "course", &["両立", "初回", "効果減", "悪化", "費用増"]);
    let issues = [
        "bad-bool",
        "bad-date",
        "bad-number",
        "division-by-zero",
        "duplicate-key",
        "error-cell",
        "hidden-rows",
        "missing-value",
        "no-reference",
        "not-allowed",
        "out-of-range",
        "total-differs",
        "undetermined",
        "unknown-reference",
    ];
    everything_occurs(PACK, &OUTCOME, &issues);
}

#[test]
fn an_excerpt_of_the_outcome() {
    insta::assert_snapshot!(excerpt(&OUTCOME, "customers"));
}

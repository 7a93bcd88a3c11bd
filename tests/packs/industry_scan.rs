//! `industry-scan`: industries, their markets, pains and benchmarks, and where our customers stand.

use crate::support::{
    entries, everything_occurs, excerpt, expected, figures_control_and_triggers, rows, run, sums, tally, these_occur,
};
use rulebook::Outcome;
use serde_json::json;
use std::sync::LazyLock;

const PACK: &str = "industry-scan";
static OUTCOME: LazyLock<&Outcome> = LazyLock::new(|| run(PACK));

#[test]
fn every_figure_is_that_of_the_script() {
    let (outcome, expected) = (*OUTCOME, expected(PACK));
    figures_control_and_triggers(outcome, &expected);
    let online = json!({ "K1/2020": expected["online_education_2020"] });
    rows(outcome, "market_years", &["industry", "year"], &[], &online);
    rows(outcome, "pains", &["id"], &[], &expected["catering_2022"]);
    rows(outcome, "industries", &["code"], &[("growth", "market_growth")], &expected["industries"]);
    rows(outcome, "needs", &["need"], &[], &expected["needs"]);
    rows(outcome, "sectors", &["sector"], &[], &expected["sectors"]);
    for (part, table, column) in [
        ("readings", "market_years", "reading"),
        ("trends", "market_years", "trend"),
        ("bands", "industries", "band"),
        ("efforts", "industries", "effort"),
        ("placements", "customers", "placement"),
        ("positions", "customers", "position"),
        ("next_steps", "customers", "next_step"),
        ("severities", "pains", "severity"),
        ("answers", "pains", "answer"),
        ("openings", "chain", "opening"),
        ("weakest", "models", "weakest"),
    ] {
        tally(outcome, table, column, &expected[part]);
    }
    for (name, sum) in entries(&expected["sums"]) {
        let (table, column) = match name.as_str() {
            "ratio" => ("customers", "sales_ratio"),
            "growth_gap" | "place" => ("customers", name.as_str()),
            "room" => ("models", "room"),
            name => ("market_years", name),
        };
        sums(outcome, table, column, sum);
    }
}

#[test]
fn every_reading_position_band_trigger_and_kind_of_issue_occurs() {
    let readings = [
        "closing",
        "consolidating",
        "first look",
        "fragmented",
        "fragmenting",
        "loosening",
        "mature",
        "opening",
        "settling",
        "unsettled",
    ];
    these_occur(&OUTCOME, "market_years", "reading", &readings);
    let positions = ["benchmark", "challenger", "climber", "fading", "follower", "laggard", "newcomer", "unknown"];
    these_occur(&OUTCOME, "customers", "position", &positions);
    these_occur(&OUTCOME, "customers", "placement", &["leaf", "no leaf", "too wide"]);
    these_occur(&OUTCOME, "pains", "answer", &["answered", "gap", "partly", "planned"]);
    these_occur(&OUTCOME, "pains", "severity", &["felt", "serious", "severe"]);
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

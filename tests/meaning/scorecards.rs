//! Scorecards: the parts of a measure, reasons, and mistakes. Points, bands and ranks are in `tests/language`.

use crate::support::{decide, findings, shown};

fn policy(card: &str) -> String {
    format!(
        "policy: p\ntables:\n  shops:\n    key: id\n    columns:\n      id:\n      branch: {{ required: false }}\n      \
         stock_days: {{ type: number, required: false }}\n      margin: {{ type: number, required: false }}\n      \
         goal: {{ type: number, required: false }}\nscorecards:\n  shop:\n    on: shops\n{card}"
    )
}

#[test]
fn targets_weights_and_worst_values_can_be_formulas() {
    let card = "    measures:\n      margin: { weight: 'if branch == \"N\" { 0.75 } else { 0.25 }', target: goal, worst: goal / 2 }\n      \
                stock_days: { weight: 'if branch == \"N\" { 0.25 } else { 0.75 }', target: 0, worst: 100 }\n";
    let outcome = decide(
        &policy(card),
        &[("shops", "id,branch,margin,goal,stock_days\nA,N,75,100,0\nB,S,75,100,0\nC,N,10,,0\nD,N,10,0,0\n")],
    );
    let card = outcome.scorecard("shop");
    assert_eq!(shown(&card.score), ["62.5", "87.5", "–", "–"]);
    assert_eq!(shown(&card.measures[0].worst), ["50", "50", "–", "0"]);
    assert_eq!(shown(&card.measures[0].weight), ["0.75", "0.25", "0.75", "0.75"]);
    assert_eq!(outcome.issues_of("division-by-zero").len(), 1, "a target that is its own worst value has no points");
}

#[test]
fn weights_and_directions_that_cannot_be_meant() {
    let said = findings(&policy(
        "    measures:\n      margin: { weight: 50%, target: 1, worst: 0, better: lower }\n      goal: { weight: 50%, target: 3, worst: 3 }\n",
    ));
    assert!(said.contains("error[direction]"), "{said}");
    assert!(said.contains("error[target-is-worst]"), "{said}");
    let said = findings(&policy(
        "    measures:\n      margin: { weight: 50, target: 1, worst: 0 }\n      goal: { weight: 50, target: 3, worst: 1 }\n",
    ));
    assert!(said.contains("write percentages: `50%`"), "{said}");
}

#[test]
fn a_missing_measure_that_counts_as_worst_is_the_first_reason() {
    let card = "    missing: worst\n    measures:\n      margin: { weight: goal, target: 10, worst: 0 }\n      stock_days: { weight: 50%, target: 10, worst: 0 }\n";
    let outcome = decide(&policy(card), &[("shops", "id,margin,stock_days,goal\nA,,5,0.5\nB,,5,\n")]);
    assert_eq!(shown(&outcome.scorecard("shop").reasons)[0], "margin −50.0, stock_days −25.0");
    assert_eq!(shown(&outcome.scorecard("shop").score), ["25", "–"], "without its weight there is no score");
}

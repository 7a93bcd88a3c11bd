//! Scorecards: points, caps, bands, ranks, and what a blank measure does.

use crate::support::{decide, findings, shown};

fn policy(card: &str) -> String {
    format!(
        "policy: p\ntables:\n  shops:\n    key: id\n    columns:\n      id:\n      branch: {{ required: false }}\n      \
         stock_days: {{ type: number, required: false }}\n      margin: {{ type: number, required: false }}\n      \
         goal: {{ type: number, required: false }}\nscorecards:\n  shop:\n    on: shops\n{card}"
    )
}

/// Score, band and rank of each shop under a card.
fn scores(card: &str, shops: &str) -> Vec<[String; 3]> {
    let outcome = decide(&policy(card), &[("shops", shops)]);
    let card = outcome.scorecard("shop");
    let parts = [shown(&card.score), shown(&card.band), shown(&card.rank)];
    (0..parts[0].len()).map(|row| [0, 1, 2].map(|part| parts[part][row].clone())).collect()
}

const LOWER: &str = "    measures:\n      stock_days: { weight: 100%, target: 45, worst: 90, better: lower }\n";

#[test]
fn points_go_in_a_straight_line_from_worst_to_target() {
    let outcome = decide(&policy(LOWER), &[("shops", "id,stock_days\nA,45\nB,90\nC,67.5\nD,20\nE,300\nF,\n")]);
    let card = outcome.scorecard("shop");
    assert_eq!(shown(&card.measures[0].points), ["100", "0", "50", "100", "0", "–"]);
    assert_eq!(shown(&card.measures[0].value), ["45", "90", "67.5", "20", "300", "–"]);
    assert_eq!(shown(&card.score), ["100", "0", "50", "100", "0", "–"]);
}

#[test]
fn a_measure_can_be_a_formula_and_higher_is_better_where_the_target_is_above() {
    let card = "    measures:\n      margin: { weight: 60%, target: 18%, worst: 8% }\n      \
                days: { value: stock_days * 2, weight: 40%, target: 100, worst: 200 }\n";
    let found = scores(card, "id,margin,stock_days\nA,0.13,50\nB,0.3,75\nC,0,200\n");
    assert_eq!(found.score(), ["70", "80", "0"]);
}

trait Scores {
    fn score(&self) -> Vec<&str>;
    fn band(&self) -> Vec<&str>;
    fn rank(&self) -> Vec<&str>;
}

impl Scores for Vec<[String; 3]> {
    fn score(&self) -> Vec<&str> {
        self.iter().map(|row| row[0].as_str()).collect()
    }
    fn band(&self) -> Vec<&str> {
        self.iter().map(|row| row[1].as_str()).collect()
    }
    fn rank(&self) -> Vec<&str> {
        self.iter().map(|row| row[2].as_str()).collect()
    }
}

#[test]
fn a_cap_lets_points_go_beyond_100() {
    let card = "    measures:\n      margin: { weight: 100%, target: 100, worst: 0, cap: 120% }\n";
    assert_eq!(scores(card, "id,margin\nA,112.5\nB,500\nC,100\nD,-3\n").score(), ["112.5", "120", "100", "0"]);
}

#[test]
fn bands_at_their_edges() {
    let card = "    measures:\n      margin: { weight: 100%, target: 100, worst: 0 }\n    \
                bands: { A: \">= 85\", B: \"70 .. 85\", C: \"50 .. 70\", D: \"< 50\" }\n";
    let found = scores(card, "id,margin\n1,85\n2,84.99999\n3,70\n4,69.9\n5,50\n6,49.9\n7,\n8,84.99999999999999\n");
    assert_eq!(found.band(), ["A", "B", "B", "C", "C", "D", "–", "A"]);
}

#[test]
fn ranks_tie_and_count_within_a_group() {
    let card = "    measures:\n      margin: { weight: 100%, target: 100, worst: 0 }\n";
    let shops = "id,branch,margin\nA,N,50\nB,S,80\nC,N,80\nD,S,10\nE,N,\nF,N,5\n";
    assert_eq!(scores(card, shops).rank(), ["3", "1", "1", "4", "–", "5"]);
    let within = format!("{card}    rank: {{ within: branch }}\n");
    assert_eq!(scores(&within, shops).rank(), ["2", "1", "1", "2", "–", "3"]);
}

#[test]
fn a_missing_measure_is_blank_or_reweighted_or_the_worst() {
    let card = |missing: &str| {
        format!(
            "    measures:\n      margin: {{ weight: 60%, target: 100, worst: 0 }}\n      stock_days: {{ weight: 40%, target: 0, worst: 100 }}\n    missing: {missing}\n"
        )
    };
    let shops = "id,margin,stock_days\nA,50,50\nB,80,\nC,,25\nD,,\n";
    assert_eq!(scores(&card("blank"), shops).score(), ["50", "–", "–", "–"]);
    assert_eq!(scores(&card("reweight"), shops).score(), ["50", "80", "75", "–"]);
    assert_eq!(scores(&card("worst"), shops).score(), ["50", "48", "30", "0"]);
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
fn a_score_can_be_used_in_formulas() {
    let policy = policy(LOWER).replace(
        "scorecards:",
        "    formulas: { grade: 'if shop.score >= 50 { \"pass\" } else { \"fail\" }', place: shop.rank }\nscorecards:",
    );
    let outcome = decide(&policy, &[("shops", "id,stock_days\nA,50\nB,89\nC,\n")]);
    assert_eq!(outcome.texts("shops", "grade"), ["pass", "fail", "–"]);
    assert_eq!(outcome.texts("shops", "place"), ["1", "2", "–"]);
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
fn a_target_that_is_the_worst_value_to_15_digits_gives_no_points() {
    let card = "    measures:\n      margin: { weight: 100%, target: 0.1 + 0.2, worst: 0.3 }\n";
    let outcome = decide(&policy(card), &[("shops", "id,margin\nA,0.4\nB,0.2\n")]);
    assert_eq!(shown(&outcome.scorecard("shop").score), ["–", "–"]);
    assert!(outcome.issues.iter().any(|issue| issue.code.as_str() == "division-by-zero" && issue.count == 2));
}

#[test]
fn a_missing_measure_that_counts_as_worst_is_the_first_reason() {
    let card = "    missing: worst\n    measures:\n      margin: { weight: goal, target: 10, worst: 0 }\n      stock_days: { weight: 50%, target: 10, worst: 0 }\n";
    let outcome = decide(&policy(card), &[("shops", "id,margin,stock_days,goal\nA,,5,0.5\nB,,5,\n")]);
    assert_eq!(shown(&outcome.scorecard("shop").reasons)[0], "margin −50.0, stock_days −25.0");
    assert_eq!(shown(&outcome.scorecard("shop").score), ["25", "–"], "without its weight there is no score");
}

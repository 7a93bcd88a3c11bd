//! `customer-managed`: true data, permission, participation, and whether the programme is worth its money.

use crate::support::{
    entries, everything_occurs, excerpt, expected, figures_control_and_triggers, rows, run, sums, tally, these_occur,
};
use rulebook::Outcome;
use std::sync::LazyLock;

const PACK: &str = "customer-managed";
static OUTCOME: LazyLock<&Outcome> = LazyLock::new(|| run(PACK));

#[test]
fn every_figure_is_that_of_the_script() {
    let (outcome, expected) = (*OUTCOME, expected(PACK));
    figures_control_and_triggers(outcome, &expected);
    for (column, counts) in entries(&expected["counts"]) {
        let (table, column) = match column.as_str() {
            "verdict" | "reason" => ("plans", column.as_str()),
            "course" => ("campaigns", "course"),
            "profile_bands" => ("profiles", "profile_quality.band"),
            "source_bands" => ("sources", "source_quality.band"),
            column => ("customers", column),
        };
        tally(outcome, table, column, counts);
    }
    sums(outcome, "plans", "before", &expected["sums"]["contacts_before"]);
    sums(outcome, "customers", "influence", &expected["sums"]["influence"]);
    sums(outcome, "profiles", "score", &expected["sums"]["profile_scores"]);
    let card = [("score", "source_quality.score"), ("band", "source_quality.band")];
    rows(outcome, "sources", &["id"], &card, &expected["sources"]);
    rows(outcome, "campaigns", &["id"], &[], &expected["campaigns"]);
    rows(outcome, "methods", &["method"], &[], &expected["methods"]);
}

#[test]
fn every_class_band_trigger_and_kind_of_issue_occurs() {
    these_occur(&OUTCOME, "customers", "data_class", &["なし", "不可", "信頼", "要確認"]);
    these_occur(&OUTCOME, "customers", "level", &["参加者", "受け手", "無関与", "発信者"]);
    these_occur(&OUTCOME, "customers", "mode", &["プッシュ型", "協働", "接点なし", "自主管理"]);
    these_occur(&OUTCOME, "plans", "verdict", &["保留", "拒否", "許可"]);
    these_occur(&OUTCOME, "campaigns", "course", &["不明", "中止", "変更", "失敗", "成功", "様子見", "継続"]);
    let issues = [
        "bad-date",
        "bad-number",
        "duplicate-key",
        "error-cell",
        "hidden-rows",
        "missing-value",
        "no-rule",
        "not-allowed",
        "out-of-range",
        "total-row",
        "undetermined",
        "uneven-ratio",
        "unknown-reference",
    ];
    everything_occurs(PACK, &OUTCOME, &issues);
}

#[test]
fn an_excerpt_of_the_outcome() {
    insta::assert_snapshot!(excerpt(&OUTCOME, "plans"));
}

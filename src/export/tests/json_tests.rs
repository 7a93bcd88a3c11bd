//! The JSON document: its shape, and how values look.

use super::support::*;
use crate::export::json;
use crate::outcome::{Outcome, Role};

#[test]
fn the_shape_is_stable() {
    insta::assert_snapshot!(json::to_string(&small()));
}

#[test]
fn it_is_json_with_everything_in_it() {
    let document = json::to_value(&realistic());
    assert_eq!(document["schema"], 1);
    assert_eq!(document["tables"]["orders"]["rows"].as_array().map(Vec::len), Some(90));
    assert_eq!(document["scorecards"]["customer"]["rows"][0]["key"], "C0001");
    assert_eq!(document["triggers"][0]["table"], "customers");
    assert_eq!(document["parameters"][0]["value"]["from"], "2026-01-01");
}

#[test]
fn whole_numbers_have_no_point_and_others_are_shortest() {
    let values = [3.0, -0.0, 0.1, 1e300, 9_007_199_254_740_992.0, 9_007_199_254_740_994.0, -7.0, f64::NAN];
    let table = table("t", vec![column("n", "n", Role::Imported, numbers(values))]);
    let document = json::to_string(&with_table(table));
    let rows: Vec<&str> = document.lines().filter(|line| line.starts_with("{\"n\":")).collect();
    assert_eq!(
        rows.join(""),
        concat!(
            "{\"n\":3},{\"n\":0},{\"n\":0.1},{\"n\":1e+300},{\"n\":9007199254740992},{\"n\":9007199254740994.0},",
            "{\"n\":-7},{\"n\":null}]}},"
        )
    );
}

#[test]
fn names_and_texts_are_escaped() {
    let table = table("say \"hi\"", vec![column("a\"b\\", "x", Role::Imported, texts(["line\nbreak \u{1} \"q\""]))]);
    let document = json::to_value(&with_table(table));
    assert_eq!(document["tables"]["say \"hi\""]["rows"][0]["a\"b\\"], "line\nbreak \u{1} \"q\"");
}

#[test]
fn without_a_key_a_scorecards_row_is_named_by_its_number() {
    let mut outcome = small();
    outcome.tables[0].key = None;
    let document = json::to_value(&outcome);
    assert_eq!(document["scorecards"]["health"]["rows"][1]["key"], 2);
}

#[test]
fn nothing_at_all_is_a_document_too() {
    let document = json::to_value(&Outcome::default());
    assert_eq!(document["tables"], serde_json::json!({}));
    assert_eq!(document["triggers"], serde_json::json!([]));
    assert_eq!(document["as_of"], serde_json::Value::Null);
}

//! A plan read back from its document is the plan of the policy.

use super::{Engine, Policy, Prepared, RunOptions, Source};
use crate::plan::document::{Document, VERSION};
use crate::value::{Type, Value};
use std::path::PathBuf;

const PACKS: [&str; 4] = ["customer-managed", "industry-scan", "one-to-one", "strategic-accounts"];

fn policy(pack: &str) -> Policy {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rules").join(pack);
    Policy::load(folder).unwrap_or_else(|findings| panic!("{findings}"))
}

fn document(pack: &str) -> Document {
    Engine::new().plan(&policy(pack)).unwrap_or_else(|findings| panic!("{findings}"))
}

/// All that a run of the pack's sample says, as its report in JSON.
fn everything(prepared: &Prepared, pack: &str) -> String {
    let sample = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples").join(format!("{pack}.xlsx"));
    let options = RunOptions { language: Some("ko".into()), ..RunOptions::default() };
    let run = prepared.run(&[Source::file(sample)], &options).unwrap_or_else(|error| panic!("{error}"));
    crate::export::json::to_string(run.outcome())
}

fn prepared(document: &Document) -> Prepared {
    Engine::new().prepare_plan(document).unwrap_or_else(|findings| panic!("{findings}"))
}

/// What stands in a document after it was written down and read back.
fn read_back(document: &Document) -> Document {
    let json = document.to_json().expect("it can be written");
    let read = Document::from_json(&format!("{json:#}")).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read.to_json().expect("it can be written again"), json);
    read
}

fn reports_are_the_same(packs: &[&str]) {
    for &pack in packs {
        let of_policy = Engine::new().prepare(&policy(pack)).unwrap_or_else(|findings| panic!("{findings}"));
        let expected = everything(&of_policy, pack);
        assert!(expected.len() > 10_000, "{pack} gives next to nothing");
        assert_eq!(everything(&prepared(&read_back(&document(pack))), pack), expected, "{pack}");
    }
}

#[test]
fn every_pack_reports_the_same_from_its_document() {
    reports_are_the_same(&PACKS);
}

#[test]
#[ignore = "takes minutes: tests/proofs.sh"]
fn it_reports_the_same_from_its_document_in_the_largest_pack() {
    reports_are_the_same(&["channel-scorecard"]);
}

#[test]
fn assertions_are_read_back() {
    let text = "policy: p\ntables:\n  t:\n    key: a\n    columns: { a: { type: number } }\nfigures: { most: 3 }\n\
                assert: { few: { that: sum(t.a) <= most, within: 10%, severity: warning, message: count again } }\n";
    let policy = Policy::parse(text).unwrap_or_else(|findings| panic!("{findings}"));
    let document = Engine::new().plan(&policy).unwrap_or_else(|findings| panic!("{findings}"));
    let json = document.to_json().expect("it can be written");
    let sides = &json["plan"]["assertions"][0]["sides"];
    assert_eq!((&sides["side"], &sides["other"]), (&"sum(t.a)".into(), &"most".into()));
    let source = Source::rows("t", &["a"], vec![vec![Value::Number(1.0)], vec![Value::Number(3.0)]]);
    let run = prepared(&read_back(&document)).run(&[source], &RunOptions::default()).expect("it runs");
    assert_eq!(
        run.outcome().assertions[0].says,
        "sum(t.a) is 4 and must be at most most, which is 3: 1 apart (10.00% is allowed)"
    );
}

#[test]
fn the_longest_formula_is_read_back() {
    let sum = vec!["a"; 100].join(" + ");
    let text = format!(
        "policy: p\ntables:\n  t:\n    key: a\n    columns: {{ a: {{ type: number }} }}\n    formulas: {{ b: {sum} }}\n"
    );
    let policy = Policy::parse(&text).unwrap_or_else(|findings| panic!("{findings}"));
    let document = Engine::new().plan(&policy).unwrap_or_else(|findings| panic!("{findings}"));
    read_back(&document);
    let endless = "[".repeat(100_000);
    let error = Document::from_json(&endless).expect_err("it nests too deeply");
    assert_eq!(error, "this is not a plan: it nests more than 400 levels");
}

#[test]
fn a_plan_says_which_functions_of_the_host_it_counts_on() {
    let engine = Engine::new().function("twice", &[Type::Number], Type::Number, |args| match args {
        [Value::Number(number)] => (number * 2.0).into(),
        _ => Value::Blank,
    });
    let text =
        "policy: p\ntables:\n  t:\n    key: a\n    columns: { a: { type: number } }\n    formulas: { b: twice(a) }\n";
    let policy = Policy::parse(text).unwrap_or_else(|findings| panic!("{findings}"));
    let document = read_back(&engine.plan(&policy).unwrap_or_else(|findings| panic!("{findings}")));
    let rows = Source::rows("t", &["a"], vec![vec![4.0.into()]]);
    let run = engine.prepare_plan(&document).expect("it has the function").run(&[rows], &RunOptions::default());
    assert_eq!(run.expect("it runs").outcome().tables[0].columns[1].data.value(0), 8.0.into());
    let findings = Engine::new().prepare_plan(&document).expect_err("this engine has no functions").to_string();
    assert_eq!(
        findings,
        "error[unknown-function]: the plan calls `twice` of the host, which this engine lacks\n |\n = help: bring a function `twice(number)` that gives number, with `Engine::function`"
    );
}

#[test]
fn a_value_that_went_into_a_plan_cannot_be_changed_in_it() {
    let text = "policy: p\nparameters: { back: 2, floor: 1 }\ntables:\n  t:\n    key: a\n    columns: { a: { type: number } }\n    \
                formulas: { b: \"trailing_average(a, back, a)\", c: a >= floor }\n";
    let policy = Policy::parse(text).unwrap_or_else(|findings| panic!("{findings}"));
    let document = Engine::new().plan(&policy).unwrap_or_else(|findings| panic!("{findings}"));
    let prepared = prepared(&read_back(&document));
    assert!(prepared.set("floor", 3.0).is_ok());
    let refused = |name: &str| prepared.set(name, 3.0).expect_err("it cannot be set").to_string();
    assert!(refused("back").contains("this plan was made for one value of `back`"), "{}", refused("back"));
    assert!(refused("flor").contains("write `floor`; its parameters are `back`, `floor`"), "{}", refused("flor"));
}

#[test]
fn what_is_no_plan_of_this_version_is_told() {
    let json = document("one-to-one").to_json().expect("it can be written");
    let error = |text: &str| Document::from_json(text).expect_err("it is broken");
    assert!(error("{").starts_with("this is not a plan: "), "{}", error("{"));
    assert_eq!(error("{}"), "this is not a plan: it has no `version`");
    let mut newer = json.clone();
    newer["version"] = (VERSION + 1).into();
    let told = error(&newer.to_string());
    assert!(told.starts_with(&format!("this plan is of version {}", VERSION + 1)), "{told}");
    let mut lost = json.clone();
    lost["plan"]["figures"] = "nowhere".into();
    assert_eq!(error(&lost.to_string()), "this plan is broken: there is no table \"nowhere\"");
    let mut misplaced = json;
    misplaced["plan"]["tables"][0]["columns"][0]["span"] = "nowhere:1:1-1:2".into();
    let told = error(&misplaced.to_string());
    assert!(told.starts_with("this plan is broken: `nowhere:1:1-1:2` is not a place"), "{told}");
}

//! The index of names is complete: where all places that it names for a name are changed, and nothing else,
//! the pack is the same pack.

use crate::renamed::renamed;
use crate::support::{LARGEST, here};
use rulebook::{Engine, LoadOptions, PackFiles, Policy, RunOptions, Source, mend};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// The report of a run, without what tells the files apart it was made of.
fn report(pack: &str, files: &PackFiles) -> Json {
    let policy = Policy::read(files, &LoadOptions::default()).expect("it can be read");
    let sample = Source::file(here("samples").join(format!("{pack}.xlsx")));
    let outcome = Engine::new().run(&policy, &[sample], &RunOptions::default()).expect("it runs");
    let mut json = rulebook::export::json::to_value(&outcome);
    for key in ["policy", "result"] {
        json.as_object_mut().expect("a report is an object").remove(key);
    }
    json
}

/// A text with the names it had before.
fn back(text: &str, given: &BTreeMap<String, String>) -> String {
    given.iter().fold(text.to_string(), |text, (new, old)| text.replace(new, old))
}

/// Changes every name of a pack, and compares what it says then of its sample; the names that stayed.
fn says_the_same(pack: &str) -> String {
    let before = PackFiles::at(here("rules").join(pack)).expect("the pack is there");
    let after = renamed(&before).unwrap_or_else(|reason| panic!("{reason}"));
    assert!(after.given.len() > 90, "only {} names were changed", after.given.len());
    let checked = mend::check(&Engine::new(), &after.files, &LoadOptions::default());
    let findings: Vec<String> = checked.all().map(|found| found.message.clone()).collect();
    assert_eq!(findings, [""; 0]);
    let now: Json = serde_json::from_str(&back(&report(pack, &after.files).to_string(), &after.given)).expect("JSON");
    for (part, was) in report(pack, &before).as_object().expect("a report is an object") {
        assert_eq!(now[part], *was, "{part}");
    }
    after.kept.into_iter().collect::<Vec<_>>().join("\n")
}

const PERIOD: &str = "`period` says which day a run is for; its name stays";

#[test]
#[ignore = "takes minutes: tests/proofs.sh"]
fn it_says_the_same_with_other_names_in_the_largest_pack() {
    assert_eq!(says_the_same(LARGEST), PERIOD);
}

#[test]
fn customer_managed_says_the_same_with_other_names() {
    insta::assert_snapshot!(says_the_same("customer-managed"));
}

#[test]
fn industry_scan_says_the_same_with_other_names() {
    assert_eq!(says_the_same("industry-scan"), PERIOD);
}

#[test]
fn one_to_one_says_the_same_with_other_names() {
    insta::assert_snapshot!(says_the_same("one-to-one"));
}

#[test]
fn strategic_accounts_says_the_same_with_other_names() {
    assert_eq!(says_the_same("strategic-accounts"), PERIOD);
}

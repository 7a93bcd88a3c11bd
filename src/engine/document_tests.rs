//! A plan read back from its document is the plan of the policy.

use super::{Engine, Policy};
use crate::eval::{self, Beside};
use crate::import::{self, Input};
use crate::plan::document::{Document, VERSION};
use crate::script::Library;
use std::path::PathBuf;

const PACKS: [&str; 5] = ["channel-scorecard", "customer-managed", "industry-scan", "one-to-one", "strategic-accounts"];

fn document(pack: &str) -> Document {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rules").join(pack);
    let policy = Policy::load(folder).unwrap_or_else(|findings| panic!("{findings}"));
    Engine::new().plan(&policy).unwrap_or_else(|findings| panic!("{findings}"))
}

/// Every value, every trigger and every issue of a run of the pack's sample.
fn everything(document: &Document, pack: &str) -> Vec<String> {
    let sample = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples").join(format!("{pack}.xlsx"));
    let (plan, inputs) = (&document.plan, [Input::File(sample)]);
    let (library, findings) = Library::load(&document.sources, &document.scripts, &[]);
    assert!(findings.is_empty(), "{findings:?}");
    let read = import::read(&plan.sheets, &inputs, &import::Options::default()).expect("the sample can be read");
    let evaluated = eval::run(plan, &library, read.tables, Beside { language: "ko", ..Beside::default() });
    let mut all: Vec<String> = Vec::new();
    for (table, frame) in plan.tables.iter().zip(&evaluated.frames) {
        for (column, data) in table.columns.iter().zip(&frame.columns) {
            // References that a derived table brings along are rows, not values.
            let Some(data) = data else { continue };
            let values: Vec<String> = (0..data.len()).map(|row| format!("{:?}", data.value(row))).collect();
            all.push(format!("{}.{}: {}", table.name, column.name, values.join(" ")));
        }
        all.extend(frame.links.iter().flatten().map(|links| format!("{}: {links:?}", table.name)));
    }
    all.extend(evaluated.fired.iter().map(|fired| format!("{fired:?}")));
    all.extend(read.issues.iter().chain(&evaluated.issues).map(|issue| format!("{issue:?}")));
    all
}

#[test]
fn every_pack_runs_the_same_from_its_document() {
    for pack in PACKS {
        let written = document(pack);
        let json = written.to_json().expect("it can be written");
        let read = Document::from_json(&format!("{json:#}")).unwrap_or_else(|error| panic!("{pack}: {error}"));
        assert_eq!(read.to_json().expect("it can be written again"), json, "{pack}");
        let expected = everything(&written, pack);
        assert!(expected.len() > 10, "{pack} gives next to nothing");
        assert_eq!(everything(&read, pack), expected, "{pack}");
    }
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

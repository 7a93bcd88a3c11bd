//! Some lists of a report only, and lists as lines of JSON.

use super::support::*;
use crate::export::{Format, check_only, csv, json};
use crate::outcome::{Outcome, TableView};
use serde_json::Value as Json;

fn asked(words: &[&str]) -> Outcome {
    let mut outcome = small();
    outcome.asked.only = words.iter().map(|word| word.to_string()).collect();
    outcome
}

fn keys(outcome: &Outcome) -> Vec<String> {
    let json = json::to_value(outcome);
    json.as_object().expect("an object").keys().cloned().collect()
}

#[test]
fn a_document_has_the_lists_asked_for_and_what_it_says_of_itself() {
    let frame = ["schema", "policy", "as_of", "run", "parameters", "inputs", "baseline", "result"];
    let own = |words: &[&str]| -> Vec<String> {
        keys(&asked(words)).into_iter().filter(|key| !frame.contains(&key.as_str())).collect()
    };
    assert_eq!(own(&["triggers", "scorecards"]), ["scorecards", "triggers"]);
    assert_eq!(own(&["customers"]), ["tables"]);
    assert_eq!(own(&["figures", "issues"]), ["figures", "issues"]);
    assert_eq!(json::to_value(&asked(&["triggers"]))["run"]["only"], serde_json::json!(["triggers"]));
    assert_eq!(keys(&asked(&[])), keys(&small()));
}

#[test]
fn a_folder_has_the_files_asked_for() {
    let names = |words: &[&str], format| csv::names(&asked(words), format);
    assert_eq!(names(&["triggers", "tables"], Format::Csv), ["customers.csv", "triggers.csv", "manifest.json"]);
    assert_eq!(names(&["health"], Format::Jsonl), ["health_scorecard.jsonl", "manifest.json"]);
    assert_eq!(names(&[], Format::Jsonl).len(), names(&[], Format::Csv).len());
}

#[test]
fn a_list_there_is_not_is_told_with_the_one_meant() {
    let error = check_only(&asked(&["trigers"])).expect_err("there is none");
    assert_eq!(error.to_string(), "`--only trigers`: the report has no such list");
    assert_eq!(error.help.as_deref(), Some("there is `triggers`"));
    assert_eq!(check_only(&asked(&["triggers", "customers", "report"])), Ok(()));
}

#[test]
fn report_is_what_the_section_shows() {
    let mut outcome = asked(&["report"]);
    outcome.tables[0].view = TableView { columns: Some(vec![5, 0]), order: Some(vec![1, 0]), ..TableView::default() };
    let mut hidden = table("hidden", vec![column("a", "A", crate::outcome::Role::Imported, numbers([1.0]))]);
    hidden.view.hidden = true;
    outcome.tables.push(hidden);
    let json = json::to_value(&outcome);
    let tables: Vec<&String> = json["tables"].as_object().expect("tables").keys().collect();
    assert_eq!(tables, ["customers"]);
    let rows: Vec<String> =
        json["tables"]["customers"]["rows"].as_array().expect("rows").iter().map(Json::to_string).collect();
    assert_eq!(rows, [r#"{"sales":-0.5,"id":"C2"}"#, r#"{"sales":1200,"id":"C1"}"#]);
    let files = csv::to_files(&outcome, Format::Csv);
    let (_, bytes) = files.iter().find(|(name, _)| name == "customers.csv").expect("the table");
    assert_eq!(String::from_utf8_lossy(bytes), "\u{feff}sales,id\n-0.5,C2\n1200,C1\n");
}

#[test]
fn lines_are_the_objects_of_the_document() {
    let whole = json::to_value(&small());
    for (name, bytes) in csv::to_files(&small(), Format::Jsonl) {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let Some(list) = name.strip_suffix(".jsonl") else { continue };
        let lines: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
        let of = match list {
            "customers" => &whole["tables"]["customers"]["rows"],
            "health_scorecard" => &whole["scorecards"]["health"]["rows"],
            list => &whole[list],
        };
        assert_eq!(Json::from(lines), *of, "{list}");
    }
}

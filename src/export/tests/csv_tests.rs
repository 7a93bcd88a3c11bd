//! The CSV folder: its files, and text that must not become a formula.

use super::support::*;
use crate::export::Format;
use crate::export::{csv, manifest};
use crate::outcome::{Outcome, Role};
use std::path::Path;

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).expect("a file of the report")
}

#[test]
fn one_file_for_each_listing() {
    let folder = Folder::new("csv-all");
    let target = folder.join("report");
    csv::write(&small(), &target, Format::Csv).expect("a report");
    let mut names: Vec<String> = std::fs::read_dir(&target)
        .expect("the report")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let all: String = names
        .iter()
        .filter(|name| *name != csv::MANIFEST)
        .map(|name| format!("== {name}\n{}", read(&target, name).replace('\u{feff}', "<BOM>")))
        .collect();
    insta::assert_snapshot!(all);
    let manifest: serde_json::Value = serde_json::from_str(&read(&target, csv::MANIFEST)).expect("it is JSON");
    assert_eq!(manifest, manifest::to_value(&small()));
}

#[test]
fn text_that_would_run_as_a_formula_is_disarmed_and_numbers_stay_numbers() {
    let cells = [
        "=1+1", "+SUM(A1)", "-2+3", "@cmd", "\tx", "＝1", "－x", "－", "  =1", "-12.5", "+3", "-", "plain", "a=b",
        "1e5",
    ];
    let columns = vec![
        column("text", "", Role::Imported, texts(cells)),
        column("=number", "", Role::Imported, numbers(cells.iter().map(|_| -1.5))),
    ];
    let folder = Folder::new("csv-formula");
    csv::write(&with_table(table("t", columns)), &folder.join("r"), Format::Csv).expect("a report");
    let text = read(&folder.join("r"), "t.csv");
    let mut rows = ::csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    assert_eq!(rows.headers().expect("headers"), vec!["text", "'=number"]);
    let rows: Vec<_> = rows.records().map(|row| row.expect("a row")).collect();
    let shown: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(
        shown,
        [
            "'=1+1",
            "'+SUM(A1)",
            "'-2+3",
            "'@cmd",
            "'\tx",
            "'＝1",
            "'－x",
            "'－",
            "'  =1",
            "-12.5",
            "+3",
            "'-",
            "plain",
            "a=b",
            "1e5"
        ]
    );
    assert!(rows.iter().all(|row| &row[1] == "-1.5"));
}

#[test]
fn names_no_system_accepts_are_changed_and_none_meets_another() {
    let named = |name: &str| table(name, vec![column("x", "x", Role::Imported, numbers([1.0]))]);
    let long = "가".repeat(90);
    let names = ["売上 / 在庫", "売上 : 在庫", "CON", "..", "../../etc", "triggers", "Sales", "sales", "", &long];
    let outcome = Outcome { tables: names.into_iter().map(named).collect(), ..Outcome::default() };
    let folder = Folder::new("csv-names");
    csv::write(&outcome, &folder.join("r"), Format::Csv).expect("a report");
    let mut written: Vec<String> = std::fs::read_dir(folder.join("r"))
        .expect("the report")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    written.sort();
    let long = format!("{}.csv", "가".repeat(40));
    let mut expected = vec![
        "_.csv",
        "_.._.._etc.csv",
        "_CON.csv",
        "__table.csv",
        "Sales.csv",
        "assertions.csv",
        "control.csv",
        "cleared.csv",
        "figures.csv",
        "issues.csv",
        "manifest.json",
        "movements.csv",
        "orphans.csv",
        "sales_table.csv",
        "triggers.csv",
        "triggers_table.csv",
        "undetermined.csv",
        "売上 _ 在庫.csv",
        "売上 _ 在庫_table.csv",
        &long,
    ];
    expected.sort_unstable();
    assert_eq!(written, expected);
}

#[test]
fn a_file_is_no_folder() {
    let folder = Folder::new("csv-file");
    std::fs::write(folder.join("taken"), "mine").expect("a file");
    let error = csv::write(&small(), &folder.join("taken"), Format::Csv).expect_err("a file stands there");
    assert!(error.message.ends_with("it is a file, and CSV goes into a folder"), "{error}");
    let error = csv::write(&small(), &folder.join("report.csv"), Format::Csv).expect_err("looks like a file");
    assert!(error.message.ends_with("CSV goes into a folder, one file a table"), "{error}");
    assert_eq!(std::fs::read_to_string(folder.join("taken")).expect("the file"), "mine");
}

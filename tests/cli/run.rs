//! `rulebook run`.

use crate::support::Folder;
use std::io::Read;
use std::process::Stdio;

/// A workbook with a bad cell, a row without a key and a hidden sheet.
fn workbook(folder: &Folder, name: &str) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("shops").expect("a name of a sheet");
    for (column, header) in ["id", "sales", "cost"].into_iter().enumerate() {
        sheet.write(0, column as u16, header).expect("a cell");
    }
    let rows = [("S1", "2000", "1000"), ("S2", "many", "10"), ("", "7", "8")];
    for (row, (id, sales, cost)) in rows.into_iter().enumerate() {
        for (column, text) in [id, sales, cost].into_iter().enumerate() {
            sheet.write(row as u32 + 1, column as u16, text).expect("a cell");
        }
    }
    book.save(folder.path(name)).expect("a workbook can be saved");
}

#[test]
fn a_report_and_a_summary() {
    let folder = Folder::new();
    let ran = folder.run(&["run", "pack", "shops.csv", "-o", "kpi.xlsx"]);
    insta::assert_snapshot!(ran.shown());
    assert!(folder.read("kpi.xlsx").starts_with(b"PK"));
}

#[test]
fn without_a_name_the_report_is_called_report() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["run", "pack", "shops.csv", "--quiet"]).code, 0);
    assert!(folder.read("report.xlsx").starts_with(b"PK"));
    folder.run(&["run", "pack", "shops.csv", "--format", "json", "-q"]);
    assert!(folder.read("report.json").starts_with(b"{\"schema\":1"));
    folder.run(&["run", "pack", "shops.csv", "--format", "csv", "-q"]);
    assert!(String::from_utf8_lossy(&folder.read("report/shops.csv")).contains("S1,2000,1000,0.5,large"));
}

#[test]
fn issues_are_counted_and_listed() {
    let folder = Folder::new();
    workbook(&folder, "book.xlsx");
    let ran = folder.run(&["run", "pack", "book.xlsx", "-o", "kpi.json"]);
    insta::assert_snapshot!(ran.shown());
    let text = String::from_utf8(folder.read("kpi.json")).expect("JSON is UTF-8");
    let report: serde_json::Value = serde_json::from_str(&text).expect("the report is JSON");
    let issue = &report["issues"][0];
    assert_eq!((&issue["sheet"], &issue["cell"], &issue["text"]), (&"shops".into(), &"B3".into(), &"many".into()));
}

#[test]
fn strict_writes_the_report_and_minds_the_issues() {
    let folder = Folder::new();
    workbook(&folder, "book.xlsx");
    let ran = folder.run(&["run", "pack", "book.xlsx", "-o", "kpi.xlsx", "--strict", "--quiet"]);
    insta::assert_snapshot!(ran.shown());
    assert!(folder.read("kpi.xlsx").starts_with(b"PK"));
    assert_eq!(folder.run(&["run", "pack", "shops.csv", "-o", "kpi.xlsx", "--strict", "--quiet"]).code, 0);
}

#[test]
fn json_to_stdout_and_nothing_else() {
    let folder = Folder::new();
    let ran = folder.run(&["run", "pack", "shops.csv", "-o", "-", "--set", "floor=600"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let report = ran.json();
    assert_eq!(report["tables"]["shops"]["rows"][0]["size"], "large");
    assert_eq!(report["parameters"][0]["value"], 600);
    assert_eq!(report["triggers"].as_array().map(Vec::len), Some(2));
    assert!(ran.stderr.contains("report: stdout"), "{}", ran.stderr);
}

#[test]
fn several_workbooks_and_folders_are_stacked() {
    let folder = Folder::new()
        .with("months/january.csv", "id,sales,cost\nJ1,10,1\n")
        .with("months/february.csv", "id,sales,cost\nF1,20,1\nF2,30,1\n")
        .with("months/~$february.csv", "left by a spreadsheet program")
        .with("months/read me.md", "no workbook");
    let months = folder.run(&["run", "pack", "months", "-o", "-", "-q"]);
    assert_eq!(months.code, 0, "{}", months.stderr);
    let keys = |ran: &crate::support::Ran| -> Vec<String> {
        let report = ran.json();
        let rows = report["tables"]["shops"]["rows"].as_array().cloned().unwrap_or_default();
        rows.iter().map(|row| row["id"].as_str().unwrap_or_default().to_string()).collect()
    };
    assert_eq!(keys(&months), ["F1", "F2", "J1"]);
    let both = folder.run(&["run", "pack", "shops.csv", "months/january.csv", "-o", "-", "-q"]);
    assert_eq!(keys(&both), ["S1", "S2", "S3", "J1"], "{}", both.stderr);
}

#[test]
fn a_second_run_takes_the_place_of_the_first_report() {
    let folder = Folder::new();
    let args = ["run", "pack", "shops.csv", "-o", "kpi.xlsx", "-q"];
    assert_eq!(folder.run(&args).code, 0);
    let first = folder.read("kpi.xlsx");
    assert_eq!(folder.run(&args).code, 0);
    assert!(first == folder.read("kpi.xlsx"), "the same run gives the same bytes");
}

#[test]
fn threads_change_nothing() {
    let folder = Folder::new();
    let run = |threads: &str| folder.run(&["run", "pack", "shops.csv", "-o", "-", "-q", "--threads", threads]).stdout;
    assert_eq!(run("1"), run("8"));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let rows: String = (0..50_000).map(|row| format!("S{row},{row},1\n")).collect();
    let folder = Folder::new().with("shops.csv", &format!("id,sales,cost\n{rows}"));
    let mut child = folder
        .command(&["run", "pack", "shops.csv", "-o", "-", "-q"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut stdout = child.stdout.take().expect("stdout is a pipe");
    let mut start = [0; 11];
    stdout.read_exact(&mut start).expect("the report begins");
    drop(stdout);
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!(&start, b"{\"schema\":1");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn a_policy_with_mistakes_does_not_run() {
    let folder = Folder::new();
    let broken = crate::support::POLICY.replace("(sales - cost)", "(sales - coast)");
    let folder = folder.with("pack/policy.yaml", &broken);
    insta::assert_snapshot!(folder.run(&["run", "pack", "shops.csv"]).shown());
    assert!(!folder.path("report.xlsx").exists());
}

#[test]
fn warnings_of_the_policy_are_mentioned() {
    let policy = crate::support::POLICY.replace("  part:", "  spare: 3\n  part:");
    let folder = Folder::new().with("pack/policy.yaml", &policy);
    let ran = folder.run(&["run", "pack", "shops.csv"]);
    assert_eq!(ran.code, 0);
    assert!(ran.stderr.starts_with("the policy has 1 warning; `rulebook check pack` shows it\n"), "{}", ran.stderr);
}

#[test]
fn a_language_nobody_speaks_is_said() {
    let folder = Folder::new();
    let said = |language| folder.run(&["run", "pack", "shops.csv", "-o", "kpi.json", "--lang", language]).shown();
    assert!(said("xx").contains("--lang xx: neither the policy nor the report has a word in this language"));
    assert!(!said("ko").contains("--lang"));
}

/// A policy with a report for managers and one for the board.
const TWO_REPORTS: &str = "policy: shops
tables:
  shops: { key: id, columns: { id: , sales: { type: number }, cost: { type: number } } }
report:
  managers: { title: For managers, sheets: [shops] }
  board: { title: For the board, sheets: [{ table: shops, columns: [sales] }] }
";

#[test]
fn of_several_reports_one_is_made_and_the_others_are_told() {
    let folder = Folder::new().with("two.yaml", TWO_REPORTS);
    insta::assert_snapshot!(folder.run(&["run", "two.yaml", "shops.csv", "-o", "kpi.xlsx"]).shown());
    insta::assert_snapshot!(
        folder.run(&["run", "two.yaml", "shops.csv", "--report", "board", "-o", "kpi.html"]).shown()
    );
    let page = String::from_utf8(folder.read("kpi.html")).expect("a page is UTF-8");
    assert!(page.contains("<title>For the board</title>"));
    insta::assert_snapshot!(folder.run(&["run", "two.yaml", "shops.csv", "--report", "borad"]).shown());
    insta::assert_snapshot!(folder.run(&["run", "pack", "shops.csv", "--report", "board"]).shown());
    let ran =
        folder.run(&["run", "two.yaml", "shops.csv", "--report", "board", "-o", "kpi.json", "--manifest", "run.json"]);
    assert_eq!(ran.code, 0);
    assert_eq!(folder.run(&["verify", "run.json"]).code, 0, "it is made again as it was asked for");
}

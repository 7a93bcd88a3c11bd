//! What a `report:` section asks for, in the outcome that reports are written from.

use crate::outcome::Outcome;
use crate::{Engine, Policy, RunOptions, Source};

const POLICY: &str = "policy: shops
title: { en: Shops, ko: 매장 }
tables:
  shops:
    key: id
    columns: { id: , sales: { type: number } }
    formulas: { half: sales / 2 }
";
const REPORT: &str = "report:
  title: { en: Half a year, ko: 반기 }
  sheets:
    - { table: shops, title: All shops, columns: [half, id], sort: -sales }
";

fn outcome(policy: &str, language: &str) -> Outcome {
    let policy = Policy::parse(policy).unwrap_or_else(|findings| panic!("{findings}"));
    let rows = [("A", 4.0), ("B", 9.0), ("C", 6.0)].map(|(id, sales)| vec![id.into(), sales.into()]);
    let options = RunOptions { language: Some(language.into()), ..RunOptions::default() };
    let rows = Source::rows("shops", &["id", "sales"], rows.to_vec());
    Engine::new().run(&policy, &[rows], &options).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_report_has_a_title_of_its_own_or_that_of_the_policy() {
    assert_eq!(outcome(POLICY, "en").policy.title, "Shops");
    let own = format!("{POLICY}{REPORT}");
    assert_eq!(outcome(&own, "en").policy.title, "Half a year");
    assert_eq!(outcome(&own, "ko").policy.title, "반기");
}

#[test]
fn a_sheet_shows_its_columns_in_the_order_of_the_report_and_its_rows_sorted() {
    let table = &outcome(&format!("{POLICY}{REPORT}"), "en").tables[0];
    assert_eq!(table.title, "All shops");
    let shown = table.view.columns.as_ref().expect("columns are chosen");
    let names: Vec<&str> = shown.iter().map(|&at| table.columns[at].name.as_str()).collect();
    assert_eq!(names, ["half", "id"]);
    assert_eq!(table.view.order.as_deref(), Some([1, 2, 0].as_slice()), "most sales first");
}

const SEVERAL: &str = "report:
  managers: { title: For managers, sheets: [{ table: shops, columns: [id, half] }] }
  board: { title: For the board, sheets: [{ table: shops, columns: [sales] }], formulas: live }
";

fn asked(report: Option<&str>) -> Result<Outcome, String> {
    let policy = Policy::parse(&format!("{POLICY}{SEVERAL}")).unwrap_or_else(|findings| panic!("{findings}"));
    let rows = Source::rows("shops", &["id", "sales"], vec![vec!["A".into(), 4.0.into()]]);
    let options = RunOptions { report: report.map(str::to_string), ..RunOptions::default() };
    Engine::new().run(&policy, &[rows], &options).map_err(|error| error.to_string())
}

#[test]
fn of_several_reports_the_one_asked_for_is_made_and_without_a_word_the_first() {
    let shown = |report| {
        let outcome = asked(report).expect("the report is made");
        let table = &outcome.tables[0];
        let columns = table.shown_columns().into_iter().map(|at| table.columns[at].name.clone());
        (outcome.policy.title.clone(), columns.collect::<Vec<_>>(), outcome.live.is_some())
    };
    let managers = ("For managers".to_string(), vec!["id".to_string(), "half".to_string()], false);
    assert_eq!(shown(None), managers);
    assert_eq!(shown(Some("managers")), managers);
    assert_eq!(shown(Some("board")), ("For the board".to_string(), vec!["sales".to_string()], true));
}

#[test]
fn a_report_there_is_not_is_told_with_the_one_meant() {
    insta::assert_snapshot!(asked(Some("borad")).expect_err("there is no such report"));
    insta::assert_snapshot!(asked(Some("x")).expect_err("there is no such report"));
}

#[test]
fn mistakes_in_one_of_several_reports_are_found_in_it() {
    let found = |report: &str| match Policy::parse(&format!("{POLICY}{report}")) {
        Ok(policy) => Engine::new().check(&policy).to_string(),
        Err(findings) => findings.to_string(),
    };
    insta::assert_snapshot!(found("report:\n  board: { sheets: [shop] }\n  other: { titel: Other }\n"));
    insta::assert_snapshot!(found("report:\n  board: { sheets: [{ table: shops, sort: -sale }] }\n"));
    insta::assert_snapshot!(found("report:\n  title: One\n  board: { sheets: [shops] }\n"));
}

const DRAWN: &str = "policy: shops
tables:
  shops:
    key: id
    columns: { id: , region: , opened: { type: date }, open: { type: bool }, sales: { type: number } }
";

#[test]
fn what_cannot_be_drawn_is_found_with_what_to_write() {
    let sheets = [
        "group: regoin",
        "chart: sale",
        "chart: opened",
        "chart: { by: region }",
        "chart: { of: region, by: opened }",
        "chart: { of: sales, by: opend, as: lines }",
        "chart: { of: sales, bye: region }",
        "colour: { sales: high }",
        "color: { sale: high }",
        "color: { sales: hgih }",
        "color: { sales: red }",
        "color: { region: high }",
        "color: { region: { south: gren } }",
        "color: { region: { \"< 5\": red } }",
        "color: { sales: { many: red, \"< few\": green } }",
        "color: { open: { open: green } }",
        "color: { opened: { 2026-01-01: red } }",
    ];
    let found = sheets.map(|sheet| {
        let report = format!("report: {{ sheets: [{{ table: shops, {sheet} }}] }}\n");
        let found = match Policy::parse(&format!("{DRAWN}{report}")) {
            Ok(policy) => Engine::new().check(&policy).to_string(),
            Err(findings) => findings.to_string(),
        };
        // What is said of columns that nothing uses is no matter here.
        let mut error = false;
        let told = |line: &&str| {
            error = line.starts_with("error") || (error && !line.starts_with("warning"));
            error && (line.starts_with("error") || line.trim_start().starts_with('='))
        };
        let lines: Vec<&str> = found.lines().filter(told).map(str::trim).collect();
        format!("{sheet}\n  {}\n", lines.join("\n  "))
    });
    insta::assert_snapshot!(found.join("\n"));
}

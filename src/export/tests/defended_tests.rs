//! What lets a reader check the report who has nothing but the file: its rules, its contents, what it says of itself,
//! and pages that can be printed.

use crate::export::xlsx;
use crate::outcome::Outcome;
use crate::{Engine, Policy, RunOptions, Source};
use calamine::{Data, Range, Reader, Xlsx};
use std::io::{Cursor, Read};

const POLICY: &str = "\
policy: shops
version: \"2026.1\"
title: Shops
parameters:
  period: { from: 2026-01-01, to: 2026-06-30 }
  floor: { value: 10%, title: Least margin }
tables:
  shops:
    key: id
    columns: { id: , name: , kind: { one_of: [large, small, kiosk] }, sales: { type: number }, margin: { type: number } }
    decisions:
      size_class:
        hit: first
        rules:
          - { sales: \">= 1_000\", kind: \"large, small\", then: A }
          - { sales: \"100 .. 1_000\", margin: \">= 12.5%\", then: B }
          - { kind: not kiosk, then: D }
          - { otherwise: true, then: C }
  visits:
    columns: { shop: { references: shops }, hours: { type: number } }
  classes:
    group: shops
    by: { size_class: shops.size_class }
    key: size_class
    formulas: { count_of_shops: count(shops) }
scorecards:
  health:
    on: shops
    measures:
      margin: { weight: 60%, target: 20%, worst: 0% }
      sales: { weight: 40%, target: 1_000, worst: 0 }
    bands: { good: \">= 50\", poor: \"< 50\" }
triggers:
  thin: { on: shops, when: margin < floor, severity: high, title: Thin margin }
";

fn outcome(visits: usize, options: &crate::LoadOptions) -> Outcome {
    let files = crate::files::PackFiles::new([("policy.yaml", POLICY)]).expect("a pack");
    let policy = Policy::read(&files, options).unwrap_or_else(|findings| panic!("{findings}"));
    let row = |id: &str, kind: &str, sales: f64, margin: f64| {
        vec![id.into(), format!("Shop {id}").as_str().into(), kind.into(), sales.into(), margin.into()]
    };
    let shops = vec![
        row("S1", "kiosk", 50.0, 0.02),
        row("S2", "large", 2_000.0, 0.2),
        row("S3", "small", 500.0, 0.15),
        row("S4", "kiosk", 5_000.0, 0.3),
    ];
    let visits = (0..visits).map(|at| vec!["S1".into(), (at as f64).into()]).collect();
    let sources = [
        Source::rows("shops", &["id", "name", "kind", "sales", "margin"], shops),
        Source::rows("visits", &["shop", "hours"], visits),
    ];
    Engine::new().run(&policy, &sources, &RunOptions::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn run() -> Outcome {
    outcome(3, &crate::LoadOptions::default())
}

fn open(outcome: &Outcome) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(xlsx::to_bytes(outcome).expect("a report"))).expect("a workbook")
}

/// A sheet as lines, cells parted by ` | `.
fn lines(range: &Range<Data>) -> Vec<String> {
    let cell = |cell: &Data| match cell {
        Data::DateTime(moment) => moment.as_f64().to_string(),
        other => other.to_string(),
    };
    let line =
        |row: &[Data]| row.iter().map(cell).collect::<Vec<_>>().join(" | ").trim_end_matches([' ', '|']).to_string();
    range.rows().map(line).collect()
}

fn part(outcome: &Outcome, name: &str) -> String {
    let bytes = xlsx::to_bytes(outcome).expect("a report");
    let mut file = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook is a zip file");
    let mut text = String::new();
    file.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}

/// Every value a rule compares with is a cell of its own: a number is a number.
#[test]
fn the_rules_stand_in_the_report_with_how_often_each_decided() {
    let set = vec![("floor".to_string(), "5%".to_string())];
    let outcome = outcome(3, &crate::LoadOptions { set, ..crate::LoadOptions::default() });
    let range = open(&outcome).worksheet_range("Rules").expect("the rules");
    insta::assert_snapshot!(lines(&range).join("\n"));
}

#[test]
fn the_contents_lead_to_every_sheet() {
    let outcome = run();
    let mut book = open(&outcome);
    let names = book.sheet_names();
    let contents = lines(&book.worksheet_range("Contents").expect("the contents"));
    for name in names.iter().filter(|name| !["Contents", "rulebook-state"].contains(&name.as_str())) {
        assert!(contents.iter().any(|line| line.split(" | ").next() == Some(name)), "{name} in {contents:#?}");
        let link = format!("location=\"'{name}'!A1\"");
        assert!(part(&outcome, "xl/worksheets/sheet2.xml").contains(&link), "{link}");
    }
}

/// Who has so many rows has them in the workbook they were read from.
#[test]
fn a_long_table_that_was_read_and_not_asked_for_is_left_out_and_said_so() {
    let outcome = outcome(201, &crate::LoadOptions::default());
    let mut book = open(&outcome);
    assert!(!book.sheet_names().contains(&"Visits".to_string()), "{:?}", book.sheet_names());
    let contents = lines(&book.worksheet_range("Contents").expect("the contents"));
    assert_eq!(contents.last().map(String::as_str), Some("Visits | 201 rows · report: { sheets: [visits] }"));
}

#[test]
fn names_without_a_title_are_shown_as_words() {
    let outcome = run();
    let titles: Vec<&str> = outcome.tables[2].columns.iter().map(|column| column.title.as_str()).collect();
    assert_eq!(titles, ["size_class", "Count of shops"]);
    assert_eq!(outcome.tables[0].columns[5].title, "Size class");
    assert_eq!(outcome.triggers.iter().next().map(|fired| fired.title().to_string()).as_deref(), Some("Thin margin"));
}

/// Groups and bars stand in the order in which the rules name them, not in that of the data.
#[test]
fn what_rules_decide_stands_in_the_order_of_the_rules() {
    let range = open(&run()).worksheet_range("Classes").expect("the classes");
    // Above the header stands what the columns come to.
    let column =
        |at: u32| -> Vec<String> { (2..7).filter_map(|row| Some(range.get_value((row, at))?.to_string())).collect() };
    assert_eq!(column(0), ["total", "size_class", "A", "B", "C"]);
    assert_eq!(column(1), ["4", "Count of shops", "1", "1", "2"]);
    let summary = lines(&open(&run()).worksheet_range("Summary").expect("the summary")).join("\n");
    let places: Vec<usize> = ["\nA |", "\nB |", "\nC |"].iter().filter_map(|bar| summary.find(bar)).collect();
    assert!(places.len() == 3 && places.is_sorted(), "{summary}");
}

/// It names the program that made it, and the day of the run and no time; without a day, none.
#[test]
fn the_document_tells_the_truth_about_itself() {
    let dated = run();
    let app = part(&dated, "docProps/app.xml");
    assert!(app.contains("<Application>Rulebook</Application>") && !app.contains("Microsoft"), "{app}");
    let core = part(&dated, "docProps/core.xml");
    assert!(
        core.contains("<dc:title>Shops</dc:title>") && core.contains("<dc:subject>shops 2026.1</dc:subject>"),
        "{core}"
    );
    assert!(core.contains(">2026-06-30T00:00:00Z</dcterms:created>"), "{core}");
    let undated = part(&Outcome { as_of: None, ..run() }, "docProps/core.xml");
    assert!(!undated.contains("dcterms:"), "{undated}");
    let custom = part(&dated, "docProps/custom.xml");
    assert!(custom.contains(&dated.policy.sha256), "{custom}");
}

/// A workbook that is not Excel's own shows beside a bar all that its chart does not deny.
#[test]
fn beside_a_bar_stands_its_number_alone() {
    let chart = part(&run(), "xl/charts/chart1.xml");
    for (what, shown) in [("Val", 1), ("LegendKey", 0), ("CatName", 0), ("SerName", 0), ("Percent", 0)] {
        assert!(chart.contains(&format!("<c:show{what} val=\"{shown}\"/>")), "{what}: {chart}");
    }
    for said in ["<c:roundedCorners val=\"0\"/>", "<c:overlay val=\"0\"/></c:title>", "<c:delete val=\"0\"/>"] {
        assert!(chart.contains(said), "{said}: {chart}");
    }
}

/// A list of thousands is no stack of paper: its first rows are printed, and it says so.
#[test]
fn long_lists_print_their_first_rows() {
    let mut outcome = outcome(201, &crate::LoadOptions::default());
    outcome.tables[1].view.long = false;
    let mut book = open(&outcome);
    let range = book.worksheet_range("Visits").expect("the visits");
    assert!(lines(&range)[1].contains("prints the first 28"), "{:?}", lines(&range)[1]);
    let names = part(&outcome, "xl/workbook.xml");
    assert!(names.contains(">Visits!$A$1:$B$31<"), "{names}");
    assert_eq!(range.height(), 204);
}

fn live() -> Outcome {
    let policy = Policy::parse(POLICY).unwrap_or_else(|findings| panic!("{findings}"));
    let row = |id: &str, sales: f64, margin: f64| {
        vec![id.into(), format!("Shop {id}").as_str().into(), "small".into(), sales.into(), margin.into()]
    };
    let shops = vec![row("S1", 50.0, 0.02), row("S2", 2_000.0, 0.2)];
    let visits = vec![vec!["S1".into(), 2.0.into()]];
    let sources = [
        Source::rows("shops", &["id", "name", "kind", "sales", "margin"], shops),
        Source::rows("visits", &["shop", "hours"], visits),
    ];
    let options = RunOptions { live: true, ..RunOptions::default() };
    Engine::new().run(&policy, &sources, &options).unwrap_or_else(|error| panic!("{error}"))
}

/// With formulas the cells read one another, parameters by their names and rules from their sheet; what they gave in
/// the run stands beside them.
#[test]
fn formulas_read_the_sheets_of_the_report() {
    let outcome = live();
    let mut book = open(&outcome);
    let shops = book.worksheet_formula("Shops").expect("formulas");
    let said = |row: u32, column: u32| shops.get_value((row, column)).cloned().unwrap_or_default();
    let values = book.worksheet_range("Shops").expect("values");
    let header = |text: &str| {
        (0..30).find(|column| values.get_value((3, *column)).is_some_and(|cell| cell == &Data::String(text.into())))
    };
    let rule = header("size_class · №").expect("the rule that decides is a step");
    insta::assert_snapshot!([said(4, 5), said(4, rule)].join("\n"));
    assert_eq!(values.get_value((4, 5)), Some(&Data::String("D".into())));
    assert_eq!(values.get_value((4, rule)), Some(&Data::Float(3.0)));
    let names: Vec<&String> = book.defined_names().iter().map(|(name, _)| name).collect();
    for name in ["floor", "period.from", "period.to"] {
        assert!(names.iter().any(|known| *known == name), "{names:?}");
    }
    let review = book.worksheet_formula("Review").expect("formulas");
    assert!(review.used_cells().any(|(_, _, formula)| formula.starts_with("'Shops'!")), "{review:?}");
    let health = book.worksheet_formula("health").expect("formulas");
    assert!(health.used_cells().count() >= 10);
}

#[test]
fn a_report_asks_for_formulas() {
    let asked = format!("{POLICY}report: {{ formulas: live }}\n");
    let policy = Policy::parse(&asked).unwrap_or_else(|findings| panic!("{findings}"));
    assert!(Engine::new().prepare(&policy).is_ok_and(|prepared| prepared.plan().report(None).live));
    let wrong = format!("{POLICY}report: {{ formulas: alive }}\n");
    let findings = Engine::new().check(&Policy::parse(&wrong).unwrap_or_else(|findings| panic!("{findings}")));
    assert!(findings.to_string().contains("`formulas` cannot be `alive`"), "{findings}");
}

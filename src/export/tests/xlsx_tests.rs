//! The workbook, read back as a spreadsheet program would.

use super::support::*;
use crate::export::xlsx;
use crate::outcome::{AccountLine, Accounts, CardAccount, MeasureAccount, NextStep, Outcome, Role, TableView};
use crate::table::Column;
use crate::value::Date;
use calamine::{Data, Range, Reader, Xlsx};
use std::io::Cursor;

type Book = Xlsx<Cursor<Vec<u8>>>;

fn open(outcome: &Outcome) -> Book {
    let bytes = xlsx::to_bytes(outcome).expect("a report");
    Xlsx::new(Cursor::new(bytes)).expect("a workbook")
}

fn sheet(book: &mut Book, name: &str) -> Range<Data> {
    book.worksheet_range(name).unwrap_or_else(|error| panic!("sheet {name}: {error}"))
}

/// One row as text, cells parted by ` | `.
fn line(range: &Range<Data>, row: u32) -> String {
    let columns = range.end().map_or(0, |end| end.1 + 1);
    let cells = (0..columns).map(|column| match range.get_value((row, column)) {
        Some(Data::DateTime(moment)) => moment.as_f64().to_string(),
        Some(cell) => cell.to_string(),
        None => String::new(),
    });
    cells.collect::<Vec<_>>().join(" | ")
}

#[test]
fn the_sheets_stand_in_the_order_a_director_reads() {
    let book = open(&realistic());
    assert_eq!(
        book.sheet_names(),
        [
            "요약",
            "목차",
            "담당자 평가",
            "고객 건전성",
            "검토 목록",
            "판정 보류",
            "영업사원",
            "고객",
            "주문",
            "데이터 문제",
            "열 설명",
            "실행 정보",
            "rulebook-state"
        ]
    );
}

#[test]
fn a_tables_sheet_has_a_legend_headers_and_values() {
    let mut book = open(&small());
    let range = sheet(&mut book, "Customers");
    assert_eq!(line(&range, 0).trim_end_matches(" | "), "Customers");
    assert!(line(&range, 1).starts_with("2 rows    ■ Imported    ■ Worked out    ■ Decided by rules"));
    assert_eq!(line(&range, 2), "Customer ID | Name | Since | Seen | Active | Sales | Growth | Tags | Segment");
    assert_eq!(line(&range, 3), "C1 | 한빛마트 | 45351 | 46082.54513888889 | Yes | 1200 | 0.125 | a, 2 | S");
    assert_eq!(line(&range, 4), "C2 |  |  |  |  | -0.5 |  |  | =1+1");
}

#[test]
fn text_that_looks_like_a_formula_stays_text() {
    let mut book = open(&small());
    assert_eq!(sheet(&mut book, "Customers").get_value((4, 8)), Some(&Data::String("=1+1".into())));
    let formulas = book.worksheet_formula("Customers").expect("formulas");
    assert!(formulas.used_cells().next().is_none());
}

#[test]
fn a_scorecard_has_the_best_first_and_its_terms_above() {
    let mut book = open(&small());
    let range = sheet(&mut book, "Health");
    assert_eq!(line(&range, 2), "Weight |  |  |  |  | 100% |  | ");
    assert_eq!(line(&range, 3), "Target |  |  |  |  | 10.0% – 20.0% |  | ");
    assert_eq!(
        line(&range, 5),
        "Rank | Customer ID | Name | Score | Band | Growth | Growth · points | Costs most points"
    );
    assert_eq!(line(&range, 6), "1 | C1 | 한빛마트 | 62.5 | B | 0.125 | 62.5 | Margin −37.5");
    assert_eq!(line(&range, 7), "2 | C2 |  | 0 | C |  | 0 | Margin −100.0");

    let range = sheet(&mut open(&realistic()), "고객 건전성");
    let scores: Vec<f64> = (6..36).filter_map(|row| range.get_value((row, 3))?.as_f64_like()).collect();
    assert_eq!(scores.len(), 30);
    assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]), "{scores:?}");
}

trait Number {
    fn as_f64_like(&self) -> Option<f64>;
}
impl Number for Data {
    fn as_f64_like(&self) -> Option<f64> {
        match self {
            Data::Float(number) => Some(*number),
            Data::Int(number) => Some(*number as f64),
            _ => None,
        }
    }
}

#[test]
fn the_review_list_keeps_its_order_and_says_who_and_when() {
    let mut book = open(&small());
    let range = sheet(&mut book, "Review");
    assert_eq!(line(&range, 1).trim_end_matches(" | "), "High 1 · Undetermined 1");
    assert_eq!(line(&range, 2), "Severity | Trigger | Table | Key | Name | Status | Since | Owner | Due | Message");
    assert_eq!(
        line(&range, 3),
        "High | Slow stock | Customers | C1 | 한빛마트 | Continuing | 46112 | Kim | 46217 | 72 days of stock, 45 agreed"
    );
    assert_eq!(line(&sheet(&mut book, "Undetermined"), 3), "Slow stock | Customers | C2");
    let range = sheet(&mut book, "Changes");
    assert_eq!(
        line(&range, 1).trim_end_matches(" | "),
        "Compared with: first-quarter.json (2026-03-31) · The policy was another one: 2026.0 → 2026.1 · floor: 90 → 100"
    );
    assert_eq!(line(&range, 3), "Slow stock | Customers | C2 |  | Trigger | Cleared | 46112");
    assert_eq!(line(&range, 4), "Segment | Customers | C1 | 한빛마트 | B | A | ");
    let range = sheet(&mut book, "Movements");
    let lines: Vec<String> = (3..6).map(|row| line(&range, row)).collect();
    assert_eq!(lines, ["Customers · Segment |  | ", "Before ↓ Now → | A | total", "B | 1 | 1"]);
}

#[test]
fn issues_name_cells_and_notes_come_last() {
    let range = sheet(&mut open(&realistic()), "데이터 문제");
    let kinds: Vec<String> = (3..7).filter_map(|row| Some(range.get_value((row, 0))?.to_string())).collect();
    assert_eq!(kinds, ["문제", "문제", "문제", "참고"]);
    assert!(line(&range, 3).starts_with("문제 | 숫자가 아님 | 2026년 상반기 유통.xlsx | 주문 | D17 | 12O | `12O`는"));
}

#[test]
fn the_run_can_be_reconciled() {
    let mut book = open(&small());
    let range = sheet(&mut book, "Run");
    let text: Vec<String> = (0..range.height() as u32).map(|row| line(&range, row)).collect();
    let has = |part: &str| text.iter().any(|line| line.starts_with(part));
    assert!(has("SHA-256 | ab12"), "{text:#?}");
    assert!(has("Period | 2026-01-01 – 2026-06-30 | the policy | period"), "{text:#?}");
    assert!(has("book.xlsx | cd34 | 4096"), "{text:#?}");
    assert!(has("orders | book.xlsx | 주문 | 10 | 9 | 1"), "{text:#?}");
    assert!(has("orders | book.xlsx | 주문 | amount | 1211.5 | 1199.5 | 12"), "{text:#?}");
    assert!(has("orders | book.xlsx | 주문 | date | 46024 | 46202"), "{text:#?}");
    assert!(has("orders | customer | Customers | rows | 3 | C9 (2), =C8 (1)"), "{text:#?}");
    assert!(has("orders | customer | Customers | amount | 99.5"), "{text:#?}");
    assert!(has("policy.yaml | ef56 | 512"), "{text:#?}");
    assert!(has("Sheets, as asked | orders=주문"), "{text:#?}");
    assert!(has("Compared with | first-quarter.json (0a1b)"), "{text:#?}");
    let columns = sheet(&mut book, "Columns");
    assert_eq!(line(&columns, 8), "Customers | sales | Sales | number | Worked out | sum(orders.amount)");
}

#[test]
fn the_summary_shows_the_policys_figures_or_chooses_some() {
    let range = sheet(&mut open(&small()), "Summary");
    let all: Vec<String> = range.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    for part in ["Total sales", "1199.5", "To review", "High 1 · Undetermined 1", "read 10 · left out 1 · Issues 1"]
    {
        assert!(all.iter().any(|cell| cell == part), "{part} in {all:?}");
    }
    let range = sheet(&mut open(&realistic()), "요약");
    let all: Vec<String> = range.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    assert!(all.iter().any(|cell| cell == "263530000"), "{all:?}");
}

/// A small outcome with an account of one score and one trigger.
fn with_accounts() -> Outcome {
    let measure = MeasureAccount {
        title: "Margin".into(),
        shown: ["10.7%", "14.0%", "4.9%"].map(String::from),
        points: Some(64.1),
        weight: Some(0.3),
        brings: Some(19.2),
        costs: Some(10.8),
        cells: vec!["Orders!F2:F318".into(), "+3".into()],
    };
    let by = vec![["Margin", "10.7%", "11.2%"].map(String::from)];
    let next = Some(NextStep { band: "A".into(), by, not_by: vec!["Stock".into()] });
    let account = CardAccount { test: Some(">= 50".into()), measures: vec![measure], next };
    let condition = AccountLine { how: "stock_days > 60".into(), ..AccountLine::default() };
    let value = AccountLine {
        depth: 1,
        name: "stock_days".into(),
        value: "72".into(),
        how: "stock / sales".into(),
        cells: vec!["Customers!D2".into()],
    };
    let accounts = Accounts { scorecards: vec![[(0, account)].into()], triggers: [(0, vec![condition, value])].into() };
    Outcome { accounts: Some(accounts), ..small() }
}

/// The sheets of a workbook as they are in the file.
fn sheets_in_file(outcome: &Outcome) -> Vec<String> {
    let bytes = xlsx::to_bytes(outcome).expect("a report");
    let mut file = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook is a zip file");
    let mut texts = Vec::new();
    for at in 0..file.len() {
        let mut part = file.by_index(at).expect("a part");
        if part.name().is_ok_and(|name| name.starts_with("xl/worksheets/sheet")) {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut part, &mut text).expect("a sheet is text");
            texts.push(text);
        }
    }
    texts
}

/// Of each score and trigger there is an account, and a way there and back.
#[test]
fn why_is_told_for_scores_and_triggers() {
    let outcome = with_accounts();
    let mut book = open(&outcome);
    let why = sheet(&mut book, "Why");
    let last = why.end().map_or(0, |(row, _)| row);
    insta::assert_snapshot!((0..=last).map(|row| line(&why, row)).collect::<Vec<_>>().join("\n"));
    let texts = sheets_in_file(&outcome);
    let leads = |to: &str| texts.iter().filter(|text| text.contains(&format!("location=\"{to}\""))).count();
    for to in ["'Why'!A4", "'Why'!A8", "'Health'!A7", "'Review'!A4"] {
        assert_eq!(leads(to), 1, "one sheet leads to {to}");
    }
    assert_eq!(xlsx::to_bytes(&outcome).expect("a report"), xlsx::to_bytes(&outcome).expect("a report"));
}

#[test]
fn the_same_outcome_gives_the_same_bytes() {
    let first = xlsx::to_bytes(&realistic()).expect("a report");
    let folder = Folder::new("same-bytes");
    xlsx::write(&realistic(), &folder.join("r.xlsx")).expect("a report");
    assert!(first == std::fs::read(folder.join("r.xlsx")).expect("the report"));
}

#[test]
fn a_run_without_anything_still_opens() {
    let mut book = open(&Outcome::default());
    assert_eq!(book.sheet_names(), ["Summary", "Contents", "Review", "Issues", "Columns", "Run", "rulebook-state"]);
    assert_eq!(line(&sheet(&mut book, "Issues"), 1).trim_end_matches(" | "), "Nothing to report.");
    let empty = table("t", vec![column("x", "x", Role::Imported, numbers([]))]);
    let range = sheet(&mut open(&with_table(empty)), "t");
    assert_eq!(line(&range, 2), "x");
    open(&with_table(table("no columns", Vec::new())));
}

#[test]
fn ugly_names_become_sheets_tables_and_headers() {
    let long = "A very long name of a table that nobody reads";
    let titles = ["売上 / 在庫", "'quoted'", "History", "R1C1", "a[b]*?:\\", "", "한".repeat(40).as_str(), long, long]
        .map(String::from);
    let mut outcome = Outcome { language: "ja".into(), ..Outcome::default() };
    for title in &titles {
        let columns = ["Name", "NAME", "", " \n "].map(|header| column(header, header, Role::Imported, numbers([1.0])));
        let mut table = table(title, columns.to_vec());
        table.title = title.clone();
        outcome.tables.push(table);
    }
    let mut book = open(&outcome);
    let names = book.sheet_names();
    assert_eq!(
        names[3..12],
        [
            "売上 在庫",
            "quoted",
            "History_",
            "R1C1",
            "a b",
            "_",
            "한".repeat(31).as_str(),
            "A very long name of a table tha",
            "A very long name of a table (2)"
        ]
    );
    assert!(names.iter().all(|name| name.encode_utf16().count() <= 31));
    assert_eq!(line(&sheet(&mut book, "R1C1"), 2), "Name | NAME (2) | – | – (2)");
    book.load_tables().expect("tables");
    assert!(book.table_names().contains(&&"_R1C1".to_string()), "{:?}", book.table_names());
}

#[test]
fn texts_no_sheet_can_hold_are_cut_and_old_dates_are_text() {
    let long = "😀".repeat(20_000);
    let columns = vec![
        column("text", "text", Role::Imported, texts([long.as_str(), "\u{0}\u{7}bell"])),
        column("old", "old", Role::Imported, Column::Date(vec![day("1850-06-01").0, Date::MIN.0])),
    ];
    let range = sheet(&mut open(&with_table(table("t", columns))), "t");
    let cut = range.get_value((3, 0)).map(ToString::to_string).unwrap_or_default();
    assert!(cut.encode_utf16().count() <= 32_767 && cut.ends_with('…'));
    assert_eq!(range.get_value((3, 1)), Some(&Data::String("1850-06-01".into())));
}

#[test]
fn a_view_chooses_columns_rows_and_tables() {
    let mut shown = table(
        "shown",
        vec![
            column("a", "a", Role::Imported, numbers([1.0, 2.0, 3.0])),
            column("b", "b", Role::Imported, texts(["x", "y", "z"])),
        ],
    );
    shown.view = TableView { columns: Some(vec![1]), order: Some(vec![2, 0]), ..TableView::default() };
    let mut hidden = table("hidden", vec![column("a", "a", Role::Imported, numbers([1.0]))]);
    hidden.view.hidden = true;
    let outcome = Outcome { tables: vec![shown, hidden], ..Outcome::default() };
    let mut book = open(&outcome);
    assert!(!book.sheet_names().contains(&"hidden".to_string()));
    let range = sheet(&mut book, "shown");
    assert_eq!([2, 3, 4].map(|row| line(&range, row)), ["b", "z", "x"]);
}

#[test]
fn a_large_table_is_there_whole() {
    let rows = 70_000;
    let columns = vec![
        column("n", "n", Role::Imported, numbers((0..rows).map(f64::from))),
        column(
            "t",
            "t",
            Role::Imported,
            Column::Text((0..rows).map(|row| Some(["가", "나"][row as usize % 2])).collect()),
        ),
        column("d", "d", Role::Formula, Column::Date((0..rows).collect())),
    ];
    let outcome = with_table(table("big", columns));
    let range = sheet(&mut open(&outcome), "big");
    assert_eq!(range.height(), 70_003);
    assert_eq!(line(&range, 70_002), "69999 | 나 | 95568");
    assert!(xlsx::to_bytes(&outcome) == xlsx::to_bytes(&outcome));
}

#[test]
fn a_table_longer_than_a_sheet_goes_on_over_the_next() {
    let rows = 1_048_576;
    let outcome =
        with_table(table("Orders", vec![column("n", "n", Role::Imported, numbers((0..rows).map(f64::from)))]));
    let mut book = open(&outcome);
    let names = book.sheet_names();
    assert!(names.contains(&"Orders".to_string()) && names.contains(&"Orders (2)".to_string()), "{names:?}");
    let range = sheet(&mut book, "Orders (2)");
    assert_eq!([2, 3, 5].map(|row| line(&range, row)), ["n", "1048573", "1048575"]);
    assert_eq!(range.height(), 6);
}

/// What apart from the data is not as it was stands where the numbers are read first.
#[test]
fn the_summary_says_when_not_the_data_alone_differ() {
    let outcome = small();
    let baseline = outcome.baseline.as_ref().expect("it is compared with an earlier run");
    assert!(!baseline.differs.is_empty());
    let mut book = open(&outcome);
    let first = book.sheet_names()[0].clone();
    let summary = sheet(&mut book, &first);
    let said = (0..12).map(|row| line(&summary, row)).find(|line| line.contains(&baseline.name)).expect("it is said");
    assert!(said.contains("floor: 90 → 100"), "{said}");
}

//! Finding sheets, headers and columns.

use super::*;
use rust_xlsxwriter::Workbook;

fn orders(columns: Vec<Column>) -> Policy {
    policy(vec![table("sales_orders", &["Orders", "주문"], None, columns)])
}

fn amount() -> Column {
    column("amount", Type::Number, &["Amount", "金額"])
}

/// A workbook of sheets, each a name and rows of text.
pub(super) fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).expect("a name");
        for (row, cells) in rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                sheet.write_string(row as u32, column as u16, *text).expect("written");
            }
        }
    }
    book.save_to_buffer().expect("saved")
}

fn fails(policy: &Policy, name: &str, data: Vec<u8>, options: &Options) -> Vec<String> {
    let input = Input::Bytes { name: name.to_string(), data: data.into() };
    let failure = read(policy, &[input], options).expect_err("this cannot be read");
    failure.problems.into_iter().map(|p| format!("{} | {}", p.message, p.help.unwrap_or_default())).collect()
}

#[test]
fn sheets_and_headers_match_whatever_their_case_width_and_blanks() {
    for (sheet, header) in
        [("ORDERS", "amount"), ("주문", "ＡＭＯＵＮＴ"), ("Sales  Orders", " Amount\n"), ("sales_orders", "金額")]
    {
        let got =
            bytes(&orders(vec![amount()]), "b.xlsx", workbook(&[("Other", &[&["x"]]), (sheet, &[&[header], &["5"]])]));
        assert_eq!((values(&got, 0, 0), lines(&got)), (vec![Value::Number(5.0)], vec![]), "{sheet}");
    }
}

#[test]
fn the_header_stands_below_titles_and_beside_nothing() {
    let rows: &[&[&str]] = &[
        &["Sales report"],
        &["as of today", "", "Amount due"],
        &[],
        &["", "Date", "Amount"],
        &["", "2026-03-01", "7"],
    ];
    let got = bytes(&orders(vec![column("date", Type::Date, &[]), amount()]), "b.xlsx", workbook(&[("Orders", rows)]));
    assert_eq!(values(&got, 0, 1), [Value::Number(7.0)]);
    assert_eq!(got.tables[0].provenance.cell(0, Some(1)).map(|cell| cell.a1()).as_deref(), Some("C5"));
}

#[test]
fn a_header_of_two_rows_is_read_together() {
    let rows: &[&[&str]] = &[&["Region", "2024", "", "2025"], &["", "Q1", "Q2", "Q1"], &["N", "1", "2", "3"]];
    let columns = vec![
        column("region", Type::Text, &[]),
        column("a", Type::Number, &["2024 Q1"]),
        column("b", Type::Number, &["2024 Q2"]),
        column("c", Type::Number, &["2025 Q1"]),
    ];
    let got = bytes(&orders(columns), "b.xlsx", workbook(&[("Orders", rows)]));
    let row: Vec<Value> = (0..4).map(|column| values(&got, 0, column)[0].clone()).collect();
    assert_eq!(row, [Value::from("N"), Value::from(1.0), Value::from(2.0), Value::from(3.0)]);
}

#[test]
fn a_header_above_several_columns_is_an_issue_until_the_policy_says_which() {
    let sheet = "Amount,x,amount \n1,2,3\n";
    let got = csv(&orders(vec![amount()]), sheet);
    assert_eq!(values(&got, 0, 0), [Value::Number(1.0)]);
    let issue = "orders!C1 duplicate-header \"\": `Amount` stands in A1 and in C1; column A was read for `amount` (say \
                 which under `header:`: `Amount #1`, `Amount #2`)";
    assert_eq!(lines(&got), [issue]);
    assert!(!got.issues[0].note);
    for (header, value) in [("Amount #1", 1.0), ("AMOUNT #2", 3.0)] {
        let got = csv(&orders(vec![column("sold", Type::Number, &[header])]), sheet);
        assert_eq!((values(&got, 0, 0), lines(&got)), (vec![Value::Number(value)], vec![]), "{header}");
    }
}

#[test]
fn a_header_that_ends_in_a_number_sign_is_itself_first() {
    let got = csv(&orders(vec![column("line", Type::Number, &["Line #2"])]), "Line,Line #2,Line\n1,2,3\n");
    assert_eq!((values(&got, 0, 0), lines(&got)), (vec![Value::Number(2.0)], vec![]));
}

#[test]
fn equal_headers_below_different_ones_are_told_apart_by_both() {
    let rows: &[&[&str]] =
        &[&["Shop", "2025", "", "2026", ""], &["", "Sales", "Cost", "Sales", "Cost"], &["A", "1", "2", "3", "4"]];
    let read = |header: &str| {
        let columns = vec![column("shop", Type::Text, &[]), column("sold", Type::Number, &[header])];
        bytes(&orders(columns), "b.xlsx", workbook(&[("Orders", rows)]))
    };
    let got = read("2026 Sales");
    assert_eq!((values(&got, 0, 1), lines(&got)), (vec![Value::Number(3.0)], vec![]));
    let got = read("Sales");
    assert_eq!(codes(&got), [("duplicate-header", 1)]);
    let help = "(say which under `header:`: `2025 sales`, `Sales #1`, `Sales #2`)";
    assert!(lines(&got)[0].ends_with(help), "{:?}", lines(&got));
}

#[test]
fn a_column_that_may_be_missing_is_blank_then() {
    let got = csv(&orders(vec![amount(), optional(column("prior", Type::Number, &[]))]), "Amount\n1\n");
    assert_eq!(values(&got, 0, 1), [Value::Blank]);
    assert_eq!(got.tables[0].provenance.segments[0].columns, [Some(0), None]);
}

#[test]
fn missing_columns_are_all_named_with_the_nearest_header() {
    let columns = vec![amount(), column("region", Type::Text, &[]), column("date", Type::Date, &[])];
    let problems = fails(&orders(columns), "orders.csv", b"Amuont,date\n1,2026-01-01\n".to_vec(), &Options::default());
    assert_eq!(
        problems,
        [
            "orders.csv, sheet `orders`: no header for column `amount` of table `sales_orders` | looked for `Amount`, `金額`; is it `Amuont`? then add it to `header:`",
            "orders.csv, sheet `orders`: no header for column `region` of table `sales_orders` | looked for `region`; the headers found are `Amuont`, `date`",
        ]
    );
}

#[test]
fn a_missing_sheet_lists_what_there_is() {
    let two = policy(vec![
        table("orders", &[], None, vec![amount()]),
        table("people", &[], Some("id"), vec![column("id", Type::Text, &[])]),
    ]);
    let book = workbook(&[("Orders", &[&["Amount"]]), ("Poeple", &[&["x"]])]);
    assert_eq!(
        fails(&two, "b.xlsx", book.clone(), &Options::default()),
        [
            "no sheet for table `people` | looked for `people`; b.xlsx has `Orders`, `Poeple`; to read `Poeple`, say --sheet people=\"Poeple\"",
        ]
    );
    let options = Options { sheets: vec![("peple".into(), "x".into())], ..Options::default() };
    assert_eq!(
        fails(&two, "b.xlsx", book, &options)[0],
        "the policy reads no table `peple` from sheets | is it `people`?"
    );
}

#[test]
fn the_run_may_name_the_sheet() {
    let options = Options { sheets: vec![("sales_orders".to_string(), "March".to_string())], ..Options::default() };
    let data = workbook(&[("Orders", &[&["Amount"], &["1"]]), ("march", &[&["Amount"], &["2"]])]);
    let input = [Input::Bytes { name: "b.xlsx".to_string(), data: data.into() }];
    let got = read(&orders(vec![amount()]), &input, &options).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(values(&got, 0, 0), [Value::Number(2.0)]);
}

#[test]
fn a_sheet_of_another_name_is_known_by_its_headers() {
    let data = workbook(&[("Tabelle1", &[&["x"]]), ("Tabelle2", &[&["Amount"], &["2"]])]);
    let got = bytes(&orders(vec![amount()]), "b.xlsx", data);
    assert_eq!(
        (values(&got, 0, 0), got.issues[0].code.as_str(), got.issues[0].note),
        (vec![Value::Number(2.0)], "sheet-by-headers", true)
    );
}

#[test]
fn csv_files_are_known_by_their_names() {
    let two = policy(vec![table("ventes", &[], None, vec![amount()]), table("targets", &[], None, vec![amount()])]);
    let inputs =
        [("ventes_202101.csv", "Amount\n1\n"), ("Targets.csv", "Amount\n9\n"), ("ventes_202102.csv", "Amount\n2\n")];
    let inputs = inputs.map(|(name, text)| Input::Bytes { name: name.to_string(), data: text.as_bytes().into() });
    let got = read(&two, &inputs, &Options::default()).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(values(&got, 0, 0), [Value::Number(1.0), Value::Number(2.0)]);
    assert_eq!(values(&got, 1, 0), [Value::Number(9.0)]);
    assert_eq!(
        got.inputs.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(),
        ["ventes_202101.csv", "Targets.csv", "ventes_202102.csv"]
    );
    assert_eq!(
        got.tables[0].provenance.cell(1, None).map(|cell| cell.to_string()).as_deref(),
        Some("ventes_202102.csv ventes_202102!A2")
    );
}

#[test]
fn hidden_sheets_are_read_and_said_so() {
    let mut book = Workbook::new();
    book.add_worksheet();
    let sheet = book.add_worksheet().set_name("Orders").expect("a name").set_hidden(true);
    sheet.write(0, 0, "Amount").expect("written");
    sheet.write(1, 0, 3).expect("written");
    let got = bytes(&orders(vec![amount()]), "b.xlsx", book.save_to_buffer().expect("saved"));
    assert_eq!(values(&got, 0, 0), [Value::Number(3.0)]);
    assert_eq!(lines(&got), ["Orders!A1 hidden-sheet \"\": the sheet is hidden; it was read"]);
}

/// A hidden sheet beside one that is seen may be last year's: that is doubtful.
#[test]
fn a_hidden_sheet_beside_another_of_its_table_is_an_issue() {
    let mut book = Workbook::new();
    for (name, hidden, value) in [("Orders 2026", false, 3), ("Orders 2025", true, 4)] {
        let sheet = book.add_worksheet().set_name(name).expect("a name").set_hidden(hidden);
        sheet.write(0, 0, "Amount").expect("written");
        sheet.write(1, 0, value).expect("written");
    }
    let policy = policy(vec![table("orders", &["Orders*"], None, vec![amount()])]);
    let got = bytes(&policy, "b.xlsx", book.save_to_buffer().expect("saved"));
    assert_eq!(values(&got, 0, 0), [Value::Number(3.0), Value::Number(4.0)]);
    let told: Vec<_> = got.issues.iter().map(|issue| (issue.code.as_str(), issue.note)).collect();
    assert_eq!(told, [("hidden-sheet", false)]);
}

#[test]
fn a_workbook_without_any_wanted_sheet_is_reported() {
    let inputs = [("orders.csv", "Amount\n1\n"), ("weather.csv", "rain\n1\n")];
    let two = policy(vec![
        table("orders", &[], None, vec![amount()]),
        table("people", &[], None, vec![optional(column("id", Type::Text, &[]))]),
    ]);
    let mut two = two;
    two.tables[1].optional = true;
    let inputs = inputs.map(|(name, text)| Input::Bytes { name: name.to_string(), data: text.as_bytes().into() });
    let got = read(&two, &inputs, &Options::default()).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(
        got.issues.iter().map(|issue| (issue.code.as_str(), issue.note)).collect::<Vec<_>>(),
        [("unused-workbook", false)]
    );
}

#[test]
fn rows_of_a_host_are_checked_like_cells() {
    let columns = vec![column("id", Type::Text, &["ID"]), amount(), column("date", Type::Date, &[])];
    let policy = policy(vec![table("orders", &[], Some("id"), columns)]);
    let row = |id: &str, amount: Value| vec![amount, Value::from(id), Value::from("2026/3/1")];
    let rows = vec![row("A", Value::from("1,200")), row("A", Value::from(2.0)), row("B", Value::from("?"))];
    let columns = ["金額", "id", "date"].map(str::to_string).to_vec();
    let input = [Input::Rows { table: "orders".to_string(), columns: columns.clone(), rows }];
    let got = read(&policy, &input, &Options::default()).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(values(&got, 0, 1), [Value::Number(1200.0), Value::Blank]);
    assert_eq!(
        lines(&got),
        [
            "- duplicate-key \"A\": row 1 has this key already (row 2); row left out",
            "- bad-number \"?\": not a number (row 3); left blank",
        ]
    );
    assert!(got.tables[0].provenance.segments.is_empty());
    assert_eq!((got.control[0].read, got.control[0].used, got.control[0].rejected), (3, 2, 1));
    let short = [Input::Rows { table: "orders".to_string(), columns, rows: vec![vec![Value::Blank]] }];
    let failure = read(&policy, &short, &Options::default()).expect_err("too short");
    assert_eq!(failure.to_string(), "rows given for table `orders`: row 1 has 1 values for 3 columns");
}

#[test]
fn a_sheet_passed_over_although_its_headers_fit_is_told() {
    let columns = || vec![column("date", Type::Date, &[]), amount()];
    let policy = policy(vec![
        table("sales_orders", &["Orders"], None, columns()),
        table("people", &["People"], None, vec![column("name", Type::Text, &[])]),
    ]);
    let january: &[&[&str]] = &[&["Date", "Amount"], &["2026-01-05", "7"]];
    let people: &[&[&str]] = &[&["Name"], &["Kim"]];
    let told = |sheets: &[(&str, &[&[&str]])]| -> Vec<(bool, String)> {
        let main = Input::Bytes {
            name: "a.xlsx".to_string(),
            data: workbook(&[("Orders", january), ("People", people)]).into(),
        };
        let other = Input::Bytes { name: "b.xlsx".to_string(), data: workbook(sheets).into() };
        let got = read(&policy, &[main, other], &Options::default()).expect("it can be read");
        let told = got.issues.into_iter().filter(|issue| issue.code == crate::issue::IssueCode::UnreadSheet);
        told.map(|issue| (issue.note, issue.message.to_string())).collect()
    };
    let missed = told(&[("People", people), ("Orders Jan", january), ("Readme", &[&["Date"], &["today"]])]);
    assert_eq!(missed.len(), 1, "{missed:?}");
    assert!(!missed[0].0, "rows that may be missing are no mere note");
    assert!(missed[0].1.contains("`--sheet sales_orders=\"Orders Jan\"`"), "{}", missed[0].1);
    let copy = told(&[("Orders", january), ("Orders copy", january)]);
    assert!(copy.len() == 1 && copy[0].0, "beside the sheet itself it may be a copy: {copy:?}");
}

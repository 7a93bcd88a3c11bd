//! Cells into values, line by line of the manual.

use super::*;
use crate::cells::tests::{unsaved, without_results};
use crate::issue::IssueCode;
use crate::value::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

fn amounts() -> Policy {
    policy(vec![table(
        "orders",
        &[],
        Some("id"),
        vec![column("id", Type::Text, &["ID", "注文番号"]), column("amount", Type::Number, &["Amount", "金額"])],
    )])
}

fn number_of(text: &str) -> (Value, Vec<String>) {
    let got = csv(&amounts(), &format!("ID\t金額\n1\t{text}\n"));
    (values(&got, 0, 1)[0].clone(), lines(&got))
}

#[test]
fn numbers_as_people_type_them() {
    for (text, number) in [
        ("1,234.50", 1234.5),
        ("￥1,200", 1200.0),
        ("12%", 0.12),
        ("(300)", -300.0),
        ("△300", -300.0),
        ("▲300", -300.0),
        ("１，２３４", 1234.0),
        ("1200円", 1200.0),
        ("-5", -5.0),
        ("1e3", 1000.0),
        ("　42　", 42.0),
        ("$ 1,234.00", 1234.0),
        ("-$5", -5.0),
        ("($1,234.50)", -1234.5),
    ] {
        assert_eq!(number_of(text), (Value::Number(number), vec![]), "{text}");
    }
}

#[test]
fn text_that_is_no_number_becomes_blank_and_is_reported_with_its_cell() {
    let (value, issues) = number_of("n/a");
    assert_eq!(value, Value::Blank);
    assert_eq!(issues, ["orders!B2 bad-number \"n/a\": not a number; left blank"]);
}

#[test]
fn blank_text_is_a_blank_without_an_issue() {
    assert_eq!(number_of("　 "), (Value::Blank, vec![]));
}

#[test]
fn a_bad_cell_in_a_key_or_required_column_rejects_the_row() {
    let columns = vec![
        column("id", Type::Text, &[]),
        required(column("amount", Type::Number, &[])),
        column("note", Type::Text, &[]),
    ];
    let policy = policy(vec![table("orders", &[], Some("id"), columns)]);
    let got = csv(&policy, "id,amount,note\nA,1,x\n,2,y\nC,?,z\nD,,w\nA,5,again\n");
    assert_eq!(values(&got, 0, 0), [Value::from("A")]);
    assert_eq!(
        lines(&got),
        [
            "orders!A3 missing-value \"\": nothing is there; row left out",
            "orders!B4 bad-number \"?\": not a number; row left out",
            "orders!B5 missing-value \"\": nothing is there; row left out",
            "orders!A6 duplicate-key \"A\": the row of A2 has this key already; row left out",
        ]
    );
    assert!(got.issues.iter().all(|issue| issue.rejected && !issue.note));
    assert_eq!(got.issues[1].key.as_deref(), Some("C"));
    let total = &got.control[0];
    assert_eq!((total.read, total.used, total.rejected, &total.sums), (5, 1, 4, &vec![("amount".to_string(), 1.0)]));
}

#[test]
fn dates_from_cells_texts_and_serial_numbers_are_the_same_day() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("orders").expect("a name");
    let date = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_string(0, 0, "Date").expect("written");
    let day = ExcelDateTime::from_ymd(2026, 3, 1).expect("a day");
    sheet.write_datetime_with_format(1, 0, &day, &date).expect("written");
    sheet.write_number(2, 0, 46082.0).expect("written");
    for (row, text) in ["2026/3/1", "2026年3月1日", "2026. 3. 1.", "２０２６/３/１", "46082"].iter().enumerate()
    {
        sheet.write_string(3 + row as u32, 0, *text).expect("written");
    }
    sheet.write_string(8, 0, "soon").expect("written");
    let policy = policy(vec![table("orders", &[], None, vec![column("date", Type::Date, &[])])]);
    let got = bytes(&policy, "book.xlsx", book.save_to_buffer().expect("saved"));
    let day = Date::new(2026, 3, 1).map_or(Value::Blank, Value::Date);
    let mut want = vec![day; 7];
    want.push(Value::Blank);
    assert_eq!(values(&got, 0, 0), want);
    assert_eq!(
        lines(&got),
        [
            "orders!A9 bad-date \"soon\": not a date; left blank",
            "orders!A3 serial-date \"46082\": 2 cells have a bare number, read as the day it numbers in a spreadsheet",
        ]
    );
}

#[test]
fn numbers_and_dates_in_a_text_column_print_shortest() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("orders").expect("a name");
    sheet.write_string(0, 0, "Code").expect("written");
    sheet.write_number(1, 0, 10001.0).expect("written");
    sheet.write_number(2, 0, 0.1).expect("written");
    sheet.write_boolean(3, 0, true).expect("written");
    let date = Format::new().set_num_format("yyyy-mm-dd");
    sheet
        .write_datetime_with_format(4, 0, ExcelDateTime::from_ymd(2026, 3, 1).expect("a day"), &date)
        .expect("written");
    let policy = policy(vec![table("orders", &[], None, vec![column("code", Type::Text, &[])])]);
    let got = bytes(&policy, "book.xlsx", book.save_to_buffer().expect("saved"));
    assert_eq!(values(&got, 0, 0), ["10001", "0.1", "TRUE", "2026-03-01"].map(Value::from));
}

#[test]
fn true_and_false_in_five_languages() {
    let policy = policy(vec![table("orders", &[], None, vec![column("paid", Type::Bool, &[])])]);
    let got = csv(&policy, "paid\nTRUE\nyes\nY\n1\nはい\n예\n是\n○\nfalse\nNo\nn\n0\nいいえ\n아니오\n否\n×\nmaybe\n");
    let flags = values(&got, 0, 0);
    assert!(flags[..8].iter().all(|flag| *flag == Value::Bool(true)), "{flags:?}");
    assert!(flags[8..16].iter().all(|flag| *flag == Value::Bool(false)), "{flags:?}");
    assert_eq!(lines(&got), ["orders!A18 bad-bool \"maybe\": neither true nor false; left blank"]);
}

#[test]
fn one_of_ignores_case_and_width_and_keeps_the_spelling_of_the_policy() {
    let mut kind = column("kind", Type::Text, &[]);
    kind.one_of = vec![said(Value::from("Local chain")), said(Value::from("ＶＩＰ"))];
    let policy = policy(vec![table("orders", &[], None, vec![kind])]);
    let got = csv(&policy, "kind\nLOCAL  chain\nvip\nother\n");
    assert_eq!(values(&got, 0, 0), [Value::from("Local chain"), Value::from("ＶＩＰ"), Value::Blank]);
    assert_eq!(lines(&got), ["orders!A4 not-allowed \"other\": not one of `Local chain`, `ＶＩＰ`; left blank"]);
}

#[test]
fn min_and_max_bound_numbers() {
    let mut stock = column("stock", Type::Number, &[]);
    (stock.min, stock.max) = (Some(said(Value::from(0.0))), Some(said(Value::from(10.0))));
    let policy = policy(vec![table("orders", &[], None, vec![stock])]);
    let got = csv(&policy, "stock\n0\n10\n-1\n11\n");
    assert_eq!(
        lines(&got),
        [
            "orders!A4 out-of-range \"-1\": below the least allowed, 0; left blank",
            "orders!A5 out-of-range \"11\": above the most allowed, 10; left blank",
        ]
    );
    assert_eq!(got.control[0].used, 4);
}

/// A day or a time beside plain numbers is hardly one of them; alone in their column they are a note.
#[test]
fn days_and_times_beside_plain_numbers_are_an_issue() {
    let of = |cells: &str| {
        let got = csv(&amounts(), &format!("ID,Amount\n{cells}"));
        got.issues.iter().map(|issue| (issue.note, issue.code.as_str(), issue.count)).collect::<Vec<_>>()
    };
    assert_eq!(of("1,8:30\n2,36:15\n"), [(true, "days-as-number", 2)]);
    assert_eq!(of("1,8:30\n2,7.5\n"), [(false, "days-as-number", 1)]);
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet().set_name("orders").expect("a name");
    for (row, (id, amount)) in [("ID", "Amount"), ("1", ""), ("2", ""), ("3", "")].into_iter().enumerate() {
        sheet.write(row as u32, 0, id).and_then(|sheet| sheet.write(row as u32, 1, amount)).expect("a cell");
    }
    sheet.write(1, 1, 20.0).expect("a cell");
    sheet.write_with_format(2, 1, 46_023.0, &day).expect("a cell");
    sheet.write_with_format(3, 1, 12.0, &day).expect("a cell");
    let data = book.save_to_buffer().expect("a workbook");
    let input = Input::Bytes { name: "orders.xlsx".to_string(), data: data.into() };
    let got = read(&amounts(), &[input], &Options::default()).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(values(&got, 0, 1), [20.0, 46_023.0, 12.0].map(Value::Number));
    let said: Vec<_> = got.issues.iter().map(|issue| (issue.note, issue.count)).collect();
    assert_eq!(said, [(false, 1), (true, 1)], "{:?}", lines(&got));
}

/// A sheet turned on its side has its header in a row of its data.
#[test]
fn a_header_below_its_numbers_or_beside_them_is_told() {
    for (text, told) in [
        ("ID,A,B\nName,x,y\nAmount,10,20\n", true),
        ("Name,A,B\nID,7,8\nAmount,10,20\n", true),
        ("1,10\n2,20\nID,Amount\n", true),
        ("ID,Amount\n", false),
        ("Report,5\nID,Amount\n", false),
    ] {
        let policy = policy(vec![table("orders", &[], None, vec![column("amount", Type::Number, &["Amount"])])]);
        let got = csv(&policy, text);
        let found = got.issues.iter().any(|issue| issue.code == IssueCode::NothingBelow && !issue.note);
        assert_eq!(found, told, "{text}: {:?}", lines(&got));
    }
}

#[test]
fn a_last_line_that_is_no_data_need_not_have_all_fields() {
    let got = csv(&amounts(), "ID,Amount\n1,10\n2,20\n(2 rows affected)\n");
    let codes: Vec<_> = got.issues.iter().map(|issue| issue.code.as_str()).collect();
    assert_eq!(codes, ["remark-row"], "{:?}", lines(&got));
}

#[test]
fn texts_written_as_formulas_keep_their_zeros() {
    let policy = amounts();
    let got = csv(&policy, "=\"ID\",Amount\n=\"001\",=\"7\"\n\"=\"\"002\"\"\",8\n=\"00\"3,9\n");
    assert_eq!(values(&got, 0, 0), ["001", "002", "=\"00\"3"].map(Value::from));
    assert_eq!(values(&got, 0, 1), [7.0, 8.0, 9.0].map(Value::Number));
    let said = "orders!A1 text-formula \"\": `=\"ID\"` and 3 others like it are read as the text between the quotes, as a \
                spreadsheet does";
    assert_eq!(lines(&got), [said]);
}

#[test]
fn min_and_max_bound_days_and_moments() {
    let day = |text: &str| Value::Date(Date::parse(text).expect("a day"));
    let mut joined = column("joined", Type::Date, &[]);
    (joined.min, joined.max) = (Some(said(day("2025-01-01"))), Some(said(day("2025-12-31"))));
    let mut seen = column("seen", Type::DateTime, &[]);
    seen.max = Some(said(day("2025-12-31")));
    let policy = policy(vec![table("orders", &[], None, vec![joined, seen])]);
    let got = csv(
        &policy,
        "joined,seen\n2025-01-01,2025-12-31 23:59\n2024-12-31,2025-06-01 08:00\n2026-01-01,2026-01-01 00:01\n\
         2025-12-31,\n13/02/2025,\n03/02/2026,\n",
    );
    let mut found = lines(&got);
    found.sort();
    assert_eq!(
        found,
        [
            "orders!A3 out-of-range \"2024-12-31\": before the first day allowed, 2025-01-01; left blank",
            "orders!A4 out-of-range \"2026-01-01\": after the last day allowed, 2025-12-31; left blank",
            "orders!A7 day-order \"03/02/2026\": 1 cell like `03/02/2026` read day first, as A6 `13/02/2025` shows",
            "orders!A7 out-of-range \"03/02/2026\": after the last day allowed, 2025-12-31; left blank",
            "orders!B4 out-of-range \"2026-01-01 00:01\": after the last day allowed, 2025-12-31; left blank",
        ]
    );
}

#[test]
fn keys_and_references_meet_whatever_their_width() {
    let people = table("people", &[], Some("id"), vec![column("id", Type::Text, &["ID"])]);
    let orders = table(
        "orders",
        &[],
        None,
        vec![references(column("person", Type::Text, &[]), "people"), column("memo", Type::Text, &[])],
    );
    let policy = policy(vec![people, orders]);
    let inputs = [("people.csv", "ID\nＡ１\n"), ("orders.csv", "person,memo\n A1 ,ＡＢ\n")];
    let inputs = inputs.map(|(name, text)| Input::Bytes { name: name.to_string(), data: text.as_bytes().into() });
    let got = read(&policy, &inputs, &Options::default()).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(values(&got, 0, 0), values(&got, 1, 0));
    assert_eq!(values(&got, 1, 1), [Value::from("ＡＢ")], "other text is kept as it is");
}

/// A change to a sheet.
type Spoil<'a> = &'a dyn Fn(&mut rust_xlsxwriter::Worksheet);

/// The twelve ways in which one cell of a workbook can be wrong; each is reported with its sheet and cell.
#[test]
fn twelve_kinds_of_one_bad_cell() {
    let kinds = || {
        let mut stock = column("stock", Type::Number, &[]);
        (stock.min, stock.max) = (Some(said(Value::from(0.0))), Some(said(Value::from(100.0))));
        let mut kind = column("kind", Type::Text, &[]);
        kind.one_of = vec![said(Value::from("A"))];
        vec![
            column("id", Type::Text, &[]),
            required(column("name", Type::Text, &[])),
            column("date", Type::Date, &[]),
            column("paid", Type::Bool, &[]),
            stock,
            kind,
        ]
    };
    let policy = policy(vec![table("orders", &[], Some("id"), kinds())]);
    let cases: [(Spoil<'_>, &str, &str); 12] = [
        (&|s| drop(s.write(3, 4, "many")), "E4", "bad-number"),
        (&|s| drop(s.write(3, 2, "soon")), "C4", "bad-date"),
        (&|s| drop(s.write(3, 2, -5)), "C4", "bad-date"),
        (&|s| drop(s.write(3, 3, "perhaps")), "D4", "bad-bool"),
        (&|s| drop(s.write(3, 5, "B")), "F4", "not-allowed"),
        (&|s| drop(s.write(3, 4, -1)), "E4", "out-of-range"),
        (&|s| drop(s.write(3, 4, 101)), "E4", "out-of-range"),
        (&|s| drop(s.write(3, 1, " ")), "B4", "missing-value"),
        (&|s| drop(s.write(3, 0, "　")), "A4", "missing-value"),
        (&|s| drop(s.write(3, 0, "K2")), "A4", "duplicate-key"),
        (&|s| drop(s.write_formula(3, 4, Formula::new("=1/0").set_result("#DIV/0!"))), "E4", "error-cell"),
        (&|s| drop(s.write_formula(3, 4, unsaved())), "E4", "unsaved-formula"),
    ];
    for (spoil, cell, code) in cases {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("Orders").expect("a name");
        sheet.write_row(0, 0, ["id", "name", "date", "paid", "stock", "kind"]).expect("written");
        for row in 1..6u32 {
            sheet.write_row(row, 0, [format!("K{}", row + 1), "n".into(), "2026-03-01".into()]).expect("written");
            sheet.write(row, 3, true).expect("written");
            sheet.write(row, 4, 5).expect("written");
            sheet.write(row, 5, "A").expect("written");
        }
        spoil(sheet);
        let data = without_results(&book.save_to_buffer().expect("saved"));
        let got = bytes(&policy, "book.xlsx", data);
        let issues: Vec<(String, &str)> = got
            .issues
            .iter()
            .map(|issue| {
                (
                    issue.cell.as_ref().map(|c| format!("{}!{}", c.sheet, c.a1())).unwrap_or_default(),
                    issue.code.as_str(),
                )
            })
            .collect();
        assert_eq!(issues, [(format!("Orders!{cell}"), code)]);
        let total = &got.control[0];
        assert_eq!((total.read, total.used + total.rejected), (5, 5));
        assert_eq!(total.rejected == 1, got.issues[0].rejected);
    }
}

//! The same data handed in twice, and codes that lost their digits.

use super::*;
use rust_xlsxwriter::Workbook;

fn sales() -> Table {
    let day = column("day", Type::Date, &[]);
    table("sales", &[], None, vec![column("shop", Type::Text, &[]), day, column("amount", Type::Number, &[])])
}

/// Ten days of sales from a day of January 2026 on.
fn days(from: u32) -> Vec<u8> {
    let line = |day: u32| format!("S{},2026-01-{day:02},{}\n", day % 3, day * 37 % 101);
    format!("shop,day,amount\n{}", (from..from + 10).map(line).collect::<String>()).into_bytes()
}

fn files(policy: &Policy, files: Vec<(&str, Vec<u8>)>) -> Imported {
    let inputs: Vec<Input> =
        files.into_iter().map(|(name, data)| Input::Bytes { name: name.to_string(), data: data.into() }).collect();
    read(policy, &inputs, &Options::default()).unwrap_or_else(|failure| panic!("{failure}"))
}

#[test]
fn one_file_under_two_names_is_read_once() {
    let got = files(&policy(vec![sales()]), vec![("sales_a.csv", days(1)), ("sales_b.csv", days(1))]);
    assert_eq!((got.tables[0].rows, got.inputs.len()), (10, 2));
    assert_eq!(
        lines(&got),
        ["!A1 same-file \"\": this file is the same as `sales_a.csv`, byte for byte; it is read once"]
    );
}

/// Two tables without rows, or with the same ones, are two by the names of their files.
#[test]
fn the_same_bytes_under_the_names_of_two_tables_are_read_for_both() {
    let refunds = Table { name: said("refunds".to_string()), ..sales() };
    let empty = || b"shop,day,amount\n".to_vec();
    let got = files(&policy(vec![sales(), refunds]), vec![("sales.csv", empty()), ("refunds.csv", empty())]);
    assert_eq!((got.control.len(), lines(&got)), (2, vec![]));
}

#[test]
fn days_that_two_files_share_are_said_or_left_out_as_the_policy_says() {
    let both = || vec![("sales_a.csv", days(1)), ("sales_b.csv", days(7))];
    let got = files(&policy(vec![sales()]), both());
    assert_eq!(got.tables[0].rows, 20);
    assert_eq!(
        lines(&got),
        ["sales_b!A2 repeated-rows \"\": 4 of 10 rows are in `sales_a.csv` too, cell by cell; they are read twice \
          (say `repeats: leave_out` if they are copies, `repeats: keep` if they are not)"]
    );
    assert!(!got.issues[0].note);

    let got = files(&policy(vec![Table { repeats: Some(Repeats::LeaveOut), ..sales() }]), both());
    assert_eq!(got.tables[0].rows, 16);
    assert_eq!(
        lines(&got),
        ["sales_b!A2 repeated-rows \"\": 4 of 10 rows are in `sales_a.csv` too, cell by cell; they are left out"]
    );
    assert!(got.issues[0].note && got.control[1].read == got.control[1].used + got.control[1].rejected);

    let got = files(&policy(vec![Table { repeats: Some(Repeats::Keep), ..sales() }]), both());
    assert_eq!((got.tables[0].rows, got.issues.len()), (20, 0));
}

#[test]
fn a_row_left_out_is_not_what_a_third_file_repeats() {
    let leave_out = policy(vec![Table { repeats: Some(Repeats::LeaveOut), ..sales() }]);
    let got = files(&leave_out, vec![("sales_a.csv", days(1)), ("sales_b.csv", days(6)), ("sales_c.csv", days(9))]);
    assert_eq!(got.tables[0].rows, 18, "{:?}", lines(&got));
    let where_from: Vec<bool> = ["`sales_a.csv`", "`sales_a.csv`", "`sales_b.csv`"]
        .iter()
        .zip(lines(&got))
        .map(|(book, line)| line.contains(book))
        .collect();
    assert_eq!(where_from, [true, true, true], "{:?}", lines(&got));
}

#[test]
fn a_few_rows_that_two_files_share_by_chance_are_a_note() {
    let line = |day: u32, amount: u32| format!("S1,2026-02-{day:02},{amount}\n");
    let month = |first: u32| {
        let rows: String = (1..=28).map(|day| line(day, if day == 3 { 5 } else { first + day })).collect();
        format!("shop,day,amount\n{rows}").into_bytes()
    };
    let got = files(&policy(vec![sales()]), vec![("sales_a.csv", month(100)), ("sales_b.csv", month(200))]);
    assert_eq!(codes(&got), [("repeated-rows", 1)]);
    assert!(got.issues[0].note);
}

/// The days of two weeks, of which the first was pasted below them once more.
#[test]
fn a_block_pasted_once_more_is_said_or_left_out_as_the_policy_says() {
    let pasted = || {
        let line = |day: u32| format!("S{},2026-01-{day:02},{}\n", day % 3, day * 37 % 101);
        let lines: String = (1..=14).chain(1..=7).map(line).collect();
        vec![("sales.csv", format!("shop,day,amount\n{lines}").into_bytes())]
    };
    let got = files(&policy(vec![sales()]), pasted());
    assert_eq!(got.tables[0].rows, 21);
    assert_eq!(
        lines(&got),
        [
            "sales!A16 repeated-rows \"\": 7 rows are those from row 2 once more, cell by cell and in the same order (rows 16 to \
          22); they are read twice (say `repeats: leave_out` if they were pasted once more, `repeats: keep` if they are \
          rows of their own)"
        ]
    );
    assert!(!got.issues[0].note);

    let got = files(&policy(vec![Table { repeats: Some(Repeats::LeaveOut), ..sales() }]), pasted());
    assert_eq!(got.tables[0].rows, 14);
    assert_eq!(codes(&got), [("repeated-rows", 1)]);
    assert!(got.issues[0].note && got.control[0].read == got.control[0].used + got.control[0].rejected);

    let got = files(&policy(vec![Table { repeats: Some(Repeats::Keep), ..sales() }]), pasted());
    assert_eq!((got.tables[0].rows, got.issues.len()), (21, 0));
}

/// Shifts of eight hours, five answers from a scale of five: rows are alike because there is little to say.
#[test]
fn rows_alike_by_chance_are_no_block() {
    let shifts = (0..60).map(|at| format!("S{},2026-01-{:02},8\n", at % 3, at % 3 + 1)).collect::<String>();
    let answers = (0..200u32).map(|at| format!("S1,,{}\n", at * at / 3 % 5 + 1)).collect::<String>();
    for lines in [shifts, answers] {
        let file = format!("shop,day,amount\n{lines}").into_bytes();
        let got = files(&policy(vec![sales()]), vec![("sales.csv", file)]);
        assert_eq!(codes(&got), [], "{lines}");
    }
}

#[test]
fn a_report_of_ours_is_no_input() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("sales").expect("a name");
    for (column, text) in ["shop", "day", "amount"].iter().enumerate() {
        sheet.write_string(0, column as u16, *text).expect("written");
    }
    sheet.write_number(1, 2, 1000.0).expect("written");
    book.add_worksheet().set_name("rulebook-state").expect("a name");
    let report = book.save_to_buffer().expect("saved");
    let got = files(&policy(vec![sales()]), vec![("report.xlsx", report.clone()), ("sales.csv", days(1))]);
    assert_eq!((got.tables[0].rows, codes(&got)), (10, vec![("own-report", 1)]));

    let alone = Input::Bytes { name: "report.xlsx".to_string(), data: report.into() };
    let failure = read(&policy(vec![sales()]), &[alone], &Options::default()).expect_err("there is no sheet");
    assert_eq!(
        failure.problems[0].help.as_deref(),
        Some("looked for `sales`; report.xlsx is a report of an earlier run, which is not read")
    );
}

#[test]
fn a_hidden_sheet_is_read_only_where_no_other_fits() {
    let mut book = Workbook::new();
    for (name, hidden) in [("Old", true), ("New", false)] {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        sheet.set_hidden(hidden);
        for (column, text) in ["shop", "day", "amount"].iter().enumerate() {
            sheet.write_string(0, column as u16, *text).expect("written");
        }
        sheet.write_string(1, 0, name).expect("written");
        if !hidden {
            sheet.set_active(true);
        }
    }
    let got = bytes(&policy(vec![sales()]), "b.xlsx", book.save_to_buffer().expect("saved"));
    assert_eq!(values(&got, 0, 0), [Value::text("New")]);
    let said: Vec<_> = got.issues.iter().map(|issue| (issue.code.as_str(), issue.note)).collect();
    assert_eq!(said, [("unread-sheet", true), ("sheet-by-headers", true)]);
}

#[test]
fn codes_that_were_kept_as_numbers_may_have_lost_digits() {
    let cards = policy(vec![table("cards", &[], Some("card"), vec![column("card", Type::Text, &[])])]);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("cards").expect("a name");
    sheet.write_string(0, 0, "card").expect("written");
    for (row, number) in [123_456_789_012_345.0, 1_234_567_890_123_450.0, 90_071_992_547_409_930.0].iter().enumerate() {
        sheet.write_number(row as u32 + 1, 0, *number).expect("written");
    }
    let got = bytes(&cards, "b.xlsx", book.save_to_buffer().expect("saved"));
    assert_eq!(codes(&got), [("lost-digits", 2)]);
    assert_eq!(got.issues[0].cell.as_ref().map(|cell| cell.a1()).as_deref(), Some("A3"));

    let csv = "card\n4.90123E+15\n4.90124E+12\n4.9E+01\n1.5E+3x\n4901234567890123456\n";
    assert_eq!(codes(&bytes(&cards, "cards.csv", csv.into())), [("lost-digits", 2)]);
}

//! Cells that could be two things: decided by all cells of the column, or said.

use super::*;
use crate::policy::model::Conventions;
use crate::value::{Date, DayOrder, DecimalMark};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

fn of(kind: Type) -> Policy {
    policy(vec![table("lots", &[], None, vec![column("lot", Type::Text, &[]), column("tonnes", kind, &[])])])
}

/// A file with fields between semicolons, which show nothing about decimals.
fn semicolons(policy: &Policy, cells: &[&str]) -> Imported {
    let rows: String = cells.iter().enumerate().map(|(at, cell)| format!("L{at};{cell}\n")).collect();
    bytes(policy, "lots.csv", format!("lot;tonnes\n{rows}").into_bytes())
}

fn numbers(imported: &Imported) -> Vec<f64> {
    values(imported, 0, 1).iter().map(|value| value.as_number().unwrap_or(f64::NAN)).collect()
}

#[test]
fn percentages_beside_plain_numbers_are_doubtful() {
    let policy = policy(vec![table("orders", &[], None, vec![column("share", Type::Number, &[])])]);
    let got = csv(&policy, "share\n5%\n6\n\"7,5 %\"\n150%\n");
    assert_eq!(codes(&got), [("mixed-percent", 3)], "{:?}", lines(&got));
    let said = "A2 `5%` is a percentage, and 1 number of the column is above 1 without the sign";
    assert!(!got.issues[0].note && lines(&got)[0].contains(said), "{:?}", lines(&got));
    // A cell that a spreadsheet shows as 5% holds 0.05: that is no other unit.
    assert_eq!(codes(&csv(&policy, "share\n5%\n0.05\n150%\n0\n")), []);
}

#[test]
fn a_number_formatted_as_a_percentage_beside_plain_ones_of_a_hundred_times_its_size_is_doubtful() {
    let policy = policy(vec![table("orders", &[], None, vec![column("share", Type::Number, &[])])]);
    // `true` is a cell formatted `0%`.
    let book = |cells: &[(f64, bool)]| {
        let mut book = Workbook::new();
        let percent = Format::new().set_num_format("0.0%");
        let sheet = book.add_worksheet().set_name("orders").expect("a name");
        sheet.write(0, 0, "share").expect("written");
        for (row, (value, is_percent)) in (1..).zip(cells) {
            let format = if *is_percent { percent.clone() } else { Format::new() };
            sheet.write_with_format(row, 0, *value, &format).expect("written");
        }
        book.save_to_buffer().expect("saved")
    };
    let got = bytes(&policy, "b.xlsx", book(&[(0.12, true), (0.07, true), (12.0, false), (0.0, true)]));
    assert_eq!(
        lines(&got),
        [
            "orders!A4 mixed-percent \"12\": A4 `12` is no percentage, and A2 `12%` is formatted as one (3 cells are formatted so): \
          5% is read as 0.05, 5 as 5 (if `12` means percent, write `12%` into the cell)"
        ]
    );
    assert!(!got.issues[0].note);
    for cells in [
        // All of them; growth of more than 100 %; plain ones that are shares too; sums of money among rates.
        &[(0.12, true), (1.5, true), (12.0, true)][..],
        &[(0.12, true), (1.5, true), (0.3, false)],
        &[(0.12, true), (125_000.0, false)],
        &[(0.0, true), (12.0, false)],
        &[(0.12, false), (12.0, false)],
    ] {
        assert_eq!(codes(&bytes(&policy, "b.xlsx", book(cells))), [], "{cells:?}");
    }
}

#[test]
fn the_decimal_mark_is_that_of_the_column_whatever_the_order_of_its_cells() {
    for (cells, read, said) in [
        (&["0,125", "12,500", "3,075"][..], &[0.125, 12.5, 3.075][..], &[("decimal-mark", 2)][..]),
        (&["12,500", "3,075", "0,125"], &[12.5, 3.075, 0.125], &[("decimal-mark", 2)]),
        (
            &["1.234,50", "980,75", "12.345", "1.234.567,89"],
            &[1234.5, 980.75, 12345.0, 1_234_567.89],
            &[("decimal-mark", 1)],
        ),
        (&["12.345", "7.5", "3.075"], &[12.345, 7.5, 3.075], &[]),
        (&["12,345", "1,234.50"], &[12345.0, 1234.5], &[]),
        (&["7,25 %", "1,5 €", "980"], &[0.0725, 1.5, 980.0], &[("mixed-percent", 1)]),
        (&["12.345"], &[12.345], &[("doubtful-number", 1)]),
        (&["980", "12,345", "1,200"], &[980.0, 12345.0, 1200.0], &[("doubtful-number", 2)]),
        (&["¥12,345", "1,200円"], &[12345.0, 1200.0], &[]),
        (&["１２，３４５"], &[12345.0], &[]),
        (&["1.234,5", "1,234.5", "12.345"], &[1234.5, 1234.5, 12.345], &[("doubtful-number", 1)]),
        (&["1.234,5", "1,234.5"], &[1234.5, 1234.5], &[("decimal-mark", 1)]),
    ] {
        let got = semicolons(&of(Type::Number), cells);
        assert_eq!(numbers(&got), read, "{cells:?}");
        assert_eq!(codes(&got), said, "{cells:?} {:?}", lines(&got));
    }
}

#[test]
fn what_decided_is_said_with_its_cell() {
    let got = semicolons(&of(Type::Number), &["12.345", "980,75"]);
    let said = "lots!B2 decimal-mark \"12.345\": 1 cell like `12.345` read with a decimal comma, as B3 `980,75` shows";
    assert_eq!(lines(&got), [said]);
    let got = semicolons(&of(Type::Number), &["7", "12.345"]);
    assert_eq!(
        lines(&got),
        [
            "lots!B3 doubtful-number \"12.345\": `12.345` is 12.345 with a decimal point and 12345 with a decimal comma, and \
          no cell shows which: 1 cell read with a decimal point; write `decimal: \",\"` or `decimal: \".\"` for column \
          `tonnes` to settle it"
        ]
    );
}

#[test]
fn other_columns_of_the_sheet_and_its_headers_and_fields_show_the_mark_too() {
    let two = policy(vec![table(
        "lots",
        &[],
        None,
        vec![column("tonnes", Type::Number, &["Tonnen", "重量"]), column("price", Type::Number, &["Preis"])],
    )]);
    let got = csv(&two, "Tonnen;Preis\n12.345;9,95\n");
    assert_eq!((values(&got, 0, 0), codes(&got)), (vec![Value::Number(12345.0)], vec![("decimal-mark", 1)]));
    let got = csv(&two, "Tonnen;Preis\n12.345;9.95\n");
    assert_eq!((values(&got, 0, 0), codes(&got)), (vec![Value::Number(12.345)], vec![]));
    let got = csv(&two, "重量;Preis\n\"12,345\";8\n");
    assert_eq!((values(&got, 0, 0), codes(&got)), (vec![Value::Number(12345.0)], vec![]));
    let got = csv(&two, "Tonnen,Preis\n\"12,345\",8\n");
    assert_eq!((values(&got, 0, 0), codes(&got)), (vec![Value::Number(12345.0)], vec![("decimal-mark", 1)]));
}

#[test]
fn the_policy_or_the_run_settles_the_mark() {
    let said_so = |mark| Conventions { decimal: Some(mark), ..Conventions::default() };
    let cells = ["12.345", "1,5", "1.5"];
    let mut policy = of(Type::Number);
    for place in 0..3 {
        policy.conventions = Conventions::default();
        (policy.tables[0].conventions, policy.tables[0].columns[1].conventions) = Default::default();
        match place {
            0 => policy.conventions = said_so(DecimalMark::Comma),
            1 => policy.tables[0].conventions = said_so(DecimalMark::Comma),
            _ => policy.tables[0].columns[1].conventions = said_so(DecimalMark::Comma),
        }
        let got = semicolons(&policy, &cells);
        assert_eq!(values(&got, 0, 1), [Value::Number(12345.0), Value::Number(1.5), Value::Blank]);
        assert_eq!(
            lines(&got),
            ["lots!B4 bad-number \"1.5\": not a number with a decimal comma, as `decimal:` says; left blank"]
        );
    }
    let input = Input::Bytes { name: "lots.csv".to_string(), data: (*b"lot;tonnes\nA;12.345\n").into() };
    let options = Options { conventions: said_so(DecimalMark::Point), ..Options::default() };
    let got = read(&policy, &[input], &options).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!((values(&got, 0, 1), codes(&got)), (vec![Value::Number(12.345)], vec![]));
}

#[test]
fn limits_hold_for_what_the_cell_turns_out_to_be() {
    let mut tonnes = required(column("tonnes", Type::Number, &[]));
    tonnes.max = Some(said(Value::from(100.0)));
    let policy = policy(vec![table("lots", &[], None, vec![column("lot", Type::Text, &[]), tonnes])]);
    let got = semicolons(&policy, &["12,500", "0,125", "12.500"]);
    assert_eq!(numbers(&got), [12.5, 0.125]);
    assert_eq!(codes(&got), [("out-of-range", 1), ("decimal-mark", 2)]);
    assert_eq!(lines(&got)[0], "lots!B4 out-of-range \"12.500\": above the most allowed, 100; row left out");
    let total = &got.control[0];
    assert_eq!((total.read, total.used, total.rejected, total.sums[0].1), (3, 2, 1, 12.625));
    assert_eq!(got.tables[0].provenance.sheet_rows, [1, 2]);
}

#[test]
fn what_is_not_plainly_one_number_is_no_number() {
    for text in ["\"100\n200\"", "3 4", "10²", "1/2", "5 kg", "12万", "--5"] {
        let got = semicolons(&of(Type::Number), &[text]);
        assert_eq!((values(&got, 0, 1), codes(&got)), (vec![Value::Blank], vec![("bad-number", 1)]), "{text}");
    }
}

#[test]
fn several_currencies_in_one_column_are_said() {
    let got = semicolons(&of(Type::Number), &["€5", "7", "5 EUR", "US$ 3"]);
    assert_eq!(numbers(&got), [5.0, 7.0, 5.0, 3.0]);
    assert_eq!(codes(&got), [("several-currencies", 2)]);
    assert!(got.issues[0].message.contains("B2 `€5` (2 cells), B5 `US$ 3` (1 cell)"), "{}", got.issues[0].message);
    for cells in [&["¥5", "5円"][..], &["$5", "5 USD", "6"], &["5 zł", "PLN 7"]] {
        assert_eq!(codes(&semicolons(&of(Type::Number), cells)), [], "{cells:?}");
    }
}

fn day(month: u32, day: u32) -> Value {
    Date::new(2026, month, day).map_or(Value::Blank, Value::Date)
}

#[test]
fn the_order_of_day_and_month_is_that_of_the_column() {
    let none = Value::Blank;
    for (cells, read, said) in [
        (&["02/03/2026", "13/02/2026"][..], vec![day(3, 2), day(2, 13)], &[("day-order", 1)][..]),
        (&["02/13/2026", "02/03/2026"], vec![day(2, 13), day(2, 3)], &[("day-order", 1)]),
        (&["02/03/2026", "1.4.2026"], vec![day(3, 2), day(4, 1)], &[("day-order", 1)]),
        (&["02/03/2026", "2026-04-01"], vec![none.clone(), day(4, 1)], &[("doubtful-date", 1)]),
        (
            &["02-03-2026", "05-05-2026", "04-03-2026"],
            vec![none.clone(), day(5, 5), none.clone()],
            &[("doubtful-date", 2)],
        ),
        (&["02/03/2026", "13/02/2026", "02/13/2026"], vec![none, day(2, 13), day(2, 13)], &[("doubtful-date", 1)]),
    ] {
        let got = semicolons(&of(Type::Date), cells);
        assert_eq!(values(&got, 0, 1), read, "{cells:?}");
        assert_eq!(codes(&got), said, "{cells:?} {:?}", lines(&got));
    }
    let got = semicolons(&of(Type::Date), &["02/03/2026"]);
    assert_eq!(
        lines(&got),
        [
            "lots!B2 doubtful-date \"02/03/2026\": `02/03/2026` is 2026-03-02 or 2026-02-03, and no cell shows which: 1 cell \
          left blank; write `order: dmy` or `order: mdy` for column `tonnes` to settle it"
        ]
    );
}

#[test]
fn the_policy_settles_the_order_and_years_of_two_digits() {
    let mut policy = of(Type::Date);
    policy.tables[0].columns[1].conventions.order = Some(DayOrder::Mdy);
    let got = semicolons(&policy, &["02/03/2026", "2/3/26", "2026-02-03", "31/12/2026"]);
    assert_eq!(values(&got, 0, 1), [day(2, 3), day(2, 3), day(2, 3), Value::Blank]);
    assert_eq!(codes(&got), [("bad-date", 1)]);
}

#[test]
fn rows_that_need_a_doubtful_date_are_left_out() {
    let columns = vec![column("lot", Type::Text, &[]), required(column("tonnes", Type::Date, &[]))];
    let policy = policy(vec![table("lots", &[], None, columns)]);
    let got = semicolons(&policy, &["02/03/2026", "2026-04-01", "03/04/2026"]);
    assert_eq!(values(&got, 0, 0), [Value::from("L1")]);
    let total = &got.control[0];
    assert_eq!((total.read, total.used, total.rejected), (3, 1, 2));
    assert_eq!((codes(&got), got.issues[0].rejected), (vec![("doubtful-date", 2)], true));
}

#[test]
fn years_months_and_unlikely_numbers_are_no_days() {
    let got = semicolons(&of(Type::Date), &["202601", "2026", "3", "20260301", "46082", "20261301", "9999999"]);
    let blank = Value::Blank;
    let wanted = [blank.clone(), blank.clone(), blank.clone(), day(3, 1), day(3, 1), blank.clone(), blank];
    assert_eq!(values(&got, 0, 1), wanted);
    let said = lines(&got);
    assert_eq!(said[0], "lots!B2 bad-date \"202601\": a year and a month without a day; left blank");
    assert_eq!(said[1], "lots!B3 bad-date \"2026\": a year without a day; left blank");
    assert_eq!(
        said[2],
        "lots!B4 bad-date \"3\": a number, which as a date would lie before 1930 or after 2099; left blank"
    );
    assert_eq!(codes(&got).iter().map(|code| code.0).collect::<Vec<_>>()[3..], ["bad-date", "bad-date", "serial-date"]);
}

/// A workbook of one sheet `lots` with its header and the cells `write` puts below it.
fn book(write: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("lots").expect("a name");
    sheet.write_row(0, 0, ["lot", "tonnes"]).expect("written");
    write(sheet);
    book.save_to_buffer().expect("saved")
}

#[test]
fn hours_are_numbers_of_days_however_they_are_shown() {
    let data = book(|sheet| {
        for (row, (days, format)) in
            [(8.5 / 24.0, "hh:mm"), (36.25 / 24.0, "[h]:mm"), (26.0 / 24.0, "hh:mm"), (50.0 / 24.0, "[hh]:mm:ss")]
                .into_iter()
                .enumerate()
        {
            let format = Format::new().set_num_format(format);
            sheet.write_number_with_format(row as u32 + 1, 1, days, &format).expect("written");
        }
        sheet.write(5, 1, "41:30").expect("written");
        sheet.write(6, 1, "7:30:00").expect("written");
    });
    let got = bytes(&of(Type::Number), "lots.xlsx", data);
    let hours: Vec<f64> = numbers(&got).iter().map(|days| (days * 24.0 * 1e6).round() / 1e6).collect();
    assert_eq!(hours, [8.5, 36.25, 26.0, 50.0, 41.5, 7.5]);
    assert!(got.issues.iter().all(|issue| issue.note && issue.code.as_str() == "days-as-number"), "{:?}", lines(&got));
}

#[test]
fn an_amount_under_a_date_format_is_that_amount() {
    let data = book(|sheet| {
        let date = Format::new().set_num_format("dd.mm.yyyy");
        sheet.write_number_with_format(1, 1, 1234.56789, &date).expect("written");
        sheet.write_number(2, 1, 5).expect("written");
    });
    let got = bytes(&of(Type::Number), "lots.xlsx", data);
    assert_eq!((numbers(&got), codes(&got)), (vec![1234.56789, 5.0], vec![("days-as-number", 1)]));
}

#[test]
fn a_year_typed_into_a_cell_with_a_date_format_is_no_day() {
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let data = book(|sheet| drop(sheet.write_number_with_format(1, 1, 2026, &date)));
    let got = bytes(&of(Type::Date), "lots.xlsx", data);
    assert_eq!((values(&got, 0, 1), codes(&got)), (vec![Value::Blank], vec![("bad-date", 1)]));
}

#[test]
fn a_date_column_says_that_it_drops_the_time() {
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let time = ExcelDateTime::from_ymd(2026, 3, 1).and_then(|day| day.and_hms(18, 30, 0)).expect("a moment");
    let data = book(|sheet| {
        sheet.write_datetime_with_format(1, 1, &time, &moment).expect("written");
        sheet.write(2, 1, "2026-03-02 07:00").expect("written");
        sheet.write(3, 1, "2026-03-03").expect("written");
    });
    let got = bytes(&of(Type::Date), "lots.xlsx", data.clone());
    assert_eq!((values(&got, 0, 1), codes(&got)), (vec![day(3, 1), day(3, 2), day(3, 3)], vec![("time-dropped", 2)]));
    assert!(got.issues[0].note);
    assert_eq!(codes(&bytes(&of(Type::DateTime), "lots.xlsx", data)), []);
}

#[test]
fn bare_serial_numbers_count_as_their_workbook_does() {
    let data = book(|sheet| drop(sheet.write_number(1, 1, 44_620)));
    let data = crate::cells::tests::rewritten(&data, |name, text| match name {
        "xl/workbook.xml" => text.replacen("<workbookPr", "<workbookPr date1904=\"1\"", 1),
        _ => text,
    });
    let got = bytes(&of(Type::Date), "lots.xlsx", data);
    assert_eq!((values(&got, 0, 1), codes(&got)), (vec![day(3, 1)], vec![("serial-date", 1)]));
}

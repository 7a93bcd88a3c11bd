//! What is told by how cells are shown: currencies, lines through them, labels further to the right.

use super::*;
use rust_xlsxwriter::{Format, Workbook};

fn sales() -> Policy {
    let columns = vec![column("item", Type::Text, &[]), column("amount", Type::Number, &[])];
    policy(vec![table("sales", &[], None, columns)])
}

/// Labels and amounts with the formats of both.
fn book(rows: &[(&str, f64, Format, Format)]) -> Imported {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("sales").expect("a name");
    sheet.write(0, 0, "item").expect("written");
    sheet.write(0, 1, "amount").expect("written");
    for (row, (item, amount, label, number)) in (1..).zip(rows) {
        sheet.write_with_format(row, 0, *item, label).expect("written");
        sheet.write_with_format(row, 1, *amount, number).expect("written");
    }
    bytes(&sales(), "b.xlsx", book.save_to_buffer().expect("saved"))
}

fn plain() -> Format {
    Format::new()
}

fn of(got: &Imported) -> Vec<f64> {
    values(got, 0, 1).iter().map(|value| value.as_number().unwrap_or(f64::NAN)).collect()
}

#[test]
fn two_currencies_told_by_the_formats_of_cells_are_said() {
    let money = |code: &str| Format::new().set_num_format(code);
    for [one, other] in [
        ["#,##0.00\\ [$€-407]", "[$$-409]#,##0.00"],
        ["#,##0 \"€\"", "[$£-809]#,##0"],
        ["_-* #,##0.00 [$€-1]_-;-* #,##0.00 [$€-1]_-", "$#,##0_);($#,##0)"],
        ["[$¥-411]#,##0", "[$₩-412]#,##0"],
        ["[$EUR] #,##0", "#,##0 [$CHF]"],
        ["€ #,##0", "\\$#,##0"],
    ] {
        let rows =
            [("A", 5.0, plain(), money(one)), ("B", 7.0, plain(), money(other)), ("C", 9.0, plain(), money(one))];
        let got = book(&rows);
        assert_eq!((of(&got).len(), codes(&got)), (3, vec![("several-currencies", 2)]), "{one}: {:?}", lines(&got));
        assert!(lines(&got)[0].contains("B3 `"), "{:?}", lines(&got));
    }
    for [one, other] in [["[$€-407] 0", "0 \"€\""], ["$0", "[$US$-409]0"], ["0.00", "[$€-407] 0"], ["[$-409]0", "$0"]]
    {
        let got = book(&[("A", 5.0, plain(), money(one)), ("B", 7.0, plain(), money(other))]);
        assert_eq!(codes(&got), [], "{one}");
    }
}

#[test]
fn cells_that_are_struck_through_are_said() {
    let struck = Format::new().set_font_strikethrough();
    let got =
        book(&[("A", 5.0, plain(), plain()), ("B", 7.0, struck.clone(), struck.clone()), ("C", 9.0, plain(), struck)]);
    let said = "sales!A3 struck-out \"\": 3 cells in 2 rows are struck through (A3, B3, B4), and read like any other";
    assert_eq!((of(&got).len(), codes(&got)), (3, vec![("struck-out", 3)]));
    assert!(lines(&got)[0].starts_with(said), "{:?}", lines(&got));
    assert!(!got.issues[0].note);
}

#[test]
fn totals_above_parts_that_stand_further_to_the_right_are_no_data() {
    let deep = |steps: u8| Format::new().set_indent(steps);
    let row = |item: &'static str, amount: f64, steps: u8| (item, amount, deep(steps), plain());
    let got = book(&[
        row("Revenue", 30.0, 0),
        row("Online", 20.0, 1),
        row("Web", 15.0, 2),
        row("App", 5.0, 2),
        row("Shops", 10.0, 1),
        row("Grants", 4.0, 0),
        row("State", 3.0, 1),
        row("Town", 1.0, 1),
    ]);
    assert_eq!((of(&got), codes(&got)), (vec![15.0, 5.0, 10.0, 3.0, 1.0], vec![("total-row", 1); 3]));
    // By blanks in the cells, below their parts too.
    for rows in [
        "Revenue,30\n  Online,20\n  Shops,10\nGrants,4\n  State,3\n  Town,1\n",
        "\u{3000}Online,20\n\u{3000}Shops,10\nRevenue,30\n\u{3000}State,3\n\u{3000}Town,1\nGrants,4\nTotal,34\n",
    ] {
        let got = bytes(&sales(), "sales.csv", format!("item,amount\n{rows}").into_bytes());
        assert_eq!(of(&got), [20.0, 10.0, 3.0, 1.0], "{rows}: {:?}", lines(&got));
        assert!(got.issues.iter().all(|issue| issue.note), "{:?}", lines(&got));
    }
    // One is, one is not.
    let text = "item,amount\nRevenue,30\n  Online,20\n  Shops,10\nGrants,5\n  State,3\n  Town,1\n";
    let got = bytes(&sales(), "sales.csv", text.as_bytes().to_vec());
    assert_eq!((of(&got).len(), codes(&got)), (6, vec![("total-differs", 1)]), "{:?}", lines(&got));
    // Blanks before some names, and nothing adds up.
    let got = bytes(&sales(), "sales.csv", b"item,amount\nAnn,30\n Ben,20\nCy,5\n Di,3\n".to_vec());
    assert_eq!((of(&got).len(), codes(&got)), (4, vec![]));
}

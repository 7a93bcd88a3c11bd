//! Labels for several rows, hidden rows, blanks in words, results that were never worked out.

use super::*;
use crate::policy::layout::Origin;
use crate::policy::model::Fill;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

fn sales(change: impl Fn(&mut [Column])) -> Policy {
    let mut columns =
        vec![column("region", Type::Text, &[]), column("shop", Type::Text, &[]), column("amount", Type::Number, &[])];
    change(&mut columns);
    policy(vec![table("sales", &[], None, columns)])
}

fn down(columns: &mut [Column]) {
    columns[0].fill = Some(Fill::Down);
}

/// A sheet `sales` with the header in row 1 and shops with amounts from row 2 on.
fn book(shops: &[(&str, f64)], lay_out: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("sales").unwrap();
    sheet.write_row(0, 0, ["Region", "Shop", "Amount"]).unwrap();
    for (row, (shop, amount)) in (1..).zip(shops) {
        sheet.write(row, 1, *shop).unwrap().write(row, 2, *amount).unwrap();
    }
    lay_out(sheet);
    book.save_to_buffer().unwrap()
}

const SHOPS: &[(&str, f64)] = &[("A", 100.0), ("B", 70.0), ("C", 50.0), ("D", 30.0), ("E", 20.0)];

fn merge(sheet: &mut Worksheet, rows: [u32; 2], columns: [u16; 2], text: &str) {
    sheet.merge_range(rows[0], columns[0], rows[1], columns[1], text, &Format::new()).unwrap();
}

fn texts(got: &Imported, column: usize) -> Vec<String> {
    values(got, 0, column).iter().map(Value::to_string).collect()
}

#[test]
fn cells_under_a_merged_label_have_its_value_and_a_note_counts_them() {
    let data = book(SHOPS, |sheet| {
        merge(sheet, [1, 3], [0, 0], "North");
        merge(sheet, [4, 5], [0, 0], "South");
    });
    let got = bytes(&sales(|_| {}), "b.xlsx", data);
    assert_eq!(texts(&got, 0), ["North", "North", "North", "South", "South"]);
    let note = "sales!A3 merged-cells \"\": 3 cells of `region` filled from the merged cells they belong to";
    assert_eq!(lines(&got), [note]);
    assert!(got.issues[0].note);
}

#[test]
fn a_label_ends_with_its_merged_cells() {
    let data = book(SHOPS, |sheet| merge(sheet, [1, 2], [0, 0], "North"));
    let got = bytes(&sales(|_| {}), "b.xlsx", data);
    assert_eq!(texts(&got, 0), ["North", "North", "–", "–", "–"]);
}

#[test]
fn a_merged_number_is_no_amount_of_each_row() {
    let data = book(&[("A", 1.0), ("B", 2.0)], |sheet| {
        sheet.merge_range(1, 2, 2, 2, "", &Format::new()).unwrap().write(1, 2, 90).unwrap();
    });
    let got = bytes(&sales(|_| {}), "b.xlsx", data.clone());
    assert_eq!(values(&got, 0, 2), [Value::from(90.0), Value::Blank]);
    let issue = "sales!C2 merged-number \"\": one number stands in merged cells over rows 2 to 3; it was read for the \
                 first row alone (write `fill: down` if it holds for each row)";
    assert_eq!(lines(&got), [issue]);
    assert!(!got.issues[0].note);
    let declared = bytes(&sales(|columns| columns[2].fill = Some(Fill::Down)), "b.xlsx", data);
    assert_eq!((values(&declared, 0, 2), lines(&declared)), (vec![Value::from(90.0); 2], vec![]));
}

#[test]
fn a_merged_key_is_still_a_key_that_stands_twice() {
    let data = book(&[("", 1.0), ("", 2.0)], |sheet| merge(sheet, [1, 2], [1, 1], "A"));
    let columns = vec![column("shop", Type::Text, &[]), column("amount", Type::Number, &[])];
    let got = bytes(&policy(vec![table("sales", &[], Some("shop"), columns)]), "b.xlsx", data);
    assert_eq!(codes(&got), [("duplicate-key", 1), ("merged-cells", 1)]);
}

#[test]
fn fill_down_takes_the_value_above_and_totals_stay_totals() {
    let text = "region,shop,amount\nNorth,A,100\n,B,50\nNorth Total,,150\nSouth,C,30\n,D,20\n,,50\nTotal,,200\n";
    let got = bytes(&sales(down), "sales.csv", text.into());
    assert_eq!(texts(&got, 0), ["North", "North", "South", "South"]);
    assert_eq!(codes(&got), [("total-row", 1); 3], "{:?}", lines(&got));
}

#[test]
fn fill_down_begins_with_the_first_label_of_each_sheet() {
    let got = bytes(&sales(down), "sales.csv", "region,shop,amount\n,A,1\nNorth,B,2\n,C,3\n".into());
    assert_eq!(texts(&got, 0), ["–", "North", "North"]);
}

#[test]
fn words_for_nothing_are_blank_where_the_policy_says_so() {
    let text = "region,shop,amount\nn/a,A,-\nNULL,B,12\nNorth,null,0\n";
    let blank = |words: &[&str]| Some(words.iter().map(ToString::to_string).collect());
    let mut policy = sales(|columns| columns[2].conventions.blank = Some(["-".to_string()].into()));
    policy.tables[0].conventions.blank = blank(&["NULL", "N/A"]);
    let got = bytes(&policy, "sales.csv", text.into());
    assert_eq!(texts(&got, 0), ["–", "–", "North"]);
    assert_eq!(texts(&got, 1), ["A", "B", "–"]);
    assert_eq!(values(&got, 0, 2), [Value::Blank, Value::from(12.0), Value::from(0.0)]);
    assert_eq!(lines(&got), Vec::<String>::new());
}

#[test]
fn hidden_rows_are_read_and_counted() {
    let data = book(SHOPS, |sheet| {
        sheet.set_row_hidden(2).unwrap().set_row_hidden(3).unwrap().set_row_hidden(40).unwrap();
        sheet.set_column_hidden(7).unwrap();
    });
    let got = bytes(&sales(|_| {}), "b.xlsx", data);
    assert_eq!(got.tables[0].rows, 5);
    assert_eq!(lines(&got), ["sales!A3 hidden-rows \"\": 2 rows are hidden; they were read"]);
    assert!(got.issues[0].note);
}

#[test]
fn zeros_beside_formulas_of_a_file_that_waits_to_be_worked_out_are_no_results() {
    let formulas = |results: [&'static str; 2]| {
        book(SHOPS, move |sheet| {
            for (row, result) in (1..).zip(results) {
                sheet.write_formula(row, 2, Formula::new("=40+2").set_result(result)).unwrap();
            }
        })
    };
    let waiting = bytes(&sales(|_| {}), "b.xlsx", formulas(["0", "0"]));
    assert_eq!(codes(&waiting), [("unsaved-formula", 1); 2]);
    assert_eq!(values(&waiting, 0, 2)[..3], [Value::Blank, Value::Blank, Value::from(50.0)]);
    // Where one of them has a result, somebody worked them out.
    let worked_out = bytes(&sales(|_| {}), "b.xlsx", formulas(["42", "0"]));
    assert_eq!(codes(&worked_out), []);
    assert_eq!(values(&worked_out, 0, 2)[..2], [Value::from(42.0), Value::from(0.0)]);
}

fn csv(policy: &Policy, file: &[u8]) -> Imported {
    let input = Input::Bytes { name: "sales.csv".to_string(), data: file.to_vec().into() };
    read(policy, &[input], &Options::default()).unwrap_or_else(|failure| panic!("{failure}"))
}

/// Plan and actual stand one below the other, each under a row that says so.
fn plan_and_actual() -> Vec<u8> {
    "shop,amount\nPlan,\nNorth,100\nSouth,200\nActual,\nNorth,110\nSouth,190\n".into()
}

#[test]
fn headings_among_the_rows_are_said() {
    let sales = table("sales", &[], None, vec![column("shop", Type::Text, &[]), column("amount", Type::Number, &[])]);
    let got = csv(&policy(vec![sales.clone()]), &plan_and_actual());
    assert_eq!(
        lines(&got),
        [
            "sales!A2 heading-row \"Plan\": 2 rows have a text and nothing else, like headings (`Plan`, `Actual`) of the rows \
          below; `North` stands below several of them and is added up; they were read as rows (a column with `from: \
          source.heading` takes the headings; `rows: all` says that all are rows)"
        ]
    );
    assert_eq!(got.tables[0].rows, 6);
    let all = Table { layout: Layout { all_rows: true, ..sales.layout.clone() }, ..sales };
    let got = csv(&policy(vec![all]), &plan_and_actual());
    assert_eq!((got.tables[0].rows, lines(&got)), (6, vec![]));
}

#[test]
fn a_column_takes_the_headings() {
    let kind = Column { from: Some(Origin::Heading), ..column("kind", Type::Text, &[]) };
    let columns = vec![column("shop", Type::Text, &[]), column("amount", Type::Number, &[]), kind];
    let sales = policy(vec![table("sales", &[], None, columns)]);
    let got = csv(&sales, &plan_and_actual());
    let kinds: Vec<_> = (0..4).map(|row| got.tables[0].columns[2].value(row).to_string()).collect();
    assert_eq!(kinds, ["Plan", "Plan", "Actual", "Actual"]);
    assert_eq!(
        lines(&got),
        [
            "sales!A2 heading-row \"Plan\": a heading of the rows below; row left out",
            "sales!A5 heading-row \"Actual\": a heading of the rows below; row left out"
        ]
    );
    assert!(got.issues.iter().all(|issue| issue.note));
    // Of two headings one below the other one is lost, and that is said.
    let got = csv(&sales, "shop,amount\n2026,\nPlan,\nNorth,100\n".as_bytes());
    let last = &got.issues[1];
    assert_eq!((last.note, got.tables[0].rows), (false, 1));
    assert_eq!(
        last.message,
        "a heading of the rows below, and so is `2026` above it, which is not taken; row left out"
    );
}

/// Shops of which no figure is known yet are no headings: they stand one below the other, or last, or have rows between
/// which nothing tells apart.
#[test]
fn names_alone_are_no_headings() {
    let sales = table("sales", &[], None, vec![column("shop", Type::Text, &[]), column("amount", Type::Number, &[])]);
    for rows in ["A,1\nB,\nC,3\nD,4\n", "A,\nB,\nC,3\nD,4\n", "A,\nB,2\nC,\n", "A,\nB,\n", "A,1\nB,\nC,3\nD,\nE,5\n"] {
        let got = csv(&policy(vec![sales.clone()]), format!("shop,amount\n{rows}").as_bytes());
        assert_eq!(codes(&got), [], "{rows}");
    }
}

/// `rows: all`: what looks like a total or a comparison is a row.
#[test]
fn all_rows_are_rows_where_the_policy_says_so() {
    let sales = table("sales", &[], None, vec![column("shop", Type::Text, &[]), column("amount", Type::Number, &[])]);
    let all = Table { layout: Layout { all_rows: true, ..sales.layout.clone() }, ..sales };
    let got =
        csv(&policy(vec![all]), "shop,amount\nA,100\nB,200\nTotal,300\nPrior year,250\nNote: see below,\n".as_bytes());
    assert_eq!((got.tables[0].rows, lines(&got)), (5, vec![]));
}

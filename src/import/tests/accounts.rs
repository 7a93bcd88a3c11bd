//! Every row read is used or rejected.

use super::*;
use crate::cells::tests::{unsaved, without_results};
use crate::issue::IssueCode;
use proptest::prelude::*;
use rust_xlsxwriter::{Formula, Workbook};

fn sales() -> Policy {
    let columns = vec![
        column("id", Type::Text, &[]),
        column("name", Type::Text, &[]),
        required(column("amount", Type::Number, &[])),
    ];
    policy(vec![table("orders", &[], Some("id"), columns)])
}

#[test]
fn totals_are_left_out_and_said_so() {
    for word in [
        "Total",
        "GRAND TOTAL",
        "Subtotal:",
        "合計",
        "小計",
        "総計",
        "합계",
        "소계",
        "총계",
        "总计",
        "合计",
        "小计",
        "Total général",
        "Summe",
        "合　計",
    ] {
        let got = csv(&sales(), &format!("id,name,amount\nA,x,1\n{word},,1\n,{word},1\n"));
        assert_eq!(got.control[0].sums, [("amount".to_string(), 1.0)], "{word}");
        assert_eq!((got.control[0].read, got.control[0].rejected), (3, 2));
        assert!(
            got.issues.iter().all(|issue| issue.code == IssueCode::TotalRow && issue.note && issue.rejected),
            "{word}"
        );
    }
}

#[test]
fn a_real_row_is_never_taken_for_a_total() {
    let got = csv(&sales(), "id,name,amount\nA,Total,1\nTotal,TotalEnergies,2\nB,Totals Ltd,3\nSum 41,,4\nC,합계,5\n");
    assert_eq!(got.control[0].used, 5, "{:?}", lines(&got));
}

#[test]
fn a_row_with_nothing_in_the_columns_of_the_table_is_accounted_for() {
    let got = csv(&sales(), "id,name,amount,remark\nA,x,1,\n,,,see below\n,,,\n");
    assert_eq!((got.control[0].read, got.control[0].used, got.control[0].rejected), (2, 1, 1));
    assert_eq!(got.issues[0].code, IssueCode::NoValues);
}

#[test]
fn thousands_of_the_same_fault_are_counted_in_one() {
    let mut text = "id,name,amount\n".to_string();
    (0..1500).for_each(|row| text.push_str(&format!("{row},x,?\n")));
    let got = csv(&sales(), &text);
    assert_eq!(got.issues.len(), 1001);
    assert_eq!(got.issues.iter().map(|issue| issue.count).sum::<usize>(), 1500);
    assert_eq!(got.control[0].rejected, 1500);
}

#[test]
fn a_key_of_an_earlier_workbook_is_a_duplicate() {
    let inputs =
        [("orders_1.csv", "id,name,amount\nA,x,1\nB,x,2\n"), ("orders_2.csv", "id,name,amount\nB,x,4\nC,x,8\n")];
    let inputs = inputs.map(|(name, text)| Input::Bytes { name: name.to_string(), data: text.as_bytes().into() });
    let got = read(&sales(), &inputs, &Options::default()).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(values(&got, 0, 0), ["A", "B", "C"].map(Value::from));
    assert_eq!(
        lines(&got),
        ["orders_2!A2 duplicate-key \"B\": orders_1.csv orders_1!A3 has this key already; row left out"]
    );
    let totals: Vec<_> =
        got.control.iter().map(|total| (total.read, total.used, total.rejected, total.sums[0].1)).collect();
    assert_eq!(totals, [(2, 2, 0, 3.0), (2, 1, 1, 8.0)]);
    assert_eq!(
        got.tables[0].provenance.cell(2, Some(0)).map(|cell| cell.to_string()).as_deref(),
        Some("orders_2.csv orders_2!A3")
    );
}

#[test]
fn any_number_of_threads_gives_the_same() {
    let inputs: Vec<Input> = (0..12)
        .map(|file| {
            let rows: String = (0..200)
                .map(|row| format!("{file}-{row},n{},{}\n", row % 7, if row % 50 == 3 { "?" } else { "0.1" }))
                .collect();
            Input::Bytes {
                name: format!("orders_{file}.csv"),
                data: format!("id,name,amount\n{rows}").into_bytes().into(),
            }
        })
        .collect();
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        format!("{:?}", pool.install(|| read(&sales(), &inputs, &Options::default())))
    };
    let one = run(1);
    assert!(one.contains("orders_11"));
    assert!(one == run(2) && one == run(8));
}

#[derive(Clone, Debug)]
enum Written {
    Nothing,
    Text(String),
    Number(f64),
    Flag(bool),
    Error,
    Unsaved,
}

fn written() -> impl Strategy<Value = Written> {
    prop_oneof![
        2 => Just(Written::Nothing),
        3 => "[A-C][0-9]{0,2}|Total|合計| |-|1,2{3}|12%".prop_map(Written::Text),
        4 => (-1000i32..1000).prop_map(|n| Written::Number(f64::from(n) / 4.0)),
        1 => any::<bool>().prop_map(Written::Flag),
        1 => Just(Written::Error),
        1 => Just(Written::Unsaved),
    ]
}

fn book(rows: &[Vec<Written>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Orders").expect("a name");
    sheet.write_row(0, 0, ["id", "name", "amount", "remark"]).expect("written");
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (row as u32 + 1, column as u16);
            match cell {
                Written::Nothing => continue,
                Written::Text(text) => sheet.write(row, column, text),
                Written::Number(number) => sheet.write(row, column, *number),
                Written::Flag(flag) => sheet.write(row, column, *flag),
                Written::Error => sheet.write_formula(row, column, Formula::new("=1/0").set_result("#DIV/0!")),
                Written::Unsaved => sheet.write_formula(row, column, unsaved()),
            }
            .expect("written");
        }
    }
    without_results(&book.save_to_buffer().expect("saved"))
}

fn has_something(row: &[Written]) -> bool {
    row.iter().any(|cell| match cell {
        Written::Nothing => false,
        Written::Text(text) => !text.trim().is_empty(),
        _ => true,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn read_is_used_plus_rejected(rows in prop::collection::vec(prop::collection::vec(written(), 4), 0..40)) {
        let got = bytes(&sales(), "book.xlsx", book(&rows));
        let total = &got.control[0];
        prop_assert_eq!(total.read, rows.iter().filter(|row| has_something(row)).count());
        prop_assert_eq!(total.read, total.used + total.rejected);
        prop_assert_eq!(total.used, got.tables[0].rows);
        // Each rejected row has a reason of its own.
        let mut reasons: Vec<u32> = got.issues.iter().filter(|i| i.rejected).filter_map(|i| Some(i.cell.as_ref()?.row)).collect();
        reasons.dedup();
        prop_assert_eq!(reasons.len(), total.rejected);
        let Some(sum) = total.sums.iter().find(|(name, _)| name == "amount") else { panic!("amount is summed") };
        let by_hand: f64 = (0..got.tables[0].rows).filter_map(|row| got.tables[0].columns[2].value(row).as_number()).sum();
        prop_assert!((sum.1 - by_hand).abs() < 1e-6);
    }
}

#[test]
fn workbooks_of_one_name_are_counted_apart() {
    let shops = table("shops", &[], Some("id"), vec![column("id", Type::Text, &[])]);
    let shop = references(required(column("shop", Type::Text, &[])), "shops");
    let orders = table("orders", &[], None, vec![shop, column("amount", Type::Number, &[])]);
    let inputs = [
        ("shops.csv", "id\nA\n"),
        ("orders.csv", "shop,amount\nA,1\nA,2\nA,3\nB,4\n"),
        ("orders.csv", "shop,amount\nA,10\nB,20\n"),
    ];
    let inputs = inputs.map(|(name, text)| Input::Bytes { name: name.to_string(), data: text.as_bytes().into() });
    let got = read(&policy(vec![shops, orders]), &inputs, &Options::default()).unwrap_or_else(|f| panic!("{f}"));
    let of_orders = got.control.iter().filter(|total| total.table == "orders");
    let totals: Vec<_> = of_orders.map(|total| (total.read, total.used, total.rejected, total.sums[0].1)).collect();
    assert_eq!(totals, [(4, 3, 1, 6.0), (2, 1, 1, 10.0)]);
}

//! Real workbooks, read where they are at hand (`RULEBOOK_DATA`).

use super::*;
use crate::table::Column as Data;
use crate::value::number::Sum;
use std::path::PathBuf;

/// The folder of real data.
fn data() -> PathBuf {
    std::env::var_os("RULEBOOK_DATA").map(PathBuf::from).expect("RULEBOOK_DATA names the folder of real workbooks")
}

fn load(policy: &Policy, path: PathBuf) -> Imported {
    load_all(policy, vec![path])
}

fn load_all(policy: &Policy, paths: Vec<PathBuf>) -> Imported {
    let inputs: Vec<Input> = paths.into_iter().map(Input::File).collect();
    let imported = read(policy, &inputs, &Options::default()).unwrap_or_else(|failure| panic!("{failure}"));
    for total in &imported.control {
        assert_eq!(total.read, total.used + total.rejected, "{total:?}");
    }
    imported
}

fn sum(imported: &Imported, table: usize, column: usize) -> f64 {
    let Data::Number(values) = &imported.tables[table].columns[column] else { panic!("not numbers") };
    let mut sum = Sum::default();
    values.iter().filter(|value| !value.is_nan()).for_each(|value| sum.add(*value));
    (sum.value() * 100.0).round() / 100.0
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn superstore_xls() {
    let data = data();
    let columns = vec![
        column("row", Type::Text, &["Row ID"]),
        column("date", Type::Date, &["Order Date"]),
        column("sales", Type::Number, &["Sales"]),
        column("profit", Type::Number, &["Profit"]),
        column("postal_code", Type::Text, &[]),
    ];
    let policy = policy(vec![table("orders", &[], Some("row"), columns)]);
    let got = load(&policy, data.join("real/r01_superstore_us/Sample - Superstore.xls"));
    println!("{:#?}", lines(&got));
    assert_eq!((got.tables[0].rows, sum(&got, 0, 2), sum(&got, 0, 3)), (9994, 2_297_200.86, 286_397.02));
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn vrinda_xlsb() {
    let data = data();
    let columns = vec![
        required(column("order", Type::Text, &["Order ID"])),
        column("date", Type::Date, &["Date"]),
        column("amount", Type::Number, &["Amount"]),
        column("quantity", Type::Number, &["Qty"]),
    ];
    let policy = policy(vec![table("orders", &["Vrinda Store"], None, columns)]);
    let got = load(&policy, data.join("real/r15_vrinda_store/Dashboard.xlsb"));
    println!("{:#?} {:?}", lines(&got).iter().take(20).collect::<Vec<_>>(), got.control);
    assert_eq!((got.tables[0].rows, sum(&got, 0, 2)), (31047, 21_176_377.0));
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn hospital_in_china() {
    let data = data();
    let columns = vec![
        required(column("date", Type::Date, &["购药时间"])),
        column("card", Type::Text, &["社保卡号"]),
        column("quantity", Type::Number, &["销售数量"]),
        column("due", Type::Number, &["应收金额"]),
        column("paid", Type::Number, &["实收金额"]),
    ];
    let policy = policy(vec![table("sales", &[], None, columns)]);
    let got = load(&policy, data.join("real/r06_hospital_cn/朝阳医院2018年销售数据.xlsx"));
    println!("{:#?} {:?}", lines(&got).iter().take(40).collect::<Vec<_>>(), got.control);
    assert_eq!(got.tables[0].rows, 6553);
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn financial_sample() {
    let data = data();
    let columns = vec![
        column("segment", Type::Text, &["Segment"]),
        column("units_sold", Type::Number, &[]),
        column("sales", Type::Number, &[]),
        column("profit", Type::Number, &[]),
        column("date", Type::Date, &[]),
    ];
    let policy = policy(vec![table("sales", &[], None, columns)]);
    let got = load(&policy, data.join("real/r13_financial_sample/Financial Sample.xlsx"));
    println!("{:#?} {:?}", lines(&got).iter().take(40).collect::<Vec<_>>(), got.control);
    assert_eq!((got.tables[0].rows, sum(&got, 0, 2), sum(&got, 0, 3)), (700, 118_726_350.26, 16_893_702.26));
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn adventure_works_in_one_file_and_in_31() {
    let data = data();
    let columns = vec![
        column("quantity", Type::Number, &["Quantité", "OrderQuantity"]),
        column("price", Type::Number, &["PrixUnitaire", "UnitPrice"]),
    ];
    let policy = policy(vec![table("ventes", &[], None, columns)]);
    let folder = data.join("real/r09_adventureworks_fr");
    let one = load(&policy, folder.join("Ventes.xlsx"));
    println!("{:#?} {:?}", lines(&one).iter().take(40).collect::<Vec<_>>(), one.control);
    let months = std::fs::read_dir(folder.join("Extraction")).expect("the folder is there");
    let mut months: Vec<PathBuf> = months.map(|entry| entry.expect("a file").path()).collect();
    months.sort();
    let many = load_all(&policy, months);
    println!("{:#?}", lines(&many).iter().take(5).collect::<Vec<_>>());
    assert_eq!((sales(&one), sales(&many)), (66_562_734.91, 66_562_734.91));
    assert_eq!(many.tables[0].provenance.segments.len(), 31);
}

/// Quantity times price, over all rows.
fn sales(imported: &Imported) -> f64 {
    let columns = &imported.tables[0].columns;
    let product = |row| Some(columns[0].value(row).as_number()? * columns[1].value(row).as_number()?);
    let total: f64 = (0..imported.tables[0].rows).filter_map(product).sum();
    (total * 100.0).round() / 100.0
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn superstore_japan_xls() {
    let data = data();
    let columns = vec![
        column("id", Type::Text, &["行 ID"]),
        column("date", Type::Date, &["オーダー日"]),
        column("sales", Type::Number, &["売上"]),
        column("profit", Type::Number, &["利益"]),
    ];
    let policy = policy(vec![table("orders", &["注文", "オーダー"], Some("id"), columns)]);
    let got = load(&policy, data.join("real/r04_superstore_jp/サンプル - スーパーストア.xls"));
    println!("{:#?} {:?}", lines(&got).iter().take(10).collect::<Vec<_>>(), got.control);
    assert!(got.issues.iter().all(|issue| issue.note));
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn online_retail() {
    let data = data();
    let columns = vec![
        required(column("invoice", Type::Text, &["InvoiceNo"])),
        column("date", Type::DateTime, &["InvoiceDate"]),
        column("quantity", Type::Number, &[]),
        column("price", Type::Number, &["UnitPrice"]),
        column("customer", Type::Text, &["CustomerID", "Customer ID"]),
    ];
    let policy = policy(vec![table("lines", &["Online Retail"], None, columns)]);
    let got = load(&policy, data.join("real/r17_online_retail/Online Retail (70,051 rows).xlsx"));
    println!("{:#?} {:?}", lines(&got).iter().take(10).collect::<Vec<_>>(), got.control);
    assert_eq!(got.tables[0].rows, 70_051);
    let blank = (0..70_051).filter(|&row| got.tables[0].columns[4].is_blank(row)).count();
    assert_eq!(blank, 27_275);
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn northwind_has_several_tables() {
    let data = data();
    let tables = vec![
        table(
            "orders",
            &[],
            Some("id"),
            vec![column("id", Type::Text, &["OrderID"]), column("date", Type::Date, &["OrderDate"])],
        ),
        table(
            "order_details",
            &["Orders Details"],
            None,
            vec![
                references(column("order", Type::Text, &["OrderID"]), "orders"),
                column("price", Type::Number, &["UnitPrice"]),
                column("quantity", Type::Number, &[]),
                column("discount", Type::Number, &[]),
            ],
        ),
    ];
    let got = load(&policy(tables), data.join("real/r11_northwind/Northwind.xlsx"));
    println!("{:#?} {:?}", lines(&got).iter().take(10).collect::<Vec<_>>(), got.control);
    assert_eq!((got.tables[0].rows, got.tables[1].rows), (830, 2155));
}

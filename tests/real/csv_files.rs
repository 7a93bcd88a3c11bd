//! CSV files in the encodings people save them in.

use crate::check::Check;
use crate::ran::run;
use serde_json::json;

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn japanese_sales_in_four_encodings() {
    for file in ["cp932/uriage_cp932", "utf16le/uriage_utf16le", "utf8/uriage_utf8", "utf8/uriage_utf8_bom"] {
        let ran = run("csv_uriage", &[&format!("csv/{file}.csv")]);
        let mut check = Check::new("Japanese sales as CSV");
        check.count(file, ran.figure("row_count"), &json!(5));
        check.count(file, ran.figure("total"), &json!(539_700));
        check.count(file, ran.figure("東京の売上"), &json!(204_300));
        check.text(file, &ran.figure("last_note"), &json!("特売"));
        check.faults(&ran, &[]);
        check.finish();
    }
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn korean_customers_in_cp949() {
    let ran = run("csv_customers", &["csv/cp949/ic-pbl_Customer.csv"]);
    let mut check = Check::new("Korean customers as CSV");
    check.count("rows", ran.figure("row_count"), &json!(1468));
    check.count("women", ran.figure("women"), &json!(934));
    check.count("months", ran.figure("months"), &json!(38_039));
    check.faults(&ran, &[]);
    check.finish();
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn chinese_meals_in_gb18030() {
    let ran = run("csv_meals", &["csv/gb18030/meal_order_info.csv"]);
    let mut check = Check::new("Chinese meals as CSV");
    check.count("rows", ran.figure("row_count"), &json!(945));
    check.count("spent", ran.figure("spent"), &json!(465_214));
    check.text("last guest", &ran.figure("last_name"), &json!("唐雅嘉"));
    check.faults(&ran, &[]);
    check.finish();
}

//! Other workbooks: one or two tables each.

use crate::check::{Check, MONEY};
use crate::ran::{figures, run};

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn financial_sample() {
    let (ran, want) = (run("financial_sample", &["real/r13_financial_sample/Financial Sample.xlsx"]), figures("r13"));
    let mut check = Check::new("Financial Sample");
    check.count("rows", ran.figure("row_count"), &want["rows"]);
    check.count("loss rows", ran.figure("loss_rows"), &want["loss_rows"]);
    for (name, figure) in [
        ("total_sales", "sales"),
        ("profit", "profit"),
        ("gross", "gross"),
        ("discounts", "discounts"),
        ("units", "units"),
        ("cost", "cogs"),
    ] {
        check.number(name, &ran.figure(name), &want[figure], MONEY);
    }
    for (table, figure) in
        [("countries", "by_country"), ("segments", "by_segment"), ("products", "by_product"), ("months", "by_month")]
    {
        check.each(&ran, (table, "sales"), &want[figure], "Sales", 4);
        check.each(&ran, (table, "profit"), &want[figure], "Profit", 4);
    }
    check.each(&ran, ("segments", "units"), &want["by_segment"], "Units Sold", 1);
    check.faults(&ran, &[]);
    check.finish();
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn hospital() {
    let (ran, want) = (run("hospital_cn", &["real/r06_hospital_cn/朝阳医院2018年销售数据.xlsx"]), figures("r06"));
    let mut check = Check::new("Hospital");
    for (name, figure) in [
        ("row_count", "rows_after_bad_dates"),
        ("returned", "neg_qty_rows"),
        ("clean_rows", "rows_clean"),
        ("visit_count", "visits"),
        ("days", "days"),
        ("visits_per_month", "visits_per_month"),
    ] {
        check.count(name, ran.figure(name), &want[figure]);
    }
    check.number("amount", &ran.figure("amount"), &want["amount"], MONEY);
    check.number("receivable", &ran.figure("receivable"), &want["receivable"], MONEY);
    check.number("amount a month", &ran.figure("amount_per_month"), &want["amount_per_month"], 6);
    check.number("amount a visit", &ran.figure("per_visit"), &want["per_visit"], 6);
    check.top(&ran, ("items", "quantity", "place"), &want["top5_items_by_qty"], 0);
    check.top(&ran, ("cards", "paid", "place"), &want["top5_cards"], MONEY);
    check.each(&ran, ("months", "paid"), &want["by_month"], "实收金额", MONEY);
    check.each(&ran, ("months", "quantity"), &want["by_month"], "销售数量", 0);
    let bad = ran.0.issues.iter().filter(|issue| issue.text.as_deref() == want["unparseable_dates"][0].as_str());
    check.count("days that do not exist", bad.count() as f64, &want["rows_unparseable_date"]);
    check.finish();
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn vrinda_store() {
    let (ran, want) = (run("vrinda", &["real/r15_vrinda_store/Dashboard.xlsb"]), figures("r15"));
    let mut check = Check::new("Vrinda Store");
    for (name, figure) in [("line_count", "rows"), ("order_count", "orders"), ("customer_count", "customers")] {
        check.count(name, ran.figure(name), &want[figure]);
    }
    check.number("amount", &ran.figure("amount"), &want["amount"], MONEY);
    check.text("first day", &ran.figure("first_day"), &want["date_min"]);
    check.text("last day", &ran.figure("last_day"), &want["date_max"]);
    for (table, figure) in
        [("months", "by_month"), ("genders", "by_gender"), ("channels", "by_channel"), ("categories", "by_category")]
    {
        check.each(&ran, (table, "amount"), &want[figure], "Amount", MONEY);
    }
    check.each(&ran, ("months", "lines"), &want["count_by_month"], "", 0);
    check.each(&ran, ("statuses", "lines"), &want["status"], "", 0);
    check.each(&ran, ("quantities", "lines"), &want["qty_values"], "", 0);
    check.each(&ran, ("channels", "part"), &want["channel_share"], "", 6);
    check.each(&ran, ("ages", "part"), &want["age_gender_share"], "", 6);
    check.top(&ran, ("states", "amount", "place"), &want["top5_states"], MONEY);
    check.faults(&ran, &[]);
    check.finish();
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn restaurant() {
    let (ran, want) = (run("restaurant_cn", &["real/r18_restaurant_cn/meal_order_detail.xlsx"]), figures("r18"));
    let mut check = Check::new("Restaurant");
    for (name, figure) in
        [("row_count", "rows"), ("order_count", "orders"), ("dish_count", "dishes"), ("counts", "counts")]
    {
        check.count(name, ran.figure(name), &want[figure]);
    }
    for total in &ran.0.control {
        check.count(&total.sheet, total.used as f64, &want["sheets"][&total.sheet]);
    }
    check.number("amount", &ran.figure("amount"), &want["amount"], MONEY);
    check.top(&ran, ("dishes", "counts", "place"), &want["top5_dishes_by_count"], 0);
    check.top(&ran, ("orders", "amount", "place"), &want["top5_orders"], MONEY);
    check.top(&ran, ("waiters", "amount", "place"), &want["by_waiter_top5"], MONEY);
    check.each(&ran, ("days", "amount"), &want["by_day"], "A", MONEY);
    check.faults(&ran, &[]);
    check.finish();
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn bike_buyers() {
    let (ran, want) =
        (run("bike_buyers", &["real/r24_bike_buyers/Excel Project Dataset.xlsx"]), figures("r24")["raw"].clone());
    let mut check = Check::new("Bike buyers");
    check.count("rows", ran.figure("row_count"), &want["rows"]);
    check.count("listed twice", ran.figure("listed_twice"), &want["duplicates"]);
    check.each(&ran, ("answers", "people"), &want["purchased"], "", 0);
    check.each(&ran, ("regions", "people"), &want["by_region"], "", 0);
    check.faults(&ran, &[]);
    check.finish();
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn two_stores() {
    let (ran, want) = (run("two_stores", &["real/r25_two_stores/Store data.xlsx"]), figures("r25"));
    let mut check = Check::new("Two stores");
    for (suffix, part) in [("1", "Store 1"), ("2", "Store 2"), ("both", "union")] {
        check.count(part, ran.figure(&format!("rows_{suffix}")), &want[part]["rows"]);
        check.number(part, &ran.figure(&format!("amount_{suffix}")), &want[part]["amount"], MONEY);
        check.number(part, &ran.figure(&format!("quantity_{suffix}")), &want[part]["qty"], 0);
    }
    check.count("transactions", ran.figure("transactions"), &want["union"]["transactions"]);
    for (table, part) in [("departments_1", "Store 1"), ("departments_2", "Store 2")] {
        check.each(&ran, (table, "amount"), &want[part]["by_dept"], "Sales Amount", MONEY);
        check.each(&ran, (table, "quantity"), &want[part]["by_dept"], "Quantity", 0);
    }
    check.faults(&ran, &[]);
    check.finish();
}

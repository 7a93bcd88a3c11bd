//! Superstore, the sample workbook of Tableau: American, Canadian and Japanese.

use crate::check::{Check, MONEY};
use crate::ran::{Ran, figures, run};
use serde_json::Value as Json;

/// What the three workbooks share.
fn totals(check: &mut Check, ran: &Ran, want: &Json) {
    for (name, field) in [
        ("line_count", "rows"),
        ("order_count", "distinct_orders"),
        ("customer_count", "distinct_customers"),
        ("loss_rows", "bottom_profit_rows"),
        ("return_count", "returns_rows"),
        ("returned_orders", "returned_orders_found"),
    ] {
        check.count(name, ran.figure(name), &want[field]);
    }
    for (name, field) in
        [("sales", "sales"), ("profit", "profit"), ("quantity", "qty"), ("returned_sales", "returned_sales")]
    {
        check.number(name, &ran.figure(name), &want[field], 4);
    }
    check.number("margin", &ran.figure("margin"), &want["margin"], 6);
    check.text("first day", &ran.figure("first_day"), &want["date_min"]);
    check.text("last day", &ran.figure("last_day"), &want["date_max"]);
}

/// Sales and profit by region, category, segment and year; returned sales; segments of customers.
fn parts(check: &mut Check, ran: &Ran, want: &Json, [sales, profit, quantity]: [&str; 3]) {
    for (table, figure) in
        [("regions", "by_region"), ("categories", "by_category"), ("markets", "by_segment"), ("years", "by_year")]
    {
        check.each(ran, (table, "sales"), &want[figure], sales, 4);
        check.each(ran, (table, "profit"), &want[figure], profit, 4);
    }
    check.each(ran, ("regions", "quantity"), &want["by_region"], quantity, 0);
    check.each(ran, ("regions", "orders"), &want["orders_by_region"], "", 0);
    check.each(ran, ("regions", "returned_sales"), &want["returned_sales_by_region"], "", 4);
    check.rfm(ran, &want["rfm"]);
    check.top_by_money(ran, &want["rfm"]);
}

/// Who manages which region.
fn managers(check: &mut Check, ran: &Ran, column: &str, pairs: &Json, (region, manager): (usize, usize)) {
    let managers = ran.named("regions", column);
    for pair in pairs.as_array().into_iter().flatten() {
        let found = managers.iter().find(|(name, _)| pair[region] == name.as_str());
        check.text("manager", &found.map(|(_, name)| name.clone()).unwrap_or_default(), &pair[manager]);
    }
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn american() {
    let (ran, want) = (run("superstore_us", &["real/r01_superstore_us/Sample - Superstore.xls"]), figures("r01"));
    let mut check = Check::new("Superstore, US");
    totals(&mut check, &ran, &want);
    parts(&mut check, &ran, &want, ["Sales", "Profit", "Quantity"]);
    managers(&mut check, &ran, "manager", &want["people_rows"], (1, 0));
    check.faults(&ran, &[]);
    check.finish();
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn canadian() {
    let (ran, want) = (run("superstore_ca", &["real/r03_superstore_canada/Sales.xlsx"]), figures("r03"));
    let mut check = Check::new("Superstore, Canada");
    totals(&mut check, &ran, &want);
    parts(&mut check, &ran, &want, ["Sales", "Profit", "Order Quantity"]);
    let managers = want["people_rows"].as_array().map_or(0, Vec::len);
    check.count("managers", ran.rows("managers") as f64, &Json::from(managers));
    check.faults(&ran, &[]);
    check.finish();
}

/// The Japanese review reads three workbooks at once: orders, budgets, quantities by month.
#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn japanese() {
    let files = ["サンプル - スーパーストア.xls", "2023年地域・カテゴリ別予算.xlsx", "月別サブカテゴリ販売数量.xlsx"];
    let files = files.map(|file| format!("real/r04_superstore_jp/{file}"));
    let (ran, want) = (run("superstore_jp", &files.each_ref().map(String::as_str)), figures("r04"));
    let mut check = Check::new("Superstore, Japan");
    totals(&mut check, &ran, &want);
    parts(&mut check, &ran, &want, ["売上", "利益", "数量"]);
    managers(&mut check, &ran, "担当者", &want["people_rows"], (0, 1));
    check.count("budget rows", ran.rows("budget") as f64, &want["budget2023_rows"]);
    check.number("budget", &ran.figure("budget_total"), &want["budget2023_total"], MONEY);
    check.number("sales of the budget's year", &ran.figure("budget_year_sales"), &want["sales2023"], MONEY);
    check.count("rows of months", ran.rows("months") as f64, &want["monthly_long_rows"]);
    check.number("quantity of months", &ran.figure("months_quantity"), &want["monthly_long_sum"], 0);
    budget(&mut check, &ran, &want["budget2023"]);
    // One order that came back is not among the orders.
    check.faults(&ran, &[("unknown-reference returns.order", 1)]);
    check.finish();
}

/// Budget and actual sales, for the rows that say their region (the others leave it to a merged cell).
fn budget(check: &mut Check, ran: &Ran, want: &Json) {
    let [regions, categories, actual, attain] =
        ["地域", "カテゴリ", "actual", "attain"].map(|name| ran.values("budget", name));
    for row in (0..regions.len()).filter(|&row| !regions[row].is_blank()) {
        let name = format!("{}|{}", regions[row], categories[row]);
        check.number(&format!("{name} actual"), &actual[row], &want[&name]["actual"], MONEY);
        check.number(&format!("{name} attained"), &attain[row], &want[&name]["attain"], 6);
    }
}

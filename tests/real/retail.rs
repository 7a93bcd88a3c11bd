//! Online Retail: 70,051 invoice lines, and a smaller workbook with two sheets and other headers.

use crate::check::{Check, MONEY};
use crate::ran::{Ran, figures, run_set};
use serde_json::Value as Json;

fn retail(name: &'static str, file: &str) -> (Ran, Json, Check) {
    let want = figures("r17")[file].clone();
    let closing = want["rfm"]["asof"].as_str().unwrap_or_default().to_string();
    let ran = run_set("online_retail", &[&format!("real/r17_online_retail/{file}")], &[("closing", &closing)]);
    let mut check = Check::new(name);
    for (figure, wanted) in
        [("row_count", "rows"), ("customer_count", "customers"), ("repeated_rows", "exact_duplicate_rows")]
    {
        check.count(figure, ran.figure(figure), &want[wanted]);
    }
    for figure in [
        "invoices",
        "cancel_rows",
        "cancel_invoices",
        "missing_customer_rows",
        "negative_price_rows",
        "zero_price_rows",
    ] {
        check.count(figure, ran.figure(figure), &want[figure]);
    }
    for figure in ["net", "gross_positive_qty", "negative_qty_amount"] {
        check.number(figure, &ran.figure(figure), &want[figure], MONEY);
    }
    check.moment("first moment", &ran.figure("first_moment"), &want["date_min"]);
    check.moment("last moment", &ran.figure("last_moment"), &want["date_max"]);
    check.top(&ran, ("countries", "net", "net_place"), &want["by_country_top5"], MONEY);
    check.top(&ran, ("buyers", "net", "place"), &want["top5_customers_net"], MONEY);
    clean(&mut check, &ran, &want["clean"]);
    check.rfm(&ran, &want["rfm"]);
    check.top_by_money(&ran, &want["rfm"]);
    (ran, want, check)
}

fn clean(check: &mut Check, ran: &Ran, want: &Json) {
    for (figure, wanted) in [
        ("clean_rows", "rows"),
        ("clean_customers", "customers"),
        ("clean_invoices", "invoices"),
        ("clean_products", "products"),
        ("repeat_customers", "repeat_customers"),
    ] {
        check.count(figure, ran.figure(figure), &want[wanted]);
    }
    check.number("revenue", &ran.figure("clean_revenue"), &want["revenue"], MONEY);
    check.number("average order", &ran.figure("aov"), &want["aov"], 5);
    check.top(ran, ("countries", "clean", "clean_place"), &want["by_country_top5"], MONEY);
    check.each(ran, ("months", "amount"), &want["by_month"], "A", MONEY);
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn seventy_thousand_lines() {
    let (ran, _, mut check) = retail("Online Retail", "Online Retail (70,051 rows).xlsx");
    check.faults(&ran, &[]);
    check.finish();
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn two_sheets_stacked() {
    let (ran, _, mut check) = retail("Online Retail II", "online_retail_II (2x499 rows).xlsx");
    check.faults(&ran, &[]);
    check.finish();
}

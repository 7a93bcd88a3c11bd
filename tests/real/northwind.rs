//! Northwind: many sheets that refer to each other.

use crate::check::{Check, MONEY};
use crate::ran::{figures, run};
use serde_json::Value as Json;

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn northwind() {
    let (ran, want) =
        (run("northwind", &["real/r11_northwind/Northwind.xlsx"]), figures("r11")["Northwind.xlsx"].clone());
    let mut check = Check::new("Northwind");
    for (name, figure) in [
        ("line_count", "order_lines"),
        ("order_count", "orders"),
        ("client_count", "customers"),
        ("unshipped_orders", "unshipped_orders"),
        ("late_orders", "late_orders"),
    ] {
        check.count(name, ran.figure(name), &want[figure]);
    }
    for (name, figure) in [("net", "net"), ("gross", "gross"), ("quantity", "qty"), ("freight", "freight")] {
        check.number(name, &ran.figure(name), &want[figure], 4);
    }
    check.named(&ran, ("employees", "name", "net"), &want["by_employee"], "net", 4);
    check.named(&ran, ("categories", "name", "net"), &want["by_category"], "net", 4);
    check.each(&ran, ("countries", "net"), &want["by_country"], "net", 4);
    check.top(&ran, ("customers", "money", "place"), &want["top5_customers"], 4);
    check.top_named(&ran, ("products", "name", "net", "place"), &want["top5_products"], 4);
    check.count("below the reorder level", ran.figure("below_level"), &want["reorder"]["in_stock_below_level"]);
    check.number("value of stock", &ran.figure("stock_value"), &want["reorder"]["stock_value"], MONEY);
    let fired: Vec<Json> = ran.0.triggers.iter().map(|fired| product(&fired.message())).collect();
    assert_eq!(Json::from(fired), want["reorder"]["products"]);
    check.rfm(&ran, &want["rfm"]);
    check.top_by_money(&ran, &want["rfm"]);
    check.faults(&ran, &[]);
    check.finish();
}

/// The product a message is about.
fn product(message: &str) -> Json {
    Json::from(message.split(": ").next().unwrap_or_default())
}

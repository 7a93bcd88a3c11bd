//! AdventureWorks in French: several workbooks that refer to each other; sales in one or in 31 of them.

use crate::check::{Check, MONEY};
use crate::ran::{Ran, data, figures, run, run_paths};
use serde_json::Value as Json;
use std::path::PathBuf;

const BOOKS: [&str; 5] = ["Ventes", "Region", "Salesperson", "Product", "Targets"];

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn sales_of_one_workbook() {
    let files = BOOKS.map(|book| format!("real/r09_adventureworks_fr/{book}.xlsx"));
    let (ran, want) = (run("adventure_works", &files.each_ref().map(String::as_str)), figures("r09"));
    let mut check = Check::new("AdventureWorks, one workbook of sales");
    for (name, figure) in [
        ("row_count", "rows"),
        ("order_count", "orders"),
        ("reseller_count", "resellers"),
        ("without_product", "unmatched_product_rows"),
        ("target_rows", "targets_rows"),
    ] {
        check.count(name, ran.figure(name), &want[figure]);
    }
    check.number("amount", &ran.figure("ca"), &want["amount"], MONEY);
    check.number("quantity", &ran.figure("quantity"), &want["qty"], 0);
    check.number("targets", &ran.figure("target_total"), &want["targets_total"], MONEY);
    check.each(&ran, ("by_seller", "ca"), &want["by_vendeur"], "CA", MONEY);
    check.each(&ran, ("by_seller", "quantity"), &want["by_vendeur"], "Quantité", 0);
    check.each(&ran, ("by_country", "ca"), &want["by_pays"], "CA", MONEY);
    check.each(&ran, ("by_region", "ca"), &want["by_region"], "CA", MONEY);
    check.each(&ran, ("by_category", "ca"), &want["by_categorie"], "CA", MONEY);
    check.each(&ran, ("by_category", "cost"), &want["by_categorie"], "coût", MONEY);
    check.each(&ran, ("by_category", "marge"), &want["by_categorie"], "marge", MONEY);
    check.each(&ran, ("by_year", "ca"), &want["by_year"], "CA", MONEY);
    check.top(&ran, ("customers", "money", "place"), &want["top5_revendeurs"], MONEY);
    attainment(&mut check, &ran, &want["attainment"]);
    check.rfm(&ran, &want["rfm_resellers"]);
    check.top_by_money(&ran, &want["rfm_resellers"]);
    // Months without a target hold a dash.
    let dashes: usize =
        ran.faults().iter().filter(|(name, _)| name.starts_with("bad-number targets.m")).map(|(_, count)| count).sum();
    assert_eq!((dashes, ran.faults().iter().map(|(_, count)| count).sum::<usize>()), (55, 55));
    check.finish();
}

/// Targets and actual sales of each seller and year.
fn attainment(check: &mut Check, ran: &Ran, want: &Json) {
    let [sellers, years, targets, actuals, ratios] =
        ["seller", "year", "target", "actual", "ratio"].map(|name| ran.values("targets", name));
    let entries = want.as_object().map_or(0, serde_json::Map::len);
    check.count("sellers' years with a target", sellers.len() as f64, &Json::from(entries));
    for row in 0..sellers.len() {
        let name = format!("{}|{}", sellers[row], years[row]);
        check.number(&format!("{name} target"), &targets[row], &want[&name]["target"], MONEY);
        check.number(&format!("{name} actual"), &actuals[row], &want[&name]["actual"], MONEY);
        check.number(&format!("{name} ratio"), &ratios[row], &want[&name]["ratio"], 6);
    }
}

/// The workbooks of the months, some with English headers, some with title rows.
#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn sales_of_31_workbooks() {
    let data = data();
    let want = figures("r09")["monthly_files"].clone();
    let folder = std::fs::read_dir(data.join("real/r09_adventureworks_fr/Extraction")).expect("the folder is there");
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let ran = run_paths("sales_files", files);
    let mut check = Check::new("AdventureWorks, 31 workbooks of sales");
    check.count("files", ran.0.inputs.len() as f64, &want["files"]);
    check.count("rows", ran.figure("row_count"), &want["rows"]);
    check.number("amount", &ran.figure("ca"), &want["amount"], MONEY);
    for total in &ran.0.control {
        check.count(&total.workbook, total.used as f64, &want["per_file[header_row0,rows,amount]"][&total.workbook][1]);
    }
    check.faults(&ran, &[]);
    check.finish();
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn one_workbook_and_31_agree_to_the_cent() {
    let one = run("sales_files", &["real/r09_adventureworks_fr/Ventes.xlsx"]);
    let mut check = Check::new("AdventureWorks, one workbook alone");
    check.number("amount", &one.figure("ca"), &Json::from(66_562_734.91), MONEY);
    check.finish();
}

//! A report in parts: a workbook or a page for each branch, with its own rows and nothing of the others.

use crate::support::Folder;
use std::io::{Cursor, Read};

const POLICY: &str = r#"policy: branches
title: Sales by branch
parameters:
  floor: 100
  watched: { type: list, value: [Busan Harbour] }
tables:
  branches:
    key: code
    columns: { code: , name: , lead: }
    formulas: { sold: "sum(orders[customer].amount)", share: sold / sum(all.orders.amount) }
  customers:
    key: id
    columns: { id: , name: , branch: { references: branches }, limit: { type: number } }
    formulas: { bought: sum(orders.amount), half: limit / 2, watch: "branch.name in watched" }
    decisions:
      size:
        hit: first
        rules:
          - { branch.name: Busan Harbour, then: harbour size }
          - { bought: ">= 1_000", then: large }
          - { otherwise: true, then: small }
  products: { key: sku, columns: { sku: , label: } }
  orders:
    key: number
    columns:
      number:
      customer: { references: customers }
      shipped_by: { references: branches }
      product: { references: products }
      amount: { type: number }
  by_product: { group: orders, by: [product], formulas: { total: sum(orders.amount) } }
  by_customer: { group: orders, by: [customer], formulas: { total: sum(orders.amount) } }
figures: { company: sum(orders.amount) }
assert: { enough: company > 0 }
scorecards:
  customer:
    on: customers
    measures: { bought: { weight: 100%, target: 5_000, worst: 0 } }
    bands: { A: ">= 50", B: "< 50" }
triggers:
  low: { on: customers, when: bought < floor * 50, severity: high, message: "`${name}: bought ${bought}`" }
report:
  split_by: branches.name
"#;

const BRANCHES: &str = "code,name,lead
QQSEO,Seoul Station,Han
QQBUS,Busan Harbour,Moon
QQDGA,Daegu/Market,Seo
QQDGB,Daegu:Market,Noh
QQNIL,,Gil
";
const CUSTOMERS: &str = "id,name,branch,limit
KS1,Namsan Books,QQSEO,10
KS2,Hangang Coffee,QQSEO,tenSEO
KB1,Haeundae Fish,QQBUS,20
KB2,Gwangalli Boats,QQBUS,manyBUS
KA1,Suseong Lake,QQDGA,30
KX1,Palgong Hill,QQDGB,40
KN1,Jeju Stone,QQNIL,50
KZ1,Nobody There,,60
";
const PRODUCTS: &str = "sku,label\nPP1,Pencil\nPP2,Paper\n";
const ORDERS: &str = "number,customer,shipped_by,product,amount
N0001,KS1,QQSEO,PP1,4711.37
N0002,KS2,QQSEO,PP2,22.41
N0003,KB1,QQBUS,PP1,8182.53
N0004,KB2,QQBUS,PP1,61.97
N0005,KA1,QQDGA,PP2,733.19
N0006,KX1,QQDGB,PP2,914.83
N0007,KN1,QQNIL,PP2,77.71
N0008,KS1,QQBUS,PP1,5550.59
";

/// What only one branch may read: its names and keys, and those of its customers and orders.
const OF_BRANCHES: [(&str, &[&str]); 5] = [
    ("Seoul Station", &["QQSEO", "Seoul", "Namsan", "KS1", "Hangang", "KS2", "N0001", "N0002", "4711.37", "tenSEO"]),
    ("Busan Harbour", &["QQBUS", "Busan", "harbour", "Haeundae", "KB1", "Gwangalli", "N0003", "8182.53", "manyBUS"]),
    ("Daegu/Market", &["QQDGA", "Daegu/Market", "Suseong", "KA1", "N0005", "733.19"]),
    ("Daegu:Market", &["QQDGB", "Daegu:Market", "Palgong", "KX1", "N0006", "914.83"]),
    ("", &["QQNIL", "Jeju", "KN1", "N0007", "77.71"]),
];
/// What is about all of them, or of two: totals, and an order one branch sold and another shipped.
const OF_NOBODY: [&str; 4] = ["20254.6", "N0008", "5550.59", "Pencil"];

fn folder() -> Folder {
    let files = [("branches", BRANCHES), ("customers", CUSTOMERS), ("products", PRODUCTS), ("orders", ORDERS)];
    let folder = Folder::new().with("branches.yaml", POLICY);
    files.into_iter().fold(folder, |folder, (name, text)| folder.with(&format!("in/{name}.csv"), text))
}

/// All that stands in a workbook, part by part of its package.
fn unzipped(bytes: Vec<u8>) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    for at in 0..package.len() {
        package.by_index(at).expect("a part").read_to_string(&mut text).expect("XML");
    }
    text
}

/// The file of each branch, as the index on stdout names it.
fn files(index: &str) -> Vec<String> {
    let words = |line: &str| line.split("  ").map(str::trim).filter(|word| !word.is_empty()).nth(1).map(str::to_string);
    index.lines().filter_map(words).collect()
}

fn nothing_of_others(text: &str, own: &str) {
    for (branch, words) in OF_BRANCHES.iter().filter(|(branch, _)| *branch != own) {
        for word in *words {
            assert!(!text.contains(word), "the part of `{own}` has `{word}`, which is of `{branch}`");
        }
    }
    for word in OF_NOBODY {
        assert!(!text.contains(word), "the part of `{own}` has `{word}`, which is of all");
    }
}

#[test]
fn each_branch_has_a_workbook_with_its_own_rows_and_nothing_of_the_others() {
    let folder = folder();
    let ran = folder.run(&["run", "branches.yaml", "in", "-o", "send.xlsx"]);
    insta::assert_snapshot!(ran.shown());
    let names = files(&ran.stdout);
    assert_eq!(names.len(), OF_BRANCHES.len());
    let mut order = OF_BRANCHES;
    order.sort_by_key(|(branch, _)| (branch.is_empty(), *branch));
    for ((branch, words), name) in order.iter().zip(names) {
        let text = unzipped(folder.read(&format!("send/{name}")));
        nothing_of_others(&text, branch);
        let kept = words.iter().filter(|word| text.contains(**word)).count();
        assert!(kept + 1 >= words.len(), "the part of `{branch}` has its own rows: {kept} of {}", words.len());
    }
}

#[test]
fn each_branch_has_a_page_with_its_own_rows_and_nothing_of_the_others() {
    let folder = folder();
    let ran = folder.run(&["run", "branches.yaml", "in", "-o", "pages/", "--format", "html"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let mut order = OF_BRANCHES;
    order.sort_by_key(|(branch, _)| (branch.is_empty(), *branch));
    for ((branch, words), name) in order.iter().zip(files(&ran.stdout)) {
        let text = String::from_utf8(folder.read(&format!("pages/{name}"))).expect("a page is UTF-8");
        nothing_of_others(&text, branch);
        assert!(text.contains(words[0]), "the part of `{branch}` has its own rows");
    }
}

#[test]
fn a_second_run_replaces_the_parts_and_tells_those_of_values_that_are_gone() {
    let folder = folder();
    let run = ["run", "branches.yaml", "in", "-o", "send.xlsx", "--manifest", "run.json"];
    assert_eq!(folder.run(&run).code, 0);
    let verified = folder.run(&["verify", "run.json"]);
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
    assert_eq!(folder.run(&["verify", "send", "--policy", "branches.yaml", "--books", "in"]).code, 0);
    let part = folder.run(&["verify", "send/Busan Harbour.xlsx"]);
    assert!(part.code == 2 && part.stderr.contains("is one part of a report"), "{}", part.stderr);
    let manifest: serde_json::Value = serde_json::from_slice(&folder.read("run.json")).expect("JSON");
    assert_eq!(manifest["output"]["files"][0]["value"], "Busan Harbour");
    let folder = folder.with("in/branches.csv", &BRANCHES.replace("Busan Harbour", "Ulsan"));
    let again = folder.run(&run);
    insta::assert_snapshot!(again.shown());
    assert_eq!(files(&again.stdout).iter().filter(|name| *name == "Ulsan.xlsx").count(), 1);
    let third = folder.run(&run);
    assert!(
        third.stderr.contains("send/Busan Harbour.xlsx` is of an earlier run"),
        "it is told as long as it lies there"
    );
}

#[test]
fn what_cannot_be_parted_is_told() {
    let found = |by: &str| {
        let folder = folder().with("other.yaml", &POLICY.replace("branches.name\n", &format!("{by}\n")));
        let ran = folder.run(&["check", "other.yaml"]);
        format!("{}{}", ran.stdout, ran.stderr)
    };
    insta::assert_snapshot!(found("branch.name"));
    insta::assert_snapshot!(found("branches"));
    insta::assert_snapshot!(found("branches.nam"));
    insta::assert_snapshot!(found("customers.name.code"));
    insta::assert_snapshot!(found("branches.name\n  formulas: live"));
    let folder = folder();
    insta::assert_snapshot!(folder.run(&["run", "branches.yaml", "in", "--live"]).shown());
    insta::assert_snapshot!(folder.run(&["run", "pack", "shops.csv", "-o", "x/", "--format", "xlsx"]).shown());
    let json = folder.run(&["run", "branches.yaml", "in", "-o", "all.json"]);
    assert!(json.stderr.contains("this report has all rows"), "{}", json.stderr);
}

#[test]
fn a_way_along_references_parts_a_report_too() {
    for by in ["orders.customer.branch.name", "customers.branch"] {
        let folder = folder().with("other.yaml", &POLICY.replace("branches.name\n", &format!("{by}\n")));
        let ran = folder.run(&["run", "other.yaml", "in", "-o", "send.xlsx"]);
        assert_eq!(ran.code, 0, "{by}: {}", ran.stderr);
        assert_eq!(files(&ran.stdout).len(), if by.ends_with("name") { 5 } else { 6 }, "{}", ran.stdout);
    }
}

//! `rulebook names`.

use crate::support::Folder;

/// Names in every place that a policy has for them.
const POLICY: &str = r#"policy: shops
parameters: { floor: 100 }
tables:
  店舗:
    sheet: [Shops in town, 店舗]
    key: id
    columns:
      id:
      chief: { references: people }
      sales: { type: number }
    formulas:
      net: sales - sum(refunds.amount, refunds.amount > floor)
      "note": remark(row)
    decisions:
      size: { table: sizes.csv }
  people: { key: id, columns: { id: , name: { header: [Full name, "氏 名"] } } }
  refunds: { columns: { shop: { references: 店舗 }, amount: { type: number } } }
figures: { all_sales: sum(店舗.sales) }
scorecards:
  shop: { on: 店舗, measures: { net: { weight: 100%, target: 1000, worst: 0 } }, bands: { A: ">= 50", B: "< 50" } }
triggers:
  weak:
    on: 店舗
    when: shop.score < 50 && shop.net_points < 10
    message: "`${chief.name} sold ${sales}`"
report: { sheets: [{ table: 店舗, columns: [id, size], sort: -sales }] }
"#;
const SIZES: &str = "sales,size\n>= floor,large\n< floor,small\n";
const SCRIPT: &str = "fn grade(row) { if row.sales > 5 { \"high\" } else { \"low\" } }\nfn remark(row) { grade(row) + row[\"chief\"].name }\n";
const TESTS: &str = "tests:
  - name: a shop that sells
    set: { floor: 10 }
    given: { 店舗: [{ id: S1, sales: 20 }] }
    expect: { 店舗: { S1: { size: large } }, scorecards: { shop: { S1: { net: 20, net_points: 2 } } }, figures: { all_sales: 20 } }
";

fn folder() -> Folder {
    let folder = Folder::new().with("pack/policy.yaml", POLICY).with("pack/sizes.csv", SIZES);
    folder.with("pack/remark.rhai", SCRIPT).with("pack/tests.yaml", TESTS)
}

#[test]
fn the_policy_is_fine() {
    let folder = folder();
    assert_eq!(folder.run(&["test", "pack"]).stderr, "");
    let ran = folder.run(&["check", "pack"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
}

#[test]
fn every_name_with_its_place() {
    insta::assert_snapshot!(folder().run(&["names", "pack"]).shown());
}

#[test]
fn one_name_with_all_places() {
    let folder = folder();
    let shown = |name: &str| folder.run(&["names", "pack", name]).shown();
    let names =
        ["店舗", "floor", "店舗.sales", "店舗.chief", "net", "size", "shop", "grade", "people.name", "weak", "sum"];
    insta::assert_snapshot!(names.map(shown).join("\n"));
}

#[test]
fn a_name_for_programs() {
    insta::assert_snapshot!(folder().run(&["names", "pack", "weak", "--format", "json"]).shown());
}

#[test]
fn a_name_that_is_not_there() {
    let ran = folder().run(&["names", "pack", "nett"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.shown());
}

//! What a `report:` section asks for, in the outcome that reports are written from.

use crate::outcome::Outcome;
use crate::{Engine, Policy, RunOptions, Source};

const POLICY: &str = "policy: shops
title: { en: Shops, ko: 매장 }
tables:
  shops:
    key: id
    columns: { id: , sales: { type: number } }
    formulas: { half: sales / 2 }
";
const REPORT: &str = "report:
  title: { en: Half a year, ko: 반기 }
  sheets:
    - { table: shops, title: All shops, columns: [half, id], sort: -sales }
";

fn outcome(policy: &str, language: &str) -> Outcome {
    let policy = Policy::parse(policy).unwrap_or_else(|findings| panic!("{findings}"));
    let rows = [("A", 4.0), ("B", 9.0), ("C", 6.0)].map(|(id, sales)| vec![id.into(), sales.into()]);
    let options = RunOptions { language: Some(language.into()), ..RunOptions::default() };
    let rows = Source::rows("shops", &["id", "sales"], rows.to_vec());
    Engine::new().run(&policy, &[rows], &options).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_report_has_a_title_of_its_own_or_that_of_the_policy() {
    assert_eq!(outcome(POLICY, "en").policy.title, "Shops");
    let own = format!("{POLICY}{REPORT}");
    assert_eq!(outcome(&own, "en").policy.title, "Half a year");
    assert_eq!(outcome(&own, "ko").policy.title, "반기");
}

#[test]
fn a_sheet_shows_its_columns_in_the_order_of_the_report_and_its_rows_sorted() {
    let table = &outcome(&format!("{POLICY}{REPORT}"), "en").tables[0];
    assert_eq!(table.title, "All shops");
    let shown = table.view.columns.as_ref().expect("columns are chosen");
    let names: Vec<&str> = shown.iter().map(|&at| table.columns[at].name.as_str()).collect();
    assert_eq!(names, ["half", "id"]);
    assert_eq!(table.view.order.as_deref(), Some([1, 2, 0].as_slice()), "most sales first");
}

//! Triggers: the order of the review list, and several languages. When they fire is in `tests/language`.

use crate::support::{Decided, Pack, csv, decide};
use rulebook::policy::model::Severity;
use rulebook::{Engine, RunOptions};
use std::borrow::Cow;

const POLICY: &str = "policy: p
parameters: { period: { from: 2026-01-01, to: 2026-06-30 } }
tables:
  people: { key: id, columns: { id: , name: } }
  shops:
    key: id
    columns:
      id:
      name:
      owner: { references: people }
      stock_days: { type: number }
      segment:
triggers:
";

const ROWS: [(&str, &str); 2] = [
    ("people", "id,name\nE1,Kim\nE2,\n"),
    (
        "shops",
        "id,name,owner,stock_days,segment\nS1,North,E1,70.4,S\nS2,South,E2,61,A\nS3,West,E9,90,\nS4,East,E1,,S\nS5,Mid,E1,60,S\nS6,Far,,99,C\n",
    ),
];

fn run(triggers: &str) -> Decided {
    decide(&format!("{POLICY}{triggers}"), &ROWS)
}

#[test]
fn the_review_list_is_sorted_by_severity_then_policy_then_row() {
    let outcome = run(
        "  low: { on: shops, when: stock_days > 90, severity: low }\n  first: { on: shops, when: stock_days > 80 }\n  \
        second: { on: shops, when: stock_days > 80 }\n  high: { on: shops, when: stock_days > 90, severity: high }\n",
    );
    let order: Vec<String> =
        outcome.triggers.iter().map(|fired| format!("{} {}", fired.trigger(), fired.key())).collect();
    assert_eq!(order, ["high S6", "first S3", "first S6", "second S3", "second S6", "low S6"]);
    let first = outcome.triggers.get(1).expect("six fired");
    assert_eq!(first.severity(), Severity::Medium, "when nothing is said");
    assert_eq!(first.message(), "first", "its name, where no message is given");
}

#[test]
fn messages_and_titles_in_several_languages() {
    let triggers = "  slow:\n    on: shops\n    when: id == \"S4\"\n    title: { en: Slow stock, ko: 재고 과다 }\n    message:\n      \
        en: \"`${name}: ${stock_days} days`\"\n      ko: \"`${name}: 재고 ${stock_days}일`\"\n  plain:\n    on: shops\n    when: id == \"S4\"\n    message: Call them\n";
    let pack = Pack::new(&[("policy.yaml", format!("{POLICY}{triggers}").as_bytes())]);
    let said = |language: Option<&str>| {
        let options = RunOptions { language: language.map(str::to_string), ..RunOptions::default() };
        let outcome = Decided(Engine::new().run(&pack.policy(), &csv(&ROWS), &options).expect("it runs"));
        let slow = outcome.fired("slow")[0];
        [slow.title().into(), slow.message(), outcome.fired("plain")[0].message()].map(Cow::into_owned)
    };
    let all = |title: &str, message: &str| [title, message, "Call them"].map(String::from);
    assert_eq!(said(None), all("Slow stock", "East: – days"));
    assert_eq!(said(Some("ko")), all("재고 과다", "East: 재고 –일"));
    assert_eq!(said(Some("ja")), all("Slow stock", "East: – days"), "English, where the language is not there");
}

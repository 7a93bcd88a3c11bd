//! One record by itself is decided as it is in a run.

use crate::value::Value;
use crate::{Engine, Policy, Prepared, RunOptions, Source};
use proptest::prelude::*;

const POLICY: &str = "policy: p
parameters: { floor: 500 }
tables:
  shops:
    key: id
    columns: { id: , sales: { type: number, min: 0 }, growth: { type: number }, kind: { one_of: [a, b] } }
    formulas:
      part: sales / growth
      said: label(kind, sales)
    decisions:
      segment:
        hit: first
        rules:
          - { sales: \">= 700\", growth: \">= 10%\", then: S }
          - { sales: \">= 500\", kind: a, then: A }
          - { growth: \"> 50%\", then: B }
          - { otherwise: true, then: C }
  orders:
    columns: { shop: { references: shops }, amount: { type: number } }
triggers:
  low: { on: shops, when: \"sales < floor && segment != \\\"C\\\"\", severity: high, message: \"`${id}: ${sales}`\" }
";
const SCRIPT: &str = "fn label(kind, sales) { if sales > 600 { kind + \"!\" } else { kind } }";
const COLUMNS: [&str; 4] = ["id", "sales", "growth", "kind"];

fn prepared(text: &str) -> Prepared {
    let policy = Policy::from_files([("policy.yaml", text.as_bytes()), ("own.rhai", SCRIPT.as_bytes())]);
    let policy = policy.unwrap_or_else(|findings| panic!("{findings}"));
    Engine::new().prepare(&policy).unwrap_or_else(|findings| panic!("{findings}"))
}

fn values() -> impl Strategy<Value = Vec<Value>> {
    let number = |limit: f64| {
        prop_oneof![4 => (-limit..limit).prop_map(Value::Number), 1 => Just(Value::Blank),
        1 => Just(Value::Number(0.0)), 1 => Just(Value::text("none"))]
    };
    let kind = prop_oneof![Just("a"), Just("b"), Just("c"), Just("")].prop_map(Value::text);
    let id = prop_oneof![8 => Just(Value::text("s1")), 1 => Just(Value::Blank)];
    (id, number(1500.0), number(2.0), kind).prop_map(|(id, sales, growth, kind)| vec![id, sales, growth, kind])
}

proptest! {
    #[test]
    fn a_record_is_decided_as_in_a_run(row in values(), floor in 0.0..1500.0) {
        let prepared = prepared(POLICY).set("floor", floor).expect("it is a number");
        let none = Source::rows("orders", &["shop", "amount"], Vec::new());
        let shops = Source::rows("shops", &COLUMNS, vec![row.clone()]);
        let run = prepared.run(&[shops, none], &RunOptions::default()).expect("it runs");
        let decider = prepared.decider("shops").unwrap_or_else(|error| panic!("{error}"));
        let given: Vec<(&str, Value)> = COLUMNS.into_iter().zip(row).collect();
        let record = decider.decide(&given).expect("it decides");
        let outcome = run.outcome();
        let table = &outcome.tables[0];
        prop_assert_eq!(record.is_rejected(), table.rows == 0);
        for column in &table.columns {
            let wanted = if table.rows == 0 { Value::Blank } else { column.data.value(0) };
            prop_assert_eq!(record.value(&column.name), wanted, "{}", column.name);
        }
        let said: Vec<&str> = record.triggers().map(|fired| fired.message).collect();
        let wanted: Vec<&str> = outcome.triggers.iter().map(|fired| fired.message.as_str()).collect();
        prop_assert_eq!(said, wanted);
        let issues: Vec<&str> = record.issues().iter().map(|issue| issue.message.as_str()).collect();
        let wanted: Vec<&str> = outcome.issues.iter().map(|issue| issue.message.as_str()).collect();
        prop_assert_eq!(issues, wanted);
    }
}

#[test]
fn the_rule_and_the_trigger_are_told() {
    let decider = prepared(POLICY).decider("shops").expect("a shop stands by itself");
    let record =
        decider.decide(&[("id", "s".into()), ("sales", 400.0.into()), ("growth", 0.9.into()), ("kind", "a".into())]);
    let record = record.expect("it decides");
    assert_eq!((record.value("segment"), record.rule("segment")), ("B".into(), Some(2)));
    let fired: Vec<(&str, &str)> =
        record.triggers().map(|fired| (fired.trigger.name.as_str(), fired.message)).collect();
    assert_eq!(fired, [("low", "s: 400")]);
    assert!(record.issues().is_empty(), "{:?}", record.issues());
}

#[test]
fn what_needs_other_rows_is_named() {
    let text = POLICY.replace("      part:", "      bought: sum(orders.amount)\n      part:");
    let error = prepared(&text).decider("shops").expect_err("orders are needed").to_string();
    assert!(error.contains("`sum(orders.amount)` needs the rows of `orders`"), "{error}");
    let error = prepared(POLICY).decider("shop").expect_err("there is no such table").to_string();
    assert!(error.contains("no table `shop`"), "{error}");
    let error = prepared(POLICY).decider("shops").expect("it is there").decide(&[("id", "s".into())]);
    assert!(error.expect_err("columns are missing").to_string().contains("sales"));
}

//! One record by itself is decided as it is in a run: alone, and among other rows, where whole columns
//! are worked out.

use crate::value::{Date, DateTime, Value};
use crate::{Engine, Outcome, Policy, Prepared, RunOptions, Source};
use proptest::prelude::*;
use std::borrow::Cow;
use std::sync::LazyLock;

const POLICY: &str = "policy: p
parameters: { floor: 500, word: big, days: 30 }
tables:
  shops:
    key: id
    columns:
      id:
      sales: { type: number, min: 0, max: 1400 }
      growth: { type: number }
      kind: { one_of: [a, b] }
      opened: { type: date, required: false }
      seen: { type: datetime, required: false }
      online: { type: bool, required: false }
      tags: { required: false }
      region: { references: regions, required: false }
      note: { required: false }
    formulas:
      part: sales / growth
      power: growth ** 0.5 + sales % 7
      said: label(kind, sales)
      twice: \"measure(sales) + `/${part}/${region}`\"
      age: \"opened + days\"
      later: \"seen > opened\"
      either: \"region ?? note\"
      chosen: \"if online { opened } else { to_date(seen) }\"
      known: \"is_blank(note) || note == word && online\"
      both: \"sales > floor && growth > 0 && online\"
      among: \"kind in [\\\"a\\\", note] || \\\"x\\\" in tags\"
      loud: \"upper(note ?? kind) + length(note)\"
      month: \"year(opened) * 100 + month(opened)\"
      less: \"-(sales ?? 0) + min(growth, 1)\"
      not_online: \"!online\"
    decisions:
      segment:
        hit: first
        rules:
          - { sales: \">= 700\", growth: \">= 10%\", then: S }
          - { sales: \">= 500\", kind: a, then: A }
          - { growth: \"> 50%\", then: B }
          - { otherwise: true, then: C }
      exact:
        hit: unique
        rules:
          - { sales: \"< 400\", then: 1 }
          - { sales: \"[400..900]\", then: \"= sales * 2\" }
          - { sales: \"> 900\", online: true, then: \"= sales / growth\" }
      agreed:
        hit: any
        rules:
          - { growth: \"> 0\", then: \"= kind\" }
          - { kind: \"not blank\", then: \"= kind\" }
          - { sales: \"> 1000\", then: b }
          - { sales: blank, then: none }
      ranked:
        hit: priority
        outputs: { ranked: [high, low] }
        rules:
          - { sales: \"> 100\", then: low }
          - { growth: \"> 1\", then: high }
          - { opened: \"> 2026-01-01\", then: low }
      summed:
        hit: collect sum
        rules:
          - { sales: \"> 100\", then: 1 }
          - { sales: \"> 500\", then: \"= growth\" }
          - { kind: \"a, b\", then: 2 }
      counted: { hit: collect count, rules: [ { sales: \"> 100\", then: 1 }, { growth: \"< 0\", then: 2 } ] }
      least: { hit: collect min, rules: [ { sales: \"> 100\", then: \"= growth\" }, { kind: a, then: 0.5 } ] }
      most: { hit: collect max, rules: [ { sales: \"> 100\", then: \"= opened\" }, { kind: a, then: \"= opened\" }, { kind: b, then: \"= age\" } ] }
      every: { hit: rule order, rules: [ { sales: \"> 100\", then: \"= kind\" }, { growth: \"> 0\", then: up }, { otherwise: true, then: none } ] }
      sorted:
        hit: output order
        outputs: { sorted: [x, y, z] }
        rules: [ { sales: \"> 100\", then: z }, { growth: \"> 0\", then: x }, { kind: a, then: y } ]
  regions: { key: id, columns: { id: } }
  orders:
    columns: { shop: { references: shops }, amount: { type: number } }
triggers:
  low: { on: shops, when: \"sales < floor && segment != \\\"C\\\"\", severity: high, message: \"`${id}: ${sales} of ${part}`\" }
  old: { on: shops, when: \"later ?? true\", severity: low, message: \"`since ${opened} ${1 / growth}`\", due: \"opened + 10\", owner: \"region\" }
  plain: { on: shops, when: \"both\", severity: low }
";
const SCRIPT: &str = "fn label(kind, sales) { if sales > 600 { kind + \"!\" } else { kind } }
fn measure(sales) { let all = \"\"; for i in 0..3 { if sales / i > 100 { all += i; } } all }";
const COLUMNS: [&str; 10] = ["id", "sales", "growth", "kind", "opened", "seen", "online", "tags", "region", "note"];

fn prepared(text: &str) -> Prepared {
    let policy = Policy::from_files([("policy.yaml", text.as_bytes()), ("own.rhai", SCRIPT.as_bytes())]);
    let policy = policy.unwrap_or_else(|findings| panic!("{findings}"));
    Engine::new().prepare(&policy).unwrap_or_else(|findings| panic!("{findings}"))
}

static PREPARED: LazyLock<Prepared> = LazyLock::new(|| prepared(POLICY));

/// Mostly values of the column's type, some blank, some that only nearly are.
fn values() -> impl Strategy<Value = Vec<Value>> {
    let number = |limit: f64| {
        prop_oneof![8 => (-limit / 4.0..limit).prop_map(Value::Number), 1 => Just(Value::Blank),
        1 => Just(Value::Number(0.0)), 1 => Just(Value::text("none")), 1 => Just(Value::text("1.250,5"))]
    };
    let kind = prop_oneof![4 => Just("a"), 4 => Just("b"), 1 => Just("A "), 1 => Just("c"), 1 => Just("")];
    let id = prop_oneof![8 => Just(Value::text("s1")), 1 => Just(Value::Blank), 1 => Just(Value::Number(7.0))];
    let day = || (20_000..21_000).prop_map(Date);
    let opened = prop_oneof![6 => day().prop_map(Value::Date), 2 => Just(Value::Blank),
        1 => Just(Value::text("2026-02-03")), 1 => day().prop_map(|d| Value::DateTime(DateTime(DateTime::midnight(d).0 + 9)))];
    let seen = prop_oneof![4 => day().prop_map(|d| Value::DateTime(DateTime(DateTime::midnight(d).0 + 3_600_000))),
        2 => day().prop_map(Value::Date), 2 => Just(Value::Blank)];
    let online =
        prop_oneof![6 => any::<bool>().prop_map(Value::Bool), 2 => Just(Value::Blank), 1 => Just(Value::text("yes"))];
    let tags = prop_oneof![
        Just(Value::Blank),
        Just(Value::List(vec!["x".into(), "y".into()].into())),
        Just(Value::text("x; z"))
    ];
    let word = || {
        prop_oneof![Just(Value::Blank), Just(Value::text("big")), Just(Value::text(" north ")), Just(Value::text("é"))]
    };
    (id, number(1500.0), number(2.0), kind, opened, seen, online, tags, word(), word()).prop_map(
        |(id, sales, growth, kind, opened, seen, online, tags, region, note)| {
            vec![id, sales, growth, kind.into(), opened, seen, online, tags, region, note]
        },
    )
}

fn run(prepared: &Prepared, rows: Vec<Vec<Value>>) -> Outcome {
    let none = Source::rows("orders", &["shop", "amount"], Vec::new());
    // References are taken as they are given: every region is known.
    let mut regions: Vec<Vec<Value>> = vec![vec!["big".into()], vec!["north".into()], vec!["é".into()]];
    regions.push(vec!["other".into()]);
    let regions = Source::rows("regions", &["id"], regions);
    let sources = [Source::rows("shops", &COLUMNS, rows), none, regions];
    prepared.run(&sources, &RunOptions::default()).expect("it runs").into_outcome()
}

fn given(row: &[Value]) -> Vec<(&'static str, Value)> {
    COLUMNS.into_iter().zip(row.iter().cloned()).collect()
}

/// Rows that are alike in what makes a sheet's cells readable in one way only.
fn is_plain(row: &[Value]) -> bool {
    row[1..3].iter().all(|value| value.as_text().is_none())
}

proptest! {
    #[test]
    fn a_record_is_decided_as_in_a_run(row in values(), floor in 0.0..1500.0) {
        let prepared = PREPARED.set("floor", floor).expect("it is a number");
        let outcome = run(&prepared, vec![row.clone()]);
        let decider = prepared.decider("shops").unwrap_or_else(|error| panic!("{error}"));
        let record = decider.decide(&given(&row)).expect("it decides");
        let table = &outcome.tables[0];
        prop_assert_eq!(record.is_rejected(), table.rows == 0);
        for column in &table.columns {
            let wanted = if table.rows == 0 { Value::Blank } else { column.data.value(0) };
            prop_assert_eq!(record.value(&column.name), wanted, "{}", column.name);
        }
        let said: Vec<Cow<'_, str>> = record.triggers().map(|fired| fired.message).collect();
        let wanted: Vec<Cow<'_, str>> = outcome.triggers.iter().map(|fired| fired.message()).collect();
        prop_assert_eq!(said, wanted);
        let issues: Vec<&str> = record.issues().iter().map(|issue| issue.message.as_str()).collect();
        let wanted: Vec<&str> = outcome.issues.iter().map(|issue| issue.message.as_str()).collect();
        prop_assert_eq!(issues, wanted);
    }

    #[test]
    fn a_record_is_decided_as_among_others(rows in prop::collection::vec(values(), 2..5), floor in 0.0..1500.0) {
        let prepared = PREPARED.set("floor", floor).expect("it is a number");
        let rows: Vec<Vec<Value>> = rows.into_iter().filter(|row| is_plain(row)).enumerate().map(|(at, mut row)| {
            row[0] = format!("s{at}").into();
            row
        }).collect();
        let outcome = run(&prepared, rows.clone());
        let decider = prepared.decider("shops").unwrap_or_else(|error| panic!("{error}"));
        let table = &outcome.tables[0];
        let (mut at, mut said) = (0, Vec::new());
        for row in &rows {
            let record = decider.decide(&given(row)).expect("it decides");
            said.extend(record.triggers().map(|fired| fired.message.to_string()));
            if record.is_rejected() {
                continue;
            }
            for column in &table.columns {
                prop_assert_eq!(record.value(&column.name), column.data.value(at), "{}", column.name);
            }
            at += 1;
        }
        prop_assert_eq!(at, table.rows);
        let mut wanted: Vec<String> = outcome.triggers.iter().map(|fired| fired.message().to_string()).collect();
        said.sort();
        wanted.sort();
        prop_assert_eq!(said, wanted);
    }
}

#[test]
fn the_rule_and_the_trigger_are_told() {
    let decider = PREPARED.decider("shops").expect("a shop stands by itself");
    let record = decider
        .decide(&[
            ("id", "s".into()),
            ("sales", 1200.0.into()),
            ("growth", 0.05.into()),
            ("kind", "a".into()),
            ("online", true.into()),
        ])
        .expect("it decides");
    assert_eq!((record.value("segment"), record.rule("segment")), ("A".into(), Some(1)));
    assert_eq!((record.value("exact"), record.rule("exact")), (24_000.0.into(), Some(2)));
    // Several rules that disagree, and those taken together, name no rule.
    assert_eq!((record.value("agreed"), record.rule("agreed")), (Value::Blank, None));
    assert_eq!((record.value("summed"), record.rule("summed")), (3.05.into(), None));
    let issues: Vec<&str> = record.issues().iter().map(|issue| issue.message.as_str()).collect();
    let said = "rules 1, 2 and 3 of `agreed` match and disagree (growth = 0.05, kind = a, sales = 1200); left blank";
    let open = "1 row of `shops` is passed on by rules of `ranked`: `opened` is blank in it, so the condition is neither \
                true nor false (add a rule for `blank`, or `blank: other` where later rules are meant to take them)";
    assert_eq!(issues, ["`twice` has no answer in 1 row: division by zero; left blank", said, open]);
    let fired: Vec<(&str, String)> =
        record.triggers().map(|fired| (fired.trigger.name.as_str(), fired.message.into_owned())).collect();
    assert_eq!(fired, [("old", "since – 20".to_string()), ("plain", "plain".to_string())]);
}

#[test]
fn names_may_come_in_any_order_and_by_header() {
    let text = POLICY.replace("sales: { type: number,", "sales: { header: Net sales, type: number,");
    let decider = prepared(&text).decider("shops").expect("a shop stands by itself");
    for names in [["id", "net  SALES", "growth", "kind"], ["kind", "growth", "Net sales", "id"]] {
        let value = |name: &str| match name {
            "id" | "kind" => Value::text("a"),
            _ => Value::Number(800.0),
        };
        let record = decider.decide(&names.map(|name| (name, value(name)))).expect("it decides");
        assert_eq!((record.value("sales"), record.value("segment")), (800.0.into(), "S".into()));
    }
}

#[test]
fn scripts_run_on_the_thread_that_asks() {
    // As deep as the sandbox allows, on the stack a thread has that nobody asked to be larger.
    let deep =
        format!("fn down(n) {{ if n > 0 {{ {}down(n - 1){} }} else {{ 0 }} }}", "(1 + ".repeat(20), ")".repeat(20));
    let text = "policy: p\ntables:\n  t:\n    key: id\n    columns: { id: , n: { type: number } }\n    formulas: { d: down(n) }\n";
    let policy = Policy::from_files([("policy.yaml", text.as_bytes()), ("own.rhai", deep.as_bytes())]);
    let prepared = Engine::new().prepare(&policy.expect("it reads")).expect("it binds");
    let decider = prepared.decider("t").expect("a row stands by itself");
    let decide = move |n: f64| decider.decide(&[("id", "a".into()), ("n", n.into())]).expect("it decides");
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
        let (few, many) = (decide(5.0), decide(1000.0));
        (few.value("d"), many.value("d"), many.issues()[0].message.clone())
    });
    let (few, many, said) = thread.expect("it starts").join().expect("no overflow of the stack");
    assert_eq!((few, many), (100.0.into(), Value::Blank));
    assert!(said.contains("nested"), "{said}");
}

#[test]
fn what_needs_other_rows_is_named() {
    let text = POLICY.replace("      part:", "      bought: sum(orders.amount)\n      part:");
    let error = prepared(&text).decider("shops").expect_err("orders are needed").to_string();
    assert!(error.contains("`sum(orders.amount)` needs the rows of `orders`"), "{error}");
    let text = POLICY.to_string()
        + "scorecards: { care: { on: shops, measures: { sales: { weight: 1, target: 900, worst: 0 } }, bands: { good: \">= 50\", bad: \"< 50\" } } }\n";
    let error = prepared(&text).decider("shops").expect_err("a rank needs others").to_string();
    assert!(error.contains("scorecard `care` ranks rows"), "{error}");
    let error = PREPARED.decider("shop").expect_err("there is no such table").to_string();
    assert!(error.contains("no table `shop`"), "{error}");
    let error = PREPARED.decider("shops").expect("it is there").decide(&[("id", "s".into())]);
    assert!(error.expect_err("columns are missing").to_string().contains("sales"));
}

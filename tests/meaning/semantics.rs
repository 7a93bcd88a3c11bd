//! Meaning that is more than a value in a row: last digits, places of issues, threads, mistakes. All else of
//! the page on meaning stands in `tests/language`, as formulas and as functions of scripts.

use crate::support::{Decided, Pack, date, decide, declared, findings, identical, quoted};
use rulebook::value::{DateTime, Type, Value, functions};
use rulebook::{Engine, RunOptions, Source};
use std::fmt::Write;

/// The columns formulas can use.
const COLUMNS: [(&str, Type); 10] = [
    ("a", Type::Number),
    ("b", Type::Number),
    ("c", Type::Number),
    ("s", Type::Text),
    ("t", Type::Text),
    ("d", Type::Date),
    ("e", Type::Date),
    ("m", Type::DateTime),
    ("p", Type::Bool),
    ("q", Type::Bool),
];

/// A formula, what the columns it names hold (others are blank), and its value.
type Line = (&'static str, &'static [(&'static str, &'static str)], &'static str);

fn typed(text: &str, kind: Type) -> Value {
    match kind {
        Type::Number => Value::Number(text.parse().expect("a number")),
        Type::Date => Value::Date(date(text)),
        Type::DateTime => Value::DateTime(DateTime::parse(text).expect("a moment")),
        Type::Bool => Value::Bool(text == "true"),
        _ => Value::text(text),
    }
}

/// One row for each line.
fn rows(lines: &[Line]) -> Source {
    let mut names = vec!["id"];
    names.extend(COLUMNS.map(|(name, _)| name));
    let cell = |held: &[(&str, &str)], (name, kind): (&str, Type)| {
        held.iter().find(|(known, _)| *known == name).map_or(Value::Blank, |(_, text)| typed(text, kind))
    };
    let row = |(at, (_, held, _)): (usize, &Line)| {
        let mut row = vec![Value::Number(at as f64)];
        row.extend(COLUMNS.map(|column| cell(held, column)));
        row
    };
    let rows = lines.iter().enumerate().map(row).collect();
    Source::rows("rows", &names, rows)
}

fn policy(formulas: &[String]) -> String {
    let mut yaml = format!(
        "policy: meaning\ntables:\n  rows:\n    key: id\n    columns:\n      id:\n{}    formulas:\n",
        declared(&COLUMNS)
    );
    for (at, formula) in formulas.iter().enumerate() {
        let _ = writeln!(yaml, "      f{at}: {formula}");
    }
    yaml
}

/// Checks every line on its own row: as a formula, and as a function of a script that gets the columns.
fn check(lines: &[Line]) {
    let formulas: Vec<String> = lines.iter().map(|(formula, ..)| quoted(formula)).collect();
    let pack = Pack::new(&[("policy.yaml", policy(&formulas).as_bytes())]);
    let by_formula = pack.decide(&[rows(lines)]);
    compare("as a formula", lines, &by_formula);

    let mut script = String::new();
    let mut calls = Vec::new();
    for (at, (formula, ..)) in lines.iter().enumerate() {
        let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).filter(|name| mentions(formula, name)).collect();
        let list = names.join(", ");
        let _ = writeln!(script, "fn g{at}({list}) {{ {formula} }}");
        let kind = by_formula.column("rows", &format!("f{at}")).kind().word();
        calls.push(format!("{{ formula: 'g{at}({list})', type: {kind} }}"));
    }
    let pack = Pack::new(&[("policy.yaml", policy(&calls).as_bytes()), ("lines.rhai", script.as_bytes())]);
    compare("as a script", lines, &pack.decide(&[rows(lines)]));
}

fn mentions(formula: &str, name: &str) -> bool {
    formula.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
}

fn compare(way: &str, lines: &[Line], outcome: &Decided) {
    let mut wrong = String::new();
    for (at, (formula, held, wanted)) in lines.iter().enumerate() {
        let column = outcome.column("rows", &format!("f{at}"));
        let found = column.data.value(at).to_string();
        if found != *wanted {
            let _ = writeln!(wrong, "{formula} with {held:?} is {found}, not {wanted}");
        }
    }
    assert!(wrong.is_empty(), "{way}:\n{wrong}");
}

/// The cases of `tests/language` compare to about 15 digits, as every back-end can; here all of them count.
#[test]
fn numbers_to_the_last_digit() {
    check(&[
        ("1 / 3", &[], "0.3333333333333333"),
        ("1.0 / 3", &[], "0.3333333333333333"),
        ("a / b", &[("a", "1"), ("b", "3")], "0.3333333333333333"),
        ("2 ** 0.5", &[], "1.4142135623730951"),
        ("9007199254740992 + 1", &[], "9007199254740992"),
        ("9223372036854775807 + 1", &[], "9.223372036854776e18"),
        ("a / b", &[("a", "1e-308"), ("b", "1e308")], "0"),
        ("round(a, 1)", &[("a", "1e300")], "1e300"),
    ]);
}

#[test]
fn comparing_with_a_blank_is_a_mistake() {
    let said = findings(
        "policy: p\ntables:\n  rows:\n    columns: { a: {type: number} }\n    formulas: { x: a == (), y: \"() != a\" }\n",
    );
    assert!(said.contains("write `is_blank(a)`"), "{said}");
    assert!(said.contains("write `!is_blank(a)`"), "{said}");
    assert_eq!(said.matches("error[blank-comparison]").count(), 2, "{said}");
}

#[test]
fn a_day_and_a_moment_do_not_mix_in_one_result() {
    let said = findings(
        "policy: p\ntables:\n  rows:\n    columns: { d: {type: date}, m: {type: datetime}, p: {type: bool} }\n    \
            formulas: { x: d ?? m, y: \"if p { m } else { d }\", z: \"max(d, m)\", fine: \"max(d, to_date(m)) ?? d\" }\n",
    );
    assert_eq!(said.matches("error[mixed-types]").count(), 2, "{said}");
    assert_eq!(said.matches("error[wrong-type]").count(), 1, "{said}");
    assert_eq!(said.matches("to_date(…)").count(), 3, "{said}");
}

#[test]
fn no_answer_is_counted_by_column_and_kind() {
    let policy = "policy: p\ntables:\n  shops:\n    key: id\n    columns: { id: , sales: {type: number}, stock: {type: number}, note: }\n    \
        formulas:\n      turnover: sales / stock\n      spread: sqrt(sales - 10)\n      both: sales / stock + ln(sales)\n      read: to_number(note)\n      ratio: sales / stock ?? 0\n";
    let outcome = decide(policy, &[("shops", "id,sales,stock,note\nS1,20,0,5\nS2,0,0,x\nS3,,0,y\nS4,20,2,\n")]);
    let mut counts = outcome.issue_counts();
    counts.sort();
    assert_eq!(
        counts,
        [
            "division-by-zero both ×2",
            "division-by-zero ratio ×2",
            "division-by-zero turnover ×2",
            "not-readable read ×2",
            "outside-domain both ×1",
            "outside-domain spread ×1",
        ]
    );
    let division = outcome.issues_of("division-by-zero");
    assert!(division.iter().all(|issue| issue.table.as_deref() == Some("shops")));
    assert!(division.iter().all(|issue| issue.key.as_deref() == Some("S1")), "the first row is named");
    assert!(
        division[0].rule_text.as_deref().is_some_and(|cited| cited.ends_with("policy.yaml:7")),
        "{:?}",
        division[0]
    );
    assert_eq!(outcome.texts("shops", "turnover"), ["–", "–", "–", "10"]);
}

#[test]
fn a_script_counts_what_has_no_answer_too() {
    let policy = "policy: p\ntables:\n  shops:\n    key: id\n    columns: { id: , sales: {type: number}, stock: {type: number} }\n    formulas: { turnover: 'turnover_of(sales, stock)', lost: 'lost(sales)' }\n";
    let script = "fn turnover_of(sales, stock) { sales / stock }\n\nfn lost(sales) {\n    if sales > 10 { throw \"too many\" }\n    sales\n}\n";
    let pack = Pack::new(&[("policy.yaml", policy.as_bytes()), ("x.rhai", script.as_bytes())]);
    let outcome = pack.decide(&crate::support::csv(&[("shops", "id,sales,stock\nS1,20,0\nS2,4,0\nS3,,0\nS4,20,2\n")]));
    assert_eq!(outcome.texts("shops", "turnover"), ["–", "–", "–", "10"]);
    let counted: usize = outcome.issues_of("division-by-zero").iter().map(|issue| issue.count).sum();
    assert_eq!(counted, 2, "{:?}", outcome.issue_counts());
    assert_eq!(outcome.texts("shops", "lost"), ["–", "4", "–", "–"]);
    let failed = outcome.issues_of("script-failed");
    let failed: Vec<_> =
        failed.iter().map(|issue| (issue.key.as_deref(), issue.rule_text.as_deref().unwrap_or(""))).collect();
    assert_eq!(failed.len(), 2, "{failed:?}");
    assert_eq!(failed[0].0, Some("S1"), "the row is named");
    assert!(failed[0].1.ends_with("x.rhai:4"), "script and line are named: {failed:?}");
}

#[test]
fn sums_are_the_same_to_the_last_bit_for_any_number_of_threads() {
    let policy = "policy: p\ntables:\n  shops: { key: id, columns: { id: }, formulas: { sales: sum(orders.amount), mean: average(orders.amount * 1.1) } }\n  \
        orders: { columns: { shop: { references: shops }, amount: { type: number } }, formulas: { part: share(amount) } }\nfigures: { whole: sum(orders.amount) }\n";
    let mut random = crate::random::Random::new(7);
    let amounts: Vec<f64> = (0..150_000).map(|_| (random.unit() - 0.5) * 10f64.powi(random.below(20) as i32)).collect();
    let rows = amounts
        .iter()
        .enumerate()
        .map(|(at, amount)| vec![Value::text(["S1", "S2", "S3"][at % 3]), Value::Number(*amount)]);
    let sources = [
        Source::rows("shops", &["id"], ["S1", "S2", "S3"].map(|id| vec![Value::text(id)]).to_vec()),
        Source::rows("orders", &["shop", "amount"], rows.collect()),
    ];
    let pack = Pack::new(&[("policy.yaml", policy.as_bytes())]);
    let run = |threads| {
        let options = RunOptions { threads: Some(threads), ..RunOptions::default() };
        Decided(Engine::new().run(&pack.policy(), &sources, &options).expect("it runs"))
    };
    let mut sum = rulebook::value::number::Sum::default();
    amounts.iter().for_each(|amount| sum.add(*amount));
    let one = run(1);
    assert!(identical(&one.figure("whole"), &Value::Number(sum.value())), "compensated, in row order");
    for threads in [2, 8] {
        let other = run(threads);
        for column in ["sales", "mean"] {
            let same =
                one.values("shops", column).iter().zip(&other.values("shops", column)).all(|(a, b)| identical(a, b));
            assert!(same, "{column} with {threads} threads");
        }
        let same =
            one.values("orders", "part").iter().zip(&other.values("orders", "part")).all(|(a, b)| identical(a, b));
        assert!(same, "share with {threads} threads");
    }
    let cancelling = decide(policy, &[("shops", "id\nS1\n"), ("orders", "shop,amount\nS1,1e100\nS1,1\nS1,-1e100\n")]);
    assert_eq!(cancelling.text("shops", "S1", "sales"), "1");
}

#[test]
fn every_example_of_the_catalogue_is_true() {
    let examples: Vec<_> = functions::all().collect();
    let formulas: Vec<String> = examples.iter().map(|function| quoted(function.example)).collect();
    let pack = Pack::new(&[("policy.yaml", policy(&formulas).as_bytes())]);
    let outcome = pack.decide(&[rows(&[("", &[("a", "1")], "")])]);
    for (at, function) in examples.iter().enumerate() {
        let value = outcome.column("rows", &format!("f{at}")).data.value(0);
        assert_eq!(value, Value::Bool(true), "`{}`: {}", function.name, function.example);
    }
    assert!(examples.len() > 40);
}

//! Every line of the page on meaning, as a formula and as a function of a script.

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

#[test]
fn types_each_may_be_blank() {
    let outcome = decide(
        "policy: p\ntables:\n  rows:\n    columns: { n: {type: number}, s: , d: {type: date}, m: {type: datetime}, p: {type: bool} }\n",
        &[("rows", "n,s,d,m,p\n1.5,text,2026-03-01,2026-03-01 18:30,yes\n,,,,\n2,,,,\n")],
    );
    assert_eq!(outcome.texts("rows", "n"), ["1.5", "2"]);
    let row: Vec<String> =
        outcome.table("rows").columns.iter().map(|column| column.data.value(0).to_string()).collect();
    assert_eq!(row, ["1.5", "text", "2026-03-01", "2026-03-01T18:30:00", "true"]);
    let blank = outcome.table("rows").columns.iter().skip(1).all(|column| column.data.is_blank(1));
    assert!(blank, "an empty cell is a blank of any type");
}

#[test]
fn numbers_know_no_integer_division() {
    check(&[
        ("1 / 3", &[], "0.3333333333333333"),
        ("1.0 / 3", &[], "0.3333333333333333"),
        ("a / b", &[("a", "1"), ("b", "3")], "0.3333333333333333"),
        ("1 / 3 == 1.0 / 3.0", &[], "true"),
        ("7 / 2", &[], "3.5"),
        ("-7 / 2", &[], "-3.5"),
        ("(a + 1) / 2", &[("a", "4")], "2.5"),
        ("7 % 4", &[], "3"),
        ("-7 % 4", &[], "-3"),
        ("7.5 % 2", &[], "1.5"),
        ("2 ** 10", &[], "1024"),
        ("2 ** -1", &[], "0.5"),
        ("2 ** 0.5", &[], "1.4142135623730951"),
        ("a ** 2", &[("a", "-3")], "9"),
        ("1_000 * 3", &[], "3000"),
        ("9007199254740992 + 1", &[], "9007199254740992"),
        ("9223372036854775807 + 1", &[], "9.223372036854776e18"),
        ("3 * 100 / 3", &[], "100"),
        ("let half = a / 2; half / 2", &[("a", "3")], "0.75"),
    ]);
}

#[test]
fn results_are_finite_or_blank() {
    check(&[
        ("a * 10", &[("a", "1e308")], "–"),
        ("-a * 10", &[("a", "1e308")], "–"),
        ("a + a", &[("a", "1.7e308")], "–"),
        ("a / b", &[("a", "1"), ("b", "0")], "–"),
        ("a / b", &[("a", "0"), ("b", "0")], "–"),
        ("a % b", &[("a", "1"), ("b", "0")], "–"),
        ("sqrt(a)", &[("a", "-1")], "–"),
        ("ln(a)", &[("a", "0")], "–"),
        ("a ** 0.5", &[("a", "-4")], "–"),
        ("0 ** a", &[("a", "-1")], "–"),
        ("a * 10 - a * 10", &[("a", "1e308")], "–"),
        ("a / b", &[("a", "1e-308"), ("b", "1e308")], "0"),
        ("is_blank(a / b)", &[("a", "1"), ("b", "0")], "true"),
        ("a / b ?? -1", &[("a", "1"), ("b", "0")], "-1"),
        ("exp(a)", &[("a", "1000")], "–"),
    ]);
}

#[test]
fn numbers_compare_to_about_15_digits() {
    check(&[
        ("1.15 - 1 >= 0.15", &[], "true"),
        ("a - 1 >= b", &[("a", "1.15"), ("b", "0.15")], "true"),
        ("0.1 + 0.2 == 0.3", &[], "true"),
        ("0.1 + 0.2 != 0.3", &[], "false"),
        ("0.1 + 0.2 > 0.3", &[], "false"),
        ("0.1 + 0.2 <= 0.3", &[], "true"),
        ("a < b", &[("a", "0.3"), ("b", "0.30000000000000004")], "false"),
        ("a == b", &[("a", "1000000000000000"), ("b", "1000000000000001")], "true"),
        ("a == b", &[("a", "100000000000000"), ("b", "100000000000001")], "false"),
        ("a == b", &[("a", "0"), ("b", "1e-300")], "false"),
        ("a == b", &[("a", "0"), ("b", "-0")], "true"),
        ("a in [0.3, 0.4]", &[("a", "0.30000000000000004")], "true"),
        ("a in 0.3 .. 0.4", &[("a", "0.30000000000000004")], "true"),
        ("a in 0 .. 0.3", &[("a", "0.30000000000000004")], "false"),
        ("a in 0 ..= 0.3", &[("a", "0.30000000000000004")], "true"),
    ]);
}

#[test]
fn text_compares_exactly() {
    check(&[
        ("s == \"S\"", &[("s", "S")], "true"),
        ("s == \"s\"", &[("s", "S")], "false"),
        ("s == t", &[("s", "Ａ"), ("t", "A")], "false"),
        ("fold(s) == fold(t)", &[("s", "ＡＢｃ"), ("t", "abC")], "true"),
        ("s == t", &[("s", "é"), ("t", "e\u{301}")], "false"),
        ("s < t", &[("s", "Z"), ("t", "a")], "true"),
        ("s < t", &[("s", "9"), ("t", "10")], "false"),
        ("s >= t", &[("s", "b"), ("t", "abc")], "true"),
        ("s in [\"S\", \"A\"]", &[("s", "A")], "true"),
        ("s in [\"S\", \"A\"]", &[("s", "a")], "false"),
        ("(`${a}/${s}` + \"\") in [\"1/S\", \"a\"]", &[("a", "1"), ("s", "S")], "true"),
        ("\"olic\" in s", &[("s", "policy")], "true"),
        ("\"Olic\" in s", &[("s", "policy")], "false"),
    ]);
}

#[test]
fn dates_compare_by_day() {
    check(&[
        ("d == m", &[("d", "2026-03-01"), ("m", "2026-03-01 18:30")], "true"),
        ("m > d", &[("d", "2026-03-01"), ("m", "2026-03-01 18:30")], "false"),
        ("m <= d", &[("d", "2026-03-01"), ("m", "2026-03-01 18:30")], "true"),
        ("d < e", &[("d", "2026-03-01"), ("e", "2026-03-02")], "true"),
        ("d == date(2026, 3, 1)", &[("d", "2026-03-01")], "true"),
        ("m == date(2026, 3, 1)", &[("m", "2026-03-01 18:30")], "true"),
        ("d in date(2026, 1, 1) ..= date(2026, 3, 1)", &[("d", "2026-03-01")], "true"),
        ("d in date(2026, 1, 1) .. date(2026, 3, 1)", &[("d", "2026-03-01")], "false"),
    ]);
}

#[test]
fn a_blank_operand_gives_blank() {
    check(&[
        ("a + 1", &[], "–"),
        ("1 - a", &[], "–"),
        ("a * 0", &[], "–"),
        ("0 / a", &[], "–"),
        ("a ** 0", &[], "–"),
        ("1 ** a", &[], "–"),
        ("-a", &[], "–"),
        ("a % 2", &[], "–"),
        ("a == 1", &[], "–"),
        ("a != 1", &[], "–"),
        ("a == b", &[], "–"),
        ("a < 1", &[], "–"),
        ("s == \"\"", &[], "–"),
        ("s + \"!\"", &[], "–"),
        ("d + 1", &[], "–"),
        ("d - e", &[("d", "2026-03-01")], "–"),
        ("d >= e", &[("e", "2026-03-01")], "–"),
        ("round(a, 2)", &[], "–"),
        ("round(1.5, a)", &[], "–"),
        ("upper(s)", &[], "–"),
        ("max(a, 3)", &[], "–"),
        ("year(d)", &[], "–"),
        ("a in [1, 2]", &[], "–"),
        ("a in 1 .. 5", &[], "–"),
        ("a in [1, b]", &[("a", "2")], "–"),
        ("a in [1, b]", &[("a", "1")], "true"),
        ("a in 1 .. b", &[("a", "0")], "false"),
        ("a in 1 .. b", &[("a", "3")], "–"),
    ]);
}

#[test]
fn logic_is_three_valued() {
    const TRUE: (&str, &str) = ("p", "true");
    const FALSE: (&str, &str) = ("p", "false");
    const AND_TRUE: (&str, &str) = ("q", "true");
    const AND_FALSE: (&str, &str) = ("q", "false");
    check(&[
        ("p && q", &[TRUE, AND_TRUE], "true"),
        ("p && q", &[TRUE, AND_FALSE], "false"),
        ("p && q", &[FALSE, AND_TRUE], "false"),
        ("p && q", &[TRUE], "–"),
        ("p && q", &[AND_TRUE], "–"),
        ("p && q", &[FALSE], "false"),
        ("p && q", &[AND_FALSE], "false"),
        ("p && q", &[], "–"),
        ("p || q", &[FALSE, AND_FALSE], "false"),
        ("p || q", &[FALSE, AND_TRUE], "true"),
        ("p || q", &[TRUE], "true"),
        ("p || q", &[AND_TRUE], "true"),
        ("p || q", &[FALSE], "–"),
        ("p || q", &[AND_FALSE], "–"),
        ("p || q", &[], "–"),
        ("!p", &[TRUE], "false"),
        ("!p", &[FALSE], "true"),
        ("!p", &[], "–"),
        ("!(p && q) == (!p || !q)", &[FALSE], "true"),
        ("p == q", &[TRUE, AND_TRUE], "true"),
        ("p != q", &[TRUE], "–"),
        ("a > 1 && s == \"S\"", &[("s", "A")], "false"),
        ("a > 1 || s == \"S\"", &[("s", "S")], "true"),
    ]);
}

#[test]
fn defaults_and_asking_for_blank() {
    check(&[
        ("a ?? 0", &[], "0"),
        ("a ?? 0", &[("a", "7")], "7"),
        ("a ?? b ?? 3", &[("b", "2")], "2"),
        ("a ?? b ?? 3", &[], "3"),
        ("a ?? b", &[], "–"),
        ("s ?? \"none\"", &[], "none"),
        ("(p ?? false) || q", &[("q", "true")], "true"),
        ("a / b ?? c", &[("a", "1"), ("b", "0"), ("c", "9")], "9"),
        ("(a ?? 0) + (b ?? 0)", &[("b", "5")], "5"),
        ("is_blank(a)", &[], "true"),
        ("is_blank(a)", &[("a", "0")], "false"),
        ("is_blank(s)", &[], "true"),
        ("is_blank(a == 1)", &[], "true"),
        ("!is_blank(d)", &[("d", "2026-01-01")], "true"),
        ("`${s}: ${a} of ${b}`", &[("s", "Kim"), ("b", "0.5")], "Kim: – of 0.5"),
        ("`${d}, ${p}, ${a}`", &[("d", "2026-03-01"), ("p", "true"), ("a", "1e300")], "2026-03-01, true, 1e300"),
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
fn dates_and_days() {
    check(&[
        ("d - e", &[("d", "2026-03-01"), ("e", "2026-02-01")], "28"),
        ("e - d", &[("d", "2026-03-01"), ("e", "2026-02-01")], "-28"),
        ("d + 30", &[("d", "2026-02-01")], "2026-03-03"),
        ("30 + d", &[("d", "2026-02-01")], "2026-03-03"),
        ("d - 1", &[("d", "2026-03-01")], "2026-02-28"),
        ("m - d", &[("d", "2026-03-01"), ("m", "2026-03-02 12:00")], "1.5"),
        ("m + 0.5", &[("m", "2026-03-02 12:00")], "2026-03-03T00:00:00"),
        ("d + 1", &[("d", "9999-12-31")], "–"),
        ("d - 1", &[("d", "0001-01-01")], "–"),
        ("d + a", &[("d", "2026-01-01"), ("a", "1e300")], "–"),
        ("date(2026, 2, 30)", &[], "–"),
        ("week(d)", &[("d", "2027-01-03")], "2026-W53"),
        ("week(d)", &[("d", "2027-01-04")], "2027-W01"),
        ("week(d)", &[("d", "2024-12-30")], "2025-W01"),
        ("week_number(d)", &[("d", "2024-12-30")], "1"),
        ("add_months(d, 1)", &[("d", "2026-01-31")], "2026-02-28"),
        ("days(period(d, e))", &[("d", "2026-01-01"), ("e", "2026-01-31")], "31"),
        ("d in period(d, e)", &[("d", "2026-01-01"), ("e", "2026-01-31")], "true"),
        ("e in period(d, e)", &[("d", "2026-01-01"), ("e", "2026-01-31")], "true"),
        ("m in period(d, e)", &[("d", "2026-01-01"), ("e", "2026-01-31"), ("m", "2026-01-31 23:59")], "true"),
        ("e + 1 in period(d, e)", &[("d", "2026-01-01"), ("e", "2026-01-31")], "false"),
        ("first_day(last_year(period(d, e)))", &[("d", "2024-02-01"), ("e", "2024-02-29")], "2023-02-01"),
        ("last_day(last_year(period(d, e)))", &[("d", "2024-02-01"), ("e", "2024-02-29")], "2023-02-28"),
    ]);
}

#[test]
fn rounding_is_that_of_spreadsheets() {
    check(&[
        ("round(a)", &[("a", "2.5")], "3"),
        ("round(a)", &[("a", "-2.5")], "-3"),
        ("round(a)", &[("a", "0.5")], "1"),
        ("round(a)", &[("a", "0.49999999999999")], "0"),
        ("round(a, 2)", &[("a", "1.005")], "1.01"),
        ("round(a, 2)", &[("a", "2.345")], "2.35"),
        ("round(a, 2)", &[("a", "-1.005")], "-1.01"),
        ("round(a, -3)", &[("a", "12500")], "13000"),
        ("round(a, 1)", &[("a", "1e300")], "1e300"),
        ("round(a, 0) == floor(a + 0.5)", &[("a", "7.2")], "true"),
        ("floor(a) + ceil(a) + trunc(a)", &[("a", "-1.5")], "-4"),
    ]);
}

#[test]
fn the_branch_not_taken_stays_out() {
    check(&[
        ("if b == 0 { 0 } else { a / b }", &[("a", "1"), ("b", "0")], "0"),
        ("if b == 0 { 0 } else { a / b }", &[("a", "1"), ("b", "4")], "0.25"),
        ("if p { a } else { b }", &[("p", "true"), ("a", "1")], "1"),
        ("if p { a } else { b }", &[("a", "1"), ("b", "2")], "–"),
        ("if a > 1 { \"big\" }", &[("a", "2")], "big"),
        ("if a > 1 { \"big\" }", &[("a", "1")], "–"),
        ("if a > 1 { \"big\" } else if a > 0 { \"small\" } else { \"none\" }", &[("a", "0.5")], "small"),
        ("if a > 1 { \"big\" } else if a > 0 { \"small\" } else { \"none\" }", &[], "–"),
        ("if p ?? false { a } else { b }", &[("a", "1"), ("b", "2")], "2"),
        ("1 + if p { 1 } else { 2 }", &[("p", "false")], "3"),
    ]);
    let outcome = decide(
        "policy: p\ntables:\n  rows:\n    columns: { a: {type: number}, b: {type: number} }\n    formulas: { share: 'if b == 0 { 0 } else { a / b }' }\n",
        &[("rows", "a,b\n1,0\n1,4\n")],
    );
    assert_eq!(outcome.issue_counts(), [""; 0], "a division that was not made is no issue");
}

#[test]
fn text_is_joined_and_cut() {
    check(&[
        ("s + t", &[("s", "売上"), ("t", "高")], "売上高"),
        ("s + 1", &[("s", "Q")], "Q1"),
        ("s + a", &[("s", "Q"), ("a", "0.5")], "Q0.5"),
        ("d + s", &[("d", "2026-03-01"), ("s", "!")], "2026-03-01!"),
        ("s + p", &[("s", "is:"), ("p", "true")], "is:true"),
        ("left(s, 1) + right(s, 1) + mid(s, 2, 1)", &[("s", "売上高")], "売高上"),
        ("length(s)", &[("s", "売上高")], "3"),
        ("s.upper()", &[("s", "abc")], "ABC"),
        ("to_number(s) + 1", &[("s", "1,234.5")], "1235.5"),
        ("to_number(s)", &[("s", "many")], "–"),
        ("join([s, t], \"-\")", &[("s", "a"), ("t", "b")], "a-b"),
        ("size([s, t, \"c\"])", &[("s", "a"), ("t", "b")], "3"),
    ]);
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
fn a_missing_reference_is_counted_and_blank() {
    let policy = "policy: p\ntables:\n  people: { key: id, columns: { id: , name: } }\n  shops:\n    key: id\n    columns: { id: , owner: { references: people } }\n    formulas: { owner_name: owner.name }\n";
    let outcome = decide(policy, &[("people", "id,name\nE1,Kim\n"), ("shops", "id,owner\nS1,E1\nS2,E9\nS3,\n")]);
    assert_eq!(outcome.texts("shops", "owner_name"), ["Kim", "–", "–"]);
    let unknown = outcome.issues_of("unknown-reference");
    assert_eq!(unknown.len(), 1, "{:?}", outcome.issues);
    assert_eq!((unknown[0].text.as_deref(), unknown[0].column.as_deref()), (Some("E9"), Some("owner")));
}

#[test]
fn a_filter_that_is_blank_leaves_the_row_out() {
    let policy = "policy: p\ntables:\n  shops:\n    key: id\n    columns: { id: }\n    formulas: { large: 'sum(orders.amount, orders.priority > 1)', all_of_it: sum(orders.amount), n: 'count(orders, orders.priority > 1)' }\n  \
        orders: { columns: { shop: { references: shops }, amount: { type: number }, priority: { type: number } } }\n";
    let orders = "shop,amount,priority\nS1,10,2\nS1,20,\nS1,40,1\n";
    let outcome = decide(policy, &[("shops", "id\nS1\n"), ("orders", orders)]);
    assert_eq!(outcome.text("shops", "S1", "large"), "10");
    assert_eq!(outcome.text("shops", "S1", "n"), "1");
    assert_eq!(outcome.text("shops", "S1", "all_of_it"), "70");
}

#[test]
fn ranks_share_the_lower_number_and_output_keeps_input_order() {
    let policy = "policy: p\ntables:\n  shops:\n    key: id\n    columns: { id: , branch: , sales: {type: number} }\n    formulas: { place: rank(sales), within: 'rank(sales, branch)', part: share(sales), whole: 'total(sales, branch)' }\n";
    let outcome = decide(policy, &[("shops", "id,branch,sales\nS3,N,10\nS1,N,30\nS9,M,30\nS2,M,\nS5,N,5\n")]);
    assert_eq!(outcome.texts("shops", "id"), ["S3", "S1", "S9", "S2", "S5"]);
    assert_eq!(outcome.texts("shops", "place"), ["3", "1", "1", "–", "4"]);
    assert_eq!(outcome.texts("shops", "within"), ["2", "1", "1", "–", "3"]);
    assert_eq!(outcome.texts("shops", "whole"), ["45", "45", "30", "30", "45"]);
    assert_eq!(outcome.texts("shops", "part")[3], "–");
    let numbers_equal_to_15_digits =
        decide(policy, &[("shops", "id,branch,sales\nA,N,0.3\nB,N,0.30000000000000004\n")]);
    assert_eq!(numbers_equal_to_15_digits.texts("shops", "place"), ["1", "1"]);
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

#[test]
fn a_row_without_an_answer_counts_once() {
    let outcome = decide(
        "policy: p\ntables:\n  rows:\n    columns: { a: {type: number}, b: {type: number} }\n    formulas: { x: a / b + a / b }\n",
        &[("rows", "a,b\n1,0\n1,4\n")],
    );
    assert_eq!(outcome.issue_counts(), ["division-by-zero x ×1"]);
}

#[test]
fn what_has_no_answer_inside_an_aggregate_names_the_row_it_happened_in() {
    let policy = "policy: p\ntables:\n  shops: { key: id, columns: { id: }, formulas: { x: sum(orders.a / orders.b) } }\n  \
        orders: { key: number, columns: { number: , shop: { references: shops }, a: {type: number}, b: {type: number} } }\n";
    let outcome =
        decide(policy, &[("shops", "id\nS1\n"), ("orders", "number,shop,a,b\nO1,S1,1,2\nO2,S1,1,4\nO3,S1,1,0\n")]);
    assert_eq!(outcome.text("shops", "S1", "x"), "0.75");
    let issues = outcome.issues_of("division-by-zero");
    let told: Vec<_> = issues.iter().map(|issue| (issue.table.as_deref(), issue.key.as_deref(), issue.count)).collect();
    assert_eq!(told, [(Some("orders"), Some("O3"), 1)]);
}

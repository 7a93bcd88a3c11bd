//! Tests of cells, and the way out and back.

use super::{feel, from_dmn, to_dmn};
use crate::decision::cell::{self, CellTest};
use crate::plan::{DecisionPlan, Plan};
use crate::policy::model::{Collect, Column, HitPolicy, Rule};
use crate::source::Spanned;
use crate::value::{Type, Value};
use crate::{Engine, Policy};
use proptest::prelude::*;
use std::fmt::Write;

/// Prefixes, in any script, and marks at the beginning are XML as any other.
#[test]
fn models_with_prefixes_are_read() {
    let text = "\u{feff}<?xml version=\"1.0\"?><é:definitions xmlns:é=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"m\">\
        <é:decision name=\"한국\"><é:decisionTable hitPolicy=\"COLLECT\" aggregation=\"SUM\"><é:input><é:inputExpression typeRef=\"feel:number\">\
        <é:text>a b</é:text></é:inputExpression></é:input><é:output/><é:rule><é:inputEntry><é:text><![CDATA[< 5]]></é:text></é:inputEntry>\
        <é:outputEntry><é:text>1</é:text></é:outputEntry></é:rule></é:decisionTable></é:decision><é:decision name=\"é\"/></é:definitions>";
    let made = from_dmn("m.dmn", text).expect("it is DMN");
    assert_eq!(made.tables, [("cases.한국".to_string(), 1)]);
    let found = made.findings.to_string();
    assert!(found.contains("decision `é` is skipped: it has no table"), "{found}");
    assert!(made.files[0].1.contains("a_b: \"< 5\""), "{}", made.files[0].1);
}

/// A cell of FEEL or JDM, what it is here, and the type of its input; nothing where it cannot be said.
const CELLS: [(&str, Type, Option<&str>); 34] = [
    ("-", Type::Number, Some("-")),
    ("", Type::Text, Some("-")),
    ("5", Type::Number, Some("5")),
    ("-5.5", Type::Number, Some("-5.5")),
    ("1, 2,3", Type::Number, Some("1, 2, 3")),
    ("1000,2000", Type::Number, Some("1000, 2000")),
    ("< 5", Type::Number, Some("< 5")),
    (">=5", Type::Number, Some(">= 5")),
    ("[1..3)", Type::Number, Some("[1..3)")),
    ("]1..3[", Type::Number, Some("(1..3)")),
    ("(1..3]", Type::Number, Some("(1..3]")),
    ("[-1..-0.5]", Type::Number, Some("[-1..-0.5]")),
    ("< 1, [5..7], 9", Type::Number, Some("< 1, [5..7], 9")),
    ("> 5 and < 10", Type::Number, Some("(5..10)")),
    ("not(5)", Type::Number, Some("not(5), blank")),
    ("not(5, null)", Type::Number, Some("not(5)")),
    ("not([1..3])", Type::Number, Some("not([1..3])")),
    ("not(< 3, > 5)", Type::Number, Some("not(< 3, > 5)")),
    ("null", Type::Number, Some("blank")),
    ("not(null)", Type::Text, Some("not blank")),
    ("\"a\",\"b\"", Type::Text, Some("a, b")),
    ("'a'", Type::Text, Some("a")),
    ("\"a, b\"", Type::Text, Some("\"a, b\"")),
    ("\"not started\"", Type::Text, Some("\"not started\"")),
    ("\"blank\", \"-\", \"\"", Type::Text, Some("\"blank\", \"-\", \"\"")),
    ("\"say \\\"hi\\\"\"", Type::Text, Some("\"say \\\"hi\\\"\"")),
    ("not(\"a\",\"b\")", Type::Text, Some("not(a, b), blank")),
    ("true", Type::Bool, Some("true")),
    ("< date(\"2026-01-31\")", Type::Date, Some("< 2026-01-31")),
    ("[@\"2026-01-01\"..date(\"2026-02-01\"))", Type::Date, Some("[2026-01-01..2026-02-01)")),
    ("< limit", Type::Number, None),
    ("\"five\"", Type::Number, None),
    ("? > 5", Type::Number, None),
    ("not(5", Type::Number, None),
];

#[test]
fn cells_mean_here_what_they_mean_there() {
    for (written, ty, expected) in CELLS {
        let said = feel::test(written).ok().and_then(|test| feel::ours(&test, ty));
        assert_eq!(said.as_deref(), expected, "{written}");
    }
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        (-50_i32..50).prop_map(|n| n.to_string()),
        (0_i32..2000).prop_map(|n| format!("{}", f64::from(n) / 8.0))
    ]
}

/// Cells of each type as one writes them here.
fn cell(kind: usize) -> BoxedStrategy<String> {
    let ordered = |value: BoxedStrategy<String>| {
        prop_oneof![
            2 => Just("-".to_string()),
            1 => Just("blank".to_string()),
            1 => Just("not blank".to_string()),
            2 => value.clone(),
            2 => (prop::sample::select(vec!["<", "<=", ">", ">="]), value.clone()).prop_map(|(s, v)| format!("{s} {v}")),
            1 => (value.clone(), value.clone()).prop_map(|(a, b)| format!("{a}, {b}")),
            1 => (value.clone(), value.clone()).prop_map(|(a, b)| format!("not({a}, {b})")),
            1 => value.clone().prop_map(|a| format!("not {a}, blank")),
        ]
        .boxed()
    };
    let day = (2000_i32..2030, 1_u32..13, 1_u32..28).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}")).boxed();
    let range = (-50_i32..50, 1_i32..60, prop::sample::select(vec![("[", "]"), ("(", ")"), ("[", ")")]))
        .prop_map(|(from, more, (open, close))| format!("{open}{from}..{}{close}", from + more));
    let text = prop::sample::select(vec![
        "a",
        "B c",
        "\"x, y\"",
        "\"not a\"",
        "\"say \"\"hi\"\"\"",
        "\"5\"",
        "한국",
        "\"<&>\"",
    ]);
    match kind {
        0 => prop_oneof![2 => ordered(number().boxed()), 1 => range].boxed(),
        1 => {
            let text = text.prop_map(str::to_string).boxed();
            prop_oneof![
                1 => Just("-".to_string()),
                1 => Just("not blank".to_string()),
                2 => text.clone(),
                1 => (text.clone(), text.clone()).prop_map(|(a, b)| format!("{a}, {b}")),
                1 => (text.clone(), text).prop_map(|(a, b)| format!("not({a}, {b})")),
            ]
            .boxed()
        }
        2 => ordered(day),
        _ => prop::sample::select(vec!["-", "true", "false", "blank"]).prop_map(str::to_string).boxed(),
    }
}

const HITS: [&str; 11] = [
    "unique",
    "first",
    "any",
    "priority",
    "rule order",
    "output order",
    "collect",
    "collect sum",
    "collect min",
    "collect max",
    "collect count",
];

prop_compose! {
    fn table()(hit in prop::sample::select(HITS.to_vec()), default in any::<bool>(), rules in prop::collection::vec((cell(0), cell(1), cell(2), cell(3), 0_usize..3), 1..8)) -> String {
        let sums = hit.starts_with("collect ") || hit == "collect";
        let values = if sums { ["7", "0.5", "-2"] } else { ["gold", "\"5\"", "\"a: b\""] };
        let mut text = "policy: p\ntables:\n  t:\n    columns: { n: { type: number, min: -900_000, max: 900_000 }, s: , d: { type: date, min: 1900-01-01 }, f: { type: bool, one_of: [true, false] } }\n    decisions:\n      out:\n".to_string();
        let quoted = |text: &str| crate::policy::yaml::word(text);
        let _ = writeln!(text, "        hit: {hit}");
        if matches!(hit, "priority" | "output order") {
            let _ = writeln!(text, "        outputs: {{ out: [{}] }}", values.map(quoted).join(", "));
        }
        let _ = writeln!(text, "        title: {}\n        note: a remark on it", quoted("How it is: decided"));
        if default {
            let _ = writeln!(text, "        default: {}", if sums { values[0].to_string() } else { quoted(values[0]) });
        }
        text.push_str("        rules:\n");
        for (at, (n, s, d, f, then)) in rules.iter().enumerate() {
            let note = if at % 2 == 0 { ", note: as agreed" } else { "" };
            let value = if sums { values[*then].to_string() } else { quoted(values[*then]) };
            let _ = writeln!(text, "          - {{ n: {}, s: {}, d: {}, f: {}, then: {value}{note} }}", quoted(n), quoted(s), quoted(d), quoted(f));
        }
        text
    }
}

/// What a decision table is, whatever its names of tables and places.
fn shape(plan: &Plan, decision: &DecisionPlan) -> String {
    let mut text = format!("{:?} {:?} {}\n", decision.hit, decision.priorities, decision.otherwise.is_some());
    // Where rules are counted, a default is one of them, whatever its result.
    let counts = decision.hit == HitPolicy::Collect(Collect::Count);
    for rule in decision.rules.iter().chain(decision.otherwise.iter().filter(|_| !counts)) {
        let mut cells: Vec<String> = rule
            .cells
            .iter()
            .map(|cell| {
                let slot = decision.inputs[cell.input];
                let column = &plan.tables[decision.table.0].columns[slot];
                // A cell of one value in a list is that value; both ways not to be a value are one.
                format!("{} {}", column.name, feel::plain(&cell.test).without_place())
            })
            .collect();
        cells.sort();
        let results: Vec<_> = rule.results.iter().map(|result| result.as_constant().cloned()).collect();
        let _ = writeln!(text, "{cells:?} -> {results:?}");
    }
    text
}

/// What a policy says that decides nothing, and what its columns may hold where a rule asks about them.
fn remarks(policy: &Policy) -> String {
    let table = &policy.model().tables[0];
    let decision = &table.decisions[0];
    let title: Vec<&str> = decision.title.texts.iter().map(|(_, text)| text.value.as_str()).collect();
    let mut text = format!("{title:?} {:?}\n", decision.note);
    let asked = |name: &str| {
        let asks = |rule: &Rule| rule.asks().any(|test| test.input.value == name);
        decision.rules.iter().any(asks)
    };
    let mut columns: Vec<&Column> = table.columns.iter().filter(|column| asked(&column.name.value)).collect();
    columns.sort_by_key(|column| &column.name.value);
    for column in columns {
        let plain = |value: &Option<Spanned<Value>>| value.as_ref().map(|value| value.value.clone());
        let one_of: Vec<&Value> = column.one_of.iter().map(|value| &value.value).collect();
        let _ = writeln!(text, "{} {one_of:?} {:?} {:?}", column.name.value, plain(&column.min), plain(&column.max));
    }
    for rule in decision.rules.iter().filter(|rule| !rule.otherwise) {
        let _ = writeln!(text, "{:?}", rule.note);
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    /// What DMN can say goes out and comes back as it was.
    #[test]
    fn out_and_back_is_the_same(text in table()) {
        let engine = Engine::new();
        let policy = Policy::parse(&text).expect("it can be read");
        // Rules that overlap in a `unique` table are mistakes that the test is not about.
        let Ok(prepared) = engine.prepare(&policy) else { return Ok(()) };
        let out = to_dmn(policy.model(), &prepared);
        prop_assert!(out.findings.diagnostics().is_empty(), "{}\n{}", text, out.findings);
        let back = from_dmn("p.dmn", &out.text).expect("it is DMN");
        let lost = back.findings.diagnostics().iter().any(|found| found.code == "skipped");
        prop_assert!(!lost, "{}\n{}\n{}", text, out.text, back.findings);
        let read = Policy::parse(&back.files[0].1).map_err(|found| TestCaseError::fail(format!("{text}\n{found}")))?;
        let again = engine.prepare(&read).map_err(|found| TestCaseError::fail(format!("{text}\n{found}")))?;
        let (was, is) = (prepared.plan(), again.plan());
        prop_assert_eq!(remarks(&policy), remarks(&read), "{}\n{}", text, out.text);
        prop_assert_eq!(shape(was, &was.decisions[0]), shape(is, &is.decisions[0]), "{}\n{}", text, out.text);
    }

    /// No text makes the reader of cells fail otherwise than by saying so.
    #[test]
    fn no_cell_is_too_odd(text in "[-<>=!\\[\\](),.\"'@a-c0-9 ntdoe\\\\]{0,24}") {
        if let Ok(test) = feel::test(&text) {
            for ty in [Type::Number, Type::Text, Type::Date, Type::Bool] {
                if let Some(ours) = feel::ours(&test, ty) {
                    let read: CellTest = cell::parse(&ours, ty).expect("what is written here can be read");
                    prop_assert_eq!(feel::plain(&read).without_place(), feel::plain(&test).without_place());
                }
            }
        }
        let _ = feel::value(&text);
    }
}

use super::*;
use crate::decision::cell::parse;
use crate::policy::model::Collect;
use crate::value::Value;
use std::fmt::Write;

/// Rules from lines of cells, one for each input, parted by `|`; what follows `->` is the result,
/// and `otherwise` stands for all cells.
fn rules(inputs: &[Input], lines: &[&str]) -> Vec<Rule> {
    let rule = |line: &&str| {
        let (cells, result) = line.split_once("->").unwrap_or((line, ""));
        let otherwise = cells.trim() == "otherwise";
        let cells = cells.split('|').take(if otherwise { 0 } else { inputs.len() });
        let tests = cells.enumerate().map(|(at, cell)| (at, parse(cell, inputs[at].kind).expect(cell))).collect();
        Rule {
            tests,
            otherwise,
            results: vec![result.trim().to_string()],
            rank: result.trim().parse().ok().map(|rank| vec![rank]),
            ..Rule::default()
        }
    };
    lines.iter().map(rule).collect()
}

/// The findings as a reader would be told, rules counted from 1.
fn told(inputs: &[Input], lines: &[&str], hit: HitPolicy) -> String {
    let report = analyse(inputs, &rules(inputs, lines), hit, &Relations::default());
    assert!(!report.incomplete);
    let mut told = String::new();
    for finding in &report.findings {
        let _ = match finding {
            Finding::NeverFires { rule, because_of, .. } => {
                let others: Vec<_> = because_of.iter().map(|rule| rule + 1).collect();
                writeln!(told, "{} never fires {others:?}", rule + 1)
            }
            Finding::Masked { rule, because_of } => {
                let others: Vec<_> = because_of.iter().map(|rule| rule + 1).collect();
                writeln!(told, "{} is masked by {others:?}", rule + 1)
            }
            Finding::Duplicate { rule, of, .. } => writeln!(told, "{} is {}", rule + 1, of + 1),
            Finding::Subsumed { rule, by, .. } => writeln!(told, "{} lies in {}", rule + 1, by + 1),
            Finding::Misleading { rule, by, inputs, others } => {
                let rules: Vec<_> = [rule].into_iter().chain(others).map(|rule| rule + 1).collect();
                writeln!(told, "{rules:?} hide {} of {}", inputs.join(" and "), by + 1)
            }
            Finding::Outside { rule, input, value } => writeln!(told, "{}: {input} is never {value}", rule + 1),
            Finding::RedundantInput { input } => writeln!(told, "{input} does not matter"),
            Finding::Gap { region } => writeln!(told, "gap: {region}"),
            Finding::Overlap { a, b, region } => writeln!(told, "{} and {}: {region}", a + 1, b + 1),
        };
    }
    told
}

fn number(name: &str) -> Input {
    Input::new(name, Type::Number)
}

#[test]
fn the_segment_table_has_a_gap_unless_there_is_a_rule_for_the_rest() {
    let inputs = [number("sales"), number("growth")];
    let mut lines = vec![">= 5_000_000 | >= 10% -> S", ">= 5_000_000 | -> A", "1_000_000 .. 5_000_000 | -> B"];
    assert_eq!(told(&inputs, &lines, HitPolicy::First), "gap: sales < 1_000_000\n");
    assert_eq!(told(&inputs, &lines, HitPolicy::Collect(Collect::List)), "");
    lines.push("otherwise -> C");
    assert_eq!(told(&inputs, &lines, HitPolicy::First), "");
}

#[test]
fn a_rule_behind_wider_ones_never_fires() {
    let inputs = [number("sales"), Input::new("region", Type::Text)];
    // Each rule has a result of its own.
    let told = |lines: &[&str]| {
        let lines: Vec<String> = lines.iter().enumerate().map(|(at, line)| format!("{line} -> {at}")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).chain(["otherwise"]).collect();
        told(&inputs, &lines, HitPolicy::First)
    };
    assert_eq!(told(&["> 5 | -", "> 10 | A"]), "2 never fires [1]\n");
    assert_eq!(told(&["> 10 | A", "> 5 | -"]), "");
    assert_eq!(told(&[">= 5 | -", "< 5 | -", "2 .. 8 | A"]), "3 never fires [1, 2]\n");
    assert_eq!(told(&["> 5 | -", "< 5 | -", "2 .. 8 | A"]), "", "5 itself is left");
    assert_eq!(told(&["- | A", "- | not A", "- | B"]), "3 never fires [2]\n");
    assert_eq!(told(&["- | A", "- | not A", "- | -"]), "", "a blank region is left");
    assert_eq!(told(&["- | A", "- | not A", "- | blank", "- | -"]), "4 never fires [1, 2, 3]\n");
    assert_eq!(told(&["> 5 and < 3 | A"]), "1 never fires []\n");
    assert_eq!(told(&["= goal | -", "7 | -"]), "", "a formula is not known to cover");
    assert_eq!(told(&["> 5 | -", "7 | = home"]), "2 never fires [1]\n");
}

#[test]
fn what_an_input_can_have_counts() {
    let mut sales = number("sales");
    sales.domain = Domain::between(Some(0.0), Some(100.0)).known();
    let mut region = Input::new("region", Type::Text);
    region.domain.one_of = ["North", "South", "East, far"].map(Value::from).to_vec();
    let inputs = [sales, region];
    assert_eq!(told(&inputs, &["0 .. 50 | -", ">= 50 | -"], HitPolicy::First), "");
    assert_eq!(told(&inputs, &["..= 100 | North"], HitPolicy::First), "gap: region \"East, far\", South\n");
    assert_eq!(
        told(&inputs, &["- | Nord", "< 0 | -", "- | -"], HitPolicy::First),
        "1 never fires []\n2 never fires []\n"
    );
}

#[test]
fn gaps_are_shown_as_cells() {
    for (kind, cells, gap) in [
        (Type::Number, &["< 10%", "> 10%"][..], "10%"),
        (Type::Number, &["< 1", "> 1_000"][..], "1 ..= 1_000"),
        (Type::Number, &["<= 1", ">= 1_500.25"][..], "(1 .. 1_500.25)"),
        (Type::Number, &["<= -5", "> 3"][..], "(-5 .. 3]"),
        (Type::Number, &["1, 2"][..], "< 1, (1 .. 2), > 2"),
        (Type::Number, &["not blank and not 5"][..], "5"),
        (Type::Date, &["< 2026-01-01", ">= 2026-04-01"][..], "2026-01-01 .. 2026-04-01"),
        (Type::Date, &["< 2026-01-01", "> 2026-01-01"][..], "2026-01-01"),
        (Type::DateTime, &["<= 2026-01-01", ">= 2026-01-02 12:00"][..], "2026-01-02 .. 2026-01-02T12:00:00"),
        (Type::DateTime, &["not 2026-01-01"][..], "2026-01-01"),
        (Type::Text, &["A, B"][..], "not(A, B)"),
        (Type::Text, &["not(A, \"x (y)\")"][..], "A, \"x (y)\""),
        (Type::Text, &["A, B, C, D, E"][..], "not(A, B, C, D, …)"),
        (Type::Bool, &["yes"][..], "false"),
        (Type::Number, &["blank"][..], "any"),
    ] {
        let inputs = [Input::new("x", kind)];
        assert_eq!(
            told(&inputs, cells, HitPolicy::First),
            format!("gap: {}\n", if gap == "any" { "any values".to_string() } else { format!("x {gap}") }),
            "{cells:?}"
        );
    }
    assert_eq!(told(&[Input::new("d", Type::Date)], &["<= 2026-01-01", ">= 2026-01-02"], HitPolicy::First), "");
    assert_eq!(told(&[Input::new("flag", Type::Bool)], &["yes", "no"], HitPolicy::Unique), "");
    assert_eq!(told(&[number("x")], &["< 5", "= goal"], HitPolicy::First), "", "the formula may take the rest");
}

#[test]
fn rules_of_a_unique_table_must_not_meet() {
    let inputs = [number("sales"), number("growth")];
    let lines = ["<= 5 | - -> A", ">= 5 | >= 10% -> B", ">= 5 | < 10% -> A"];
    assert_eq!(
        told(&inputs, &lines, HitPolicy::Unique),
        "1 and 2: sales 5 and growth >= 10%\n1 and 3: sales 5 and growth < 10%\n"
    );
    assert_eq!(told(&inputs, &lines, HitPolicy::Any), "1 and 2: sales 5 and growth >= 10%\n");
    assert_eq!(told(&inputs, &lines, HitPolicy::Priority), "");
    assert_eq!(told(&inputs[..1], &["- -> A", "blank -> B"], HitPolicy::Unique), "1 and 2: sales blank\n");
}

#[test]
fn a_table_of_thousands_of_rules_is_searched_to_its_end() {
    let inputs = [number("weight"), number("distance")];
    let mut lines = Vec::new();
    for weight in 0..74 {
        for distance in 0..50 {
            lines.push(format!("{weight} .. {} | {distance} .. {}", weight + 1, distance + 1));
        }
    }
    lines.extend(["< 0 | -", ">= 74 | -", "0 .. 74 | < 0", "0 .. 74 | >= 50"].map(String::from));
    let mut lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert_eq!(told(&inputs, &lines, HitPolicy::Unique), "");
    assert_eq!(told(&inputs, &lines, HitPolicy::First), "");
    lines.remove(777);
    assert_eq!(told(&inputs, &lines, HitPolicy::First), "gap: weight 15 .. 16 and distance 27 .. 28\n");
}

#[test]
fn a_table_of_many_inputs_is_searched() {
    let inputs: Vec<Input> = (0..12).map(|at| number(&format!("x{at}"))).collect();
    let line = |rule: usize| {
        let cell = |at: usize| match (rule * 7 + at * 5) % 4 {
            0 => format!(">= {}", (rule + at) % 9),
            1 => format!("{} .. {}", rule % 5, rule % 5 + 3),
            _ => "-".to_string(),
        };
        (0..12).map(cell).collect::<Vec<_>>().join(" | ")
    };
    let lines: Vec<String> = (0..30).map(line).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let report = analyse(&inputs, &rules(&inputs, &lines), HitPolicy::First, &Relations::default());
    assert!(report.findings.iter().any(|finding| matches!(finding, Finding::Gap { .. })));
}

#[test]
fn a_table_too_tangled_to_search_is_called_incomplete() {
    let inputs: Vec<Input> = (0..60).map(|at| Input::new(format!("flag{at}"), Type::Bool)).collect();
    let mut seed = 7_usize;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut rule = || {
        let mut cell = || (random(60), parse(if random(2) == 0 { "yes" } else { "no" }, Type::Bool).expect("a truth"));
        Rule { tests: vec![cell(), cell(), cell()], ..Rule::default() }
    };
    let rules: Vec<Rule> = (0..400).map(|_| rule()).collect();
    let report = analyse(&inputs, &rules, HitPolicy::First, &Relations::default());
    assert!(report.incomplete);
    assert!(!report.findings.iter().any(|finding| matches!(finding, Finding::Gap { .. })));
}

#[test]
fn a_rule_behind_more_important_ones_is_masked() {
    let inputs = [number("age"), Input::new("risk", Type::Text)];
    // The results are their importance, 1 before 2.
    let told = |lines: &[&str]| told(&inputs, &[lines, &["otherwise -> 9"]].concat(), HitPolicy::Priority);
    assert_eq!(told(&["< 16 | low -> 2", "< 18 | - -> 1"]), "1 is masked by [2]\n");
    assert_eq!(told(&["2 .. 20 | A -> 3", "< 10 | - -> 2", ">= 10 | - -> 1"]), "1 is masked by [2, 3]\n");
    assert_eq!(told(&["< 16 | low -> 1", "< 18 | - -> 2"]), "");
    assert_eq!(told(&["< 18 | - -> 2", "< 16 | low -> 1"]), "[1] hide risk of 2\n");
    assert_eq!(told(&["- | - -> 2", "< 16 | low -> 1"]), "[1] hide age and risk of 2\n");
    assert_eq!(told(&["< 16 | low -> 1", "< 18 | low -> 1"]), "1 lies in 2\n");
}

#[test]
fn rules_that_say_the_same_are_told_once() {
    let inputs = [number("age"), Input::new("risk", Type::Text)];
    let with_rest = |lines: &[&str], hit| told(&inputs, &[lines, &["otherwise -> z"]].concat(), hit);
    let twice = ["< 16 | A, B -> x", "< 16 | B, A -> x"];
    for hit in [HitPolicy::Unique, HitPolicy::First, HitPolicy::Any, HitPolicy::Priority, HitPolicy::RuleOrder] {
        assert_eq!(with_rest(&twice, hit), "2 is 1\n", "{hit:?}");
    }
    assert_eq!(with_rest(&twice, HitPolicy::Collect(Collect::Sum)), "2 is 1\n");
    let inside = ["< 16 | A -> x", "< 18 | - -> x"];
    assert_eq!(with_rest(&inside, HitPolicy::Unique), "1 lies in 2\n");
    assert_eq!(with_rest(&inside, HitPolicy::First), "1 lies in 2\n");
    assert_eq!(with_rest(&inside, HitPolicy::RuleOrder), "");
    // Without the first, the second would take its rows.
    assert_eq!(with_rest(&["< 16 | A -> x", "< 17 | - -> y", "< 18 | - -> x"], HitPolicy::First), "");
    // A case named before the rest may be meant to be.
    assert_eq!(with_rest(&["< 16 | A -> x", "- | - -> x"], HitPolicy::First), "");
}

#[test]
fn values_that_an_input_cannot_have_are_outside() {
    let age = Input { domain: Domain::between(Some(0.0), Some(120.0)), ..number("age") };
    let risk = Input { domain: Domain::of(vec!["low".into(), "high".into()]), ..Input::new("risk", Type::Text) };
    let told = |lines: &[&str]| told(&[age.clone(), risk.clone()], lines, HitPolicy::First);
    assert_eq!(told(&["1, 150 | - -> x", "otherwise -> y"]), "1: age is never 150\n");
    assert_eq!(told(&["> 120 | - -> x", "- | medium -> y", "otherwise -> z"]), "1 never fires []\n2 never fires []\n");
}

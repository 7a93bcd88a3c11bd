//! What `check` says of decision tables as a whole: one file a kind in `tests/analysis`, and what is said of it.

#[path = "analysis/brute_force.rs"]
mod brute_force;

use rulebook::diagnostic::{Style, render};
use rulebook::{Engine, Policy, RunOptions, Source};

#[test]
fn findings_of_tables() {
    let mut files: Vec<_> =
        std::fs::read_dir("tests/analysis").expect("a folder").flatten().map(|e| e.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    files.sort();
    assert!(files.len() >= 7, "{files:?}");
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a text");
        let policy = Policy::parse(&text).expect("it can be read");
        let findings = Engine::new().check(&policy);
        let shown = render(findings.diagnostics(), findings.sources(), Style::Plain);
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "analysis" }, {
            insta::assert_snapshot!(name, shown);
        });
    }
}

/// What gaps, overlaps and rules mean for given rows.
const WITH_DATA: &str = "\
policy: with-data
tables:
  customers:
    key: id
    columns:
      id:
      sales: { type: number, min: 0 }
      goal: { type: number, min: 0 }
      growth: { type: number }
    decisions:
      segment:
        hit: any
        rules:
          - { sales: \">= 5_000_000\", growth: \">= 10%\", then: S }
          - { sales: \"< 1_000_000\", then: C }
          - { sales: \"< 500_000\", growth: \">= 10%\", then: N }
          - { sales: \"> 900_000_000\", then: X }
      goal_met:
        rules:
          - { sales: \"> goal + 1_000\", then: above }
          - { sales: \"< goal\", then: below }
scorecards:
  score:
    on: customers
    measures:
      sales: { weight: 40%, target: 900_000_000, worst: 10_000_000 }
      growth: { weight: 40%, target: 30%, worst: 0% }
      goal: { weight: 20%, target: 1_000, worst: 10 }
    bands: { good: \">= 50\", poor: \"< 50\" }
";

#[test]
fn findings_are_weighed_by_data() {
    let number = |value: f64| value.into();
    let row =
        |id: &str, sales: f64, goal: f64, growth: f64| vec![id.into(), number(sales), number(goal), number(growth)];
    let rows = vec![
        row("C1", 6_000_000.0, 5_000_000.0, 0.2),
        row("C2", 6_000_000.0, 5_000_000.0, 0.05),
        row("C3", 1_200_000.0, 1_200_000.0, 0.3),
        row("C4", 2_000_000.0, 1_999_500.0, 0.01),
        row("C5", 100_000.0, 200_000.0, 0.5),
        row("C6", 100_000.0, 200_000.0, 0.0),
    ];
    let source = Source::rows("customers", &["id", "sales", "goal", "growth"], rows);
    let policy = Policy::parse(WITH_DATA).expect("it can be read");
    let findings = Engine::new().check_with(&policy, &[source], &RunOptions::default()).expect("it runs");
    let shown = render(findings.diagnostics(), findings.sources(), Style::Plain);
    let gap = findings.to_json().as_array().and_then(|all| all.first().cloned()).expect("a finding");
    let region = serde_json::json!({ "region": gap["region"], "sure": gap["sure"], "met": gap["met"] });
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "analysis" }, {
        insta::assert_snapshot!("with-data", format!("{shown}\n{region:#}"));
    });
}

/// Pairs of policies in `tests/analysis/proofs`, and whether they give the same for all inputs.
#[test]
fn policies_are_proven_to_be_the_same_or_not() {
    let unequal = ["edited", "beyond", "dated", "arithmetic", "collected"];
    for (name, equal) in unequal.map(|name| (name, false)).into_iter().chain([("rewritten", true)]) {
        let [old, new] = ["old", "new"].map(|version| {
            let path = format!("tests/analysis/proofs/{name}/{version}.yaml");
            Policy::parse(&std::fs::read_to_string(path).expect("a text")).expect("it can be read")
        });
        let proof = Engine::new().prove(&old, &new).expect("they are sound");
        assert_eq!(proof.is_equal(), equal, "{}", proof.text());
        let page = std::fs::read_to_string("docs/diff.md").expect("the page");
        assert!(name != "edited" || page.contains(&proof.text()), "docs/diff.md is to show:\n{}", proof.text());
        let shown = if equal { proof.text() } else { format!("{}\n{:#}", proof.text(), proof.to_json()) };
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "analysis/proofs" }, {
            insta::assert_snapshot!(name, shown);
        });
    }
}

/// Formulas in two ways of writing, and whether they give the same, for blanks too.
const FORMULAS: [(&str, &str, bool); 21] = [
    ("if a > 5 || b > 5 { 1 } else { 2 }", "if a > 5 { 1 } else if b > 5 { 1 } else { 2 }", false),
    ("if a > 5 || b > 5 { 1 } else { 2 }", "if a <= 5 && b <= 5 { 2 } else { 1 }", true),
    ("if a > 5 || b > 5 { 1 } else { 2 }", "if !(a <= 5 && b <= 5) { 1 } else { 2 }", true),
    ("if a > 5 && b > 5 { 1 } else { 2 }", "if a > 5 { if b > 5 { 1 } else { 2 } } else { 2 }", false),
    ("if k in [\"x\", \"y\"] { 1 } else { 2 }", "if k == \"x\" || k == \"y\" { 1 } else { 2 }", true),
    (
        "if k == \"x\" { 1 } else if k == \"y\" { 2 } else { 3 }",
        "if k == \"z\" { 3 } else if k != \"y\" { 1 } else { 2 }",
        true,
    ),
    ("if is_blank(a) { 0 } else if a > 3 { 1 } else { 2 }", "if a > 3 { 1 } else if a <= 3 { 2 } else { 0 }", false),
    ("if is_blank(a) || a > 3 { 1 } else { 2 }", "if is_blank(a) { 1 } else if a > 3 { 1 } else { 2 }", true),
    ("if !is_blank(a) || a > 3 { 1 } else { 2 }", "if is_blank(a) { 2 } else { 1 }", false),
    ("if f { a } else { b }", "if !f { b } else { a }", true),
    ("if f && a > 3 { a } else { b }", "if f { if a > 3 { a } else { b } } else { b }", false),
    ("if (a > 1 && b > 1) || k == \"x\" { 1 } else { 2 }", "if k == \"x\" || (b > 1 && a > 1) { 1 } else { 2 }", true),
    ("a > 3 && f", "f && a > 3", true),
    ("a > 3 && f", "a >= 3 && f", false),
    ("if d > date(2026, 1, 1) { 1 } else { 2 }", "if d >= date(2026, 1, 2) { 1 } else { 2 }", true),
    ("if round(a) >= 1 { 1 } else { 2 }", "if round(a) > 0 { 1 } else { 2 }", true),
    ("if a > b { \"blank\" } else { \"x\" }", "if a > b { () } else { \"x\" }", false),
    ("a * 2", "a + a", true),
    ("a / 4 + b", "b + a * 0.25", true),
    ("a * 2 - a", "a + b - b", false),
    ("round(a + b + 1)", "round(1 + b + a)", false),
];

#[test]
fn formulas_are_proven_to_be_the_same_or_not() {
    let policy = |formula: &str| {
        let text = format!(
            "policy: p\ntables:\n  t:\n    key: id\n    columns: {{ id: , a: {{ type: number }}, b: {{ type: number }}, \
             k: {{ one_of: [x, y, z] }}, d: {{ type: date }}, f: {{ type: bool }} }}\n    formulas:\n      r: |\n        {formula}\n"
        );
        Policy::parse(&text).expect("it can be read")
    };
    for (old, new, equal) in FORMULAS {
        for (old, new) in [(old, new), (new, old)] {
            let proof = Engine::new().prove(&policy(old), &policy(new)).expect("they are sound");
            assert_eq!(proof.is_equal(), equal, "{old} and {new}: {}", proof.text());
        }
    }
}

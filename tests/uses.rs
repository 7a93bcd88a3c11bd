//! One decision table applied to several inputs: what is said of it beside the values, which `tests/language/decision-used`
//! holds.

use rulebook::diff;
use rulebook::outcome::explain::{Answer, Limits, text};
use rulebook::{DiffOptions, Engine, Policy, Question, RunOptions, Source, Value};

const POLICY: &str = r#"policy: uses
tables:
  customers:
    key: id
    columns:
      id:
      kind: { one_of: [a, b] }
      sales: { type: number, min: 0 }
      prior: { type: number }
      days: { type: number, min: 0 }
    decisions:
      segment:
        rules:
          - { sales: ">= 500", then: S }
          - { sales: "0 .. 500", then: C }
      prior_segment: { use: segment with sales = prior }
      per_day:
        hit: first
        rules:
          - { sales / days: ">= 10", then: good }
          - { sales / days: "< 10", then: poor }
      prior_per_day: { use: per_day with sales = prior }
"#;

fn policy(text: &str) -> Policy {
    Policy::parse(text).unwrap_or_else(|findings| panic!("{findings}"))
}

fn customers() -> Source {
    let row = |(id, sales, prior): (&str, f64, f64)| {
        vec![Value::text(id), Value::text("a"), Value::Number(sales), Value::Number(prior), Value::Number(30.0)]
    };
    let rows = [("A", 600.0, 440.0), ("B", 450.0, 520.0), ("C", 10.0, -5.0)];
    Source::rows("customers", &["id", "kind", "sales", "prior", "days"], rows.map(row).to_vec())
}

/// What is found only there is said there: `prior` may be below 0, `sales` may not.
#[test]
fn what_is_wrong_where_rules_are_used_is_said_there() {
    let found = Engine::new().check(&policy(POLICY));
    insta::assert_snapshot!(found.to_string());
}

#[test]
fn gaps_there_are_weighed_by_the_rows_there() {
    let found = Engine::new().check_with(&policy(POLICY), &[customers()], &RunOptions::default()).expect("it runs");
    let message = &found.diagnostics().iter().find(|found| found.code == "gap").expect("one").message;
    assert_eq!(message, "no rule of `prior_segment` for prior < 0: 1 of 3 customers, sales 10");
}

/// Every mistake of `use:`, at its place.
#[test]
fn mistakes_of_a_use_have_their_place() {
    const USES: [&str; 14] = [
        "segmnt with sales = prior",
        "segment with sale = prior",
        "segment with sales = kind",
        "segment with sales = proir",
        "segment with sales == prior",
        "segment with prior",
        "segment of sales",
        "prior_segment with sales = prior",
        "two with sales = prior",
        "clients.segment",
        "shops.size",
        "size",
        "customers.two with kind = id, sales = days",
        "[segment]",
    ];
    let mut text = POLICY.to_string();
    text.push_str("      two: { rules: [{ sales: '>= 5', kind: a, then: { x: S, y: '= sales' } }] }\n");
    for (at, uses) in USES.iter().enumerate() {
        text.push_str(&format!("      use_{at}: {{ use: '{uses}' }}\n"));
    }
    text.push_str("      braces: { use: segment with sales = prior, kind = id }\n");
    text.push_str("      beside: { use: segment with sales = prior, hit: first }\n");
    text.push_str("  shops:\n    columns: { name: , area: { type: number } }\n    decisions:\n");
    text.push_str("      size: { rules: [{ area: '> 5', then: big }, { area: '<= 5', then: small }] }\n");
    text.push_str("      segment: { use: customers.segment }\n");
    let found = match Policy::parse(&text) {
        Ok(policy) => Engine::new().check(&policy),
        Err(findings) => findings,
    };
    insta::assert_snapshot!(found.to_string());
}

#[test]
fn an_explanation_names_the_rules_and_what_they_read() {
    let run = Engine::new().prepare(&policy(POLICY)).expect("it is sound").run(&[customers()], &RunOptions::default());
    let run = run.expect("it runs");
    let said = |column: &str| {
        let (table, key, column) = ("customers".to_string(), "B".to_string(), Some(column.to_string()));
        match run.explain(&Question { table, key, column, limits: Limits::default() }) {
            Ok(Answer::Row(why)) => text(&why),
            other => panic!("{other:?}"),
        }
    };
    insta::assert_snapshot!(format!("{}\n{}", said("prior_segment"), said("prior_per_day")));
}

/// An edit of a rule is one edit, and all that use it change.
#[test]
fn an_edit_of_the_rules_is_told_once_with_all_it_does() {
    let new = POLICY.replace(">= 500", ">= 425").replace("0 .. 500", "0 .. 425");
    let (old, new) = (policy(POLICY), policy(&new));
    let diff = Engine::new().diff(&old, &new, &[customers()], &DiffOptions::default()).expect("both run");
    let proof = Engine::new().prove(&old, &new).expect("they are sound");
    insta::assert_snapshot!(format!("{}\n{}", diff::text(&diff, 5), proof.text()));
}

/// The same rules written out are the same policy; other columns are an edit of the use.
#[test]
fn a_use_is_compared_with_what_it_stands_for() {
    let out = POLICY.replace(
        "prior_segment: { use: segment with sales = prior }",
        "prior_segment: { rules: [{ prior: '>= 500', then: S }, { prior: '0 .. 500', then: C }] }",
    );
    let proof = Engine::new().prove(&policy(POLICY), &policy(&out)).expect("they are sound");
    assert!(proof.is_equal(), "{}", proof.text());
    let other = POLICY.replace("segment with sales = prior", "segment with sales = days");
    let (old, new) = (policy(POLICY), policy(&other));
    let diff = Engine::new().diff(&old, &new, &[customers()], &DiffOptions::default()).expect("both run");
    insta::assert_snapshot!(diff::text(&diff, 5));
    assert!(!Engine::new().prove(&old, &new).expect("they are sound").is_equal());
}

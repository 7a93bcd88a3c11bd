//! Policies far larger than anybody writes by hand, as programs write them: bound, or refused, with room for
//! every step.

use rulebook::value::Value;
use rulebook::{Engine, Policy, RunOptions, Source};
use std::fmt::Write;

/// What `check` says of a policy.
fn findings(text: &str) -> Vec<String> {
    let policy = Policy::parse(text).expect("it can be read");
    Engine::new().check(&policy).diagnostics().iter().map(|found| found.message.clone()).collect()
}

/// 3,000 formulas, each of which needs the one after it.
fn chain(last: &str) -> String {
    let mut text = String::from(
        "policy: chain\ntables:\n  t:\n    key: id\n    columns:\n      id: { type: text }\n      n: { type: number }\n    formulas:\n",
    );
    for place in 0..2_999 {
        let _ = writeln!(text, "      c{place}: c{} + n", place + 1);
    }
    let _ = writeln!(text, "      c2999: {last}");
    text
}

#[test]
fn a_long_chain_of_formulas_may_stand_in_any_order() {
    assert_eq!(findings(&chain("n")), Vec::<String>::new());
}

#[test]
fn a_long_ring_of_formulas_is_one_finding_that_names_its_ends() {
    let said = findings(&chain("c0 + n"));
    assert_eq!(said.len(), 1, "{said:?}");
    let [start, end] = ["`t.c0` needs its own value: t.c0 → t.c1 → t.c2 → t.c3", "t.c2998 → t.c2999 → t.c0"];
    assert!(said[0].contains(start) && said[0].ends_with(end) && said[0].contains("… 2,988 more …"), "{}", said[0]);
}

#[test]
fn a_function_that_never_ends_does_not_take_the_whole_run() {
    let policy = "policy: p\ntables:\n  t:\n    key: id\n    columns: { id: , n: { type: number } }\n    formulas: { x: spin(n) }\n";
    let script = "fn spin(n) {\n    let i = n;\n    while true { i += 1; }\n    i\n}\n";
    let files = [("policy.yaml", policy), ("s.rhai", script)];
    let policy = Policy::from_files(files).expect("it has no mistake");
    let rows = (0..40).map(|n| vec![Value::text(format!("r{n}")), Value::Number(f64::from(n))]).collect();
    let source = Source::rows("t", &["id", "n"], rows);
    let outcome = Engine::new().run(&policy, &[source], &RunOptions::default()).expect("it runs");
    let said = |part: &str| outcome.issues.iter().filter(|issue| issue.message.contains(part)).count();
    assert_eq!((said("more than 1,000,000 steps"), said("was stopped 16 times before")), (16, 24));
}

#[test]
fn comments_may_be_as_long_as_one_likes() {
    let remarks = "    # why it is so\n".repeat(5_000);
    let text = format!("policy: p\ntables:\n  t:\n{remarks}    key: id\n{remarks}    columns: {{ id: }}\n{remarks}");
    assert_eq!(findings(&text), Vec::<String>::new());
}

#[test]
fn a_file_with_more_values_than_are_read_says_so() {
    let said = |text: &str| match Policy::parse(text) {
        Ok(_) => panic!("it was read"),
        Err(findings) => findings.diagnostics()[0].message.clone(),
    };
    let many = format!("policy: p\nparameters: {{ a: [{}] }}\n", "1, ".repeat(2_000_000));
    assert_eq!(said(&many), "the file has more than 2,000,000 keys and values, the most that are read");
    let mut repeated = String::from("policy: p\nparameters:\n  a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n");
    for (name, before) in ["b", "c", "d", "e", "f", "g"].iter().zip(["a", "b", "c", "d", "e", "f"]) {
        let all = format!("*{before}, ").repeat(10);
        let _ = writeln!(repeated, "  {name}: &{name} [{all}]");
    }
    assert_eq!(said(&repeated), "too many values are repeated by `*name`");
}

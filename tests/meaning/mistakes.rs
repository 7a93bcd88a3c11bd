//! A pack of planted mistakes: each is found once, where it stands, and nothing else is.

use crate::support::findings;
use rulebook::diagnostic::Style;
use rulebook::{Engine, Policy};

/// File, line, underlined text and code of each planted mistake, as a reader comes upon them.
const PLANTED: [(&str, usize, &str, &str); 20] = [
    ("policy.yaml", 3, "2026-02-30", "bad-date"),
    ("policy.yaml", 15, "peple", "unknown-table"),
    ("policy.yaml", 18, "visits", "unused-column"),
    ("policy.yaml", 20, "sale", "unknown-name"),
    ("policy.yaml", 21, "rund", "unknown-function"),
    ("policy.yaml", 22, "*", "wrong-type"),
    ("policy.yaml", 23, ">", "wrong-type"),
    ("policy.yaml", 24, "stock == ()", "blank-comparison"),
    ("policy.yaml", 26, "a", "cycle"),
    ("policy.yaml", 27, "orders", "several-paths"),
    ("policy.yaml", 30, "stock", "duplicate-name"),
    ("policy.yaml", 32, "segment", "gap"),
    ("policy.yaml", 36, "{ sales: \"< 50\", then: D }", "never-fires"),
    ("policy.yaml", 42, "{ sales: \">= 10\", then: 2 }", "overlap"),
    ("policy.yaml", 46, "many", "cell"),
    ("policy.yaml", 47, "{ sales: \"> 5\" }", "missing-key"),
    ("policy.yaml", 54, "minimum", "unknown-key"),
    ("policy.yaml", 57, "shop", "weights"),
    ("risk.rhai", 3, "risky", "unknown-function"),
    ("worth.rhai", 1, "{", "script-syntax"),
];

#[test]
fn twenty_mistakes_are_twenty_findings() {
    let policy = Policy::load("tests/meaning/mistakes").unwrap_or_else(|findings| panic!("{findings}"));
    let findings = Engine::new().check(&policy);
    let sources = policy.sources();
    let found: Vec<(String, usize, &str, &str)> = findings
        .diagnostics()
        .iter()
        .map(|finding| {
            let span = finding.span().expect("a place");
            let file = sources.file(span.file).name.rsplit('/').next().unwrap_or_default().to_string();
            (file, sources.place(span).line, sources.text(span), finding.code)
        })
        .collect();
    let found: Vec<(&str, usize, &str, &str)> =
        found.iter().map(|(file, line, text, code)| (file.as_str(), *line, *text, *code)).collect();
    assert_eq!(found, PLANTED);
    insta::assert_snapshot!(findings.render(Style::Plain));
}

/// Of several ways the shortest is named first: what refers to the table itself, before what does so by a detour.
#[test]
fn of_several_ways_the_most_direct_is_proposed() {
    let policy = |of_shops: &str| {
        format!(
            "policy: p\ntables:\n  shops: {{ key: id, columns: {{ id: , region: }}, formulas: {{ {of_shops} }} }}\n  \
            customers: {{ key: id, columns: {{ id: , home: {{ references: shops }} }} }}\n  \
            orders:\n    columns: {{ customer: {{ references: customers }}, shop: {{ references: shops }}, amount: {{ type: number }} }}\n"
        )
    };
    let said = findings(&policy("sold: sum(orders.amount)"));
    assert!(said.contains("in 2 ways: `shop`, `customer.home`"), "{said}");
    assert!(said.contains("help: name the first step, as in `orders[shop]`"), "{said}");
    assert!(!findings(&policy("sold: 'sum(orders[shop].amount)'")).contains("error"), "the proposal is right");
    let figure = policy("r: region") + "figures:\n  north: 'sum(orders.amount, shops.region == \"N\")'\n";
    let said = findings(&figure);
    assert!(said.contains("help: write the way that is meant, as in `orders.shop.…`"), "{said}");
}

#[test]
fn a_misspelt_table_in_an_aggregate_is_named() {
    let said = findings(
        "policy: p\ntables:\n  shops: { key: id, columns: { id: }, formulas: { sold: sum(order.amount), n: count(ordrs) } }\n  \
            orders: { columns: { shop: { references: shops }, amount: { type: number } } }\n",
    );
    assert_eq!(said.matches("help: there is a table `orders`").count(), 2, "{said}");
    assert_eq!(said.matches("error[").count(), 2, "{said}");
}

/// What is told to write instead is what stands there, to the last sign.
#[test]
fn a_minus_before_a_power_is_told_with_the_whole_power() {
    for (formula, power) in [("-a ** 2", "2"), ("-a ** b ** 2", "b ** 2"), ("-a ** (b + 1)", "(b + 1)")] {
        let policy = format!(
            "policy: powers\ntables:\n  t:\n    key: id\n    columns: {{ id: , a: {{ type: number }}, \
             b: {{ type: number }} }}\n    formulas: {{ x: \"{formula}\", y: a + b }}\n"
        );
        let policy = Policy::parse(&policy).unwrap_or_else(|findings| panic!("{findings}"));
        let told = Engine::new().check(&policy).render(Style::Plain);
        let help = format!("write `(-a) ** {power}` for that, `-(a ** {power})` for the power with a minus");
        assert!(told.contains(&help), "{formula}: {told}");
    }
}

#[test]
fn what_a_mistake_may_use_is_not_called_unused() {
    let policy = |formula: &str| {
        format!(
            "policy: p\ntables:\n  shops: {{ columns: {{ sales: {{type: number}}, stock: {{type: number}} }}, formulas: {{ x: {formula} }} }}\n"
        )
    };
    let said = findings(&policy("sale / stock"));
    assert_eq!(said.matches("error[unknown-name]").count(), 1, "{said}");
    assert!(!said.contains("`stock`") || !said.contains("unused"), "{said}");
    let said = findings(&policy("2 * stock"));
    assert!(said.contains("`sales` of `shops` is imported but nothing uses it"), "{said}");
}

#[test]
fn a_column_that_the_report_lists_is_used() {
    let policy = |report: &str| {
        format!(
            "policy: p\ntables:\n  shops: {{ columns: {{ sales: {{type: number}}, opened: {{type: date}} }}, formulas: {{ x: 2 * sales }} }}\n{report}"
        )
    };
    assert!(findings(&policy("")).contains("`opened` of `shops` is imported but nothing uses it"));
    assert_eq!(findings(&policy("report: { sheets: [{ table: shops, columns: [opened, x] }] }\n")), "");
}

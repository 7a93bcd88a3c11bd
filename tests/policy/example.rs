//! The policy of the manual, part by part.

use crate::support::stored;
use rulebook::policy::model::*;
use rulebook::policy::set;
use rulebook::value::{Date, NumberFormat, Period, Type, Value};

fn example() -> Policy {
    let pack = stored("example");
    let found = rulebook::diagnostic::render(&pack.diagnostics, &pack.sources, Default::default());
    assert_eq!(found, "");
    pack.policy.expect("the example can be read")
}

fn table<'a>(policy: &'a Policy, name: &str) -> &'a Table {
    policy.tables.iter().find(|table| table.name.value == name).expect("the table is there")
}

fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

#[test]
fn the_top_of_the_policy() {
    let policy = example();
    assert_eq!(policy.name.value, "channel-scorecard");
    assert_eq!(policy.version.expect("a version").value, "2026.1");
    assert_eq!(policy.effective, Some(Effective { from: Some(day("2026-01-01")), to: None }));
    assert_eq!(policy.title.get("ko").expect("Korean").value, "유통 평가표");
    assert_eq!(policy.title.get("fr").expect("English instead").value, "Channel scorecard");
    assert_eq!(policy.language, "en");
    assert_eq!(policy.scripts.len(), 1);
}

#[test]
fn parameters_have_the_type_of_their_value() {
    let policy = example();
    let period = Period { from: day("2026-01-01"), to: day("2026-06-30") };
    assert_eq!(period_of(&policy.parameters), Some(period));
    let floor = &policy.parameters[1];
    assert_eq!((floor.kind, &floor.value.value), (Type::Number, &Value::Number(0.0)));
}

#[test]
fn imported_columns() {
    let policy = example();
    let customers = table(&policy, "customers");
    let Rows::Sheet(names) = &customers.rows else { panic!("customers come from a sheet") };
    assert_eq!(names.iter().map(|n| n.value.as_str()).collect::<Vec<_>>(), ["Customers", "고객"]);
    assert_eq!(customers.key.as_ref().expect("a key").value, "id");
    let column = |name: &str| customers.columns.iter().find(|c| c.name.value == name).expect("the column is there");
    assert_eq!(column("category").one_of.len(), 5);
    assert_eq!(column("salesperson").references.as_ref().expect("a reference").value, "salespeople");
    let min = column("stock").min.as_ref().map(|min| min.value.clone());
    assert_eq!((column("stock").kind, min), (Type::Number, Some(0.0.into())));
    assert_eq!(column("prior_sales").presence, Presence::Optional);
    assert_eq!(column("id").headers[1].value, "고객 ID");
    assert_eq!(table(&policy, "orders").columns.len(), 5);
}

#[test]
fn formulas_keep_their_place() {
    let pack = stored("example");
    let policy = pack.policy.expect("the example can be read");
    let formulas = policy.tables.iter().flat_map(|table| &table.formulas);
    let mut count = 0;
    for formula in formulas {
        assert_eq!(pack.sources.text(formula.text.span), formula.text.value, "{}", formula.name.value);
        count += 1;
    }
    assert_eq!(count, 15);
}

#[test]
fn grouped_and_paired_tables() {
    let policy = example();
    let Rows::Group { of, by, .. } = &table(&policy, "manager_weeks").rows else { panic!("it is grouped") };
    assert_eq!(of.value, "contacts");
    assert_eq!(by[1].text.value, "week(contacts.date)");
    let Rows::Pairs { left, right, filter } = &table(&policy, "matches").rows else { panic!("it is paired") };
    assert_eq!((left.value.as_str(), right.value.as_str()), ("demands", "products"));
    assert!(filter.as_ref().is_some_and(|f| f.value.ends_with("<= demands.budget")));
}

#[test]
fn a_decision_table_in_yaml() {
    let policy = example();
    let segment = &table(&policy, "customers").decisions[0];
    assert_eq!(segment.hit.value, HitPolicy::First);
    let names: Vec<&str> = segment.outputs.iter().map(|o| o.name.value.as_str()).collect();
    assert_eq!(names, ["segment", "effort"]);
    let rule = &segment.rules[0];
    let tests: Vec<_> = rule.tests.iter().map(|t| (t.input.value.as_str(), t.cell.value.as_str())).collect();
    assert_eq!(tests, [("sales", ">= 5_000_000"), ("growth", ">= 10%")]);
    assert_eq!(rule.results[1].1.value, "7");
    assert!(segment.rules[3].otherwise);
}

#[test]
fn a_decision_table_in_csv() {
    let policy = example();
    let target = &table(&policy, "customers").decisions[1];
    assert_eq!(target.hit.value, HitPolicy::Unique);
    assert_eq!(target.rules[0].tests[0].cell.value, "multinational chain, local chain");
    assert_eq!(target.rules[0].results[0].1.value, "45");
    assert!(target.rules[1].otherwise);
}

#[test]
fn a_scorecard() {
    let policy = example();
    let card = &policy.scorecards[0];
    let margin = &card.measures[1];
    assert_eq!((margin.weight.value.as_str(), margin.target.value.as_str()), ("0.3", "0.18"));
    assert_eq!(margin.format, Some(NumberFormat::Percent(1)));
    let days = &card.measures[0];
    assert_eq!((days.value.value.as_str(), days.format), ("stock_days", None));
    assert_eq!(days.better.as_ref().map(|b| b.value), Some(Better::Lower));
    assert_eq!(card.bands[1].1.value, "70 .. 85");
}

#[test]
fn a_trigger() {
    let policy = example();
    let trigger = &policy.triggers[0];
    assert_eq!(trigger.severity.value, Severity::High);
    assert!(matches!(&trigger.due, Some(Due::Days(days)) if days.value == 14.0));
    assert!(trigger.message[0].1.value.starts_with("`${name}: "));
}

#[test]
fn the_report() {
    let policy = example();
    let report = policy.reports.first().expect("a report");
    assert_eq!(report.sheets[0].sort.as_ref().map(|(c, falls)| (c.value.as_str(), *falls)), Some(("sales", true)));
    assert_eq!(report.sheets[1].table.value, "orders");
}

#[test]
fn parameters_are_set_by_their_type() {
    let mut policy = example();
    set(&mut policy.parameters, "growth_floor", "5%").expect("a percentage is a number");
    assert_eq!(policy.parameters[1].value.value, Value::Number(0.05));
    set(&mut policy.parameters, "period", "2025-01-01..2025-12-31").expect("a period");
    assert_eq!(period_of(&policy.parameters).map(|p| p.days()), Some(365.0));
    let wrong = set(&mut policy.parameters, "period", "2025").expect_err("a year is no period");
    assert_eq!(wrong.message, "parameter `period` takes a period, found `2025`");
    assert_eq!(wrong.help.as_deref(), Some("write `period=2026-01-01..2026-06-30`"));
    let unknown = set(&mut policy.parameters, "growth_flor", "1").expect_err("it has another name");
    assert_eq!(unknown.help.as_deref(), Some("write `growth_floor`; its parameters are `period`, `growth_floor`"));
}

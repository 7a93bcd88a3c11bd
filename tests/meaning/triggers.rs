//! Triggers: when they fire, for whom, until when, and what they say.

use crate::support::{Decided, Pack, csv, decide};
use rulebook::policy::model::Level;
use rulebook::{Engine, RunOptions};

const POLICY: &str = "policy: p
parameters: { period: { from: 2026-01-01, to: 2026-06-30 } }
tables:
  people: { key: id, columns: { id: , name: } }
  shops:
    key: id
    columns:
      id:
      name:
      owner: { references: people }
      stock_days: { type: number }
      segment:
triggers:
";

const ROWS: [(&str, &str); 2] = [
    ("people", "id,name\nE1,Kim\nE2,\n"),
    (
        "shops",
        "id,name,owner,stock_days,segment\nS1,North,E1,70.4,S\nS2,South,E2,61,A\nS3,West,E9,90,\nS4,East,E1,,S\nS5,Mid,E1,60,S\nS6,Far,,99,C\n",
    ),
];

fn run(triggers: &str) -> Decided {
    decide(&format!("{POLICY}{triggers}"), &ROWS)
}

const SLOW: &str = "  slow_stock:
    on: shops
    when: stock_days > 60 && segment in [\"S\", \"A\"]
    severity: high
    owner: owner.name
    due: 14 days
    message: \"`${name} of ${owner.name}: ${round(stock_days)} days of stock`\"
";

#[test]
fn a_trigger_fires_only_where_its_condition_is_true() {
    let outcome = run(SLOW);
    let keys: Vec<&str> = outcome.fired("slow_stock").iter().map(|fired| fired.key.as_str()).collect();
    assert_eq!(keys, ["S1", "S2"]);
    let undetermined: Vec<&str> = outcome.undetermined.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(undetermined, ["S3", "S4"], "a blank that could have decided is listed; S6 is in no such segment");
}

#[test]
fn owners_due_dates_and_messages() {
    let outcome = run(SLOW);
    let fired = outcome.fired("slow_stock");
    assert_eq!(fired[0].owner.as_deref(), Some("Kim"));
    assert_eq!(fired[0].message, "North of Kim: 70 days of stock");
    assert_eq!(
        fired[0].due.map(|day| day.to_string()).as_deref(),
        Some("2026-07-14"),
        "days count from the end of the period"
    );
    assert_eq!(fired[0].severity, Level::High);
    assert_eq!(fired[1].owner, None, "nobody is known");
    assert_eq!(fired[1].message, "South of –: 61 days of stock");
}

#[test]
fn due_dates_stand_on_the_day_of_the_run_or_a_formula() {
    let triggers = format!(
        "{SLOW}  weekly:\n    on: shops\n    when: id == \"S1\"\n    due: 2 weeks\n  own:\n    on: shops\n    when: id == \"S1\"\n    due: month_end(today) + stock_days\n"
    );
    let pack = Pack::new(&[("policy.yaml", format!("{POLICY}{triggers}").as_bytes())]);
    let outcome = pack.decide_as_of(Some("2026-03-10"), &csv(&ROWS));
    let due = |name: &str| outcome.fired(name)[0].due.map(|day| day.to_string()).unwrap_or_default();
    assert_eq!([due("slow_stock"), due("weekly"), due("own")], ["2026-03-24", "2026-03-24", "2026-06-09"]);
}

#[test]
fn the_review_list_is_sorted_by_severity_then_policy_then_row() {
    let outcome = run(
        "  low: { on: shops, when: stock_days > 90, severity: low }\n  first: { on: shops, when: stock_days > 80 }\n  \
        second: { on: shops, when: stock_days > 80 }\n  high: { on: shops, when: stock_days > 90, severity: high }\n",
    );
    let order: Vec<String> = outcome.triggers.iter().map(|fired| format!("{} {}", fired.trigger, fired.key)).collect();
    assert_eq!(order, ["high S6", "first S3", "first S6", "second S3", "second S6", "low S6"]);
    assert_eq!(outcome.triggers[1].severity, Level::Medium, "when nothing is said");
    assert_eq!(outcome.triggers[1].message, "first", "its name, where no message is given");
}

#[test]
fn messages_and_titles_in_several_languages() {
    let triggers = "  slow:\n    on: shops\n    when: id == \"S4\"\n    title: { en: Slow stock, ko: 재고 과다 }\n    message:\n      \
        en: \"`${name}: ${stock_days} days`\"\n      ko: \"`${name}: 재고 ${stock_days}일`\"\n  plain:\n    on: shops\n    when: id == \"S4\"\n    message: Call them\n";
    let pack = Pack::new(&[("policy.yaml", format!("{POLICY}{triggers}").as_bytes())]);
    let said = |language: Option<&str>| {
        let options = RunOptions { language: language.map(str::to_string), ..RunOptions::default() };
        let outcome = Decided(Engine::new().run(&pack.policy(), &csv(&ROWS), &options).expect("it runs"));
        let slow = outcome.fired("slow")[0];
        (slow.title.clone(), slow.message.clone(), outcome.fired("plain")[0].message.clone())
    };
    let all = |title: &str, message: &str| (title.to_string(), message.to_string(), "Call them".to_string());
    assert_eq!(said(None), all("Slow stock", "East: – days"));
    assert_eq!(said(Some("ko")), all("재고 과다", "East: 재고 –일"));
    assert_eq!(said(Some("ja")), all("Slow stock", "East: – days"), "English, where the language is not there");
}

#[test]
fn figures_and_decisions_can_be_asked_for() {
    let policy = format!(
        "{POLICY}  above:\n    on: shops\n    when: stock_days > figures.mean * 1.2\n    message: \"`${{name}} against ${{round(figures.mean)}}`\"\nfigures:\n  mean: average(shops.stock_days)\n"
    );
    let outcome = decide(&policy, &ROWS);
    let messages: Vec<&str> = outcome.fired("above").iter().map(|fired| fired.message.as_str()).collect();
    assert_eq!(messages, ["Far against 76"]);
    assert_eq!(outcome.undetermined.len(), 1);
}

#[test]
fn what_a_trigger_cannot_say_is_counted() {
    let late = "  late: { on: shops, when: stock_days > 0, due: today + stock_days / (stock_days - 61), message: \"`${1 / (stock_days - 61)} left`\" }\n";
    let outcome = run(late);
    let told = |column: &str| {
        let issue = outcome.issues.iter().find(|issue| issue.column.as_deref() == Some(column)).expect("it is told");
        (issue.code.to_string(), issue.table.clone(), issue.key.clone(), issue.count)
    };
    let expected = ("division-by-zero".to_string(), Some("shops".to_string()), Some("S2".to_string()), 1);
    assert_eq!(told("late.due"), expected);
    assert_eq!(told("late.message"), expected);
}

//! `rulebook import` and `export`: decision tables of other programs.

use crate::support::Folder;
use rulebook::{Date, Engine, Policy, RunOptions, Source, Value};

const LOANS: &str = include_str!("../exchange/loans.dmn");
const SKIPPED: &str = include_str!("../exchange/skipped.dmn");
const PRICING: &str = include_str!("../exchange/pricing.json");

fn text(folder: &Folder, name: &str) -> String {
    String::from_utf8(folder.read(name)).expect("UTF-8")
}

/// A table for each hit policy.
#[test]
fn tables_of_dmn_become_a_pack() {
    let folder = Folder::new();
    std::fs::write(folder.path("loans.dmn"), LOANS).expect("it can be written");
    let ran = folder.run(&["import", "dmn", "loans.dmn"]);
    let again = folder.run(&["import", "dmn", "loans.dmn"]);
    insta::assert_snapshot!(format!("{}\n{}\n{}", ran.shown(), again.shown(), text(&folder, "loans/policy.yaml")));
}

#[test]
fn what_cannot_be_said_is_listed_with_its_place() {
    let folder = Folder::new();
    std::fs::write(folder.path("skipped.dmn"), SKIPPED).expect("it can be written");
    let ran = folder.run(&["import", "dmn", "skipped.dmn", "-o", "odd"]);
    insta::assert_snapshot!(format!("{}\n{}", ran.shown(), text(&folder, "odd/policy.yaml")));
}

#[test]
fn tables_of_jdm_become_a_pack() {
    let folder = Folder::new();
    std::fs::write(folder.path("pricing.json"), PRICING).expect("it can be written");
    let ran = folder.run(&["import", "jdm", "pricing.json", "-o", "prices"]);
    insta::assert_snapshot!(format!("{}\n{}", ran.shown(), text(&folder, "prices/policy.yaml")));
}

#[test]
fn files_of_another_kind_are_refused() {
    let folder = Folder::new();
    std::fs::write(folder.path("a.dmn"), "<definitions xmlns='https://www.omg.org/spec/BPMN/1'/>").expect("written");
    std::fs::write(folder.path("b.dmn"), "<definitions>\n  <decision>\n</definitions>").expect("written");
    std::fs::write(folder.path("c.json"), "{\n  \"nodes\": [,]\n}").expect("written");
    std::fs::write(folder.path("d.json"), "{}").expect("written");
    let lines: [&[&str]; 5] = [
        &["import", "dmn", "a.dmn", "-o", "x"],
        &["import", "dmn", "b.dmn", "-o", "x"],
        &["import", "jdm", "c.json", "-o", "x"],
        &["import", "jdm", "d.json", "-o", "x"],
        &["import", "dmn", "none.dmn", "-o", "x"],
    ];
    let all: Vec<String> = lines.iter().map(|args| folder.run(args).stderr).collect();
    insta::assert_snapshot!(all.join("\n"));
}

/// The pack of the tests, and what came over from DMN once more.
#[test]
fn tables_go_out_as_dmn_and_come_back() {
    let folder = Folder::new();
    let ran = folder.run(&["export", "dmn", "pack", "-o", "pack.dmn"]);
    insta::assert_snapshot!(format!("{}\n{}", ran.shown(), text(&folder, "pack.dmn")));
    std::fs::write(folder.path("loans.dmn"), LOANS).expect("it can be written");
    assert_eq!(folder.run(&["import", "dmn", "loans.dmn"]).code, 0);
    assert_eq!(folder.run(&["export", "dmn", "loans", "-o", "out.dmn"]).stderr, "");
    assert_eq!(folder.run(&["import", "dmn", "out.dmn", "-o", "back"]).code, 0);
    let tables = |name: &str| {
        let policy = text(&folder, name);
        let at = policy.find("    decisions:").expect("it has some");
        let plain = |line: &str| !line.trim_start().starts_with("title:");
        let lines: Vec<String> = policy[at..].lines().filter(|line| plain(line)).map(str::to_string).collect();
        // Remarks of rules have no place in it.
        lines.join("\n").replace(", note: young }", " }")
    };
    assert_eq!(tables("back/policy.yaml"), tables("loans/policy.yaml"));
}

/// What the tables give, worked out by hand by the rules of DMN.
#[test]
fn the_pack_gives_what_the_model_gives() {
    let folder = Folder::new();
    std::fs::write(folder.path("loans.dmn"), LOANS).expect("it can be written");
    assert_eq!(folder.run(&["import", "dmn", "loans.dmn"]).code, 0);
    let policy = Policy::load(folder.path("loans")).expect("it can be read");
    let (number, blank) = (|n: f64| Value::Number(n), || Value::Blank);
    let day = |text: &str| Value::Date(Date::parse(text).expect("a day"));
    let columns = ["applicant_age", "Defaults", "Amount", "member_since", "Newsletter", "Channel"];
    let rows = vec![
        vec![number(30.0), number(0.0), number(60_000.0), day("2015-05-05"), Value::Bool(true), Value::text("phone")],
        vec![number(24.0), blank(), number(100_000.0), day("2021-01-01"), Value::Bool(false), Value::text("web")],
        vec![blank(), blank(), number(100.0), blank(), blank(), blank()],
        vec![number(40.0), blank(), number(700.0), day("2019-12-31"), Value::Bool(false), Value::text("shop")],
    ];
    let source = Source::rows("cases", &columns, rows);
    let outcome = Engine::new().run(&policy, &[source], &RunOptions::default()).expect("it runs");
    let expected = [
        ("Risk", ["low", "high", "–", "medium"]),
        ("Rate", ["0.03", "0.09", "0.09", "0.05"]),
        ("Welcome", ["gold letter", "letter", "–", "gold letter"]),
        ("Desk", ["branch", "board", "branch", "branch"]),
        ("Fee", ["20", "25", "0", "5"]),
        ("Least", ["5", "5", "–", "5"]),
        ("Most", ["20", "20", "–", "5"]),
        ("Papers", ["2", "2", "0", "1"]),
        ("Letters", ["payslip, passport", "payslip, passport", "", "passport"]),
        ("Steps", ["visit, call", "visit, call", "", "call"]),
        ("sorted_steps", ["call, visit", "call, visit", "", "call"]),
        ("days", ["30", "0", "30", "14"]),
        ("note", ["–", "paid, at once", "–", "by \"hand\""]),
    ];
    for (name, wanted) in expected {
        let column = outcome.tables[0].columns.iter().find(|column| column.name == name).expect("it is there");
        let given: Vec<String> = (0..wanted.len()).map(|row| column.data.value(row).to_string()).collect();
        assert_eq!(given, wanted, "{name}");
    }
}

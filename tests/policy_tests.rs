//! `rulebook test`, as the person who keeps a policy meets it.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

const POLICY: &str = r#"policy: shops
version: "1"
title: Shops
parameters:
  period: { from: 2026-01-01, to: 2026-06-30 }
  slow_days: 90
tables:
  customers:
    key: id
    columns:
      id:
      name:
      category: { one_of: [chain, store] }
      prior_sales: { type: number }
      stock: { type: number, required: true }
    formulas:
      sales: sum(orders.amount, orders.date in period)
      growth: sales / prior_sales - 1
      days: if sales > 0 { stock / sales * 181 } else { 0 }
      label: name ?? id
    decisions:
      segment:
        hit: first
        outputs: [segment, effort]
        rules:
          - { category: chain, growth: ">= 10%", then: { segment: S, effort: 7 } }
          - { growth: ">= 10%", then: { segment: A, effort: 4 } }
          - { otherwise: true, then: { segment: B, effort: 1 } }
  orders:
    columns:
      customer: { references: customers, required: true }
      date: { type: date }
      amount: { type: number }
  months:
    group: orders
    by: { month: month_start(date) }
    formulas:
      amount: sum(orders.amount)
      large: amount > 100
figures:
  total: sum(customers.sales)
scorecards:
  card:
    on: customers
    measures:
      growth: { weight: 50%, target: 20%, worst: 0% }
      days: { weight: 50%, target: 30, worst: 90 }
    bands: { A: ">= 50", B: "< 50" }
triggers:
  slow:
    on: customers
    when: days > slow_days
    severity: high
    owner: name
    due: 14 days
    message: "`${label}: ${round(days)} days`"
"#;

/// A pack in a folder that goes away with the test.
struct Pack(PathBuf);

impl Pack {
    fn new(tests: &str) -> Pack {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let pack = Pack(std::env::temp_dir().join(format!("rulebook-tests-{}-{number}", std::process::id())));
        std::fs::create_dir_all(pack.0.join("pack")).expect("a temporary folder can be made");
        std::fs::write(pack.0.join("pack/policy.yaml"), POLICY).expect("a file can be written");
        std::fs::write(pack.0.join("pack/tests.yaml"), tests).expect("a file can be written");
        pack
    }

    /// The tests as they stand in the file.
    fn tests(&self) -> String {
        std::fs::read_to_string(self.0.join("pack/tests.yaml")).expect("the file is there")
    }

    /// Runs `rulebook test pack`: how it ended, and all it said.
    fn test(&self, more: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_rulebook"))
            .args(["test", "pack"])
            .args(more)
            .current_dir(&self.0)
            .env_remove("CLICOLOR_FORCE")
            .env("LC_ALL", "C")
            .output()
            .expect("the command starts");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_string();
        let code = output.status.code().unwrap_or(-1);
        format!("exit {code}\n{}\n{}", text(&output.stdout), text(&output.stderr)).trim_end().to_string()
    }
}

impl Drop for Pack {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const PASSING: &str = r#"tests:
  - name: a chain that grows is an S
    given:
      customers: [{ id: C1, category: chain, prior_sales: 100, stock: 1 }]
      orders:
        - { customer: C1, date: 2026-02-01, amount: 112 }
        - { customer: C1, date: 2025-02-01, amount: 50 }
    expect:
      customers: { C1: { segment: S, effort: 7, growth: 12%, sales: 112 } }
      months: [{ month: 2026-02-01, amount: 112, large: true }, { month: 2025-02-01, large: false }]
      figures: { total: 112 }
      issues: []
  - name: what is given stands in for what is worked out
    given:
      customers:
        - { growth: 12%, category: chain }
        - { growth: 12%, category: store, days: 100, name: Kim }
    expect:
      customers: { "1": { segment: S }, "2": { segment: A, card.score: 30 } }
      scorecards: { card: { "2": { score: 30, band: B, growth_points: 60, growth: 12% } } }
      triggers: { slow: { "2": { owner: Kim, due: 2026-07-14, severity: high, message: "Kim: 100 days" } } }
  - name: a score in band A
    given: { customers: [{ growth: 20%, days: 30 }] }
    expect: { scorecards: { card: { "1": { band: A, rank: 1 } } } }
  - name: rows that cannot be used are left out, and values stay with their rows
    set: { slow_days: 50 }
    given:
      customers: [{ id: C1, stock: n/a, days: 70 }, { id: C2, stock: 3, days: 60 }, { id: C3, stock: 3 }]
      orders: [{ customer: C9, amount: 1 }]
    expect:
      rejected: { customers: 1, orders: 1 }
      rows: { customers: 2 }
      customers: { C2: { days: 60 }, C3: { days: 0, growth: blank } }
      issues: [{ code: bad-number, table: customers, count: 1 }, unknown-reference]
      triggers: { slow: [C2] }
      counts: { customers: { segment: { B: 2 } } }
  - name: rows of a group are found by what makes them
    given:
      customers: [{ id: C1, stock: 0 }]
      orders: [{ customer: C1, date: 2026-02-03, amount: 1 }]
      months: [{ month: 2026-02-01, amount: 200 }]
    expect: { months: [{ month: 2026-02-01, large: true }] }
"#;

#[test]
fn everything_a_case_can_give_and_expect() {
    let said = Pack::new(PASSING).test(&["--min-coverage", "100%"]);
    insta::assert_snapshot!(said);
}

#[test]
fn a_failure_says_what_was_found_and_what_led_to_it() {
    let tests = r#"tests:
  - name: a chain that grows is an S
    given:
      customers: [{ id: C1, category: chain, prior_sales: 100, stock: 60, name: Kim }]
      orders:
        - { customer: C1, date: 2026-02-01, amount: 60 }
        - { customer: C1, date: 2026-03-01, amount: 45 }
        - { customer: C1, date: 2025-02-01, amount: 50 }
    expect:
      customers: { C1: { segment: S }, C2: { segment: B } }
      figures: { total: 106 }
      scorecards: { card: { C1: { score: 50 } } }
      triggers: { slow: { C1: { owner: Lee } } }
      rows: { orders: 2 }
  - name: nothing is slow, nothing is wrong
    given: { customers: [{ id: C1, days: 91, stock: 5 }, { id: C2, stock: n/a }, { id: C3, stock: 1 }] }
    expect:
      triggers: { slow: [C3] }
      issues: []
      rejected: { customers: 0 }
      counts: { customers: { segment: { S: 1 } } }
"#;
    let pack = Pack::new(tests);
    insta::assert_snapshot!("a_failure_is_told_in_short", pack.test(&[]));
    insta::assert_snapshot!(pack.test(&["--why"]));
}

#[test]
fn what_no_test_shows_is_listed_with_its_place() {
    let tests = r#"tests:
  - name: a small one
    given: { customers: [{ id: C1, growth: 5%, name: Kim }] }
    expect: { customers: { C1: { segment: B } } }
"#;
    insta::assert_snapshot!(Pack::new(tests).test(&["--min-coverage", "90%"]));
}

/// The other tests run; `check` says where the missing workbook is named.
#[test]
fn a_workbook_that_is_not_there_fails_its_test_alone() {
    let tests = r#"tests:
  - name: a small one
    given: { customers: [{ id: C1, growth: 5%, name: Kim }] }
    expect: { customers: { C1: { segment: B } } }
  - name: the figures of March
    workbook: march.xlsx
    expect: { figures: { total: 106 } }
"#;
    insta::assert_snapshot!(Pack::new(tests).test(&[]));
}

#[test]
fn every_mistake_in_the_tests_has_its_place() {
    let tests = r#"tests:
  - name: mistakes
    set: { slow_day: 5 }
    as_of: tomorrow
    given:
      customer: [{ id: C1 }]
      customers: [{ id: C1, grwth: 5%, days: many }]
      months: [{ amount: 5 }, { month: 2026-02-01 }]
    expect:
      customers: { C1: { segmnt: S } }
      trigers: { slow: [C1] }
      triggers: { slo: [C1], slow: { C1: { severity: urgent, ownr: Kim } } }
      scorecards: { card: { C1: { scor: 5 } } }
      issues: [{ table: customers }]
      rejected: { orders: few }
      months: { { amount: 5 }: { total: 5 } }
  - given: {}
  - name: mistakes
    workbok: book.xlsx
    workbook: book.xlsx
"#;
    insta::assert_snapshot!(Pack::new(tests).test(&[]));
}

/// What is given to a row that is not made would be passed over.
#[test]
fn values_given_to_a_row_that_is_not_there_fail_the_test() {
    let tests = r#"tests:
  - name: no such month
    given:
      customers: [{ id: C1 }]
      months: [{ month: 2026-02-01, amount: 112 }]
    expect: { rows: { customers: 1 } }
"#;
    let said = Pack::new(tests).test(&[]);
    assert!(said.contains("months [2026-02-01]: expected a row, got no such row"), "{said}");
}

/// Mistakes of the policy do not hide those of its tests, and make none up.
#[test]
fn mistakes_of_tests_are_told_beside_those_of_the_policy() {
    let tests = r#"tests:
  - name: gone
    given: { customers: [{ id: C1, colour: red, days: many }] }
    expect: { customers: { C1: { segment: S, growth: 30% } } }
"#;
    let pack = Pack::new(tests);
    let path = pack.0.join("pack/policy.yaml");
    let policy = std::fs::read_to_string(&path).expect("it is there");
    std::fs::write(&path, policy.replacen("      growth: ", "      growht: ", 1)).expect("it can be written");
    let said = pack.test(&[]);
    assert!(said.contains("customers` has no column `colour`"), "{said}");
    assert!(said.contains("take it out of the test, too"), "{said}");
    assert!(!said.contains("has no column `growth`"), "{said}");
    assert!(!said.contains("expected a number"), "{said}");
}

const OUTDATED: &str = r#"# the file's own words
tests:
  - name: a chain that grows is an S   # this name stays
    given:
      customers: [{ id: C1, category: chain, prior_sales: 100, stock: 60, name: Kim }]
      orders:
        - { customer: C1, date: 2026-02-01, amount: 60 }
        - { customer: C1, date: 2026-03-01, amount: 45 }
        - { customer: C1, date: 2025-02-01, amount: 50 }
    expect:
      customers: { C1: { segment: 'S', growth: 30.0%, sales: 1_000, name: } }   # what it should be
      figures: { total: blank }
      scorecards:
        card:
          C1:
            score: 50     # of 100
            band: A
      triggers: { slow: { C1: { owner: Lee, due: ~ } } }
      rows: { orders: 2 }
  - name: lists
    given: { customers: [{ id: C1, days: 91, stock: 5 }, { id: C2, stock: n/a }, { id: C3, stock: 1 }] }
    expect:
      triggers: { slow: [C0, C3] }
      undetermined: { slow: [C9] }
      rejected: { customers: 0 }
      counts: { customers: { segment: { S: 1, B: 1 } } }
      issues: [{ code: bad-number, count: 3 }]
  - name: a line for each key
    given: { customers: [{ id: "1", days: 91 }, { id: "a: b", days: 92 }, { id: C3, days: 1 }] }
    expect:
      triggers:
        slow:
          # the slow ones
          - C3
          - "1"    # surely
"#;

#[test]
fn accepting_writes_what_was_found_and_nothing_else() {
    let pack = Pack::new(OUTDATED);
    let said = pack.test(&["--accept"]);
    let written = pack.tests();
    insta::assert_snapshot!(format!("{said}\n\n{written}"));
    assert!(pack.test(&["--accept"]).contains("there is nothing to accept"));
    assert_eq!(pack.tests(), written);
}

#[test]
fn what_cannot_be_accepted_is_left_with_a_reason() {
    let tests = r#"tests:
  - name: a row that is not there, an issue, a value of several
    given: &two
      customers: [{ id: C1, growth: 5%, name: &who Kim }, { id: C2, growth: 15%, category: store }]
    expect:
      customers: { C1: { segment: &kind A, name: *kind }, C2: { segment: *kind }, C7: { segment: S } }
      issues: []
  - name: the same twice is changed once
    given: *two
    expect: &rows
      customers: { C1: { segment: &other S, label: *who }, C2: { effort: 3 } }
  - name: the rows of another test
    given: *two
    expect: *rows
  - name: a trigger by rows
    given: { customers: [{ id: C1, days: 91 }, { id: C2, days: 1 }] }
    expect: { triggers: { slow: { C2: { owner: Kim } } }, customers: [{ days: 90 }], issues: [no-rule] }
"#;
    let pack = Pack::new(tests);
    let said = pack.test(&["--accept"]);
    insta::assert_snapshot!(format!("{said}\n\n{}", pack.tests()));
}

#[test]
fn one_test_is_accepted_alone_and_programs_read_what_was() {
    let pack = Pack::new(OUTDATED);
    let said = pack.test(&["--accept", "--case", "a line for each key", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(said.split_once('\n').expect("two lines").1).expect("JSON");
    assert_eq!(json["passed"], 1);
    assert_eq!(json["accepted"].as_array().map(Vec::len), Some(2), "{said}");
    assert_eq!(json["accepted"][0]["test"], "a line for each key");
    assert_eq!(json["left"].as_array().map(Vec::len), Some(0), "{said}");
    let changed = pack.tests().lines().zip(OUTDATED.lines()).filter(|(new, old)| new != old).count();
    assert_eq!(changed, 2, "{}", pack.tests());
}

#[test]
fn a_file_that_cannot_be_written_stays_as_it_is() {
    let pack = Pack::new(OUTDATED);
    let path = pack.0.join("pack/tests.yaml");
    let mut may = std::fs::metadata(&path).expect("the file is there").permissions();
    may.set_readonly(true);
    std::fs::set_permissions(&path, may).expect("it can be made read-only");
    let said = pack.test(&["--accept", "--case", "a line for each key"]);
    assert_eq!(pack.tests(), OUTDATED);
    let folder = pack.0.canonicalize().expect("the folder is there").display().to_string();
    insta::assert_snapshot!(said.replace(&folder, "FOLDER"));
}

#[test]
fn line_ends_and_marks_of_the_file_stay() {
    let pack = Pack::new(&format!("\u{feff}{}", OUTDATED.replace('\n', "\r\n")));
    pack.test(&["--accept"]);
    let plain = Pack::new(OUTDATED);
    plain.test(&["--accept"]);
    assert_eq!(pack.tests(), format!("\u{feff}{}", plain.tests().replace('\n', "\r\n")));
}

/// What is suggested goes to stdout, to be added to the file; then nothing is missing.
#[test]
fn tests_are_suggested_for_what_the_tests_leave_open() {
    let pack = Pack::new(
        r#"tests:
  - name: a small one
    given: { customers: [{ id: C1, growth: 5%, category: chain, name: Kim }] }
    expect: { customers: { C1: { segment: B } } }
"#,
    );
    let said = pack.test(&["--suggest"]);
    insta::assert_snapshot!(said);
    let json = pack.test(&["--suggest", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(json.split_once('\n').expect("two lines").1).expect("JSON");
    let yaml = json["yaml"].as_str().expect("a text");
    std::fs::write(pack.0.join("pack/tests.yaml"), pack.tests() + yaml).expect("a file can be written");
    let said = pack.test(&["--min-coverage", "100%"]);
    assert!(said.starts_with("exit 0"), "{said}");
    assert!(pack.test(&["--suggest"]).contains("leave nothing open"));
    std::fs::remove_file(pack.0.join("pack/tests.yaml")).expect("the file is there");
    assert!(pack.test(&["--suggest"]).starts_with("exit 0\ntests:\n"), "a pack without tests");
}

#[test]
fn one_case_alone_and_one_that_is_not_there() {
    let pack = Pack::new(PASSING);
    assert!(pack.test(&["--case", "a score in band A"]).contains("1 passed, 0 failed"));
    insta::assert_snapshot!(pack.test(&["--case", "a score in band B"]));
}

#[test]
fn findings_of_the_policy_can_be_expected() {
    let tests = r#"tests:
  - name: the policy is clean
    given: {}
    expect: { findings: [] }
  - name: it is not
    given: {}
    expect: { findings: [gap] }
"#;
    insta::assert_snapshot!(
        Pack::new(tests).test(&["--format", "json"]).lines().take(24).collect::<Vec<_>>().join("\n")
    );
}

/// The policy of a pack with one number of it another, for some of its numbers.
fn edited(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut all = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some((before, rest)) = line.split_once("\">= ") else { continue };
        let digits: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '_').collect();
        let Ok(number) = digits.replace('_', "").parse::<u64>() else { continue };
        let line = format!("{before}\">= {}{}", number + 1 + number / 3, &rest[digits.len()..]);
        let mut lines: Vec<&str> = lines.clone();
        lines[at] = &line;
        all.push(lines.join("\n") + "\n");
    }
    all
}

/// After an edit of a shipped policy, accepting makes every test pass but for what it leaves, and changes nothing
/// but expected values.
#[test]
fn accepting_after_an_edit_of_a_shipped_policy() {
    use rulebook::cases::Suite;
    let engine = rulebook::Engine::new();
    let mut accepted_in_all = 0;
    for pack in ["strategic-accounts", "one-to-one", "industry-scan"] {
        let folder = PathBuf::from("rules").join(pack);
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("the pack has it");
        let (policy, tests) = (read("policy.yaml"), read("tests.yaml"));
        for policy in edited(&policy).into_iter().take(6) {
            let mut files = rulebook::PackFiles::at(&folder).expect("the pack is there");
            files.lay("policy.yaml", policy).expect("a name inside the pack");
            // An edit that makes a policy wrong is told before its tests are run.
            let Ok(suite) = Suite::read(&engine, files) else { continue };
            let report = suite.run(&engine).unwrap_or_else(|error| panic!("{error}"));
            let accepted = suite.accept(&engine, &report).unwrap_or_else(|error| panic!("{error}"));
            for failure in accepted.report.cases.iter().flat_map(|case| &case.failures) {
                let left = accepted.left.iter().any(|left| left.subject == failure.subject);
                assert!(left, "{pack} {}: {} is {}", failure.place, failure.subject, failure.found);
            }
            let bytes = accepted.bytes().expect("it is there");
            let written = std::str::from_utf8(&bytes).expect("UTF-8");
            let differ: Vec<(&str, &str)> =
                written.lines().zip(tests.lines()).filter(|(new, old)| new != old).collect();
            assert_eq!(written.lines().count(), tests.lines().count(), "{pack}");
            assert!(differ.len() <= accepted.changes.len(), "{pack}: {differ:?}");
            for (new, old) in differ {
                let remark = |line: &str| line.split_once(" #").map(|(_, remark)| remark.to_string());
                assert_eq!(remark(new), remark(old), "{pack}");
            }
            accepted_in_all += accepted.changes.len();
        }
    }
    assert!(accepted_in_all > 10, "{accepted_in_all} values were accepted: the edits change too little");
}

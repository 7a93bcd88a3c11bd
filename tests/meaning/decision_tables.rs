//! Decision tables where they are more than values: rules in a sheet, many rules, what `check` says. What
//! each hit policy and each test in a cell means stands in `tests/language`.

use crate::support::{Pack, csv, findings};
use rulebook::Engine;
use rulebook::cases::Suite;
use rulebook::cells::CellValue;
use rust_xlsxwriter::Workbook;
use std::ops::ControlFlow;
use std::path::PathBuf;

const HEAD: &str = "policy: dmn
parameters: { period: { from: 2026-01-01, to: 2026-06-30 } }
tables:
  applicants:
    key: id
    columns:
      id:
      age: { type: number, required: false }
      risk: { required: false }
      member: { type: bool, required: false }
      joined: { type: date, required: false }
      spent: { type: number, required: false }
    decisions:
";

/// The packs of `tests/language` whose rules stand in a CSV file, too.
fn packs_with_files() -> Vec<PathBuf> {
    let entries = std::fs::read_dir("tests/language").expect("the folder is there");
    let packs = entries.map(|entry| entry.expect("an entry").path());
    packs.filter(|pack| pack.join("rules.csv").exists()).collect()
}

/// The rules of a CSV file as a sheet, below a title and beside an empty column; numbers as numbers.
fn as_sheet(rules: Vec<u8>) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Rules").expect("a name");
    let mut source = rulebook::cells::open_bytes("rules.csv", rules).expect("a CSV file");
    let read = source.read(0, &mut |cell| {
        let CellValue::Text(text) = cell.value else { panic!("a CSV file holds texts") };
        let (row, column) = (cell.row + 2, cell.column as u16 + 1);
        match rulebook::value::number::parse(text).filter(|_| !text.contains(' ')) {
            Some(number) => sheet.write(row, column, number).expect("a cell"),
            None => sheet.write(row, column, text).expect("a cell"),
        };
        ControlFlow::Continue(())
    });
    read.expect("the file is read to its end");
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn rules_in_a_sheet_decide_as_in_a_csv_file() {
    let packs = packs_with_files();
    assert!(packs.len() > 8, "{packs:?}");
    let engine = Engine::new();
    for pack in packs {
        let read = |name: &str| std::fs::read(pack.join(name)).expect("a file");
        let policy = String::from_utf8(read("policy.yaml")).expect("UTF-8");
        let policy = policy.replace("table: rules.csv", "table: \"rules.xlsx#Rules\"");
        let files = [
            ("policy.yaml", policy.into_bytes()),
            ("tests.yaml", read("tests.yaml")),
            ("rules.xlsx", as_sheet(read("rules.csv"))),
        ];
        let copy = Pack::new(&files.each_ref().map(|(name, bytes)| (*name, &bytes[..])));
        let suite =
            Suite::load(&engine, copy.path()).unwrap_or_else(|findings| panic!("{}: {findings}", pack.display()));
        let report = suite.run(&engine).unwrap_or_else(|error| panic!("{error}"));
        let (passed, failed) = report.counts();
        assert!(passed > 0 && failed == 0, "{}: {}", pack.display(), report.text());
    }
}

#[test]
fn issues_cite_the_rule_they_come_from() {
    let rules = "        rules:\n          - { age: \"= spent\", then: A }\n          - { age: \"> 60\", then: B }\n";
    for (hit, code) in [("unique", "several-rules"), ("any", "rules-disagree")] {
        let policy = format!("{HEAD}      class:\n        hit: {hit}\n{rules}");
        let pack = Pack::new(&[("policy.yaml", policy.as_bytes())]);
        let outcome = pack.decide(&csv(&[("applicants", "id,age,spent\nA1,70,70\n")]));
        let issues = outcome.issues_of(code);
        let cited = issues[0].rule_text.as_deref().unwrap_or("");
        assert!(cited.contains("policy.yaml:"), "{hit}: {cited}");
    }
}

#[test]
fn many_rules_are_found_by_index() {
    let rule = |at: usize| format!("          - {{ risk: R{at}, age: \"{at} .. {}\", then: {at} }}\n", at + 10);
    let rules: String = (0..80).map(rule).collect();
    for hit in ["unique", "first", "any"] {
        let policy = format!("{HEAD}      code:\n        hit: {hit}\n        rules:\n{rules}");
        let pack = Pack::new(&[("policy.yaml", policy.as_bytes())]);
        let outcome =
            pack.decide(&csv(&[("applicants", "id,age,risk\nA1,7,R7\nA2,17,R7\nA3,79.5,R79\nA4,5,\nA5,5,R99\n")]));
        assert_eq!(outcome.texts("applicants", "code"), ["7", "–", "79", "–", "–"], "{hit}");
        let keys: Vec<_> = outcome.issues_of("no-rule").iter().filter_map(|issue| issue.key.clone()).collect();
        assert_eq!(keys, ["A2", "A4", "A5"], "{hit}");
    }
}

#[test]
fn an_overlap_in_a_unique_table_is_found_before_any_row_is_read() {
    let policy = format!(
        "{HEAD}      class:\n        hit: unique\n        rules:\n          - {{ age: \"< 20\", then: A }}\n          - {{ age: \">= 18\", then: B }}\n"
    );
    let said = findings(&policy);
    assert!(said.contains("error[overlap]"), "{said}");
    assert!(said.contains("two rules match age 18 .. 20"), "{said}");
}

#[test]
fn the_values_a_parameter_may_have_leave_no_gap() {
    let scheme = "parameters: { scheme: { value: \"7:3\", one_of: [\"7:3\", \"8:2\"] }, period";
    let policy = format!(
        "{}      part:\n        rules:\n          - {{ scheme: '\"7:3\"', member: true, then: 7 }}\n          - {{ scheme: '\"8:2\"', member: true, then: 8 }}\n          - {{ member: false, then: 0 }}\n",
        HEAD.replace("parameters: { period", scheme)
    );
    assert!(!findings(&policy).contains("[gap]"), "{}", findings(&policy));
    let narrower = policy.replace("one_of: [\"7:3\", \"8:2\"]", "one_of: [\"7:3\", \"8:2\", \"9:1\"]");
    assert!(findings(&narrower).contains("no rule of `part` for scheme 9:1"), "{}", findings(&narrower));
}

#[test]
fn silence_is_never_the_answer_to_many_faults() {
    let policy = format!(
        "{HEAD}      class:\n        hit: first\n        rules:\n          - {{ age: \"> 1000\", then: A }}\n          - {{ risk: High, then: B }}\n"
    );
    let rows: String = (0..250).map(|at| format!("A{at},{at}\n")).collect();
    let outcome =
        Pack::new(&[("policy.yaml", policy.as_bytes())]).decide(&csv(&[("applicants", &format!("id,age\n{rows}"))]));
    let told: usize = outcome.issues_of("no-rule").iter().map(|issue| issue.count).sum();
    assert_eq!(told, 250);
    assert_eq!(outcome.issues_of("no-rule").len(), 101, "a hundred one by one, the rest counted");
}

#[test]
fn a_cell_may_name_parameters() {
    let policy = format!(
        "{}      class:\n        hit: unique\n        rules:\n          - {{ age: \">= senior\", then: senior }}\n          - {{ age: \"junior .. senior\", then: middle }}\n          - {{ age: \"< junior\", then: junior }}\n",
        HEAD.replace("parameters: { period", "parameters: { junior: 20, senior: 60, period")
    );
    let pack = Pack::new(&[("policy.yaml", policy.as_bytes())]);
    // Its value is known to the analysis too: no gap, no overlap.
    assert!(!pack.findings().contains("error"), "{}", pack.findings());
    assert!(!pack.findings().contains("[gap]"), "{}", pack.findings());
    let outcome = pack.decide(&csv(&[("applicants", "id,age\nA1,60\nA2,20\nA3,19\n")]));
    assert_eq!(outcome.texts("applicants", "class"), ["senior", "middle", "junior"]);
    let unknown = findings(&policy.replace(">= senior", ">= seniour"));
    assert!(unknown.contains("seniour"), "{unknown}");
}

#[test]
fn a_rule_that_matches_every_row_says_so() {
    let table = |hit: &str, rule: &str| {
        format!(
            "{HEAD}      class:\n        hit: {hit}\n        outputs: {{ class: [\"1\", \"5\"] }}\n        rules:\n          \
                - {{ age: \">= 18\", then: \"5\" }}\n          - {rule}\n"
        )
    };
    let code = "matches-all";
    for hit in ["any", "priority", "rule order", "output order", "collect", "collect count"] {
        let said = findings(&table(hit, "{ then: \"1\" }"));
        assert!(said.contains("warning[matches-all]: this rule has no tests"), "{hit}: {said}");
        assert!(said.contains("write `otherwise: true`"), "{hit}: {said}");
        for clear in ["{ age: \"-\", then: \"1\" }", "{ otherwise: true, then: \"1\" }"] {
            assert!(!findings(&table(hit, clear)).contains(code), "{hit}: {clear}");
        }
    }
    // There `-` is no way out: any other rule that matches leaves the row blank.
    for rule in ["{ then: \"1\" }", "{ age: \"-\", then: \"1\" }"] {
        let said = findings(&table("unique", rule));
        assert!(said.contains("error[matches-all]"), "{said}");
        assert_eq!(said.matches("error[").count(), 1, "{said}");
    }
    assert!(!findings(&table("unique", "{ otherwise: true, then: \"1\" }")).contains(code));
    assert!(!findings(&table("first", "{ then: \"1\" }")).contains(code));
}

#[test]
fn what_is_meant_by_a_rule_without_tests_can_be_put_in() {
    let policy = format!(
        "{HEAD}      fee:\n        hit: collect sum\n        rules: [{{ age: \"> 3\", then: 5 }}, {{ then: 1 }}]\n"
    );
    let pack = Pack::new(&[("policy.yaml", policy.as_bytes())]);
    let findings = Engine::new().check(&pack.policy());
    let found = findings.diagnostics().iter().find(|found| found.code == "matches-all").expect("it is found");
    let fix = found.fix.clone().expect("it can be mended");
    assert!(!fix.certain);
    let (start, end) = (fix.span.start as usize, fix.span.end as usize);
    let mended = format!("{}{}{}", &policy[..start], fix.text, &policy[end..]);
    assert!(mended.contains("{ otherwise: true, then: 1 }"), "{mended}");
    let pack = Pack::new(&[("policy.yaml", mended.as_bytes())]);
    assert!(!pack.findings().contains("matches-all"), "{}", pack.findings());
}

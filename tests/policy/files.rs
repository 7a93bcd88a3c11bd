//! Packs in memory, on disk, and a folder with unsaved texts laid over it.

use crate::support::Folder;
use rulebook::cases::Suite;
use rulebook::value::Value;
use rulebook::{Engine, Findings, LoadOptions, PackFiles, Policy, RunOptions, Source};

const POLICY: &str = "\
policy: refunds
tables:
  refunds:
    key: id
    columns: { id: , amount: { type: number }, parts: { type: number } }
    formulas: { each: amount / parts }
    decisions: { path: { table: paths.csv } }
";
const PATHS: &str = "each,path\n< 100,pay\n>= 100,ask\n";

fn rows() -> [Source; 1] {
    let row = |id, amount, parts| vec![Value::text(id), Value::Number(amount), Value::Number(parts)];
    [Source::rows(
        "refunds",
        &["id", "amount", "parts"],
        vec![row("R1", 50.0, 1.0), row("R2", 300.0, 2.0), row("R3", 1.0, 0.0)],
    )]
}

/// The report as JSON, and in it the paths decided.
fn report(policy: &Policy) -> (String, Vec<String>) {
    let outcome = Engine::new().run(policy, &rows(), &RunOptions::default()).unwrap_or_else(|error| panic!("{error}"));
    let column = outcome.tables[0].columns.iter().find(|column| column.name == "path").expect("it is decided");
    let paths = (0..3).map(|row| column.data.value(row).to_string()).collect();
    (rulebook::export::json::to_value(&outcome).to_string(), paths)
}

fn ok<T>(result: Result<T, Findings>) -> T {
    result.unwrap_or_else(|findings| panic!("{findings}"))
}

fn said<T>(result: Result<T, Findings>) -> String {
    result.err().map(|findings| findings.to_string()).unwrap_or_default()
}

#[test]
fn one_text_is_a_policy() {
    let policy =
        ok(Policy::parse("policy: p\ntables: { t: { columns: { a: { type: number } }, formulas: { b: a * 2 } } }\n"));
    assert_eq!(Engine::new().check(&policy).to_string(), "");
    assert!(policy.paths().is_empty());
    let source = Source::rows("t", &["a"], vec![vec![Value::Number(21.0)]]);
    let outcome = Engine::new().run(&policy, &[source], &RunOptions::default()).expect("it runs");
    assert_eq!(outcome.tables[0].columns[1].data.value(0), Value::Number(42.0));
}

#[test]
fn a_mistake_in_a_text_is_told_without_a_folder() {
    let policy = ok(Policy::parse(
        "policy: p\ntables: { t: { columns: { cost: { type: number } }, formulas: { b: coast } } }\n",
    ));
    let findings = Engine::new().check(&policy).to_string();
    assert!(findings.contains("--> policy.yaml:2:"), "{findings}");
}

#[test]
fn files_in_memory_are_a_pack() {
    let policy = ok(Policy::from_files([("./policy.yaml", POLICY), ("paths.csv", PATHS), ("a.rhai", "fn f(x) { x }")]));
    assert_eq!(report(&policy).1, ["pay", "ask", "–"]);
    assert_eq!(policy.sources().iter().count(), 3);
}

#[test]
fn what_a_pack_in_memory_lacks_is_told() {
    let none = said(Policy::from_files([("paths.csv", PATHS)]));
    assert!(none.contains("the pack holds no `policy.yaml`") && none.contains("add a file named"), "{none}");
    let other = said(Policy::from_files([("rules.yaml", POLICY)]));
    assert!(other.contains("rename the policy to `policy.yaml`") && other.contains("found `rules.yaml`"), "{other}");
    let twice = said(Policy::from_files([("policy.yaml", POLICY), ("./policy.yaml", POLICY)]));
    assert!(twice.contains("two files of the pack are named `policy.yaml`"), "{twice}");
    let outside = said(Policy::from_files([("../policy.yaml", POLICY)]));
    assert!(outside.contains("`../policy.yaml` lies outside the pack"), "{outside}");
    let bytes = said(Policy::from_files([("policy.yaml", b"policy: \xb0\xed".to_vec())]));
    assert!(bytes.contains("`policy.yaml` is not UTF-8: line 1"), "{bytes}");
    let policy = ok(Policy::from_files([("policy.yaml", POLICY)]));
    let table = Engine::new().check(&policy).to_string();
    assert!(table.contains("the pack has no file `paths.csv`"), "{table}");
}

#[test]
fn unsaved_texts_lie_over_a_folder() {
    let folder = Folder::new(&[("policy.yaml", POLICY.as_bytes()), ("paths.csv", PATHS.as_bytes())]);
    let mut files = PackFiles::at(&folder.0).expect("it is there");
    files.lay("paths.csv", PATHS.replace("100", "10")).expect("it lies inside");
    let policy = ok(Policy::read(&files, &LoadOptions::default()));
    assert_eq!(report(&policy).1, ["ask", "ask", "–"]);
    files.lay("policy.yaml", POLICY.replace("/ parts", "/ pats")).expect("it lies inside");
    let policy = ok(Policy::read(&files, &LoadOptions::default()));
    let findings = Engine::new().check(&policy).to_string();
    assert!(findings.contains(&format!("{}/policy.yaml:6:", folder.0.display())), "{findings}");
}

#[test]
fn a_report_does_not_depend_on_where_the_pack_lies() {
    let files = [("policy.yaml", POLICY.as_bytes()), ("paths.csv", PATHS.as_bytes())];
    let (one, other) = (Folder::new(&files), Folder::new(&files));
    let first = report(&ok(Policy::load(&one.0))).0;
    assert!(first.contains("\"rule\":\"policy.yaml:6\""), "{first}");
    assert_eq!(first, report(&ok(Policy::load(&other.0))).0);
    assert_eq!(first, report(&ok(Policy::load(one.0.join("./policy.yaml")))).0);
    let memory = Policy::from_files([("policy.yaml", POLICY), ("paths.csv", PATHS)]);
    assert_eq!(first, report(&ok(memory)).0);
}

#[cfg(unix)]
#[test]
fn a_table_that_is_a_link_out_of_the_pack_is_refused() {
    let secret = Folder::new(&[("secret.csv", b"each,path\nroot:x:0,0\n")]);
    let folder = Folder::new(&[("policy.yaml", POLICY.as_bytes())]);
    std::os::unix::fs::symlink(secret.0.join("secret.csv"), folder.0.join("paths.csv")).expect("a link");
    let policy = ok(Policy::load(&folder.0));
    let findings = Engine::new().check(&policy).to_string();
    assert!(findings.contains("`paths.csv` lies outside the pack"), "{findings}");
    assert!(!findings.contains("root:x"), "{findings}");
}

#[test]
fn tests_of_a_pack_in_memory_run() {
    let tests = "tests: [{ name: small, given: { refunds: [{ id: R1, amount: 1, parts: 1 }] }, expect: { refunds: { R1: { path: pay } } } }]";
    let files = PackFiles::new([("policy.yaml", POLICY), ("paths.csv", PATHS), ("tests.yaml", tests)]).expect("three");
    let suite = ok(Suite::read(&Engine::new(), files));
    assert_eq!(suite.run(&Engine::new()).expect("it runs").counts(), (1, 0));
    let without = PackFiles::new([("policy.yaml", POLICY), ("paths.csv", PATHS)]).expect("two");
    assert!(said(Suite::read(&Engine::new(), without)).contains("the pack has no `tests.yaml`"));
    let absolute = "tests: [{ name: small, workbook: /etc/hostname, expect: {} }]";
    let folder = Folder::new(&[
        ("policy.yaml", POLICY.as_bytes()),
        ("paths.csv", PATHS.as_bytes()),
        ("tests.yaml", absolute.as_bytes()),
    ]);
    assert!(said(Suite::load(&Engine::new(), &folder.0)).contains("`/etc/hostname` is an absolute path"));
}

/// What is no workbook is not shown, whatever path or link leads to it; workbooks beside the pack are.
#[cfg(unix)]
#[test]
fn tests_read_nothing_outside_the_pack_but_workbooks() {
    let outside = Folder::new(&[("secret.txt", b"root:x:0:0"), ("rows.csv", b"id,amount,parts\nR1,1,1\n")]);
    let suite = |workbook: &str| format!("tests: [{{ name: small, workbook: {workbook}, expect: {{}} }}]");
    let above = outside.0.file_name().expect("a name").to_string_lossy().into_owned();
    let secret = Folder::new(&[("policy.yaml", POLICY.as_bytes()), ("paths.csv", PATHS.as_bytes())]);
    std::os::unix::fs::symlink(outside.0.join("secret.txt"), secret.0.join("link.csv")).expect("a link");
    std::os::unix::fs::symlink(outside.0.join("rows.csv"), secret.0.join("rows")).expect("a link");
    for (workbook, refused) in [
        (format!("../{above}/secret.txt"), true),
        ("link.csv".to_string(), true),
        (format!("../{above}/rows.csv"), false),
        ("rows".to_string(), false),
    ] {
        std::fs::write(secret.0.join("tests.yaml"), suite(&workbook)).expect("written");
        let loaded = Suite::load(&Engine::new(), &secret.0);
        match refused {
            true => assert!(said(loaded).contains("lies outside the pack and is no workbook"), "{workbook}"),
            false => assert!(loaded.is_ok(), "{workbook}"),
        }
    }
}

//! Folders, versions and unreadable files.

use crate::support::{Folder, findings, load_at, written};

fn version(name: &str, effective: &str) -> String {
    format!("policy: {name}\neffective: {effective}\nparameters:\n  period: {{ from: 2026-01-01, to: 2026-06-30 }}\n")
}

#[test]
fn nothing_there() {
    let missing = rulebook::Policy::load("no/such/folder").expect_err("it is not there");
    assert_eq!(missing.diagnostics()[0].message, "there is no folder or file `no/such/folder`");
    let folder = Folder::new(&[("rules.yaml", b"policy: p"), ("old.yml", b"")]);
    let pack = folder.load();
    insta::assert_snapshot!(folder.findings(&pack));
    let empty = Folder::new(&[]);
    let pack = empty.load();
    insta::assert_snapshot!(empty.findings(&pack));
}

#[test]
fn a_file_by_itself() {
    let folder = Folder::new(&[("rules.yaml", b"policy: p\n")]);
    let pack = load_at(folder.0.join("rules.yaml"), None);
    assert_eq!(pack.policy.map(|policy| policy.name.value).as_deref(), Some("p"));
}

#[test]
fn the_version_of_the_day_runs() {
    let old = version("old", "{ to: 2025-12-31 }");
    let new = version("new", "{ from: 2026-01-01 }");
    let folder = Folder::new(&[("policy-2025.yaml", old.as_bytes()), ("policy.yaml", new.as_bytes())]);
    let name = |pack: rulebook::policy::Pack| pack.policy.map(|policy| policy.name.value);
    assert_eq!(name(folder.load()).as_deref(), Some("new"));
    assert_eq!(name(folder.load_as_of("2025-12-31")).as_deref(), Some("old"));
}

#[test]
fn no_version_and_two_versions_of_the_day() {
    let old = version("old", "{ to: 2025-12-31 }");
    let new = version("new", "{ from: 2026-07-01, to: 2026-12-31 }");
    let gap = Folder::new(&[("policy-2025.yaml", old.as_bytes()), ("policy.yaml", new.as_bytes())]);
    let pack = gap.load();
    insta::assert_snapshot!(gap.findings(&pack));
    let both = version("other", "{ from: 2026-01-01 }");
    let overlap = Folder::new(&[("policy-b.yaml", both.as_bytes()), ("policy.yaml", version("p", "").as_bytes())]);
    let pack = overlap.load();
    insta::assert_snapshot!(overlap.findings(&pack));
}

#[test]
fn a_file_in_another_encoding() {
    let folder = Folder::new(&[("policy.yaml", b"policy: p\ntitle: \xb0\xed\xb0\xb4\n")]);
    let pack = folder.load();
    insta::assert_snapshot!(folder.findings(&pack));
}

#[test]
fn scripts_are_found_and_hashed() {
    let folder =
        Folder::new(&[("policy.yaml", b"policy: p\n"), ("b.rhai", b"fn b() { 1 }"), ("a.rhai", b"fn a() { 1 }")]);
    let pack = folder.load();
    let names: Vec<String> = pack
        .policy
        .iter()
        .flat_map(|policy| &policy.scripts)
        .map(|id| pack.sources.file(*id).name.rsplit('/').next().unwrap_or_default().to_string())
        .collect();
    assert_eq!(names, ["a.rhai", "b.rhai"]);
    assert_eq!(pack.files.len(), 3);
    let before = pack.sha256;
    assert_eq!(before.len(), 64);
    assert_eq!(folder.load().sha256, before);
    std::fs::write(folder.0.join("a.rhai"), "fn a() { 2 }").expect("a script can be changed");
    assert_ne!(folder.load().sha256, before);
}

#[test]
fn weights_that_do_not_make_a_whole() {
    let card = |weights: [&str; 2]| {
        let [a, b] = weights;
        findings(&format!(
            "policy: p\ntables:\n  t: {{ columns: {{ a: {{ type: number }}, b: {{ type: number }} }} }}\nscorecards:\n  card:\n    on: t\n    measures:\n      a: {{ weight: {a}, target: 1, worst: 0 }}\n      b: {{ weight: {b}, target: 1, worst: 0 }}\n"
        ))
    };
    assert_eq!(card(["30%", "70%"]), "");
    assert_eq!(card(["0.1", "0.9"]), "");
    assert_eq!(card(["share", "0.5"]), "");
    insta::assert_snapshot!(card(["30%", "60%"]));
    insta::assert_snapshot!(card(["30", "70"]));
}

#[test]
fn messages_without_backticks_are_themselves() {
    let (_folder, pack) = written(
        "policy: p\ntables: { t: { columns: { a: {} } } }\ntriggers:\n  x: { on: t, when: true, due: 2 weeks, owner: a, message: 'say \"hi\"' }\n",
    );
    let policy = pack.policy.expect("it can be read");
    assert_eq!(policy.triggers[0].message[0].1.value, "\"say \\\"hi\\\"\"");
}

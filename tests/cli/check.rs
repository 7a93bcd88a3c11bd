//! `rulebook check`.

use crate::support::{Folder, POLICY};

#[test]
fn a_clean_policy_is_shown() {
    insta::assert_snapshot!(Folder::new().run(&["check", "pack"]).shown());
}

#[test]
fn every_mistake_at_once() {
    let broken = POLICY.replace("(sales - cost)", "(sales - coast)").replace("sales < floor", "sales < flor");
    let folder = Folder::new().with("pack/policy.yaml", &broken);
    insta::assert_snapshot!(folder.run(&["check", "pack"]).shown());
}

#[test]
fn a_warning_is_a_finding_and_the_policy_is_shown_all_the_same() {
    let folder = Folder::new().with("pack/policy.yaml", &POLICY.replace("  part:", "  spare: 3\n  part:"));
    let ran = folder.run(&["check", "pack"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("nothing uses the parameter `spare`"), "{}", ran.stdout);
    assert!(ran.stdout.contains("\n1 warning\n\nshops 1: Shops\n"), "{}", ran.stdout);
}

#[test]
fn a_file_that_is_no_yaml_is_a_finding_too() {
    let folder = Folder::new().with("pack/policy.yaml", "policy: shops\ntables: [\n");
    let ran = folder.run(&["check", "pack"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    assert!(ran.stdout.contains("pack/policy.yaml:"), "{}", ran.stdout);
}

#[test]
fn for_programs() {
    let folder = Folder::new();
    let clean = folder.run(&["check", "pack", "--format", "json"]);
    assert_eq!(clean.code, 0);
    let json = clean.json();
    assert_eq!(json["findings"], serde_json::json!([]));
    assert_eq!(json["policy"]["parameters"][1]["value"], 0.125);
    let folder = folder.with("pack/policy.yaml", &POLICY.replace("(sales - cost)", "(sales - coast)"));
    let broken = folder.run(&["check", "pack", "--format", "json"]);
    assert_eq!(broken.code, 1);
    let json = broken.json();
    let findings = json["findings"].as_array().expect("a list");
    let finding = findings.iter().find(|finding| finding["code"] == "unknown-name").expect("it is found");
    assert_eq!(
        (&finding["file"], &finding["line"], &finding["text"]),
        (&"pack/policy.yaml".into(), &15.into(), &"coast".into())
    );
    let fix = &finding["fix"];
    assert_eq!((&fix["text"], &fix["instead"], &fix["line"]), (&"coast".into(), &"cost".into(), &15.into()));
}

#[test]
fn parameters_are_shown_as_set() {
    let ran = Folder::new().run(&["check", "pack", "--set", "floor=250", "--set", "part=5%"]);
    assert!(ran.stdout.contains("  floor  250\n  part   5%\n"), "{}", ran.stdout);
}

#[test]
fn the_version_of_a_day() {
    let old = POLICY.replace("version: \"1\"", "version: \"0\"\neffective: { to: 2025-12-31 }");
    let new = POLICY.replace("version: \"1\"", "version: \"1\"\neffective: { from: 2026-01-01 }");
    let folder = Folder::new().with("pack/policy-2025.yaml", &old).with("pack/policy.yaml", &new);
    let headline = |day: &str| folder.run(&["check", "pack", "--as-of", day]).stdout.lines().next().map(str::to_string);
    assert_eq!(headline("2025-06-30").as_deref(), Some("shops 0: Shops, in force until 2025-12-31"));
    assert_eq!(headline("2026-06-30").as_deref(), Some("shops 1: Shops, in force from 2026-01-01"));
}

#[test]
fn nothing_can_refer_to_a_table_without_a_key() {
    let policy = "policy: p\ntables:\n  shops:\n    columns: { id: }\n    formulas: { sales: sum(orders.amount) }\n  \
                  orders:\n    columns: { shop: { references: shops }, amount: { type: number } }\n";
    let shown = Folder::new().with("keyless.yaml", policy).run(&["check", "keyless.yaml"]).shown();
    assert!(shown.contains("error[no-key]: `shops` has no `key:`, so nothing can refer to its rows"), "{shown}");
    assert!(shown.contains("keyless.yaml:7:36"), "{shown}");
}

#[test]
fn nothing_is_called_unused_while_a_name_is_unknown() {
    let policy = POLICY.replace("(sales - cost)", "(sales - coast)");
    let shown = Folder::new().with("misspelt.yaml", &policy).run(&["check", "misspelt.yaml"]).shown();
    assert!(shown.contains("there is `cost`") && !shown.contains("unused"), "{shown}");
}

#[test]
fn the_plan_of_a_policy() {
    let folder = Folder::new();
    let ran = folder.run(&["plan", "pack"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    insta::assert_snapshot!("plan", ran.stdout);
    let json: serde_json::Value =
        serde_json::from_str(&folder.run(&["plan", "pack", "--format", "json"]).stdout).expect("the document is JSON");
    assert_eq!(json["version"], 1);
    let broken = Folder::new().with("pack/policy.yaml", "policy: p\ntables:\n  t:\n    formulas: { a: b + 1 }\n");
    let ran = broken.run(&["plan", "pack"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("error[unknown-name]"), "{}", ran.stderr);
}

/// A policy with a mistake, one with a word that nothing uses, and one that is fine.
fn three() -> Folder {
    let broken = POLICY.replace("(sales - cost)", "(sales - coast)");
    let spare = POLICY.replace("  part:", "  spare: 3%\n  part:");
    Folder::new().with("broken: 1/policy.yaml", &broken).with("spare/policy.yaml", &spare)
}

#[test]
fn several_packs_one_after_another() {
    let folder = three();
    let people = folder.run(&["check", "pack", "broken: 1", "spare"]);
    let missing = folder.run(&["check", "pack", "none", "spare"]);
    insta::assert_snapshot!([people, missing].map(|ran| ran.shown()).join("\n"));
    let json = folder.run(&["check", "pack", "spare", "--format", "json"]).json();
    let packs: Vec<&serde_json::Value> = json["packs"].as_array().expect("a list").iter().map(|p| &p["pack"]).collect();
    assert_eq!(packs, ["pack", "spare"]);
    assert_eq!(json["packs"][1]["findings"][0]["code"], "unused-parameter");
    let fixed = folder.run(&["check", "broken: 1", "pack", "--fix"]);
    assert_eq!(fixed.code, 0, "{}", fixed.shown());
    assert_eq!(folder.read("broken: 1/policy.yaml"), POLICY.as_bytes());
}

#[test]
fn for_reviews_of_code() {
    let folder = three();
    let github = folder.run(&["check", "pack", "broken: 1", "spare", "--format", "github"]);
    let sarif = folder.run(&["check", "broken: 1", "spare", "--format", "sarif"]);
    insta::assert_snapshot!([github, sarif].map(|ran| ran.shown()).join("\n"));
}

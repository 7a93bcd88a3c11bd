//! `rulebook plan -o`, and runs of what it wrote.

use crate::support::Folder;

/// The report of a run as JSON.
fn report(folder: &Folder, args: &[&str]) -> Vec<u8> {
    let ran = folder.run(&[&["run"], args, &["-o", "kpi.json", "--quiet"]].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    folder.read("kpi.json")
}

#[test]
fn a_plan_gives_the_report_of_its_policy() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["plan", "pack", "-o", "plan.json"]).code, 0);
    assert_eq!(report(&folder, &["plan.json", "shops.csv"]), report(&folder, &["pack", "shops.csv"]));
    let other = ["shops.csv", "--set", "floor=1000"];
    let of_plan = report(&folder, &[&["plan.json"], &other[..]].concat());
    assert_eq!(of_plan, report(&folder, &[&["pack"], &other[..]].concat()));
    assert_ne!(of_plan, report(&folder, &["pack", "shops.csv"]));
}

#[test]
fn what_a_plan_cannot_do_is_said() {
    let folder = Folder::new().with("other.json", "{}").with("text.json", "policy: shops");
    assert_eq!(folder.run(&["plan", "pack", "-o", "plan.json"]).code, 0);
    let told: Vec<String> = [
        &["run", "plan.json", "shops.csv", "--as-of", "2026-01-01"][..],
        &["run", "plan.json", "shops.csv", "--manifest", "run.json"],
        &["run", "plan.json", "shops.csv", "--set", "flor=1"],
        &["run", "plan.json", "shops.csv", "-o", "plan.json"],
        &["run", "other.json", "shops.csv"],
        &["run", "text.json", "shops.csv"],
        &["plan", "pack", "-o", "pack/policy.yaml"],
    ]
    .into_iter()
    .map(|args| format!("$ rulebook {}\n{}", args.join(" "), folder.run(args).shown()))
    .collect();
    insta::assert_snapshot!(told.join("\n"));
}

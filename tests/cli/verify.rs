//! `run --manifest` and `rulebook verify`.

use crate::support::{CLEAN, Folder, POLICY, Ran};

/// A run with a manifest; the report is called so.
fn made(report: &str) -> Folder {
    let folder = Folder::new();
    let ran = folder.run(&["run", "pack", "shops.csv", "-o", report, "--manifest", "run.json", "-q"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    folder
}

fn said(ran: &Ran) -> String {
    format!("exit {}\n{}{}", ran.code, ran.stdout, ran.stderr)
}

fn verify(folder: &Folder) -> Ran {
    folder.run(&["verify", "run.json"])
}

#[test]
fn nothing_has_changed() {
    for report in ["kpi.xlsx", "kpi.json", "kpi/", "-"] {
        let ran = verify(&made(report));
        assert_eq!(ran.code, 0, "{report}: {}", said(&ran));
        assert!(ran.stdout.ends_with("\nthe same\n"), "{}", ran.stdout);
    }
    insta::assert_snapshot!(said(&verify(&made("kpi.xlsx"))));
}

#[test]
fn an_input_has_changed() {
    for (report, name) in [("kpi.xlsx", "xlsx"), ("kpi.json", "json"), ("kpi/", "csv")] {
        let folder = made(report).with("shops.csv", &CLEAN.replace("S2,50,", "S2,1050,"));
        insta::assert_snapshot!(format!("input_changed_{name}"), said(&verify(&folder)));
    }
}

#[test]
fn the_policy_has_changed() {
    let folder = made("kpi.json").with("pack/policy.yaml", &POLICY.replace("floor: 100", "floor: 40"));
    let folder = folder.with("pack/more.rhai", "fn double(a) { a * 2 }\n");
    insta::assert_snapshot!(said(&verify(&folder)));
}

#[test]
fn the_report_was_edited() {
    let folder = made("kpi.json");
    let text = String::from_utf8(folder.read("kpi.json")).expect("JSON is UTF-8");
    let folder = folder.with("kpi.json", &text.replace("\"sales\":500", "\"sales\":900"));
    insta::assert_snapshot!(said(&verify(&folder)));
}

#[test]
fn the_report_is_gone() {
    let folder = made("kpi.json");
    std::fs::remove_file(folder.path("kpi.json")).expect("it is there");
    insta::assert_snapshot!(said(&verify(&folder)));
}

#[test]
fn a_report_alone_is_enough() {
    for report in ["kpi.xlsx", "kpi.json", "kpi"] {
        let folder = Folder::new();
        let csv: &[&str] = if report == "kpi" { &["--format", "csv"] } else { &[] };
        let run = ["run", "pack", "shops.csv", "--set", "floor=600", "--lang", "ko", "-q", "-o", report];
        assert_eq!(folder.run(&[&run[..], csv].concat()).code, 0);
        let same = folder.run(&["verify", report, "--policy", "pack"]);
        assert_eq!((same.code, same.stderr.as_str()), (0, ""), "{report}: {}", same.stdout);
        let folder = folder.with("shops.csv", &CLEAN.replace("S1,2000", "S1,2001"));
        let other = folder.run(&["verify", report, "--policy", "pack"]);
        assert_eq!(other.code, 1, "{report}: {}", said(&other));
        assert!(other.stdout.contains("was 2000, is 2001"), "{report}: {}", other.stdout);
        let nowhere = folder.run(&["verify", report]);
        assert!(nowhere.code == 2 && nowhere.stderr.contains("`--policy PACK`"), "{}", nowhere.stderr);
    }
}

#[test]
fn everything_that_was_asked_is_asked_again() {
    let folder = Folder::new().with("pack/policy.yaml", &POLICY.replace("parameters:", "parameters:\n  period: { from: 2026-01-01, to: 2026-06-30 }\n  days: [Monday]\n  named: north\n  careful: true"));
    let folder = folder.with("first.csv", "id,sales,cost\nS1,\"2,5\",1\n");
    let earlier = folder.run(&["run", "pack", "shops.csv", "-o", "earlier.json", "-q"]);
    assert_eq!(earlier.code, 0, "{}", earlier.stderr);
    let args = [
        "run",
        "pack",
        "first.csv",
        "-o",
        "kpi.xlsx",
        "--manifest",
        "run.json",
        "-q",
        "--set",
        "period=2025-01-01..2025-03-31",
        "--set",
        "days=Sunday, Saturday",
        "--set",
        "part=5%",
        "--set",
        "careful=false",
        "--set",
        "named=a=b",
        "--lang",
        "ja",
        "--decimal",
        ",",
        "--order",
        "mdy",
        "--sheet",
        "shops=first",
        "--baseline",
        "earlier.json",
        "--as-of",
        "2025-02-01",
    ];
    let ran = folder.run(&args);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let ran = verify(&folder);
    assert_eq!(ran.code, 0, "{}", said(&ran));
    let text = String::from_utf8(folder.read("earlier.json")).expect("JSON is UTF-8");
    let folder = folder.with("earlier.json", &text.replace("\"band\":\"A\"", "\"band\":\"B\""));
    insta::assert_snapshot!(said(&verify(&folder)));
}

#[test]
fn files_may_move_and_be_called_otherwise() {
    let folder = made("kpi.json").with("archive/other.csv", "id,sales,cost\nX,1,1\n").with("archive/june.csv", CLEAN);
    std::fs::remove_file(folder.path("shops.csv")).expect("it is there");
    insta::assert_snapshot!("files_that_moved", said(&folder.run(&["verify", "run.json", "--books", "archive"])));
    insta::assert_snapshot!("files_not_to_be_found", said(&verify(&folder)));
    insta::assert_snapshot!(
        "files_not_given",
        said(&folder.run(&["verify", "run.json", "--books", "archive/other.csv"]))
    );
}

#[test]
fn a_manifest_moves_with_its_files_and_names_no_place_of_this_machine() {
    let folder = Folder::new();
    let at = |name: &str| folder.path(name).to_string_lossy().into_owned();
    std::fs::create_dir_all(folder.path("out")).expect("a folder can be made");
    for report in ["out/kpi.json", "out/kpi.xlsx", "out/csv/"] {
        let (pack, book, report) = (at("pack"), at("shops.csv"), at(report));
        let ran = folder.run(&["run", &pack, &book, "-o", &report, "--manifest", &at("out/run.json"), "-q"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    let place = folder.path("").to_string_lossy().trim_end_matches('/').to_string();
    for file in ["out/run.json", "out/kpi.json", "out/csv/manifest.json"] {
        let text = String::from_utf8(folder.read(file)).expect("text");
        assert!(!text.contains(&place), "{file} names {place}");
    }
    let manifest: serde_json::Value = serde_json::from_slice(&folder.read("out/run.json")).expect("JSON");
    let paths = [&manifest["policy"]["path"], &manifest["inputs"][0]["path"], &manifest["output"]["path"]];
    assert_eq!(paths, ["../pack", "../shops.csv", "csv"]);
    let moved = Folder::new();
    std::fs::remove_file(moved.path("shops.csv")).expect("it is there");
    for name in ["out/run.json", "shops.csv"] {
        std::fs::create_dir_all(moved.path("out")).expect("a folder can be made");
        std::fs::copy(folder.path(name), moved.path(name)).expect("files can be copied");
    }
    let ran = moved.run(&["verify", "out/run.json"]);
    assert_eq!(ran.code, 0, "{}", said(&ran));
}

#[test]
fn another_version_of_the_program_is_told() {
    let folder = made("kpi.xlsx");
    let text = String::from_utf8(folder.read("run.json")).expect("text");
    let own = format!("\"engine\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let folder = folder.with("run.json", &text.replace(&own, "\"engine\": \"0.0.9\""));
    let ran = verify(&folder);
    assert_eq!(ran.code, 0, "{}", said(&ran));
    assert!(ran.stdout.contains("made with rulebook 0.0.9, this is "), "{}", ran.stdout);
}

#[test]
fn what_is_no_manifest_is_said() {
    let folder = made("kpi.json").with("other.json", "{\"schema\":1}").with("empty/notes.md", "");
    let mut text = String::new();
    for args in [
        &["verify", "shops.csv"][..],
        &["verify", "other.json"],
        &["verify", "empty"],
        &["verify", "nowhere.json"],
        &["verify"],
        &["run", "pack", "shops.csv", "-o", "kpi.json", "--manifest", "./kpi.json"],
        &["run", "pack", "shops.csv", "-o", "kpi.json", "--manifest", "shops.csv"],
        &["run", "pack", "shops.csv", "-o", "kpi.json", "--manifest", "nowhere/run.json"],
    ] {
        text.push_str(&format!("$ rulebook {}\n{}\n", args.join(" "), said(&folder.run(args))));
    }
    insta::assert_snapshot!(text);
}

//! Arguments: help, and what is said where they are wrong.

use crate::support::Folder;

#[test]
fn help() {
    let folder = Folder::new();
    for (name, args) in
        [("help", ["--help"].as_slice()), ("help_run", &["run", "--help"]), ("help_check", &["check", "--help"])]
    {
        let ran = folder.run(args);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        insta::assert_snapshot!(name, ran.stdout);
    }
    assert_eq!(folder.run(&["--version"]).stdout, format!("rulebook {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_arguments_come_with_an_example() {
    let folder = Folder::new();
    let lines: [&[&str]; 9] = [
        &["run"],
        &["run", "pack"],
        &["chek", "pack"],
        &["check"],
        &["run", "pack", "shops.csv", "--outptu", "x.xlsx"],
        &["run", "pack", "shops.csv", "--format", "pdf"],
        &["run", "pack", "shops.csv", "--set", "floor"],
        &["run", "pack", "shops.csv", "--as-of", "yesterday"],
        &["run", "pack", "shops.csv", "--threads", "0"],
    ];
    let mut text = String::new();
    for args in lines {
        let ran = folder.run(args);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
        text.push_str(&format!("$ rulebook {}\n{}\n", args.join(" "), ran.stderr));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn parameters_that_cannot_be_set() {
    let folder = Folder::new();
    let mut text = String::new();
    for set in ["flor=5", "floor=many", "floor=15,000,000", "floor=5만", "part=x"] {
        let ran = folder.run(&["run", "pack", "shops.csv", "--set", set]);
        assert_eq!(ran.code, 2);
        text.push_str(&ran.stderr);
    }
    insta::assert_snapshot!(text);
    assert_eq!(folder.run(&["check", "pack", "--set", "flor=5"]).code, 2);
}

#[test]
fn no_arguments_show_the_help() {
    let ran = Folder::new().run(&[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("Usage: rulebook"), "{}", ran.stderr);
}

/// A file too large for the machine ends the command with a sentence, not the machine.
#[test]
fn too_little_memory_for_what_a_policy_makes_names_the_workbooks() {
    let formulas: String = (0..60).map(|at| format!("      f{at}: sales * {at}.5\n")).collect();
    let pack = format!(
        "policy: wide\ntables:\n  shops:\n    key: id\n    columns: {{ id: , sales: {{ type: number }} }}\n    formulas:\n\
         {formulas}"
    );
    let rows: String = (0..20_000).map(|row| format!("S{row},{row}\n")).collect();
    let folder = Folder::new().with("pack/policy.yaml", &pack).with("shops.csv", &format!("id,sales\n{rows}"));
    let ran = folder.run(&["run", "pack", "shops.csv", "--memory-limit", "16M"]);
    let said = "error: what the policy makes of shops.csv needs more than 16M, the limit on memory\n help: give it \
                fewer rows or formulas, above all such as make long texts or lists; or allow more, as in --memory-limit 32M\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (2, said));
}

#[test]
fn too_little_memory_is_said() {
    let rows: String = (0..300_000).map(|row| format!("S{row},{row},1\n")).collect();
    let folder = Folder::new().with("shops.csv", &format!("id,sales,cost\n{rows}"));
    let folder = folder.with("few.csv", "id,sales,cost\nS1,1,1\n");
    let ran = folder.run(&["run", "pack", "shops.csv", "--memory-limit", "16M"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    let said = "error: reading shops.csv needs more than 16M, the limit on memory\n help: see whether the file is \
                damaged or far too large; or allow more, as in --memory-limit 32M\n";
    assert_eq!(ran.stderr, said);
    assert_eq!(folder.run(&["run", "pack", "few.csv", "--memory-limit", "1G"]).code, 0);
    let wrong = folder.run(&["run", "pack", "few.csv", "--memory-limit", "lots"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("write one like 500M or 4G"), "{}", wrong.stderr);
}

//! `rulebook check --fix`.

use crate::support::{Folder, POLICY};

/// The policy with four slips: a name, a comparison, a key, a word.
fn slips() -> String {
    let broken = POLICY.replace("(sales - cost)", "(sales - coast)").replace("sales < floor ||", "sales <> floor ||");
    broken.replace("hit: first", "hti: first").replace("severity: high", "severity: hihg")
}

#[test]
fn slips_are_corrected_and_told() {
    let folder = Folder::new().with("pack/policy.yaml", &slips());
    insta::assert_snapshot!(folder.run(&["check", "pack", "--fix"]).shown());
    assert_eq!(
        String::from_utf8(folder.read("pack/policy.yaml")).expect("it is UTF-8"),
        POLICY.replace("sales < floor", "sales != floor")
    );
    let again = folder.run(&["check", "pack", "--fix"]);
    assert_eq!((again.code, again.stdout.as_str()), (0, "nothing to fix\n"));
}

#[test]
fn what_is_not_certain_is_left_with_the_line_as_it_may_be_meant() {
    let broken =
        slips().replace("sales: { type: number }", "sales: { type: number }\n      margin_a: { type: number }");
    let broken = broken.replace("cost: { type: number }", "cost: { type: number }\n      margin_b: { type: number }");
    let broken = broken.replace("|| margin < part", "|| margin_c < part");
    let folder = Folder::new().with("pack/policy.yaml", &broken);
    let ran = folder.run(&["check", "pack", "--fix"]);
    insta::assert_snapshot!(ran.shown());
    let again = folder.run(&["check", "pack", "--fix"]);
    assert!(again.stdout.starts_with("nothing can be fixed without asking\n\nleft to you:\n"), "{}", again.stdout);
}

#[test]
fn line_ends_the_mark_and_comments_stay() {
    let written = |text: &str| format!("\u{feff}# every figure of shops: ‘kept’\n{text}").replace('\n', "\r\n");
    let broken = POLICY.replace("(sales - cost)", "(sales - coast)");
    let folder = Folder::new().with("pack/policy.yaml", &written(&broken));
    assert_eq!(folder.run(&["check", "pack", "--fix"]).code, 0);
    assert_eq!(String::from_utf8(folder.read("pack/policy.yaml")).expect("it is UTF-8"), written(POLICY));
}

#[test]
fn tests_of_the_policy_are_corrected_too() {
    let tests = "tests:\n  - name: margin\n    given:\n      shops: [{ id: S1, sales: 100, cost: 60 }]\n    \
                 expect:\n      shops: { S1: { margni: 0.4 } }\n      figurs: {}\n";
    let folder = Folder::new().with("pack/tests.yaml", tests);
    let checked = folder.run(&["check", "pack"]);
    assert_eq!(checked.code, 1);
    assert!(checked.stdout.contains("table `shops` has no column `margni`"), "{}", checked.stdout);
    let ran = folder.run(&["check", "pack", "--fix"]);
    assert!(ran.stdout.contains("pack/tests.yaml:6: `margni` → `margin`"), "{}", ran.stdout);
}

/// A declaration with a slip, whose right name the policy writes once and the tests often.
#[test]
fn the_tests_of_a_policy_tell_which_of_two_spellings_is_the_slip() {
    let policy = POLICY.replace("margin: (sales", "margni: (sales").replace(" || margin < part", "");
    let tests = "tests:\n  - name: margin\n    given:\n      shops: [{ id: S1, sales: 100, cost: 60 }]\n    \
                 expect:\n      shops: { S1: { margin: 0.4 } }\n";
    let folder = Folder::new().with("pack/policy.yaml", &policy).with("pack/tests.yaml", tests);
    let ran = folder.run(&["check", "pack", "--fix"]);
    insta::assert_snapshot!(ran.shown());
    assert_eq!(String::from_utf8(folder.read("pack/policy.yaml")).expect("it is UTF-8"), policy);
}

/// `answers[needs]` can only mean a table; the column `answer` is as near, and is no table.
#[test]
fn what_goes_on_behind_a_name_tells_what_it_can_be() {
    let policy = "policy: needs\ntables:\n  needs:\n    key: id\n    columns: { id: , answer: }\n    formulas:\n      \
                  ready: count(answers[needs])\n  answrs:\n    key: id\n    columns:\n      id:\n      \
                  needs: { references: needs }\n";
    let folder = Folder::new().with("pack/policy.yaml", policy);
    let checked = folder.run(&["check", "pack"]);
    assert!(checked.stdout.contains("there is no table `answers`"), "{}", checked.stdout);
    let ran = folder.run(&["check", "pack", "--fix"]);
    assert!(ran.stdout.contains("pack/policy.yaml:7: `answers` → `answrs`"), "{}", ran.stdout);
}

#[test]
fn for_programs() {
    let folder = Folder::new().with("pack/policy.yaml", &slips());
    let ran = folder.run(&["check", "pack", "--fix", "--format", "json"]);
    assert_eq!(ran.code, 0);
    let json = ran.json();
    assert_eq!(json["findings"], serde_json::json!([]));
    assert_eq!(json["fixed"].as_array().map(Vec::len), Some(4));
    assert_eq!(
        json["fixed"][0],
        serde_json::json!({
            "code": "unknown-name", "message": "`coast` is no column of `shops` and no parameter",
            "file": "pack/policy.yaml", "line": 15, "column": 24, "text": "coast", "instead": "cost"
        })
    );
}

#[test]
fn a_policy_that_is_fine_is_not_touched() {
    let folder = Folder::new();
    let before = std::fs::metadata(folder.path("pack/policy.yaml")).expect("it is there").modified().expect("a time");
    assert_eq!(folder.run(&["check", "pack", "--fix"]).code, 0);
    let after = std::fs::metadata(folder.path("pack/policy.yaml")).expect("it is there").modified().expect("a time");
    assert_eq!(before, after);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_written_is_not_changed() {
    use std::os::unix::fs::PermissionsExt;
    let allow = |path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("permissions can be set");
    };
    let folder = Folder::new().with("pack/policy.yaml", &slips());
    for (name, closed, open) in [("pack", 0o555, 0o755), ("pack/policy.yaml", 0o444, 0o644)] {
        allow(folder.path(name), closed);
        let ran = folder.run(&["check", "pack", "--fix"]);
        allow(folder.path(name), open);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{name}");
        assert!(ran.stderr.contains("cannot write `") && ran.stderr.contains("nothing was changed"), "{}", ran.stderr);
        assert_eq!(folder.read("pack/policy.yaml"), slips().into_bytes());
    }
}

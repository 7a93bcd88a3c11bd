//! Files that are not there, and places a report must not go to.

use crate::support::Folder;

/// Each command line with what it says.
fn said(folder: &Folder, lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        let ran = folder.run(&line.split(' ').collect::<Vec<_>>());
        text.push_str(&format!("$ rulebook {line}\nexit {}\n{}{}\n", ran.code, ran.stdout, ran.stderr));
    }
    text
}

#[test]
fn files_that_are_not_there() {
    let folder = Folder::new().with("empty/notes.md", "");
    insta::assert_snapshot!(said(
        &folder,
        &[
            "run pack shop.csv",
            "run pack sales.xlsx",
            "run pack *.xlsx",
            "run pack missing/shops.csv",
            "run pack empty",
            "run pack shops.csv shops.csv",
            "run pakc shops.csv",
            "run empty shops.csv",
            "check pakc",
            "run pack shops.csv --sheet shop=Sheet1",
        ]
    ));
    assert!(!folder.path("report.xlsx").exists());
}

#[test]
fn places_a_report_must_not_go_to() {
    let folder = Folder::new().with("folder.xlsx/inside.txt", "").with("data/shops.csv", crate::support::CLEAN);
    insta::assert_snapshot!(said(
        &folder,
        &[
            "run pack shops.csv -o shops.csv",
            "run pack shops.csv -o pack/policy.yaml --format json",
            "run pack shops.csv -o ./data/../shops.csv --format csv",
            "run pack data/shops.csv -o data --format csv",
            "run pack shops.csv -o pack/",
            "run pack shops.csv -o folder.xlsx",
            "run pack shops.csv -o nowhere/report.xlsx",
            "run pack shops.csv -o report.pdf",
            "run pack shops.csv -o report",
            "run pack shops.csv -o report.xlsx --format json",
            "run pack shops.csv -o - --format xlsx",
        ]
    ));
    assert_eq!(folder.read("shops.csv"), crate::support::CLEAN.as_bytes());
    assert_eq!(folder.read("data/shops.csv"), crate::support::CLEAN.as_bytes());
    assert_eq!(folder.read("pack/policy.yaml"), crate::support::POLICY.as_bytes());
}

#[test]
fn an_earlier_report_is_spared() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["run", "pack", "shops.csv", "-o", "kpi.json", "-q"]).code, 0);
    let earlier = folder.read("kpi.json");
    let ran = folder.run(&["run", "pack", "shops.csv", "-o", "kpi.json", "--baseline", "kpi.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("cannot write `kpi.json`: it is read by this run"), "{}", ran.stderr);
    assert_eq!(folder.read("kpi.json"), earlier);
}

#[cfg(unix)]
#[test]
fn an_input_behind_a_link_is_spared() {
    let folder = Folder::new();
    let book = folder.path("book.json");
    std::fs::rename(folder.path("shops.csv"), &book).expect("a file can be renamed");
    std::os::unix::fs::symlink(&book, folder.path("report.json")).expect("a link can be made");
    let ran = folder.run(&["run", "pack", "book.json", "-o", "report.json", "--sheet", "shops=book"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("it is read by this run"), "{}", ran.stderr);
    assert_eq!(folder.read("book.json"), crate::support::CLEAN.as_bytes());
}

#[cfg(unix)]
#[test]
fn a_folder_one_may_not_write_to() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new().with("locked/notes.md", "");
    let locked = folder.path("locked");
    let allow = |mode| std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(mode)).expect("it is ours");
    allow(0o555);
    // The superuser may write anywhere.
    let may = std::fs::write(locked.join("probe"), "").is_ok();
    let ran = folder.run(&["run", "pack", "shops.csv", "-o", "locked/report.xlsx", "-q"]);
    allow(0o755);
    if may {
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    } else {
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.starts_with("error: cannot write `locked/report.xlsx`: no permission"), "{}", ran.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_report_nobody_may_change() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new().with("report.xlsx", "last quarter");
    let read_only = std::fs::Permissions::from_mode(0o444);
    std::fs::set_permissions(folder.path("report.xlsx"), read_only).expect("it is ours");
    insta::assert_snapshot!(
        said(&folder, &["run pack shops.csv -q"]).replace(&*folder.path("").to_string_lossy(), "/…/")
    );
    assert_eq!(folder.read("report.xlsx"), b"last quarter");
}

//! A start from nothing: `rulebook demo`, `rulebook new --like`, completions and pages of the manual.

use crate::support::Folder;

const PACKS: [&str; 5] = ["channel-scorecard", "customer-managed", "industry-scan", "one-to-one", "strategic-accounts"];

#[test]
fn a_first_report_from_nothing() {
    let folder = Folder::new();
    let ran = folder.run(&["demo", "--like", "industry-scan", "--lang", "ja"]);
    insta::assert_snapshot!(ran.shown());
    // What it says to do next can be done.
    let commands: Vec<&str> = ran.stdout.lines().filter_map(|line| line.strip_prefix("  rulebook ")).collect();
    assert_eq!(commands.len(), 4);
    for command in &commands[..3] {
        let next = folder.run(&command.split(' ').collect::<Vec<_>>());
        assert!(next.code < 2, "{command}: {}", next.shown());
    }
    assert!(folder.path("rulebook-demo/again.xlsx").is_file());
    insta::assert_snapshot!("demo_again", folder.run(&["demo"]).shown());
}

/// Sheets that a run reads together are told as one table: the range is that of the first, the rows are those of all.
#[test]
fn sheets_of_one_table_are_told_as_one() {
    let folder = Folder::new()
        .with("orders_202601.csv", "Order,Amount\nA1,5\nA2,6\nA3,7\n")
        .with("orders_202602.csv", "Order,Amount\nB1,5\nB2,6\n");
    let said = folder.run(&["inspect", "orders_202601.csv", "orders_202602.csv"]).stdout;
    let first = "A1:B4, header in row 1; read as one table `orders` with 1 more sheet, 5 rows in all\n";
    assert!(said.contains(first), "{said}");
    assert!(said.contains("orders_202602: more rows of `orders`, read as one table with `orders_202601`\n"), "{said}");
}

/// Each copy is the shipped pack: it checks clean, and its tests pass.
#[test]
fn every_shipped_pack_can_be_copied() {
    let folder = Folder::new();
    for pack in PACKS {
        let ran = folder.run(&["new", pack, "--like", pack]);
        assert_eq!(ran.code, 0, "{}", ran.shown());
        let tested = folder.run(&["test", pack]);
        assert_eq!(tested.code, 0, "{}", tested.shown());
        let book = folder.read(&format!("{pack}.xlsx"));
        assert!(book.starts_with(b"PK"));
    }
    let readme = String::from_utf8(folder.read("one-to-one/README.md")).expect("text");
    assert!(readme.contains("rulebook run one-to-one one-to-one.xlsx") && !readme.contains("../"), "{readme}");
    insta::assert_snapshot!(folder.run(&["new", "one-to-one", "--like", "one-to-one"]).shown());
    insta::assert_snapshot!("no_such_pack", folder.run(&["new", "other", "--like", "two-to-two"]).shown());
    // The sample of another pack is not written over either.
    let folder = folder.with("mine.xlsx", "mine");
    insta::assert_snapshot!("sample_is_taken", folder.run(&["new", "mine", "--like", "one-to-one"]).shown());
    assert_eq!(folder.read("mine.xlsx"), b"mine");
    assert!(!folder.path("mine").exists());
}

#[test]
fn shells_and_man_know_the_commands() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = folder.run(&["completions", shell]);
        assert_eq!(ran.code, 0, "{}", ran.shown());
        assert!(ran.stdout.contains("explain") && ran.stdout.contains("baseline"), "{shell}");
    }
    let ran = folder.run(&["man", "pages"]);
    assert_eq!(ran.code, 0, "{}", ran.shown());
    let page = String::from_utf8(folder.read("pages/rulebook-run.1")).expect("text");
    assert!(page.contains("baseline"));
}

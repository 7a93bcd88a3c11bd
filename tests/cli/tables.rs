//! `rulebook table`: out to a workbook, and back.

use crate::support::{Folder, POLICY};
use std::io::{Read, Write};

/// Changes a text of a workbook, as a person does in a cell.
fn edit(folder: &Folder, book: &str, old: &str, new: &str) {
    edit_part(folder, book, "xl/sharedStrings.xml", (old, new));
}

fn edit_part(folder: &Folder, book: &str, of: &str, (old, new): (&str, &str)) {
    let bytes = std::io::Cursor::new(folder.read(book));
    let mut parts = zip::ZipArchive::new(bytes).expect("a workbook");
    let mut made = zip::ZipWriter::new(std::fs::File::create(folder.path(book)).expect("it can be written"));
    let mut found = 0;
    for at in 0..parts.len() {
        let mut part = parts.by_index(at).expect("a part");
        let name = part.name().expect("it has a name").into_owned();
        let mut text = Vec::new();
        part.read_to_end(&mut text).expect("it can be read");
        if name == of {
            let shared = String::from_utf8(text).expect("UTF-8");
            found = shared.matches(old).count();
            text = shared.replace(old, new).into_bytes();
        }
        made.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part can begin");
        made.write_all(&text).expect("it can be written");
    }
    made.finish().expect("it can end");
    assert_eq!(found, 1, "`{old}` stands in one cell");
}

fn exported() -> Folder {
    let folder = Folder::new();
    assert_eq!(folder.run(&["table", "export", "pack"]).code, 0);
    folder
}

#[test]
fn out_edited_and_back() {
    let folder = exported();
    edit(&folder, "tables.xlsx", "&gt;= 1_000", "&gt;= 1_500");
    let tried = folder.run(&["table", "import", "pack", "tables.xlsx", "--dry-run"]);
    assert_eq!(folder.read("pack/policy.yaml"), POLICY.as_bytes());
    let done = folder.run(&["table", "import", "pack", "tables.xlsx"]);
    let again = folder.run(&["table", "import", "pack", "tables.xlsx"]);
    let now = String::from_utf8(folder.read("pack/policy.yaml")).expect("UTF-8");
    assert_eq!(now, POLICY.replace(">= 1_000", ">= 1_500"));
    let exported = Folder::new().run(&["table", "export", "pack"]);
    insta::assert_snapshot!([exported, tried, done, again].map(|ran| ran.shown()).join("\n"));
}

#[test]
fn a_bad_cell_is_said_and_nothing_is_changed() {
    let folder = exported();
    edit(&folder, "tables.xlsx", "&gt;= 1_000", "&gt;= lots of");
    let ran = folder.run(&["table", "import", "pack", "tables.xlsx"]);
    assert_eq!(folder.read("pack/policy.yaml"), POLICY.as_bytes());
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn edits_that_are_not_in_the_policy_are_not_written_over() {
    let folder = exported();
    assert_eq!(folder.run(&["table", "export", "pack"]).code, 0);
    edit(&folder, "tables.xlsx", "&gt;= 1_000", "&gt;= 1_500");
    let edited = folder.read("tables.xlsx");
    let refused = folder.run(&["table", "export", "pack"]);
    let other = folder.run(&["table", "export", "pack", "-o", "shops.xlsx"]);
    assert_eq!(folder.read("tables.xlsx"), edited);
    assert_eq!(folder.run(&["table", "import", "pack", "tables.xlsx"]).code, 0);
    assert_eq!(folder.run(&["table", "export", "pack"]).code, 0);
    insta::assert_snapshot!([refused, other].map(|ran| ran.shown()).join("\n"));
}

#[test]
fn a_sheet_with_another_name_is_not_passed_over() {
    let folder = exported();
    edit_part(&folder, "tables.xlsx", "xl/workbook.xml", ("name=\"shops.size\" sheetId", "name=\"Sizes\" sheetId"));
    insta::assert_snapshot!(folder.run(&["table", "import", "pack", "tables.xlsx"]).shown());
}

#[test]
fn what_is_no_such_workbook_is_said() {
    let folder = exported();
    let other = folder.run(&["table", "import", "pack", "shops.csv"]);
    let missing = folder.run(&["table", "import", "pack", "none.xlsx"]);
    let unknown = folder.run(&["table", "export", "pack", "shops.sise"]);
    let csv = folder.run(&["table", "export", "pack", "-o", "tables.csv"]);
    let ours = folder.run(&["table", "export", "pack", "-o", "pack/policy.yaml"]);
    insta::assert_snapshot!([other, missing, unknown, csv, ours].map(|ran| ran.shown()).join("\n"));
}

#[test]
fn rules_in_a_file_of_their_own_are_edited_there() {
    let rules = "        table: sizes.csv\n";
    let start = POLICY.find("        hit: first").expect("it has rules");
    let end = POLICY.find("scorecards:").expect("it has scorecards");
    let policy = format!("{}{rules}{}", &POLICY[..start], &POLICY[end..]);
    let folder = Folder::new().with("pack/policy.yaml", &policy).with("pack/sizes.csv", "sales,size\n>= 5,large\n");
    insta::assert_snapshot!(folder.run(&["table", "export", "pack"]).shown());
}

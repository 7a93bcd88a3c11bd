//! Decision tables through a workbook and back.

use super::{EditedBook, EditedRow, EditedSheet, bring_in, rule_book, rule_tables};
use crate::diagnostic::Problem;
use crate::engine::{LoadOptions, Policy};
use crate::export::xlsx::rules_to_bytes;
use crate::files::PackFiles;
use proptest::prelude::*;

/// Rules in every style in which people write them.
const POLICY: &str = r#"policy: shops
tables:
  shops:
    key: id
    columns: { id: , kind: { one_of: [chain, store, kiosk] }, sales: { type: number }, visits: { type: number } }
    decisions:
      size:
        hit: first
        rules:
          # The largest.
          - { sales: ">= 1_000", kind: [chain, store], then: large }   # both kinds
          - { sales: ">= 500", then: medium }

          # What is left.
          - { otherwise: true, then: small }
      effort:
        hit: first
        outputs: [effort, code]
        rules:
          - sales: ">= 1_000"
            "sales / visits": "> 10"
            then:
              effort: 7
              code: "07"
          - kind: kiosk
            then: { effort: 1 }
            from: 2026-01-01
            note: "until they close: see the memo"
        default: { effort: 3, code: "x" }
      level: { hit: first, rules: [{ sales: "> 5", then: "= sales / 2" }, { otherwise: true, then: 0 }] }
"#;

fn pack(policy: &str) -> PackFiles {
    PackFiles::new([("policy.yaml", policy)]).expect("it has a name")
}

fn read(files: &PackFiles) -> Policy {
    let policy = Policy::read(files, &LoadOptions::default()).unwrap_or_else(|findings| panic!("{findings}"));
    assert!(!policy.has_errors(), "{}", files.text("policy.yaml").expect("it is there").0);
    policy
}

/// The workbook of a policy's decision tables, read again.
fn exported(policy: &Policy) -> EditedBook {
    let bytes = rules_to_bytes(&rule_book("shops", &rule_tables(policy))).expect("it can be written");
    EditedBook::read("tables.xlsx", bytes).expect("it can be read")
}

fn after(policy: &str, edit: impl FnOnce(&mut EditedBook)) -> Result<(String, Vec<String>), Vec<Problem>> {
    let files = pack(policy);
    let policy = read(&files);
    let mut book = exported(&policy);
    edit(&mut book);
    let brought = bring_in(&policy, &files, &book)?;
    let changes = brought.changes.iter().map(|change| format!("{}: {}", change.table, change.what)).collect();
    Ok((brought.files.text("policy.yaml").expect("it is there").0, changes))
}

fn sheet<'b>(book: &'b mut EditedBook, table: &str) -> &'b mut EditedSheet {
    book.sheets.iter_mut().find(|sheet| sheet.table == table).expect("it has a sheet")
}

fn put(sheet: &mut EditedSheet, row: usize, header: &str, text: &str) {
    let (_, column) = sheet.headers.iter().find(|(known, _)| known == header).expect("it has the column").clone();
    match text {
        "" => sheet.rows[row].cells.remove(&column),
        text => sheet.rows[row].cells.insert(column, text.to_string()),
    };
}

/// The lines that are others, those that are gone with `-`, those that are new with `+`.
fn differing(old: &str, new: &str) -> Vec<String> {
    let diff = similar::TextDiff::from_lines(old, new);
    let changed = diff.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal);
    changed.map(|change| format!("{}{}", change.tag(), change.value().trim_end())).collect()
}

fn problems(policy: &str, edit: impl FnOnce(&mut EditedBook)) -> Vec<String> {
    let problems = after(policy, edit).expect_err("it cannot be brought in");
    problems.into_iter().map(|problem| format!("{}; {}", problem.message, problem.help.unwrap_or_default())).collect()
}

#[test]
fn a_workbook_that_nobody_edited_changes_nothing() {
    assert_eq!(after(POLICY, |_| {}).expect("it can be read"), (POLICY.to_string(), Vec::new()));
}

#[test]
fn a_sheet_shows_rules_as_they_are_written() {
    let policy = read(&pack(POLICY));
    let shown: Vec<String> = rule_tables(&policy)
        .iter()
        .flat_map(|table| {
            let headers = table.columns.iter().map(super::RuleColumn::header).collect::<Vec<_>>().join(" | ");
            let rules = table.rules.iter().map(|rule| rule.cells.join(" | "));
            std::iter::once(format!("{} ({}): {headers}", table.full_name(), table.hit))
                .chain(rules)
                .collect::<Vec<_>>()
        })
        .collect();
    let expected = [
        "shops.size (first): sales | kind | then size",
        ">= 1_000 | chain, store | large",
        ">= 500 |  | medium",
        "otherwise |  | small",
        "shops.effort (first): sales | sales / visits | kind | then effort | then code | from | note",
        ">= 1_000 | > 10 |  | 7 | \"07\" |  | ",
        " |  | kiosk | 1 |  | 2026-01-01 | until they close: see the memo",
        "otherwise |  |  | 3 | x |  | ",
        "shops.level (first): sales | then level",
        "> 5 | = sales / 2",
        "otherwise | 0",
    ];
    assert_eq!(shown, expected);
}

#[test]
fn a_cell_is_edited_where_it_stands() {
    let edit = |book: &mut EditedBook| {
        put(sheet(book, "shops.size"), 0, "sales", ">= 2_000");
        put(sheet(book, "shops.size"), 0, "kind", "chain");
        put(sheet(book, "shops.effort"), 0, "then code", "\"08\"");
        put(sheet(book, "shops.effort"), 2, "then effort", "4");
        put(sheet(book, "shops.level"), 0, "then level", "= sales * 3");
    };
    let (text, changes) = after(POLICY, edit).expect("it can be brought in");
    let expected = [
        "-          - { sales: \">= 1_000\", kind: [chain, store], then: large }   # both kinds",
        "+          - { sales: \">= 2_000\", kind: chain, then: large }   # both kinds",
        "-              code: \"07\"",
        "+              code: \"08\"",
        "-        default: { effort: 3, code: \"x\" }",
        "-      level: { hit: first, rules: [{ sales: \"> 5\", then: \"= sales / 2\" }, { otherwise: true, then: 0 }] }",
        "+        default: { effort: 4, code: \"x\" }",
        "+      level: { hit: first, rules: [{ sales: \"> 5\", then: \"= sales * 3\" }, { otherwise: true, then: 0 }] }",
    ];
    assert_eq!(differing(POLICY, &text), expected);
    let expected = [
        "shops.size: rule 1: sales `>= 1_000` → `>= 2_000`",
        "shops.size: rule 1: kind `chain, store` → `chain`",
        "shops.effort: rule 1: then code `\"07\"` → `\"08\"`",
        "shops.effort: default: then effort `3` → `4`",
        "shops.level: rule 1: then level `= sales / 2` → `= sales * 3`",
    ];
    assert_eq!(changes, expected);
}

#[test]
fn a_cell_that_was_empty_or_is_now_says_so_in_its_rule() {
    let edit = |book: &mut EditedBook| {
        put(sheet(book, "shops.size"), 0, "kind", "");
        put(sheet(book, "shops.size"), 1, "kind", "store, kiosk");
        put(sheet(book, "shops.effort"), 0, "kind", "chain");
        put(sheet(book, "shops.effort"), 0, "note", "a: b");
        put(sheet(book, "shops.effort"), 1, "then code", "5");
    };
    let (text, _) = after(POLICY, edit).expect("it can be brought in");
    let expected = [
        "-          - { sales: \">= 1_000\", kind: [chain, store], then: large }   # both kinds",
        "-          - { sales: \">= 500\", then: medium }",
        "+          - { sales: \">= 1_000\", kind: \"-\", then: large }   # both kinds",
        "+          - { sales: \">= 500\", kind: \"store, kiosk\", then: medium }",
        "+            kind: chain",
        "+            note: \"a: b\"",
        "-            then: { effort: 1 }",
        "+            then: { code: 5, effort: 1 }",
    ];
    assert_eq!(differing(POLICY, &text), expected);
}

#[test]
fn rules_are_added_left_out_and_moved_with_their_comments() {
    let edit = |book: &mut EditedBook| {
        let sheet = sheet(book, "shops.size");
        sheet.rows.swap(0, 1);
        let cells = [(1, "< 0".to_string()), (3, "none".to_string())];
        sheet.rows.insert(1, EditedRow { row: 9, cells: cells.into_iter().collect() });
    };
    let (text, changes) = after(POLICY, edit).expect("it can be brought in");
    let start = text.find("        rules:").expect("it has rules");
    let rules: Vec<&str> = text[start..].lines().skip(1).take(7).collect();
    let expected = [
        "          - { sales: \">= 500\", then: medium }",
        "          - { sales: \"< 0\", then: none }",
        "          # The largest.",
        "          - { sales: \">= 1_000\", kind: [chain, store], then: large }   # both kinds",
        "",
        "          # What is left.",
        "          - { otherwise: true, then: small }",
    ];
    assert_eq!(rules, expected, "{text}");
    let expected = [
        "shops.size: rule 2 is new: sales `< 0`, then size `none`",
        "shops.size: the rules stand in another order: 2, 1, 3",
    ];
    assert_eq!(changes, expected);
    let (text, changes) = after(POLICY, |book| drop(sheet(book, "shops.effort").rows.remove(0))).expect("so can this");
    assert!(!text.contains("sales / visits") && text.contains("- kind: kiosk"), "{text}");
    assert_eq!(changes.len(), 1, "{changes:?}");
}

#[test]
fn the_same_workbook_a_second_time_changes_nothing() {
    let files = pack(POLICY);
    let policy = read(&files);
    let mut book = exported(&policy);
    drop(sheet(&mut book, "shops.size").rows.remove(0));
    let once = bring_in(&policy, &files, &book).expect("it can be brought in");
    let again = bring_in(&read(&once.files), &once.files, &book).expect("and again");
    assert!(again.changes.is_empty(), "{:?}", again.changes);
}

#[test]
fn what_cannot_be_meant_is_said_at_its_cell() {
    let numbers = |book: &mut EditedBook| drop(sheet(book, "shops.size").rows[1].cells.insert(0, "two".to_string()));
    assert_eq!(
        problems(POLICY, numbers),
        ["shops.size!A3 is `two`, the number of no rule; leave the cell empty for a new rule"]
    );
    let otherwise = |book: &mut EditedBook| put(sheet(book, "shops.size"), 2, "kind", "kiosk");
    assert_eq!(
        problems(POLICY, otherwise),
        ["shops.size!C4: a rule `otherwise` has no tests, it is used where no other rule matches; empty the cell, or \
          take `otherwise` out of the row"]
    );
    let header = |book: &mut EditedBook| sheet(book, "shops.size").headers[0].0 = "sale".to_string();
    assert_eq!(
        problems(POLICY, header),
        ["sheet `shops.size` has no column `sales`; head the column `sale` with `sales` again"]
    );
    let default = |book: &mut EditedBook| drop(sheet(book, "shops.effort").rows.pop());
    assert_eq!(
        problems(POLICY, default),
        [
            "sheet `shops.effort` has no row `default` in its column `rule`; put the row back, or take `default:` out of \
          `shops.effort` in the policy first"
        ]
    );
    let brackets = |book: &mut EditedBook| drop(sheet(book, "shops.level").rows.remove(0));
    assert_eq!(
        problems(POLICY, brackets),
        ["the list of rules of `shops.level` is written in a way that cannot be edited from a sheet; make this edit \
          in `policy.yaml`; each rule is best written in a line"]
    );
}

#[test]
fn a_table_that_was_edited_meanwhile_is_not_touched() {
    let mut book = exported(&read(&pack(POLICY)));
    put(sheet(&mut book, "shops.size"), 0, "sales", ">= 2_000");
    let files = pack(&POLICY.replace(">= 500", ">= 600"));
    let problems = bring_in(&read(&files), &files, &book).expect_err("it was edited");
    assert_eq!(problems[0].message, "`shops.size` was edited in the policy after the workbook was made");
}

/// A text of a cell: words of rules, and what YAML, CSV and spreadsheets might stumble over.
fn cell() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "",
        "-",
        ">= 10",
        "A",
        "A, B",
        "not A",
        "1_000 .. 5_000",
        "10%",
        "007",
        "\"5\"",
        "5",
        "2026-01-01",
        "true",
        "null",
        "~",
        "#x",
        "a # b",
        "a: b",
        "{x}",
        "[y]",
        "'q'",
        "\"q\"",
        "\\",
        "= x + 1",
        "매출 >= 3",
        "no",
        "@",
        "&a",
        "*b",
        "!c",
        "%d",
        "|",
        ">",
        "? x",
        "- y",
        "1e5",
        ".5",
        "+3",
        "a\tb",
        "x,y",
        "=1",
    ]);
    words.prop_map(str::to_string)
}

fn policy_of(rules: &[(String, String, String)], block: bool) -> String {
    use crate::policy::yaml::word;
    let mut text = "policy: p\ntables:\n  t:\n    columns: { a: , b: }\n    decisions:\n      d:\n        hit: first\n        outputs: [d]\n        rules:\n".to_string();
    for (a, b, then) in rules {
        let then = if then.is_empty() { "null".to_string() } else { word(then) };
        let (a, b) = (word(a), word(b));
        match block {
            false => text.push_str(&format!("          - {{ a: {a}, b: {b}, then: {then} }}  # kept\n")),
            true => text.push_str(&format!("          - a: {a}\n            b: {b}\n            then: {then}\n")),
        }
    }
    text
}

proptest! {
    /// Whatever is written into cells, and wherever rows go, the policy says it afterwards.
    #[test]
    fn what_is_edited_is_what_the_policy_says(
        rules in prop::collection::vec((cell(), cell(), cell()), 1..6),
        edits in prop::collection::vec((0..6_usize, 0..3_usize, cell()), 0..6),
        rows in prop::collection::vec((0..3_usize, 0..6_usize), 0..3),
        block in any::<bool>(),
    ) {
        let files = pack(&policy_of(&rules, block));
        let policy = Policy::read(&files, &LoadOptions::default());
        let Ok(policy) = policy else { return Ok(()) };
        prop_assume!(!policy.has_errors());
        let mut book = exported(&policy);
        let sheet = &mut book.sheets[0];
        let headers: Vec<String> = sheet.headers.iter().map(|(header, _)| header.clone()).collect();
        for (row, column, text) in edits {
            let (row, column) = (row % sheet.rows.len(), column % headers.len());
            put(sheet, row, &headers[column], text.trim());
        }
        for (what, row) in rows {
            let row = row % sheet.rows.len();
            match what {
                0 if sheet.rows.len() > 1 => drop(sheet.rows.remove(row)),
                1 => sheet.rows.swap(0, row),
                _ => {
                    let mut new = sheet.rows[row].clone();
                    new.cells.remove(&sheet.numbers);
                    if !new.cells.is_empty() {
                        sheet.rows.insert(row, new);
                    }
                }
            }
        }
        let brought = match bring_in(&policy, &files, &book) {
            Ok(brought) => brought,
            Err(problems) => {
                let unwritten = problems.iter().find(|problem| problem.message.contains("cannot be written"));
                prop_assert!(unwritten.is_none(), "{unwritten:?}");
                return Ok(());
            }
        };
        let text = brought.files.text("policy.yaml").expect("it is there").0;
        let Ok(again) = Policy::read(&brought.files, &LoadOptions::default()) else {
            return Err(TestCaseError::fail(format!("no YAML any more: {text}")));
        };
        // A rule may be wrong as edited, but for its form.
        let expected: Vec<Vec<String>> = shown(&book.sheets[0]);
        let table = &rule_tables(&again)[0];
        let place = |header: &String| table.columns.iter().position(|column| column.header() == *header);
        let cells = |cells: &Vec<String>| {
            let cell = |header| place(header).map(|at| cells[at].clone()).unwrap_or_default();
            headers.iter().map(cell).collect::<Vec<String>>()
        };
        let found: Vec<Vec<String>> = table.rules.iter().map(|rule| cells(&rule.cells)).collect();
        prop_assert_eq!(found.len(), expected.len(), "{}", text);
        for (found, expected) in found.iter().zip(&expected).filter(|_| !again.has_errors()) {
            let any = |text: &String| if text == "-" { String::new() } else { text.clone() };
            let both = |cells: &[String]| cells.iter().map(any).collect::<Vec<_>>();
            prop_assert_eq!(both(found), both(expected), "{}", text);
        }
    }
}

/// The rules of a sheet, without what stands alone in its row.
fn shown(sheet: &EditedSheet) -> Vec<Vec<String>> {
    let result = sheet.headers.last().map(|(_, column)| *column);
    let is_rule = |row: &&EditedRow| {
        let only = row.cells.keys().next().copied();
        row.cells.len() > 1 || only == Some(sheet.numbers) || only == result
    };
    let cells = |row: &EditedRow| {
        let text = |(_, column): &(String, u32)| row.cells.get(column).cloned().unwrap_or_default();
        sheet.headers.iter().map(text).collect()
    };
    sheet.rows.iter().filter(is_rule).map(cells).collect()
}

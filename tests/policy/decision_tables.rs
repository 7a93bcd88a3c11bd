//! Decision tables in CSV files and workbooks.

use crate::support::Folder;
use rulebook::PackFiles;
use rulebook::cells::{Cell, CellSource, CellValue, CellsError, SheetInfo};
use rulebook::policy::model::{Decision, HitPolicy, Policy};
use rulebook::policy::{Pack, load};
use rulebook::value::{Date, DateTime};
use std::ops::ControlFlow;
use std::sync::Arc;

const POLICY: &str = "policy: p\ntables:\n  shops:\n    columns: { category: , visits: { type: number } }\n    decisions:\n      target: { table: TABLE, outputs: OUTPUTS }\n";

fn pack(table: &str, outputs: &str, files: &[(&str, &[u8])]) -> (Folder, Pack) {
    let policy = POLICY.replace("TABLE", table).replace("OUTPUTS", outputs);
    let mut all: Vec<(&str, &[u8])> = vec![("policy.yaml", policy.as_bytes())];
    all.extend(files);
    let folder = Folder::new(&all);
    let pack = load(&PackFiles::at(&folder.0).expect("it is there"), None, &open);
    (folder, pack)
}

fn decision(policy: &Policy) -> &Decision {
    &policy.tables[0].decisions[0]
}

/// A workbook of two sheets, without a file format.
struct Book(Vec<SheetInfo>);

fn open(_: &str, _: Arc<[u8]>) -> Result<Box<dyn CellSource>, CellsError> {
    let sheet = |name: &str| SheetInfo { name: name.into(), hidden: false };
    Ok(Box::new(Book(vec![sheet("Notes"), sheet("Targets")])))
}

impl CellSource for Book {
    fn sheets(&self) -> &[SheetInfo] {
        &self.0
    }

    fn read(&mut self, sheet: usize, visit: &mut dyn FnMut(Cell<'_>) -> ControlFlow<()>) -> Result<(), CellsError> {
        let day = DateTime::midnight(Date::new(2026, 1, 1).expect("a day"));
        let targets = [
            (1, 1, CellValue::Text("category")),
            (1, 2, CellValue::Text("visits / 2")),
            (1, 3, CellValue::Text("→ target")),
            (1, 4, CellValue::Text("from")),
            (2, 1, CellValue::Text("専門店")),
            (2, 2, CellValue::Text(">= 10")),
            (2, 3, CellValue::Number(0.1)),
            (2, 4, CellValue::DateTime(day, day.days_of_1900())),
            (4, 2, CellValue::Number(5.0)),
            (4, 3, CellValue::Error("#DIV/0!")),
            (5, 1, CellValue::Text("-")),
            (5, 2, CellValue::Text("otherwise")),
            (5, 3, CellValue::Text("017")),
        ];
        let notes = [(0, 0, CellValue::Text("only words"))];
        let cells = if sheet == 0 { &notes[..] } else { &targets[..] };
        for (row, column, value) in cells {
            if visit(Cell { row: *row, column: *column, value: *value, look: rulebook::cells::Look::PLAIN }).is_break()
            {
                break;
            }
        }
        Ok(())
    }
}

#[test]
fn a_csv_file_places_each_cell() {
    let csv = "category,\"visits\", then target ,note\r\n\"専門店, 量販店\",>= 10,30%,\"a \"\"note\"\"\"\r\n\r\n-,otherwise,10%,\r\n";
    let (folder, pack) = pack("t.csv", "", &[("t.csv", csv.as_bytes())]);
    assert_eq!(folder.findings(&pack), "");
    let policy = pack.policy.expect("it can be read");
    let decision = decision(&policy);
    assert_eq!((decision.hit.value, decision.outputs.len()), (HitPolicy::Unique, 1));
    let rule = &decision.rules[0];
    for test in &rule.tests {
        assert_eq!(pack.sources.text(test.cell.span), test.cell.value);
        assert_eq!(pack.sources.text(test.input.span), test.input.value);
    }
    let (output, value) = &rule.results[0];
    assert_eq!((output.value.as_str(), value.value.as_str()), ("target", "30%"));
    assert_eq!(pack.sources.text(output.span), "target");
    assert_eq!(pack.sources.text(value.span), "30%");
    assert!(pack.sources.cite(value.span).ends_with("t.csv:2"));
    assert!(decision.rules[1].otherwise);
    assert!(pack.sources.cite(decision.rules[1].span).ends_with("t.csv:4"));
}

#[test]
fn semicolons_and_several_results() {
    let csv = "visits;target;effort\n> 5;A;3\n<= 5;B;1\n";
    let (folder, pack) = pack("t.csv", "[target, effort]", &[("t.csv", csv.as_bytes())]);
    assert_eq!(folder.findings(&pack), "");
    let policy = pack.policy.expect("it can be read");
    let results = &decision(&policy).rules[1].results;
    assert_eq!(
        results.iter().map(|(o, v)| format!("{}={}", o.value, v.value)).collect::<Vec<_>>(),
        ["target=B", "effort=1"]
    );
}

#[test]
fn a_sheet_of_a_workbook_cites_its_cells() {
    let (folder, pack) = pack("\"t.xlsx#Targets\"", "", &[("t.xlsx", b"")]);
    insta::assert_snapshot!(folder.findings(&pack));
    let policy = pack.policy.expect("it can be read");
    let rule = &decision(&policy).rules[0];
    assert_eq!(rule.tests[1].input.value, "visits / 2");
    assert!(pack.sources.cite(rule.tests[0].cell.span).ends_with("Targets!B3"));
    assert_eq!(rule.results[0].1.value, "0.1");
    assert_eq!(rule.effective.from, Date::new(2026, 1, 1));
    let last = &decision(&policy).rules[2];
    assert!(last.otherwise);
    assert_eq!(last.results[0].1.value, "\"017\"");
}

/// A line that lacks its result is a mistake, one that lacks an input is perhaps one; without the last notes it is whole.
#[test]
fn a_line_that_ends_too_early_is_told() {
    let csv = "category,visits,then target,note\nchain,>= 10,30,a\nstore,>= 10\nstore,< 10,20\n";
    let (folder, read) = pack("t.csv", "", &[("t.csv", csv.as_bytes())]);
    insta::assert_snapshot!(folder.findings(&read));
    let csv = "then target,visits,category\n30,>= 10,chain\n20,< 10\n";
    let (folder, read) = pack("t.csv", "", &[("t.csv", csv.as_bytes())]);
    insta::assert_snapshot!("an_input_that_is_not_there", folder.findings(&read));
}

/// A footnote below the rules is none of them, whatever its input is.
#[test]
fn a_remark_below_the_rules_is_no_rule() {
    let csv = "category,visits,then target\nchain,>= 10,30\nstore,,20\n* agreed in March,,\n,미정,\n";
    let (folder, read) = pack("t.csv", "", &[("t.csv", csv.as_bytes())]);
    insta::assert_snapshot!(folder.findings(&read));
    assert_eq!(decision(&read.policy.expect("it can be read")).rules.len(), 2);
    // A rule for the others may give nothing.
    let csv = "category,visits,then target\nchain,>= 10,30\notherwise,,\n";
    let (folder, read) = pack("t.csv", "", &[("t.csv", csv.as_bytes())]);
    assert_eq!(folder.findings(&read), "");
    assert_eq!(decision(&read.policy.expect("it can be read")).rules.len(), 2);
}

#[test]
fn files_and_sheets_that_are_not_there() {
    let csv: &[u8] = b"a,b\n1,2\n";
    let cases = [
        ("trgets.csv", ""),
        ("../t.csv", ""),
        ("t.doc", ""),
        ("\"t.xlsx#Target\"", ""),
        ("t.xlsx", ""),
        ("targets.csv", ""),
        ("targets.csv", "[c]"),
    ];
    let mut all = String::new();
    for (table, outputs) in cases {
        let (folder, pack) = pack(table, outputs, &[("targets.csv", csv), ("t.xlsx", b""), ("t.doc", b"")]);
        all.push_str(&folder.findings(&pack));
    }
    insta::assert_snapshot!(all);
}

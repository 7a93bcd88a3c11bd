//! Rows taken in many at once and rows taken in cell by cell come to the same: the same sheet is read by the scanner,
//! which gives whole rows, and by the slower reader, which a comment in it makes sure of.

use super::*;
use crate::issue::IssueCode;
use crate::policy::layout::{Origin, Range};
use crate::policy::model::Code;
use crate::source::Area;
use proptest::prelude::*;
use std::io::{Cursor, Write};

/// What cells hold: most of them what their column wants, some anything else.
const TEXTS: [&str; 24] = [
    "A1",
    "A2",
    "A3",
    "A4",
    "A5",
    "B1",
    "B2",
    "北京",
    "ＡＢ",
    "Pumps",
    "valves",
    "Total",
    "North total",
    "  moved",
    " ",
    "n/a",
    "item",
    "amount",
    "12",
    "1,234.5",
    "4.90123E+15",
    "2026-03-01",
    "yes",
    "Source: us",
];
const NUMBERS: [&str; 12] =
    ["1", "2.5", "-3", "0", "45292", "45293.5", "2026", "1234567890123456", "1e300", "0.1", "20260301", "-0"];

/// A cell of that kind: its attributes and what stands in it.
fn cell(kind: u8, at: usize) -> Option<String> {
    let (text, number) = (at % TEXTS.len(), NUMBERS[at % NUMBERS.len()]);
    Some(match kind {
        0..=9 => format!(" t=\"s\"><v>{text}</v>"),
        10 => format!(" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is>", TEXTS[text]),
        11..=19 => format!("><v>{number}</v>"),
        // Days, percentages, money, lines through cells, cells further to the right.
        20..=24 => format!(" s=\"{}\"><v>{number}</v>", kind - 19),
        25..=28 => format!(" s=\"1\"><v>{}</v>", 45000 + at),
        29..=31 => format!(" t=\"b\"><v>{}</v>", at % 2),
        32 => " t=\"e\"><v>#N/A</v>".to_string(),
        33 => format!(" s=\"5\" t=\"s\"><v>{text}</v>"),
        34 => "><f>1+1</f>".to_string(),
        _ => return None,
    })
}

/// A row of cells; a usual one has in each column what the column wants.
fn row(number: usize, cells: &[(u8, usize)], usual: bool) -> String {
    let wanted = [0, 0, 11, 25, 29, 0];
    let cells: String = (0..cells.len())
        .filter_map(|column| {
            let (kind, at) = cells[column];
            let letter = char::from(b'A' + column as u8);
            let inside = if usual { cell(wanted[column % 6], at % 11) } else { cell(kind, at) }?;
            Some(format!("<c r=\"{letter}{number}\"{inside}</c>"))
        })
        .collect();
    format!("<row r=\"{number}\">{cells}</row>")
}

fn book(rows: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relation = |kind: &str, to: &str| {
        format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/{kind}\" Target=\"{to}\"/></Relationships>"
        )
    };
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"sales\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"1\"><numFmt numFmtId=\"166\" formatCode=\"[$€-407] 0\"/></numFmts><fonts>\
         <font/><font><strike/></font></fonts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"10\"/>\
         <xf numFmtId=\"166\"/><xf numFmtId=\"0\" fontId=\"1\"/><xf numFmtId=\"0\"><alignment indent=\"2\"/></xf></cellXfs></styleSheet>"
    );
    let shared: String = TEXTS.iter().map(|text| format!("<si><t xml:space=\"preserve\">{text}</t></si>")).collect();
    let texts = format!("<sst xmlns=\"{MAIN}\">{shared}</sst>");
    let header: String = ["key", "item", "amount", "day", "flag", "note"]
        .iter()
        .zip('A'..)
        .map(|(text, letter)| format!("<c r=\"{letter}1\" t=\"inlineStr\"><is><t>{text}</t></is></c>"))
        .collect();
    let sheet =
        format!("<worksheet xmlns=\"{MAIN}\"><sheetData><row r=\"1\">{header}</row>{rows}</sheetData></worksheet>");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &relation("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", &relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/workbook.xml", &workbook),
        ("xl/styles.xml", &styles),
        ("xl/sharedStrings.xml", &texts),
        ("xl/worksheets/sheet1.xml", &sheet),
    ] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("started");
        writer.write_all(text.as_bytes()).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

/// What a table says of its columns.
fn sales(traits: u16) -> Policy {
    let has = |at: u16| traits >> at & 1 == 1;
    let mut columns = vec![
        column("key", Type::Text, &[]),
        column("item", Type::Text, &[]),
        column("amount", Type::Number, &[]),
        column("day", if has(0) { Type::Date } else { Type::DateTime }, &[]),
        column("flag", Type::Bool, &[]),
    ];
    if has(1) {
        columns[2].presence = Presence::Cells;
        columns[2].min = Some(said(Value::Number(-2.0)));
        columns[1].conventions.blank = Some(["n/a".to_string(), "12".to_string()].into());
    }
    if has(2) {
        columns[1].one_of = vec![said(Value::from("Pumps")), said(Value::from("Valves")), said(Value::from("A1"))];
    }
    if has(3) {
        columns.push(column("again", Type::Text, &["amount"]));
    }
    if has(4) {
        columns.push(Column { from: Some(Origin::Row), ..column("line", Type::Number, &[]) });
        columns.push(Column { from: Some(Origin::Sheet), ..column("sheet", Type::Text, &[]) });
    }
    if has(10) {
        columns.push(Column { from: Some(Origin::Heading), ..column("heading", Type::Text, &[]) });
    }
    if has(5) {
        columns.push(column("note", Type::List, &[]));
    }
    if has(9) {
        columns[0].code = Some(Code { width: Some(4) });
        columns[2].conventions.blank = Some(["0".to_string()].into());
    }
    if has(6) {
        columns.remove(0);
    }
    policy(vec![table("sales", &[], if has(7) && !has(6) { Some("key") } else { None }, columns)])
}

/// What was read, without the fingerprint of the file.
fn got(policy: &Policy, rows: &str, options: &Options) -> String {
    let input = Input::Bytes { name: "b.xlsx".to_string(), data: book(rows).into() };
    match read(policy, &[input], options) {
        Ok(got) => format!("{:#?}\n{:#?}\n{:#?}", got.tables, got.issues, got.control),
        Err(failure) => failure.to_string(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn many_rows_at_once_are_the_same_rows(
        traits in any::<u16>(),
        rows in prop::collection::vec((prop::collection::vec((0u8..60, 0usize..600), 6..8), 0u8..12), 1..60),
    ) {
        let mut number = 1;
        let rows: String = rows
            .iter()
            .map(|(cells, what)| {
                // Some rows have an empty one above.
                number += if *what == 11 { 2 } else { 1 };
                row(number, cells, *what < 9)
            })
            .collect();
        let policy = sales(traits);
        let options = Options { keep_written: traits >> 8 & 1 == 1, ..Options::default() };
        let slowly = got(&policy, &format!("<!-- -->{rows}"), &options);
        prop_assert_eq!(got(&policy, &rows, &options), slowly);
    }
}

/// A line of a text file: most fields are what their column wants.
fn line(cells: &[(u8, usize)], usual: bool) -> String {
    const AMOUNTS: [&str; 16] = [
        "12.5", "1200", "-7.25", "12.345", "0.125", "1234.567", "1,200", "3%", "-0", "5.", "1e3", "$5", "12 345",
        "007", " 8 ", "",
    ];
    const DAYS: [&str; 8] =
        ["2026-03-01", "2024-02-29", "2026-02-30", "01/02/2026", "2026/03/01", "45292", "20260301", "2026-03-01 10:30"];
    let fields: Vec<&str> = cells
        .iter()
        .enumerate()
        .map(|(column, (kind, at))| match (if usual { column % 6 } else { *kind as usize % 7 }, usual) {
            (0 | 1 | 5, true) => TEXTS[at % 11],
            (2, true) => AMOUNTS[at % 3],
            (3, true) => DAYS[at % 2],
            (0 | 1, false) => TEXTS[at % TEXTS.len()],
            (2, false) => AMOUNTS[at % AMOUNTS.len()],
            (3, false) => DAYS[at % DAYS.len()],
            (4, _) => {
                if at % 2 == 0 {
                    "true"
                } else {
                    "no"
                }
            }
            _ => "",
        })
        .collect();
    fields.join(";") + "\n"
}

/// What is read of a text file.
fn got_of_text(policy: &Policy, lines: &str, options: &Options) -> String {
    let text = format!("key;item;amount;day;flag;note\n{lines}");
    let input = Input::Bytes { name: "sales.csv".to_string(), data: text.into_bytes().into() };
    match read(policy, &[input], options) {
        Ok(got) => {
            // Within a range fields are not counted.
            let issues: Vec<_> = got.issues.iter().filter(|issue| issue.code != IssueCode::RaggedLine).collect();
            format!("{:#?}\n{issues:#?}\n{:#?}", got.tables, got.control)
        }
        Err(failure) => failure.to_string(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn many_lines_at_once_are_the_same_lines(
        traits in any::<u16>(),
        lines in prop::collection::vec((prop::collection::vec((0u8..60, 0usize..600), 6..8), 0u8..12), 1..60),
    ) {
        let lines: String = lines.iter().map(|(cells, what)| line(cells, *what < 9)).collect();
        let mut policy = sales(traits);
        let options = Options { keep_written: traits >> 8 & 1 == 1, ..Options::default() };
        let at_once = got_of_text(&policy, &lines, &options);
        // What stands in a range is taken in cell by cell.
        let all = Area { last_row: 1_000_000, ..Area::ALL };
        policy.tables[0].layout.range = Some(Range::Area(all));
        prop_assert_eq!(at_once, got_of_text(&policy, &lines, &options));
    }
}

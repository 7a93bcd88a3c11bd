//! What inputs are mixed from.

use crate::here;
use rust_xlsxwriter::{Format, Workbook};
use std::io::{Cursor, Read, Write};

pub const NAMES: [&str; 8] = ["n", "m", "t", "d", "b", "id", "rate", "rows"];
pub const LITERALS: [&str; 16] = [
    "0",
    "1",
    "2.5",
    "-3",
    "10%",
    "1e308",
    "\"x\"",
    "\"\"",
    "\"2026-02-30\"",
    "true",
    "()",
    "[1, 2]",
    "[\"a\", \"b\"]",
    "today",
    "all(n)",
    "date(\"2026-01-31\")",
];
pub const OPERATORS: [&str; 14] =
    [" + ", " - ", " * ", " / ", " % ", " ** ", " == ", " != ", " < ", " >= ", " && ", " || ", " in ", " ?? "];
pub const FUNCTIONS: [&str; 40] = [
    "abs",
    "round",
    "floor",
    "sqrt",
    "ln",
    "min",
    "max",
    "sum",
    "count",
    "average",
    "rank",
    "share",
    "quantile",
    "left",
    "right",
    "mid",
    "len",
    "upper",
    "trim",
    "join",
    "contains",
    "replace",
    "split",
    "nth",
    "find",
    "text",
    "number",
    "year",
    "month",
    "week",
    "days",
    "add_months",
    "add_days",
    "date",
    "workdays",
    "coalesce",
    "is_blank",
    "previous_value",
    "mod",
    "round_to",
];

/// Small workbooks and CSV files.
pub fn workbooks() -> Vec<Vec<u8>> {
    let csv: [&str; 6] = [
        "id,amount,day,paid\nA1,1.5,2026-01-31,yes\nA2,-2,2026-02-28,no\nTotal,-0.5,,\n",
        "id;amount;day;paid\nA1;1.234,50;31.01.2026;true\nA2;0,125;28.02.2026;false\n",
        "\u{feff}ID\tAmount\tDay\tPaid\r\nA1\t\"1,200円\"\t令和8年1月31日\t1\r\n\r\nA2\t(300)\t2026/2/28\t0\r\n",
        "sep=,\nReport of\n\nid,amount\n\"A\n1\",\"2\"\"\"\nid,amount\nA2,3\n",
        "id,amount,amount\n05408,1,2\n5408.0,3,4\n",
        "id|day\nA1|Jan 5, 2026\nA2|5 Jan 2026\n",
    ];
    let mut all: Vec<Vec<u8>> = csv.iter().map(|text| text.as_bytes().to_vec()).collect();
    all.push(std::fs::read(here("src/cells/conformance_book.xls")).expect("the workbook is there"));
    all.extend([book(false), book(true)]);
    all.push(ods());
    all
}

fn book(merged: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet().set_name("Orders").expect("a name");
    for (at, header) in ["ID", "Amount", "Day", "Paid"].into_iter().enumerate() {
        sheet.write(0, at as u16, header).expect("a header");
    }
    for row in 1..8 {
        sheet.write(row, 0, format!("A{row}")).expect("a cell");
        sheet.write(row, 1, f64::from(row) * 1.25).expect("a cell");
        sheet.write_with_format(row, 2, 46_000 + row, &day).expect("a cell");
        sheet.write(row, 3, row % 2 == 0).expect("a cell");
    }
    if merged {
        sheet.merge_range(8, 0, 9, 0, "A8", &Format::new()).expect("merged cells");
        sheet.write_formula(8, 1, "=SUM(B2:B8)").expect("a formula");
        sheet.set_row_hidden(3).expect("a hidden row");
    }
    book.save_to_buffer().expect("a workbook")
}

fn ods() -> Vec<u8> {
    let cell = |kind: &str, value: &str, text: &str| {
        format!("<table:table-cell office:value-type=\"{kind}\" {value}><text:p>{text}</text:p></table:table-cell>")
    };
    let header: String = ["ID", "Amount", "Day", "Paid"].map(|name| cell("string", "", name)).concat();
    let row = [
        cell("string", "", "A1"),
        cell("float", "office:value=\"1.5\"", "1.5"),
        cell("date", "office:date-value=\"2026-01-31\"", "31.01.26"),
        cell("boolean", "office:boolean-value=\"true\"", "TRUE"),
    ];
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"Orders\"><table:table-row>{header}</table:table-row>\
         <table:table-row table:number-rows-repeated=\"3\">{}</table:table-row></table:table>\
         </office:spreadsheet></office:body></office:document-content>",
        row.concat()
    );
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    packed(&[("mimetype".to_string(), kind.into()), ("content.xml".to_string(), content.into())])
}

/// The parts of an archive; none where it is none.
pub fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let part = |at: usize, archive: &mut zip::ZipArchive<Cursor<&[u8]>>| {
        let mut member = archive.by_index(at).ok()?;
        let mut content = Vec::new();
        member.read_to_end(&mut content).ok()?;
        Some((member.name().ok()?.into_owned(), content))
    };
    (0..archive.len()).filter_map(|at| part(at, &mut archive)).collect()
}

/// An archive of such parts.
pub fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        // Two parts of one name cannot be written; one of them is enough.
        if archive.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).is_ok() {
            archive.write_all(content).expect("memory");
        }
    }
    archive.finish().expect("memory").into_inner()
}

/// Decision tables as files.
pub fn cell_tests() -> Vec<Vec<u8>> {
    let all: [&str; 8] = [
        "n,t,then decided\n< 0,x,low\n0..10,\"x, y\",mid\n> 10,-,high\n",
        "n,then decided\n\">= 1, < 5\",1\n[5..9],2\n(9..20],3\notherwise,4\n",
        "d,then decided\n>= 2026-01-01,new\n< 2026-01-01,old\n",
        "t,b,then decided\nnot(x),true,1\n\"\"\"x\"\"\",false,2\nblank,,3\n",
        "n,m,then decided,note\n> m,,1,a\n= n * 2,,2,b\n<= rate,5,3,c\n,,,\n",
        "t,then decided\nnot(x),1\n\"x, y\",2\n가나|z,3\n",
        "n >= m,then decided\ntrue,1\nfalse,2\n",
        "id,t,then decided\n1,x,= n + m\n2,y,= m\notherwise,,0\n",
    ];
    all.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// Formulas as people write them.
pub fn formulas() -> Vec<Vec<u8>> {
    let all: [&str; 16] = [
        "n + m * 2",
        "if n > m { t } else { \"none\" }",
        "round(n / m, 2)",
        "add_months(d, n)",
        "left(t, 2) + right(t, 1)",
        "sum(rows.n) / count(rows)",
        "rank(n)",
        "t in [\"x\", \"y\"]",
        "switch n { 1 => \"a\", _ => \"b\" }",
        "`${t} and ${n}`",
        "let x = n * 2; x + 1",
        "d - date(\"2026-01-01\")",
        "coalesce(n, m, 0)",
        "quantile(rows.n, 0.5)",
        "previous_value(n, by: d)",
        "text(n, \"#,##0.00\")",
    ];
    all.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// The policies of the language's tests, and those that are shipped.
pub fn policies() -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    for folder in ["tests/language", "rules"] {
        for entry in std::fs::read_dir(here(folder)).expect("the folder is there") {
            paths.push(entry.expect("an entry").path().join("policy.yaml"));
        }
    }
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read(path).ok()).collect()
}

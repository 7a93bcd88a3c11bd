//! Workbooks made by hand to be misread: each gives the right cells, or says which cell is wrong.

use super::tests::{cells, rewritten};
use super::*;
use rust_xlsxwriter::Workbook;
use std::io::{Cursor, Write};

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("started");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

/// A small workbook with a shared text and a number, one of its parts changed.
fn changed(part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "name").expect("written").write(0, 1, "value").expect("written");
    sheet.write(1, 0, "x").expect("written").write(1, 1, 1).expect("written");
    rewritten(&book.save_to_buffer().expect("saved"), |name, text| {
        if name != part {
            return text;
        }
        assert!(text.contains(from), "{name}: {text}");
        text.replacen(from, to, 1)
    })
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// What is read of a file, or why it is refused.
fn read(data: &[u8]) -> Result<Vec<String>, String> {
    let mut source = open_bytes("book", data.to_vec()).map_err(|error| error.message)?;
    cells(source.as_mut(), 0).map_err(|error| error.message)
}

fn plain() -> Vec<String> {
    ["A1=\"name\"", "B1=\"value\"", "A2=\"x\"", "B2=1"].map(String::from).to_vec()
}

/// The same, with something before the cells that only the slower reader knows.
fn both(from: &str, to: &str) -> [Vec<u8>; 2] {
    let data = changed(SHEET, from, to);
    let slow = rewritten(&data, |name, text| match name {
        SHEET => text.replacen("<row r=\"1\"", "<!-- by hand --><row r=\"1\"", 1),
        _ => text,
    });
    [data, slow]
}

#[test]
fn a_text_that_is_not_there_is_never_the_first_one() {
    for index in ["-1", "abc", "0.9", "18446744073709551616", " 1 ", "+1", "1e0", "&#49;", "99"] {
        for data in both("<c r=\"A2\" t=\"s\"><v>2</v>", &format!("<c r=\"A2\" t=\"s\"><v>{index}</v>")) {
            let error = read(&data).expect_err(index);
            assert!(error.contains("cell A2"), "{index}: {error}");
        }
    }
}

#[test]
fn a_number_in_pieces_is_refused_at_its_cell() {
    for value in ["1&#50;", "&#49;", "<![CDATA[12]]>", "1<!-- -->2", "1<?p?>2", "1</v><v>2"] {
        for data in both("<c r=\"B2\"><v>1.0</v>", &format!("<c r=\"B2\"><v>{value}</v>")) {
            let error = read(&data).expect_err(value);
            assert!(error.contains("sheet `Sheet1`: cell B2 has "), "{value}: {error}");
        }
    }
    for data in both("<c r=\"B2\"><v>1.0</v>", "<c r=\"B2\" t=\"str\"><v>a<![CDATA[b]]></v>") {
        assert!(read(&data).expect_err("raw text").contains("cell B2 has a value that is written in pieces"));
    }
    for data in both("<c r=\"B2\"><v>1.0</v>", "<c r=\"B2\" t=\"str\"><v>a&amp;b</v>") {
        assert_eq!(read(&data).expect("it is read").last().map(String::as_str), Some("B2=\"a&b\""));
    }
}

#[test]
fn an_address_that_no_sheet_has_is_refused() {
    for address in ["A4294967298", "A4294967300", "A1048577", "XFE2", "AAAA2", "A0", "A99999999999999999999"] {
        for data in both("<c r=\"B2\">", &format!("<c r=\"{address}\">")) {
            assert!(read(&data).is_err(), "{address}: {:?}", read(&data));
        }
    }
    for row in ["4294967298", "0", "x"] {
        for data in both("<row r=\"2\"", &format!("<row r=\"{row}\"")) {
            assert!(read(&data).is_err(), "{row}: {:?}", read(&data));
        }
    }
}

#[test]
fn a_number_that_asks_for_memory_is_refused() {
    let huge = "<c r=\"B2\"><f t=\"shared\" ref=\"B2:B3\" si=\"1000000000000\">1+1</f><v>2</v>";
    let odd = [
        "",
        "<c r=\"C2\" t=\"e\"><v>#SPILL!</v></c>",
        "<c r=\"C2\" t=\"zz\"><v>q</v></c>",
        "<c r=\"C2\" t=\"s\"><v>77</v></c>",
    ];
    for behind in odd {
        for data in both("<c r=\"B2\"><v>1.0</v></c>", &format!("{huge}</c>{behind}")) {
            assert!(read(&data).expect_err(behind).contains("impossible number"), "{behind}: {:?}", read(&data));
        }
    }
    let before = format!("<c r=\"A2\" t=\"zz\"><v>2</v></c>{huge}</c>");
    for data in both("<c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\"><v>1.0</v></c>", &before) {
        assert!(read(&data).is_err());
    }
}

#[test]
fn more_texts_than_there_are_is_refused_however_it_is_written() {
    let data = changed(SHEET, "x", "x");
    let parts = |name: &str, text: &str| {
        let mut source = zip::ZipArchive::new(Cursor::new(&data)).expect("an archive");
        let mut parts = Vec::new();
        for index in 0..source.len() {
            let mut part = source.by_index(index).expect("a part");
            let known = String::from_utf8_lossy(part.name_raw()).into_owned();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut part, &mut bytes).expect("bytes");
            if known != "xl/sharedStrings.xml" {
                parts.push((known, bytes));
            }
        }
        parts.push((name.to_string(), text.as_bytes().to_vec()));
        archive(&parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect::<Vec<_>>())
    };
    let sst = "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let texts = "<si><t>name</t></si><si><t>value</t></si><si><t>x</t></si></sst>";
    for name in ["xl/sharedStrings.xml", "xl/SharedStrings.XML", "XL\\sharedStrings.xml"] {
        for head in [
            format!("{sst} uniqueCount=\"1000000000000\">"),
            format!("<!-- uniqueCount=\"1\" -->{sst} uniqueCount='1000000000000'>"),
            format!("<!--{}-->{sst} uniqueCount=\"1000000000000\">", "x".repeat(5000)),
            format!("{sst} x=\"uniqueCount\" count='1' uniqueCount\n=\n\"1000000000000\">"),
        ] {
            let error = read(&parts(name, &format!("{head}{texts}"))).expect_err(name);
            assert_eq!(error, "it declares more texts than it holds", "{name} {head}");
        }
    }
    assert_eq!(read(&parts("xl/SharedStrings.XML", &format!("{sst} uniqueCount=\"3\">{texts}"))), Ok(plain()));
}

#[test]
fn parts_whose_names_differ_in_their_case_are_refused() {
    for twin in ["XL/worksheets/sheet1.xml", "xl\\worksheets\\sheet1.xml", "xl/Worksheets/Sheet1.xml"] {
        let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>";
        let mut writer = zip::ZipWriter::new_append(Cursor::new(changed(SHEET, "x", "x"))).expect("an archive");
        writer.start_file(twin, zip::write::SimpleFileOptions::default()).expect("started");
        writer.write_all(sheet.as_bytes()).expect("written");
        let data = writer.finish().expect("finished").into_inner();
        assert_eq!(read(&data), Err("two members of the archive have the same name".to_string()), "{twin}");
    }
}

#[test]
fn parts_in_utf16_are_read() {
    let data = changed(SHEET, "x", "x");
    for big in [false, true] {
        let mut source = zip::ZipArchive::new(Cursor::new(&data)).expect("an archive");
        let mut parts = Vec::new();
        for index in 0..source.len() {
            let mut part = source.by_index(index).expect("a part");
            let mut text = String::new();
            std::io::Read::read_to_string(&mut part, &mut text).expect("text");
            let text = text.replace("UTF-8", "UTF-16");
            let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
            let bytes: Vec<u8> =
                units.flat_map(|unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
            parts.push((String::from_utf8_lossy(part.name_raw()).into_owned(), bytes));
        }
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        assert_eq!(read(&archive(&parts)), Ok(plain()), "{big}");
    }
}

#[test]
fn a_workbook_with_a_sheet_of_macros_is_read() {
    let kind = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet";
    let data =
        changed("xl/workbook.xml", "</sheets>", "<sheet name=\"Macro1\" sheetId=\"9\" r:id=\"rId99\"/></sheets>");
    let data = rewritten(&data, |name, text| match name {
        "xl/_rels/workbook.xml.rels" => {
            let relation = format!(
                "<Relationship Id=\"rId99\" Type=\"{kind}\" Target=\"macrosheets/sheet1.xml\"/></Relationships>"
            );
            text.replace("</Relationships>", &relation)
        }
        _ => text,
    });
    let source = open_bytes("book.xlsm", data.clone()).expect("it opens");
    assert_eq!(source.sheets().iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["Sheet1"]);
    assert_eq!(read(&data), Ok(plain()));
}

/// An ods workbook with one table.
fn ods(rows: &str) -> Vec<u8> {
    ods_of("", rows)
}

/// The same, with styles.
fn ods_of(styles: &str, rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?>\n<office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:calcext=\"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">{styles}<office:body><office:spreadsheet>\
         <table:table table:name=\"T\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

/// A row of one cell with these attributes and this content.
fn ods_cell(attributes: &str, content: &str) -> Vec<u8> {
    ods(&format!("<table:table-row><table:table-cell {attributes}>{content}</table:table-cell></table:table-row>"))
}

#[test]
fn repeated_cells_of_ods_are_counted_as_they_are_read() {
    let cell =
        "<table:table-cell office:value-type=\"float\" office:value=\"1\" table:number-columns-repeated=\"16384\"/>";
    for row in [
        "<table:table-row table:number-rows-repeated=\"6000\">",
        "<table:table-row\ntable:number-rows-repeated = '6000'>",
        "<table:table-row\ttable:number-rows-repeated=\"&#54;000\">",
        "<table:table-row table:number-rows-repeated=\"+6000\">",
        "<table:table-row x=\"table:number-rows-repeated=1\" table:number-rows-repeated=\"6000\">",
        &format!("<table:table-row a=\"{}\" table:number-rows-repeated=\"6000\">", "z".repeat(70_000)),
    ] {
        let error = read(&ods(&format!("{row}{cell}</table:table-row>"))).expect_err("98 million cells");
        assert_eq!(error, "its tables have more than 16 million cells once written out", "{}", &row[..40]);
    }
    let long = format!(
        "<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
        "w".repeat(32_000)
    );
    let row = format!("<table:table-row table:number-rows-repeated=\"100000\">{long}</table:table-row>");
    assert!(read(&ods(&row)).is_err(), "3 GB of text");
    let blanks = "<text:p><text:s text:c=\"4000000000\"/></text:p>";
    assert_eq!(
        read(&ods_cell("office:value-type=\"string\"", blanks)),
        Err("its texts hold millions of blanks".into())
    );
    // Empty rows and cells count nothing, however many there are.
    let empty = "<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    assert_eq!(
        read(&ods(&format!("<table:table-row>{}</table:table-row>{empty}", cell.replace("16384", "2")))),
        Ok(vec!["A1=1".into(), "B1=1".into()])
    );
}

#[test]
fn errors_and_times_of_ods_are_what_they_are_in_xlsx() {
    for (attributes, content, value) in [
        (
            "table:formula=\"of:=1/0\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"",
            "<text:p>#DIV/0!</text:p>",
            "A1=error #DIV/0!",
        ),
        (
            "table:formula=\"of:=1/0\" office:value-type=\"float\" office:value=\"0\"",
            "<text:p>#DIV/0!</text:p>",
            "A1=error #DIV/0!",
        ),
        ("table:formula=\"of:=X\" office:value-type=\"string\"", "<text:p>Err:508</text:p>", "A1=error Err:508"),
        ("office:value-type=\"string\"", "<text:p>#N/A</text:p>", "A1=\"#N/A\""),
        ("office:value-type=\"time\" office:time-value=\"PT36H00M00S\"", "<text:p>36:00:00</text:p>", "A1=1.5"),
        ("office:value-type=\"float\" office:value=\"NaN\"", "", "A1=error #NUM!"),
        ("office:value-type=\"percentage\" office:value=\"0.&#53;\"", "<text:p>50%</text:p>", "A1=0.5 as %"),
        ("table:formula=\"of:=A2\"", "", "A1=unsaved"),
        ("office:value-type=\"boolean\" office:boolean-value=\"FALSE\"", "", "A1=false"),
    ] {
        assert_eq!(read(&ods_cell(attributes, content)), Ok(vec![value.to_string()]), "{attributes}");
    }
    for broken in [
        "office:value-type=\"float\" office:value=\"abc\"",
        "office:value-type=\"boolean\" office:boolean-value=\"maybe\"",
    ] {
        assert!(read(&ods_cell(broken, "")).expect_err(broken).contains("is where"));
    }
}

#[test]
fn how_cells_of_ods_are_shown_is_told_as_far_as_it_says_something() {
    let styles = "<office:automatic-styles xmlns:style=\"s\" xmlns:fo=\"f\"><style:style style:name=\"ce1\">\
         <style:text-properties style:text-line-through-style=\"solid\"/></style:style><style:style style:name=\"ce2\">\
         <style:paragraph-properties fo:margin-left=\"0.706cm\"/><style:text-properties \
         style:text-line-through-style=\"none\"/></style:style></office:automatic-styles>";
    let cell = |style: &str, value: &str, text: &str| {
        format!("<table:table-cell table:style-name=\"{style}\" {value}><text:p>{text}</text:p></table:table-cell>")
    };
    let cells = [
        cell("ce1", "office:value-type=\"string\"", "x"),
        cell("ce2", "office:value-type=\"string\"", "y"),
        cell("ce1", "office:value-type=\"currency\" office:currency=\"EUR\" office:value=\"5\"", "5 €"),
        cell("ce0", "office:value-type=\"currency\" office:currency=\"XXX\" office:value=\"5\"", "5"),
    ];
    let row = format!("<table:table-row>{}</table:table-row>", cells.concat());
    let wanted = ["A1=\"x\" struck", "B1=\"y\" indented 2", "C1=5 in EUR struck", "D1=5"];
    assert_eq!(read(&ods_of(styles, &row)), Ok(wanted.map(String::from).to_vec()));
}

#[test]
fn an_ods_printed_with_indents_reads_as_one_without() {
    let cell = |text: &str| {
        format!(
            "\n   <table:table-cell office:value-type=\"string\">\n    <text:p>{text}</text:p>\n   </table:table-cell>"
        )
    };
    let row = |cells: &str| format!("\n  <!-- row -->\n  <table:table-row>{cells}\n  </table:table-row>");
    let rows = [
        row(&[cell("name"), cell("two\n     words")].concat()),
        row(&[
            cell("<text:span>a</text:span><text:s text:c=\"2\"/>b"),
            cell("x</text:p><office:annotation><text:p>no</text:p></office:annotation><text:p>y"),
        ]
        .concat()),
    ];
    let wanted = ["A1=\"name\"", "B1=\"two words\"", "A2=\"a  b\"", "B2=\"x\\ny\""];
    assert_eq!(read(&ods(&rows.concat())), Ok(wanted.map(String::from).to_vec()));
    let grouped = format!(
        "<table:table-header-rows>{}</table:table-header-rows><table:table-row-group>{}</table:table-row-group>",
        rows[0], rows[1]
    );
    assert_eq!(read(&ods(&grouped)), Ok(wanted.map(String::from).to_vec()));
}

#[test]
fn merged_cells_and_hidden_rows_of_ods_are_known() {
    let rows = "<table:table-row><table:table-cell office:value-type=\"string\" table:number-rows-spanned=\"2\"><text:p>North</text:p></table:table-cell></table:table-row>\
        <table:table-row table:visibility=\"filter\"><table:covered-table-cell/><table:table-cell office:value-type=\"float\" office:value=\"5\"/></table:table-row>";
    let mut source = open_bytes("book.ods", ods(rows)).expect("it opens");
    let layout = source.layout(0);
    assert_eq!(layout.merged, [Merged { first_row: 0, first_column: 0, last_row: 1, last_column: 0 }]);
    assert_eq!(layout.hidden_rows, [(1, 1)]);
}

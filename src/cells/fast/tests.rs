//! The scanner and calamine are each other's oracle: the same cells with the same types, the same errors, the
//! same layout, on sheets written in every way a program or a damaged disk writes them.

use crate::cells::layout::xlsx::Layouts;
use crate::cells::tests::cells;
use crate::cells::xlsx::XlsxSource;
use crate::cells::{CellSource, CellsError, SheetLayout, open_bytes};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a reader says of a workbook: its sheets, and the cells and layout of each.
type Said = Result<Vec<(String, Result<Vec<String>, CellsError>, SheetLayout)>, CellsError>;

fn with_both(data: &[u8]) -> (Said, Said) {
    let stream = Cursor::new(Arc::<[u8]>::from(data));
    (said(XlsxSource::open(stream.clone())), said(XlsxSource::slowly(stream.clone(), Layouts::open(stream))))
}

fn said(source: Result<XlsxSource, CellsError>) -> Said {
    let mut source = source?;
    let sheets = source.sheets().to_vec();
    Ok((0..sheets.len())
        .map(|at| {
            let read = cells(&mut source, at);
            let layout = read.as_ref().map(|_| source.layout(at)).unwrap_or_default();
            (format!("{:?} {}", sheets[at], source.is_1904()), read, layout)
        })
        .collect())
}

/// A workbook of one sheet, of which the part is given; and shared texts, and styles.
fn book(sheet: &str) -> Vec<u8> {
    book_with(sheet, "")
}

/// The items of the shared texts of most workbooks here.
const ITEMS: &str = concat!(
    "<si><t>plain</t></si>\n<si><t xml:space=\"preserve\"> kept </t></si><si><t> cut </t></si><si><t/></si><si/>",
    "<si><r><t>two </t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> runs</t></r>",
    "<rPh sb=\"0\" eb=\"1\"><t>aloud</t></rPh></si>",
    "<si><t>a &amp; b &#x41; _x0041_ _x005F_x0042_\r\nend</t></si></sst>"
);

/// The same, with what the workbook says about working it out.
fn book_with(sheet: &str, calculation: &str) -> Vec<u8> {
    book_sharing(sheet, calculation, ITEMS)
}

/// The same, with the items of its shared texts and what follows them.
fn book_sharing(sheet: &str, calculation: &str, items: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relations = format!(
        "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/worksheet\" \
         Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let root = format!(
        "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" \
         Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets>\
         {calculation}</workbook>"
    );
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"3\"><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;-&quot;mm\"/>\
         <numFmt numFmtId=\"165\" formatCode=\"[h]:mm\"/>\
         <numFmt numFmtId=\"166\" formatCode=\"[$€-407] 0\"/></numFmts><fonts><font><sz val=\"9\"/></font><font>\
         <strike/></font><font><strike val=\"0\"/></font></fonts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>\
         <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/>\
         <xf numFmtId=\"10\"><alignment/></xf><xf numFmtId=\"166\" fontId=\"2\"><alignment indent=\"3\"/></xf>\
         <xf numFmtId=\"0\" fontId=\"1\"/></cellXfs><dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>"
    );
    let texts = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <sst xmlns=\"{MAIN}\" count=\"9\" uniqueCount=\"7\">{items}"
    );
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &root),
        ("xl/_rels/workbook.xml.rels", &relations),
        ("xl/workbook.xml", &workbook),
        ("xl/styles.xml", &styles),
        ("xl/sharedStrings.xml", &texts),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("started");
        writer.write_all(text.as_bytes()).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

fn worksheet(rows: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         <dimension ref=\"A1:Z9\"/><sheetData>{rows}</sheetData><mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells></worksheet>"
    )
}

fn agree(sheet: &str) -> Said {
    // Formulas whose results were never worked out are looked for where the workbook is to be worked out.
    let [fast, _] = ["", "<calcPr fullCalcOnLoad=\"1\"/>"].map(|calculation| {
        let (fast, slow) = with_both(&book_with(sheet, calculation));
        assert!(alike(&fast, &slow), "{calculation} {sheet}\n{fast:?}\n{slow:?}");
        fast
    });
    fast
}

/// Where a sheet has several faults, the readers may name different ones.
fn alike(fast: &Said, slow: &Said) -> bool {
    match (fast, slow) {
        (Ok(fast), Ok(slow)) => {
            let mut sheets = fast.iter().zip(slow);
            fast.len() == slow.len() && sheets.all(|(fast, slow)| fast.1.is_err() && slow.1.is_err() || fast == slow)
        }
        _ => fast == slow,
    }
}

#[test]
fn a_sheet_that_ends_before_it_begins_is_damaged() {
    let sheet = "<?xml version=\"1.0\" encoding=\"UTF-8\"?></worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData></sheetData></worksheet>";
    let said = agree(sheet);
    assert!(said.expect("the workbook opens").iter().all(|(_, read, _)| read.is_err()));
}

#[test]
fn what_is_not_well_formed_before_the_rows_is_left_to_the_other_reader() {
    let sound = worksheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
    for (from, to) in [
        ("<worksheet ", "</worksheet "),
        ("<sheetData>", "<cols></sheetViews><sheetData>"),
        ("<sheetData>", "</x><sheetData>"),
    ] {
        let _ = agree(&sound.replacen(from, to, 1));
    }
}

/// A stroke too many closes the rows before they begin: a sheet of nothing would be a wrong number in silence.
#[test]
fn rows_outside_of_the_rows_are_damage() {
    let rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>2</v></c></row>";
    let sound = worksheet(rows);
    let said = [
        ("<sheetData>", "<sheetData/>"),
        ("<row r=\"2\">", "</sheetData><row r=\"2\">"),
        ("<row r=\"2\">", "</sheetData><sheetData><row r=\"2\">"),
        ("<sheetData><row r=\"1\">", "<row r=\"1\"><sheetData>"),
    ]
    .map(|(from, to)| {
        let said = agree(&sound.replacen(from, to, 1)).expect("the workbook opens");
        said[0].1.as_ref().expect_err(to).message.clone()
    });
    insta::assert_snapshot!(said.join("\n"), @r"
    sheet `S`: a cell in row 1 stands outside of the rows of the sheet
    sheet `S`: a cell in row 2 stands outside of the rows of the sheet
    sheet `S`: a cell in row 2 stands outside of the rows of the sheet
    sheet `S`: a cell in row 1 stands outside of the rows of the sheet
    ");
}

#[test]
fn rows_of_other_parts_behind_the_rows_are_none_of_the_sheet() {
    let button = "<controls><control><anchor><from><xdr:col>1</xdr:col><xdr:row>2</xdr:row></from></anchor></control></controls>";
    let sheet = worksheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
    let breaks = "<rowBreaks count=\"1\"><brk id=\"1\"/></rowBreaks>";
    for more in [button, breaks] {
        let said = agree(&sheet.replace("</worksheet>", &format!("{more}</worksheet>"))).expect("the workbook opens");
        assert_eq!(said[0].1.as_deref(), Ok(["A1=1".to_string()].as_slice()), "{more}");
    }
}

#[test]
fn formulas_far_down_that_were_never_worked_out_are_unsaved() {
    let number = |row: usize| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c></row>");
    let formula =
        |row: usize, value: &str| format!("<row r=\"{row}\"><c r=\"A{row}\"><f>1</f><v>{value}</v></c></row>");
    for (last, wanted) in [("0", ["A20000=unsaved", "A20001=unsaved"]), ("7", ["A20000=0", "A20001=7"])] {
        let rows: String = (1..20_000).map(number).chain([formula(20_000, "0"), formula(20_001, last)]).collect();
        let data = book_with(&worksheet(&rows), "<calcPr fullCalcOnLoad=\"1\"/>");
        let mut source = open_bytes("book.xlsx", data).expect("it opens");
        let all = cells(source.as_mut(), 0).expect("it is read");
        assert_eq!(all.len(), 20_001, "each cell once");
        assert_eq!(all[19_999..], wanted);
    }
}

#[test]
fn a_text_that_is_not_there_is_an_error() {
    let rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\" t=\"s\"><v>-1</v></c></row>";
    let mut source = open_bytes("book.xlsx", book(&worksheet(rows))).expect("it opens");
    let error = cells(source.as_mut(), 0).expect_err("there is no such text");
    insta::assert_snapshot!(error.message, @"sheet `S`: cell B1 names a text that the workbook does not have");
}

/// Cells as programs write them, some of which the scanner leaves to the other reader.
const CELLS: &[&str] = &[
    "<c r=\"A1\"/>",
    "<c r=\"A1\"></c>",
    "<c r=\"A1\" s=\"1\"/>",
    "<c r=\"A1\"><v>12.5</v></c>",
    "<c r='A1' s='0' ><v>1e3</v></c>",
    "<c r=\"A1\" t=\"n\"><v>-0.1</v></c>",
    "<c><v>7</v></c>",
    "<c r=\"A1\" s=\"1\"><v>46082</v></c>",
    "<c r=\"A1\" s=\"2\"><v>46082.25</v></c>",
    "<c r=\"A1\" s=\"3\"><v>1.5</v></c>",
    "<c r=\"A1\" s=\"1\"><v>0.5</v></c>",
    "<c r=\"A1\" s=\"4\"><v>0.5</v></c>",
    "<c r=\"A1\" s=\"99\"><v>46082</v></c>",
    "<c r=\"A1\" s=\"x\"><v>1</v></c>",
    "<c r=\"A1\" t=\"s\"><v>0</v></c>",
    "<c r=\"A1\" t=\"s\"><v>1</v></c>",
    "<c r=\"A1\" t=\"s\"><v>2</v></c>",
    "<c r=\"A1\" t=\"s\"><v>3</v></c>",
    "<c r=\"A1\" t=\"s\"><v>4</v></c>",
    "<c r=\"A1\" t=\"s\"><v>5</v></c>",
    "<c r=\"A1\" t=\"s\"><v>6</v></c>",
    "<c r=\"A1\" t=\"s\"><v></v></c>",
    "<c r=\"A1\" t=\"b\"><v>1</v></c>",
    "<c r=\"A1\" t=\"b\"><v>true</v></c>",
    "<c r=\"A1\" t=\"e\"><v>#N/A</v></c>",
    "<c r=\"A1\" t=\"e\"><v>#SPILL!</v></c>",
    "<c r=\"A1\" t=\"d\"><v>2026-03-01</v></c>",
    "<c r=\"A1\" t=\"str\"><f>\"a\"&amp;B1</f><v>a &lt; b</v></c>",
    "<c r=\"A1\" t=\"str\"><v xml:space=\"preserve\"> x </v></c>",
    "<c r=\"A1\" t=\"str\"><v></v></c>",
    "<c r=\"A1\" t=\"inlineStr\"><is><t>in</t></is></c>",
    "<c r=\"A1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> in &gt; </t></is></c>",
    "<c r=\"A1\" t=\"inlineStr\"><is><r><t>a</t></r><r><t>b</t></r></is></c>",
    "<c r=\"A1\" t=\"inlineStr\"><is/></c>",
    "<c r=\"A1\" t=\"inlineStr\"><is></is></c>",
    "<c r=\"A1\" t=\"inlineStr\"><v>9</v></c>",
    "<c r=\"A1\"><f>1+1</f></c>",
    "<c r=\"A1\"><f>1+1</f><v>2</v></c>",
    "<c r=\"A1\"><f>1-1</f><v>0</v></c>",
    "<c r=\"A1\"><f/><v>2</v></c>",
    "<c r=\"A1\"><f t=\"shared\" ref=\"A1:A9\" si=\"0\">B1</f><v>2</v></c>",
    "<c r=\"A1\"><f t=\"shared\" si=\"0\"/><v>2</v></c>",
    "<c r=\"A1\"><f t=\"array\" ref=\"A1\">SUM(B1:B2)</f><v>3</v></c>",
    "<c r=\"A1\"><v>2</v><f>1+1</f></c>",
    "<c r=\"A1\"><v>nan</v></c>",
    "<c r=\"A1\"><v>1e400</v></c>",
    "<c r=\"A1\"><v>twelve</v></c>",
    "<c r=\"A1\"><v> 5</v></c>",
    "<c r=\"A1\"><v/></c>",
    "<c r=\"A1\" cm=\"1\" vm=\"2\" ph=\"1\"><v>5</v></c>",
    "<c r=\"A1\">\n  <v>5</v>\n</c>",
    "<!-- a word --><c r=\"A1\"><v>5</v></c>",
    "<c r=\"A1\"><v><![CDATA[5]]></v></c>",
    "<c r=\"A1\"><v>5</v><extLst><ext/></extLst></c>",
    "<c r=\"a1\"><v>5</v></c>",
    "<c r=\"A1\" t=\"str\"><v>_x000D_x_y</v></c>",
    "<c r=\"A1\" t=\"str\"><v>_xD83D__xDCF7_</v></c>",
];

/// A cell, and in which column it says that it stands.
fn cell() -> impl Strategy<Value = (usize, u8)> {
    (0..CELLS.len(), 0..4_u8)
}

/// Rows of cells in order, with and without numbers of their own, hidden ones among them.
fn rows() -> impl Strategy<Value = String> {
    let row = (prop::collection::vec(cell(), 0..5), 0..4_u8, any::<bool>());
    prop::collection::vec(row, 0..6).prop_map(|rows| {
        let (mut all, mut number) = (String::new(), 0_u32);
        for (cells, kind, gap) in rows {
            number += 1 + u32::from(gap);
            let hidden = if kind == 1 { " hidden=\"1\"" } else { "" };
            let place = if kind == 2 { String::new() } else { format!(" r=\"{number}\"") };
            all.push_str(&format!("<row{place} spans=\"1:9\"{hidden}>"));
            let mut column = 0_u8;
            for (at, step) in cells {
                column += step;
                let address = format!("{}{number}", char::from(b'A' + column.min(25)));
                all.push_str(
                    &CELLS[at].replace("A1\"", &format!("{address}\"")).replace("'A1'", &format!("'{address}'")),
                );
                column += 1;
            }
            all.push_str("</row>");
        }
        all
    })
}

proptest! {
    #[test]
    fn the_two_readers_give_the_same(rows in rows()) {
        let _ = agree(&worksheet(&rows));
    }

    /// One place of a sheet overwritten, left out or doubled: nobody's reader panics, and where both read
    /// it to its end, they read the same.
    #[test]
    fn the_two_readers_give_the_same_of_a_damaged_sheet(
        rows in rows(), at in any::<prop::sample::Index>(), how in 0..4_u8, byte in any::<u8>(),
    ) {
        let mut sheet = worksheet(&rows).into_bytes();
        let at = at.index(sheet.len());
        match how {
            0 => sheet[at] = byte & 0x7f,
            1 => drop(sheet.remove(at)),
            2 => sheet.insert(at, b"<>/\"= &0A"[usize::from(byte) % 9]),
            _ => sheet.truncate(at),
        }
        let sheet = String::from_utf8_lossy(&sheet).into_owned();
        let _ = agree(&sheet);
    }
}

/// Items of shared texts, as programs write them and as they do not.
const SHARED: &[&str] = &[
    "<si><t>a plain text</t></si>",
    "<si><t xml:space=\"preserve\"> kept </t></si>\n",
    "<si/>",
    "<si><t/></si>",
    "<si><r><t>two </t></r><r><t> runs</t></r></si>",
    "<si><t>R&amp;D _x0041_</t></si>",
    "<si><t>\u{ac00}\u{e9}</t></si>",
    "<si><t>&lt;/si></t></si>",
    "<!-- </si> --><si><t>noted</t></si>",
    "<si><t><![CDATA[</si>]]></t></si>",
    "<si><t>not closed</si>",
    "</sst>",
];

proptest! {
    #[test]
    fn the_two_readers_give_the_same_shared_texts(
        items in prop::collection::vec(prop_oneof![60 => 0..7usize, 1 => 7..SHARED.len()], 0..120),
        end in prop_oneof![Just("</sst>"), Just("</sst>\n"), Just("")],
        asked in prop::collection::vec(0..130usize, 1..20),
    ) {
        let items: String = items.into_iter().map(|at| SHARED[at]).collect();
        let cells: String = asked.iter().map(|at| format!("<c t=\"s\"><v>{at}</v></c>")).collect();
        let sheet = worksheet(&format!("<row>{cells}</row>"));
        let (fast, slow) = with_both(&book_sharing(&sheet, "", &(items.clone() + end)));
        prop_assert!(alike(&fast, &slow), "{items}\n{fast:?}\n{slow:?}");
    }
}

#[test]
fn every_way_to_write_a_cell_is_read_alike() {
    let mut taken = 0;
    for cell in CELLS {
        let sheet = worksheet(&format!("<row r=\"1\">{cell}<c r=\"B1\"><v>1</v></c></row>"));
        agree(&sheet).expect("it opens");
        let mut source = XlsxSource::open(Cursor::new(book(&sheet).into())).expect("it opens");
        taken += source.scanned().0;
    }
    assert!(taken * 4 > CELLS.len() * 3, "the scanner takes {taken} of {}", CELLS.len());
}

#[test]
fn a_sheet_of_many_blocks_is_read_alike() {
    let row = |number: usize| {
        let text = ["x".repeat(number % 97), "&amp;".to_string()][usize::from(number % 1000 == 999)].clone();
        format!(
            "<row r=\"{number}\"><c r=\"A{number}\"><v>{number}</v></c><c r=\"C{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>"
        )
    };
    let mut rows: String = (1..=30_000).map(row).collect();
    let read = agree(&worksheet(&rows)).expect("it opens");
    assert_eq!(read[0].1.as_ref().map(Vec::len), Ok(60_000));
    let mut source = XlsxSource::open(Cursor::new(book(&worksheet(&rows)).into())).expect("it opens");
    assert_eq!(source.scanned().1, [""; 0], "the scanner reads it to its end");
    // What is unknown, late: the other reader goes on there.
    rows.push_str("<row r=\"30001\"><c r=\"A30001\"><v>1</v><extLst/></c></row><row r=\"30002\"><c r=\"A30002\"><v>1</v></c></row>");
    let _ = agree(&worksheet(&rows));
    // Rows longer than a block.
    let long: String = (0..16_000).map(|at| format!("<c><v>{at}.{at}</v></c>")).collect();
    let read = agree(&worksheet(&format!("<row>{long}</row><row>{long}</row>"))).expect("it opens");
    assert_eq!(read[0].1.as_ref().map(Vec::len), Ok(32_000));
}

/// A flipped bit in the packed data is damage, wherever it is.
#[test]
fn a_wrong_checksum_is_an_error() {
    let rows: String =
        (1..=2000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c></row>")).collect();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let data = book(&worksheet(&rows));
    let mut archive = zip::ZipArchive::new(Cursor::new(&data)).expect("an archive");
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).expect("a member");
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file(String::from_utf8_lossy(member.name_raw()), stored).expect("started");
        std::io::copy(&mut member, &mut writer).expect("copied");
    }
    let mut data = writer.finish().expect("finished").into_inner();
    let at = memchr::memmem::find(&data, b"<v>1234</v>").expect("it is there") + 5;
    data[at] = b'9';
    let mut source = open_bytes("book.xlsx", data).expect("it opens");
    let error = cells(source.as_mut(), 0).expect_err("the checksum is wrong");
    insta::assert_snapshot!(error.message);
}

fn real_books() -> Vec<PathBuf> {
    fn find(folder: &Path, all: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                find(&path, all);
            } else if path.extension().is_some_and(|ending| ["xlsx", "xlsm"].iter().any(|known| ending == *known)) {
                all.push(path);
            }
        }
    }
    let data = std::env::var_os("RULEBOOK_DATA").map(PathBuf::from).expect("RULEBOOK_DATA names the folder");
    let mut all = Vec::new();
    find(&data, &mut all);
    all.sort();
    all
}

/// Every real workbook, cell for cell; and the scanner takes nearly all of their sheets.
#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn real_workbooks_are_read_alike() {
    let (mut taken, mut left) = (0, Vec::new());
    for path in real_books() {
        let data = std::fs::read(&path).expect("it is read");
        // What is no archive, or one the guard refuses, gets to neither reader.
        if open_bytes("book.xlsx", data.clone()).is_err() || !data.starts_with(b"PK") {
            continue;
        }
        let (fast, slow) = with_both(&data);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        assert!(fast == slow, "{name}");
        let mut source = XlsxSource::open(Cursor::new(data.into())).expect("it opens");
        let (sheets, not) = source.scanned();
        taken += sheets;
        left.extend(not.into_iter().map(|why| format!("{name}: {why}")));
    }
    println!("{taken} sheets, {} left to the other reader:\n{}", left.len(), left.join("\n"));
    assert!(taken > 100 && left.len() * 20 <= taken + left.len());
}

/// Where calamine goes on it is told how its cells are shown; those that do not say where they stand too.
#[test]
fn how_a_cell_is_shown_is_known_whichever_reader_has_it() {
    let rows = "<row r=\"1\"><c r=\"A1\" s=\"4\"><v>0.5</v></c><c s=\"4\"><v>0.25</v></c><c s=\"4\" t=\"str\"><v>x</v></c>\
        <c s=\"5\"><v>7</v></c><c s=\"5\" t=\"str\"><v>y</v></c><c s=\"6\" t=\"b\"><v>1</v></c></row>\
        <!-- not for the scanner --><row><c s=\"0\"><v>1</v></c><c s=\"4\"><v>2</v></c><c s=\"4\"><v/></c><c s=\"5\"><v>7</v></c>\
        <c s=\"5\" t=\"str\"><v>y</v></c><c s=\"6\" t=\"b\"><v>1</v></c><c s=\"99\"><v>1</v></c></row>";
    let (quick, slow) = with_both(&book(&worksheet(rows)));
    assert_eq!(quick, slow);
    let cells = quick.expect("it opens").remove(0).1;
    let wanted = [
        "A1=0.5 as %",
        "B1=0.25 as %",
        "C1=\"x\"",
        "D1=7 in € indented 3",
        "E1=\"y\" indented 3",
        "F1=true struck",
        "A2=1",
        "B2=2 as %",
        "D2=7 in € indented 3",
        "E2=\"y\" indented 3",
        "F2=true struck",
        "G2=1",
    ];
    assert_eq!(cells, Ok(wanted.map(str::to_string).to_vec()));
}

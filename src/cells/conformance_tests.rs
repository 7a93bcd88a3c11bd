//! What every reader must do, whatever the format: the same book, written as each of them, gives the
//! same cells with the same addresses and types. A reader is tried by what opens its bytes.

use super::tests::rewritten;
use super::tests::{cells, unsaved, without_results};
use super::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, XlsxError};
use std::io::{Cursor, Write};

/// What opens the bytes of a file with the reader on trial.
pub(crate) type Open = fn(Vec<u8>) -> Box<dyn CellSource>;

/// The sheets of the book: name, whether it is hidden, and its cells as `A1=value`.
type Sheets = [(&'static str, bool, &'static [&'static str])];

const BOOK: &Sheets = &[
    (
        "Values",
        false,
        &[
            "A1=\"text\"",
            "B1=\" spaces kept \"",
            "C1=\"売上 & <b>\"",
            "A2=1",
            "B2=-0.5",
            "C2=123456789012",
            "A3=true",
            "B3=false",
            "A4=2026-03-01T00:00:00",
            "B4=1904-01-02T18:00:00",
            "A5=error #DIV/0!",
            "B5=error #N/A",
        ],
    ),
    // Rows 1 to 4 and row 6 are empty; C5 and D5 are one merged cell; far to the right stands one more.
    ("Gaps", false, &["C5=\"merged\"", "E5=7", "A7=\"last\"", "SZ7=9"]),
    ("Empty", false, &[]),
    ("Hidden", true, &["B2=3"]),
];

/// The book as xlsx; days count from 1904 where that is asked for.
fn xlsx(from_1904: bool) -> Vec<u8> {
    let data = write_xlsx().expect("the book can be written");
    if from_1904 { counted_from_1904(&data) } else { data }
}

fn write_xlsx() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let sheet = book.add_worksheet().set_name(BOOK[0].0)?;
    sheet.write(0, 0, "text")?.write(0, 1, " spaces kept ")?.write(0, 2, "売上 & <b>")?;
    sheet.write(1, 0, 1)?.write(1, 1, -0.5)?.write(1, 2, 123_456_789_012_i64)?;
    sheet.write(2, 0, true)?.write(2, 1, false)?;
    sheet.write_with_format(3, 0, &ExcelDateTime::from_ymd(2026, 3, 1)?, &moment)?;
    sheet.write_with_format(3, 1, &ExcelDateTime::from_ymd(1904, 1, 2)?.and_hms(18, 0, 0)?, &moment)?;
    sheet.write_formula(4, 0, Formula::new("=1/0").set_result("#DIV/0!"))?;
    sheet.write_formula(4, 1, Formula::new("=NA()").set_result("#N/A"))?;
    let sheet = book.add_worksheet().set_name(BOOK[1].0)?;
    sheet.merge_range(4, 2, 4, 3, "merged", &Format::new())?;
    sheet.write(4, 4, 7)?.write(6, 0, "last")?.write(6, 519, 9)?;
    book.add_worksheet().set_name(BOOK[2].0)?;
    book.add_worksheet().set_name(BOOK[3].0)?.set_hidden(true).write(1, 1, 3)?;
    book.save_to_buffer()
}

/// The same days in a book of the other date system: each serial is 1,462 less.
fn counted_from_1904(data: &[u8]) -> Vec<u8> {
    rewritten(data, |name, text| match name {
        "xl/workbook.xml" => text.replacen("<workbookPr", "<workbookPr date1904=\"1\"", 1),
        "xl/worksheets/sheet1.xml" => {
            let shifted = text.replace(">46082", ">44620").replace(">1463.75", ">1.75");
            assert_ne!(shifted, text, "the days are there");
            shifted
        }
        _ => text,
    })
}

/// The book as ods. Its errors are left out: the format keeps them as text.
fn ods() -> Vec<u8> {
    let text = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace("  ", " ");
        format!("<table:table-cell office:value-type=\"string\" office:string-value=\"{text}\"/>")
    };
    let number = |n: f64| format!("<table:table-cell office:value-type=\"float\" office:value=\"{n}\"/>");
    let flag =
        |flag: bool| format!("<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"{flag}\"/>");
    let day = |day: &str| format!("<table:table-cell office:value-type=\"date\" office:date-value=\"{day}\"/>");
    let skip = |n: usize| format!("<table:table-cell table:number-columns-repeated=\"{n}\"/>");
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let empty =
        |n: usize| format!("<table:table-row table:number-rows-repeated=\"{n}\"><table:table-cell/></table:table-row>");
    let merged =
        text("merged").replacen("<table:table-cell", "<table:table-cell table:number-columns-spanned=\"2\"", 1);
    let values = [
        row(&[text("text"), text(" spaces kept "), text("売上 & <b>")]),
        row(&[number(1.0), number(-0.5), number(123_456_789_012.0)]),
        row(&[flag(true), flag(false)]),
        row(&[day("2026-03-01"), day("1904-01-02T18:00:00")]),
    ];
    let gaps = [
        empty(4),
        row(&[skip(2), merged, "<table:covered-table-cell/>".to_string(), number(7.0)]),
        empty(1),
        row(&[text("last"), skip(518), number(9.0)]),
    ];
    let table = |name: &str, style: &str, rows: &[String]| {
        format!("<table:table table:name=\"{name}\" table:style-name=\"{style}\">{}</table:table>", rows.concat())
    };
    let style = |name: &str, shown: bool| {
        format!(
            "<style:style style:name=\"{name}\" style:family=\"table\"><style:table-properties table:display=\"{shown}\"/></style:style>"
        )
    };
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.2\">\
         <office:automatic-styles>{}{}</office:automatic-styles><office:body><office:spreadsheet>{}{}{}{}\
         </office:spreadsheet></office:body></office:document-content>",
        style("shown", true),
        style("hidden", false),
        table(BOOK[0].0, "shown", &values),
        table(BOOK[1].0, "shown", &gaps),
        table(BOOK[2].0, "shown", &[empty(1)]),
        table(BOOK[3].0, "hidden", &[empty(1), row(&[skip(1), number(3.0)])]),
    );
    let manifest = "<?xml version=\"1.0\"?><manifest:manifest \
        xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
        ("META-INF/manifest.xml", manifest),
    ] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("started");
        writer.write_all(text.as_bytes()).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

/// Sheets in their order, hidden ones marked, and every cell where it stands; `leave_out` says which cells
/// the format cannot hold.
fn gives_the_book(source: &mut dyn CellSource, leave_out: fn(&str) -> bool) {
    let sheets: Vec<(String, bool)> = source.sheets().iter().map(|sheet| (sheet.name.clone(), sheet.hidden)).collect();
    let wanted: Vec<(String, bool)> = BOOK.iter().map(|(name, hidden, _)| ((*name).to_string(), *hidden)).collect();
    assert_eq!(sheets, wanted);
    for (at, (name, _, wanted)) in BOOK.iter().enumerate() {
        let wanted: Vec<&str> = wanted.iter().copied().filter(|cell| !leave_out(cell)).collect();
        let found = cells(source, at).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(found, wanted, "{name}");
    }
}

/// A sheet can be read again, in any order, and reading ends where the visitor says so.
fn can_be_read_again_and_stopped(source: &mut dyn CellSource) {
    let gaps = cells(source, 1).expect("it is read");
    let first = cells(source, 0).expect("it is read");
    assert_eq!(cells(source, 1).as_ref(), Ok(&gaps));
    let mut seen = 0;
    let read = source.read(0, &mut |_| {
        seen += 1;
        ControlFlow::Break(())
    });
    assert_eq!((read, seen), (Ok(()), 1), "no cell after the visitor has enough");
    assert_eq!(cells(source, 0), Ok(first), "a reading that was stopped leaves no trace");
}

/// Tries a reader of xlsx.
pub(crate) fn reads_xlsx(open: Open) {
    for from_1904 in [false, true] {
        gives_the_book(open(xlsx(from_1904)).as_mut(), |_| false);
    }
    can_be_read_again_and_stopped(open(xlsx(false)).as_mut());
    let mut book = Workbook::new();
    book.add_worksheet().write_formula(0, 2, unsaved()).expect("written");
    let data = without_results(&book.save_to_buffer().expect("saved"));
    assert_eq!(cells(open(data).as_mut(), 0), Ok(vec!["C1=unsaved".to_string()]));
}

/// Tries a reader of xlsb.
pub(crate) fn reads_xlsb(open: Open) {
    for from_1904 in [false, true] {
        gives_the_book(open(xlsb(from_1904)).as_mut(), |_| false);
    }
    can_be_read_again_and_stopped(open(xlsb(false)).as_mut());
}

/// The book as xlsb. In the other date system each serial is 1,462 less.
fn xlsb(from_1904: bool) -> Vec<u8> {
    use super::conformance_xlsb::Value::{Bool, Days, Error, Number, Text};
    let earlier = if from_1904 { 1462.0 } else { 0.0 };
    let values = vec![
        (0, 0, Text("text")),
        (0, 1, Text(" spaces kept ")),
        (0, 2, Text("売上 & <b>")),
        (1, 0, Number(1.0)),
        (1, 1, Number(-0.5)),
        (1, 2, Number(123_456_789_012.0)),
        (2, 0, Bool(true)),
        (2, 1, Bool(false)),
        (3, 0, Days(46082.0 - earlier)),
        (3, 1, Days(1463.75 - earlier)),
        (4, 0, Error(0x07)),
        (4, 1, Error(0x2a)),
    ];
    let gaps = vec![(4, 2, Text("merged")), (4, 4, Number(7.0)), (6, 0, Text("last")), (6, 519, Number(9.0))];
    let hidden = vec![(1, 1, Number(3.0))];
    let cells = [values, gaps, vec![], hidden];
    let sheets: Vec<_> = BOOK.iter().zip(cells).map(|((name, hidden, _), cells)| (*name, *hidden, cells)).collect();
    super::conformance_xlsb::book(&sheets, from_1904)
}

/// Tries a reader of xls, which has no column as far to the right as `SZ`.
pub(crate) fn reads_xls(open: Open) {
    // Saved by LibreOffice from the bytes of `xlsx(false)`.
    let book = include_bytes!("conformance_book.xls").to_vec();
    gives_the_book(open(book.clone()).as_mut(), |cell| cell.starts_with("SZ"));
    can_be_read_again_and_stopped(open(book).as_mut());
}

/// Tries a reader of ods.
pub(crate) fn reads_ods(open: Open) {
    gives_the_book(open(ods()).as_mut(), |cell| cell.contains("error"));
    can_be_read_again_and_stopped(open(ods()).as_mut());
}

/// Tries a reader of CSV: one sheet, and every cell a text, at the line where it stands in the file.
pub(crate) fn reads_csv(open: Open) {
    let file = "text,\" spaces kept \",\"売上 & <b>\"\n1,-0.5,\n\ntrue,,2026-03-01\n";
    let mut source = open(file.as_bytes().to_vec());
    assert_eq!(source.sheets().len(), 1);
    let wanted = [
        "A1=\"text\"",
        "B1=\" spaces kept \"",
        "C1=\"売上 & <b>\"",
        "A2=\"1\"",
        "B2=\"-0.5\"",
        "A4=\"true\"",
        "C4=\"2026-03-01\"",
    ];
    let found = cells(source.as_mut(), 0).expect("it is read");
    assert_eq!(found, wanted);
    assert_eq!(cells(source.as_mut(), 0), Ok(found), "it can be read again");
}

#[test]
fn the_readers_of_this_program_pass() {
    reads_xlsx(|data| open_bytes("book.xlsx", data).expect("it opens"));
    reads_xlsb(|data| open_bytes("book.xlsb", data).expect("it opens"));
    reads_xls(|data| open_bytes("book.xls", data).expect("it opens"));
    reads_ods(|data| open_bytes("book.ods", data).expect("it opens"));
    reads_csv(|data| open_bytes("book.csv", data).expect("it opens"));
}

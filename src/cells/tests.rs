//! Reading files as cells: formats, encodings, and files that mean harm.

use super::*;
use crate::value::Date;
use rust_xlsxwriter::{Formula, Workbook};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

/// All cells of a sheet as `A1=value`.
pub(crate) fn cells(source: &mut dyn CellSource, sheet: usize) -> Result<Vec<String>, CellsError> {
    let mut all = Vec::new();
    source.read(sheet, &mut |cell| {
        let value = match &cell.value {
            CellValue::Number(number) => number.to_string(),
            CellValue::Text(text) => format!("{text:?}"),
            CellValue::Bool(flag) => flag.to_string(),
            CellValue::DateTime(moment, _) => moment.to_string(),
            CellValue::Error(text) => format!("error {text}"),
            CellValue::Unsaved => "unsaved".to_string(),
        };
        all.push(format!("{}={value}{}", guard::a1(cell.row, cell.column), cell.look));
        ControlFlow::Continue(())
    })?;
    Ok(all)
}

fn read_bytes(name: &str, data: &[u8]) -> Result<Vec<String>, CellsError> {
    cells(open_bytes(name, data.to_vec())?.as_mut(), 0)
}

/// A result that [`without_results`] takes away again.
const RESULT: &str = "987654321";

/// A formula whose result will not be saved.
pub(crate) fn unsaved() -> Formula {
    Formula::new("=1+1").set_result(RESULT)
}

/// An archive with its texts changed.
pub(crate) fn rewritten(data: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(data)).expect("an archive");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).expect("a member");
        let mut text = String::new();
        member.read_to_string(&mut text).expect("text");
        let name = String::from_utf8_lossy(member.name_raw()).into_owned();
        writer.start_file(name.clone(), zip::write::SimpleFileOptions::default()).expect("started");
        writer.write_all(change(&name, text).as_bytes()).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

/// The workbook as a program writes it that does not compute: results of [`unsaved`] formulas are not there.
pub(crate) fn without_results(data: &[u8]) -> Vec<u8> {
    rewritten(data, |_, text| text.replace(&format!("<v>{RESULT}</v>"), ""))
}

#[test]
fn csv_is_known_by_its_content() {
    for (name, text) in [
        ("a.csv", "x,\"a,b\"\n1,2\n"),
        ("a.csv", "x;\"a,b\"\n1;2\n"),
        ("a.tsv", "x\ta,b\n1\t2\n"),
        ("a.xls", "x\ta,b\n1\t2\n"),
    ] {
        assert_eq!(
            read_bytes(name, text.as_bytes()),
            Ok(vec!["A1=\"x\"".into(), "B1=\"a,b\"".into(), "A2=\"1\"".into(), "B2=\"2\"".into()]),
            "{name} {text}"
        );
    }
}

#[test]
fn addresses_in_csv_are_lines_of_the_file() {
    let cells = read_bytes("a.csv", b"x\n\n\"two\nlines\"\nlast\n");
    assert_eq!(cells, Ok(vec!["A1=\"x\"".into(), "A3=\"two\\nlines\"".into(), "A5=\"last\"".into()]));
}

#[test]
fn characters_are_never_replaced_in_silence() {
    let error = read_bytes("a.csv", b"\xEF\xBB\xBFname\nok\nbad \xFF\n").expect_err("not UTF-8");
    assert_eq!(error.message, "its characters are not UTF-8 throughout (line 3)");
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn one_csv_in_five_encodings_reads_the_same() {
    let data = data();
    let read = |path: &str| read_file(&data.join("csv").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let utf8 = read("utf8/uriage_utf8.csv");
    assert!(utf8.len() > 8 && utf8.iter().any(|cell| cell.contains('売')), "{utf8:?}");
    for other in ["utf8/uriage_utf8_bom.csv", "cp932/uriage_cp932.csv", "utf16le/uriage_utf16le.csv"] {
        assert_eq!(read(other), utf8, "{other}");
    }
    for (other, word) in [
        ("cp932/13TOKYO.CSV", "東京都"),
        ("cp949/ic-pbl_Customer.csv", "고객"),
        ("gb18030/meal_order_info.csv", "唐雅嘉"),
    ] {
        let cells = read(other);
        assert!(cells.iter().any(|cell| cell.contains(word)), "{other}: {:?}", &cells[..20.min(cells.len())]);
        assert!(!cells.iter().any(|cell| cell.contains('\u{fffd}')));
    }
}

#[test]
fn a_formula_never_saved_is_told_from_an_empty_cell() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, 1).expect("written");
    sheet.write_formula(0, 1, Formula::new("=A1*2").set_result("2")).expect("written");
    sheet.write_formula(0, 2, unsaved()).expect("written");
    sheet.write_formula(0, 3, Formula::new("=1/0").set_result("#DIV/0!")).expect("written");
    let data = without_results(&book.save_to_buffer().expect("saved"));
    assert_eq!(
        read_bytes("b.xlsx", &data),
        Ok(["A1=1", "B1=2", "C1=unsaved", "D1=error #DIV/0!"].map(String::from).to_vec())
    );
}

#[test]
fn what_is_no_workbook_is_refused_by_what_it_is() {
    for (data, message) in [
        (&b""[..], "the file is empty"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "it is a web page, whatever its name says"),
        (b"%PDF-1.7", "it is a PDF, whatever its name says"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0", "it is neither a workbook nor text, whatever its name says"),
    ] {
        assert_eq!(read_bytes("a.xlsx", data).expect_err("refused").message, message);
    }
}

/// The folder of real data.
fn data() -> PathBuf {
    std::env::var_os("RULEBOOK_DATA").map(PathBuf::from).expect("RULEBOOK_DATA names the folder of real workbooks")
}

fn read_file(path: &Path) -> Result<Vec<String>, CellsError> {
    let mut source = open(path)?;
    let mut all = Vec::new();
    for sheet in 0..source.sheets().len() {
        all.extend(cells(source.as_mut(), sheet)?);
    }
    Ok(all)
}

/// Each file of a folder: its name, and what came of it in one line.
fn outcomes(folder: &Path) -> Vec<(String, Result<Vec<String>, CellsError>)> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file()).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), read_file(path))).collect()
}

/// The workbooks of another reader's own tests: all open, or say why not.
#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn the_corpus_of_odd_workbooks_opens() {
    let data = data();
    let all = outcomes(&data.join("corpora/calamine/tests"));
    let failed: Vec<String> =
        all.iter().filter_map(|(name, result)| Some(format!("{name}: {}", result.as_ref().err()?.message))).collect();
    println!("{} files, {} not readable:\n{}", all.len(), failed.len(), failed.join("\n"));
    assert!(all.len() > 100 && failed.len() * 5 < all.len());
    let of = |name: &str| {
        all.iter().find(|(file, _)| file == name).and_then(|(_, result)| result.clone().ok()).unwrap_or_default()
    };
    let day = |cells: Vec<String>| cells.iter().find(|cell| cell.starts_with("A1=")).cloned();
    let jan = Date::new(2021, 1, 1).map(|day| format!("A1={day}T00:00:00"));
    for file in ["date.xlsx", "date.xlsb", "date.xls", "date.ods", "date_1904.xlsx", "date_1904.xlsb", "date_1904.xls"]
    {
        assert_eq!(day(of(file)), jan, "{file}");
    }
}

/// Hand-made hostile files (`RULEBOOK_HOSTILE`, a folder made by the generator): none may end the
/// program, and none may pass wrong values for good ones.
#[test]
#[ignore = "needs the hostile files (RULEBOOK_HOSTILE)"]
fn hostile_files_are_refused_or_read_right() {
    let folder = std::env::var_os("RULEBOOK_HOSTILE").map(PathBuf::from).expect("RULEBOOK_HOSTILE names the folder");
    let all = outcomes(&folder);
    for (name, result) in &all {
        let shown = match result {
            Ok(cells) => format!("{} cells {:?}", cells.len(), &cells[..cells.len().min(8)]),
            Err(error) => format!("refused: {}", error.message),
        };
        println!("{name}: {}", shown.chars().take(230).collect::<String>());
    }
    let of = |name: &str| &all.iter().find(|(file, _)| file == name).unwrap_or_else(|| panic!("{name} is there")).1;
    for refused in [
        "dup_cell.xlsx",
        "rows_unsorted.xlsx",
        "ref_beyond_grid.xlsx",
        "two_same_names.xlsx",
        "sst_oob.xlsx",
        "type_bad.xlsx",
        "sst_unique_1e12.xlsx",
        "zip_dup_entry.xlsx",
        "zip_65k_entries.xlsx",
        "xml_truncated_sheet.xlsx",
        "xls_dir_cycle.xls",
        "ods_repeat_98M.ods",
        "ods_repeat_17G.ods",
        "ods_repeat_rows.ods",
    ] {
        assert!(of(refused).is_err(), "{refused}");
    }
    assert_eq!(*of("errors_new.xlsx"), Ok(vec!["A1=error #SPILL!".into(), "B1=error #CALC!".into()]));
    assert_eq!(*of("sparse_far.xlsx"), Ok(vec!["A1=1".into(), "XFD1048576=2".into()]));
    let plain = of("nan_inf.xlsx").clone().unwrap_or_default();
    assert!(plain.starts_with(&["A1=error #NUM!".to_string(), "B1=error #NUM!".to_string()]), "{plain:?}");
}

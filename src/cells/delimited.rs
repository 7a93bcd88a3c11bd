//! CSV and TSV: one sheet of text cells, named after the file.

use super::quotes::{self, ends_line};
use super::remark::{Oddity, Remark};
use super::{Cell, CellSource, CellValue, CellsError, Look, SheetInfo, delimiter, encoding};
use csv::{ByteRecord, ReaderBuilder};
use std::ops::ControlFlow;
use std::path::Path;

/// A text file with separated values.
pub(super) struct Delimited {
    text: String,
    encoding: &'static str,
    delimiter: u8,
    /// Bytes of a first line that only names the delimiter.
    skipped: usize,
    sheets: [SheetInfo; 1],
    remarks: Vec<Remark>,
    /// The line from which on lines have that many fields.
    widths: Vec<(u32, u32)>,
}

impl Delimited {
    pub(super) fn open(name: &str, data: &[u8]) -> Result<Delimited, CellsError> {
        let decoded = encoding::decode(data)?;
        let (text, mut remarks, encoding) = (decoded.text, decoded.remarks, decoded.encoding);
        let path = Path::new(name);
        let tabs = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tsv"));
        let (delimiter, skipped) = match delimiter::named(&text) {
            Some(named) => named,
            None if tabs => (b'\t', 0),
            None => (delimiter::guess(&text), 0),
        };
        remarks.extend(quotes::check(&text, delimiter)?);
        remarks.extend(lone_return(&text));
        remarks.sort_by_key(|remark| remark.row);
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let sheets = [SheetInfo { name: stem, hidden: false }];
        Ok(Delimited { text, encoding, delimiter, skipped, sheets, remarks, widths: Vec::new() })
    }

    fn records(&self) -> csv::Reader<&[u8]> {
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(self.delimiter);
        builder.from_reader(&self.text.as_bytes()[self.skipped..])
    }
}

impl CellSource for Delimited {
    fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    fn separator(&self) -> Option<char> {
        Some(char::from(self.delimiter))
    }

    fn encoding(&self) -> Option<&'static str> {
        Some(self.encoding)
    }

    fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    fn widths(&self) -> &[(u32, u32)] {
        &self.widths
    }

    fn read(&mut self, _: usize, visit: &mut dyn FnMut(Cell<'_>) -> ControlFlow<()>) -> Result<(), CellsError> {
        let broken =
            |error: &dyn std::fmt::Display| CellsError::new(format!("it cannot be read to its end: {error}"), "");
        let mut widths: Vec<(u32, u32)> = Vec::new();
        let mut formulas = Formulas::default();
        let mut reader = self.records();
        let mut record = ByteRecord::new();
        let mut lines = Lines { bytes: self.text.as_bytes(), at: 0, line: 0 };
        while reader.read_byte_record(&mut record).map_err(|error| broken(&error))? {
            let start = record.position().map_or(0, |start| start.byte() as usize);
            let row = u32::try_from(lines.of(self.skipped + start)).map_err(|_| broken(&"it has too many lines"))?;
            let width = record.len() as u32;
            if widths.last().is_none_or(|(_, last)| *last != width) {
                widths.push((row, width));
            }
            for (column, field) in record.iter().enumerate() {
                // Fields are cut at ASCII characters, so they stay whole characters.
                let text = std::str::from_utf8(field).map_err(|error| broken(&error))?;
                if text.is_empty() {
                    continue;
                }
                let column = column as u32;
                let read = text_of_formula(text);
                if read.is_some() {
                    formulas.add(row, column, text);
                }
                let text = read.as_deref().unwrap_or(text);
                if visit(Cell { row, column, value: CellValue::Text(text), look: Look::PLAIN }).is_break() {
                    return Ok(());
                }
            }
        }
        drop(reader);
        self.widths = widths;
        self.remarks.retain(|remark| !matches!(remark.what, Oddity::TextFormula(..)));
        self.remarks.extend(formulas.remark());
        self.remarks.sort_by_key(|remark| remark.row);
        Ok(())
    }
}

/// What a spreadsheet shows of `="001"`: the text 001. So exports keep zeros that it would take away.
fn text_of_formula(field: &str) -> Option<String> {
    let inside = field.strip_prefix("=\"")?.strip_suffix('"')?;
    let pairs = inside.replace("\"\"", "");
    (!pairs.contains('"')).then(|| inside.replace("\"\"", "\""))
}

/// Fields that are such formulas.
#[derive(Default)]
struct Formulas {
    count: usize,
    first: Option<(u32, u32, String)>,
}

impl Formulas {
    fn add(&mut self, row: u32, column: u32, text: &str) {
        self.count += 1;
        self.first.get_or_insert_with(|| (row, column, text.to_string()));
    }

    fn remark(self) -> Option<Remark> {
        let (row, column, text) = self.first?;
        Some(Remark { row, what: Oddity::TextFormula(self.count, column, text) })
    }
}

/// Lines counted on the way through a text; a carriage return alone ends one too.
struct Lines<'t> {
    bytes: &'t [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of a record, from 0. The reader counts the empty lines before a record to the record.
    fn of(&mut self, start: usize) -> u64 {
        let empty = self.bytes[start..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let start = start + empty;
        self.line += (self.at..start).filter(|at| ends_line(self.bytes, *at)).count() as u64;
        self.at = start;
        self.line
    }
}

/// The first line that ends in a carriage return alone, where others end in another way.
fn lone_return(text: &str) -> Option<Remark> {
    let bytes = text.as_bytes();
    if !(bytes.contains(&b'\r') && bytes.contains(&b'\n')) {
        return None;
    }
    let at = (0..bytes.len()).find(|&at| bytes[at] == b'\r' && ends_line(bytes, at))?;
    let row = (0..at).filter(|at| ends_line(bytes, *at)).count();
    Some(Remark { row: row as u32, what: Oddity::LineEnd })
}

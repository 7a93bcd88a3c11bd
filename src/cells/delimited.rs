//! CSV and TSV: one sheet of text cells, named after the file.

use super::{Cell, CellSource, CellValue, CellsError, SheetInfo, encoding};
use csv::{ByteRecord, ReaderBuilder};
use std::ops::ControlFlow;
use std::path::Path;

/// A text file with separated values.
pub(super) struct Delimited {
    text: String,
    delimiter: u8,
    sheets: [SheetInfo; 1],
}

impl Delimited {
    pub(super) fn open(name: &str, data: &[u8]) -> Result<Delimited, CellsError> {
        let text = encoding::decode(data)?;
        let path = Path::new(name);
        let tabs = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tsv"));
        let delimiter = if tabs { b'\t' } else { guess_delimiter(&text) };
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Delimited { text, delimiter, sheets: [SheetInfo { name: stem, hidden: false }] })
    }
}

impl CellSource for Delimited {
    fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    fn separator(&self) -> Option<char> {
        Some(char::from(self.delimiter))
    }

    fn read(&mut self, _: usize, visit: &mut dyn FnMut(Cell<'_>) -> ControlFlow<()>) -> Result<(), CellsError> {
        let mut builder = ReaderBuilder::new();
        let mut reader =
            builder.has_headers(false).flexible(true).delimiter(self.delimiter).from_reader(self.text.as_bytes());
        let mut record = ByteRecord::new();
        let broken =
            |error: &dyn std::fmt::Display| CellsError::new(format!("it cannot be read to its end: {error}"), "");
        while reader.read_byte_record(&mut record).map_err(|error| broken(&error))? {
            let line = record.position().map_or(0, |start| line_of(&self.text, start));
            let row = u32::try_from(line).map_err(|_| broken(&"it has too many lines"))?;
            for (column, field) in record.iter().enumerate() {
                // Fields are cut at ASCII characters, so they stay whole characters.
                let text = std::str::from_utf8(field).map_err(|error| broken(&error))?;
                if text.is_empty() {
                    continue;
                }
                if visit(Cell { row, column: column as u32, value: CellValue::Text(text) }).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// Line of a record, from 0. The reader counts the empty lines before a record to the record.
fn line_of(text: &str, start: &csv::Position) -> u64 {
    let rest = text.as_bytes().get(start.byte() as usize..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
    start.line() - 1 + empty as u64
}

/// The mark that separates fields: the one that the first lines agree on, outside quotes.
fn guess_delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let rate = |mark: u8| {
        let counts: Vec<usize> = lines.iter().map(|line| count_outside_quotes(line, mark)).collect();
        let usual = counts.iter().copied().max().unwrap_or(0);
        (counts.iter().filter(|count| **count == usual && usual > 0).count(), usual)
    };
    // Of equals the last one wins, so the comma stands last.
    [b'\t', b';', b','].into_iter().max_by_key(|mark| rate(*mark)).unwrap_or(b',')
}

fn count_outside_quotes(line: &str, mark: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for byte in line.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            other if other == mark && !quoted => count += 1,
            _ => {}
        }
    }
    count
}

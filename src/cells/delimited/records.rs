//! Lines whose fields may stand in quotes, or that end in several ways: the csv crate tells where they end.

use super::super::batch::Batch;
use super::super::remark::{Oddity, Remark};
use super::super::{CellsError, Look};
use super::quotes::ends_line;
use super::{Ended, broken};
use csv::{ByteRecord, Reader, ReaderBuilder};

/// Bytes of lines that are given at once.
const AT_ONCE: usize = 1 << 18;

/// The lines of such a text.
pub(super) struct Records<'t> {
    reader: Reader<&'t [u8]>,
    record: ByteRecord,
    lines: Lines<'t>,
    /// Bytes before the first line.
    skipped: usize,
    formulas: Formulas,
    ended: Ended,
}

impl<'t> Records<'t> {
    pub(super) fn new(text: &'t str, skipped: usize, delimiter: u8) -> Records<'t> {
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(delimiter);
        let bytes = text.as_bytes();
        Records {
            reader: builder.from_reader(&bytes[skipped..]),
            record: ByteRecord::new(),
            lines: Lines { bytes, at: 0, line: 0 },
            skipped,
            formulas: Formulas::default(),
            ended: Ended::default(),
        }
    }

    /// Puts the next lines into a batch; at the end of the text also what it showed.
    pub(super) fn next(&mut self, batch: &mut Batch) -> Option<Result<Ended, CellsError>> {
        batch.clear();
        let mut bytes = 0;
        while bytes < AT_ONCE {
            match self.line(batch) {
                Ok(Some(read)) => bytes += read,
                Ok(None) => {
                    self.ended.remarks.extend(std::mem::take(&mut self.formulas).remark());
                    return Some(Ok(std::mem::take(&mut self.ended)));
                }
                Err(error) => return Some(Err(error)),
            }
        }
        None
    }

    /// Puts a line into a batch, and gives how long it is.
    fn line(&mut self, batch: &mut Batch) -> Result<Option<usize>, CellsError> {
        let record = &mut self.record;
        if !self.reader.read_byte_record(record).map_err(|error| broken(&error))? {
            return Ok(None);
        }
        let start = record.position().map_or(0, |start| start.byte() as usize);
        let row = u32::try_from(self.lines.of(self.skipped + start)).map_err(|_| broken(&"it has too many lines"))?;
        self.ended.width(row, record.len() as u32);
        for (column, bytes) in record.iter().enumerate() {
            // Fields are cut at ASCII characters, so they stay whole characters.
            let text = std::str::from_utf8(bytes).map_err(|error| broken(&error))?;
            let read = text_of_formula(text);
            if read.is_some() {
                self.formulas.add(row, column as u32, text);
            }
            let text = read.as_deref().unwrap_or(text);
            if !text.is_empty() {
                let value = batch.own(text).ok_or_else(|| broken(&"a line is longer than any text"))?;
                batch.push(row, super::column(row, column)?, value, Look::PLAIN);
            }
        }
        Ok(Some(record.as_slice().len() + record.len()))
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

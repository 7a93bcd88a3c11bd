//! CSV and TSV: one sheet of text cells, named after the file.

mod delimiter;
mod file;
mod plain;
mod quotes;
mod records;
#[cfg(test)]
mod tests;

pub(super) use file::open_file;
pub(super) use quotes::ends_line;

use super::ahead::{Given, Taker};
use super::batch::Batch;
use super::error::damaged;
use super::fast::Texts;
use super::remark::{Oddity, Remark};
use super::visitor::{Looker, Visitor};
use super::{Cell, CellSource, CellsError, SheetInfo, encoding};
use file::OnDisk;
use plain::Lines;
use records::Records;
use std::ops::ControlFlow;
use std::path::Path;

/// A text file with separated values.
pub(super) struct Delimited {
    text: Text,
    encoding: &'static str,
    delimiter: u8,
    /// Bytes of a first line that only names the delimiter.
    skipped: usize,
    sheets: [SheetInfo; 1],
    remarks: Vec<Remark>,
    /// The line from which on lines have that many fields.
    widths: Vec<(u32, u32)>,
}

/// The text, by what tells its lines and fields.
enum Text {
    /// The marks between them alone.
    Plain(String),
    /// The same, and it stays on disk.
    OnDisk(OnDisk),
    /// Quotes too, or line ends of several kinds.
    Quoted(String),
}

/// Finds lines, and puts them into a batch; at the end of the text it gives what the text showed.
type Finder<'t> = Box<dyn FnMut(&mut Batch) -> Option<Result<Ended, CellsError>> + Send + 't>;

/// What a text shows when it was read to its end.
#[derive(Default)]
struct Ended {
    widths: Vec<(u32, u32)>,
    remarks: Vec<Remark>,
}

impl Delimited {
    pub(super) fn open(name: &str, data: &[u8]) -> Result<Delimited, CellsError> {
        let decoded = encoding::decode(data)?;
        let (text, mut remarks) = (decoded.text, decoded.remarks);
        let (delimiter, skipped) = marks(name, &text);
        remarks.extend(quotes::check(&text, delimiter)?);
        remarks.extend(lone_return(&text));
        remarks.sort_by_key(|remark| remark.row);
        let text = if plain::is_plain(&text) { Text::Plain(text) } else { Text::Quoted(text) };
        Ok(Delimited { remarks, ..Delimited::new(name, text, decoded.encoding, (delimiter, skipped)) })
    }

    fn new(name: &str, text: Text, encoding: &'static str, (delimiter, skipped): (u8, usize)) -> Delimited {
        let stem = Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let sheets = [SheetInfo { name: stem, hidden: false }];
        Delimited { text, encoding, delimiter, skipped, sheets, remarks: Vec::new(), widths: Vec::new() }
    }

    fn finder(&self) -> Result<Finder<'_>, CellsError> {
        Ok(match &self.text {
            Text::Plain(text) => {
                let mut lines = Lines::new(&text.as_bytes()[self.skipped..], self.delimiter);
                Box::new(move |batch| lines.next(batch))
            }
            Text::OnDisk(file) => {
                let mut lines = Lines::new(file.read(self.skipped)?, self.delimiter);
                Box::new(move |batch| lines.next(batch))
            }
            Text::Quoted(text) => {
                let mut records = Records::new(text, self.skipped, self.delimiter);
                Box::new(move |batch| records.next(batch))
            }
        })
    }

    /// What the text shows; nothing where it was not read to its end.
    fn read_to_end(&self, visitor: &mut dyn Visitor, looker: Option<&dyn Looker>) -> Result<Option<Ended>, CellsError> {
        let texts = Texts::default();
        let to = Taker { texts: &texts, is_whole: |end: &Result<Ended, CellsError>| end.is_ok() };
        let mut finder = self.finder()?;
        match to.give_first(&mut finder, visitor) {
            ControlFlow::Break(None) => Ok(None),
            ControlFlow::Break(Some(end)) => end.map(Some),
            ControlFlow::Continue(()) => {
                std::thread::scope(|scope| match to.give_rest(scope, finder, visitor, looker) {
                    Given::End(end) => end.map(Some),
                    Given::Enough => Ok(None),
                    Given::Nothing => Err(damaged(&"its reader gave up")),
                })
            }
        }
    }
}

impl Ended {
    /// Takes in how many fields a line has.
    fn width(&mut self, row: u32, width: u32) {
        if self.widths.last().is_none_or(|(_, last)| *last != width) {
            self.widths.push((row, width));
        }
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

    fn read(&mut self, sheet: usize, mut visit: &mut dyn FnMut(Cell<'_>) -> ControlFlow<()>) -> Result<(), CellsError> {
        self.read_rows(sheet, &mut visit, None)
    }

    fn read_rows(
        &mut self,
        _: usize,
        visitor: &mut dyn Visitor,
        looker: Option<&dyn Looker>,
    ) -> Result<(), CellsError> {
        let Some(ended) = self.read_to_end(visitor, looker)? else { return Ok(()) };
        self.widths = ended.widths;
        self.remarks.retain(|remark| !matches!(remark.what, Oddity::TextFormula(..)));
        self.remarks.extend(ended.remarks);
        self.remarks.sort_by_key(|remark| remark.row);
        Ok(())
    }
}

/// The mark between the fields of a line, and the bytes of a first line that only names it.
fn marks(name: &str, text: &str) -> (u8, usize) {
    let tabs = Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tsv"));
    match delimiter::named(text) {
        Some(named) => named,
        None if tabs => (b'\t', 0),
        None => (delimiter::guess(text), 0),
    }
}

/// The number of a field as the column it stands in.
#[inline]
fn column(row: u32, field: usize) -> Result<u16, CellsError> {
    u16::try_from(field).map_err(|_| {
        let line = u64::from(row) + 1;
        CellsError::new(
            format!("line {line} has more fields than any sheet has columns"),
            "see whether the mark between its fields is the one you meant; a first line such as `sep=;` names it",
        )
    })
}

fn broken(error: &dyn std::fmt::Display) -> CellsError {
    CellsError::new(format!("it cannot be read to its end: {error}"), "")
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

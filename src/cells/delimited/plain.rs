//! Lines whose fields are told by the marks between them alone: no quotes, and lines that end in one way.

use super::super::batch::{Batch, Value};
use super::super::blocks::{Blocks, LARGEST, Source};
use super::super::{CellsError, Look};
use super::{Ended, broken, column};
use memchr::{memchr, memchr_iter, memchr2_iter};
use std::io::Read;

/// A line as long as this is left to the other reader; a block must hold the end of each.
const LONGEST: usize = LARGEST / 4;

/// Whether a text is of such lines.
pub(super) fn is_plain(text: &str) -> bool {
    let mut seen = Seen::default();
    seen.block(text.as_bytes()) && seen.end() && !text.starts_with('\u{feff}')
}

/// What has been seen of a text that may be of such lines.
#[derive(Default)]
pub(super) struct Seen {
    /// Whether it ended with a carriage return.
    returned: bool,
    /// Bytes since the last end of a line.
    length: usize,
}

impl Seen {
    /// Looks at the next bytes; whether all is well so far.
    pub(super) fn block(&mut self, bytes: &[u8]) -> bool {
        let Some(first) = bytes.first() else { return true };
        if self.returned && *first != b'\n' || memchr(b'"', bytes).is_some() {
            return false;
        }
        self.returned = bytes.last() == Some(&b'\r');
        let mut start = 0;
        for end in memchr_iter(b'\n', bytes) {
            if self.length + end - start > LONGEST {
                return false;
            }
            (start, self.length) = (end + 1, 0);
        }
        self.length += bytes.len() - start;
        self.length <= LONGEST
            && memchr_iter(b'\r', bytes).all(|at| bytes.get(at + 1).is_none_or(|next| *next == b'\n'))
    }

    /// Whether all is well at the end.
    pub(super) fn end(&self) -> bool {
        !self.returned
    }
}

/// The lines of such a text.
pub(super) struct Lines<R> {
    blocks: Blocks<R>,
    delimiter: u8,
    /// Lines before.
    row: u32,
    ended: Ended,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(text: R, delimiter: u8) -> Lines<R> {
        Lines { blocks: Blocks::new(text, b"\n"), delimiter, row: 0, ended: Ended::default() }
    }

    /// Puts the next lines into a batch; at the end of the text also what it showed.
    pub(super) fn next(&mut self, batch: &mut Batch) -> Option<Result<Ended, CellsError>> {
        batch.clear();
        match self.block(batch) {
            Err(error) => Some(Err(error)),
            Ok(true) => Some(Ok(std::mem::take(&mut self.ended))),
            Ok(false) => None,
        }
    }

    /// Puts the lines of a block into a batch, which keeps its bytes; whether there is none.
    fn block(&mut self, batch: &mut Batch) -> Result<bool, CellsError> {
        let mut block = batch.take_text();
        self.blocks.next(&mut block).map_err(|error| broken(&error))?;
        // It was looked at before; it may be another file by now.
        let text = String::from_utf8(block).map_err(|error| broken(&error))?;
        let found = self.lines(text.as_bytes(), batch);
        let is_none = text.is_empty();
        // Where a line is wrong those before it are given all the same.
        batch.hold(text);
        found.map(|()| is_none)
    }

    fn lines(&mut self, bytes: &[u8], batch: &mut Batch) -> Result<(), CellsError> {
        let mut line = Line::default();
        for at in memchr2_iter(b'\n', self.delimiter, bytes) {
            if bytes[at] == b'\n' {
                self.end(&mut line, bytes, at, batch)?;
            } else {
                line.field(self.row, at, batch)?;
            }
        }
        if line.first < bytes.len() {
            self.end(&mut line, bytes, bytes.len(), batch)?;
        }
        Ok(())
    }

    /// The line ends here.
    fn end(&mut self, line: &mut Line, bytes: &[u8], at: usize, batch: &mut Batch) -> Result<(), CellsError> {
        let end = if bytes[line.first..at].ends_with(b"\r") { at - 1 } else { at };
        if end > line.first {
            line.field(self.row, end, batch)?;
            self.ended.width(self.row, line.column);
        }
        *line = Line { first: at + 1, start: at + 1, column: 0 };
        self.row = self.row.checked_add(1).ok_or_else(|| broken(&"it has too many lines"))?;
        Ok(())
    }
}

/// A line as far as it has been looked at.
#[derive(Default)]
struct Line {
    /// Where it starts in the block.
    first: usize,
    /// Where its next field starts, and which column that is.
    start: usize,
    column: u32,
}

impl Line {
    /// A field ends here.
    #[inline]
    fn field(&mut self, row: u32, end: usize, batch: &mut Batch) -> Result<(), CellsError> {
        if end > self.start {
            // A block is smaller than these numbers go.
            let text = Value::Own(self.start as u32, end as u32);
            batch.push(row, column(row, self.column as usize)?, text, Look::PLAIN);
        }
        self.start = end + 1;
        self.column += 1;
        Ok(())
    }
}

//! Rows on their way from the thread that finds them in a file to the one that takes them in.

use super::fast::Texts;
use super::{Cell, CellValue, Look};
use crate::value::DateTime;
use std::ops::{ControlFlow, Range};

/// Cells of some rows, in order.
#[derive(Debug, Default)]
pub(super) struct Batch {
    cells: Vec<Piece>,
    /// For each row its number, and how many cells stand before its end.
    rows: Vec<(u32, u32)>,
    /// The texts that cells hold themselves, one after another.
    texts: String,
    moments: Vec<(DateTime, f64)>,
    errors: Vec<&'static str>,
}

/// A cell among others of its row; small, because there are many.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    bits: u64,
    /// Its column; no sheet has more than a small number counts.
    pub column: u16,
    /// How it is shown.
    pub look: Look,
    kind: Kind,
}

/// What the bits of a piece are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Own,
    Bool,
    Moment,
    Error,
    Unsaved,
}

/// What a cell holds, without what it lies in.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value {
    Number(f64),
    /// A shared text, by its number, which is one.
    Shared(u32),
    /// A text of the batch, by where it starts and ends.
    Own(u32, u32),
    Bool(bool),
    DateTime(DateTime, f64),
    Error(&'static str),
    Unsaved,
}

impl Batch {
    pub(super) fn clear(&mut self) {
        self.cells.clear();
        self.rows.clear();
        self.texts.clear();
        self.moments.clear();
        self.errors.clear();
    }

    #[inline]
    pub(super) fn push(&mut self, row: u32, column: u16, value: Value, look: Look) {
        let (kind, bits) = match value {
            Value::Number(number) => (Kind::Number, number.to_bits()),
            Value::Shared(number) => (Kind::Shared, u64::from(number)),
            Value::Own(start, end) => (Kind::Own, u64::from(start) << 32 | u64::from(end)),
            Value::Bool(flag) => (Kind::Bool, u64::from(flag)),
            Value::DateTime(moment, serial) => {
                self.moments.push((moment, serial));
                (Kind::Moment, self.moments.len() as u64 - 1)
            }
            Value::Error(word) => {
                self.errors.push(word);
                (Kind::Error, self.errors.len() as u64 - 1)
            }
            Value::Unsaved => (Kind::Unsaved, 0),
        };
        self.cells.push(Piece { bits, column, look, kind });
        let cells = self.cells.len() as u32;
        match self.rows.last_mut() {
            Some((last, end)) if *last == row => *end = cells,
            _ => self.rows.push((row, cells)),
        }
    }

    /// The memory of its texts, to be filled with a text in which all of them stand.
    pub(super) fn take_text(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.texts).into_bytes()
    }

    /// Holds a text in which all texts stand; none came before.
    pub(super) fn hold(&mut self, text: String) {
        self.texts = text;
    }

    /// Takes a text in. `None` where the batch holds more than it can number.
    pub(super) fn own(&mut self, text: &str) -> Option<Value> {
        let start = u32::try_from(self.texts.len()).ok()?;
        self.texts.push_str(text);
        Some(Value::Own(start, u32::try_from(self.texts.len()).ok()?))
    }

    /// The last row of which there is a cell.
    pub(super) fn last_row(&self) -> Option<u32> {
        self.rows.last().map(|(row, _)| *row)
    }
}

/// Whole rows of a sheet, several at once.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    batch: &'a Batch,
    shared: &'a Texts,
}

/// What a cell of [`Rows`] holds.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// A shared text, by its number.
    Shared(u32),
    /// Anything else.
    Value(CellValue<'a>),
}

impl<'a> Rows<'a> {
    pub(super) fn new(batch: &'a Batch, shared: &'a Texts) -> Rows<'a> {
        Rows { batch, shared }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.batch.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.batch.rows.is_empty()
    }

    /// How many cells there are.
    pub fn cells(&self) -> usize {
        self.batch.cells.len()
    }

    /// A row by its place among these: its number in the sheet, and its cells.
    #[inline]
    pub fn row(&self, at: usize) -> (u32, &'a [Piece]) {
        let start = at.checked_sub(1).map_or(0, |before| self.batch.rows[before].1);
        let (row, end) = self.batch.rows[at];
        (row, &self.batch.cells[start as usize..end as usize])
    }

    /// How many texts the cells of the workbook share.
    pub fn shared_texts(&self) -> usize {
        self.shared.len()
    }

    /// The shared text of that number.
    #[inline]
    pub fn shared(&self, number: u32) -> &'a str {
        self.shared.get(number as usize).unwrap_or_default()
    }

    /// Has near the shared texts that rows begin with, all at once: one by one, each waits for memory.
    pub fn look_ahead(&self, rows: Range<usize>) {
        let first = |at: usize| {
            let (_, cells) = self.row(at);
            let shared = cells.first().filter(|piece| piece.kind == Kind::Shared)?;
            self.shared(shared.bits as u32).as_bytes().first()
        };
        let seen = rows.filter_map(first).fold(0, |all, byte| all ^ byte);
        std::hint::black_box(seen);
    }

    /// The text that a cell holds; an empty one where it holds something else.
    #[inline]
    pub fn text(&self, content: &Content<'a>) -> &'a str {
        match *content {
            Content::Shared(number) => self.shared(number),
            Content::Value(CellValue::Text(text)) => text,
            Content::Value(_) => "",
        }
    }

    /// What a cell holds.
    #[inline]
    pub fn content(&self, piece: &Piece) -> Content<'a> {
        let at = piece.bits as usize;
        Content::Value(match piece.kind {
            Kind::Shared => return Content::Shared(piece.bits as u32),
            Kind::Number => CellValue::Number(f64::from_bits(piece.bits)),
            Kind::Own => CellValue::Text(&self.batch.texts[(piece.bits >> 32) as usize..piece.bits as u32 as usize]),
            Kind::Bool => CellValue::Bool(piece.bits != 0),
            Kind::Moment => {
                let (moment, serial) = self.batch.moments[at];
                CellValue::DateTime(moment, serial)
            }
            Kind::Error => CellValue::Error(self.batch.errors[at]),
            Kind::Unsaved => CellValue::Unsaved,
        })
    }

    /// A cell of that row, as cells are given one by one.
    pub fn cell(&self, row: u32, piece: &Piece) -> Cell<'a> {
        let value = match self.content(piece) {
            Content::Shared(number) => CellValue::Text(self.shared(number)),
            Content::Value(value) => value,
        };
        Cell { row, column: u32::from(piece.column), value, look: piece.look }
    }

    /// Gives the cells one by one, but for the first ones, until there are enough.
    pub fn each(&self, mut skipped: usize, visit: &mut dyn FnMut(Cell<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
        for at in 0..self.len() {
            let (row, cells) = self.row(at);
            let left = cells.get(skipped..).unwrap_or_default();
            skipped = skipped.saturating_sub(cells.len());
            for piece in left {
                visit(self.cell(row, piece))?;
            }
        }
        ControlFlow::Continue(())
    }
}

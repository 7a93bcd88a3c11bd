//! Cells on their way from the thread that scans them to the one that takes them in.

use super::texts::Texts;
use crate::cells::{Cell, CellValue, Look};
use crate::value::DateTime;
use std::ops::ControlFlow;

/// Cells of some rows, in order.
#[derive(Debug, Default)]
pub(super) struct Batch {
    cells: Vec<Scanned>,
    /// The texts that cells hold themselves, one after another.
    texts: String,
}

#[derive(Debug)]
struct Scanned {
    row: u32,
    /// No sheet has more columns than a small number counts.
    column: u16,
    look: Look,
    value: Value,
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
        self.texts.clear();
    }

    pub(super) fn push(&mut self, row: u32, column: u16, value: Value, look: Look) {
        self.cells.push(Scanned { row, column, look, value });
    }

    /// Takes a text in. `None` where the batch holds more than it can number.
    pub(super) fn own(&mut self, text: &str) -> Option<Value> {
        let start = u32::try_from(self.texts.len()).ok()?;
        self.texts.push_str(text);
        Some(Value::Own(start, u32::try_from(self.texts.len()).ok()?))
    }

    /// Gives the cells to a visitor until it has enough.
    pub(super) fn visit(&self, texts: &Texts, visit: &mut dyn FnMut(Cell<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
        for cell in &self.cells {
            let value = match cell.value {
                Value::Number(number) => CellValue::Number(number),
                Value::Shared(number) => CellValue::Text(texts.get(number as usize).unwrap_or_default()),
                Value::Own(start, end) => CellValue::Text(&self.texts[start as usize..end as usize]),
                Value::Bool(flag) => CellValue::Bool(flag),
                Value::DateTime(moment, serial) => CellValue::DateTime(moment, serial),
                Value::Error(word) => CellValue::Error(word),
                Value::Unsaved => CellValue::Unsaved,
            };
            visit(Cell { row: cell.row, column: u32::from(cell.column), value, look: cell.look })?;
        }
        ControlFlow::Continue(())
    }
}

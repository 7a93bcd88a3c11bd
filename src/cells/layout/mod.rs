//! How a sheet is laid out, apart from the values of its cells: merged cells, hidden rows, results that
//! were never worked out; ranges with names. The reader of values does not tell these.

mod named;
pub(super) mod parts;
mod scan;
pub(super) mod spans;
pub(super) mod xlsx;

pub use named::NamedRange;
pub(super) use named::defined;

/// Cells shown as one. Rows and columns count from 0; first and last belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Merged {
    /// First row.
    pub first_row: u32,
    /// First column.
    pub first_column: u32,
    /// Last row.
    pub last_row: u32,
    /// Last column.
    pub last_column: u32,
}

/// How a sheet is laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetLayout {
    /// Merged cells, by their first row and column.
    pub merged: Vec<Merged>,
    /// Rows that are hidden, by hand or by a filter, in order: first and last of each run.
    pub hidden_rows: Vec<(u32, u32)>,
}

/// What of a sheet a person does not see, beside hidden rows. The values are read all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concealed {
    /// Whether the sheet is hidden so that no menu shows it again.
    pub very_hidden: bool,
    /// Columns that are hidden, from 0: first and last of each run.
    pub columns: Vec<(u32, u32)>,
}

impl SheetLayout {
    /// One more hidden row, below those before.
    pub(super) fn hide(&mut self, row: u32) {
        match self.hidden_rows.last_mut() {
            Some(run) if run.1 + 1 == row => run.1 = row,
            _ => self.hidden_rows.push((row, row)),
        }
    }
}

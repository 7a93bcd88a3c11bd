//! Workbooks and CSV files as streams of cells with their addresses. Never a dense range: a file of
//! two cells can claim a billion.

mod ahead;
mod batch;
mod blocks;
mod compound;
mod convert;
mod delimited;
mod encoding;
mod error;
mod fast;
mod guard;
mod layout;
mod look;
mod ods;
mod open;
mod recode;
mod remark;
mod sheets;
mod stream;
mod underway;
mod visitor;
mod written;
mod xls;
mod xlsb;
mod xlsx;

#[cfg(test)]
pub(crate) mod conformance_tests;
#[cfg(test)]
mod conformance_xlsb;
#[cfg(test)]
mod crafted_tests;
#[cfg(test)]
pub(crate) mod tests;

pub use batch::{Content, Piece, Rows};
pub use error::CellsError;
pub use layout::{Concealed, Merged, NamedRange, SheetLayout};
pub use look::Look;
pub use open::{open, open_bytes, read_file};
pub(crate) use open::{open_file, open_printed};
pub use remark::{Oddity, Remark};
pub(crate) use underway::Underway;
pub(crate) use underway::count_rows;
#[cfg(feature = "cli")]
pub(crate) use underway::{rows_read, underway};
pub use visitor::{Looker, Visitor};

use crate::value::DateTime;
use std::ops::ControlFlow;

/// The sheet in which an xlsx report of ours keeps what the next run needs to know.
pub const STATE_SHEET: &str = "rulebook-state";

/// Whether a workbook is a report of ours, and so no data.
pub(crate) fn is_own_report(source: &dyn CellSource) -> bool {
    source.sheets().iter().any(|sheet| sheet.name == STATE_SHEET)
}

/// One sheet of a workbook. A CSV file has one, named after the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetInfo {
    /// Its name.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CellValue<'a> {
    /// A number.
    Number(f64),
    /// Text, as stored.
    Text(&'a str),
    /// True or false.
    Bool(bool),
    /// A number shown as a date or time: its day, which is the same in workbooks of both date systems,
    /// and the number as it is stored.
    DateTime(DateTime, f64),
    /// An error such as `#DIV/0!`, as shown.
    Error(&'a str),
    /// A formula whose result was never saved.
    Unsaved,
}

/// One cell that is not empty. Rows and columns count from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell<'a> {
    /// Row.
    pub row: u32,
    /// Column.
    pub column: u32,
    /// What it holds.
    pub value: CellValue<'a>,
    /// How it is shown, as far as the format of the file tells.
    pub look: Look,
}

/// What a workbook holds beside cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// A data model, as Power Pivot makes.
    pub data_model: bool,
    /// Sheets of charts.
    pub charts: usize,
}

/// A file that holds sheets. Every format is read through this.
pub trait CellSource: Send {
    /// The sheets, in the order of the workbook.
    fn sheets(&self) -> &[SheetInfo];

    /// Whether numbers of days count from 1904 rather than 1900.
    fn is_1904(&self) -> bool {
        false
    }

    /// The mark between the fields of a line, where the file is text.
    fn separator(&self) -> Option<char> {
        None
    }

    /// The encoding of its characters, where the file is text.
    fn encoding(&self) -> Option<&'static str> {
        None
    }

    /// What is odd about a text file, by line.
    fn remarks(&self) -> &[Remark] {
        &[]
    }

    /// For a text file that was read to its end: the lines (from 0) from which on the number of fields is
    /// another one, with that number.
    fn widths(&self) -> &[(u32, u32)] {
        &[]
    }

    /// How a sheet is laid out, as far as its format tells. It may have to be read through for that, unless
    /// it has been read.
    fn layout(&mut self, _sheet: usize) -> SheetLayout {
        SheetLayout::default()
    }

    /// How a sheet is laid out, where that need not be looked for.
    fn known_layout(&mut self, sheet: usize) -> Option<SheetLayout> {
        Some(self.layout(sheet))
    }

    /// What of a sheet a person does not see, beside hidden rows, as far as its format tells.
    fn concealed(&mut self, _sheet: usize) -> Concealed {
        Concealed::default()
    }

    /// The number of the cell of an xlsx sheet from which on the slower of its two readers was needed, as far as
    /// the sheet has been read; `None` where it was not.
    fn slow_from(&self, _sheet: usize) -> Option<usize> {
        None
    }

    /// What the workbook holds beside cells, as far as its format tells.
    fn beside(&self) -> Beside {
        Beside::default()
    }

    /// Ranges the workbook has names for, as far as its format tells.
    fn named(&mut self) -> Vec<NamedRange> {
        Vec::new()
    }

    /// Gives every cell of a sheet that is not empty, row by row, left to right, until `visit` breaks.
    ///
    /// # Errors
    /// When the sheet cannot be read to its end. What was visited before must then be thrown away.
    fn read(&mut self, sheet: usize, visit: &mut dyn FnMut(Cell<'_>) -> ControlFlow<()>) -> Result<(), CellsError>;

    /// The same, with whole rows at once where the reader has them so. Where another thread is of use, `looker` looks at
    /// rows before they come to the visitor.
    ///
    /// # Errors
    /// As [`CellSource::read`].
    fn read_rows(
        &mut self,
        sheet: usize,
        visitor: &mut dyn Visitor,
        _looker: Option<&dyn Looker>,
    ) -> Result<(), CellsError> {
        self.read(sheet, &mut |cell| visitor.cell(cell))
    }
}

//! xlsb, cell by cell.

use super::error::{SAVE_AGAIN, damaged, locked};
use super::guard::{Order, shielded};
use super::layout::defined;
use super::sheets::worksheets;
use super::stream::Stream;
use super::{Cell, CellSource, CellValue, CellsError, Look, NamedRange, SheetInfo, convert};
use calamine::{Reader, Xlsb, XlsbError};
use std::ops::ControlFlow;

/// An xlsb workbook.
pub(super) struct XlsbSource {
    book: Xlsb<Stream>,
    sheets: Vec<SheetInfo>,
    /// Cells with formulas of the sheet read last.
    formulas: Option<(usize, Vec<(u32, u32)>)>,
}

impl XlsbSource {
    pub(super) fn open(stream: Stream) -> Result<XlsbSource, CellsError> {
        let book: Xlsb<Stream> = shielded(|| Xlsb::new(stream))?.map_err(|error| match error {
            XlsbError::Password => locked(),
            other => damaged(&other),
        })?;
        let sheets = worksheets(book.sheets_metadata())?;
        Ok(XlsbSource { book, sheets, formulas: None })
    }

    /// The reader passes over formulas whose result is an error; a walk over the formulas finds them.
    fn find_formulas(&mut self, sheet: usize) -> Result<Vec<(u32, u32)>, CellsError> {
        if let Some((known, _)) = &self.formulas
            && *known == sheet
        {
            return Ok(self.formulas.take().map(|(_, cells)| cells).unwrap_or_default());
        }
        let name = &self.sheets[sheet].name;
        let mut reader = shielded(|| self.book.worksheet_cells_reader(name))?.map_err(|error| damaged(&error))?;
        let mut cells = Vec::new();
        loop {
            match shielded(|| reader.next_formula()) {
                Ok(Ok(Some(cell))) => cells.push(cell.get_position()),
                Ok(Ok(None) | Err(XlsbError::Io(_))) => return Ok(cells),
                // A formula that cannot be put into words still has its value.
                Ok(Err(_)) | Err(_) => {}
            }
        }
    }
}

impl CellSource for XlsbSource {
    fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    fn is_1904(&self) -> bool {
        self.book.has_1904_epoch()
    }

    fn named(&mut self) -> Vec<NamedRange> {
        defined(self.book.defined_names())
    }

    fn read(&mut self, sheet: usize, visit: &mut dyn FnMut(Cell<'_>) -> ControlFlow<()>) -> Result<(), CellsError> {
        let formulas = self.find_formulas(sheet)?;
        let name = &self.sheets[sheet].name;
        let is_1904 = self.book.has_1904_epoch();
        let broken = |error: &XlsbError| {
            CellsError::new(format!("sheet `{name}` cannot be read to its end: {error}"), SAVE_AGAIN)
        };
        let mut reader = shielded(|| self.book.worksheet_cells_reader(name))?.map_err(|error| broken(&error))?;
        let mut order = Order::default();
        let mut waiting = formulas.iter().copied().peekable();
        let mut running = true;
        while running {
            let cell = shielded(|| reader.next_cell())?.map_err(|error| broken(&error))?;
            let position = cell.as_ref().map_or((u32::MAX, 0), calamine::Cell::get_position);
            while let Some((row, column)) = waiting.next_if(|formula| *formula < position) {
                if visit(Cell { row, column, value: CellValue::Error("#ERROR!"), look: Look::PLAIN }).is_break() {
                    running = false;
                    break;
                }
            }
            waiting.next_if(|formula| *formula == position);
            let Some(cell) = cell.filter(|_| running) else { break };
            order.check(name, position.0, position.1)?;
            if let Some(value) = convert::streamed(cell.get_value(), is_1904) {
                running = visit(Cell { row: position.0, column: position.1, value, look: Look::PLAIN }).is_continue();
            }
        }
        self.formulas = Some((sheet, formulas));
        Ok(())
    }
}

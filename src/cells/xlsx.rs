//! xlsx and xlsm, cell by cell.

use super::error::{SAVE_AGAIN, damaged, locked};
use super::guard::{Order, a1, shielded};
use super::layout::xlsx::{Found, Layouts};
use super::sheets::worksheets;
use super::stream::Stream;
use super::{Cell, CellSource, CellValue, CellsError, SheetInfo, SheetLayout, convert};
use calamine::{Reader, Xlsx, XlsxError, XlsxFormulaMetadata};
use std::collections::HashMap;
use std::ops::ControlFlow;

/// A file may number its shared formulas as it likes; a reader must not make room for all of them.
const SHARED_FORMULAS: usize = 1 << 20;

/// An xlsx workbook.
pub(super) struct XlsxSource {
    book: Xlsx<Stream>,
    sheets: Vec<SheetInfo>,
    layouts: Layouts,
    /// The layouts of the sheets asked for.
    found: HashMap<usize, Found>,
}

/// Error values this reader has no word for (`#SPILL!`), by the number of their cell in the sheet.
type Unknown = HashMap<usize, (u32, u32, String)>;

impl XlsxSource {
    pub(super) fn open(stream: Stream) -> Result<XlsxSource, CellsError> {
        let layouts = Layouts::open(stream.clone());
        let book: Xlsx<Stream> = shielded(|| Xlsx::new(stream))?.map_err(|error| open_error(&error))?;
        let sheets = worksheets(book.sheets_metadata())?;
        Ok(XlsxSource { book, sheets, layouts, found: HashMap::new() })
    }

    fn found(&mut self, sheet: usize) -> &Found {
        let (layouts, name) = (&mut self.layouts, &self.sheets[sheet].name);
        self.found.entry(sheet).or_insert_with(|| layouts.of(name))
    }

    /// Reads a sheet from its cell number `skip` on. `Some(n)` where cell number `n` holds an unknown error value.
    fn pass(
        &mut self,
        sheet: usize,
        skip: usize,
        unknown: &Unknown,
        visit: &mut dyn FnMut(Cell<'_>) -> ControlFlow<()>,
    ) -> Result<Option<usize>, Fault> {
        let unsaved = self.layouts.recalculates() && self.found(sheet).unsaved;
        let name = &self.sheets[sheet].name;
        let is_1904 = self.book.has_1904_epoch();
        let mut reader = shielded(|| self.book.worksheet_cells_reader(name))??;
        let mut order = Order::default();
        for number in 0.. {
            let (position, value) = match shielded(|| reader.next_cell_with_formula_metadata())? {
                Ok(None) => break,
                Ok(Some(cell)) => (cell.pos, Ok((cell.value, cell.formula.is_some()))),
                Err(XlsxError::CellError(_)) => match unknown.get(&number) {
                    None => return Ok(Some(number)),
                    Some((row, column, text)) => ((*row, *column), Err(text)),
                },
                Err(error) => return Err(Fault::Cell(number, error)),
            };
            order.check(name, position.0, position.1)?;
            let value = match &value {
                Ok((_, true)) if unsaved => Some(CellValue::Unsaved),
                Ok((data, formula)) => convert::streamed(data, is_1904).or(formula.then_some(CellValue::Unsaved)),
                Err(text) => Some(CellValue::Error(text)),
            };
            let Some(value) = value.filter(|_| number >= skip) else { continue };
            if visit(Cell { row: position.0, column: position.1, value }).is_break() {
                break;
            }
        }
        Ok(None)
    }

    /// Finds the cells with unknown error values. The reader does not say where they stand, so a
    /// second walk counts the cells up to them.
    fn unknown(&mut self, sheet: usize) -> Result<Unknown, Fault> {
        let name = &self.sheets[sheet].name;
        let mut texts = HashMap::new();
        let mut reader = shielded(|| self.book.worksheet_cells_reader(name))??;
        for number in 0.. {
            match shielded(|| reader.next_cell_with_formula_metadata())? {
                Ok(None) => break,
                Ok(Some(cell)) => {
                    let index = cell.formula.as_ref().and_then(XlsxFormulaMetadata::shared_index);
                    if index.is_some_and(|index| index > SHARED_FORMULAS) {
                        return Err(damaged(&"a shared formula has an impossible number").into());
                    }
                }
                Err(XlsxError::CellError(text)) => drop(texts.insert(number, text)),
                Err(error) => return Err(Fault::Cell(number, error)),
            }
        }
        drop(reader);
        let mut unknown = Unknown::new();
        for (number, position) in self.positions(sheet)?.into_iter().enumerate() {
            if let Some(text) = texts.remove(&number) {
                unknown.insert(number, (position.0, position.1, text));
            }
        }
        Ok(unknown)
    }

    /// Addresses of the cells in file order, as far as they can be read.
    fn positions(&mut self, sheet: usize) -> Result<Vec<(u32, u32)>, CellsError> {
        let name = &self.sheets[sheet].name;
        let mut positions = Vec::new();
        let reader = shielded(|| self.book.worksheet_cells_reader(name))?;
        let mut reader = reader.map_err(|error| damaged(&error))?;
        while let Ok(Ok(Some(cell))) = shielded(|| reader.next_formula()) {
            positions.push(cell.get_position());
        }
        Ok(positions)
    }

    /// A sentence for a cell that cannot be read, with its address where that can be found.
    fn explain(&mut self, sheet: usize, fault: Fault) -> CellsError {
        let (number, error) = match fault {
            Fault::Sheet(error) => return error,
            Fault::Cell(number, error) => (number, error),
        };
        let place = match self.positions(sheet).ok().and_then(|all| all.get(number).copied()) {
            Some((row, column)) => format!("cell {} cannot be read", a1(row, column)),
            None => "it cannot be read to its end".to_string(),
        };
        CellsError::new(format!("sheet `{}`: {place}: {error}", self.sheets[sheet].name), SAVE_AGAIN)
    }
}

impl CellSource for XlsxSource {
    fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    fn is_1904(&self) -> bool {
        self.book.has_1904_epoch()
    }

    fn layout(&mut self, sheet: usize) -> SheetLayout {
        self.found(sheet).layout.clone()
    }

    fn read(&mut self, sheet: usize, visit: &mut dyn FnMut(Cell<'_>) -> ControlFlow<()>) -> Result<(), CellsError> {
        let mut result = self.pass(sheet, 0, &Unknown::new(), visit);
        if let Ok(Some(number)) = result {
            result = match self.unknown(sheet) {
                Ok(unknown) => self.pass(sheet, number, &unknown, visit),
                Err(fault) => Err(fault),
            };
        }
        match result {
            Ok(None) => Ok(()),
            Ok(Some(number)) => Err(self.explain(sheet, Fault::Cell(number, XlsxError::CellError("unknown".into())))),
            Err(fault) => Err(self.explain(sheet, fault)),
        }
    }
}

/// Why a sheet cannot be read: with the number of the cell where that is known.
enum Fault {
    Sheet(CellsError),
    Cell(usize, XlsxError),
}

impl From<CellsError> for Fault {
    fn from(error: CellsError) -> Fault {
        Fault::Sheet(error)
    }
}

impl From<XlsxError> for Fault {
    fn from(error: XlsxError) -> Fault {
        Fault::Sheet(damaged(&error))
    }
}

fn open_error(error: &XlsxError) -> CellsError {
    match error {
        XlsxError::Password => locked(),
        other => damaged(other),
    }
}

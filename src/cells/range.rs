//! xls and ods, which calamine reads whole. Their extent has been checked before ([`super::compound`],
//! [`super::ods_extent`]).

use super::error::{damaged, locked};
use super::guard::shielded;
use super::layout::{Merged, defined};
use super::sheets::worksheets;
use super::stream::Stream;
use super::{Cell, CellSource, CellsError, NamedRange, SheetInfo, SheetLayout, convert};
use calamine::{Data, Ods, OdsError, Range, Reader, Xls, XlsError};
use std::ops::ControlFlow;

enum Book {
    Xls(Box<Xls<Stream>>),
    Ods(Box<Ods<Stream>>),
}

/// An xls or ods workbook.
pub(super) struct RangeSource {
    book: Book,
    sheets: Vec<SheetInfo>,
    is_1904: bool,
    /// The sheet read last: it is usually read twice, for its header and for its rows.
    current: Option<(usize, Range<Data>)>,
}

impl RangeSource {
    pub(super) fn xls(stream: Stream) -> Result<RangeSource, CellsError> {
        let book: Xls<_> = shielded(|| Xls::new(stream))?.map_err(|error| match error {
            XlsError::Password => locked(),
            other => damaged(&other),
        })?;
        let sheets = worksheets(book.sheets_metadata())?;
        let is_1904 = book.has_1904_epoch();
        Ok(RangeSource { book: Book::Xls(Box::new(book)), sheets, is_1904, current: None })
    }

    pub(super) fn ods(stream: Stream) -> Result<RangeSource, CellsError> {
        let book: Ods<_> = shielded(|| Ods::new(stream))?.map_err(|error| match error {
            OdsError::Password => locked(),
            other => damaged(&other),
        })?;
        let sheets = worksheets(book.sheets_metadata())?;
        Ok(RangeSource { book: Book::Ods(Box::new(book)), sheets, is_1904: false, current: None })
    }

    fn load(&mut self, sheet: usize) -> Result<Range<Data>, CellsError> {
        if let Some((known, range)) = self.current.take()
            && known == sheet
        {
            return Ok(range);
        }
        let name = &self.sheets[sheet].name;
        match &mut self.book {
            Book::Xls(book) => shielded(|| book.worksheet_range(name))?.map_err(|error| damaged(&error)),
            Book::Ods(book) => shielded(|| book.worksheet_range(name))?.map_err(|error| damaged(&error)),
        }
    }
}

impl CellSource for RangeSource {
    fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    fn is_1904(&self) -> bool {
        self.is_1904
    }

    fn layout(&mut self, sheet: usize) -> SheetLayout {
        let merged = match &self.book {
            Book::Xls(book) => book.merge_cells_by_sheet_name(&self.sheets[sheet].name).unwrap_or_default(),
            Book::Ods(_) => Vec::new(),
        };
        let merged = merged.into_iter().map(|cells| Merged {
            first_row: cells.start.0,
            first_column: cells.start.1,
            last_row: cells.end.0,
            last_column: cells.end.1,
        });
        let mut layout = SheetLayout { merged: merged.collect(), ..SheetLayout::default() };
        layout.merged.sort_unstable();
        layout
    }

    fn named(&mut self) -> Vec<NamedRange> {
        match &self.book {
            Book::Xls(book) => defined(book.defined_names()),
            Book::Ods(book) => defined(book.defined_names()),
        }
    }

    fn read(&mut self, sheet: usize, visit: &mut dyn FnMut(Cell<'_>) -> ControlFlow<()>) -> Result<(), CellsError> {
        let range = self.load(sheet)?;
        let start = range.start().unwrap_or_default();
        for (row, column, data) in range.used_cells() {
            let Some(value) = convert::stored(data, self.is_1904) else { continue };
            let cell = Cell { row: start.0 + row as u32, column: start.1 + column as u32, value };
            if visit(cell).is_break() {
                break;
            }
        }
        self.current = Some((sheet, range));
        Ok(())
    }
}

//! xls, which calamine reads whole. Its extent has been checked before ([`super::compound`]).

use super::compound::Traits;
use super::error::{damaged, locked};
use super::guard::shielded;
use super::layout::{Merged, defined};
use super::sheets::worksheets;
use super::stream::Stream;
use super::{Cell, CellSource, CellValue, CellsError, Look, NamedRange, SheetInfo, SheetLayout, convert};
use calamine::{Data, Range, Reader, Xls, XlsError, XlsOptions};
use std::io::Cursor;
use std::ops::ControlFlow;
use std::sync::Arc;

/// An xls workbook.
pub(super) struct XlsSource {
    book: Box<Xls<Stream>>,
    sheets: Vec<SheetInfo>,
    is_1904: bool,
    /// The sheet read last: it is usually read twice, for its header and for its rows.
    current: Option<(usize, Range<Data>)>,
}

/// The code page of texts in UTF-16.
const UTF_16: u16 = 1200;

impl XlsSource {
    pub(super) fn open(data: Arc<[u8]>, traits: &Traits) -> Result<XlsSource, CellsError> {
        let mut options = XlsOptions::default();
        options.force_codepage = traits.is_wide.then_some(UTF_16);
        let stream = Cursor::new(edited(data, &traits.edits));
        let book: Xls<_> = shielded(|| Xls::new_with_options(stream, options))?.map_err(|error| match error {
            XlsError::Password => locked(),
            other => damaged(&other),
        })?;
        let sheets = worksheets(book.sheets_metadata())?;
        let is_1904 = book.has_1904_epoch();
        Ok(XlsSource { book: Box::new(book), sheets, is_1904, current: None })
    }

    fn load(&mut self, sheet: usize) -> Result<Range<Data>, CellsError> {
        if let Some((known, range)) = self.current.take()
            && known == sheet
        {
            return Ok(range);
        }
        let (book, name) = (&mut self.book, &self.sheets[sheet].name);
        shielded(|| book.worksheet_range(name))?.map_err(|error| damaged(&error))
    }

    /// Cells with a formula whose result the file does not hold; the reader gives nothing for them.
    fn lost(&mut self, sheet: usize, values: &Range<Data>) -> Result<Vec<(u32, u32)>, CellsError> {
        let (book, name) = (&mut self.book, &self.sheets[sheet].name);
        let formulas = shielded(|| book.worksheet_formula(name))?.map_err(|error| damaged(&error))?;
        let start = formulas.start().unwrap_or_default();
        let places = formulas.used_cells().map(|(row, column, _)| (start.0 + row as u32, start.1 + column as u32));
        Ok(places.filter(|place| values.get_value(*place).is_none_or(|value| *value == Data::Empty)).collect())
    }
}

impl CellSource for XlsSource {
    fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    fn is_1904(&self) -> bool {
        self.is_1904
    }

    fn layout(&mut self, sheet: usize) -> SheetLayout {
        let merged = self.book.merge_cells_by_sheet_name(&self.sheets[sheet].name).unwrap_or_default();
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
        defined(self.book.defined_names())
    }

    fn read(&mut self, sheet: usize, visit: &mut dyn FnMut(Cell<'_>) -> ControlFlow<()>) -> Result<(), CellsError> {
        let range = self.load(sheet)?;
        let start = range.start().unwrap_or_default();
        let mut lost = self.lost(sheet, &range)?.into_iter().peekable();
        let cells = range.used_cells().filter_map(|(row, column, data)| {
            let value = convert::stored(data, self.is_1904)?;
            Some(Cell { row: start.0 + row as u32, column: start.1 + column as u32, value, look: Look::PLAIN })
        });
        let mut go_on = ControlFlow::Continue(());
        for cell in cells {
            while let Some((row, column)) =
                lost.next_if(|place| go_on.is_continue() && *place < (cell.row, cell.column))
            {
                go_on = visit(Cell { row, column, value: CellValue::Unsaved, look: Look::PLAIN });
            }
            if go_on.is_break() {
                break;
            }
            go_on = visit(cell);
        }
        for (row, column) in lost {
            if go_on.is_continue() {
                go_on = visit(Cell { row, column, value: CellValue::Unsaved, look: Look::PLAIN });
            }
        }
        self.current = Some((sheet, range));
        Ok(())
    }
}

/// The bytes of a file, some of them others.
fn edited(data: Arc<[u8]>, edits: &[(usize, u8)]) -> Arc<[u8]> {
    if edits.is_empty() {
        return data;
    }
    let mut bytes = data.to_vec();
    for (at, byte) in edits {
        if let Some(old) = bytes.get_mut(*at) {
            *old = *byte;
        }
    }
    Arc::from(bytes)
}

//! xlsx and xlsm, cell by cell.

use super::error::{SAVE_AGAIN, damaged, locked};
use super::fast::{self, Reached};
use super::guard::{Order, a1, shielded};
use super::layout::Concealed;
use super::layout::xlsx::{Found, Layouts};
use super::sheets::{distinct_names, worksheets};
use super::stream::Stream;
use super::visitor::{Counted, Looker, Onward, Visitor};
use super::{
    Beside, Cell, CellSource, CellValue, CellsError, Look, NamedRange, SheetInfo, SheetLayout, convert, written,
};
use calamine::{Reader, Xlsx, XlsxError, XlsxFormulaMetadata};
use std::collections::HashMap;
use std::io::BufReader;
use std::ops::ControlFlow;

/// A file may number its shared formulas as it likes; a reader must not make room for all of them.
const SHARED_FORMULAS: usize = 1 << 20;

/// An xlsx workbook. Sheets are read by the scanner in [`fast`] as far as it goes, and by calamine from there.
pub(super) struct XlsxSource {
    stream: Stream,
    /// Opened when it is first needed.
    book: Option<Xlsx<Stream>>,
    /// What the scanner needs; none where the workbook is not of the common shape.
    shared: Option<fast::Shared>,
    sheets: Vec<SheetInfo>,
    is_1904: bool,
    layouts: Layouts,
    /// The layouts of the sheets asked for.
    found: HashMap<usize, Found>,
    /// For each sheet that calamine read in part: its first cell.
    slow_from: HashMap<usize, usize>,
    /// For each sheet that calamine read in part: how its cells are shown.
    looks: HashMap<usize, written::Looks>,
}

/// Error values this reader has no word for (`#SPILL!`), by the number of their cell in the sheet.
type Unknown = HashMap<usize, (u32, u32, String)>;

impl XlsxSource {
    pub(super) fn open(stream: Stream) -> Result<XlsxSource, CellsError> {
        let mut layouts = Layouts::open(stream.clone());
        let shared = layouts.archive.as_mut().filter(|_| layouts.parts.sound).and_then(fast::Shared::read);
        if shared.is_some() {
            let listed = &layouts.parts.sheets;
            distinct_names(listed.iter().map(|sheet| sheet.name.as_str()))?;
            let sheets = listed.iter().filter(|sheet| sheet.holds_cells);
            let sheets = sheets.map(|sheet| SheetInfo { name: sheet.name.clone(), hidden: sheet.hidden }).collect();
            let is_1904 = layouts.parts.is_1904;
            return Ok(XlsxSource { sheets, is_1904, shared, ..XlsxSource::bare(stream, layouts) });
        }
        XlsxSource::slowly(stream, layouts)
    }

    /// How many sheets the scanner reads to their end.
    #[cfg(test)]
    pub(super) fn scanned(&mut self) -> (usize, Vec<String>) {
        let mut left = Vec::new();
        for sheet in 0..self.sheets.len() {
            match self.scan(sheet, &mut |_: Cell<'_>| ControlFlow::Continue(())) {
                Ok(None) => {}
                Ok(Some(number)) => left.push(format!("{} from cell {number} on", self.sheets[sheet].name)),
                Err(error) => left.push(format!("{}: {}", self.sheets[sheet].name, error.message)),
            }
        }
        (self.sheets.len() - left.len(), left)
    }

    /// Without the scanner.
    pub(super) fn slowly(stream: Stream, layouts: Layouts) -> Result<XlsxSource, CellsError> {
        let book = open_book(stream.clone())?;
        let (sheets, is_1904) = (worksheets(book.sheets_metadata())?, book.has_1904_epoch());
        Ok(XlsxSource { book: Some(book), sheets, is_1904, ..XlsxSource::bare(stream, layouts) })
    }

    fn bare(stream: Stream, layouts: Layouts) -> XlsxSource {
        XlsxSource {
            stream,
            book: None,
            shared: None,
            sheets: Vec::new(),
            is_1904: false,
            layouts,
            found: HashMap::new(),
            slow_from: HashMap::new(),
            looks: HashMap::new(),
        }
    }

    /// The workbook as calamine has it.
    fn book(&mut self) -> Result<&mut Xlsx<Stream>, CellsError> {
        if self.book.is_none() {
            self.book = Some(open_book(self.stream.clone())?);
        }
        self.book.as_mut().ok_or_else(|| damaged(&"it cannot be opened"))
    }

    /// Reads a sheet with the scanner, and gives the number of the first cell it leaves to the other reader.
    fn scan(&mut self, sheet: usize, visitor: &mut dyn Visitor) -> Result<Option<usize>, CellsError> {
        // Where the program that opens the workbook is to work it out, looking whether that was ever done takes as long
        // as inflating the sheet; most such sheets have no formula at all.
        let known = self.found.get(&sheet).map(|found| found.unsaved);
        let unsaved = if self.layouts.parts.recalculates { known } else { Some(false) };
        let mut counted = Counted { visitor, cells: 0 };
        let reached = self.scan_knowing(sheet, unsaved, &mut counted)?;
        let Reached::Formula = reached else { return Ok(self.reached(sheet, reached)) };
        let known = counted.cells;
        let unsaved = self.found(sheet).unsaved;
        let reached = self.scan_knowing(sheet, Some(unsaved), &mut Onward { visitor, known })?;
        Ok(self.reached(sheet, reached))
    }

    /// The first cell that is left to the other reader.
    fn reached(&mut self, sheet: usize, reached: Reached) -> Option<usize> {
        match reached {
            Reached::End(layout) => {
                // Of a sheet without formulas none is unsaved.
                self.found.entry(sheet).or_default().layout = layout;
                None
            }
            Reached::Enough => None,
            Reached::Formula => Some(0),
            Reached::Cells(number) => Some(number),
        }
    }

    fn scan_knowing(
        &mut self,
        sheet: usize,
        unsaved: Option<bool>,
        visitor: &mut dyn Visitor,
    ) -> Result<Reached, CellsError> {
        let nothing = Ok(Reached::Cells(0));
        let (Some(shared), Some(archive)) = (&self.shared, &mut self.layouts.archive) else { return nothing };
        let name = &self.sheets[sheet].name;
        let Some(member) = self.layouts.parts.member(name) else { return nothing };
        let wanted = fast::Wanted { name, member, is_1904: self.is_1904, unsaved };
        fast::read(archive, shared, &wanted, visitor)
    }

    fn found(&mut self, sheet: usize) -> &Found {
        let (layouts, name) = (&mut self.layouts, &self.sheets[sheet].name);
        self.found.entry(sheet).or_insert_with(|| layouts.of(name))
    }

    /// Looks for what calamine would take for something else. Where it is not known which part the sheet is, all
    /// that may be it are looked at.
    fn check_written(&mut self, sheet: usize) -> Result<(), CellsError> {
        let Some(archive) = &mut self.layouts.archive else { return Ok(()) };
        let name = &self.sheets[sheet].name;
        let known = self.layouts.parts.member(name).and_then(|member| archive.index_for_name(member));
        let styles = if known.is_some() { fast::looks(self.shared.as_ref(), archive) } else { Vec::new() };
        for index in known.map_or(0..archive.len(), |index| index..index + 1) {
            let Ok(part) = archive.by_index(index) else { continue };
            if known.is_some() || part.name_raw().ends_with(b".xml") {
                let looks = written::check(name, BufReader::with_capacity(1 << 16, part), &styles)?;
                self.looks.insert(sheet, looks);
            }
        }
        Ok(())
    }

    /// Reads a sheet from its cell number `skip` on. `Some(n)` where cell number `n` holds an unknown error value.
    fn pass(
        &mut self,
        sheet: usize,
        skip: usize,
        unknown: &Unknown,
        visit: &mut dyn FnMut(Cell<'_>) -> ControlFlow<()>,
    ) -> Result<Option<usize>, Fault> {
        let unsaved = self.layouts.parts.recalculates && self.found(sheet).unsaved;
        let (name, is_1904) = (self.sheets[sheet].name.clone(), self.is_1904);
        let looks = self.looks.get(&sheet).cloned().unwrap_or_default();
        let book = self.book()?;
        let mut reader = shielded(|| book.worksheet_cells_reader(&name))??;
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
            order.check(&name, position.0, position.1)?;
            let value = match &value {
                Ok((_, true)) if unsaved => Some(CellValue::Unsaved),
                Ok((data, formula)) => convert::streamed(data, is_1904).or(formula.then_some(CellValue::Unsaved)),
                Err(text) => Some(CellValue::Error(text)),
            };
            let Some(value) = value.filter(|_| number >= skip) else { continue };
            let at = looks.binary_search_by_key(&position, |(place, _)| *place);
            let look = at.map_or(Look::PLAIN, |at| looks[at].1);
            let look = if matches!(value, CellValue::Number(_)) { look } else { look.of_text() };
            if visit(Cell { row: position.0, column: position.1, value, look }).is_break() {
                break;
            }
        }
        Ok(None)
    }

    /// Finds the cells with unknown error values. The reader does not say where they stand, so a
    /// second walk counts the cells up to them.
    fn unknown(&mut self, sheet: usize) -> Result<Unknown, Fault> {
        let name = self.sheets[sheet].name.clone();
        let mut texts = HashMap::new();
        let book = self.book()?;
        let mut reader = shielded(|| book.worksheet_cells_reader(&name))??;
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
        let name = self.sheets[sheet].name.clone();
        let mut positions = Vec::new();
        let book = self.book()?;
        let reader = shielded(|| book.worksheet_cells_reader(&name))?;
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
        self.is_1904
    }

    fn concealed(&mut self, sheet: usize) -> Concealed {
        self.layouts.concealed(&self.sheets[sheet].name)
    }

    fn layout(&mut self, sheet: usize) -> SheetLayout {
        self.found(sheet).layout.clone()
    }

    fn known_layout(&mut self, sheet: usize) -> Option<SheetLayout> {
        match self.shared {
            // The scanner tells it with the cells.
            Some(_) => self.found.get(&sheet).map(|found| found.layout.clone()),
            None => Some(self.layout(sheet)),
        }
    }

    fn slow_from(&self, sheet: usize) -> Option<usize> {
        self.slow_from.get(&sheet).copied()
    }

    fn beside(&self) -> Beside {
        self.layouts.beside()
    }

    fn named(&mut self) -> Vec<NamedRange> {
        self.layouts.named()
    }

    fn read(&mut self, sheet: usize, mut visit: &mut dyn FnMut(Cell<'_>) -> ControlFlow<()>) -> Result<(), CellsError> {
        self.read_rows(sheet, &mut visit, None)
    }

    fn read_rows(
        &mut self,
        sheet: usize,
        visitor: &mut dyn Visitor,
        // Inflating, scanning and taking in are on three threads already.
        _: Option<&dyn Looker>,
    ) -> Result<(), CellsError> {
        let Some(from) = self.scan(sheet, visitor)? else { return Ok(()) };
        let visit = &mut |cell: Cell<'_>| visitor.cell(cell);
        if !self.slow_from.contains_key(&sheet) {
            self.check_written(sheet)?;
            self.slow_from.insert(sheet, from);
        }
        let mut result = self.pass(sheet, from, &Unknown::new(), visit);
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

fn open_book(stream: Stream) -> Result<Xlsx<Stream>, CellsError> {
    shielded(|| Xlsx::new(stream))?.map_err(|error| open_error(&error))
}

fn open_error(error: &XlsxError) -> CellsError {
    match error {
        XlsxError::Password => locked(),
        other => damaged(other),
    }
}

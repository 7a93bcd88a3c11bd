//! ods, read once and kept by its runs: cells that are repeated a million times are kept once, and only the
//! visitor sees them all.

mod content;
mod paragraph;
mod value;

use super::error::{SAVE_AGAIN, damaged, locked, unreadable};
use super::guard::shielded;
use super::sheets::distinct_names;
use super::stream::Stream;
use super::{Cell, CellSource, CellsError, Look, SheetInfo, SheetLayout};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;
use value::Held;
use zip::ZipArchive;

/// An ods workbook.
pub(super) struct OdsSource {
    sheets: Vec<SheetInfo>,
    tables: Vec<Table>,
}

/// The cells of a sheet that hold something.
#[derive(Default)]
struct Table {
    rows: Vec<Run>,
    layout: SheetLayout,
}

/// Rows that are alike.
struct Run {
    first: u32,
    count: u32,
    cells: Vec<Filled>,
}

/// Cells of a row, side by side, that hold the same.
struct Filled {
    column: u32,
    count: u32,
    value: Held,
    look: Look,
}

impl OdsSource {
    pub(super) fn open(stream: Stream) -> Result<OdsSource, CellsError> {
        let mut archive = ZipArchive::new(stream).map_err(|error| damaged(&error))?;
        is_spreadsheet(&mut archive)?;
        if is_locked(&mut archive) {
            return Err(locked());
        }
        let member = archive.by_name("content.xml").map_err(|error| damaged(&error))?;
        let found = shielded(|| content::read(BufReader::with_capacity(1 << 16, member)))??;
        let (sheets, tables): (Vec<SheetInfo>, Vec<Table>) = found.into_iter().unzip();
        distinct_names(sheets.iter().map(|sheet| sheet.name.as_str()))?;
        Ok(OdsSource { sheets, tables })
    }
}

impl CellSource for OdsSource {
    fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    fn layout(&mut self, sheet: usize) -> SheetLayout {
        self.tables[sheet].layout.clone()
    }

    fn read(&mut self, sheet: usize, visit: &mut dyn FnMut(Cell<'_>) -> ControlFlow<()>) -> Result<(), CellsError> {
        for run in &self.tables[sheet].rows {
            for row in run.first..run.first + run.count {
                let cells = run.cells.iter().flat_map(|cells| {
                    (cells.column..cells.column + cells.count).map(|column| (column, &cells.value, cells.look))
                });
                for (column, held, look) in cells {
                    let value = held.shown();
                    let look = if matches!(held, Held::Number(_)) { look } else { look.of_text() };
                    if visit(Cell { row, column, value, look }).is_break() {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }
}

/// The archive says what kind of document it is.
fn is_spreadsheet(archive: &mut ZipArchive<Stream>) -> Result<(), CellsError> {
    let member = archive.by_name("mimetype").map_err(|error| damaged(&error))?;
    let mut kind = String::new();
    member.take(200).read_to_string(&mut kind).map_err(|error| unreadable(&error))?;
    if kind.trim().starts_with("application/vnd.oasis.opendocument.spreadsheet") {
        return Ok(());
    }
    Err(CellsError::new("it is a document of another kind, not a workbook", SAVE_AGAIN))
}

/// Whether a password protects it: the list of its members says so.
fn is_locked(archive: &mut ZipArchive<Stream>) -> bool {
    let Ok(member) = archive.by_name("META-INF/manifest.xml") else { return false };
    let mut reader = Reader::from_reader(BufReader::new(member));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == "encryption-data" => return true,
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => buffer.clear(),
        }
    }
}

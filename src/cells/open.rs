//! Choosing the reader of a file by what is in it, whatever its name says.

use super::error::{SAVE_AGAIN, unreadable};
use super::ods::OdsSource;
use super::xls::XlsSource;
use super::xlsb::XlsbSource;
use super::xlsx::XlsxSource;
use super::{CellSource, CellsError, compound, delimited, guard};
use std::fs::File;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

/// Bytes at the start of a file that tell its format.
const START: usize = 512;

/// Opens a workbook or CSV file.
///
/// # Errors
/// When the file cannot be read, is none of the formats known, is damaged, or is larger inside than is safe.
pub fn open(path: &Path) -> Result<Box<dyn CellSource>, CellsError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    open_bytes(&name, read_file(path)?)
}

/// All bytes of a file, to be opened by [`open_bytes`].
///
/// # Errors
/// When the file cannot be read, or is larger than any workbook.
pub fn read_file(path: &Path) -> Result<Arc<[u8]>, CellsError> {
    let mut file = File::open(path).map_err(|error| unreadable(&error))?;
    let about = file.metadata().map_err(|error| unreadable(&error))?;
    if about.is_dir() {
        return Err(CellsError::new("it is a folder", "name the workbooks inside it"));
    }
    guard::read_capped(&mut file, about.len()).map(Arc::from)
}

/// Opens a workbook or CSV that is already in memory; `name` is its file name. The bytes are not copied.
///
/// # Errors
/// As [`open`].
pub fn open_bytes(name: &str, data: impl Into<Arc<[u8]>>) -> Result<Box<dyn CellSource>, CellsError> {
    open_shared(name, data.into())
}

fn open_shared(name: &str, data: Arc<[u8]>) -> Result<Box<dyn CellSource>, CellsError> {
    if data.is_empty() {
        return Err(CellsError::new("the file is empty", ""));
    }
    let stream = Cursor::new(data.clone());
    if data.starts_with(b"PK\x03\x04") || data.starts_with(b"PK\x05\x06") {
        let (kind, stream) = guard::archive(stream)?;
        return match kind {
            guard::FileKind::Xlsx => Ok(Box::new(XlsxSource::open(stream)?)),
            guard::FileKind::Xlsb => Ok(Box::new(XlsbSource::open(stream)?)),
            guard::FileKind::Ods => Ok(Box::new(OdsSource::open(stream)?)),
        };
    }
    if data.starts_with(&compound::MAGIC) {
        let traits = compound::check(&data)?;
        return Ok(Box::new(XlsSource::open(data, &traits)?));
    }
    refuse_other_formats(&data[..data.len().min(START)])?;
    Ok(Box::new(delimited::Delimited::open(name, &data)?))
}

/// Web pages and the like that carry a workbook's name.
fn refuse_other_formats(start: &[u8]) -> Result<(), CellsError> {
    let text = String::from_utf8_lossy(start).trim_start_matches('\u{feff}').trim_start().to_lowercase();
    let format = if text.starts_with("<html") || text.starts_with("<!doctype html") || text.starts_with("<table") {
        "a web page"
    } else if text.starts_with("<?xml") {
        "an XML file"
    } else if text.starts_with("%pdf") {
        "a PDF"
    } else if start.contains(&0) && !super::encoding::looks_utf16(start) {
        "neither a workbook nor text"
    } else {
        return Ok(());
    };
    Err(CellsError::new(format!("it is {format}, whatever its name says"), SAVE_AGAIN))
}

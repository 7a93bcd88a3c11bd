//! Choosing the reader of a file by what is in it, whatever its name says.

use super::error::{SAVE_AGAIN, unreadable};
use super::ods::OdsSource;
use super::xls::XlsSource;
use super::xlsb::XlsbSource;
use super::xlsx::XlsxSource;
use super::{CellSource, CellsError, compound, delimited, guard};
use crate::files::FileFingerprint;
use std::fs::File;
use std::io::{Cursor, Read};
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

/// Opens a workbook or CSV file, and takes its fingerprint. The text of a CSV file stays on disk where its form allows.
///
/// # Errors
/// As [`open`].
pub(crate) fn open_file(path: &Path) -> Result<(Box<dyn CellSource>, FileFingerprint), CellsError> {
    let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
    if is_text(path)
        && let Some((source, print)) = delimited::open_file(path, &name)?
    {
        return Ok((Box::new(source), print));
    }
    open_printed(&name, read_file(path)?)
}

/// Opens a file that is in memory, and takes its fingerprint from the same bytes.
///
/// # Errors
/// As [`open`].
pub(crate) fn open_printed(name: &str, data: Arc<[u8]>) -> Result<(Box<dyn CellSource>, FileFingerprint), CellsError> {
    let (source, print) = rayon::join(|| open_shared(name, data.clone()), || FileFingerprint::of(name, &data));
    Ok((source?, print))
}

/// Whether a file begins as a text does. What cannot be read so far is told by who reads it.
fn is_text(path: &Path) -> bool {
    let mut start = Vec::with_capacity(START);
    // What is no file, such as a pipe, can be read but once.
    let is_file = path.metadata().is_ok_and(|about| about.is_file());
    let read = is_file.then(|| File::open(path)).and_then(Result::ok);
    let read = read.map(|file| file.take(START as u64).read_to_end(&mut start));
    let is_book = start.starts_with(b"PK") || start.starts_with(&compound::MAGIC);
    matches!(read, Some(Ok(1..))) && !is_book && refuse_other_formats(&start).is_ok()
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
    guard::read_capped(&mut file, about.len())
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

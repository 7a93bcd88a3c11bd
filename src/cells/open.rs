//! Choosing the reader of a file by what is in it, whatever its name says.

use super::error::{SAVE_AGAIN, unreadable};
use super::range::RangeSource;
use super::stream::Stream;
use super::xlsb::XlsbSource;
use super::xlsx::XlsxSource;
use super::{CellSource, CellsError, compound, delimited, guard};
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

/// Opens a workbook or CSV file.
///
/// # Errors
/// When the file cannot be read, is none of the formats known, is damaged, or is larger inside than is safe.
pub fn open(path: &Path) -> Result<Box<dyn CellSource>, CellsError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    if file.metadata().is_ok_and(|about| about.is_dir()) {
        return Err(CellsError::new("it is a folder", "name the workbooks inside it"));
    }
    open_stream(&name, BufReader::with_capacity(1 << 16, Box::new(file)))
}

/// Opens a workbook or CSV that is already in memory; `name` is its file name.
///
/// # Errors
/// As [`open`].
pub fn open_bytes(name: &str, data: Vec<u8>) -> Result<Box<dyn CellSource>, CellsError> {
    open_stream(name, BufReader::new(Box::new(Cursor::new(data))))
}

fn open_stream(name: &str, mut stream: Stream) -> Result<Box<dyn CellSource>, CellsError> {
    let start = start_of(&mut stream).map_err(|error| unreadable(&error))?;
    if start.is_empty() {
        return Err(CellsError::new("the file is empty", ""));
    }
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return match guard::archive(&mut stream)? {
            guard::Kind::Xlsx => Ok(Box::new(XlsxSource::open(stream)?)),
            guard::Kind::Xlsb => Ok(Box::new(XlsbSource::open(stream)?)),
            guard::Kind::Ods => Ok(Box::new(RangeSource::ods(stream)?)),
        };
    }
    let mut data = Vec::new();
    guard::read_capped(&mut stream, &mut data)?;
    if start.starts_with(&compound::MAGIC) {
        compound::check(&data)?;
        return Ok(Box::new(RangeSource::xls(data)?));
    }
    refuse_other_formats(&start)?;
    Ok(Box::new(delimited::Delimited::open(name, data)?))
}

fn start_of(stream: &mut Stream) -> std::io::Result<Vec<u8>> {
    let mut start = Vec::new();
    stream.by_ref().take(512).read_to_end(&mut start)?;
    stream.seek(SeekFrom::Start(0))?;
    Ok(start)
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

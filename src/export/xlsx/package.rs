//! The properties of the document: what the writer of workbooks says of itself, put right.

use rust_xlsxwriter::XlsxError;
use std::io::{self, Read, Seek, SeekFrom, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The part that names the program.
const PROGRAM: &str = "docProps/app.xml";
/// The part that has the times.
const TIMES: &str = "docProps/core.xml";

/// What a document says of how it came about.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    /// Name and version of the program.
    pub program: (&'static str, String),
    /// Whether the day it was made on is known; no time stands in it otherwise.
    pub dated: bool,
}

/// Copies a workbook as it is, but for its properties.
pub(super) fn copy(from: impl Read + Seek, to: impl Write + Seek, origin: &Origin) -> Result<(), XlsxError> {
    let mut parts = ZipArchive::new(from).map_err(broken)?;
    let mut held = Held { to, at: 0, error: None };
    let mut made = ZipWriter::new(&mut held);
    for at in 0..parts.len() {
        let name = parts.by_index_raw(at).map_err(broken)?.name().map_err(broken)?.into_owned();
        if name != PROGRAM && name != TIMES {
            made.raw_copy_file(parts.by_index_raw(at).map_err(broken)?).map_err(broken)?;
            continue;
        }
        let mut text = String::new();
        parts.by_index(at).map_err(broken)?.read_to_string(&mut text)?;
        let text = if name == PROGRAM { with_program(&text, &origin.program) } else { with_times(text, origin.dated) };
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        made.start_file(name, options).map_err(broken)?;
        made.write_all(text.as_bytes())?;
    }
    made.finish().map_err(broken)?;
    held.error.map_or(Ok(()), |error| Err(error.into()))
}

/// A target whose first error is told at the end: a writer of archives that is dropped after one would print it.
struct Held<W> {
    to: W,
    at: u64,
    error: Option<io::Error>,
}

impl<W: Write> Write for Held<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &self.error {
            Some(_) => Ok(bytes.len()),
            None => self.to.write(bytes),
        };
        let written = written.or_else(|error| match error.kind() {
            io::ErrorKind::Interrupted => Err(error),
            _ => {
                self.error = Some(error);
                Ok(bytes.len())
            }
        })?;
        self.at += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        if let (None, Err(error)) = (&self.error, self.to.flush()) {
            self.error = Some(error);
        }
        Ok(())
    }
}

impl<W: Seek> Seek for Held<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if self.error.is_none() {
            match self.to.seek(to) {
                Ok(at) => {
                    self.at = at;
                    return Ok(at);
                }
                Err(error) => self.error = Some(error),
            }
        }
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
            SeekFrom::End(by) => self.at.saturating_add_signed(by),
        };
        Ok(self.at)
    }
}

fn broken(error: impl std::error::Error + Send + Sync + 'static) -> XlsxError {
    XlsxError::IoError(io::Error::other(error))
}

/// The program by its own name, and a version of the form that Office asks for.
fn with_program(text: &str, (name, version): &(&str, String)) -> String {
    let text = text.replacen("Microsoft Excel", name, 1);
    let mut numbers = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0).min(9999));
    let (major, minor) = (numbers.next().unwrap_or(0).min(99), numbers.next().unwrap_or(0));
    match (text.find("<AppVersion>"), text.find("</AppVersion>")) {
        (Some(from), Some(to)) => {
            format!("{}<AppVersion>{major}.{minor:04}{}", &text[..from], &text[to..])
        }
        _ => text,
    }
}

/// A day that nobody gave is no day.
fn with_times(mut text: String, dated: bool) -> String {
    for tag in ["dcterms:created", "dcterms:modified"].into_iter().filter(|_| !dated) {
        let end = format!("</{tag}>");
        if let (Some(from), Some(to)) = (text.find(&format!("<{tag}")), text.find(&end)) {
            text.replace_range(from..to + end.len(), "");
        }
    }
    text
}

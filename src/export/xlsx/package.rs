//! What the writer of workbooks leaves to those who read them, said in full: the properties of the document, and
//! what charts do not show.

use rust_xlsxwriter::XlsxError;
use std::io::{self, Read, Seek, SeekFrom, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The part that names the program.
const PROGRAM: &str = "docProps/app.xml";
/// The part that has the times.
const TIMES: &str = "docProps/core.xml";
/// How the names of the parts with charts begin.
const CHARTS: &str = "xl/charts/chart";

/// What a chart must say, and where. What is not said stands for no in a workbook that calls itself one of Excel 2007,
/// as the writer's do, and for yes in any other.
const SAID: [(&str, &str); 5] = [
    (r#"<c:lang val="en-US"/>"#, r#"<c:lang val="en-US"/><c:roundedCorners val="0"/>"#),
    ("</c:title>", r#"<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>"#),
    ("<c:ser>", r#"<c:varyColors val="0"/><c:ser>"#),
    (r#"<c:showVal val="1"/>"#, LABELS),
    ("</c:scaling><c:axPos", r#"</c:scaling><c:delete val="0"/><c:axPos"#),
];
/// At a bar stands its number alone.
const LABELS: &str = concat!(
    r#"<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>"#,
    r#"<c:showPercent val="0"/><c:showBubbleSize val="0"/>"#
);

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
        let chart = name.starts_with(CHARTS);
        if name != PROGRAM && name != TIMES && !chart {
            made.raw_copy_file(parts.by_index_raw(at).map_err(broken)?).map_err(broken)?;
            continue;
        }
        let mut text = String::new();
        parts.by_index(at).map_err(broken)?.read_to_string(&mut text)?;
        let text = match name.as_str() {
            PROGRAM => with_program(&text, &origin.program),
            TIMES => with_times(text, origin.dated),
            _ => said_in_full(text),
        };
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

/// A chart that says what it does not show: no frame with round corners, no title across the bars, and no name or
/// key beside the number of a bar.
fn said_in_full(chart: String) -> String {
    SAID.iter().fold(chart, |chart, (short, full)| chart.replacen(short, full, 1))
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

//! Decision tables in CSV files.

use super::{Grid, GridCell};
use crate::diagnostic::Diagnostic;
use crate::policy::read::Reader;
use crate::source::{FileId, Span, Spanned};

impl Reader<'_> {
    pub(super) fn csv_grid(&mut self, name: &str, table: &Spanned<String>) -> Option<Grid> {
        let (text, bytes) = match self.files.text(name) {
            Ok(read) => read,
            Err(problem) => {
                let message = format!("`{}` {}", table.value, problem.message);
                self.note(Diagnostic::error("unreadable-file", table.span, message).help(problem.help));
                return None;
            }
        };
        let file = self.sources.add(name, text.as_str());
        self.read.insert(name.to_string(), bytes);
        match rows(&text, file) {
            Ok(rows) => Some(rows),
            Err(error) => {
                let message = format!("`{}` cannot be read as CSV: {error}", table.value);
                self.note(Diagnostic::error("unreadable-file", table.span, message));
                None
            }
        }
    }
}

/// Rows that are not empty, each cell with its place in the text.
fn rows(text: &str, file: FileId) -> Result<Grid, csv::Error> {
    let delimiter = delimiter(text);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record)? {
        let start = record.position().map_or(0, |at| at.byte() as usize);
        let mut at =
            start + text.get(start..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        let mut cells = Vec::with_capacity(record.len());
        for field in &record {
            let (from, to, next) = field_place(text, at, delimiter);
            cells.push(cell(field, text, file, from, to));
            at = next;
        }
        if cells.iter().any(|cell| !cell.text.is_empty()) {
            rows.push(cells);
        }
    }
    Ok(rows)
}

/// The sign between fields: the one the first line has most of.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |sign: u8| line.bytes().filter(|b| *b == sign).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

/// Where the field that begins at `at` stands (inside its quotes), and where the next one begins.
fn field_place(text: &str, at: usize, delimiter: u8) -> (usize, usize, usize) {
    let bytes = text.as_bytes();
    let (mut from, mut end) = (at.min(bytes.len()), at.min(bytes.len()));
    let mut to = None;
    if bytes.get(end) == Some(&b'"') {
        from += 1;
        end += 1;
        while end < bytes.len() {
            match (bytes[end], bytes.get(end + 1)) {
                (b'"', Some(b'"')) => end += 2,
                (b'"', _) => break,
                _ => end += 1,
            }
        }
        to = Some(end);
    }
    while end < bytes.len() && bytes[end] != delimiter && bytes[end] != b'\n' && bytes[end] != b'\r' {
        end += 1;
    }
    (from, to.unwrap_or(end), end + 1)
}

fn cell(field: &str, text: &str, file: FileId, from: usize, to: usize) -> GridCell {
    let written = text.get(from..to).unwrap_or_default();
    let start = from + (written.len() - written.trim_start().len());
    let span = Span { file, start: start as u32, end: (start + written.trim().len()) as u32 };
    GridCell { text: Spanned::new(field.trim().to_string(), span), is_text: false }
}

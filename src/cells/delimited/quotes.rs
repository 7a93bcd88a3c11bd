//! Quotes of a CSV file, looked at before its lines are read: one that is never closed joins all lines
//! below it into one field.

use super::super::CellsError;
use super::super::remark::{Oddity, Remark};

/// Finds fields whose quotes do not fit, line by line.
///
/// # Errors
/// When a field that begins with a quote runs over the end of its line and its quotes do not fit, or are
/// never closed: then nobody can say where lines end.
pub(super) fn check(text: &str, delimiter: u8) -> Result<Vec<Remark>, CellsError> {
    let mut remarks = Vec::new();
    if !text.contains('"') {
        return Ok(remarks);
    }
    let bytes = text.as_bytes();
    let (mut at, mut line) = (0, 0_u32);
    let mut field_start = true;
    while at < bytes.len() {
        let byte = bytes[at];
        if field_start && byte == b'"' {
            let field = quoted(bytes, at + 1);
            let after = bytes.get(field.end).copied();
            let fits = after.is_none_or(|byte| byte == delimiter || matches!(byte, b'\r' | b'\n'));
            if !field.closed || (!fits && field.lines > 0) {
                return Err(joined(line, field.closed.then_some(line + field.lines)));
            }
            if !fits {
                remarks.push(Remark { row: line, what: Oddity::BrokenQuote });
            }
            (at, line, field_start) = (field.end, line + field.lines, false);
            continue;
        }
        field_start = byte == delimiter || matches!(byte, b'\r' | b'\n');
        line += u32::from(ends_line(bytes, at));
        at += 1;
    }
    Ok(remarks)
}

fn joined(opened: u32, closed: Option<u32>) -> CellsError {
    let opened = u64::from(opened) + 1;
    let what = match closed {
        None => format!("the quote that opens a field in line {opened} is never closed"),
        Some(line) => {
            let line = u64::from(line) + 1;
            format!("a quote opens a field in line {opened} and closes it in line {line}, in the middle of a text")
        }
    };
    CellsError::new(
        format!("{what}, so the lines between cannot be told apart"),
        "write a quote inside a quoted field twice (`\"5\"\" pipe\"`), or remove it",
    )
}

/// A quoted field from behind its first quote.
struct Quoted {
    /// The byte behind the last quote.
    end: usize,
    closed: bool,
    /// Ends of lines inside.
    lines: u32,
}

fn quoted(bytes: &[u8], mut at: usize) -> Quoted {
    let mut lines = 0;
    while at < bytes.len() {
        if bytes[at] != b'"' {
            lines += u32::from(ends_line(bytes, at));
            at += 1;
        } else if bytes.get(at + 1) == Some(&b'"') {
            at += 2;
        } else {
            return Quoted { end: at + 1, closed: true, lines };
        }
    }
    Quoted { end: at, closed: false, lines }
}

/// Whether a line ends with that byte: a line feed, or a carriage return that none follows.
pub(in crate::cells) fn ends_line(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    }
}

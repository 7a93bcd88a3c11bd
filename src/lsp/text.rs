//! Places as editors count them, and files as they name them.

use crate::source::{SourceFile, Sources, Span, coded};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// A place in a text: line and column from 0, the column in UTF-16 units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    pub line: usize,
    pub character: usize,
}

impl Position {
    pub(super) fn read(value: &Value) -> Position {
        let part = |key: &str| value[key].as_u64().unwrap_or(0) as usize;
        Position { line: part("line"), character: part("character") }
    }

    fn of(text: &str, offset: usize) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let start = text[..offset].rfind('\n').map_or(0, |end| end + 1);
        let line = text[..start].matches('\n').count();
        Position { line, character: text[start..offset].encode_utf16().count() }
    }

    /// The byte of a text at this place; the end of the line where the line is shorter.
    pub(super) fn offset(self, text: &str) -> usize {
        let start: usize = text.split_inclusive('\n').take(self.line).map(str::len).sum();
        let line = text[start..].split('\n').next().unwrap_or_default();
        let mut units = 0;
        for (at, c) in line.char_indices() {
            if units >= self.character {
                return start + at;
            }
            units += c.len_utf16();
        }
        start + line.len()
    }

    fn json(self) -> Value {
        json!({"line": self.line, "character": self.character})
    }
}

/// A span as a range. What stands in a sheet of a workbook is no place of a text.
pub(super) fn range(sources: &Sources, span: Span) -> Value {
    let file = sources.file(span.file);
    if file.is_sheet() {
        return json!({"start": Position::default().json(), "end": Position::default().json()});
    }
    range_of(file, span.start as usize, span.end as usize)
}

fn range_of(file: &SourceFile, start: usize, end: usize) -> Value {
    json!({"start": Position::of(&file.text, start).json(), "end": Position::of(&file.text, end).json()})
}

/// Whether a range of an editor touches a span.
pub(super) fn touches(sources: &Sources, span: Span, range: &Value) -> bool {
    let text = &sources.file(span.file).text;
    let (start, end) = (Position::of(text, span.start as usize), Position::of(text, span.end as usize));
    Position::read(&range["start"]) <= end && start <= Position::read(&range["end"])
}

/// The path of a `file:` address.
pub(super) fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    // A host may stand before the path: `file://localhost/…`.
    let path = &rest[rest.find('/')?..];
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    let path = String::from_utf8(bytes).ok()?;
    // `/C:/policies` of Windows.
    let drive = path.as_bytes().get(2) == Some(&b':') && path.as_bytes()[1].is_ascii_alphabetic();
    Some(PathBuf::from(if drive { &path[1..] } else { &path }))
}

/// The `file:` address of a path.
pub(super) fn uri(path: &Path) -> String {
    let coded = coded(&path.to_string_lossy().replace('\\', "/"));
    format!("file://{}{coded}", if coded.starts_with('/') { "" } else { "/" })
}

//! Where things were written: files, spans inside them, and cells of workbooks.
//!
//! Everything a person wrote keeps its [`Span`] until the end of the run, so that a message, a
//! trace or a report can point at the very characters that decided.

mod area;
mod files;
mod origin;
mod uri;

pub use area::{Area, column_number};
pub(crate) use files::words_of;
pub use files::{FileId, Place, SourceFile, Sources};
pub use origin::{CellAddress, column_letters};
pub use uri::coded;

use serde::{Deserialize, Serialize};

/// A stretch of text in one source file, as byte offsets; `end` is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "(FileId, u32, u32)", into = "(FileId, u32, u32)")]
pub struct Span {
    /// The file the text stands in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from the start of `self` to the end of `other` (both in one file).
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether the other lies in it.
    #[must_use]
    pub fn holds(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// A part of this span: `start` and `len` are bytes counted from the start of `self`.
    #[must_use]
    pub fn part(self, start: usize, len: usize) -> Span {
        let from = (self.start + start as u32).min(self.end);
        Span { file: self.file, start: from, end: (from + len as u32).min(self.end.max(from)) }
    }
}

/// Written down as `[file, start, end]`.
impl From<Span> for (FileId, u32, u32) {
    fn from(span: Span) -> Self {
        (span.file, span.start, span.end)
    }
}

impl From<(FileId, u32, u32)> for Span {
    fn from((file, start, end): (FileId, u32, u32)) -> Self {
        Span { file, start, end }
    }
}

/// A value together with the place it was written at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value and its place.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

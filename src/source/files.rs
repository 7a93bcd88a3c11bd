//! The files a policy is made of, kept for messages.

use super::Span;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// Number of a file in [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct FileId(pub u16);

/// One file of a pack, with its whole text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The name inside the pack, for reports: `policy.yaml`. It does not depend on where the pack lies.
    pub name: String,
    /// The path as the user would type it, for messages: `rules/channel-scorecard/policy.yaml`.
    pub path: String,
    /// The text. For a sheet of a workbook it is a rendering made for messages, one line a row.
    pub text: String,
    /// For a rendered sheet: byte range of each cell in `text`, and its address (`Targets!C4`).
    pub cells: Vec<(u32, u32, String)>,
    /// Where each line of the text begins.
    lines: Vec<u32>,
}

impl SourceFile {
    fn new(name: String, path: String, text: String, cells: Vec<(u32, u32, String)>) -> SourceFile {
        let ends = text.match_indices('\n').map(|(at, _)| at as u32 + 1);
        let lines = std::iter::once(0).chain(ends).collect();
        SourceFile { name, path, text, cells, lines }
    }

    /// The name inside the pack of the file that a person opens: of a sheet its workbook.
    #[must_use]
    pub fn own_name(&self) -> &str {
        self.without_sheet(&self.name)
    }

    /// The same as the user would type it.
    #[must_use]
    pub fn own_path(&self) -> &str {
        self.without_sheet(&self.path)
    }

    /// A sheet is called by its workbook and its own name: `targets.xlsx (Targets)`.
    fn without_sheet<'t>(&self, called: &'t str) -> &'t str {
        let workbook = called.rsplit_once(" (").filter(|_| self.is_sheet());
        workbook.map_or(called, |(workbook, _)| workbook)
    }

    /// Whether it is a sheet of a workbook, shown as text.
    #[must_use]
    pub fn is_sheet(&self) -> bool {
        !self.cells.is_empty()
    }

    /// The number of the line, from 0, that a byte stands in.
    fn line_of(&self, byte: usize) -> usize {
        self.lines.partition_point(|start| *start as usize <= byte) - 1
    }

    /// The lines from the one that `from` stands in to the one of `to`, with so many lines around: where they
    /// begin and end in the text, and the number of the first, from 1.
    #[must_use]
    pub fn lines_around(&self, from: u32, to: u32, around: usize) -> (std::ops::Range<usize>, usize) {
        let first = self.line_of(from as usize).saturating_sub(around);
        let last = self.line_of(to as usize) + around;
        let end = self.lines.get(last + 1).map_or(self.text.len(), |start| *start as usize);
        (self.lines[first] as usize..end, first + 1)
    }
}

/// A line and column, both counted from 1; the column counts characters, as editors do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// All files of a pack.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The folder as typed, with its `/`.
    folder: String,
    files: Vec<SourceFile>,
    /// How often each word stands in the files, once somebody asked.
    words: OnceLock<Arc<HashMap<String, usize>>>,
}

impl Sources {
    /// No files yet; paths of those added begin with the folder as typed (`rules/shops/`, or nothing).
    #[must_use]
    pub fn of_folder(folder: String) -> Sources {
        Sources { folder, ..Sources::default() }
    }

    /// From here on, paths of files added begin with this folder as typed.
    pub fn enter(&mut self, folder: String) {
        self.folder = folder;
    }

    /// Adds a file and gives its number.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.add_sheet(name, text, Vec::new())
    }

    /// Adds a rendered sheet, with the place and address of each cell, and gives its number.
    pub fn add_sheet(
        &mut self,
        name: impl Into<String>,
        text: impl Into<String>,
        cells: Vec<(u32, u32, String)>,
    ) -> FileId {
        let name = name.into();
        let path = format!("{}{name}", self.folder);
        let file = SourceFile::new(name, path, text.into(), cells);
        let id = FileId(u16::try_from(self.files.len()).expect("fewer than 65,536 files in a pack"));
        self.files.push(file);
        self.words = OnceLock::new();
        id
    }

    /// The file of that number.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files with their numbers, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, f)| (FileId(i as u16), f))
    }

    /// The text of a span; empty where the span lies outside its file.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Line and column of the start of a span.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        let file = self.file(span.file);
        let mut start = (span.start as usize).min(file.text.len());
        while !file.text.is_char_boundary(start) {
            start -= 1;
        }
        let line = file.line_of(start);
        let before = &file.text[file.lines[line] as usize..start];
        Place { line: line + 1, column: before.chars().count() + 1 }
    }

    /// The span as people cite it: `file:line`, or `file Sheet!C4` for a cell of a workbook.
    #[must_use]
    pub fn cite(&self, span: Span) -> String {
        self.cite_as(&self.file(span.file).path, span)
    }

    /// As [`Sources::cite`] by the file's name inside the pack, for reports: they are the same
    /// wherever the pack lies.
    #[must_use]
    pub fn cite_in_pack(&self, span: Span) -> String {
        self.cite_as(&self.file(span.file).name, span)
    }

    fn cite_as(&self, name: &str, span: Span) -> String {
        let cells = &self.file(span.file).cells;
        // Cells stand in the order of the text; of two that touch it is the first.
        let at = cells.partition_point(|(_, end, _)| *end < span.start);
        match cells.get(at).filter(|(start, ..)| *start <= span.start) {
            Some((_, _, cell)) => format!("{name} {cell}"),
            None => format!("{name}:{}", self.place(span).line),
        }
    }

    /// A span of `len` bytes at a line and column (both from 1, column in characters).
    #[must_use]
    pub fn span_at(&self, file: FileId, place: Place, len: usize) -> Span {
        let SourceFile { text, lines, .. } = self.file(file);
        let mut start = lines.get(place.line.saturating_sub(1)).map_or(text.len(), |start| *start as usize);
        let line = &text[start..];
        start += line.char_indices().nth(place.column.saturating_sub(1)).map_or(line.len(), |(i, _)| i);
        Span { file, start: start as u32, end: ((start + len).min(text.len())) as u32 }
    }

    /// How often a word stands in the files.
    #[must_use]
    pub fn mentions(&self, word: &str) -> usize {
        self.words.get_or_init(|| Arc::new(self.count_words())).get(word).copied().unwrap_or(0)
    }

    fn count_words(&self) -> HashMap<String, usize> {
        let mut words: HashMap<&str, usize> = HashMap::new();
        for word in self.files.iter().flat_map(|file| words_of(&file.text)) {
            *words.entry(word).or_default() += 1;
        }
        words.into_iter().map(|(word, count)| (word.to_string(), count)).collect()
    }
}

/// The words of a text, as names are written in a policy; an empty one between two signs.
pub(crate) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
}

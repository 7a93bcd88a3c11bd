//! The text of a cell: paragraphs, with blanks, tabs and line breaks as elements of their own.

use super::value::count;
use crate::cells::CellsError;
use crate::cells::error::{SAVE_AGAIN, damaged};
use crate::cells::layout::parts::attribute;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::io::BufRead;

/// Most blanks that elements may stand for, in all cells together.
const BLANKS: u64 = 16 << 20;

/// Collects the text of cells.
#[derive(Default)]
pub(super) struct Paragraphs {
    text: String,
    /// Paragraphs of this cell so far.
    seen: usize,
    /// Whether the last character is a blank that swallows those behind it.
    is_loose: bool,
    /// Blanks that elements stood for, in all cells so far.
    blanks: u64,
}

impl Paragraphs {
    /// The text of the cell that ends here.
    pub(super) fn take(&mut self) -> String {
        self.seen = 0;
        std::mem::take(&mut self.text)
    }

    /// Reads one paragraph to its end.
    pub(super) fn read(&mut self, reader: &mut Reader<impl BufRead>, buffer: &mut Vec<u8>) -> Result<(), CellsError> {
        if self.seen > 0 {
            self.text.push('\n');
        }
        self.seen += 1;
        // Blanks at the start of a paragraph are those of its layout.
        self.is_loose = true;
        let mut depth = 0;
        loop {
            buffer.clear();
            match reader.read_event_into(buffer).map_err(|error| damaged(&error))? {
                Event::Text(text) => self.push(&text),
                Event::CData(text) => self.push(&text),
                Event::GeneralRef(name) => self.push_exactly(referred(&name)?),
                Event::Start(tag) if is_aside(&tag) => {
                    let end = tag.to_end().into_owned();
                    buffer.clear();
                    reader.read_to_end_into(end.name(), buffer).map_err(|error| damaged(&error))?;
                }
                Event::Start(tag) => {
                    depth += 1;
                    self.element(&tag)?;
                }
                Event::End(_) if depth == 0 => break,
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(damaged(&"it ends in the middle of a cell")),
                _ => {}
            }
        }
        if self.is_loose && self.text.ends_with(' ') {
            self.text.pop();
        }
        Ok(())
    }

    fn element(&mut self, tag: &BytesStart<'_>) -> Result<(), CellsError> {
        match tag.local_name().as_ref() {
            "s" => {
                let blanks = attribute(tag, "c").map_or(Ok(1), |written| count(&written))?;
                self.blanks = self.blanks.saturating_add(blanks);
                if self.blanks > BLANKS {
                    return Err(CellsError::new("its texts hold millions of blanks", SAVE_AGAIN));
                }
                (0..blanks).for_each(|_| self.push_exactly(' '));
            }
            "tab" => self.push_exactly('\t'),
            "line-break" => self.push_exactly('\n'),
            _ => {}
        }
        Ok(())
    }

    /// Blanks of the layout are one, whatever they are made of.
    fn push(&mut self, text: &str) {
        for mark in text.chars() {
            if !matches!(mark, ' ' | '\t' | '\r' | '\n') {
                self.push_exactly(mark);
            } else if !self.is_loose {
                self.text.push(' ');
                self.is_loose = true;
            }
        }
    }

    fn push_exactly(&mut self, mark: char) {
        self.text.push(mark);
        self.is_loose = false;
    }
}

/// What stands in a cell without being its text: remarks, drawings, tables inside it.
pub(super) fn is_aside(tag: &BytesStart<'_>) -> bool {
    let name = tag.name();
    let is_drawn = name.prefix().is_some_and(|prefix| matches!(prefix.as_ref(), "draw" | "dr3d"));
    is_drawn || matches!(tag.local_name().as_ref(), "annotation" | "table" | "note")
}

/// The character an entity stands for.
fn referred(name: &BytesRef<'_>) -> Result<char, CellsError> {
    if let Some(mark) = name.resolve_char_ref().map_err(|error| damaged(&error))? {
        return Ok(mark);
    }
    match &**name {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        other => Err(damaged(&format_args!("`&{other};` means nothing"))),
    }
}

//! A sheet from its first byte to its last.

use super::row::{About, Halt, Scanner, is_name_end};
use crate::cells::ahead::{Given, Taker};
use crate::cells::batch::Batch;
use crate::cells::blocks::{Ahead, Blocks, Source};
use crate::cells::layout::parts::{attribute, bear_with};
use crate::cells::layout::{SheetLayout, spans};
use crate::cells::visitor::Visitor;
use crate::cells::{CellsError, error::damaged};
use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::Read;
use std::ops::ControlFlow;

/// How every row ends, but those of sheets whose tags have a prefix.
const ROW_END: &[u8] = b"</row>";

/// How far a sheet was read.
pub(in crate::cells) enum Reached {
    /// To its end, with its layout.
    End(SheetLayout),
    /// As far as the visitor wanted.
    Enough,
    /// Up to the first formula with a result, of which it was to be known whether it was ever worked out.
    Formula,
    /// Up to this many cells, empty ones too; then came what this reader does not know.
    Cells(usize),
}

type Result<T> = std::result::Result<T, CellsError>;

/// Reads a sheet that is the member of an archive. After the first batches it is inflated on a thread of its own, and
/// scanned on another.
pub(super) fn read<R: Read + Send>(member: R, about: About<'_>, visitor: &mut dyn Visitor) -> Result<Reached> {
    let to = Taker { texts: about.texts, is_whole: |end| matches!(end, Ok(Reached::End(_))) };
    let mut scan = Scan::new(Blocks::new(member, ROW_END), about);
    if let ControlFlow::Break(end) = to.give_first(&mut |batch| scan.next(batch), visitor) {
        return end.unwrap_or(Ok(Reached::Enough));
    }
    std::thread::scope(|scope| {
        let (inflating, ahead) = Ahead::pair();
        let (blocks, mut scan) = scan.over(ahead);
        scope.spawn(move || inflating.run(blocks));
        match to.give_rest(scope, move |batch| scan.next(batch), visitor, None) {
            Given::End(end) => end,
            Given::Enough => Ok(Reached::Enough),
            Given::Nothing => Err(damaged(&"its reader gave up")),
        }
    })
}

/// A sheet that is being scanned.
struct Scan<'a, S> {
    blocks: S,
    block: Vec<u8>,
    scanner: Scanner<'a>,
    begun: bool,
}

impl<'a, S: Source> Scan<'a, S> {
    fn new(blocks: S, about: About<'a>) -> Scan<'a, S> {
        Scan { blocks, block: Vec::new(), scanner: Scanner::new(about), begun: false }
    }

    /// The same scan with blocks from elsewhere, and where they came from so far.
    fn over<T>(self, blocks: T) -> (S, Scan<'a, T>) {
        let Scan { blocks: before, block, scanner, begun } = self;
        (before, Scan { blocks, block, scanner, begun })
    }

    /// Scans the next block into a batch; at the end of the sheet also what came of it.
    fn next(&mut self, batch: &mut Batch) -> Option<Result<Reached>> {
        batch.clear();
        match self.rows(batch) {
            Ok(None) => None,
            Ok(Some(layout)) => Some(Ok(Reached::End(layout))),
            Err(Halt::Strange) => Some(Ok(Reached::Cells(self.scanner.cells))),
            Err(Halt::Formula) => Some(Ok(Reached::Formula)),
            Err(Halt::Broken(error)) => Some(Err(error)),
        }
    }

    /// The layout at the end of the sheet.
    fn rows(&mut self, batch: &mut Batch) -> std::result::Result<Option<SheetLayout>, Halt> {
        self.inflate()?;
        let (mut at, mut ended) = if self.begun { (0, false) } else { before_rows(&self.block)? };
        self.begun = true;
        if self.block.is_empty() {
            return Err(Halt::Strange);
        }
        if !ended {
            let (rows, is_last) = self.scanner.rows(&self.block[at..], batch)?;
            at += rows;
            ended = is_last;
        }
        if !ended {
            return Ok(None);
        }
        // The merged cells stand behind the rows; a checksum is right only when all has been read.
        let mut behind = self.block.split_off(at);
        loop {
            self.inflate()?;
            if self.block.is_empty() {
                break;
            }
            behind.extend_from_slice(&self.block);
        }
        if rows_within(&behind) {
            return Err(Halt::Strange);
        }
        let mut layout = std::mem::take(&mut self.scanner.layout);
        merged(&behind, &mut layout)?;
        Ok(Some(layout))
    }

    fn inflate(&mut self) -> std::result::Result<(), Halt> {
        self.blocks.next(&mut self.block).map_err(|error| Halt::Broken(damaged(&error)))
    }
}

/// Where the rows start, and whether there are none.
fn before_rows(block: &[u8]) -> std::result::Result<(usize, bool), Halt> {
    if !super::is_unicode(block) {
        return Err(Halt::Strange);
    }
    // What is not well formed is for the other reader to judge.
    let mut reader = Reader::from_reader(block);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let (tag, is_empty) = match reader.read_event_into(&mut buffer).map_err(|_| Halt::Strange)? {
            Event::Start(tag) => (tag, false),
            Event::Empty(tag) => (tag, true),
            Event::Eof => return Err(Halt::Strange),
            _ => continue,
        };
        match tag.name().as_ref() {
            "sheetData" => return Ok((reader.buffer_position() as usize, is_empty)),
            "dimension" if !is_sized(&tag) => return Err(Halt::Strange),
            "row" | "c" => return Err(Halt::Strange),
            _ => {}
        }
    }
}

/// Whether rows stand behind the end of the rows.
fn rows_within(behind: &[u8]) -> bool {
    let begins = |name: &[u8]| memmem::find_iter(behind, name).any(|at| is_name_end(behind.get(at + name.len())));
    [b"<row".as_slice(), b"<c", b"<sheetData"].into_iter().any(begins)
}

/// Whether the size a sheet says it has can be one, whatever it is.
fn is_sized(tag: &BytesStart<'_>) -> bool {
    let Some(span) = attribute(tag, "ref") else { return false };
    let place = |address: &str| super::row::place(address.as_bytes());
    match span.split_once(':') {
        None => place(&span).is_some(),
        Some((first, last)) => match (place(first), place(last)) {
            (Some(first), Some(last)) => first.0 <= last.0 && first.1 <= last.1,
            _ => false,
        },
    }
}

/// Takes in the merged cells named behind the rows.
fn merged(behind: &[u8], layout: &mut SheetLayout) -> std::result::Result<(), Halt> {
    if memmem::find(behind, b"mergeCell").is_none() {
        return Ok(());
    }
    let text = std::str::from_utf8(behind).map_err(|_| Halt::Strange)?;
    let mut reader = Reader::from_str(text);
    bear_with(reader.config_mut());
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == "mergeCell" => {
                let span = attribute(&tag, "ref");
                layout.merged.extend(span.and_then(|span| spans::merged(&span)));
            }
            // The other reader never gets here.
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    layout.merged.sort_unstable();
    Ok(())
}

//! How an xlsx sheet writes its cells. Where the scanner stops, calamine goes on, and it takes some things in
//! silence for what they are not: an address too large for its numbers, a text that is not there, a number in
//! pieces; rows that stand elsewhere than among the rows it passes over. Those are looked for before. And calamine
//! says of no cell how it is shown: what its style says of that is noted on the way.

use super::error::SAVE_AGAIN;
use super::guard::{GRID, a1};
use super::layout::parts::bear_with;
use super::layout::spans::cell as address;
use super::{CellsError, Look};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::BufRead;

/// A file may number its shared formulas as it likes, but not beyond this.
const SHARED_FORMULAS: f64 = 1_048_576.0;

/// Refuses a sheet that would be read wrongly; gives the cells that are not shown like others, in the order of
/// the sheet. What cannot be read at all is left to the reader.
pub(super) fn check(sheet: &str, part: impl BufRead, styles: &[Look]) -> Result<Looks, CellsError> {
    let mut reader = Reader::from_reader(part);
    bear_with(reader.config_mut());
    let mut walk = Walk { styles, ..Walk::default() };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let fault = match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => walk.start(&tag),
            Ok(Event::Empty(tag)) => walk.start(&tag).or_else(|| walk.end(tag.local_name().as_ref())),
            Ok(Event::End(tag)) => walk.end(tag.local_name().as_ref()),
            Ok(Event::Text(text)) => walk.text(&text),
            Ok(Event::GeneralRef(_) | Event::Comment(_) | Event::PI(_)) => walk.piece(Piece::Other),
            Ok(Event::CData(_)) => walk.piece(Piece::Raw),
            Ok(Event::Eof) | Err(_) => return Ok(walk.looks),
            Ok(_) => None,
        };
        if let Some(fault) = fault {
            let place = walk.place();
            return Err(CellsError::new(format!("sheet `{sheet}`: {place} {fault}"), SAVE_AGAIN));
        }
    }
}

/// How cells are shown, by row and column.
pub(super) type Looks = Vec<((u32, u32), Look)>;

#[derive(Default)]
struct Walk<'p> {
    /// The prefix of the sheet's own tags: other parts of it have rows too, such as the place of a button.
    prefix: Option<String>,
    among: Among,
    row: u32,
    cell: Option<(u32, u32)>,
    kind: String,
    values: usize,
    /// Inside a value: how many pieces it had so far.
    pieces: Option<usize>,
    /// How each style shows cells.
    styles: &'p [Look],
    looks: Looks,
    /// Where the next cell stands that does not say it.
    column: u32,
}

/// Where among the parts of a sheet the walk is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Among {
    #[default]
    Before,
    Rows,
    Behind,
}

/// What is wrong with the place the walk is at.
type Fault = Option<&'static str>;

impl Walk<'_> {
    fn place(&self) -> String {
        match self.cell {
            Some((row, column)) => format!("cell {}", a1(row, column)),
            None => format!("a cell in row {}", self.row),
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Fault {
        if self.among != Among::Rows {
            return self.outside(tag);
        }
        match tag.local_name().as_ref() {
            "row" => {
                self.cell = None;
                self.column = 0;
                match raw(tag, "r").map(|number| number.parse::<u32>()) {
                    Some(Ok(number)) if number > 0 => self.row = number,
                    Some(_) => return Some("is in a row whose number no sheet has"),
                    None => self.row = self.row.saturating_add(1),
                }
                None
            }
            "c" => {
                self.cell = None;
                self.values = 0;
                self.kind = raw(tag, "t").unwrap_or_default();
                if let Some(written) = raw(tag, "r") {
                    self.cell = address(&written).filter(|(row, column)| *row < GRID.0 && *column < GRID.1);
                    if self.cell.is_none() {
                        return Some("has an address that no sheet has");
                    }
                }
                let style = raw(tag, "s");
                self.note(style.as_deref());
                let is_number = |style: String| style.bytes().all(|byte| byte.is_ascii_digit());
                style.is_some_and(|style| !is_number(style)).then_some("has a style that is no number")
            }
            "v" => {
                self.pieces = Some(0);
                self.values += 1;
                if self.values > 1 { Some("has two values") } else { numbered(tag) }
            }
            "f" | "is" => numbered(tag),
            _ => None,
        }
    }

    /// A tag that stands before or behind the rows.
    fn outside(&mut self, tag: &BytesStart<'_>) -> Fault {
        let name = tag.name();
        let prefix = name.as_ref().rsplit_once(':').map_or("", |(prefix, _)| prefix);
        let local = tag.local_name();
        if local.as_ref() == "sheetData" && self.among == Among::Before {
            (self.among, self.prefix) = (Among::Rows, Some(prefix.to_string()));
            return None;
        }
        let own = self.prefix.get_or_insert_with(|| prefix.to_string());
        if own != prefix || !matches!(local.as_ref(), "row" | "c" | "sheetData") {
            return None;
        }
        let row = raw(tag, "r").and_then(|number| number.parse().ok());
        self.row = row.unwrap_or(self.row.saturating_add(1));
        self.cell = None;
        Some("stands outside of the rows of the sheet")
    }

    /// Notes how a cell is shown.
    fn note(&mut self, style: Option<&str>) {
        let place = self.cell.unwrap_or((self.row.saturating_sub(1), self.column));
        self.column = place.1.saturating_add(1);
        let style = style.and_then(|style| style.parse::<usize>().ok());
        let look = style.and_then(|style| self.styles.get(style)).copied().unwrap_or_default();
        if look != Look::PLAIN {
            self.looks.push((place, look));
        }
    }

    fn end(&mut self, name: &str) -> Fault {
        match name {
            "v" => self.pieces = None,
            "c" => self.kind.clear(),
            "sheetData" if self.among == Among::Rows => self.among = Among::Behind,
            _ => {}
        }
        None
    }

    fn text(&mut self, text: &str) -> Fault {
        self.pieces?;
        if self.kind == "s" && !text.is_empty() && (text.starts_with('+') || text.parse::<u32>().is_err()) {
            return Some("names a text that the workbook does not have");
        }
        self.piece(Piece::Text)
    }

    /// One more piece of a value. Of a number calamine takes the first piece if it is text, of a text all but raw
    /// ones.
    fn piece(&mut self, piece: Piece) -> Fault {
        let pieces = self.pieces.as_mut()?;
        *pieces += 1;
        let is_plain = matches!(self.kind.as_str(), "" | "n" | "s" | "b" | "e");
        let lost = if is_plain { *pieces > 1 || piece != Piece::Text } else { piece == Piece::Raw };
        lost.then_some("has a value that is written in pieces")
    }
}

/// What a part of a value is.
#[derive(PartialEq, Eq)]
enum Piece {
    Text,
    /// Text in a section of its own, `<![CDATA[…]]>`.
    Raw,
    /// An entity or a remark.
    Other,
}

/// Calamine makes room for every number of a shared formula up to the highest.
fn numbered(tag: &BytesStart<'_>) -> Fault {
    let number = raw(tag, "si")?.trim().parse::<f64>().unwrap_or(0.0);
    (number > SHARED_FORMULAS).then_some("has a shared formula with an impossible number")
}

/// An attribute as it is written.
fn raw(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    super::layout::parts::attribute(tag, name)
}

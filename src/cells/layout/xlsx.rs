//! The layout of xlsx sheets.

use super::parts::{self, Parts, attribute, is_on};
use super::{Concealed, NamedRange, SheetLayout, named, scan, spans};
use crate::cells::Beside;
use crate::cells::stream::Stream;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::BufReader;
use zip::ZipArchive;

/// Reads the layouts of a workbook's sheets. What cannot be understood has none: the reader of values
/// says what is wrong with a workbook.
pub(in crate::cells) struct Layouts {
    pub archive: Option<ZipArchive<Stream>>,
    pub parts: Parts,
}

/// A sheet's layout, and whether the results of its formulas were never worked out.
#[derive(Clone, Debug, Default)]
pub(in crate::cells) struct Found {
    pub layout: SheetLayout,
    pub unsaved: bool,
}

impl Layouts {
    /// Reads the workbook's own part.
    pub(in crate::cells) fn open(stream: Stream) -> Layouts {
        let mut archive = ZipArchive::new(stream).ok();
        let parts = archive.as_mut().map(parts::read).unwrap_or_default();
        Layouts { archive, parts }
    }

    /// What the workbook holds beside cells.
    pub(in crate::cells) fn beside(&self) -> Beside {
        let mut members = self.archive.iter().flat_map(|archive| archive.file_names());
        let charts = self.parts.sheets.iter().filter(|sheet| !sheet.holds_cells).count();
        Beside { data_model: members.any(|name| name.is_ok_and(|name| name.starts_with("xl/model/"))), charts }
    }

    /// The ranges the workbook has names for.
    pub(in crate::cells) fn named(&mut self) -> Vec<NamedRange> {
        let Some(archive) = &mut self.archive else { return Vec::new() };
        let mut named = named::defined(&named::names(archive));
        named.extend(named::tables(archive, &self.parts.sheets));
        named
    }

    /// What of the sheet of that name nobody sees. Columns are told before the cells, so little of it is read.
    pub(in crate::cells) fn concealed(&mut self, sheet: &str) -> Concealed {
        let part = self.parts.sheets.iter().find(|part| part.name == sheet);
        let mut found = Concealed { very_hidden: part.is_some_and(|part| part.very_hidden), ..Concealed::default() };
        let (Some(archive), Some(part)) = (&mut self.archive, part) else { return found };
        let Ok(text) = archive.by_name(&part.member) else { return found };
        let mut reader = Reader::from_reader(BufReader::new(text));
        parts::bear_with(reader.config_mut());
        let mut buffer = Vec::new();
        loop {
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                    "sheetData" => break,
                    "col" if is_on(attribute(&tag, "hidden").as_deref()) => {
                        let end =
                            |name| attribute(&tag, name).and_then(|text| text.parse::<u32>().ok()?.checked_sub(1));
                        found.columns.extend(end("min").zip(end("max")));
                    }
                    _ => {}
                },
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
            buffer.clear();
        }
        found
    }

    /// The layout of the sheet of that name.
    pub(in crate::cells) fn of(&mut self, sheet: &str) -> Found {
        let (Some(archive), Some(member)) = (&mut self.archive, self.parts.member(sheet)) else {
            return Found::default();
        };
        let words: &[&[u8]] = &[b"mergeCell", b"hidden=", b"<f", b":f"];
        // Formulas are of interest only where their results may never have been worked out.
        let words = if self.parts.recalculates { words } else { &words[..2] };
        let found = archive.by_name(member).ok().map(|text| scan::holds_any(text, words));
        if !matches!(found, Some(Ok(true))) {
            return Found::default();
        }
        let Ok(text) = archive.by_name(member) else { return Found::default() };
        let mut walk = Walk::default();
        let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, text));
        parts::bear_with(reader.config_mut());
        let mut buffer = Vec::new();
        loop {
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(tag)) => walk.start(&tag),
                Ok(Event::Empty(tag)) => {
                    walk.start(&tag);
                    walk.end(tag.local_name().as_ref());
                }
                Ok(Event::End(tag)) => walk.end(tag.local_name().as_ref()),
                Ok(Event::Text(text)) if walk.in_value => walk.value.push_str(&text),
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
            buffer.clear();
        }
        walk.layout.merged.sort_unstable();
        let unsaved = self.parts.recalculates && walk.formulas > 0 && walk.worked_out == 0;
        Found { layout: walk.layout, unsaved }
    }
}

/// What is known on the way through a sheet.
#[derive(Default)]
struct Walk {
    layout: SheetLayout,
    /// Rows seen, where they have no number of their own.
    next_row: u32,
    in_formula_cell: bool,
    in_value: bool,
    value: String,
    /// Cells with a formula, and those of them whose result is something else than a bare zero.
    formulas: usize,
    worked_out: usize,
}

impl Walk {
    fn start(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "row" => {
                let number = attribute(tag, "r").and_then(|number| number.parse::<u32>().ok());
                let row = number.and_then(|number| number.checked_sub(1)).unwrap_or(self.next_row);
                self.next_row = row.saturating_add(1);
                if is_on(attribute(tag, "hidden").as_deref()) {
                    self.layout.hide(row);
                }
            }
            "mergeCell" => {
                self.layout.merged.extend(attribute(tag, "ref").and_then(|span| spans::merged(&span)));
            }
            "c" => {
                self.in_formula_cell = false;
                self.value.clear();
            }
            "f" => self.in_formula_cell = true,
            "v" => self.in_value = true,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "v" => self.in_value = false,
            "c" if self.in_formula_cell => {
                self.formulas += 1;
                self.worked_out += usize::from(!matches!(self.value.trim(), "" | "0"));
                self.in_formula_cell = false;
            }
            _ => {}
        }
    }
}

//! The tables of an ods file.

use super::paragraph::{Paragraphs, is_aside};
use super::value::{Held, Told, count};
use super::{Filled, Run, Table};
use crate::cells::error::damaged;
use crate::cells::guard::{GRID, a1};
use crate::cells::layout::parts::attribute;
use crate::cells::{CellsError, Look, Merged, SheetInfo};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{HashMap, HashSet};
use std::io::BufRead;

/// Most cells of a workbook once repeated ones are written out; long texts count for several.
const CELLS: u64 = 16 << 20;

/// Reads every table of the document.
pub(super) fn read(document: impl BufRead) -> Result<Vec<(SheetInfo, Table)>, CellsError> {
    let mut reader = Reader::from_reader(document);
    reader.config_mut().expand_empty_elements = true;
    let mut reading =
        Reading { reader, buffer: Vec::new(), paragraphs: Paragraphs::default(), looks: HashMap::new(), cells: 0 };
    let mut sheets = Vec::new();
    let (mut style, mut hidden) = (None, HashSet::new());
    while let Some(tag) = reading.next()? {
        let Part::Start(tag) = tag else { continue };
        match tag.local_name().as_ref() {
            "style" => style = attribute(&tag, "name"),
            "text-properties" | "paragraph-properties" => reading.see_style(style.as_deref(), &tag),
            "table-properties" if attribute(&tag, "display").as_deref() == Some("false") => hidden.extend(style.take()),
            "table" => {
                let (name, style) = (attribute(&tag, "name"), attribute(&tag, "style-name"));
                let name = name.ok_or_else(|| damaged(&"a sheet has no name"))?;
                let hidden = style.is_some_and(|style| hidden.contains(&style));
                let table = reading.table(&name)?;
                sheets.push((SheetInfo { name, hidden }, table));
            }
            // Deleted cells are kept there.
            "tracked-changes" | "dde-links" => reading.skip(&tag)?,
            _ => {}
        }
    }
    Ok(sheets)
}

struct Reading<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
    paragraphs: Paragraphs,
    /// How styles show cells, by name.
    looks: HashMap<String, Look>,
    /// Cells so far, repeated ones written out.
    cells: u64,
}

/// A tag that opens something, or one that closes it.
enum Part {
    Start(BytesStart<'static>),
    End,
}

impl<R: BufRead> Reading<R> {
    /// The next tag; text between tags is layout. `None` at the end of the document.
    fn next(&mut self) -> Result<Option<Part>, CellsError> {
        loop {
            self.buffer.clear();
            match self.reader.read_event_into(&mut self.buffer).map_err(|error| damaged(&error))? {
                Event::Start(tag) => return Ok(Some(Part::Start(tag.into_owned()))),
                Event::End(_) => return Ok(Some(Part::End)),
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// The next tag inside something.
    fn inside(&mut self) -> Result<Part, CellsError> {
        self.next()?.ok_or_else(|| damaged(&"it ends in the middle of a table"))
    }

    /// What a style says of its text: whether it is struck through, and how far to the right it stands.
    fn see_style(&mut self, style: Option<&str>, tag: &BytesStart<'_>) {
        let Some(style) = style else { return };
        let line = attribute(tag, "text-line-through-style").is_some_and(|line| line != "none");
        let look = self.looks.get(style).copied().unwrap_or_default();
        let look = if line { look.as_struck() } else { look };
        let steps = attribute(tag, "margin-left").map_or(0, |margin| steps(&margin));
        let look = if steps > 0 { look.indented(steps) } else { look };
        if look != Look::PLAIN {
            self.looks.insert(style.to_string(), look);
        }
    }

    fn skip(&mut self, tag: &BytesStart<'_>) -> Result<(), CellsError> {
        self.buffer.clear();
        self.reader.read_to_end_into(tag.name(), &mut self.buffer).map_err(|error| damaged(&error))?;
        Ok(())
    }

    /// Reads a table, whose rows may stand in groups.
    fn table(&mut self, name: &str) -> Result<Table, CellsError> {
        let mut table = Table::default();
        let (mut depth, mut next) = (0, 0u64);
        loop {
            match self.inside()? {
                Part::Start(tag) => match tag.local_name().as_ref() {
                    "table-row" => {
                        let count = attribute(&tag, "number-rows-repeated").map_or(Ok(1), |text| count(&text))?;
                        let visibility = attribute(&tag, "visibility");
                        self.row(name, &mut table, next, count)?;
                        if matches!(visibility.as_deref(), Some("collapse" | "filter")) {
                            hide(&mut table, next);
                        }
                        next = next.saturating_add(count);
                    }
                    "shapes" | "table" | "forms" => self.skip(&tag)?,
                    _ => depth += 1,
                },
                Part::End if depth == 0 => break,
                Part::End => depth -= 1,
            }
        }
        table.layout.merged.sort_unstable();
        Ok(table)
    }

    /// Reads a row that stands for `count` of them.
    fn row(&mut self, sheet: &str, table: &mut Table, first: u64, count: u64) -> Result<(), CellsError> {
        let mut cells: Vec<Filled> = Vec::new();
        let mut column = 0u64;
        let mut weight = 0u64;
        loop {
            let tag = match self.inside()? {
                Part::End => break,
                Part::Start(tag) => tag,
            };
            if !matches!(tag.local_name().as_ref(), "table-cell" | "covered-table-cell") {
                self.skip(&tag)?;
                continue;
            }
            let told = Told::read(&tag)?;
            let (repeated, spanned) = (told.repeated, told.spanned);
            let style = told.style.as_ref().and_then(|style| self.looks.get(style)).copied();
            let look = told.look(style.unwrap_or_default());
            merge(table, (first, column), spanned);
            if let Some(value) = self.cell(told)? {
                let (row, last) = (first.saturating_add(count - 1), column.saturating_add(repeated - 1));
                if row >= u64::from(GRID.0) || last >= u64::from(GRID.1) {
                    let place = a1(first.min(u64::from(GRID.0)) as u32, column.min(u64::from(GRID.1)) as u32);
                    return Err(damaged(&format_args!("cells of sheet `{sheet}` at {place} lie outside the grid")));
                }
                weight = weight.saturating_add(value.weight().saturating_mul(repeated));
                cells.push(Filled { column: column as u32, count: repeated as u32, value, look });
            }
            column = column.saturating_add(repeated);
        }
        self.cells = self.cells.saturating_add(weight.saturating_mul(count));
        if self.cells > CELLS {
            let help = "save it as .xlsx, which is read row by row";
            return Err(CellsError::new("its tables have more than 16 million cells once written out", help));
        }
        if !cells.is_empty() {
            table.rows.push(Run { first: first as u32, count: count as u32, cells });
        }
        Ok(())
    }

    /// Reads what stands in a cell.
    fn cell(&mut self, told: Told) -> Result<Option<Held>, CellsError> {
        let mut depth = 0;
        loop {
            match self.inside()? {
                Part::Start(tag) if is_aside(&tag) => self.skip(&tag)?,
                Part::Start(tag) if matches!(tag.local_name().as_ref(), "p" | "h") => {
                    self.paragraphs.read(&mut self.reader, &mut self.buffer)?;
                }
                Part::Start(_) => depth += 1,
                Part::End if depth == 0 => break,
                Part::End => depth -= 1,
            }
        }
        told.value(self.paragraphs.take())
    }
}

/// How many steps of ten points a margin is wide.
fn steps(margin: &str) -> u32 {
    let units = [("cm", 28.35), ("mm", 2.835), ("in", 72.0), ("pt", 1.0)];
    let points = units.iter().find_map(|(unit, points)| {
        let number = margin.strip_suffix(unit)?.parse::<f64>().ok()?;
        Some(number * points)
    });
    // A margin below nothing, or too wide to count, is none.
    points.filter(|points| (5.0..500.0).contains(points)).map_or(0, |points| (points / 10.0).round() as u32)
}

/// Cells that are shown as one.
fn merge(table: &mut Table, (row, column): (u64, u64), (rows, columns): (u64, u64)) {
    let (last_row, last_column) = (row.saturating_add(rows - 1), column.saturating_add(columns - 1));
    let fits = last_row < u64::from(GRID.0) && last_column < u64::from(GRID.1);
    if fits && rows.max(columns) > 1 {
        table.layout.merged.push(Merged {
            first_row: row as u32,
            first_column: column as u32,
            last_row: last_row as u32,
            last_column: last_column as u32,
        });
    }
}

/// Hides the rows that were read last, if they hold anything.
fn hide(table: &mut Table, first: u64) {
    let last = table.rows.last().filter(|run| u64::from(run.first) == first);
    let Some((first, last)) = last.map(|run| (run.first, run.first + run.count - 1)) else { return };
    match table.layout.hidden_rows.last_mut() {
        Some(before) if before.1 + 1 == first => before.1 = last,
        _ => table.layout.hidden_rows.push((first, last)),
    }
}

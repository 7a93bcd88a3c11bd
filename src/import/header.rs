//! Finding the header row of a sheet and the columns in it.

use super::fold::{fold, like};
use super::sheet::Several;
use super::slot::iso;
use super::units::{self, Unit};
use super::wanted::{WantedColumn, WantedTable};
use crate::cells::{CellSource, CellValue, CellsError};
use crate::policy::layout::{HeaderRows, Origin};
use crate::source::Area;
use crate::value::{Type, number};
use std::ops::ControlFlow;

/// Rows with something in them that are searched for the header.
const ROWS: usize = 60;

/// A row near the top of a sheet, with the text of its cells by column.
#[derive(Clone, Debug, Default)]
pub(super) struct HeadRow {
    pub row: u32,
    pub cells: Vec<(u32, String)>,
}

/// Where a table's columns are in a sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    /// The header's last row.
    pub row: u32,
    /// The first row of data.
    pub from: u32,
    /// Columns of the sheet up to the row's last cell.
    pub width: u32,
    /// For each column of the table its column in the sheet.
    pub columns: Vec<Option<u32>>,
    /// Columns of the table whose header stands above several columns of the sheet.
    pub repeated: Vec<Repeated>,
    /// The texts of the row, for messages.
    pub texts: Vec<String>,
    /// The column of each.
    places: Vec<u32>,
    /// What the columns of the sheet are called.
    pub named: Vec<Named>,
    /// Columns the sheet must have and has not.
    pub missing: Vec<usize>,
    /// Columns that need not be there, and whose header adds a unit.
    pub united: Vec<United>,
}

/// A column of the table whose name stands in the sheet with a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct United {
    /// The column of the table.
    pub at: usize,
    /// The texts of the headers, and where they stand.
    pub texts: Vec<(u32, String)>,
    /// The unit of the first, as it is written.
    pub unit: String,
    /// Whether it was read: there is one alone, and its numbers are not thousands of what the name says.
    pub is_read: bool,
}

/// What a column of a sheet is called.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub place: u32,
    /// Its folded names: the lowest text of its header alone, and with those above it.
    pub names: Vec<String>,
    /// The texts of its header, from above.
    pub texts: Vec<String>,
}

/// One header above several columns, of which the first was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repeated {
    /// The column of the table.
    pub at: usize,
    /// The text of the header in the sheet.
    pub text: String,
    /// The column read, and those passed over.
    pub places: Vec<u32>,
    /// What else names the column read and no other: the headers of both its rows.
    pub both: Option<String>,
}

impl Named {
    /// What stands above the column, one text for each row of headers that the pattern is for; nothing where it is none
    /// of those. `single`: whether the header has a single row, whose texts may hold the parts side by side.
    pub(super) fn labels(&self, several: &Several, single: bool) -> Option<Vec<String>> {
        if !self.is_like(several) {
            return None;
        }
        match (several.levels, self.texts.as_slice()) {
            (1, texts) => Some(vec![texts.join(" ")]),
            (levels, texts) if texts.len() == levels => Some(texts.to_vec()),
            (_, [text]) if single => several.parts(text),
            _ => None,
        }
    }

    /// Whether a name of the column is what the pattern says, however many parts it has.
    pub(super) fn is_like(&self, several: &Several) -> bool {
        let pattern = fold(&several.pattern);
        self.names.iter().any(|name| like(&pattern, name))
    }
}

impl Header {
    /// Number of columns found.
    pub(super) fn found(&self) -> usize {
        self.columns.iter().flatten().count()
    }

    /// The text of the row in a column of the sheet.
    pub(super) fn cell(&self, column: u32) -> Option<&str> {
        let at = self.places.iter().position(|place| *place == column)?;
        Some(&self.texts[at])
    }
}

/// The first rows of a part of a sheet.
pub(super) fn head(source: &mut dyn CellSource, sheet: usize, area: &Area) -> Result<Vec<HeadRow>, CellsError> {
    let mut rows: Vec<HeadRow> = Vec::new();
    source.read(sheet, &mut |cell| {
        if cell.row > area.last_row {
            return ControlFlow::Break(());
        }
        if !area.holds(cell.row, cell.column) {
            return ControlFlow::Continue(());
        }
        let text = match cell.value {
            CellValue::Text(text) => super::fold::trim(text).to_string(),
            CellValue::Number(value) => number::shortest(value),
            CellValue::DateTime(moment, _) => iso(moment),
            CellValue::Bool(flag) => if flag { "TRUE" } else { "FALSE" }.to_string(),
            CellValue::Error(_) | CellValue::Unsaved => String::new(),
        };
        if text.is_empty() {
            return ControlFlow::Continue(());
        }
        if rows.last().is_none_or(|last| last.row != cell.row) {
            if rows.len() == ROWS {
                return ControlFlow::Break(());
            }
            rows.push(HeadRow { row: cell.row, cells: Vec::new() });
        }
        if let Some(last) = rows.last_mut() {
            last.cells.push((cell.column, text));
        }
        ControlFlow::Continue(())
    })?;
    Ok(rows)
}

/// The row in which most of the wanted columns are found, those the sheet must have before others;
/// the first of equals. Where a header spreads over several rows they are read together.
pub(super) fn find(head: &[HeadRow], table: &WantedTable<'_>, area: &Area) -> Header {
    let mut header = find_plain(head, table, area);
    header.united = united(&header, table);
    for united in header.united.iter().filter(|united| united.is_read) {
        header.columns[united.at] = Some(united.texts[0].0);
    }
    header
}

/// The columns that are not there, but with a unit.
fn united(header: &Header, table: &WantedTable<'_>) -> Vec<United> {
    let mut found = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        let is_absent = header.columns[at].is_none() && column.from.is_none() && !column.must_have;
        if !is_absent || column.kind != Type::Number {
            continue;
        }
        let said = |name: &str| column.headers.iter().any(|header| base(header) == base(name));
        let free = header.named.iter().filter(|named| !header.columns.contains(&Some(named.place)));
        let fitting: Vec<&Named> = free.filter(|named| named.names.iter().any(|name| said(name))).collect();
        let Some(first) = fitting.first() else { continue };
        let split = first.names.iter().find_map(|name| units::split(name));
        let wanted = column.headers.iter().find_map(|header| units::split(header));
        // A header without the unit that the policy has says nothing of another one.
        let is_plain = match (split, wanted) {
            (Some((_, _, kind)), None) => kind == Unit::Plain,
            (None, Some(_)) => true,
            (Some((_, unit, _)), Some((_, wanted, _))) => unit == wanted,
            (None, None) => false,
        };
        found.push(United {
            at,
            texts: fitting.iter().map(|named| (named.place, named.texts.join(" "))).collect(),
            unit: split.or(wanted).map(|(_, unit, _)| unit.to_string()).unwrap_or_default(),
            is_read: is_plain && fitting.len() == 1,
        });
    }
    found
}

/// A folded header without its unit.
fn base(header: &str) -> &str {
    units::split(header).map_or(header, |(base, ..)| base)
}

fn find_plain(head: &[HeadRow], table: &WantedTable<'_>, area: &Area) -> Header {
    if table.layout.header == Some(HeaderRows::None) {
        return without(head, table, area);
    }
    let mut best = Header { texts: widest(head), ..missing_all(table) };
    let mut best_score = (0, 0);
    for (at, row) in head.iter().enumerate() {
        let title = |column: u32| row.cells.iter().find(|(at, _)| *at == column).map(|(_, text)| text.clone());
        for candidate in candidates(head, at, table.layout.header.as_ref()) {
            let columns = columns_of(&candidate, table);
            let score = score(&columns, &candidate, table);
            if score > best_score {
                best_score = score;
                let width = candidate.last().map_or(0, |last| last.place + 1);
                let repeated = repeated(&candidate, table, title);
                best = Header { width, repeated, named: candidate, ..header(row, columns, table) };
            }
        }
    }
    if let (Some((_, last)), (0, 0)) = (table.layout.header.as_ref().and_then(HeaderRows::rows), best_score) {
        // Every column is named by its letter.
        best = Header { row: last, from: last + 1, ..best };
    }
    add_letters(&mut best.columns, table);
    best
}

/// The rows that may be the header together, of which the last is the row at that place; the names of each column.
fn candidates(head: &[HeadRow], at: usize, said: Option<&HeaderRows>) -> Vec<Vec<Named>> {
    let last = head[at].row;
    let rows = |first: u32| -> Vec<&HeadRow> { head[..=at].iter().filter(|row| row.row >= first).collect() };
    match said {
        Some(HeaderRows::Rows(first, end)) if *end == last => vec![together(&rows(*first))],
        Some(HeaderRows::Rows(..) | HeaderRows::None) => Vec::new(),
        Some(HeaderRows::Levels(names)) => {
            let first = (last + 1).checked_sub(names.len() as u32);
            let all = first.map(rows).filter(|rows| rows.len() == names.len());
            all.map(|rows| together(&rows)).into_iter().collect()
        }
        None => {
            let above = at.checked_sub(1).map(|above| &head[above]).filter(|above| above.row + 1 == last);
            let both = above.map(|above| together(&[above, &head[at]]));
            [Some(together(&[&head[at]])), both].into_iter().flatten().collect()
        }
    }
}

/// A sheet without a header: its columns are known by their letters.
fn without(head: &[HeadRow], table: &WantedTable<'_>, area: &Area) -> Header {
    let mut columns = vec![None; table.columns.len()];
    add_letters(&mut columns, table);
    let width = head.iter().flat_map(|row| row.cells.last()).map(|(column, _)| column + 1).max().unwrap_or(0);
    let texts = head.first().map(|row| row.cells.iter().map(|(_, text)| text.clone()).collect()).unwrap_or_default();
    Header { columns, width, texts, row: area.first_row, from: area.first_row, ..missing_all(table) }
}

fn add_letters(columns: &mut [Option<u32>], table: &WantedTable<'_>) {
    for (place, column) in columns.iter_mut().zip(&table.columns) {
        if let Some(Origin::Column(letter)) = column.from {
            *place = Some(letter);
        }
    }
}

/// Where the columns are among the names that a host gives its values; what a sheet would tell of a row it may
/// give too.
pub(super) fn find_given(names: &[String], table: &WantedTable<'_>) -> Header {
    let cells: Vec<(u32, String)> = names.iter().enumerate().map(|(at, name)| (at as u32, name.clone())).collect();
    let named =
        |(at, name): (usize, &String)| Named { place: at as u32, names: vec![fold(name)], texts: vec![name.clone()] };
    let folded: Vec<Named> = names.iter().enumerate().map(named).collect();
    let mut header = find_plain(&[HeadRow { row: 0, cells }], table, &Area::ALL);
    header.columns.resize(table.columns.len(), None);
    header.named = folded.clone();
    // What a sheet without a header has by letters, a host has by names.
    for (place, column) in header.columns.iter_mut().zip(&table.columns) {
        if column.from.is_some() || place.is_none() {
            *place = column.headers.iter().find_map(|name| places(&folded, name).first().copied());
        }
    }
    header.missing =
        (0..table.columns.len()).filter(|&at| header.columns[at].is_none() && table.columns[at].must_have).collect();
    header
}

/// Whether the texts above each column stand in one row.
pub(super) fn has_one_row(named: &[Named]) -> bool {
    named.iter().all(|named| named.texts.len() < 2)
}

/// The names of each column under a header of some rows: the lowest text alone, and with those above it in turn. A
/// merged cell above fills only its first column, so its text counts for the empty ones after it.
fn together(rows: &[&HeadRow]) -> Vec<Named> {
    let mut columns: Vec<u32> = rows.iter().flat_map(|row| &row.cells).map(|(column, _)| *column).collect();
    columns.sort_unstable();
    columns.dedup();
    // Cells come left to right, so their columns are in order.
    let text_in = |row: &HeadRow, column: u32| {
        let at = row.cells.binary_search_by_key(&column, |(at, _)| *at).ok()?;
        Some(row.cells[at].1.clone())
    };
    let mut spread: Vec<Option<String>> = vec![None; rows.len()];
    let mut all = Vec::new();
    for place in columns {
        let mut lowest = 0;
        for (level, row) in rows.iter().enumerate() {
            if let Some(text) = text_in(row, place) {
                lowest = level;
                spread[level] = Some(text);
                spread[level + 1..].fill(None);
            }
        }
        let texts: Vec<String> = spread[..=lowest].iter().flatten().cloned().collect();
        let mut names: Vec<String> = Vec::new();
        for text in texts.iter().rev().map(|text| fold(text)) {
            names.push(names.last().map_or_else(|| text.clone(), |below| format!("{text} {below}")));
        }
        all.push(Named { place, names, texts });
    }
    all
}

/// For each wanted column the first cell with its first header that is there.
fn columns_of(cells: &[Named], table: &WantedTable<'_>) -> Vec<Option<u32>> {
    let find = |header: &String| places(cells, header).first().copied();
    let of_sheet = |column: &WantedColumn<'_>| column.from.is_none();
    table.columns.iter().map(|column| column.headers.iter().filter(|_| of_sheet(column)).find_map(find)).collect()
}

/// The columns a header stands above. `Sales #2` is the second of those with `Sales`, where no cell has
/// the text itself.
fn places(cells: &[Named], header: &str) -> Vec<u32> {
    let all = |header: &str| -> Vec<u32> {
        let named = cells.iter().filter(|named| named.names.iter().any(|name| name == header));
        named.map(|named| named.place).collect()
    };
    let found = all(header);
    if !found.is_empty() {
        return found;
    }
    let nth = header.rsplit_once(" #").and_then(|(text, nth)| Some((text, nth.parse::<usize>().ok()?.checked_sub(1)?)));
    nth.and_then(|(text, nth)| all(text).get(nth).copied()).into_iter().collect()
}

/// The headers that stand above several columns.
fn repeated(cells: &[Named], table: &WantedTable<'_>, title: impl Fn(u32) -> Option<String>) -> Vec<Repeated> {
    let of_sheet = table.columns.iter().enumerate().filter(|(_, column)| column.from.is_none());
    let several = of_sheet.filter_map(|(at, column)| {
        let (header, places) = column.headers.iter().find_map(|header| {
            let places = places(cells, header);
            (!places.is_empty()).then_some((header, places))
        })?;
        let first = *places.first().filter(|_| places.len() > 1)?;
        let names = cells.iter().find(|named| named.place == first).map(|named| &named.names);
        let both = names.and_then(|names| names.iter().find(|name| *name != header));
        let text = title(first).unwrap_or_else(|| header.clone());
        Some(Repeated { at, text, places, both: both.cloned() })
    });
    several.collect()
}

fn score(columns: &[Option<u32>], named: &[Named], table: &WantedTable<'_>) -> (usize, usize) {
    let musts =
        columns.iter().zip(&table.columns).filter(|(found, column)| found.is_some() && column.must_have).count();
    let single = has_one_row(named);
    let fits = |several: &&Several| named.iter().any(|named| named.labels(several, single).is_some());
    (musts, columns.iter().flatten().count() + table.sheet.several.iter().filter(fits).count())
}

fn header(row: &HeadRow, columns: Vec<Option<u32>>, table: &WantedTable<'_>) -> Header {
    let missing = (0..columns.len()).filter(|&at| columns[at].is_none() && table.columns[at].must_have).collect();
    let (places, texts) = row.cells.iter().cloned().unzip();
    Header { row: row.row, from: row.row + 1, columns, texts, places, missing, ..Header::default() }
}

fn missing_all(table: &WantedTable<'_>) -> Header {
    let missing = (0..table.columns.len()).filter(|&at| table.columns[at].must_have).collect();
    Header { columns: vec![None; table.columns.len()], missing, ..Header::default() }
}

/// The row with most cells: what a person would call the header.
fn widest(head: &[HeadRow]) -> Vec<String> {
    let widest = head.iter().rev().max_by_key(|row| row.cells.len());
    widest.map(|row| row.cells.iter().map(|(_, text)| text.clone()).collect()).unwrap_or_default()
}

//! Which sheets of a workbook hold which tables.

use super::assign::Fit;
use super::book::{Book, Part, Placed, Spot};
use super::fold::fold;
use super::header::{HeadRow, Header, find};
use super::wanted::WantedTable;
use crate::cells::CellsError;
use crate::policy::layout::Range;
use crate::source::Area;
use std::path::Path;

/// A sheet that is read for a table.
pub(super) struct Pick {
    pub table: usize,
    pub sheet: usize,
    pub header: Header,
    /// The part of the sheet that is read.
    pub area: Area,
    /// The title above it.
    pub title: Option<String>,
    /// How it was found, where that needs saying.
    pub how: How,
}

/// What was found in a workbook.
#[derive(Default)]
pub(super) struct Located {
    /// The sheets to read.
    pub picks: Vec<Pick>,
    /// Where no name was known, or a sheet of the right name lacks columns: sheets with the headers of a table, of
    /// which some are to be chosen.
    pub fits: Vec<Pick>,
    /// Sheets of a table's name that lack columns the table must have, and that no other table is read from.
    pub misfits: Vec<Misfit>,
}

/// A sheet of a table's name without its headers.
pub(super) struct Misfit {
    pub table: usize,
    pub sheet: String,
    pub why: Why,
    /// The title of the part that does not fit.
    pub below: Option<String>,
    /// Whether the sheet may hold a table at all: rows of several cells.
    pub has_table: bool,
}

/// What a sheet of the right name lacks.
pub(super) enum Why {
    Header(Header),
    /// The title stands in none of its cells, or in several.
    Title(Vec<(u32, u32)>),
}

/// How a sheet was found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// By its name, that of its file, or that of its range.
    Name,
    /// By its headers, because its name is unknown.
    Headers,
}

/// Looks for the tables' sheets: by name, by the file's name, by headers.
pub(super) struct Locator<'a, 'p> {
    pub tables: &'a [Option<WantedTable<'p>>],
    /// Folded name of the sheet for each table where the run names one.
    pub asked: &'a [Option<String>],
    pub file: &'a str,
}

impl Locator<'_, '_> {
    /// The sheets to read, in the order of the policy's tables and then of the workbook. A sheet of the right name
    /// whose headers do not fit is no match.
    pub(super) fn locate(&self, book: &mut Book) -> Result<Located, CellsError> {
        let names: Vec<String> = book.source.sheets().iter().map(|sheet| fold(&sheet.name)).collect();
        let (mut picks, mut misfits) = (Vec::new(), Vec::new());
        let named = self.by_name(book, &names);
        self.fitting(book, named, &mut picks, &mut misfits)?;
        self.anywhere(book, &mut picks)?;
        if picks.is_empty() && names.len() == 1 {
            let known: Vec<usize> = misfits.iter().map(|misfit: &(Spot, Misfit)| misfit.0.table).collect();
            let named = self.by_file_name().into_iter().filter(|spot| !known.contains(&spot.table)).collect();
            self.fitting(book, named, &mut picks, &mut misfits)?;
        }
        let nothing = picks.is_empty();
        let lacks = |table: usize| misfits.iter().any(|(spot, _)| spot.table == table);
        let has = |table: usize| picks.iter().any(|pick: &Pick| pick.table == table);
        let is_read = |sheet: usize| picks.iter().any(|pick: &Pick| pick.sheet == sheet);
        let may_be = |sheet: usize, table: usize| nothing || (lacks(table) && !has(table) && !is_read(sheet));
        let fits = self.by_headers(book, &names, &may_be)?;
        if nothing && fits.is_empty() && names.len() == 1 && misfits.is_empty() {
            self.fitting(book, self.only_table(), &mut picks, &mut misfits)?;
        }
        picks.sort_by_key(|pick| (pick.table, pick.sheet, pick.area.first_row, pick.area.first_column));
        misfits.retain(|(spot, _)| picks.iter().all(|pick| pick.sheet != spot.sheet));
        Ok(Located { picks, fits, misfits: misfits.into_iter().map(|(_, misfit)| misfit).collect() })
    }

    /// Takes the spots whose headers fit for picks, the others for misfits.
    fn fitting(
        &self,
        book: &mut Book,
        spots: Vec<Spot>,
        picks: &mut Vec<Pick>,
        misfits: &mut Vec<(Spot, Misfit)>,
    ) -> Result<(), CellsError> {
        for spot in spots {
            let Some(wanted) = &self.tables[spot.table] else { continue };
            let (why, below) = match book.place(spot, wanted)? {
                Placed::At(mut parts) => match parts.iter().position(|part| !part.header.missing.is_empty()) {
                    None => {
                        picks.extend(parts.into_iter().map(|part| Pick::new(spot.table, spot.sheet, part, How::Name)));
                        continue;
                    }
                    Some(at) => {
                        let part = parts.swap_remove(at);
                        (Why::Header(part.header), part.title)
                    }
                },
                Placed::Untitled(cells) => (Why::Title(cells), None),
            };
            let has_table = book.head(spot.sheet)?.iter().any(|row| row.cells.len() > 1);
            let sheet = book.source.sheets()[spot.sheet].name.clone();
            misfits.push((spot, Misfit { table: spot.table, sheet, why, below, has_table }));
        }
        Ok(())
    }

    /// Tables below a title that have no sheet by name: the title may stand in any sheet.
    fn anywhere(&self, book: &mut Book, picks: &mut Vec<Pick>) -> Result<(), CellsError> {
        for (table, wanted) in self.free() {
            let titled = matches!(wanted.layout.range, Some(Range::Below(_)));
            if !titled || picks.iter().any(|pick| pick.table == table) {
                continue;
            }
            for sheet in 0..book.source.sheets().len() {
                let placed = book.place(Spot { table, sheet, area: None }, wanted)?;
                if let Placed::At(parts) = placed
                    && parts.iter().all(|part| part.header.missing.is_empty())
                {
                    picks.extend(parts.into_iter().map(|part| Pick::new(table, sheet, part, How::Name)));
                }
            }
        }
        Ok(())
    }

    /// Sheets nobody reads whose headers fit a table: rows that would be missed in silence. One
    /// column alone proves nothing; a sheet that cannot be read is none of them.
    pub(super) fn passed_over(&self, book: &mut Book, picks: &[Pick]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for sheet in 0..book.source.sheets().len() {
            if picks.iter().any(|pick| pick.sheet == sheet) {
                continue;
            }
            let rows: Vec<HeadRow> = book.head(sheet).map(<[HeadRow]>::to_vec).unwrap_or_default();
            let fits = self.unplaced().filter_map(|(table, wanted)| {
                let header = find(&rows, wanted, &Area::ALL);
                (header.missing.is_empty() && header.found() > 1).then_some((header.found(), table))
            });
            if let Some((_, table)) = fits.max_by_key(|(count, table)| (*count, std::cmp::Reverse(*table))) {
                found.push((sheet, table));
            }
        }
        found
    }

    /// A table that is read from other workbooks alone and whose headers a sheet of this one has.
    pub(super) fn fitting_elsewhere(&self, book: &mut Book) -> Option<usize> {
        (0..book.source.sheets().len()).find_map(|sheet| {
            let rows = book.head(sheet).ok()?.to_vec();
            let fits = |wanted: &WantedTable<'_>| {
                let header = find(&rows, wanted, &Area::ALL);
                header.missing.is_empty() && header.found() > 1
            };
            self.tables.iter().position(|table| table.as_ref().is_some_and(fits))
        })
    }

    fn wanted(&self) -> impl Iterator<Item = (usize, &WantedTable<'_>)> {
        let tables = self.tables.iter().enumerate().filter_map(|(at, table)| table.as_ref().map(|table| (at, table)));
        tables.filter(|(_, table)| table.reads_from(self.file))
    }

    /// Tables whose sheet the run does not name.
    fn free(&self) -> impl Iterator<Item = (usize, &WantedTable<'_>)> {
        self.wanted().filter(|(at, _)| self.asked[*at].is_none())
    }

    /// Tables of which the policy does not say where in a sheet they stand.
    fn unplaced(&self) -> impl Iterator<Item = (usize, &WantedTable<'_>)> {
        self.wanted().filter(|(_, table)| table.layout.range.is_none())
    }

    fn by_name(&self, book: &mut Book, names: &[String]) -> Vec<Spot> {
        let mut found = Vec::new();
        for (table, wanted) in self.wanted() {
            let matches = |name: &String| match &self.asked[table] {
                Some(asked) => name == asked,
                None => wanted.is_named(name),
            };
            if let Some(Range::Name(name)) = &wanted.layout.range {
                let mut ranges = book.ranges(&fold(name));
                if self.asked[table].is_some() || wanted.names_sheets {
                    ranges.retain(|(sheet, _)| matches(&names[*sheet]));
                }
                found.extend(ranges.into_iter().map(|(sheet, area)| Spot { table, sheet, area: Some(area) }));
                continue;
            }
            let sheets = (0..names.len()).filter(|&at| matches(&names[at]));
            found.extend(sheets.map(|sheet| Spot { table, sheet, area: None }));
        }
        found
    }

    pub(super) fn stem(&self) -> Option<String> {
        Path::new(self.file).file_stem().map(|stem| fold(&stem.to_string_lossy()))
    }

    /// The tables whose name the file's name is, or starts with (`ventes_202101`); the longest name wins.
    fn by_file_name(&self) -> Vec<Spot> {
        let Some(stem) = self.stem() else { return Vec::new() };
        let length = |wanted: &WantedTable<'_>| {
            let fits = |name: &&String| {
                stem.strip_prefix(name.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
            };
            wanted.sheets.iter().filter(fits).map(String::len).max().unwrap_or(0)
        };
        let longest = self.free().map(|(_, wanted)| length(wanted)).max().unwrap_or(0);
        let fitting = self.free().filter(|(_, wanted)| longest > 0 && length(wanted) == longest);
        fitting.map(|(table, _)| Spot { table, sheet: 0, area: None }).collect()
    }

    fn only_table(&self) -> Vec<Spot> {
        let mut free = self.free();
        match (free.next(), free.next()) {
            (Some((table, wanted)), None) if !matches!(wanted.layout.range, Some(Range::Name(_))) => {
                vec![Spot { table, sheet: 0, area: None }]
            }
            _ => Vec::new(),
        }
    }

    /// Each sheet with each table whose columns it has, of those it may be.
    fn by_headers(
        &self,
        book: &mut Book,
        names: &[String],
        may_be: &dyn Fn(usize, usize) -> bool,
    ) -> Result<Vec<Pick>, CellsError> {
        let mut fits = Vec::new();
        for (sheet, name) in names.iter().enumerate() {
            let of_file = Some(name) == self.stem().as_ref();
            for (table, wanted) in self.free() {
                if matches!(wanted.layout.range, Some(Range::Name(_) | Range::Below(_))) || !may_be(sheet, table) {
                    continue;
                }
                let placed = book.place(Spot { table, sheet, area: None }, wanted)?;
                let Placed::At(parts) = placed else { continue };
                let fitting =
                    parts.into_iter().filter(|part| part.header.missing.is_empty() && part.header.found() > 0);
                let how = if of_file { How::Name } else { How::Headers };
                fits.extend(fitting.map(|part| Pick::new(table, sheet, part, how)));
            }
        }
        Ok(fits)
    }
}

impl Pick {
    fn new(table: usize, sheet: usize, part: Part, how: How) -> Pick {
        let Part { header, area, title } = part;
        Pick { table, sheet, header, area, title, how }
    }

    /// The sheet as one that may be chosen for the table.
    pub(super) fn fit(&self, book: usize, hidden: bool) -> Fit {
        let width = self.header.texts.len();
        Fit { book, sheet: self.sheet, table: self.table, found: self.header.found(), width, hidden }
    }
}

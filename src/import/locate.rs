//! Which sheets of a workbook hold which tables.

use super::fold::fold;
use super::header::{HeadRow, Header, find, head};
use super::wanted::WantedTable;
use crate::cells::{CellSource, CellsError};
use std::path::Path;

/// A sheet that is read for a table.
pub(super) struct Pick {
    pub table: usize,
    pub sheet: usize,
    pub header: Header,
    /// How it was found, where that needs saying.
    pub how: How,
}

/// What was found in a workbook.
pub(super) struct Located {
    /// The sheets to read.
    pub picks: Vec<Pick>,
    /// Sheets of a table's name that lack columns the table must have, and that no other table is read from.
    pub misfits: Vec<Misfit>,
    /// Sheets that are not read although their headers are those of a table: (sheet, table).
    pub passed_over: Vec<(usize, usize)>,
}

/// A sheet of a table's name without its headers.
pub(super) struct Misfit {
    pub table: usize,
    pub sheet: String,
    pub header: Header,
    /// Whether the sheet may hold a table at all: rows of several cells.
    pub has_table: bool,
}

/// How a sheet was found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// By its name, or that of its file.
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
    pub(super) fn locate(&self, source: &mut dyn CellSource) -> Result<Located, CellsError> {
        let names: Vec<String> = source.sheets().iter().map(|sheet| fold(&sheet.name)).collect();
        let mut heads = vec![None; names.len()];
        let (mut picks, mut unfit) = self.fitting(source, self.by_name(&names), &mut heads, How::Name)?;
        if picks.is_empty() && names.len() == 1 {
            let (found, more) = self.fitting(source, self.by_file_name(), &mut heads, How::Name)?;
            picks = found;
            let known: Vec<usize> = unfit.iter().map(|pick| pick.table).collect();
            unfit.extend(more.into_iter().filter(|more| !known.contains(&more.table)));
        }
        if picks.is_empty() {
            picks = self.unnamed(source, &names, &mut heads, &mut unfit)?;
        }
        unfit.retain(|misfit| picks.iter().all(|pick| pick.sheet != misfit.sheet));
        let misfits = unfit.into_iter().map(|misfit| Misfit {
            table: misfit.table,
            sheet: source.sheets()[misfit.sheet].name.clone(),
            has_table: heads[misfit.sheet].iter().flatten().any(|row: &HeadRow| row.cells.len() > 1),
            header: misfit.header,
        });
        let misfits = misfits.collect();
        let passed_over = if picks.is_empty() { Vec::new() } else { self.passed_over(source, &picks, heads) };
        Ok(Located { picks, misfits, passed_over })
    }

    /// The sheets of a workbook in which none has a fitting name.
    fn unnamed(
        &self,
        source: &mut dyn CellSource,
        names: &[String],
        heads: &mut [Option<Vec<HeadRow>>],
        unfit: &mut Vec<Pick>,
    ) -> Result<Vec<Pick>, CellsError> {
        for (at, rows) in heads.iter_mut().enumerate().filter(|(_, rows)| rows.is_none()) {
            *rows = Some(head(source, at)?);
        }
        let hidden: Vec<bool> = source.sheets().iter().map(|sheet| sheet.hidden).collect();
        let mut found = self.by_headers(heads, &hidden);
        if found.is_empty() && names.len() == 1 && unfit.is_empty() {
            found = self.only_table();
        }
        let named = found.iter().all(|(_, sheet)| Some(&names[*sheet]) == self.stem().as_ref());
        let (picks, more) = self.fitting(source, found, heads, if named { How::Name } else { How::Headers })?;
        unfit.extend(more);
        Ok(picks)
    }

    /// Those of the sheets whose headers fit, and the others.
    fn fitting(
        &self,
        source: &mut dyn CellSource,
        found: Vec<(usize, usize)>,
        heads: &mut [Option<Vec<HeadRow>>],
        how: How,
    ) -> Result<(Vec<Pick>, Vec<Pick>), CellsError> {
        let mut picks = Vec::new();
        for (table, sheet) in found {
            let Some(wanted) = &self.tables[table] else { continue };
            if heads[sheet].is_none() {
                heads[sheet] = Some(head(source, sheet)?);
            }
            let header = find(heads[sheet].as_deref().unwrap_or_default(), wanted);
            picks.push(Pick { table, sheet, header, how });
        }
        Ok(picks.into_iter().partition(|pick| pick.header.missing.is_empty()))
    }

    /// Sheets nobody reads whose headers fit a table: rows that would be missed in silence. One
    /// column alone proves nothing; a sheet that cannot be read is none of them.
    fn passed_over(
        &self,
        source: &mut dyn CellSource,
        picks: &[Pick],
        mut heads: Vec<Option<Vec<HeadRow>>>,
    ) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (sheet, rows) in heads.iter_mut().enumerate() {
            if picks.iter().any(|pick| pick.sheet == sheet) {
                continue;
            }
            let rows = match rows.take() {
                Some(rows) => rows,
                None => head(source, sheet).unwrap_or_default(),
            };
            let fits = self.wanted().filter_map(|(table, wanted)| {
                let header = find(&rows, wanted);
                (header.missing.is_empty() && header.found() > 1).then_some((header.found(), table))
            });
            if let Some((_, table)) = fits.max_by_key(|(count, table)| (*count, std::cmp::Reverse(*table))) {
                found.push((sheet, table));
            }
        }
        found
    }

    fn wanted(&self) -> impl Iterator<Item = (usize, &WantedTable<'_>)> {
        let tables = self.tables.iter().enumerate().filter_map(|(at, table)| table.as_ref().map(|table| (at, table)));
        tables.filter(|(_, table)| table.reads_from(self.file))
    }

    /// Tables whose sheet the run does not name.
    fn free(&self) -> impl Iterator<Item = (usize, &WantedTable<'_>)> {
        self.wanted().filter(|(at, _)| self.asked[*at].is_none())
    }

    fn by_name(&self, names: &[String]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (table, wanted) in self.wanted() {
            let matches = |name: &String| match &self.asked[table] {
                Some(asked) => name == asked,
                None => wanted.is_named(name),
            };
            found.extend((0..names.len()).filter(|&at| matches(&names[at])).map(|sheet| (table, sheet)));
        }
        found
    }

    fn stem(&self) -> Option<String> {
        Path::new(self.file).file_stem().map(|stem| fold(&stem.to_string_lossy()))
    }

    /// The tables whose name the file's name is, or starts with (`ventes_202101`); the longest name wins.
    fn by_file_name(&self) -> Vec<(usize, usize)> {
        let Some(stem) = self.stem() else { return Vec::new() };
        let length = |wanted: &WantedTable<'_>| {
            let fits = |name: &&String| {
                stem.strip_prefix(name.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
            };
            wanted.sheets.iter().filter(fits).map(String::len).max().unwrap_or(0)
        };
        let longest = self.free().map(|(_, wanted)| length(wanted)).max().unwrap_or(0);
        let fitting = self.free().filter(|(_, wanted)| longest > 0 && length(wanted) == longest);
        fitting.map(|(table, _)| (table, 0)).collect()
    }

    fn only_table(&self) -> Vec<(usize, usize)> {
        let mut free = self.free();
        match (free.next(), free.next()) {
            (Some((table, _)), None) => vec![(table, 0)],
            _ => Vec::new(),
        }
    }

    /// Each sheet for the table of which it has most columns, all needed ones among them; each table
    /// from the first sheet that is so, those one sees before hidden ones.
    fn by_headers(&self, heads: &[Option<Vec<HeadRow>>], hidden: &[bool]) -> Vec<(usize, usize)> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut sheets: Vec<usize> = (0..heads.len()).collect();
        sheets.sort_by_key(|sheet| hidden[*sheet]);
        for sheet in sheets {
            let rows = heads[sheet].as_deref().unwrap_or_default();
            let fits = self.free().filter_map(|(table, wanted)| {
                let header = find(rows, wanted);
                (header.missing.is_empty() && header.found() > 0).then_some((header.found(), table))
            });
            let best = fits.max_by_key(|(count, table)| (*count, std::cmp::Reverse(*table)));
            if let Some((_, table)) = best
                && found.iter().all(|(taken, _)| *taken != table)
            {
                found.push((table, sheet));
            }
        }
        found.sort_unstable();
        found
    }
}

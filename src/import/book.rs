//! A workbook that is looked through: the first rows of its sheets, each read once, and the headers in them.

use super::below;
use super::fold::fold;
use super::header::{HeadRow, Header, find, head};
use super::wanted::WantedTable;
use crate::cells::{CellSource, CellsError, NamedRange};
use crate::policy::layout::Range;
use crate::source::Area;

/// A workbook, and what has been seen of it.
pub(super) struct Book {
    pub source: Box<dyn CellSource>,
    heads: Vec<Option<Vec<HeadRow>>>,
    named: Option<Vec<NamedRange>>,
}

/// A part of a sheet that may hold a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub table: usize,
    pub sheet: usize,
    /// The part, where the workbook has a name for it.
    pub area: Option<Area>,
}

/// Where a table stands in a sheet.
pub(super) enum Placed {
    /// Here, as far as its header is found; below titles in several parts.
    At(Vec<Part>),
    /// The title it is below stands nowhere in the sheet, or in these cells.
    Untitled(Vec<(u32, u32)>),
}

/// A part of a sheet in which a table stands.
pub(super) struct Part {
    pub header: Header,
    pub area: Area,
    /// The title above it.
    pub title: Option<String>,
}

impl Book {
    pub(super) fn new(source: Box<dyn CellSource>) -> Book {
        let heads = vec![None; source.sheets().len()];
        Book { source, heads, named: None }
    }

    /// The first rows of a sheet.
    pub(super) fn head(&mut self, sheet: usize) -> Result<&[HeadRow], CellsError> {
        if self.heads[sheet].is_none() {
            self.heads[sheet] = Some(head(self.source.as_mut(), sheet, &Area::ALL)?);
        }
        Ok(self.heads[sheet].as_deref().unwrap_or_default())
    }

    /// The ranges of that folded name, by sheet.
    pub(super) fn ranges(&mut self, name: &str) -> Vec<(usize, Area)> {
        let named = self.named.get_or_insert_with(|| self.source.named());
        let sheets = self.source.sheets();
        let of_name = named.iter().filter(|range| fold(&range.name) == name);
        let known = of_name.filter_map(|range| {
            let sheet = sheets.iter().position(|sheet| sheet.name == range.sheet)?;
            Some((sheet, range.area))
        });
        let mut found: Vec<(usize, Area)> = known.collect();
        found.sort_by_key(|(sheet, area)| (*sheet, area.first_row, area.first_column));
        found.dedup();
        found
    }

    /// The names the workbook has for ranges.
    pub(super) fn names(&mut self) -> Vec<String> {
        let named = self.named.get_or_insert_with(|| self.source.named());
        named.iter().map(|range| range.name.clone()).collect()
    }

    /// Where the table stands in a sheet.
    pub(super) fn place(&mut self, spot: Spot, table: &WantedTable<'_>) -> Result<Placed, CellsError> {
        let area = match (spot.area, &table.layout.range) {
            (Some(area), _) => area,
            (None, Some(Range::Area(area))) => *area,
            (None, Some(Range::Below(titles))) => {
                let folded: Vec<String> = titles.all().iter().map(|title| fold(title)).collect();
                let found = below::find(self.source.as_mut(), spot.sheet, &folded)?;
                if found.is_empty() || (found.len() > 1 && !titles.is_each()) {
                    return Ok(Placed::Untitled(found.iter().map(|titled| titled.at).collect()));
                }
                let part = |titled: below::Titled| self.part(spot.sheet, table, titled.area, Some(titled.title));
                return found.into_iter().map(part).collect::<Result<_, _>>().map(Placed::At);
            }
            (None, Some(Range::Name(_)) | None) => Area::ALL,
        };
        Ok(Placed::At(vec![self.part(spot.sheet, table, area, None)?]))
    }

    fn part(
        &mut self,
        sheet: usize,
        table: &WantedTable<'_>,
        mut area: Area,
        title: Option<String>,
    ) -> Result<Part, CellsError> {
        if let Some((first, _)) = table.layout.header.as_ref().and_then(|header| header.rows()) {
            area.first_row = area.first_row.max(first);
        }
        let header = if area == Area::ALL {
            find(self.head(sheet)?, table, &area)
        } else {
            find(&head(self.source.as_mut(), sheet, &area)?, table, &area)
        };
        let mut header = header;
        if header.found() == 0 && header.missing.is_empty() {
            // Where every column may be missing and every one is, it is another table.
            header.missing = (0..table.columns.len()).filter(|at| table.columns[*at].in_cells()).collect();
        }
        Ok(Part { header, area, title })
    }
}

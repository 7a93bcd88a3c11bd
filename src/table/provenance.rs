//! Which row of which sheet each row of a table was read from.

use crate::source::CellAddress;
use std::sync::Arc;

/// Rows read one after another from one sheet.
#[derive(Clone, Debug)]
pub struct Segment {
    /// First row of the table that came from this sheet.
    pub first_row: usize,
    /// File name of the workbook.
    pub workbook: Arc<str>,
    /// Name of the sheet.
    pub sheet: Arc<str>,
    /// For each column of the table its column in the sheet, from 0; `None` where the sheet has none.
    pub columns: Vec<Option<u32>>,
    /// Cells that were read as something else than they say, each with what it says: row in the sheet,
    /// column of the table, text. Kept only where a run is asked to, in the order of the rows.
    pub written: Arc<[(u32, u32, Box<str>)]>,
}

/// Where the rows of a table come from. Empty for rows that a host handed in.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// The sheets, in the order of their rows.
    pub segments: Vec<Segment>,
    /// For each row of the table its row in the sheet, from 0.
    pub sheet_rows: Vec<u32>,
}

impl Provenance {
    /// The sheet a row came from.
    #[must_use]
    pub fn segment(&self, row: usize) -> Option<&Segment> {
        self.segment_at(row).map(|at| &self.segments[at])
    }

    /// The place of that sheet among the segments.
    #[must_use]
    pub fn segment_at(&self, row: usize) -> Option<usize> {
        self.segments.partition_point(|segment| segment.first_row <= row).checked_sub(1)
    }

    /// What the cell says that a row's value came from, where it was read as something else and that was
    /// kept.
    #[must_use]
    pub fn written(&self, row: usize, column: usize) -> Option<&str> {
        let segment = self.segment(row)?;
        let place = (*self.sheet_rows.get(row)?, u32::try_from(column).ok()?);
        let at = segment.written.binary_search_by_key(&place, |(row, column, _)| (*row, *column)).ok()?;
        segment.written.get(at).map(|(_, _, text)| &**text)
    }

    /// The cell a row's value came from; the first column of the sheet where the column is unknown.
    #[must_use]
    pub fn cell(&self, row: usize, column: Option<usize>) -> Option<CellAddress> {
        let segment = self.segment(row)?;
        let at = match column {
            Some(column) => (*segment.columns.get(column)?)?,
            None => segment.columns.iter().flatten().min().copied().unwrap_or(0),
        };
        Some(CellAddress {
            workbook: segment.workbook.clone(),
            sheet: segment.sheet.clone(),
            row: *self.sheet_rows.get(row)?,
            column: at,
        })
    }
}

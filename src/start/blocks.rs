//! Parts of a sheet with the same header, each below a title.

use super::head::Head;
use crate::cells::{Cell, CellValue};

/// What is seen of the rows of a sheet, one after the other.
pub(super) struct Blocks<'h> {
    head: &'h Head,
    row: u32,
    /// Cells of the row, and those that are as in the header.
    cells: usize,
    same: usize,
    first: Option<String>,
    /// The row before, where it had a single cell with a text.
    before: Option<(u32, String)>,
    /// The title above each header; `None` above one without.
    found: Vec<Option<String>>,
    /// The last row with more than a single cell.
    pub(super) end: u32,
}

impl<'h> Blocks<'h> {
    pub(super) fn new(head: &'h Head) -> Blocks<'h> {
        Blocks { head, row: 0, cells: 0, same: 0, first: None, before: None, found: Vec::new(), end: 0 }
    }

    pub(super) fn see(&mut self, cell: &Cell<'_>) {
        if cell.row != self.row {
            self.finish();
            self.row = cell.row;
        }
        self.cells += 1;
        if self.cells == 2 {
            self.end = cell.row;
        }
        let CellValue::Text(text) = cell.value else { return };
        if self.cells == 1 {
            self.first = Some(text.trim().to_string());
        }
        // The cells of a row and those of the header come left to right.
        let is_header = self
            .head
            .cells
            .get(self.cells - 1)
            .is_some_and(|head| head.column == cell.column && head.text == text.trim());
        self.same += usize::from(is_header);
    }

    fn finish(&mut self) {
        if self.cells > 1 && self.same == self.cells && self.cells == self.head.cells.len() {
            let title = self.before.take().filter(|(row, _)| row + 1 == self.row);
            self.found.push(title.map(|(_, title)| title));
        }
        self.before = self.first.take().filter(|_| self.cells == 1).map(|title| (self.row, title));
        (self.cells, self.same) = (0, 0);
    }

    /// The titles, where there are several parts and each has another.
    pub(super) fn titles(mut self) -> Vec<String> {
        self.finish();
        let titles: Vec<String> = self.found.iter().flatten().cloned().collect();
        let distinct = (0..titles.len()).all(|at| !titles[..at].contains(&titles[at]));
        let is_whole = titles.len() > 1 && titles.len() == self.found.len() && distinct;
        if is_whole && !titles.iter().any(|title| title.contains('*')) { titles } else { Vec::new() }
    }
}

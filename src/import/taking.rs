//! The cells of a sheet on their way to who takes them in: rows of the table, and what stands above and below them.

use super::above::Above;
use super::beyond::Beyond;
use super::lines::LongLines;
use super::locate::Pick;
use super::rows::{LookingAhead, RowReader};
use crate::cells::{Cell, Piece, Rows, Visitor};
use crate::source::Area;
use std::ops::ControlFlow;

/// Takes in the cells of a sheet, each where it belongs.
pub(super) struct Taking<'a, 't, 'p> {
    /// For each column of the sheet the table's columns that stand there.
    pub wanted: &'a [Vec<usize>],
    pub pick: &'a Pick,
    /// Whether the fields of a line are counted.
    pub separated: bool,
    pub beyond: Beyond<'t, 'p>,
    pub long: LongLines,
    pub above: Above,
    pub reader: &'a mut RowReader<'t, 'p>,
    /// What was seen of rows that were looked at before.
    pub ahead: Option<&'a LookingAhead<'a, 'p>>,
}

impl Taking<'_, '_, '_> {
    /// Counts the fields of a line that stand beyond the header.
    #[inline]
    fn beyond_header(&mut self, (row, cells): (u32, &[Piece])) {
        let width = self.pick.header.width;
        let is_beyond = |piece: &&Piece| u32::from(piece.column) >= width;
        if self.separated && cells.last().as_ref().is_some_and(is_beyond) {
            cells.iter().filter(is_beyond).for_each(|piece| self.long.add(row, u32::from(piece.column)));
        }
    }
}

impl Taking<'_, '_, '_> {
    /// Takes in what stands above the rows of the table, and gives how many of these rows that are.
    fn above_rows(&mut self, rows: &Rows<'_>) -> ControlFlow<(), usize> {
        let first = if self.pick.area == Area::ALL { self.pick.header.from } else { u32::MAX };
        let before = (0..rows.len()).take_while(|at| rows.row(*at).0 < first).count();
        for at in 0..before {
            let (row, cells) = rows.row(at);
            cells.iter().try_for_each(|piece| self.cell(rows.cell(row, piece)))?;
        }
        for at in before..rows.len() {
            self.beyond_header(rows.row(at));
        }
        ControlFlow::Continue(before)
    }
}

impl Visitor for Taking<'_, '_, '_> {
    fn cell(&mut self, cell: Cell<'_>) -> ControlFlow<()> {
        let pick = self.pick;
        let here = self.wanted.get(cell.column as usize).map_or(&[][..], Vec::as_slice);
        if cell.row < pick.header.from && pick.area.holds(cell.row, cell.column) {
            self.above.cell((cell.row, cell.column), !here.is_empty(), &cell.value);
        }
        if cell.row > pick.area.last_row {
            self.beyond.cell(cell.row, cell.column, here, &cell.value);
            return if self.beyond.is_over() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        }
        if cell.row >= pick.header.from && pick.area.holds(cell.row, cell.column) {
            if self.separated && cell.column >= pick.header.width {
                self.long.add(cell.row, cell.column);
            }
            self.reader.cell(&cell, here);
        }
        ControlFlow::Continue(())
    }

    fn rows(&mut self, rows: &Rows<'_>) -> ControlFlow<()> {
        let from = self.above_rows(rows)?;
        self.reader.rows(rows, from, self.wanted);
        ControlFlow::Continue(())
    }

    fn rows_looked_at(&mut self, rows: &Rows<'_>) -> ControlFlow<()> {
        let Some((ahead, looked)) = self.ahead.and_then(|ahead| Some((ahead, ahead.next()?))) else {
            return self.rows(rows);
        };
        let from = self.above_rows(rows)?;
        self.reader.rows_looked_at(rows, from, self.wanted, &looked);
        ahead.again(looked);
        ControlFlow::Continue(())
    }
}

//! Who takes in the cells of a sheet.

use super::{Cell, Rows};
use std::ops::ControlFlow;

/// Takes in the cells of a sheet, in order: one by one, or whole rows at once where the reader has them so.
pub trait Visitor {
    /// Takes a cell in; breaks where there are enough.
    fn cell(&mut self, cell: Cell<'_>) -> ControlFlow<()>;

    /// Takes in several whole rows.
    fn rows(&mut self, rows: &Rows<'_>) -> ControlFlow<()> {
        rows.each(0, &mut |cell| self.cell(cell))
    }

    /// The same, of rows the [`Looker`] has looked at. They come in the order in which it did.
    fn rows_looked_at(&mut self, rows: &Rows<'_>) -> ControlFlow<()> {
        self.rows(rows)
    }
}

/// Looks at whole rows on a thread of its own, before a visitor takes them in.
pub trait Looker: Sync {
    /// Looks at some rows.
    fn look(&self, rows: &Rows<'_>);
}

impl<F: FnMut(Cell<'_>) -> ControlFlow<()>> Visitor for F {
    fn cell(&mut self, cell: Cell<'_>) -> ControlFlow<()> {
        self(cell)
    }
}

/// A visitor that has taken in the first cells already.
pub(super) struct Onward<'v> {
    pub visitor: &'v mut dyn Visitor,
    /// How many of them are still to come.
    pub known: usize,
}

impl Visitor for Onward<'_> {
    fn cell(&mut self, cell: Cell<'_>) -> ControlFlow<()> {
        if self.known == 0 {
            return self.visitor.cell(cell);
        }
        self.known -= 1;
        ControlFlow::Continue(())
    }

    fn rows(&mut self, rows: &Rows<'_>) -> ControlFlow<()> {
        if self.known == 0 {
            return self.visitor.rows(rows);
        }
        let known = self.known.min(rows.cells());
        self.known -= known;
        rows.each(known, &mut |cell| self.visitor.cell(cell))
    }
}

/// A visitor whose cells are counted.
pub(super) struct Counted<'v> {
    pub visitor: &'v mut dyn Visitor,
    pub cells: usize,
}

impl Visitor for Counted<'_> {
    fn cell(&mut self, cell: Cell<'_>) -> ControlFlow<()> {
        self.cells += 1;
        self.visitor.cell(cell)
    }

    fn rows(&mut self, rows: &Rows<'_>) -> ControlFlow<()> {
        self.cells += rows.cells();
        self.visitor.rows(rows)
    }
}

//! A report of pages: what of a sheet is printed, and how wide.

use rust_xlsxwriter::{Worksheet, XlsxError};

/// How much of a list is printed. Who needs all of it reads it on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// What the report is read for: scores, the review list.
    Report,
    /// What stands behind it.
    Detail,
}

impl Length {
    /// Rows that are printed, at most.
    pub(super) fn rows(self) -> usize {
        match self {
            Length::Report => 40,
            Length::Detail => 28,
        }
    }

    /// Pages side by side, at most.
    fn pages(self) -> usize {
        match self {
            Length::Report => 2,
            Length::Detail => 1,
        }
    }

    /// Whether not all of so many rows are printed.
    pub(super) fn cuts(self, rows: usize) -> bool {
        rows > self.rows() + self.rows() / 5
    }
}

/// Widths of columns, in characters, that one page holds so that it can be read; wider sheets take several.
const PAGE: usize = 260;

/// What is printed of a sheet.
pub(super) struct Printed {
    /// The row of the header, which stands on every page.
    pub header: u32,
    /// Rows below it.
    pub rows: usize,
    /// Widths of all columns, in characters.
    pub widths: Vec<usize>,
    /// Columns that stand on every page.
    pub frozen: u16,
    /// How much is printed.
    pub length: Length,
}

impl Printed {
    /// Sets a sheet that is printed whole up for printing.
    pub(super) fn whole(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let wide = self.widths.iter().sum::<usize>().div_ceil(PAGE).clamp(1, self.length.pages());
        sheet.set_print_fit_to_pages(wide as u16, 0);
        Ok(())
    }

    /// Sets the sheet up for printing.
    pub(super) fn set(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let Some(last) = self.widths.len().checked_sub(1) else { return Ok(()) };
        let wide = self.widths.iter().sum::<usize>().div_ceil(PAGE).clamp(1, self.length.pages());
        sheet.set_print_fit_to_pages(wide as u16, 0);
        if wide > 1 && self.frozen > 0 {
            sheet.set_repeat_columns(0, self.frozen - 1)?;
        }
        let rows = if self.length.cuts(self.rows) { self.length.rows() } else { self.rows.max(1) };
        sheet.set_print_area(0, 0, self.header + rows as u32, last as u16)?;
        Ok(())
    }
}

//! A report of pages: what of a sheet is printed, and how wide.

use crate::export::content::listing::Length;
use rust_xlsxwriter::{Worksheet, XlsxError};

/// Pages side by side, at most.
fn pages(length: Length) -> usize {
    match length {
        Length::Report => 2,
        Length::Detail => 1,
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
        let wide = self.widths.iter().sum::<usize>().div_ceil(PAGE).clamp(1, pages(self.length));
        sheet.set_print_fit_to_pages(wide as u16, 0);
        Ok(())
    }

    /// Sets the sheet up for printing.
    pub(super) fn set(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let Some(last) = self.widths.len().checked_sub(1) else { return Ok(()) };
        let wide = self.widths.iter().sum::<usize>().div_ceil(PAGE).clamp(1, pages(self.length));
        sheet.set_print_fit_to_pages(wide as u16, 0);
        if wide > 1 && self.frozen > 0 {
            sheet.set_repeat_columns(0, self.frozen - 1)?;
        }
        let rows = if self.length.cuts(self.rows) { self.length.rows() } else { self.rows.max(1) };
        sheet.set_print_area(0, 0, self.header + rows as u32, last as u16)?;
        Ok(())
    }
}

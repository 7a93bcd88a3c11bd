//! The account of an import: the files read, and what became of every row.

/// A workbook or CSV that was read: its name without folders, and its fingerprint.
pub use crate::files::FileFingerprint as InputFile;

/// Rows of one table read from one sheet. `read = used + rejected`.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlTotal {
    /// Name of the table.
    pub table: String,
    /// File name of the workbook.
    pub workbook: String,
    /// Name of the sheet.
    pub sheet: String,
    /// Rows with anything in them below the header.
    pub read: usize,
    /// Rows that became rows of the table.
    pub used: usize,
    /// Rows left out: rejected for a bad cell, or recognised as total rows.
    pub rejected: usize,
    /// For each number column its name and the sum over the rows used.
    pub sums: Vec<(String, f64)>,
}

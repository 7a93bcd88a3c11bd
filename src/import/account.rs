//! The account of an import: the files read, and what became of every row.

use crate::value::Value;

/// A workbook or CSV that was read: its name without folders, and its fingerprint.
pub use crate::files::FileFingerprint as InputFile;

/// Rows of one table read from one sheet. `read = used + rejected`.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// The same over the rows left out, as far as their cells are numbers.
    pub rejected_sums: Vec<(String, f64)>,
    /// For each date column the first and the last day or moment of the rows used.
    pub dates: Vec<DateSpan>,
}

impl ControlTotal {
    /// For each number column its name and the sums over the rows read, used and left out.
    pub fn all_sums(&self) -> impl Iterator<Item = (&str, [f64; 3])> {
        self.sums.iter().enumerate().map(|(at, (name, used))| {
            let rejected = self.rejected_sums.get(at).map_or(0.0, |(_, sum)| *sum);
            (name.as_str(), [used + rejected, *used, rejected])
        })
    }
}

/// The first and the last date of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct DateSpan {
    /// Name of the column.
    pub column: String,
    /// The earliest; blank where there is none.
    pub first: Value,
    /// The latest.
    pub last: Value,
}

/// Rows of a table whose reference leads nowhere: orders of an unknown customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Orphans {
    /// Name of the table.
    pub table: String,
    /// Name of the column that refers.
    pub column: String,
    /// Name of the table it refers to.
    pub references: String,
    /// Number of rows.
    pub rows: usize,
    /// Whether they were left out, rather than kept without a reference.
    pub rejected: bool,
    /// Number of different keys.
    pub distinct: usize,
    /// The keys with their numbers of rows, the most frequent first; the first thousand.
    pub keys: Vec<(String, usize)>,
    /// For each number column its name and the sum over these rows.
    pub sums: Vec<(String, f64)>,
}

//! Typed columns, and tables made of them.

mod builder;
mod column;
mod lookup;
mod provenance;
mod text;

pub use builder::{ColumnBuilder, fitted};
pub use column::{BLANK_BOOL, BLANK_DATE, BLANK_DATETIME, Column, FALSE, TRUE, row_key};
pub use lookup::{NO_ROW, lookup, without_key};
pub use provenance::{Provenance, Segment};
pub use text::{BLANK_TEXT, Dictionary, TextBuilder, TextColumn};

/// Rows of imported columns. Formulas never change a table; they add columns beside it.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The name in the policy.
    pub name: String,
    /// Number of rows.
    pub rows: usize,
    /// The imported columns, in the order of the policy.
    pub columns: Vec<Column>,
    /// Where each row was read.
    pub provenance: Provenance,
}

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
    /// For the last of the columns: the pattern of headers each was found by. How many there are the data decides.
    pub extra: Vec<Extra>,
}

/// What a column found by a pattern is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// The pattern, as the policy writes it.
    pub pattern: String,
    /// The text of its header; of each row of it where the policy asks for them.
    pub labels: Vec<String>,
}

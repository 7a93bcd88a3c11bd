//! What is odd about a text file and cannot be seen in its cells.

/// Something odd at a line of a text file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The line, from 0.
    pub row: u32,
    /// What it is.
    pub what: Oddity,
}

/// What can be odd about a line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Oddity {
    /// A byte that is no UTF-8 in a file that otherwise is; it was read as this character.
    StrayByte(u8, char),
    /// The first line that ends in a lone carriage return, in a file whose other lines end otherwise.
    LineEnd,
    /// Text after the quote that ends a field.
    BrokenQuote,
    /// So many fields written as a formula that is a text (`="001"`), the first in that column and of that text.
    TextFormula(usize, u32, String),
}

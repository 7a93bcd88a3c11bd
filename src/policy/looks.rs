//! How a report draws a table: its chart, its subtotals, its colours.

use crate::source::Spanned;
use serde::{Deserialize, Serialize};

/// How a sheet of the report is drawn.
#[derive(Clone, Debug, Default)]
pub struct SheetLook {
    /// `group:` the column for each value of which there is a subtotal.
    pub group: Option<Spanned<String>>,
    /// `chart:`.
    pub chart: Option<SheetChart>,
    /// `color:` by column.
    pub colors: Vec<(Spanned<String>, Spanned<Coloring>)>,
}

/// A chart of a sheet.
#[derive(Clone, Debug)]
pub struct SheetChart {
    /// `of:` the column it shows.
    pub of: Spanned<String>,
    /// `by:` the column for each value of which it has a bar or a point.
    pub by: Option<Spanned<String>>,
    /// `as:` whether it is a line; by the column it is drawn over where nothing is said.
    pub line: Option<bool>,
}

/// How the cells of a column are coloured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coloring {
    /// From red for the least to green for the most.
    High,
    /// From green for the least to red for the most.
    Low,
    /// By what is in the cell; the first that fits holds.
    Cells(Vec<(CellIs, Shade)>),
}

/// What is in a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellIs {
    /// That text, number, `true` or `false`.
    Value(String),
    /// A number below that one.
    Less(f64),
    /// That number or less.
    AtMost(f64),
    /// A number above that one.
    More(f64),
    /// That number or more.
    AtLeast(f64),
}

impl CellIs {
    /// Whether a number is so; a value by itself is no matter of numbers alone.
    #[must_use]
    pub fn holds(&self, number: f64) -> bool {
        match self {
            CellIs::Value(_) => false,
            CellIs::Less(than) => number < *than,
            CellIs::AtMost(most) => number <= *most,
            CellIs::More(than) => number > *than,
            CellIs::AtLeast(least) => number >= *least,
        }
    }
}

/// A colour of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shade {
    /// `green`
    Green,
    /// `yellow`
    Yellow,
    /// `orange`
    Orange,
    /// `red`
    Red,
    /// `blue`
    Blue,
    /// `grey`
    Grey,
}

impl Shade {
    /// All of them, in the order the manual names them.
    pub const ALL: [Shade; 6] = [Shade::Green, Shade::Yellow, Shade::Orange, Shade::Red, Shade::Blue, Shade::Grey];
    /// Their words.
    pub const WORDS: [&str; 6] = ["green", "yellow", "orange", "red", "blue", "grey"];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Shade::WORDS[self as usize]
    }

    /// The colour of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Shade> {
        Shade::ALL.into_iter().find(|shade| shade.word() == word)
    }
}

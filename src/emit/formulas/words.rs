//! A formula put together: words of a spreadsheet, and places that are known once the sheets are laid out.

use crate::formula::{ColumnId, TableId};
use std::sync::Arc;

/// A column of a table's sheet: one of the plan, or one made on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A column of the plan.
    Column(ColumnId),
    /// A step on the way, by its number.
    Step(usize),
}

/// A part of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterPart {
    /// Its value; of a list the cells of all its values.
    Value,
    /// The first day of a period.
    From,
    /// The last day of a period.
    To,
}

/// A cell on the sheet of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleAt {
    /// A value that a cell of a rule compares with.
    Cell {
        /// The decision table.
        decision: usize,
        /// The rule.
        rule: usize,
        /// The input.
        input: usize,
        /// Which of its values.
        part: usize,
    },
    /// The results of all rules, the default being the last.
    Results {
        /// The decision table.
        decision: usize,
        /// The result.
        output: usize,
    },
    /// What a measure of a scorecard asks for, where it is one value for all rows.
    Measure {
        /// The scorecard.
        card: usize,
        /// The measure.
        measure: usize,
        /// Weight, target or worst value, from 0.
        term: usize,
    },
    /// A value that a band compares with.
    Band {
        /// The scorecard.
        card: usize,
        /// The band.
        band: usize,
        /// Which of its values.
        part: usize,
    },
}

/// A piece of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Words as they are.
    Text(String),
    /// The cell of the row.
    Own(Place),
    /// The cells of all rows.
    All(Place),
    /// The one cell of a table with one row.
    Single(ColumnId),
    /// A parameter.
    Parameter(Arc<str>, ParameterPart),
    /// A cell of the rules.
    Rule(RuleAt),
}

/// A formula for the rows of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// Whether its parts are worked out for all rows of a column at once, which a spreadsheet must be told.
    pub array: bool,
}

/// A step on the way to a column, with its values.
#[derive(Clone, Debug)]
pub struct Step {
    /// The table.
    pub table: TableId,
    /// What it is called.
    pub title: String,
    /// How it is worked out.
    pub formula: Formula,
    /// Its values in the run.
    pub values: Vec<crate::value::Value>,
}

/// Longest formula of a cell, in characters.
const LONGEST: usize = 8_000;

impl Formula {
    /// Whether a cell can hold it, whatever the sheets are called.
    pub(super) fn fits(pieces: &[Piece]) -> bool {
        let size = |piece: &Piece| match piece {
            Piece::Text(text) => text.chars().count(),
            Piece::Own(_) => 8,
            Piece::All(_) => 60,
            Piece::Single(_) | Piece::Rule(_) => 45,
            Piece::Parameter(name, _) => name.chars().count() + 6,
        };
        pieces.iter().map(size).sum::<usize>() <= LONGEST
    }
}

/// What can stand in a formula.
pub(super) trait Words {
    /// Adds it to the pieces so far.
    fn add(self, to: &mut Vec<Piece>);
}

impl Words for &str {
    fn add(self, to: &mut Vec<Piece>) {
        match to.last_mut() {
            Some(Piece::Text(text)) => text.push_str(self),
            _ => to.push(Piece::Text(self.to_string())),
        }
    }
}

impl Words for String {
    fn add(self, to: &mut Vec<Piece>) {
        self.as_str().add(to);
    }
}

impl Words for Piece {
    fn add(self, to: &mut Vec<Piece>) {
        match self {
            Piece::Text(text) => text.as_str().add(to),
            other => to.push(other),
        }
    }
}

impl Words for &Vec<Piece> {
    fn add(self, to: &mut Vec<Piece>) {
        self.iter().cloned().for_each(|piece| piece.add(to));
    }
}

impl Words for Vec<Piece> {
    fn add(self, to: &mut Vec<Piece>) {
        (&self).add(to);
    }
}

/// Pieces one after another.
macro_rules! cat {
    ($($part:expr),* $(,)?) => {{
        let mut pieces: Vec<$crate::emit::formulas::Piece> = Vec::new();
        $($crate::emit::formulas::words::Words::add($part, &mut pieces);)*
        pieces
    }};
}
pub(super) use cat;

/// Pieces with a text between them.
pub(super) fn joined(parts: &[Vec<Piece>], between: &str) -> Vec<Piece> {
    let mut all = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            between.add(&mut all);
        }
        part.add(&mut all);
    }
    all
}

/// A call: `NAME(a,b)`.
pub(super) fn call(name: &str, parts: &[Vec<Piece>]) -> Vec<Piece> {
    cat![name, "(", joined(parts, ","), ")"]
}

/// A text as a formula writes it.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

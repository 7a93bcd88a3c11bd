//! One cell of a decision table or band: the short tests people write in spreadsheets, after the
//! unary tests of DMN, and the results they write beside them.
//!
//! | written | means |
//! |---|---|
//! | empty, `-` | any value, blank too |
//! | `A` | equal to A |
//! | `A, B` | any of these |
//! | `not A`, `!= A`, `<> A` | any value but A, and not blank |
//! | `not(A, B)` | none of these, and not blank; each within the brackets means what it means alone |
//! | `> 5`, `>= 10%`, `< 5`, `<= 5` | compared with it; `≥` and `≤` too |
//! | `1_000 .. 5_000` | from 1,000 up to but not including 5,000 |
//! | `1_000 ..= 5_000` | from 1,000 to 5,000, both included |
//! | `.. 100`, `..= 100`, `100 ..` | ranges with one end |
//! | `[1..5]`, `(1..5)`, `[1..5)`, `]1..5[` | DMN's ranges: a bracket that faces inward includes its end |
//! | `>= 10% and < 20%` | both (not for text inputs, where `and` is a word like any other) |
//! | `blank`, `not blank` | nothing known, something known |
//! | `"A, B"` | exactly the text between the quotes; `""` within it is one quote |
//! | `2026-01-01` | a date, in the forms `Date::parse` knows |
//! | `true`, `yes`, `false`, `no` | for inputs that are true or false |
//! | `> other`, `<= other * 2` | compared with a column or formula (for inputs that have an order) |
//! | `= expression` | equal to a formula; the rest of the cell is the formula |
//!
//! `1,000` is the number one thousand: a list of numbers needs a blank after each comma (`1, 2`).
//! Full-width forms of operators, digits and brackets are read like the plain ones; texts are kept
//! as written, because text compares exactly.

mod holds;
mod literal;
mod parse;
mod parts;
mod result;
mod scan;
mod unclear;

#[cfg(test)]
mod tests;

pub use parse::parse;
pub use parts::CellPart;
pub use result::{ResultCell, parse_result, result_type, stray_texts};
pub use unclear::{lookalikes, meant, parts_of, unclear};

use crate::diagnostic::Problem;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// What a cell asks of its input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellTest {
    /// Any value, blank too: `-` or an empty cell.
    Any,
    /// No value known.
    Blank,
    /// A comparison with a literal.
    Compare(Comparison, Literal),
    /// Between two literals; an end left out is open. At least one end is there.
    Range {
        /// Lower end.
        from: Option<Literal>,
        /// Whether the lower end itself matches.
        from_included: bool,
        /// Upper end.
        to: Option<Literal>,
        /// Whether the upper end itself matches.
        to_included: bool,
    },
    /// At least one of these.
    OneOf(Vec<CellTest>),
    /// Every one of these.
    All(Vec<CellTest>),
    /// Not this one.
    Not(Box<CellTest>),
    /// Compared with a formula.
    Formula {
        /// How the input must stand to it.
        #[serde(default = "equal", skip_serializing_if = "is_equal")]
        comparison: Comparison,
        /// The formula, without the sign before it.
        text: String,
        /// Byte of the cell at which it starts.
        start: u32,
    },
}

fn equal() -> Comparison {
    Comparison::Equal
}

fn is_equal(comparison: &Comparison) -> bool {
    *comparison == Comparison::Equal
}

/// The comparisons of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// `A`
    Equal,
    /// `!= A`, `<> A`, `≠ A`
    NotEqual,
    /// `<`
    Less,
    /// `<=`, `≤`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`, `≥`
    GreaterOrEqual,
}

/// A value written in a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Literal {
    /// The value, never blank. For a datetime input a day without a time is a date, and so compares by day.
    pub value: Value,
    /// Whether it was written as a percentage.
    pub percent: bool,
    /// First byte in the cell.
    pub start: u32,
    /// Byte after the last in the cell.
    pub end: u32,
}

/// Why a cell cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellError {
    /// What is wrong, and what to write.
    pub problem: Problem,
    /// First byte in the cell of what is wrong.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// Something that is written in a cell.
#[derive(Debug)]
pub enum Written<'t> {
    /// A value.
    Literal(&'t mut Literal),
    /// A formula, and the byte of the cell at which it starts.
    Formula(&'t mut String, &'t mut u32),
}

impl CellTest {
    /// Shows every value and every formula of the test, in the order written, to be changed.
    pub fn change(&mut self, each: &mut impl FnMut(Written<'_>)) {
        match self {
            CellTest::Compare(_, literal) => each(Written::Literal(literal)),
            CellTest::Range { from, to, .. } => {
                from.iter_mut().chain(to).for_each(|literal| each(Written::Literal(literal)))
            }
            CellTest::OneOf(tests) | CellTest::All(tests) => tests.iter_mut().for_each(|test| test.change(each)),
            CellTest::Not(test) => test.change(each),
            CellTest::Formula { text, start, .. } => each(Written::Formula(text, start)),
            CellTest::Any | CellTest::Blank => {}
        }
    }

    /// Whether the test contains a formula, so that values alone do not decide it.
    #[must_use]
    pub fn has_formula(&self) -> bool {
        match self {
            CellTest::Formula { .. } => true,
            CellTest::OneOf(tests) | CellTest::All(tests) => tests.iter().any(CellTest::has_formula),
            CellTest::Not(test) => test.has_formula(),
            CellTest::Any | CellTest::Blank | CellTest::Compare(..) | CellTest::Range { .. } => false,
        }
    }

    /// Whether the test asks, in so many words, if there is a value: `blank`, `not blank`.
    #[must_use]
    pub fn asks_for_blanks(&self) -> bool {
        match self {
            CellTest::Blank => true,
            CellTest::OneOf(tests) | CellTest::All(tests) => tests.iter().any(CellTest::asks_for_blanks),
            CellTest::Not(test) => test.asks_for_blanks(),
            CellTest::Any | CellTest::Compare(..) | CellTest::Range { .. } | CellTest::Formula { .. } => false,
        }
    }

    /// The test in words that are the same wherever in its cell it was written; for comparing tests.
    #[must_use]
    pub fn without_place(&self) -> String {
        match self {
            CellTest::Formula { comparison, text, .. } => format!("{comparison:?} {text}"),
            CellTest::OneOf(tests) | CellTest::All(tests) => {
                let all: Vec<String> = tests.iter().map(CellTest::without_place).collect();
                format!("{}({})", if matches!(self, CellTest::All(_)) { "all" } else { "one" }, all.join(", "))
            }
            CellTest::Not(test) => format!("not({})", test.without_place()),
            CellTest::Any => "-".to_string(),
            CellTest::Blank => "blank".to_string(),
            CellTest::Compare(comparison, literal) => format!("{comparison:?} {:?}", literal.value),
            CellTest::Range { from, from_included, to, to_included } => {
                let end = |end: &Option<Literal>| end.as_ref().map(|end| end.value.clone());
                format!("{:?} {from_included} .. {:?} {to_included}", end(from), end(to))
            }
        }
    }

    /// Every literal of the test, in the order written.
    #[must_use]
    pub fn literals(&self) -> Vec<&Literal> {
        match self {
            CellTest::Compare(_, literal) => vec![literal],
            CellTest::Range { from, to, .. } => from.iter().chain(to).collect(),
            CellTest::OneOf(tests) | CellTest::All(tests) => tests.iter().flat_map(CellTest::literals).collect(),
            CellTest::Not(test) => test.literals(),
            CellTest::Any | CellTest::Blank | CellTest::Formula { .. } => Vec::new(),
        }
    }
}

//! A cell taken apart into the values it compares with, so that each can stand in a cell of a sheet.

use super::{CellTest, Comparison, Literal};
use crate::value::Value;

/// One comparison of a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct CellPart {
    /// How the input must stand to the value.
    pub comparison: Comparison,
    /// The values; for several texts it is enough to be one of them, or to be none for `NotEqual`.
    pub values: Vec<Value>,
    /// Whether it was written as a percentage.
    pub percent: bool,
}

impl Comparison {
    /// As people write it.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Equal => "=",
            Comparison::NotEqual => "≠",
            Comparison::Less => "<",
            Comparison::LessOrEqual => "≤",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => "≥",
        }
    }
}

impl CellTest {
    /// One or two comparisons with values that say the same, all of which must hold; `None` where it takes more
    /// than that: formulas, blanks, several ranges.
    #[must_use]
    pub fn parts(&self) -> Option<Vec<CellPart>> {
        match self {
            CellTest::Compare(comparison, literal) => Some(vec![part(*comparison, literal)]),
            CellTest::Range { from, from_included, to, to_included } => {
                let low = if *from_included { Comparison::GreaterOrEqual } else { Comparison::Greater };
                let high = if *to_included { Comparison::LessOrEqual } else { Comparison::Less };
                let low = from.iter().map(|literal| part(low, literal));
                Some(low.chain(to.iter().map(|literal| part(high, literal))).collect())
            }
            CellTest::All(tests) => {
                let parts: Option<Vec<Vec<CellPart>>> = tests.iter().map(CellTest::parts).collect();
                let parts: Vec<CellPart> = parts?.into_iter().flatten().collect();
                (1..=2).contains(&parts.len()).then_some(parts)
            }
            CellTest::OneOf(tests) => words(tests, Comparison::Equal),
            CellTest::Not(test) => match &**test {
                CellTest::OneOf(tests) => words(tests, Comparison::NotEqual),
                CellTest::Compare(Comparison::Equal, literal) => Some(vec![part(Comparison::NotEqual, literal)]),
                _ => None,
            },
            CellTest::Any | CellTest::Blank | CellTest::Formula { .. } => None,
        }
    }
}

fn part(comparison: Comparison, literal: &Literal) -> CellPart {
    CellPart { comparison, values: vec![literal.value.clone()], percent: literal.percent }
}

/// Several texts, of which one must be met. A text with a comma cannot be told from two.
fn words(tests: &[CellTest], comparison: Comparison) -> Option<Vec<CellPart>> {
    let word = |test: &CellTest| match test {
        CellTest::Compare(Comparison::Equal, literal) => {
            literal.value.as_text().filter(|text| !text.contains(',')).map(|_| literal.value.clone())
        }
        _ => None,
    };
    let values: Option<Vec<Value>> = tests.iter().map(word).collect();
    Some(vec![CellPart { comparison, values: values?, percent: false }])
}

//! Whether a test holds for one value: the meaning that columns and indexes must agree with.

use super::{CellTest, Comparison};
use crate::value::{Value, ops};
use std::cmp::Ordering;

impl Comparison {
    /// Whether the order of input and literal satisfies the comparison.
    #[must_use]
    pub fn accepts(self, order: Ordering) -> bool {
        match self {
            Comparison::Equal => order.is_eq(),
            Comparison::NotEqual => order.is_ne(),
            Comparison::Less => order.is_lt(),
            Comparison::LessOrEqual => order.is_le(),
            Comparison::Greater => order.is_gt(),
            Comparison::GreaterOrEqual => order.is_ge(),
        }
    }
}

impl CellTest {
    /// Whether the test holds for that value. `None` where it cannot be told: a blank meets anything
    /// but `-`, `blank` and `not blank`, the value is of another type, or the answer hangs on a formula.
    /// A rule fires only where all its tests are `Some(true)`.
    #[must_use]
    pub fn holds(&self, value: &Value) -> Option<bool> {
        match self {
            CellTest::Any => Some(true),
            CellTest::Blank => Some(value.is_blank()),
            CellTest::Compare(comparison, literal) => {
                ops::compare(value, &literal.value).map(|order| comparison.accepts(order))
            }
            CellTest::Range { from, from_included, to, to_included } => {
                let low = if *from_included { Comparison::GreaterOrEqual } else { Comparison::Greater };
                let high = if *to_included { Comparison::LessOrEqual } else { Comparison::Less };
                let side = |end: &Option<super::Literal>, comparison: Comparison| match end {
                    None => Some(true),
                    Some(end) => ops::compare(value, &end.value).map(|order| comparison.accepts(order)),
                };
                both(side(from, low), side(to, high))
            }
            CellTest::All(tests) => tests.iter().map(|test| test.holds(value)).fold(Some(true), both),
            CellTest::OneOf(tests) => {
                let none = tests.iter().map(|test| test.holds(value).map(|held| !held)).fold(Some(true), both);
                none.map(|none| !none)
            }
            CellTest::Not(test) => test.holds(value).map(|held| !held),
            CellTest::Formula { .. } => None,
        }
    }
}

/// Three-valued and: false wins over unknown.
fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

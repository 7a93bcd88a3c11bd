//! One input of a table as a side of the grid.

use super::{Domain, Input, Rule};
use crate::decision::axis::Axis;
use crate::decision::cell::{CellTest, Comparison, Literal};
use crate::decision::parts::Parts;
use crate::value::Value;

/// One input: how its values are divided, and which of the parts it can have.
pub(super) struct Side {
    pub name: String,
    pub axis: Axis,
    pub possible: Parts,
    pub percent: bool,
    /// Numbers as the table writes them.
    pub words: Vec<(f64, String)>,
}

impl Side {
    /// The parts it can have, the blank left out.
    pub fn known_values(&self) -> Parts {
        self.possible.and(&self.axis.values())
    }
}

impl Side {
    /// The side of an input, divided where the rules' tests divide it.
    pub fn new(at: usize, input: &Input, rules: &[Rule]) -> Side {
        let tests =
            || rules.iter().flat_map(|rule| &rule.tests).filter(move |(input, _)| *input == at).map(|(_, test)| test);
        let domain = &input.domain;
        let place = |place| Domain::value_at(place, input.kind);
        let bounds = [domain.min, domain.max].into_iter().flatten().filter_map(place);
        let more: Vec<Value> = domain.one_of.iter().cloned().chain(bounds).collect();
        let axis = Axis::new(input.kind, tests(), &more);
        let mut possible = axis.values();
        if !domain.one_of.is_empty() {
            let listed = domain.one_of.iter().map(|value| compare(Comparison::Equal, value.clone())).collect();
            possible = possible.and(&axis.parts(&CellTest::OneOf(listed)).unwrap_or_default());
        }
        let ends = [(Comparison::GreaterOrEqual, domain.min), (Comparison::LessOrEqual, domain.max)];
        for (comparison, end) in ends {
            if let Some(parts) = end.and_then(place).and_then(|end| axis.parts(&compare(comparison, end))) {
                possible = possible.and(&parts);
            }
        }
        if domain.whole {
            possible = possible.and(&axis.with_whole_numbers());
        }
        if domain.may_be_blank {
            possible = possible.or(&Parts::range(axis.blank(), axis.blank() + 1));
        }
        let percent = tests().flat_map(CellTest::literals).any(|literal| literal.percent);
        Side { name: input.name.clone(), axis, possible, percent, words: input.words.clone() }
    }
}

fn compare(comparison: Comparison, value: Value) -> CellTest {
    CellTest::Compare(comparison, Literal { value, percent: false, start: 0, end: 0 })
}

//! Finding the rules that may match a row without trying each one.

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;

use super::axis::Axis;
use super::cell::CellTest;
use crate::value::{Type, Value, number};

/// For each input, which rules each part of its values leaves in play, as sets of bits; the rules
/// that may match a row are those left by all inputs.
#[derive(Clone, Debug)]
pub struct Index {
    sides: Vec<Side>,
    rules: usize,
}

#[derive(Clone, Debug)]
struct Side {
    axis: Axis,
    /// For each part, one bit a rule.
    parts: Vec<Box<[u64]>>,
}

/// Most memory the index takes, in bits over all inputs; inputs beyond it are left to the plain scan.
const MOST_BITS: usize = 1 << 30;

impl Index {
    /// Builds the index of rules, each given by its tests with the index of their input. Rules for
    /// everything else have no tests and so are candidates of every row.
    #[must_use]
    pub fn build(inputs: &[Type], rules: &[Vec<(usize, CellTest)>]) -> Index {
        let mut bits = 0;
        let mut sides = Vec::with_capacity(inputs.len());
        for (input, kind) in inputs.iter().enumerate() {
            let tests = |rule: &'_ usize| rules[*rule].iter().filter(|(of, _)| *of == input).map(|(_, test)| test);
            let all = rules.iter().flatten().filter(|(of, _)| *of == input).map(|(_, test)| test);
            let axis = Axis::new(*kind, all, &[]);
            bits += (axis.blank() + 1) * rules.len();
            if bits > MOST_BITS {
                sides.push(Side { axis, parts: Vec::new() });
                continue;
            }
            let mut parts = vec![vec![0_u64; rules.len().div_ceil(64)].into_boxed_slice(); axis.blank() + 1];
            for rule in 0..rules.len() {
                let everywhere = axis.everywhere();
                let held =
                    tests(&rule).filter_map(|test| axis.parts(test)).fold(everywhere, |all, held| all.and(&held));
                for part in held.members() {
                    parts[part][rule / 64] |= 1 << (rule % 64);
                }
            }
            sides.push(Side { axis, parts });
        }
        Index { sides, rules: rules.len() }
    }

    /// The rules that may match those values of the inputs, in rule order: every rule that matches
    /// is among them, and one that is not among them does not match. Tests with formulas are not
    /// looked at.
    pub fn candidates(&self, values: &[Value]) -> impl Iterator<Item = usize> + use<> {
        let mut left = vec![u64::MAX; self.rules.div_ceil(64)];
        for (side, value) in self.sides.iter().zip(values) {
            let Some(near) = side.near(value) else { continue };
            for (at, word) in left.iter_mut().enumerate() {
                *word &= near.iter().fold(0, |all, part| all | part[at]);
            }
        }
        let rules = self.rules;
        left.into_iter().enumerate().flat_map(bits).take_while(move |rule| *rule < rules)
    }
}

impl Side {
    /// The rules of the part a value lies in, and of the parts whose numbers count as equal to it.
    /// `None` where the value says nothing.
    fn near(&self, value: &Value) -> Option<&[Box<[u64]>]> {
        let (low, high) = match value {
            Value::Number(at) => {
                let width = at.abs() * 2.0 * number::RELATIVE_EQUAL;
                (self.axis.part_of(&Value::Number(at - width))?, self.axis.part_of(&Value::Number(at + width))?)
            }
            // Such a pair compares by day, wherever in the day the literals lie.
            Value::Date(_) if self.axis.kind == Type::DateTime => return None,
            _ => {
                let part = self.axis.part_of(value)?;
                (part, part)
            }
        };
        self.parts.get(low..=high)
    }
}

/// The places of the bits set in the word at that place.
fn bits((at, mut word): (usize, u64)) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = word.trailing_zeros() as usize;
        (word != 0).then(|| {
            word &= word - 1;
            at * 64 + bit
        })
    })
}

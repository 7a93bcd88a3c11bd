//! A table as boxes on the grid of its inputs' parts.

use super::relations::{Possible, Relations};
use super::side::Side;
use super::{Finding, Input, Rule, describe};
use crate::decision::cell::{CellTest, Comparison};
use crate::decision::parts::Parts;
use crate::diagnostic::{Extent, Region};
use crate::value::Value;

/// The inputs and the rules on them; rules for everything else are left out.
pub(super) struct Grid {
    pub sides: Vec<Side>,
    pub rules: Vec<RuleBox>,
    relations: Relations,
}

/// The parts of each input that a rule takes.
#[derive(Clone, Debug)]
pub(super) struct RuleBox {
    pub index: usize,
    pub sides: Vec<Parts>,
    /// Whether it matches the whole box; never where a formula decides.
    pub exact: bool,
    /// Whether a formula asks the input.
    asked: Vec<bool>,
    /// Whether its cells exclude each other.
    excluded: bool,
}

impl RuleBox {
    /// Whether its own cells leave it no value, or exclude each other.
    pub fn is_empty(&self) -> bool {
        self.excluded || self.sides.iter().any(Parts::is_empty)
    }

    /// The same rule with other values of one input.
    pub fn with(&self, input: usize, parts: &Parts) -> RuleBox {
        let mut other = self.clone();
        other.sides[input] = parts.clone();
        other
    }

    pub fn meets(&self, other: &RuleBox) -> bool {
        self.sides.iter().zip(&other.sides).all(|(a, b)| a.meets(b))
    }

    pub fn covers(&self, other: &RuleBox) -> bool {
        self.sides.iter().zip(&other.sides).all(|(a, b)| a.covers(b))
    }
}

impl Grid {
    pub fn new(inputs: &[Input], rules: &[Rule], relations: &Relations) -> Grid {
        let sides: Vec<Side> = inputs.iter().enumerate().map(|(at, input)| Side::new(at, input, rules)).collect();
        let boxes = rules.iter().enumerate().filter(|(_, rule)| !rule.otherwise);
        let mut rules: Vec<RuleBox> = boxes.map(|(index, rule)| rule_box(index, rule, &sides)).collect();
        rules.iter_mut().for_each(|rule| rule.excluded = relations.judge(&sides, &rule.sides) == Possible::No);
        Grid { sides, rules, relations: relations.clone() }
    }

    /// Whether values of a region can be met together.
    pub fn judge(&self, region: &[Parts]) -> Possible {
        self.relations.judge(&self.sides, region)
    }

    /// Every value of every input, without the blanks.
    pub fn values(&self) -> Vec<Parts> {
        self.sides.iter().map(Side::known_values).collect()
    }

    /// The inputs that a rule leaves open: any value will do.
    pub fn open(&self, rule: &RuleBox) -> Vec<usize> {
        let sides = self.sides.iter().zip(&rule.sides).enumerate();
        sides.filter(|(at, (side, taken))| !rule.asked[*at] && taken.covers(&side.possible)).map(|(at, _)| at).collect()
    }

    /// The inputs of which a rule's own cells leave it no value.
    pub fn without_value(&self, rule: &RuleBox) -> impl Iterator<Item = &str> {
        self.sides.iter().zip(&rule.sides).filter(|(_, taken)| taken.is_empty()).map(|(side, _)| side.name.as_str())
    }

    /// Values in lists of rules that fire all the same, which their input cannot have.
    pub fn outside(&self, rules: &[Rule]) -> Vec<Finding> {
        let mut found = Vec::new();
        for rule in self.rules.iter().filter(|rule| !rule.is_empty()) {
            for (input, test) in &rules[rule.index].tests {
                let side = &self.sides[*input];
                let impossible =
                    |value: &&Value| side.axis.part_of(value).is_some_and(|part| !side.possible.contains(part));
                let CellTest::OneOf(tests) = test else { continue };
                let listed = tests.iter().filter_map(|test| match test {
                    CellTest::Compare(Comparison::Equal, literal) => Some(&literal.value),
                    _ => None,
                });
                found.extend(listed.filter(impossible).map(|value| Finding::Outside {
                    rule: rule.index,
                    input: side.name.clone(),
                    value: value.to_string(),
                }));
            }
        }
        found
    }

    /// Whether values of a region can be met for certain, whatever the data is like.
    pub fn is_free(&self, region: &[Parts]) -> bool {
        self.relations.is_free(&self.sides, region)
    }

    /// Whether an input hangs together with no other.
    pub fn decides_alone(&self, input: usize) -> bool {
        self.relations.stands_alone(input)
    }

    pub fn name(&self, input: usize) -> &str {
        &self.sides[input].name
    }

    /// A region in words of cells.
    pub fn describe(&self, region: &[Parts]) -> Region {
        let all = self.sides.iter().zip(region).map(|(side, parts)| (side, parts, describe::parts(side, parts)));
        let extent = |(side, parts, test): (&Side, &Parts, String)| Extent {
            input: side.name.clone(),
            test,
            values: describe::extents(side, parts),
            blank: parts.contains(side.axis.blank()),
        };
        let extents = all.filter(|(_, _, test)| test != "any").map(extent).collect();
        Region { extents, sure: self.judge(region) == Possible::Yes, met: None }
    }
}

fn rule_box(index: usize, rule: &Rule, sides: &[Side]) -> RuleBox {
    let mut taken: Vec<Parts> = sides.iter().map(|side| side.possible.clone()).collect();
    let mut exact = true;
    let mut asked = vec![false; sides.len()];
    for (input, test) in &rule.tests {
        let (Some(side), Some(taken)) = (sides.get(*input), taken.get_mut(*input)) else { continue };
        match side.axis.parts(test) {
            Some(parts) => *taken = taken.and(&parts),
            None => (exact, asked[*input]) = (false, true),
        }
    }
    RuleBox { index, sides: taken, exact, asked, excluded: false }
}

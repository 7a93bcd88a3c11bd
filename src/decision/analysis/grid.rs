//! A table as boxes on the grid of its inputs' parts.

use super::{Finding, Input, Region, Rule, describe};
use crate::decision::axis::Axis;
use crate::decision::cell::{CellTest, Comparison, Literal};
use crate::decision::parts::Parts;
use crate::value::{Type, Value};

/// One input: how its values are divided, and which of the parts it can have.
pub(super) struct Side {
    name: String,
    axis: Axis,
    possible: Parts,
    percent: bool,
}

/// The inputs and the rules on them; rules for everything else are left out.
pub(super) struct Grid {
    sides: Vec<Side>,
    pub rules: Vec<RuleBox>,
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
}

impl RuleBox {
    /// Whether its own cells leave it no value.
    pub fn is_empty(&self) -> bool {
        self.sides.iter().any(Parts::is_empty)
    }

    pub fn meets(&self, other: &RuleBox) -> bool {
        self.sides.iter().zip(&other.sides).all(|(a, b)| a.meets(b))
    }

    pub fn covers(&self, other: &RuleBox) -> bool {
        self.sides.iter().zip(&other.sides).all(|(a, b)| a.covers(b))
    }
}

impl Grid {
    pub fn new(inputs: &[Input], rules: &[Rule]) -> Grid {
        let sides: Vec<Side> = inputs.iter().enumerate().map(|(at, input)| side(at, input, rules)).collect();
        let boxes = rules.iter().enumerate().filter(|(_, rule)| !rule.otherwise);
        let rules = boxes.map(|(index, rule)| rule_box(index, rule, &sides)).collect();
        Grid { sides, rules }
    }

    /// Every value of every input, without the blanks.
    pub fn values(&self) -> Vec<Parts> {
        self.sides.iter().map(|side| side.possible.and(&side.axis.values())).collect()
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

    pub fn name(&self, input: usize) -> &str {
        &self.sides[input].name
    }

    /// A region in words of cells.
    pub fn describe(&self, region: &[Parts]) -> Region {
        let text = |(side, parts): (&Side, &Parts)| {
            (side.name.clone(), describe::parts(&side.axis, &side.possible, parts, side.percent))
        };
        self.sides.iter().zip(region).map(text).collect()
    }
}

fn side(at: usize, input: &Input, rules: &[Rule]) -> Side {
    let tests =
        || rules.iter().flat_map(|rule| &rule.tests).filter(move |(input, _)| *input == at).map(|(_, test)| test);
    let bounds = [input.min, input.max].into_iter().flatten().map(Value::number);
    let more: Vec<Value> = input.one_of.iter().cloned().chain(bounds).collect();
    let axis = Axis::new(input.kind, tests(), &more);
    let mut possible = axis.values();
    if !input.one_of.is_empty() {
        let listed = input.one_of.iter().map(|value| compare(Comparison::Equal, value.clone())).collect();
        possible = possible.and(&axis.parts(&CellTest::OneOf(listed)).unwrap_or_default());
    }
    let ends = [(Comparison::GreaterOrEqual, input.min), (Comparison::LessOrEqual, input.max)];
    for (comparison, end) in ends.into_iter().filter(|_| input.kind == Type::Number) {
        if let Some(parts) = end.and_then(|end| axis.parts(&compare(comparison, Value::number(end)))) {
            possible = possible.and(&parts);
        }
    }
    if input.may_be_blank {
        possible = possible.or(&Parts::range(axis.blank(), axis.blank() + 1));
    }
    let percent = tests().flat_map(CellTest::literals).any(|literal| literal.percent);
    Side { name: input.name.clone(), axis, possible, percent }
}

fn compare(comparison: Comparison, value: Value) -> CellTest {
    CellTest::Compare(comparison, Literal { value, percent: false, start: 0, end: 0 })
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
    RuleBox { index, sides: taken, exact, asked }
}

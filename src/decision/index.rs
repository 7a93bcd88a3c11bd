//! Finding the rules that may match a row without trying each one.

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;

use super::axis::Axis;
use super::cell::CellTest;
use crate::value::{Type, Value, number};

/// For each input, which rules each part of its values leaves in play; the rules that may match a row are
/// those left by all inputs. A look-up costs about the logarithm of the number of rules and what it finds.
#[derive(Clone, Debug)]
pub struct Index {
    sides: Vec<Side>,
    rules: usize,
}

#[derive(Clone, Debug)]
struct Side {
    axis: Axis,
    /// The rules of each part; no part at all where they would be too many.
    parts: Vec<RuleSet>,
    /// The rules whose test does not fail for a blank: it matches, or nobody knows.
    not_failing: [RuleSet; 1],
}

/// A set of rules: 64 to a word, words without rules left out, each with its place.
#[derive(Clone, Debug, Default)]
struct RuleSet(Vec<(u32, u64)>);

/// Most words of all sets together, a word being 16 bytes; inputs beyond it are left to the tests of their cells.
const MOST_WORDS: usize = 1 << 23;
/// Most rules put into sets, counted in each.
const MOST_MEMBERS: usize = 1 << 28;

impl Index {
    /// Builds the index of rules, each given by its tests with the index of their input. Rules for
    /// everything else have no tests and so are candidates of every row.
    #[must_use]
    pub fn build(inputs: &[Type], rules: &[Vec<(usize, CellTest)>]) -> Index {
        let (mut words, mut members) = (0, 0);
        let side = |(input, kind): (usize, &Type)| {
            let side = Side::new(*kind, input, rules, [MOST_WORDS - words, MOST_MEMBERS - members]);
            words += side.parts.iter().map(|set| set.0.len()).sum::<usize>();
            members += side.parts.iter().map(RuleSet::len).sum::<usize>();
            side
        };
        Index { sides: inputs.iter().enumerate().map(side).collect(), rules: rules.len() }
    }

    /// The rules that may match those values of the inputs, in rule order: every rule that matches
    /// is among them, and one that is not among them does not match. Tests with formulas are not
    /// looked at.
    pub fn candidates(&self, values: &[Value]) -> impl Iterator<Item = usize> {
        self.common(self.sides.iter().zip(values).filter_map(|(side, value)| side.near(value)).collect())
    }

    /// The rules that may match, or of which nobody knows for a blank whether they do.
    pub fn not_failing(&self, values: &[Value]) -> impl Iterator<Item = usize> {
        self.common(self.sides.iter().zip(values).filter_map(|(side, value)| side.not_failing(value)).collect())
    }

    /// The rules that for each of the sides are in one of its sets.
    fn common<'i>(&self, mut sides: Vec<&'i [RuleSet]>) -> Common<'i> {
        sides.sort_by_key(|sets| sets.iter().map(|set| set.0.len()).sum::<usize>());
        Common { sides, rules: self.rules, next: 0, word: 0 }
    }
}

impl Side {
    fn new(kind: Type, input: usize, rules: &[Vec<(usize, CellTest)>], [words, members]: [usize; 2]) -> Side {
        let tests = |rule: &'_ usize| rules[*rule].iter().filter(|(of, _)| *of == input).map(|(_, test)| test);
        let all = rules.iter().flatten().filter(|(of, _)| *of == input).map(|(_, test)| test);
        let axis = Axis::new(kind, all, &[]);
        let held = |rule: usize| {
            let known = tests(&rule).filter_map(|test| axis.parts(test));
            known.fold(axis.everywhere(), |all, held| all.and(&held))
        };
        let mut not_failing = RuleSet::default();
        let fails = |test: &CellTest| test.holds(&Value::Blank) == Some(false);
        (0..rules.len()).filter(|rule| !tests(rule).any(fails)).for_each(|rule| {
            not_failing.add(rule);
        });
        let mut parts = vec![RuleSet::default(); axis.blank() + 1];
        let (mut left, mut free) = (members, words);
        for rule in 0..rules.len() {
            let held = held(rule);
            let count: usize = held.ranges().map(|(from, to)| to - from).sum();
            // A rule takes a word of each of its sets at most.
            if count > left || count > free {
                parts = Vec::new();
                break;
            }
            left -= count;
            free -= held.members().filter(|part| parts[*part].add(rule)).count();
        }
        Side { axis, parts, not_failing: [not_failing] }
    }

    /// The rules whose test does not fail for a value.
    fn not_failing(&self, value: &Value) -> Option<&[RuleSet]> {
        if value.is_blank() { Some(&self.not_failing) } else { self.near(value) }
    }

    /// The rules of the part a value lies in, and of the parts whose numbers count as equal to it.
    /// `None` where the value says nothing.
    fn near(&self, value: &Value) -> Option<&[RuleSet]> {
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

impl RuleSet {
    /// Adds a rule that comes after all others; whether that takes another word.
    fn add(&mut self, rule: usize) -> bool {
        let (place, bit) = ((rule / 64) as u32, 1 << (rule % 64));
        match self.0.last_mut() {
            Some((last, word)) if *last == place => {
                *word |= bit;
                false
            }
            _ => {
                self.0.push((place, bit));
                true
            }
        }
    }

    fn len(&self) -> usize {
        self.0.iter().map(|(_, word)| word.count_ones() as usize).sum()
    }

    /// The place of the first word from one on.
    fn next(&self, from: u32) -> Option<u32> {
        let after = match self.0.get(from as usize) {
            // No word before it is left out.
            Some((place, _)) if *place == from => from as usize,
            _ => self.0.partition_point(|(place, _)| *place < from),
        };
        self.0.get(after).map(|(place, _)| *place)
    }

    fn word(&self, at: u32) -> u64 {
        match self.0.get(at as usize) {
            Some((place, word)) if *place == at => *word,
            _ => self.0.binary_search_by_key(&at, |(place, _)| *place).map_or(0, |found| self.0[found].1),
        }
    }
}

/// Goes through the rules that all sides have in one of their sets, word by word.
struct Common<'i> {
    /// The side with the fewest words first.
    sides: Vec<&'i [RuleSet]>,
    rules: usize,
    /// The place after the word at hand, and what is left of that.
    next: u32,
    word: u64,
}

impl Iterator for Common<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while self.word == 0 {
            let place = match self.sides.first() {
                Some(fewest) => fewest.iter().filter_map(|set| set.next(self.next)).min()?,
                None => self.next,
            };
            if place as usize * 64 >= self.rules {
                return None;
            }
            let either = |sets: &&[RuleSet]| sets.iter().fold(0, |all, set| all | set.word(place));
            self.word = self.sides.iter().map(either).fold(u64::MAX, |all, word| all & word);
            self.next = place + 1;
        }
        let rule = (self.next as usize - 1) * 64 + self.word.trailing_zeros() as usize;
        self.word &= self.word - 1;
        (rule < self.rules).then_some(rule)
    }
}

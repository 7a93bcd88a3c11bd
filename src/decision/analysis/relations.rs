//! How the inputs of a table hang together. Taken alone, inputs can have any of their values at once; where two
//! are worked out of the same column (`sales > goal` and `goal`), some combinations are not possible.

use super::side::Side;
use crate::decision::axis::Marks;
use crate::decision::cell::Comparison;
use crate::decision::linear::{self, Limit};
use crate::decision::parts::Parts;
use std::collections::BTreeSet;

/// How the inputs hang together.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    /// For each input what it is made of; inputs beyond the list hang together with none.
    pub inputs: Vec<Makeup>,
    /// The things that inputs are sums of.
    pub things: Vec<Thing>,
}

/// What an input is made of.
#[derive(Clone, Debug, Default)]
pub struct Makeup {
    /// The columns it is worked out of, by numbers.
    pub basis: BTreeSet<usize>,
    /// The sum it is, or asks about, where it does.
    pub sum: Option<Sum>,
}

/// A sum of things.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    /// Things, each with its factor.
    pub terms: Vec<(usize, f64)>,
    /// The input is factor · sum + number; one that asks compares the sum with the number.
    pub factor: f64,
    /// The number.
    pub number: f64,
    /// How an input that is true or false compares.
    pub comparison: Option<Comparison>,
}

/// Something that inputs are sums of.
#[derive(Clone, Debug, Default)]
pub struct Thing {
    /// The columns it is worked out of, by numbers.
    pub basis: BTreeSet<usize>,
    /// Least number it is.
    pub min: Option<f64>,
    /// Greatest number it is.
    pub max: Option<f64>,
    /// Whether some of the numbers between cannot be: it is whole, or one of a list.
    pub steps: bool,
}

/// Whether a combination of values can be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Possible {
    /// It can.
    Yes,
    /// It may, as far as is known.
    Perhaps,
    /// It cannot.
    No,
}

/// Unions of ranges are taken apart into so many combinations at most.
const COMBINATIONS: usize = 64;

impl Relations {
    /// Whether values of a region can be met together.
    pub(super) fn judge(&self, sides: &[Side], region: &[Parts]) -> Possible {
        let restricted = self.restricted(sides, region);
        let Some(region) = self.without_blanks(sides, region) else { return Possible::No };
        let region = region.as_slice();
        if restricted.iter().any(|at| region[*at].is_empty()) {
            return Possible::No;
        }
        let bounded = restricted.iter().any(|at| self.inputs[*at].sum.is_some());
        let together = self.hang_together(&restricted);
        if !together && !bounded {
            return Possible::Yes;
        }
        let summed = |at: &&usize| self.inputs[**at].sum.is_some() && !region[**at].contains(sides[**at].axis.blank());
        let summed: Vec<usize> = restricted.iter().filter(summed).copied().collect();
        let found = self.sums(sides, region, &summed);
        if found == Possible::Yes && together && !self.explained(&restricted, &summed) {
            return Possible::Perhaps;
        }
        found
    }

    /// The inputs of which a region takes not just any value.
    fn restricted(&self, sides: &[Side], region: &[Parts]) -> Vec<usize> {
        let all = 0..sides.len().min(self.inputs.len());
        all.filter(|at| !region[*at].covers(&sides[*at].known_values())).collect()
    }

    /// The region without what blanks rule out: a sum of things that are known is known, and so are the things of a
    /// sum that is. `None` where nothing is
    /// left, as where a thing is to be blank and a sum of it known.
    fn without_blanks(&self, sides: &[Side], region: &[Parts]) -> Option<Vec<Parts>> {
        let sums = |at: usize| self.inputs[at].sum.iter().flat_map(|sum| &sum.terms).map(|(thing, _)| *thing);
        let alone = |at: &usize| sums(*at).count() == 1;
        let all = || 0..sides.len().min(self.inputs.len());
        let is_known = |at: &usize| !region[*at].contains(sides[*at].axis.blank());
        let is_blank = |at: &usize| !region[*at].meets(&sides[*at].axis.values());
        let blank: Vec<usize> = all().filter(is_blank).filter(alone).flat_map(sums).collect();
        let known: Vec<usize> = all().filter(is_known).flat_map(sums).collect();
        let mut left = region.to_vec();
        for at in all().filter(|at| self.inputs[*at].sum.is_some()) {
            if sums(at).all(|thing| known.contains(&thing)) {
                left[at] = left[at].and(&sides[at].axis.values());
            }
            if left[at].is_empty() || (is_known(&at) && sums(at).any(|thing| blank.contains(&thing))) {
                return None;
            }
        }
        Some(left)
    }

    fn hang_together(&self, inputs: &[usize]) -> bool {
        let hang = |a: &usize, b: &usize| !self.inputs[*a].basis.is_disjoint(&self.inputs[*b].basis);
        inputs.iter().enumerate().any(|(at, a)| inputs[..at].iter().any(|b| hang(a, b)))
    }

    /// Whether values of a region can be met for certain, each by itself: no two of its inputs hang together. (What
    /// is possible by the arithmetic alone, the data may rule out: nobody sells less than nothing.)
    pub(super) fn is_free(&self, sides: &[Side], region: &[Parts]) -> bool {
        !self.hang_together(&self.restricted(sides, region)) && self.judge(sides, region) == Possible::Yes
    }

    /// Whether an input hangs together with no other.
    pub(super) fn stands_alone(&self, input: usize) -> bool {
        let others = self.inputs.iter().enumerate().filter(|(at, _)| *at != input).map(|(_, other)| other);
        self.inputs.get(input).is_none_or(|own| others.into_iter().all(|other| own.basis.is_disjoint(&other.basis)))
    }

    /// Whether all that hangs together does so through the things that the sums are made of.
    fn explained(&self, restricted: &[usize], summed: &[usize]) -> bool {
        let mut things: BTreeSet<usize> = BTreeSet::new();
        for at in summed {
            things.extend(self.inputs[*at].sum.iter().flat_map(|sum| sum.terms.iter().map(|(thing, _)| *thing)));
        }
        let others = restricted.iter().filter(|at| !summed.contains(at)).map(|at| &self.inputs[*at].basis);
        let bases: Vec<&BTreeSet<usize>> =
            things.iter().map(|thing| &self.things[*thing].basis).chain(others).collect();
        bases.iter().enumerate().all(|(at, a)| bases[..at].iter().all(|b| a.is_disjoint(b)))
    }

    /// Whether the sums can lie where the region has them.
    fn sums(&self, sides: &[Side], region: &[Parts], summed: &[usize]) -> Possible {
        let mut things: BTreeSet<usize> = BTreeSet::new();
        let mut choices: Vec<Vec<Vec<Limit>>> = vec![vec![Vec::new()]];
        let mut combinations = 1;
        for at in summed {
            let Some(sum) = &self.inputs[*at].sum else { continue };
            things.extend(sum.terms.iter().map(|(thing, _)| *thing));
            let pieces: Vec<Vec<Limit>> =
                region[*at].ranges().flat_map(|range| pieces(sum, &sides[*at].axis.marks, range)).collect();
            combinations *= pieces.len();
            choices.push(pieces);
            if combinations > COMBINATIONS {
                return Possible::Perhaps;
            }
        }
        let own: Vec<Limit> = things.iter().flat_map(|thing| self.things[*thing].limits(*thing)).collect();
        let mut best = Possible::No;
        for number in 0..combinations {
            let (mut rest, mut limits) = (number, own.clone());
            for pieces in &choices {
                limits.extend(pieces[rest % pieces.len()].iter().cloned());
                rest /= pieces.len();
            }
            match linear::possible(limits) {
                Some(true) if things.iter().all(|thing| !self.things[*thing].steps) => return Possible::Yes,
                Some(false) => {}
                _ => best = Possible::Perhaps,
            }
        }
        best
    }
}

impl Thing {
    fn limits(&self, own: usize) -> Vec<Limit> {
        let limit = |factor: f64, limit: f64| Limit { terms: vec![(own, factor)], limit, strict: false };
        let high = self.max.map(|max| limit(1.0, max));
        self.min.map(|min| limit(-1.0, -min)).into_iter().chain(high).collect()
    }
}

/// A range of an input's parts as limits of the sum; several where one of them must hold.
fn pieces(sum: &Sum, marks: &Marks, (from, to): (usize, usize)) -> Vec<Vec<Limit>> {
    match (sum.comparison, marks) {
        (Some(comparison), _) => {
            let all = (from..to).flat_map(|part| match part {
                0 => compared(&sum.terms, opposite(comparison), sum.number),
                1 => compared(&sum.terms, comparison, sum.number),
                _ => vec![Vec::new()],
            });
            all.collect()
        }
        (None, Marks::Cuts(cuts)) => {
            let at = |number: f64| (number - sum.number) / sum.factor;
            let (low, high) = (from.checked_sub(1).and_then(|at| cuts.get(at)), cuts.get(to - 1));
            let (below, above) = if sum.factor < 0.0 { (1.0, -1.0) } else { (-1.0, 1.0) };
            let low = low.map(|cut| limit(&sum.terms, below, at(cut.at), cut.after));
            vec![low.into_iter().chain(high.map(|cut| limit(&sum.terms, above, at(cut.at), !cut.after))).collect()]
        }
        (None, Marks::Values(_)) => vec![Vec::new()],
    }
}

/// sign · Σ ≤ sign · number
fn limit(terms: &[(usize, f64)], sign: f64, number: f64, strict: bool) -> Limit {
    Limit { terms: terms.iter().map(|(of, own)| (*of, sign * own)).collect(), limit: sign * number, strict }
}

fn compared(terms: &[(usize, f64)], comparison: Comparison, number: f64) -> Vec<Vec<Limit>> {
    let (below, above) = (|strict| limit(terms, 1.0, number, strict), |strict| limit(terms, -1.0, number, strict));
    match comparison {
        Comparison::Equal => vec![vec![below(false), above(false)]],
        Comparison::NotEqual => vec![vec![below(true)], vec![above(true)]],
        Comparison::Less => vec![vec![below(true)]],
        Comparison::LessOrEqual => vec![vec![below(false)]],
        Comparison::Greater => vec![vec![above(true)]],
        Comparison::GreaterOrEqual => vec![vec![above(false)]],
    }
}

/// What holds where the comparison does not.
#[must_use]
pub fn opposite(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::GreaterOrEqual,
        Comparison::LessOrEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessOrEqual,
        Comparison::GreaterOrEqual => Comparison::Less,
    }
}

//! Numbers from a handful of numbers.

use crate::value::number::{self, Sum};

/// How far from a whole number of units a share may be and still be meant as one.
const WHOLE: f64 = 1e-3;

/// The percentile of some numbers, which it sorts, as `PERCENTILE.INC`: linear between the two
/// neighbours of place `part × (n - 1)`; blank of nothing.
pub(super) fn percentile(values: &mut [f64], part: f64) -> f64 {
    if values.is_empty() {
        return f64::NAN;
    }
    values.sort_unstable_by(f64::total_cmp);
    of_sorted(values, part)
}

/// The percentile of numbers already in order.
pub(super) fn of_sorted(values: &[f64], part: f64) -> f64 {
    let place = part * (values.len() - 1) as f64;
    let (low, rest) = (place.floor() as usize, place - place.floor());
    if rest == 0.0 { values[low] } else { values[low] + rest * (values[low + 1] - values[low]) }
}

/// The sum of some numbers.
pub(super) fn sum(values: &[f64]) -> f64 {
    let mut sum = Sum::default();
    values.iter().for_each(|value| sum.add(*value));
    sum.value()
}

/// Standard deviation of a sample; blank of fewer than two.
pub(super) fn deviation(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return f64::NAN;
    }
    let mean = sum(values) / values.len() as f64;
    let mut squares = Sum::default();
    values.iter().for_each(|value| squares.add((value - mean) * (value - mean)));
    (squares.value() / (values.len() - 1) as f64).sqrt()
}

/// What the largest `count` values are of the sum of all; blank where the sum is 0.
pub(super) fn top_share(values: &mut [f64], count: f64) -> f64 {
    values.sort_unstable_by(|a, b| b.total_cmp(a));
    let top = values.len().min(count as usize);
    known(sum(&values[..top]) / sum(values))
}

/// Sum of the squares of the shares; blank where the sum is 0.
pub(super) fn concentration(values: &[f64]) -> f64 {
    let whole = sum(values);
    let mut squares = Sum::default();
    values.iter().for_each(|value| squares.add((value / whole) * (value / whole)));
    if whole == 0.0 { f64::NAN } else { known(squares.value()) }
}

fn known(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}

/// Ranks of some numbers, the greatest first; equal numbers share the lower rank.
pub(super) fn ranks(values: &[(u32, f64)], into: &mut [f64]) {
    let mut order: Vec<(u32, f64)> = values.to_vec();
    order.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut shared = (f64::NAN, 0.0);
    for (place, &(row, value)) in order.iter().enumerate() {
        if place == 0 || !number::equal(value, shared.0) {
            shared = (value, place as f64 + 1.0);
        }
        into[row as usize] = shared.1;
    }
}

/// Whole units of a total in proportion to weights, none lost: each gets its share rounded down,
/// the units left over go to the largest remainders, among equals to the first. Weights below 0
/// count as 0; without any weight nobody gets anything. The total is rounded down to whole units.
pub(super) fn allocate(total: f64, weights: &[f64]) -> Vec<f64> {
    let weights: Vec<f64> = weights.iter().map(|weight| weight.max(0.0)).collect();
    let whole = sum(&weights);
    let total = total.floor();
    if whole == 0.0 || total < 0.0 {
        return vec![0.0; weights.len()];
    }
    let shares: Vec<f64> = weights.iter().map(|weight| total * (weight / whole)).collect();
    // A share that is a whole number to 15 digits is that whole number; a half of many units is none.
    let whole_units = |share: f64| number::equal(share, share.round()) && (share - share.round()).abs() < WHOLE;
    let floor = |share: f64| if whole_units(share) { share.round() } else { share.floor() };
    let mut units: Vec<f64> = shares.iter().map(|&share| floor(share)).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|&a, &b| (shares[b] - units[b]).total_cmp(&(shares[a] - units[a])).then(a.cmp(&b)));
    let left = (total - sum(&units)).round().max(0.0) as usize;
    // Past 2^53 a unit more is no other number.
    for &at in order.iter().take(left) {
        units[at] += 1.0;
    }
    units
}

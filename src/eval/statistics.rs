//! Numbers from a handful of numbers.

use crate::value::NoAnswer;
use crate::value::number::{self, RELATIVE_EQUAL, Sum};
use std::cmp::Ordering;

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
pub(crate) fn of_sorted(values: &[f64], part: f64) -> f64 {
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
    variance(values, 1).sqrt()
}

/// Mean of the squared distances to the mean, over `n - spared`: 1 of a sample, 0 of a whole
/// population; blank where nothing is left to divide by.
pub(super) fn variance(values: &[f64], spared: usize) -> f64 {
    if values.len() <= spared {
        return f64::NAN;
    }
    let mean = sum(values) / values.len() as f64;
    let mut squares = Sum::default();
    values.iter().for_each(|value| squares.add((value - mean) * (value - mean)));
    squares.value() / (values.len() - spared) as f64
}

/// Whether a sum is nothing beside its parts: 0, or so near to it that only rounding is left.
pub(super) fn vanishes(sum: f64, size: f64) -> bool {
    sum == 0.0 || (size.is_finite() && sum.abs() <= size * RELATIVE_EQUAL)
}

/// The sum of some numbers; no answer where it is to be divided by and vanishes.
pub(super) fn divisor(values: impl Iterator<Item = f64> + Clone) -> Result<f64, NoAnswer> {
    let (mut total, mut size) = (Sum::default(), Sum::default());
    values.clone().for_each(|value| total.add(value));
    values.for_each(|value| size.add(value.abs()));
    if vanishes(total.value(), size.value()) { Err(NoAnswer::ZeroTotal) } else { Ok(total.value()) }
}

/// What the largest `count` values are of the sum of all; blank of nothing.
pub(super) fn top_share(values: &mut [f64], count: f64) -> Result<f64, NoAnswer> {
    if values.is_empty() {
        return Ok(f64::NAN);
    }
    values.sort_unstable_by(|a, b| b.total_cmp(a));
    let top = values.len().min(count as usize);
    known(sum(&values[..top]) / divisor(values.iter().copied())?)
}

/// Sum of the squares of the shares; blank of nothing.
pub(super) fn concentration(values: &[f64]) -> Result<f64, NoAnswer> {
    if values.is_empty() {
        return Ok(f64::NAN);
    }
    let whole = divisor(values.iter().copied())?;
    let mut squares = Sum::default();
    values.iter().for_each(|value| squares.add((value / whole) * (value / whole)));
    known(squares.value())
}

fn known(value: f64) -> Result<f64, NoAnswer> {
    if value.is_finite() { Ok(value) } else { Err(NoAnswer::TooLarge) }
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

/// Whole units shared out.
pub(super) struct Shared {
    /// What each gets.
    pub(super) units: Vec<f64>,
    /// Of equals the last that got a unit more and the first that did not, where only `order` decided.
    pub(super) tied: Option<(usize, usize)>,
}

/// Whole units of a total in proportion to weights, none lost: each gets its share rounded down,
/// the units left over go to the largest remainders, among equals to the greater weight, then by
/// `order`. Weights below 0 count as 0. The total is cut to whole units; of a total below 0 the same
/// units are taken away.
pub(super) fn allocate(
    total: f64,
    weights: &[f64],
    order: &dyn Fn(usize, usize) -> Ordering,
) -> Result<Shared, NoAnswer> {
    let weights: Vec<f64> = weights.iter().map(|weight| weight.max(0.0)).collect();
    let whole = sum(&weights);
    // A number that is whole to 15 digits is that whole number; a half of many units is none.
    let is_whole = |share: f64| number::equal(share, share.round()) && (share - share.round()).abs() < WHOLE;
    let floor = |share: f64| if is_whole(share) { share.round() } else { share.floor() };
    let (sign, total) = (total.signum(), floor(total.abs()));
    if total == 0.0 {
        return Ok(Shared { units: vec![0.0; weights.len()], tied: None });
    }
    if whole == 0.0 || !whole.is_finite() {
        return Err(if whole == 0.0 { NoAnswer::NoWeight } else { NoAnswer::TooLarge });
    }
    let shares: Vec<f64> = weights.iter().map(|weight| total * (weight / whole)).collect();
    let mut units: Vec<f64> = shares.iter().map(|&share| floor(share)).collect();
    let rest: Vec<f64> = shares.iter().zip(&units).map(|(share, units)| share - units).collect();
    let by_weight = |a: usize, b: usize| rest[b].total_cmp(&rest[a]).then(weights[b].total_cmp(&weights[a]));
    let mut places: Vec<usize> = (0..shares.len()).collect();
    places.sort_by(|&a, &b| by_weight(a, b).then_with(|| order(a, b)));
    let left = (total - sum(&units)).round().max(0.0) as usize;
    let edge = left.checked_sub(1).and_then(|last| Some((*places.get(last)?, *places.get(left)?)));
    // Past 2^53 a unit more is no other number.
    for &at in places.iter().take(left) {
        units[at] += 1.0;
    }
    // Adding 0 leaves no -0 behind.
    units.iter_mut().for_each(|units| *units = *units * sign + 0.0);
    Ok(Shared { units, tied: edge.filter(|&(last, next)| by_weight(last, next).is_eq()) })
}

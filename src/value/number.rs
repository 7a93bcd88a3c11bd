//! What numbers mean: equality to about 15 digits, rounding as spreadsheets do, one way to print.

use std::cmp::Ordering;

/// Two numbers whose difference is at most this part of the larger one are equal (2^-48).
pub const RELATIVE_EQUAL: f64 = 1.0 / (1u64 << 48) as f64;

/// Whether two numbers are equal to about 15 significant digits, as spreadsheets compare.
#[must_use]
#[inline]
pub fn equal(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= RELATIVE_EQUAL * a.abs().max(b.abs())
}

/// The order of two numbers, where numbers that are [`equal`] are neither less nor greater.
#[must_use]
#[inline]
pub fn compare(a: f64, b: f64) -> Ordering {
    if equal(a, b) {
        Ordering::Equal
    } else if a < b {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}

/// Rounds to `digits` decimals (negative: tens, hundreds), halves away from zero, as spreadsheets
/// do: a number that is a half to 15 digits counts as a half, so `round(1.005, 2)` is 1.01.
#[must_use]
pub fn round(number: f64, digits: i32) -> f64 {
    at_digits(number, digits, |scaled| {
        let floor = scaled.floor();
        let half = floor + 0.5;
        let up = scaled >= half || half - scaled <= noise(scaled);
        if up { floor + 1.0 } else { floor }
    })
}

/// Rounds away from zero to `digits` decimals; a number that has no more to 15 digits stays as it is.
#[must_use]
pub fn round_away(number: f64, digits: i32) -> f64 {
    at_digits(number, digits, |scaled| if is_whole(scaled) { scaled.round() } else { scaled.ceil() })
}

/// Rounds towards zero to `digits` decimals; a number that has no more to 15 digits stays as it is.
#[must_use]
pub fn round_towards(number: f64, digits: i32) -> f64 {
    at_digits(number, digits, |scaled| if is_whole(scaled) { scaled.round() } else { scaled.floor() })
}

fn is_whole(scaled: f64) -> bool {
    (scaled - scaled.round()).abs() <= noise(scaled)
}

/// How far off a number may be that is meant to be a whole one or a half. Never so far that one of them counts as the
/// other, or trillions with two decimals would be rounded to the next cent.
fn noise(scaled: f64) -> f64 {
    (RELATIVE_EQUAL * scaled).min(0.05)
}

/// The whole number that is made of `|number| * 10^digits`, at the size and sign it had.
fn at_digits(number: f64, digits: i32, whole: impl Fn(f64) -> f64) -> f64 {
    if !number.is_finite() || number == 0.0 || digits > 300 {
        return number;
    }
    // 10^308 is the largest power there is: of a greater one every number is a small part.
    let scaled = if digits < -308 { 0.1 } else { scale(number.abs(), digits) };
    // From 2^52 on there are no fractions.
    if !scaled.is_finite() || scaled >= 4_503_599_627_370_496.0 {
        return number;
    }
    let whole = whole(scaled);
    if whole == 0.0 { 0.0 } else { scale(whole, -digits).copysign(number) }
}

/// `number * 10^digits`, dividing by the exact power where digits is negative.
fn scale(number: f64, digits: i32) -> f64 {
    if digits >= 0 { number * 10f64.powi(digits) } else { number / 10f64.powi(-digits) }
}

/// The shortest text that reads back as this number: `0.1`, `1200`, `-3.5`, `1e300`.
#[must_use]
pub fn shortest(number: f64) -> String {
    if number == 0.0 {
        return "0".to_string();
    }
    let size = number.abs();
    if (1e-7..1e17).contains(&size) { format!("{number}") } else { format!("{number:e}") }
}

/// The number as text for people, as spreadsheets join one to a text: in 15 digits, so that `0.1 * 3` is `0.3`. Whole
/// numbers have all of theirs, because they may be codes.
#[must_use]
pub fn in_text(number: f64) -> String {
    let rounded = || format!("{number:.14e}").parse().unwrap_or(number);
    shortest(if number.fract() == 0.0 { number } else { rounded() })
}

/// A count as people read it: `60,000`.
#[must_use]
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The first of some names, and how many more there are: `a, b, c and 1,200 more`.
#[must_use]
pub fn and_more(first: &[String], all: usize) -> String {
    let names = first.join(", ");
    match all.saturating_sub(first.len()) {
        0 => names,
        more => format!("{names} and {} more", grouped(more)),
    }
}

/// A compensated sum (Neumaier): the result does not depend on how the work was divided, because
/// values are always added in row order by one adder.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    total: f64,
    lost: f64,
}

impl Sum {
    /// Adds one value.
    #[inline]
    pub fn add(&mut self, value: f64) {
        let next = self.total + value;
        self.lost +=
            if self.total.abs() >= value.abs() { (self.total - next) + value } else { (value - next) + self.total };
        self.total = next;
    }

    /// What numbers add to.
    #[must_use]
    pub fn of(values: impl IntoIterator<Item = f64>) -> f64 {
        let mut sum = Sum::default();
        values.into_iter().for_each(|value| sum.add(value));
        sum.value()
    }

    /// The sum so far; 0 when nothing was added.
    #[must_use]
    #[inline]
    pub fn value(self) -> f64 {
        let sum = self.total + self.lost;
        if sum.is_nan() { self.total } else { sum }
    }
}

/// A number as policies and formulas write it. Blank text is `None`.
///
/// Understood: `1,234.50`, `￥1,200`, `$5`, `12%`, `(300)`, `△300`, `▲300`, `−5`, full-width digits,
/// `1_000`, `1e3`; a decimal comma is not (cells of workbooks may have one: see
/// [`NumberText::read`](super::NumberText::read)).
#[must_use]
pub fn parse(text: &str) -> Option<f64> {
    let read = super::NumberText::read(text).filter(|read| read.plain)?;
    read.with(super::DecimalMark::Point)
}

#[cfg(test)]
mod tests {
    use super::{round, round_away, round_towards};
    use proptest::prelude::*;

    proptest! {
        /// Whatever its size: a cent more on two trillions is a wrong number.
        #[test]
        fn a_whole_number_is_rounded_to_itself(whole in 0_u64..1 << 53, digits in 0..12) {
            let whole = whole as f64;
            for rounded in [round(whole, digits), round(-whole, digits).abs(), round_away(whole, digits), round_towards(whole, digits)] {
                prop_assert_eq!(rounded, whole);
            }
        }

        /// Cents written with two decimals are those cents, and no rounding moves them by more than half a cent.
        #[test]
        fn cents_stay_cents(cents in 0_u64..100_000_000_000_000, tenths in 0_u64..10) {
            let amount: f64 = format!("{}.{:02}", cents / 100, cents % 100).parse().unwrap();
            for rounded in [round(amount, 2), round_away(amount, 2), round_towards(amount, 2)] {
                prop_assert_eq!(rounded, amount);
            }
            let finer: f64 = format!("{}.{:02}{tenths}", cents / 1000, cents / 10 % 100).parse().unwrap();
            let below: f64 = format!("{}.{:02}", cents / 1000, cents / 10 % 100).parse().unwrap();
            let off = (round(finer, 2) - below) * 100.0;
            prop_assert_eq!(off.round(), f64::from(u8::from(tenths >= 5)), "{}", finer);
        }
    }
}

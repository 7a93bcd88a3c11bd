//! Flags of many rows at once, without a branch for each: [`FALSE`](crate::table::FALSE), `TRUE` or `BLANK_BOOL`.

use crate::formula::{BinaryOp, Expr, ExprKind};
use crate::table::{BLANK_BOOL, FALSE, TRUE};
use crate::value::{Type, number};
use std::cmp::Ordering;

/// Rows from which on finding the ends of a comparison pays.
const SOME_ROWS: usize = 128;
/// Ends that are kept, at most.
const MOST_ENDS: usize = 64;

/// Whether a comparison holds for two values in that order.
#[inline]
pub(super) fn holds(op: BinaryOp, order: Ordering) -> bool {
    match op {
        BinaryOp::Equal => order.is_eq(),
        BinaryOp::NotEqual => order.is_ne(),
        BinaryOp::Less => order.is_lt(),
        BinaryOp::LessOrEqual => order.is_le(),
        BinaryOp::Greater => order.is_gt(),
        _ => order.is_ge(),
    }
}

/// How two numbers stand; a blank where one of them is.
#[inline]
pub(super) fn of_numbers(op: BinaryOp, a: f64, b: f64) -> u8 {
    if a.is_nan() || b.is_nan() { BLANK_BOOL } else { u8::from(holds(op, number::compare(a, b))) }
}

/// The numbers that count as equal to one are a stretch around it: its ends, found once for each number.
#[derive(Default)]
pub(super) struct Ends(Vec<(u64, f64, f64)>);

impl Ends {
    fn of(&mut self, number: f64) -> (f64, f64) {
        let bits = number.to_bits();
        if let Some((_, low, high)) = self.0.iter().find(|(known, ..)| *known == bits) {
            return (*low, *high);
        }
        let (low, high) = (least(number), -least(-number));
        if self.0.len() < MOST_ENDS {
            self.0.push((bits, low, high));
        }
        (low, high)
    }
}

/// How each of these numbers stands to one, as [`number::compare`] has it.
pub(super) fn compared(op: BinaryOp, values: &[f64], with: f64, ends: &mut Ends) -> Vec<u8> {
    if values.len() < SOME_ROWS || !with.is_finite() {
        return values.iter().map(|&value| of_numbers(op, value, with)).collect();
    }
    let (low, high) = ends.of(with);
    match op {
        BinaryOp::Equal => flags(values, |value| (value >= low) & (value <= high)),
        BinaryOp::NotEqual => flags(values, |value| (value < low) | (value > high)),
        BinaryOp::Less => flags(values, |value| value < low),
        BinaryOp::LessOrEqual => flags(values, |value| value <= high),
        BinaryOp::Greater => flags(values, |value| value > high),
        _ => flags(values, |value| value >= low),
    }
}

/// No test holds for NaN, so that its flag is the blank alone.
#[inline(always)]
fn flags(values: &[f64], holds: impl Fn(f64) -> bool) -> Vec<u8> {
    values.iter().map(|&value| u8::from(holds(value)) | u8::from(value.is_nan()) << 1).collect()
}

/// The least number that is not less than this one.
fn least(of: f64) -> f64 {
    let (mut below, mut at) = (order(f64::MIN), order(of));
    if !number::compare(f64::MIN, of).is_lt() {
        return f64::MIN;
    }
    while below + 1 < at {
        let middle = below + (at - below) / 2;
        if number::compare(f64::from_bits(bits(middle)), of).is_lt() { below = middle } else { at = middle }
    }
    f64::from_bits(bits(at))
}

/// Numbers that stand to each other as the floating point numbers do.
fn order(number: f64) -> i128 {
    let bits = number.to_bits();
    if bits >> 63 == 0 { i128::from(bits) } else { -i128::from(bits & (u64::MAX >> 1)) - 1 }
}

fn bits(order: i128) -> u64 {
    if order >= 0 { order as u64 } else { (-order - 1) as u64 | 1 << 63 }
}

/// Three-valued `&&` of flags into the first.
pub(super) fn and(into: &mut [u8], other: &[u8]) {
    for (a, &b) in into.iter_mut().zip(other) {
        let none_fails = u8::from((*a != FALSE) & (b != FALSE)).wrapping_neg();
        *a = (*a).max(b) & none_fails;
    }
}

/// Three-valued `||` of flags into the first.
pub(super) fn or(into: &mut [u8], other: &[u8]) {
    for (a, &b) in into.iter_mut().zip(other) {
        let holds = (*a == TRUE) | (b == TRUE);
        *a = if holds { TRUE } else { (*a).max(b) };
    }
}

/// Takes the rows that a rule matches and none before it did; notes those it neither matches nor fails to.
pub(super) fn take(rule: u8, matching: &[u8], found: &mut [u8], passed: &mut [u8]) {
    for ((&flag, found), passed) in matching.iter().zip(found).zip(passed) {
        let open = *found == NONE;
        *passed |= u8::from(open & (flag == BLANK_BOOL));
        *found = if open & (flag == TRUE) { rule } else { *found };
    }
}

/// No rule yet.
pub(super) const NONE: u8 = u8::MAX;

/// Whether a condition costs so little that it is better worked out for every row than for those picked: columns
/// compared with values. It has an answer for every row, so nothing is counted.
pub(super) fn is_cheap(expr: &Expr) -> bool {
    let plain = |side: &Expr| matches!(side.kind, ExprKind::Constant(_) | ExprKind::Parameter(_));
    let column = |side: &Expr| {
        matches!(side.kind, ExprKind::Column(_)) && matches!(side.ty, Some(Type::Number | Type::Text | Type::Date))
    };
    match &expr.kind {
        ExprKind::Binary(op, left, right) => op.compares() && column(left) && plain(right),
        ExprKind::Column(_) => expr.ty == Some(Type::Bool),
        ExprKind::And(items) | ExprKind::Or(items) => items.iter().all(is_cheap),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The numbers next to one and at the ends of those that equal it.
    fn near(number: f64) -> Vec<f64> {
        let width = number.abs() * number::RELATIVE_EQUAL;
        let ends = [number, number - width, number + width, -number, 0.0, -0.0, f64::MIN, f64::MAX, f64::NAN];
        let steps = ends.into_iter().flat_map(|end| [end.next_down(), end, end.next_up()]);
        steps.filter(|step| !step.is_infinite()).collect()
    }

    proptest! {
        #[test]
        fn a_column_compared_with_a_number_is_each_of_its_numbers_compared(
            with in prop_oneof![
                any::<f64>().prop_filter("finite", |number| number.is_finite()),
                -1e6..1e6,
                prop::sample::select(vec![0.0, -0.0, 0.1, 5e-324, -5e-324, 2.2e-308, f64::MAX, f64::MIN, 700_000.0]),
            ],
            others in prop::collection::vec(prop_oneof![any::<f64>(), -1e6..1e6], SOME_ROWS),
        ) {
            let mut values = near(with);
            values.extend(others.into_iter().filter(|number| !number.is_infinite()));
            values.resize(values.len().max(SOME_ROWS), with);
            let mut ends = Ends::default();
            for op in BinaryOp::ALL.into_iter().filter(|op| op.compares()) {
                let wanted: Vec<u8> =
                    values.iter().map(|&value| of_numbers(op, value, with)).collect();
                prop_assert_eq!(compared(op, &values, with, &mut ends), wanted);
            }
        }
    }

    #[test]
    fn blank_and_false_is_false_blank_or_true_is_true() {
        let (mut all, mut any) = (vec![0, 0, 0, 1, 1, 1, 2, 2, 2], vec![0, 0, 0, 1, 1, 1, 2, 2, 2]);
        let other = [0, 1, 2, 0, 1, 2, 0, 1, 2];
        and(&mut all, &other);
        or(&mut any, &other);
        assert_eq!(all, [0, 0, 0, 0, 1, 2, 0, 2, 2]);
        assert_eq!(any, [0, 1, 2, 1, 1, 1, 2, 1, 2]);
    }
}

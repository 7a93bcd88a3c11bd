//! Numbers of suggested tests.

use super::super::written::grouped;
use crate::value::{NumberFormat, number};

/// A number as policies write it.
pub(super) fn number_text(value: f64, format: NumberFormat) -> String {
    let (scaled, sign) = match format {
        NumberFormat::Percent(_) => (value * 100.0, "%"),
        _ => (value, ""),
    };
    // What is beyond 15 digits is noise of the arithmetic.
    let plain = (0..=12).map(|decimals| format!("{scaled:.decimals$}"));
    let same = |text: &String| text.parse().is_ok_and(|read: f64| number::equal(read, scaled));
    let text = plain.into_iter().find(same).unwrap_or_else(|| number::shortest(scaled));
    let text = if text.contains('e') { text } else { grouped(&text) };
    // Four digits stand together.
    let short = scaled.abs() < 10_000.0;
    format!("{}{sign}", if short { text.replace('_', "") } else { text })
}

/// Whether a number lies next to a limit: a hundredth of it away, or one where the limit is small.
pub(super) fn near(one: f64, other: f64) -> bool {
    let size = one.abs().max(other.abs());
    let off = (one - other).abs();
    off <= size * 0.0101 || (size > 2.0 && off <= 1.0) || off <= 0.0011
}

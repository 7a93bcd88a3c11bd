//! What numbers mean: equality to about 15 digits, rounding as spreadsheets do, one way to print.

use std::cmp::Ordering;

/// Two numbers whose difference is at most this part of the larger one are equal (2^-48).
pub const RELATIVE_EQUAL: f64 = 1.0 / (1u64 << 48) as f64;

/// Are the two numbers equal to about 15 significant digits, as spreadsheets compare?
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
    if !number.is_finite() || number == 0.0 || digits > 300 {
        return number;
    }
    if digits < -308 {
        return 0.0;
    }
    let scaled = scale(number.abs(), digits);
    if !scaled.is_finite() || scaled >= 9_007_199_254_740_992.0 {
        return number;
    }
    let floor = scaled.floor();
    let half = floor + 0.5;
    let up = scaled >= half || (half - scaled) <= RELATIVE_EQUAL * scaled;
    let whole = if up { floor + 1.0 } else { floor };
    scale(whole, -digits).copysign(number)
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

    /// The sum so far; 0 when nothing was added.
    #[must_use]
    #[inline]
    pub fn value(self) -> f64 {
        let sum = self.total + self.lost;
        if sum.is_nan() { self.total } else { sum }
    }
}

/// A number as people type it, in any of the ways [`crate::import`] accepts. Blank text is `None`.
///
/// Understood: `1,234.50`, `1 234,5` is not (ambiguous), `￥1,200`, `$5`, `12%`, `(300)`, `△300`,
/// `▲300`, `−5`, full-width digits, `1_000` (as in policies), `1e3`.
#[must_use]
pub fn parse(text: &str) -> Option<f64> {
    use unicode_normalization::UnicodeNormalization;
    if text.len() > 64 {
        return None;
    }
    let folded: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let mut rest = folded.as_str();
    let mut negative = false;
    if let Some(inner) = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
        (rest, negative) = (inner, true);
    }
    let percent = rest.ends_with(['%', '‰']);
    let per_mille = rest.ends_with('‰');
    rest = rest.trim_end_matches(['%', '‰']);
    rest = rest.trim_end_matches(['円', '元', '원']);
    let mut signed = false;
    loop {
        let mut chars = rest.chars();
        match chars.next()? {
            '△' | '▲' | '-' | '−' | '–' if !signed => {
                negative = !negative;
                signed = true;
            }
            '+' if !signed => signed = true,
            '¥' | '$' | '€' | '£' | '₩' => {}
            _ => break,
        }
        rest = chars.as_str();
    }
    let plain = ungroup(rest)?;
    let mut number: f64 = plain.parse().ok().filter(|n: &f64| n.is_finite())?;
    if percent {
        number /= if per_mille { 1000.0 } else { 100.0 };
    }
    Some(if negative { -number } else { number })
}

/// Removes group separators (`,`, `_`, `'`) when they stand between digits as groups do; `None`
/// when the text is not a plain number.
fn ungroup(text: &str) -> Option<String> {
    let (whole, rest) = match text.find(['.', 'e', 'E']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    if rest.contains([',', '\'']) || !rest.chars().all(|c| c.is_ascii_digit() || ".eE+-_".contains(c)) {
        return None;
    }
    let separator = whole.chars().find(|c| !c.is_ascii_digit());
    match separator {
        None => Some(text.replace('_', "")),
        Some('_') => Some(text.replace('_', "")),
        Some(mark @ (',' | '\'')) => {
            let mut groups = whole.split(mark);
            let first = groups.next()?;
            let digits = |g: &str| g.chars().all(|c| c.is_ascii_digit());
            // Three digits a group in most of the world; Indian grouping has pairs before the last three.
            let tail: Vec<&str> = groups.collect();
            let last_is_three = tail.last().is_some_and(|g| g.len() == 3);
            let grouped = (1..=3).contains(&first.len())
                && digits(first)
                && last_is_three
                && tail.iter().all(|g| digits(g) && (g.len() == 3 || g.len() == 2));
            grouped.then(|| format!("{}{}", whole.replace(mark, ""), rest))
        }
        Some(_) => None,
    }
}

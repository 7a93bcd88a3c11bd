//! Whether sums of things can lie between limits together, by Fourier and Motzkin: one thing after another is
//! taken out, each lower limit of it set against each upper one.

/// Σ factor · thing ≤ limit, or < where it is strict.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// Things, each with its factor.
    pub terms: Vec<(usize, f64)>,
    /// The limit.
    pub limit: f64,
    /// Whether the limit itself is left out.
    pub strict: bool,
}

/// More limits than so many are not followed.
const MOST: usize = 400;
/// A part of the numbers at work below which a difference is rounding.
const ROUNDING: f64 = 1e-12;

/// Whether all limits can be kept at once; `None` where that takes too long to find out.
#[must_use]
pub fn possible(mut limits: Vec<Limit>) -> Option<bool> {
    // What is lost to rounding grows with the largest number that took part.
    let scale = limits.iter().map(|limit| limit.limit.abs()).fold(1.0, f64::max);
    loop {
        for limit in limits.iter().filter(|limit| limit.terms.is_empty()) {
            let (rounding, value) = (scale * ROUNDING, limit.limit);
            if value < -rounding || (limit.strict && value <= rounding) {
                return Some(false);
            }
        }
        limits.retain(|limit| !limit.terms.is_empty());
        let Some(thing) = limits.first().map(|limit| limit.terms[0].0) else { return Some(true) };
        let factor = |limit: &Limit| limit.terms.iter().find(|(of, _)| *of == thing).map_or(0.0, |(_, own)| *own);
        let (about, rest): (Vec<Limit>, Vec<Limit>) = limits.into_iter().partition(|limit| factor(limit) != 0.0);
        let (upper, lower): (Vec<Limit>, Vec<Limit>) = about.into_iter().partition(|limit| factor(limit) > 0.0);
        if upper.len() * lower.len() + rest.len() > MOST {
            return None;
        }
        limits = rest;
        for high in &upper {
            limits.extend(lower.iter().map(|low| without(thing, (high, factor(high)), (low, -factor(low)))));
        }
    }
}

/// The two limits added up so that the thing is gone.
fn without(thing: usize, (high, up): (&Limit, f64), (low, down): (&Limit, f64)) -> Limit {
    let mut terms: Vec<(usize, f64)> = Vec::new();
    let scaled = high.terms.iter().map(|(of, own)| (*of, own / up));
    for (of, own) in scaled.chain(low.terms.iter().map(|(of, own)| (*of, own / down))).filter(|(of, _)| *of != thing) {
        match terms.iter_mut().find(|(known, _)| *known == of) {
            Some((_, sum)) => *sum += own,
            None => terms.push((of, own)),
        }
    }
    terms.retain(|(_, own)| own.abs() > ROUNDING);
    Limit { terms, limit: high.limit / up + low.limit / down, strict: high.strict || low.strict }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(terms: &[(usize, f64)], limit: f64, strict: bool) -> Limit {
        Limit { terms: terms.to_vec(), limit, strict }
    }

    #[test]
    fn sums_lie_between_limits_together_or_not() {
        // b - a < 0, c - b < 0, a - c <= 0: a > b > c >= a
        let ring = |strict| {
            vec![
                limit(&[(1, 1.0), (0, -1.0)], 0.0, strict),
                limit(&[(2, 1.0), (1, -1.0)], 0.0, strict),
                limit(&[(0, 1.0), (2, -1.0)], 0.0, false),
            ]
        };
        assert_eq!(possible(ring(true)), Some(false));
        assert_eq!(possible(ring(false)), Some(true), "where all are equal");
        assert_eq!(possible(ring(true)[..2].to_vec()), Some(true));
        // 2a + b <= 10, a >= 4, b > 2
        let sums = |least: f64| {
            vec![
                limit(&[(0, 2.0), (1, 1.0)], 10.0, false),
                limit(&[(0, -1.0)], -least, false),
                limit(&[(1, -1.0)], -2.0, true),
            ]
        };
        assert_eq!(possible(sums(4.0)), Some(false));
        assert_eq!(possible(sums(3.9)), Some(true));
        // a > b + 0.1, b > c + 0.2, a <= c + 0.3
        let tenths = vec![
            limit(&[(1, 1.0), (0, -1.0)], -0.1, true),
            limit(&[(2, 1.0), (1, -1.0)], -0.2, true),
            limit(&[(0, 1.0), (2, -1.0)], 0.3, false),
        ];
        assert_eq!(possible(tenths), Some(false));
        assert_eq!(possible(Vec::new()), Some(true));
    }
}

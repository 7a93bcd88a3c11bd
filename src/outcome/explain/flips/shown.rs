//! Changes as people read them: with the digits their column shows, rounded so that what is written is enough.

use super::numbers::Candidate;
use super::search::Found;
use super::{Flip, Wanted};
use crate::formula::ColumnId;
use crate::outcome::explain::{Explainer, show};
use crate::plan::Work;
use crate::value::{NumberLook, Value, number, ops};

/// Digits a number is said with, where rounding to fewer says another one.
const DIGITS: i32 = 14;

impl Explainer<'_> {
    /// A result as people read it.
    pub(super) fn gives(&self, target: ColumnId, result: &Value) -> String {
        let column = self.plan().column(target);
        match result {
            Value::Blank if matches!(column.work, Work::Score(_)) => "no band".to_string(),
            Value::Blank => "blank".to_string(),
            _ => show::as_column(result, self.look(target)),
        }
    }

    pub(super) fn flip(&self, wanted: &Wanted, candidate: &Candidate, found: &Found) -> Flip {
        let from = candidate.value.unwrap_or_default();
        let id = candidate.moved.column;
        let same = |value: f64| ops::same(&self.result_with(wanted, candidate, value), &found.result);
        // The limit as it is written, where what was found is that and a hair more.
        let plain = plain(found.at, from);
        let (to, limit) = match plain == found.at || same(plain) {
            true => (plain, None),
            false => (found.at, Some(plain)),
        };
        let measure = wanted.card.zip(candidate.measure);
        let look = match measure.map(|(card, at)| &self.plan().scorecard(card).measures[at]) {
            Some(measure) => self.measure_look(measure.format, id),
            None => self.look(id),
        };
        let upwards = to > from;
        let shown_to = match limit {
            Some(limit) if number::round(limit, look.digits()) == limit => {
                format!("{} {}", if upwards { "above" } else { "below" }, look.show(limit))
            }
            _ => match outward(to, from, look) {
                value if value == to || same(value) => look.show(value),
                _ => show::shown(&Value::Number(to), self.plan().column(id).format),
            },
        };
        let change = limit.unwrap_or(to) - from;
        let shown = [look.show(number::round(from, look.digits())), shown_to, change_shown(change, look, upwards)];
        let gives = self.gives(wanted.target, &found.result);
        Flip { result: found.result.clone(), gives, number: candidate.moved.clone(), from, to, limit, shown }
    }

    /// The result with another value of a number.
    fn result_with(&self, wanted: &Wanted, candidate: &Candidate, value: f64) -> Value {
        let id = candidate.moved.column;
        let Some(route) = wanted.upstream.route(self.plan(), id) else { return wanted.result.clone() };
        if !route.is_within_row() || candidate.row != wanted.row || id.table != wanted.target.table {
            return self.trace.suppose_whole(&route, candidate.row, value).value(wanted.target, wanted.row);
        }
        let mut supposed = self.trace.suppose(id.table, &[wanted.row as u32]);
        supposed.set(&route, vec![value]);
        supposed.column(wanted.target.slot).value(0)
    }
}

/// The number without the noise of the last digits.
pub(super) fn plain(value: f64, from: f64) -> f64 {
    if value.abs() < 1e-12 * from.abs().max(1e-3) {
        return 0.0;
    }
    let size = value.abs().log10().ceil();
    if !size.is_finite() {
        return value;
    }
    // The fewest digits that say the same.
    let near = |rounded: f64| (rounded - value).abs() <= 1e-13 * value.abs();
    let rounded = (1..=DIGITS).map(|digits| number::round(value, digits - size as i32));
    rounded.into_iter().find(|rounded| near(*rounded)).unwrap_or(value)
}

/// Rounded as the column shows it, away from where the number is.
pub(super) fn outward(to: f64, from: f64, look: NumberLook) -> f64 {
    let digits = look.digits();
    if digits > 15 {
        return to;
    }
    let rounded = number::round(to, digits);
    let short = if to > from { rounded < to } else { rounded > to };
    let step = 10f64.powi(-digits) * (to - from).signum();
    if short { number::round(rounded + step, digits) } else { rounded }
}

/// `+340,000`, `-1.2 points`.
fn change_shown(change: f64, look: NumberLook, upwards: bool) -> String {
    if change == 0.0 {
        return if upwards { "any more" } else { "any less" }.to_string();
    }
    let rounded = outward(change, 0.0, look);
    let sign = if change > 0.0 { "+" } else { "-" };
    let text = look.show(rounded.abs());
    match text.strip_suffix('%') {
        Some(points) => format!("{sign}{points} points"),
        None => format!("{sign}{text}"),
    }
}

//! Parts of an input in the words of a cell.

use super::side::Side;
use crate::decision::axis::{Cut, DAY, Marks};
use crate::decision::cell::{CellTest, Comparison, parse};
use crate::decision::parts::Parts;
use crate::diagnostic::{Extents, Range};
use crate::value::{Date, DateTime, Type, Value, number};

/// Most values or ranges named.
const NAMED: usize = 4;

/// The parts as a cell would write them; `any` where they are all the input can have.
pub(super) fn parts(side: &Side, parts: &Parts) -> String {
    let (axis, possible) = (&side.axis, &side.possible);
    let shown = parts.and(&axis.values());
    let all = possible.and(&axis.values());
    if shown.is_empty() {
        return if all.is_empty() { "any" } else { "blank" }.to_string();
    }
    if shown.covers(&all) {
        return "any".to_string();
    }
    match &axis.marks {
        Marks::Cuts(cuts) => {
            let texts = shown.ranges().map(|(from, to)| {
                let low = from.checked_sub(1).and_then(|at| cuts.get(at));
                between(side, low, cuts.get(to - 1))
            });
            some(texts)
        }
        Marks::Values(values) => {
            let named = |parts: &Parts| some(parts.members().filter_map(|at| values.get(at)).map(word));
            if shown.contains(values.len()) { format!("not({})", named(&all.without(&shown))) } else { named(&shown) }
        }
    }
}

/// The same for programs.
pub(super) fn extents(side: &Side, parts: &Parts) -> Extents {
    let (axis, all) = (&side.axis, side.known_values());
    let shown = parts.and(&axis.values());
    match &axis.marks {
        Marks::Cuts(cuts) => {
            let range = |(from, to): (usize, usize)| {
                let low = from.checked_sub(1).and_then(|at| cuts.get(at));
                Range {
                    from: low.map(|cut| (value(axis.kind, cut.at), !cut.after)),
                    to: cuts.get(to - 1).map(|cut| (value(axis.kind, cut.at), cut.after)),
                }
            };
            Extents::Ranges(shown.ranges().map(range).collect())
        }
        Marks::Values(values) => {
            let listed = |parts: &Parts| parts.members().filter_map(|at| values.get(at).cloned()).collect();
            match shown.contains(values.len()) {
                true => Extents::Not(listed(&all.without(&shown))),
                false => Extents::Values(listed(&shown)),
            }
        }
    }
}

/// The first few, with a sign that there are more.
fn some(texts: impl Iterator<Item = String>) -> String {
    let mut texts: Vec<String> = texts.take(NAMED + 1).collect();
    if texts.len() > NAMED {
        texts[NAMED] = "…".to_string();
    }
    texts.join(", ")
}

/// A text, in quotes where it would read as something else.
fn word(value: &Value) -> String {
    let text = value.to_string();
    if value.as_text().is_none() {
        return text;
    }
    let read = parse(&text, Type::Text);
    let plain = matches!(read, Ok(CellTest::Compare(Comparison::Equal, literal)) if literal.value == *value);
    if plain && !text.contains(['(', ')']) { text } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

/// A range from one cut to another.
fn between(side: &Side, low: Option<&Cut>, high: Option<&Cut>) -> String {
    let kind = side.axis.kind;
    let text = |cut: &Cut| literal(side, cut.at);
    match (low, high) {
        (None, None) => "any".to_string(),
        (None, Some(high)) => format!("{} {}", if high.after { "<=" } else { "<" }, text(high)),
        (Some(low), None) => format!("{} {}", if low.after { ">" } else { ">=" }, text(low)),
        (Some(low), Some(high)) if kind == Type::Number && low.at == high.at => text(low),
        (Some(low), Some(high)) if is_one(kind, low.at, high.at) => text(low),
        (Some(low), Some(high)) => match (low.after, high.after) {
            (false, false) => format!("{} .. {}", text(low), text(high)),
            (false, true) => format!("{} ..= {}", text(low), text(high)),
            (true, false) => format!("({} .. {})", text(low), text(high)),
            (true, true) => format!("({} .. {}]", text(low), text(high)),
        },
    }
}

/// Whether this is just one day or one moment.
fn is_one(kind: Type, low: f64, high: f64) -> bool {
    match kind {
        Type::Date => high - low == 1.0,
        Type::DateTime if low.rem_euclid(DAY) == 0.0 => high - low == DAY,
        Type::DateTime => high - low == 1.0,
        _ => false,
    }
}

/// A place on an axis as a value.
pub(super) fn value(kind: Type, at: f64) -> Value {
    match kind {
        Type::Date => Value::Date(Date(at as i32)),
        Type::DateTime if at.rem_euclid(DAY) == 0.0 => Value::Date(Date((at / DAY) as i32)),
        Type::DateTime => Value::DateTime(DateTime(at as i64)),
        _ => Value::number(at),
    }
}

/// A place on an axis as the table writes it.
fn literal(side: &Side, at: f64) -> String {
    let kind = side.axis.kind;
    if kind != Type::Number {
        return value(kind, at).to_string();
    }
    if let Some((_, word)) = side.words.iter().find(|(known, _)| *known == at) {
        return word.clone();
    }
    let share = format!("{}%", grouped(number::round(at * 100.0, 9)));
    if side.percent && number::parse(&share) == Some(at) { share } else { grouped(at) }
}

/// Digits of the whole part in groups of three: `1_000_000`.
fn grouped(number: f64) -> String {
    let text = number::shortest(number);
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, rest) = digits.split_at(digits.find(['.', 'e']).unwrap_or(digits.len()));
    let mut shown = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            shown.push('_');
        }
        shown.push(digit);
    }
    format!("{sign}{shown}{rest}")
}

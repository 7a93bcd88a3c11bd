//! What it would take, in lines.

use super::node::table;
use super::{Flip, Flips, Moved, Never, Rank, Unmoved, named, show};
use crate::value::number::and_more;
use crate::value::{Value, number, ops};

/// Changes listed for one result.
const CHANGES: usize = 5;
/// Results that are listed.
const RESULTS: usize = 5;
/// Numbers that are named as changing nothing.
const NAMED: usize = 8;

/// The changes that would give another result, and the numbers that would not.
pub(super) fn lines(flips: &Flips) -> Vec<String> {
    let mut rows: Vec<[String; 5]> = Vec::new();
    let groups = flips.flips.chunk_by(|a, b| ops::same(&a.result, &b.result)).filter(|group| is_told(flips, group));
    for group in groups.take(RESULTS) {
        let told = nearest(group);
        rows.extend(told.iter().enumerate().map(|(at, flip)| row(flip, if at == 0 { &flip.gives } else { "" })));
    }
    let left = flips.flips.len() - rows.len();
    let more = if left > 0 { format!("; {left} more with --format json") } else { String::new() };
    let mut lines = vec![match rows.is_empty() {
        true => format!("no change of a single number makes it other than {}:", flips.shown),
        false => format!("what it would take, one number at a time (now: {}{more}):", flips.shown),
    }];
    lines.extend(table(&rows).into_iter().map(|line| format!("  {line}")));
    lines.extend(not_next(flips));
    lines.extend(never(&flips.never));
    lines
}

/// Of a scorecard the bands beside the one it has are told.
fn is_told(flips: &Flips, group: &[Flip]) -> bool {
    let Some(bands) = flips.bands.as_ref().filter(|bands| bands.better.is_some() || bands.worse.is_some()) else {
        return true;
    };
    let own = group.first().map(|flip| &flip.gives);
    [&bands.better, &bands.worse].into_iter().any(|band| band.as_ref() == own)
}

/// Of each number the smaller of the two changes, up and down; steps without a name only where nothing else is there.
fn nearest(group: &[Flip]) -> Vec<&Flip> {
    let mut kept: Vec<&Flip> = Vec::new();
    for flip in group {
        let step = flip.number.rank == Rank::Step && !kept.is_empty();
        if !step && kept.len() < CHANGES && !kept.iter().any(|known| known.number == flip.number) {
            kept.push(flip);
        }
    }
    kept
}

fn row(flip: &Flip, gives: &str) -> [String; 5] {
    let [from, to, change] = flip.shown.clone();
    [gives.to_string(), name(&flip.number), from, format!("→ {to}"), change]
}

fn name(number: &Moved) -> String {
    match &number.row {
        Some(row) => format!("{} (of {} {})", number.name, row.table, named(row)),
        None => number.name.clone(),
    }
}

fn not_next(flips: &Flips) -> Option<String> {
    let bands = flips.bands.as_ref()?;
    let better = bands.better.as_ref()?;
    let one = |never: &Never| match never.why {
        Unmoved::AtBest(score) => {
            format!("{} (at its best the score is {})", never.number.name, show::points(Some(score)))
        }
        _ => never.number.name.clone(),
    };
    let all: Vec<String> = bands.not_by.iter().map(one).collect();
    (!all.is_empty()).then(|| format!("  {better} is out of reach of these alone: {}", all.join(", ")))
}

fn never(all: &[Never]) -> Option<String> {
    let one = |never: &&Never| match &never.why {
        Unmoved::Nothing => name(&never.number),
        why => format!("{} ({})", name(&never.number), why.text()),
    };
    let told: Vec<&Never> = all.iter().filter(|never| never.number.rank != Rank::Step).collect();
    let names: Vec<String> = told.iter().take(NAMED).map(one).collect();
    (!names.is_empty()).then(|| format!("  by themselves these change nothing: {}", and_more(&names, told.len())))
}

impl Unmoved {
    /// In words.
    #[must_use]
    pub fn text(&self) -> String {
        let number = |value: f64| show::shown(&Value::Number(value), crate::value::NumberFormat::General);
        match self {
            Unmoved::Blank => "it is blank".to_string(),
            Unmoved::Nothing => "at no value".to_string(),
            Unmoved::Bounds(low, high) if low.is_infinite() => format!("it may be {} at most", number(*high)),
            Unmoved::Bounds(low, high) if high.is_infinite() => format!("it may be {} at least", number(*low)),
            Unmoved::Bounds(low, high) => format!("it may be {} to {}", number(*low), number(*high)),
            Unmoved::AtBest(score) => format!("at its best the score is {}", show::points(Some(*score))),
            Unmoved::Rows(rows) => format!("not tried: it moves {} rows", number::grouped(*rows)),
            Unmoved::Regroups => "not tried: it makes other groups".to_string(),
        }
    }
}

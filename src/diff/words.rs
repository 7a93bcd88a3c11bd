//! A comparison in words and numbers: what its texts share.

use super::edit::{Change, Edit, EditKind};
use super::effects::{Cause, FigureChange, NumberChange, Split, Summed};
use super::whole::{Between, Diff, Part, Side};
use crate::outcome::explain::shown;
use crate::value::number::{self, grouped};
use crate::value::{Extent, NumberFormat, NumberLook, Value};

/// `3 rows`, `1 row`.
pub(super) fn count(many: usize, one: &str) -> String {
    let s = if many == 1 { "" } else { "s" };
    format!("{} {one}{s}", grouped(many))
}

/// What is compared with what, and how much differs.
pub(crate) fn headline(diff: &Diff) -> String {
    let policy = |side: &Side| match &side.version {
        Some(version) => format!("{} {version}", side.policy),
        None => side.policy.clone(),
    };
    let inputs = |side: &Side| side.inputs.join(", ");
    let (old, new) = (policy(&diff.old), policy(&diff.new));
    let who = match diff.between {
        Between::Data => format!("{new}: {} → {}", inputs(&diff.old), inputs(&diff.new)),
        Between::Policies if diff.new.inputs.is_empty() && old == new => new,
        Between::Policies if diff.new.inputs.is_empty() => format!("{old} → {new}"),
        Between::Policies if old == new => format!("{new} on {}", inputs(&diff.new)),
        Between::Policies => format!("{old} → {new} on {}", inputs(&diff.new)),
    };
    format!("{who}: {}", counts(diff))
}

fn counts(diff: &Diff) -> String {
    if diff.is_empty() {
        return "nothing differs".to_string();
    }
    let mut words = Vec::new();
    if diff.between == Between::Policies {
        words.push(count(diff.edits.len(), "edit"));
    }
    if diff.new.inputs.is_empty() {
        return words.concat();
    }
    let effects = &diff.effects;
    let moved: usize = effects.moves.iter().map(|moves| moves.moved.len()).sum();
    let triggers = |of: fn(&super::effects::TriggerChange) -> usize| effects.triggers.iter().map(of).sum::<usize>();
    words.push(format!("{} moved", grouped(moved)));
    words.push(format!("{} gained", count(triggers(|change| change.gained.len()), "trigger")));
    words.push(format!("{} lost", grouped(triggers(|change| change.lost.len()))));
    words.push(format!("{} changed", count(effects.figures.len(), "figure")));
    words.join(", ")
}

/// An edit in words, without its places: ``parameter `goal`: 30% → 35%``.
pub(crate) fn edit(edit: &Edit) -> String {
    let one = edit.changes.first().filter(|_| edit.changes.len() == 1 || edit.kind != EditKind::Changed);
    let said = |text: &str| if text.is_empty() { String::new() } else { format!(": {text}") };
    match (edit.kind, one) {
        (EditKind::Added, change) => format!("{} added{}", edit.subject, said(change.map_or("", |c| &c.new))),
        (EditKind::Removed, change) => format!("{} removed{}", edit.subject, said(change.map_or("", |c| &c.old))),
        (EditKind::Moved, change) => format!("{} moved to place {}", edit.subject, change.map_or("", |c| &c.new)),
        (EditKind::Changed, _) => {
            let changes: Vec<String> = edit.changes.iter().map(self::change).collect();
            format!("{}{}", edit.subject, said(&changes.join("; ")))
        }
    }
}

fn change(change: &Change) -> String {
    let of = if change.of.is_empty() { String::new() } else { format!("{} ", change.of) };
    let nothing = |text: &str| if text.is_empty() { "nothing".to_string() } else { text.to_string() };
    format!("{of}{} → {}", nothing(&change.old), nothing(&change.new))
}

/// `edit 1`, `edits 2+3`.
pub(crate) fn part(part: &Part) -> String {
    let numbers: Vec<String> = part.edits.iter().map(|at| (at + 1).to_string()).collect();
    format!("edit{} {}", if numbers.len() == 1 { "" } else { "s" }, numbers.join("+"))
}

/// What brought something about; nothing where nobody knows.
pub(crate) fn cause(cause: &Cause, parts: &[Part]) -> Option<String> {
    match cause {
        Cause::Unknown => None,
        Cause::Together => Some("together".to_string()),
        Cause::Part(at) => parts.get(*at).map(part),
        Cause::Each(all) => {
            let all: Vec<String> = all.iter().filter_map(|at| parts.get(*at)).map(part).collect();
            Some(format!("each of {}", all.join(", ")))
        }
    }
}

/// Causes with how often they stand there: those of single parts, then of several, then together.
pub(super) fn shares<'c>(causes: impl Iterator<Item = &'c Cause>, parts: &[Part]) -> Vec<(String, usize)> {
    let mut counted: Vec<(&Cause, usize)> = Vec::new();
    for cause in causes {
        match counted.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, times)) => *times += 1,
            None => counted.push((cause, 1)),
        }
    }
    counted.sort();
    counted.into_iter().filter_map(|(found, times)| Some((cause(found, parts)?, times))).collect()
}

/// `30 by edit 1, 5 together`.
pub(super) fn by(shares: &[(String, usize)]) -> String {
    let one = |(name, times): &(String, usize)| match name.as_str() {
        "together" => format!("{} only together", grouped(*times)),
        name => format!("{} by {name}", grouped(*times)),
    };
    shares.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// A number that changed, ready to be shown: before, now, the difference, and its parts.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) before: String,
    pub(super) now: String,
    pub(super) change: String,
    /// Rows with another number, of a column.
    pub(super) rows: Option<usize>,
    /// For each part what it adds, and what only all together do; empty where the change was not taken apart.
    pub(super) parts: Vec<String>,
}

/// How a figure's numbers are shown.
pub(crate) fn figure_look(figure: &FigureChange) -> NumberLook {
    look(figure.format, &[&figure.before, &figure.now].map(Value::as_number), figure.split.as_ref())
}

/// How the numbers of a column that changed are shown.
pub(crate) fn number_look(change: &NumberChange) -> NumberLook {
    look(change.format, &[change.before, change.now], change.split.as_ref())
}

pub(super) fn figure(figure: &FigureChange) -> Line {
    let numbers = [&figure.before, &figure.now].map(Value::as_number);
    let look = figure_look(figure);
    let show = |value: &Value| match value {
        Value::Number(number) => look.show(number::round(*number, look.digits())),
        other => shown(other, NumberFormat::General),
    };
    let split = figure.split.as_ref().map(|split| (split.parts.as_slice(), split.together));
    Line {
        name: figure.name.clone(),
        before: show(&figure.before),
        now: show(&figure.now),
        ..changes(numbers, look, split)
    }
}

pub(super) fn number(change: &NumberChange) -> Line {
    let numbers = [change.before, change.now];
    let look = number_look(change);
    let show = |number: Option<f64>| number.map_or("blank".into(), |n| look.show(number::round(n, look.digits())));
    let split = change.split.as_ref().map(|split| (split.parts.as_slice(), split.together));
    let mean = if change.summed == Summed::Mean { "mean of " } else { "" };
    let name = format!("{mean}{}", change.what);
    let rows = Some(change.changed);
    Line { name, before: show(change.before), now: show(change.now), rows, ..changes(numbers, look, split) }
}

/// As the column shows its numbers, with more decimals where the difference would not be seen.
fn look(format: NumberFormat, numbers: &[Option<f64>; 2], split: Option<&Split>) -> NumberLook {
    let known: Vec<f64> = numbers.iter().flatten().copied().collect();
    let extent = Extent::of(&known);
    let [Some(before), Some(now)] = numbers else { return NumberLook::of(format, &extent) };
    let (mut decimals, percent) = match format {
        NumberFormat::Decimals(decimals) => (decimals, false),
        NumberFormat::Percent(decimals) => (decimals, true),
        NumberFormat::General if extent.whole => (0, false),
        NumberFormat::General => (2, false),
    };
    let digits = |decimals: u8| i32::from(decimals) + if percent { 2 } else { 0 };
    // Of a sum that stays while its rows change there is nothing to see.
    let hidden = |decimals: u8| !number::equal(*before, *now) && number::round(now - before, digits(decimals)) == 0.0;
    while decimals < 10 && hidden(decimals) {
        decimals += 1;
    }
    // What is shown is to add up as what is meant does.
    let adds = |decimals: u8| {
        let round = |number: f64| number::round(number, digits(decimals));
        let least = 0.5 * 0.1_f64.powi(digits(decimals));
        let change = round(now - before);
        let parts = split.map(|split| split.parts.iter().copied().map(round).sum::<f64>() + round(split.together));
        (round(*now) - round(*before) - change).abs() < least && parts.is_none_or(|sum| (sum - change).abs() < least)
    };
    if let Some(more) = (decimals..decimals + 3).find(|decimals| adds(*decimals)) {
        decimals = more;
    }
    NumberLook::of(if percent { NumberFormat::Percent(decimals) } else { NumberFormat::Decimals(decimals) }, &extent)
}

fn changes([before, now]: [Option<f64>; 2], look: NumberLook, split: Option<(&[f64], f64)>) -> Line {
    let signed = |number: f64| {
        let number = number::round(number, look.digits());
        match number {
            0.0 => "0".to_string(),
            number if number > 0.0 => format!("+{}", look.show(number)),
            number => look.show(number),
        }
    };
    let change = before.zip(now).map_or(String::new(), |(before, now)| signed(now - before));
    let parts = split.map(|(parts, together)| parts.iter().copied().chain([together]).map(signed).collect());
    Line {
        name: String::new(),
        before: String::new(),
        now: String::new(),
        change,
        rows: None,
        parts: parts.unwrap_or_default(),
    }
}

/// A score before and now: `68.6 → 71.2 (+2.6)`.
pub(super) fn score(before: Option<f64>, now: Option<f64>) -> String {
    let show =
        |score: Option<f64>| score.map_or("blank".to_string(), |score| NumberLook::SCORE.show(number::round(score, 1)));
    let gain = before.zip(now).map(|(before, now)| number::round(now - before, 1));
    let gain = gain.map_or(String::new(), |gain| {
        format!(" ({}{})", if gain > 0.0 { "+" } else { "" }, NumberLook::SCORE.show(gain))
    });
    format!("{} → {}{gain}", show(before), show(now))
}

/// A value as a word of a matrix or a move.
pub(crate) fn word(value: &Value) -> String {
    shown(value, NumberFormat::General)
}

/// A difference with its sign, as many decimals as show something.
pub(super) fn signed(number: f64) -> String {
    let look = NumberLook::of(NumberFormat::General, &Extent::of(&[number]));
    let text = look.show(number::round(number, look.digits()));
    if number > 0.0 { format!("+{text}") } else { text }
}

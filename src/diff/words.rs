//! A comparison in words and numbers: what its texts share.

use super::edit::{Change, Edit, EditKind};
use super::effects::{Cause, Effects, FigureChange, NumberChange, Split, Summed, TriggerChange};
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
    if diff.effects.is_empty() {
        words.push("no effect on the data".to_string());
    }
    words.extend(effects(&diff.effects));
    words.join(", ")
}

/// How much there is of each kind of change; what there is nothing of is left out.
fn effects(effects: &Effects) -> Vec<String> {
    let moved: usize = effects.moves.iter().map(|moves| moves.moved.len()).sum();
    let triggers = |of: fn(&TriggerChange) -> usize| effects.triggers.iter().map(of).sum::<usize>();
    let (gained, lost) = (triggers(|change| change.gained.len()), triggers(|change| change.lost.len()));
    let passed = triggers(|change| change.passed.len());
    let (scores, columns): (Vec<_>, Vec<_>) = effects.numbers.iter().partition(|number| !number.scores.is_empty());
    let scored: usize = scores.iter().map(|number| number.changed).sum();
    let rows: usize = effects.rows.iter().map(|change| change.come.len() + change.gone.len()).sum();
    let all = [
        (moved, format!("{} moved", count(moved, "row"))),
        (gained, format!("{} gained", count(gained, "trigger"))),
        (lost, format!("{} lost", count(lost, "trigger"))),
        (passed, format!("{} with another owner", count(passed, "trigger"))),
        (effects.figures.len(), format!("{} changed", count(effects.figures.len(), "figure"))),
        (scored, format!("{} changed", count(scored, "score"))),
        (columns.len(), format!("{} changed", count(columns.len(), "column"))),
        (rows, format!("{} new or gone", count(rows, "row"))),
    ];
    all.into_iter().filter(|(many, _)| *many > 0).map(|(_, words)| words).collect()
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
    let same = same_start(&change.old, &change.new);
    let told = |text: &str| if same > 0 { format!("… {}", &text[same..]) } else { nothing(text) };
    format!("{of}{} → {}", told(&change.old), told(&change.new))
}

/// Long texts of which the beginning is the same are shown from where they differ.
const LONG: usize = 60;

/// How many bytes both texts begin with, up to a word, where both are long.
fn same_start(old: &str, new: &str) -> usize {
    if old.chars().count().min(new.chars().count()) < LONG {
        return 0;
    }
    let same = old.char_indices().zip(new.chars()).take_while(|((_, a), b)| a == b);
    let end = same.last().map_or(0, |((at, c), _)| at + c.len_utf8());
    let mut words = old[..end].rmatch_indices(' ').map(|(at, _)| at + 1);
    // A word before the difference says where it is.
    words.nth(1).filter(|at| *at >= LONG / 2).unwrap_or(0)
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

/// A score before and now: `68.6 → 71.2 (+2.6)`, with more decimals where the difference would not be seen.
pub(super) fn score(before: Option<f64>, now: Option<f64>) -> String {
    let round = |score: f64, decimals: u8| number::round(score, i32::from(decimals));
    let seen = |decimals: &u8| before.zip(now).is_none_or(|(a, b)| round(a, *decimals) != round(b, *decimals));
    let adds = |decimals: &u8| {
        let apart = |(a, b): (f64, f64)| round(b, *decimals) - round(a, *decimals) - round(b - a, *decimals);
        before.zip(now).is_none_or(|ends| number::round(apart(ends), 10) == 0.0)
    };
    let least = (1..10).find(seen).unwrap_or(1);
    let decimals = if adds(&least) { least } else { least + 1 };
    let look = NumberLook::of(NumberFormat::Decimals(decimals), &Extent::default());
    let shown = |score: Option<f64>| score.map_or("blank".to_string(), |score| look.show(round(score, decimals)));
    // The difference of what is shown, so that it can be checked.
    let gain = before.zip(now).map(|(a, b)| round(round(b, decimals) - round(a, decimals), decimals));
    let gain =
        gain.map_or(String::new(), |gain| format!(" ({}{})", if gain > 0.0 { "+" } else { "" }, look.show(gain)));
    format!("{} → {}{gain}", shown(before), shown(now))
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

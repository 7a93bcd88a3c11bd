//! An explanation as a tree of lines.

use super::node::Node;
use super::ranges::in_line;
use super::{
    BandTest, CellsOf, Decided, Fires, Folded, How, Reason, RuleFate, Scored, Seen, Share, Taken, Why, flip_lines,
    named, show,
};
use crate::policy::model::{HitPolicy, Missing};
use crate::value::number::and_more;
use crate::value::{NumberFormat, Value};

/// Longest line that takes what is behind a value into itself.
const LONGEST: usize = 100;
/// Ranges of cells that are written out.
const RANGES: usize = 3;
/// Rules up to which each has a line of its own.
const RULES: usize = 12;

/// How numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// As their column shows them.
    Column,
    /// To the last digit, as policies write them.
    Exact,
}

/// One value with what is behind it, in lines.
#[must_use]
pub fn lines(reason: &Reason, look: Look) -> Vec<String> {
    node(reason, look).draw()
}

/// A whole explanation as people read it; ends with a line break.
#[must_use]
pub fn text(why: &Why) -> String {
    let mut out = vec![head(why), String::new()];
    let several = why.reasons.len() > 1;
    for (at, reason) in why.reasons.iter().enumerate() {
        let drawn = node(reason, Look::Column).draw();
        if several && at > 0 && drawn.len() > 1 {
            out.push(String::new());
        }
        out.extend(drawn);
    }
    if let Some(flips) = &why.flips {
        out.push(String::new());
        out.extend(flip_lines::lines(flips));
    }
    out.extend(rests_on(why));
    if !why.issues.is_empty() {
        out.extend([String::new(), format!("what the run found about {}:", named(&why.row))]);
        out.extend(why.issues.iter().map(|issue| format!("  {issue}")));
    }
    if why.reasons.iter().any(has_more) {
        out.extend([
            String::new(),
            "… marks where there is more to a value: --depth 5, --all, or ask for it by name".to_string(),
        ]);
    }
    out.join("\n") + "\n"
}

/// The cells it all rests on, where the tree does not show them one by one.
fn rests_on(why: &Why) -> Vec<String> {
    let number: usize = why.cells.iter().map(|cells| cells.rows * cells.columns.len()).sum();
    if !why.reasons.iter().any(has_more) && !why.reasons.iter().any(has_rest) || number == 0 {
        return Vec::new();
    }
    let row =
        |of: &CellsOf| [format!("{}: {}", of.table, of.columns.join(", ")), count(of.rows, "row"), cells(&of.ranges)];
    let mut lines = vec![String::new(), format!("it rests on {}:", count(number, "cell"))];
    let rows: Vec<[String; 3]> = why.cells.iter().map(row).collect();
    lines.extend(super::node::table(&rows).into_iter().map(|line| format!("  {line}")));
    lines
}

fn has_rest(reason: &Reason) -> bool {
    more(reason).is_some() || reason.parts.iter().any(has_rest)
}

fn has_more(reason: &Reason) -> bool {
    reason.folded == Some(Folded::Deeper) || reason.parts.iter().any(has_more)
}

fn head(why: &Why) -> String {
    let place = match (&why.cell, why.workbooks.as_slice()) {
        (Some(cell), _) => format!("  (row {} of sheet {} in {})", u64::from(cell.row) + 1, cell.sheet, cell.workbook),
        (None, _) => String::new(),
    };
    format!("{} {}{place}", why.row.table, named(&why.row)).trim_end().to_string()
}

pub(super) fn node(reason: &Reason, look: Look) -> Node {
    node_of(reason, look, false)
}

/// The same; a member is a row of an aggregate, known by its row first.
fn node_of(reason: &Reason, look: Look, member: bool) -> Node {
    let mut node = Node::new(subject(reason, look, member));
    match &reason.how {
        _ if reason.folded.is_some() => node.say(briefly(reason)),
        How::Decision(decided) => of_decision(decided, &mut node),
        How::Aggregate(taken) => of_aggregate(reason, taken, &mut node),
        How::Window(seen) => of_window(reason, seen, &mut node),
        How::Score(scored) => of_score(scored, &mut node),
        How::Points(measured) => {
            let [value, target, worst] = &measured.shown;
            node.say(format!(" of 100: {value}, where {target} gives 100 points and {worst} gives 0"));
        }
        How::Band(tests) => of_band(tests, &mut node),
        How::Trigger(fires) => of_trigger(reason, fires, &mut node),
        _ => node.say(origin(reason)),
    }
    finish(reason, look, node)
}

/// What is behind a value, each as its place in it asks for.
fn children(reason: &Reason, look: Look) -> Vec<Node> {
    let operands = reason.parts.iter().filter(|part| part.row.is_none()).count();
    let mut children = Vec::new();
    for (at, part) in reason.parts.iter().enumerate() {
        let mut child = node_of(part, look, matches!(reason.how, How::Aggregate(_)));
        match (&reason.how, &part.how) {
            // The table says the rest.
            (How::Score(_), How::Points(measured)) => {
                child.head = match measured.costs() {
                    Some(costs) => format!("{} costs {}", part.name, show::points(Some(costs))),
                    None => format!("{} has no points", part.name),
                }
            }
            (How::Window(seen), How::Row) => {
                let place = (seen.first_listed + at).saturating_sub(operands);
                let own = if seen.own == Some(place) { "  ← this row" } else { "" };
                child.head = format!("{place}. {}{own}", child.head);
            }
            _ => {}
        }
        children.push(child);
    }
    children
}

/// The name of a value and the value.
pub(super) fn subject(reason: &Reason, look: Look, member: bool) -> String {
    let mut value = value(reason, look);
    match reason.share {
        Some(Share::OfSum(part)) => value.push_str(&format!(" ({} of the sum)", show::percent(Some(part)))),
        Some(Share::OfWeights(part, weight)) => {
            let weight = Value::Number(weight);
            let weight = show::as_column(&weight, show::look_of(&weight, NumberFormat::General));
            value.push_str(&format!(" (weight {weight}, {} of all)", show::percent(Some(part))));
        }
        None => {}
    }
    let test = reason.test.as_ref().map(|test| match test.met {
        Some(true) => format!(" meets `{}`", test.text),
        Some(false) => format!(" does not meet `{}`", test.text),
        None => format!(" cannot be put to `{}`", test.text),
    });
    let test = test.unwrap_or_default();
    match &reason.row {
        Some(row) if reason.name.is_empty() => named(row),
        Some(row) if matches!(reason.how, How::Row) => format!("{}: {value}", named(row)),
        Some(row) if !member && !matches!(reason.how, How::Group) => {
            format!("{} {value}{test} (of {} {})", reason.name, row.table, named(row))
        }
        Some(row) if matches!(reason.how, How::Group) => format!("{}: {}{test}", row.table, row.key),
        Some(row) => format!("{}: {} {value}{test}", named(row), reason.name),
        None => format!("{} {value}{test}", reason.name),
    }
}

fn value(reason: &Reason, look: Look) -> String {
    match look {
        Look::Column => reason.shown.clone(),
        Look::Exact => show::shown(&reason.value, reason.format),
    }
}

/// Where a plain value comes from.
fn origin(reason: &Reason) -> String {
    match &reason.how {
        How::Cell { shown, written, .. } => {
            let written = written.as_ref().filter(|text| **text != reason.shown && reason.blank.is_none());
            let written = written.map(|text| format!(", where it says `{text}`")).unwrap_or_default();
            format!("  {shown}{written}")
        }
        How::Given => "  given".to_string(),
        How::Parameter => "  parameter".to_string(),
        How::Row if reason.row.is_none() => "  what the row is made of".to_string(),
        How::Row => String::new(),
        How::Reasons => ": the measures that cost most".to_string(),
        _ => match &reason.formula {
            Some(formula) if *formula != reason.shown && *formula != reason.name => format!(" = {formula}"),
            _ => String::new(),
        },
    }
}

/// How a value came about, where what is behind it is left out.
fn briefly(reason: &Reason) -> String {
    match (&reason.how, &reason.formula) {
        _ if reason.folded == Some(Folded::Above) => String::new(),
        (How::Decision(decided), _) => match decided.chosen {
            Some(_) if decided.is_default => format!(": the default of `{}`", decided.name),
            Some(number) => format!(": rule {number} of `{}`", decided.name),
            None => format!(": `{}`", decided.name),
        },
        (_, Some(formula)) if *formula != reason.name => format!(" = {formula}"),
        _ => String::new(),
    }
}

/// What every value may have: its part of a sum, why it is blank, where it is written, and what is behind it.
fn finish(reason: &Reason, look: Look, mut node: Node) -> Node {
    if let Some(blank) = &reason.blank {
        node.say(format!(" – {blank}"));
    }
    let parts = listed_rows(reason);
    if let Some(row) = parts {
        node.details.push(row);
        return placed(reason, node);
    }
    let inner: Vec<String> = reason.parts.iter().filter_map(|part| leaf(part, look)).collect();
    let plain = matches!(reason.how, How::Formula) && inner.len() == reason.parts.len() && !inner.is_empty();
    let with = format!(", with {}", inner.join(", "));
    if plain && node.width() + unicode_width::UnicodeWidthStr::width(with.as_str()) <= LONGEST {
        node.say(with);
        return placed(reason, node);
    }
    node = placed(reason, node);
    match reason.folded {
        Some(Folded::Above) => node.say(" (as above)".to_string()),
        Some(Folded::Deeper) => node.say(" …".to_string()),
        None => {}
    }
    node.children = children(reason, look);
    node.children.extend(more(reason).map(Node::new));
    node
}

fn placed(reason: &Reason, mut node: Node) -> Node {
    let own = !matches!(reason.how, How::Parameter | How::Points(_)) && reason.folded != Some(Folded::Above);
    if let Some(place) = reason.place.as_ref().filter(|_| own) {
        node.say(format!("  [{place}]"));
    }
    node
}

/// A value with nothing behind it, in few words.
fn leaf(part: &Reason, look: Look) -> Option<String> {
    let plain = part.parts.is_empty() && part.folded.is_none() && part.blank.is_none() && part.row.is_none();
    let origin = match &part.how {
        How::Cell { .. } | How::Given | How::Parameter => origin(part).trim_start().to_string(),
        _ => return None,
    };
    plain.then(|| format!("{} {} ({origin})", part.name, value(part, look)))
}

/// Rows without a value of their own, in one line.
fn listed_rows(reason: &Reason) -> Option<String> {
    let How::Aggregate(taken) = &reason.how else { return None };
    let bare = |part: &Reason| part.name.is_empty();
    if reason.parts.is_empty() || !reason.parts.iter().all(bare) {
        return None;
    }
    let names: Vec<String> = reason.parts.iter().filter_map(|part| part.row.as_ref()).map(named).collect();
    Some(and_more(&names, taken.counted))
}

/// What is not listed.
fn more(reason: &Reason) -> Option<String> {
    let listed = reason.parts.iter().filter(|part| part.row.is_some()).count();
    match &reason.how {
        How::Aggregate(taken) if listed > 0 && taken.counted > listed => {
            Some(format!("and {}", count(taken.counted - listed, "more row")))
        }
        _ => None,
    }
}

fn count(number: usize, what: &str) -> String {
    let number_text = crate::value::NumberLook::WHOLE.show(number as f64);
    format!("{number_text} {what}{}", if number == 1 { "" } else { "s" })
}

fn cells(ranges: &[String]) -> String {
    let shown = in_line(&ranges[..ranges.len().min(RANGES)]);
    let more = ranges.len() - shown.len();
    let more = if more > 0 { format!(" and {}", count(more, "more place")) } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

fn of_aggregate(reason: &Reason, taken: &Taken, node: &mut Node) {
    node.say(briefly(reason));
    let mut said = vec![format!("{} of {}", count(taken.counted, "row"), taken.table)];
    let others = [
        (taken.left_out, "left out by the filter"),
        (taken.undecided, "whose filter cannot be decided"),
        (taken.blank, "blank"),
    ];
    for (number, what) in others.into_iter().filter(|(number, _)| *number > 0) {
        said.push(format!("{} {what}", crate::value::NumberLook::WHOLE.show(number as f64)));
    }
    let mut line = said.join(", ");
    if !taken.unknown.is_empty() {
        line.push_str(&format!(" ({})", taken.unknown.join(", ")));
    }
    if !taken.ranges.is_empty() {
        line.push_str(&format!("; {}", cells(&taken.ranges)));
    }
    node.details.push(line);
    if !taken.values.is_empty() {
        let one = |(value, rows): &(String, usize)| format!("{value} in {}", count(*rows, "row"));
        node.details.push(taken.values.iter().map(one).collect::<Vec<_>>().join(", "));
    }
}

fn of_window(reason: &Reason, seen: &Seen, node: &mut Node) {
    node.say(briefly(reason));
    let within: Vec<String> = seen.within.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let within = if within.is_empty() { String::new() } else { format!(" with {}", within.join(", ")) };
    let blank = if seen.blank > 0 { format!(", {} blank", seen.blank) } else { String::new() };
    let among = format!("{} of {}{within}{blank}", count(seen.rows, "row"), seen.table);
    let Some(op) = seen.op else {
        return node.say(format!(" of {among}"));
    };
    let cells = if seen.ranges.is_empty() { String::new() } else { format!("; {}", cells(&seen.ranges)) };
    let which = if op.parts().order { "over" } else { "among" };
    node.details.push(format!("{which} {among}{cells}"));
    node.details.extend(seen.note.clone());
}

fn of_score(scored: &Scored, node: &mut Node) {
    node.say(": points by weight, what cost most first".to_string());
    let mut rows = vec![["", "value", "target", "worst", "points", "weight", "brings", "costs"].map(str::to_string)];
    for measured in &scored.measures {
        let [value, target, worst] = measured.shown.clone();
        let weight = match (measured.weight, measured.counts) {
            (Some(weight), Some(counts)) if (weight - counts).abs() > 1e-9 => {
                format!("{} as {}", show::percent(Some(weight)), show::percent(Some(counts)))
            }
            (weight, _) => show::percent(weight),
        };
        let [points, brings, costs] = [measured.points, measured.brings(), measured.costs()].map(show::points);
        rows.push([measured.title.clone(), value, target, worst, points, weight, brings, costs]);
    }
    node.details.extend(super::node::table(&rows));
    let unknown: Vec<&str> = scored
        .measures
        .iter()
        .filter(|m| m.values[0].is_blank() && scored.missing != Missing::Blank)
        .map(|measured| measured.title.as_str())
        .collect();
    if !unknown.is_empty() && unknown.len() < scored.measures.len() {
        let done = match scored.missing {
            Missing::Blank => "",
            Missing::Reweight => "so the weights of the others are scaled up",
            Missing::Worst => "which counts as the worst value",
        };
        node.details.push(format!(
            "{} {} blank, {done}",
            unknown.join(", "),
            if unknown.len() == 1 { "is" } else { "are" }
        ));
    }
}

fn of_band(tests: &[BandTest], node: &mut Node) {
    let own = tests.iter().find(|band| band.test.met == Some(true));
    if let Some(own) = own {
        node.say(format!(": the score is {}", own.test.text));
    }
    let others = tests.iter().filter(|band| Some(&band.name) != own.map(|own| &own.name));
    let others: Vec<String> = others.map(|band| format!("{} is {}", band.name, band.test.text)).collect();
    if !others.is_empty() {
        node.details.push(others.join(", "));
    }
}

fn of_trigger(reason: &Reason, fires: &Fires, node: &mut Node) {
    let how = match fires.fires {
        Some(true) => "fires",
        Some(false) => "does not fire",
        None => "cannot be decided",
    };
    node.head = format!("{} {how}", reason.name);
    if let Some(formula) = &reason.formula {
        node.say(format!(": {formula}"));
    }
    let due = fires.due.as_ref().map(|due| format!(", due {due}")).unwrap_or_default();
    let owner = fires.owner.as_ref().map(|owner| format!("for {owner}{due}"));
    node.details.extend(fires.message.clone());
    node.details.extend(owner);
}

fn of_decision(decided: &Decided, node: &mut Node) {
    let how = match decided.hit {
        HitPolicy::First | HitPolicy::Unique => "",
        HitPolicy::Any => ", rules that match agree",
        HitPolicy::Priority => ", the most important result of the rules that match",
        HitPolicy::RuleOrder | HitPolicy::OutputOrder | HitPolicy::Collect(_) => ", all rules that match",
    };
    let name = match &decided.uses {
        Some(uses) => format!("`{}` ({uses})", decided.name),
        None => format!("`{}`", decided.name),
    };
    match decided.chosen {
        Some(_) if decided.is_default => node.say(format!(": the default of {name}, no rule matches")),
        Some(number) => node.say(format!(": rule {number} of {} in {name}{how}", decided.rules)),
        None => node.say(format!(": {name}{how}")),
    }
    if !decided.idle.is_empty() {
        let s = if decided.idle.len() == 1 { " is" } else { "s are" };
        let all: Vec<String> = decided.idle.iter().map(|(place, days)| format!("{place} ({days})")).collect();
        node.details.push(format!(
            "{} rule{s} not in force: {}",
            decided.idle.len(),
            and_more(&all[..all.len().min(3)], all.len())
        ));
    }
    let (matching, failing): (Vec<&RuleFate>, Vec<&RuleFate>) =
        decided.others.iter().partition(|fate| fate.failed.is_none());
    node.details.extend(super::node::table(&matching.iter().map(|fate| matches_too(fate)).collect::<Vec<_>>()));
    if failing.is_empty() {
        return;
    }
    let above = decided.hit == HitPolicy::First && decided.chosen.is_some() && !decided.is_default;
    node.details.push(if above { "rules above it fail:" } else { "rules that do not match:" }.to_string());
    let rows: Vec<[String; 4]> = match failing.len() {
        0..=RULES => failing.iter().map(|fate| fails(fate)).collect(),
        _ => together(&failing),
    };
    node.details.extend(super::node::table(&rows).into_iter().map(|line| format!("  {line}")));
}

fn matches_too(fate: &RuleFate) -> [String; 3] {
    [format!("rule {} matches", fate.rule), fate.tests.clone(), format!("gives {}", fate.gives)]
}

/// One rule that would have given another result, and what kept it from that.
#[must_use]
pub fn fate(of: &RuleFate) -> String {
    match &of.failed {
        Some(failed) => format!(
            "rule {} gives {}, but needs {} {}: it is {}  [{}]",
            of.rule, of.gives, failed.name, failed.test, failed.shown, of.place
        ),
        None => {
            format!("rule {} gives {} and matches too, but an earlier one decides  [{}]", of.rule, of.gives, of.place)
        }
    }
}

fn fails(fate: &RuleFate) -> [String; 4] {
    let (needs, is) = fate.failed.as_ref().map_or_else(Default::default, |failed| {
        (format!("needs {} {}", failed.name, failed.test), format!("it is {}", failed.shown))
    });
    [format!("rule {}", fate.rule), format!("→ {}", fate.gives), needs, is]
}

/// Rules one after another that fail by the same input, in one line.
fn together(fates: &[&RuleFate]) -> Vec<[String; 4]> {
    let by = |fate: &RuleFate| fate.failed.as_ref().map(|failed| failed.name.clone());
    let line = |group: &[&RuleFate]| {
        let [first, .., last] = group else { return group.first().map_or_else(Default::default, |fate| fails(fate)) };
        let mut tests: Vec<&str> = Vec::new();
        for failed in group.iter().filter_map(|fate| fate.failed.as_ref()) {
            if !tests.contains(&failed.test.as_str()) {
                tests.push(&failed.test);
            }
        }
        let more = if tests.len() > 4 { " …" } else { "" };
        let needs = format!("need {} {}{more}", by(first).unwrap_or_default(), tests[..tests.len().min(4)].join(", "));
        let is = first.failed.as_ref().map(|failed| format!("it is {}", failed.shown)).unwrap_or_default();
        [format!("rules {} to {}", first.rule, last.rule), String::new(), needs, is]
    };
    fates.chunk_by(|a, b| by(a) == by(b) && a.rule + 1 == b.rule).map(line).collect()
}

//! A comparison as sections of lines and small tables, which texts for terminals and Markdown draw each in
//! their way.

use super::effects::{Moves, NumberChange, Person, RowName, TriggerChange, TriggerRow};
use super::whole::{Apart, Diff};
use super::words::{self, Line};
use crate::value::number::grouped;

/// A piece of a section.
pub(super) enum Piece {
    /// A sentence.
    Line(String),
    /// Lines that are listed below the sentence before.
    List(Vec<String>),
    /// A table: its head and its rows; the first column holds names, the others numbers.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// A heading and what stands below it.
pub(super) struct Section {
    pub(super) heading: &'static str,
    pub(super) pieces: Vec<Piece>,
}

/// The sections of a comparison, those without anything left out. `rows` is how many rows a list names.
pub(super) fn sections(diff: &Diff, rows: usize) -> Vec<Section> {
    let all = [
        ("edits", edits(diff)),
        ("decisions and bands", moves(diff, rows)),
        ("figures", figures(diff)),
        ("scores and columns", numbers(diff, rows)),
        ("triggers", triggers(diff, rows)),
        ("rows", come_and_gone(diff, rows)),
        ("people", people(diff, rows)),
    ];
    let all = all.into_iter().filter(|(_, pieces)| !pieces.is_empty());
    all.map(|(heading, pieces)| Section { heading, pieces }).collect()
}

/// The first lines, and how many more there are.
fn listed(lines: impl ExactSizeIterator<Item = String>, rows: usize) -> Piece {
    let more = lines.len().saturating_sub(rows);
    let mut all: Vec<String> = lines.take(rows).collect();
    if more > 0 {
        all.push(format!("… and {} more", grouped(more)));
    }
    Piece::List(all)
}

fn edits(diff: &Diff) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let one = |(at, edit): (usize, &super::edit::Edit)| {
        let places = edit.places();
        let places = if places.is_empty() { places } else { format!("  [{places}]") };
        format!("{}. {}{places}", at + 1, words::edit(edit))
    };
    if !diff.edits.is_empty() {
        pieces.push(Piece::List(diff.edits.iter().enumerate().map(one).collect()));
    }
    pieces.extend(notes(diff).into_iter().map(Piece::Line));
    pieces
}

/// What is to say of edits that were not run each by itself.
pub(crate) fn notes(diff: &Diff) -> Vec<String> {
    let mut notes = Vec::new();
    let names = |edits: &[usize]| {
        let all: Vec<String> = edits.iter().map(|at| (at + 1).to_string()).collect();
        all.join(", ")
    };
    for part in &diff.parts {
        if part.edits.len() > 1 {
            notes.push(format!("edits {} count as one: they belong together", names(&part.edits)));
        }
        if !part.needs.is_empty() {
            let s = if part.needs.len() == 1 { "" } else { "s" };
            let (own, needs) = (words::part(part), names(&part.needs));
            notes.push(format!("{own} cannot be made without edit{s} {needs}, and is counted on top"));
        }
        if part.undone > 0 {
            let own = words::part(part);
            notes.push(format!("{own} alone would do {} more, which the others undo", grouped(part.undone)));
        }
    }
    if let Apart::TooMany(many) = diff.apart {
        notes.push(format!("{} parts are too many to run each: not said which does what", grouped(many)));
    }
    notes
}

fn moves(diff: &Diff, rows: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for moves in &diff.effects.moves {
        let by = words::by(&words::shares(moves.moved.iter().map(|row| &row.cause), diff.told()));
        let by = if by.is_empty() { by } else { format!(": {by}") };
        let (moved, all) = (grouped(moves.moved.len()), words::count(moves.rows, "row"));
        pieces.push(Piece::Line(format!("{}: {moved} of {all} moved{by}", moves.what)));
        pieces.extend(matrix(moves));
        let lines = moves.moved.iter().map(|row| {
            let owner = whose(&row.row, row.owner.as_deref());
            let cause = words::cause(&row.cause, diff.told()).map(|cause| format!(" ({cause})")).unwrap_or_default();
            format!("{}: {} → {}{owner}{cause}", row.row, words::word(&row.before), words::word(&row.now))
        });
        pieces.push(listed(lines, rows));
    }
    pieces
}

/// A matrix of more values than this has only those that rows left or came to.
const MOST_VALUES: usize = 7;

fn matrix(moves: &Moves) -> Vec<Piece> {
    let all = 0..moves.values.len();
    let leaves = |at: usize| all.clone().any(|to| to != at && moves.matrix[at][to] > 0);
    let comes = |at: usize| all.clone().any(|from| from != at && moves.matrix[from][at] > 0);
    let few = moves.values.len() <= MOST_VALUES;
    let shown: Vec<usize> = all.clone().filter(|&at| few || leaves(at) || comes(at)).collect();
    let word = |at: usize| words::word(&moves.values[at]);
    let mut head = vec!["before \\ now".to_string()];
    head.extend(shown.iter().map(|&at| word(at)));
    let count = |from: usize, to: usize| match moves.matrix[from][to] {
        0 => ".".to_string(),
        many => grouped(many),
    };
    let row = |&from: &usize| [vec![word(from)], shown.iter().map(|&to| count(from, to)).collect()].concat();
    let mut pieces = vec![Piece::Table(head, shown.iter().map(row).collect())];
    if shown.len() < moves.values.len() {
        let others = words::count(moves.values.len() - shown.len(), "value");
        pieces.push(Piece::List(vec![format!("and {others} that no row left or came to")]));
    }
    pieces
}

/// A table of numbers that changed, with a column for each part that adds to one of them.
fn table_of(diff: &Diff, lines: Vec<Line>) -> Piece {
    let mut head = ["", "before", "now", "change"].map(str::to_string).to_vec();
    let counted = lines.iter().any(|line| line.rows.is_some());
    if counted {
        head.insert(1, "rows".to_string());
    }
    let mut names: Vec<String> = diff.told().iter().map(words::part).collect();
    names.push("together".to_string());
    let adds = |at: usize| lines.iter().any(|line| line.parts.get(at).is_some_and(|part| part != "0"));
    let shown: Vec<usize> = (0..names.len()).filter(|at| !diff.told().is_empty() && adds(*at)).collect();
    head.extend(shown.iter().map(|at| names[*at].clone()));
    let rows = lines.into_iter().map(|line| {
        let parts = shown.iter().map(|at| line.parts.get(*at).cloned().unwrap_or_default()).collect::<Vec<_>>();
        let mut row = vec![line.name, line.before, line.now, line.change];
        if counted {
            row.insert(1, line.rows.filter(|rows| *rows > 0).map(grouped).unwrap_or_default());
        }
        row.extend(parts);
        row
    });
    Piece::Table(head, rows.collect())
}

fn figures(diff: &Diff) -> Vec<Piece> {
    let lines: Vec<Line> = diff.effects.figures.iter().map(words::figure).collect();
    if lines.is_empty() { Vec::new() } else { vec![table_of(diff, lines)] }
}

/// Columns that are named at most.
const MOST_COLUMNS: usize = 12;

fn numbers(diff: &Diff, rows: usize) -> Vec<Piece> {
    let (scores, columns): (Vec<_>, Vec<_>) = diff.effects.numbers.iter().partition(|number| !number.scores.is_empty());
    let most = if rows == usize::MAX { rows } else { MOST_COLUMNS };
    let all: Vec<&NumberChange> = scores.iter().copied().chain(columns).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let (stay, all): (Vec<_>, Vec<_>) = all.into_iter().partition(|number| number.stays());
    let mut pieces = Vec::new();
    if !all.is_empty() {
        pieces.push(table_of(diff, all.iter().take(most).map(|number| words::number(number)).collect()));
    }
    if all.len() > most {
        pieces.push(Piece::Line(format!("… and {}", words::count(all.len() - most, "more column"))));
    }
    pieces.extend(staying(&stay).map(Piece::Line));
    for number in scores {
        pieces.push(Piece::Line(format!("{}: {} changed", number.what, words::count(number.changed, "row"))));
        pieces.push(gains(number, rows));
    }
    pieces
}

/// Columns whose rows changed and whose total or mean did not.
pub(crate) fn staying(stay: &[&NumberChange]) -> Option<String> {
    let one = |number: &&NumberChange| format!("{} ({})", number.what, words::count(number.changed, "row"));
    let all: Vec<String> = stay.iter().map(one).collect();
    (!all.is_empty()).then(|| format!("other numbers in rows, the same on the whole: {}", all.join(", ")))
}

/// Those who gain most and those who lose most.
fn gains(number: &NumberChange, rows: usize) -> Piece {
    let line = |row: &super::effects::ScoredRow| format!("{}: {}", row.row, words::score(row.before, row.now));
    let all = &number.scores;
    if all.len() <= rows.saturating_mul(2) {
        return Piece::List(all.iter().map(line).collect());
    }
    let mut lines: Vec<String> = all[..rows].iter().map(line).collect();
    lines.push(format!("… {} between", grouped(all.len() - 2 * rows)));
    lines.extend(all[all.len() - rows..].iter().map(line));
    Piece::List(lines)
}

fn triggers(diff: &Diff, rows: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for change in &diff.effects.triggers {
        pieces.push(Piece::Line(trigger(diff, change)));
        let kinds = [("gained", &change.gained), ("lost", &change.lost), ("now for", &change.passed)];
        for (word, all) in kinds.into_iter().filter(|(_, all)| !all.is_empty()) {
            let line = |row: &TriggerRow| {
                let owner = whose(&row.row, row.owner.as_deref());
                let cause =
                    words::cause(&row.cause, diff.told()).map(|cause| format!(" ({cause})")).unwrap_or_default();
                format!("{word} {}{owner}{cause}", row.row)
            };
            pieces.push(listed(all.iter().map(line), rows));
        }
    }
    pieces
}

fn trigger(diff: &Diff, change: &TriggerChange) -> String {
    let rows = change.gained.iter().chain(&change.lost).chain(&change.passed);
    let by = words::by(&words::shares(rows.map(|row| &row.cause), diff.told()));
    let by = if by.is_empty() { by } else { format!(": {by}") };
    let all =
        [(change.gained.len(), "gained"), (change.lost.len(), "lost"), (change.passed.len(), "for another owner")];
    format!("{}: {} → {}{}{by}", change.name, grouped(change.before), grouped(change.now), counts(&all))
}

/// `, 3 gained, 1 lost`; what there is none of is left out.
fn counts(all: &[(usize, &str)]) -> String {
    let some = all.iter().filter(|(many, _)| *many > 0);
    some.map(|(many, word)| format!(", {} {word}", grouped(*many))).collect()
}

fn come_and_gone(diff: &Diff, rows: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for change in &diff.effects.rows {
        let come_and_gone = counts(&[(change.come.len(), "new"), (change.gone.len(), "gone")]);
        pieces.push(Piece::Line(format!("{}: {} in both{come_and_gone}", change.table, grouped(change.both))));
        let lines: Vec<String> = change.come.iter().map(|row| format!("new {row}")).collect();
        let gone = change.gone.iter().map(|row| format!("gone {row}"));
        for all in [lines, gone.collect()].into_iter().filter(|all: &Vec<String>| !all.is_empty()) {
            pieces.push(listed(all.into_iter(), rows));
        }
    }
    pieces
}

/// What is counted of a person, with its word.
type Counted = (&'static str, fn(&Person) -> usize);

/// What there is to count of any of them.
fn counted(people: &[Person]) -> Vec<Counted> {
    let all: [Counted; 3] =
        [("moved", |person| person.moved), ("gained", |person| person.gained), ("lost", |person| person.lost)];
    all.into_iter().filter(|(_, count)| people.iter().any(|person| count(person) > 0)).collect()
}

/// The totals most people share, those of most weight first.
fn totals(people: &[Person]) -> Vec<(&str, f64)> {
    let mut totals: Vec<(&str, f64)> = Vec::new();
    for (what, size) in people.iter().flat_map(|person| &person.totals) {
        match totals.iter_mut().find(|(known, _)| known == what) {
            Some((_, whole)) => *whole += size.abs(),
            None => totals.push((what, size.abs())),
        }
    }
    totals.sort_by(|one, other| other.1.total_cmp(&one.1));
    // Two columns that say the same of everybody are one.
    let own = |what: &str| people.iter().map(|person| person.total(what).map(words::signed)).collect::<Vec<_>>();
    let mut apart: Vec<(&str, f64)> = Vec::new();
    for (what, size) in totals {
        if apart.iter().all(|(known, _)| own(known) != own(what)) {
            apart.push((what, size));
        }
    }
    apart
}

fn people(diff: &Diff, rows: usize) -> Vec<Piece> {
    let people = &diff.effects.people;
    if people.is_empty() {
        return Vec::new();
    }
    let scored = people.iter().any(|person| !person.scores.is_empty());
    let counts = counted(people);
    let mut head = vec![String::new()];
    head.extend(counts.iter().map(|(word, _)| (*word).to_string()));
    if scored {
        head.push("score".to_string());
    }
    let mut totals = totals(people);
    totals.truncate(2);
    head.extend(totals.iter().map(|(what, _)| (*what).to_string()));
    let row = |person: &Person| {
        let mut row = vec![person.name.clone()];
        row.extend(counts.iter().map(|(_, count)| grouped(count(person))));
        if scored {
            let score = person.scores.first();
            row.push(score.map_or(String::new(), |(_, before, now)| words::score(*before, *now)));
        }
        row.extend(totals.iter().map(|(what, _)| person.total(what).map_or(String::new(), words::signed)));
        row
    };
    let most = rows.saturating_mul(2);
    let mut pieces = vec![Piece::Table(head, people.iter().take(most).map(row).collect())];
    if people.len() > most {
        pieces.push(Piece::Line(format!("… and {} more", grouped(people.len() - most))));
    }
    pieces
}

/// Whose a row is; nothing where the row is that person and so is named already.
fn whose(row: &RowName, owner: Option<&str>) -> String {
    let named = |owner: &&str| row.called.as_deref() == Some(*owner) || row.key == *owner;
    owner.filter(|owner| !named(owner)).map(|owner| format!(", {owner}")).unwrap_or_default()
}

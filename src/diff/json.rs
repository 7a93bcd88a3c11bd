//! A comparison as JSON; `docs/diff.md` has the shape.

use super::edit::Edit;
use super::effects::{
    Cause, FigureChange, MovedRow, Moves, NumberChange, Person, RowName, RowsChange, Split, TriggerChange, TriggerRow,
};
use super::whole::{Apart, Between, Diff, Part, Side};
use crate::value::{Value, number};
use serde_json::{Value as Json, json};

/// The comparison as one document, complete: every row that moved, every column.
#[must_use]
pub fn to_json(diff: &Diff) -> Json {
    let effects = &diff.effects;
    let apart = match diff.apart {
        Apart::Not => json!(false),
        Apart::Parts => json!(true),
        Apart::TooMany(many) => json!({ "too_many": many }),
    };
    let parts: Vec<Json> = diff.parts.iter().map(numbers_of).collect();
    let parts = Parts(&parts);
    json!({
        "schema": 1,
        "between": if diff.between == Between::Policies { "policies" } else { "data" },
        "old": side(&diff.old),
        "new": side(&diff.new),
        "edits": diff.edits.iter().enumerate().map(edit).collect::<Vec<_>>(),
        "attributed": apart,
        "parts": diff.parts.iter().map(part).collect::<Vec<_>>(),
        "moves": effects.moves.iter().map(|change| moves(change, parts)).collect::<Vec<_>>(),
        "figures": effects.figures.iter().map(|change| figure(change, parts)).collect::<Vec<_>>(),
        "numbers": effects.numbers.iter().map(|change| numbers(change, parts)).collect::<Vec<_>>(),
        "triggers": effects.triggers.iter().map(|change| trigger(change, parts)).collect::<Vec<_>>(),
        "rows": effects.rows.iter().map(rows).collect::<Vec<_>>(),
        "people": effects.people.iter().map(person).collect::<Vec<_>>(),
    })
}

fn side(side: &Side) -> Json {
    json!({ "policy": side.policy, "version": side.version, "sha256": side.sha256, "inputs": side.inputs })
}

fn edit((at, edit): (usize, &Edit)) -> Json {
    let changes = edit.changes.iter().map(|change| json!({ "of": change.of, "old": change.old, "new": change.new }));
    json!({
        "number": at + 1,
        "subject": edit.subject,
        "kind": edit.kind.word(),
        "changes": changes.collect::<Vec<_>>(),
        "old_place": edit.old_place,
        "new_place": edit.new_place,
        "words_only": edit.words,
    })
}

fn part(part: &Part) -> Json {
    let needs: Vec<usize> = part.needs.iter().map(|at| at + 1).collect();
    json!({ "edits": numbers_of(part), "needs": needs, "undone": part.undone })
}

/// Numbers of edits count from 1, as in the text.
fn numbers_of(part: &Part) -> Json {
    part.edits.iter().map(|at| at + 1).collect()
}

/// The parts of a comparison, each as the numbers of its edits.
#[derive(Clone, Copy)]
struct Parts<'p>(&'p [Json]);

impl Parts<'_> {
    fn cause(self, cause: &Cause) -> Json {
        match cause {
            Cause::Unknown => Json::Null,
            Cause::Part(part) => json!([self.0[*part]]),
            Cause::Each(parts) => parts.iter().map(|part| self.0[*part].clone()).collect(),
            Cause::Together => json!("together"),
        }
    }

    fn split(self, split: &Option<Split>) -> Json {
        split.as_ref().map_or(Json::Null, |split| {
            let one = |(edits, adds): (&Json, &f64)| json!({ "edits": edits, "adds": number(*adds) });
            let parts: Vec<Json> = self.0.iter().zip(&split.parts).map(one).collect();
            json!({ "parts": parts, "together": number(split.together) })
        })
    }
}

fn value(value: &Value) -> Json {
    match value {
        Value::Blank => Json::Null,
        Value::Number(number) => self::number(*number),
        Value::Bool(flag) => json!(flag),
        other => json!(other.to_string()),
    }
}

/// Without the noise of the arithmetic: 15 digits.
fn number(value: f64) -> Json {
    let size = value.abs().log10().ceil();
    json!(if size.is_finite() { number::round(value, 15 - size as i32) } else { value })
}

fn named(row: &RowName) -> Json {
    json!({ "key": row.key, "name": row.called })
}

fn moves(moves: &Moves, parts: Parts<'_>) -> Json {
    let row = |row: &MovedRow| {
        json!({
            "key": row.row.key, "name": row.row.called, "before": value(&row.before), "now": value(&row.now),
            "owner": row.owner, "cause": parts.cause(&row.cause),
        })
    };
    json!({
        "what": moves.what,
        "title": moves.title,
        "table": moves.table,
        "rows": moves.rows,
        "values": moves.values.iter().map(value).collect::<Vec<_>>(),
        "matrix": moves.matrix,
        "moved": moves.moved.iter().map(row).collect::<Vec<_>>(),
    })
}

fn figure(figure: &FigureChange, parts: Parts<'_>) -> Json {
    json!({
        "name": figure.name, "title": figure.title, "before": value(&figure.before), "now": value(&figure.now),
        "split": parts.split(&figure.split),
    })
}

fn numbers(change: &NumberChange, parts: Parts<'_>) -> Json {
    let scores = change.scores.iter().map(|row| {
        let [before, now] = [row.before, row.now].map(|score| score.map(number));
        json!({ "key": row.row.key, "name": row.row.called, "before": before, "now": now })
    });
    json!({
        "what": change.what,
        "title": change.title,
        "summed": change.summed.word(),
        "before": change.before.map(number),
        "now": change.now.map(number),
        "rows": change.rows,
        "changed": change.changed,
        "scores": scores.collect::<Vec<_>>(),
        "split": parts.split(&change.split.clone().filter(|_| !change.stays())),
    })
}

fn trigger(change: &TriggerChange, parts: Parts<'_>) -> Json {
    let rows = |rows: &[TriggerRow]| {
        let one = |row: &TriggerRow| json!({ "key": row.row.key, "name": row.row.called, "owner": row.owner, "cause": parts.cause(&row.cause) });
        rows.iter().map(one).collect::<Vec<_>>()
    };
    json!({
        "name": change.name, "title": change.title, "before": change.before, "now": change.now,
        "gained": rows(&change.gained), "lost": rows(&change.lost), "other_owner": rows(&change.passed),
    })
}

fn rows(change: &RowsChange) -> Json {
    let [come, gone] = [&change.come, &change.gone].map(|rows| rows.iter().map(named).collect::<Vec<_>>());
    json!({ "table": change.table, "both": change.both, "new": come, "gone": gone })
}

fn person(person: &Person) -> Json {
    let scores = person
        .scores
        .iter()
        .map(|(card, before, now)| json!({ "scorecard": card, "before": before.map(number), "now": now.map(number) }));
    let totals = person.totals.iter().map(|(what, change)| json!({ "what": what, "change": number(*change) }));
    json!({
        "name": person.name, "moved": person.moved, "gained": person.gained, "lost": person.lost,
        "scores": scores.collect::<Vec<_>>(), "totals": totals.collect::<Vec<_>>(),
    })
}

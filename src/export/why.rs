//! Explanations as JSON, as `docs/json.md` describes them.

use super::values::{number, value};
use crate::outcome::explain::{
    Absent, Answer, CellsOf, Decided, Fires, Flip, Flips, Folded, How, Measured, Moved, Neighbours, Never, Reason,
    RowName, RuleFate, Scored, Seen, Share, Taken, Why,
};
use crate::policy::model::{HitPolicy, Missing};
use crate::source::CellAddress;
use serde_json::{Map, Value as Json, json};

/// The version of the shape.
const SCHEMA: u32 = 1;

/// The document.
#[must_use]
pub fn to_value(answer: &Answer) -> Json {
    match answer {
        Answer::Row(why) => of_row(why),
        Answer::Absent(absent) => of_absent(absent),
    }
}

fn of_row(why: &Why) -> Json {
    json!({
        "schema": SCHEMA, "table": why.row.table, "key": why.row.key, "called": why.row.called,
        "cell": why.cell.as_ref().map(cell), "workbooks": why.workbooks,
        "reasons": why.reasons.iter().map(reason).collect::<Vec<_>>(),
        "cells": why.cells.iter().map(cells).collect::<Vec<_>>(), "would_take": why.flips.as_ref().map(flips),
        "issues": why.issues, "absent": null,
    })
}

fn of_absent(absent: &Absent) -> Json {
    json!({
        "schema": SCHEMA, "table": absent.table, "key": absent.key, "called": null, "cell": null, "workbooks": [],
        "reasons": [], "cells": [], "would_take": null, "issues": [], "absent": {"why": absent.why, "near": absent.near},
    })
}

fn flips(flips: &Flips) -> Json {
    let bands = |bands: &Neighbours| {
        let not_by: Vec<Json> = bands.not_by.iter().map(never).collect();
        json!({"better": bands.better, "worse": bands.worse, "not_by": not_by})
    };
    json!({
        "of": flips.of, "result": value(&flips.result), "shown": flips.shown,
        "changes": flips.flips.iter().map(flip).collect::<Vec<_>>(),
        "never": flips.never.iter().map(never).collect::<Vec<_>>(),
        "bands": flips.bands.as_ref().map(bands),
    })
}

fn flip(flip: &Flip) -> Json {
    let [from, to, change] = &flip.shown;
    let mut told = moved(&flip.number);
    told["result"] = value(&flip.result);
    told["gives"] = Json::from(flip.gives.clone());
    told["from"] = number(flip.from);
    told["to"] = number(flip.to);
    told["limit"] = flip.limit.map_or(Json::Null, number);
    told["change"] = number(flip.change());
    told["shown"] = json!({"from": from, "to": to, "change": change});
    told
}

fn never(never: &Never) -> Json {
    let mut told = moved(&never.number);
    told["why"] = Json::from(never.why.text());
    told
}

fn moved(number: &Moved) -> Json {
    let mut told =
        json!({"number": number.name, "title": number.title, "imported": number.imported, "whole": number.whole});
    if let Some(of) = &number.row {
        told["row"] = row(of);
    }
    told
}

fn cells(of: &CellsOf) -> Json {
    json!({"table": of.table, "columns": of.columns, "rows": of.rows, "ranges": of.ranges})
}

fn row(row: &RowName) -> Json {
    json!({"table": row.table, "key": row.key, "called": row.called})
}

fn cell(cell: &CellAddress) -> Json {
    json!({"workbook": &*cell.workbook, "sheet": &*cell.sheet, "cell": cell.a1()})
}

/// What is not there is left out, so that a tree stays readable.
fn reason(reason: &Reason) -> Json {
    let mut fields = Map::new();
    let mut put = |name: &str, field: Option<Json>| {
        if let Some(field) = field {
            fields.insert(name.to_string(), field);
        }
    };
    put("name", Some(Json::from(reason.name.clone())));
    put("row", reason.row.as_ref().map(row));
    put("value", Some(value(&reason.value)));
    put("shown", Some(Json::from(reason.shown.clone())));
    put("test", reason.test.as_ref().map(|test| json!({"text": test.text, "met": test.met})));
    let (word, told) = how(&reason.how);
    put("how", Some(Json::from(word)));
    put(word, told);
    put("formula", reason.formula.clone().map(Json::from));
    put("place", reason.place.clone().map(Json::from));
    put("blank", reason.blank.clone().map(Json::from));
    let share = |share| match share {
        Share::OfSum(part) | Share::OfWeights(part, _) => number(part),
    };
    put("share", reason.share.map(share));
    let weight = |share| if let Share::OfWeights(_, weight) = share { Some(number(weight)) } else { None };
    put("weight", reason.share.and_then(weight));
    put("folded", reason.folded.map(|folded| Json::from(if folded == Folded::Above { "above" } else { "deeper" })));
    put("parts", (!reason.parts.is_empty()).then(|| reason.parts.iter().map(self::reason).collect()));
    Json::Object(fields)
}

/// The word for how a value came about, and what there is to tell about that.
fn how(how: &How) -> (&'static str, Option<Json>) {
    match how {
        How::Cell { cell, written, .. } => {
            let mut told = cell.as_ref().map_or_else(|| json!({}), self::cell);
            if let Some(written) = written {
                told["written"] = Json::from(written.clone());
            }
            ("cell", Some(told))
        }
        How::Given => ("given", None),
        How::Parameter => ("parameter", None),
        How::Formula => ("formula", None),
        How::Aggregate(taken) => ("aggregate", Some(aggregate(taken))),
        How::Window(seen) => ("window", Some(window(seen))),
        How::Decision(decided) => ("decision", Some(decision(decided))),
        How::Score(scored) => ("score", Some(score(scored))),
        How::Points(measured) => ("points", Some(measure(measured))),
        How::Band(bands) => {
            let band = |band: &crate::outcome::explain::BandTest| json!({"name": band.name, "test": band.test.text, "met": band.test.met});
            ("band", Some(bands.iter().map(band).collect()))
        }
        How::Reasons => ("reasons", None),
        How::Trigger(fires) => ("trigger", Some(trigger(fires))),
        How::Row => ("row_itself", None),
        How::Group => ("group", None),
        How::NoRow => ("no_row", None),
    }
}

fn aggregate(taken: &Taken) -> Json {
    json!({
        "op": taken.op.name(), "table": taken.table, "rows": taken.rows, "counted": taken.counted,
        "left_out": taken.left_out, "undecided": taken.undecided, "blank": taken.blank, "ranges": taken.ranges,
        "unknown": taken.unknown,
        "values": taken.values.iter().map(|(value, rows)| json!({"value": value, "rows": rows})).collect::<Vec<_>>(),
    })
}

fn window(seen: &Seen) -> Json {
    let within: Map<String, Json> =
        seen.within.iter().map(|(name, value)| (name.clone(), Json::from(value.clone()))).collect();
    json!({
        "op": seen.op.map_or("rank", crate::formula::WindowOp::name), "table": seen.table, "rows": seen.rows,
        "blank": seen.blank, "within": within, "ranges": seen.ranges, "first_listed": seen.first_listed,
        "own": seen.own, "note": seen.note,
    })
}

fn decision(decided: &Decided) -> Json {
    json!({
        "name": decided.name, "uses": decided.uses, "hit": hit(decided.hit), "rules": decided.rules,
        "rule": decided.chosen.filter(|_| !decided.is_default), "default": decided.is_default,
        "others": decided.others.iter().map(fate).collect::<Vec<_>>(),
        "idle": decided.idle.iter().map(|(place, days)| json!({"place": place, "days": days})).collect::<Vec<_>>(),
    })
}

fn fate(fate: &RuleFate) -> Json {
    let failed = fate.failed.as_ref().map(|failed| {
        json!({"input": failed.name, "test": failed.test, "value": value(&failed.value), "shown": failed.shown})
    });
    json!({"rule": fate.rule, "place": fate.place, "tests": fate.tests, "gives": fate.gives, "failed": failed})
}

/// What is collected, the results tell.
fn hit(hit: HitPolicy) -> &'static str {
    if matches!(hit, HitPolicy::Collect(_)) { "collect" } else { hit.words() }
}

fn score(scored: &Scored) -> Json {
    let missing = match scored.missing {
        Missing::Blank => "blank",
        Missing::Reweight => "reweight",
        Missing::Worst => "worst",
    };
    let [all, known] = scored.weights.map(|weight| weight.map(number));
    json!({
        "missing": missing, "weights": all, "weights_known": known,
        "measures": scored.measures.iter().map(measure).collect::<Vec<_>>(),
    })
}

fn measure(measured: &Measured) -> Json {
    let [of, target, worst] = &measured.values;
    json!({
        "name": measured.name, "title": measured.title, "value": value(of), "target": value(target),
        "worst": value(worst), "points": measured.points.map(number), "weight": measured.weight.map(number),
        "counts": measured.counts.map(number), "brings": measured.brings().map(number),
        "costs": measured.costs().map(number),
    })
}

fn trigger(fires: &Fires) -> Json {
    json!({
        "name": fires.trigger, "title": fires.title, "fires": fires.fires, "message": fires.message,
        "owner": fires.owner, "due": fires.due,
    })
}

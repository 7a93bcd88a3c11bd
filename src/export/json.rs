//! The outcome as one JSON document, for programs.
//!
//! The shape is stable: keys are added, never renamed or removed, as long as `schema` is 1.
//!
//! ```json
//! {"schema":1,
//!  "policy":{"name","version","title","owner","description","sha256","engine",
//!            "files":[{"name","bytes","sha256"}]},
//!  "as_of":"2026-06-30",
//!  "run":{"as_of","language","sheets":[{"table","sheet"}],"decimal","order"},
//!  "parameters":[{"name","title","value","set"}],
//!  "inputs":[{"name","bytes","sha256"}],
//!  "figures":[{"name","title","value"}],
//!  "assertions":[{"name","title","holds","severity","says","message","sides":[LEFT,RIGHT],"rule"}],
//!  "tables":{NAME:{"title","key":COLUMN,"rows":[{COLUMN:VALUE,…}]}},
//!  "scorecards":{NAME:{"title","table","rows":[
//!     {"key",MEASURE:VALUE,MEASURE_points:VALUE,…,"score","band","rank","reasons"}]}},
//!  "baseline":{"name","as_of","sha256","differs":[{"what","name","before","now"}]},
//!  "triggers":[{"trigger","title","table","key","severity","weight","owner","due","message","standing","since"}],
//!  "cleared":[{"trigger","title","table","key","since","on","now"}],
//!  "movements":[{"what","title","table","key","before","now"}],
//!  "undetermined":[{"trigger","table","key"}],
//!  "issues":[{"code","workbook","sheet","cell","text","message",
//!             "table","column","key","count","rejected","note","rule"}],
//!  "control":[{"table","workbook","sheet","read","used","rejected","sums":{COLUMN:NUMBER},
//!              "sums_read":{COLUMN:NUMBER},"sums_rejected":{COLUMN:NUMBER},
//!              "dates":{COLUMN:{"first","last"}}}],
//!  "orphans":[{"table","column","references","rows","rejected","distinct",
//!              "keys":[{"key","rows"}],"sums":{COLUMN:NUMBER}}],
//!  "result":{"sha256","parts":[{"what","rows","sha256"}]}}
//! ```
//!
//! - `table` is always a table's name in the policy; column, measure and parameter keys are names
//!   too, titles stand apart. Rows keep the order of the input.
//! - A blank is `null`. Dates are `"2026-03-01"`, datetimes `"2026-03-01T13:05:00"`, a period is
//!   `{"from","to"}`, a list is an array. Numbers are written in shortest form; whole ones without
//!   a decimal point.
//! - `key` of a scorecard's row is the value of its table's key column, or the row's number from 1
//!   where the table has none; `key` of a trigger is the same as text.
//! - `baseline` is the earlier run a run was compared with, or `null`; only then is `standing` `new` or
//!   `continuing` rather than `null`, and are there movements. `differs` is what apart from the data was not as
//!   it is now: the `policy` (versions), the length of the `period`, a `parameter` with its name. `cleared` with `now` false are those whose
//!   cool-down goes on.
//! - `severity` is `high`, `medium` or `low`. `cell` is an address such as `C4`. `rule` is the place
//!   in the policy (`policy.yaml:12`).
//!
//! Rows stand one a line, so that two documents can be compared line by line.

use super::only::{self, List};
use super::values::number;
pub use super::values::value;
use super::{ExportError, atomic, ledger, repeat};
use crate::outcome::Standing;
use crate::outcome::{
    AssertionOutcome, Cleared, Figure, Fired, Issue, Movement, Outcome, OutcomeTable, ParameterUsed, ScorecardOutcome,
    Undetermined, digests,
};
use crate::table::Column;
use crate::value::Date;
use crate::words::Language;
use serde_json::{Value as Json, json};
use std::io::{self, Write};
use std::path::Path;

/// The document as a value, for a host that goes on working with it.
#[must_use]
pub fn to_value(outcome: &Outcome) -> Json {
    serde_json::from_str(&to_string(outcome)).unwrap_or(Json::Null)
}

/// The document as text.
#[must_use]
pub fn to_string(outcome: &Outcome) -> String {
    let mut bytes = Vec::new();
    // A Vec never refuses to be written to, and serde_json writes nothing but UTF-8.
    match to_writer(outcome, &mut bytes) {
        Ok(()) => String::from_utf8(bytes).unwrap_or_default(),
        Err(_) => String::new(),
    }
}

/// Writes the document to a file.
///
/// # Errors
/// When the file cannot be written; what stood there before is unchanged then.
pub fn write(outcome: &Outcome, path: &Path) -> Result<(), ExportError> {
    atomic::write(path, |file| to_writer(outcome, file))
}

/// Writes the document row by row: a million rows need no memory of their own.
///
/// # Errors
/// What the writer refuses.
pub fn to_writer(outcome: &Outcome, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"{\"schema\":1")?;
    entry(out, "policy", &policy(outcome))?;
    entry(out, "as_of", &outcome.as_of.map_or(Json::Null, |day| day.to_string().into()))?;
    entry(out, "run", &repeat::asked(outcome))?;
    listing(out, "parameters", &outcome.parameters, parameter)?;
    listing(out, "inputs", &outcome.inputs, repeat::file)?;
    for before in FIRST {
        list(out, outcome, before)?;
    }
    let tables: Vec<&OutcomeTable> = outcome.tables.iter().filter(|table| only::table(outcome, table)).collect();
    if !tables.is_empty() || outcome.asked.only.is_empty() {
        named(out, "tables", &tables, |out, table| write_table(out, outcome, table))?;
    }
    let cards: Vec<&ScorecardOutcome> =
        outcome.scorecards.iter().filter(|card| only::scorecard(outcome, card)).collect();
    if !cards.is_empty() || outcome.asked.only.is_empty() {
        named(out, "scorecards", &cards, |out, card| write_scorecard(out, outcome, card))?;
    }
    entry(out, "baseline", &repeat::baseline(outcome))?;
    for behind in List::ALL.into_iter().filter(|list| !FIRST.contains(list)) {
        list(out, outcome, behind)?;
    }
    entry(out, "result", &repeat::result(&digests(outcome)))?;
    out.write_all(b"}\n")
}

/// Lists that stand before the tables in the document.
const FIRST: [List; 2] = [List::Figures, List::Assertions];

/// A part of the report that is a list.
#[derive(Clone, Copy)]
pub(super) enum Part<'o> {
    Table(&'o OutcomeTable),
    Scorecard(&'o ScorecardOutcome),
    List(List),
}

/// A list as lines, an object each.
pub(super) fn lines(outcome: &Outcome, part: Part<'_>, out: &mut impl Write) -> io::Result<()> {
    match part {
        Part::Table(table) => table_rows(outcome, table).write(out, |_| ("", "\n")),
        Part::Scorecard(card) => scorecard_rows(outcome, card).write(out, |_| ("", "\n")),
        Part::List(list) => each(outcome, list, |_, json| writeln!(out, "{json}")),
    }
}

/// A list of the document with one item a line, where it is asked for.
fn list(out: &mut impl Write, outcome: &Outcome, list: List) -> io::Result<()> {
    if !only::list(outcome, list) {
        return Ok(());
    }
    write!(out, ",\n{}:[", Json::from(list.word()))?;
    each(outcome, list, |at, json| write!(out, "{}\n{json}", if at > 0 { "," } else { "" }))?;
    out.write_all(b"]")
}

/// Every item of a list, with its place.
fn each(outcome: &Outcome, list: List, mut item: impl FnMut(usize, Json) -> io::Result<()>) -> io::Result<()> {
    let mut all = |items: &mut dyn Iterator<Item = Json>| items.enumerate().try_for_each(|(at, json)| item(at, json));
    match list {
        List::Figures => all(&mut outcome.figures.iter().map(figure)),
        List::Assertions => all(&mut outcome.assertions.iter().map(|found| assertion(found, only::language(outcome)))),
        List::Triggers => all(&mut outcome.triggers.iter().map(|fired| trigger(outcome, fired))),
        List::Cleared => all(&mut outcome.cleared.iter().map(|cleared| self::cleared(outcome, cleared))),
        List::Movements => all(&mut outcome.movements.iter().map(|moved| movement(outcome, moved))),
        List::Undetermined => all(&mut outcome.undetermined.iter().map(|open| undetermined(outcome, open))),
        List::Issues => all(&mut outcome.issues.iter().map(|found| issue(found, only::language(outcome)))),
        List::Control => all(&mut outcome.control.iter().map(ledger::control)),
        List::Orphans => all(&mut outcome.orphans.iter().map(ledger::orphans)),
    }
}

fn figure(figure: &Figure) -> Json {
    json!({"name": figure.name, "title": figure.title, "value": value(&figure.value)})
}

fn cleared(outcome: &Outcome, cleared: &Cleared) -> Json {
    let as_of = |day: Option<Date>| day.map(|day| day.to_string());
    json!({
        "trigger": cleared.trigger, "title": cleared.title, "table": table_name(outcome, cleared.table),
        "key": cleared.key, "since": as_of(cleared.since), "on": as_of(cleared.on), "now": cleared.now,
    })
}

fn movement(outcome: &Outcome, moved: &Movement) -> Json {
    json!({
        "what": moved.what, "title": moved.title, "table": table_name(outcome, moved.table), "key": moved.key,
        "before": value(&moved.before), "now": value(&moved.now),
    })
}

fn assertion(assertion: &AssertionOutcome, language: Language) -> Json {
    let sides = assertion.sides.as_ref().map(|sides| sides.iter().map(value).collect::<Vec<_>>());
    json!({
        "name": assertion.name, "title": assertion.title, "holds": assertion.holds,
        "severity": if assertion.warning { "warning" } else { "error" }, "says": assertion.says.in_language(language),
        "message": assertion.message, "sides": sides, "rule": assertion.rule_text,
    })
}

pub(super) fn parameter(parameter: &ParameterUsed) -> Json {
    json!({
        "name": parameter.name, "title": parameter.title, "value": value(&parameter.value), "set": parameter.set,
    })
}

pub(super) fn policy(outcome: &Outcome) -> Json {
    let policy = &outcome.policy;
    json!({
        "name": policy.name, "version": policy.version, "title": policy.title, "owner": policy.owner,
        "description": policy.description, "sha256": policy.sha256, "engine": policy.engine,
        "files": policy.files.iter().map(repeat::file).collect::<Vec<_>>(),
    })
}

fn entry(out: &mut impl Write, name: &str, json: &Json) -> io::Result<()> {
    write!(out, ",\n{}:{json}", Json::from(name))
}

/// A list with one item a line.
fn listing<T>(
    out: &mut impl Write,
    name: &str,
    items: impl IntoIterator<Item = T>,
    item: impl Fn(T) -> Json,
) -> io::Result<()> {
    write!(out, ",\n{}:[", Json::from(name))?;
    for (i, each) in items.into_iter().enumerate() {
        write!(out, "{}\n{}", if i > 0 { "," } else { "" }, item(each))?;
    }
    out.write_all(b"]")
}

/// What has a name and a title.
trait Named {
    fn name(&self) -> &str;
    fn title(&self) -> &str;
}
impl Named for OutcomeTable {
    fn name(&self) -> &str {
        &self.name
    }
    fn title(&self) -> &str {
        &self.title
    }
}
impl Named for ScorecardOutcome {
    fn name(&self) -> &str {
        &self.name
    }
    fn title(&self) -> &str {
        &self.title
    }
}

/// An object with one named part for each item.
fn named<T: Named, W: Write>(
    out: &mut W,
    name: &str,
    items: &[&T],
    part: impl Fn(&mut W, &T) -> io::Result<()>,
) -> io::Result<()> {
    write!(out, ",\n{}:{{", Json::from(name))?;
    for (i, item) in items.iter().enumerate() {
        let (name, title) = (Json::from(item.name()), Json::from(item.title()));
        write!(out, "{}\n{name}:{{\"title\":{title}", if i > 0 { "," } else { "" })?;
        part(out, item)?;
        out.write_all(b"]}")?;
    }
    out.write_all(b"}")
}

fn write_table(out: &mut impl Write, outcome: &Outcome, table: &OutcomeTable) -> io::Result<()> {
    let key = table.key.and_then(|key| table.columns.get(key)).map(|column| column.name.as_str());
    write!(out, ",\"key\":{},\"rows\":[", Json::from(key))?;
    table_rows(outcome, table).write(out, in_a_list)
}

fn table_rows<'o>(outcome: &Outcome, table: &'o OutcomeTable) -> Rows<'o> {
    let field = |at: usize| (table.columns[at].name.clone(), &*table.columns[at].data);
    let fields = quoted(only::columns(outcome, table).into_iter().map(field).collect());
    Rows { fields, rows: table.rows, key: None, order: only::order(outcome, table) }
}

fn write_scorecard(out: &mut impl Write, outcome: &Outcome, card: &ScorecardOutcome) -> io::Result<()> {
    let table = outcome.tables.get(card.table);
    write!(out, ",\"table\":{},\"rows\":[", Json::from(table.map(|table| table.name.as_str())))?;
    scorecard_rows(outcome, card).write(out, in_a_list)
}

fn scorecard_rows<'o>(outcome: &'o Outcome, card: &'o ScorecardOutcome) -> Rows<'o> {
    let table = outcome.tables.get(card.table);
    let key = table.and_then(|table| Some(&*table.columns.get(table.key?)?.data));
    let mut fields = Vec::new();
    for measure in &card.measures {
        fields.push((measure.name.clone(), &*measure.value));
        fields.push((format!("{}_points", measure.name), &*measure.points));
    }
    fields.push(("score".to_string(), &*card.score));
    fields.push(("band".to_string(), &*card.band));
    fields.push(("rank".to_string(), &*card.rank));
    fields.push(("reasons".to_string(), &*card.reasons));
    Rows { fields: quoted(fields), rows: card.score.len(), key: Some(key), order: None }
}

/// Names as JSON strings, once for all rows.
fn quoted(fields: Vec<(String, &Column)>) -> Vec<(String, &Column)> {
    fields.into_iter().map(|(name, column)| (Json::from(name).to_string(), column)).collect()
}

/// Rows as objects.
struct Rows<'o> {
    fields: Vec<(String, &'o Column)>,
    rows: usize,
    /// The column of keys, where each object starts with the key of its row: its number where there is no column.
    key: Option<Option<&'o Column>>,
    order: Option<&'o [u32]>,
}

/// What stands before and behind the object at a place of a list.
fn in_a_list(place: usize) -> (&'static str, &'static str) {
    (if place > 0 { ",\n" } else { "\n" }, "")
}

impl Rows<'_> {
    fn write(&self, out: &mut impl Write, around: fn(usize) -> (&'static str, &'static str)) -> io::Result<()> {
        for place in 0..self.rows {
            let row = self.order.map_or(place, |order| order[place] as usize);
            let (before, behind) = around(place);
            write!(out, "{before}{{")?;
            match self.key {
                Some(Some(key)) => {
                    out.write_all(b"\"key\":")?;
                    cell(out, key, row)?;
                    out.write_all(b",")?;
                }
                Some(None) => write!(out, "\"key\":{},", row + 1)?,
                None => {}
            }
            for (at, (name, column)) in self.fields.iter().enumerate() {
                write!(out, "{}{name}:", if at > 0 { "," } else { "" })?;
                cell(out, column, row)?;
            }
            write!(out, "}}{behind}")?;
        }
        Ok(())
    }
}

/// One value of a column; texts and numbers, the most by far, without a detour.
fn cell(out: &mut impl Write, column: &Column, row: usize) -> io::Result<()> {
    match column {
        Column::Number(values) => Ok(serde_json::to_writer(out, &number(values[row]))?),
        Column::Text(values) => Ok(serde_json::to_writer(out, &values.get(row))?),
        _ => write!(out, "{}", value(&column.value(row))),
    }
}

fn table_name(outcome: &Outcome, table: usize) -> Option<&str> {
    outcome.tables.get(table).map(|table| table.name.as_str())
}

fn trigger(outcome: &Outcome, fired: Fired<'_>) -> Json {
    json!({
        "trigger": fired.trigger(), "title": fired.title(), "table": table_name(outcome, fired.table()), "key": fired.key(),
        "severity": fired.severity().word(), "weight": fired.weight().map(number), "owner": fired.owner(), "due": fired.due().map(|day| day.to_string()),
        "message": fired.message(), "standing": fired.standing().map(Standing::word),
        "since": fired.since().map(|day| day.to_string()),
    })
}

fn undetermined(outcome: &Outcome, open: &Undetermined) -> Json {
    json!({"trigger": open.trigger, "table": table_name(outcome, open.table), "key": open.key})
}

fn issue(issue: &Issue, language: Language) -> Json {
    let cell = issue.cell.as_ref();
    json!({
        "code": issue.code.as_str(), "workbook": cell.map(|cell| &*cell.workbook), "sheet": cell.map(|cell| &*cell.sheet),
        "cell": cell.map(|cell| cell.a1()), "text": issue.text, "message": issue.message.in_language(language),
        "table": issue.table, "column": issue.column, "key": issue.key, "count": issue.count,
        "rejected": issue.rejected, "note": issue.note, "rule": issue.rule_text,
    })
}

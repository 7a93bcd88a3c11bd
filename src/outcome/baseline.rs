//! An earlier run, to compare with: read from its JSON, or from its xlsx report.

use super::kept::{self, AS_OF, CLEARED, Entry, MANIFEST, STANDING, VALUE};
use super::made::Made;
use super::{BaselineInfo, Movement, Outcome};
use crate::cells::{CellSource, CellValue};
use crate::eval::EarlierRun;
use crate::files::sha256;
use crate::value::{Date, Value, number};
use serde_json::Value as Json;
use std::collections::HashMap;
use std::ops::ControlFlow;

/// Scores that differ by less have not moved.
const SMALLEST_MOVE: f64 = 0.05;

/// What is remembered of an earlier run.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    info: BaselineInfo,
    earlier: EarlierRun,
    values: HashMap<(String, String), String>,
    /// How it was made, as far as it says so.
    made: Made,
    /// The manifest of a report, as far as it was read.
    manifest: String,
}

impl Baseline {
    /// Reads the JSON of an earlier run. `name` is that of its file.
    ///
    /// # Errors
    /// When the text is not the JSON of a run; a sentence without a full stop.
    pub fn from_json(name: &str, text: &str) -> Result<Baseline, String> {
        let json: Json = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| format!("`{name}` is not JSON: {error}"))?;
        if json.get("schema").and_then(Json::as_u64) != Some(1) {
            return Err(format!("`{name}` is not the JSON of an earlier run: it has no `\"schema\":1`"));
        }
        if json.pointer("/run/only").is_some() {
            return Err(format!("`{name}` has some lists of its run only (`--only`): give the JSON with all of them"));
        }
        let mut baseline = Baseline::named(name);
        baseline.info.as_of = json.get("as_of").and_then(day);
        baseline.made = Made::of(&json);
        for (list, kind) in [("triggers", STANDING), ("cleared", CLEARED)] {
            for item in json.get(list).and_then(Json::as_array).into_iter().flatten() {
                let when = item.get(if kind == STANDING { "since" } else { "on" }).and_then(day);
                let when = when.or(baseline.info.as_of).map_or(String::new(), |day| day.to_string());
                baseline.take([kind.to_string(), text_of(item, "trigger"), text_of(item, "key"), when]);
            }
        }
        for (table, body) in json.get("tables").and_then(Json::as_object).into_iter().flatten() {
            let key = body.get("key").and_then(Json::as_str);
            baseline.take_rows(body, |at, row| key.and_then(|key| shown(row.get(key)?)).unwrap_or(at), table);
        }
        for (card, body) in json.get("scorecards").and_then(Json::as_object).into_iter().flatten() {
            baseline.take_rows(body, |at, row| row.get("key").and_then(shown).unwrap_or(at), card);
        }
        Ok(baseline)
    }

    /// Reads the xlsx report of an earlier run, which keeps what is needed in a hidden sheet.
    ///
    /// # Errors
    /// When the workbook is not the report of a run.
    pub fn from_report(name: &str, workbook: &mut dyn CellSource) -> Result<Baseline, String> {
        let sheet = workbook.sheets().iter().position(|sheet| sheet.name == kept::SHEET);
        let Some(sheet) = sheet else {
            return Err(format!("`{name}` is not the report of an earlier run: it has no sheet `{}`", kept::SHEET));
        };
        let mut baseline = Baseline::named(name);
        let mut entry: (u32, Entry) = (0, Entry::default());
        let read = workbook.read(sheet, &mut |cell| {
            if cell.row != entry.0 {
                baseline.take(std::mem::take(&mut entry.1));
                entry.0 = cell.row;
            }
            if let (Some(place), CellValue::Text(text)) = (entry.1.get_mut(cell.column as usize), cell.value) {
                *place = text.to_string();
            }
            ControlFlow::Continue(())
        });
        read.map_err(|error| error.message)?;
        baseline.take(entry.1);
        let manifest = std::mem::take(&mut baseline.manifest);
        baseline.made = serde_json::from_str(&manifest).map(|json| Made::of(&json)).unwrap_or_default();
        Ok(baseline)
    }

    fn named(name: &str) -> Baseline {
        Baseline { info: BaselineInfo { name: name.to_string(), ..BaselineInfo::default() }, ..Baseline::default() }
    }

    fn take(&mut self, [kind, what, key, value]: Entry) {
        match kind.as_str() {
            AS_OF => self.info.as_of = Date::parse(&value),
            STANDING => {
                self.earlier.standing.insert((what, key), Date::parse(&value));
            }
            CLEARED => {
                if let Some(day) = Date::parse(&value) {
                    self.earlier.cleared.insert((what, key), day);
                }
            }
            MANIFEST => self.manifest.push_str(&value),
            VALUE => {
                self.values.insert((what, key), value);
            }
            _ => {}
        }
    }

    /// Every value of a table's or a scorecard's rows, under `NAME.COLUMN`.
    fn take_rows(&mut self, body: &Json, key: impl Fn(String, &Json) -> String, name: &str) {
        for (at, row) in body.get("rows").and_then(Json::as_array).into_iter().flatten().enumerate() {
            let key = key((at + 1).to_string(), row);
            for (column, value) in row.as_object().into_iter().flatten() {
                if let Some(text) = shown(value) {
                    self.values.insert((format!("{name}.{column}"), key.clone()), text);
                }
            }
        }
    }

    /// The same, known to be of a file with these bytes.
    #[must_use]
    pub fn of_bytes(mut self, bytes: &[u8]) -> Baseline {
        self.info.sha256 = Some(sha256(bytes));
        self
    }

    /// Which run this is, and what apart from the data was not as it is in an outcome.
    pub(super) fn told_beside(&self, outcome: &Outcome) -> BaselineInfo {
        BaselineInfo { differs: self.made.differs(outcome), ..self.info.clone() }
    }

    /// Which run this is.
    #[must_use]
    pub fn info(&self) -> &BaselineInfo {
        &self.info
    }

    /// What it left behind about triggers.
    #[must_use]
    pub fn earlier(&self) -> &EarlierRun {
        &self.earlier
    }

    /// What of an outcome is not what it was. Rows the earlier run did not have are no movement.
    pub(super) fn movements(&self, outcome: &Outcome) -> Vec<Movement> {
        let mut movements = Vec::new();
        for what in kept::movable(outcome) {
            for row in 0..what.column.len() {
                let key = kept::key(outcome, what.table, row);
                let Some(before) = self.values.get(&(what.name.clone(), key.clone())) else { continue };
                let now = what.column.value(row);
                let before = match now {
                    Value::Number(_) => number::parse(before).map_or(Value::Blank, Value::number),
                    _ => Value::text(before.as_str()),
                };
                if moved(&before, &now) {
                    let (name, title) = (what.name.clone(), what.title.clone());
                    movements.push(Movement { what: name, title, table: what.table, row, key, before, now });
                }
            }
        }
        movements
    }
}

fn moved(before: &Value, now: &Value) -> bool {
    match (before, now) {
        (Value::Number(before), Value::Number(now)) => (before - now).abs() >= SMALLEST_MOVE,
        _ => before != now,
    }
}

fn day(json: &Json) -> Option<Date> {
    Date::parse(json.as_str()?)
}

fn text_of(item: &Json, name: &str) -> String {
    item.get(name).and_then(shown).unwrap_or_default()
}

/// A value as keys and labels are written; `None` for what is neither.
fn shown(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => number.as_f64().map(number::shortest),
        Json::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

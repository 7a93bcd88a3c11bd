//! Questions about single rows of a run.

use super::Run;
use crate::diagnostic::nearest;
use crate::eval::{RowChoice, RowEvaluator};
use crate::formula::{ColumnId, TableId};
use crate::outcome::explain::{Answer, Asked, Explainer, Limits, aggregates_over, is_made_into, own_columns};
use crate::plan::{Plan, ScorecardId, Texts, Work};
use crate::value::Value;
use crate::value::number::and_more;

/// Keys that are offered where several rows are meant.
const OFFERED: usize = 5;

/// What is asked of a run.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// A table, a scorecard or a trigger: its name, or its title in any language. `figures` for the
    /// figures, whose names are the keys; all of them where there is no key. `assert` for assertions, likewise.
    pub table: String,
    /// The key of a row, or its number from 1 where the table has no key; its name, where the table has
    /// a column `name`; or the values of columns that only this row has, as in `region=North,line=washers`.
    pub key: String,
    /// A column, by its name or title; of a scorecard a measure; of the rows of a grouped table the name
    /// of that table; a column of another table (`shops.sales`) that the row may count in. All of the row when left out.
    pub column: Option<String>,
    /// How much is told.
    pub limits: Limits,
}

/// A word of a question that stands for nothing, or for several rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl std::fmt::Display for Unknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Unknown {}

impl Run {
    /// Why a row has its values: every value with the formula, rule or cell that gave it, and the values
    /// behind it; or why there is no such row.
    ///
    /// # Errors
    /// When the table or the column is unknown, or several rows are meant.
    pub fn explain(&self, question: &Question) -> Result<Answer, Unknown> {
        let plan = self.prepared().plan();
        let (asked, table) = target(plan, question)?;
        let trace = self.trace(None);
        let outcome = self.outcome();
        let sources = self.prepared().sources();
        let explainer = Explainer::new(&trace, sources, &outcome.issues, self.language(), question.limits);
        let single = table == plan.figures || matches!(asked, Asked::Assertion(_));
        let row = if single { Some(0) } else { find(&trace, table, &question.key)? };
        Ok(match row {
            Some(row) => Answer::Row(Box::new(explainer.answer(asked, row, outcome))),
            None => Answer::Absent(explainer.absent(table, question.key.trim(), &outcome.control)),
        })
    }
}

/// What the words stand for, and the table whose row is meant.
fn target(plan: &Plan, question: &Question) -> Result<(Asked, TableId), Unknown> {
    let word = question.table.trim();
    let named = |name: &str, title: &Texts| is(word, name, title);
    if let Some(at) = plan.tables.iter().position(|table| table.name == word) {
        return in_table(plan, TableId(at), question);
    }
    if let Some(at) = plan.scorecards.iter().position(|card| card.name == word) {
        return in_card(plan, ScorecardId(at), question);
    }
    if let Some(at) = plan.triggers.iter().position(|trigger| trigger.name == word) {
        return in_trigger(plan, at, question);
    }
    if ["assert", "assertions"].contains(&word) {
        return in_assertions(plan, question);
    }
    // Names come before titles, which several things may share.
    if let Some(at) = plan.scorecards.iter().position(|card| named(&card.name, &card.title)) {
        return in_card(plan, ScorecardId(at), question);
    }
    if let Some(at) = plan.tables.iter().position(|table| named(&table.name, &table.title)) {
        return in_table(plan, TableId(at), question);
    }
    if let Some(at) = plan.triggers.iter().position(|trigger| named(&trigger.name, &trigger.title)) {
        return in_trigger(plan, at, question);
    }
    let tables = plan.tables.iter().map(|table| table.name.as_str());
    let cards = plan.scorecards.iter().map(|card| card.name.as_str());
    let names: Vec<&str> =
        tables.chain(cards).chain(plan.triggers.iter().map(|trigger| trigger.name.as_str())).collect();
    Err(unknown(format!("there is no table, scorecard or trigger `{word}`"), word, &names))
}

fn in_assertions(plan: &Plan, question: &Question) -> Result<(Asked, TableId), Unknown> {
    let word = question.key.trim();
    match plan.assertions.iter().position(|own| is(word, &own.name, &own.title)) {
        Some(at) => Ok((Asked::Assertion(at), plan.assertions[at].table)),
        None => {
            let names: Vec<&str> = plan.assertions.iter().map(|own| own.name.as_str()).collect();
            Err(unknown(format!("there is no assertion `{word}`"), word, &names))
        }
    }
}

/// Whether a word is a name or, in whatever language, a title.
fn is(word: &str, name: &str, title: &Texts) -> bool {
    let same = |text: &str| text.to_lowercase() == word.to_lowercase();
    same(name) || title.texts.iter().any(|(_, text)| same(text))
}

fn unknown(message: String, word: &str, names: &[&str]) -> Unknown {
    let help = match nearest(word, names.iter().copied()) {
        Some(near) => format!("is it `{near}`? there are {}", names.join(", ")),
        None => format!("there are {}", names.join(", ")),
    };
    Unknown { message, help: Some(help) }
}

fn in_table(plan: &Plan, table: TableId, question: &Question) -> Result<(Asked, TableId), Unknown> {
    // Of the figures the key is the name of one.
    let of_figures = (table == plan.figures && !question.key.trim().is_empty()).then_some(&question.key);
    let Some(word) = of_figures.or(question.column.as_ref()).map(|word| word.trim()) else {
        return Ok((Asked::Row(table), table));
    };
    let columns = &plan.tables[table.0].columns;
    let group_of = |slot: &usize| {
        let column = &columns[*slot];
        column.work == Work::Link && column.references.is_some_and(|to| plan.tables[to.0].name == word)
    };
    let shown = |slot: &usize| !columns[*slot].hidden;
    let by_title = |slot: &usize| shown(slot) && is(word, &columns[*slot].name, &columns[*slot].title);
    let places = || 0..columns.len();
    let found = places()
        .find(|slot| shown(slot) && columns[*slot].name == word)
        .or_else(|| places().find(group_of))
        .or_else(|| places().find(by_title))
        .or_else(|| {
            let decision = plan.decisions.iter().find(|decision| decision.table == table && decision.name == word);
            decision.and_then(|decision| decision.outputs.first().copied())
        });
    match found {
        Some(slot) => Ok((Asked::Column(ColumnId { table, slot }), table)),
        None => {
            let made = |to: &usize| {
                let own = &plan.tables[*to];
                is(word, &own.name, &own.title) && is_made_into(plan, table, TableId(*to))
            };
            if let Some(to) = (0..plan.tables.len()).find(made) {
                return Ok((Asked::Made(table, TableId(to)), table));
            }
            if let Some(counted) = counted(plan, table, word)? {
                return Ok((Asked::Counted(table, counted), table));
            }
            let names: Vec<&str> = places().filter(shown).map(|slot| columns[slot].name.as_str()).collect();
            let what = if table == plan.figures { "figure" } else { "column" };
            let of = &plan.tables[table.0].name;
            Err(unknown(format!("`{of}` has no {what} `{word}`"), word, &names))
        }
    }
}

/// `shops.sales` asked of an order: a column of another table that takes rows of this one together.
fn counted(plan: &Plan, table: TableId, word: &str) -> Result<Option<ColumnId>, Unknown> {
    let own = &plan.tables[table.0].name;
    let ids = |of: usize| {
        let columns = plan.tables[of].columns.iter().enumerate().filter(|(_, column)| !column.hidden);
        columns.map(move |(slot, column)| (ColumnId { table: TableId(of), slot }, column.name.as_str()))
    };
    let takes = |id: ColumnId| !aggregates_over(plan, id, table).is_empty();
    if let Some((of, name)) = word.split_once('.')
        && let Some(at) = plan.tables.iter().position(|known| known.name == of.trim())
        && let Some((id, _)) = ids(at).find(|(_, known)| *known == name.trim())
    {
        return match takes(id) {
            true => Ok(Some(id)),
            false => {
                let over = (0..plan.tables.len()).filter(|of| !aggregates_over(plan, id, TableId(*of)).is_empty());
                let over: Vec<String> = over.map(|of| format!("`{}`", plan.tables[of].name)).collect();
                let help = match over.is_empty() {
                    true => "it is worked out from its own row: ask for that row".to_string(),
                    false => format!("it takes rows of {} together: ask for one of these", over.join(" and ")),
                };
                Err(Unknown { message: format!("`{word}` takes no rows of `{own}` together"), help: Some(help) })
            }
        };
    }
    // A column by its name alone may be one of another table that rows of this one count in.
    let mut others = (0..plan.tables.len()).flat_map(ids).filter(|(id, name)| *name == word && takes(*id));
    match others.next() {
        None => Ok(None),
        Some((id, name)) => {
            let full = format!("{}.{name}", plan.tables[id.table.0].name);
            Err(Unknown {
                message: format!("`{own}` has no column `{word}`"),
                help: Some(format!("ask for `{full}` to see whether the row counts there")),
            })
        }
    }
}

fn in_card(plan: &Plan, card: ScorecardId, question: &Question) -> Result<(Asked, TableId), Unknown> {
    let own = plan.scorecard(card);
    let Some(word) = question.column.as_deref().map(str::trim) else {
        return Ok((Asked::Scorecard(card), own.table));
    };
    let parts = [("score", own.score), ("band", own.band), ("rank", own.rank), ("reasons", own.reasons)];
    let part = parts.iter().find(|(name, _)| *name == word).map(|(_, slot)| *slot);
    let measure = own.measures.iter().find(|measure| is(word, &measure.name, &measure.title));
    match part.or(measure.map(|measure| measure.points)) {
        Some(slot) => Ok((Asked::Column(ColumnId { table: own.table, slot }), own.table)),
        None => {
            let names = own.measures.iter().map(|measure| measure.name.as_str());
            let names: Vec<&str> = names.chain(parts.map(|(name, _)| name)).collect();
            Err(unknown(format!("the scorecard `{}` has no measure `{word}`", own.name), word, &names))
        }
    }
}

fn in_trigger(plan: &Plan, at: usize, question: &Question) -> Result<(Asked, TableId), Unknown> {
    let trigger = &plan.triggers[at];
    match &question.column {
        None => Ok((Asked::Trigger(at), trigger.table)),
        Some(word) => Err(Unknown {
            message: format!("a trigger has no columns, so `{word}` means nothing here"),
            help: Some(format!("ask for `{}` and the key alone", trigger.name)),
        }),
    }
}

/// The row a key stands for.
fn find(trace: &RowEvaluator<'_>, table: TableId, key: &str) -> Result<Option<usize>, Unknown> {
    let plan = &trace.plan().tables[table.0];
    let key = key.trim();
    if let Some(row) = (0..trace.rows(table)).find(|&row| trace.key(table, row) == key) {
        return Ok(Some(row));
    }
    let rows = match chosen(trace, table, key)? {
        Some(choice) => trace.find(table, &choice).into_iter().map(|row| row as usize).collect(),
        None => {
            let called = called(trace, table, key);
            if called.is_empty() { known_by(trace, table, key) } else { called }
        }
    };
    match rows.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        several => {
            let keys: Vec<String> = several.iter().take(OFFERED).map(|&row| trace.key(table, row)).collect();
            let message = format!("{} rows of `{}` are meant by `{key}`", several.len(), plan.name);
            Err(Unknown { message, help: Some(format!("take one of {}", and_more(&keys, several.len()))) })
        }
    }
}

/// The rows whose column `name` says so: people know names better than keys.
fn called(trace: &RowEvaluator<'_>, table: TableId, name: &str) -> Vec<usize> {
    let Some(slot) = trace.plan().tables[table.0].slot("name") else { return Vec::new() };
    let Some(column) = trace.column(ColumnId { table, slot }) else { return Vec::new() };
    (0..column.len()).filter(|&row| column.text(row) == Some(name)).collect()
}

/// The rows of a table without a key whose own columns say so: `2026-03`, `P1 / 2026-01`.
fn known_by(trace: &RowEvaluator<'_>, table: TableId, key: &str) -> Vec<usize> {
    let text = |slot: usize, row: usize| trace.at(ColumnId { table, slot }, row).to_string();
    let by = own_columns(trace.plan(), table);
    if by.is_empty() {
        return Vec::new();
    }
    let rows = 0..trace.rows(table);
    let whole = |row: &usize| by.clone().map(|slot| text(slot, *row)).collect::<Vec<_>>().join(" / ") == key;
    let found: Vec<usize> = rows.clone().filter(whole).collect();
    match found.is_empty() {
        true => rows.filter(|row| by.clone().any(|slot| text(slot, *row) == key)).collect(),
        false => found,
    }
}

/// `region=North,line=washers`, read as the columns have it.
fn chosen(trace: &RowEvaluator<'_>, table: TableId, key: &str) -> Result<Option<RowChoice>, Unknown> {
    let plan = &trace.plan().tables[table.0];
    let mut with = Vec::new();
    for pair in key.split(',') {
        let Some((name, text)) = pair.split_once('=') else { return Ok(None) };
        let Some(slot) = plan.slot(name.trim()) else {
            let names: Vec<&str> = plan.named_columns().map(|column| column.name.as_str()).collect();
            return Err(unknown(format!("`{}` has no column `{}`", plan.name, name.trim()), name.trim(), &names));
        };
        let id = ColumnId { table, slot };
        let same = |row: &usize| trace.at(id, *row).to_string() == text.trim();
        let value = (0..trace.rows(table)).find(same).map_or(Value::text(text.trim()), |row| trace.at(id, row));
        with.push((slot, value));
    }
    Ok(Some(RowChoice::With(with)))
}

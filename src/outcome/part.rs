//! A part of an outcome: what belongs to one value of the column that parts the report, and nothing else.
//!
//! It is put together from what is known to be of its own rows. Whatever else a run says is about all rows, or may name
//! those of others, and is left out: figures, assertions, rules, what was read, issues that speak of more than a cell.

use super::split::Sums;
use super::{
    Accounts, Asked, Differs, Movement, Outcome, OutcomeColumn, OutcomeTable, ParameterUsed, Role, ScorecardOutcome,
    TableView, Trigger, Triggers, Undetermined,
};
use crate::issue::{Issue, IssueCode};
use crate::table::{Column, Provenance, Segment, row_key};
use crate::value::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Which part of a report it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PartOf {
    /// The column whose values part the report.
    pub by: String,
    /// The value of this part; empty for rows that have none.
    pub value: String,
}

/// The rows of a table that belong to a part.
struct Own {
    rows: Vec<u32>,
    /// The new number of each.
    places: HashMap<u32, u32>,
}

impl Own {
    fn of(rows: Vec<u32>) -> Own {
        let places = rows.iter().copied().zip(0u32..).collect();
        Own { rows, places }
    }

    fn place(&self, row: usize) -> Option<usize> {
        self.places.get(&u32::try_from(row).ok()?).map(|place| *place as usize)
    }

    /// The values of these rows; of texts those alone that stand in them.
    fn take(&self, column: &Column) -> Arc<Column> {
        Arc::new(match column {
            Column::Text(texts) => Column::Text(self.rows.iter().map(|row| texts.get(*row as usize)).collect()),
            other => other.gather(&self.rows),
        })
    }
}

impl Outcome {
    /// The part of the report for the value at that place of its [`Split`](super::Split).
    #[must_use]
    pub fn part(&self, at: usize) -> Option<Outcome> {
        let split = self.split.as_ref()?;
        let value = split.values.get(at)?.clone();
        let own: Vec<Option<Own>> = (0..self.tables.len()).map(|table| split.rows(at, table).map(Own::of)).collect();
        let tables = self.tables.iter().enumerate().map(|(table, whole)| {
            let sums = split.sums.get(at).and_then(|sums| sums.get(table)).cloned().unwrap_or_default();
            own[table].as_ref().map_or_else(|| absent(whole), |own| part_of(whole, own, sums))
        });
        let cards: Vec<usize> =
            (0..self.scorecards.len()).filter(|card| own[self.scorecards[*card].table].is_some()).collect();
        let parameters: Vec<ParameterUsed> =
            self.parameters.iter().filter(|used| is_plain(&used.value)).cloned().collect();
        let mut policy = self.policy.clone();
        policy.title = if value.is_empty() { policy.title } else { format!("{} · {value}", policy.title) };
        Some(Outcome {
            policy,
            language: self.language.clone(),
            as_of: self.as_of,
            asked: Asked { as_of: self.asked.as_of, language: self.asked.language.clone(), ..Asked::default() },
            tables: tables.collect(),
            scorecards: cards.iter().filter_map(|at| card(&self.scorecards[*at], &own)).collect(),
            triggers: triggers(&self.triggers, &own),
            baseline: self.baseline.clone().map(|mut baseline| {
                baseline.differs.retain(|differs| !matches!(differs, Differs::Parameter { .. }));
                baseline
            }),
            cleared: self
                .cleared
                .iter()
                .filter(|cleared| is_own_key(self, &own, cleared.table, &cleared.key))
                .cloned()
                .collect(),
            movements: self.movements.iter().filter_map(|moved| movement(moved, &own)).collect(),
            undetermined: self.undetermined.iter().filter_map(|open| undetermined(open, &own)).collect(),
            issues: self.issues.iter().filter(|issue| is_own(self, issue, &own)).cloned().collect(),
            accounts: self.accounts.as_ref().map(|told| accounts(self, told, (&own, &cards))),
            parameters,
            part: Some(PartOf { by: split.by.clone(), value }),
            ..Outcome::default()
        })
    }
}

/// A text or a list may name others.
fn is_plain(value: &Value) -> bool {
    matches!(value, Value::Number(_) | Value::Date(_) | Value::DateTime(_) | Value::Bool(_) | Value::Period(_))
}

/// A table that no part has; it keeps its place, since others are known by theirs.
fn absent(table: &OutcomeTable) -> OutcomeTable {
    OutcomeTable {
        rows: 0,
        key: None,
        columns: Vec::new(),
        totals: Vec::new(),
        made_of: Vec::new(),
        view: TableView { hidden: true, ..TableView::default() },
        provenance: Arc::default(),
        ..table.clone()
    }
}

fn part_of(table: &OutcomeTable, own: &Own, sums: Sums) -> OutcomeTable {
    let column = |column: &OutcomeColumn| OutcomeColumn {
        data: own.take(&column.data),
        // A formula may name others.
        source: column.source.clone().filter(|_| column.role == Role::Decision),
        ..column.clone()
    };
    let order = table.view.order.as_ref();
    let order = order.map(|order| order.iter().filter_map(|row| own.places.get(row).copied()).collect());
    OutcomeTable {
        rows: own.rows.len(),
        columns: table.columns.iter().map(column).collect(),
        totals: sums.totals,
        view: TableView { order, groups: sums.groups, ..table.view.clone() },
        provenance: Arc::new(provenance(&table.provenance, own)),
        ..table.clone()
    }
}

/// Where these rows were read, and no others.
fn provenance(whole: &Provenance, own: &Own) -> Provenance {
    if whole.sheet_rows.is_empty() {
        return Provenance::default();
    }
    let mut segments: Vec<Segment> = Vec::new();
    let mut last = None;
    for (place, row) in own.rows.iter().enumerate() {
        let at = whole.segment_at(*row as usize);
        if at != last {
            last = at;
            segments.extend(at.map(|at| Segment {
                first_row: place,
                written: Arc::new([]),
                ..whole.segments[at].clone()
            }));
        }
    }
    let sheet_rows = own.rows.iter().filter_map(|row| whole.sheet_rows.get(*row as usize).copied());
    Provenance { segments, sheet_rows: sheet_rows.collect() }
}

fn card(card: &ScorecardOutcome, own: &[Option<Own>]) -> Option<ScorecardOutcome> {
    let own = own[card.table].as_ref()?;
    let mut part = card.clone();
    for measure in &mut part.measures {
        let columns =
            [&mut measure.value, &mut measure.points, &mut measure.weight, &mut measure.target, &mut measure.worst];
        columns.into_iter().for_each(|column| *column = own.take(column));
    }
    let columns = [&mut part.score, &mut part.band, &mut part.rank, &mut part.reasons];
    columns.into_iter().for_each(|column| *column = own.take(column));
    Some(part)
}

fn triggers(all: &Triggers, own: &[Option<Own>]) -> Triggers {
    let one = |trigger: &Trigger| {
        let own = own.get(trigger.table)?.as_ref()?;
        let fired = trigger.fired.of_rows(|row| own.places.get(&row).copied());
        let keys = trigger.keys.as_ref().map(|keys| own.take(keys));
        Some(Trigger { keys, fired: Arc::new(fired), ..trigger.clone() })
    };
    Triggers::new(all.triggers().iter().filter_map(one).collect())
}

fn movement(moved: &Movement, own: &[Option<Own>]) -> Option<Movement> {
    let row = own.get(moved.table)?.as_ref()?.place(moved.row)?;
    Some(Movement { row, ..moved.clone() })
}

fn undetermined(open: &Undetermined, own: &[Option<Own>]) -> Option<Undetermined> {
    let row = own.get(open.table)?.as_ref()?.place(open.row)?;
    Some(Undetermined { row, ..open.clone() })
}

/// Whether a key is that of a row of the part.
fn is_own_key(outcome: &Outcome, own: &[Option<Own>], table: usize, key: &str) -> bool {
    let (Some(Some(own)), Some(table)) = (own.get(table), outcome.tables.get(table)) else { return false };
    let keys = table.key.and_then(|at| table.columns.get(at));
    keys.is_some_and(|keys| own.rows.iter().any(|row| row_key(Some(&keys.data), *row as usize) == key))
}

/// Whether an issue speaks of one cell, and that is in a row of the part.
fn is_own(outcome: &Outcome, issue: &Issue, own: &[Option<Own>]) -> bool {
    let alone = matches!(
        issue.code,
        IssueCode::BadNumber
            | IssueCode::BadDate
            | IssueCode::BadBool
            | IssueCode::NotAllowed
            | IssueCode::OutOfRange
            | IssueCode::ErrorCell
            | IssueCode::UnsavedFormula
    );
    let (Some(cell), true) = (&issue.cell, alone && issue.count == 1 && !issue.rejected) else { return false };
    let at = outcome.tables.iter().position(|table| Some(&table.name) == issue.table.as_ref());
    let Some((table, Some(own))) = at.and_then(|at| Some((&outcome.tables[at], own.get(at)?.as_ref()))) else {
        return false;
    };
    own.rows.iter().any(|row| {
        let from = &table.provenance;
        let sheet = from.segment(*row as usize);
        from.sheet_rows.get(*row as usize) == Some(&cell.row)
            && sheet.is_some_and(|sheet| sheet.workbook == cell.workbook && sheet.sheet == cell.sheet)
    })
}

/// What is told of rows of the part, without the cells: a value may rest on those of others. Of a trigger's condition
/// that which stands in the row itself is told.
fn accounts(outcome: &Outcome, told: &Accounts, (own, cards): (&[Option<Own>], &[usize])) -> Accounts {
    let of_card = |at: &usize| {
        let own = own[outcome.scorecards[*at].table].as_ref();
        let rows = told.scorecards.get(*at).into_iter().flatten();
        let rows = rows.filter_map(|(row, account)| {
            let mut account = account.clone();
            account.measures.iter_mut().for_each(|measure| measure.cells.clear());
            Some((own?.place(*row)?, account))
        });
        rows.collect::<BTreeMap<_, _>>()
    };
    let mut triggers = BTreeMap::new();
    // The part has its triggers in the order of the whole.
    let fired = outcome.triggers.iter().enumerate();
    let fired =
        fired.filter(|(_, fired)| own[fired.table()].as_ref().is_some_and(|own| own.place(fired.row()).is_some()));
    for (place, (whole, fired)) in fired.enumerate() {
        let Some(lines) = told.triggers.get(&whole) else { continue };
        let known: HashSet<&str> =
            outcome.tables[fired.table()].columns.iter().map(|column| column.name.as_str()).collect();
        let lines = lines.iter().filter(|line| line.depth == 0 || known.contains(line.name.as_str())).cloned();
        let lines = lines.map(|mut line| {
            line.cells.clear();
            line
        });
        triggers.insert(place, lines.collect());
    }
    Accounts { scorecards: cards.iter().map(of_card).collect(), triggers }
}

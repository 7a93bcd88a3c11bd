//! What has been worked out so far.

use super::batch::{Batch, Rows};
use super::fired::{ClearedRow, FiredRows, Triggered};
use super::frame::Frame;
use super::probe::Probe;
use super::tally::Tally;
use super::undetermined::Undetermined;
use crate::formula::{ColumnId, Parameters, TableId};
use crate::issue::{Issue, IssueCode};
use crate::plan::{Plan, RowsPlan, Work};
use crate::say;
use crate::script::Library;
use crate::source::Span;
use crate::table::{Column, NO_ROW, Table, row_key};
use crate::value::Value;
use std::borrow::Cow;
use std::sync::Arc;

/// Everything worked out.
#[derive(Clone, Debug)]
pub struct Evaluated {
    /// The values of parameters it was worked out with.
    pub parameters: Parameters,
    /// Tables in the order of the plan.
    pub frames: Vec<Frame>,
    /// Problems with the data that came up on the way.
    pub issues: Vec<Issue>,
    /// The rows that triggers fired for, in the order of the plan.
    pub fired: Vec<Arc<FiredRows>>,
    /// Trigger (by place in the plan) and row where the condition is blank.
    pub undetermined: Vec<(usize, usize)>,
    /// Triggers of the run before that stand no more, and those still in their cool-down.
    pub cleared: Vec<ClearedRow>,
    /// For each decision of the plan and each row of its table the rule that gave the result, or
    /// `u32::MAX`; the number of rules stands for the default. Empty where several rules give it.
    pub rules: Vec<Vec<u32>>,
    /// For each decision of the plan and each of its rules how many rows it gave a result to; the default is the last.
    pub hits: Vec<Vec<usize>>,
}

pub(super) struct State<'a> {
    pub(super) plan: &'a Plan,
    pub(super) library: &'a Library,
    pub(super) parameters: Parameters,
    pub(super) frames: Vec<Frame>,
    /// The values of the one row of the one table that is worked out by itself, in place of frames.
    pub(super) single: Option<Vec<Value>>,
    pub(super) issues: Vec<Issue>,
    /// Rows that conditions could not decide.
    pub(super) undetermined: Undetermined,
    pub(super) rules: Vec<Vec<u32>>,
    pub(super) hits: Vec<Vec<usize>>,
    pub(super) probe: Option<&'a Probe>,
    /// A column that stays as it is, whatever is worked out for it.
    pub(super) held: Option<(ColumnId, Arc<Column>)>,
    /// What titles and messages are said in.
    pub(super) language: &'a str,
}

impl<'a> State<'a> {
    pub(super) fn new(plan: &'a Plan, library: &'a Library, tables: Vec<Table>) -> Self {
        let mut imported: Vec<Option<Table>> = tables.into_iter().map(Some).collect();
        let frames = plan
            .tables
            .iter()
            .map(|table| {
                let mut frame = Frame {
                    rows: 0,
                    columns: vec![None; table.columns.len()],
                    links: vec![None; table.columns.len()],
                    ..Frame::default()
                };
                match &table.rows {
                    RowsPlan::One => frame.rows = 1,
                    RowsPlan::Imported(place) => {
                        if let Some(read) = imported.get_mut(*place).and_then(Option::take) {
                            take_columns(&mut frame, table, read);
                        }
                    }
                    RowsPlan::Group(_)
                    | RowsPlan::Pairs(_)
                    | RowsPlan::Unpivot(_)
                    | RowsPlan::Stack(_)
                    | RowsPlan::Calendar(_) => {}
                }
                frame
            })
            .collect();
        State {
            plan,
            library,
            frames,
            single: None,
            parameters: plan.values(),
            issues: partial_periods(plan),
            undetermined: Undetermined::default(),
            rules: vec![Vec::new(); plan.decisions.len()],
            hits: vec![Vec::new(); plan.decisions.len()],
            probe: None,
            held: None,
            language: "",
        }
    }

    /// A state for one row of one table, known by its imported values.
    pub(super) fn of_row(plan: &'a Plan, library: &'a Library, values: Vec<Value>) -> Self {
        State {
            plan,
            library,
            frames: Vec::new(),
            single: Some(values),
            parameters: Parameters::default(),
            issues: Vec::new(),
            undetermined: Undetermined::default(),
            rules: Vec::new(),
            hits: Vec::new(),
            probe: None,
            held: None,
            language: "",
        }
    }

    pub(super) fn finish(mut self, triggered: Triggered) -> Evaluated {
        let undetermined = self.undetermined_issues();
        self.issues.extend(undetermined);
        let said = [self.outside_periods(), self.uneven_ratios()];
        self.issues.extend(said.into_iter().flatten());
        self.issues.extend(triggered.issues);
        Evaluated {
            parameters: self.parameters,
            frames: self.frames,
            issues: self.issues,
            fired: triggered.fired.into_iter().map(Arc::new).collect(),
            undetermined: triggered.undetermined,
            cleared: triggered.cleared,
            rules: self.rules,
            hits: self.hits,
        }
    }

    pub(super) fn rows(&self, table: TableId) -> usize {
        self.frames[table.0].rows
    }

    /// A column that has been worked out.
    pub(super) fn column(&self, id: ColumnId) -> &Column {
        self.frames[id.table.0].columns[id.slot].as_ref().expect("the plan's order puts a column after those it needs")
    }

    /// The value of a column that has been worked out, in one row.
    pub(super) fn value(&self, id: ColumnId, row: usize) -> Value {
        match &self.single {
            Some(values) => values[id.slot].clone(),
            None => self.column(id).value(row),
        }
    }

    /// The values of a column for some rows; those of a single row need no column.
    pub(super) fn batch(&self, id: ColumnId, rows: Rows<'_>) -> Batch {
        match rows.len() {
            1 => Batch::One(self.value(id, rows.at(0))),
            _ => Batch::Many(rows.take(self.column(id))),
        }
    }

    pub(super) fn put(&mut self, id: ColumnId, column: Column) {
        debug_assert_eq!(column.len(), self.rows(id.table));
        let column = match self.probe {
            Some(probe) => probe.replace(&self.frames[id.table.0], id, column),
            None => column,
        };
        let held = self.held.as_ref().filter(|(held, _)| *held == id).map(|(_, column)| column.clone());
        self.frames[id.table.0].columns[id.slot] = Some(held.unwrap_or_else(|| Arc::new(column)));
        if self.plan.tables[id.table.0].key == Some(id.slot) {
            self.link_to(id.table);
        }
    }

    pub(super) fn link(&self, id: ColumnId) -> &[u32] {
        self.frames[id.table.0].links[id.slot].as_ref().map_or(&[], |links| links.as_slice())
    }

    /// The rows reached from some rows by a path of references.
    pub(super) fn walk(&self, path: &[ColumnId], rows: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut at: Vec<u32> = rows.collect();
        for step in path {
            let link = self.link(*step);
            for row in &mut at {
                *row = link.get(*row as usize).copied().unwrap_or(NO_ROW);
            }
        }
        at
    }

    /// The rows that all rows of a table reach by a path of references.
    pub(super) fn walk_all(&self, path: &[ColumnId], rows: usize) -> Cow<'_, [u32]> {
        match path {
            [step] if self.link(*step).len() == rows => Cow::Borrowed(self.link(*step)),
            _ => Cow::Owned(self.walk(path, 0..rows as u32)),
        }
    }

    /// The key of a row as people know it: its number (from 1) where the table has no key.
    pub(super) fn key(&self, table: TableId, row: usize) -> String {
        let slot = self.plan.tables[table.0].key;
        if let Some(values) = &self.single {
            let key = slot.map(|slot| &values[slot]).filter(|key| !key.is_blank());
            return key.map_or_else(|| (row + 1).to_string(), Value::to_string);
        }
        row_key(slot.and_then(|slot| self.frames[table.0].columns[slot].as_deref()), row)
    }

    /// Turns what was counted while a column was worked out into issues.
    pub(super) fn report(&mut self, id: ColumnId, tally: Tally) {
        self.report_rows(id.table, id, tally);
    }

    /// The same, where the rows counted are those of another table: those an aggregate takes together.
    pub(super) fn report_rows(&mut self, table: TableId, id: ColumnId, tally: Tally) {
        if tally.is_empty() {
            return;
        }
        let column = self.plan.column(id);
        let issues = self.issues_of(table, tally, &column.name, column.span);
        self.issues.extend(issues);
    }

    /// What a tally counted for rows of a table, as issues.
    pub(super) fn issues_of(&self, table: TableId, tally: Tally, column: &str, span: Span) -> Vec<Issue> {
        let name = &self.plan.tables[table.0].name;
        let tied = tally.tied_units(column, span, !self.naming(table).is_empty(), |row| self.key(table, row));
        let issues = tally.issues(column, span, |row| Some(self.key(table, row)));
        issues.into_iter().chain(tied).map(|issue| issue.in_table(name)).collect()
    }
}

/// A part of a period must not be taken for the whole of it in silence.
fn partial_periods(plan: &Plan) -> Vec<Issue> {
    let Some(today) = plan.as_of else { return Vec::new() };
    let note = |(period, span): &(crate::value::Period, Span)| {
        let message = say!(
            "partial-period",
            "the period {period} is not over on {today}: what it gives is that of {over} of its {days} days",
            period = period.to_string(),
            today = today.to_string(),
            over = today.0 - period.from.0 + 1,
            days = period.days()
        );
        Issue::new(IssueCode::PartialPeriod, message).by_rule(*span)
    };
    plan.partial.iter().map(note).collect()
}

/// Puts imported columns where the plan wants them.
fn take_columns(frame: &mut Frame, table: &crate::plan::TablePlan, read: Table) {
    frame.rows = read.rows;
    frame.provenance = Arc::new(read.provenance);
    let mut all = read.columns;
    let extra = all.split_off(all.len().saturating_sub(read.extra.len()));
    frame.extra = read.extra.into_iter().zip(extra.into_iter().map(Arc::new)).collect();
    let mut columns: Vec<Option<Column>> = all.into_iter().map(Some).collect();
    for (slot, column) in table.columns.iter().enumerate() {
        if let Work::Imported(place) = column.work {
            frame.columns[slot] = columns.get_mut(place).and_then(Option::take).map(Arc::new);
        }
    }
}

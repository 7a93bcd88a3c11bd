//! Looking back at what was worked out: the values behind a value.

use super::batch::Rows;
use super::expression::Evaluator;
use super::probe::Probe;
use super::state::{Evaluated, State};
use crate::formula::{ColumnId, Expr, TableId};
use crate::plan::{DecisionId, Plan};
use crate::script::Library;
use crate::source::CellAddress;
use crate::table::{Column, NO_ROW, Provenance};
use crate::value::Value;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// An evaluation that is asked about single rows.
pub struct RowEvaluator<'a> {
    pub(super) state: State<'a>,
    /// Where many rows are asked about: the rows that belong to each row, by the way that leads there.
    pub(super) members: Option<Members>,
}

/// Ways of references, each with the rows that each row has by it.
pub(super) type Members = Mutex<HashMap<Vec<ColumnId>, Arc<Belonging>>>;

/// For each row of a table the rows of another that belong to it.
pub(super) struct Belonging {
    /// Where the rows of each begin; one more for the end of the last.
    pub starts: Vec<u32>,
    /// Rows, in order within each.
    pub rows: Vec<u32>,
}

impl<'a> RowEvaluator<'a> {
    /// Looks back at an evaluation.
    #[must_use]
    pub fn new(
        plan: &'a Plan,
        library: &'a Library,
        evaluated: Evaluated,
        probe: Option<&'a Probe>,
    ) -> RowEvaluator<'a> {
        let Evaluated { parameters, frames, issues, rules, .. } = evaluated;
        let undetermined = super::undetermined::Undetermined::default();
        let (single, held, language) = (None, None, "");
        RowEvaluator {
            members: None,
            state: State {
                plan,
                library,
                parameters,
                frames,
                single,
                issues,
                undetermined,
                rules,
                hits: Vec::new(),
                probe,
                held,
                language,
            },
        }
    }

    /// The same, for many questions: which rows belong to which is found out once.
    #[must_use]
    pub fn for_many(self) -> RowEvaluator<'a> {
        RowEvaluator { members: Some(Members::default()), ..self }
    }

    /// The plan that was run.
    #[must_use]
    pub fn plan(&self) -> &'a Plan {
        self.state.plan
    }

    /// Number of rows of a table.
    #[must_use]
    pub fn rows(&self, table: TableId) -> usize {
        self.state.rows(table)
    }

    /// The value of a column in a row; blank where there is none.
    #[must_use]
    pub fn at(&self, id: ColumnId, row: usize) -> Value {
        let frame = &self.state.frames[id.table.0];
        match frame.columns.get(id.slot).and_then(Option::as_ref) {
            Some(column) if row < column.len() => column.value(row),
            _ => Value::Blank,
        }
    }

    /// The key of a row as people know it: its number (from 1) where the table has no key.
    #[must_use]
    pub fn key(&self, table: TableId, row: usize) -> String {
        self.state.key(table, row)
    }

    /// The rows that are meant.
    #[must_use]
    pub fn find(&self, table: TableId, choice: &super::RowChoice) -> Vec<u32> {
        choice.rows(&self.state.frames[table.0])
    }

    /// An expression of a table, for one of its rows.
    #[must_use]
    pub fn value(&self, table: TableId, expr: &Expr, row: usize) -> Value {
        if row >= self.rows(table) {
            return Value::Blank;
        }
        let picked = [row as u32];
        Evaluator::new(&self.state, table).evaluate(expr, Rows::Picked(&picked)).value(0)
    }

    /// An expression of a table, for some of its rows.
    #[must_use]
    pub fn values(&self, table: TableId, expr: &Expr, rows: &[u32]) -> Vec<Value> {
        let batch = Evaluator::new(&self.state, table).evaluate(expr, Rows::Picked(rows));
        (0..rows.len()).map(|at| batch.value(at)).collect()
    }

    /// The row that a path of references leads to.
    #[must_use]
    pub fn follow(&self, path: &[ColumnId], row: usize) -> Option<usize> {
        let end = self.state.walk(path, std::iter::once(row as u32)).pop()?;
        (end != NO_ROW).then_some(end as usize)
    }

    /// The rule of a decision that gave a row its result; the number of rules stands for the
    /// default. `None` where none did, or several.
    #[must_use]
    pub fn rule(&self, decision: DecisionId, row: usize) -> Option<usize> {
        let rule = *self.state.rules.get(decision.0)?.get(row)?;
        (rule != NO_ROW).then_some(rule as usize)
    }

    /// Whether the value was supplied from outside, in place of the one worked out.
    #[must_use]
    pub fn is_given(&self, id: ColumnId, row: usize) -> bool {
        self.state.probe.is_some_and(|probe| probe.is_given(&self.state.frames[id.table.0], id, row))
    }

    /// Whether any value of the column was supplied from outside.
    #[must_use]
    pub fn has_given(&self, id: ColumnId) -> bool {
        self.state.probe.is_some_and(|probe| probe.has_given(id))
    }

    /// The cell an imported value was read from.
    #[must_use]
    pub fn cell(&self, table: TableId, row: usize, place: usize) -> Option<CellAddress> {
        self.state.frames[table.0].provenance.cell(row, Some(place))
    }

    /// What the cell says that an imported value was read from, where it was read as something else and
    /// the run kept that.
    #[must_use]
    pub fn written(&self, table: TableId, row: usize, place: usize) -> Option<&str> {
        self.state.frames[table.0].provenance.written(row, place)
    }

    /// Where the rows of a table were read.
    #[must_use]
    pub fn provenance(&self, table: TableId) -> &Provenance {
        &self.state.frames[table.0].provenance
    }

    /// A whole column; `None` where it was not worked out.
    #[must_use]
    pub fn column(&self, id: ColumnId) -> Option<&Column> {
        self.state.frames[id.table.0].columns.get(id.slot)?.as_deref()
    }

    /// The value a parameter had in the run.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Value {
        self.state.parameters.get(name).cloned().unwrap_or_default()
    }

    /// The row that a reference of a row leads to.
    #[must_use]
    pub fn linked(&self, id: ColumnId, row: usize) -> Option<usize> {
        self.follow(&[id], row)
    }
}

//! Looking into an evaluation and reaching into it, for tests of policies: values that stand in for
//! worked-out ones, and a record of the rules and branches that were used.

use super::frame::Frame;
use super::merge::merge;
use crate::formula::{ColumnId, Expr, ExprKind};
use crate::plan::DecisionPlan;
use crate::source::Span;
use crate::table::{Column, ColumnBuilder};
use crate::value::{Value, ops};
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

/// Which row of a table is meant.
#[derive(Clone, Debug, PartialEq)]
pub enum RowChoice {
    /// The row of that number, from 0.
    Number(usize),
    /// The rows that have these values in these columns.
    With(Vec<(usize, Value)>),
}

impl RowChoice {
    /// The rows of a frame that are meant. Columns not yet worked out match nothing.
    #[must_use]
    pub fn rows(&self, frame: &Frame) -> Vec<u32> {
        match self {
            RowChoice::Number(row) => (*row < frame.rows).then_some(*row as u32).into_iter().collect(),
            RowChoice::With(values) => {
                let held = |row: &u32| {
                    values.iter().all(|(slot, value)| {
                        let column = frame.columns[*slot].as_ref();
                        column.is_some_and(|column| ops::same(&column.value(*row as usize), value))
                    })
                };
                (0..frame.rows as u32).filter(held).collect()
            }
        }
    }
}

/// What was used, by the place it was written at.
#[derive(Debug, Default)]
struct Used {
    /// For how many rows a rule gave the result, and for how many another did.
    rules: HashMap<Span, (usize, usize)>,
    branches: HashSet<(Span, bool)>,
}

/// Values put in place of worked-out ones, and a record of what was used.
#[derive(Debug, Default)]
pub struct Probe {
    given: HashMap<ColumnId, Vec<(RowChoice, Value)>>,
    used: Mutex<Used>,
}

impl Probe {
    /// Puts a value in place of the one worked out.
    pub fn give(&mut self, column: ColumnId, row: RowChoice, value: Value) {
        self.given.entry(column).or_default().push((row, value));
    }

    /// Rows for which the rule written there gave the result, and rows for which it did not.
    #[must_use]
    pub fn rule(&self, rule: Span) -> (usize, usize) {
        self.lock().rules.get(&rule).copied().unwrap_or_default()
    }

    /// Whether the branch of an `if`, or the side of a `??`, gave a value.
    #[must_use]
    pub fn branch_used(&self, branch: &Expr) -> bool {
        self.lock().branches.contains(&branch_key(branch))
    }

    /// Whether the value of that row and column was supplied.
    #[must_use]
    pub fn is_given(&self, frame: &Frame, column: ColumnId, row: usize) -> bool {
        let given = self.given.get(&column);
        given.is_some_and(|given| given.iter().any(|(choice, _)| choice.rows(frame).contains(&(row as u32))))
    }

    /// Whether any value of the column was supplied.
    #[must_use]
    pub fn has_given(&self, column: ColumnId) -> bool {
        self.given.contains_key(&column)
    }

    pub(super) fn replace(&self, frame: &Frame, id: ColumnId, column: Column) -> Column {
        let Some(given) = self.given.get(&id) else { return column };
        let (mut places, mut values) = (Vec::new(), ColumnBuilder::new(column.kind()));
        for (choice, value) in given {
            for row in choice.rows(frame) {
                places.push(row);
                values.push(value);
            }
        }
        let (kind, rows) = (column.kind(), column.len());
        merge(kind, rows, &[((0..rows as u32).collect(), column), (places, values.finish())])
    }

    pub(super) fn branch(&self, branch: &Expr) {
        self.lock().branches.insert(branch_key(branch));
    }

    /// Notes which rules decided each row; rows whose results are all given were not decided.
    pub(super) fn decided(
        &self,
        frame: &Frame,
        decision: &DecisionPlan,
        rows: usize,
        used: &dyn Fn(usize) -> Vec<u32>,
    ) {
        let id = |&slot: &usize| ColumnId { table: decision.table, slot };
        let decided: Vec<usize> =
            (0..rows).filter(|&row| !decision.outputs.iter().all(|slot| self.is_given(frame, id(slot), row))).collect();
        let mut counts = vec![0; decision.rules.len() + 1];
        for rule in decided.iter().flat_map(|&row| used(row)) {
            counts[rule as usize] += 1;
        }
        let mut record = self.lock();
        for (rule, count) in decision.rules.iter().chain(&decision.otherwise).zip(counts) {
            let entry = record.rules.entry(rule.span).or_default();
            entry.0 += count;
            entry.1 += decided.len() - count.min(decided.len());
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Used> {
        // What another thread noted before it stopped is still so.
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds what another probe saw.
    pub fn absorb(&self, other: &Probe) {
        let mut mine = self.lock();
        let theirs = other.lock();
        for (span, (fired, passed)) in &theirs.rules {
            let entry = mine.rules.entry(*span).or_default();
            entry.0 += fired;
            entry.1 += passed;
        }
        mine.branches.extend(&theirs.branches);
    }
}

/// An `else` left out has the place of its `if`, so it is told apart by being blank.
fn branch_key(branch: &Expr) -> (Span, bool) {
    (branch.span, matches!(branch.kind, ExprKind::Constant(Value::Blank)))
}

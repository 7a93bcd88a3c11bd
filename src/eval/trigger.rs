//! Triggers: which rows they fire for, and what they say about those.

use super::batch::Rows;
use super::expression::Evaluator;
use super::state::State;
use crate::formula::ColumnId;
use crate::plan::TriggerPlan;
use crate::table::{BLANK_BOOL, Column, TRUE};
use crate::value::{Date, Value};

/// A trigger that fired for a row.
#[derive(Clone, Debug, PartialEq)]
pub struct FiredRow {
    /// Place of the trigger in the plan.
    pub trigger: usize,
    /// Row of its table.
    pub row: usize,
    /// Whose it is.
    pub owner: Option<String>,
    /// When it is due.
    pub due: Option<Date>,
    /// What to say.
    pub message: String,
}

impl State<'_> {
    /// Every trigger for every row: those that fired, and those that could not be decided.
    pub(super) fn fire_triggers(&mut self) -> (Vec<FiredRow>, Vec<(usize, usize)>) {
        let mut fired = Vec::new();
        let mut undetermined = Vec::new();
        for (index, trigger) in self.plan.triggers.iter().enumerate() {
            let Column::Bool(flags) = self.column(ColumnId { table: trigger.table, slot: trigger.when }) else {
                continue;
            };
            let rows = |wanted: u8| -> Vec<u32> {
                (0..flags.len() as u32).filter(|&row| flags[row as usize] == wanted).collect()
            };
            let (holds, unknown) = (rows(TRUE), rows(BLANK_BOOL));
            undetermined.extend(unknown.into_iter().map(|row| (index, row as usize)));
            fired.extend(self.describe(index, trigger, &holds));
        }
        (fired, undetermined)
    }

    fn describe(&self, index: usize, trigger: &TriggerPlan, rows: &[u32]) -> Vec<FiredRow> {
        let mut evaluator = Evaluator::new(self, trigger.table);
        let mut values = |expr: &Option<crate::formula::Expr>| {
            expr.as_ref().map(|expr| evaluator.evaluate(expr, Rows::Picked(rows)))
        };
        let (owner, due, message) = (values(&trigger.owner), values(&trigger.due), values(&trigger.message));
        let text = |value: Value| (!value.is_blank()).then(|| value.to_string());
        rows.iter()
            .enumerate()
            .map(|(at, &row)| FiredRow {
                trigger: index,
                row: row as usize,
                owner: owner.as_ref().and_then(|batch| text(batch.value(at))),
                due: due.as_ref().and_then(|batch| batch.value(at).as_day()),
                message: message
                    .as_ref()
                    .and_then(|batch| text(batch.value(at)))
                    .unwrap_or_else(|| trigger.title.clone()),
            })
            .collect()
    }
}

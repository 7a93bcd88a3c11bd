//! The columns that an expression is worked out of, however long the way: two expressions that have none in common
//! can have any of their values at once.

use crate::formula::{ColumnId, Expr, ExprKind, TableId};
use crate::plan::Work;
use crate::plan::binder::Binder;
use std::collections::BTreeSet;

/// Stands for the rows of a table: how many there are, and in which order.
const ROWS: usize = usize::MAX;

/// The columns found, and those already looked into.
#[derive(Default)]
struct Found {
    columns: BTreeSet<ColumnId>,
    seen: BTreeSet<ColumnId>,
}

impl Binder<'_> {
    /// The columns that an expression on the rows of a table is worked out of.
    pub(super) fn basis(&self, table: TableId, expr: &Expr) -> BTreeSet<ColumnId> {
        let mut found = Found::default();
        self.look_into(table, expr, &mut found);
        found.columns
    }

    fn look_into(&self, table: TableId, expr: &Expr, found: &mut Found) {
        for read in expr.reads() {
            match &read.kind {
                ExprKind::Column(slot) => self.look_at(ColumnId { table, slot: *slot }, found),
                ExprKind::Follow { column, .. } => self.look_at(*column, found),
                ExprKind::Figure(id) => self.look_at(*id, found),
                _ => {}
            }
        }
    }

    fn look_at(&self, id: ColumnId, found: &mut Found) {
        if !found.seen.insert(id) {
            return;
        }
        let here = |slot: usize| ColumnId { table: id.table, slot };
        match &self.column(id).work {
            Work::Formula(expr) => self.look_into(id.table, expr, found),
            Work::Aggregate(aggregate) => {
                found.columns.insert(ColumnId { table: aggregate.over, slot: ROWS });
                aggregate.expressions().for_each(|expr| self.look_into(aggregate.over, expr, found));
            }
            Work::Window(window) => {
                found.columns.insert(here(ROWS));
                window.expressions().for_each(|expr| self.look_into(id.table, expr, found));
            }
            Work::Decision(decision) => {
                let plan = self.decisions.get(decision.0).and_then(Option::as_ref);
                let Some(plan) = plan else {
                    found.columns.insert(id);
                    return;
                };
                plan.inputs.iter().for_each(|slot| self.look_at(here(*slot), found));
                let exprs = plan.rules.iter().chain(&plan.otherwise);
                let exprs = exprs.flat_map(|rule| rule.conditions().chain(&rule.results));
                exprs.for_each(|expr| self.look_into(id.table, expr, found));
            }
            Work::Score(card) => match self.scorecards.get(card.0).and_then(Option::as_ref) {
                Some(card) => {
                    let measures = card.measures.iter();
                    let slots =
                        measures.flat_map(|m| [Some(m.value), Some(m.weight), Some(m.target), Some(m.worst), m.cap]);
                    slots.flatten().for_each(|slot| self.look_at(here(slot), found));
                }
                None => drop(found.columns.insert(id)),
            },
            Work::Imported(_) | Work::Derived | Work::Link | Work::Unbound => drop(found.columns.insert(id)),
        }
    }
}

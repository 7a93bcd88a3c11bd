//! Where the values of rows that are made of columns or of other tables come from.

use super::row_evaluator::RowEvaluator;
use crate::formula::{ColumnId, TableId};
use crate::plan::{RowsPlan, StackPlan, UnpivotPlan};

/// What a value of a derived table was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MadeOf {
    /// The value of a column in a row.
    Column(ColumnId, usize),
    /// That of a column found by a pattern of headers, known by its place in the imported table alone.
    Found {
        /// The table that was read.
        table: TableId,
        /// Its row.
        row: usize,
        /// The place of the column.
        place: usize,
    },
}

impl RowEvaluator<'_> {
    /// Where a value of an unpivoted or stacked table comes from; `None` for what no single cell says.
    #[must_use]
    pub fn made_of(&self, id: ColumnId, row: usize) -> Option<MadeOf> {
        match &self.state.plan.tables[id.table.0].rows {
            RowsPlan::Unpivot(plan) if id.slot == plan.levels + 1 => self.unpivoted(id.table, plan, row),
            RowsPlan::Stack(plan) => self.stacked(plan, id.slot, row),
            _ => None,
        }
    }

    /// The rows made of one row stand together, one for each column that is known there, in the order of the columns.
    fn unpivoted(&self, table: TableId, plan: &UnpivotPlan, row: usize) -> Option<MadeOf> {
        let from = self.state.frames[table.0].links[0].as_ref()?;
        let source = *from.get(row)?;
        let first = from.partition_point(|other| *other < source);
        let (source, nth) = (source as usize, row - first);
        let frame = &self.state.frames[plan.of.0];
        let own = plan.values.iter().map(|&slot| {
            let known = frame.columns[slot].as_ref().is_some_and(|column| !column.is_blank(source));
            known.then_some(MadeOf::Column(ColumnId { table: plan.of, slot }, source))
        });
        let before = frame.provenance.segments.first().map_or(0, |segment| segment.columns.len());
        let before = before.saturating_sub(frame.extra.len());
        let found = frame.extra.iter().enumerate().filter(|(_, (extra, _))| plan.takes(extra));
        let found = found.map(|(at, (_, column))| {
            let place = before + at;
            (!column.is_blank(source)).then_some(MadeOf::Found { table: plan.of, row: source, place })
        });
        own.chain(found).flatten().nth(nth)
    }

    fn stacked(&self, plan: &StackPlan, slot: usize, row: usize) -> Option<MadeOf> {
        let sources = plan.columns.get(slot)?;
        let mut row = row;
        for (&table, &slot) in plan.of.iter().zip(sources) {
            let rows = self.rows(table);
            if row < rows {
                return Some(MadeOf::Column(ColumnId { table, slot }, row));
            }
            row -= rows;
        }
        None
    }
}

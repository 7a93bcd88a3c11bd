//! Whether a row counts in a value of another table, and what keeps it from that.

use super::{Explainer, Reason};
use crate::eval::Gathered;
use crate::formula::{Aggregate, ColumnId, Expr, ExprKind, RowMap, TableId};
use crate::plan::{Plan, Work};
use crate::value::{NumberFormat, Value};

/// The aggregates that a column is made of and that take together rows of a table: their columns.
#[must_use]
pub fn aggregates_over(plan: &Plan, id: ColumnId, over: TableId) -> Vec<ColumnId> {
    let mut found = Vec::new();
    match &plan.column(id).work {
        Work::Aggregate(aggregate) if aggregate.over == over => found.push(id),
        Work::Formula(expr) => expr.visit(&mut |node| {
            if let ExprKind::Column(slot) = node.kind {
                let step = ColumnId { table: id.table, slot };
                if plan.column(step).hidden {
                    found.extend(aggregates_over(plan, step, over));
                }
            }
        }),
        _ => {}
    }
    found
}

impl Explainer<'_> {
    /// Whether a row counts in each of the aggregates of a column of another table.
    pub(super) fn counts_in(&self, of: ColumnId, (over, row): (TableId, usize)) -> Vec<Reason> {
        let name = format!("{}.{}", self.plan().tables[of.table.0].name, self.plan().column(of).name);
        let all = aggregates_over(self.plan(), of, over).into_iter();
        all.filter_map(|id| match &self.plan().column(id).work {
            Work::Aggregate(aggregate) => Some(self.counts(&name, id, aggregate, row)),
            _ => None,
        })
        .collect()
    }

    fn counts(&self, name: &str, id: ColumnId, aggregate: &Aggregate, row: usize) -> Reason {
        let target = self.target(id.table, aggregate, row);
        let gathered = target.map(|target| self.trace.gathered(aggregate, target));
        let (value, why) = match &gathered {
            None => (Value::Bool(false), Some("it leads to no row there".to_string())),
            Some(gathered) => self.fate_of(aggregate, gathered, row),
        };
        let at = target.filter(|_| id.table != self.plan().figures).map(|target| self.row_name(id.table, target));
        let whose = at.map_or_else(String::new, |row| format!(" of {}", super::named(&row)));
        let mut reason = self.bare(format!("counts in {name}{whose}"), value, NumberFormat::General);
        reason.blank = why;
        reason.formula = Some(self.text(self.plan().column(id).span));
        reason.place = Some(self.cite(self.plan().column(id).span));
        let way = match (&aggregate.map, target) {
            (RowMap::Path(path), None) => path.first().map(|first| self.reason(*first, row, 1)),
            _ => None,
        };
        reason.parts.extend(way);
        let read: Vec<&Expr> = aggregate.filter.iter().chain(&aggregate.value).chain(&aggregate.second).collect();
        for part in self.operands(aggregate.over, &read, row, self.limits.depth.max(1)) {
            if !reason.parts.iter().any(|known| known.name == part.name) {
                reason.parts.push(part);
            }
        }
        reason
    }

    /// What became of a row, and why it does not count.
    fn fate_of(&self, aggregate: &Aggregate, gathered: &Gathered, row: usize) -> (Value, Option<String>) {
        let filter = aggregate.filter.as_ref().map_or_else(String::new, |filter| self.text(filter.span));
        if gathered.taken.iter().any(|member| member.row == row) {
            (Value::Bool(true), None)
        } else if gathered.left_out.contains(&row) {
            (Value::Bool(false), Some(format!("`{filter}` does not hold")))
        } else if gathered.undecided.contains(&row) {
            (Value::Blank, Some(format!("`{filter}` cannot be decided, so it is not counted")))
        } else {
            let value = aggregate.value.as_ref().map_or_else(String::new, |value| self.text(value.span));
            (Value::Bool(false), Some(format!("`{value}` is blank")))
        }
    }

    /// The row that a row belongs to.
    fn target(&self, table: TableId, aggregate: &Aggregate, row: usize) -> Option<usize> {
        match &aggregate.map {
            RowMap::Path(path) => self.trace.follow(path, row),
            RowMap::All => (self.trace.rows(table) > 0).then_some(0),
            RowMap::Match { table, values } => (0..self.trace.rows(*table)).find(|&own| {
                values.iter().all(|pair| {
                    let theirs = self.trace.value(aggregate.over, &pair.theirs, row);
                    !theirs.is_blank() && theirs == self.trace.value(*table, &pair.own, own)
                })
            }),
        }
    }
}

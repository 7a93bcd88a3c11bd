//! Which operand of a condition is blank in a row, and so leaves it neither true nor false.

use super::state::State;
use super::undetermined::{Blank, Kept};
use crate::formula::{BinaryOp, ColumnId, Expr, ExprKind, TableId};
use crate::issue::Issue;
use crate::plan::{DecisionPlan, Work};
use crate::table::NO_ROW;
use crate::value::Type;

impl State<'_> {
    /// The operand of a condition that is blank in a row, the first as written.
    pub(super) fn blank_operand(&self, table: TableId, condition: &Expr, row: u32) -> Option<Blank> {
        self.blank_in(table, condition, row, true)
    }

    /// `asks`: whether a true part of the condition speaks for the row.
    fn blank_in(&self, table: TableId, part: &Expr, row: u32, asks: bool) -> Option<Blank> {
        match &part.kind {
            ExprKind::Column(slot) => self.blank_column(ColumnId { table, slot: *slot }, row, asks),
            ExprKind::Follow { path, column } => {
                let at = self.walk(path, std::iter::once(row))[0];
                let is_blank = at == NO_ROW || self.is_blank(*column, at as usize);
                let steps = path.iter().chain([column]).map(|step| self.plan.column(*step).name.as_str());
                is_blank.then(|| Blank { id: *column, name: steps.collect::<Vec<_>>().join("."), equality: asks })
            }
            ExprKind::And(all) | ExprKind::Or(all) => {
                all.iter().find_map(|condition| self.blank_in(table, condition, row, asks))
            }
            ExprKind::Binary(BinaryOp::Equal, a, b) | ExprKind::In(a, b) => {
                let asks = asks && b.ty != Some(Type::Period);
                [a, b].into_iter().find_map(|operand| self.blank_in(table, operand, row, asks))
            }
            _ => part.parts().into_iter().find_map(|operand| self.blank_in(table, operand, row, false)),
        }
    }

    /// The column, if it is blank in a row; what it is made of, where it has no name of its own.
    pub(super) fn blank_column(&self, id: ColumnId, row: u32, asks: bool) -> Option<Blank> {
        if !self.is_blank(id, row as usize) {
            return None;
        }
        let plan = self.plan.column(id);
        match &plan.work {
            Work::Formula(expr) if plan.hidden => self.blank_in(id.table, expr, row, asks),
            _ => Some(Blank { id, name: plan.name.clone(), equality: asks }),
        }
    }

    /// The input of a decision table that is blank in a row.
    pub(super) fn blank_input(&self, decision: &DecisionPlan, row: u32) -> Option<Blank> {
        decision.inputs.iter().find_map(|&slot| self.blank_column(ColumnId { table: decision.table, slot }, row, false))
    }

    /// What was kept over the run, as issues.
    pub(super) fn undetermined_issues(&self) -> Vec<Issue> {
        let issue = |kept: &Kept| {
            let first = kept.rows[0] as usize;
            let imported = kept.blank.as_ref().and_then(|blank| self.imported(kept.table, blank.id));
            let frame = self.frames.get(kept.table.0);
            let cell = imported.and_then(|place| frame?.provenance.cell(first, Some(place)));
            let issue = kept.issue(&self.plan.tables[kept.table.0].name);
            issue.at_cell(cell).of_row(Some(self.key(kept.table, first)))
        };
        self.undetermined.kept().iter().map(issue).collect()
    }

    /// The place of a column among the imported ones of its own table.
    fn imported(&self, table: TableId, id: ColumnId) -> Option<usize> {
        match self.plan.column(id).work {
            Work::Imported(place) if id.table == table => Some(place),
            _ => None,
        }
    }

    fn is_blank(&self, id: ColumnId, row: usize) -> bool {
        match &self.single {
            Some(values) => values[id.slot].is_blank(),
            None => self.column(id).is_blank(row),
        }
    }
}

//! Why a value is blank: which operand was, or what had no answer.

use super::{Explainer, one_line, show};
use crate::formula::{Aggregate, AggregateOp, BinaryOp, ColumnId, Expr, ExprKind, TableId};
use crate::issue::Issue;
use crate::plan::Work;
use crate::value::{NoAnswer, Value};

impl Explainer<'_> {
    /// Why a column is blank in a row.
    pub(super) fn why_blank(&self, id: ColumnId, row: usize) -> Option<String> {
        match &self.plan().column(id).work {
            Work::Imported(place) => Some(self.blank_cell(id, row, *place)),
            Work::Formula(expr) => match self.step_of(id.table, expr) {
                Some(step) => self.why_blank(step, row),
                None => self.culprit(id.table, expr, row),
            },
            Work::Aggregate(aggregate) => Some(self.blank_aggregate(aggregate, row)),
            Work::Window(window) => self
                .culprit(id.table, &window.value, row)
                .or_else(|| window.order.as_ref().and_then(|order| self.culprit(id.table, order, row)))
                .or_else(|| Some("its rows give no answer".to_string())),
            Work::Score(card) => {
                let card = self.plan().scorecard(*card);
                if [card.band, card.rank].contains(&id.slot) {
                    return Some("there is no score".to_string());
                }
                let blank = |slot: &usize| self.trace.at(ColumnId { table: id.table, slot: *slot }, row).is_blank();
                let blank: Vec<String> = card
                    .measures
                    .iter()
                    .filter(|measure| blank(&measure.points))
                    .map(|measure| format!("`{}`", measure.name))
                    .collect();
                match blank.len() {
                    0 => None,
                    all if all == card.measures.len() => Some("no measure has points".to_string()),
                    _ => Some(format!("no points for {}", blank.join(", "))),
                }
            }
            Work::Link => Some("the row is in no group: its filter does not hold".to_string()),
            Work::Derived => Some("the rows it is made of have no value here".to_string()),
            Work::Decision(_) | Work::Unbound => None,
        }
    }

    fn blank_aggregate(&self, aggregate: &Aggregate, row: usize) -> String {
        let gathered = self.trace.gathered(aggregate, row);
        let of = &self.plan().tables[aggregate.over.0].name;
        match (gathered.all, gathered.taken.len()) {
            (0, _) => format!("no row of `{of}` belongs to it"),
            (_, 0) if !gathered.blank.is_empty() => "the value is blank in every row".to_string(),
            (_, 0) => "no row passes the filter".to_string(),
            _ if aggregate.op == AggregateOp::WeightedAverage => "the weights add to zero".to_string(),
            (_, 1) if aggregate.op == AggregateOp::Deviation => "one value alone has no deviation".to_string(),
            (_, 1) if aggregate.op == AggregateOp::Variance => "one value alone has no variance".to_string(),
            (_, taken) if matches!(aggregate.op, AggregateOp::Large | AggregateOp::Small) => {
                format!(
                    "{taken} known value{} {} fewer than the place asked for",
                    if taken == 1 { "" } else { "s" },
                    if taken == 1 { "is" } else { "are" }
                )
            }
            _ if aggregate.op == AggregateOp::Mode => NoAnswer::SeveralModes.phrase().to_string(),
            _ => "rows of equal order differ, or the total is zero".to_string(),
        }
    }

    fn blank_cell(&self, id: ColumnId, row: usize, place: usize) -> String {
        let Some(cell) = self.trace.cell(id.table, row, place) else {
            return "nothing was given".to_string();
        };
        let here = |issue: &&Issue| issue.cell.as_ref() == Some(&cell) && issue.code.as_str() != "duplicate-key";
        match self.issues.iter().find(here) {
            Some(issue) => {
                let text = issue.text.as_ref().map(|text| format!("`{text}`: ")).unwrap_or_default();
                format!("{text}{} ({})", issue.message, issue.code)
            }
            None => match self.trace.written(id.table, row, place) {
                Some(text) => format!("`{text}` could not be read"),
                None => "the cell is empty".to_string(),
            },
        }
    }

    /// Why a reference leads to no row.
    pub(super) fn no_row(&self, table: TableId, leaf: &Expr, row: usize) -> String {
        let ExprKind::Follow { path, .. } = &leaf.kind else { return "there is no such row".to_string() };
        let mut at = Some(row);
        for step in path {
            let Some(here) = at else { break };
            at = self.trace.linked(*step, here);
            if at.is_none() {
                let column = self.plan().column(*step);
                let value = self.trace.at(*step, here);
                let of = if step.table == table {
                    String::new()
                } else {
                    format!(" of {}", self.trace.key(step.table, here))
                };
                let why = if value.is_blank() { self.why_blank(*step, here) } else { None };
                let why = why.map(|why| format!(" ({why})")).unwrap_or_default();
                return match value {
                    Value::Blank => format!("`{}`{of} is blank{why}", column.name),
                    value => format!("`{}`{of} is `{value}`, which no row has as its key", column.name),
                };
            }
        }
        "the reference leads to no row".to_string()
    }

    /// The part of an expression that makes it blank.
    fn culprit(&self, table: TableId, expr: &Expr, row: usize) -> Option<String> {
        if !self.trace.value(table, expr, row).is_blank() {
            return None;
        }
        let blank = |part: &&Expr| self.trace.value(table, part, row).is_blank();
        match &expr.kind {
            ExprKind::Column(_) | ExprKind::Figure(_) | ExprKind::Parameter(_) => {
                Some(format!("`{}` is blank", self.name(table, expr)))
            }
            ExprKind::Follow { path, .. } => Some(match self.trace.follow(path, row) {
                None => self.no_row(table, expr, row),
                Some(_) => format!("`{}` is blank", self.name(table, expr)),
            }),
            ExprKind::Constant(_) => Some("the policy gives blank here".to_string()),
            ExprKind::If(condition, yes, no) => match self.trace.value(table, condition, row) {
                Value::Bool(true) => self.culprit(table, yes, row),
                Value::Bool(false) => self.culprit(table, no, row),
                _ => self.culprit(table, condition, row).map(|why| format!("{why}, so the condition is not known")),
            },
            ExprKind::Coalesce(all) => all.last().and_then(|last| self.culprit(table, last, row)),
            _ => match expr.parts().into_iter().find(blank) {
                Some(part) => self.culprit(table, part, row),
                None => Some(self.no_answer(table, expr, row)),
            },
        }
    }

    fn no_answer(&self, table: TableId, expr: &Expr, row: usize) -> String {
        let text = self.text(expr.span);
        match &expr.kind {
            ExprKind::Binary(BinaryOp::Divide | BinaryOp::Remainder, _, below)
                if self.trace.value(table, below, row).as_number() == Some(0.0) =>
            {
                format!("division by zero: `{}` is 0", self.written(table, below))
            }
            ExprKind::Script(name, _) => format!("`{name}` gives blank"),
            _ => format!("`{text}` has no answer"),
        }
    }

    /// An expression as it was written; a step by its name.
    fn written(&self, table: TableId, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Column(_) => self.name(table, expr),
            ExprKind::Constant(value) => show::shown(value, crate::value::NumberFormat::General),
            _ => one_line(&self.text(expr.span)),
        }
    }
}

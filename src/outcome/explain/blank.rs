//! Why a value is blank: which operand was, or what had no answer.

use super::{Explainer, one_line, show};
use crate::formula::{Aggregate, AggregateOp, BinaryOp, ColumnId, Expr, ExprKind, TableId};
use crate::issue::Issue;
use crate::plan::{RowsPlan, Work};
use crate::value::{NoAnswer, Value};

/// Issues that name a cell for what came of its row, and say nothing of how the cell was read.
const OF_ROWS: [&str; 2] = ["duplicate-key", "undetermined"];

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
            Work::Window(window) => Some(self.blank_window(id.table, window, row)),
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
            Work::Link => Some(format!("the row is in no group: {}", self.no_group(id, row))),
            Work::Derived => Some("the rows it is made of have no value here".to_string()),
            Work::Decision(_) | Work::Unbound => None,
        }
    }

    /// Which part of the condition of a grouped table a row does not meet.
    fn no_group(&self, link: ColumnId, row: usize) -> String {
        let plan = self.plan();
        let rows = plan.column(link).references.map(|table| &plan.tables[table.0].rows);
        let Some(RowsPlan::Group(group)) = rows else { return "its filter does not hold".to_string() };
        let filter = group.filter.map(|slot| &plan.column(ColumnId { table: link.table, slot }).work);
        let Some(Work::Formula(filter)) = filter else { return "what would make its group is blank".to_string() };
        let is = |part: &Expr| self.trace.value(link.table, part, row);
        let parts = filter.conjuncts();
        let fails = parts.iter().find(|part| is(part) == Value::Bool(false));
        let part = fails.or_else(|| parts.iter().find(|part| is(part).is_blank()));
        let why = part.and_then(|part| self.unmet(link.table, part, row));
        why.unwrap_or_else(|| "its filter does not hold".to_string())
    }

    /// Why a condition is not met by a row; none where it is.
    pub(super) fn unmet(&self, table: TableId, condition: &Expr, row: usize) -> Option<String> {
        let text = self.text(condition.span);
        match self.trace.value(table, condition, row) {
            Value::Bool(true) => None,
            Value::Bool(false) => Some(format!("`{text}` does not hold")),
            _ => {
                let why = self.culprit(table, condition, row).map(|why| format!(": {why}")).unwrap_or_default();
                Some(format!("`{text}` cannot be decided{why}"))
            }
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
        let here = |issue: &&Issue| issue.cell.as_ref() == Some(&cell) && !OF_ROWS.contains(&issue.code.as_str());
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
                    value => format!("`{}`{of} is `{value}`, {}", column.name, self.no_key(column.references, &value)),
                };
            }
        }
        "the reference leads to no row".to_string()
    }

    /// Why a key leads to no row: none has it, or several do.
    fn no_key(&self, table: Option<TableId>, key: &Value) -> String {
        let key = key.to_string();
        let having =
            |table: TableId| (0..self.trace.rows(table)).filter(|&row| self.trace.key(table, row) == key).count();
        match table.map(|table| (table, having(table))) {
            Some((table, several)) if several > 1 => {
                let name = &self.plan().tables[table.0].name;
                format!(
                    "a key that {several} rows of `{name}` have: `duplicates: first` or `last` there would choose one"
                )
            }
            _ => "which no row has as its key".to_string(),
        }
    }

    /// The part of an expression that makes it blank.
    pub(super) fn culprit(&self, table: TableId, expr: &Expr, row: usize) -> Option<String> {
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
            ExprKind::Call(function, arguments) => {
                let values: Vec<Value> = arguments.iter().map(|part| self.trace.value(table, part, row)).collect();
                not_found(function.name, &values).unwrap_or_else(|| format!("`{text}` has no answer"))
            }
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

/// What a function looked for and did not find.
fn not_found(function: &str, values: &[Value]) -> Option<String> {
    match (function, values) {
        ("nth", [Value::List(items), place]) => {
            let s = if items.len() == 1 { "" } else { "s" };
            Some(format!("the list has {} value{s}, and so no place {place}", items.len()))
        }
        ("index_of", [list, value]) => Some(format!("`{value}` is not in {list}")),
        ("find", [text, part]) => Some(format!("`{part}` is no part of `{text}`")),
        ("to_number", [text]) => Some(format!("`{text}` is no number")),
        ("to_date", [text]) => Some(format!("`{text}` is no date")),
        _ => None,
    }
}

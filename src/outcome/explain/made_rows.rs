//! Rows of other tables that a row is made into: those of a pair, of its columns, of a stack; and why there are none.

use super::{Explainer, How, Reason, Taken};
use crate::eval::MadeOf;
use crate::formula::{AggregateOp, ColumnId, Expr, ExprKind, TableId};
use crate::plan::{Plan, RowsPlan};
use crate::value::{NumberFormat, Value};

/// The columns by which rows of a derived table without a key are known.
#[must_use]
pub fn own_columns(plan: &Plan, table: TableId) -> std::ops::Range<usize> {
    let own = &plan.tables[table.0];
    if own.key.is_some() {
        return 0..0;
    }
    match &own.rows {
        RowsPlan::Group(group) => 0..group.by.len(),
        RowsPlan::Pairs(_) => 0..2,
        RowsPlan::Unpivot(unpivot) => 0..unpivot.levels + 1,
        RowsPlan::Calendar(_) => 0..1,
        RowsPlan::Imported(_) | RowsPlan::One | RowsPlan::Stack(_) => 0..0,
    }
}

/// Whether rows of a table become rows of another one, each by itself.
#[must_use]
pub fn is_made_into(plan: &Plan, from: TableId, to: TableId) -> bool {
    match &plan.tables[to.0].rows {
        RowsPlan::Pairs(pairs) => pairs.left == from || pairs.right == from,
        RowsPlan::Unpivot(unpivot) => unpivot.of == from,
        RowsPlan::Stack(stack) => stack.of.contains(&from),
        _ => false,
    }
}

impl Explainer<'_> {
    /// The rows of a table that a row is made into, or why there are none.
    pub(super) fn made_into(&self, to: TableId, (from, row): (TableId, usize)) -> Reason {
        let name = &self.plan().tables[to.0].name;
        let rows: Vec<usize> = (0..self.trace.rows(to)).filter(|&at| self.is_of(to, at, (from, row))).collect();
        let value = Value::Number(rows.len() as f64);
        let mut reason = self.bare(format!("rows in {name}"), value, NumberFormat::General);
        if rows.is_empty() {
            let (why, parts) = self.none_made(to, (from, row));
            reason.blank = Some(why);
            reason.parts = parts;
            return reason;
        }
        reason.how = How::Aggregate(Taken {
            op: AggregateOp::Count,
            table: name.clone(),
            rows: rows.len(),
            counted: rows.len(),
            left_out: 0,
            undecided: 0,
            blank: 0,
            ranges: Vec::new(),
            unknown: Vec::new(),
            values: Vec::new(),
        });
        let listed = rows.iter().take(self.limits.rows).map(|&at| Reason {
            row: Some(self.row_name(to, at)),
            how: How::Row,
            ..self.bare(String::new(), Value::Blank, NumberFormat::General)
        });
        reason.parts = listed.collect();
        reason
    }

    /// Whether a row of a derived table is made of that row.
    fn is_of(&self, to: TableId, at: usize, (from, row): (TableId, usize)) -> bool {
        let side = |slot: usize| self.trace.linked(ColumnId { table: to, slot }, at) == Some(row);
        match &self.plan().tables[to.0].rows {
            RowsPlan::Pairs(pairs) => pairs.left == from && side(0) || pairs.right == from && side(1),
            RowsPlan::Unpivot(_) => side(0),
            RowsPlan::Stack(_) => {
                let made = self.trace.made_of(ColumnId { table: to, slot: 0 }, at);
                matches!(made, Some(MadeOf::Column(id, own)) if id.table == from && own == row)
            }
            _ => false,
        }
    }

    /// Why a row is made into none: the part of the condition that it does not meet by itself, with its values.
    fn none_made(&self, to: TableId, (from, row): (TableId, usize)) -> (String, Vec<Reason>) {
        let RowsPlan::Pairs(pairs) = &self.plan().tables[to.0].rows else {
            return ("its columns are all blank there".to_string(), Vec::new());
        };
        let (side, other) = if pairs.left == from { (0, pairs.right) } else { (1, pairs.left) };
        let other = &self.plan().tables[other.0].name;
        let Some(filter) = &pairs.filter else { return (format!("`{other}` has no rows"), Vec::new()) };
        let mut both: Vec<String> = Vec::new();
        for part in filter.conjuncts() {
            let Some(own) = alone(ColumnId { table: to, slot: side }, part) else {
                both.push(format!("`{}`", self.text(part.span)));
                continue;
            };
            let Some(why) = self.unmet(from, &own, row) else { continue };
            return (why, self.operands(from, &[&own], row, self.limits.depth.max(1)));
        }
        let mut sides: Vec<&Expr> = Vec::new();
        let ends: Vec<Expr> =
            halves(filter).into_iter().filter_map(|half| alone(ColumnId { table: to, slot: side }, half)).collect();
        sides.extend(&ends);
        (
            format!("no row of `{other}` meets {} with it", both.join(" and ")),
            self.operands(from, &sides, row, self.limits.depth.max(1)),
        )
    }
}

/// The sides of comparisons within a condition.
fn halves(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().flat_map(halves).collect(),
        ExprKind::Binary(_, a, b) | ExprKind::In(a, b) => vec![a, b],
        _ => Vec::new(),
    }
}

/// A condition of pairs as one of a single side, where it asks for nothing else.
fn alone(side: ColumnId, expr: &Expr) -> Option<Expr> {
    let one = |part: &Expr| alone(side, part).map(Box::new);
    let all = |parts: &[Expr]| parts.iter().map(|part| alone(side, part)).collect::<Option<Vec<_>>>();
    let kind = match &expr.kind {
        ExprKind::Constant(_) | ExprKind::Parameter(_) | ExprKind::Figure(_) => expr.kind.clone(),
        ExprKind::Follow { path, column } if path.first() == Some(&side) => match &path[1..] {
            [] => ExprKind::Column(column.slot),
            rest => ExprKind::Follow { path: rest.to_vec(), column: *column },
        },
        ExprKind::Unary(op, part) => ExprKind::Unary(*op, one(part)?),
        ExprKind::Binary(op, a, b) => ExprKind::Binary(*op, one(a)?, one(b)?),
        ExprKind::And(parts) => ExprKind::And(all(parts)?),
        ExprKind::Or(parts) => ExprKind::Or(all(parts)?),
        ExprKind::Coalesce(parts) => ExprKind::Coalesce(all(parts)?),
        ExprKind::If(a, b, c) => ExprKind::If(one(a)?, one(b)?, one(c)?),
        ExprKind::In(a, b) => ExprKind::In(one(a)?, one(b)?),
        ExprKind::List(parts) => ExprKind::List(all(parts)?),
        ExprKind::Call(function, parts) => ExprKind::Call(function, all(parts)?),
        _ => return None,
    };
    Some(Expr { kind, ty: expr.ty, span: expr.span })
}

//! What is said of a window: what its values come to, the rows it looked at, and why it has no answer.

use super::{Explainer, Reason, one_line, show};
use crate::eval::{Looked, percentile_of_sorted};
use crate::formula::{ColumnId, Expr, ExprKind, TableId, Window, WindowOp};
use crate::value::number::{self, Sum};
use crate::value::{NumberFormat, Value};

/// Bands of which the edges are told.
const MOST_BANDS: usize = 10;

impl Explainer<'_> {
    /// What the values come to, so that the answer can be checked; or that the row is not among them.
    pub(super) fn window_note(&self, table: TableId, window: &Window, looked: &Looked, row: usize) -> Option<String> {
        let own = self.trace.value(table, &window.value, row);
        let Value::Number(own) = own else {
            let counts = !is_of_rows_before(window.op);
            let blank = counts && own.is_blank();
            return blank.then(|| "its own value is blank, so it is not among them".to_string());
        };
        let values: Vec<f64> = looked.rows.iter().filter_map(|member| member.value.as_number()).collect();
        let format = self.format_of(table, &window.value);
        let shown = |number: f64| show::shown(&Value::Number(number), format);
        let all = Sum::of(values.iter().copied());
        match window.op {
            WindowOp::Share | WindowOp::Total => Some(format!("the values add to {}", shown(all))),
            WindowOp::CumulativeShare => {
                let upper = values.iter().copied().filter(|value| *value > own || number::equal(*value, own));
                Some(format!("this value and those not less make up {} of {}", shown(Sum::of(upper)), shown(all)))
            }
            WindowOp::PercentRank => {
                let less = values.iter().filter(|value| **value < own && !number::equal(**value, own)).count();
                Some(format!("{less} of {} others are less", values.len().saturating_sub(1)))
            }
            WindowOp::Quantile if window.number <= MOST_BANDS && !values.is_empty() => {
                let sorted: Vec<f64> = values.iter().rev().copied().collect();
                let edge = |band: usize| percentile_of_sorted(&sorted, band as f64 / window.number as f64);
                let edges: Vec<String> = (1..window.number).map(|at| shown(number::round(edge(at), 10))).collect();
                Some(format!("the bands end at {}", edges.join(", ")))
            }
            WindowOp::Allocate => {
                let weight = window.second.as_ref()?.items().first()?;
                let weights = looked.rows.iter().filter_map(|member| {
                    let found = self.trace.value(table, weight, member.row);
                    found.as_number()
                });
                let format = self.format_of(table, weight);
                let all = show::shown(&Value::Number(Sum::of(weights)), format);
                Some(format!("{} units by {}, {all} in all", shown(own), self.text(weight.span)))
            }
            _ => None,
        }
    }

    fn format_of(&self, table: TableId, expr: &Expr) -> NumberFormat {
        match &expr.kind {
            ExprKind::Column(slot) => self.plan().column(ColumnId { table, slot: *slot }).format,
            _ => NumberFormat::General,
        }
    }

    /// Lists rows of a window, each with its value, what it was given and its place in the order.
    pub(super) fn list(&self, id: ColumnId, window: &Window, looked: &Looked, first: usize, into: &mut Reason) {
        let table = id.table;
        let weight = window.second.as_ref().and_then(|weight| weight.items().first());
        let by: Vec<&Expr> = window.order.iter().flat_map(|order| order.items()).chain(weight).collect();
        for member in looked.rows.iter().skip(first).take(self.limits.rows) {
            let mut part = match weight {
                Some(_) => self.neighbour(
                    table,
                    &Expr::new(ExprKind::Column(id.slot), crate::value::Type::Number, window.value.span),
                    member.row,
                    &self.trace.at(id, member.row),
                ),
                None => self.neighbour(table, &window.value, member.row, &member.value),
            };
            let placed = by.iter().map(|expr| {
                let value = self.trace.value(table, expr, member.row);
                format!("{} {}", one_line(&self.text(expr.span)), show::shown(&value, self.format_of(table, expr)))
            });
            let placed: Vec<String> = placed.collect();
            if !placed.is_empty() {
                part.shown = format!("{} ({})", part.shown, placed.join(", "));
            }
            into.parts.push(part);
        }
    }

    /// A row beside another one, with its value and nothing behind it.
    pub(super) fn neighbour(&self, table: TableId, value: &Expr, row: usize, found: &Value) -> Reason {
        let (name, format, shown) = match &value.kind {
            ExprKind::Column(slot) => {
                let id = ColumnId { table, slot: *slot };
                let column = self.plan().column(id);
                (one_line(&column.name), column.format, show::as_column(found, self.look(id)))
            }
            _ => (self.text(value.span), NumberFormat::General, found.to_string()),
        };
        let part = self.bare(name, found.clone(), format);
        Reason { row: Some(self.row_name(table, row)), shown, how: super::How::Row, ..part }
    }

    /// Why a window has no answer.
    pub(super) fn blank_window(&self, table: TableId, window: &Window, row: usize) -> String {
        if let Some(why) = window.order.as_ref().and_then(|order| self.culprit(table, order, row)) {
            return why;
        }
        let looked = self.trace.looked_at(table, window, row);
        let before = "no row before it has a value";
        let why = match window.op {
            // The row's own value is not asked for.
            WindowOp::PreviousValue if looked.rows.is_empty() => "no row stands before it, or that one is blank",
            WindowOp::PreviousValue => "the row before it is blank, or several stand there that differ",
            WindowOp::TrailingDeviation if looked.rows.len() == 1 => "one value alone has no deviation",
            WindowOp::TrailingAverage | WindowOp::TrailingDeviation if looked.rows.is_empty() => before,
            op => {
                let weight = window.second.as_ref().and_then(|weight| self.culprit(table, weight, row));
                if let Some(why) = self.culprit(table, &window.value, row).or(weight) {
                    return why;
                }
                match op {
                    WindowOp::Share | WindowOp::CumulativeShare => "the values add to zero",
                    WindowOp::Allocate => "no weight is above zero, or the rows have several totals",
                    _ => "its rows give no answer",
                }
            }
        };
        why.to_string()
    }
}

/// Whether a row itself is not among those it looks at.
fn is_of_rows_before(op: WindowOp) -> bool {
    use WindowOp::{PreviousValue, TrailingAverage, TrailingCount, TrailingDeviation, TrailingTotal};
    matches!(op, PreviousValue | TrailingAverage | TrailingTotal | TrailingDeviation | TrailingCount)
}

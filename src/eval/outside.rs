//! Periods in which no row lies: what is counted in them is nothing, which would pass for zero.

use super::batch::Rows;
use super::expression::Evaluator;
use super::state::State;
use crate::formula::{BinaryOp, ColumnId, Expr, ExprKind, TableId};
use crate::issue::{Issue, IssueCode};
use crate::plan::Work;
use crate::say;
use crate::source::Span;
use crate::table::{BLANK_DATE, BLANK_DATETIME, Column};
use crate::value::{Date, DateTime, Period, Type, Value};

/// A period that is asked for of a column, and the days the column has.
struct Asked {
    id: ColumnId,
    period: Period,
    span: Span,
    days: Days,
}

/// The first and last day of a column, and whether any of its days lies in a period.
struct Days {
    first: Date,
    last: Date,
    any_inside: bool,
}

impl State<'_> {
    /// The periods asked for in which no row lies, once for each column. It is a note where the rows are things
    /// others refer to (customers, say, of whom none may be new) and other rows do lie in the period.
    pub(super) fn outside_periods(&self) -> Vec<Issue> {
        let mut asked: Vec<Asked> = Vec::new();
        for (at, table) in self.plan.tables.iter().enumerate() {
            for (of, expr) in table.columns.iter().flat_map(|column| expressions(TableId(at), &column.work)) {
                expr.visit(&mut |node| {
                    for (id, period) in self.periods(of, node) {
                        if asked.iter().all(|known| (known.id, known.period) != (id, period)) {
                            let days = self.days(id, period);
                            asked.extend(days.map(|days| Asked { id, period, span: node.span, days }));
                        }
                    }
                });
            }
        }
        let others = |period: Period| asked.iter().any(|other| other.period == period && other.days.any_inside);
        let outside = asked.iter().filter(|asked| !asked.days.any_inside);
        outside.map(|asked| self.outside(asked, self.is_referred_to(asked.id.table) && others(asked.period))).collect()
    }

    fn outside(&self, asked: &Asked, noted: bool) -> Issue {
        let (table, name) = (&self.plan.tables[asked.id.table.0].name, &self.plan.column(asked.id).name);
        let message = say!(
            "outside-period",
            "no row of `{table}` lies in {period}: `{column}` spans {first} .. {last} (`--set` gives another period)",
            table,
            period = asked.period.to_string(),
            column = name,
            first = asked.days.first.to_string(),
            last = asked.days.last.to_string()
        );
        let issue = Issue::new(IssueCode::OutsidePeriod, message).in_table(table).in_column(name);
        issue.by_rule(asked.span).as_note(noted)
    }

    fn is_referred_to(&self, table: TableId) -> bool {
        self.plan.tables.iter().flat_map(|table| &table.columns).any(|column| column.references == Some(table))
    }

    /// The days a node asks for: `date in period`, `date >= period.from && date <= period.to`.
    fn periods(&self, table: TableId, node: &Expr) -> Vec<(ColumnId, Period)> {
        match &node.kind {
            ExprKind::In(needle, haystack) if haystack.ty == Some(Type::Period) => {
                let period = match self.known(haystack) {
                    Some(Value::Period(period)) => Some(period),
                    _ => None,
                };
                column(table, needle).zip(period).into_iter().collect()
            }
            ExprKind::And(items) => self.between(table, items),
            _ => Vec::new(),
        }
    }

    /// Columns that must lie between two days.
    fn between(&self, table: TableId, items: &[Expr]) -> Vec<(ColumnId, Period)> {
        let bounds: Vec<(ColumnId, bool, Date)> = items.iter().filter_map(|item| self.bound(table, item)).collect();
        let pairs = bounds.iter().filter(|bound| bound.1).filter_map(|(id, _, from)| {
            let to = bounds.iter().find(|(other, lower, _)| other == id && !lower)?.2;
            Some((*id, Period { from: *from, to }))
        });
        pairs.collect()
    }

    /// A column that must not lie before a day (or, where the flag is false, not after it).
    fn bound(&self, table: TableId, item: &Expr) -> Option<(ColumnId, bool, Date)> {
        let ExprKind::Binary(op, a, b) = &item.kind else { return None };
        let (id, day, turned) = match (column(table, a), column(table, b)) {
            (Some(id), None) => (id, self.known(b)?, false),
            (None, Some(id)) => (id, self.known(a)?, true),
            _ => return None,
        };
        let Value::Date(day) = day else { return None };
        match op {
            BinaryOp::GreaterOrEqual => Some((id, !turned, day)),
            BinaryOp::LessOrEqual => Some((id, turned, day)),
            BinaryOp::Greater if !turned => Some((id, true, Date(day.0 + 1))),
            BinaryOp::Less if turned => Some((id, true, Date(day.0 + 1))),
            BinaryOp::Less => Some((id, false, Date(day.0 - 1))),
            BinaryOp::Greater => Some((id, false, Date(day.0 - 1))),
            _ => None,
        }
    }

    /// The value of an expression that is the same for every row, whatever the rows.
    fn known(&self, expr: &Expr) -> Option<Value> {
        let mut fixed = true;
        expr.visit(&mut |node| {
            fixed &= !matches!(
                node.kind,
                ExprKind::Column(_) | ExprKind::Follow { .. } | ExprKind::Figure(_) | ExprKind::Script(..)
            );
        });
        fixed.then(|| Evaluator::new(self, TableId(0)).evaluate(expr, Rows::Range(0, 1)).into_value())
    }

    /// `None` where a column has no days at all.
    fn days(&self, id: ColumnId, period: Period) -> Option<Days> {
        let found = |days: &mut dyn Iterator<Item = Date>| {
            let (mut first, mut last, mut any_inside) = (Date::MAX, Date::MIN, false);
            for day in days {
                any_inside |= period.holds(day);
                (first, last) = (first.min(day), last.max(day));
            }
            (first <= last).then_some(Days { first, last, any_inside })
        };
        match self.frames[id.table.0].columns[id.slot].as_deref()? {
            Column::Date(days) => found(&mut days.iter().filter(|day| **day != BLANK_DATE).map(|day| Date(*day))),
            Column::DateTime(times) => {
                let known = times.iter().filter(|time| **time != BLANK_DATETIME);
                found(&mut known.map(|time| DateTime(*time).date()))
            }
            _ => None,
        }
    }
}

fn column(table: TableId, expr: &Expr) -> Option<ColumnId> {
    match &expr.kind {
        ExprKind::Column(slot) => Some(ColumnId { table, slot: *slot }),
        ExprKind::Follow { column, .. } => Some(*column),
        _ => None,
    }
}

/// The expressions a column is worked out by, each with the table whose rows it is about.
fn expressions(own: TableId, work: &Work) -> Vec<(TableId, &Expr)> {
    match work {
        Work::Formula(expr) => vec![(own, expr)],
        Work::Aggregate(aggregate) => aggregate.expressions().map(|expr| (aggregate.over, expr)).collect(),
        Work::Window(window) => window.expressions().map(|expr| (own, expr)).collect(),
        _ => Vec::new(),
    }
}

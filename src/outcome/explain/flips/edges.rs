//! The comparisons a number has a part in: a result can only turn where one of them does, or where a formula
//! has a bend.

use super::search::Limit;
use crate::eval::Route;
use crate::formula::{BinaryOp, ColumnId, Expr, ExprKind, TableId};
use crate::plan::{Plan, Step, Work};
use crate::value::{Type, Value};
use std::borrow::Cow;

/// Sides of comparisons, and which of them are compared.
#[derive(Default)]
pub(super) struct Edges<'p> {
    table: TableId,
    pub sides: Vec<Cow<'p, Expr>>,
    pub pairs: Vec<(usize, Limit)>,
    /// Numbers that the changed one itself is compared with.
    pub hints: Vec<f64>,
}

/// Functions that bend where their parts are equal.
const BENDS: [&str; 3] = ["min", "max", "clamp"];
/// Functions that bend, or have no answer, at zero.
const AT_ZERO: [&str; 5] = ["abs", "sign", "sqrt", "ln", "log10"];

impl<'p> Edges<'p> {
    /// The comparisons of a table on the way from a number to a result.
    pub(super) fn of(plan: &'p Plan, route: &Route, table: TableId) -> Edges<'p> {
        let mut edges = Edges { table, ..Edges::default() };
        let changed = route.changed();
        for step in route.steps().iter().filter(|step| plan.table_of(step) == table) {
            for expr in crate::eval::expressions(plan, step) {
                expr.visit(&mut |node| edges.look(route, changed, node));
            }
            if let Step::Scorecard(card) = step {
                for measure in &plan.scorecard(*card).measures {
                    let side = |slot: usize| column(plan, ColumnId { table, slot });
                    let [value, target, worst] = [measure.value, measure.target, measure.worst].map(side);
                    edges.pair(route, changed, value.clone(), target);
                    edges.pair(route, changed, value, worst);
                }
            }
        }
        // Where a side turns its sign it may leap, as a share does where its total vanishes.
        for side in 0..edges.sides.len() {
            if !edges.pairs.contains(&(side, Limit::Number(0.0))) {
                edges.pairs.push((side, Limit::Number(0.0)));
            }
        }
        edges
    }

    fn look(&mut self, route: &Route, changed: ColumnId, node: &'p Expr) {
        let zero = || Cow::Owned(Expr::constant(Value::Number(0.0), node.span));
        let mut pair = |a: &'p Expr, b: &'p Expr| self.pair(route, changed, Cow::Borrowed(a), Cow::Borrowed(b));
        match &node.kind {
            ExprKind::Binary(op, a, b) if is_comparison(*op) => pair(a, b),
            ExprKind::In(a, b) => match &b.kind {
                ExprKind::List(items) => items.iter().for_each(|item| pair(a, item)),
                ExprKind::Constant(Value::List(items)) => {
                    for item in items.iter() {
                        let item = Cow::Owned(Expr::constant(item.clone(), b.span));
                        self.pair(route, changed, Cow::Borrowed(a), item);
                    }
                }
                _ => {}
            },
            ExprKind::Binary(BinaryOp::Divide, _, b) => self.pair(route, changed, Cow::Borrowed(b), zero()),
            ExprKind::Call(function, args) if BENDS.contains(&function.name) => {
                for (at, a) in args.iter().enumerate() {
                    args[at + 1..].iter().for_each(|b| pair(a, b));
                }
            }
            ExprKind::Call(function, args) if AT_ZERO.contains(&function.name) => {
                self.pair(route, changed, Cow::Borrowed(&args[0]), zero());
            }
            _ => {}
        }
    }

    /// Keeps a comparison that the changed number has a part in.
    fn pair(&mut self, route: &Route, changed: ColumnId, a: Cow<'p, Expr>, b: Cow<'p, Expr>) {
        let numeric = |expr: &Expr| matches!(expr.ty, Some(Type::Number | Type::Date));
        let (left, right) = (touched(route, self.table, &a), touched(route, self.table, &b));
        if !numeric(&a) || !numeric(&b) || !(left || right) {
            return;
        }
        let (a, b) = if left { (a, b) } else { (b, a) };
        let number = b.as_constant().and_then(|value| match value {
            Value::Number(number) => Some(*number),
            Value::Date(day) => Some(f64::from(day.0)),
            _ => None,
        });
        let direct = match &a.kind {
            ExprKind::Column(slot) => self.table == changed.table && *slot == changed.slot,
            ExprKind::Follow { column, .. } => *column == changed,
            _ => false,
        };
        if let (Some(number), true) = (number, direct) {
            self.hints.push(number);
            return;
        }
        let side = self.side(a);
        let limit = number.map_or_else(|| Limit::Side(self.side(b)), Limit::Number);
        if !self.pairs.contains(&(side, limit)) {
            self.pairs.push((side, limit));
        }
    }

    fn side(&mut self, expr: Cow<'p, Expr>) -> usize {
        let known = self.sides.iter().position(|side| *side == expr);
        known.unwrap_or_else(|| {
            self.sides.push(expr);
            self.sides.len() - 1
        })
    }
}

fn is_comparison(op: BinaryOp) -> bool {
    use BinaryOp::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    matches!(op, Equal | NotEqual | Less | LessOrEqual | Greater | GreaterOrEqual)
}

/// Whether an expression hangs on the changed number.
fn touched(route: &Route, table: TableId, expr: &Expr) -> bool {
    let mut found = false;
    expr.visit(&mut |node| match &node.kind {
        ExprKind::Column(slot) => found |= route.touches(ColumnId { table, slot: *slot }),
        ExprKind::Follow { column, .. } | ExprKind::Figure(column) => found |= route.touches(*column),
        _ => {}
    });
    found
}

/// A column as an expression.
pub(super) fn column<'p>(plan: &Plan, id: ColumnId) -> Cow<'p, Expr> {
    let column = plan.column(id);
    Cow::Owned(Expr::new(ExprKind::Column(id.slot), column.ty, column.span))
}

/// Whether a column is worked out from anything at all.
pub(super) fn reads_something(plan: &Plan, id: ColumnId) -> bool {
    match &plan.column(id).work {
        Work::Formula(expr) => !expr.reads().is_empty(),
        Work::Imported(_) | Work::Aggregate(_) | Work::Window(_) | Work::Derived => true,
        Work::Decision(_) | Work::Score(_) | Work::Link | Work::Unbound => false,
    }
}

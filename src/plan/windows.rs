//! Windows: values from the rows of the own table.

use super::Work;
use super::binder::Binder;
use super::expressions::Context;
use crate::formula::{ColumnId, Expr, ExprKind, Window, WindowOp};
use crate::script::syntax::Syntax;
use crate::source::Span;
use crate::value::{NumberFormat, Type, Value};

impl Binder<'_> {
    pub(super) fn bind_window(
        &mut self,
        context: &Context<'_>,
        op: WindowOp,
        (name, args): (Span, &[Syntax]),
        span: Span,
    ) -> Option<Expr> {
        if context.over.is_some() {
            let help = "give it a name in the table's formulas, and use that".to_string();
            self.error("nested-aggregate", name, format!("`{}` is inside an aggregate", op.name()), Some(help));
            return None;
        }
        let parts = op.parts();
        let fewest = 1 + usize::from(parts.number) + usize::from(parts.second) + usize::from(parts.order);
        if args.len() < fewest {
            let message =
                format!("`{}` takes at least {fewest} value{}", op.name(), if fewest == 1 { "" } else { "s" });
            self.error("arguments", span, message, Some(format!("write `{}`", op.usage())));
            return None;
        }
        let mut bound = self.bind_each(context, args)?.into_iter();
        let value = bound.next()?;
        let number = match parts.number.then(|| bound.next()).flatten() {
            Some(count) => self.whole_number(&count, "how many", op.usage())?,
            None => 0,
        };
        let second = parts.second.then(|| bound.next()).flatten();
        let order = parts.order.then(|| bound.next()).flatten();
        let within: Vec<Expr> = bound.collect();
        if let Some((weight, among_equals)) = second.as_ref().and_then(|second| second.items().split_first()) {
            if !self.must_be(weight, Type::Number, "a weight") {
                return None;
            }
            self.ordering(among_equals)?;
        }
        self.ordering(order.as_ref().map_or(&[], Expr::items))?;
        for expr in &within {
            self.known(expr)?;
        }
        let ty = self.window_type(op, &value)?;
        let format = self.window_format(op, context, &value);
        let work = Work::Window(Box::new(Window { op, value, number, second, order, within }));
        let slot = self.lift(context.table, work, ty, format, span);
        Some(Expr::new(ExprKind::Column(slot), ty, span))
    }

    /// Whether rows can be ordered by this.
    pub(super) fn ordering(&mut self, parts: &[Expr]) -> Option<()> {
        for part in parts {
            let ty = self.known(part)?;
            if matches!(ty, Type::List | Type::Period) {
                let help =
                    "put rows in order by numbers, dates or text; several are written as a list, as in `[day, number]`";
                self.error("wrong-type", part.span, format!("{} has no order", ty.a_word()), Some(help.into()));
                return None;
            }
        }
        Some(())
    }

    /// A fixed whole number of at least 1.
    pub(super) fn whole_number(&mut self, expr: &Expr, role: &str, usage: &str) -> Option<usize> {
        let number = self.fixed_value(expr);
        match number.as_ref().and_then(Value::as_number).filter(|n| (1.0..=1e6).contains(n) && n.fract() == 0.0) {
            Some(number) => Some(number as usize),
            None => {
                let message = format!("{role} is a fixed whole number from 1 on");
                self.error("whole-number", expr.span, message, Some(format!("write `{usage}`")));
                None
            }
        }
    }

    fn window_type(&mut self, op: WindowOp, value: &Expr) -> Option<Type> {
        let ty = self.known(value)?;
        let role = format!("what `{}` takes", op.name());
        let fits = match op {
            WindowOp::PreviousValue => return (ty != Type::Period).then_some(ty),
            WindowOp::Streak => self.must_be(value, Type::Bool, &role),
            WindowOp::Rank | WindowOp::PercentRank if ty.is_dated() => true,
            _ => self.must_be(value, Type::Number, &role),
        };
        fits.then_some(Type::Number)
    }

    fn window_format(&self, op: WindowOp, context: &Context<'_>, value: &Expr) -> NumberFormat {
        match op {
            WindowOp::Rank | WindowOp::Quantile | WindowOp::Allocate | WindowOp::TrailingCount | WindowOp::Streak => {
                NumberFormat::Decimals(0)
            }
            WindowOp::PercentRank | WindowOp::Share | WindowOp::CumulativeShare => NumberFormat::Percent(1),
            _ => match &value.kind {
                ExprKind::Column(slot) => self.column(ColumnId { table: context.table, slot: *slot }).format,
                _ => NumberFormat::General,
            },
        }
    }
}

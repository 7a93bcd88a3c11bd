//! Assertions: what must hold of a run as a whole.

use super::binder::Binder;
use super::tables::title;
use super::{AssertionPlan, Sides, Texts};
use crate::formula::{BinaryOp, ColumnId, Expr, ExprKind, TableId};
use crate::policy::model::Assertion;
use crate::value::{NumberFormat, Type};

impl Binder<'_> {
    pub(super) fn bind_assertions(&mut self) {
        let policy = self.policy;
        let figures = TableId(self.tables.len() - 1);
        for assertion in &policy.assertions {
            let plan = self.bind_assertion(figures, assertion);
            self.assertions.extend(plan);
        }
    }

    fn bind_assertion(&mut self, table: TableId, assertion: &Assertion) -> Option<AssertionPlan> {
        let that = self.bind_text(table, &assertion.that, None);
        let that = that.filter(|expr| self.must_be(expr, Type::Bool, "what an assertion says"))?;
        let sides = self.sides(table, &that);
        if let Some(within) = &assertion.within
            && !sides.as_ref().is_some_and(|sides| self.can_lie_apart(table, sides))
        {
            let help = "compare two numbers: `that: sum(orders.amount) == ledger_total`";
            self.error("no-sides", within.span, "`within` has no meaning here", Some(help.to_string()));
            return None;
        }
        Some(AssertionPlan {
            name: assertion.name.value.clone(),
            title: title(&assertion.title, &assertion.name),
            table,
            when: self.slot_of(table, that),
            sides,
            within: assertion.within.as_ref().map(|within| within.value),
            warning: assertion.warning,
            stop: assertion.stop,
            message: Texts::from(&assertion.message),
            span: assertion.name.span,
        })
    }

    /// The two sides of a comparison, each a column, so that a failed one can be told with its values.
    fn sides(&mut self, table: TableId, that: &Expr) -> Option<Sides> {
        let ExprKind::Binary(op, left, right) = &that.kind else { return None };
        let compares = matches!(
            op,
            BinaryOp::Equal
                | BinaryOp::NotEqual
                | BinaryOp::Less
                | BinaryOp::LessOrEqual
                | BinaryOp::Greater
                | BinaryOp::GreaterOrEqual
        );
        if !compares {
            return None;
        }
        let [side, other] = [left, right].map(|side| self.slot_of(table, (**side).clone()));
        let formats = [left, right].map(|side| self.format_of(table, side));
        Some(Sides {
            side,
            op: *op,
            other,
            format: formats.into_iter().find(|format| *format != NumberFormat::General).unwrap_or_default(),
            texts: [left, right].map(|side| self.sources.text(side.span).to_string()),
        })
    }

    fn can_lie_apart(&self, table: TableId, sides: &Sides) -> bool {
        let number = |slot| self.column(ColumnId { table, slot }).ty == Type::Number;
        sides.op != BinaryOp::NotEqual && number(sides.side) && number(sides.other)
    }

    fn format_of(&self, table: TableId, side: &Expr) -> NumberFormat {
        match &side.kind {
            ExprKind::Parameter(name) => {
                let known = self.policy.parameters.iter().find(|parameter| *parameter.name.value == **name);
                known.map(|parameter| parameter.format).unwrap_or_default()
            }
            _ => self.natural_format(table, side),
        }
    }
}

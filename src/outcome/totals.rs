//! What the columns of a table come to: sums where they make sense, and ratios as the ratio of sums.

use super::{OutcomeColumn, Total};
use crate::formula::{AggregateOp, BinaryOp, Expr, ExprKind, RowMap, UnaryOp};
use crate::plan::{TablePlan, Work};
use crate::table::Column;
use crate::value::{NumberFormat, Type, Value, number};
use std::sync::Arc;

/// Columns that hang on each other at most.
const DEEPEST: usize = 8;

/// What a column is, taken over many rows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Adds {
    /// It adds up.
    Sum,
    /// It is made of what adds up, so that its total is made of the totals.
    Ratio,
    /// Neither.
    No,
}

/// What each column comes to, where that makes sense.
pub(super) fn of(
    plan: &TablePlan,
    columns: &[OutcomeColumn],
    parameters: &dyn Fn(&str) -> Option<f64>,
) -> Vec<Option<Total>> {
    let totals = Totals { plan, columns, parameters };
    columns.iter().map(|column| totals.total(column)).collect()
}

/// What they come to over all rows. `data` are the values of any column of the plan, the steps on the way too.
pub(super) fn values(totals: &[Option<Total>], data: &dyn Fn(usize) -> Arc<Column>) -> Vec<Option<f64>> {
    totals.iter().map(|total| total.as_ref()?.value(&|slot| sum(&data(slot)))).collect()
}

struct Totals<'t> {
    plan: &'t TablePlan,
    columns: &'t [OutcomeColumn],
    parameters: &'t dyn Fn(&str) -> Option<f64>,
}

impl Totals<'_> {
    fn total(&self, column: &OutcomeColumn) -> Option<Total> {
        match self.adds(column.slot, 0) {
            Adds::Sum => Some(Total::Sum(column.slot)),
            Adds::Ratio => match &self.plan.columns[column.slot].work {
                Work::Formula(expr) => self.made_of(expr),
                _ => None,
            },
            Adds::No => None,
        }
    }

    fn shown(&self, slot: usize) -> Option<&OutcomeColumn> {
        self.columns.iter().find(|column| column.slot == slot)
    }

    fn adds(&self, slot: usize, depth: usize) -> Adds {
        let plan = &self.plan.columns[slot];
        if plan.ty != Type::Number || self.plan.key == Some(slot) || plan.references.is_some() {
            return Adds::No;
        }
        let percent = matches!(plan.format, NumberFormat::Percent(_));
        match &plan.work {
            // Of numbers that were read only the name tells.
            Work::Imported(_) if self.shown(slot).is_some_and(OutcomeColumn::is_money) => Adds::Sum,
            // Each row of the other table belongs to one row here, so none is counted twice.
            Work::Aggregate(of) if matches!(of.map, RowMap::Path(_)) && !percent => match of.op {
                AggregateOp::Sum | AggregateOp::Count => Adds::Sum,
                _ => Adds::No,
            },
            Work::Formula(expr) if depth < DEEPEST => match self.degree(expr, depth + 1) {
                Some((1, true)) if !percent => Adds::Sum,
                Some((0, true)) => Adds::Ratio,
                _ => Adds::No,
            },
            _ => Adds::No,
        }
    }

    /// How a formula grows when all that adds up in it grows: 1 as they do, 0 not at all; and whether there is any such.
    /// `None` where it is no such formula.
    fn degree(&self, expr: &Expr, depth: usize) -> Option<(i32, bool)> {
        match &expr.kind {
            ExprKind::Constant(Value::Number(_)) => Some((0, false)),
            ExprKind::Parameter(name) => (self.parameters)(name).map(|_| (0, false)),
            ExprKind::Column(slot) => (self.adds(*slot, depth) == Adds::Sum).then_some((1, true)),
            ExprKind::Unary(UnaryOp::Negate, of) => self.degree(of, depth),
            ExprKind::Binary(op, a, b) => {
                let ((a, of_a), (b, of_b)) = (self.degree(a, depth)?, self.degree(b, depth)?);
                let any = of_a || of_b;
                match op {
                    BinaryOp::Add | BinaryOp::Subtract => (a == b).then_some((a, any)),
                    BinaryOp::Multiply => (!(of_a && of_b)).then_some((a + b, any)),
                    BinaryOp::Divide => Some((a - b, any)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The formula over the totals.
    fn made_of(&self, expr: &Expr) -> Option<Total> {
        match &expr.kind {
            ExprKind::Constant(value) => value.as_number().map(Total::Number),
            ExprKind::Parameter(name) => Some(Total::Parameter(name.to_string(), (self.parameters)(name)?)),
            ExprKind::Column(slot) => Some(Total::Sum(*slot)),
            ExprKind::Unary(UnaryOp::Negate, of) => Some(Total::Negate(Box::new(self.made_of(of)?))),
            ExprKind::Binary(op, a, b) => Some(Total::Both(*op, Box::new((self.made_of(a)?, self.made_of(b)?)))),
            _ => None,
        }
    }
}

/// The sum of what is not blank; nothing where all is.
fn sum(column: &Column) -> Option<f64> {
    let Column::Number(numbers) = column else { return None };
    sum_of(numbers.iter().copied())
}

/// The same of single numbers.
pub(super) fn sum_of(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let mut sum = number::Sum::default();
    let mut known = numbers.filter(|number| number.is_finite()).peekable();
    known.peek()?;
    known.for_each(|number| sum.add(number));
    Some(sum.value()).filter(|sum| sum.is_finite())
}

#[cfg(test)]
mod tests {
    use crate::{Engine, Policy, RunOptions, Source};

    const POLICY: &str = "
policy: shops
tables:
  shops:
    key: id
    columns: { id: , staff: { type: number }, cost: { type: number, title: Amount of costs } }
    formulas:
      sales: sum(orders.amount)
      count_of_orders: count(orders)
      profit: sales - cost
      margin: (sales - cost) / sales
      plus_one: sales / cost - 1
      mean: average(orders.amount)
      half: sales * 0.5
      square: sales * cost
      lifted: sales + 1
      rounded: round(sales / cost, 1)
  orders:
    columns: { shop: { references: shops }, amount: { type: number } }
";

    #[test]
    fn sums_where_they_make_sense_and_ratios_of_sums() {
        let policy = Policy::parse(POLICY).unwrap_or_else(|findings| panic!("{findings}"));
        let shops =
            [("a", 2.0, 30.0), ("b", 3.0, 50.0)].map(|(id, staff, cost)| vec![id.into(), staff.into(), cost.into()]);
        let orders = [("a", 60.0), ("a", 40.0), ("b", 100.0)].map(|(shop, amount)| vec![shop.into(), amount.into()]);
        let sources = [
            Source::rows("shops", &["id", "staff", "cost"], shops.into()),
            Source::rows("orders", &["shop", "amount"], orders.into()),
        ];
        let outcome = Engine::new().run(&policy, &sources, &RunOptions::default()).expect("a run");
        let table = &outcome.tables[0];
        let of = |name: &str| {
            let at = table.columns.iter().position(|column| column.name == name).expect(name);
            table.totals[at]
        };
        let sums = [("cost", 80.0), ("sales", 200.0), ("count_of_orders", 3.0), ("profit", 120.0), ("half", 100.0)];
        let ratios = [("margin", 0.6), ("plus_one", 1.5)];
        for (name, total) in sums.into_iter().chain(ratios) {
            assert_eq!(of(name), Some(total), "{name}");
        }
        for name in ["id", "staff", "mean", "square", "lifted", "rounded"] {
            assert_eq!(of(name), None, "{name}");
        }
    }
}

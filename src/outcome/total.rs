//! Totals, and rows put together by a column.

use crate::formula::BinaryOp;
use crate::value::Value;

/// What a column comes to over rows, made of sums of columns.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Total {
    /// The sum of a column, by its place among the columns of the table's plan.
    Sum(usize),
    /// That number.
    Number(f64),
    /// A parameter and its value.
    Parameter(String, f64),
    /// Less than nothing.
    Negate(Box<Total>),
    /// Two totals added, subtracted, multiplied or divided.
    Both(BinaryOp, Box<(Total, Total)>),
}

impl Total {
    /// What it comes to, where that is a number.
    #[must_use]
    pub fn value(&self, sum: &dyn Fn(usize) -> Option<f64>) -> Option<f64> {
        let value = match self {
            Total::Sum(slot) => sum(*slot)?,
            Total::Number(number) | Total::Parameter(_, number) => *number,
            Total::Negate(of) => -of.value(sum)?,
            Total::Both(op, both) => {
                let (a, b) = (both.0.value(sum)?, both.1.value(sum)?);
                match op {
                    BinaryOp::Add => a + b,
                    BinaryOp::Subtract => a - b,
                    BinaryOp::Multiply => a * b,
                    BinaryOp::Divide if b != 0.0 => a / b,
                    _ => return None,
                }
            }
        };
        value.is_finite().then_some(value)
    }

    /// The columns whose sums it is made of.
    pub fn sums(&self, take: &mut dyn FnMut(usize)) {
        match self {
            Total::Sum(slot) => take(*slot),
            Total::Number(_) | Total::Parameter(..) => {}
            Total::Negate(of) => of.sums(take),
            Total::Both(_, both) => {
                both.0.sums(take);
                both.1.sums(take);
            }
        }
    }
}

/// The rows of a table put together by the values of a column.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Groups {
    /// The place of that column.
    pub by: usize,
    /// Its values in the order in which they are shown.
    pub values: Vec<Value>,
    /// The first row of each.
    pub first: Vec<u32>,
    /// How many rows each has.
    pub counts: Vec<usize>,
    /// For each value what the columns of its rows come to.
    pub totals: Vec<Vec<Option<f64>>>,
    /// Whether the values are periods, one after another.
    pub periods: bool,
    /// Whether each is a row by itself.
    pub single: bool,
    /// Its chart.
    pub chart: Option<GroupChart>,
}

/// A chart of rows put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GroupChart {
    /// The place of the column it shows; how many rows there are where it is none.
    pub of: Option<usize>,
    /// Whether it shows the average of that column, which adds up to nothing.
    pub mean: bool,
    /// Whether it is a line rather than bars.
    pub line: bool,
}

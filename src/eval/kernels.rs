//! Arithmetic over columns: the same answers as `value::ops`, without a match for every row.

use super::batch::{Batch, Rows};
use super::tally::Tally;
use crate::formula::{BinaryOp, operate};
use crate::table::{Column, ColumnBuilder, fitted};
use crate::value::{NoAnswer, Type, Value};

/// `a op b` for an arithmetic operator.
pub(super) fn arithmetic(op: BinaryOp, a: &Batch, b: &Batch, kind: Type, rows: Rows<'_>, tally: &mut Tally) -> Batch {
    if let (Batch::One(a), Batch::One(b)) = (a, b) {
        return match operate(op, a, b) {
            Ok(value) => Batch::One(fitted(value, kind)),
            Err(reason) => {
                (0..rows.len()).for_each(|at| tally.add(reason, rows.at(at)));
                Batch::One(Value::Blank)
            }
        };
    }
    if let (Some(a), Some(b)) = (Numbers::of(a), Numbers::of(b)) {
        return Batch::Many(Column::Number(numbers(op, a, b, rows, tally)));
    }
    let mut builder = ColumnBuilder::new(kind);
    for at in 0..rows.len() {
        let value = operate(op, &a.value(at), &b.value(at)).unwrap_or_else(|reason| {
            tally.add(reason, rows.at(at));
            Value::Blank
        });
        builder.push(&value);
    }
    Batch::Many(builder.finish())
}

/// Numbers of a batch, a blank being NaN.
#[derive(Clone, Copy)]
enum Numbers<'b> {
    One(f64),
    Many(&'b [f64]),
}

impl<'b> Numbers<'b> {
    fn of(batch: &'b Batch) -> Option<Numbers<'b>> {
        match batch {
            Batch::Many(Column::Number(values)) => Some(Numbers::Many(values)),
            Batch::One(Value::Number(number)) => Some(Numbers::One(*number)),
            _ => None,
        }
    }

    fn at(self, row: usize) -> f64 {
        match self {
            Numbers::One(number) => number,
            Numbers::Many(values) => values[row],
        }
    }
}

fn numbers(op: BinaryOp, a: Numbers<'_>, b: Numbers<'_>, rows: Rows<'_>, tally: &mut Tally) -> Vec<f64> {
    let mut result = match op {
        BinaryOp::Add => zip(a, b, rows.len(), |a, b| a + b),
        BinaryOp::Subtract => zip(a, b, rows.len(), |a, b| a - b),
        BinaryOp::Multiply => zip(a, b, rows.len(), |a, b| a * b),
        BinaryOp::Divide => zip(a, b, rows.len(), |a, b| a / b),
        BinaryOp::Remainder => zip(a, b, rows.len(), |a, b| a % b),
        _ => zip(a, b, rows.len(), f64::powf),
    };
    // A result that is not finite is a blank operand, or has no answer: only then look closer.
    for (at, value) in result.iter_mut().enumerate() {
        if !value.is_finite() {
            *value = settle(op, a.at(at), b.at(at), rows.at(at), tally);
        } else if op == BinaryOp::Power && (a.at(at).is_nan() || b.at(at).is_nan()) {
            // NaN to the power of 0 is 1 to the processor, but unknown to the power of 0 is unknown.
            *value = f64::NAN;
        }
    }
    result
}

#[inline(always)]
fn zip(a: Numbers<'_>, b: Numbers<'_>, rows: usize, op: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    match (a, b) {
        (Numbers::Many(a), Numbers::Many(b)) => a.iter().zip(b).map(|(&a, &b)| op(a, b)).collect(),
        (Numbers::Many(a), Numbers::One(b)) => a.iter().map(|&a| op(a, b)).collect(),
        (Numbers::One(a), Numbers::Many(b)) => b.iter().map(|&b| op(a, b)).collect(),
        (Numbers::One(a), Numbers::One(b)) => vec![op(a, b); rows],
    }
}

fn settle(op: BinaryOp, a: f64, b: f64, row: usize, tally: &mut Tally) -> f64 {
    if a.is_nan() || b.is_nan() {
        return f64::NAN;
    }
    match operate(op, &Value::Number(a), &Value::Number(b)) {
        Ok(value) => value.as_number().unwrap_or(f64::NAN),
        Err(reason) => {
            tally.add(reason, row);
            f64::NAN
        }
    }
}

/// Replaces numbers that are not finite by blanks, and counts those that are not NaN.
pub(super) fn finite(values: &mut [f64], tally: &mut Tally) {
    for (row, value) in values.iter_mut().enumerate() {
        if value.is_infinite() {
            tally.add(NoAnswer::TooLarge, row);
            *value = f64::NAN;
        }
    }
}

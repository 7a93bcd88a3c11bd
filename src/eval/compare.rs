//! Comparisons over columns.

use super::batch::{Batch, column_of};
use super::mask::{self, Ends, holds, of_numbers};
use crate::formula::{BinaryOp, operate};
use crate::table::{BLANK_BOOL, BLANK_DATE, BLANK_TEXT, Column, TextColumn};
use crate::value::{Date, Type, Value, ops};

/// `a op b` for a comparison.
pub(super) fn comparison(op: BinaryOp, a: &Batch, b: &Batch, rows: usize) -> Batch {
    let flags = match (a, b) {
        (Batch::Many(Column::Number(a)), Batch::Many(Column::Number(b))) => {
            a.iter().zip(b).map(|(&a, &b)| of_numbers(op, a, b)).collect()
        }
        (Batch::Many(Column::Number(a)), Batch::One(Value::Number(b))) => {
            mask::compared(op, a, *b, &mut Ends::default())
        }
        (Batch::One(Value::Number(a)), Batch::Many(Column::Number(b))) => {
            b.iter().map(|&b| of_numbers(op, *a, b)).collect()
        }
        (Batch::Many(Column::Date(a)), Batch::One(Value::Date(b))) => a.iter().map(|&a| of_days(op, a, b.0)).collect(),
        (Batch::Many(Column::Date(a)), Batch::Many(Column::Date(b))) => {
            a.iter().zip(b).map(|(&a, &b)| of_days(op, a, b)).collect()
        }
        (Batch::Many(Column::Text(a)), Batch::One(Value::Text(b))) => with_text(op, a, b),
        (Batch::Many(Column::Text(a)), Batch::Many(Column::Text(b))) => of_texts(op, a, b),
        (Batch::One(a), Batch::One(b)) => return Batch::One(operate(op, a, b).unwrap_or_default()),
        _ => {
            return Batch::Many(column_of(
                Type::Bool,
                (0..rows).map(|at| operate(op, &a.value(at), &b.value(at)).unwrap_or_default()),
            ));
        }
    };
    Batch::Many(Column::Bool(flags))
}

#[inline]
fn of_days(op: BinaryOp, a: i32, b: i32) -> u8 {
    if a == BLANK_DATE || b == BLANK_DATE { BLANK_BOOL } else { u8::from(holds(op, a.cmp(&b))) }
}

/// A text column with one text: each distinct text is compared once, where that is fewer than the rows.
fn with_text(op: BinaryOp, column: &TextColumn, text: &str) -> Vec<u8> {
    let flag = |known: &str| u8::from(holds(op, known.cmp(text)));
    by_text(column, flag)
}

/// An answer for each row from its text, worked out once for each distinct text where they are few.
fn by_text(column: &TextColumn, answer: impl Fn(&str) -> u8) -> Vec<u8> {
    let few = column.dictionary.len() <= column.codes.len();
    let known: Vec<u8> = if few { column.dictionary.iter().map(&answer).collect() } else { Vec::new() };
    let one = |&code: &u32| match code {
        BLANK_TEXT => BLANK_BOOL,
        code if few => known[code as usize],
        code => answer(column.dictionary.get(code)),
    };
    column.codes.iter().map(one).collect()
}

fn of_texts(op: BinaryOp, a: &TextColumn, b: &TextColumn) -> Vec<u8> {
    (0..a.codes.len())
        .map(|row| match (a.get(row), b.get(row)) {
            (Some(a), Some(b)) => u8::from(holds(op, a.cmp(b))),
            _ => BLANK_BOOL,
        })
        .collect()
}

/// `needle in haystack`.
pub(super) fn is_in(needle: &Batch, haystack: &Batch, rows: usize) -> Batch {
    match (needle, haystack) {
        (Batch::Many(Column::Date(days)), Batch::One(Value::Period(period))) => {
            let flag = |&day: &i32| if day == BLANK_DATE { BLANK_BOOL } else { u8::from(period.holds(Date(day))) };
            Batch::Many(Column::Bool(days.iter().map(flag).collect()))
        }
        (Batch::Many(Column::Text(texts)), Batch::One(set @ Value::List(_))) => {
            let flag = |text: &str| match ops::is_in(&Value::text(text), set) {
                Value::Bool(flag) => u8::from(flag),
                _ => BLANK_BOOL,
            };
            Batch::Many(Column::Bool(by_text(texts, flag)))
        }
        (Batch::One(needle), Batch::One(haystack)) => Batch::One(ops::is_in(needle, haystack)),
        _ => Batch::Many(column_of(Type::Bool, (0..rows).map(|at| ops::is_in(&needle.value(at), &haystack.value(at))))),
    }
}

//! Which types go together.

use super::{BinaryOp, UnaryOp};
use crate::diagnostic::Problem;
use crate::value::{Type, Value, ops};

fn mismatch(message: String, help: Option<&str>) -> Problem {
    Problem::new(message, help.map(str::to_string))
}

/// The type of `a op b`.
///
/// # Errors
/// When the operator does not work on these types.
pub fn binary(op: BinaryOp, left: Type, right: Type) -> Result<Type, Problem> {
    match op {
        BinaryOp::Add => add(left, right),
        BinaryOp::Subtract => subtract(left, right),
        BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Remainder | BinaryOp::Power => {
            if left == Type::Number && right == Type::Number {
                Ok(Type::Number)
            } else {
                Err(arithmetic(op, left, right))
            }
        }
        BinaryOp::Equal | BinaryOp::NotEqual => {
            if common(left, right).is_some() {
                Ok(Type::Bool)
            } else {
                Err(comparison(op, left, right))
            }
        }
        BinaryOp::Less | BinaryOp::LessOrEqual | BinaryOp::Greater | BinaryOp::GreaterOrEqual => {
            let ordered = !matches!(left, Type::List | Type::Period | Type::Bool);
            if ordered && common(left, right).is_some() { Ok(Type::Bool) } else { Err(comparison(op, left, right)) }
        }
    }
}

fn add(left: Type, right: Type) -> Result<Type, Problem> {
    match (left, right) {
        (Type::Number, Type::Number) => Ok(Type::Number),
        (dated, Type::Number) | (Type::Number, dated) if dated.is_dated() => Ok(dated),
        // Every value has a text, also a list and a period.
        (Type::Text, _) | (_, Type::Text) => Ok(Type::Text),
        _ => Err(arithmetic(BinaryOp::Add, left, right)),
    }
}

fn subtract(left: Type, right: Type) -> Result<Type, Problem> {
    match (left, right) {
        (Type::Number, Type::Number) => Ok(Type::Number),
        (dated, Type::Number) if dated.is_dated() => Ok(dated),
        (a, b) if a.is_dated() && b.is_dated() => Ok(Type::Number),
        _ => Err(arithmetic(BinaryOp::Subtract, left, right)),
    }
}

fn arithmetic(op: BinaryOp, left: Type, right: Type) -> Problem {
    let help = match (left, right) {
        (Type::Text, _) | (_, Type::Text) => {
            Some("give the column `type: number`, or read the text with `to_number(…)`")
        }
        (Type::Bool, _) | (_, Type::Bool) => Some("write `if condition { 1 } else { 0 }` to count a condition"),
        _ => None,
    };
    mismatch(format!("`{}` does not work on {} and {}", op.sign(), left.a_word(), right.a_word()), help)
}

fn comparison(op: BinaryOp, left: Type, right: Type) -> Problem {
    let help = match (left, right) {
        (Type::Text, Type::Number) | (Type::Number, Type::Text) => {
            Some("give the column `type: number`, or put the number in double quotes to compare texts")
        }
        (Type::Text, date) | (date, Type::Text) if date.is_dated() => Some("write the date as `date(2026, 3, 1)`"),
        (date, Type::Period) if date.is_dated() => Some("write `date in period`"),
        _ => None,
    };
    mismatch(format!("`{}` cannot compare {} with {}", op.sign(), left.a_word(), right.a_word()), help)
}

/// The type of `-a` or `!a`.
///
/// # Errors
/// When the operator does not work on this type.
pub fn unary(op: UnaryOp, of: Type) -> Result<Type, Problem> {
    match (op, of) {
        (UnaryOp::Negate, Type::Number) => Ok(Type::Number),
        (UnaryOp::Not, Type::Bool) => Ok(Type::Bool),
        (UnaryOp::Negate, _) => Err(mismatch(format!("`-` does not work on {}", of.a_word()), None)),
        (UnaryOp::Not, _) => Err(mismatch(
            format!("`!` does not work on {}", of.a_word()),
            (of != Type::Bool).then_some(
                "`!` and `not` take what stands right after them: write `!(a > b)`; `is_blank(…)` asks whether there is a value",
            ),
        )),
    }
}

/// The type both fit in: equal types, or a date and a datetime.
#[must_use]
pub fn common(a: Type, b: Type) -> Option<Type> {
    if a == b {
        Some(a)
    } else if a.is_dated() && b.is_dated() {
        Some(Type::DateTime)
    } else {
        None
    }
}

/// Whether a value of type `have` can be used where `want` is expected.
#[must_use]
pub fn fits(have: Type, want: Type) -> bool {
    have == want || (have.is_dated() && want.is_dated())
}

/// `a op b` on two values.
///
/// # Errors
/// When there is no answer, as for a division by zero.
pub fn operate(op: BinaryOp, a: &Value, b: &Value) -> ops::Answer {
    use std::cmp::Ordering;
    match op {
        BinaryOp::Add => ops::add(a, b),
        BinaryOp::Subtract => ops::subtract(a, b),
        BinaryOp::Multiply => ops::multiply(a, b),
        BinaryOp::Divide => ops::divide(a, b),
        BinaryOp::Remainder => ops::remainder(a, b),
        BinaryOp::Power => ops::power(a, b),
        BinaryOp::Equal => Ok(ops::equal(a, b)),
        BinaryOp::NotEqual => Ok(ops::not(&ops::equal(a, b))),
        BinaryOp::Less => Ok(ops::ordered(a, b, |order| order == Ordering::Less)),
        BinaryOp::LessOrEqual => Ok(ops::ordered(a, b, |order| order != Ordering::Greater)),
        BinaryOp::Greater => Ok(ops::ordered(a, b, |order| order == Ordering::Greater)),
        BinaryOp::GreaterOrEqual => Ok(ops::ordered(a, b, |order| order != Ordering::Less)),
    }
}

//! A condition taken apart into the values it compares with: for bands, of which the plan has no cells.

use crate::decision::cell::{CellPart, Comparison};
use crate::formula::{BinaryOp, Expr, ExprKind};

/// One or two comparisons with values that say the same as a condition; empty where it is none like that.
#[must_use]
pub fn compared_with(condition: &Expr) -> Vec<CellPart> {
    let sides = match &condition.kind {
        ExprKind::And(sides) if sides.len() <= 2 => sides.as_slice(),
        _ => std::slice::from_ref(condition),
    };
    sides.iter().map(part).collect::<Option<Vec<_>>>().unwrap_or_default()
}

fn part(side: &Expr) -> Option<CellPart> {
    let ExprKind::Binary(op, _, value) = &side.kind else { return None };
    let comparison = match op {
        BinaryOp::Equal => Comparison::Equal,
        BinaryOp::NotEqual => Comparison::NotEqual,
        BinaryOp::Less => Comparison::Less,
        BinaryOp::LessOrEqual => Comparison::LessOrEqual,
        BinaryOp::Greater => Comparison::Greater,
        BinaryOp::GreaterOrEqual => Comparison::GreaterOrEqual,
        BinaryOp::Add
        | BinaryOp::Subtract
        | BinaryOp::Multiply
        | BinaryOp::Divide
        | BinaryOp::Remainder
        | BinaryOp::Power => return None,
    };
    Some(CellPart { comparison, values: vec![value.as_constant()?.clone()], percent: false })
}

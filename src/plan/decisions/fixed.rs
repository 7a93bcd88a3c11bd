//! Expressions with values in place of parameters.

use crate::formula::{Expr, ExprKind};
use crate::value::Value;

/// The expression with values in place of parameters.
pub(super) fn fixed(expr: &Expr, values: &[(String, Value)]) -> Expr {
    if values.is_empty() {
        return expr.clone();
    }
    let mut change = |node: Expr| {
        let ExprKind::Parameter(name) = &node.kind else { return Some(node.folded()) };
        let value = values.iter().find(|(known, _)| **known == **name).map(|(_, value)| value.clone());
        Some(match value {
            Some(value) => Expr { kind: ExprKind::Constant(value), ..node },
            None => node,
        })
    };
    expr.clone().fold(&mut change).unwrap_or_else(|| expr.clone())
}

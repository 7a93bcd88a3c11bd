//! What conditions ask: `a && b`, true, asks that both are; `kind == "new"` asks `kind` for `new`.

use crate::decision::cell::{CellTest, Comparison, Literal};
use crate::formula::{Expr, ExprKind, UnaryOp};
use crate::value::{Type, Value};

/// An expression, and what is asked of its value.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// The expression.
    pub of: Expr,
    /// The test.
    pub test: CellTest,
}

/// A condition that is to be true, or false, as tests that all must hold; `None` where it is none such.
pub(super) fn all_of(condition: &Expr, wanted: bool) -> Option<Vec<Asked>> {
    match (&condition.kind, wanted) {
        (ExprKind::And(parts), true) | (ExprKind::Or(parts), false) => {
            let all: Option<Vec<Vec<Asked>>> = parts.iter().map(|part| all_of(part, wanted)).collect();
            Some(all?.into_iter().flatten().collect())
        }
        (ExprKind::And(parts), false) | (ExprKind::Or(parts), true) => one_of(parts, wanted).map(|one| vec![one]),
        (ExprKind::Unary(UnaryOp::Not, inner), _) => all_of(inner, !wanted),
        _ => Some(vec![single(condition, wanted)]),
    }
}

/// Conditions of which one must be true, or false, as one test: they all ask the same expression.
fn one_of(parts: &[Expr], wanted: bool) -> Option<Asked> {
    let mut tests = Vec::new();
    let mut of: Option<Expr> = None;
    for part in parts {
        let all = all_of(part, wanted)?;
        let own = all.first().map(|asked| asked.of.clone())?;
        if all.iter().any(|asked| asked.of != own) || of.as_ref().is_some_and(|of| *of != own) {
            return None;
        }
        of = Some(own);
        tests.push(CellTest::All(all.into_iter().map(|asked| asked.test).collect()));
    }
    Some(Asked { of: of?, test: CellTest::OneOf(tests) })
}

/// A condition that is no combination of others.
fn single(condition: &Expr, wanted: bool) -> Asked {
    let not = |test: CellTest| if wanted { test } else { CellTest::Not(Box::new(test)) };
    match &condition.kind {
        ExprKind::Binary(op, a, b) => {
            let found = super::compared::comparison(*op).and_then(|comparison| match (constant(a), constant(b)) {
                (None, Some(value)) => Some((a, comparison, value)),
                (Some(value), None) => Some((b, super::compared::turned(comparison), value)),
                _ => None,
            });
            if let Some((of, comparison, value)) = found.filter(|(of, _, value)| suits(of, value)) {
                return Asked { of: (**of).clone(), test: not(CellTest::Compare(comparison, literal(value))) };
            }
        }
        ExprKind::In(of, list) => {
            if let Some(values) = constants(list).filter(|values| values.iter().all(|value| suits(of, value))) {
                let tests = values.into_iter().map(|v| CellTest::Compare(Comparison::Equal, literal(v))).collect();
                return Asked { of: (**of).clone(), test: not(CellTest::OneOf(tests)) };
            }
        }
        ExprKind::Call(function, args) if function.name == "is_blank" && args.len() == 1 => {
            return Asked { of: args[0].clone(), test: not(CellTest::Blank) };
        }
        _ => {}
    }
    Asked { of: condition.clone(), test: CellTest::Compare(Comparison::Equal, literal(&Value::Bool(wanted))) }
}

fn constant(expr: &Expr) -> Option<&Value> {
    expr.as_constant().filter(|value| !value.is_blank())
}

fn constants(list: &Expr) -> Option<Vec<&Value>> {
    match &list.kind {
        ExprKind::List(items) => items.iter().map(constant).collect(),
        ExprKind::Constant(Value::List(values)) => Some(values.iter().collect()),
        _ => None,
    }
}

/// Whether a cell can compare the expression with such a value.
fn suits(of: &Expr, value: &Value) -> bool {
    match of.ty {
        Some(Type::Number) => value.as_number().is_some(),
        Some(Type::Text) => value.as_text().is_some(),
        Some(Type::Date) => matches!(value, Value::Date(_)),
        Some(Type::Bool) => matches!(value, Value::Bool(_)),
        _ => false,
    }
}

/// A value as a cell has it.
pub(super) fn literal(value: &Value) -> Literal {
    Literal { value: value.clone(), percent: false, start: 0, end: 0 }
}

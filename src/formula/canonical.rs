//! Expressions that give the very same for all values, down to the last bit, brought into one form: the order of what
//! may change places, halves for a division by two.

use super::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::value::{Type, Value};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;

impl Expr {
    /// The expression in the form that all have which differ from it in nothing that could show: `b + a` for
    /// `a + b`, `a * 0.5` for `a / 2`. Not `a * 0.1` for `a / 10`, nor `a + (b + c)` for `(a + b) + c`: the last
    /// digits differ.
    #[must_use]
    pub fn canonical(&self) -> Expr {
        self.clone().fold(&mut |node| Some(settled(node))).unwrap_or_else(|| self.clone())
    }

    /// A number that is the same for expressions that mean the same, wherever they were written.
    fn shape(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        discriminant(&self.kind).hash(&mut hasher);
        match &self.kind {
            ExprKind::Constant(value) => format!("{value:?}").hash(&mut hasher),
            ExprKind::Parameter(name) => name.hash(&mut hasher),
            ExprKind::Column(slot) => slot.hash(&mut hasher),
            ExprKind::Follow { path, column } => (path, column).hash(&mut hasher),
            ExprKind::Figure(id) => id.hash(&mut hasher),
            ExprKind::Unary(op, _) => op.hash(&mut hasher),
            ExprKind::Binary(op, ..) => op.hash(&mut hasher),
            ExprKind::Call(function, _) => function.name.hash(&mut hasher),
            ExprKind::Script(name, _) => name.hash(&mut hasher),
            _ => {}
        }
        self.parts().into_iter().for_each(|part| part.shape().hash(&mut hasher));
        hasher.finish()
    }

    fn is_number(&self) -> bool {
        self.ty == Some(Type::Number)
    }
}

/// A node whose parts are in their form.
fn settled(node: Expr) -> Expr {
    let Expr { kind, ty, span } = node;
    let kind = match kind {
        ExprKind::Binary(op, a, b) => return Expr { kind: of_two(op, *a, *b), ty, span }.without_one(),
        ExprKind::Unary(UnaryOp::Negate, inner) => match inner.kind {
            ExprKind::Unary(UnaryOp::Negate, inner) => return *inner,
            kind => ExprKind::Unary(UnaryOp::Negate, Box::new(Expr { kind, ..*inner })),
        },
        ExprKind::And(parts) => ExprKind::And(flat(parts, |kind| match kind {
            ExprKind::And(parts) => Ok(parts),
            other => Err(other),
        })),
        ExprKind::Or(parts) => ExprKind::Or(flat(parts, |kind| match kind {
            ExprKind::Or(parts) => Ok(parts),
            other => Err(other),
        })),
        other => other,
    };
    Expr { kind, ty, span }
}

fn of_two(op: BinaryOp, a: Expr, b: Expr) -> ExprKind {
    let numbers = a.is_number() && b.is_number();
    match op {
        BinaryOp::Add if numbers => match (negated(&a), negated(&b)) {
            (_, Some(b)) => of_two(BinaryOp::Subtract, a, b),
            (Some(a), _) => of_two(BinaryOp::Subtract, b, a),
            _ if a == b => in_order(BinaryOp::Multiply, a, Expr::constant(Value::Number(2.0), b.span)),
            _ => in_order(op, a, b),
        },
        BinaryOp::Subtract if numbers => match negated(&b) {
            Some(b) => of_two(BinaryOp::Add, a, b),
            None => ExprKind::Binary(op, Box::new(a), Box::new(b)),
        },
        BinaryOp::Multiply if numbers => in_order(op, a, b),
        BinaryOp::Divide if numbers => match reciprocal(&b) {
            Some(factor) => in_order(BinaryOp::Multiply, a, Expr { kind: ExprKind::Constant(factor), ..b }),
            None => ExprKind::Binary(op, Box::new(a), Box::new(b)),
        },
        BinaryOp::Equal | BinaryOp::NotEqual => in_order(op, a, b),
        _ => ExprKind::Binary(op, Box::new(a), Box::new(b)),
    }
}

fn negated(expr: &Expr) -> Option<Expr> {
    if let ExprKind::Unary(UnaryOp::Negate, inner) = &expr.kind { Some((**inner).clone()) } else { None }
}

/// Operands that may change places: constants stand last.
fn in_order(op: BinaryOp, a: Expr, b: Expr) -> ExprKind {
    let place = |expr: &Expr| (expr.as_constant().is_some(), expr.shape());
    let (a, b) = if place(&a) <= place(&b) { (a, b) } else { (b, a) };
    ExprKind::Binary(op, Box::new(a), Box::new(b))
}

/// One over a power of two: to multiply with it rounds as the division does.
fn reciprocal(expr: &Expr) -> Option<Value> {
    let Some(Value::Number(number)) = expr.as_constant() else { return None };
    let power = number.is_normal() && number.to_bits() & ((1 << 52) - 1) == 0;
    let one_over = 1.0 / number;
    (power && one_over.is_normal()).then_some(Value::Number(one_over))
}

/// Conditions joined by the same word, in order: their answers do not hang on it, blanks included.
fn flat(parts: Vec<Expr>, inner: impl Fn(ExprKind) -> Result<Vec<Expr>, ExprKind>) -> Vec<Expr> {
    let mut all: Vec<Expr> = Vec::new();
    for Expr { kind, ty, span } in parts {
        match inner(kind) {
            Ok(parts) => all.extend(parts),
            Err(kind) => all.push(Expr { kind, ty, span }),
        }
    }
    all.sort_by_key(Expr::shape);
    all
}

impl Expr {
    /// Without a factor of one.
    fn without_one(self) -> Expr {
        match self.kind {
            ExprKind::Binary(BinaryOp::Multiply, a, b) if b.as_constant() == Some(&Value::Number(1.0)) => *a,
            kind => Expr { kind, ..self },
        }
    }
}

//! Values of parameters, and what is known of an expression before any row is.

use super::{Expr, ExprKind, UnaryOp, operate};
use crate::value::{Value, ops};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The parameters of a policy by name, each with its value in one run. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Parameters(Arc<BTreeMap<Arc<str>, Value>>);

impl Parameters {
    /// The value of a parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Gives a parameter a value.
    pub fn set(&mut self, name: &str, value: Value) {
        Arc::make_mut(&mut self.0).insert(name.into(), value);
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }
}

impl<'n> FromIterator<(&'n str, Value)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (&'n str, Value)>>(all: I) -> Self {
        Parameters(Arc::new(all.into_iter().map(|(name, value)| (name.into(), value)).collect()))
    }
}

impl Expr {
    /// The value, where no row is needed to know it; branches are not looked into. `None` also for
    /// what has no answer, as a division by zero: that is counted in the run.
    #[must_use]
    pub fn fixed_value(&self, parameters: &Parameters) -> Option<Value> {
        match &self.kind {
            ExprKind::Constant(value) => Some(value.clone()),
            ExprKind::Parameter(name) => parameters.get(name).cloned(),
            ExprKind::List(items) => {
                let values: Option<Vec<Value>> = items.iter().map(|item| item.fixed_value(parameters)).collect();
                values.map(|values| Value::List(values.into()))
            }
            _ => self.kind.answer(|part| part.fixed_value(parameters)),
        }
    }

    /// The same as a constant, where its parts are constants.
    #[must_use]
    pub fn folded(self) -> Expr {
        match self.kind.answer(|part| part.as_constant().cloned()) {
            Some(value) => Expr { kind: ExprKind::Constant(value), ..self },
            None => self,
        }
    }

    /// The parameters it names, in the order written.
    #[must_use]
    pub fn parameters(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.visit(&mut |node| {
            if let ExprKind::Parameter(name) = &node.kind {
                found.push(name.as_ref());
            }
        });
        found
    }

    /// The columns and figures it reads, in the order written.
    #[must_use]
    pub fn reads(&self) -> Vec<&Expr> {
        let mut found = Vec::new();
        self.visit(&mut |node| {
            if matches!(node.kind, ExprKind::Column(_) | ExprKind::Follow { .. } | ExprKind::Figure(_)) {
                found.push(node);
            }
        });
        found
    }
}

impl ExprKind {
    /// What an operator or a function of the catalogue gives for parts whose values are known.
    fn answer(&self, value: impl Fn(&Expr) -> Option<Value>) -> Option<Value> {
        match self {
            ExprKind::Unary(UnaryOp::Negate, a) => Some(ops::negate(&value(a)?)),
            ExprKind::Unary(UnaryOp::Not, a) => Some(ops::not(&value(a)?)),
            ExprKind::Binary(op, a, b) => operate(*op, &value(a)?, &value(b)?).ok(),
            ExprKind::In(a, b) => Some(ops::is_in(&value(a)?, &value(b)?)),
            ExprKind::Call(function, args) => {
                let values: Option<Vec<Value>> = args.iter().map(value).collect();
                function.apply(&values?).ok()
            }
            ExprKind::Constant(_)
            | ExprKind::Parameter(_)
            | ExprKind::Column(_)
            | ExprKind::Follow { .. }
            | ExprKind::Figure(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Coalesce(_)
            | ExprKind::If(..)
            | ExprKind::List(_)
            | ExprKind::Join(_)
            | ExprKind::Script(..) => None,
        }
    }
}

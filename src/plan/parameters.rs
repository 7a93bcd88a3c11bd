//! Parameters: named in expressions, given to a run. Where the plan itself depends on a value, as for
//! the length of a window, that is noted: another value then needs another plan.

use super::ParameterPlan;
use super::binder::Binder;
use super::names::Thing;
use crate::formula::{Expr, ExprKind};
use crate::policy::model::Parameter;
use crate::source::Span;
use crate::value::Value;

impl Binder<'_> {
    /// A parameter by its name.
    pub(super) fn parameter(&mut self, name: &str, span: Span) -> Option<Expr> {
        let ty = self.parameters.get(name)?.type_of();
        self.note_parameter(name, span);
        Some(Expr { kind: ExprKind::Parameter(name.into()), ty, span })
    }

    /// Notes a use of a parameter.
    pub(super) fn note_parameter(&mut self, name: &str, span: Span) {
        self.used_parameters.insert(name.to_string());
        if let Some(at) = self.policy.parameters.iter().position(|parameter| parameter.name.value == name) {
            self.notes.add(Thing::Parameter(at), span);
        }
    }

    /// The value of an expression that needs no row, with the parameters as they are now. The plan
    /// depends on it from here on.
    pub(super) fn fixed_value(&mut self, expr: &Expr) -> Option<Value> {
        let value = expr.fixed_value(&self.parameters)?;
        expr.parameters().into_iter().for_each(|name| self.fix(name));
        Some(value)
    }

    /// Notes that the plan depends on the value of a parameter.
    pub(super) fn fix(&mut self, name: &str) {
        self.fixed_parameters.insert(name.to_string());
    }

    pub(super) fn parameter_plan(&self, parameter: &Parameter) -> ParameterPlan {
        ParameterPlan {
            name: parameter.name.value.clone(),
            title: super::tables::title(&parameter.title, &parameter.name),
            ty: parameter.kind,
            value: parameter.value.value.clone(),
            default: parameter.default.clone(),
            format: parameter.format,
            one_of: parameter.one_of.iter().map(|allowed| allowed.value.clone()).collect(),
            fixed: self.fixed_parameters.contains(&parameter.name.value),
            span: parameter.name.span,
        }
    }
}

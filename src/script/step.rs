//! The steps scripts are turned into.

use super::host::HostFunction;
use super::program::ScriptCall;
use crate::formula::BinaryOp;
use crate::source::Span;
use crate::value::Function;
use rhai::Expr;
use std::sync::Arc;

/// A step and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub op: Op,
    pub span: Span,
}

/// What a step does with its operands.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Binary(BinaryOp),
    Negate,
    Not,
    And,
    Or,
    /// A condition: where it is blank, so is all that hangs on it.
    Truth,
    /// What hangs on conditions: blank where one of them is.
    Guard,
    /// `needle in haystack`
    In,
    /// `needle in from..to`
    InRange {
        inclusive: bool,
    },
    /// `for i in from..to`
    Count {
        inclusive: bool,
    },
    /// What a `for` goes through.
    Each,
    /// `list[place]`, `text[place]`
    Index,
    /// A place in a list that is assigned to.
    Place,
    /// `row.a.b`, where `row` is a variable.
    Path {
        variable: String,
        fields: Vec<String>,
    },
    /// `.name` of anything else.
    Field(String),
    Function(&'static Function),
    Host(Arc<HostFunction>),
    /// `len(x)`
    Length,
    /// `list.push(x)`, where `list` is a variable.
    Push {
        list: String,
    },
    /// `[a, b]`
    List,
    /// A member of a list.
    Member,
    /// Text with values in it.
    Interpolate,
    /// What a `switch` looks at.
    Case,
}

/// What scripts were turned into: steps and bodies, by number.
#[derive(Debug, Default)]
pub(super) struct Code {
    pub steps: Vec<Step>,
    pub bodies: Vec<Expr>,
    /// What is called where.
    pub calls: Vec<ScriptCall>,
}

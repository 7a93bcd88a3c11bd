//! One tree for every formula, whatever evaluates it.

use super::{AggregateOp, BinaryOp, UnaryOp, WindowOp};
use crate::source::Span;
use crate::value::{Function, Type, Value};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Number of a table in the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TableId(pub usize);

/// A column of a table in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ColumnId {
    /// The table.
    pub table: TableId,
    /// The column's place in its table.
    pub slot: usize,
}

/// One node.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Expr {
    /// What it is.
    #[serde(flatten)]
    pub kind: ExprKind,
    /// Its type; `None` only for a blank written as `()`.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub ty: Option<Type>,
    /// Where it was written.
    pub span: Span,
}

/// Two expressions are equal when they mean the same, wherever they were written.
impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.ty == other.ty && self.kind == other.kind
    }
}

/// What a node is. It is worked out for the rows of one table, the expression's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExprKind {
    /// A value known before any row is: a literal, a folded expression.
    Constant(Value),
    /// The value a parameter has in the run, by the parameter's name.
    Parameter(Arc<str>),
    /// A column of the own table.
    Column(usize),
    /// A column of another table, reached through references: `salesperson.name`.
    Follow {
        /// Reference columns, the first of the own table, each next one of the table before.
        path: Vec<ColumnId>,
        /// The column at the end.
        column: ColumnId,
    },
    /// The one value of a figure.
    Figure(ColumnId),
    /// `-a`, `!a`
    Unary(UnaryOp, Box<Expr>),
    /// `a + b` and the like.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `a && b`, three-valued.
    And(Vec<Expr>),
    /// `a || b`, three-valued.
    Or(Vec<Expr>),
    /// `a ?? b`: the first that is not blank.
    Coalesce(Vec<Expr>),
    /// `if c { a } else { b }`; a blank condition gives blank.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `needle in haystack`
    In(Box<Expr>, Box<Expr>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `` `text ${a}` ``
    Join(Vec<Expr>),
    /// A function of the catalogue.
    Call(&'static Function, Vec<Expr>),
    /// A function of a script or of the host program, by its name.
    Script(String, Vec<ScriptArgument>),
}

/// What is handed to a script.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScriptArgument {
    /// A value.
    Value(Expr),
    /// The row: the fields the script reads, each with its path (`["salesperson", "name"]`).
    Row(Vec<(Vec<String>, Expr)>),
}

/// One value for each row of a table, from the rows of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Aggregate {
    /// What is done.
    pub op: AggregateOp,
    /// The table whose rows are taken together.
    pub over: TableId,
    /// Which row of the own table each of them belongs to.
    pub map: RowMap,
    /// The value of each row (none for `count`), an expression on `over`.
    pub value: Option<Expr>,
    /// A second expression on `over`: the weight, or the order of `first` and `last`.
    pub second: Option<Expr>,
    /// A fixed number: the part of `percentile`, 0 to 1, or how many of `top_share`.
    #[serde(with = "crate::value::serial::number")]
    pub part: f64,
    /// Which rows take part, an expression on `over`.
    pub filter: Option<Expr>,
}

/// How rows of one table belong to rows of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowMap {
    /// Through references, the first being a column of the rows' own table.
    Path(Vec<ColumnId>),
    /// All rows belong to every row: `all.orders.amount`, and figures.
    All,
    /// Those whose values are the same as values of the own row: `all.orders.shop == shops.shop`.
    Match {
        /// The table of the own row.
        table: TableId,
        /// The values.
        values: Vec<Match>,
    },
}

/// Values that must be the same for a row to belong to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// The value of the rows that are taken together.
    pub theirs: Expr,
    /// The value of the own row.
    pub own: Expr,
}

/// One value for each row of a table, from the rows of the same table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// What is done.
    pub op: WindowOp,
    /// The value of each row.
    pub value: Expr,
    /// A fixed number: how many rows, how many bands.
    pub number: usize,
    /// A second value of each row: the weight.
    pub second: Option<Expr>,
    /// What the rows are put in order by; several parts stand in a list.
    pub order: Option<Expr>,
    /// Rows that agree on all of these are taken together; all rows when empty.
    pub within: Vec<Expr>,
}

impl Expr {
    /// A node of a known type.
    #[must_use]
    pub fn new(kind: ExprKind, ty: Type, span: Span) -> Expr {
        Expr { kind, ty: Some(ty), span }
    }

    /// A constant.
    #[must_use]
    pub fn constant(value: Value, span: Span) -> Expr {
        let ty = value.type_of();
        Expr { kind: ExprKind::Constant(value), ty, span }
    }

    /// The value, where it is known before any row.
    #[must_use]
    pub fn as_constant(&self) -> Option<&Value> {
        if let ExprKind::Constant(value) = &self.kind { Some(value) } else { None }
    }

    /// The parts of `a && b`, or the expression alone: what must all hold.
    #[must_use]
    pub fn conjuncts(&self) -> &[Expr] {
        if let ExprKind::And(parts) = &self.kind { parts } else { std::slice::from_ref(self) }
    }

    /// The items of `[day, number]`, or the expression alone: what an order or a weight is made of.
    #[must_use]
    pub fn items(&self) -> &[Expr] {
        if let ExprKind::List(items) = &self.kind { items } else { std::slice::from_ref(self) }
    }
}

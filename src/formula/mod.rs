//! The typed expression: data only. Names are bound to columns, types are known, and nothing here
//! has seen a row.

mod aggregate;
mod canonical;
mod expr;
pub mod foreign;
mod operator;
mod parameters;
mod typing;
mod walk;
mod window;

#[cfg(test)]
mod tests;

pub use aggregate::AggregateOp;
pub use expr::{Aggregate, ColumnId, Expr, ExprKind, Match, RowMap, ScriptArgument, TableId, Window};
pub use operator::{BinaryOp, UnaryOp};
pub use parameters::Parameters;
pub use typing::{binary, common, fits, operate, unary};
pub use window::{WindowOp, WindowParts};

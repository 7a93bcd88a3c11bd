//! The typed expression: data only. Names are bound to columns, types are known, and nothing here
//! has seen a row.

mod aggregate;
mod expr;
mod typing;

pub use aggregate::{AggregateOp, WindowOp};
pub use expr::{Aggregate, ColumnId, Expr, Kind, RowMap, ScriptArgument, TableId, Window};
pub use typing::{Mismatch, binary, common, fits, operate, unary};

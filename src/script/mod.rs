//! rhai: its parser for formulas, its interpreter for scripts, both with our meaning. No type of
//! rhai leaves this folder.

mod bridge;
mod call;
mod convert;
mod error;
mod habits;
mod host;
mod infer;
mod kinds;
mod library;
mod limits;
mod mistakes;
mod op;
mod parse;
mod program;
mod rewrite;
mod rows;
mod sandbox;
mod spreadsheet;
mod step;
pub mod syntax;
mod tokens;

pub use call::{Argument, Caller, EvaluateError, ScriptFailure, evaluate};
pub use error::SyntaxError;
pub use host::{HostCall, HostFunction};
pub use infer::{ArgumentType, TypeMistake};
pub use library::Library;
pub use limits::Limits;
pub use parse::parse;
pub use program::{ScriptCall, ScriptFunction};
pub use rows::Path;

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod library_tests;
#[cfg(test)]
mod parse_tests;
#[cfg(test)]
mod semantics_tests;

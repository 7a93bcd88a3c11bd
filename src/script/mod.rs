//! rhai: its parser for formulas, its interpreter for scripts, both with our meaning. No type of
//! rhai leaves this folder.

mod bridge;
mod call;
mod convert;
mod error;
mod infer;
mod kinds;
mod library;
mod mistakes;
mod op;
mod parse;
mod rewrite;
mod rows;
mod sandbox;
pub mod syntax;
mod tokens;

pub use call::{Argument, Caller, EvaluateError, ScriptFailure, evaluate};
pub use error::SyntaxError;
pub use infer::{ArgumentType, TypeMistake};
pub use library::{HostCall, HostFunction, Library, ScriptFunction};
pub use parse::parse;
pub use rows::Path;
pub use sandbox::Limits;

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod library_tests;
#[cfg(test)]
mod parse_tests;
#[cfg(test)]
mod semantics_tests;

//! rhai: its parser for formulas, its interpreter for scripts, both with our meaning. No type of
//! rhai leaves this folder.

mod convert;
mod mistakes;
mod parse;
mod stub;
pub mod syntax;
pub use stub::*;
mod tokens;

pub use parse::{SyntaxError, parse};

#[cfg(test)]
mod parse_tests;

//! rhai: its parser for formulas, its interpreter for scripts, both with our meaning. No type of
//! rhai leaves this folder.

pub mod syntax;

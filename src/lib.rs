//! Rulebook: a rules engine for spreadsheet-style policies.
#![deny(missing_docs)]

pub mod cases;
pub mod cells;
pub mod cli;
pub mod decision;
pub mod diagnostic;
pub mod engine;
pub mod eval;
pub mod export;
pub mod files;
pub mod formula;
pub mod import;
pub mod issue;
pub mod outcome;
pub mod plan;
pub mod policy;
pub mod script;
pub mod source;
pub mod table;
pub mod value;

pub use engine::{Engine, Findings, LoadOptions, Policy, Prepared, Run, RunError, RunOptions, Source, load_baseline};
pub use files::{FileError, FileErrorKind, PackFiles};
pub use outcome::{Baseline, Outcome};

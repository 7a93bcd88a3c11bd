//! Rulebook: a rules engine for spreadsheet-style policies.
//!
//! A policy is written in plain files: tables with formulas, decision tables, scorecards and
//! triggers. An [`Engine`] applies it to workbooks, or to rows a program has, and gives an
//! [`Outcome`] in which every value can be traced to the rule that made it.
//!
//! ```
//! use rulebook::value::Value;
//! use rulebook::{Engine, Policy, RunOptions, Source};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let policy = Policy::parse(
//!     r#"
//! policy: refunds
//! tables:
//!   refunds:
//!     key: id
//!     columns: { id: , amount: { type: number }, rate: { type: number } }
//!     formulas: { euros: amount * rate }
//!     decisions:
//!       decision:
//!         rules:
//!           - { euros: "< 100", then: pay }
//!           - { euros: ">= 100", then: ask }
//! "#,
//! )?;
//! // Once for any number of runs, on any thread.
//! let prepared = Engine::new().prepare(&policy)?;
//!
//! let row = |id, amount, rate| vec![Value::text(id), Value::Number(amount), Value::Number(rate)];
//! let rows = vec![row("R1", 90.0, 0.9), row("R2", 200.0, 0.9)];
//! let source = Source::rows("refunds", &["id", "amount", "rate"], rows);
//! let run = prepared.run(&[source], &RunOptions::default())?;
//!
//! let refunds = &run.outcome().tables[0];
//! let decision = refunds.columns.iter().find(|column| column.name == "decision").expect("it is in the policy");
//! assert_eq!(decision.data.value(0), Value::text("pay"));
//! assert_eq!(decision.data.value(1), Value::text("ask"));
//! # Ok(())
//! # }
//! ```
//!
//! A policy comes from a folder ([`Policy::load`]), from one text ([`Policy::parse`]), from files in
//! memory ([`Policy::from_files`]), or from a folder with an editor's unsaved texts laid over it
//! ([`PackFiles`]). The library never prints, and reads no clock and no environment.
//!
//! | feature | default | brings |
//! |---|---|---|
//! | `cli` | yes | the program `rulebook` |
//! | `xlsx` | yes | reports as xlsx workbooks; workbooks are read without it |
//!
//! What is not on this page (the stages a policy goes through, public for the tests and benchmarks of
//! this package) may change in any version.
//!
//! With `default-features = false` the crate is the engine, the import of workbooks and CSV files,
//! and reports as CSV and JSON.
#![deny(missing_docs)]

pub mod cases;
#[doc(hidden)]
pub mod cells;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod decision;
pub mod diagnostic;
pub mod diff;
#[doc(hidden)]
pub mod emit;
#[doc(hidden)]
pub mod engine;
#[doc(hidden)]
pub mod eval;
pub mod exchange;
pub mod export;
#[doc(hidden)]
pub mod files;
#[doc(hidden)]
pub mod formula;
#[doc(hidden)]
pub mod import;
#[doc(hidden)]
pub mod issue;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod lsp;
pub mod mend;
pub mod outcome;
#[doc(hidden)]
pub mod plan;
#[doc(hidden)]
pub mod policy;
#[doc(hidden)]
pub mod script;
pub mod source;
pub mod start;
pub mod table;
pub mod value;
pub mod verify;
pub mod words;

pub use diagnostic::{Diagnostic, Severity, Style};
pub use engine::{
    Decider, DiffOptions, Engine, Findings, FiredTrigger, LoadOptions, Policy, Prepared, Question, Record, Run,
    RunError, RunOptions, Source, Unknown, load_baseline,
};
pub use export::{ExportError, Format};
pub use files::{FileError, FileErrorKind, PackFiles};
pub use outcome::{Baseline, Outcome};
pub use plan::names::{Mention, Names, PlaceKind, Symbol, SymbolKind};
pub use value::{Date, Type, Value};

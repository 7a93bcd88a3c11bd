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
//! let engine = Engine::new();
//! assert!(engine.check(&policy).diagnostics().is_empty());
//!
//! let row = |id, amount, rate| vec![Value::text(id), Value::Number(amount), Value::Number(rate)];
//! let rows = vec![row("R1", 90.0, 0.9), row("R2", 200.0, 0.9)];
//! let source = Source::rows("refunds", &["id", "amount", "rate"], rows);
//! let outcome = engine.run(&policy, &[source], &RunOptions::default())?;
//!
//! let refunds = &outcome.tables[0];
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
//! With `default-features = false` the crate is the engine, the import of workbooks and CSV files,
//! and reports as CSV and JSON.
#![deny(missing_docs)]

pub mod cases;
pub mod cells;
#[cfg(feature = "cli")]
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

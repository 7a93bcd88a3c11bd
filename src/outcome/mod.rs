//! What a run decided: every table with its worked-out columns, scores, triggers, issues and
//! control totals. Exporters read this and nothing else.

mod types;

pub use types::*;

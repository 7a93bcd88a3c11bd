//! What a run decided: every table with its worked-out columns, scores, triggers, issues and
//! control totals. Exporters read this and nothing else.

mod build;
pub mod explain;
mod types;
mod view;

pub use build::{Run, build};
pub use types::*;

//! Who needs whom: names bound to columns, columns put in an order in which each has what it needs.

mod aggregates;
mod assertions;
mod binder;
mod calls;
mod cells;
mod chains;
mod decisions;
mod derived;
pub mod document;
mod expressions;
mod foreign;
mod header;
mod lint;
mod looks;
mod matched;
pub mod names;
mod order;
mod parameters;
mod parts;
mod paths;
mod report;
mod scorecards;
mod scripts;
mod tables;
mod texts;
mod triggers;
mod types;
mod windows;

pub use binder::{Bound, build, prove};
pub use decisions::{Pair, Verdict};
pub use header::{ChartPlan, PolicyPlan, ReportPlan, ReportSheetPlan, SortPlan, SplitPlan};
pub use lint::keep_certain;
pub use parts::compared_with;
pub use texts::Texts;
pub use types::*;

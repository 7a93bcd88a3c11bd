//! Tests of a policy as its keeper writes them in `tests.yaml`: rows that are given, what the policy
//! must make of them, and how much of the policy they prove.
//!
//! ```yaml
//! tests:
//!   - name: a big customer that grows is an S
//!     set: { growth_floor: 5% }            # optional: parameters
//!     as_of: 2026-06-30                    # optional: the day of the run
//!     given:                               # rows, only the columns that matter
//!       customers: [{ id: C1, category: chain, sales: 6_000_000, growth: 12% }]
//!     expect:
//!       customers: { C1: { segment: S, effort: 7 } }
//!       scorecards: { manager: { S1: { score: 85, band: A } } }
//!       figures: { sales: 100 }
//!       triggers: { slow_stock: [C1], thin_margin: [] }
//!       undetermined: { slow_stock: [C2] }
//!       issues: [{ code: unknown-reference, table: orders, count: 1 }]
//!       rejected: { orders: 1 }
//!       counts: { customers: { segment: { S: 568, A: 308 } } }
//!       rows: { orders: 12 }
//!       findings: []
//!     tolerance: 0.001                     # optional, relative; 1e-9 when left out
//! ```
//!
//! - A table not given is empty. Of a table that is given, a column no row mentions counts as one
//!   the sheet may lack; a column that some row mentions is checked as in a sheet. A key nobody
//!   mentions is made up.
//! - A given value of a worked-out column (a formula, a result of a decision, `card.score`) replaces
//!   the one worked out, for that row. Rows of a derived table are found by the columns that make
//!   them.
//! - `workbook:` (one or a list, beside the pack) stands for `given`.
//! - The words under `expect` come before tables of the same name, but `issues:` with a mapping is
//!   a table's rows by key: issues are a list.
//! - `blank`, `null` or nothing is a blank. Keys of tables without one are row numbers, from 1.

mod accept;
mod compare;
mod coverage;
mod expect;
mod fields;
mod given;
mod key_lists;
mod model;
mod names;
mod pieces;
mod read;
mod ready;
mod report;
mod run;
mod suggest;
mod suite;
mod written;

pub use accept::{Accepted, Change, Left};
pub use coverage::{Coverage, Item, ItemKind};
pub use model::{Case, Expectation, Failure};
pub use report::{CaseResult, Detail, Report};
pub use suggest::{Suggested, Suggestions};
pub use suite::Suite;

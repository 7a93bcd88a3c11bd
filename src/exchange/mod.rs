//! Decision tables as a workbook, for people who edit rules where they like to, and back into the pack.
//!
//! Each decision table whose rules stand in the policy has a sheet, with its rules as they are written. What comes
//! back is compared with the policy cell by cell, and only what differs is written, where it stands: comments, order
//! and layout of the file stay. A table that was edited in the policy meanwhile is not touched.

mod book;
mod compare;
mod edits;
mod foreign;
mod rules;
mod sheet;
#[cfg(all(test, feature = "xlsx"))]
mod tests;

pub use book::rule_book;
pub use compare::Change;
pub use edits::{Brought, bring_in};
pub use foreign::{Exported, Imported, from_dmn, from_jdm, to_dmn};
pub use rules::{ColumnKind, RuleColumn, RuleRow, RuleTable, rule_tables};
pub use sheet::{EditedBook, EditedRow, EditedSheet};

//! Rulebook.
#![deny(missing_docs)]
pub mod diagnostic;
pub mod outcome;
pub mod policy;
pub mod source;
pub mod table;
pub mod value;

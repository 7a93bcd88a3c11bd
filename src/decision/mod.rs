//! Decision tables: cell tests, gap and overlap analysis, and an index over rules.
//!
//! Pure functions on cells and rules: no rows are read here and no formula is worked out.

pub mod analysis;
mod axis;
pub mod cell;
pub mod index;
pub mod linear;
mod parts;

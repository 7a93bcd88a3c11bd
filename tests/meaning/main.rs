//! What policies mean, seen from outside: a policy and rows go in, an outcome comes out.

mod aggregates;
mod decision_tables;
mod determinism;
mod differential;
mod generate;
mod languages;
mod mistakes;
mod plain;
mod random;
mod scorecards;
mod semantics;
mod support;
mod triggers;

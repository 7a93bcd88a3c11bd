//! The command as a person uses it: what it writes, where, and how it ends.

mod arguments;
mod check;
mod demo;
mod diff;
mod explain;
mod fix;
mod lsp;
mod names;
mod places;
mod plan;
mod run;
mod schema;
mod support;
mod tables;
mod verify;
mod watch;

//! The command as a person uses it: what it writes, where, and how it ends.

mod arguments;
mod ask;
mod check;
mod demo;
mod diff;
mod exchange;
mod explain;
mod fix;
mod languages;
mod lsp;
mod names;
mod parts;
mod places;
mod plan;
mod run;
mod schema;
mod support;
mod tables;
#[cfg(target_os = "linux")]
mod terminal;
mod verify;
mod watch;

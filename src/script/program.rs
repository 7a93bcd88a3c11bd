//! What is known of scripts once they are read: their functions, the names in force, what runs.

use super::host::HostFunction;
use super::limits::Limits;
use super::rows::Path;
use super::tokens::Text;
use crate::source::{FileId, Span};
use rhai::{AST, Engine};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A function of a script.
#[derive(Clone, Debug)]
pub struct ScriptFunction {
    /// Its name.
    pub name: String,
    /// The names of its parameters.
    pub params: Vec<String>,
    /// From `fn` to the closing brace.
    pub span: Span,
    /// Its name where it is declared.
    pub name_span: Span,
    /// For each parameter every reading of a column from it, where it is used as a row (`row.sales`,
    /// `row.salesperson.name`), those of functions it hands the row on to included; `None` where
    /// the parameter is a value.
    pub row_fields: Vec<Option<Vec<Path>>>,
    /// Number of its body.
    pub(super) body: usize,
}

/// A call of a function in a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptCall {
    /// The function's name.
    pub name: String,
    /// How many arguments it is given, with what stands before a dot.
    pub arity: usize,
    /// The name alone.
    pub span: Span,
}

/// What names stand for when a script is checked.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub scripts: BTreeMap<String, Vec<usize>>,
    pub hosts: BTreeMap<String, Arc<HostFunction>>,
}

impl Known {
    pub fn script(&self, name: &str, count: usize) -> bool {
        self.scripts.get(name).is_some_and(|counts| counts.contains(&count))
    }

    /// The numbers of arguments the script functions of that name take: `1 or 2`.
    pub fn arity(&self, name: &str) -> Option<String> {
        let counts = self.scripts.get(name)?;
        Some(counts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or "))
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.scripts.keys().chain(self.hosts.keys()).map(String::as_str)
    }
}

/// Everything a caller needs, shared by all threads.
#[derive(Debug)]
pub(super) struct Program {
    pub engine: Engine,
    pub ast: AST,
    pub limits: Limits,
    pub texts: BTreeMap<FileId, Arc<Text>>,
    /// File of the functions of each name, for failures that only name a function.
    pub files: BTreeMap<String, FileId>,
}

//! Decision tables of other programs: DMN (1.3 to 1.5) and JDM become a pack, and the tables of a pack become DMN.
//!
//! A table comes over whole or not at all: where one of its cells asks for something that no cell here can ask, it is
//! skipped, with the place and the reason.

mod dmn;
mod feel;
mod jdm;
mod made;
mod out;
#[cfg(test)]
mod tests;

pub use dmn::from_dmn;
pub use jdm::from_jdm;
pub use made::Imported;
pub use out::{Exported, to_dmn};

use crate::diagnostic::Diagnostic;
use crate::policy::model::{Collect, HitPolicy};
use crate::source::{FileId, Sources, Span};
use crate::value::{Type, Value};
use std::ops::Range;

/// A decision table of another program, its cells as they are written here.
struct ForeignTable {
    /// What it is called there.
    title: String,
    /// A remark; it decides nothing.
    note: String,
    name: String,
    hit: HitPolicy,
    inputs: Vec<ForeignInput>,
    outputs: Vec<ForeignOutput>,
    rules: Vec<ForeignRule>,
    /// Results where no rule matches.
    default: Option<Vec<Value>>,
}

struct ForeignInput {
    column: String,
    cells: Vec<String>,
}

struct ForeignOutput {
    name: String,
    /// Its values in order of priority.
    values: Vec<Value>,
}

struct ForeignRule {
    results: Vec<Value>,
    note: String,
}

/// A column that rules ask about and no table gives.
struct ForeignColumn {
    /// What it is called there.
    title: String,
    name: String,
    ty: Type,
    allowed: Vec<Value>,
    ends: [Option<Value>; 2],
}

/// What a cell asks that cannot be said here: the part of its text, and why.
#[derive(Debug)]
struct Unsaid {
    at: Range<usize>,
    why: String,
}

/// The file that is read, and what is said of it.
struct Listing {
    sources: Sources,
    file: FileId,
    found: Vec<Diagnostic>,
}

impl Listing {
    fn of(name: &str, text: &str) -> Listing {
        let mut sources = Sources::default();
        let file = sources.add(name, text);
        Listing { sources, file, found: Vec::new() }
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span { file: self.file, start: range.start as u32, end: range.end as u32 }
    }

    /// Something that is not in the pack.
    fn skipped(&mut self, range: Range<usize>, message: String) {
        let span = self.span(range);
        self.found.push(Diagnostic::warning("skipped", span, message));
    }

    /// Something that is in the pack and means a little else.
    fn differs(&mut self, range: Range<usize>, message: String, help: &str) {
        let span = self.span(range);
        self.found.push(Diagnostic::warning("differs", span, message).help(help));
    }
}

/// The hit policies by DMN's words.
const HITS: [(&str, HitPolicy); 7] = [
    ("UNIQUE", HitPolicy::Unique),
    ("FIRST", HitPolicy::First),
    ("ANY", HitPolicy::Any),
    ("PRIORITY", HitPolicy::Priority),
    ("RULE ORDER", HitPolicy::RuleOrder),
    ("OUTPUT ORDER", HitPolicy::OutputOrder),
    ("COLLECT", HitPolicy::Collect(Collect::List)),
];

/// Ways to collect by DMN's words.
const COLLECTS: [(&str, Collect); 4] =
    [("SUM", Collect::Sum), ("MIN", Collect::Min), ("MAX", Collect::Max), ("COUNT", Collect::Count)];

/// The types by DMN's words.
const TYPES: [(&str, Type); 5] = [
    ("string", Type::Text),
    ("number", Type::Number),
    ("boolean", Type::Bool),
    ("date", Type::Date),
    ("dateTime", Type::DateTime),
];

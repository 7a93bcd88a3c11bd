//! YAML as a tree in which every text keeps its place.
//!
//! This is the only place that knows the YAML crate. Scalars stay as written (`017`, `1_000`,
//! `30%`, `no`): what they mean is decided where they are read.

mod fields;
mod join;
mod place;
mod raw;
mod syntax;
mod written;

pub use fields::{Fields, entries, wrong_kind};
pub(super) use join::{WIDE_COMMAS, wide_parts};
pub use place::formula_span;
pub use written::{with_quotes, word};

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources, Span};

/// One node of a YAML file.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where it stands: of a quoted text the part inside the quotes, of a list or a mapping all of
    /// it. An empty value has the place of its key.
    pub span: Span,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// A text.
    Scalar {
        /// As written, without quotes, escapes undone.
        text: String,
        /// In quotes, or a block (`|`, `>`): surely a text, never a number.
        quoted: bool,
    },
    /// Nothing, `~` or `null`.
    Null,
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values, in the order written. Keys written twice are here twice.
    Mapping(Vec<(Node, Node)>),
}

impl Node {
    /// The text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let NodeKind::Scalar { text, .. } = &self.kind { Some(text) } else { None }
    }

    /// Whether this is an empty node.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.kind == NodeKind::Null
    }

    /// What it is, for sentences: `a text`, `a list`.
    #[must_use]
    pub fn a_word(&self) -> &'static str {
        match self.kind {
            NodeKind::Scalar { .. } => "a text",
            NodeKind::Null => "nothing",
            NodeKind::Sequence(_) => "a list",
            NodeKind::Mapping(_) => "a mapping",
        }
    }
}

/// Reads a YAML file. Mistakes go to `diagnostics`; `None` where the file is not YAML at all.
pub fn parse(file: FileId, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let text = &sources.file(file).text;
    match raw::parse(text) {
        Ok(raw) => {
            let node = raw::to_node(raw, text, file, diagnostics);
            find_duplicates(&node, diagnostics);
            Some(node)
        }
        Err(error) => {
            diagnostics.push(syntax::explain(&error, file, sources));
            None
        }
    }
}

fn find_duplicates(node: &Node, diagnostics: &mut Vec<Diagnostic>) {
    match &node.kind {
        NodeKind::Mapping(entries) => {
            let mut seen = std::collections::HashMap::new();
            for (key, value) in entries {
                if let Some(text) = key.text() {
                    if let Some(first) = seen.get(text) {
                        diagnostics.push(
                            Diagnostic::error("duplicate-key", key.span, format!("`{text}` is written twice here"))
                                .related(*first, "first here")
                                .help("remove one of the two, or give it another name"),
                        );
                    } else {
                        seen.insert(text, key.span);
                    }
                }
                find_duplicates(value, diagnostics);
            }
        }
        NodeKind::Sequence(items) => items.iter().for_each(|item| find_duplicates(item, diagnostics)),
        NodeKind::Scalar { .. } | NodeKind::Null => {}
    }
}

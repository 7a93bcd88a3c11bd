//! Mappings with known keys.

use super::Reader;
use crate::diagnostic::Diagnostic;
use crate::policy::yaml::{self, Node};
use crate::source::Span;

/// The fields of a mapping, and how to speak of it.
pub(super) struct Fields<'n> {
    fields: yaml::Fields<'n>,
    /// What the mapping describes: `column `stock``.
    pub(super) what: String,
    /// Where to say that a key is missing: its name, or the mapping itself.
    pub(super) span: Span,
}

impl<'n> Fields<'n> {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        self.fields.get(key)
    }

    /// Where a key stands, and its value.
    pub(super) fn entry(&self, key: &str) -> Option<(Span, &'n Node)> {
        self.fields.entry(key)
    }
}

impl Reader<'_> {
    /// Reads a mapping whose keys are all known; others are noted. `None` where it is no mapping.
    pub(super) fn fields<'n>(&mut self, node: &'n Node, what: &str, allowed: &[&'static str]) -> Option<Fields<'n>> {
        let fields = yaml::Fields::read(node, what, allowed, self.diagnostics)?;
        Some(Fields { fields, what: what.to_string(), span: node.span })
    }

    /// The value of a key that must be there.
    pub(super) fn required<'n>(&mut self, fields: &Fields<'n>, key: &str, help: &str) -> Option<&'n Node> {
        if let Some(node) = fields.get(key) {
            return Some(node);
        }
        let (span, message) = match fields.entry(key) {
            Some((span, _)) => (span, format!("`{key}` of {} is empty", fields.what)),
            None => (fields.span, format!("{} lacks `{key}`", fields.what)),
        };
        self.note(Diagnostic::error("missing-key", span, message).help(help));
        None
    }

    /// The entries of a mapping with free keys, in order, the first of each key only; nothing where
    /// the node is empty.
    pub(super) fn entries<'n>(&mut self, node: Option<&'n Node>, what: &str) -> Vec<(&'n Node, &'n Node)> {
        node.map_or_else(Vec::new, |node| yaml::entries(node, what, self.diagnostics))
    }

    /// Notes that something else was expected.
    pub(super) fn wrong_kind(&mut self, node: &Node, expected: &str) {
        self.note(yaml::wrong_kind(node, expected));
    }
}

//! Mappings with known keys.

use super::Reader;
use crate::diagnostic::{Diagnostic, nearest};
use crate::policy::yaml::{Kind, Node};
use crate::source::{Span, Spanned};

/// The keys of a mapping with their values; keys without a value count as left out.
pub(super) struct Fields<'n> {
    entries: Vec<(&'n str, Span, &'n Node)>,
    /// What the mapping describes: `column `stock``.
    pub(super) what: String,
    /// Where to say that a key is missing: its name, or the mapping itself.
    pub(super) span: Span,
}

impl<'n> Fields<'n> {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        self.entry(key).filter(|(_, node)| !node.is_null()).map(|(_, node)| node)
    }

    /// Where a key stands, and its value.
    pub(super) fn entry(&self, key: &str) -> Option<(Span, &'n Node)> {
        self.entries.iter().find(|(known, ..)| *known == key).map(|(_, span, node)| (*span, *node))
    }
}

impl Reader<'_> {
    /// Reads a mapping whose keys are all known; others are noted. `None` where it is no mapping.
    pub(super) fn fields<'n>(&mut self, node: &'n Node, what: &str, allowed: &[&'static str]) -> Option<Fields<'n>> {
        let Kind::Mapping(entries) = &node.kind else {
            self.wrong_kind(node, &format!("keys and values for {what}"));
            return None;
        };
        let (mut known, mut unknown): (Vec<(&str, Span, &Node)>, _) = (Vec::new(), Vec::new());
        for (key, value) in entries {
            let Some(text) = key.text() else {
                self.wrong_kind(key, "a key");
                continue;
            };
            if allowed.contains(&text) {
                known.push((text, key.span, value));
            } else {
                self.unknown_key(&Spanned::new(text.to_string(), key.span), what, allowed);
                unknown.push((text, key.span, value));
            }
        }
        // A misspelt key counts as the one meant, so that one mistake is one finding.
        for (text, span, value) in unknown {
            let meant = nearest(text, allowed.iter().copied());
            let meant = meant.and_then(|near| allowed.iter().copied().find(|key| *key == near));
            if let Some(meant) = meant.filter(|meant| known.iter().all(|(key, ..)| key != meant)) {
                known.push((meant, span, value));
            }
        }
        Some(Fields { entries: known, what: what.to_string(), span: node.span })
    }

    pub(super) fn unknown_key(&mut self, key: &Spanned<String>, what: &str, allowed: &[&str]) {
        let list = allowed.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
        let help = match nearest(&key.value, allowed.iter().copied()) {
            Some(near) => format!("write `{near}`; known here: {list}"),
            None => format!("known here: {list}"),
        };
        self.note(Diagnostic::error("unknown-key", key.span, format!("{what} has no key `{}`", key.value)).help(help));
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
        match node.map(|node| (&node.kind, node)) {
            None | Some((Kind::Null, _)) => Vec::new(),
            Some((Kind::Mapping(entries), _)) => {
                let mut seen = std::collections::HashSet::new();
                entries
                    .iter()
                    .filter(|(key, _)| key.text().is_none_or(|t| seen.insert(t)))
                    .map(|(k, v)| (k, v))
                    .collect()
            }
            Some((_, node)) => {
                self.wrong_kind(node, what);
                Vec::new()
            }
        }
    }

    /// Notes that something else was expected.
    pub(super) fn wrong_kind(&mut self, node: &Node, expected: &str) {
        let message = format!("expected {expected}, found {}", node.a_word());
        self.note(Diagnostic::error("wrong-kind", node.span, message));
    }
}

//! Mappings with declared keys, read alike in policies and in their tests.

use super::{Node, NodeKind};
use crate::diagnostic::{Diagnostic, Instead, nearest, word_instead};
use crate::source::Span;
use std::collections::HashSet;

/// The keys of a mapping with their values; keys without a value count as left out.
#[derive(Clone, Debug, Default)]
pub struct Fields<'n>(Vec<(&'n str, Span, &'n Node)>);

impl<'n> Fields<'n> {
    /// Reads a mapping whose keys are all known; others are reported. `None` where it is no mapping.
    pub fn read(
        node: &'n Node,
        what: &str,
        allowed: &[&'static str],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Fields<'n>> {
        let NodeKind::Mapping(entries) = &node.kind else {
            diagnostics.push(wrong_kind(node, &format!("keys and values for {what}")));
            return None;
        };
        let keys: Vec<&str> = entries.iter().filter_map(|(key, _)| key.text()).collect();
        let (mut known, mut unknown): (Vec<(&str, Span, &Node)>, _) = (Vec::new(), Vec::new());
        for (key, value) in entries {
            let Some(text) = key.text() else {
                diagnostics.push(wrong_kind(key, "a key"));
                continue;
            };
            if allowed.contains(&text) {
                known.push((text, key.span, value));
            } else {
                diagnostics.push(unknown_key(text, key.span, what, allowed, &keys));
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
        Some(Fields(known))
    }

    /// The value of a key; nothing where it is left out or empty.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&'n Node> {
        self.entry(key).map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// Where a key stands, and its value, also where that is empty.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<(Span, &'n Node)> {
        self.0.iter().find(|(known, ..)| *known == key).map(|(_, span, node)| (*span, *node))
    }
}

/// The entries of a mapping with free keys, in order, the first of each key only; nothing where the node is
/// empty. Anything but a mapping is reported.
pub fn entries<'n>(node: &'n Node, expected: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<(&'n Node, &'n Node)> {
    match &node.kind {
        NodeKind::Null => Vec::new(),
        NodeKind::Mapping(entries) => {
            let mut seen = HashSet::new();
            let all = entries.iter().map(|(key, value)| (key, value));
            all.filter(|(key, _)| key.text().is_none_or(|text| seen.insert(text))).collect()
        }
        NodeKind::Scalar { .. } | NodeKind::Sequence(_) => {
            diagnostics.push(wrong_kind(node, expected));
            Vec::new()
        }
    }
}

fn unknown_key(key: &str, span: Span, what: &str, allowed: &[&str], taken: &[&str]) -> Diagnostic {
    if let Some(spaced) = with_blank(key).filter(|(known, _)| allowed.contains(known)) {
        let message = format!("`{key}` is one word: a blank is missing after the colon");
        return Diagnostic::error("unknown-key", span, message)
            .help(format!("write `{}`", spaced.1))
            .instead(Some(Instead::certain(spaced.1)));
    }
    let list = allowed.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
    let help = match nearest(key, allowed.iter().copied()) {
        Some(near) => format!("write `{near}`; known here: {list}"),
        None => format!("known here: {list}"),
    };
    let instead = word_instead(key, allowed.iter().copied()).filter(|new| !taken.contains(&new.text.as_str()));
    Diagnostic::error("unknown-key", span, format!("{what} has no key `{key}`")).help(help).instead(instead)
}

/// The finding that something else was expected.
#[must_use]
pub fn wrong_kind(node: &Node, expected: &str) -> Diagnostic {
    let found = Diagnostic::error("wrong-kind", node.span, format!("expected {expected}, found {}", node.a_word()));
    let takes_keys = expected.starts_with("keys and values") || expected.starts_with("a mapping");
    if takes_keys && matches!(node.kind, NodeKind::Sequence(_)) {
        return found.help("write each name as a key, `name: …`, without the dash before it");
    }
    let text = node.text().filter(|_| takes_keys);
    match (text.and_then(with_blank), text.and_then(|text| text.split_once(" = "))) {
        (Some((_, spaced)), _) => found.help(format!("a blank is missing after the colon: write `{spaced}`")),
        (None, Some((key, value))) if is_word(key) && !value.contains('\n') => {
            found.help(format!("a key ends with a colon: write `{key}: {value}`"))
        }
        _ => found,
    }
}

fn is_word(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// The key and the whole of `key:value`, with the blank that YAML asks for.
fn with_blank(text: &str) -> Option<(&str, String)> {
    let (key, value) = text.split_once(':')?;
    (is_word(key) && !value.is_empty() && !value.contains('\n')).then(|| (key, format!("{key}: {value}")))
}

//! Formulas with commas inside `{ … }` and `[ … ]`.
//!
//! To YAML `{ value: sum(amount, date in period), weight: 30% }` has three keys, one of them
//! `date in period)`. A text with an open parenthesis is no value anybody means, so it is joined
//! with the parts that follow until the parenthesis closes.

use super::{Node, NodeKind};

/// Joins entries of a mapping written in braces.
pub(super) fn entries(entries: Vec<(Node, Node)>, text: &str) -> Vec<(Node, Node)> {
    let mut joined: Vec<(Node, Node)> = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        match joined.last_mut() {
            Some((_, open)) if value.is_null() && is_open(open) && is_plain(&key) => join(open, &key, text),
            _ => joined.push((key, value)),
        }
    }
    joined
}

/// Joins items of a list written in brackets.
pub(super) fn items(items: Vec<Node>, text: &str) -> Vec<Node> {
    let mut joined: Vec<Node> = Vec::with_capacity(items.len());
    for item in items {
        match joined.last_mut() {
            Some(open) if is_open(open) && is_plain(&item) => join(open, &item, text),
            _ => joined.push(item),
        }
    }
    joined
}

fn is_plain(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Scalar { quoted: false, .. })
}

/// Whether a parenthesis of this plain text is not closed.
fn is_open(node: &Node) -> bool {
    let NodeKind::Scalar { text, quoted: false } = &node.kind else { return false };
    let mut depth = 0i32;
    let mut in_quotes = false;
    for c in text.chars() {
        match c {
            '"' => in_quotes = !in_quotes,
            '(' if !in_quotes => depth += 1,
            ')' if !in_quotes => depth -= 1,
            _ => {}
        }
    }
    depth > 0
}

fn join(open: &mut Node, next: &Node, text: &str) {
    open.span = open.span.to(next.span);
    let written = text.get(open.span.start as usize..open.span.end as usize).unwrap_or_default();
    open.kind = NodeKind::Scalar { text: written.to_string(), quoted: false };
}

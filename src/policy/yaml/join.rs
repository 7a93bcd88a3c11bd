//! Formulas with commas inside `{ … }` and `[ … ]`.
//!
//! To YAML `{ value: sum(amount, date in period), weight: 30% }` has three keys, one of them
//! `date in period)`. A text with an open parenthesis is no value anybody means, so it is joined
//! with the parts that follow until the parenthesis closes. So is `2,000,000`, where `000` would be a key.

use super::{Node, NodeKind};
use crate::diagnostic::{Diagnostic, Instead};

/// Joins entries of a mapping written in braces.
pub(super) fn entries(entries: Vec<(Node, Node)>, text: &str) -> Vec<(Node, Node)> {
    let mut joined: Vec<(Node, Node)> = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        match joined.last_mut() {
            Some((_, open)) if value.is_null() && is_plain(&key) && (is_open(open) || is_group(open, &key, text)) => {
                join(open, &key, text);
            }
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

/// Whether the comma between the two groups the digits of one number: `2,000`. No key is `000`.
fn is_group(before: &Node, group: &Node, text: &str) -> bool {
    let beside = text.get(before.span.end as usize..group.span.start as usize) == Some(",");
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = before.text().unwrap_or_default();
    let mut groups = whole.strip_prefix('-').unwrap_or(whole).split(',');
    let first = groups.next().is_some_and(|first| first.len() <= 3 && digits(first) && first != "0");
    let group = group.text().unwrap_or_default();
    let (thousands, decimals) = group.split_once('.').unwrap_or((group, "0"));
    let is_number = first && groups.all(|group| group.len() == 3 && digits(group));
    beside && is_plain(before) && is_number && thousands.len() == 3 && digits(thousands) && digits(decimals)
}

/// Takes the commas out of a number that was joined, and says what to write.
pub(super) fn ungrouped(node: &mut Node) -> Option<Diagnostic> {
    let NodeKind::Scalar { text, quoted: false } = &mut node.kind else { return None };
    let is_number = text.contains(',') && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.' | b'-'));
    if !is_number {
        return None;
    }
    let meant = text.replace(',', "_");
    let message = format!("`{text}` is not one number here: a comma within braces ends the value before it");
    *text = meant.clone();
    Some(
        Diagnostic::error("bad-number", node.span, message)
            .help(format!("write {meant}"))
            .instead(Some(Instead::certain(meant))),
    )
}

/// Commas of Chinese and Japanese, which are letters like any other to YAML.
pub(in crate::policy) const WIDE_COMMAS: [char; 3] = ['，', '、', '､'];

/// Says of an item of a list in brackets that it holds commas that part nothing here; the parts stand in for it.
pub(super) fn wide_commas(node: Node) -> (Vec<Node>, Option<Diagnostic>) {
    let Some(found) = wide_comma(&node) else { return (vec![node], None) };
    let parts: Vec<String> = wide_parts(node.text().unwrap_or_default()).map(str::to_string).collect();
    let part = |text| Node { kind: NodeKind::Scalar { text, quoted: false }, span: node.span };
    (parts.into_iter().map(part).collect(), Some(found))
}

/// What stands between such commas.
pub(in crate::policy) fn wide_parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(WIDE_COMMAS).map(str::trim).filter(|part| !part.is_empty())
}

fn wide_comma(node: &Node) -> Option<Diagnostic> {
    let NodeKind::Scalar { text, quoted: false } = &node.kind else { return None };
    let mark = text.chars().find(|c| WIDE_COMMAS.contains(c)).filter(|_| !text.contains(['(', '（', '"', '“']))?;
    let meant = wide_parts(text).collect::<Vec<_>>().join(", ");
    let message = format!("`{text}` is one text here: `{mark}` parts nothing in a list, only `,` does");
    let help = format!("write `{meant}`; if it is one text, put it in double quotes");
    Some(Diagnostic::error("wide-comma", node.span, message).help(help).instead(Some(Instead::likely(meant))))
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

//! An explanation in one line.

use super::lines::{Look, node, subject};
use super::{How, Reason};

/// Values behind the value that are named.
const NAMED: usize = 4;

/// A value with the rule or formula that decided it, and the values right behind it, in one line.
#[must_use]
pub fn brief(reason: &Reason) -> String {
    let node = node(reason, Look::Exact);
    let plain = node.children.is_empty() && node.details.is_empty();
    let behind: Vec<String> = match &reason.how {
        _ if plain => Vec::new(),
        How::Aggregate(_) => node.details.first().cloned().into_iter().collect(),
        How::Score(_) => node.children.iter().map(|child| child.head.clone()).take(NAMED).collect(),
        _ => {
            let own = reason.parts.iter().filter(|part| part.row.is_none());
            own.take(NAMED).map(|part| subject(part, Look::Exact, false)).collect()
        }
    };
    let head = node.head.replace("  ", " ");
    match behind.as_slice() {
        [] => head,
        behind => format!("{head}: {}", behind.join(", ")),
    }
}

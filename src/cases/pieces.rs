//! Places of `tests.yaml` where something else is to stand.

use super::model::Written;
pub(super) use crate::policy::yaml::with_quotes;
use std::ops::Range;

/// A piece of the file, and the text in place of it.
pub(super) type Piece = (Range<usize>, String);

/// A value with its quotes, and what must stand before the new one; none where it spreads over lines.
pub(super) fn site(text: &str, written: Written) -> Option<(Range<usize>, &'static str)> {
    let whole = with_quotes(text, written.span);
    if !written.empty {
        return (!text.get(whole.clone())?.contains('\n')).then_some((whole, ""));
    }
    let colon = whole.end + text.get(whole.end..)?.find(|c: char| c != ' ')?;
    let rest = text.get(colon..)?.strip_prefix(':')?;
    let start = colon + 1 + (rest.len() - rest.trim_start_matches(' ').len());
    let word = text.get(start..)?;
    let nothing = ["null", "Null", "NULL", "~"].into_iter().find(|nothing| {
        let after = word.strip_prefix(nothing).map(|after| after.chars().next());
        after.is_some_and(|next| next.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '}' | ']')))
    });
    match nothing {
        Some(nothing) => Some((start..start + nothing.len(), "")),
        None => Some((colon + 1..colon + 1, " ")),
    }
}

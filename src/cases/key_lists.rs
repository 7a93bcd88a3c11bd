//! Lists of keys in `tests.yaml`, changed key by key: those that stay keep their place and their comments.

use super::model::KeyList;
use super::pieces::{Piece, site, with_quotes};
use super::written::word;
use std::ops::Range;

/// What changes where a list is to hold other keys; none where that cannot be written.
pub(super) fn pieces(text: &str, list: &KeyList, wanted: &[String]) -> Option<Vec<Piece>> {
    let keys: Vec<String> = wanted.iter().map(|key| word(key)).collect();
    if !list.is_list {
        let (range, before) = site(text, list.whole)?;
        return Some(vec![(range, format!("{before}[{}]", keys.join(", ")))]);
    }
    let items: Vec<Item> = list
        .items
        .iter()
        .map(|(key, span)| Item { place: with_quotes(text, *span), stays: wanted.contains(key) })
        .collect();
    let known = |key: &&String| list.items.iter().any(|(known, _)| known == *key);
    let added: Vec<String> = wanted.iter().filter(|key| !known(key)).map(|key| word(key)).collect();
    let start = list.whole.span.start as usize;
    if text.get(start..)?.starts_with('[') {
        in_brackets(text, start, &items, &added)
    } else {
        in_lines(text, &items, &added)
    }
}

struct Item {
    place: Range<usize>,
    stays: bool,
}

/// `[A, B]`.
fn in_brackets(text: &str, start: usize, items: &[Item], added: &[String]) -> Option<Vec<Piece>> {
    let added = added.join(", ");
    let Some(last) = items.last() else { return Some(vec![(start + 1..start + 1, added)]) };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < items.len() {
        let run = items[at..].iter().take_while(|item| !item.stays).count();
        if run > 0 {
            let end = at + run;
            let piece = match (items.get(end), at.checked_sub(1).map(|before| &items[before])) {
                (Some(next), _) => (items[at].place.start..next.place.start, String::new()),
                (None, Some(before)) if added.is_empty() => (before.place.end..last.place.end, String::new()),
                (None, _) => (items[at].place.start..last.place.end, added.clone()),
            };
            // A comment among the keys would go with them.
            if text.get(piece.0.clone())?.contains('#') {
                return None;
            }
            pieces.push(piece);
        }
        at += run + 1;
    }
    if last.stays && !added.is_empty() {
        pieces.push((last.place.end..last.place.end, format!(", {added}")));
    }
    Some(pieces)
}

/// A line for each key.
fn in_lines(text: &str, items: &[Item], added: &[String]) -> Option<Vec<Piece>> {
    let last = items.last()?;
    let line = |place: &Range<usize>| {
        let start = text[..place.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[place.end..].find('\n').map_or(text.len(), |at| place.end + at + 1);
        start..end
    };
    let alone = |item: &Item| text[line(&item.place).start..item.place.start].trim() == "-";
    if !items.iter().all(alone) || (added.is_empty() && items.iter().all(|item| !item.stays)) {
        return None;
    }
    let indent = &text[line(&last.place).start..last.place.start];
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let is_last = at + 1 == items.len();
        match (item.stays, is_last && !added.is_empty()) {
            (true, true) => {
                let lines: String = added.iter().map(|key| format!("\n{indent}{key}")).collect();
                let line = line(&item.place);
                let end = line.start + text[line].trim_end_matches('\n').len();
                pieces.push((end..end, lines));
            }
            (false, true) => pieces.push((item.place.clone(), added.join(&format!("\n{indent}")))),
            (false, false) => pieces.push((line(&item.place), String::new())),
            (true, false) => {}
        }
    }
    Some(pieces)
}

//! `header:` and `sheet:` put where there was none, or one more to those that are there.

use crate::diagnostic::Fix;
use crate::source::Span;

/// What to write so that a name goes on being looked for in workbooks. `at` is the name of the column or table
/// as a key of YAML, `last` the last of the headers it has. `None` where the text is of another shape.
pub(super) fn keep_in_sheets(text: &str, at: Span, last: Option<Span>, (key, name): (&str, &str)) -> Option<Vec<Fix>> {
    let put = |place: usize, text: String| {
        let place = place as u32;
        Fix { span: Span { file: at.file, start: place, end: place }, text, certain: true }
    };
    if let Some(last) = last {
        return beside(text, last, name).map(|(before, after)| {
            let open = before.map(|place| put(place, "[".to_string()));
            let (place, added) = after;
            open.into_iter().chain([put(place, added)]).collect()
        });
    }
    let mut after = at.end as usize;
    after += usize::from(text[after..].starts_with(['"', '\'']));
    after += text[after..].len() - text[after..].trim_start_matches(' ').len();
    let value = after + text[after..].strip_prefix(':').map(|_| 1)?;
    let rest = text[value..].trim_start_matches(' ');
    let start = text.len() - rest.len();
    if let Some(inner) = rest.strip_prefix('{') {
        let blanks = inner.len() - inner.trim_start_matches(' ').len();
        let empty = inner.trim_start().starts_with('}');
        let added = if empty { format!("{key}: {name}") } else { format!("{key}: {name}, ") };
        return Some(vec![put(start + 1 + blanks, added)]);
    }
    if rest.starts_with([',', '}']) {
        return Some(vec![put(value, format!(" {{ {key}: {name} }}"))]);
    }
    if !(rest.is_empty() || rest.starts_with(['\n', '#'])) {
        return None;
    }
    match block(text, at, value) {
        Some((place, indent)) => Some(vec![put(place, format!("{indent}{key}: {name}\n"))]),
        None => Some(vec![put(value, format!(" {{ {key}: {name} }}"))]),
    }
}

type Added = (usize, String);

/// A list of headers gets one more, a single one becomes a list: where to open it, and what to add where.
fn beside(text: &str, last: Span, name: &str) -> Option<(Option<usize>, Added)> {
    let quoted = text[..last.start as usize].ends_with(['"', '\'']);
    let (start, end) = (last.start as usize - usize::from(quoted), last.end as usize + usize::from(quoted));
    let before = text[..start].trim_end_matches(' ');
    match before.chars().next_back()? {
        '[' | ',' => Some((None, (end, format!(", {name}")))),
        ':' => Some((Some(start), (end, format!(", {name}]")))),
        '-' => {
            let line = before[..before.len() - 1].rfind('\n').map_or(0, |line| line + 1);
            let indent = &before[line..before.len() - 1];
            indent.trim().is_empty().then(|| (None, (end, format!("\n{indent}- {name}"))))
        }
        _ => None,
    }
}

/// The first line of a mapping written below its key, and how far it is set in.
fn block(text: &str, at: Span, value: usize) -> Option<(usize, &str)> {
    let own = at.start as usize - text[..at.start as usize].rfind('\n').map_or(0, |line| line + 1);
    let mut place = value + text[value..].find('\n')? + 1;
    for line in text[place..].split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let empty = line.trim().is_empty() || line.trim_start().starts_with('#');
        if !empty {
            return (indent > own && !line.trim_start().starts_with('-')).then(|| (place, &line[..indent]));
        }
        place += line.len();
    }
    None
}

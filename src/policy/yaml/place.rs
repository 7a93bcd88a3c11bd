//! From a place inside a formula to a place in its file.

use crate::policy::model::FormulaText;
use crate::source::{Sources, Span};

/// Where bytes `start..end` of a formula's text stand in its file.
///
/// Exact for plain and quoted texts and for each line of a `|` block; the whole formula where the
/// text was written in another way (escapes, folded lines, a percentage).
#[must_use]
pub fn formula_span(text: &FormulaText, sources: &Sources, start: usize, end: usize) -> Span {
    if sources.text(text.span) == text.value {
        let start = start.min(text.value.len());
        return text.span.part(start, end.min(text.value.len()).saturating_sub(start));
    }
    in_block(text, sources, start, end.max(start)).unwrap_or(text.span)
}

fn in_block(text: &FormulaText, sources: &Sources, start: usize, end: usize) -> Option<Span> {
    let from = position(text, sources, start)?;
    let to = position(text, sources, end)?;
    // Folded and escaped texts have lines of their own: only what reads the same is the same place.
    let line_end = text.value[start..].find('\n').map_or(end, |at| (start + at).min(end));
    let written = sources.file(text.span.file).text.get(from..from + (line_end - start))?;
    (written == &text.value[start..line_end]).then_some(Span {
        file: text.span.file,
        start: from as u32,
        end: to.max(from) as u32,
    })
}

/// The byte of the file at which byte `at` of a block's text stands.
fn position(text: &FormulaText, sources: &Sources, at: usize) -> Option<usize> {
    let file = &sources.file(text.span.file).text;
    let first = text.span.start as usize;
    let before = text.value.get(..at)?;
    // Blank lines at the top of a block stand before the span.
    let skipped = text.value.len() - text.value.trim_start_matches('\n').len();
    let line = before.matches('\n').count().checked_sub(skipped)?;
    let column = at - before.rfind('\n').map_or(0, |i| i + 1);
    let indent = first - file[..first].rfind('\n').map_or(0, |i| i + 1);
    if line == 0 {
        return Some(first + column);
    }
    let mut line_start = first;
    for _ in 0..line {
        line_start += file.get(line_start..)?.find('\n')? + 1;
    }
    let row = &file[line_start..];
    let blank = row.find('\n').unwrap_or(row.len()) < indent;
    Some(if blank { line_start } else { line_start + indent + column }).filter(|at| file.is_char_boundary(*at))
}

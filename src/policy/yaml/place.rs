//! From a place inside a formula to a place in its file.

use crate::policy::model::FormulaText;
use crate::source::{Sources, Span};

/// Where bytes `start..end` of a formula's text stand in its file.
///
/// Exact for plain and quoted texts, for each line of a `|` block, and for words wherever they can be counted;
/// else, where the text was written in another way (escapes, folded lines, a list), the whole formula.
#[must_use]
pub fn formula_span(text: &FormulaText, sources: &Sources, start: usize, end: usize) -> Span {
    if sources.text(text.span) == text.value {
        let start = start.min(text.value.len());
        return text.span.part(start, end.min(text.value.len()).saturating_sub(start));
    }
    let end = end.max(start);
    in_block(text, sources, start, end).or_else(|| by_number(text, sources, start, end)).unwrap_or(text.span)
}

/// A word is the same one among its likes, however the text around it is written.
fn by_number(text: &FormulaText, sources: &Sources, start: usize, end: usize) -> Option<Span> {
    let word = text.value.get(start..end).filter(|word| !word.is_empty() && word.chars().all(is_part))?;
    let number = places(&text.value, word).position(|at| at == start)?;
    let written: Vec<usize> = places(sources.text(text.span), word).collect();
    let same = written.len() == places(&text.value, word).count();
    same.then(|| text.span.part(written[number], word.len()))
}

/// Where a word stands in a text, as a whole word.
fn places<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let (before, after) = (text[..*at].chars().next_back(), text[at + word.len()..].chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
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

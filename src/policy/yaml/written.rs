//! Texts as one writes them in YAML.

use crate::source::Span;
use std::ops::Range;

/// A text as YAML: plain where it is read as what it is, else in quotes.
#[must_use]
pub fn word(text: &str) -> String {
    if is_plain(text) {
        return text.to_string();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                quoted.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// Whether YAML reads a text without quotes as that very text, wherever it stands.
fn is_plain(text: &str) -> bool {
    let signed = text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let begins = signed || text.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let inside = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '%' | ' ' | '+'));
    let word = !matches!(text.to_lowercase().as_str(), "null" | "blank");
    begins && inside && word && !text.ends_with(' ')
}

/// The place of a text with the quotes around it.
#[must_use]
pub fn with_quotes(text: &str, span: Span) -> Range<usize> {
    let (start, end) = (span.start as usize, span.end as usize);
    let before = text[..start].chars().next_back();
    let quoted = before.is_some_and(|c| matches!(c, '"' | '\'')) && text[end..].chars().next() == before;
    if quoted { start - 1..end + 1 } else { start..end }
}

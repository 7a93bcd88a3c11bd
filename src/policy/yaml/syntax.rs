//! Explains what YAML could not read.

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Place, Sources, Span};

const CODE: &str = "yaml-syntax";
/// Signs with which no plain text may begin.
const SIGNS: [char; 9] = ['`', '>', '|', '%', '@', '!', '*', '&', '['];

pub(super) fn explain(error: &serde_yaml::Error, file: FileId, sources: &Sources) -> Diagnostic {
    let whole = error.to_string();
    let message = whole.rfind(" at line ").map_or(whole.as_str(), |at| &whole[..at]).to_string();
    let Some(location) = error.location().filter(|location| location.line() > 0) else {
        return Diagnostic::error(CODE, Span { file, start: 0, end: 0 }, message);
    };
    let place = Place { line: location.line() as usize, column: location.column() as usize };
    let at = sources.span_at(file, place, 0);
    let text = &sources.file(file).text;
    unquoted(text, at).or_else(|| tab(text, at)).unwrap_or_else(|| {
        Diagnostic::error(CODE, to_line_end(text, at), plain_words(&message)).help_if(help(&message))
    })
}

/// A value that must stand in quotes.
fn unquoted(text: &str, at: Span) -> Option<Diagnostic> {
    let line_start = text[..at.start as usize].rfind('\n').map_or(0, |i| i + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let column = (at.start as usize - line_start).min(line.len());
    let start = value_start(line, column);
    let value = value_text(line, start);
    let first = value.chars().next()?;
    let after_brackets = first == '[' && value.rfind(']').is_some_and(|end| end + 1 < value.len());
    let colon = value.contains(": ") && !value.starts_with(['{', '[', '"', '\'', '-']);
    let after_quotes = (first == '"' || first == '\'') && value[1..].find(first).is_some_and(|i| i + 2 < value.len());
    let reason = if colon {
        "`: ` begins a new value in YAML".to_string()
    } else if after_quotes {
        format!("text follows the closing {first}")
    } else if (SIGNS.contains(&first) && first != '[') || after_brackets {
        format!("no plain text in YAML may begin with `{first}`")
    } else {
        return None;
    };
    let span =
        Span { file: at.file, start: (line_start + start) as u32, end: (line_start + start + value.len()) as u32 };
    let quoted = if value.contains('"') { format!("'{}'", value.replace('\'', "''")) } else { format!("\"{value}\"") };
    let kind = if quoted.starts_with('"') { "double" } else { "single" };
    Some(
        Diagnostic::error(CODE, span, "this text must stand in quotes")
            .label(reason)
            .help(format!("put it in {kind} quotes: `{quoted}`")),
    )
}

/// Where the value begins that holds the column: after the last `: `, `- ` or `, ` before it.
fn value_start(line: &str, column: usize) -> usize {
    let before = &line[..column];
    let in_brackets = is_flow(before);
    let marks: &[&str] = if in_brackets { &[": ", ", ", "{", "["] } else { &[": "] };
    let start = marks.iter().filter_map(|mark| before.rfind(mark).map(|i| i + mark.len())).max();
    let start = start.unwrap_or_else(|| {
        let indent = line.len() - line.trim_start().len();
        if line[indent..].starts_with("- ") { indent + 2 } else { indent }
    });
    start + (line[start..].len() - line[start..].trim_start().len())
}

fn value_text(line: &str, start: usize) -> &str {
    let rest = &line[start..];
    let end = if is_flow(&line[..start]) { rest.find([',', '}']) } else { rest.find(" #") };
    rest[..end.unwrap_or(rest.len())].trim_end()
}

/// Does the text end inside `{ … }` or `[ … ]`?
fn is_flow(before: &str) -> bool {
    let count = |sign| before.matches(sign).count();
    count('{') > count('}') || (count('[') > count(']') && before.trim_start().starts_with("- ["))
}

fn tab(text: &str, at: Span) -> Option<Diagnostic> {
    let line_start = text[..at.start as usize].rfind('\n').map_or(0, |i| i + 1);
    let indent: &str = &text[line_start..];
    let indent = &indent[..indent.len() - indent.trim_start_matches([' ', '\t']).len()];
    indent.contains('\t').then(|| {
        let span = Span { file: at.file, start: line_start as u32, end: (line_start + indent.len()) as u32 };
        Diagnostic::error(CODE, span, "a line is indented with a tab").help("indent with blanks, two for each step")
    })
}

fn to_line_end(text: &str, at: Span) -> Span {
    let rest = &text[at.start as usize..];
    let line = rest.lines().next().unwrap_or_default().trim_end();
    Span { end: at.start + line.len().max(usize::from(!rest.is_empty() && !line.is_empty())) as u32, ..at }
}

fn plain_words(message: &str) -> String {
    if message.contains("did not find expected key") {
        "this line does not fit the lines above it".to_string()
    } else if message.contains("Documents") {
        "a second document begins here".to_string()
    } else if message.contains("did not find expected ',' or '}'") {
        "a `{` above is not closed, or a comma is missing".to_string()
    } else if message.contains("did not find expected ',' or ']'") {
        "a `[` above is not closed, or a comma is missing".to_string()
    } else if message.contains("expected ':'") {
        "a `:` is missing after this key".to_string()
    } else {
        message.to_string()
    }
}

fn help(message: &str) -> Option<&'static str> {
    if message.contains("did not find expected key") || message.contains("ndentation") {
        Some("keys that belong together must begin in the same column")
    } else if message.contains("Documents") {
        Some("a policy is one document: remove the line `---`, or move the rest to a file of its own")
    } else if message.contains("unknown escape") {
        Some("inside double quotes write `\\\\` for a backslash, or use single quotes")
    } else if message.contains("unclosed bracket") {
        Some("close the bracket, or put the text in double quotes")
    } else {
        None
    }
}

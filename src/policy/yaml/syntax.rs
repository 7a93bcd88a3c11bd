//! Explains what YAML could not read.

use super::join;
use crate::diagnostic::{Diagnostic, Instead};
use crate::source::{FileId, Place, Sources, Span};
use serde_yaml::budget::BudgetBreach;

const CODE: &str = "yaml-syntax";
/// Most keys, values, lists and maps of a file, those that an alias repeats counted again: some 400,000 rules.
pub(super) const MOST_VALUES: usize = 2_000_000;
/// Signs with which no plain text may begin.
const SIGNS: [char; 8] = ['`', '>', '|', '%', '@', '!', '*', '&'];

pub(super) fn explain(error: &serde_yaml::Error, file: FileId, sources: &Sources) -> Diagnostic {
    let whole = error.to_string();
    let message = whole.rfind(" at line ").map_or(whole.as_str(), |at| &whole[..at]).to_string();
    let Some(location) = error.location().filter(|location| location.line() > 0) else {
        return Diagnostic::error(CODE, Span { file, start: 0, end: 0 }, message);
    };
    let place = Place { line: location.line() as usize, column: location.column() as usize };
    let at = sources.span_at(file, place, 0);
    let text = &sources.file(file).text;
    if let Some(finding) = too_much(error, to_line_end(text, at)) {
        return finding;
    }
    colon_above(text, at)
        .or_else(|| wide_comma(text, at))
        .or_else(|| unquoted(text, at))
        .or_else(|| tab(text, at))
        .or_else(|| unclosed(text, at, &message))
        .unwrap_or_else(|| {
            Diagnostic::error(CODE, to_line_end(text, at), plain_words(&message)).help_if(help(&message))
        })
}

/// More than is read of a file.
fn too_much(error: &serde_yaml::Error, at: Span) -> Option<Diagnostic> {
    use serde_yaml::Error;
    let repeated = || Diagnostic::error(CODE, at, "too many values are repeated by `*name`");
    let breach = match error {
        Error::AliasReplayLimitExceeded { .. } | Error::AliasExpansionLimitExceeded { .. } => return Some(repeated()),
        Error::AliasError { error, .. } if matches!(**error, Error::Budget { .. }) => return Some(repeated()),
        Error::Budget { breach, .. } => breach,
        _ => return None,
    };
    let message = match breach {
        BudgetBreach::Nodes { .. } | BudgetBreach::Events { .. } => {
            let most = crate::value::number::grouped(MOST_VALUES);
            format!("the file has more than {most} keys and values, the most that are read")
        }
        BudgetBreach::ScalarBytes { .. } | BudgetBreach::InputBytes { .. } => "the file is too large".to_string(),
        BudgetBreach::Aliases { .. } | BudgetBreach::Anchors { .. } | BudgetBreach::AliasAnchorRatio { .. } => {
            return Some(repeated());
        }
        _ => return None,
    };
    let help = "write large decision tables as CSV files or workbooks: `table: rules.csv`";
    Some(Diagnostic::error(CODE, at, message).help(help))
}

/// A key above that has no colon, so that all below it is a part of its text: `policy： shops`, `policy = shops`.
fn colon_above(text: &str, at: Span) -> Option<Diagnostic> {
    let start = text[..at.start as usize].rfind('\n').unwrap_or(0);
    let line = text[..start].lines().rev().find(|line| !line.trim().is_empty())?;
    let begin = line.as_ptr() as usize - text.as_ptr() as usize + (line.len() - line.trim_start().len());
    let line = line.trim();
    let (key, mark, value) = [("：", "："), (" = ", "=")]
        .into_iter()
        .find_map(|(mark, shown)| line.split_once(mark).map(|(key, value)| (key.trim(), shown, value.trim())))?;
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_');
    let span = Span { file: at.file, start: begin as u32, end: (begin + line.len()) as u32 };
    is_key.then(|| {
        Diagnostic::error(CODE, span, format!("a key does not end with `{mark}`"))
            .help(format!("write `{key}: {value}`"))
            .instead(Some(Instead::certain(format!("{key}: {value}"))))
    })
}

/// `{ type: number，min: 0 }`: a comma of Chinese or Japanese before the next key.
fn wide_comma(text: &str, at: Span) -> Option<Diagnostic> {
    let line_start = text[..at.start as usize].rfind('\n').map_or(0, |i| i + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let is_key = |rest: &str| {
        let (key, _) = rest.split_once(':')?;
        let key = key.trim();
        (!key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_')).then_some(())
    };
    // What stands in quotes is a text, whatever else is wrong with the line.
    let in_quotes = |before: &str| ['"', '\'', '`'].iter().any(|mark| before.matches(*mark).count() % 2 == 1);
    let in_braces = |before: &str| before.matches('{').count() > before.matches('}').count() && !in_quotes(before);
    let marks = line.match_indices(join::WIDE_COMMAS);
    let mut marks = marks.filter(|(at, mark)| in_braces(&line[..*at]) && is_key(&line[at + mark.len()..]).is_some());
    let (place, mark) = marks.next()?;
    let start = (line_start + place) as u32;
    let span = Span { file: at.file, start, end: start + mark.len() as u32 };
    let message = format!("`{mark}` parts nothing here, only `,` does");
    Some(Diagnostic::error(CODE, span, message).help("write `, `").instead(Some(Instead::certain(", "))))
}

/// A value that must stand in quotes.
fn unquoted(text: &str, at: Span) -> Option<Diagnostic> {
    let line_start = text[..at.start as usize].rfind('\n').map_or(0, |i| i + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let (start, value) = value(line, (at.start as usize - line_start).min(line.len()))?;
    let first = value.chars().next()?;
    let after_brackets = first == '[' && value.rfind(']').is_some_and(|end| end + 1 < value.len());
    let colon = value.contains(": ") && !value.starts_with(['{', '[', '"', '\'', '-']);
    let after_quotes = (first == '"' || first == '\'') && value[1..].find(first).is_some_and(|i| i + 2 < value.len());
    let reason = if SIGNS.contains(&first) || after_brackets {
        sign_reason(first)
    } else if after_quotes {
        format!("text follows the closing {first}")
    } else if colon {
        "`: ` begins a new value in YAML".to_string()
    } else if let Some(bracket) = value.find(['[', '{']).filter(|at| *at > 0) {
        let bracket = &value[bracket..=bracket];
        format!("inside `{{ … }}`, `{bracket}` begins a new value in YAML")
    } else {
        return None;
    };
    let comma = colon.then(|| missing_comma(&line[..start], value)).flatten();
    let start = (line_start + start) as u32;
    let span = Span { file: at.file, start, end: start + value.len() as u32 };
    Some(Diagnostic::error(CODE, span, "this text needs quotes").label(reason).help(comma.unwrap_or(in_quotes(value))))
}

/// `{ on: t when: a }`: inside braces a second key may want a comma rather than quotes.
fn missing_comma(before: &str, value: &str) -> Option<String> {
    let (left, _) = value.split_once(": ")?;
    let (_, key) = left.rsplit_once(' ')?;
    let is_key = before.contains('{') && !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_key.then(|| format!("put a comma before `{key}`, or the text in double quotes"))
}

/// Why a text that begins so must be quoted.
pub(super) fn sign_reason(sign: char) -> String {
    match sign {
        '`' => "no plain text in YAML may begin with a backtick".to_string(),
        sign => format!("no plain text in YAML may begin with `{sign}`"),
    }
}

/// What to write instead of a plain text.
pub(super) fn in_quotes(value: &str) -> String {
    if value.contains('"') || value.contains('\\') {
        format!("put it in single quotes: `'{}'`", value.replace('\'', "''"))
    } else {
        format!("put it in double quotes: `\"{value}\"`")
    }
}

/// The value at a column of a line, and where it begins: what follows the key of the line, or
/// inside `{ … }` what follows the last key before the column.
fn value(line: &str, column: usize) -> Option<(usize, &str)> {
    let item = line.len() - line.trim_start_matches([' ', '-']).len();
    let block = match line[item..].starts_with(['{', '[']) {
        true => item,
        false => line[item..].find(": ").map(|at| item + at + 2).or((item > 0).then_some(item))?,
    };
    let block = block + (line[block..].len() - line[block..].trim_start().len());
    let inside = line[block..].starts_with('{') && column > block;
    if !inside {
        return Some((block, until_end(&line[block..], false)));
    }
    let before = &line[block..column];
    let start = block + [": ", ", ", "{"].iter().filter_map(|m| before.rfind(m).map(|i| i + m.len())).max()?;
    let start = start + (line[start..].len() - line[start..].trim_start().len());
    Some((start, until_end(&line[start..], true)))
}

/// A value up to where it was meant to end: a comma of the braces around it, a bracket that closes
/// what it did not open, a comment.
fn until_end(rest: &str, in_braces: bool) -> &str {
    let (mut depth, mut in_quotes, mut last) = (0, false, ' ');
    for (at, c) in rest.char_indices() {
        match c {
            '"' => in_quotes = !in_quotes,
            _ if in_quotes => {}
            '{' | '[' | '(' => depth += 1,
            '}' | ']' | ')' if depth == 0 => return rest[..at].trim_end(),
            '}' | ']' | ')' => depth -= 1,
            ',' if in_braces && depth == 0 => return rest[..at].trim_end(),
            '#' if last == ' ' => return rest[..at].trim_end(),
            _ => {}
        }
        last = c;
    }
    rest.trim_end()
}

/// A quoted text, a `{` or a `[` that is never closed: found on the lines above.
fn unclosed(text: &str, at: Span, message: &str) -> Option<Diagnostic> {
    let signs: &[(char, char)] = match message {
        m if m.contains("quoted scalar") => &[('"', '"'), ('\'', '\'')],
        m if m.contains("expected ',' or '}'") => &[('{', '}')],
        m if m.contains("expected ',' or ']'") => &[('[', ']')],
        _ => return None,
    };
    let mut end = text[..at.start as usize].rfind('\n').map_or(0, |i| i + 1);
    while end > 0 {
        let start = text[..end - 1].rfind('\n').map_or(0, |i| i + 1);
        let line = &text[start..end];
        for (open, close) in signs {
            let odd = open == close && line.matches(*open).count() % 2 == 1;
            if odd || (open != close && line.matches(*open).count() > line.matches(*close).count()) {
                let from = start + line.find(*open)?;
                let span = Span { file: at.file, start: from as u32, end: from as u32 + 1 };
                let message = format!("this `{open}` is not closed");
                let finding = Diagnostic::error(CODE, span, message).related(to_line_end(text, at), "read on to here");
                return Some(finding.help(format!("a `{close}` is missing")));
            }
        }
        end = start;
    }
    None
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
    } else if message.contains("did not find expected '-' indicator") {
        "a key and a line of a list stand beside each other".to_string()
    } else if message.contains("did not find expected ',' or '}'") {
        "a `{` above is not closed, or a comma is missing".to_string()
    } else if message.contains("did not find expected ',' or ']'") {
        "a `[` above is not closed, or a comma is missing".to_string()
    } else if message.contains("expected ':'") {
        "a `:` is missing after this key".to_string()
    } else if message.contains("unknown escape") {
        "a `\\` in this text begins nothing known".to_string()
    } else if message.contains("non-finite") {
        "a number must be finite".to_string()
    } else if message.contains("mapping values are not allowed") {
        "there can be no key and value here".to_string()
    } else if message.contains("unclosed bracket") {
        "this bracket is not closed".to_string()
    } else {
        message.to_string()
    }
}

fn help(message: &str) -> Option<&'static str> {
    if message.contains("did not find expected key") || message.contains("ndentation") {
        Some("keys that belong together must begin in the same column")
    } else if message.contains("Documents") {
        Some("a policy is one document: remove the line `---`, or move the rest to a file of its own")
    } else if message.contains("did not find expected '-' indicator") {
        Some("a policy is made of keys, `name: …`, without a dash before them; every line of a list has one")
    } else if message.contains("unknown escape") {
        Some("inside double quotes write `\\\\` for a backslash, or use single quotes")
    } else if message.contains("mapping values are not allowed") {
        Some("it is below a value: indent it as the keys above, or put the text in double quotes")
    } else if message.contains("unclosed bracket") {
        Some("close the bracket, or put the text in double quotes")
    } else {
        None
    }
}

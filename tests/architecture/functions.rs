//! No function is too long to be read at once.

use super::code::bare;
use super::{files, is_test};

/// Lines no function may exceed.
const LONGEST: usize = 60;
/// Few may have more lines than this …
const LONG: usize = 45;
/// … namely so many.
const MOST_LONG: usize = 10;

/// Every function of a source text: its name, its first line and its number of lines.
fn functions(text: &str) -> Vec<(String, usize, usize)> {
    let bare = bare(text);
    let mut found = Vec::new();
    for (at, _) in bare.match_indices("fn ") {
        if bare[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let name: String = bare[at + 3..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if let (false, Some(end)) = (name.is_empty(), end(&bare, at)) {
            let first = bare[..at].matches('\n').count() + 1;
            found.push((name, first, bare[at..end].matches('\n').count() + 1));
        }
    }
    found
}

/// Where the function that starts there ends; `None` where it has no body.
fn end(bare: &str, at: usize) -> Option<usize> {
    let mut depth = 0i32;
    for (offset, c) in bare[at..].char_indices() {
        match c {
            ';' if depth == 0 => return None,
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            _ => {}
        }
        if c == '}' && depth == 0 {
            return Some(at + offset + 1);
        }
    }
    None
}

#[test]
fn no_function_is_longer_than_60_lines_and_few_than_45() {
    let mut long = Vec::new();
    let mut seen = 0;
    for (file, text) in files().iter().filter(|(file, _)| !is_test(file)) {
        let all = functions(text);
        seen += all.len();
        long.extend(
            all.into_iter().filter(|f| f.2 > LONG).map(|(name, line, lines)| (lines, format!("{file}:{line} {name}"))),
        );
    }
    long.sort();
    assert!(seen > 1500, "only {seen} functions were found");
    assert!(long.iter().all(|(lines, _)| *lines <= LONGEST) && long.len() <= MOST_LONG, "{long:#?}");
}

#[test]
fn a_function_ends_at_its_own_brace() {
    let text = "trait T {\n fn none();\n}\nfn one(a: [u8; 3]) {\n let f = \"}\";\n if a { b }\n}\nfn two() {}\n";
    let found = functions(text);
    assert_eq!(found, [("one".to_string(), 4, 4), ("two".to_string(), 8, 1)]);
}

use super::IssueCode;
use std::collections::HashSet;

#[test]
fn every_code_has_its_own_word() {
    let words: HashSet<&str> = IssueCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(words.len(), IssueCode::ALL.len());
}

#[test]
fn codes_and_their_descriptions() {
    let line = |code: &IssueCode| {
        let kind = if code.is_note() { "note" } else { "issue" };
        format!("{} ({kind}): {} → {}", code.as_str(), code.found(), code.done())
    };
    let lines: Vec<String> = IssueCode::ALL.iter().map(line).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

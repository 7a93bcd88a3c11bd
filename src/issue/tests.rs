use super::{IssueCode, Listing};
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

#[test]
fn the_first_are_listed_and_the_rest_counted() {
    let mut listing = Listing::new(3);
    assert_eq!([(); 4].map(|()| listing.admits()), [true, true, true, false]);
    assert_eq!((listing.admits_of(5), listing.rest()), (0, 6));
    assert_eq!((Listing::new(3).admits_of(2), Listing::new(3).admits_of(7)), (2, 3));
}

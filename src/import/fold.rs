//! Names of sheets and headers, compared the way people read them.

use crate::value::is_direction;
use unicode_normalization::{UnicodeNormalization, is_nfkc};

/// A name with case, character width and runs of white space folded away.
pub(super) fn fold(name: &str) -> String {
    let plain: String = match is_settled(name) {
        true => name.to_ascii_lowercase(),
        false => name.nfkc().flat_map(char::to_lowercase).nfkc().collect(),
    };
    let mut folded = String::with_capacity(plain.len());
    for word in trim(&plain).split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// The ways a name of the policy may stand in a workbook: as it is, and with blanks for `_`.
pub(super) fn spellings(name: &str) -> impl Iterator<Item = String> {
    let folded = fold(name);
    let spaced = fold(&folded.replace('_', " "));
    let second = (spaced != folded).then_some(spaced);
    std::iter::once(folded).chain(second)
}

/// Whether a folded name is what a folded pattern says, in which `*` means any text.
pub(super) fn like(pattern: &str, name: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut name) = name.strip_prefix(first) else { return false };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return name.ends_with(part);
        }
        let Some(at) = name.find(part) else { return false };
        name = &name[at + part.len()..];
    }
    true
}

/// White space of every kind at both ends cut off, marks without width too.
pub(super) fn trim(text: &str) -> &str {
    if let [first, .., last] = text.as_bytes()
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return text;
    }
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}') || is_direction(c))
}

/// Whether a folded text begins with a word: no letter or digit goes on behind it.
pub(super) fn begins_with(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Whether a folded text ends with a word.
pub(super) fn ends_with(text: &str, word: &str) -> bool {
    text.strip_suffix(word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
}

/// Whether a text is of characters alone that folding leaves as they are, but for the case of ASCII letters:
/// most texts are, and asking is many times faster than folding.
fn is_settled(text: &str) -> bool {
    let settled =
        |mark: char| matches!(mark, '\0'..='\x7f' | 'ぁ'..='ゖ' | 'ァ'..='ー' | '一'..='\u{9fff}' | '가'..='힣');
    text.is_ascii() || text.chars().all(settled)
}

/// Brings key text into its one form (NFKC), in place.
pub(super) fn normalise(text: &mut String) {
    if !is_settled(text) && !is_nfkc(text) {
        *text = text.nfkc().collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// As [`fold`] and [`normalise`] would do without looking first.
    fn slowly(text: &str) -> (String, String) {
        let plain: String = text.nfkc().flat_map(char::to_lowercase).nfkc().collect();
        let words: Vec<&str> = trim(&plain).split_whitespace().collect();
        (words.join(" "), text.nfkc().collect())
    }

    fn quickly(text: &str) -> (String, String) {
        let mut normal = text.to_string();
        normalise(&mut normal);
        (fold(text), normal)
    }

    #[test]
    fn every_character_taken_as_it_is_is_folded_as_it_should_be() {
        let joins =
            |mark: &char| matches!(mark, '\u{300}'..='\u{36f}' | '\u{1100}'..='\u{11ff}' | '\u{3099}'..='\u{309a}');
        for mark in ('\0'..='\u{ffff}').filter(|mark| is_settled(&mark.to_string()) || joins(mark)) {
            // Beside a letter that marks may join with.
            for text in [mark.to_string(), format!("a{mark}"), format!("か{mark}"), format!("가{mark}")] {
                assert_eq!(quickly(&text), slowly(&text), "{text:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn texts_are_folded_as_they_should_be(text in "[ -~ぁ-ゖァ-ー一-龯가-힣\u{1100}-\u{11ff}\u{3099}Ａ-ｚé\u{301}]{0,12}") {
            prop_assert_eq!(quickly(&text), slowly(&text));
        }
    }
}

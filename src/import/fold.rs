//! Names of sheets and headers, compared the way people read them.

use unicode_normalization::{UnicodeNormalization, is_nfkc};

/// A name with case, character width and runs of white space folded away.
pub(super) fn fold(name: &str) -> String {
    let plain: String = name.nfkc().flat_map(char::to_lowercase).nfkc().collect();
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

/// White space of every kind at both ends cut off, marks without width too.
pub(super) fn trim(text: &str) -> &str {
    if let [first, .., last] = text.as_bytes()
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return text;
    }
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
}

/// Brings key text into its one form (NFKC), in place.
pub(super) fn normalise(text: &mut String) {
    if !text.is_ascii() && !is_nfkc(text) {
        *text = text.nfkc().collect();
    }
}

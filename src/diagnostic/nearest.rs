//! The nearest right word.

use super::Instead;
use crate::source::{Sources, Span};
use strsim::damerau_levenshtein;

/// The candidate most like the word, where one is like enough to be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase();
    let length = folded.chars().count();
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .map(|candidate| {
            let other = candidate.to_lowercase();
            let part =
                length >= 3 && (other.contains(&folded) || (other.chars().count() >= 3 && folded.contains(&other)));
            (if part { 1 } else { damerau_levenshtein(&folded, &other) }, candidate)
        })
        .filter(|(distance, candidate)| {
            let longer = length.max(candidate.chars().count());
            // A word in which every letter differs is not like it at all.
            *distance <= (longer / 3).max(1) && *distance < longer
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// What to write for a word of the language: certain where one letter is wrong and nothing else is as near.
pub fn word_instead<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Option<Instead> {
    let near = nearest(word, known.clone())?;
    Some(Instead { text: near.to_string(), certain: is_slip(word, near, known) })
}

/// What to write for a name of the policy that stands at a place. Which of two spellings is the wrong
/// one only their number tells: it is certain where the other one is written as often at least.
pub fn name_instead<'a>(
    word: &str,
    span: Span,
    known: impl IntoIterator<Item = &'a str> + Clone,
    sources: &Sources,
) -> Option<Instead> {
    let near = word_instead(word, known)?;
    // A sheet or a table in CSV is shown, but not written here as it stands in its file.
    if sources.text(span) != word || !sources.file(span.file).cells.is_empty() {
        return None;
    }
    let certain = near.certain && sources.mentions(&near.text) >= sources.mentions(word);
    Some(Instead { certain, ..near })
}

/// Whether the word is the other one with one letter wrong, and no third word is as near.
fn is_slip<'a>(word: &str, meant: &str, known: impl IntoIterator<Item = &'a str>) -> bool {
    const SHORTEST: usize = 3;
    let distance = |other: &str| damerau_levenshtein(&word.to_lowercase(), &other.to_lowercase());
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let rivals = known.into_iter().filter(|other| *other != meant && distance(other) <= 1).count();
    // Another number is another thing, not a slip: `sales_2025` for `sales_2026`.
    word.chars().count() >= SHORTEST && distance(meant) <= 1 && rivals == 0 && digits(word) == digits(meant)
}

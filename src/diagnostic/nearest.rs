//! The nearest right word.

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

//! Rows that are sums of other rows.

use super::fold::fold;

/// Words that stand for a total, folded.
const WORDS: [&str; 41] = [
    "total",
    "totals",
    "grand total",
    "sub total",
    "subtotal",
    "sub-total",
    "sum",
    "overall total",
    "report total",
    "合計",
    "総計",
    "小計",
    "総合計",
    "合计",
    "总计",
    "小计",
    "总和",
    "總計",
    "小計額",
    "合計額",
    "計",
    "합계",
    "총계",
    "소계",
    "총합계",
    "누계",
    "total général",
    "total general",
    "total generale",
    "sous-total",
    "sous total",
    "somme",
    "totale",
    "totaal",
    "summe",
    "gesamt",
    "gesamtsumme",
    "gesamtergebnis",
    "zwischensumme",
    "итого",
    "всего",
];

/// Marks that may stand around the word.
const MARKS: [char; 4] = [':', '.', '*', ' '];

/// Letters one of which every word that is not ASCII has, so that other texts need not be folded.
const LETTERS: [char; 13] = ['計', '计', '和', '계', 'é', 'É', 'о', 'О', 'ｏ', 'Ｏ', 'ｕ', 'Ｕ', '：'];

/// Whether the text is a word for a total, with or without a colon.
pub(super) fn is_total_word(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    if text.is_ascii() {
        let bare = text.trim_matches(MARKS);
        return WORDS.iter().any(|word| bare.eq_ignore_ascii_case(word));
    }
    text.contains(LETTERS) && {
        let folded = fold(text);
        let bare = folded.trim_matches(MARKS);
        WORDS.contains(&bare) || WORDS.contains(&bare.replace(' ', "").as_str())
    }
}

//! Words for totals and remarks.

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

/// Words of a total that stand beside others (`North Total`, `Total Nord`, `小計(8%)`), folded.
const PARTS: [&str; 27] = [
    "total",
    "totals",
    "subtotal",
    "sub-total",
    "sous-total",
    "totale",
    "totaal",
    "summe",
    "gesamt",
    "gesamtsumme",
    "gesamtergebnis",
    "zwischensumme",
    "somme",
    "suma",
    "sum",
    "итого",
    "всего",
    "合計",
    "小計",
    "総計",
    "集計",
    "合计",
    "小计",
    "总计",
    "汇总",
    "합계",
    "소계",
];

/// Words of a total in scripts that do not part words by blanks.
const UNPARTED: [&str; 15] = [
    "合計", "小計", "総計", "集計", "合计", "小计", "总计", "总和", "汇总", "總計", "합계", "소계", "총계", "누계",
    "요약",
];

/// Whether a word for a total is part of the text.
pub(super) fn has_total_word(text: &str) -> bool {
    if text.len() > 80 {
        return false;
    }
    if text.is_ascii() {
        let mut words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
        return words.any(|word| PARTS.iter().any(|part| word.eq_ignore_ascii_case(part)));
    }
    if UNPARTED.iter().any(|word| text.contains(word)) {
        return true;
    }
    let folded = fold(text);
    folded.split(|c: char| !(c.is_alphanumeric() || c == '-')).any(|word| PARTS.contains(&word))
}

/// What a remark below a table begins with, folded.
const REMARKS: [&str; 44] = [
    "source",
    "note",
    "notes",
    "page",
    "printed",
    "generated",
    "created",
    "exported",
    "as of",
    "data from",
    "remark",
    "remarks",
    "report",
    "quelle",
    "stand",
    "hinweis",
    "seite",
    "anmerkung",
    "erstellt",
    "fuente",
    "nota",
    "notas",
    "página",
    "fonte",
    "pagina",
    "remarque",
    "出典",
    "注",
    "備考",
    "作成",
    "出所",
    "ページ",
    "来源",
    "备注",
    "说明",
    "数据来源",
    "制表",
    "출처",
    "주:",
    "주)",
    "비고",
    "작성",
    "참고",
    "페이지",
];

/// Whether a text that stands alone in its row looks like a remark: it begins like one, or with a mark.
pub(super) fn is_remark(text: &str) -> bool {
    let folded = fold(text);
    let marked = folded.starts_with(['*', '※', '†', '‡', '(', '[', '（', '#']);
    let begins = |word: &&&str| {
        let rest = folded.strip_prefix(**word);
        rest.is_some_and(|rest| !word.is_ascii() || !rest.starts_with(|c: char| c.is_alphanumeric()))
    };
    marked || REMARKS.iter().find(begins).is_some()
}

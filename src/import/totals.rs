//! Words for totals and remarks.

use super::fold::fold;

/// Words that stand for a total, folded.
const WORDS: [&str; 84] = [
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
    "월계",
    "일계",
    "주계",
    "월누계",
    "계",
    "月計",
    "日計",
    "年計",
    "累計",
    "中計",
    "月计",
    "日计",
    "累计",
    "本月合计",
    "本月累计",
    "本年累计",
    "running total",
    "month total",
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
    "razem",
    "suma",
    "łącznie",
    "toplam",
    "genel toplam",
    "tổng",
    "tổng cộng",
    "summa",
    "yhteensä",
    "i alt",
    "celkem",
    "spolu",
    "összesen",
    "ukupno",
    "skupaj",
    "jumlah",
    "soma",
    "totalt",
    "σύνολο",
    "المجموع",
    "الإجمالي",
    "סה\"כ",
    "รวม",
    "รวมทั้งหมด",
    "कुल",
];

/// Marks that may stand around the word.
const MARKS: [char; 13] = [':', '.', '*', ' ', '[', ']', '(', ')', '<', '>', '【', '】', '-'];

/// Letters one of which every word that is not ASCII has, so that other texts need not be folded.
const LETTERS: [char; 30] = [
    '計', '计', '和', '계', 'é', 'É', 'о', 'О', 'ｏ', 'Ｏ', 'ｕ', 'Ｕ', '：', 'ł', 'Ł', 'ổ', 'Ổ', 'ä', 'Ä', 'ö', 'Ö',
    'σ', 'Σ', 'ا', 'ס', 'ร', 'क', 'ộ', 'ο', 'Ο',
];

/// Whether the text is a word for a total, with or without a colon.
pub(super) fn is_total_word(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    if text.is_ascii() {
        let bare = text.trim_matches(MARKS);
        if !may_be_a_word(bare) {
            return false;
        }
        return WORDS.iter().any(|word| bare.eq_ignore_ascii_case(word));
    }
    text.contains(LETTERS) && {
        let folded = fold(text);
        let bare = folded.trim_matches(MARKS);
        WORDS.contains(&bare) || WORDS.contains(&bare.replace(' ', "").as_str())
    }
}

/// Whether an ASCII text is as long as a word and ends like one: most texts of a million rows are codes.
fn may_be_a_word(text: &str) -> bool {
    text.len() > 2 && text.as_bytes().last().is_some_and(u8::is_ascii_alphabetic)
}

/// Whether a text may hold a word that says what its row is: most texts of large columns are codes. Each such word of
/// ASCII letters has three of them that stand together at least.
pub(super) fn may_have_word(text: &str) -> bool {
    let mut run = 0;
    for byte in text.bytes() {
        if !byte.is_ascii() {
            return true;
        }
        run = if byte.is_ascii_alphabetic() { run + 1 } else { 0 };
        if run == 3 {
            return true;
        }
    }
    false
}

/// Words of a total that stand beside others (`North Total`, `Total Nord`, `小計(8%)`), folded.
const PARTS: [&str; 46] = [
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
    "razem",
    "łącznie",
    "toplam",
    "toplamı",
    "tổng",
    "yhteensä",
    "celkem",
    "spolu",
    "összesen",
    "ukupno",
    "jumlah",
    "totalt",
    "σύνολο",
    "المجموع",
    "รวม",
    // At the end of a printed page and at the start of the next one.
    "carried",
    "brought",
    "übertrag",
    "перенос",
];

/// Words of a total in scripts that do not part words by blanks.
const UNPARTED: [&str; 19] = [
    "合計",
    "小計",
    "総計",
    "集計",
    "合计",
    "小计",
    "总计",
    "总和",
    "汇总",
    "總計",
    "합계",
    "소계",
    "총계",
    "누계",
    "요약",
    "繰越",
    "이월",
    "过次页",
    "承前页",
];

/// Whether a word for a total is part of the text.
pub(super) fn has_total_word(text: &str) -> bool {
    if text.len() > 80 {
        return false;
    }
    if text.is_ascii() {
        let mut words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
        return words.any(|word| may_be_a_word(word) && PARTS.iter().any(|part| word.eq_ignore_ascii_case(part)));
    }
    if UNPARTED.iter().any(|word| text.contains(word)) {
        return true;
    }
    let folded = fold(text);
    folded.split(|c: char| !(c.is_alphanumeric() || c == '-')).any(|word| PARTS.contains(&word))
}

/// What a row says of the rows above it, apart from their sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Summary {
    Mean,
    Most,
    Least,
    Count,
}

/// Words for it, folded.
const SUMMARIES: [(Summary, &[&str]); 4] = [
    (
        Summary::Mean,
        &[
            "average",
            "avg",
            "mean",
            "durchschnitt",
            "mittelwert",
            "moyenne",
            "promedio",
            "media",
            "média",
            "gemiddelde",
            "среднее",
            "平均",
            "平均値",
            "平均值",
            "平均数",
            "평균",
            "평균값",
        ],
    ),
    (Summary::Most, &["maximum", "max", "máximo", "massimo", "最大", "最大値", "最大值", "최대", "최댓값", "최대값"]),
    (Summary::Least, &["minimum", "min", "mínimo", "minimo", "最小", "最小値", "最小值", "최소", "최솟값", "최소값"]),
    (
        Summary::Count,
        &[
            "count", "rows", "records", "zeilen", "anzahl", "nombre", "número", "numero", "aantal", "件数", "行数",
            "個数", "计数", "건수",
        ],
    ),
];

/// Letters one of which every word of these that is not ASCII has.
const SUMMARY_LETTERS: [char; 18] =
    ['é', 'É', 'á', 'Á', 'í', 'Í', 'ú', 'Ú', 'е', 'Е', '平', '평', '最', '최', '数', '数', '计', '건'];

/// What a text names, alone or as the last or first word of it (`North Average`, `Durchschnitt Nord`).
pub(super) fn summary(text: &str) -> Option<(Summary, bool)> {
    if text.len() > 60 || !(text.is_ascii() || text.contains(SUMMARY_LETTERS)) {
        return None;
    }
    // Codes are many, and none of them is a word.
    if !text.contains(' ') && text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let of = |word: &str| {
        let named = |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
        SUMMARIES.iter().find(|(_, words)| named(words)).map(|(summary, _)| *summary)
    };
    let folded = if text.is_ascii() { std::borrow::Cow::Borrowed(text.trim()) } else { fold(text).into() };
    let bare = folded.trim_matches(MARKS);
    if let Some(summary) = of(bare) {
        return Some((summary, true));
    }
    let first = bare.split(' ').next().and_then(of);
    first.or_else(|| bare.rsplit(' ').next().and_then(of)).map(|summary| (summary, false))
}

/// What a page line says: the page, and perhaps how many there are.
pub(super) fn is_page_line(text: &str) -> bool {
    let folded = fold(text);
    let bare = folded.trim_matches(|mark: char| "-–—・· ".contains(mark));
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || " /.".contains(c));
    let words = [
        "page",
        "seite",
        "pagina",
        "página",
        "blad",
        "ページ",
        "頁",
        "页",
        "第",
        "共",
        "of",
        "von",
        "de",
        "di",
        "van",
        "sur",
        "쪽",
        "페이지",
        "p.",
    ];
    let mut rest = bare.to_string();
    let named = words.iter().filter(|word| !["of", "von", "de", "di", "van", "sur"].contains(word));
    let is_named = named.clone().any(|word| bare.starts_with(word) || bare.ends_with(word));
    words.iter().for_each(|word| rest = rest.replace(word, " "));
    is_named && digits(rest.trim())
}

/// What a remark below a table begins with, folded.
const REMARKS: [&str; 58] = [
    "source",
    "note",
    "notes",
    "page",
    "printed",
    "generated",
    "created",
    "exported",
    "as of",
    "print date",
    "run date",
    "last updated",
    "prepared by",
    "gedruckt",
    "druckdatum",
    "imprimé",
    "impreso",
    "stampato",
    "出力日",
    "印刷日",
    "打印",
    "인쇄",
    "출력",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_may_be_one() {
        let summaries = SUMMARIES.iter().flat_map(|(_, words)| words.iter());
        let all = WORDS.iter().chain(&PARTS).chain(&UNPARTED).chain(summaries);
        let none: Vec<&&str> = all.filter(|word| !may_have_word(word)).collect();
        assert!(none.is_empty(), "{none:?}");
    }
}

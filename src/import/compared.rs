//! Words for what stands below a total beside it: an earlier period, a change, a share.

use super::fold::{begins_with, ends_with, fold};
use super::totals::has_total_word;

/// Words that begin or end such a label, folded.
const WORDS: [&str; 60] = [
    "previous",
    "prev",
    "prev.",
    "prior",
    "last year",
    "last month",
    "year ago",
    "py",
    "ly",
    "change",
    "changes",
    "growth",
    "difference",
    "diff",
    "diff.",
    "variance",
    "share",
    "yoy",
    "mom",
    "qoq",
    "vs",
    "vs.",
    "versus",
    "percent",
    "thereof",
    "of which",
    "vorjahr",
    "vorjahres",
    "vormonat",
    "vorperiode",
    "veränderung",
    "abweichung",
    "wachstum",
    "differenz",
    "anteil",
    "davon",
    "n-1",
    "variation",
    "écart",
    "évolution",
    "croissance",
    "précédent",
    "précédente",
    "anterior",
    "variación",
    "diferencia",
    "crecimiento",
    "precedente",
    "variazione",
    "differenza",
    "crescita",
    "variação",
    "diferença",
    "crescimento",
    "verschil",
    "groei",
    "vorig jaar",
    "изменение",
    "прирост",
    "zmiana",
];

/// Words of such labels in scripts that do not part words by blanks.
const UNPARTED: [&str; 40] = [
    "前年",
    "前期",
    "前月",
    "昨年",
    "増減",
    "差異",
    "差額",
    "伸び率",
    "伸長率",
    "成長率",
    "構成比",
    "比率",
    "達成率",
    "予算比",
    "対比",
    "전년",
    "전월",
    "작년",
    "증감",
    "차이",
    "차액",
    "성장률",
    "증가율",
    "증감률",
    "비율",
    "구성비",
    "비중",
    "달성률",
    "上年",
    "去年",
    "上月",
    "同期",
    "增长",
    "增减",
    "差异",
    "差额",
    "占比",
    "同比",
    "环比",
    "完成率",
];

/// Whether a label speaks of a comparison: it has one of the words at either end, or is a total once more.
pub(super) fn is_compared(label: &str) -> bool {
    if label.len() > 80 {
        return false;
    }
    let folded = fold(label);
    let bare = folded.trim_matches(|mark: char| " :*.%()+-±/Δ".contains(mark));
    // `Margin %` is a share, `VAT 19 %` a sum.
    let is_share =
        folded.strip_suffix('%').is_some_and(|rest| !rest.trim_end().ends_with(|c: char| c.is_ascii_digit()));
    has_total_word(label)
        || is_share
        || WORDS.iter().any(|word| begins_with(bare, word) || ends_with(bare, word))
        || UNPARTED.iter().any(|word| bare.contains(word))
}

#[cfg(test)]
mod tests {
    use super::is_compared;

    #[test]
    fn labels_of_comparisons_have_their_word_at_an_end() {
        for label in
            ["Change %", "Δ Growth", "% change", "Total prev year", "In %", "vs. 2025", "전년대비", "Davon neu"]
        {
            assert!(is_compared(label), "{label}");
        }
        for label in ["Exchange rate", "Changelog Ltd", "Sharepoint", "The Prior Group", "VAT", "North", ""] {
            assert!(!is_compared(label), "{label}");
        }
    }
}

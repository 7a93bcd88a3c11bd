//! Units that headers add to the name of a column: `Weight [kg]`, `Amount (TEUR)`, `Sales, k€`.

use super::fold::fold;
use crate::value::Currency;

/// What the unit of a header does to its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// It is the unit they are in.
    Plain,
    /// They are a part of it, or may be: thousands, millions, hundredths.
    Scaled,
}

/// Units of amounts and measures, folded and without blanks and points.
const PLAIN: [&str; 68] = [
    "kg", "g", "mg", "t", "lb", "lbs", "oz", "l", "ml", "hl", "m2", "m3", "qm", "sqm", "sqft", "km", "cm", "ft", "mi",
    "h", "hr", "hrs", "hours", "min", "mins", "minutes", "s", "sec", "seconds", "d", "days", "weeks", "months",
    "years", "tage", "stunden", "std", "wochen", "monate", "jahre", "pcs", "pc", "pieces", "stk", "stück", "ea", "kwh",
    "mwh", "kw", "mw", "°c", "時間", "個", "件", "本", "台", "箱", "人", "名", "日", "小时", "시간", "개", "대", "명",
    "건", "일", "회",
];

/// Parts of an amount that stand before or after its currency.
const SCALES: [&str; 46] = [
    "000",
    "000s",
    "t",
    "tsd",
    "tausend",
    "k",
    "thousand",
    "thousands",
    "m",
    "mm",
    "mio",
    "mn",
    "million",
    "millions",
    "millionen",
    "b",
    "bn",
    "mrd",
    "billion",
    "billions",
    "milliarden",
    "mil",
    "miles",
    "milliers",
    "millones",
    "tys",
    "mld",
    "lakh",
    "lakhs",
    "crore",
    "crores",
    "cr",
    "тыс",
    "млн",
    "млрд",
    "千",
    "万",
    "百万",
    "億",
    "十億",
    "亿",
    "천",
    "만",
    "백만",
    "억",
    "十亿",
];

/// What stands for a part by itself; `t` is also a ton, `b` a letter.
const ALONE: [&str; 6] = ["%", "‰", "percent", "bp", "bps", "pct"];

/// What a remark about the unit of a table begins with, folded.
const SAYS: [&str; 19] = [
    "all amounts in ",
    "all figures in ",
    "amounts in ",
    "figures in ",
    "values in ",
    "in ",
    "unit",
    "units",
    "alle angaben in ",
    "angaben in ",
    "beträge in ",
    "werte in ",
    "montants en ",
    "en ",
    "importes en ",
    "importi in ",
    "単位",
    "단위",
    "单位",
];

/// The name of a folded header without the unit it adds, and that unit as it is written.
pub(super) fn split(header: &str) -> Option<(&str, &str, Unit)> {
    let inside = [('(', ')'), ('[', ']')].into_iter().find_map(|(open, close)| {
        let (base, unit) = header.strip_suffix(close)?.rsplit_once(open)?;
        Some((base, unit, unit_of(unit)?))
    });
    let behind = || {
        [", ", " in ", " - ", " – "].into_iter().find_map(|mark| {
            let (base, unit) = header.rsplit_once(mark)?;
            Some((base, unit, unit_of(unit)?))
        })
    };
    // Without a mark between them only money is plainly a unit: `Sales EUR`, not `Sales days`.
    let bare = || {
        let (one, _) = header.rmatch_indices(' ').next()?;
        let two = header[..one].rfind(' ').into_iter();
        let unit = |at: usize| money(&settled(&header[at..])).map(|kind| (&header[..at], &header[at..], kind));
        two.chain([one]).find_map(unit)
    };
    let (base, unit, kind) = inside.or_else(behind).or_else(bare)?;
    let (base, unit) = (base.trim(), unit.trim());
    (!base.is_empty()).then_some((base, unit, kind))
}

/// What a remark above a table says its numbers are in, where that is a part of an amount: `(in thousands of EUR)`,
/// `単位：千円`.
pub(super) fn of_table(text: &str) -> Option<String> {
    if text.len() > 60 {
        return None;
    }
    let folded = fold(text);
    let bare = folded.trim_matches(|mark: char| "()[]*.: ".contains(mark));
    let rest = SAYS.iter().find_map(|word| bare.strip_prefix(word)).unwrap_or(bare);
    let unit = rest.trim_matches(|mark: char| ":( ".contains(mark));
    // A word alone, such as `miles`, may be a title.
    let told =
        rest.len() < bare.len() && unit_of(unit) == Some(Unit::Scaled) || money(&settled(unit)) == Some(Unit::Scaled);
    told.then(|| unit.to_string())
}

fn unit_of(text: &str) -> Option<Unit> {
    let unit = settled(text);
    if ALONE.contains(&unit.as_str()) {
        return Some(Unit::Scaled);
    }
    if PLAIN.contains(&unit.as_str()) {
        return Some(Unit::Plain);
    }
    let scale = SCALES.contains(&unit.as_str()) && unit != "b";
    money(&unit).or_else(|| scale.then_some(Unit::Scaled))
}

/// A currency, or a part of it.
fn money(unit: &str) -> Option<Unit> {
    if Currency::is_named(unit) {
        return Some(Unit::Plain);
    }
    let before = SCALES.iter().filter_map(|scale| unit.strip_prefix(scale));
    let behind = SCALES.iter().filter_map(|scale| unit.strip_suffix(scale));
    before.chain(behind).any(Currency::is_named).then_some(Unit::Scaled)
}

/// Without blanks, points and small words: `in Tsd. €`, `EUR '000`.
fn settled(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| !["in", "of", "en"].contains(word));
    words.collect::<String>().replace(['.', '\''], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_say_what_a_table_is_in() {
        for text in [
            "in TEUR",
            "(in thousands of EUR)",
            "All amounts in USD million",
            "単位：千円",
            "(단위: 백만원)",
            "单位：万元",
            "Angaben in Tsd. €",
            "k€",
        ] {
            assert!(of_table(text).is_some(), "{text}");
        }
        for text in ["Sales 2026", "in EUR", "miles", "K", "Units", "in Berlin", "単位：円", "Unit costs"] {
            assert_eq!(of_table(text), None, "{text}");
        }
    }

    #[test]
    fn units_are_told_from_other_words() {
        for (header, base, kind) in [
            ("weight [kg]", "weight", Unit::Plain),
            ("amount (eur)", "amount", Unit::Plain),
            ("amount in €", "amount", Unit::Plain),
            ("sales eur", "sales", Unit::Plain),
            ("売上(円)", "売上", Unit::Plain),
            ("amount (teur)", "amount", Unit::Scaled),
            ("sales, k€", "sales", Unit::Scaled),
            ("sales in tsd. €", "sales", Unit::Scaled),
            ("sales (eur '000)", "sales", Unit::Scaled),
            ("sales [usd m]", "sales", Unit::Scaled),
            ("umsatz mio. eur", "umsatz", Unit::Scaled),
            ("売上(百万円)", "売上", Unit::Scaled),
            ("매출(천원)", "매출", Unit::Scaled),
            ("margin (%)", "margin", Unit::Scaled),
        ] {
            let got = split(header).map(|(base, _, kind)| (base, kind));
            assert_eq!(got, Some((base, kind)), "{header}");
        }
        for header in ["amount (net)", "sales units", "amount", "(eur)", "sales (2025)", "order days", "price / kg"] {
            assert_eq!(split(header), None, "{header}");
        }
    }
}

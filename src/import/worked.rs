//! Rows that are worked out from those above them, and say so: `Profit` below `Sales` and `Cost`, the closing balance
//! below the opening one and its movements.

use super::aside::{Found, NoData, Rows};
use super::fold::{begins_with, ends_with, fold};
use super::nested::digits;
use super::totals::may_have_word;
use crate::table::{BLANK_TEXT, Column};
use crate::value::number;

/// Rows above that a result is looked for in.
const WINDOW: usize = 30;
/// The same where totals part them.
const FARTHEST: usize = 500;
/// Digits that a result has at least, so that it is no chance.
const DIGITS: usize = 3;

/// What a label says its row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Result,
    Part,
    Opening,
    Closing,
    Added,
}

/// Words that begin or end such a label, folded.
const RESULTS: [&str; 43] = [
    "profit",
    "loss",
    "net income",
    "net",
    "margin",
    "result",
    "ebit",
    "ebitda",
    "surplus",
    "deficit",
    "contribution",
    "remaining",
    "net amount",
    "gewinn",
    "verlust",
    "ergebnis",
    "überschuss",
    "rohertrag",
    "deckungsbeitrag",
    "saldo",
    "bénéfice",
    "résultat",
    "marge",
    "solde",
    "beneficio",
    "utilidad",
    "resultado",
    "margen",
    "utile",
    "risultato",
    "margine",
    "lucro",
    "winst",
    "resultaat",
    "прибыль",
    "zysk",
    "balance",
    "gross",
    "brutto",
    "netto",
    "gross profit",
    "operating income",
    "reste",
];
const OPENINGS: [&str; 18] = [
    "opening balance",
    "opening",
    "beginning balance",
    "starting balance",
    "anfangsbestand",
    "anfangssaldo",
    "eröffnungssaldo",
    "saldovortrag",
    "solde initial",
    "saldo inicial",
    "saldo iniziale",
    "beginsaldo",
    "opening stock",
    "balance b/f",
    "balance at start",
    "stock at start",
    "начальный остаток",
    "saldo początkowe",
];
const CLOSINGS: [&str; 18] = [
    "closing balance",
    "closing",
    "ending balance",
    "end balance",
    "endbestand",
    "endsaldo",
    "schlusssaldo",
    "solde final",
    "saldo final",
    "saldo finale",
    "eindsaldo",
    "closing stock",
    "balance c/f",
    "balance at end",
    "stock at end",
    "конечный остаток",
    "saldo końcowe",
    "new balance",
];
/// Words that begin the label of a row that is a part of the one above.
const PARTS: [&str; 14] = [
    "of which",
    "thereof",
    "incl",
    "including",
    "davon",
    "darunter",
    "dont",
    "di cui",
    "de los cuales",
    "de las cuales",
    "dos quais",
    "waarvan",
    "в том числе",
    "w tym",
];
/// What is added to a subtotal, or taken off it: taxes, discounts, charges.
const ADDED: [&str; 34] = [
    "vat",
    "tax",
    "sales tax",
    "gst",
    "discount",
    "rebate",
    "shipping",
    "freight",
    "postage",
    "delivery",
    "handling",
    "surcharge",
    "rounding",
    "mwst",
    "ust",
    "mehrwertsteuer",
    "umsatzsteuer",
    "rabatt",
    "skonto",
    "versand",
    "fracht",
    "tva",
    "remise",
    "livraison",
    "frais de port",
    "iva",
    "impuesto",
    "descuento",
    "envío",
    "sconto",
    "desconto",
    "btw",
    "korting",
    "ндс",
];
/// The same in scripts that do not part words by blanks.
const UNPARTED: [(Word, &[&str]); 4] = [
    (
        Word::Added,
        &[
            "부가세",
            "부가가치세",
            "세금",
            "할인",
            "배송비",
            "운임",
            "소비세",
            "消費税",
            "値引",
            "割引",
            "送料",
            "运费",
            "增值税",
            "税额",
            "税額",
            "折扣",
        ],
    ),
    (
        Word::Opening,
        &[
            "期首残高",
            "期首",
            "前月残高",
            "前期残高",
            "기초잔액",
            "기초 잔액",
            "전월잔액",
            "期初余额",
            "期初",
            "上期结余",
        ],
    ),
    (Word::Closing, &["期末残高", "期末", "当月残高", "次期残高", "기말잔액", "기말 잔액", "期末余额", "本期结余"]),
    (
        Word::Result,
        &[
            "利益", "損益", "差引", "粗利", "残高", "이익", "손익", "차감", "잔액", "利润", "利潤", "毛利", "结余",
            "余额",
        ],
    ),
];

fn word(label: &str) -> Option<Word> {
    if label.len() > 60 || !may_have_word(label) {
        return None;
    }
    let folded = fold(label);
    let bare = folded.trim_matches(|mark: char| " :*.=()".contains(mark));
    let has = |words: &[&str]| words.iter().any(|word| begins_with(bare, word) || ends_with(bare, word));
    if PARTS.iter().any(|word| begins_with(bare, word))
        || ["其中", "うち", "内 ", "(うち"].iter().any(|word| folded.starts_with(word))
    {
        return Some(Word::Part);
    }
    let unparted = UNPARTED.iter().find(|(_, words)| words.iter().any(|word| bare.contains(word)));
    let worded =
        [(Word::Opening, &OPENINGS[..]), (Word::Closing, &CLOSINGS), (Word::Result, &RESULTS), (Word::Added, &ADDED)];
    worded
        .into_iter()
        .find(|(_, words)| has(words))
        .or(unparted.map(|(word, words)| (*word, *words)))
        .map(|(word, _)| word)
}

/// Marks the rows that are worked out from others.
pub(super) fn mark(rows: &Rows<'_, '_>, found: &mut Found) {
    let words = words(rows);
    if words.is_empty() {
        return;
    }
    let numbers = rows.numbers();
    let data = rows.data(&[], found);
    let said: Vec<Option<Word>> =
        data.iter().map(|row| words.binary_search_by_key(row, |(row, _)| *row).ok().map(|at| words[at].1)).collect();
    let search = Search { numbers: &numbers, data: &data };
    let ends = ends_of_groups(rows, found, &data);
    for (at, word) in said.iter().enumerate() {
        let from = match word {
            Some(Word::Result) => search.result(at).or_else(|| search.result_of_groups(at, &ends)),
            Some(Word::Closing) => {
                let start = said[..at].iter().rposition(|word| matches!(word, Some(Word::Opening))).unwrap_or(0);
                search.sum(start, at).then_some((start, None))
            }
            Some(Word::Added) => {
                let between = between_totals(rows, found, &data[..at], &said[..at], data[at]);
                found.rows.extend(between.then_some((data[at], NoData::Added)));
                None
            }
            Some(Word::Part) => {
                let whole = said[..at].iter().rposition(|word| *word != Some(Word::Part));
                let whole = whole.filter(|whole| search.is_within(at, *whole));
                let of = whole.map(|whole| rows.sheet_rows[data[whole] as usize] + 1);
                found.rows.extend(of.map(|of| (data[at], NoData::PartOf { of })));
                None
            }
            _ => None,
        };
        let is_free = found.rows.iter().all(|(row, _)| *row != data[at]);
        let worked = from.filter(|_| is_free).and_then(|from| search.worked(rows.sheet_rows, at, from));
        found.rows.extend(worked.map(|worked| (data[at], worked)));
    }
    found.rows.sort_by_key(|(row, _)| *row);
}

/// How many rows of data stand above each total.
fn ends_of_groups(rows: &Rows<'_, '_>, found: &Found, data: &[u32]) -> Vec<usize> {
    let told = found.rows.iter().filter(|(_, what)| matches!(what, NoData::Total { .. })).map(|(row, _)| *row);
    let mut ends: Vec<usize> =
        told.chain(totals_left_out(rows, found)).map(|row| data.partition_point(|data| *data < row)).collect();
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// How many rows were used before each total that was left out.
fn totals_left_out(rows: &Rows<'_, '_>, found: &Found) -> impl Iterator<Item = u32> {
    let totals = rows.left_out.iter().zip(&found.left_out).filter(|(_, what)| what.is_some());
    totals.map(|(total, _)| total.before)
}

/// Whether a row stands right below a total, but for rows like it, and above another one.
fn between_totals(rows: &Rows<'_, '_>, found: &Found, above: &[u32], said: &[Option<Word>], row: u32) -> bool {
    let told = found.rows.iter().filter(|(_, what)| matches!(what, NoData::Total { .. } | NoData::Differs { .. }));
    let below: Vec<u32> = told.map(|(row, _)| row + 1).chain(totals_left_out(rows, found)).collect();
    let last = above.iter().zip(said).rev().find(|(_, said)| **said != Some(Word::Added)).map(|(row, _)| *row);
    let is_right_above = |first: &u32| *first <= row && last.is_some_and(|last| *first > last);
    below.iter().any(is_right_above) && below.iter().any(|first| *first > row)
}

/// Rows with a text that says so, in order.
fn words(rows: &Rows<'_, '_>) -> Vec<(u32, Word)> {
    let mut found = Vec::new();
    for (at, column) in rows.columns.iter().enumerate() {
        let (Column::Text(texts), true) = (column, rows.is_text(at)) else { continue };
        let words: Vec<Option<Word>> = texts.dictionary.iter().map(word).collect();
        if words.iter().all(Option::is_none) {
            continue;
        }
        let said = texts.codes.iter().enumerate().filter(|(_, code)| **code != BLANK_TEXT);
        found.extend(said.filter_map(|(row, code)| Some((row as u32, words[*code as usize]?))));
    }
    found.sort_by_key(|(row, _)| *row);
    found.dedup_by_key(|(row, _)| *row);
    found
}

struct Search<'a> {
    numbers: &'a [(usize, &'a [f64])],
    data: &'a [u32],
}

impl Search<'_> {
    fn values(&self, at: usize) -> impl Iterator<Item = f64> {
        self.numbers.iter().map(move |(_, values)| values[self.data[at] as usize])
    }

    /// A row that is worked out from those from a first one on, or from these less the rest of them.
    fn worked(&self, sheet_rows: &[u32], at: usize, (first, rest): (usize, Option<usize>)) -> Option<NoData> {
        let says = self.values(at).find(|value| !value.is_nan())?;
        let place = |at: usize| sheet_rows[self.data[at] as usize] + 1;
        let (of, less) = match rest {
            Some(rest) => ((place(first), place(rest - 1)), Some((place(rest), place(at - 1)))),
            None => ((place(first), place(at - 1)), None),
        };
        Some(NoData::Worked { says, of, less })
    }

    /// The first of the rows right above from which a result is made: that one less the others, of which the first comes
    /// with it, or their sum.
    fn result(&self, at: usize) -> Option<(usize, Option<usize>)> {
        let own: Vec<f64> = self.values(at).collect();
        let mut others = vec![0.0; own.len()];
        for first in (at.saturating_sub(WINDOW)..at).rev() {
            let row: Vec<f64> = self.values(first).map(|value| if value.is_nan() { 0.0 } else { value }).collect();
            if first + 1 < at && self.is_known(&own) {
                for less in [true, false] {
                    let made = row.iter().zip(&others).map(|(row, other)| if less { row - other } else { row + other });
                    if made.zip(&own).all(|(made, own)| own.is_nan() || number::equal(made, *own)) {
                        return Some((first, less.then_some(first + 1)));
                    }
                }
            }
            others.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        }
        None
    }

    /// The same where totals stand between: the rows above one of them less all those between it and the result.
    fn result_of_groups(&self, at: usize, ends: &[usize]) -> Option<(usize, Option<usize>)> {
        let own: Vec<f64> = self.values(at).collect();
        let ends = &ends[..ends.partition_point(|end| *end <= at)];
        let [.., last] = ends else { return None };
        if *last != at || !self.is_known(&own) {
            return None;
        }
        let starts = [0].into_iter().chain(ends.iter().copied());
        let is_it = |(first, rest): &(usize, usize)| {
            let signed = (*first..at).map(|row| (row, if row < *rest { 1.0 } else { -1.0 }));
            let mut made = vec![number::Sum::default(); own.len()];
            for (row, sign) in signed {
                let values = self.values(row).map(|value| if value.is_nan() { 0.0 } else { sign * value });
                made.iter_mut().zip(values).for_each(|(made, value)| made.add(value));
            }
            made.iter().zip(&own).all(|(made, own)| own.is_nan() || number::equal(made.value(), *own))
        };
        let near = |(first, rest): &(usize, usize)| first < rest && *rest < at && at - first <= FARTHEST;
        starts.zip(ends.iter().copied()).filter(near).find(is_it).map(|(first, rest)| (first, Some(rest)))
    }

    /// Whether no number of a row is larger than that of another.
    fn is_within(&self, part: usize, whole: usize) -> bool {
        let mut pairs = self.values(part).zip(self.values(whole)).filter(|(part, _)| !part.is_nan()).peekable();
        pairs.peek().is_some() && pairs.all(|(part, whole)| part.abs() <= whole.abs())
    }

    /// Whether a row is the sum of those from another one on.
    fn sum(&self, first: usize, at: usize) -> bool {
        let own: Vec<f64> = self.values(at).collect();
        let mut sums = vec![number::Sum::default(); own.len()];
        for row in first..at {
            sums.iter_mut()
                .zip(self.values(row))
                .for_each(|(sum, value)| sum.add(if value.is_nan() { 0.0 } else { value }));
        }
        let all = own.iter().zip(&sums).all(|(own, sum)| own.is_nan() || number::equal(*own, sum.value()));
        first + 1 < at && self.is_known(&own) && all
    }

    /// Whether the numbers of a row are long enough to be no chance.
    fn is_known(&self, own: &[f64]) -> bool {
        let known = own.iter().copied().filter(|value| !value.is_nan() && *value != 0.0);
        known.map(digits).sum::<usize>() >= DIGITS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_may_say_something() {
        let unparted = UNPARTED.iter().flat_map(|(_, words)| words.iter());
        let all = OPENINGS.iter().chain(&CLOSINGS).chain(&ADDED).chain(&RESULTS).chain(&PARTS).chain(unparted);
        assert_eq!(all.filter(|word| !may_have_word(word)).count(), 0);
        assert!(!may_have_word("SO00000017") && !may_have_word("2026-03-01"));
    }

    #[test]
    fn labels_of_results_and_balances_are_known() {
        for (label, wanted) in [
            ("Profit", Some(Word::Result)),
            ("Gross profit", Some(Word::Result)),
            ("= Net", Some(Word::Result)),
            ("営業利益", Some(Word::Result)),
            ("Opening balance 1 Jan", Some(Word::Opening)),
            ("期末残高", Some(Word::Closing)),
            ("Endbestand", Some(Word::Closing)),
            ("VAT 19%", Some(Word::Added)),
            ("値引", Some(Word::Added)),
            ("Nettle", None),
            ("Profiteroles", None),
            ("Sales", None),
        ] {
            assert_eq!(word(label), wanted, "{label}");
        }
    }
}

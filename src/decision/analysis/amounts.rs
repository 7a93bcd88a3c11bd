//! What the results of the rules that match come to, where they are added up or one of them is taken.

use super::Rule;
use crate::policy::model::Collect;
use crate::value::number::{self, Sum};

/// A result as a number to add up or to compare.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// Nothing, which is passed over.
    Blank,
    /// A number, or the number of a day.
    Number(f64),
    /// Worked out row by row.
    Formula,
}

/// How two of them lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// The same to the last bit.
    Same,
    /// The same where sums are exact.
    UpToRounding,
    /// Something else, or not known to be the same.
    No,
}

/// What rules come to.
#[derive(Clone, Debug)]
pub(super) struct Amounts<'r> {
    kind: Collect,
    results: Vec<OfResult<'r>>,
    /// The results in the order of the rules.
    order: Vec<&'r [String]>,
}

/// What one result comes to.
#[derive(Clone, Debug)]
struct OfResult<'r> {
    /// What the numbers come to; none where there are none to choose from.
    number: Option<f64>,
    /// That in words.
    words: String,
    /// What is worked out row by row, in order.
    formulas: Vec<&'r str>,
}

impl<'r> Amounts<'r> {
    /// Of the rules that match, of so many results.
    pub fn of(kind: Collect, rules: &[&'r Rule], results: usize) -> Amounts<'r> {
        let of = |at: usize| OfResult::of(kind, rules, at);
        let order = rules.iter().map(|rule| rule.results.as_slice()).collect();
        Amounts { kind, results: (0..results).map(of).collect(), order }
    }

    pub fn agree(&self, other: &Amounts<'_>) -> Agreement {
        if self.kind == other.kind && self.order == other.order {
            return Agreement::Same;
        }
        let pairs = self.results.iter().zip(&other.results);
        if self.results.len() != other.results.len() {
            return Agreement::No;
        }
        let mut all = Agreement::Same;
        for (a, b) in pairs {
            let formulas = !a.formulas.is_empty() || !b.formulas.is_empty();
            let bits = |number: &Option<f64>| number.map(|number| (number + 0.0).to_bits());
            let near = match (a.number, b.number) {
                (Some(a), Some(b)) => number::equal(a, b),
                (None, None) => true,
                _ => false,
            };
            if a.formulas != b.formulas || !near || (formulas && self.kind != other.kind) {
                return Agreement::No;
            }
            // In another order the last digits of a sum may be others.
            if formulas || bits(&a.number) != bits(&b.number) {
                all = Agreement::UpToRounding;
            }
        }
        all
    }

    /// Whether it is this result of a table in which one rule decides.
    pub fn is(&self, results: &[String]) -> bool {
        let plain = |of: &OfResult<'_>| of.formulas.is_empty();
        self.results.iter().all(plain) && self.words() == results.join(" and ")
    }

    /// `15`, `15 and = sales * 2`.
    pub fn words(&self) -> String {
        let one = |of: &OfResult<'_>| match (of.formulas.as_slice(), of.number) {
            ([], _) => of.words.clone(),
            (formulas, None | Some(0.0)) => formulas.join(", "),
            (formulas, _) => format!("{}, {}", of.words, formulas.join(", ")),
        };
        self.results.iter().map(one).collect::<Vec<_>>().join(" and ")
    }
}

impl<'r> OfResult<'r> {
    fn of(kind: Collect, rules: &[&'r Rule], at: usize) -> OfResult<'r> {
        let (mut sum, mut best): (Sum, Option<(f64, &str)>) = (Sum::default(), None);
        let mut formulas: Vec<&str> = Vec::new();
        for rule in rules {
            let Some(words) = rule.results.get(at).map(String::as_str) else { continue };
            match rule.amounts.get(at) {
                Some(Amount::Number(number)) => {
                    sum.add(*number);
                    let better = |(known, _): (f64, &str)| match kind {
                        Collect::Min => *number < known,
                        _ => *number > known,
                    };
                    if best.is_none_or(better) {
                        best = Some((*number, words));
                    }
                }
                Some(Amount::Blank) => {}
                Some(Amount::Formula) | None => formulas.push(words),
            }
        }
        formulas.sort_unstable();
        if kind == Collect::Sum {
            let sum = sum.value();
            return OfResult { number: Some(sum), words: number::shortest(sum), formulas };
        }
        formulas.dedup();
        let words = best.map_or("blank", |(_, words)| words).to_string();
        OfResult { number: best.map(|(number, _)| number), words, formulas }
    }
}

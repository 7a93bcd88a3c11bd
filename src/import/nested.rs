//! Totals that no word and no blank tells: each stands above its parts, or below them, in the very columns of the rows
//! it is made of, as in a pivot table. They show when the whole sheet comes apart into sums.

use super::fold::fold;
use crate::value::number;

/// What heads the labels of a pivot table, folded.
const PIVOT: [&str; 14] = [
    "row labels",
    "zeilenbeschriftungen",
    "étiquettes de lignes",
    "etiquetas de fila",
    "etiquetas de filas",
    "rótulos de linha",
    "etichette di riga",
    "rijlabels",
    "行ラベル",
    "行标签",
    "列標籤",
    "行標籤",
    "행 레이블",
    "названия строк",
];

/// Digits of the totals found that are no chance any more; a pivot table needs none.
pub(super) const DIGITS: usize = 5;
/// Rows of a sheet that is looked at.
const LEAST: usize = 5;
const MOST: usize = 100_000;
/// Levels of totals looked for.
const LEVELS: [usize; 2] = [2, 1];

/// Whether a header is that of a pivot table's labels.
pub(super) fn is_pivot(header: &str) -> bool {
    PIVOT.contains(&fold(header).as_str())
}

/// A row that is the sum of others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Parent {
    pub row: usize,
    pub parts: usize,
    /// Whether its parts stand above it.
    pub above: bool,
}

/// The rows that are sums of rows below or above them, where every row is a sum or part of one.
pub(super) fn parents(columns: &[(usize, &[f64])], rows: &[u32], pivot: bool) -> Option<Vec<Parent>> {
    if !(LEAST..=MOST).contains(&rows.len()) || columns.is_empty() {
        return None;
    }
    let mut turned = rows.to_vec();
    turned.reverse();
    for (rows, above) in [(rows, false), (turned.as_slice(), true)] {
        // The total of all may stand at the other end than those of its parts.
        for (levels, all_last) in LEVELS.into_iter().flat_map(|levels| [(levels, false), (levels, true)]) {
            let mut parse =
                Parse { columns, rows: &rows[..rows.len() - usize::from(all_last)], at: 0, found: Vec::new() };
            let Some((sums, parts)) = parse.whole(levels) else { continue };
            parse.rows = rows;
            if all_last && !parse.is_total_of_all(&sums, parts) {
                continue;
            }
            if parse.is_no_chance(pivot) {
                let back = |at: usize| if above { rows.len() - 1 - at } else { at };
                let turn = |parent: &Parent| Parent { row: back(parent.row), above: parent.above != above, ..*parent };
                return Some(parse.found.iter().map(turn).collect());
            }
        }
    }
    None
}

/// Reads rows as totals, each followed by its parts.
struct Parse<'a> {
    columns: &'a [(usize, &'a [f64])],
    rows: &'a [u32],
    at: usize,
    found: Vec<Parent>,
}

impl Parse<'_> {
    /// Reads all rows so, with that many levels of totals above each row; what the first level adds up to, and how many
    /// totals it has.
    fn whole(&mut self, levels: usize) -> Option<(Vec<f64>, usize)> {
        let (mut sums, mut parts) = (vec![0.0; self.columns.len()], 0);
        while self.at < self.rows.len() {
            let total = self.total(levels)?;
            sums.iter_mut().zip(total).for_each(|(sum, total)| *sum += total);
            parts += 1;
        }
        Some((sums, parts))
    }

    /// Whether the row behind those read is the total of them all; it is one more, then.
    fn is_total_of_all(&mut self, sums: &[f64], parts: usize) -> bool {
        let Some(own) = self.numbers(self.at) else { return false };
        let all = own.iter().zip(sums).all(|(own, sum)| number::equal(*own, *sum));
        self.found.push(Parent { row: self.at, parts, above: true });
        all
    }

    /// One total with its parts; gives its numbers.
    fn total(&mut self, levels: usize) -> Option<Vec<f64>> {
        let row = self.at;
        let own = self.numbers(row)?;
        self.at += 1;
        if levels == 0 {
            return Some(own);
        }
        let mut sums = vec![0.0; own.len()];
        let mut parts = 0;
        let all = |sums: &[f64]| sums.iter().zip(&own).all(|(sum, own)| number::equal(*sum, *own));
        while parts == 0 || !all(&sums) {
            let part = self.total(levels - 1)?;
            sums.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
            parts += 1;
            // A part that is larger than the whole shows that it is none, unless something is taken away.
            if sums.iter().zip(&own).any(|(sum, own)| *own >= 0.0 && *sum > *own && !number::equal(*sum, *own)) {
                return None;
            }
        }
        self.found.push(Parent { row, parts, above: false });
        Some(own)
    }

    fn numbers(&self, at: usize) -> Option<Vec<f64>> {
        let row = *self.rows.get(at)? as usize;
        let numbers: Vec<f64> = self.columns.iter().map(|(_, values)| values[row]).collect();
        // A row without a number is neither a total nor part of one.
        numbers
            .iter()
            .any(|value| !value.is_nan())
            .then(|| numbers.into_iter().map(|value| if value.is_nan() { 0.0 } else { value }).collect())
    }

    /// Whether two totals at least have several parts, and so many digits that it cannot be chance.
    fn is_no_chance(&self, pivot: bool) -> bool {
        let several: Vec<&Parent> = self.found.iter().filter(|parent| parent.parts > 1).collect();
        let digits = |parent: &&Parent| -> usize {
            let row = self.rows[parent.row] as usize;
            self.columns.iter().map(|(_, values)| significant(values[row])).sum()
        };
        pivot && !several.is_empty() || several.len() > 1 && several.iter().map(digits).sum::<usize>() >= DIGITS
    }
}

/// How many digits a number is written with, zeros too.
pub(super) fn digits(value: f64) -> usize {
    number::shortest(value.abs()).bytes().filter(u8::is_ascii_digit).count()
}

/// How many digits a number has between zeros.
pub(super) fn significant(value: f64) -> usize {
    if value.is_nan() || value == 0.0 {
        return 0;
    }
    let text = number::shortest(value.abs()).replace('.', "");
    text.split('e').next().unwrap_or_default().trim_matches('0').len().min(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The totals, and whether the parts of the first stand above it.
    fn found(values: &[f64], pivot: bool) -> Option<(Vec<usize>, bool)> {
        let rows: Vec<u32> = (0..values.len() as u32).collect();
        let mut parents = parents(&[(0, values)], &rows, pivot)?;
        parents.sort_by_key(|parent| parent.row);
        Some((parents.iter().map(|parent| parent.row).collect(), parents.first()?.above))
    }

    #[test]
    fn totals_above_their_parts_of_one_and_two_levels() {
        assert_eq!(found(&[350.5, 200.25, 150.25, 80.75, 40.5, 40.25], false), Some((vec![0, 3], false)));
        let levels = [352.0, 201.0, 151.0, 50.0, 151.0, 151.0, 83.0, 83.0, 83.0];
        assert_eq!(found(&levels, false), Some((vec![0, 1, 4, 6, 7], false)));
    }

    #[test]
    fn totals_below_their_parts() {
        assert_eq!(found(&[201.0, 151.0, 352.0, 83.0, 12.0, 95.0], false), Some((vec![2, 5], true)));
        assert_eq!(found(&[201.0, 151.0, 352.0, 83.0, 12.0, 95.0, 447.0], false), Some((vec![2, 5, 6], true)));
    }

    #[test]
    fn a_single_sum_few_digits_and_rows_left_over_show_nothing() {
        assert_eq!(found(&[12.0, 6.0, 3.0, 2.0, 1.0], false), None);
        assert_eq!(found(&[3.0, 1.0, 2.0, 5.0, 2.0, 3.0], false), None);
        assert_eq!(found(&[350.0, 200.0, 150.0, 80.0, 40.0, 40.0, 7.0], false), None);
        assert_eq!(found(&[5.0, 5.0, 7.0, 7.0, 9.0, 9.0], false), None);
        // The total of all stands at the other end.
        assert_eq!(found(&[3510.5, 1010.25, 2500.25, 830.0, 800.0, 30.0, 4340.5], false), Some((vec![0, 3, 6], false)));
        // In a pivot table one is enough.
        assert_eq!(found(&[3.0, 1.0, 2.0, 5.0, 5.0], true), Some((vec![0, 3], false)));
    }
}

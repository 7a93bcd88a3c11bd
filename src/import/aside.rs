//! Rows of a sheet that are no data: totals, and remarks below the table. Told by arithmetic as well as by
//! words, once all rows are known.

use super::labels::Labelled;
use super::totals::{has_total_word, is_remark, is_total_word};
use super::wanted::WantedTable;
use crate::table::{BLANK_TEXT, Column};
use crate::value::number;

/// Additions done at most for one sheet in search of totals.
const BUDGET: usize = 50_000_000;

/// What a row is instead of data.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum NoData {
    /// The sum of so many rows above: a column that shows it, and what it says.
    Total { column: usize, says: f64, rows: usize },
    /// Called a total, and no sum of rows above: a column, what it says, and what they add to.
    Differs { column: usize, says: f64, adds: f64 },
    /// Called a total, with no number to compare.
    Bare,
    /// A single text that is no row.
    Remark,
}

/// A row called a total that was left out while the sheet was read.
#[derive(Clone, Debug)]
pub(super) struct LeftOut {
    /// How many rows were used before it.
    pub before: u32,
    /// Row and column of its first cell in the sheet.
    pub cell: (u32, u32),
    pub text: Option<String>,
    /// Its number in each column of the table; NaN where there is none.
    pub numbers: Vec<f64>,
}

/// The rows of one sheet that were read.
pub(super) struct Rows<'a, 'p> {
    pub table: &'a WantedTable<'p>,
    pub columns: &'a [Column],
    pub sheet_rows: &'a [u32],
    /// Columns with labels that were filled into rows below.
    pub labels: &'a [Labelled],
    /// Rows, by their place, with a single cell in the sheet.
    pub lonely: &'a [u32],
    pub left_out: &'a [LeftOut],
}

/// What was found.
pub(super) struct Found {
    /// Rows that are no data, by place; those that only differ stay.
    pub rows: Vec<(u32, NoData)>,
    /// For each row left out before what it is.
    pub left_out: Vec<NoData>,
}

impl Rows<'_, '_> {
    pub(super) fn find(&self) -> Found {
        let mut rows = self.remarks();
        rows.sort_by_key(|(row, _)| *row);
        let mut found = Found { rows: Vec::new(), left_out: Vec::new() };
        self.totals(&rows, &mut found);
        found.rows.extend(rows);
        found.rows.sort_by_key(|(row, _)| *row);
        found
    }

    /// Single texts in the last rows: below an empty row, or with the look of a remark.
    fn remarks(&self) -> Vec<(u32, NoData)> {
        let mut found: Vec<u32> = Vec::new();
        let mut waiting: Vec<u32> = Vec::new();
        let mut end = self.sheet_rows.len() as u32;
        for &row in self.lonely.iter().rev() {
            let texts = self.columns.iter().enumerate().filter(|(at, _)| self.is_of_sheet(*at));
            let Some(text) = texts.map(|(_, column)| column).find_map(|column| column.text(row as usize)) else {
                break;
            };
            // A table of nothing but names has no remarks.
            if row + 1 != end || row == 0 {
                break;
            }
            end = row;
            if is_remark(text) {
                found.push(row);
            } else {
                waiting.push(row);
            }
            let [above, own] = [row - 1, row].map(|row| self.sheet_rows[row as usize]);
            if own > above + 1 {
                found.append(&mut waiting);
            }
        }
        found.into_iter().map(|row| (row, NoData::Remark)).collect()
    }

    fn totals(&self, remarks: &[(u32, NoData)], found: &mut Found) {
        let numbers = self.numbers();
        let named = self.named();
        let mut search = Search { columns: &numbers, data: Vec::new(), starts: vec![0], budget: BUDGET };
        let mut left_out = self.left_out.iter().peekable();
        let rows = self.sheet_rows.len() as u32;
        for row in 0..=rows {
            while let Some(total) = left_out.next_if(|total| total.before <= row) {
                let own: Vec<f64> = numbers.iter().map(|(at, _)| total.numbers[*at]).collect();
                let aside = search.named(&own, true);
                search.starts.push(search.data.len());
                found.left_out.push(aside);
            }
            if row == rows || remarks.binary_search_by_key(&row, |(remark, _)| *remark).is_ok() {
                continue;
            }
            match self.total(row, &named, &mut search) {
                Some(total @ NoData::Total { .. }) => {
                    search.starts.push(search.data.len());
                    found.rows.push((row, total));
                }
                other => {
                    found.rows.extend(other.map(|aside| (row, aside)));
                    search.data.push(row);
                }
            }
        }
    }

    /// What a row is, where it is no plain row.
    fn total(&self, row: u32, named: &[Named], search: &mut Search<'_>) -> Option<NoData> {
        let before = *search.data.last()?;
        let texts =
            self.texts(row) - self.labels.iter().filter(|label| self.is_text(label.at) && label.is_filled(row)).count();
        let own = || search.columns.iter().map(|(_, values)| values[row as usize]).collect::<Vec<f64>>();
        let Ok(at) = named.binary_search_by_key(&row, |named| named.row) else {
            let bare = texts == 0 && self.texts(before) > 0;
            let own = if bare { own() } else { return None };
            return search.sum(&own, How::Bare);
        };
        // With all the texts of other rows it is a row whose name happens to have the word.
        let label_only = texts < self.texts(before);
        if !label_only && texts > 1 {
            return None;
        }
        let own = own();
        match search.named(&own, label_only) {
            total @ NoData::Total { .. } => Some(total),
            differs @ NoData::Differs { .. } => {
                let is_last = row as usize + 1 == self.sheet_rows.len();
                (texts == 1 && (named[at].exact || is_last) && search.data.len() > 1).then_some(differs)
            }
            NoData::Bare | NoData::Remark => None,
        }
    }

    /// The columns of numbers that may be added up, with their place.
    fn numbers(&self) -> Vec<(usize, &[f64])> {
        let columns = self.columns.iter().zip(&self.table.columns).enumerate();
        let numbers = columns.filter_map(|(at, (column, wanted))| match column {
            Column::Number(values) if !wanted.joins && wanted.in_cells() => Some((at, values.as_slice())),
            _ => None,
        });
        numbers.collect()
    }

    /// Rows with a text that names a total.
    fn named(&self) -> Vec<Named> {
        let mut rows = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let (Column::Text(texts), true) = (column, self.is_of_sheet(at)) else { continue };
            let words: Vec<bool> = texts.dictionary.iter().map(has_total_word).collect();
            if !words.contains(&true) {
                continue;
            }
            for (row, &code) in texts.codes.iter().enumerate() {
                if code != BLANK_TEXT && words[code as usize] {
                    let exact = texts.get(row).is_some_and(is_total_word);
                    rows.push(Named { row: row as u32, exact });
                }
            }
        }
        rows.sort_by_key(|named| named.row);
        rows.dedup_by_key(|named| named.row);
        rows
    }

    /// How many cells of the row are neither blank nor a number.
    fn texts(&self, row: u32) -> usize {
        (0..self.columns.len()).filter(|&at| self.is_text(at) && !self.columns[at].is_blank(row as usize)).count()
    }

    fn is_text(&self, at: usize) -> bool {
        !matches!(self.columns[at], Column::Number(_)) && self.is_of_sheet(at)
    }

    /// Whether its values stand in cells.
    fn is_of_sheet(&self, at: usize) -> bool {
        self.table.columns[at].in_cells()
    }
}

/// A row with a text that names a total; whether it is that word and nothing else.
struct Named {
    row: u32,
    exact: bool,
}

/// Looks for the rows that a total is the sum of.
struct Search<'a> {
    columns: &'a [(usize, &'a [f64])],
    /// Rows that are data, so far.
    data: Vec<u32>,
    /// How many of them stood above each total found, and none: where groups begin.
    starts: Vec<usize>,
    budget: usize,
}

impl Search<'_> {
    /// A row called a total; `label_only` where it has fewer texts than other rows, so that it may even
    /// stand for a single one.
    fn named(&mut self, own: &[f64], label_only: bool) -> NoData {
        if let Some(total) = self.sum(own, if label_only { How::Label } else { How::Named }) {
            return total;
        }
        let valued = own.iter().position(|value| !value.is_nan());
        match valued {
            Some(at) if !self.data.is_empty() => {
                let (column, values) = self.columns[at];
                let mut adds = number::Sum::default();
                self.data.iter().map(|row| values[*row as usize]).filter(|v| !v.is_nan()).for_each(|v| adds.add(v));
                NoData::Differs { column, says: own[at], adds: adds.value() }
            }
            _ => NoData::Bare,
        }
    }

    /// The last rows whose sum it is.
    fn sum(&mut self, own: &[f64], how: How) -> Option<NoData> {
        let valued: Vec<usize> = (0..own.len()).filter(|at| !own[*at].is_nan()).collect();
        let mut sums = vec![0.0; own.len()];
        for (count, row) in self.data.iter().rev().enumerate().map(|(at, row)| (at + 1, *row)) {
            self.budget = self.budget.checked_sub(valued.len().max(1))?;
            for &at in &valued {
                let value = self.columns[at].1[row as usize];
                sums[at] += if value.is_nan() { 0.0 } else { value };
            }
            let is_group = count > 1 && self.starts.contains(&(self.data.len() - count));
            if how != How::Label && !is_group {
                continue;
            }
            let agreeing = || valued.iter().copied().filter(|at| number::equal(sums[*at], own[*at]));
            let all = agreeing().count();
            let enough = if how == How::Bare { all == valued.len() } else { all * 2 >= valued.len() };
            let shown = agreeing().find(|at| own[*at] != 0.0).or(agreeing().next().filter(|_| how != How::Bare));
            if enough && let Some(at) = shown {
                return Some(NoData::Total { column: self.columns[at].0, says: own[at], rows: count });
            }
        }
        None
    }
}

/// How a row looks like a total.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// Its name says so, and it has fewer texts than other rows: it may be the sum of any rows just above.
    Label,
    /// Its name says so: it may be the sum of a whole group.
    Named,
    /// It has numbers alone: every one must be the sum of a whole group.
    Bare,
}

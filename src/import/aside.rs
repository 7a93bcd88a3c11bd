//! Rows of a sheet that are no data: totals, and remarks below the table. Told by arithmetic as well as by
//! words, once all rows are known.

use super::fold::fold;
use super::labels::Labelled;
use super::nested::{self, DIGITS, Parent, significant};
use super::outline::{self, Outline};
use super::totals::{Summary, has_total_word, is_page_line, is_remark, is_total_word, may_have_word, summary};
use super::wanted::WantedTable;
use crate::table::{BLANK_TEXT, Column};
use crate::value::number;

/// Additions done at most for one sheet in search of totals.
const BUDGET: usize = 50_000_000;

/// Rows at the end of a sheet among which totals stand whose word is not known.
const LAST: usize = 3;

/// What a rounded total may be off by at most, as a part of it.
const MOST_OFF: f64 = 0.02;

/// What a row is instead of data.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum NoData {
    /// The sum of so many rows above: a column that shows it, and what it says.
    Total { column: usize, says: f64, rows: usize },
    /// Called a total, and no sum of rows above: a column, what it says, and what they add to.
    Differs { column: usize, says: f64, adds: f64 },
    /// Called a total, with no number to compare.
    Bare,
    /// Called a mean, a greatest, a least value or a number of rows, and that of so many rows above.
    Summary { what: Summary, column: usize, says: f64, rows: usize },
    /// Called so, and it is not: a column, and what it says.
    NoSummary { what: Summary, column: usize, says: f64 },
    /// The last row: the sum of so many rows above, all of them, and like these otherwise.
    SumOfAll { column: usize, says: f64, rows: usize },
    /// A text and nothing else, as are so many others: like a heading of the rows below it. The labels that stand below
    /// two of them, where there are such.
    Heading { rows: usize, texts: Vec<String>, same: Option<String> },
    /// A heading whose rows end with a total that is called like it.
    Headed,
    /// Called a part of the row above it.
    PartOf { of: u32 },
    /// Called a tax, a discount or a charge, between a total and another that includes it.
    Added,
    /// Called a result or a closing balance, and worked out from rows of the sheet: the sum of some, less that of others.
    Worked { says: f64, of: (u32, u32), less: Option<(u32, u32)> },
    /// The sum of so many rows whose labels stand further to the right, where others of such rows are no sum.
    Outlined { column: usize, says: f64, rows: usize, above: bool },
    /// The sum of so many rows below, or above, among rows of which each is a sum or part of one.
    Parent { column: usize, says: f64, rows: usize, above: bool },
    /// A single text that is no row.
    Remark,
    /// A remark in several cells, below an empty row.
    RemarkOfCells,
    /// Below the total of all rows: an earlier period, a change or a share.
    Compared,
    /// So many last rows are called comparisons, without a total above them.
    ComparedLast { rows: usize },
    /// So many rows that nothing else is known of stand below the total of all.
    BelowTotal { rows: usize },
    /// So many rows with fewer cells than others stand below an empty row.
    Apart { rows: usize },
    /// The numbers of the columns, below the header; not known for certain where it stays.
    ColumnNumbers { stays: bool },
    /// Without a label, and nearly the sum of so many rows above: a column, what it says, and what they add to.
    Nearly { column: usize, says: f64, adds: f64, rows: usize },
}

/// A row called a total that was left out while the sheet was read.
#[derive(Clone, Debug)]
pub(super) struct LeftOut {
    /// How many rows were used before it.
    pub before: u32,
    /// Row and column of its first cell in the sheet.
    pub cell: (u32, u32),
    /// Whether a word says that it is a total; else it has numbers and no label at all, and arithmetic tells.
    pub named: bool,
    pub text: Option<String>,
    /// Its number in each column of the table; NaN where there is none.
    pub numbers: Vec<f64>,
    /// The same where doubtful ones have a decimal comma.
    pub with_comma: Vec<f64>,
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
    /// Those of them with a text in a column of another type: the column of the sheet, and the text.
    pub stray: &'a [(u32, u32, String)],
    /// Rows, by their place, with an empty row above.
    pub apart: &'a [u32],
    /// Whether the first row numbers the columns, and stays all the same.
    pub numbered: Option<bool>,
    /// Rows with a single cell whose cell is merged across columns of the table.
    pub across: &'a [u32],
    /// Rows with a word for a total in a column that is not read; is it that word and nothing else?
    pub outside: &'a [(u32, bool)],
    /// How far to the right the label of each row stands; empty where all stand alike.
    pub depths: &'a [u32],
    /// Whether the header is that of a pivot table.
    pub pivot: bool,
    pub left_out: &'a [LeftOut],
}

/// What was found.
pub(super) struct Found {
    /// Rows that are no data, by place; those that only differ stay.
    pub rows: Vec<(u32, NoData)>,
    /// For each row left out before what it is; `None` for one without a label that is no total.
    pub left_out: Vec<Option<NoData>>,
}

impl Rows<'_, '_> {
    pub(super) fn find(&self) -> Found {
        let mut rows = self.remarks();
        rows.extend(self.numbered.map(|stays| (0, NoData::ColumnNumbers { stays })));
        rows.sort_by_key(|(row, _)| *row);
        let mut found = Found { rows: Vec::new(), left_out: Vec::new() };
        self.totals(&rows, &mut found);
        let outlined = self.outlined(&rows, &found);
        let parents = if outlined.is_empty() { self.parents(&rows, &found) } else { outlined };
        if !parents.is_empty() {
            // What is left adds up to other sums.
            rows.extend(parents);
            rows.sort_by_key(|(row, _)| *row);
            found = Found { rows: Vec::new(), left_out: Vec::new() };
            self.totals(&rows, &mut found);
        }
        self.on_top(&rows, &mut found);
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
            let Some(text) = self.label(row).or_else(|| self.stray_text(row)) else { break };
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
            if self.apart.binary_search(&row).is_ok() {
                found.append(&mut waiting);
            }
        }
        let text = |row: u32| {
            self.columns.iter().find_map(|column| column.text(row as usize)).or_else(|| self.stray_text(row))
        };
        let is_page = |row: &&u32| text(**row).is_some_and(is_page_line);
        found.extend(self.lonely.iter().filter(is_page).chain(self.across));
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|row| (row, NoData::Remark)).collect()
    }

    /// The single text of a row, where it stands in a column of another type.
    fn stray_text(&self, row: u32) -> Option<&str> {
        self.stray.iter().find(|(of, ..)| *of == row).map(|(.., text)| text.as_str())
    }

    /// The rows that are data, as far as is known.
    pub(super) fn data(&self, remarks: &[(u32, NoData)], found: &Found) -> Vec<u32> {
        self.each_data(remarks, found).collect()
    }

    /// The same one after another: of a long sheet few are asked for.
    fn each_data(&self, remarks: &[(u32, NoData)], found: &Found) -> impl Iterator<Item = u32> {
        let gone = found.rows.iter().chain(remarks).filter(|(_, what)| !what.stays());
        let mut gone: Vec<u32> = gone.map(|(row, _)| *row).collect();
        gone.sort_unstable();
        (0..self.sheet_rows.len() as u32).filter(move |row| gone.binary_search(row).is_err())
    }

    /// The total of all rows above the first of them: called so, or with fewer texts than these.
    fn on_top(&self, remarks: &[(u32, NoData)], found: &mut Found) {
        let first: Vec<u32> = self.each_data(remarks, found).take(3).collect();
        let top = first.first().copied().unwrap_or_default();
        let numbers = self.numbers();
        let called = self.left_out.iter().position(|total| total.named && total.before == 0);
        let own: Vec<f64> = match (called, first.as_slice()) {
            (Some(at), _) => numbers.iter().map(|(column, _)| self.left_out[at].numbers[*column]).collect(),
            (None, &[first, second, _]) if self.texts(first) < self.texts(second) => {
                numbers.iter().map(|(_, values)| values[first as usize]).collect()
            }
            _ => return,
        };
        let valued: Vec<usize> = (0..own.len()).filter(|at| !own[*at].is_nan()).collect();
        let Some(&at) = valued.first() else { return };
        let data: Vec<u32> = self.each_data(remarks, found).skip(usize::from(called.is_none())).collect();
        // What the first rows add up to, up to those that agree, else all of them.
        let mut sums = vec![number::Sum::default(); own.len()];
        let mut known = (0, 0);
        for (count, row) in (1..).zip(&data) {
            for &at in &valued {
                let value = numbers[at].1[*row as usize];
                sums[at].add(if value.is_nan() { 0.0 } else { value });
            }
            let agreeing = valued.iter().filter(|at| number::equal(sums[**at].value(), own[**at])).count();
            known = if agreeing * 2 >= valued.len() { (count, agreeing) } else { known };
        }
        let (column, says) = (numbers[at].0, own[at]);
        let (rows, agreeing) = known;
        match called {
            Some(called) if rows > 0 => {
                found.left_out[called] = Some(NoData::Parent { column, says, rows, above: false });
            }
            Some(called) if !data.is_empty() => {
                found.left_out[called] = Some(NoData::Differs { column, says, adds: sums[at].value() });
            }
            None if rows == data.len() && agreeing == valued.len() && says != 0.0 => {
                found.rows.push((top, NoData::Parent { column, says, rows, above: false }));
            }
            _ => {}
        }
    }

    /// Totals that stand further to the left than their parts.
    fn outlined(&self, remarks: &[(u32, NoData)], found: &Found) -> Vec<(u32, NoData)> {
        if self.depths.is_empty() {
            return Vec::new();
        }
        let rows = self.data(remarks, found);
        let depths: Vec<u32> = rows.iter().map(|row| self.depths[*row as usize]).collect();
        let numbers = self.numbers();
        let said = |parent: Parent| {
            let row = rows[parent.row];
            let (column, values) = numbers.iter().find(|(_, values)| !values[row as usize].is_nan())?;
            Some((row, *column, values[row as usize], parent))
        };
        match outline::find(&numbers, &rows, &depths) {
            Some(Outline::Sums(parents)) => {
                let what = |(row, column, says, parent): (u32, usize, f64, Parent)| {
                    (row, NoData::Parent { column, says, rows: parent.parts, above: parent.above })
                };
                parents.into_iter().filter_map(said).map(what).collect()
            }
            Some(Outline::Some(parent)) => {
                let what = |(row, column, says, parent): (u32, usize, f64, Parent)| {
                    (row, NoData::Outlined { column, says, rows: parent.parts, above: parent.above })
                };
                said(parent).map(what).into_iter().collect()
            }
            None => Vec::new(),
        }
    }

    /// Totals that nothing but arithmetic tells: each above or below its parts, in the same columns as these.
    fn parents(&self, remarks: &[(u32, NoData)], found: &Found) -> Vec<(u32, NoData)> {
        let rows = self.data(remarks, found);
        let numbers = self.numbers();
        let parents = nested::parents(&numbers, &rows, self.pivot).unwrap_or_default();
        let what = |parent: Parent| {
            let row = rows[parent.row];
            let (column, values) = numbers.iter().find(|(_, values)| !values[row as usize].is_nan())?;
            let says = values[row as usize];
            Some((row, NoData::Parent { column: *column, says, rows: parent.parts, above: parent.above }))
        };
        parents.into_iter().filter_map(what).collect()
    }

    fn totals(&self, remarks: &[(u32, NoData)], found: &mut Found) {
        let numbers = self.numbers();
        let named = self.named();
        let mut search = Search { columns: &numbers, data: Vec::new(), starts: vec![0], budget: BUDGET };
        let mut left_out = self.left_out.iter().peekable();
        let rows = self.sheet_rows.len() as u32;
        // Most sheets have no row that looks like anything but data.
        let texts = self.text_counts();
        let quiet = named.is_empty() && self.lonely.is_empty() && self.labels.is_empty();
        let is_quiet = |row: u32| quiet && row as usize + LAST < texts.len() && texts[row as usize] > 0;
        for row in 0..=rows {
            while let Some(total) = left_out.next_if(|total| total.before <= row) {
                let own: Vec<f64> = numbers.iter().map(|(at, _)| total.numbers[*at]).collect();
                let aside = if total.named { Some(search.named(&own, true)) } else { search.unlabelled(&own) };
                if aside.is_some() {
                    search.starts.push(search.data.len());
                }
                found.left_out.push(aside);
            }
            let aside = remarks.binary_search_by_key(&row, |(remark, _)| *remark);
            if row == rows || aside.is_ok_and(|at| !remarks[at].1.stays()) {
                continue;
            }
            if is_quiet(row) {
                search.data.push(row);
                continue;
            }
            match self.total(row, &named, &mut search) {
                Some(total @ (NoData::Total { .. } | NoData::Nearly { .. })) => {
                    search.starts.push(search.data.len());
                    found.rows.push((row, total));
                }
                Some(summary @ (NoData::Summary { .. } | NoData::Bare)) => found.rows.push((row, summary)),
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
        if let Some(total) = self.of_heading(row, search) {
            return Some(total);
        }
        let own = || search.columns.iter().map(|(_, values)| values[row as usize]).collect::<Vec<f64>>();
        let Ok(at) = named.binary_search_by_key(&row, |named| named.row) else {
            let bare = texts == 0 && self.texts(before) > 0;
            // In a language whose word for it is not known a total has the sums of all, and fewer texts.
            let last = row as usize + LAST >= self.sheet_rows.len() && texts < self.texts(before);
            let own = if bare || last { own() } else { return None };
            let is_plain = |own: &[f64]| own.iter().map(|value| significant(*value)).sum::<usize>() >= DIGITS;
            return match bare {
                true => search.unlabelled(&own),
                false => is_plain(&own).then(|| search.sum(&own, How::Bare)).flatten(),
            };
        };
        // With all the texts of other rows it is a row whose name happens to have the word.
        let label_only = texts < self.texts(before);
        if !label_only && texts > 1 {
            return None;
        }
        let own = own();
        if let Word::Summary(what) = named[at].word {
            let is_certain = label_only && named[at].exact;
            let total = |search: &mut Search<'_>| search.sum(&own, How::Named).filter(|_| label_only || texts < 2);
            let found = search.summary(what, &own).or_else(|| total(search));
            return found.or_else(|| is_certain.then(|| search.no_summary(what, &own)).flatten());
        }
        match search.named(&own, label_only) {
            total @ NoData::Total { .. } => Some(total),
            // None of its numbers is read, and of the other texts of a row it has none: nothing but the word tells.
            NoData::Bare if texts == 1 && label_only && self.lonely.binary_search(&row).is_err() => Some(NoData::Bare),
            differs @ NoData::Differs { .. } => {
                let is_last = row as usize + 1 == self.sheet_rows.len();
                let alone = texts == usize::from(!named[at].outside);
                (alone && (named[at].exact || is_last) && search.data.len() > 1).then_some(differs)
            }
            _ => None,
        }
    }

    /// Whether a row is called like the single label above a group, and is the sum of the rows in between.
    fn of_heading(&self, row: u32, search: &Search<'_>) -> Option<NoData> {
        let before = self.lonely.partition_point(|lonely| *lonely < row).checked_sub(1)?;
        let heading = self.lonely[before];
        if bare(self.label(row)?) != bare(self.label(heading)?) {
            return None;
        }
        let group = &search.data[search.data.partition_point(|data| *data <= heading)..];
        let is_sum = |values: &&[f64]| {
            let own = values[row as usize];
            let parts = group.iter().map(|row| values[*row as usize]).filter(|value| !value.is_nan());
            own.is_nan() || number::equal(own, parts.sum::<f64>())
        };
        let (column, values) = search.columns.iter().find(|(_, values)| !values[row as usize].is_nan())?;
        let all = group.len() > 1 && search.columns.iter().all(|(_, values)| is_sum(values));
        all.then(|| NoData::Total { column: *column, says: values[row as usize], rows: group.len() })
    }

    /// The columns of numbers that may be added up, with their place.
    pub(super) fn numbers(&self) -> Vec<(usize, &[f64])> {
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
            let words: Vec<Option<(Word, bool)>> = texts.dictionary.iter().map(word).collect();
            if words.iter().all(Option::is_none) {
                continue;
            }
            for (row, &code) in texts.codes.iter().enumerate().filter(|(_, code)| **code != BLANK_TEXT) {
                if let Some((word, exact)) = words[code as usize] {
                    rows.push(Named { row: row as u32, word, exact, outside: false });
                }
            }
        }
        let outside = self.outside.iter();
        rows.extend(outside.map(|(row, exact)| Named { row: *row, word: Word::Total, exact: *exact, outside: true }));
        rows.sort_by_key(|named| (named.row, named.outside, named.word != Word::Total));
        rows.dedup_by_key(|named| named.row);
        rows
    }

    /// How many cells of the row are neither blank nor a number.
    pub(super) fn texts(&self, row: u32) -> usize {
        (0..self.columns.len()).filter(|&at| self.is_text(at) && !self.columns[at].is_blank(row as usize)).count()
    }

    /// The same of every row.
    fn text_counts(&self) -> Vec<u16> {
        let mut counts = vec![0; self.sheet_rows.len()];
        for column in (0..self.columns.len()).filter(|at| self.is_text(*at)).map(|at| &self.columns[at]) {
            let counts = counts.iter_mut().enumerate();
            match column {
                Column::Text(texts) => {
                    counts.for_each(|(row, count)| *count += u16::from(texts.codes[row] != BLANK_TEXT));
                }
                other => counts.for_each(|(row, count)| *count += u16::from(!other.is_blank(row))),
            }
        }
        counts
    }

    /// How many cells of the row are not blank.
    pub(super) fn filled(&self, row: u32) -> usize {
        (0..self.columns.len()).filter(|&at| self.is_of_sheet(at) && !self.columns[at].is_blank(row as usize)).count()
    }

    /// The first text of the row.
    pub(super) fn label(&self, row: u32) -> Option<&str> {
        let texts = self.columns.iter().enumerate().filter(|(at, _)| self.is_of_sheet(*at));
        texts.map(|(_, column)| column).find_map(|column| column.text(row as usize))
    }

    pub(super) fn is_text(&self, at: usize) -> bool {
        !matches!(self.columns[at], Column::Number(_)) && self.is_of_sheet(at)
    }

    /// Whether its values stand in cells.
    fn is_of_sheet(&self, at: usize) -> bool {
        self.table.columns[at].in_cells()
    }
}

/// A label without the colon after it, for comparing.
pub(super) fn bare(label: &str) -> String {
    fold(label).trim_end_matches([':', ' ']).to_string()
}

/// A row with a text that names a total, or what a total row may say instead.
struct Named {
    row: u32,
    word: Word,
    /// Whether the text is that word and nothing else.
    exact: bool,
    /// Whether it stands in a column that is not read.
    outside: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Total,
    Summary(Summary),
}

fn word(text: &str) -> Option<(Word, bool)> {
    if !may_have_word(text) {
        return None;
    }
    if has_total_word(text) {
        return Some((Word::Total, is_total_word(text)));
    }
    summary(text).map(|(summary, exact)| (Word::Summary(summary), exact))
}

impl NoData {
    /// Whether the row is data all the same.
    pub(super) fn stays(&self) -> bool {
        matches!(
            self,
            NoData::Differs { .. }
                | NoData::NoSummary { .. }
                | NoData::BelowTotal { .. }
                | NoData::Apart { .. }
                | NoData::ComparedLast { .. }
                | NoData::SumOfAll { .. }
                | NoData::Heading { .. }
                | NoData::PartOf { .. }
                | NoData::Added
                | NoData::Worked { .. }
                | NoData::Outlined { .. }
                | NoData::ColumnNumbers { stays: true }
        )
    }
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

    /// A row of numbers alone.
    fn unlabelled(&mut self, own: &[f64]) -> Option<NoData> {
        self.sum(own, How::Bare).or_else(|| self.nearly(own))
    }

    /// A row called a mean or the like: of the last rows of a group, or of all, in half of its numbers at least.
    fn summary(&mut self, what: Summary, own: &[f64]) -> Option<NoData> {
        let valued: Vec<usize> = (0..own.len()).filter(|at| !own[*at].is_nan()).collect();
        let mut known = vec![Summed::default(); own.len()];
        for (count, row) in self.data.iter().rev().enumerate().map(|(at, row)| (at + 1, *row)) {
            self.budget = self.budget.checked_sub(valued.len().max(1))?;
            valued.iter().for_each(|at| known[*at].add(self.columns[*at].1[row as usize]));
            if count < 2 || !self.starts.contains(&(self.data.len() - count)) {
                continue;
            }
            let agrees = |at: &&usize| known[**at].says(what, count).is_some_and(|says| number::equal(says, own[**at]));
            let agreeing: Vec<&usize> = valued.iter().filter(agrees).collect();
            if agreeing.len() * 2 >= valued.len()
                && let Some(&&at) = agreeing.first()
            {
                return Some(NoData::Summary { what, column: self.columns[at].0, says: own[at], rows: count });
            }
        }
        None
    }

    /// A row called a mean that is none.
    fn no_summary(&self, what: Summary, own: &[f64]) -> Option<NoData> {
        let at = own.iter().position(|value| !value.is_nan())?;
        (self.data.len() > 1).then(|| NoData::NoSummary { what, column: self.columns[at].0, says: own[at] })
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
            // A single row is a group where a total stands above it.
            let start = self.data.len() - count;
            let is_group = self.starts.contains(&start) && (count > 1 || start > 0);
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

    /// The rows, all of them or a whole group, whose sum it is but for rounding, in every number of it.
    fn nearly(&mut self, own: &[f64]) -> Option<NoData> {
        let valued: Vec<usize> = (0..own.len()).filter(|at| !own[*at].is_nan() && own[*at] != 0.0).collect();
        let &first = valued.first()?;
        for start in self.starts.clone() {
            let rows = &self.data[start..];
            self.budget = self.budget.checked_sub(rows.len() * valued.len())?;
            let columns = self.columns;
            let of = |at: usize| rows.iter().map(move |row| columns[at].1[*row as usize]);
            let sum = |at: usize| of(at).filter(|value| !value.is_nan()).sum::<f64>();
            let is_near = |at: &usize| {
                let off = rounding(of(*at)).max(rounding(std::iter::once(own[*at]))) * 1.000_001;
                (sum(*at) - own[*at]).abs() <= off && off <= own[*at].abs() * MOST_OFF
            };
            if rows.len() > 1 && valued.iter().all(is_near) {
                let column = self.columns[first].0;
                return Some(NoData::Nearly { column, says: own[first], adds: sum(first), rows: rows.len() });
            }
        }
        None
    }
}

/// What numbers of so many decimals may be off by, so many of them added up.
fn rounding(values: impl Iterator<Item = f64>) -> f64 {
    let (mut count, mut decimals) = (0, 0);
    for value in values.filter(|value| !value.is_nan()) {
        let text = number::shortest(value);
        count += 1;
        decimals = decimals.max(text.split_once('.').map_or(0, |(_, decimals)| decimals.len()));
    }
    0.5 * f64::from(count) * 0.1_f64.powi(decimals as i32)
}

/// What the rows looked at so far say of a column.
#[derive(Clone, Debug, Default)]
struct Summed {
    sum: number::Sum,
    count: usize,
    most: Option<f64>,
    least: Option<f64>,
}

impl Summed {
    fn add(&mut self, value: f64) {
        if value.is_nan() {
            return;
        }
        self.sum.add(value);
        self.count += 1;
        self.most = Some(self.most.map_or(value, |most| most.max(value)));
        self.least = Some(self.least.map_or(value, |least| least.min(value)));
    }

    fn says(&self, what: Summary, rows: usize) -> Option<f64> {
        match what {
            Summary::Mean => (self.count > 0).then(|| self.sum.value() / self.count as f64),
            Summary::Most => self.most,
            Summary::Least => self.least,
            Summary::Count => Some(rows as f64),
        }
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

//! Rows of one sheet, one after another, straight into typed columns.

mod keys;
mod left_out;
mod plain;
mod said;
mod take;

use super::aside::LeftOut;
use super::columns::Plain;
use super::control::LeftOutSums;
use super::evidence::{Aside, Evidence};
use super::issues::{IssueLog, Place};
use super::labels::Labels;
use super::numbering::Numbering;
use super::outline;
use super::ready::Ready;
use super::settle::{Dialect, Sheet};
use super::slot::Slot;
use super::struck::Struck;
use super::totals::{has_total_word, is_total_word};
use super::wanted::WantedTable;
use super::written::Written;
use crate::cells::{Cell, CellValue, count_rows};
use crate::issue::{Issue, IssueCode};
use crate::say;
use crate::table::{Column, ColumnBuilder, Extra};
use crate::value::Value;
use keys::Keys;
use left_out::Again;
use plain::Ahead;
pub(super) use plain::LookingAhead;

/// What one sheet gave.
#[derive(Debug)]
pub(super) struct Chunk {
    /// Index of the table in the policy.
    pub table: usize,
    /// What its last columns were found by, where that is a pattern.
    pub extra: Vec<Extra>,
    pub place: Place,
    /// For each column of the table its column in the sheet.
    pub sheet_columns: Vec<Option<u32>>,
    pub columns: Vec<Column>,
    /// For each row used its row in the sheet.
    pub sheet_rows: Vec<u32>,
    pub issues: Vec<Issue>,
    pub read: usize,
    pub rejected: usize,
    /// What the rows left out add up to.
    pub left_out: LeftOutSums,
    /// What cells say that were read as something else, where that is kept.
    pub written: Vec<(u32, u32, Box<str>)>,
    pub keeps_written: bool,
    /// What its columns added up to before rows of several sheets became one; none where none did.
    pub sums_used: Option<Vec<f64>>,
}

impl Chunk {
    /// Rows of a host in which there was nothing to say.
    pub(super) fn plain(table: &WantedTable<'_>, index: usize, place: Place, plain: Plain) -> Chunk {
        Chunk {
            table: index,
            extra: Vec::new(),
            place,
            sheet_columns: vec![None; table.columns.len()],
            columns: plain.columns,
            read: plain.rows.len(),
            sheet_rows: plain.rows,
            issues: Vec::new(),
            rejected: 0,
            left_out: LeftOutSums::new(table.columns.len()),
            written: Vec::new(),
            keeps_written: false,
            sums_used: None,
        }
    }

    /// Leaves out the rows used that are not among these, given by their places in order.
    pub(super) fn keep(&mut self, rows: &[u32]) {
        let all = self.sheet_rows.len();
        self.rejected += all - rows.len();
        let gone = (0..all).filter(|row| rows.binary_search(&(*row as u32)).is_err());
        self.left_out.add_rows(&self.columns, gone);
        self.columns = self.columns.iter().map(|column| column.gather(rows)).collect();
        self.sheet_rows = rows.iter().map(|&row| self.sheet_rows[row as usize]).collect();
    }
}

/// Collects the rows of one sheet.
pub(super) struct RowReader<'t, 'p> {
    table: &'t WantedTable<'p>,
    place: Place,
    /// The title above the part of the sheet that is read.
    title: Option<String>,
    /// The heading above the row, where the policy asks for it.
    heading: Option<String>,
    /// The row of it.
    headed: Option<u32>,
    sheet_columns: Vec<Option<u32>>,
    slots: Vec<Slot>,
    ready: Vec<Ready>,
    builders: Vec<ColumnBuilder>,
    keys: Keys,
    sheet_rows: Vec<u32>,
    log: IssueLog,
    read: usize,
    rejected: usize,
    sums_left_out: LeftOutSums,
    current: CurrentRow,
    evidence: Vec<Evidence>,
    /// What the cells of the row showed apart from their values.
    asides: Vec<(usize, Aside)>,
    dialect: Dialect,
    is_1904: bool,
    /// Folded headers of the columns, where a sheet has them.
    headers: Vec<Option<String>>,
    labels: Labels,
    /// Used rows, by their place, with a single cell in the sheet.
    lonely: Vec<u32>,
    /// Those of them with a text in a column of another type: the column of the sheet, and the text.
    stray: Vec<(u32, u32, String)>,
    /// Rows that were left out with a single text in them.
    below: Vec<Below>,
    /// Used rows with an empty row above.
    apart: Vec<u32>,
    /// The cells of the first row, and how they number the columns where it was used.
    first: Vec<String>,
    numbering: Option<Numbering>,
    /// Rows with a single cell that is merged across columns of the table.
    across: Vec<u32>,
    /// How far to the right the label of each used row stands; empty where all stand alike.
    depths: Vec<u32>,
    /// Used rows with cells that are struck through.
    struck: Struck,
    /// The last row with nothing but the number of a page.
    page: Option<u32>,
    /// Used rows with a word for a total in a column that is not read; is it that word and nothing else?
    outside: Vec<(u32, bool)>,
    /// Rows called a total.
    totals: Vec<LeftOut>,
    /// The row before the current one, and where a second table began.
    previous: Option<u32>,
    second: Option<u32>,
    /// What cells say that were read as something else, where that is kept.
    written: Option<Written>,
    /// What is said of single lines, unless they turn out to be no data.
    of_lines: Vec<Issue>,
    /// What is known for taking in many rows at once.
    ahead: Ahead,
}

/// A row that was left out, with a single text in it.
struct Below {
    /// How many rows were used before it.
    before: u32,
    /// Row and column of its cell in the sheet.
    cell: (u32, u32),
    /// Whether the row above it is empty.
    apart: bool,
    text: String,
}

/// What is known of the row before its end.
#[derive(Default)]
struct CurrentRow {
    row: u32,
    first_column: Option<u32>,
    wanted: bool,
    cells: u32,
    /// The first text of the row is a word for a total; `None` while no text came.
    total: Option<bool>,
    /// How far to the right the first text stands.
    depth: u32,
    /// The first text has such a word and stands in a column that is not read.
    outside: bool,
}

impl<'t, 'p> RowReader<'t, 'p> {
    pub(super) fn new(table: &'t WantedTable<'p>, place: Place, sheet_columns: Vec<Option<u32>>) -> RowReader<'t, 'p> {
        RowReader {
            slots: vec![Slot::default(); table.columns.len()],
            ready: vec![Ready::Blank; table.columns.len()],
            builders: table.columns.iter().map(|column| ColumnBuilder::new(column.kind)).collect(),
            keys: Keys::default(),
            sheet_rows: Vec::new(),
            log: IssueLog::default(),
            evidence: table.columns.iter().map(|_| Evidence::default()).collect(),
            asides: Vec::new(),
            dialect: Dialect::default(),
            is_1904: false,
            headers: Vec::new(),
            labels: Labels::default(),
            lonely: Vec::new(),
            stray: Vec::new(),
            below: Vec::new(),
            apart: Vec::new(),
            first: Vec::new(),
            numbering: None,
            across: Vec::new(),
            depths: Vec::new(),
            struck: Struck::default(),
            page: None,
            outside: Vec::new(),
            totals: Vec::new(),
            previous: None,
            second: None,
            written: None,
            of_lines: Vec::new(),
            ahead: Ahead::default(),
            read: 0,
            rejected: 0,
            sums_left_out: LeftOutSums::new(table.columns.len()),
            current: CurrentRow::default(),
            table,
            place,
            title: None,
            heading: None,
            headed: None,
            sheet_columns,
        }
    }

    /// What is known of the file before its rows are read.
    pub(super) fn of_file(self, dialect: Dialect, is_1904: bool) -> RowReader<'t, 'p> {
        RowReader { dialect, is_1904, ..self }
    }

    /// The header of the sheet: its row if it has one, and the folded text above each column.
    pub(super) fn below(self, row: Option<u32>, headers: Vec<Option<String>>) -> RowReader<'t, 'p> {
        RowReader { previous: row, headers, ..self }
    }

    /// Keeps what cells say that are read as something else, or does not.
    pub(super) fn keeping_written(self, keep: bool) -> RowReader<'t, 'p> {
        RowReader { written: keep.then(Written::default), ..self }
    }

    /// The title above the rows.
    pub(super) fn titled(self, title: Option<String>) -> RowReader<'t, 'p> {
        RowReader { title, ..self }
    }

    /// Labels that stand for several rows.
    pub(super) fn labelled(self, labels: Labels) -> RowReader<'t, 'p> {
        RowReader { labels, ..self }
    }

    /// Takes in a cell at a place of the sheet; `wanted` are the table's columns that stand there.
    pub(super) fn cell(&mut self, cell: &Cell<'_>, wanted: &[usize]) {
        let Cell { row, column, ref value, look } = *cell;
        if row != self.current.row {
            self.finish_row();
            self.current.row = row;
        }
        if let CellValue::Text(whole) = value {
            let text = super::fold::trim(whole);
            if text.is_empty() {
                return;
            }
            if self.current.total.is_none() {
                self.current.total = Some(is_total_word(text));
                self.current.depth = outline::depth(whole, look.indent());
                self.current.outside = wanted.is_empty() && has_total_word(text);
            }
        }
        self.current.first_column.get_or_insert(column);
        self.current.cells += 1;
        if self.read == 0 {
            self.first.push(shown(value));
        }
        for &at in wanted {
            self.slots[at].set(value);
            self.slots[at].look = look;
            self.current.wanted = true;
        }
    }

    /// Takes in a whole row a host handed in.
    pub(super) fn given(&mut self, row: u32, places: &[Option<u32>], values: &[Value]) {
        self.current.row = row;
        for (at, place) in places.iter().enumerate() {
            let Some(value) = place.and_then(|place| values.get(place as usize)) else { continue };
            self.slots[at].set_value(value);
            if !self.slots[at].is_blank() {
                self.current.first_column.get_or_insert(0);
                self.current.wanted = true;
            }
        }
        self.finish_row();
    }

    /// The end of the sheet.
    pub(super) fn finish(mut self, table: usize) -> Chunk {
        self.finish_row();
        // What is known of each shared text takes room that what comes now may need.
        self.ahead = Ahead::default();
        self.sheet_rows.shrink_to_fit();
        let mut lost = self.settle();
        let builders = std::mem::take(&mut self.builders);
        let mut columns: Vec<Column> = builders.into_iter().map(ColumnBuilder::finish).collect();
        if !self.place.given {
            self.struck.issue(self.table, &self.place).into_iter().for_each(|issue| self.log.add(issue));
            self.labels.issues(self.table, &self.place).for_each(|issue| self.log.add(issue));
            if self.looks_for_no_data() {
                let no_data = self.set_aside(&columns);
                self.log.forget(no_data.iter().map(|at| self.sheet_rows[*at as usize]));
                lost.extend(no_data);
            }
            lost.sort_unstable();
            lost.dedup();
        }
        self.add_of_lines(&lost);
        if !lost.is_empty() {
            let kept: Vec<u32> =
                (0..self.sheet_rows.len() as u32).filter(|row| lost.binary_search(row).is_err()).collect();
            self.sheet_rows = kept.iter().map(|&row| self.sheet_rows[row as usize]).collect();
            self.rejected += lost.len();
            self.sums_left_out.add_rows(&columns, lost.iter().map(|row| *row as usize));
            columns.iter_mut().for_each(|column| *column = column.gather(&kept));
        }
        Chunk {
            table,
            extra: Vec::new(),
            place: self.place,
            sheet_columns: self.sheet_columns,
            columns,
            sheet_rows: self.sheet_rows,
            issues: self.log.finish(),
            read: self.read,
            rejected: self.rejected,
            left_out: self.sums_left_out,
            keeps_written: self.written.is_some(),
            sums_used: None,
            written: self.written.map(Written::finish).unwrap_or_default(),
        }
    }

    /// Decides what the cells are that could be two things; gives the rows that are lost by it.
    fn settle(&mut self) -> Vec<u32> {
        let mut sheet = Sheet {
            table: self.table,
            place: &self.place,
            sheet_columns: &self.sheet_columns,
            builders: &mut self.builders,
            rows: &self.sheet_rows,
            log: &mut self.log,
            dialect: self.dialect,
            lost: Vec::new(),
            with_comma: Vec::new(),
        };
        sheet.settle(&self.evidence);
        let (mut lost, with_comma) = (sheet.lost, sheet.with_comma);
        self.sums_left_out.settle(&with_comma);
        for total in &mut self.totals {
            with_comma.iter().for_each(|at| total.numbers[*at] = total.with_comma[*at]);
        }
        lost.sort_unstable();
        lost.dedup();
        lost
    }

    /// The rows of the sheet that were used.
    pub(super) fn used(&self) -> &[u32] {
        &self.sheet_rows
    }

    /// Whether rows are looked for that are no data; not where the policy says that all of them are.
    pub(super) fn looks_for_no_data(&self) -> bool {
        !self.table.layout.all_rows
    }

    /// The sheet that is read.
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// Takes in what was found about the sheet otherwise.
    pub(super) fn add(&mut self, issues: impl Iterator<Item = Issue>) {
        issues.for_each(|issue| self.log.add(issue));
    }

    /// Takes in what was found about single lines.
    pub(super) fn of_lines(&mut self, issues: impl Iterator<Item = Issue>) {
        self.of_lines.extend(issues);
    }

    /// Lines that are left out, being no data, need not have as many fields as the header.
    fn add_of_lines(&mut self, lost: &[u32]) {
        let place = |row: u32| self.place.cell(row, 0).map(|cell| cell.row);
        let lost: Vec<Option<u32>> = lost.iter().map(|at| place(self.sheet_rows[*at as usize])).collect();
        let is_lost = |issue: &Issue| {
            let row = issue.cell.as_ref().map(|cell| cell.row);
            issue.code == IssueCode::RaggedLine && row.is_some() && lost.contains(&row)
        };
        let issues = std::mem::take(&mut self.of_lines);
        issues.into_iter().filter(|issue| !is_lost(issue)).for_each(|issue| self.log.add(issue));
    }

    /// How many rows were read.
    pub(super) fn rows_read(&self) -> usize {
        self.read
    }

    /// The last row has no more cells.
    pub(super) fn finish_row(&mut self) {
        let Some(first_column) = self.current.first_column else { return };
        self.read += 1;
        count_rows(self.read - 1, self.read);
        let rejected = self.rejected;
        self.labels.see(self.current.row, &self.slots);
        if self.second.is_some() {
            self.rejected += 1;
        } else if !self.current.wanted {
            let message = say!("no-values", "no column of the table has a value in this row; row left out");
            self.leave_out(first_column, IssueCode::NoValues, message);
        } else if self.read == 1 && self.looks_for_no_data() && self.numbers_columns() {
            self.leave_out_numbers(first_column);
        } else if let Some(again) = self.header_here() {
            match again {
                Again::InPlace => self.header_again(first_column),
                Again::Moved => self.other_header(first_column),
            }
        } else if self.current.total == Some(true) && self.looks_for_no_data() && self.is_total() {
            self.rejected += 1;
            let total = self.left_out(first_column);
            self.totals.push(total);
        } else if self.current.cells == 1 && self.labels.stands_alone(&self.slots) {
            let message = say!("label-of-rows", "a label of the rows below; row left out");
            self.leave_out(first_column, IssueCode::RemarkRow, message);
        } else if self.current.cells == 1 && self.is_heading() {
            self.take_heading(first_column);
        } else if !self.take() {
            self.rejected += 1;
        }
        if self.rejected > rejected {
            self.sums_left_out.add_row(self.table, &mut self.slots, self.is_1904);
        }
        self.previous = Some(self.current.row);
        self.current = CurrentRow::default();
        self.slots.iter_mut().for_each(Slot::clear);
    }
}

/// What a cell says, as far as it could be the number of a column.
fn shown(value: &CellValue<'_>) -> String {
    match value {
        CellValue::Text(text) => (*text).to_string(),
        CellValue::Number(number) => crate::value::number::shortest(*number),
        _ => String::new(),
    }
}

//! Rows of one sheet, one after another, straight into typed columns.

use super::aside::{Aside as NoData, LeftOut, Rows};
use super::checks::{Fault, judge, number_allowed, waits};
use super::evidence::{Aside, Evidence, Original};
use super::issues::{IssueLog, Place};
use super::ready::Ready;
use super::settle::{Dialect, Sheet};
use super::slot::{Held, Slot};
use super::totals::is_total_word;
use super::wanted::{WantedColumn, WantedTable};
use super::written::Written;
use crate::cells::CellValue;
use crate::issue::{Issue, IssueCode};
use crate::table::{Column, ColumnBuilder};
use crate::value::{Shows, Type, Value};
use foldhash::HashMap;

/// What one sheet gave.
#[derive(Debug)]
pub(super) struct Chunk {
    /// Index of the table in the policy.
    pub table: usize,
    pub place: Place,
    /// For each column of the table its column in the sheet.
    pub sheet_columns: Vec<Option<u32>>,
    pub columns: Vec<Column>,
    /// For each row used its row in the sheet.
    pub sheet_rows: Vec<u32>,
    pub issues: Vec<Issue>,
    pub read: usize,
    pub rejected: usize,
    /// What cells say that were read as something else, where that is kept.
    pub written: Vec<(u32, u32, Box<str>)>,
}

/// Collects the rows of one sheet.
pub(super) struct RowReader<'t, 'p> {
    table: &'t WantedTable<'p>,
    place: Place,
    sheet_columns: Vec<Option<u32>>,
    slots: Vec<Slot>,
    ready: Vec<Ready>,
    builders: Vec<ColumnBuilder>,
    keys: Keys,
    sheet_rows: Vec<u32>,
    log: IssueLog,
    read: usize,
    rejected: usize,
    current: CurrentRow,
    evidence: Vec<Evidence>,
    /// What the cells of the row showed apart from their values.
    asides: Vec<(usize, Aside)>,
    dialect: Dialect,
    is_1904: bool,
    /// Folded headers of the columns, where a sheet has them.
    headers: Vec<Option<String>>,
    /// Used rows, by their place, with a single cell in the sheet.
    lonely: Vec<u32>,
    /// Rows called a total.
    totals: Vec<LeftOut>,
    /// The row before the current one, and where a second table began.
    previous: Option<u32>,
    second: Option<u32>,
    /// What cells say that were read as something else, where that is kept.
    written: Option<Written>,
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
            lonely: Vec::new(),
            totals: Vec::new(),
            previous: None,
            second: None,
            written: None,
            read: 0,
            rejected: 0,
            current: CurrentRow::default(),
            table,
            place,
            sheet_columns,
        }
    }

    /// What is known of the file before its rows are read.
    pub(super) fn of_file(self, dialect: Dialect, is_1904: bool) -> RowReader<'t, 'p> {
        RowReader { dialect, is_1904, ..self }
    }

    /// The header of the sheet: its row, and the folded text above each column.
    pub(super) fn below(self, row: u32, headers: Vec<Option<String>>) -> RowReader<'t, 'p> {
        RowReader { previous: Some(row), headers, ..self }
    }

    /// Keeps what cells say that are read as something else, or does not.
    pub(super) fn keeping_written(self, keep: bool) -> RowReader<'t, 'p> {
        RowReader { written: keep.then(Written::default), ..self }
    }

    /// Takes in a cell at a place of the sheet; `wanted` are the table's columns that stand there.
    pub(super) fn cell(&mut self, row: u32, column: u32, wanted: &[usize], value: &CellValue<'_>) {
        if row != self.current.row {
            self.finish_row();
            self.current.row = row;
        }
        if let CellValue::Text(text) = value {
            let text = super::fold::trim(text);
            if text.is_empty() {
                return;
            }
            self.current.total.get_or_insert_with(|| is_total_word(text));
        }
        self.current.first_column.get_or_insert(column);
        self.current.cells += 1;
        for &at in wanted {
            self.slots[at].set(value);
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
        self.sheet_rows.shrink_to_fit();
        let mut lost = self.settle();
        let builders = std::mem::take(&mut self.builders);
        let mut columns: Vec<Column> = builders.into_iter().map(ColumnBuilder::finish).collect();
        if !self.place.given {
            lost.extend(self.set_aside(&columns));
            lost.sort_unstable();
            lost.dedup();
        }
        if !lost.is_empty() {
            let kept: Vec<u32> =
                (0..self.sheet_rows.len() as u32).filter(|row| lost.binary_search(row).is_err()).collect();
            columns.iter_mut().for_each(|column| *column = column.gather(&kept));
            self.sheet_rows = kept.iter().map(|&row| self.sheet_rows[row as usize]).collect();
            self.rejected += lost.len();
        }
        Chunk {
            table,
            place: self.place,
            sheet_columns: self.sheet_columns,
            columns,
            sheet_rows: self.sheet_rows,
            issues: self.log.finish(),
            read: self.read,
            rejected: self.rejected,
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
            log: &mut self.log,
            dialect: self.dialect,
            lost: Vec::new(),
        };
        sheet.settle(&self.evidence);
        let mut lost = sheet.lost;
        lost.sort_unstable();
        lost.dedup();
        lost
    }

    /// The rows of the sheet that were used.
    pub(super) fn used(&self) -> &[u32] {
        &self.sheet_rows
    }

    /// The sheet that is read.
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// Takes in what was found about the sheet otherwise.
    pub(super) fn add(&mut self, issues: impl Iterator<Item = Issue>) {
        issues.for_each(|issue| self.log.add(issue));
    }

    /// The last row has no more cells.
    pub(super) fn end_row(&mut self) {
        self.finish_row();
    }

    fn finish_row(&mut self) {
        let Some(first_column) = self.current.first_column else { return };
        self.read += 1;
        if self.second.is_some() {
            self.rejected += 1;
        } else if !self.current.wanted {
            self.leave_out(
                first_column,
                IssueCode::NoValues,
                "no column of the table has a value in this row; row left out",
            );
        } else if self.is_header() {
            self.header_again(first_column);
        } else if self.current.total == Some(true) && self.is_total() {
            self.rejected += 1;
            self.totals.push(self.left_out(first_column));
        } else if !self.take() {
            self.rejected += 1;
        }
        self.previous = Some(self.current.row);
        self.current = CurrentRow::default();
        self.slots.iter_mut().for_each(Slot::clear);
    }

    /// Whether the row is the header once more: at least two of its cells, and every one.
    fn is_header(&self) -> bool {
        let mut again = 0;
        for (slot, header) in self.slots.iter().zip(&self.headers) {
            match (&slot.held, header) {
                (Held::Blank, _) => {}
                (Held::Text, Some(header)) if super::fold::fold(&slot.text) == *header => again += 1,
                _ => return false,
            }
        }
        again > 1
    }

    /// A header printed again on the next page of a table, or that of a second table.
    fn header_again(&mut self, first_column: u32) {
        let row = self.current.row;
        let place = self.sheet_rows.len() as u32;
        let title = place.checked_sub(1).filter(|last| self.lonely.last() == Some(last));
        let above = title.map_or(self.previous, |title| Some(self.sheet_rows[title as usize]));
        let gap = title.is_some() || above.is_some_and(|above| above + 1 < row);
        if !gap {
            self.leave_out(first_column, IssueCode::RepeatedHeader, "the header stands here again; row left out");
            return;
        }
        self.second = Some(row);
        let message = "the header stands here again, below a gap or a title: a second table begins; its rows are left out \
                       (give it a sheet of its own)";
        self.leave_out(first_column, IssueCode::SecondTable, message);
    }

    fn left_out(&self, first_column: u32) -> LeftOut {
        let slot = self.sheet_columns.iter().position(|at| *at == Some(first_column)).map(|at| &self.slots[at]);
        let number = |slot: &Slot| match slot.held {
            Held::Number(number) => number,
            Held::Text => crate::value::number::parse(&slot.text).unwrap_or(f64::NAN),
            _ => f64::NAN,
        };
        LeftOut {
            before: self.sheet_rows.len() as u32,
            cell: (self.current.row, first_column),
            text: slot.and_then(Slot::original),
            numbers: self.slots.iter().map(number).collect(),
        }
    }

    /// Finds rows that are no data, says so, and gives those to leave out.
    fn set_aside(&mut self, columns: &[Column]) -> Vec<u32> {
        let rows = Rows {
            table: self.table,
            columns,
            sheet_rows: &self.sheet_rows,
            lonely: &self.lonely,
            left_out: &self.totals,
        };
        let mut found = rows.find();
        // The title of a second table is none of the first one's rows.
        let last = (self.sheet_rows.len() as u32).checked_sub(1).filter(|last| self.lonely.last() == Some(last));
        if self.second.is_some()
            && let Some(last) = last.filter(|last| found.rows.iter().all(|(row, _)| row != last))
        {
            found.rows.push((last, NoData::Remark));
        }
        let mut lost = Vec::new();
        for (row, what) in found.rows {
            let first = (0..columns.len()).find(|at| !columns[*at].is_blank(row as usize));
            let column = first.and_then(|at| self.sheet_columns[at]).unwrap_or(0);
            let text = first.map(|at| columns[at].value(row as usize).to_string());
            let stays = matches!(what, NoData::Differs { .. });
            self.say_aside(&what, (self.sheet_rows[row as usize], column), text, stays);
            if !stays {
                lost.push(row);
            }
        }
        for (total, what) in std::mem::take(&mut self.totals).into_iter().zip(found.left_out) {
            self.say_aside(&what, total.cell, total.text, false);
        }
        lost
    }

    fn say_aside(&mut self, what: &NoData, (row, column): (u32, u32), text: Option<String>, stays: bool) {
        let name = |at: usize| self.table.columns[at].name;
        let show = crate::value::number::shortest;
        let done = if stays { "it was read as data" } else { "row left out" };
        let (code, message) = match *what {
            NoData::Total { column, says, rows } => {
                let of = if rows == 1 { "the row above".to_string() } else { format!("the {rows} rows above") };
                let adds = if rows == 1 { "is" } else { "add to" };
                let (name, says) = (name(column), show(says));
                (IssueCode::TotalRow, format!("a total: {of} {adds} {says} in `{name}`, as it says; {done}"))
            }
            NoData::Differs { column, says, adds } => {
                let (name, says, adds) = (name(column), show(says), show(adds));
                let message = format!(
                    "called a total, but it says {says} in `{name}` and the rows used above add to {adds}; {done}"
                );
                (IssueCode::TotalDiffers, message)
            }
            NoData::Bare => (IssueCode::TotalRow, format!("this is a total of other rows; {done}")),
            NoData::Remark => (IssueCode::RemarkRow, format!("a single text, no row of the table; {done}")),
        };
        let issue = Issue::new(code, message).at_cell(self.place.cell(row, column));
        self.log.add(issue.with_text(text).in_table(self.table.name).rejecting(!stays));
    }

    /// Nothing but numbers stands beside the word, and neither key nor reference is there.
    fn is_total(&self) -> bool {
        self.table.columns.iter().zip(&self.slots).all(|(column, slot)| match &slot.held {
            Held::Blank | Held::Error | Held::Unsaved => true,
            Held::Text if column.kind == Type::Number => true,
            Held::Text => is_total_word(&slot.text),
            Held::Number(_) => column.kind == Type::Number && !column.joins,
            Held::Moment(_) | Held::Bool(_) | Held::List(_) => false,
        })
    }

    fn leave_out(&mut self, column: u32, code: IssueCode, message: &str) {
        self.rejected += 1;
        let slot = self.sheet_columns.iter().position(|at| *at == Some(column)).map(|at| &self.slots[at]);
        let issue = Issue::new(code, message).at_cell(self.place.cell(self.current.row, column));
        self.log.add(issue.with_text(slot.and_then(Slot::original)).in_table(self.table.name).rejecting(true));
    }

    /// Reads the cells of the row; gives what is wrong with them.
    fn judge_row(&mut self) -> Vec<(usize, Fault)> {
        let mut faults = Vec::new();
        self.asides.clear();
        if let Some(written) = &mut self.written {
            written.before(self.table, &self.slots);
        }
        for (at, column) in self.table.columns.iter().enumerate() {
            match judge(&mut self.slots[at], column, self.is_1904).and_then(|judged| self.weigh(at, judged)) {
                Ok(ready) => self.ready[at] = ready,
                Err(fault) => {
                    self.ready[at] = Ready::Blank;
                    faults.push((at, fault));
                }
            }
        }
        if let Some(written) = &mut self.written {
            written.after(self.table, self.current.row, &self.slots, &self.ready, &self.asides);
        }
        faults
    }

    /// Reads the row; was it used?
    fn take(&mut self) -> bool {
        let mut faults = self.judge_row();
        let mut used = !faults.iter().any(|(at, _)| self.table.columns[*at].needed);
        if used && let Some(fault) = self.repeated_key() {
            used = false;
            faults.push(fault);
        }
        for (at, fault) in faults {
            self.report(at, fault);
        }
        let index = self.sheet_rows.len() as u32;
        for (at, aside) in self.asides.drain(..) {
            let slot = &self.slots[at];
            let index = (used && !self.table.columns[at].joins).then_some(index);
            self.evidence[at].add(aside, self.current.row, index, || slot.original().unwrap_or_default());
            if let Some(index) = index
                && !allowed_either_way(&self.ready[at], &aside, &self.table.columns[at])
            {
                let key = self.table.key.and_then(|key| self.slots[key].original());
                let text = slot.original().unwrap_or_default();
                self.evidence[at].originals.push(Original { index, text, key });
            }
        }
        if used {
            if self.current.cells == 1 {
                self.lonely.push(index);
            }
            self.sheet_rows.push(self.current.row);
            for ((builder, ready), slot) in self.builders.iter_mut().zip(&self.ready).zip(&self.slots) {
                push(builder, ready, &slot.text);
            }
        }
        used
    }

    /// Keeps what a cell showed. What could be two things and cannot wait is judged at once.
    fn weigh(&mut self, at: usize, (ready, aside): (Ready, Aside)) -> Result<Ready, Fault> {
        if aside == Aside::None {
            return Ok(ready);
        }
        let column = &self.table.columns[at];
        self.asides.push((at, aside));
        match &ready {
            Ready::Number(value) if waits(&aside) && (column.joins || !self.evidence[at].waits()) => {
                number_allowed(*value, column)?;
            }
            _ if column.joins && matches!(aside, Aside::TwoDays { .. }) => {
                return Err(Fault { code: IssueCode::BadDate, sentence: two_days(column.name) });
            }
            _ => {}
        }
        Ok(ready)
    }

    fn repeated_key(&mut self) -> Option<(usize, Fault)> {
        let at = self.table.key?;
        let first =
            self.keys.first(&mut self.builders[at], &mut self.ready[at], &self.slots[at].text, self.current.row)?;
        let sentence = match self.place.given {
            true => format!("row {} has this key already", u64::from(first) + 1),
            false => {
                format!("the row of {} has this key already", self.place.cell(first, self.sheet_columns[at]?)?.a1())
            }
        };
        Some((at, Fault { code: IssueCode::DuplicateKey, sentence }))
    }

    fn report(&mut self, at: usize, fault: Fault) {
        let column = &self.table.columns[at];
        let rejected = column.needed;
        let key = self.table.key.filter(|key| *key != at || fault.code == IssueCode::DuplicateKey);
        let done = if rejected { "row left out" } else { "left blank" };
        let row = if self.place.given { format!(" (row {})", u64::from(self.current.row) + 1) } else { String::new() };
        let cell = self.sheet_columns[at].and_then(|place| self.place.cell(self.current.row, place));
        let issue = Issue::new(fault.code, format!("{}{row}; {done}", fault.sentence))
            .at_cell(cell)
            .with_text(self.slots[at].original())
            .in_table(self.table.name)
            .in_column(column.name)
            .of_row(key.and_then(|key| self.slots[key].original()))
            .rejecting(rejected);
        self.log.add(issue);
    }
}

/// Whether the column allows a cell in each of its readings.
fn allowed_either_way(ready: &Ready, aside: &Aside, column: &WantedColumn<'_>) -> bool {
    match (ready, aside) {
        (Ready::Number(with_point), Aside::Number(number)) => match number.shows {
            Shows::Either { with_comma } => {
                [*with_point, with_comma].into_iter().all(|value| number_allowed(value, column).is_ok())
            }
            Shows::Neither | Shows::Mark(_) => true,
        },
        (_, Aside::TwoDays { .. }) => column.one_of.is_empty(),
        _ => true,
    }
}

fn two_days(column: &str) -> String {
    format!("it could be two days (write `order: dmy` or `order: mdy` for column `{column}`)")
}

fn push(builder: &mut ColumnBuilder, ready: &Ready, text: &str) {
    match (builder, ready) {
        (ColumnBuilder::Number(values), Ready::Number(value)) => values.push(*value),
        (ColumnBuilder::Text(values), Ready::Text) => values.push(Some(text)),
        (ColumnBuilder::Text(values), Ready::Coded(code)) => values.push_code(*code),
        (builder, Ready::Moment(moment)) => builder.push(&Value::DateTime(*moment)),
        (builder, Ready::Bool(flag)) => builder.push(&Value::Bool(*flag)),
        (builder, Ready::Other(value)) => builder.push(value),
        (builder, _) => builder.push(&Value::Blank),
    }
}

/// Keys seen so far and the row of each.
#[derive(Default)]
struct Keys {
    /// By code of the text in its column.
    texts: Vec<u32>,
    others: HashMap<u64, u32>,
}

impl Keys {
    /// The row that had the key before; `None` where this is the first.
    fn first(&mut self, builder: &mut ColumnBuilder, key: &mut Ready, text: &str, row: u32) -> Option<u32> {
        let bits = match (builder, &*key) {
            (ColumnBuilder::Text(values), Ready::Text) => {
                let code = values.code(text);
                *key = Ready::Coded(code);
                if let Some(known) = self.texts.get(code as usize) {
                    return Some(*known);
                }
                // Codes are given in order, so the next new one is always the next place.
                self.texts.push(row);
                return None;
            }
            (_, Ready::Number(value)) => (*value + 0.0).to_bits(),
            (ColumnBuilder::Date(_), Ready::Moment(moment)) => moment.date().0 as u64,
            (_, Ready::Moment(moment)) => moment.0 as u64,
            (_, Ready::Bool(flag)) => u64::from(*flag),
            _ => return None,
        };
        match self.others.entry(bits) {
            std::collections::hash_map::Entry::Occupied(known) => Some(*known.get()),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(row);
                None
            }
        }
    }
}

//! One row, from its cells to the columns.

use super::{Below, RowReader};
use crate::cells::CellValue;
use crate::import::aside::LeftOut;
use crate::import::checks::{Fault, done, judge, number_allowed, value_allowed, waits};
use crate::import::evidence::{Aside, Original};
use crate::import::issues::Place;
use crate::import::ready::Ready;
use crate::import::slot::Held;
use crate::import::totals::is_page_line;
use crate::import::wanted::WantedColumn;
use crate::issue::{Issue, IssueCode};
use crate::policy::layout::Origin;
use crate::say;
use crate::table::ColumnBuilder;
use crate::value::{Shows, Type, Value};
use crate::words::Sentence;

/// So many totals without a label are looked for in a sheet; where more rows lack their key they are no totals.
const MOST_UNNAMED: usize = 2_000;

impl RowReader<'_, '_> {
    /// Reads the row; whether it was used.
    pub(super) fn take(&mut self) -> bool {
        let index = self.sheet_rows.len() as u32;
        self.labels.fill(self.current.row, index, self.table, &mut self.slots);
        self.tell_source();
        let mut faults = self.judge_cells();
        let mut used = !faults.iter().any(|(at, _)| self.table.columns[*at].needed);
        let repeated = if used { self.repeated_key() } else { None };
        if (!used || repeated.is_some())
            && self.looks_for_no_data()
            && self.numbers_of_total().is_some_and(|numbers| numbers > 0 || repeated.is_some())
        {
            return self.leave_out_total(index);
        }
        if let Some(fault) = repeated {
            used = false;
            faults.push(fault);
        }
        for (at, fault) in faults {
            self.report(at, fault);
        }
        self.keep_evidence(used.then_some(index));
        if !used {
            self.keep_unused(index);
            self.labels.take_back(index);
            return false;
        }
        self.keep_place(index);
        self.sheet_rows.push(self.current.row);
        for ((builder, ready), slot) in self.builders.iter_mut().zip(&self.ready).zip(&self.slots) {
            push(builder, ready, &slot.text);
        }
        true
    }

    /// Keeps what is known of a used row apart from its values.
    fn keep_place(&mut self, index: u32) {
        if self.previous.is_none_or(|previous| previous + 1 < self.current.row) {
            self.apart.push(index);
        }
        if self.current.cells == 1 {
            self.lonely.push(index);
            if let Some(at) = self.slots.iter().position(|slot| slot.held == Held::Text)
                && self.table.columns[at].kind != Type::Text
            {
                let text = self.slots[at].original().unwrap_or_default();
                self.stray.push((index, self.current.first_column.unwrap_or(0), text));
            }
            if self.labels.is_across(self.current.row) {
                self.across.push(index);
            }
            if self.slots.iter().any(|slot| slot.held == Held::Text && is_page_line(&slot.text)) {
                self.page = Some(index);
            }
        }
        if self.current.outside {
            self.outside.push((index, self.current.total == Some(true)));
        }
        if self.current.depth > 0 || !self.depths.is_empty() {
            self.depths.resize(index as usize, 0);
            self.depths.push(self.current.depth);
        }
        self.struck.see(self.current.row, &self.slots, &self.sheet_columns);
    }

    /// Keeps what a row that is not used may be instead of a row with a mistake: a total without a label, or a remark
    /// below the rows.
    fn keep_unused(&mut self, index: u32) {
        if self.place.given || !self.looks_for_no_data() {
            return;
        }
        let first = self.current.first_column.unwrap_or(0);
        if self.has_numbers_alone() && self.totals.len() < MOST_UNNAMED {
            let total = self.left_out(first);
            self.totals.push(LeftOut { named: false, ..total });
        } else if let (1, Some(text)) = (self.current.cells, self.lonely_text()) {
            let apart = self.previous.is_none_or(|previous| previous + 1 < self.current.row);
            if self.below.last().is_some_and(|last| last.before != index) {
                self.below.clear();
            }
            self.below.push(Below { before: index, cell: (self.current.row, first), apart, text });
        }
    }

    /// The single text of the row.
    fn lonely_text(&self) -> Option<String> {
        let slot = self.slots.iter().find(|slot| !slot.is_blank())?;
        if slot.held == Held::Text { slot.original() } else { None }
    }

    /// Keeps a total to be compared with the rows above it; it is not used.
    fn leave_out_total(&mut self, index: u32) -> bool {
        self.labels.take_back(index);
        let total = self.left_out(self.current.first_column.unwrap_or(0));
        self.totals.push(total);
        false
    }

    /// What is known of a row apart from its cells.
    fn tell_source(&mut self) {
        for (at, column) in self.table.columns.iter().enumerate() {
            if let Some(from) = column.from
                && let Some(value) = source(from, self.current.row, &self.place, [&self.title, &self.heading])
            {
                self.slots[at].set(&value);
            }
        }
    }

    /// Reads each cell for its column; what is wrong with them, by column.
    fn judge_cells(&mut self) -> Vec<(usize, Fault)> {
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

    /// Keeps what the cells showed of their columns; `index` is the row's place where it is used.
    fn keep_evidence(&mut self, index: Option<u32>) {
        for (at, aside) in self.asides.drain(..) {
            let (slot, column) = (&self.slots[at], &self.table.columns[at]);
            let index = index.filter(|_| !column.joins);
            self.evidence[at].add(aside, self.current.row, index, || slot.original().unwrap_or_default());
            if let Some(index) = index
                && !allowed_either_way(&self.ready[at], &aside, column)
            {
                let key = self.table.key.and_then(|key| self.slots[key].original());
                let text = slot.original().unwrap_or_default();
                self.evidence[at].originals.push(Original { index, text, key });
            }
        }
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
        // Where the policy says what becomes of them, the rows of all sheets are looked at together.
        let at = self.table.key.filter(|_| self.table.duplicates.is_none())?;
        let first =
            self.keys.first(&mut self.builders[at], &mut self.ready[at], &self.slots[at].text, self.current.row)?;
        let sentence = match self.place.given {
            true => say!("row-has-key", "row {row} has this key already", row = u64::from(first) + 1),
            false => {
                let cell = self.place.cell(first, self.sheet_columns[at].unwrap_or(0))?.a1();
                say!("row-of-cell-has-key", "the row of {cell} has this key already", cell)
            }
        };
        Some((at, Fault { code: IssueCode::DuplicateKey, sentence }))
    }

    fn report(&mut self, at: usize, fault: Fault) {
        let column = &self.table.columns[at];
        let rejected = column.needed;
        let key = self.table.key.filter(|key| *key != at || fault.code == IssueCode::DuplicateKey);
        let row = self.place.given.then(|| say!("brackets-row", " (row {row})", row = u64::from(self.current.row) + 1));
        let message =
            say!("fault-and-done", "{fault}{row}; {done}", fault = fault.sentence, row, done = done(rejected));
        // What is wrong with the source of a row stands nowhere; the row's first cell is as near as one gets.
        let place = self.sheet_columns[at].or(self.current.first_column);
        let cell = place.and_then(|place| self.place.cell(self.current.row, place));
        let issue = Issue::new(fault.code, message)
            .at_cell(cell)
            .with_text(self.slots[at].original())
            .in_table(self.table.name)
            .in_column(column.name)
            .of_row(key.and_then(|key| self.slots[key].original()))
            .rejecting(rejected);
        self.log.add(issue);
    }
}

/// What a column holds that is known of a row apart from its cells; rows that a host handed in stand nowhere.
pub(super) fn source<'s>(
    from: Origin,
    row: u32,
    place: &'s Place,
    [title, heading]: [&'s Option<String>; 2],
) -> Option<CellValue<'s>> {
    match from {
        _ if place.given => None,
        Origin::Column(_) => None,
        Origin::Sheet => Some(CellValue::Text(&place.sheet)),
        Origin::Workbook => Some(CellValue::Text(&place.workbook)),
        Origin::Title => title.as_deref().map(CellValue::Text),
        Origin::Heading => heading.as_deref().map(CellValue::Text),
        Origin::Row => Some(CellValue::Number(f64::from(row) + 1.0)),
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
        (_, Aside::TwoDays { day_first, month_first }) => {
            [*day_first, *month_first].into_iter().all(|day| value_allowed(&Ready::Moment(day), column).is_ok())
        }
        _ => true,
    }
}

fn two_days(column: &str) -> Sentence {
    say!("two-days", "it could be two days (write `order: dmy` or `order: mdy` for column `{column}`)", column)
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

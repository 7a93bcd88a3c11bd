//! Control totals: what the rows of a sheet add up to, those used and those left out.

use super::account::{ControlTotal, DateSpan};
use super::coerce::coerce;
use super::evidence::Aside;
use super::ready::Ready;
use super::rows::Chunk;
use super::slot::Slot;
use super::wanted::WantedTable;
use crate::table::{Column, Table};
use crate::value::number::Sum;
use crate::value::{Shows, Type, Value};

/// What the rows left out add up to, by column of the table.
#[derive(Clone, Debug, Default)]
pub(super) struct LeftOutSums {
    sums: Vec<Sum>,
    /// The same for texts such as `12.345`, whose decimal mark the whole column decides: with a point, with a comma.
    doubtful: Vec<[Sum; 2]>,
}

impl LeftOutSums {
    pub(super) fn new(columns: usize) -> LeftOutSums {
        LeftOutSums { sums: vec![Sum::default(); columns], doubtful: vec![Default::default(); columns] }
    }

    /// Adds a row that became none of the table's, as far as its cells are numbers.
    pub(super) fn add_row(&mut self, table: &WantedTable<'_>, slots: &mut [Slot], is_1904: bool) {
        for (at, (column, slot)) in table.columns.iter().zip(slots).enumerate() {
            if column.kind != Type::Number {
                continue;
            }
            let Ok((Ready::Number(value), aside)) = coerce(slot, column, is_1904) else { continue };
            match aside {
                Aside::Number(number) if let Shows::Either { with_comma } = number.shows => {
                    let [point, comma] = &mut self.doubtful[at];
                    point.add(value);
                    comma.add(with_comma);
                }
                _ => self.sums[at].add(value),
            }
        }
    }

    /// Adds rows that the columns have.
    pub(super) fn add_rows(&mut self, columns: &[Column], rows: impl Iterator<Item = usize> + Clone) {
        for (sum, column) in self.sums.iter_mut().zip(columns) {
            if let Column::Number(values) = column {
                rows.clone().map(|row| values[row]).filter(|value| !value.is_nan()).for_each(|value| sum.add(value));
            }
        }
    }

    /// The sums for columns in another order; `from` is the place of each among these.
    pub(super) fn rearranged(&self, from: &[Option<usize>]) -> LeftOutSums {
        let of = |from: &Option<usize>| from.and_then(|from| self.sums.get(from).cloned()).unwrap_or_default();
        LeftOutSums { sums: from.iter().map(of).collect(), doubtful: vec![Default::default(); from.len()] }
    }

    /// Decides the doubtful ones: those of these columns have a decimal comma.
    pub(super) fn settle(&mut self, with_comma: &[usize]) {
        for (at, (sum, doubtful)) in self.sums.iter_mut().zip(std::mem::take(&mut self.doubtful)).enumerate() {
            sum.add(doubtful[usize::from(with_comma.contains(&at))].value());
        }
    }
}

/// The control total of a sheet.
pub(super) fn of_chunk(table: &WantedTable<'_>, chunk: &Chunk) -> ControlTotal {
    let mut total = ControlTotal {
        table: table.name.to_string(),
        workbook: chunk.place.workbook.to_string(),
        sheet: chunk.place.sheet.to_string(),
        read: chunk.read,
        used: chunk.sheet_rows.len(),
        rejected: chunk.rejected,
        ..ControlTotal::default()
    };
    for (at, (column, data)) in table.columns.iter().zip(&chunk.columns).enumerate() {
        let (name, rows) = (column.name.to_string(), 0..total.used);
        match data {
            Column::Number(_) => {
                let before = chunk.sums_used.as_ref().and_then(|sums| sums.get(at)).copied();
                total.sums.push((name.clone(), before.unwrap_or_else(|| sum_of(data, rows))));
                total.rejected_sums.push((name, chunk.left_out.sums[at].value()));
            }
            Column::Date(_) | Column::DateTime(_) => total.dates.push(span_of(name, data, rows)),
            _ => {}
        }
    }
    total
}

/// Brings a table's control totals up to date with its rows, of which those marked are about to be left out.
pub(super) fn leave_out(control: &mut [ControlTotal], table: &Table, name: &str, lost: &[bool]) {
    let segments = &table.provenance.segments;
    let totals: Vec<&mut ControlTotal> = control.iter_mut().filter(|total| total.table == name).collect();
    // Sheet by sheet in one order: workbooks of two folders may have one name. Rows of a host program have
    // one total for all of them.
    let start = |at: usize| segments.get(at).map_or(table.rows, |segment| segment.first_row);
    for (at, total) in totals.into_iter().enumerate() {
        let rows = if segments.is_empty() { 0..table.rows } else { start(at)..start(at + 1) };
        recount(total, table, rows, lost);
    }
}

fn recount(total: &mut ControlTotal, table: &Table, rows: std::ops::Range<usize>, lost: &[bool]) {
    let kept = rows.clone().filter(|row| !lost[*row]);
    total.used = kept.clone().count();
    total.rejected = total.read - total.used;
    let numbers = || table.columns.iter().filter(|column| matches!(column, Column::Number(_)));
    for ((_, sum), column) in total.sums.iter_mut().zip(numbers()) {
        *sum = sum_of(column, kept.clone());
    }
    for ((_, sum), column) in total.rejected_sums.iter_mut().zip(numbers()) {
        let mut adder = Sum::default();
        adder.add(*sum);
        adder.add(sum_of(column, rows.clone().filter(|row| lost[*row])));
        *sum = adder.value();
    }
    let dates = table.columns.iter().filter(|column| matches!(column, Column::Date(_) | Column::DateTime(_)));
    for (span, column) in total.dates.iter_mut().zip(dates) {
        *span = span_of(std::mem::take(&mut span.column), column, kept.clone());
    }
}

/// What those rows of a column add up to.
pub(super) fn sum_of(column: &Column, rows: impl Iterator<Item = usize>) -> f64 {
    let mut sum = Sum::default();
    if let Column::Number(values) = column {
        rows.map(|row| values[row]).filter(|value| !value.is_nan()).for_each(|value| sum.add(value));
    }
    sum.value()
}

fn span_of(name: String, column: &Column, rows: impl Iterator<Item = usize>) -> DateSpan {
    let mut ends: Option<(usize, usize)> = None;
    let number = |row: usize| match column {
        Column::Date(days) => i64::from(days[row]),
        Column::DateTime(moments) => moments[row],
        _ => 0,
    };
    for row in rows.filter(|row| !column.is_blank(*row)) {
        let (first, last) = ends.unwrap_or((row, row));
        let first = if number(row) < number(first) { row } else { first };
        let last = if number(row) > number(last) { row } else { last };
        ends = Some((first, last));
    }
    let (first, last) = ends.map_or((Value::Blank, Value::Blank), |(a, b)| (column.value(a), column.value(b)));
    DateSpan { column: name, first, last }
}

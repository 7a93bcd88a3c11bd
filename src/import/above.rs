//! Numbers above a header or beside it. Where no row stands below, they may be the data.

use super::issues::Place;
use super::units;
use crate::cells::CellValue;
use crate::issue::{Issue, IssueCode};
use crate::say;
use crate::value::number;

/// Numbers that are no years, which may be headers.
const YEARS: std::ops::RangeInclusive<f64> = 1900.0..=2100.0;

/// The numbers met.
pub(super) struct Above {
    /// The header's last row.
    header: u32,
    beside: usize,
    above: usize,
    /// The rows above with a number in a column of the table, and the last of them.
    rows: usize,
    last: Option<u32>,
    /// A remark that says in what part of an amount the numbers are: row, column and text.
    unit: Option<(u32, u32, String)>,
}

impl Above {
    pub(super) fn of(header: u32) -> Above {
        Above { header, beside: 0, above: 0, rows: 0, last: None, unit: None }
    }

    /// Takes in a cell that does not lie below the header; `wanted`: in a column of the table.
    pub(super) fn cell(&mut self, (row, column): (u32, u32), wanted: bool, value: &CellValue<'_>) {
        if let CellValue::Text(text) = value
            && row < self.header
            && units::of_table(text).is_some()
        {
            self.unit.get_or_insert_with(|| (row, column, super::fold::trim(text).to_string()));
        }
        let number = match value {
            CellValue::Number(number) => Some(*number),
            CellValue::Text(text) => number::parse(text),
            _ => None,
        };
        if number.is_none_or(|number| YEARS.contains(&number)) {
            return;
        }
        if row == self.header {
            self.beside += 1;
        } else if wanted {
            self.above += 1;
            self.rows += usize::from(self.last != Some(row));
            self.last = Some(row);
        }
    }

    /// A note of what the numbers are in.
    pub(super) fn unit(&self, place: &Place) -> Option<Issue> {
        let (row, column, text) = self.unit.as_ref()?;
        let message = say!("unit-above", "`{text}` stands above the table; its numbers were read as they stand", text);
        let issue = Issue::new(IssueCode::HeaderUnit, message).at_cell(place.cell(*row, *column));
        Some(issue.with_text(Some(text.clone())).as_note(true))
    }

    /// What is to be said where so many rows were read below the header. A single row of numbers above may be a title.
    pub(super) fn issue(&self, read: usize, place: &Place) -> Option<Issue> {
        let count = self.beside + if self.rows > 1 { self.above } else { 0 };
        (read == 0 && count > 0).then(|| {
            let message = say!(
                "nothing-below",
                "no row stands below the header, and {count} {count:number stands|numbers stand} above it or beside it: a \
                 table has its header above its rows, each in a row of its own (is the sheet turned on its side, or upside \
                 down?)",
                count
            );
            Issue::new(IssueCode::NothingBelow, message).at_cell(place.cell(self.header, 0))
        })
    }
}

//! Rows that have been looked at and are not in the columns yet.

use crate::import::evidence::{Aside, Clue};
use crate::import::ready::Ready;
use crate::import::wanted::WantedTable;
use crate::table::{BLANK_BOOL, BLANK_DATE, BLANK_DATETIME, BLANK_TEXT, ColumnBuilder};
use crate::value::{DateTime, Type, Value};

/// What is to come into the columns of a table.
#[derive(Default)]
pub(super) struct Staged {
    columns: Vec<StagedColumn>,
    /// The rows in the sheet.
    rows: Vec<u32>,
    /// What cells showed apart from their values, each with the place of its row and what it says.
    asides: Vec<(u32, u32, Aside, std::ops::Range<u32>)>,
    /// Texts that stand nowhere else, one after another.
    kept: String,
    /// For each column the row whose decimal point was told.
    points: Vec<Option<u32>>,
}

/// What is to come into a column.
pub(super) enum StagedColumn {
    Number(Vec<f64>),
    Text(Vec<StagedText>),
    Date(Vec<i32>),
    DateTime(Vec<i64>),
    Bool(Vec<u8>),
    Values(Vec<Value>),
}

/// A text that is to come into a column.
#[derive(Clone, Copy, Debug)]
pub(super) enum StagedText {
    /// By its code in the column.
    Code(u32),
    /// A shared text, by its number.
    Shared(u32),
    /// A text that is kept here, by where it starts and ends, and the number of the shared text it was made of.
    Kept(u32, u32, Option<u32>),
}

impl StagedColumn {
    fn new(kind: Type) -> StagedColumn {
        match kind {
            Type::Number => StagedColumn::Number(Vec::new()),
            Type::Text => StagedColumn::Text(Vec::new()),
            Type::Date => StagedColumn::Date(Vec::new()),
            Type::DateTime => StagedColumn::DateTime(Vec::new()),
            Type::Bool => StagedColumn::Bool(Vec::new()),
            Type::List | Type::Period => StagedColumn::Values(Vec::new()),
        }
    }

    fn len(&self) -> usize {
        match self {
            StagedColumn::Number(values) => values.len(),
            StagedColumn::Text(values) => values.len(),
            StagedColumn::Date(values) => values.len(),
            StagedColumn::DateTime(values) => values.len(),
            StagedColumn::Bool(values) => values.len(),
            StagedColumn::Values(values) => values.len(),
        }
    }

    fn truncate(&mut self, rows: usize) {
        match self {
            StagedColumn::Number(values) => values.truncate(rows),
            StagedColumn::Text(values) => values.truncate(rows),
            StagedColumn::Date(values) => values.truncate(rows),
            StagedColumn::DateTime(values) => values.truncate(rows),
            StagedColumn::Bool(values) => values.truncate(rows),
            StagedColumn::Values(values) => values.truncate(rows),
        }
    }

    fn push_blank(&mut self) {
        match self {
            StagedColumn::Number(values) => values.push(f64::NAN),
            StagedColumn::Text(values) => values.push(StagedText::Code(BLANK_TEXT)),
            StagedColumn::Date(values) => values.push(BLANK_DATE),
            StagedColumn::DateTime(values) => values.push(BLANK_DATETIME),
            StagedColumn::Bool(values) => values.push(BLANK_BOOL),
            StagedColumn::Values(values) => values.push(Value::Blank),
        }
    }

    /// A value as keys of such a column are compared; none for lists, which are no keys.
    pub(super) fn bits(&self, row: usize) -> Option<u64> {
        match self {
            StagedColumn::Number(values) => Some((values[row] + 0.0).to_bits()),
            StagedColumn::Date(values) => Some(values[row] as u64),
            StagedColumn::DateTime(values) => Some(values[row] as u64),
            StagedColumn::Bool(values) => Some(u64::from(values[row])),
            StagedColumn::Text(_) | StagedColumn::Values(_) => None,
        }
    }

    /// Adds the first rows to a column of the same type that does not hold texts.
    pub(super) fn append(&self, rows: usize, into: &mut ColumnBuilder) {
        match (self, into) {
            (StagedColumn::Number(from), ColumnBuilder::Number(into)) => into.extend_from_slice(&from[..rows]),
            (StagedColumn::Date(from), ColumnBuilder::Date(into)) => into.extend_from_slice(&from[..rows]),
            (StagedColumn::DateTime(from), ColumnBuilder::DateTime(into)) => into.extend_from_slice(&from[..rows]),
            (StagedColumn::Bool(from), ColumnBuilder::Bool(into)) => into.extend_from_slice(&from[..rows]),
            (StagedColumn::Values(from), ColumnBuilder::Values(_, into)) => into.extend_from_slice(&from[..rows]),
            _ => unreachable!("the columns of a table and what comes into them are of the same types"),
        }
    }
}

impl Staged {
    /// Forgets all rows.
    pub(super) fn clear(&mut self, table: &WantedTable<'_>) {
        if self.columns.is_empty() {
            self.columns = table.columns.iter().map(|column| StagedColumn::new(column.kind)).collect();
        }
        self.columns.iter_mut().for_each(|column| column.truncate(0));
        self.rows.clear();
        self.asides.clear();
        self.kept.clear();
        self.points.clear();
        self.points.resize(self.columns.len(), None);
    }

    /// The rows in the sheet.
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// A column, the texts that are kept here, and the rows in the sheet.
    pub(super) fn column(&self, at: usize) -> (&StagedColumn, &str, &[u32]) {
        (&self.columns[at], &self.kept, &self.rows)
    }

    /// What cells showed apart from their values: the place of the row, the column, what, and what the cell says.
    pub(super) fn asides(&self) -> impl Iterator<Item = (usize, usize, Aside, &str)> {
        self.asides.iter().map(|(row, at, aside, text)| {
            (*row as usize, *at as usize, *aside, &self.kept[text.start as usize..text.end as usize])
        })
    }

    /// The row has no more cells: the columns that have none are blank. Whether they may be.
    pub(super) fn end_row(&mut self, row: u32, table: &WantedTable<'_>) -> bool {
        let place = self.rows.len();
        for (column, wanted) in self.columns.iter_mut().zip(&table.columns) {
            if column.len() == place {
                if wanted.needed {
                    return false;
                }
                column.push_blank();
            }
        }
        self.rows.push(row);
        true
    }

    /// Forgets what came since the last end of a row.
    pub(super) fn drop_row(&mut self) {
        let rows = self.rows.len();
        self.columns.iter_mut().for_each(|column| column.truncate(rows));
        let kept = self.asides.iter().rposition(|(row, ..)| (*row as usize) < rows).map_or(0, |last| last + 1);
        self.asides.truncate(kept);
        self.points.iter_mut().for_each(|told| *told = told.filter(|row| (*row as usize) < rows));
    }

    #[inline]
    pub(super) fn number(&mut self, at: usize, number: f64) -> bool {
        let StagedColumn::Number(values) = &mut self.columns[at] else { return false };
        values.push(number);
        true
    }

    #[inline]
    pub(super) fn flag(&mut self, at: usize, flag: bool) -> bool {
        let StagedColumn::Bool(values) = &mut self.columns[at] else { return false };
        values.push(u8::from(flag));
        true
    }

    #[inline]
    pub(super) fn moment(&mut self, at: usize, moment: DateTime) -> bool {
        match &mut self.columns[at] {
            StagedColumn::Date(values) => values.push(moment.date().0),
            StagedColumn::DateTime(values) => values.push(moment.0),
            _ => return false,
        }
        true
    }

    #[inline]
    pub(super) fn code(&mut self, at: usize, code: u32) -> bool {
        self.push_text(at, StagedText::Code(code))
    }

    #[inline]
    pub(super) fn shared(&mut self, at: usize, number: u32) -> bool {
        self.push_text(at, StagedText::Shared(number))
    }

    /// A text that is kept here, and the number of the shared text it was made of.
    pub(super) fn text(&mut self, at: usize, text: &str, shared: Option<u32>) -> bool {
        let kept = self.keep(text);
        self.push_text(at, StagedText::Kept(kept.start, kept.end, shared))
    }

    fn push_text(&mut self, at: usize, text: StagedText) -> bool {
        let StagedColumn::Text(values) = &mut self.columns[at] else { return false };
        values.push(text);
        true
    }

    fn keep(&mut self, text: &str) -> std::ops::Range<u32> {
        let start = self.kept.len() as u32;
        self.kept.push_str(text);
        start..self.kept.len() as u32
    }

    /// What a cell was read as; `text` is its text. A blank stays to be filled at the end of the row.
    pub(super) fn ready(&mut self, at: usize, ready: &Ready, text: &str, shared: Option<u32>) -> bool {
        match ready {
            Ready::Blank => true,
            Ready::Number(number) => self.number(at, *number),
            Ready::Text => self.text(at, text, shared),
            Ready::Moment(moment) => self.moment(at, *moment),
            Ready::Bool(flag) => self.flag(at, *flag),
            Ready::Other(value) => match &mut self.columns[at] {
                StagedColumn::Values(values) => {
                    values.push(value.clone());
                    true
                }
                _ => false,
            },
            Ready::Coded(_) => false,
        }
    }

    /// What a cell of the row showed apart from its value.
    pub(super) fn aside(&mut self, at: usize, aside: Aside, text: &str) {
        let text = self.keep(text);
        self.asides.push((self.rows.len() as u32, at as u32, aside, text));
    }

    /// A number of the row has a decimal point. What it says is told of the first alone.
    pub(super) fn point(&mut self, at: usize, text: &str) {
        let row = self.rows.len() as u32;
        let is_first = self.points[at].is_none();
        self.points[at].get_or_insert(row);
        self.aside(at, Aside::Said(Clue::Point), if is_first { text } else { "" });
    }
}

//! Rows right below a declared range that look like more of the table: the sheet has grown since the range was written.

use super::issues::Place;
use super::totals::is_total_word;
use super::wanted::WantedTable;
use crate::cells::CellValue;
use crate::issue::{Issue, IssueCode};
use crate::policy::layout::Range;
use crate::say;
use crate::source::Area;
use crate::value::Type;
use crate::words::Sentence;

/// Looks at the rows below a range while a sheet is read.
pub(super) struct Beyond<'t, 'p> {
    table: &'t WantedTable<'p>,
    area: Area,
    /// The last row that belongs to it, and that seen before.
    previous: u32,
    row: Option<Below>,
    found: usize,
    first: Option<(u32, u32)>,
    over: bool,
}

/// Whether a cell may hold a number or a date, as text too.
fn is_value(value: &CellValue<'_>) -> bool {
    match value {
        CellValue::Text(text) => text.trim_start().starts_with(|c: char| c.is_numeric() || "-+(".contains(c)),
        _ => true,
    }
}

/// A row below the range.
struct Below {
    row: u32,
    column: u32,
    cells: usize,
    numbers: usize,
    is_total: bool,
}

impl<'t, 'p> Beyond<'t, 'p> {
    /// Nothing is below a range that has no end.
    pub(super) fn new(table: &'t WantedTable<'p>, area: Area) -> Beyond<'t, 'p> {
        let over = area.last_row >= Area::ALL.last_row;
        Beyond { table, area, previous: area.last_row, row: None, found: 0, first: None, over }
    }

    /// Whether no row can be part of the table any more.
    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    /// Takes in a cell below the range; `wanted` are the table's columns that stand there.
    pub(super) fn cell(&mut self, row: u32, column: u32, wanted: &[usize], value: &CellValue<'_>) {
        if self.over || row <= self.area.last_row || wanted.is_empty() {
            return;
        }
        if self.row.as_ref().is_none_or(|below| below.row != row) {
            self.finish_row();
            let is_total = matches!(value, CellValue::Text(text) if is_total_word(text));
            self.row = Some(Below { row, column, cells: 0, numbers: 0, is_total });
        }
        if let Some(below) = &mut self.row {
            below.cells += 1;
            let of_number = wanted.iter().any(|at| self.table.columns[*at].kind != Type::Text);
            below.numbers += usize::from(of_number && is_value(value));
        }
    }

    fn finish_row(&mut self) {
        let Some(below) = self.row.take() else { return };
        // A table below a title ends at an empty row, so what follows stands below one.
        let titled = matches!(self.table.layout.range, Some(Range::Below(_)));
        let near = below.row == self.previous + 1 || (titled && self.found == 0);
        let has_numbers = self.table.columns.iter().any(|column| column.kind != Type::Text && column.in_cells());
        let is_row = if has_numbers { below.numbers > 0 && below.cells > 1 } else { below.cells > 1 };
        if !near || !is_row || below.is_total {
            self.over = true;
            return;
        }
        self.previous = below.row;
        self.found += 1;
        self.first.get_or_insert((below.row, below.column));
    }

    /// What there is to say.
    pub(super) fn issue(mut self, place: &Place) -> Option<Issue> {
        self.finish_row();
        let (row, column) = self.first?;
        let range: Sentence = match &self.table.layout.range {
            Some(Range::Name(name)) => format!("`{name}` ({})", self.area.a1()).into(),
            Some(Range::Below(titles)) => {
                say!(
                    "table-below",
                    "the table below {titles} ({area})",
                    titles = titles.to_string(),
                    area = self.area.a1()
                )
            }
            _ => format!("`range: {}`", self.area.a1()).into(),
        };
        let message = say!(
            "rows-below-range",
            "{count} {count:row stands|rows stand} right below {range} and {count:it is|they are} not read (write a range \
             that holds them, or leave a row empty above what is no part of the table)",
            count = self.found,
            range
        );
        Some(Issue::new(IssueCode::RowsBelowRange, message).at_cell(place.cell(row, column)).in_table(self.table.name))
    }
}

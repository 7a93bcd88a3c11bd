//! Labels printed once for several rows: merged cells, and columns of which the policy says `fill: down`.

use super::checks::says_nothing;
use super::issues::Place;
use super::slot::{Held, Slot};
use super::totals::{is_page_line, is_remark};
use super::wanted::WantedTable;
use crate::cells::Merged;
use crate::issue::{Issue, IssueCode};
use crate::policy::model::Fill;
use crate::say;
use crate::value::Type;
use crate::words::Sentence;

/// What is filled into the blank cells of a sheet's columns.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// Columns of the table with something to fill.
    columns: Vec<Labelled>,
    /// Rows in which a cell is merged across columns of the table, in order.
    across: Vec<u32>,
}

/// A column with labels for several rows.
#[derive(Debug)]
pub(super) struct Labelled {
    /// Its place in the table.
    pub at: usize,
    /// Its place in the sheet.
    sheet_column: u32,
    /// First and last row of each merged cell, in order.
    spans: Vec<(u32, u32)>,
    /// How many of them have begun.
    begun: usize,
    /// The label of the merged cell that began last.
    label: Slot,
    down: bool,
    last: Slot,
    /// Used rows that were filled, by their place.
    filled: Vec<u32>,
    /// The first cell that was filled from a merged cell, by its row, and how many there are.
    from_merged: Option<(u32, usize)>,
    /// The first merged number that was not, with the rows it stands over.
    number: Option<(u32, u32)>,
}

impl Labels {
    /// The labels of a table in a sheet with these merged cells; `from` is the first row of data.
    pub(super) fn new(table: &WantedTable<'_>, places: &[Option<u32>], merged: &[Merged], from: u32) -> Labels {
        let columns = table.columns.iter().zip(places).enumerate();
        let labelled = columns.filter_map(|(at, (column, place))| {
            let sheet_column = (*place)?;
            let here = |cells: &&Merged| cells.first_column == sheet_column && cells.first_row >= from;
            let spans = merged.iter().filter(here).filter(|cells| cells.first_row < cells.last_row);
            let spans: Vec<(u32, u32)> = spans.map(|cells| (cells.first_row, cells.last_row)).collect();
            let down = column.fill == Some(Fill::Down);
            (down || !spans.is_empty()).then(|| Labelled::new(at, sheet_column, spans, down))
        });
        let covered = |cells: &Merged| {
            places.iter().flatten().filter(|place| (cells.first_column..=cells.last_column).contains(place)).count()
        };
        let flat = merged.iter().filter(|cells| cells.first_row >= from && cells.first_row == cells.last_row);
        let mut across: Vec<u32> = flat.filter(|cells| covered(cells) > 1).map(|cells| cells.first_row).collect();
        across.sort_unstable();
        Labels { columns: labelled.collect(), across }
    }

    /// Whether any label stands in merged cells.
    pub(super) fn stand_merged(&self) -> bool {
        !self.across.is_empty() || self.columns.iter().any(|column| !column.spans.is_empty())
    }

    /// Whether a cell of that row is merged across columns.
    pub(super) fn is_across(&self, row: u32) -> bool {
        self.across.binary_search(&row).is_ok()
    }

    /// Whether the single cell of a row is a label that is filled down: it is kept for the rows below.
    pub(super) fn stands_alone(&mut self, slots: &[Slot]) -> bool {
        let mut filled = slots.iter().enumerate().filter(|(_, slot)| !slot.is_blank());
        let (Some((at, slot)), None) = (filled.next(), filled.next()) else { return false };
        let Some(column) = self.columns.iter_mut().find(|column| column.down && column.at == at) else { return false };
        if !is_remark(&slot.text) && !is_page_line(&slot.text) {
            column.last.clone_from(slot);
        }
        true
    }

    /// Takes in the cells of a row, before anything is filled.
    pub(super) fn see(&mut self, row: u32, slots: &[Slot]) {
        for column in &mut self.columns {
            while column.spans.get(column.begun).is_some_and(|span| span.0 <= row) {
                let begins_here = column.spans[column.begun].0 == row;
                column.label = if begins_here { slots[column.at].clone() } else { Slot::default() };
                column.begun += 1;
            }
        }
    }

    /// Fills the blank cells of a row that is taken for data; `index` is its place if it is used.
    pub(super) fn fill(&mut self, row: u32, index: u32, table: &WantedTable<'_>, slots: &mut [Slot]) {
        for column in &mut self.columns {
            let slot = &mut slots[column.at];
            let span = column.begun.checked_sub(1).map(|at| column.spans[at]).filter(|span| row <= span.1);
            if !slot.is_blank() && !says_nothing(slot, &table.columns[column.at]) {
                if column.down {
                    column.last.clone_from(slot);
                }
            } else if let Some(span) = span.filter(|_| !column.label.is_blank() && !column.down) {
                let wanted = &table.columns[column.at];
                if wanted.kind == Type::Number && !wanted.joins && matches!(column.label.held, Held::Number(_)) {
                    column.number.get_or_insert(span);
                    continue;
                }
                slot.clone_from(&column.label);
                column.filled.push(index);
                column.from_merged.get_or_insert((row, 0)).1 += 1;
            } else if column.down && !column.last.is_blank() {
                slot.clone_from(&column.last);
                column.filled.push(index);
            }
        }
    }

    /// The columns with what was filled.
    pub(super) fn columns(&self) -> &[Labelled] {
        &self.columns
    }

    /// What was filled from merged cells, and the numbers that were not.
    pub(super) fn issues<'a>(
        &'a self,
        table: &'a WantedTable<'_>,
        place: &'a Place,
    ) -> impl Iterator<Item = Issue> + 'a {
        self.columns.iter().flat_map(move |column| {
            let name = table.columns[column.at].name;
            let issue = move |code, row, message: Sentence| {
                let issue = Issue::new(code, message).at_cell(place.cell(row, column.sheet_column));
                issue.in_table(table.name).in_column(name)
            };
            let filled = column.from_merged.map(|(row, count)| {
                let message = say!(
                    "merged-cells",
                    "{count} {count:cell|cells} of `{name}` filled from the merged cells they belong to",
                    count,
                    name
                );
                issue(IssueCode::MergedCells, row, message)
            });
            let number = column.number.map(|(first, last)| {
                let message = say!(
                    "merged-number",
                    "one number stands in merged cells over rows {first} to {last}; it was read for the first row alone \
                     (write `fill: down` if it holds for each row)",
                    first = first + 1,
                    last = last + 1
                );
                issue(IssueCode::MergedNumber, first, message)
            });
            filled.into_iter().chain(number)
        })
    }

    /// A row that was taken for data was left out.
    pub(super) fn take_back(&mut self, index: u32) {
        for column in &mut self.columns {
            column.filled.pop_if(|last| *last == index);
        }
    }
}

impl Labelled {
    fn new(at: usize, sheet_column: u32, spans: Vec<(u32, u32)>, down: bool) -> Labelled {
        Labelled {
            at,
            sheet_column,
            spans,
            begun: 0,
            label: Slot::default(),
            down,
            last: Slot::default(),
            filled: Vec::new(),
            from_merged: None,
            number: None,
        }
    }

    /// Whether the cell of a used row was filled.
    pub(super) fn is_filled(&self, row: u32) -> bool {
        self.filled.binary_search(&row).is_ok()
    }
}

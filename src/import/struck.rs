//! Cells that are struck through: somebody may have meant that they do not count any more.

use super::issues::Place;
use super::slot::Slot;
use super::wanted::WantedTable;
use crate::issue::{Issue, IssueCode};
use crate::say;
use crate::source::column_letters;
use crate::words::and_more;

/// So many cells are named.
const NAMED: usize = 5;

/// The cells of used rows that are struck through.
#[derive(Debug, Default)]
pub(super) struct Struck {
    first: Vec<(u32, u32)>,
    cells: usize,
    rows: usize,
}

impl Struck {
    /// Takes in the cells of a row; `places` are their columns in the sheet.
    pub(super) fn see(&mut self, row: u32, slots: &[Slot], places: &[Option<u32>]) {
        let struck = slots.iter().zip(places).filter(|(slot, _)| slot.look.is_struck() && !slot.is_blank());
        let before = self.cells;
        for column in struck.filter_map(|(_, place)| *place) {
            self.cells += 1;
            if self.first.len() < NAMED {
                self.first.push((row, column));
            }
        }
        self.rows += usize::from(self.cells > before);
    }

    /// What is said of them.
    pub(super) fn issue(&self, table: &WantedTable<'_>, place: &Place) -> Option<Issue> {
        let (row, column) = *self.first.first()?;
        let names: Vec<String> =
            self.first.iter().map(|(row, column)| format!("{}{}", column_letters(*column), row + 1)).collect();
        let cells = match self.cells {
            1 => say!("struck-one", "1 cell is struck through"),
            count => say!(
                "struck-several",
                "{count} cells in {rows} {rows:row|rows} are struck through",
                count,
                rows = self.rows
            ),
        };
        let message = say!(
            "struck-out",
            "{cells} ({names}), and read like any other (delete what does not count, or mark it in a column that a formula \
             can ask for)",
            cells,
            names = and_more(&names, self.cells)
        );
        let issue = Issue::new(IssueCode::StruckOut, message).at_cell(place.cell(row, column)).times(self.cells);
        Some(issue.in_table(table.name))
    }
}

//! Ways from sheet to sheet within the workbook.

use std::collections::HashMap;

/// Where each account stands, known before it is written, so that rows can point to it.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Name of the sheet.
    pub sheet: String,
    /// By scorecard and row.
    pub cards: Vec<HashMap<usize, u32>>,
    /// By the place of the trigger among those that fired.
    pub triggers: HashMap<usize, u32>,
}

impl Layout {
    /// Links to the accounts of a scorecard's rows.
    pub(super) fn of_card(&self, card: usize) -> HashMap<usize, String> {
        self.cards.get(card).map(|rows| self.links(rows)).unwrap_or_default()
    }

    /// Links to the accounts of triggers.
    pub(super) fn of_triggers(&self) -> HashMap<usize, String> {
        self.links(&self.triggers)
    }

    fn links(&self, rows: &HashMap<usize, u32>) -> HashMap<usize, String> {
        rows.iter().map(|(row, at)| (*row, link(&self.sheet, *at))).collect()
    }
}

/// A link within the workbook to the first cell of a row.
pub(super) fn link(sheet: &str, row: u32) -> String {
    format!("internal:'{}'!A{}", sheet.replace('\'', "''"), row + 1)
}

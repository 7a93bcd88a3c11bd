//! Ways from sheet to sheet within the workbook.

use std::collections::HashMap;

/// Where each account stands, known before it is written, so that rows can point to it.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Name of the sheet.
    pub sheet: String,
    /// By scorecard and row.
    pub cards: Vec<HashMap<usize, u32>>,
    /// Lines of all accounts.
    pub lines: usize,
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
    format!("internal:{}A{}", quoted_sheet(sheet), row + 1)
}

/// The name of a sheet before the address of a cell.
pub(super) fn quoted_sheet(sheet: &str) -> String {
    format!("'{}'!", sheet.replace('\'', "''"))
}

/// A sheet as the contents name it.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// Name of the sheet.
    pub name: String,
    /// What stands on it.
    pub about: String,
}

/// Where everything stands, known before it is written, so that other sheets can point to it.
#[derive(Clone, Debug, Default)]
pub(super) struct RulesLayout {
    /// Name of the sheet; empty where there is none.
    pub sheet: String,
    /// The title of each scorecard, and its first band.
    pub cards: Vec<(u32, u32)>,
    /// Decision tables.
    pub decisions: Vec<DecisionPlace>,
    /// Triggers, by name.
    pub triggers: HashMap<String, u32>,
}

/// Where a decision table stands.
#[derive(Clone, Debug)]
pub(super) struct DecisionPlace {
    /// The row of its title.
    pub top: u32,
    /// The row of its first rule.
    pub first: u32,
    /// The first column of each input.
    pub inputs: Vec<u16>,
    /// The column of the first result.
    pub results: u16,
    /// How many rules it has.
    pub rules: usize,
}

impl RulesLayout {
    /// A link to a row of the sheet.
    pub(super) fn link(&self, row: u32) -> String {
        link(&self.sheet, row)
    }
}

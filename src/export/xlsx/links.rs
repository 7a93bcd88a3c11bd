//! Ways from sheet to sheet within the workbook.

use crate::export::content::why::Of;
use std::collections::HashMap;

/// Where each account stands, known before it is written, so that rows can point to it.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Name of the sheet.
    pub sheet: String,
    /// Lines of all accounts.
    pub lines: usize,
    /// The row of each account.
    pub places: HashMap<Of, u32>,
}

impl Layout {
    /// Links to the accounts of a scorecard's rows.
    pub(super) fn of_card(&self, card: usize) -> HashMap<usize, String> {
        self.links(|of| if let Of::Card(at, row) = of { (at == card).then_some(row) } else { None })
    }

    /// Links to the accounts of triggers.
    pub(super) fn of_triggers(&self) -> HashMap<usize, String> {
        self.links(|of| if let Of::Trigger(place) = of { Some(place) } else { None })
    }

    fn links(&self, row: impl Fn(Of) -> Option<usize>) -> HashMap<usize, String> {
        self.places.iter().filter_map(|(of, at)| Some((row(*of)?, link(&self.sheet, *at)))).collect()
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

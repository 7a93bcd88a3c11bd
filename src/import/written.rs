//! What cells say that are read as something else: `1,200円` as 1200. Kept for explanations only.

use super::checks::waits;
use super::evidence::Aside;
use super::ready::Ready;
use super::slot::{Held, Slot};
use super::unlike;
use super::wanted::WantedTable;
use crate::value::Type;

/// Collects what cells say, row by row.
#[derive(Debug, Default)]
pub(super) struct Written {
    cells: Vec<(u32, u32, Box<str>)>,
    /// Texts of the row that may take the policy's spelling, or the form of their codes, when they are read.
    spelled: Vec<(u32, String)>,
}

impl Written {
    /// Looks at a row before it is read.
    pub(super) fn before(&mut self, table: &WantedTable<'_>, slots: &[Slot]) {
        self.spelled.clear();
        for (at, (column, slot)) in table.columns.iter().zip(slots).enumerate() {
            let is_code = || column.code.is_some() && unlike::whole(&slot.text).is_some();
            let other = || column.one_of.spelling(&slot.text).is_some_and(|spelling| spelling != slot.text);
            if column.kind == Type::Text && slot.held == Held::Text && (is_code() || other()) {
                self.spelled.push((at as u32, slot.text.clone()));
            }
        }
    }

    /// Looks at the row again once it was read, and keeps what is not plain.
    pub(super) fn after(
        &mut self,
        table: &WantedTable<'_>,
        row: u32,
        slots: &[Slot],
        ready: &[Ready],
        asides: &[(usize, Aside)],
    ) {
        for (at, ((column, slot), ready)) in table.columns.iter().zip(slots).zip(ready).enumerate() {
            let spelled = self.spelled.iter_mut().find(|(of, text)| *of == at as u32 && *text != slot.text);
            if let Some((_, text)) = spelled {
                self.cells.push((row, at as u32, std::mem::take(text).into()));
                continue;
            }
            let doubtful = asides.iter().any(|(of, aside)| *of == at && waits(aside));
            if (doubtful || !is_plain(slot, ready, column.kind))
                && let Some(text) = slot.original()
            {
                self.cells.push((row, at as u32, text.into()));
            }
        }
    }

    /// All of them in order.
    pub(super) fn finish(mut self) -> Vec<(u32, u32, Box<str>)> {
        self.cells.sort_by_key(|(row, column, _)| (*row, *column));
        self.cells
    }
}

/// Whether the value says what the cell says.
fn is_plain(slot: &Slot, ready: &Ready, kind: Type) -> bool {
    match (&slot.held, ready) {
        (Held::Blank | Held::Unsaved, _) => true,
        (_, Ready::Blank) => false,
        (Held::Text, Ready::Number(value)) => {
            let digits = slot.text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
            digits && slot.text.parse() == Ok(*value)
        }
        (Held::Text, Ready::Moment(moment)) => super::slot::iso(*moment) == slot.text,
        (Held::Text, Ready::Text | Ready::Coded(_)) | (Held::Bool(_), Ready::Bool(_)) => true,
        (Held::Moment(_), Ready::Moment(_)) | (Held::Number(_), Ready::Number(_)) => true,
        // A code that the sheet has as a number says the same as text.
        (Held::Number(_), _) => kind == Type::Text,
        _ => false,
    }
}

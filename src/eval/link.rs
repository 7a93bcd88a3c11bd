//! References: which row of the other table each row refers to, found once. Those that lead nowhere
//! were told by the import.

use super::state::{NO_ROW, State};
use crate::formula::{ColumnId, TableId};
use crate::plan::{RowsPlan, Work};
use crate::table::{BLANK_TEXT, Column, TextColumn};
use std::collections::HashMap;

impl State<'_> {
    /// Finds the rows that imported reference columns refer to.
    pub(super) fn link_imported(&mut self) {
        for table in 0..self.plan.tables.len() {
            if matches!(self.plan.tables[table].rows, RowsPlan::Imported(_)) {
                for slot in 0..self.plan.tables[table].columns.len() {
                    if matches!(self.plan.tables[table].columns[slot].work, Work::Imported(_)) {
                        self.link_column(ColumnId { table: TableId(table), slot });
                    }
                }
            }
        }
    }

    fn link_column(&mut self, id: ColumnId) {
        let Some(target) = self.plan.column(id).references else { return };
        let Some(key) = self.plan.tables[target.0].key else { return };
        let key = ColumnId { table: target, slot: key };
        let (Some(from), Some(to)) = (self.optional(id), self.optional(key)) else { return };
        let link = match (from, to) {
            (Column::Text(from), Column::Text(to)) => link_texts(from, to),
            (from, to) => link_values(from, to),
        };
        self.frames[id.table.0].links[id.slot] = Some(link);
    }

    fn optional(&self, id: ColumnId) -> Option<&Column> {
        self.frames[id.table.0].columns[id.slot].as_ref()
    }
}

/// Each distinct text is looked up once.
fn link_texts(from: &TextColumn, to: &TextColumn) -> Vec<u32> {
    let mut row_of: HashMap<&str, u32> = HashMap::with_capacity(to.dictionary.len());
    for (row, &code) in to.codes.iter().enumerate() {
        if code != BLANK_TEXT {
            row_of.entry(to.dictionary.get(code)).or_insert(row as u32);
        }
    }
    let found: Vec<u32> = from.dictionary.iter().map(|text| row_of.get(text).copied().unwrap_or(NO_ROW)).collect();
    from.codes.iter().map(|&code| if code == BLANK_TEXT { NO_ROW } else { found[code as usize] }).collect()
}

/// Keys of other types meet as people read them: the number 10001 is the text `10001`.
fn link_values(from: &Column, to: &Column) -> Vec<u32> {
    let mut row_of: HashMap<String, u32> = HashMap::with_capacity(to.len());
    for row in 0..to.len() {
        if !to.is_blank(row) {
            row_of.entry(to.value(row).to_string()).or_insert(row as u32);
        }
    }
    (0..from.len())
        .map(|row| {
            if from.is_blank(row) {
                NO_ROW
            } else {
                row_of.get(&from.value(row).to_string()).copied().unwrap_or(NO_ROW)
            }
        })
        .collect()
}

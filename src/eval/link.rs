//! References: which row of the other table each row refers to, found once.

use super::state::{NO_ROW, State};
use crate::formula::{ColumnId, TableId};
use crate::outcome::Issue;
use crate::plan::{RowsPlan, Work};
use crate::table::{BLANK_TEXT, Column, TextColumn};
use foldhash::{HashMap, HashMapExt};

/// Unknown references of a column told one by one; more are counted.
const TOLD: usize = 1000;

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
        self.report_unknown(id, target, &link);
        self.frames[id.table.0].links[id.slot] = Some(link);
    }

    fn optional(&self, id: ColumnId) -> Option<&Column> {
        self.frames[id.table.0].columns[id.slot].as_ref()
    }

    fn report_unknown(&mut self, id: ColumnId, target: TableId, link: &[u32]) {
        let Some(column) = self.optional(id) else { return };
        let unknown: Vec<usize> = (0..link.len()).filter(|&row| link[row] == NO_ROW && !column.is_blank(row)).collect();
        let names = (&self.plan.tables[id.table.0].name, &self.plan.column(id).name, &self.plan.tables[target.0].name);
        let place = match self.plan.column(id).work {
            Work::Imported(place) => Some(place),
            _ => None,
        };
        let mut issues = Vec::new();
        for &row in unknown.iter().take(TOLD) {
            let text = column.value(row).to_string();
            issues.push(Issue {
                code: "unknown-reference".to_string(),
                cell: self.frames[id.table.0].provenance.cell(row, place),
                message: format!("`{text}` is not among the keys of `{}`; the reference is left blank", names.2),
                text: Some(text),
                table: Some(names.0.clone()),
                column: Some(names.1.clone()),
                key: Some(self.key(id.table, row)),
                count: 1,
                ..Issue::default()
            });
        }
        if unknown.len() > TOLD {
            let more = unknown.len() - TOLD;
            issues.push(Issue {
                code: "unknown-reference".to_string(),
                table: Some(names.0.clone()),
                column: Some(names.1.clone()),
                count: more,
                message: format!("{more} more rows refer to keys that `{}` does not have", names.2),
                ..Issue::default()
            });
        }
        self.issues.extend(issues);
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
        .map(|row| if from.is_blank(row) { NO_ROW } else { row_of.get(&from.value(row).to_string()).copied().unwrap_or(NO_ROW) })
        .collect()
}

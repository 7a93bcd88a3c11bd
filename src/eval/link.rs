//! References: which row of the other table each row refers to, found once. Those that lead nowhere
//! were told by the import.

use super::groups::group;
use super::state::State;
use crate::formula::{ColumnId, TableId};
use crate::issue::{Issue, IssueCode};
use crate::plan::{RowsPlan, Work};
use crate::table::{Column, lookup, without_key};

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

    /// Finds the rows of a table, now that its keys are worked out, that imported reference columns
    /// refer to.
    pub(super) fn link_to(&mut self, target: TableId) {
        let Some(slot) = self.plan.tables[target.0].key else { return };
        if self.optional(ColumnId { table: target, slot }).is_none() {
            return;
        }
        self.tell_repeated(ColumnId { table: target, slot });
        for (table, plan) in self.plan.tables.iter().enumerate() {
            for (slot, column) in plan.columns.iter().enumerate() {
                if column.references == Some(target) && matches!(column.work, Work::Imported(_)) {
                    let id = ColumnId { table: TableId(table), slot };
                    self.link_column(id);
                    self.tell_unknown(id, target);
                }
            }
        }
    }

    /// The import sees to it that keys of sheets are there once; those worked out are looked at here.
    fn tell_repeated(&mut self, key: ColumnId) {
        let column = self.column(key);
        let groups = group(&[column], column.len());
        let mut first = vec![false; column.len()];
        groups.first.iter().for_each(|&row| first[row as usize] = true);
        let again: Vec<usize> = (0..column.len()).filter(|&row| !first[row] && !column.is_blank(row)).collect();
        let Some(&row) = again.first() else { return };
        let (table, text) = (&self.plan.tables[key.table.0].name, column.value(row).to_string());
        let message = match again.len() {
            1 => format!("an earlier row of `{table}` has the key `{text}` already; what refers to it means that row"),
            count => format!(
                "{count} rows of `{table}` have a key that an earlier row has, the first `{text}`; what refers to it means the first row"
            ),
        };
        let issue = Issue::new(IssueCode::DuplicateKey, message).in_table(table).in_column(&self.plan.column(key).name);
        self.issues.push(issue.of_row(Some(text.clone())).with_text(Some(text)).times(again.len()));
    }

    /// The import knows no keys of a derived table, so unknown references are reported here.
    fn tell_unknown(&mut self, id: ColumnId, target: TableId) {
        let Some(column) = self.optional(id) else { return };
        let unknown = without_key(column, self.link(id));
        let Some(&first) = unknown.first() else { return };
        let (text, count, target) = (column.value(first).to_string(), unknown.len(), &self.plan.tables[target.0].name);
        let message = match count {
            1 => format!("`{text}` is not among the keys of `{target}`; the reference is left blank"),
            _ => format!(
                "{count} rows refer to keys that `{target}` does not have, the first to `{text}`; the references are left blank"
            ),
        };
        let issue = Issue::new(IssueCode::UnknownReference, message)
            .in_table(&self.plan.tables[id.table.0].name)
            .in_column(&self.plan.column(id).name);
        self.issues.push(issue.of_row(Some(self.key(id.table, first))).with_text(Some(text)).times(count));
    }

    fn link_column(&mut self, id: ColumnId) {
        let Some(target) = self.plan.column(id).references else { return };
        let Some(key) = self.plan.tables[target.0].key else { return };
        let key = ColumnId { table: target, slot: key };
        let (Some(from), Some(to)) = (self.optional(id), self.optional(key)) else { return };
        let link = lookup(from, to);
        self.frames[id.table.0].links[id.slot] = Some(link);
    }

    fn optional(&self, id: ColumnId) -> Option<&Column> {
        self.frames[id.table.0].columns[id.slot].as_deref()
    }
}

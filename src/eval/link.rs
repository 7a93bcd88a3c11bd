//! References: which row of the other table each row refers to, found once. Those that lead nowhere
//! were told by the import.

use super::groups::group;
use super::state::State;
use crate::formula::{ColumnId, TableId};
use crate::issue::listing::{self, Listing};
use crate::issue::{Issue, IssueCode};
use crate::plan::{RowsPlan, Work};
use crate::policy::model::Duplicates;
use crate::say;
use crate::table::{Column, NO_ROW, lookup, without_key};
use crate::words::Sentence;
use std::collections::HashMap;
use std::sync::Arc;

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
        let repeated = self.repeated(ColumnId { table: target, slot });
        let mut left = 0;
        for (table, plan) in self.plan.tables.iter().enumerate() {
            for (slot, column) in plan.columns.iter().enumerate() {
                if column.references == Some(target) && matches!(column.work, Work::Imported(_)) {
                    let id = ColumnId { table: TableId(table), slot };
                    self.link_column(id);
                    self.tell_unknown(id, target);
                    left += self.choose(id, target, &repeated);
                }
            }
        }
        self.tell_repeated(ColumnId { table: target, slot }, &repeated, left);
    }

    /// For each row of a table whose key an earlier row has: that row, and it. The import sees to it that keys
    /// of sheets are there once.
    fn repeated(&self, key: ColumnId) -> Vec<(u32, u32)> {
        let column = self.column(key);
        let groups = group(&[column], column.len());
        let rows = (0..column.len() as u32).filter(|row| !column.is_blank(*row as usize));
        rows.map(|row| (groups.first[groups.of[row as usize] as usize], row))
            .filter(|(first, row)| first != row)
            .collect()
    }

    /// Which of several rows with its key a reference means; without a word of the policy it would mean all of
    /// them, and means none. Gives the number of those.
    fn choose(&mut self, id: ColumnId, target: TableId, repeated: &[(u32, u32)]) -> usize {
        let how = self.plan.tables[target.0].duplicates;
        if repeated.is_empty() || how == Some(Duplicates::First) {
            return 0;
        }
        // Of several later rows the last entry stands.
        let others: HashMap<u32, u32> = repeated.iter().copied().collect();
        let Some(links) = self.frames[id.table.0].links[id.slot].as_mut() else { return 0 };
        let mut left = 0;
        for link in Arc::make_mut(links) {
            let Some(last) = others.get(link) else { continue };
            *link = if how == Some(Duplicates::Last) { *last } else { NO_ROW };
            left += usize::from(how.is_none());
        }
        left
    }

    /// Keys that stand there twice, and the references that were left blank for it.
    fn tell_repeated(&mut self, key: ColumnId, repeated: &[(u32, u32)], left: usize) {
        let Some(&(_, row)) = repeated.first() else { return };
        let how = self.plan.tables[key.table.0].duplicates;
        let (table, text) = (&self.plan.tables[key.table.0].name, self.column(key).value(row as usize).to_string());
        let found = match repeated.len() {
            1 => say!(
                "earlier-row-has-key",
                "an earlier row of `{table}` has the key `{text}` already",
                table,
                text = &text
            ),
            count => say!(
                "rows-have-keys",
                "{count} rows of `{table}` have a key that an earlier row has, the first `{text}`",
                count,
                table,
                text = &text
            ),
        };
        let done = match (how, left) {
            (Some(Duplicates::Last), _) => {
                Some(say!("refers-to-last", "; what refers to it means the last row, as `duplicates: last` says"))
            }
            (Some(_), _) => {
                Some(say!("refers-to-first", "; what refers to it means the first row, as `duplicates: first` says"))
            }
            (None, 0) => None,
            (None, left) => Some(say!(
                "refers-to-several",
                "; {left} {left:row refers to such a key|rows refer to such keys} and would mean several, so the \
                 {left:reference is|references are} left blank (say `duplicates: first` or `last`)",
                left
            )),
        };
        let message = say!("found-then-done", "{found}{done}", found, done);
        let issue = Issue::new(IssueCode::DuplicateKey, message).in_table(table).in_column(&self.plan.column(key).name);
        let issue = issue.of_row(Some(text.clone())).with_text(Some(text)).times(repeated.len());
        self.issues.push(issue.as_note(how.is_some()));
    }

    /// The import knows no keys of a derived table, so unknown references are reported here.
    fn tell_unknown(&mut self, id: ColumnId, target: TableId) {
        let Some(column) = self.optional(id) else { return };
        let unknown = without_key(column, self.link(id));
        let mut listing = Listing::new(listing::CELLS);
        let listed = listing.admits_of(unknown.len());
        let (target, plan) = (&self.plan.tables[target.0].name, self.plan.column(id));
        let place = if let Work::Imported(place) = plan.work { Some(place) } else { None };
        let new = |message: Sentence| {
            Issue::new(IssueCode::UnknownReference, message)
                .in_table(&self.plan.tables[id.table.0].name)
                .in_column(&plan.name)
        };
        let mut issues: Vec<Issue> = Vec::new();
        for &row in &unknown[..listed] {
            let text = column.value(row).to_string();
            let issue = new(say!(
                "reference-unknown",
                "`{text}` is not among the keys of `{target}`; the reference is left blank",
                text = &text,
                target
            ));
            let cell = place.and_then(|place| self.frames[id.table.0].provenance.cell(row, Some(place)));
            issues.push(issue.at_cell(cell).of_row(Some(self.key(id.table, row))).with_text(Some(text)));
        }
        if listing.rest() > 0 {
            let message = say!(
                "more-orphans",
                "{count} more rows refer to keys that `{table}` does not have",
                count = listing.rest(),
                table = target
            );
            issues.push(new(message).times(listing.rest()));
        }
        self.issues.extend(issues);
    }

    fn link_column(&mut self, id: ColumnId) {
        let Some(target) = self.plan.column(id).references else { return };
        let Some(key) = self.plan.tables[target.0].key else { return };
        let key = ColumnId { table: target, slot: key };
        let (Some(from), Some(to)) = (self.optional(id), self.optional(key)) else { return };
        let link = lookup(from, to);
        self.frames[id.table.0].links[id.slot] = Some(Arc::new(link));
    }

    fn optional(&self, id: ColumnId) -> Option<&Column> {
        self.frames[id.table.0].columns[id.slot].as_deref()
    }
}

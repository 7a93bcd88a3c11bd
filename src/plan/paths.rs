//! Ways from one table to another through references.

use super::ColumnRole;
use super::binder::{Binder, Item};
use crate::formula::{ColumnId, TableId};
use crate::source::Span;

/// Longest way looked for.
const LONGEST: usize = 6;

impl Binder<'_> {
    /// All ways from rows of `from` to rows of `to`, each a list of reference columns.
    pub(super) fn paths(&mut self, from: TableId, to: TableId, at: Span) -> Vec<Vec<ColumnId>> {
        self.know_references(at);
        let mut found = Vec::new();
        self.walk(from, to, &mut Vec::new(), &mut vec![from], &mut found);
        self.without_detours(found)
    }

    /// A group of rows refers to what its rows refer to: the way over the group is a detour, wanted
    /// only where there is no other.
    fn without_detours(&self, mut found: Vec<Vec<ColumnId>>) -> Vec<Vec<ColumnId>> {
        let over_group = |path: &Vec<ColumnId>| path.iter().any(|id| self.column(*id).role == ColumnRole::Hidden);
        if found.iter().any(|path| !over_group(path)) {
            found.retain(|path| !over_group(path));
        }
        found
    }

    /// The table a reference column leads to.
    pub(super) fn target(&self, id: ColumnId) -> Option<TableId> {
        self.column(id).references
    }

    /// What the columns of derived tables refer to is known once their rows are bound.
    fn know_references(&mut self, at: Span) {
        for table in 0..self.tables.len() {
            let item = Item::Rows(TableId(table));
            if !self.is_begun(item) {
                self.need(item, at);
            }
        }
    }

    fn walk(
        &self,
        from: TableId,
        to: TableId,
        way: &mut Vec<ColumnId>,
        seen: &mut Vec<TableId>,
        found: &mut Vec<Vec<ColumnId>>,
    ) {
        if way.len() >= LONGEST {
            return;
        }
        for slot in 0..self.tables[from.0].columns.len() {
            let id = ColumnId { table: from, slot };
            let Some(next) = self.target(id) else { continue };
            way.push(id);
            if next == to {
                found.push(way.clone());
            } else if !seen.contains(&next) {
                seen.push(next);
                self.walk(next, to, way, seen, found);
                seen.pop();
            }
            way.pop();
        }
    }

    /// The only way from `from` to `to`. Where there is none or more than one, that is reported at
    /// `at`, as written `name` by the user.
    pub(super) fn only_path(&mut self, from: TableId, to: TableId, at: Span) -> Option<Vec<ColumnId>> {
        let mut paths = self.paths(from, to, at);
        let (from_name, to_name) = (self.tables[from.0].name.clone(), self.tables[to.0].name.clone());
        match paths.len() {
            1 => paths.pop(),
            0 => {
                let message = format!("rows of `{from_name}` do not refer to `{to_name}`");
                let help = format!(
                    "give `{from_name}` a column with `references: {to_name}`, or write `all.{from_name}…` to take every row"
                );
                self.error("no-path", at, message, Some(help));
                None
            }
            _ => {
                let ways: Vec<String> = paths.iter().map(|path| self.way(path)).collect();
                let message =
                    format!("rows of `{from_name}` refer to `{to_name}` in {} ways: {}", ways.len(), ways.join(", "));
                let first = self.column(paths[0][0]).name.clone();
                let help = format!("name the first step, as in `{from_name}[{first}]`");
                self.error("several-paths", at, message, Some(help));
                None
            }
        }
    }

    fn way(&self, path: &[ColumnId]) -> String {
        let steps: Vec<&str> = path.iter().map(|id| self.column(*id).name.as_str()).collect();
        format!("`{}`", steps.join("."))
    }
}

//! Ways from one table to another through references.

use super::Work;
use super::binder::Binder;
use super::order::Item;
use crate::formula::{ColumnId, TableId};
use crate::policy::model::Rows;
use crate::source::Span;

/// Longest path looked for.
const LONGEST: usize = 6;

impl Binder<'_> {
    /// All ways from rows of `from` to rows of `to`, each a list of reference columns; the shortest first.
    pub(super) fn paths(&self, from: TableId, to: TableId) -> Vec<Vec<ColumnId>> {
        let mut found = Vec::new();
        self.walk(from, to, &mut Vec::new(), &mut vec![from], &mut found);
        found.sort_by_key(Vec::len);
        self.without_detours(found)
    }

    /// A group of rows refers to what its rows refer to: the path over the group is a detour, wanted
    /// only where there is no other.
    fn without_detours(&self, mut found: Vec<Vec<ColumnId>>) -> Vec<Vec<ColumnId>> {
        let over_group = |path: &Vec<ColumnId>| path.iter().any(|id| self.column(*id).work == Work::Link);
        if found.iter().any(|path| !over_group(path)) {
            found.retain(|path| !over_group(path));
        }
        found
    }

    /// The table a reference column leads to.
    pub(super) fn target(&self, id: ColumnId) -> Option<TableId> {
        self.column(id).references
    }

    /// What the columns of groups refer to follows from their formulas as written (`orders.shop.branch`),
    /// before any row is bound: a group by a worked-out column must not hinder what that column needs.
    /// Groups of groups may stand in any order, hence as many rounds as there are tables.
    pub(super) fn refer_groups(&mut self) {
        for _ in 0..self.policy.tables.len() {
            let mut changed = false;
            for (index, table) in self.policy.tables.iter().enumerate() {
                let Rows::Group { of, by, .. } = &table.rows else { continue };
                let Some(source) = self.table_named(&of.value) else { continue };
                for (slot, formula) in by.iter().enumerate() {
                    let id = ColumnId { table: TableId(index), slot };
                    if self.target(id).is_none() {
                        let target = self.written_target(source, &of.value, &formula.text.value);
                        self.column_mut(id).references = target;
                        changed |= target.is_some();
                    }
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// What a plain chain of names on a table refers to; `None` where it is another formula.
    fn written_target(&self, source: TableId, name: &str, text: &str) -> Option<TableId> {
        let mut links: Vec<&str> = text.trim().split('.').map(str::trim).collect();
        if links.len() > 1 && links[0] == name && self.tables[source.0].slot(name).is_none() {
            links.remove(0);
        }
        links.iter().try_fold(source, |table, link| {
            let slot = self.tables[table.0].slot(link)?;
            self.target(ColumnId { table, slot })
        })
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

    /// The only path from `from` to `to`. Where there is none or more than one, that is reported at
    /// `at`; `rest` is what the user wrote behind the name of `to`, where that stands inside an aggregate of `from`.
    pub(super) fn only_path(
        &mut self,
        from: TableId,
        to: TableId,
        at: Span,
        rest: Option<&str>,
    ) -> Option<Vec<ColumnId>> {
        let mut paths = self.paths(from, to);
        let (from_name, to_name) = (self.tables[from.0].name.clone(), self.tables[to.0].name.clone());
        match paths.len() {
            1 => {
                let path = paths.pop()?;
                self.need_links(&path, at);
                Some(path)
            }
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
                let help = match rest {
                    Some(rest) => {
                        format!("write the way that is meant, as in `{from_name}.{}.{rest}`", self.steps(&paths[0]))
                    }
                    None => format!("name the first step, as in `{from_name}[{}]`", self.telling_step(&paths)),
                };
                self.error("several-paths", at, message, Some(help));
                None
            }
        }
    }

    /// Rows know which rows they refer to once those are made and have their keys.
    fn need_links(&mut self, path: &[ColumnId], at: Span) {
        path.iter().for_each(|&id| self.need_link(id, at));
    }

    /// The same for one step of a path.
    pub(super) fn need_link(&mut self, id: ColumnId, at: Span) {
        let Some(table) = self.target(id) else { return };
        self.need(Item::Rows(table), at);
        // Groups and pairs know their rows by themselves; what a sheet says is looked up by key.
        if let (Work::Imported(_), Some(slot)) = (&self.column(id).work, self.tables[table.0].key) {
            self.need(Item::Column(ColumnId { table, slot }), at);
        }
    }

    fn way(&self, path: &[ColumnId]) -> String {
        format!("`{}`", self.steps(path))
    }

    fn steps(&self, path: &[ColumnId]) -> String {
        let steps: Vec<&str> = path.iter().map(|id| self.column(*id).name.as_str()).collect();
        steps.join(".")
    }

    /// The first step of the shortest of several ways that no other begins with.
    fn telling_step(&self, paths: &[Vec<ColumnId>]) -> &str {
        let is_alone = |path: &&Vec<ColumnId>| paths.iter().filter(|other| other[0] == path[0]).count() == 1;
        let path = paths.iter().find(is_alone).unwrap_or(&paths[0]);
        &self.column(path[0]).name
    }
}

//! `given:` rows, with values of worked-out columns among them.

use super::fields::{Reader, is_blank, loose};
use super::model::{Given, GivenTable, GivenValue};
use crate::eval::RowChoice;
use crate::formula::{ColumnId, TableId};
use crate::plan::{RowsPlan, Work};
use crate::policy::yaml::{Node, NodeKind};
use crate::value::{Type, Value};

/// A row as written: its columns and their values.
type Written<'n> = Vec<(ColumnId, &'n Node)>;

impl Reader<'_> {
    pub(super) fn given(&mut self, node: &Node) -> Given {
        let (mut tables, mut values) = (Vec::new(), Vec::new());
        for (key, rows) in self.entries(node, "a mapping of tables and their rows") {
            let Some(table) = self.table(key) else { continue };
            let rows = self.rows(table, rows);
            match self.plan.tables[table.0].rows {
                RowsPlan::Imported(place) => {
                    let imported = self.imported(table, place, &rows);
                    tables.push(imported);
                    for (number, row) in rows.iter().enumerate() {
                        values.extend(self.worked_out(row, &RowChoice::Number(number)));
                    }
                }
                RowsPlan::One => {
                    for row in &rows {
                        values.extend(self.worked_out(row, &RowChoice::Number(0)));
                    }
                }
                _ => {
                    for row in &rows {
                        let choice = self.choice(row);
                        if choice.is_empty() {
                            let name = self.plan.tables[table.0].name.clone();
                            let message = format!("which row of `{name}` is meant? its rows come from other tables");
                            let help = "name it by the columns that make a row; give the rows themselves to the table they come from";
                            self.error("which-row", key.span, message, Some(help.into()));
                            continue;
                        }
                        values.extend(self.worked_out(row, &RowChoice::With(choice)));
                    }
                }
            }
        }
        Given::Rows { tables, values }
    }

    /// The rows of a table: a list, or a mapping by key.
    fn rows<'n>(&mut self, table: TableId, node: &'n Node) -> Vec<Written<'n>> {
        if let NodeKind::Mapping(entries) = &node.kind {
            let key = self.plan.tables[table.0].key;
            return match (key, table == self.plan.figures) {
                (_, true) => vec![self.row(table, node)],
                (Some(slot), false) => entries
                    .iter()
                    .map(|(key, row)| {
                        let mut written = self.row(table, row);
                        written.retain(|(id, _)| id.slot != slot);
                        written.insert(0, (ColumnId { table, slot }, key));
                        written
                    })
                    .collect(),
                (None, false) => {
                    let help = "the table has no key: write a list, `[{ … }, { … }]`".to_string();
                    self.error("wrong-kind", node.span, "expected a list of rows, found a mapping".into(), Some(help));
                    Vec::new()
                }
            };
        }
        self.items(node, "a list of rows").into_iter().map(|row| self.row(table, row)).collect()
    }

    fn row<'n>(&mut self, table: TableId, node: &'n Node) -> Written<'n> {
        let entries = self.entries(node, "a row: columns and values");
        entries.into_iter().filter_map(|(key, value)| Some((self.column(table, key)?, value))).collect()
    }

    /// The imported part of the rows.
    fn imported(&mut self, table: TableId, place: usize, rows: &[Written<'_>]) -> GivenTable {
        let plan = &self.plan.tables[table.0];
        let key = plan.key.and_then(|slot| Some((slot, imported_place(&plan.columns[slot].work)?)));
        let mut columns: Vec<(usize, usize)> = rows
            .iter()
            .flatten()
            .filter_map(|(id, _)| Some((id.slot, imported_place(&plan.columns[id.slot].work)?)))
            .chain(key)
            .collect();
        columns.sort_unstable();
        columns.dedup();
        let cell = |number: usize, row: &Written<'_>, slot: usize| {
            let kind = plan.columns[slot].ty;
            match row.iter().find(|(id, _)| id.slot == slot) {
                Some((_, node)) => cell(node, kind),
                None if plan.key == Some(slot) => made_up(number, kind),
                None => Value::Blank,
            }
        };
        let rows = rows.iter().enumerate();
        GivenTable {
            table: place,
            rows: rows
                .map(|(number, row)| columns.iter().map(|(slot, _)| cell(number, row, *slot)).collect())
                .collect(),
            columns: columns.into_iter().map(|(_, place)| place).collect(),
        }
    }

    /// The worked-out part of a row.
    fn worked_out(&mut self, row: &Written<'_>, choice: &RowChoice) -> Vec<GivenValue> {
        let mut values = Vec::new();
        for (id, node) in row {
            let column = self.plan.column(*id);
            if matches!(column.work, Work::Imported(_) | Work::Derived) {
                continue;
            }
            if let Some(value) = self.value(node, column.ty) {
                values.push(GivenValue { column: *id, row: choice.clone(), value });
            }
        }
        values
    }

    /// The values that make a row of a derived table.
    pub(super) fn choice(&mut self, row: &[(ColumnId, &Node)]) -> Vec<(usize, Value)> {
        let mut values = Vec::new();
        for (id, node) in row {
            let column = self.plan.column(*id);
            if column.work == Work::Derived
                && let Some(value) = self.value(node, column.ty)
            {
                values.push((id.slot, value));
            }
        }
        values
    }
}

fn imported_place(work: &Work) -> Option<usize> {
    if let Work::Imported(place) = work { Some(*place) } else { None }
}

/// A cell as a sheet would hold it; whether it fits its column is for the import to say.
fn cell(node: &Node, kind: Type) -> Value {
    match &node.kind {
        _ if is_blank(node) => Value::Blank,
        NodeKind::Scalar { text, .. } if kind == Type::Text => Value::text(text.as_str()),
        _ => loose(node),
    }
}

/// A key for a row whose key does not matter.
fn made_up(number: usize, kind: Type) -> Value {
    match kind {
        Type::Date | Type::DateTime => Value::Date(crate::value::Date(number as i32)),
        _ => Value::text((number + 1).to_string()),
    }
}

//! `given:` rows, with values of worked-out columns among them.

use super::fields::{Reader, is_blank, loose};
use super::model::{Given, GivenTable, GivenValue};
use crate::eval::RowChoice;
use crate::formula::{ColumnId, TableId};
use crate::plan::{RowsPlan, Work};
use crate::policy::yaml::{Node, NodeKind};
use crate::source::Span;
use crate::value::{Type, Value};

/// A row as written: its columns and their values.
#[derive(Default)]
struct Written<'n> {
    columns: Vec<(ColumnId, &'n Node)>,
    /// Columns that a pattern of headers finds, by their headers.
    several: Vec<(&'n str, &'n Node)>,
}

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
                _ => rows.iter().for_each(|row| values.extend(self.of_made_row(table, key.span, row))),
            }
        }
        Given::Rows { tables, values }
    }

    /// The values given to a row of a table whose rows come from other tables.
    fn of_made_row(&mut self, table: TableId, span: Span, row: &Written<'_>) -> Vec<GivenValue> {
        let (name, choice) = (self.plan.tables[table.0].name.clone(), self.choice(&row.columns));
        if choice.is_empty() {
            let message = format!("which row of `{name}` is meant? its rows come from other tables");
            let help = "name it by the columns that make a row; give the rows themselves to the table they come from"
                .to_string();
            self.error("which-row", span, message, Some(help));
            return Vec::new();
        }
        let values = self.worked_out(row, &RowChoice::With(choice));
        if let (true, Some((_, node))) = (values.is_empty(), row.columns.first()) {
            // It would be passed over, and nothing that hangs on it would be tested.
            let message = format!("this gives nothing to `{name}`: its rows come from other tables");
            let at = row.columns.iter().fold(node.span, |all, (_, node)| all.to(node.span));
            self.error("given-to-made-row", at, message, Some(self.where_to_give(table)));
        }
        values
    }

    /// Where the rows of a table are given that come from other tables.
    fn where_to_give(&self, table: TableId) -> String {
        let tables = &self.plan.tables;
        let of = |id: TableId| tables[id.0].name.as_str();
        match &tables[table.0].rows {
            RowsPlan::Unpivot(from) => {
                let names = from.values.iter().map(|&slot| tables[from.of.0].columns[slot].name.as_str());
                let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
                let patterns: Vec<String> = from.patterns.iter().map(|pattern| format!("`{pattern}`")).collect();
                match patterns.as_slice() {
                    [] => format!("give the rows to `{}`, in its columns {}", of(from.of), names.join(", ")),
                    _ => format!("give the rows to `{}`, under headers like {}", of(from.of), patterns.join(", ")),
                }
            }
            RowsPlan::Group(from) => format!("give the rows that are grouped to `{}`", of(from.of)),
            RowsPlan::Stack(from) => {
                let all: Vec<String> = from.of.iter().map(|id| format!("`{}`", of(*id))).collect();
                format!("give the rows to {}", all.join(" or "))
            }
            _ => "give the rows to the tables they come from".to_string(),
        }
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
                        written.columns.retain(|(id, _)| id.slot != slot);
                        written.columns.insert(0, (ColumnId { table, slot }, key));
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
        let mut row = Written::default();
        for (key, value) in self.entries(node, "a row: columns and values") {
            match key.text().filter(|name| self.is_one_of_several(table, name)) {
                Some(name) => row.several.push((name, value)),
                None => row.columns.extend(self.column(table, key).map(|id| (id, value))),
            }
        }
        row
    }

    /// Whether a pattern of headers finds the column, and the policy has none of that name.
    fn is_one_of_several(&self, table: TableId, name: &str) -> bool {
        let RowsPlan::Imported(place) = self.plan.tables[table.0].rows else { return false };
        let sheet = self.plan.sheets.get(place).and_then(Option::as_ref);
        self.plan.tables[table.0].slot(name).is_none() && sheet.is_some_and(|sheet| sheet.finds(name))
    }

    /// The imported part of the rows.
    fn imported(&mut self, table: TableId, place: usize, rows: &[Written<'_>]) -> GivenTable {
        let plan = &self.plan.tables[table.0];
        let key = plan.key.and_then(|slot| Some((slot, imported_place(&plan.columns[slot].work)?)));
        let mut columns: Vec<(usize, usize)> = rows
            .iter()
            .flat_map(|row| &row.columns)
            .filter_map(|(id, _)| Some((id.slot, imported_place(&plan.columns[id.slot].work)?)))
            .chain(key)
            .collect();
        columns.sort_unstable();
        columns.dedup();
        let mut several: Vec<String> = Vec::new();
        for (name, _) in rows.iter().flat_map(|row| &row.several) {
            if !several.iter().any(|known| known == name) {
                several.push((*name).to_string());
            }
        }
        let beside = |row: &Written<'_>, name: &String| {
            let written = row.several.iter().find(|(known, _)| known == name);
            written.map_or(Value::Blank, |(_, node)| loose(node))
        };
        let cell = |number: usize, row: &Written<'_>, slot: usize| {
            let kind = plan.columns[slot].ty;
            match row.columns.iter().find(|(id, _)| id.slot == slot) {
                Some((_, node)) => cell(node, kind),
                None if plan.key == Some(slot) => made_up(number, kind),
                None => Value::Blank,
            }
        };
        let rows = rows.iter().enumerate();
        GivenTable {
            table: place,
            rows: rows
                .map(|(number, row)| {
                    let own = columns.iter().map(|(slot, _)| cell(number, row, *slot));
                    own.chain(several.iter().map(|name| beside(row, name))).collect()
                })
                .collect(),
            several,
            columns: columns.into_iter().map(|(_, place)| place).collect(),
        }
    }

    /// The worked-out part of a row.
    fn worked_out(&mut self, row: &Written<'_>, choice: &RowChoice) -> Vec<GivenValue> {
        let mut values = Vec::new();
        for (id, node) in &row.columns {
            let column = self.plan.column(*id);
            if matches!(column.work, Work::Imported(_) | Work::Derived) {
                continue;
            }
            if let Some(value) = self.value(node, column.ty) {
                values.push(GivenValue { column: *id, row: choice.clone(), value, span: node.span });
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

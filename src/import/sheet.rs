//! What a sheet must look like to be read as a table: all an import has to know of a policy.

use super::fold::{fold, like};
use crate::policy::layout::{Layout, Origin};
use crate::policy::model::{self, Code, Conventions, Duplicates, Fill, Policy, Presence, Repeats, Rows};
use crate::value::{Type, Value};
use serde::{Deserialize, Serialize};

/// A table whose rows are read from sheets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetTable {
    /// Its name.
    pub name: String,
    /// What its sheet may be called, in the order of the policy; its own name always counts too.
    pub sheets: Vec<String>,
    /// Whether a workbook may lack the sheet.
    pub optional: bool,
    /// What becomes of rows that another sheet has too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<Repeats>,
    /// What becomes of rows whose key another row has too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicates: Option<Duplicates>,
    /// Where its rows stand in workbooks.
    #[serde(default, flatten)]
    pub layout: Layout,
    /// The column that names a row.
    pub key: Option<String>,
    /// Its columns.
    pub columns: Vec<SheetColumn>,
    /// Columns that are found by patterns, for tables made from them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub several: Vec<Several>,
}

/// Any number of columns whose headers fit a pattern.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Several {
    /// The pattern; `*` stands for any text.
    pub pattern: String,
    /// What their cells are read as.
    #[serde(rename = "type")]
    pub kind: Type,
    /// How many rows of the header are told apart.
    pub levels: usize,
    /// How their numbers and dates are written, where the policy says so.
    #[serde(default, flatten)]
    pub conventions: Conventions,
}

/// A column of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetColumn {
    /// Its name.
    pub name: String,
    /// What its header may be; its own name always counts too.
    pub headers: Vec<String>,
    /// Where its values come from, if not from below a header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Origin>,
    /// What its cells are read as.
    #[serde(rename = "type")]
    pub kind: Type,
    /// The table whose key it holds.
    pub references: Option<String>,
    /// Whether the column, or a cell of it, may be missing.
    pub presence: Presence,
    /// The only values allowed; empty for any.
    pub one_of: Vec<Value>,
    /// Least number or first day allowed.
    #[serde(with = "crate::value::serial::limit")]
    pub min: Option<Value>,
    /// Greatest number or last day allowed.
    #[serde(with = "crate::value::serial::limit")]
    pub max: Option<Value>,
    /// How its numbers and dates are written, where the policy says so.
    #[serde(default, flatten)]
    pub conventions: Conventions,
    /// What stands for its blank cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fill: Option<Fill>,
    /// The form of its codes, where it holds such.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
}

impl SheetTable {
    /// Each table of a policy in its order; `None` where its rows do not come from sheets.
    #[must_use]
    pub fn all(policy: &Policy) -> Vec<Option<SheetTable>> {
        let tables = policy.tables.iter().map(|table| SheetTable::new(table, &policy.conventions));
        let mut tables: Vec<Option<SheetTable>> = tables.collect();
        for table in tables.iter_mut().flatten() {
            table.several = several(policy, table);
        }
        let forms: Vec<(String, Code)> = tables.iter().flatten().filter_map(SheetTable::form_of_keys).collect();
        // What refers to codes holds codes of the same form.
        for column in tables.iter_mut().flatten().flat_map(|table| &mut table.columns) {
            let form = forms.iter().find(|(table, _)| column.references.as_ref() == Some(table));
            if column.kind == Type::Text && column.code.is_none() {
                column.code = form.map(|(_, code)| *code);
            }
        }
        tables
    }

    /// The table's name and the form of its keys, where they are codes.
    fn form_of_keys(&self) -> Option<(String, Code)> {
        Some((self.name.clone(), self.columns[self.key()?].code?))
    }

    fn new(table: &model::Table, whole: &Conventions) -> Option<SheetTable> {
        let Rows::Sheet(names) = &table.rows else { return None };
        let conventions = table.conventions.within(whole);
        Some(SheetTable {
            name: table.name.value.clone(),
            sheets: names.iter().map(|name| name.value.clone()).collect(),
            optional: table.optional,
            repeats: table.repeats,
            duplicates: table.duplicates,
            layout: table.layout.clone(),
            key: table.key.as_ref().map(|key| key.value.clone()),
            columns: table.columns.iter().map(|column| SheetColumn::new(column, &conventions)).collect(),
            several: Vec::new(),
        })
    }

    /// Whether a column of that header is found by a pattern.
    pub(crate) fn finds(&self, header: &str) -> bool {
        self.several.iter().any(|several| like(&fold(&several.pattern), &fold(header)))
    }

    /// The place of the column that names a row.
    pub(super) fn key(&self) -> Option<usize> {
        let key = self.key.as_ref()?;
        self.columns.iter().position(|column| column.name == *key)
    }
}

/// The patterns by which other tables are made from columns of this one.
fn several(policy: &Policy, table: &SheetTable) -> Vec<Several> {
    let own = policy.tables.iter().find(|own| own.name.value == table.name);
    let Some(conventions) = own.map(|own| own.conventions.within(&policy.conventions)) else { return Vec::new() };
    let mut found: Vec<Several> = Vec::new();
    for unpivot in policy.tables.iter().filter_map(|table| table.rows.unpivot()).filter(|of| of.of.value == table.name)
    {
        for pattern in unpivot.values.iter().filter(|value| value.contains('*')) {
            let (pattern, kind) = (pattern.value.clone(), unpivot.kind.unwrap_or(Type::Number));
            let several =
                Several { pattern, kind, levels: unpivot.labels.len().max(1), conventions: conventions.clone() };
            if !found.contains(&several) {
                found.push(several);
            }
        }
    }
    found
}

impl SheetColumn {
    fn new(column: &model::Column, whole: &Conventions) -> SheetColumn {
        SheetColumn {
            name: column.name.value.clone(),
            headers: column.headers.iter().map(|header| header.value.clone()).collect(),
            from: column.from,
            kind: column.kind,
            references: column.references.as_ref().map(|table| table.value.clone()),
            presence: column.presence,
            one_of: column.one_of.iter().map(|value| value.value.clone()).collect(),
            min: column.min.as_ref().map(|limit| limit.value.clone()),
            max: column.max.as_ref().map(|limit| limit.value.clone()),
            conventions: column.conventions.within(whole),
            fill: column.fill,
            code: column.code,
        }
    }
}

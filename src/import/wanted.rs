//! A policy's table, prepared for reading: folded names and folded lists of allowed values.

use super::fold::{fold, like, spellings};
use super::sheet::{SheetColumn, SheetTable};
use crate::policy::layout::{Layout, Origin};
use crate::policy::model::{Code, Conventions, Duplicates, Fill, Presence, Repeats};
use crate::value::{Type, Value};
use std::collections::HashMap;

/// A table that is read from sheets.
pub(super) struct WantedTable<'p> {
    /// The table as the policy has it.
    pub sheet: &'p SheetTable,
    /// What the run says of how numbers and dates are written.
    pub said: Conventions,
    pub name: &'p str,
    pub optional: bool,
    pub repeats: Option<Repeats>,
    pub duplicates: Option<Duplicates>,
    /// Folded names its sheet may have, in the order of the policy; `*` stands for any text.
    pub sheets: Vec<String>,
    /// Whether the policy names sheets for it.
    pub names_sheets: bool,
    /// Where in workbooks it stands.
    pub layout: &'p Layout,
    /// Folded names of the workbooks it is read from; any where it is empty.
    workbooks: Vec<String>,
    pub key: Option<usize>,
    pub columns: Vec<WantedColumn<'p>>,
}

/// A column of it.
pub(super) struct WantedColumn<'p> {
    pub name: &'p str,
    pub kind: Type,
    /// Folded headers.
    pub headers: Vec<String>,
    /// Headers as the policy writes them, for messages.
    pub written: Vec<&'p str>,
    /// What is known of a row's source, where that is the column.
    pub from: Option<Origin>,
    /// A blank or bad cell rejects the row.
    pub needed: bool,
    /// The sheet must have the column.
    pub must_have: bool,
    /// Key or reference: text is brought into one form, so that both sides meet.
    pub joins: bool,
    pub one_of: OneOf,
    pub min: Option<Value>,
    pub max: Option<Value>,
    /// How its numbers and dates are written, where that is said.
    pub conventions: Conventions,
    /// What stands for its blank cells.
    pub fill: Option<Fill>,
    /// The form of its codes, where it holds such.
    pub code: Option<Code>,
    /// Folded texts that stand for nothing.
    pub blank: Vec<String>,
    /// Whether a cell of the column's own type is read as it stands: nothing is left to check of it.
    pub as_it_stands: bool,
}

/// The values a column may have.
#[derive(Default)]
pub(super) struct OneOf {
    texts: HashMap<String, String>,
    others: Vec<Value>,
}

impl OneOf {
    fn new<'v>(values: impl Iterator<Item = &'v Value>) -> OneOf {
        let mut allowed = OneOf::default();
        for value in values {
            match value {
                Value::Text(text) => drop(allowed.texts.insert(fold(text), text.to_string())),
                other => allowed.others.push(other.clone()),
            }
        }
        allowed
    }

    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.others.is_empty()
    }

    /// The policy's spelling of a text.
    pub(super) fn spelling(&self, text: &str) -> Option<&str> {
        self.texts.get(&fold(text)).map(String::as_str)
    }

    /// Values that are not text.
    pub(super) fn others(&self) -> &[Value] {
        &self.others
    }

    /// All of them as people read them, for messages.
    pub(super) fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = self.texts.values().cloned().collect();
        words.sort();
        words.extend(self.others.iter().map(Value::to_string));
        words
    }
}

impl<'p> WantedTable<'p> {
    /// The table prepared.
    pub(super) fn new(table: &'p SheetTable, said: &Conventions) -> WantedTable<'p> {
        let aliases = table.sheets.iter().flat_map(|name| spellings(name));
        let mut sheets: Vec<String> = Vec::new();
        for name in aliases.chain(spellings(&table.name)) {
            if !sheets.contains(&name) {
                sheets.push(name);
            }
        }
        let key = table.key();
        let columns = table.columns.iter().enumerate();
        WantedTable {
            sheet: table,
            said: said.clone(),
            name: &table.name,
            optional: table.optional,
            repeats: table.repeats,
            duplicates: table.duplicates,
            sheets,
            names_sheets: !table.sheets.is_empty(),
            layout: &table.layout,
            workbooks: table.layout.workbooks.iter().map(|name| fold(name)).collect(),
            key,
            columns: columns.map(|(at, column)| WantedColumn::new(column, key == Some(at), said)).collect(),
        }
    }
}

impl WantedTable<'_> {
    /// Whether a sheet of that folded name is the table's.
    pub(super) fn is_named(&self, sheet: &str) -> bool {
        self.sheets.iter().any(|name| like(name, sheet))
    }

    /// Whether the policy asks for any number of sheets.
    pub(super) fn takes_several(&self) -> bool {
        self.sheets.iter().any(|name| name.contains('*'))
    }

    /// Whether it is read from a workbook of that name.
    pub(super) fn reads_from(&self, workbook: &str) -> bool {
        let name = fold(workbook);
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        self.workbooks.is_empty() || self.workbooks.iter().any(|known| like(known, &name) || like(known, stem))
    }

    /// The workbooks it is read from, as the policy says it.
    pub(super) fn workbooks(&self) -> &[String] {
        &self.workbooks
    }
}

impl WantedColumn<'_> {
    /// Whether its values stand in cells.
    pub(super) fn in_cells(&self) -> bool {
        self.from.is_none_or(|from| !from.is_no_cell())
    }
}

impl<'p> WantedColumn<'p> {
    fn new(column: &'p SheetColumn, is_key: bool, said: &Conventions) -> WantedColumn<'p> {
        let mut headers: Vec<String> = Vec::new();
        for header in column.headers.iter().map(|header| fold(header)).chain(spellings(&column.name)) {
            if !headers.contains(&header) {
                headers.push(header);
            }
        }
        let conventions = said.within(&column.conventions);
        let blank: Vec<String> =
            conventions.blank.iter().flat_map(|texts| texts.iter()).map(|text| fold(text)).collect();
        let written = column.headers.iter().map(String::as_str);
        let is_free = column.one_of.is_empty() && column.min.is_none() && column.max.is_none() && column.code.is_none();
        WantedColumn {
            name: &column.name,
            kind: column.kind,
            headers,
            from: column.from,
            written: written.chain([column.name.as_str()]).collect(),
            needed: is_key || column.presence == Presence::Cells,
            must_have: column.from.is_none() && (is_key || column.presence != Presence::Optional),
            joins: is_key || column.references.is_some(),
            one_of: OneOf::new(column.one_of.iter()),
            min: column.min.clone(),
            max: column.max.clone(),
            conventions,
            fill: column.fill,
            code: column.code,
            as_it_stands: is_free && !may_stand_for_nothing(column.kind, &blank),
            blank,
        }
    }
}

/// Whether one of these folded texts may be how a value of that type is written.
fn may_stand_for_nothing(kind: Type, blank: &[String]) -> bool {
    match kind {
        Type::Number => blank.iter().any(|text| text.parse::<f64>().is_ok()),
        _ => !blank.is_empty(),
    }
}

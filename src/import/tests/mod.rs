//! What an import means, line by line of the manual. Policies are put together by hand here.

mod accounts;
mod aside;
mod codes;
mod coercion;
mod columns;
mod control;
mod copies;
mod corrupted;
mod doubts;
mod duplicates;
mod finding;
mod foot;
mod labels;
mod layouts;
mod looks;
mod plain;
mod ragged;
mod real;

use super::{Failure, Imported, Input, Options, SheetTable};
use crate::policy::layout::Layout;
use crate::policy::model::{Column, Conventions, Localized, Policy, Presence, Repeats, Rows, Table};
use crate::source::{FileId, Span, Spanned};
use crate::value::{NumberFormat, Type, Value};

pub(super) fn said<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Span { file: FileId(0), start: 0, end: 0 })
}

pub(super) fn policy(tables: Vec<Table>) -> Policy {
    Policy {
        name: said("test".to_string()),
        version: None,
        effective: None,
        title: Localized::default(),
        description: Localized::default(),
        owner: None,
        language: "en".to_string(),
        parameters: Vec::new(),
        tables,
        figures: Vec::new(),
        assertions: Vec::new(),
        scorecards: Vec::new(),
        triggers: Vec::new(),
        reports: Vec::new(),
        conventions: Conventions::default(),
        scripts: Vec::new(),
    }
}

pub(super) fn read(policy: &Policy, inputs: &[Input], options: &Options) -> Result<Imported, Failure> {
    super::read(&SheetTable::all(policy), inputs, options)
}

/// A table; its first column is the key where `key` says so.
pub(super) fn table(name: &str, sheets: &[&str], key: Option<&str>, columns: Vec<Column>) -> Table {
    Table {
        name: said(name.to_string()),
        title: Localized::default(),
        rows: Rows::Sheet(sheets.iter().map(|sheet| said((*sheet).to_string())).collect()),
        key: key.map(|key| said(key.to_string())),
        optional: false,
        repeats: None,
        duplicates: None,
        layout: Layout::default(),
        conventions: Conventions::default(),
        columns,
        formulas: Vec::new(),
        decisions: Vec::new(),
    }
}

pub(super) fn column(name: &str, kind: Type, headers: &[&str]) -> Column {
    Column {
        name: said(name.to_string()),
        headers: headers.iter().map(|header| said((*header).to_string())).collect(),
        from: None,
        title: Localized::default(),
        kind,
        references: None,
        presence: Presence::Column,
        one_of: Vec::new(),
        min: None,
        max: None,
        format: NumberFormat::General,
        conventions: Conventions::default(),
        fill: None,
        code: None,
    }
}

pub(super) fn required(column: Column) -> Column {
    Column { presence: Presence::Cells, ..column }
}

pub(super) fn optional(column: Column) -> Column {
    Column { presence: Presence::Optional, ..column }
}

pub(super) fn references(column: Column, table: &str) -> Column {
    Column { references: Some(said(table.to_string())), ..column }
}

/// Reads one CSV named `orders.csv` into the only table.
pub(super) fn csv(policy: &Policy, text: &str) -> Imported {
    bytes(policy, "orders.csv", text.as_bytes().to_vec())
}

pub(super) fn bytes(policy: &Policy, name: &str, data: Vec<u8>) -> Imported {
    let input = Input::Bytes { name: name.to_string(), data: data.into() };
    read(policy, &[input], &Options::default()).unwrap_or_else(|failure| panic!("{failure}"))
}

pub(super) fn values(imported: &Imported, table: usize, column: usize) -> Vec<Value> {
    let table = &imported.tables[table];
    (0..table.rows).map(|row| table.columns[column].value(row)).collect()
}

/// Codes of the issues with what each counts.
pub(super) fn codes(imported: &Imported) -> Vec<(&'static str, usize)> {
    imported.issues.iter().map(|issue| (issue.code.as_str(), issue.count)).collect()
}

/// Issues as one line each: where, code, text, message.
pub(super) fn lines(imported: &Imported) -> Vec<String> {
    let line = |issue: &crate::outcome::Issue| {
        let cell = issue.cell.as_ref().map_or_else(|| "-".to_string(), |cell| format!("{}!{}", cell.sheet, cell.a1()));
        format!("{cell} {} {:?}: {}", issue.code, issue.text.as_deref().unwrap_or(""), issue.message)
    };
    imported.issues.iter().map(line).collect()
}

//! The workbook that goes out.

use super::rules::{ColumnKind, RuleTable};
use super::sheet::{INDEX, INDEX_HEADERS, NUMBER};
use crate::export::rule_sheets::{RuleBook, RuleSheet, SheetColumn};

/// Decision tables as sheets, after a sheet that lists them. Those whose rules stand in a file of their own are
/// listed alone.
#[must_use]
pub fn rule_book(policy: &str, tables: &[RuleTable]) -> RuleBook {
    let sheets = tables.iter().map(|table| RuleSheet {
        name: table.full_name(),
        about: match &table.kept_in {
            Some(file) => [table.hit.clone(), String::new(), file.clone()],
            None => [table.hit.clone(), table.rules.len().to_string(), String::new()],
        },
        fingerprint: table.fingerprint(),
        listed_only: !table.is_editable(),
        columns: columns(table),
        rows: table.rules.iter().enumerate().map(|(at, rule)| row(at, rule.default, &rule.cells)).collect(),
    });
    RuleBook {
        title: format!("Decision tables of {policy}"),
        index: INDEX.to_string(),
        headers: INDEX_HEADERS.map(String::from),
        sheets: sheets.collect(),
    }
}

fn columns(table: &RuleTable) -> Vec<SheetColumn> {
    let number = SheetColumn { header: NUMBER.to_string(), is_result: false, is_aside: true, choices: Vec::new() };
    let others = table.columns.iter().map(|column| SheetColumn {
        header: column.header(),
        is_result: column.kind == ColumnKind::Result,
        is_aside: matches!(column.kind, ColumnKind::From | ColumnKind::To | ColumnKind::Note),
        choices: column.choices.clone(),
    });
    std::iter::once(number).chain(others).collect()
}

/// Rules are known by their number; the one of `default:` by that word.
fn row(at: usize, default: bool, cells: &[String]) -> Vec<String> {
    let number = if default { super::compare::DEFAULT.to_string() } else { (at + 1).to_string() };
    std::iter::once(number).chain(cells.iter().cloned()).collect()
}

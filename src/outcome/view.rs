//! What a `report:` section asks of a table's sheet.

use super::{OutcomeColumn, TableView};
use crate::policy::model::{Report, ReportSheet};
use crate::table::Column;
use crate::value::{Value, ops};
use std::cmp::Ordering;

fn sheet<'r>(report: Option<&'r Report>, table: &str) -> Option<&'r ReportSheet> {
    report?.sheets.iter().find(|sheet| sheet.table.value == table)
}

/// The title a report gives a table.
pub(super) fn title(report: Option<&Report>, table: &str, language: &str) -> Option<String> {
    sheet(report, table)?.title.get(language).map(|title| title.value.clone())
}

/// How a table is shown: everything in input order, unless the report says otherwise.
pub(super) fn of(report: Option<&Report>, table: &str, columns: &[OutcomeColumn]) -> TableView {
    let listed = report.is_some_and(|report| !report.sheets.is_empty());
    let Some(sheet) = sheet(report, table) else { return TableView { hidden: listed, ..TableView::default() } };
    let place = |name: &str| columns.iter().position(|column| column.name == name);
    let chosen: Vec<usize> = sheet.columns.iter().filter_map(|name| place(&name.value)).collect();
    let order = sheet
        .sort
        .as_ref()
        .and_then(|(name, falling)| place(&name.value).map(|at| sorted(&columns[at].data, *falling)));
    TableView { hidden: false, columns: (!chosen.is_empty()).then_some(chosen), order }
}

/// Row numbers by value; blanks come last either way, equal values keep their order.
fn sorted(column: &Column, falling: bool) -> Vec<u32> {
    let mut rows: Vec<(u32, Value)> = (0..column.len()).map(|row| (row as u32, column.value(row))).collect();
    rows.sort_by(|(_, a), (_, b)| match (a.is_blank(), b.is_blank()) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) => {
            let order = ops::exact_order(a, b);
            if falling { order.reverse() } else { order }
        }
    });
    rows.into_iter().map(|(row, _)| row).collect()
}

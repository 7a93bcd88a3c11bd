//! What a `report:` section asks of a table's sheet.

use super::{OutcomeColumn, TableView};
use crate::plan::{ReportPlan, ReportSheetPlan};
use crate::table::Column;
use crate::value::{Value, ops};
use std::cmp::Ordering;

fn sheet<'r>(report: &'r ReportPlan, table: &str) -> Option<&'r ReportSheetPlan> {
    report.sheets.iter().find(|sheet| sheet.name == table)
}

/// The title a report gives a table.
pub(super) fn title<'r>(report: &'r ReportPlan, table: &str, language: &str) -> Option<&'r str> {
    sheet(report, table)?.title.get(language)
}

/// How a table is shown: everything in input order, unless the report says otherwise.
pub(super) fn of(report: &ReportPlan, table: &str, columns: &[OutcomeColumn]) -> TableView {
    let Some(sheet) = sheet(report, table) else {
        return TableView { hidden: !report.sheets.is_empty(), ..TableView::default() };
    };
    let place = |name: &str| columns.iter().position(|column| column.name == name);
    let chosen: Vec<usize> = sheet.show.iter().filter_map(|name| place(name)).collect();
    let order =
        sheet.sort.as_ref().and_then(|sort| place(&sort.name).map(|at| sorted(&columns[at].data, sort.falling)));
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

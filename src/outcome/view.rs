//! What a `report:` section asks of a table's sheet.

use super::{OutcomeColumn, TableView};
use crate::plan::{ReportPlan, ReportSheetPlan};
use crate::table::Column;
use crate::value::{Value, ops};
use std::cmp::Ordering;

/// Rows of a table read from a sheet that are shown where nobody asked for them. Who has more of them has them in
/// the workbook they were read from.
const LONG: usize = 200;

/// What a report asks of a table.
pub(super) fn sheet<'r>(report: &'r ReportPlan, table: &str) -> Option<&'r ReportSheetPlan> {
    report.sheets.iter().find(|sheet| sheet.name == table)
}

/// A table that is to be shown.
#[derive(Clone, Copy)]
pub(super) struct Shown<'t> {
    pub name: &'t str,
    pub columns: &'t [OutcomeColumn],
    pub key: Option<usize>,
    pub rows: usize,
    /// Whether its rows were read from a sheet.
    pub read: bool,
}

/// The title a report gives a table.
pub(super) fn title<'r>(report: &'r ReportPlan, table: &str, language: &str) -> Option<&'r str> {
    sheet(report, table)?.title.get(language)
}

/// How a table is shown: everything in input order, unless the report says otherwise.
pub(super) fn of(report: &ReportPlan, table: &Shown<'_>) -> TableView {
    let Shown { name, columns, key, rows, read } = *table;
    let Some(sheet) = sheet(report, name) else {
        let silent = report.sheets.is_empty();
        let long = silent && read && rows > LONG;
        let order = key.filter(|_| !read).and_then(|key| by_rules(&columns[key]));
        return TableView { hidden: !silent, long, order, ..TableView::default() };
    };
    let place = |name: &str| columns.iter().position(|column| column.name == name);
    let chosen: Vec<usize> = sheet.show.iter().filter_map(|name| place(name)).collect();
    let order =
        sheet.sort.as_ref().and_then(|sort| place(&sort.name).map(|at| sorted(&columns[at].data, sort.falling)));
    let colors = sheet.colors.iter().filter_map(|(name, coloring)| Some((place(name)?, coloring.clone())));
    let (colors, columns) = (colors.collect(), (!chosen.is_empty()).then_some(chosen));
    TableView { columns, order, colors, ..TableView::default() }
}

/// Rows in the order in which rules give the value that names them; `None` where no rules do.
fn by_rules(column: &OutcomeColumn) -> Option<Vec<u32>> {
    if column.order.is_empty() {
        return None;
    }
    let place = |row: u32| {
        let text = column.data.text(row as usize);
        column.order.iter().position(|known| Some(known.as_str()) == text).unwrap_or(usize::MAX)
    };
    let mut rows: Vec<u32> = (0..column.data.len() as u32).collect();
    rows.sort_by_key(|row| place(*row));
    Some(rows)
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

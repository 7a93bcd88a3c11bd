//! Tables below several titles of one sheet: where the header stands once more and is read for nothing, there may be
//! another title that the policy does not name.

use super::fold::fold;
use super::issues::Place;
use super::locate::Pick;
use super::wanted::WantedTable;
use crate::cells::{CellSource, CellValue};
use crate::issue::{Issue, IssueCode};
use crate::policy::layout::Range;
use crate::say;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Headers like those of a table that stands below several titles, in parts of its sheets that nothing is read from.
pub(super) fn unread(
    source: &mut dyn CellSource,
    workbook: &Arc<str>,
    picks: &[Pick],
    tables: &[Option<WantedTable<'_>>],
) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut seen: Vec<(usize, usize)> = Vec::new();
    for pick in picks {
        let Some(table) = tables[pick.table].as_ref() else { continue };
        let several = matches!(&table.layout.range, Some(Range::Below(titles)) if titles.is_each());
        if !several || seen.contains(&(pick.table, pick.sheet)) {
            continue;
        }
        seen.push((pick.table, pick.sheet));
        let header: Vec<String> = pick.header.texts.iter().map(|text| fold(text)).collect();
        let sheet = source.sheets()[pick.sheet].name.clone();
        let place = Place { workbook: workbook.clone(), sheet: sheet.as_str().into(), given: false };
        for (row, column) in headers(source, pick.sheet, &header) {
            let is_read = |other: &Pick| {
                // Two rows of header may stand above the first row of data.
                other.sheet == pick.sheet && (other.area.holds(row, column) || other.header.row == row)
            };
            if !picks.iter().any(is_read) {
                let message = say!(
                    "header-below-no-title",
                    "the header of `{table}` stands here too, below no title that `below:` names; nothing is read from there \
                     (add its title)",
                    table = table.name
                );
                let issue = Issue::new(IssueCode::SecondTable, message).at_cell(place.cell(row, column));
                issues.push(issue.in_table(table.name));
            }
        }
    }
    issues
}

/// The rows in which all these texts stand side by side, by row and column of the first.
fn headers(source: &mut dyn CellSource, sheet: usize, header: &[String]) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    let (mut row, mut met, mut first) = (u32::MAX, 0, 0);
    let read = source.read(sheet, &mut |cell| {
        if cell.row != row {
            (row, met) = (cell.row, 0);
        }
        let CellValue::Text(text) = cell.value else {
            met = 0;
            return ControlFlow::Continue(());
        };
        let folded = fold(text);
        if header.get(met).is_none_or(|wanted| *wanted != folded) {
            met = 0;
        }
        if header.get(met).is_some_and(|wanted| *wanted == folded) {
            first = if met == 0 { cell.column } else { first };
            met += 1;
        }
        if met == header.len() && met > 1 {
            found.push((cell.row, first));
            met = 0;
        }
        ControlFlow::Continue(())
    });
    // What cannot be read to its end is told where it is read.
    read.map(|()| found).unwrap_or_default()
}

//! Rows that hold a text and nothing else in the midst of others: headings of the rows below them, as it seems.

use super::aside::{Found, NoData, Rows, bare};
use std::collections::HashMap;

/// How many headings a message names.
pub(super) const FEW: usize = 3;

/// Marks the first of such rows, where all of them look like headings. They stay rows: what they are, the policy says.
pub(super) fn mark(rows: &Rows<'_, '_>, found: &mut Found) {
    if rows.lonely.is_empty() {
        return;
    }
    let data = rows.data(&[], found);
    let lonely: Vec<usize> = (0..data.len()).filter(|at| rows.lonely.binary_search(&data[*at]).is_ok()).collect();
    let Some(&first) = lonely.first() else { return };
    let is_lonely = |at: usize| lonely.binary_search(&at).is_ok();
    // Names of which nothing more is known stand anywhere, the last row and one below the other among them.
    let has_rows_below = lonely.iter().all(|at| at + 1 < data.len() && !is_lonely(at + 1));
    let stands_out = |at: &usize| *at == 0 || rows.apart.binary_search(&data[*at]).is_ok();
    if !has_rows_below || first != 0 && !lonely.iter().all(stands_out) {
        return;
    }
    let numbers = rows.numbers();
    let has_number = |at: usize| numbers.iter().any(|(_, values)| !values[data[at] as usize].is_nan());
    let others = (0..data.len()).filter(|at| !is_lonely(*at));
    if numbers.is_empty() || !others.clone().all(has_number) || lonely.iter().any(|at| has_number(*at)) {
        return;
    }
    let total_of = |at: &&usize| is_total_of(rows, found, data[**at]);
    if lonely.iter().filter(total_of).count() == lonely.len() {
        found.rows.extend(lonely.iter().map(|at| (data[*at], NoData::Headed)));
        found.rows.sort_by_key(|(row, _)| *row);
        return;
    }
    let text = |at: &usize| rows.label(data[*at]).map(str::to_string);
    let Some(texts) = lonely.iter().map(text).collect::<Option<Vec<_>>>() else { return };
    let same = same(rows, &data, &lonely);
    // A single one may be a row of which nothing is known yet.
    if lonely.len() > 1 || first == 0 {
        let heading = NoData::Heading { rows: lonely.len(), texts: texts.into_iter().take(FEW).collect(), same };
        found.rows.push((data[first], heading));
        found.rows.sort_by_key(|(row, _)| *row);
    }
}

/// Whether the first total below a heading is called like it.
fn is_total_of(rows: &Rows<'_, '_>, found: &Found, heading: u32) -> bool {
    let total = found.rows.iter().find(|(row, what)| *row > heading && matches!(what, NoData::Total { .. }));
    let label = |row: u32| rows.label(row).map(bare);
    total.is_some_and(|(total, _)| label(*total) == label(heading))
}

/// A label that stands below two of the headings, once each.
fn same(rows: &Rows<'_, '_>, data: &[u32], lonely: &[usize]) -> Option<String> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (at, row) in data.iter().enumerate() {
        let heading = lonely.partition_point(|lonely| *lonely <= at);
        if lonely.binary_search(&at).is_ok() {
            continue;
        }
        let Some(label) = rows.label(*row) else { continue };
        if *seen.entry(label).or_insert(heading) != heading {
            return Some(label.to_string());
        }
    }
    None
}

//! Several tables on one sheet: side by side with an empty column between them, or one below the other, each with a
//! header of its own.

use super::area::Area;
use super::head::{self, Kind, Row};
use crate::cells::{CellSource, CellsError};

/// So many rows with something in them are looked through; a sheet of more is one table with rows that go on.
const ROWS: usize = 2_000;
/// Tables side by side end in different rows: this part of the rows at least has cells of one of them alone.
const APART: f64 = 0.2;

/// The tables of a sheet, where it has several; else the whole of it.
pub(super) fn areas(source: &mut dyn CellSource, sheet: usize) -> Result<Vec<Area>, CellsError> {
    let rows = head::rows_of(source, sheet, &Area::default(), ROWS)?;
    let goes_on = rows.len() == ROWS;
    let beside = side_by_side(&rows);
    let all = if beside.is_empty() { vec![Area::default()] } else { beside };
    let mut found = Vec::new();
    for area in all {
        let own = within(&rows, &area);
        let stacked = if goes_on { Vec::new() } else { stacked(&own, &area, &rows) };
        match stacked.is_empty() {
            true => found.push(area),
            false => found.extend(stacked),
        }
    }
    Ok(found)
}

/// The rows with their cells in an area.
fn within(rows: &[Row], area: &Area) -> Vec<Row> {
    let part = rows.iter().map(|row| row.within(|row, column| area.holds(row, column)));
    part.filter(|row| !row.cells.is_empty()).collect()
}

/// Groups of columns with an empty one between them, where each is a table and not a part of one.
fn side_by_side(rows: &[Row]) -> Vec<Area> {
    let mut columns: Vec<u32> = rows.iter().flat_map(|row| row.cells.iter().map(|(column, ..)| *column)).collect();
    columns.sort_unstable();
    columns.dedup();
    let mut groups: Vec<(u32, u32)> = Vec::new();
    for column in columns {
        match groups.last_mut().filter(|(_, last)| last + 1 == column) {
            Some((_, last)) => *last = column,
            None => groups.push((column, column)),
        }
    }
    let parts: Vec<(Area, Vec<Row>)> = groups
        .into_iter()
        .map(Area::of_columns)
        .map(|area| (within(rows, &area), area))
        // A remark at the side is no table, and takes none apart.
        .filter(|(own, area)| area.columns.is_some_and(|(first, last)| first != last) || 2 * own.len() > rows.len())
        .map(|(own, area)| (area, own))
        .collect();
    let all_apart = parts.windows(2).all(|pair| are_apart(&pair[0].1, &pair[1].1));
    match parts.len() > 1 && all_apart && parts.iter().all(|(_, own)| is_table(own)) {
        true => parts.into_iter().map(|(area, _)| area).collect(),
        false => Vec::new(),
    }
}

/// Whether rows have a header and below it a first column of names, as a table has that stands by itself.
fn is_table(rows: &[Row]) -> bool {
    let Some(head) = head::header(rows) else { return false };
    let Some(first) = head.cells.first().filter(|_| head.cells.len() > 1).map(|cell| cell.column) else { return false };
    let below: Vec<Kind> =
        rows.iter().filter(|row| Some(row.row) > head.row).filter_map(|row| row.kind(first)).collect();
    let names = below.iter().filter(|kind| **kind != Kind::Value).count();
    below.len() > 1 && 10 * names >= 8 * below.len()
}

/// Whether two groups of columns are two tables: they say the same above their columns, or many rows have cells of one
/// of them alone.
fn are_apart(one: &[Row], other: &[Row]) -> bool {
    let texts = |rows: &[Row]| -> Vec<String> {
        let head = head::header(rows);
        head.map_or_else(Vec::new, |head| head.cells.into_iter().map(|cell| cell.text.to_lowercase()).collect())
    };
    let (own, others) = (texts(one), texts(other));
    if own.iter().any(|text| others.contains(text)) {
        return true;
    }
    let is_in = |rows: &[Row], row: u32| rows.binary_search_by_key(&row, |row| row.row).is_ok();
    let alone = one.iter().filter(|row| !is_in(other, row.row)).count()
        + other.iter().filter(|row| !is_in(one, row.row)).count();
    let all = (one.len() + other.len() + alone) / 2;
    alone as f64 > APART * all as f64
}

/// Tables one below the other in an area; nothing where there is one.
fn stacked(own: &[Row], area: &Area, sheet: &[Row]) -> Vec<Area> {
    let Some(first) = head::header(own).and_then(|head| own.iter().position(|row| Some(row.row) == head.row)) else {
        return Vec::new();
    };
    let mut headers = vec![first];
    for at in first + 1..own.len().saturating_sub(1) {
        let last = headers.last().copied().unwrap_or(first);
        if begins_table(own, at) && !headers.iter().any(|header| are_alike(&own[*header], &own[at])) && at > last + 1 {
            headers.push(at);
        }
    }
    if headers.len() < 2 {
        return Vec::new();
    }
    let starts: Vec<usize> =
        headers.iter().map(|at| if title_above(own, *at).is_some() { at - 1 } else { *at }).collect();
    let part = |(number, at): (usize, &usize)| {
        let title = title_above(own, *at).filter(|title| is_once(sheet, title)).map(str::to_string);
        Area {
            columns: area.columns,
            first: own[*at].row,
            last: starts.get(number + 1).map(|next| own[next - 1].row),
            title,
        }
    };
    headers.iter().enumerate().map(part).collect()
}

/// Whether a header stands there: labels after an empty row, or below a title after one, with values right below it.
fn begins_table(rows: &[Row], at: usize) -> bool {
    let gap = |at: usize| at > 0 && rows[at].row > rows[at - 1].row + 1;
    let is_new = gap(at) || title_above(rows, at).is_some() && gap(at - 1);
    let (row, below) = (&rows[at], &rows[at + 1]);
    is_new && row.cells.len() > 1 && head::is_labels(row) && below.row == row.row + 1 && head::is_data(below)
}

/// The text that stands alone in the row above.
fn title_above(rows: &[Row], at: usize) -> Option<&str> {
    let above = rows.get(at.checked_sub(1)?)?;
    match above.cells.as_slice() {
        [(_, text, Kind::Label)] if above.row + 1 == rows[at].row => Some(text),
        _ => None,
    }
}

fn is_once(rows: &[Row], title: &str) -> bool {
    let same = rows.iter().flat_map(|row| &row.cells).filter(|(_, text, _)| text == title).count();
    same == 1 && !title.contains('*')
}

/// Whether two rows of labels say mostly the same: parts of one table.
fn are_alike(one: &Row, other: &Row) -> bool {
    let same = one.cells.iter().filter(|(_, text, _)| other.cells.iter().any(|(_, own, _)| own == text)).count();
    2 * same >= one.cells.len().min(other.cells.len()).max(1)
}

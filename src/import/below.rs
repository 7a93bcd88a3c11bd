//! The table below a title: from the first row under it down to the first empty one, as wide as its cells stand
//! side by side.

use super::fold::{fold, like};
use crate::cells::{CellSource, CellValue, CellsError};
use crate::source::Area;
use std::ops::ControlFlow;

/// Rows of a table that show how wide it is.
const SHOWN: usize = 5;

/// A cell, by row and column.
type At = (u32, u32);

/// A cell that says a title, and the table below it.
pub(super) struct Titled {
    pub at: At,
    pub title: String,
    pub area: Area,
}

/// Each cell that says one of the folded titles (`*` stands for any text).
pub(super) fn find(source: &mut dyn CellSource, sheet: usize, titles: &[String]) -> Result<Vec<Titled>, CellsError> {
    let mut found: Vec<(At, String)> = Vec::new();
    let mut rows: Vec<(u32, Vec<u32>)> = Vec::new();
    source.read(sheet, &mut |cell| {
        if let CellValue::Text(text) = cell.value {
            let text = super::fold::trim(text);
            if text.is_empty() {
                return ControlFlow::Continue(());
            }
            let folded = fold(text);
            if titles.iter().any(|title| like(title, &folded)) {
                found.push(((cell.row, cell.column), text.to_string()));
            }
        }
        if !found.is_empty() {
            match rows.last_mut() {
                Some((row, columns)) if *row == cell.row => columns.push(cell.column),
                _ => rows.push((cell.row, vec![cell.column])),
            }
        }
        ControlFlow::Continue(())
    })?;
    let places: Vec<At> = found.iter().map(|(at, _)| *at).collect();
    let titled = |(at, title)| Titled { at, title, area: above_next(area(&rows, at), at, &places) };
    Ok(found.into_iter().map(titled).collect())
}

/// A table ends above the title of the next one, with or without an empty row between them.
fn above_next(area: Area, own: At, titles: &[At]) -> Area {
    let inside = |(row, column): &&At| {
        *row > own.0 && (area.first_column..=area.last_column).contains(column) && (own.0..=area.last_row).contains(row)
    };
    let next = titles.iter().filter(inside).map(|(row, _)| *row).min();
    Area { last_row: next.map_or(area.last_row, |next| area.last_row.min(next - 1)), ..area }
}

fn area(rows: &[(u32, Vec<u32>)], (row, column): At) -> Area {
    let below = &rows[rows.partition_point(|(at, _)| *at <= row)..];
    let nothing = Area { first_row: row + 1, first_column: column, last_row: row + 1, last_column: column };
    // Tables side by side: those that stand to the left of the title are not below it.
    let Some(first) = below.iter().position(|(_, columns)| columns.iter().any(|at| *at >= column)) else {
        return nothing;
    };
    let run = &below[first..];
    let shown = run.iter().enumerate().take(SHOWN).take_while(|(at, (row, _))| *row == run[0].0 + *at as u32);
    let mut occupied: Vec<u32> = shown.flat_map(|(_, (_, columns))| columns.iter().copied()).collect();
    occupied.sort_unstable();
    occupied.dedup();
    let Some(start) = occupied.iter().position(|at| *at >= column) else { return nothing };
    let beside = |pair: [u32; 2]| pair[1] == pair[0] + 1;
    let left = (1..=start).rev().take_while(|&at| beside([occupied[at - 1], occupied[at]])).count();
    let right = (start + 1..occupied.len()).take_while(|&at| beside([occupied[at - 1], occupied[at]])).count();
    let (first_column, last_column) = (occupied[start - left], occupied[start + right]);
    let inside = |columns: &[u32]| columns.iter().any(|at| (first_column..=last_column).contains(at));
    let filled =
        run.iter().enumerate().take_while(|(at, (row, columns))| *row == run[0].0 + *at as u32 && inside(columns));
    let last_row = filled.last().map_or(run[0].0, |(_, (row, _))| *row);
    Area { first_row: run[0].0, first_column, last_row, last_column }
}

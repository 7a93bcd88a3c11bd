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

/// Each cell that says the title (`*` stands for any text), and the table below it.
pub(super) fn find(source: &mut dyn CellSource, sheet: usize, title: &str) -> Result<Vec<(At, Area)>, CellsError> {
    let mut titles: Vec<At> = Vec::new();
    let mut rows: Vec<(u32, Vec<u32>)> = Vec::new();
    source.read(sheet, &mut |cell| {
        if let CellValue::Text(text) = cell.value {
            if super::fold::trim(text).is_empty() {
                return ControlFlow::Continue(());
            }
            if like(title, &fold(text)) {
                titles.push((cell.row, cell.column));
            }
        }
        if !titles.is_empty() {
            match rows.last_mut() {
                Some((row, columns)) if *row == cell.row => columns.push(cell.column),
                _ => rows.push((cell.row, vec![cell.column])),
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(titles.into_iter().map(|title| (title, area(&rows, title))).collect())
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

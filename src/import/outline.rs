//! Totals above or below their parts, told by how far to the right their labels stand: `Revenue`, and below it
//! `   Online` and `   Shops`.

use super::nested::Parent;
use crate::value::number;

/// How far to the right the label of a row stands: steps of its cell's style, and blanks before it.
pub(super) fn depth(text: &str, steps: u32) -> u32 {
    let marks = |c: char| c.is_whitespace() && !matches!(c, '\n' | '\r');
    let blanks = text.chars().take_while(|c| marks(*c)).count() as u32;
    blanks + steps * 4
}

/// What the depths of labels show.
pub(super) enum Outline {
    /// Every row with rows of greater depth below it (or above it) is their sum.
    Sums(Vec<Parent>),
    /// Some are, and some are not; the first that is, by its place.
    Some(Parent),
}

/// The rows that are sums of those of greater depth, in the rows given; `depths` are those of the same rows.
pub(super) fn find(columns: &[(usize, &[f64])], rows: &[u32], depths: &[u32]) -> Option<Outline> {
    if depths.iter().all(|depth| *depth == depths[0]) {
        return None;
    }
    let mut rows: Vec<(u32, u32)> = rows.iter().copied().zip(depths.iter().copied()).collect();
    let count = rows.len();
    let mut partly = None;
    for above in [false, true] {
        let groups = groups(&rows);
        let valued: Vec<&Group> = groups.iter().filter(|group| is_valued(columns, &rows, group)).collect();
        let sums: Vec<Parent> = valued
            .iter()
            .filter(|group| is_sum(columns, &rows, group))
            .map(|group| Parent {
                row: if above { count - 1 - group.row } else { group.row },
                parts: group.parts.len(),
                above,
            })
            .collect();
        let several = sums.iter().any(|parent| parent.parts > 1);
        if several && sums.len() == valued.len() {
            return Some(Outline::Sums(sums));
        }
        partly = partly.or(sums.into_iter().find(|parent| parent.parts > 1));
        rows.reverse();
    }
    partly.map(Outline::Some)
}

/// A row, and the rows right below it that stand one level deeper.
struct Group {
    row: usize,
    parts: Vec<usize>,
}

fn groups(rows: &[(u32, u32)]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    // The groups that are open, from the outermost.
    let mut open: Vec<usize> = Vec::new();
    for (at, (_, depth)) in rows.iter().enumerate() {
        while open.last().is_some_and(|group| rows[groups[*group].row].1 >= *depth) {
            open.pop();
        }
        open.last().into_iter().for_each(|group| groups[*group].parts.push(at));
        open.push(groups.len());
        groups.push(Group { row: at, parts: Vec::new() });
    }
    groups.retain(|group| !group.parts.is_empty());
    groups
}

fn value(columns: &[(usize, &[f64])], column: usize, rows: &[(u32, u32)], at: usize) -> f64 {
    columns[column].1[rows[at].0 as usize]
}

/// Whether the row has a number, and its parts have one too.
fn is_valued(columns: &[(usize, &[f64])], rows: &[(u32, u32)], group: &Group) -> bool {
    let has = |at: usize| (0..columns.len()).any(|column| !value(columns, column, rows, at).is_nan());
    has(group.row) && group.parts.iter().any(|part| has(*part))
}

fn is_sum(columns: &[(usize, &[f64])], rows: &[(u32, u32)], group: &Group) -> bool {
    (0..columns.len()).all(|column| {
        let own = value(columns, column, rows, group.row);
        let parts = group.parts.iter().map(|part| value(columns, column, rows, *part));
        let sum: f64 = parts.filter(|part| !part.is_nan()).sum();
        own.is_nan() || number::equal(own, sum)
    })
}

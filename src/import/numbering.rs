//! A row that numbers the columns, as forms have it below their header: `1 2 3`, `(1) (2) (3)`, `a b c`.

use super::fold::fold;
use crate::value::number;

/// A row of plain numbers that could as well be data takes this many of them.
const MANY: usize = 4;

/// How a row numbers the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbering {
    /// With digits in brackets or circles.
    Marked,
    Letters,
    /// With so many plain digits, which may be the numbers of a row.
    Digits(usize),
}

impl Numbering {
    /// How the cells of a row, from left to right, number the columns.
    pub(super) fn of(cells: &[String]) -> Option<Numbering> {
        let bare: Vec<(String, bool)> = cells.iter().map(|cell| bare(cell)).collect();
        let marked = bare.iter().all(|(_, marked)| *marked);
        let follows = |first: u32, read: fn(&str) -> Option<u32>| {
            bare.iter().zip(first..).all(|((text, _), number)| read(text) == Some(number))
        };
        let digits = |text: &str| number::parse(text).filter(|value| value.fract() == 0.0).map(|value| value as u32);
        let letter = |text: &str| match text.as_bytes() {
            [letter @ b'a'..=b'z'] => Some(u32::from(letter - b'a')),
            _ => None,
        };
        match cells.len() {
            0 | 1 => None,
            count if follows(1, digits) => Some(if marked { Numbering::Marked } else { Numbering::Digits(count) }),
            3.. if follows(0, letter) => Some(if marked { Numbering::Marked } else { Numbering::Letters }),
            _ => None,
        }
    }

    /// Whether the row would be told, if it could be one of the rows.
    pub(super) fn is_odd(self) -> bool {
        !matches!(self, Numbering::Digits(..MANY))
    }
}

/// What a cell says without brackets, and whether it had some.
fn bare(cell: &str) -> (String, bool) {
    let folded = fold(cell);
    let open = folded.strip_prefix(['(', '[']).and_then(|text| text.strip_suffix([')', ']']));
    // Numbers in circles are folded to plain ones.
    let circled = cell.chars().any(|mark| ('\u{2460}'..='\u{2473}').contains(&mark));
    match open {
        Some(inside) => (inside.trim().to_string(), true),
        None => (folded, circled),
    }
}

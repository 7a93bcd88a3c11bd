//! Parts of sheets: `B3:F20`.

use super::column_letters;
use serde::{Deserialize, Serialize};

/// Rows and columns, more than any sheet has.
const LARGEST: (u32, u32) = (u32::MAX - 1, u32::MAX - 1);

/// A rectangle of cells. Rows and columns count from 0; the last ones belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// First row.
    pub first_row: u32,
    /// First column.
    pub first_column: u32,
    /// Last row.
    pub last_row: u32,
    /// Last column.
    pub last_column: u32,
}

impl Area {
    /// A whole sheet.
    pub const ALL: Area = Area { first_row: 0, first_column: 0, last_row: LARGEST.0, last_column: LARGEST.1 };

    /// Reads `B3:F20`, `B:F` (all rows), `3:20` (all columns) or `B3:F` (from row 3 on), with `$` or without.
    #[must_use]
    pub fn parse(text: &str) -> Option<Area> {
        let (first, last) = text.trim().split_once(':')?;
        let ((first_column, first_row), (last_column, last_row)) = (corner(first)?, corner(last)?);
        let alike = first_column.is_some() == last_column.is_some() && (first_row.is_some() || last_row.is_none());
        let area = Area {
            first_row: first_row.unwrap_or(0),
            first_column: first_column.unwrap_or(0),
            last_row: last_row.unwrap_or(LARGEST.0),
            last_column: last_column.unwrap_or(LARGEST.1),
        };
        (alike && area.first_row <= area.last_row && area.first_column <= area.last_column).then_some(area)
    }

    /// Whether a cell belongs to it.
    #[must_use]
    pub fn holds(&self, row: u32, column: u32) -> bool {
        (self.first_row..=self.last_row).contains(&row) && (self.first_column..=self.last_column).contains(&column)
    }

    /// As a spreadsheet writes it.
    #[must_use]
    pub fn a1(&self) -> String {
        let row = |row: u32, end: u32| if row == end { String::new() } else { (u64::from(row) + 1).to_string() };
        let open_right = self.last_column == LARGEST.1;
        let column = |column: u32| if open_right { String::new() } else { column_letters(column) };
        let open_down = self.last_row == LARGEST.0;
        let top = if open_down && self.first_row == 0 && !open_right {
            String::new()
        } else {
            row(self.first_row, LARGEST.0)
        };
        format!("{}{top}:{}{}", column(self.first_column), column(self.last_column), row(self.last_row, LARGEST.0))
    }
}

/// The place of a column by its letters, from 0.
#[must_use]
pub fn column_number(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut column = 0;
    for letter in letters.chars() {
        column = column * 26 + letter.to_ascii_uppercase().to_digit(36)?.checked_sub(9)?;
    }
    Some(column - 1)
}

/// Column and row of one end, from 0; either may be left out.
fn corner(text: &str) -> Option<(Option<u32>, Option<u32>)> {
    let plain = text.trim().replace('$', "");
    let digits = plain.find(|mark: char| mark.is_ascii_digit()).unwrap_or(plain.len());
    let (letters, number) = plain.split_at(digits);
    let column = if letters.is_empty() { None } else { Some(column_number(letters)?) };
    let row = if number.is_empty() { None } else { Some(number.parse::<u32>().ok()?.checked_sub(1)?) };
    (column.is_some() || row.is_some()).then_some((column, row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_read_and_written_as_in_spreadsheets() {
        for text in ["B3:F20", "A1:A1", "B:F", "3:20", "B3:F", "AA10:XFD1048576"] {
            assert_eq!(Area::parse(text).map(|area| area.a1()).as_deref(), Some(text));
        }
        assert_eq!(Area::parse("$b$3:$f$20").map(|area| area.a1()).as_deref(), Some("B3:F20"));
        for broken in ["", "B3", "F20:B3", "B:20", "3:F", "B0:F2", "B:F20", "Sales", "A1:B2:C3", "A-1:B2"] {
            assert_eq!(Area::parse(broken), None, "{broken}");
        }
    }
}

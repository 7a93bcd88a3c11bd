//! Ranges of cells as files write them: `A2:B5`.

use super::Merged;
use crate::cells::guard::GRID;
use crate::source::column_number;

/// The cells of a range of more than one.
pub(in crate::cells) fn merged(span: &str) -> Option<Merged> {
    let (first, last) = span.split_once(':')?;
    let ((first_row, first_column), (last_row, last_column)) = (cell(first)?, cell(last)?);
    let fits = first_row <= last_row && first_column <= last_column && last_row < GRID.0 && last_column < GRID.1;
    fits.then_some(Merged { first_row, first_column, last_row, last_column })
}

/// Row and column of an address, from 0.
pub(in crate::cells) fn cell(address: &str) -> Option<(u32, u32)> {
    let digits = address.find(|mark: char| mark.is_ascii_digit())?;
    let (letters, number) = address.split_at(digits);
    Some((number.parse::<u32>().ok()?.checked_sub(1)?, column_number(letters)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_files_write_them() {
        let range = |first_row, first_column, last_row, last_column| {
            Some(Merged { first_row, first_column, last_row, last_column })
        };
        assert_eq!(merged("A2:A5"), range(1, 0, 4, 0));
        assert_eq!(merged("Z1:AB1048576"), range(0, 25, 1_048_575, 27));
        assert_eq!(merged("XFD1:XFD2"), range(0, 16_383, 1, 16_383));
        for broken in ["", "A1", "A0:A2", "A5:A2", "XFE1:XFE2", "1:2", "A:B", "A1:B9999999", "ÄA1:B2", "A1:B2:C3"] {
            assert_eq!(merged(broken), None, "{broken}");
        }
    }
}

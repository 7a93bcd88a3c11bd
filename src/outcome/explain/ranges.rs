//! Cells as people write them: neighbours together.

use crate::source::column_letters;
use crate::table::{Provenance, Segment};
use std::collections::BTreeMap;

/// Cells of one sheet that lie together.
pub(super) struct Span<'p> {
    segment: &'p Segment,
    /// First and last column.
    columns: (u32, u32),
    /// First and last row.
    rows: (u32, u32),
}

impl Span<'_> {
    /// As people write it: `Orders!F2`, `Orders!F2:F318`; `with_book` names the workbook, too.
    pub(super) fn text(&self, with_book: bool) -> String {
        let cell = |column: u32, row: u32| format!("{}{}", column_letters(column), u64::from(row) + 1);
        let (first, last) = (cell(self.columns.0, self.rows.0), cell(self.columns.1, self.rows.1));
        let book = if with_book { format!("{} ", self.segment.workbook) } else { String::new() };
        let until = if first == last { String::new() } else { format!(":{last}") };
        format!("{book}{}!{first}{until}", self.segment.sheet)
    }
}

/// The cells of some rows (in any order) in some columns of a table: rows that follow each other and columns
/// side by side are put together.
pub(super) fn spans<'p>(provenance: &'p Provenance, rows: &[u32], columns: &[usize]) -> Vec<Span<'p>> {
    // By sheet, in the order they were read.
    let mut sheets: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    let segment = |row: u32| provenance.segment_at(row as usize);
    for rows in rows.chunk_by(|a, b| segment(*a) == segment(*b)) {
        let Some(segment) = rows.first().and_then(|row| segment(*row)) else { continue };
        let of_sheet = rows.iter().filter_map(|row| provenance.sheet_rows.get(*row as usize));
        sheets.entry(segment).or_default().extend(of_sheet);
    }
    let mut found = Vec::new();
    for (segment, mut rows) in sheets {
        let segment = &provenance.segments[segment];
        if !rows.is_sorted_by(|a, b| a < b) {
            rows.sort_unstable();
            rows.dedup();
        }
        let mut places: Vec<u32> =
            columns.iter().filter_map(|at| segment.columns.get(*at).copied().flatten()).collect();
        places.sort_unstable();
        places.dedup();
        for across in places.chunk_by(|a, b| a + 1 == *b) {
            for down in rows.chunk_by(|a, b| a + 1 == *b) {
                found.push(Span { segment, columns: ends(across), rows: ends(down) });
            }
        }
    }
    found
}

/// The first and the last.
fn ends(all: &[u32]) -> (u32, u32) {
    let of = |one: Option<&u32>| one.copied().unwrap_or(0);
    (of(all.first()), of(all.last()))
}

/// The same as texts: `Orders!F2:F318`.
pub fn ranges(provenance: &Provenance, rows: &[u32], columns: &[usize], with_book: bool) -> Vec<String> {
    spans(provenance, rows, columns).iter().map(|span| span.text(with_book)).collect()
}

/// Ranges as they follow each other in a line: a sheet is named once.
pub(super) fn in_line<'r>(ranges: &'r [String]) -> Vec<String> {
    let mut sheet = "";
    let one = |range: &'r String| match range.split_once('!') {
        Some((own, cells)) if own == sheet => cells.to_string(),
        Some((own, _)) => {
            sheet = own;
            range.clone()
        }
        None => range.clone(),
    };
    ranges.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Segment;
    use std::sync::Arc;

    fn orders() -> Provenance {
        let segment = |first_row, sheet: &str| Segment {
            first_row,
            workbook: "a.xlsx".into(),
            sheet: sheet.into(),
            columns: vec![Some(0), Some(4), Some(5), None],
            written: Arc::default(),
        };
        // Row 4 of the first sheet was left out.
        Provenance { segments: vec![segment(0, "Jan"), segment(4, "Feb")], sheet_rows: vec![1, 2, 3, 5, 1, 2] }
    }

    #[test]
    fn neighbours_are_put_together() {
        assert_eq!(ranges(&orders(), &[0, 1, 2], &[2], false), ["Jan!F2:F4"]);
        assert_eq!(ranges(&orders(), &[2, 0, 1], &[1, 2], false), ["Jan!E2:F4"]);
        assert_eq!(ranges(&orders(), &[0], &[0], false), ["Jan!A2"]);
    }

    #[test]
    fn gaps_in_rows_and_columns_part_them() {
        assert_eq!(ranges(&orders(), &[2, 3], &[2], false), ["Jan!F4", "Jan!F6"]);
        assert_eq!(ranges(&orders(), &[0, 1], &[0, 2], false), ["Jan!A2:A3", "Jan!F2:F3"]);
    }

    #[test]
    fn sheets_come_one_after_another_and_columns_they_lack_are_passed_over() {
        assert_eq!(ranges(&orders(), &[5, 3, 4], &[2, 3], true), ["a.xlsx Jan!F6", "a.xlsx Feb!F2:F3"]);
        assert_eq!(ranges(&Provenance::default(), &[0], &[0], false), [""; 0]);
    }
}

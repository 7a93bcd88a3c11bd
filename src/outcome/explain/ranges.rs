//! Cells as people write them: neighbours together.

use crate::source::column_letters;
use crate::table::Provenance;
use std::collections::BTreeMap;

/// The cells of some rows (in any order) in some columns of a table, as `Orders!F2:F318`: rows that
/// follow each other and columns side by side are put together. `with_book` names the workbook, too.
pub fn ranges(provenance: &Provenance, rows: &[usize], columns: &[usize], with_book: bool) -> Vec<String> {
    // By sheet, in the order they were read.
    let mut sheets: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for &row in rows {
        if let (Some(segment), Some(&at)) = (provenance.segment_at(row), provenance.sheet_rows.get(row)) {
            sheets.entry(segment).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for (segment, mut rows) in sheets {
        let segment = &provenance.segments[segment];
        rows.sort_unstable();
        rows.dedup();
        let mut places: Vec<u32> =
            columns.iter().filter_map(|at| segment.columns.get(*at).copied().flatten()).collect();
        places.sort_unstable();
        places.dedup();
        let book = if with_book { format!("{} ", segment.workbook) } else { String::new() };
        for across in places.chunk_by(|a, b| a + 1 == *b) {
            for down in rows.chunk_by(|a, b| a + 1 == *b) {
                found.push(format!("{book}{}!{}", segment.sheet, range(across, down)));
            }
        }
    }
    found
}

/// `F2`, `F2:F318`, `E2:F318`.
fn range(across: &[u32], down: &[u32]) -> String {
    let cell = |column: Option<&u32>, row: Option<&u32>| {
        let (column, row) = (column.copied().unwrap_or(0), row.copied().unwrap_or(0));
        format!("{}{}", column_letters(column), u64::from(row) + 1)
    };
    let (first, last) = (cell(across.first(), down.first()), cell(across.last(), down.last()));
    if first == last { first } else { format!("{first}:{last}") }
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

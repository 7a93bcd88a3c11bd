//! What a workbook holds where it holds no table of the policy: said in a sentence, with what to do.

use super::book::Book;
use super::header::HeadRow;
use crate::say;
use crate::words::Sentence;

/// Lines that show that a column holds whole records.
const LINES: usize = 3;
/// Labels with a value beside them that show a form.
const LABELS: usize = 3;

/// What there is instead of a table, where that can be told.
pub(super) fn instead(book: &mut Book) -> Option<Sentence> {
    let beside = book.source.beside();
    let mut heads: Vec<(String, Vec<HeadRow>)> = Vec::new();
    for sheet in 0..book.source.sheets().len() {
        let name = book.source.sheets()[sheet].name.clone();
        heads.push((name, book.head(sheet).ok()?.to_vec()));
    }
    if let Some(lines) = heads.iter().find_map(|(name, rows)| lines(name, rows)) {
        return Some(lines);
    }
    let empty = heads.iter().all(|(_, rows)| rows.is_empty());
    let tables = heads.iter().any(|(_, rows)| rows.iter().filter(|row| row.cells.len() > 2).count() > 1);
    if beside.data_model && !tables {
        return Some(say!(
            "data-model",
            "its data is in a data model (Power Pivot), of which sheets show no rows; load the table into a sheet (Data, \
             Existing Connections, Tables), or save it as CSV"
        ));
    }
    if empty {
        return Some(match beside.charts {
            0 => say!("sheets-empty", "its sheets are empty; was it saved before the data came?"),
            _ => say!("charts-alone", "it holds charts and no cells; give the workbook from which they are drawn"),
        });
    }
    heads.iter().find_map(|(name, rows)| form(name, rows))
}

/// Whole lines of CSV in the cells of one column.
fn lines(name: &str, rows: &[HeadRow]) -> Option<Sentence> {
    let mark = |text: &str| [';', ',', '\t', '|'].into_iter().max_by_key(|mark| text.matches(*mark).count());
    let [first, ..] = rows else { return None };
    let [(column, text)] = first.cells.as_slice() else { return None };
    let mark = mark(text).filter(|mark| text.contains(*mark))?;
    let count = text.matches(mark).count();
    let alike = |row: &&HeadRow| matches!(row.cells.as_slice(), [(at, text)] if at == column && text.matches(mark).count() >= count);
    let all = rows.iter().filter(alike).count();
    // Prose has commas too, but not the same in every row.
    (all >= LINES.min(rows.len()) && all * 10 >= rows.len() * 9 && rows.len() > 1).then(|| {
        let letters = crate::source::column_letters(*column);
        say!(
            "whole-lines",
            "column {letters} of sheet `{name}` holds whole lines of CSV; save them as a .csv file, or split them in the \
             workbook (Data, Text to Columns)",
            letters,
            name
        )
    })
}

/// Labels with a value beside each, one below the other.
fn form(name: &str, rows: &[HeadRow]) -> Option<Sentence> {
    let is_number = |text: &str| crate::value::number::parse(text).is_some();
    let is_label = |row: &&HeadRow| match row.cells.as_slice() {
        [(at, label), (beside, _)] => *beside == at + 1 && !is_number(label),
        _ => false,
    };
    let pairs: Vec<&HeadRow> = rows.iter().filter(is_label).collect();
    let labels = pairs.len();
    let marked = pairs.iter().filter(|row| row.cells[0].1.ends_with([':', '：'])).count();
    let numbers = pairs.iter().filter(|row| is_number(&row.cells[1].1)).count();
    // A table of two columns has a header of two texts; below it the values are of one kind.
    let headed = pairs.first().is_some_and(|row| !is_number(&row.cells[1].1));
    let mixed = !headed && numbers > 1 && labels - numbers > 1;
    let wide = rows.iter().any(|row| row.cells.len() > 2);
    (labels >= LABELS && labels * 10 >= rows.len() * 6 && (marked * 2 >= labels || mixed) && !wide).then(|| {
        say!(
            "form",
            "sheet `{name}` is a form: labels with a value beside each; a table has a header with its rows below it, so put \
             the values into one row below their labels",
            name
        )
    })
}

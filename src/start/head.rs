//! The header of a sheet that no policy describes yet.

use super::guess::shown;
use crate::cells::{CellSource, CellValue, CellsError};
use crate::value::NumberText;
use std::ops::ControlFlow;

/// A header has at most so many rows; where more rows of labels follow one another, they are data.
const LEVELS: usize = 3;
/// So many rows with something in them are searched for the header.
const ROWS: usize = 60;

/// What a cell near the top is, for finding the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A text.
    Label,
    /// A year, or a day: a value in most columns, a label above a column a month.
    Period,
    /// A value that no header has.
    Value,
}

/// A row near the top.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) row: u32,
    cells: Vec<(u32, String, Kind)>,
}

/// The header of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Its row, from 0.
    pub(super) row: u32,
    /// Its cells: column of the sheet, from 0, and text.
    pub(super) cells: Vec<(u32, String)>,
}

/// The first rows of a sheet.
pub(super) fn rows(source: &mut dyn CellSource, sheet: usize) -> Result<Vec<Row>, CellsError> {
    let mut rows: Vec<Row> = Vec::new();
    source.read(sheet, &mut |cell| {
        let text = shown_whole(&cell.value);
        if text.is_empty() {
            return ControlFlow::Continue(());
        }
        if rows.last().is_none_or(|last| last.row != cell.row) {
            if rows.len() == ROWS {
                return ControlFlow::Break(());
            }
            rows.push(Row { row: cell.row, cells: Vec::new() });
        }
        if let Some(last) = rows.last_mut() {
            last.cells.push((cell.column, text, kind(&cell.value)));
        }
        ControlFlow::Continue(())
    })?;
    Ok(rows)
}

/// The text of a cell as a header has it: whole, unlike an example.
fn shown_whole(value: &CellValue<'_>) -> String {
    match value {
        CellValue::Text(text) => text.trim().to_string(),
        other => shown(other),
    }
}

fn kind(value: &CellValue<'_>) -> Kind {
    match value {
        // Digits that begin with 0 are a code or a telephone number.
        CellValue::Text(text) if text.trim().starts_with('0') || NumberText::read(text).is_none() => Kind::Label,
        CellValue::Text(text) if is_year(text.trim().parse().ok()) => Kind::Period,
        CellValue::Number(number) if is_year(Some(*number)) => Kind::Period,
        CellValue::DateTime(..) => Kind::Period,
        _ => Kind::Value,
    }
}

fn is_year(number: Option<f64>) -> bool {
    number.is_some_and(|number| (1990.0..=2100.0).contains(&number) && number.fract() == 0.0)
}

/// Which of the first rows is the header: the last row of labels above the first row of values that is as
/// wide; where everything is text, the first row that is as wide as those below. `None` where there is none,
/// or nothing below it.
pub(super) fn header(rows: &[Row]) -> Option<Head> {
    let widest = rows.iter().map(|row| row.cells.len()).max()?;
    let with_values = |row: &Row| is_data(row) && 2 * row.cells.len() >= widest.min(4);
    let first = rows.iter().position(with_values);
    let at = match first {
        // A header with a single year looks like data itself: then it is the next row that tells.
        Some(first) => (first..rows.len().min(first + 2))
            .find_map(|data| with_values(&rows[data]).then(|| above(rows, data)).flatten())?,
        None => rows.iter().position(|row| 10 * row.cells.len() >= 6 * widest && is_labels(row))?,
    };
    (at + 1 < rows.len()).then(|| Head {
        row: rows[at].row,
        cells: rows[at].cells.iter().map(|(column, text, _)| (*column, text.clone())).collect(),
    })
}

/// The header above a row of data: the last row of labels, or the first where so many follow one another that
/// they are data themselves.
fn above(rows: &[Row], data: usize) -> Option<usize> {
    let wide: Vec<usize> = (0..data).filter(|&at| is_header(&rows[at], &rows[data])).collect();
    if wide.len() > LEVELS { wide.first().copied() } else { wide.last().copied() }
}

fn is_data(row: &Row) -> bool {
    let values = row.cells.iter().filter(|(.., kind)| *kind == Kind::Value).count();
    let periods = row.cells.iter().filter(|(.., kind)| *kind == Kind::Period).count();
    // Two different years side by side stand above columns, not in a row of data.
    values > 0 || (periods == 1 && row.cells.len() > 1)
}

fn is_labels(row: &Row) -> bool {
    row.cells.iter().all(|(.., kind)| *kind != Kind::Value)
}

/// Whether a row can be the header of the rows of data that follow.
fn is_header(row: &Row, data: &Row) -> bool {
    let labels = row.cells.iter().filter(|(.., kind)| *kind == Kind::Label).count();
    is_labels(row) && labels > 0 && 2 * row.cells.len() >= data.cells.len()
}

#[cfg(test)]
mod tests {
    use super::{header, rows};
    use crate::cells::open_bytes;

    fn header_of(csv: &str) -> Option<(u32, Vec<String>)> {
        let mut source = open_bytes("sheet.csv", csv.as_bytes()).expect("it is CSV");
        let head = header(&rows(&mut *source, 0).expect("it can be read"))?;
        Some((head.row, head.cells.into_iter().map(|(_, text)| text).collect()))
    }

    #[test]
    fn the_header_stands_above_the_first_values() {
        for (csv, row, texts) in [
            ("id,name,amount\n1,a,5\n2,b,6\n", 0, vec!["id", "name", "amount"]),
            ("Report of sales,,\n,,\nid,name,amount\nA1,a,5\nA2,b,6\n", 2, vec!["id", "name", "amount"]),
            ("name,2024,2025\na,5,6\nb,7,8\n", 0, vec!["name", "2024", "2025"]),
            ("name,city\na,Seoul\nb,Tokyo\n", 0, vec!["name", "city"]),
            ("Sales,,,\nregion,,sales,\n,code,net,gross\nN,1,5,6\n", 2, vec!["code", "net", "gross"]),
            ("name,joined\na,2024\nb,2025\n", 0, vec!["name", "joined"]),
            ("name,2025\na,5\nb,6\n", 0, vec!["name", "2025"]),
            ("name,city\na,X\nb,Y\nc,Z\nd,Z\ne,12\n", 0, vec!["name", "city"]),
            ("name,phone\na,0212345678\nb,02-1234\n", 0, vec!["name", "phone"]),
        ] {
            let texts: Vec<String> = texts.into_iter().map(str::to_string).collect();
            assert_eq!(header_of(csv), Some((row, texts)), "{csv}");
        }
    }

    #[test]
    fn without_rows_or_labels_there_is_none() {
        for csv in ["id,name\n", "1,2,3\n4,5,6\n"] {
            assert_eq!(header_of(csv), None, "{csv}");
        }
    }
}

//! The header of a sheet that no policy describes yet.

use super::area::Area;
use super::guess::shown;
use crate::cells::{CellSource, CellValue, CellsError};
use crate::source::column_letters;
use crate::value::NumberText;
use std::ops::ControlFlow;

/// A header has at most so many rows; where more rows of labels follow one another, they are data.
const LEVELS: usize = 3;
/// So many numbers, each one more than the last, are a header.
const NUMBERED: usize = 5;
/// So many rows with something in them are searched for the header.
const ROWS: usize = 60;

/// What a cell near the top is, for finding the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
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
    pub(super) cells: Vec<(u32, String, Kind)>,
}

/// The header of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Its last row, from 0; `None` where the rows begin at once.
    pub(super) row: Option<u32>,
    /// Its cells, left to right.
    pub(super) cells: Vec<HeadCell>,
}

impl Head {
    /// How many rows it has.
    pub(super) fn rows(&self) -> u32 {
        let above = self.cells.iter().map(|cell| cell.above.len()).max().unwrap_or(0);
        if self.row.is_some() { above as u32 + 1 } else { 0 }
    }
}

/// What stands above a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeadCell {
    /// Column of the sheet, from 0.
    pub(super) column: u32,
    /// The lowest text.
    pub(super) text: String,
    /// The texts above it in a header of several rows, the highest first: of its own column, or the last one to the left.
    pub(super) above: Vec<String>,
}

/// The first rows of an area of a sheet.
pub(super) fn rows(source: &mut dyn CellSource, sheet: usize, area: &Area) -> Result<Vec<Row>, CellsError> {
    rows_of(source, sheet, area, ROWS)
}

/// The same, as many as asked for.
pub(super) fn rows_of(
    source: &mut dyn CellSource,
    sheet: usize,
    area: &Area,
    most: usize,
) -> Result<Vec<Row>, CellsError> {
    let mut rows: Vec<Row> = Vec::new();
    source.read(sheet, &mut |cell| {
        if area.ends_above(cell.row) {
            return ControlFlow::Break(());
        }
        if !area.holds(cell.row, cell.column) {
            return ControlFlow::Continue(());
        }
        let text = shown_whole(&cell.value);
        if text.is_empty() {
            return ControlFlow::Continue(());
        }
        if rows.last().is_none_or(|last| last.row != cell.row) {
            if rows.len() == most {
                return ControlFlow::Break(());
            }
            rows.push(Row { row: cell.row, cells: Vec::new() });
        }
        if let Some(last) = rows.last_mut() {
            last.cells.push((cell.column, text, kind(&cell.value)));
        }
        ControlFlow::Continue(())
    })?;
    rows.iter_mut().for_each(numbered);
    Ok(rows)
}

/// Days or weeks across: whole numbers, each one more than the last, stand above columns.
fn numbered(row: &mut Row) {
    let number = |text: &str| text.parse::<u32>().ok();
    let steps = |pair: &[(u32, String, Kind)]| {
        let next = number(&pair[0].1).map(|number| number + 1);
        next.is_some() && next == number(&pair[1].1) && pair[0].0 + 1 == pair[1].0
    };
    let begins = row.cells.iter().position(|(.., kind)| *kind != Kind::Label);
    let Some(at) = begins.filter(|at| *at > 0) else { return };
    let cells = &row.cells[at..];
    if cells.len() >= NUMBERED && cells.windows(2).take(NUMBERED - 1).all(steps) {
        let run = 1 + cells.windows(2).take_while(|pair| steps(pair)).count();
        row.cells[at..at + run].iter_mut().for_each(|(.., kind)| *kind = Kind::Period);
    }
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
        CellValue::Text(text) if begins_as_code(text.trim()) || NumberText::read(text).is_none() => Kind::Label,
        CellValue::Text(text) if is_year(text.trim().parse().ok()) => Kind::Period,
        CellValue::Number(number) if is_year(Some(*number)) => Kind::Period,
        CellValue::DateTime(..) => Kind::Period,
        _ => Kind::Value,
    }
}

/// Digits that begin with 0 are a code or a telephone number; `0` and `0.5` are numbers.
fn begins_as_code(text: &str) -> bool {
    text.strip_prefix('0').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
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
    (at + 1 < rows.len()).then(|| Head { row: Some(rows[at].row), cells: cells(rows, at) })
}

/// The text that stands alone in a row right above a header.
pub(super) fn title(rows: &[Row], head: &Head) -> Option<String> {
    let first = (head.row? + 1).checked_sub(head.rows())?;
    match rows.iter().rfind(|row| row.row < first)?.cells.as_slice() {
        [(_, text, Kind::Label)] => Some(text.clone()),
        _ => None,
    }
}

/// Rows that begin at once, where each column holds one kind of cell from the first row on.
pub(super) fn without(rows: &[Row]) -> Option<Head> {
    let first = rows.first()?;
    let alike = |(column, _, kind): &(u32, String, Kind)| {
        let kinds: Vec<Kind> = rows.iter().filter_map(|row| row.kind(*column)).collect();
        10 * kinds.iter().filter(|other| *other == kind).count() >= 9 * kinds.len() && 2 * kinds.len() >= rows.len()
    };
    let has_values = first.cells.iter().any(|(.., kind)| *kind == Kind::Value);
    if rows.len() < 3 || first.cells.len() < 2 || !has_values || !first.cells.iter().all(alike) {
        return None;
    }
    let mut columns: Vec<u32> = rows.iter().flat_map(|row| row.cells.iter().map(|(column, ..)| *column)).collect();
    columns.sort_unstable();
    columns.dedup();
    let cell = |column: u32| HeadCell { column, text: format!("column {}", column_letters(column)), above: Vec::new() };
    Some(Head { row: None, cells: columns.into_iter().map(cell).collect() })
}

impl Row {
    fn text(&self, column: u32) -> Option<&str> {
        self.cells.iter().find(|(at, ..)| *at == column).map(|(_, text, _)| text.as_str())
    }

    /// The row with the cells that are wanted.
    pub(super) fn within(&self, wanted: impl Fn(u32, u32) -> bool) -> Row {
        let cells = self.cells.iter().filter(|(column, ..)| wanted(self.row, *column)).cloned().collect();
        Row { row: self.row, cells }
    }

    pub(super) fn kind(&self, column: u32) -> Option<Kind> {
        self.cells.iter().find(|(at, ..)| *at == column).map(|(.., kind)| *kind)
    }
}

/// The cells of a header, with those of the rows above where these belong to it: the fewest rows that tell the columns
/// apart.
fn cells(rows: &[Row], at: usize) -> Vec<HeadCell> {
    let low = &rows[at];
    let plain =
        |(column, text, _): &(u32, String, Kind)| HeadCell { column: *column, text: text.clone(), above: Vec::new() };
    let single: Vec<HeadCell> = low.cells.iter().map(plain).collect();
    for levels in 2..=LEVELS {
        let Some(from) = (at + 1).checked_sub(levels) else { break };
        let above = &rows[from];
        if rows[from + 1].row != above.row + 1 || above.cells.len() < 2 || !is_labels(above) {
            break;
        }
        if let Some(whole) = several_rows(&rows[from..=at], &single) {
            return whole;
        }
    }
    single
}

/// The cells of a header of some rows; nothing where they do not tell its columns apart, or no text of the first row
/// stands above several columns.
fn several_rows(rows: &[Row], single: &[HeadCell]) -> Option<Vec<HeadCell>> {
    let whole = spread(rows);
    let repeats =
        |cells: &[HeadCell]| (0..cells.len()).any(|at| cells[..at].iter().any(|cell| cell.text == cells[at].text));
    let same = |one: &HeadCell, other: &HeadCell| one.above == other.above && one.text == other.text;
    let distinct = (0..whole.len()).all(|at| whole[..at].iter().all(|cell| !same(cell, &whole[at])));
    let is_one = distinct && (repeats(single) || whole.len() > single.len());
    // A title over several columns, and beside it columns with a title alone.
    let spans = |text: &String| whole.iter().filter(|cell| cell.above.first() == Some(text)).count() > 1;
    let first = rows.first()?;
    (is_one && first.cells.iter().any(|(_, text, _)| spans(text))).then_some(whole)
}

/// What stands above each column in some rows; a text counts for the columns to its right that have none.
fn spread(rows: &[Row]) -> Vec<HeadCell> {
    let mut columns: Vec<u32> = rows.iter().flat_map(|row| row.cells.iter().map(|(column, ..)| *column)).collect();
    columns.sort_unstable();
    columns.dedup();
    let mut last: Vec<Option<&str>> = vec![None; rows.len()];
    let cell = |column: u32| {
        let mut lowest = 0;
        for (level, row) in rows.iter().enumerate() {
            if let Some(text) = row.text(column) {
                lowest = level;
                last[level] = Some(text);
                last[level + 1..].fill(None);
            }
        }
        let above = last[..lowest].iter().flatten().map(|text| (*text).to_string()).collect();
        HeadCell { column, text: last[lowest].unwrap_or_default().to_string(), above }
    };
    columns.into_iter().map(cell).collect()
}

/// The header above a row of data: the last row of labels, or the first where so many follow one another that
/// they are data themselves.
fn above(rows: &[Row], data: usize) -> Option<usize> {
    let mut wide: Vec<usize> = (0..data).filter(|&at| is_header(&rows[at], &rows[data])).collect();
    // A text alone below several is a heading of the rows that follow.
    while let [.., above, last] = wide[..]
        && rows[last].cells.len() == 1
        && rows[above].cells.len() > 1
    {
        wide.pop();
    }
    if wide.len() > LEVELS { wide.first().copied() } else { wide.last().copied() }
}

pub(super) fn is_data(row: &Row) -> bool {
    let values = row.cells.iter().filter(|(.., kind)| *kind == Kind::Value).count();
    let periods = row.cells.iter().filter(|(.., kind)| *kind == Kind::Period).count();
    // Two different years side by side stand above columns, not in a row of data.
    values > 0 || (periods == 1 && row.cells.len() > 1)
}

pub(super) fn is_labels(row: &Row) -> bool {
    row.cells.iter().all(|(.., kind)| *kind != Kind::Value)
}

/// Whether a row can be the header of the rows of data that follow.
fn is_header(row: &Row, data: &Row) -> bool {
    let labels = row.cells.iter().filter(|(.., kind)| *kind == Kind::Label).count();
    is_labels(row) && labels > 0 && 2 * row.cells.len() >= data.cells.len()
}

#[cfg(test)]
mod tests {
    use super::{Area, header, rows};
    use crate::cells::open_bytes;

    fn header_of(csv: &str) -> Option<(u32, Vec<String>)> {
        let mut source = open_bytes("sheet.csv", csv.as_bytes()).expect("it is CSV");
        let head = header(&rows(&mut *source, 0, &Area::default()).expect("it can be read"))?;
        let text = |cell: super::HeadCell| {
            cell.above.iter().map(|above| format!("{above}/")).collect::<String>() + cell.text.as_str()
        };
        Some((head.row?, head.cells.into_iter().map(text).collect()))
    }

    #[test]
    fn the_header_stands_above_the_first_values() {
        for (csv, row, texts) in [
            ("id,name,amount\n1,a,5\n2,b,6\n", 0, vec!["id", "name", "amount"]),
            ("Report of sales,,\n,,\nid,name,amount\nA1,a,5\nA2,b,6\n", 2, vec!["id", "name", "amount"]),
            ("name,2024,2025\na,5,6\nb,7,8\n", 0, vec!["name", "2024", "2025"]),
            ("name,city\na,Seoul\nb,Tokyo\n", 0, vec!["name", "city"]),
            (
                "Sales,,,\nregion,,sales,\n,code,net,gross\nN,1,5,6\n",
                2,
                vec!["region", "region/code", "sales/net", "sales/gross"],
            ),
            ("who,1,2,3,4,5\na,8,8,,8,8\nb,8,7,8,8,8\n", 0, vec!["who", "1", "2", "3", "4", "5"]),
            (
                "Shop,2024,,2025,\n,Sales,Cost,Sales,Cost\na,5,4,6,5\nb,7,6,8,5\n",
                1,
                vec!["Shop", "2024/Sales", "2024/Cost", "2025/Sales", "2025/Cost"],
            ),
            ("name,joined\na,2024\nb,2025\n", 0, vec!["name", "joined"]),
            ("name,2025\na,5\nb,6\n", 0, vec!["name", "2025"]),
            ("name,city\na,X\nb,Y\nc,Z\nd,Z\ne,12\n", 0, vec!["name", "city"]),
            ("shop,amount\nPlan,\nNorth,100\nSouth,200\n", 0, vec!["shop", "amount"]),
            ("name,phone\na,0212345678\nb,02-1234\n", 0, vec!["name", "phone"]),
            ("code,balance\nK00,0\nK01,0.5\nK02,7\n", 0, vec!["code", "balance"]),
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

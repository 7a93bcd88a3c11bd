//! Tables as a policy would have them, one for each sheet with a header.

use super::guess::Guess;
use super::head::{self, Head};
use super::names::Names;
use crate::cells::{CellSource, CellsError};
use crate::value::Type;
use std::ops::ControlFlow;

/// A table that can be read from a sheet.
#[derive(Clone, Debug)]
pub struct DraftTable {
    /// Its name in the policy.
    pub name: String,
    /// The workbook it stands in: its place among those given; the first of several.
    pub book: usize,
    /// The sheets it is read from, one below the other.
    pub sheets: Vec<String>,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// Row of the header, from 0.
    pub header: u32,
    /// Rows with anything in them below the header.
    pub rows: usize,
    /// Columns with a header, in the order of the sheet.
    pub columns: Vec<DraftColumn>,
    /// Columns with cells and no header, by their letters.
    pub nameless: Vec<String>,
    /// The column that names a row, as far as one does.
    pub key: Option<usize>,
}

/// A column of it.
#[derive(Clone, Debug)]
pub struct DraftColumn {
    /// Its name in the policy.
    pub name: String,
    /// What the sheet calls it: `Sales`, or `Sales #2` for the second of two.
    pub header: String,
    /// Column of the sheet, from 0.
    pub column: u32,
    /// What its cells hold.
    pub guess: Guess,
    /// The type the policy gives it.
    pub kind: Type,
    /// Whether its values are few and come again, so that they can be shown without telling about a person.
    pub repeats: bool,
    /// The table, by its place, whose key it holds.
    pub references: Option<usize>,
}

/// What a workbook or CSV has, sheet by sheet.
pub(super) struct Drafted {
    /// Tables found.
    pub(super) tables: Vec<DraftTable>,
    /// Sheets without one, each with the reason.
    pub(super) others: Vec<(String, &'static str)>,
}

/// The tables of a workbook, still without names.
pub(super) fn tables(source: &mut dyn CellSource, book: usize) -> Result<Drafted, CellsError> {
    let sheets = source.sheets().to_vec();
    let mut drafted = Drafted { tables: Vec::new(), others: Vec::new() };
    for (index, sheet) in sheets.iter().enumerate() {
        let rows = head::rows(source, index)?;
        if rows.is_empty() {
            drafted.others.push((sheet.name.clone(), "it is empty"));
            continue;
        }
        let Some(head) = head::header(&rows) else {
            drafted.others.push((sheet.name.clone(), "no row of it looks like a header with rows below"));
            continue;
        };
        let mut table = table(source, index, &head)?;
        (table.book, table.hidden, table.sheets) = (book, sheet.hidden, vec![sheet.name.clone()]);
        drafted.tables.push(table);
    }
    Ok(drafted)
}

/// The table of a sheet, still without a name.
fn table(source: &mut dyn CellSource, sheet: usize, head: &Head) -> Result<DraftTable, CellsError> {
    let mut columns = columns(head);
    let mut nameless: Vec<(u32, usize)> = Vec::new();
    let (mut rows, mut last) = (0, head.row);
    source.read(sheet, &mut |cell| {
        if cell.row <= head.row {
            return ControlFlow::Continue(());
        }
        if cell.row != last {
            (rows, last) = (rows + 1, cell.row);
        }
        match columns.binary_search_by_key(&cell.column, |column| column.column) {
            Ok(at) => columns[at].guess.see(&cell.value),
            Err(_) => match nameless.iter_mut().find(|(column, _)| *column == cell.column) {
                Some((_, cells)) => *cells += 1,
                None => nameless.push((cell.column, 1)),
            },
        }
        ControlFlow::Continue(())
    })?;
    for column in &mut columns {
        column.kind = column.guess.kind();
    }
    columns.retain(|column| column.guess.filled() > 0);
    // A remark at the side is no column.
    nameless.retain(|(_, cells)| 2 * cells > rows);
    nameless.sort_unstable();
    let nameless = nameless.into_iter().map(|(column, _)| crate::source::column_letters(column)).collect();
    Ok(DraftTable {
        name: String::new(),
        book: 0,
        sheets: Vec::new(),
        hidden: false,
        header: head.row,
        rows,
        columns,
        nameless,
        key: None,
    })
}

/// Puts sheets with the same columns together that are parts of one table: sheets of the same name in several
/// workbooks, and names that differ in their digits only (`orders_202601`, `orders_202602`). A later sheet of the
/// same name with other columns is left out, because a policy finds sheets by name.
pub(super) fn merged(tables: Vec<DraftTable>) -> (Vec<DraftTable>, Vec<DraftTable>) {
    let (mut kept, mut left): (Vec<DraftTable>, Vec<DraftTable>) = (Vec::new(), Vec::new());
    for table in tables {
        match kept.iter_mut().find(|other| stem(&other.sheets[0]) == stem(&table.sheets[0])) {
            Some(other) if headers(other) == headers(&table) => other.take_in(table),
            Some(other) if other.sheets.contains(&table.sheets[0]) => left.push(table),
            _ => kept.push(table),
        }
    }
    let mut names = Names::default();
    for table in &mut kept {
        let text = if table.sheets.len() > 1 { stem(&table.sheets[0]) } else { table.sheets[0].clone() };
        table.name = names.name(if text.is_empty() { "rows" } else { &text }, "table");
    }
    (kept, left)
}

/// A sheet's name without its digits and the signs around them.
fn stem(sheet: &str) -> String {
    let letters = |c: char| c.is_numeric() || matches!(c, '_' | '-' | '.' | ' ' | '(' | ')');
    sheet.trim_matches(letters).to_lowercase()
}

fn headers(table: &DraftTable) -> Vec<String> {
    let mut headers: Vec<String> = table.columns.iter().map(|column| column.header.to_lowercase()).collect();
    headers.sort();
    headers
}

impl DraftTable {
    /// Takes in the rows of another sheet with the same columns.
    fn take_in(&mut self, other: DraftTable) {
        self.rows += other.rows;
        for column in &mut self.columns {
            if let Some(more) = other.columns.iter().find(|more| more.header.eq_ignore_ascii_case(&column.header)) {
                column.guess.add(&more.guess);
                column.kind = column.guess.kind();
            }
        }
        for sheet in other.sheets {
            if !self.sheets.contains(&sheet) {
                self.sheets.push(sheet);
            }
        }
    }
}

/// The columns of a header, each with a name of its own.
fn columns(head: &Head) -> Vec<DraftColumn> {
    let mut names = Names::default();
    let mut seen: Vec<(&str, usize)> = Vec::new();
    let mut columns = Vec::with_capacity(head.cells.len());
    for (column, text) in &head.cells {
        let number = match seen.iter_mut().find(|(header, _)| *header == text) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                seen.push((text, 1));
                1
            }
        };
        let repeated = head.cells.iter().filter(|(_, other)| other == text).count() > 1;
        let header = if repeated { format!("{text} #{number}") } else { text.clone() };
        let name = names.name(text, "column");
        let guess = Guess::default();
        columns.push(DraftColumn {
            name,
            header,
            column: *column,
            guess,
            kind: Type::Text,
            repeats: false,
            references: None,
        });
    }
    columns
}

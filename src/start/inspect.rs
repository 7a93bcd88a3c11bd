//! What is in workbooks, before there is any policy.

use super::cross;
use super::draft::{self, DraftTable, Drafted};
use super::names::Names;
use super::relate::{self, Reference};
use super::{Given, Refused, trial};
use crate::Outcome;
use crate::cells::{self, CellsError};
use crate::issue::Issue;
use crate::source::column_letters;

/// What workbooks have.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// The workbooks, in the order given.
    pub books: Vec<Book>,
    /// The tables found, over all of them.
    pub tables: Vec<DraftTable>,
    /// Columns that hold keys of other tables.
    pub references: Vec<Reference>,
    /// What an import of these tables says: cells that do not fit, totals left out, hidden rows.
    pub issues: Vec<Issue>,
    /// Why the tables cannot be imported, where they cannot.
    pub problem: Option<String>,
    /// What was read, where the import went through.
    pub(super) outcome: Option<Outcome>,
}

/// A workbook or CSV file.
#[derive(Clone, Debug)]
pub struct Book {
    /// Its file name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: usize,
    /// The mark between the fields of a CSV file.
    pub separator: Option<char>,
    /// The encoding of the characters of a CSV file.
    pub encoding: Option<&'static str>,
    /// Whether its days count from 1904.
    pub is_1904: bool,
    /// Whether it is a report that a run wrote; nothing is read from it then.
    pub is_report: bool,
    /// Its sheets, in order; none of a report.
    pub sheets: Vec<Sheet>,
}

/// A sheet.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Whether it is hidden so that no menu of a spreadsheet shows it again.
    pub very_hidden: bool,
    /// Columns that are hidden, by their letters: `C`, `E:G`.
    pub hidden_columns: Vec<String>,
    /// The table that is read from it, by its place; or why there is none.
    pub table: Result<usize, String>,
    /// Further tables of it, beside or below the first.
    pub more: Vec<usize>,
    /// Groups of merged cells.
    pub merged: usize,
    /// Rows that are hidden, by hand or by a filter.
    pub hidden_rows: usize,
    /// The number of the cell, from 0, from which on the slower of the two readers of xlsx was needed.
    pub slow_from: Option<usize>,
}

/// Looks into workbooks: sheets, headers, types, keys, references, and what an import would say.
///
/// # Errors
/// Where a file cannot be read.
pub fn inspect(given: &[Given]) -> Result<Inspection, Refused> {
    let inspection = inspect_as(given, true)?;
    let several = inspection.tables.iter().any(|table| table.area.is_some());
    // Parts of a sheet that cannot be read as tables are no tables.
    if several && inspection.problem.is_some() { inspect_as(given, false) } else { Ok(inspection) }
}

/// With `apart` a sheet may have several tables.
fn inspect_as(given: &[Given], apart: bool) -> Result<Inspection, Refused> {
    let (mut books, mut found) = (Vec::new(), Vec::new());
    for (index, file) in given.iter().enumerate() {
        let unreadable = |error| Refused::Unreadable { name: file.name.clone(), error };
        let (book, tables) = book(file, index, apart).map_err(unreadable)?;
        books.push(book);
        found.extend(tables);
    }
    let names: Vec<String> = books.iter().map(|book| book.name.clone()).collect();
    let (mut tables, left) = draft::merged(found, &names);
    relate::codes(&mut tables);
    let mut inspection =
        Inspection { books, tables, references: Vec::new(), issues: Vec::new(), problem: None, outcome: None };
    inspection.place(&left);
    if !inspection.tables.is_empty() {
        match trial::import(&mut inspection.tables, given) {
            Ok(outcome) => inspection.take(outcome),
            Err(problem) => inspection.problem = Some(problem),
        }
    }
    Ok(inspection)
}

/// What a workbook has, and its tables.
fn book(file: &Given, index: usize, apart: bool) -> Result<(Book, Vec<DraftTable>), CellsError> {
    let _underway = cells::Underway::new(&file.name);
    let mut source = cells::open_bytes(&file.name, file.data.clone())?;
    let is_report = cells::is_own_report(&*source);
    let drafted = if is_report { Drafted::default() } else { draft::tables(&mut *source, index, apart)? };
    let names = if is_report { Vec::new() } else { source.sheets().to_vec() };
    let last = |sheet: &String| {
        let tables = drafted.tables.iter().filter(|table| table.sheets.contains(sheet));
        tables.flat_map(|table| &table.columns).map(|column| column.column).max().unwrap_or(0)
    };
    let sheets = names.into_iter().enumerate().map(|(at, sheet)| {
        let reason = drafted.others.iter().find(|(name, _)| *name == sheet.name).map_or("", |(_, reason)| reason);
        let (layout, slow_from, concealed) = (source.layout(at), source.slow_from(at), source.concealed(at));
        Sheet {
            very_hidden: concealed.very_hidden,
            hidden_columns: concealed
                .columns
                .iter()
                .filter_map(|run| run_of_columns(*run, last(&sheet.name)))
                .collect(),
            table: Err(reason.to_string()),
            more: Vec::new(),
            name: sheet.name,
            hidden: sheet.hidden,
            merged: layout.merged.len(),
            hidden_rows: layout.hidden_rows.iter().map(|(first, last)| (last - first + 1) as usize).sum(),
            slow_from,
        }
    });
    let sheets = sheets.collect();
    let book = Book {
        name: file.name.clone(),
        bytes: file.data.len(),
        separator: source.separator(),
        encoding: source.encoding(),
        is_1904: source.is_1904(),
        is_report,
        sheets,
    };
    Ok((book, drafted.tables))
}

/// `C`, or `E:G`, up to the last column of the tables: what lies beyond is often hidden as a whole.
fn run_of_columns((first, last): (u32, u32), end: u32) -> Option<String> {
    let last = last.min(end);
    let [left, right] = [first, last].map(column_letters);
    (first <= last).then(|| if first == last { left } else { format!("{left}:{right}") })
}

impl Inspection {
    fn take(&mut self, outcome: Outcome) {
        self.references = relate::relate(&mut self.tables, &outcome);
        let mut names = Names::default();
        self.tables.iter().for_each(|table| names.take(&table.name));
        for table in &mut self.tables {
            table.cross = cross::find(table, &mut names);
        }
        self.issues.clone_from(&outcome.issues);
        self.outcome = Some(outcome);
    }

    /// Says at each sheet which tables it is read for.
    fn place(&mut self, left: &[(DraftTable, &'static str)]) {
        for (index, book) in self.books.iter_mut().enumerate() {
            for sheet in &mut book.sheets {
                let other = left.iter().find(|(table, _)| table.book == index && table.sheets.contains(&sheet.name));
                if let Some((_, reason)) = other {
                    sheet.table = Err((*reason).to_string());
                    continue;
                }
                let tables = (0..self.tables.len()).filter(|at| self.tables[*at].sheets.contains(&sheet.name));
                let mut tables = tables.collect::<Vec<_>>().into_iter();
                if let Some(first) = tables.next() {
                    sheet.table = Ok(first);
                    sheet.more = tables.collect();
                }
            }
        }
    }
}

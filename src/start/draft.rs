//! Tables as a policy would have them, one for each sheet with a header.

use super::blocks::Blocks;
use super::guess::Guess;
use super::head::{self, Head, HeadCell};
use super::names::Names;
use crate::cells::{CellSource, CellsError};
use crate::source::column_letters;
use crate::value::{Type, month_named};
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
    /// The last row of its header, from 0; `None` where the rows begin at once.
    pub header: Option<u32>,
    /// Rows with anything in them below the header.
    pub rows: usize,
    /// Columns with a header, in the order of the sheet.
    pub columns: Vec<DraftColumn>,
    /// Columns with cells and no header, by their letters.
    pub nameless: Vec<String>,
    /// The column that names a row, as far as one does.
    pub key: Option<usize>,
    /// Titles, where several parts of a sheet with the same header stand one below the other.
    pub titles: Vec<String>,
    /// Whether texts stand alone in rows among the others, as headings of these.
    pub headings: bool,
    /// The last row with anything in it, from 0.
    pub last: u32,
    /// The last row with more than a single cell, from 0.
    pub end: u32,
    /// Columns that are values of one thing across: months, years, products.
    pub cross: Option<Cross>,
}

/// A column of it.
#[derive(Clone, Debug)]
pub struct DraftColumn {
    /// Its name in the policy.
    pub name: String,
    /// What the sheet calls it: `Sales`, or `Sales #2` for the second of two.
    pub header: String,
    /// The text above it in a header of two rows.
    pub above: Option<String>,
    /// The lowest text of its header.
    pub label: String,
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

/// Columns that `unpivot` makes rows of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cross {
    /// The table that is made.
    pub name: String,
    /// The columns across, by their places.
    pub columns: Vec<usize>,
    /// The pattern of their headers, where one finds these and no others.
    pub pattern: Option<String>,
    /// What stands above them, by the name of the new column: `month`; in two rows `year`, `measure`.
    pub labels: Vec<String>,
    /// The name of the new column with the values.
    pub value: String,
    /// Columns that each new row takes along, by their places.
    pub carried: Vec<usize>,
}

/// What a workbook or CSV has, sheet by sheet.
#[derive(Default)]
pub(super) struct Drafted {
    /// Tables found.
    pub(super) tables: Vec<DraftTable>,
    /// Sheets without one, each with the reason.
    pub(super) others: Vec<(String, &'static str)>,
}

/// The tables of a workbook, still without names.
pub(super) fn tables(source: &mut dyn CellSource, book: usize) -> Result<Drafted, CellsError> {
    let sheets = source.sheets().to_vec();
    let mut drafted = Drafted::default();
    for (index, sheet) in sheets.iter().enumerate() {
        let rows = head::rows(source, index)?;
        if rows.is_empty() {
            drafted.others.push((sheet.name.clone(), "it is empty"));
            continue;
        }
        let Some(head) = head::header(&rows).or_else(|| head::without(&rows)) else {
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
    let mut blocks = Blocks::new(head);
    let (mut rows, mut last) = (0, head.row);
    source.read(sheet, &mut |cell| {
        blocks.see(&cell);
        if head.row.is_some_and(|header| cell.row <= header) {
            return ControlFlow::Continue(());
        }
        if last != Some(cell.row) {
            (rows, last) = (rows + 1, Some(cell.row));
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
    columns.iter_mut().for_each(|column| column.kind = column.guess.kind());
    columns.retain(|column| column.guess.filled() > 0);
    // A remark at the side is no column.
    nameless.retain(|(_, cells)| 2 * cells > rows);
    nameless.sort_unstable();
    let nameless = nameless.into_iter().map(|(column, _)| column_letters(column)).collect();
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
        cross: None,
        headings: false,
        last: last.unwrap_or(0),
        end: blocks.end,
        titles: blocks.titles(),
    })
}

/// Puts sheets with the same columns together that are parts of one table: sheets of the same name in several
/// workbooks, and names that differ in their digits only (`orders_202601`, `orders_202602`). A later sheet of the
/// same name with other columns is left out, because a policy finds sheets by name.
pub(super) fn merged(tables: Vec<DraftTable>) -> (Vec<DraftTable>, Vec<DraftTable>) {
    let (mut kept, mut left): (Vec<DraftTable>, Vec<DraftTable>) = (Vec::new(), Vec::new());
    for table in tables {
        let same = |other: &DraftTable| stem(&other.sheets[0]) == stem(&table.sheets[0]);
        let named = kept.iter().any(|other| other.sheets.contains(&table.sheets[0]));
        match kept.iter_mut().find(|other| same(other) && headers(other) == headers(&table)) {
            Some(other) => other.take_in(table),
            None if named => left.push(table),
            None => kept.push(table),
        }
    }
    let mut names = Names::default();
    for table in &mut kept {
        let text = if table.sheets.len() > 1 { stem(&table.sheets[0]) } else { table.sheets[0].clone() };
        table.name = names.name(if text.is_empty() { "rows" } else { &text }, "table");
    }
    (kept, left)
}

/// A sheet's name without its digits, the signs around them, and the names of months.
fn stem(sheet: &str) -> String {
    let signs = |c: char| c.is_numeric() || matches!(c, '_' | '-' | '.' | ' ' | '(' | ')');
    let words = sheet.split(signs).filter(|word| !word.is_empty());
    let is_month = |word: &&str| {
        month_named(&word.to_lowercase()).is_some() || matches!(*word, "월" | "月" | "년" | "年" | "分" | "분")
    };
    if words.clone().any(|word| is_month(&word)) {
        return words.filter(|word| !is_month(word)).collect::<Vec<_>>().join(" ").to_lowercase();
    }
    sheet.trim_matches(signs).to_lowercase()
}

fn headers(table: &DraftTable) -> Vec<String> {
    let mut headers: Vec<String> = table.columns.iter().map(|column| column.header.to_lowercase()).collect();
    headers.sort();
    headers
}

impl DraftTable {
    /// The cells of its first sheet that the header and the rows fill: `A3:F40`.
    #[must_use]
    pub fn range(&self) -> String {
        let ends = |at: Option<&DraftColumn>| at.map_or(0, |column| column.column);
        let (left, right) = (ends(self.columns.first()), ends(self.columns.last()));
        let end = if self.columns.len() > 1 { self.end } else { self.last };
        let [left, right] = [left, right].map(column_letters);
        format!("{left}{}:{right}{}", self.header.unwrap_or(0) + 1, end.max(self.header.unwrap_or(0)) + 1)
    }

    /// The mark before decimals that its texts show; both where they differ.
    #[must_use]
    pub fn decimal(&self) -> Option<&'static str> {
        let seen = |count: fn(&Guess) -> usize| self.columns.iter().any(|column| count(&column.guess) > 0);
        match (seen(|guess| guess.commas), seen(|guess| guess.points)) {
            (true, true) => Some(", and ."),
            (true, false) => Some(","),
            (false, true) => Some("."),
            (false, false) => None,
        }
    }

    /// The order of day, month and year that its texts show, where all show one.
    #[must_use]
    pub fn order(&self) -> Option<&'static str> {
        let mut orders = self.columns.iter().flat_map(|column| &column.guess.orders);
        let first = orders.next()?;
        orders.all(|order| order == first).then(|| first.word())
    }

    /// The name of the column with the title that a row stands below.
    pub(super) fn title_name(&self) -> String {
        self.free_name("part")
    }

    /// The name of a column for the headings above its rows.
    pub(super) fn heading_name(&self) -> String {
        self.free_name("heading")
    }

    fn free_name(&self, name: &'static str) -> String {
        let mut names = Names::default();
        self.columns.iter().for_each(|column| names.take(&column.name));
        names.name(name, name)
    }

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
    let mut seen: Vec<(String, usize)> = Vec::new();
    let mut columns = Vec::with_capacity(head.cells.len());
    for cell in &head.cells {
        let is_text = |other: &&HeadCell| other.text.eq_ignore_ascii_case(&cell.text);
        let alone = head.cells.iter().filter(is_text).count() == 1;
        let text = match &cell.above {
            Some(above) if !alone => format!("{above} {}", cell.text),
            _ => cell.text.clone(),
        };
        let number = match seen.iter_mut().find(|(header, _)| *header == text) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                seen.push((text.clone(), 1));
                1
            }
        };
        let header = if alone || cell.above.is_some() { text.clone() } else { format!("{text} #{number}") };
        columns.push(DraftColumn {
            name: names.name(&text, "column"),
            header,
            above: cell.above.clone(),
            label: cell.text.clone(),
            column: cell.column,
            guess: Guess::default(),
            kind: Type::Text,
            repeats: false,
            references: None,
        });
    }
    columns
}

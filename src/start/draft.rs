//! Tables as a policy would have them, one for each sheet with a header.

use super::area::Area;
use super::areas;
use super::blocks::Blocks;
use super::guess::Guess;
use super::head::{self, Head, HeadCell};
use super::names::{Names, is_hangul};
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
    /// The part of the sheet that it is, as a policy says it, where the sheet has several tables.
    pub area: Option<String>,
    /// The text that stands alone above it, where the sheet has several tables.
    pub title: Option<String>,
    /// Whether its sheets are parts of one table: regions, shops.
    pub by_sheet: bool,
    /// The last row of its header, from 0; `None` where the rows begin at once.
    pub header: Option<u32>,
    /// How many rows its header has.
    pub header_rows: u32,
    /// Whether the policy must say where they are, since an import takes other rows for it.
    pub says_header: bool,
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
    /// The texts above it in a header of several rows, the highest first.
    pub above: Vec<String>,
    /// The lowest text of its header.
    pub label: String,
    /// Column of the sheet, from 0.
    pub column: u32,
    /// What its cells hold.
    pub guess: Guess,
    /// The type the policy gives it.
    pub kind: Type,
    /// Cells that an import could not read as its type, once one was tried.
    pub unread: Option<usize>,
    /// Words that stand in it where there is no value of its type.
    pub blanks: Vec<String>,
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
    /// The patterns of their headers, where these find them and no others.
    pub patterns: Vec<String>,
    /// What stands above them, by the name of the new column: `month`; in two rows `year`, `measure`.
    pub labels: Vec<String>,
    /// What is measured, where several things are: the place of its name among the labels, and the measures.
    pub measures: Option<(usize, Vec<String>)>,
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

/// The tables of a workbook, still without names; with `apart` several of a sheet where it has several.
pub(super) fn tables(source: &mut dyn CellSource, book: usize, apart: bool) -> Result<Drafted, CellsError> {
    let sheets = source.sheets().to_vec();
    let mut drafted = Drafted::default();
    for (index, sheet) in sheets.iter().enumerate() {
        let areas = if apart { areas::areas(source, index)? } else { vec![Area::default()] };
        for area in areas {
            let rows = head::rows(source, index, &area)?;
            if rows.is_empty() {
                drafted.others.push((sheet.name.clone(), "it is empty"));
                continue;
            }
            let Some(head) = head::header(&rows).or_else(|| head::without(&rows)) else {
                drafted.others.push((sheet.name.clone(), "no row of it looks like a header with rows below"));
                continue;
            };
            let mut table = table(source, index, &head, &area)?;
            (table.book, table.hidden, table.sheets) = (book, sheet.hidden, vec![sheet.name.clone()]);
            if table.area.is_some() && table.title.is_none() {
                table.title = head::title(&rows, &head);
            }
            drafted.tables.push(table);
        }
    }
    Ok(drafted)
}

/// The table of a sheet, still without a name.
fn table(source: &mut dyn CellSource, sheet: usize, head: &Head, area: &Area) -> Result<DraftTable, CellsError> {
    let mut columns = columns(head);
    let mut nameless: Vec<(u32, usize)> = Vec::new();
    let mut blocks = Blocks::new(head);
    let (mut rows, mut last) = (0, head.row);
    source.read(sheet, &mut |cell| {
        if area.ends_above(cell.row) {
            return ControlFlow::Break(());
        }
        if !area.holds(cell.row, cell.column) {
            return ControlFlow::Continue(());
        }
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
    let last = last.unwrap_or(0);
    Ok(DraftTable { rows, columns, nameless, last, end: blocks.end, titles: blocks.titles(), ..bare(head, area) })
}

/// A table of which the header alone is known.
fn bare(head: &Head, area: &Area) -> DraftTable {
    let ends = |cell: Option<&HeadCell>| cell.map_or(0, |cell| cell.column);
    let range = area.range((ends(head.cells.first()), ends(head.cells.last())));
    DraftTable {
        name: String::new(),
        book: 0,
        sheets: Vec::new(),
        hidden: false,
        title: area.title.clone().filter(|_| range.is_some()),
        area: range,
        by_sheet: false,
        header: head.row,
        header_rows: head.rows(),
        says_header: false,
        rows: 0,
        columns: Vec::new(),
        nameless: Vec::new(),
        key: None,
        cross: None,
        headings: false,
        last: 0,
        end: 0,
        titles: Vec::new(),
    }
}

/// Puts sheets with the same columns together that are parts of one table: sheets of the same name in several
/// workbooks, names that differ in their digits only (`orders_202601`, `orders_202602`), and three or more sheets of a
/// workbook that are called after what they are parts of (`North`, `South`, `East`). Tables that are left out come with
/// the reason: a policy finds sheets by name, and a hidden copy is no data. `books` are the names of the workbooks.
pub(super) fn merged(tables: Vec<DraftTable>, books: &[String]) -> (Vec<DraftTable>, Vec<(DraftTable, &'static str)>) {
    let (mut kept, mut left): (Vec<DraftTable>, Vec<(DraftTable, &'static str)>) = (Vec::new(), Vec::new());
    let seen: Vec<(usize, Vec<String>)> =
        tables.iter().filter(|table| !table.hidden).map(|table| (table.book, headers(table))).collect();
    for table in tables {
        if let Some(reason) = hidden_for_nothing(&table, &seen) {
            left.push((table, reason));
            continue;
        }
        let same = |other: &DraftTable| stem(&other.sheets[0]) == stem(&table.sheets[0]) && other.area == table.area;
        let of_another = |other: &DraftTable| other.book != table.book && other.sheets.contains(&table.sheets[0]);
        let named = kept.iter().any(of_another);
        match kept.iter_mut().find(|other| same(other) && headers(other) == headers(&table)) {
            Some(other) => other.take_in(table),
            None if named => left.push((table, "an earlier workbook has a sheet of this name with other columns")),
            None => kept.push(table),
        }
    }
    let mut kept = parts_by_sheet(kept);
    let mut names = Names::default();
    for table in &mut kept {
        table.name = names.name(&called(table, books), "table");
        // What else would tell the rows of one month from those of another?
        table.by_sheet |= table.sheets.len() > 1 && !table.columns.iter().any(|column| column.kind.is_dated());
    }
    (kept, left)
}

/// What a person would call a table: its title, its sheet; where that says nothing of it, as `2024-05` and `Sheet1` do,
/// what the workbook is called.
fn called(table: &DraftTable, books: &[String]) -> String {
    let book = without_numbers(books.get(table.book).map_or("", |name| file_stem(name)));
    let sheet = if table.sheets.len() > 1 { stem(&table.sheets[0]) } else { table.sheets[0].clone() };
    let telling = |text: &String| {
        let bare = text.trim_matches(is_sign).to_lowercase();
        bare.contains(char::is_alphabetic) && month_named(&bare).is_none() && !ANY_SHEET.contains(&bare.as_str())
    };
    let sheet = if table.by_sheet { [book, sheet] } else { [sheet, book] };
    let names = table.title.iter().cloned().chain(sheet);
    names.into_iter().find(telling).unwrap_or_else(|| "rows".to_string())
}

/// A file's name without the numbers it begins or ends with: `06_sales_2026` is `sales`.
fn without_numbers(name: &str) -> String {
    let words: Vec<&str> = name.split(|c| is_sign(c) && !c.is_numeric()).filter(|word| !word.is_empty()).collect();
    let is_word = |word: &&str| !word.chars().all(char::is_numeric);
    let (first, last) = (words.iter().position(is_word), words.iter().rposition(is_word));
    first.zip(last).map_or_else(String::new, |(first, last)| words[first..=last].join(" "))
}

/// What spreadsheets call a sheet that nobody has given a name.
const ANY_SHEET: [&str; 9] = ["sheet", "시트", "シート", "工作表", "tabelle", "feuil", "hoja", "foglio", "лист"];

/// Digits and the signs around them.
fn is_sign(c: char) -> bool {
    c.is_numeric() || matches!(c, '_' | '-' | '.' | ' ' | '(' | ')')
}

/// Why a hidden sheet is not taken for data, where it is not.
fn hidden_for_nothing(table: &DraftTable, seen: &[(usize, Vec<String>)]) -> Option<&'static str> {
    if !table.hidden {
        return None;
    }
    if seen.contains(&(table.book, headers(table))) {
        return Some("it is hidden, and a sheet that is not has the same columns");
    }
    (table.columns.len() == 1).then_some("it is hidden and has a single column, as the lists of drop-downs have")
}

fn file_stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Words in the names of sheets that have the same columns and must not be added up: a plan beside what came of it.
const OTHER_THINGS: [&str; 36] = [
    "plan", "budget", "actual", "target", "forecast", "goal", "old", "copy", "backup", "return", "cancel", "draft",
    "prior", "previous", "last", "template", "total", "summary", "all", "계획", "예산", "실적", "목표", "반품", "취소",
    "전체", "합계", "計画", "予算", "実績", "返品", "合計", "计划", "预算", "实际", "汇总",
];

/// Three or more sheets of a workbook with the same columns are one table, where their names do not say otherwise.
fn parts_by_sheet(tables: Vec<DraftTable>) -> Vec<DraftTable> {
    let can = |table: &DraftTable| {
        let name = table.sheets[0].to_lowercase();
        let plain = table.sheets.len() == 1 && table.area.is_none() && !table.hidden && table.header.is_some();
        plain && table.columns.len() >= 3 && !OTHER_THINGS.iter().any(|word| name.contains(word))
    };
    let like = |one: &DraftTable, other: &DraftTable| {
        one.book == other.book && can(one) && can(other) && headers(one) == headers(other)
    };
    let many: Vec<bool> =
        tables.iter().map(|table| tables.iter().filter(|other| like(table, other)).count() >= 3).collect();
    let mut kept: Vec<DraftTable> = Vec::new();
    for (table, many) in tables.into_iter().zip(many) {
        match kept.iter_mut().find(|other| many && other.book == table.book && headers(other) == headers(&table)) {
            Some(other) => {
                other.by_sheet = true;
                other.take_in(table);
            }
            None => kept.push(table),
        }
    }
    kept
}

/// A sheet's name without its digits, the signs around them, and the names of months.
fn stem(sheet: &str) -> String {
    let words = sheet.split(is_sign).filter(|word| !word.is_empty());
    let is_month = |word: &&str| {
        month_named(&word.to_lowercase()).is_some() || matches!(*word, "월" | "月" | "년" | "年" | "分" | "분")
    };
    if words.clone().any(|word| is_month(&word)) {
        return words.filter(|word| !is_month(word)).collect::<Vec<_>>().join(" ").to_lowercase();
    }
    sheet.trim_matches(is_sign).to_lowercase()
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

    /// The name of a column for the sheet that a row stands in.
    pub(super) fn sheet_name(&self) -> String {
        let korean = self.columns.iter().any(|column| column.header.contains(is_hangul));
        self.free_name(if korean { "시트" } else { "sheet_name" })
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
        let text = match cell.above.as_slice() {
            above if !alone && !above.is_empty() => format!("{} {}", above.join(" "), cell.text),
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
        let header = if alone || !cell.above.is_empty() { text.clone() } else { format!("{text} #{number}") };
        columns.push(DraftColumn {
            name: names.name(&text, "column"),
            header,
            above: cell.above.clone(),
            label: cell.text.clone(),
            column: cell.column,
            guess: Guess::default(),
            kind: Type::Text,
            unread: None,
            blanks: Vec::new(),
            repeats: false,
            references: None,
        });
    }
    columns
}

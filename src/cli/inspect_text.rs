//! What is in workbooks, for people.

use super::terminal;
use crate::issue::{Issue, IssueCode};
use crate::source::column_letters;
use crate::start::{Book, DraftColumn, DraftTable, Inspection, Sheet, misfits};
use crate::value::number::grouped;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// So many issues of a table are shown.
const ISSUES: usize = 12;

/// Workbooks with their sheets, and under each sheet its table.
pub(super) fn text(inspection: &Inspection) -> String {
    let mut text = String::new();
    for book in &inspection.books {
        text += &book_line(book);
        for sheet in &book.sheets {
            text += &sheet_text(inspection, book, sheet);
        }
        text.push('\n');
    }
    let others: Vec<&Issue> = inspection.issues.iter().filter(|issue| table_of(inspection, issue).is_none()).collect();
    text += &issues_text(&others, "");
    if let Some(problem) = &inspection.problem {
        let _ = writeln!(text, "  These tables cannot be imported as they are: {problem}");
    }
    let next = match inspection.tables.is_empty() {
        true => "No sheet has a table: a row of headers with rows below it.\n",
        false => "A first policy from this: rulebook new PACK --from BOOK…\n",
    };
    text + next
}

fn book_line(book: &Book) -> String {
    if book.is_report {
        return format!("{}  {} bytes, a report that a run wrote: no data to read\n", book.name, grouped(book.bytes));
    }
    let sheets = book.sheets.len();
    let mut line = format!("{}  {} bytes", book.name, grouped(book.bytes));
    match book.separator {
        Some('\t') => line += ", fields between tabs",
        Some(mark) => line += &format!(", fields between `{mark}`"),
        None => line += &format!(", {sheets} sheet{}", if sheets == 1 { "" } else { "s" }),
    }
    // What nearly every file has needs no word.
    if let Some(encoding) = book.encoding.filter(|encoding| *encoding != "UTF-8") {
        line += &format!(", {encoding}");
    }
    if book.is_1904 {
        line += ", days counted from 1904";
    }
    line + "\n"
}

fn sheet_text(inspection: &Inspection, book: &Book, sheet: &Sheet) -> String {
    let first = match &sheet.table {
        Err(reason) => return format!("\n  {}{}: no table, {reason}\n", sheet.name, marks(sheet)),
        Ok(at) => *at,
    };
    [first].iter().chain(&sheet.more).map(|at| table_text(inspection, book, sheet, &inspection.tables[*at])).collect()
}

fn table_text(inspection: &Inspection, book: &Book, sheet: &Sheet, table: &DraftTable) -> String {
    let marks = marks(sheet);
    let first = inspection.books[table.book].name == book.name && table.sheets.first() == Some(&sheet.name);
    if !first {
        // A sheet of the same name in another workbook is known by that.
        let with = &table.sheets[0];
        let with = if *with == sheet.name { &inspection.books[table.book].name } else { with };
        return format!("\n  {}{marks}: more rows of `{}`, read as one table with `{with}`\n", sheet.name, table.name);
    }
    let rows = format!("{} row{}", grouped(table.rows), if table.rows == 1 { "" } else { "s" });
    let together = match sheets_of(inspection, table) {
        1 => String::new(),
        2 => format!("; read as one table `{}` with 1 more sheet, {rows} in all", table.name),
        sheets => format!("; read as one table `{}` with {} more sheets, {rows} in all", table.name, sheets - 1),
    };
    let rows = if together.is_empty() { format!(", {rows}") } else { String::new() };
    let head = match table.header {
        Some(header) if together.is_empty() => format!("header in row {}{rows} below", header + 1),
        Some(header) => format!("header in row {}", header + 1),
        None => format!("no header{rows}"),
    };
    let mut text = format!("\n  {}{marks}: {}, {head}{together}\n", sheet.name, table.range());
    text += &about(table);
    text += &columns_text(inspection, table);
    text += &across(table);
    if !table.nameless.is_empty() {
        let _ = writeln!(text, "    no header above column {}", table.nameless.join(", "));
    }
    let issues: Vec<&Issue> = inspection
        .issues
        .iter()
        .filter(|issue| table_of(inspection, issue).is_some_and(|t| t.name == table.name))
        // That is said above.
        .filter(|issue| issue.code != IssueCode::SeveralSheets)
        .collect();
    text += &issues_text(&issues, "  ");
    text
}

/// How many sheets are read for a table, over all workbooks.
fn sheets_of(inspection: &Inspection, table: &DraftTable) -> usize {
    let is_it = |at: &usize| std::ptr::eq(&inspection.tables[*at], table);
    let sheets = inspection.books.iter().flat_map(|book| &book.sheets);
    sheets.filter(|sheet| sheet.table.iter().chain(&sheet.more).any(is_it)).count()
}

/// What is to know of a sheet beside its cells, in brackets.
fn marks(sheet: &Sheet) -> String {
    let many = |count: usize, one: &str, several: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{} {several}", grouped(count))),
    };
    let marks = [
        sheet.hidden.then(|| if sheet.very_hidden { "very hidden" } else { "hidden" }.to_string()),
        hidden_columns(&sheet.hidden_columns),
        many(sheet.hidden_rows, "hidden row", "hidden rows"),
        many(sheet.merged, "group of merged cells", "groups of merged cells"),
        sheet.slow_from.map(|_| "written unusually, so read by the slower reader".to_string()),
    ];
    let marks: Vec<String> = marks.into_iter().flatten().collect();
    if marks.is_empty() { String::new() } else { format!(" ({})", marks.join("; ")) }
}

/// The columns that nobody sees; they are read all the same.
fn hidden_columns(columns: &[String]) -> Option<String> {
    match columns {
        [] => None,
        [one] if !one.contains(':') => Some(format!("hidden column {one}")),
        several => Some(format!("hidden columns {}", several.join(", "))),
    }
}

/// Parts, what stands below, and how numbers and days are written.
fn about(table: &DraftTable) -> String {
    let mut text = String::new();
    if !table.titles.is_empty() {
        let _ = writeln!(text, "    parts with the same header below: {}", table.titles.join(", "));
    }
    if table.last > table.end && table.columns.len() > 1 {
        let _ = writeln!(text, "    below the table single cells, down to row {}", table.last + 1);
    }
    let locale = [
        table.decimal().map(|mark| format!("decimals behind `{mark}`")),
        table.order().map(|order| format!("days written {order}")),
    ];
    let locale: Vec<String> = locale.into_iter().flatten().collect();
    if !locale.is_empty() {
        let _ = writeln!(text, "    {}", locale.join(", "));
    }
    text
}

fn across(table: &DraftTable) -> String {
    let mut text = String::new();
    if let Some(cross) = &table.cross {
        let (first, last) = (cross.columns.first().copied().unwrap_or(0), cross.columns.last().copied().unwrap_or(0));
        let into: Vec<&str> = cross.labels.iter().chain([&cross.value]).map(String::as_str).collect();
        let [first, last] = [first, last].map(|at| column_letters(table.columns[at].column));
        let _ = writeln!(
            text,
            "    {} stands across in {first} to {last}: `unpivot` makes rows with {}",
            into[..into.len() - 1].join(" and "),
            into.join(", ")
        );
    }
    text
}

fn table_of<'i>(inspection: &'i Inspection, issue: &Issue) -> Option<&'i DraftTable> {
    let name = issue.table.as_ref()?;
    inspection.tables.iter().find(|table| table.name == *name)
}

fn columns_text(inspection: &Inspection, table: &DraftTable) -> String {
    let rows: Vec<[String; 5]> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let remark = remark(inspection, table, at);
            let filled = grouped(column.guess.filled());
            [column_letters(column.column), column.header.clone(), column.kind.word().to_string(), filled, remark]
        })
        .collect();
    let width = |at: usize| rows.iter().map(|row| row[at].width()).max().unwrap_or(0).min(40);
    let widths = [width(0), width(1), width(2), width(3)];
    let mut text = String::new();
    for row in &rows {
        let mut line = String::from("    ");
        for (at, width) in widths.iter().enumerate() {
            let gap = " ".repeat(width.saturating_sub(row[at].width()));
            let cell = &row[at];
            line += &if at == 3 { format!("{gap}{cell}  ") } else { format!("{cell}{gap}  ") };
        }
        let _ = writeln!(text, "{}", format!("{line}{}", row[4]).trim_end());
    }
    text
}

fn remark(inspection: &Inspection, table: &DraftTable, at: usize) -> String {
    let column: &DraftColumn = &table.columns[at];
    let mut parts = Vec::new();
    if table.key == Some(at) {
        parts.push("another value in each row: the key".to_string());
    }
    if let Some(to) = column.references {
        parts.push(format!("keys of {}", inspection.tables[to].sheets[0]));
    }
    parts.extend(misfits(column));
    if !column.guess.examples.is_empty() {
        parts.push(column.guess.examples.join(", "));
    }
    parts.join("; ")
}

fn issues_text(issues: &[&Issue], indent: &str) -> String {
    let mut text = String::new();
    for issue in issues.iter().take(ISSUES) {
        let at = issue.cell.as_ref().map(|cell| format!("{cell}: ")).unwrap_or_default();
        let kind = if issue.note { "note" } else { "issue" };
        let _ = writeln!(text, "{indent}  {kind}: {at}{}", issue.message.in_language(terminal::language()));
    }
    if issues.len() > ISSUES {
        let _ = writeln!(text, "{indent}  and {} more", grouped(issues.len() - ISSUES));
    }
    text
}

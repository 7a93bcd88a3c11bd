//! The tables of a draft as YAML.

use super::area::quoted;
use super::draft::{DraftColumn, DraftTable};
use crate::value::Type;
use std::collections::HashSet;
use std::fmt::Write as _;

/// A policy that only reads the tables.
pub(super) fn tables_text(tables: &[DraftTable]) -> String {
    let mut text = String::from("policy: draft\ntables:\n");
    for table in tables {
        text += &table_text(tables, table, None);
    }
    text
}

/// Columns whose values stand in no column of the sheet.
fn sources_text(table: &DraftTable) -> String {
    let mut text = String::new();
    if !table.titles.is_empty() {
        let _ = writeln!(text, "      {}: {{ from: source.title }}", table.title_name());
    }
    if table.by_sheet {
        let _ =
            writeln!(text, "      {}: {{ from: source.sheet }}  # the sheet that a row stands in", table.sheet_name());
    }
    if table.headings {
        let name = table.heading_name();
        let _ = writeln!(text, "      {name}: {{ from: source.heading }}  # the text that stands alone in a row above");
    }
    text
}

/// One table, as far as its columns. With `used`, numbers and days that nothing uses stand in comments.
pub(super) fn table_text(tables: &[DraftTable], table: &DraftTable, used: Option<&HashSet<String>>) -> String {
    let mut text = format!("  {}:\n", table.name);
    let sheets: Vec<String> = table.sheets.iter().map(|sheet| quoted(sheet)).collect();
    match &sheets[..] {
        [one] if *one == table.name => {}
        [one] => text += &format!("    sheet: {one}\n"),
        several => text += &format!("    sheet: [{}]\n", several.join(", ")),
    }
    text += &layout_text(table);
    text += "    columns:\n";
    text += &sources_text(table);
    let cross = table.cross.as_ref().filter(|_| used.is_some());
    let mut idle = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        let across = cross.filter(|cross| cross.columns.contains(&at));
        if across.is_some_and(|cross| !cross.patterns.is_empty()) {
            continue;
        }
        let carried = cross.is_some_and(|cross| cross.carried.contains(&at));
        let label = across.is_some()
            || carried
            || column.kind == Type::Text
            || table.key == Some(at)
            || column.references.is_some();
        let line = column_text(tables, table, column, across.is_some());
        match used {
            Some(used) if !label && !used.contains(&column.name) => idle.push(line),
            _ => text += &format!("      {line}\n"),
        }
    }
    if !idle.is_empty() {
        text += "      # Nothing below uses these yet; take the `#` away from those you need:\n";
        for line in &idle {
            let _ = writeln!(text, "      # {line}");
        }
    }
    if !table.nameless.is_empty() {
        let _ = writeln!(text, "      # without a header, so not read: column {}", table.nameless.join(", "));
    }
    text
}

/// Key, header, range and marks for nothing.
fn layout_text(table: &DraftTable) -> String {
    let mut text = String::new();
    if let Some(key) = table.key {
        let _ = writeln!(text, "    key: {}  # no two rows have the same", table.columns[key].name);
    }
    if table.header.is_none() {
        text += "    header: none  # the rows begin at once; give the columns names\n";
    }
    if let Some(area) = &table.area {
        let _ = writeln!(text, "    range: {area}  # the sheet has other tables, too");
    }
    // A header of two rows is found by itself.
    if let Some(last) = table.header.filter(|_| table.header_rows > 2 || table.says_header) {
        let _ =
            writeln!(text, "    header: [{}, {}]  # its first and last row", last + 2 - table.header_rows, last + 1);
    }
    let typed = table.columns.iter().filter(|column| column.kind != Type::Text);
    let mut dashes: Vec<&String> = typed.flat_map(|column| &column.guess.dashes).collect();
    dashes.sort();
    dashes.dedup();
    if !dashes.is_empty() {
        let dashes: Vec<String> = dashes.into_iter().map(|dash| quoted(dash)).collect();
        let _ = writeln!(text, "    blank: [{}]  # it stands where numbers or days do", dashes.join(", "));
    }
    if !table.titles.is_empty() {
        let titles: Vec<String> = table.titles.iter().map(|title| quoted(title)).collect();
        let _ = writeln!(text, "    range: {{ below: [{}] }}  # the header stands below each", titles.join(", "));
    }
    text
}

/// The table that `unpivot` makes of what stands across.
pub(super) fn cross_text(table: &DraftTable) -> String {
    let Some(cross) = &table.cross else { return String::new() };
    let names: Vec<&str> = cross.columns.iter().map(|at| table.columns[*at].name.as_str()).collect();
    let patterns: Vec<String> = cross.patterns.iter().map(|pattern| quoted(pattern)).collect();
    let many = format!("every column with such a header: {} today", names.len());
    let (values, which) = match patterns.as_slice() {
        [] => (format!("[{}]", names.join(", ")), "these columns".to_string()),
        [pattern] => (pattern.clone(), many),
        several => (format!("[{}]", several.join(", ")), many),
    };
    let into: Vec<&str> = cross.labels.iter().chain([&cross.value]).map(String::as_str).collect();
    let mut text = format!(
        "  {}:  # one row for each value that stands across in `{}`\n    unpivot: {}\n    values: {values}  # {which}\n    into: [{}]\n",
        cross.name,
        table.name,
        table.name,
        into.join(", ")
    );
    if !cross.carried.is_empty() {
        text += "    formulas:\n";
        for at in &cross.carried {
            let name = &table.columns[*at].name;
            let _ = writeln!(text, "      {name}: {}.{name}", table.name);
        }
    }
    text
}

fn column_text(tables: &[DraftTable], table: &DraftTable, column: &DraftColumn, across: bool) -> String {
    let mut parts = Vec::new();
    // Headers are found whatever letters they are written in; what stands across is a value, with its own letters.
    if table.header.is_none() {
        parts.push(format!("from: {}", column.header));
    } else if column.header.to_lowercase() != column.name || (across && column.header != column.name) {
        parts.push(format!("header: {}", quoted(&column.header)));
    }
    match column.references {
        Some(to) => parts.push(format!("references: {}", tables[to].name)),
        None if column.kind != Type::Text => parts.push(format!("type: {}", column.kind.word())),
        None => {}
    }
    if !column.blanks.is_empty() {
        let words: Vec<String> = column.blanks.iter().chain(&column.guess.dashes).map(|word| quoted(word)).collect();
        parts.push(format!("blank: [{}]", words.join(", ")));
    }
    let written = match parts.is_empty() {
        true => format!("{}:", column.name),
        false => format!("{}: {{ {} }}", column.name, parts.join(", ")),
    };
    let remark = remark(column);
    if remark.is_empty() { written } else { format!("{written}  # {remark}") }
}

/// What was met in the column, for whoever reads the policy.
fn remark(column: &DraftColumn) -> String {
    // A policy is passed around: names, addresses and the like do not belong into it.
    let shown = column.kind != Type::Text || column.repeats || column.references.is_some();
    let mut parts: Vec<String> = if shown { vec![column.guess.examples.join(", ")] } else { Vec::new() };
    parts.extend(misfits(column));
    parts.extend(in_words(column));
    parts.join("; ")
}

/// What its words were taken for, and why.
fn in_words(column: &DraftColumn) -> Option<String> {
    let word = column.kind.word();
    match column.kind {
        Type::Bool if column.guess.flag_words > 0 => Some("every cell says yes or no".to_string()),
        _ if column.blanks.is_empty() => None,
        _ => Some(format!("most cells are a {word}; a word stands for one that is not known")),
    }
}

/// Cells that are not of the column's type: `3 cells are no number`.
pub fn misfits(column: &DraftColumn) -> Option<String> {
    let word = column.kind.word();
    let misfits = column.unread.unwrap_or_else(|| column.guess.misfits());
    match (misfits, column.kind) {
        (0, _) => None,
        (1, Type::Text) => Some("1 cell is an error".to_string()),
        (many, Type::Text) => Some(format!("{many} cells are errors")),
        (1, _) => Some(format!("1 cell is no {word}")),
        (many, _) => Some(format!("{many} cells are no {word}")),
    }
}

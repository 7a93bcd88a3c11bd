//! What is in workbooks, for programs.

use super::terminal;
use crate::start::{Book, DraftColumn, DraftTable, Inspection, Sheet};
use serde_json::{Value, json};

/// The whole inspection. Rows count from 1, as in the sheet.
pub(super) fn json(inspection: &Inspection) -> Value {
    let book = |book: &Book| {
        let sheets: Vec<Value> = book.sheets.iter().map(|sheet| sheet_json(inspection, sheet)).collect();
        json!({
            "name": book.name,
            "bytes": book.bytes,
            "separator": book.separator.map(String::from),
            "encoding": book.encoding,
            "date_system": if book.is_1904 { 1904 } else { 1900 },
            "report_of_a_run": book.is_report,
            "sheets": sheets,
        })
    };
    let issues: Vec<Value> = inspection
        .issues
        .iter()
        .map(|issue| {
            json!({
                "code": issue.code.as_str(),
                "note": issue.note,
                "cell": issue.cell.as_ref().map(ToString::to_string),
                "table": issue.table,
                "column": issue.column,
                "count": issue.count,
                "message": issue.message.in_language(terminal::language_of_programs()),
            })
        })
        .collect();
    json!({
        "books": inspection.books.iter().map(book).collect::<Vec<_>>(),
        "tables": inspection.tables.iter().map(|table| table_json(inspection, table)).collect::<Vec<_>>(),
        "issues": issues,
    })
}

fn sheet_json(inspection: &Inspection, sheet: &Sheet) -> Value {
    json!({
        "name": sheet.name,
        "hidden": sheet.hidden,
        "very_hidden": sheet.very_hidden,
        "hidden_columns": sheet.hidden_columns,
        "table": sheet.table.as_ref().ok().map(|at| &inspection.tables[*at].name),
        "more_tables": sheet.more.iter().map(|at| &inspection.tables[*at].name).collect::<Vec<_>>(),
        "reason": sheet.table.as_ref().err(),
        "merged": sheet.merged,
        "hidden_rows": sheet.hidden_rows,
        "slow_from_cell": sheet.slow_from,
    })
}

fn table_json(inspection: &Inspection, table: &DraftTable) -> Value {
    json!({
        "name": table.name,
        "sheets": table.sheets,
        "header_row": table.header.map(|header| header + 1),
        "header_rows": table.header_rows,
        "range": table.range(),
        "last_row": table.last + 1,
        "rows": table.rows,
        "titles": table.titles,
        "decimal": table.decimal(),
        "order": table.order(),
        "key": table.key.map(|key| &table.columns[key].name),
        "columns": table.columns.iter().map(|column| column_json(inspection, column)).collect::<Vec<_>>(),
        "without_header": table.nameless,
        "across": table.cross.as_ref().map(|cross| {
            let into: Vec<&String> = cross.labels.iter().chain([&cross.value]).collect();
            let columns: Vec<&String> = cross.columns.iter().map(|at| &table.columns[*at].name).collect();
            json!({ "columns": columns, "patterns": cross.patterns, "into": into })
        }),
    })
}

fn column_json(inspection: &Inspection, column: &DraftColumn) -> Value {
    json!({
        "name": column.name,
        "header": column.header,
        "column": crate::source::column_letters(column.column),
        "type": column.kind.word(),
        "filled": column.guess.filled(),
        "not_of_type": column.guess.misfits(),
        "references": column.references.map(|to| &inspection.tables[to].name),
        "examples": column.guess.examples,
    })
}

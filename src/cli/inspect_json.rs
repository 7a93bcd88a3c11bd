//! What is in workbooks, for programs.

use crate::start::{Book, DraftColumn, DraftTable, Inspection};
use serde_json::{Value, json};

/// The whole inspection. Rows count from 1, as in the sheet.
pub(super) fn json(inspection: &Inspection) -> Value {
    let book = |book: &Book| {
        let sheets: Vec<Value> = book
            .sheets
            .iter()
            .map(|sheet| {
                let table = sheet.table.as_ref().ok().map(|at| &inspection.tables[*at].name);
                json!({
                    "name": sheet.name,
                    "hidden": sheet.hidden,
                    "table": table,
                    "reason": sheet.table.as_ref().err(),
                    "slow_from_cell": sheet.slow_from,
                })
            })
            .collect();
        json!({
            "name": book.name,
            "bytes": book.bytes,
            "separator": book.separator.map(String::from),
            "date_system": if book.is_1904 { 1904 } else { 1900 },
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
                "message": issue.message,
            })
        })
        .collect();
    json!({
        "books": inspection.books.iter().map(book).collect::<Vec<_>>(),
        "tables": inspection.tables.iter().map(|table| table_json(inspection, table)).collect::<Vec<_>>(),
        "issues": issues,
    })
}

fn table_json(inspection: &Inspection, table: &DraftTable) -> Value {
    json!({
        "name": table.name,
        "sheets": table.sheets,
        "header_row": table.header + 1,
        "rows": table.rows,
        "key": table.key.map(|key| &table.columns[key].name),
        "columns": table.columns.iter().map(|column| column_json(inspection, column)).collect::<Vec<_>>(),
        "without_header": table.nameless,
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

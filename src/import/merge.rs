//! Stacking what several sheets gave into one table.

use super::issues::IssueLog;
use super::rows::Chunk;
use super::wanted::WantedTable;
use super::{ControlTotal, control, copies, duplicates, pasted};
use crate::issue::{Issue, IssueCode};
use crate::say;
use crate::table::{Column, ColumnBuilder, Provenance, Segment, Table, TextBuilder};
use crate::words::Sentence;
use std::collections::HashMap;

/// One table out of the sheets read for it, in their order. Rows whose key an earlier sheet has are
/// left out. Gives the control totals, and puts issues behind those of each sheet.
pub(super) fn stack(table: &WantedTable<'_>, chunks: &mut [&mut Chunk]) -> (Table, Vec<ControlTotal>) {
    for chunk in chunks.iter_mut().filter(|chunk| !chunk.place.given) {
        pasted::pasted(table, chunk);
    }
    copies::repeated_rows(table, chunks);
    match (table.key, table.duplicates) {
        (Some(key), Some(how)) => duplicates::settle(table, key, how, chunks),
        (Some(key), None) if chunks.len() > 1 => leave_out_repeated(table, key, chunks),
        _ => {}
    }
    let control = chunks.iter().map(|chunk| control::of_chunk(table, chunk)).collect();
    let rows = chunks.iter().map(|chunk| chunk.sheet_rows.len()).sum();
    let provenance = provenance(chunks);
    let columns = match chunks {
        [] => table.columns.iter().map(|column| Column::blank(column.kind, 0)).collect(),
        [only] => std::mem::take(&mut only.columns),
        several => (0..table.columns.len()).map(|at| stack_column(table, several, at)).collect(),
    };
    (Table { name: table.name.to_string(), rows, columns, provenance, extra: Vec::new() }, control)
}

fn stack_column(table: &WantedTable<'_>, chunks: &mut [&mut Chunk], at: usize) -> Column {
    let mut builder = ColumnBuilder::new(table.columns[at].kind);
    for chunk in chunks {
        let part = std::mem::replace(&mut chunk.columns[at], Column::Bool(Vec::new()));
        builder.append(&part);
    }
    builder.finish()
}

fn provenance(chunks: &mut [&mut Chunk]) -> Provenance {
    let mut provenance = Provenance::default();
    if chunks.iter().all(|chunk| chunk.place.given) {
        return provenance;
    }
    for chunk in chunks {
        provenance.segments.push(Segment {
            first_row: provenance.sheet_rows.len(),
            workbook: chunk.place.workbook.clone(),
            sheet: chunk.place.sheet.clone(),
            columns: chunk.sheet_columns.clone(),
            written: std::mem::take(&mut chunk.written).into(),
        });
        let rows = std::mem::take(&mut chunk.sheet_rows);
        match provenance.sheet_rows.is_empty() {
            true => provenance.sheet_rows = rows,
            false => provenance.sheet_rows.extend_from_slice(&rows),
        }
    }
    provenance
}

/// Where a key was first seen: which sheet, which row of it.
type First = (usize, u32);

fn leave_out_repeated(table: &WantedTable<'_>, key: usize, chunks: &mut [&mut Chunk]) {
    let mut texts = TextBuilder::default();
    let mut by_code: Vec<First> = Vec::new();
    let mut by_value: HashMap<String, First> = HashMap::new();
    let places: Vec<_> = chunks.iter().map(|chunk| (chunk.place.clone(), chunk.sheet_columns[key])).collect();
    for (at, chunk) in chunks.iter_mut().enumerate() {
        let mut kept = Vec::with_capacity(chunk.sheet_rows.len());
        let mut log = IssueLog::default();
        for row in 0..chunk.sheet_rows.len() {
            let here = (at, chunk.sheet_rows[row]);
            let first = match chunk.columns[key].text(row) {
                Some(text) => {
                    let code = texts.code(text) as usize;
                    if code == by_code.len() {
                        by_code.push(here);
                    }
                    by_code[code]
                }
                None => *by_value.entry(chunk.columns[key].value(row).to_string()).or_insert(here),
            };
            if first == here {
                kept.push(row as u32);
                continue;
            }
            let (place, column) = &places[first.0];
            let cell = column.and_then(|column| place.cell(first.1, column));
            let already =
                cell.map_or_else(|| say!("the-row", "row {row}", row = first.1 + 1), |cell| cell.to_string().into());
            log.add(repeated(table, key, chunk, row, &already));
        }
        if kept.len() < chunk.sheet_rows.len() {
            chunk.keep(&kept);
            chunk.issues.extend(log.finish());
        }
    }
}

fn repeated(table: &WantedTable<'_>, key: usize, chunk: &Chunk, row: usize, already: &Sentence) -> Issue {
    let text = chunk.columns[key].value(row).to_string();
    let message = say!("key-again", "{already} has this key already; row left out", already);
    Issue::new(IssueCode::DuplicateKey, message)
        .at_cell(chunk.sheet_columns[key].and_then(|column| chunk.place.cell(chunk.sheet_rows[row], column)))
        .with_text(Some(text.clone()))
        .in_table(table.name)
        .in_column(table.columns[key].name)
        .of_row(Some(text))
        .rejecting(true)
}

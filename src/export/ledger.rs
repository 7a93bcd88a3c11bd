//! The account of the rows, as parts of the JSON.

use super::values::{number, value};
use crate::outcome::{ControlTotal, Orphans};
use serde_json::{Map, Value as Json, json};

/// A control total.
pub(super) fn control(total: &ControlTotal) -> Json {
    let sums = |at: usize| -> Map<String, Json> {
        total.all_sums().map(|(column, sums)| (column.to_string(), number(sums[at]))).collect()
    };
    let dates: Map<String, Json> = total
        .dates
        .iter()
        .map(|span| (span.column.clone(), json!({"first": value(&span.first), "last": value(&span.last)})))
        .collect();
    json!({
        "table": total.table, "workbook": total.workbook, "sheet": total.sheet,
        "read": total.read, "used": total.used, "rejected": total.rejected,
        "sums": sums(1), "sums_read": sums(0), "sums_rejected": sums(2), "dates": dates,
    })
}

/// Rows whose reference leads nowhere.
pub(super) fn orphans(found: &Orphans) -> Json {
    let keys: Vec<Json> = found.keys.iter().map(|(key, rows)| json!({"key": key, "rows": rows})).collect();
    let sums: Map<String, Json> = found.sums.iter().map(|(column, sum)| (column.clone(), number(*sum))).collect();
    json!({
        "table": found.table, "column": found.column, "references": found.references, "rows": found.rows,
        "rejected": found.rejected, "distinct": found.distinct, "keys": keys, "sums": sums,
    })
}

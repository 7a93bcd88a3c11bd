//! Rows that agree on some columns.

use crate::table::{Column, TextColumn};
use crate::value::Value;
use foldhash::{HashMap, HashMapExt};

/// Which group each row belongs to, groups numbered in the order they first appear.
pub(super) struct Groups {
    /// Group of each row.
    pub(super) of: Vec<u32>,
    /// First row of each group.
    pub(super) first: Vec<u32>,
}

/// Groups rows by columns: one column after another splits the groups so far. Without columns all
/// rows are one group.
pub(super) fn group(columns: &[&Column], rows: usize) -> Groups {
    let (mut of, rest) = match columns {
        [Column::Text(values), rest @ ..] => (of_texts(values), rest),
        all => (vec![0u32; rows], all),
    };
    for column in rest {
        let codes = codes(column);
        let mut known: HashMap<(u32, u64), u32> = HashMap::new();
        for (group, code) in of.iter_mut().zip(codes) {
            let next = known.len() as u32;
            *group = *known.entry((*group, code)).or_insert(next);
        }
    }
    let mut first = Vec::new();
    for (row, &group) in of.iter().enumerate() {
        if group as usize == first.len() {
            first.push(row as u32);
        }
    }
    Groups { of, first }
}

/// The groups of texts alone: their codes are few numbers in a row.
fn of_texts(values: &TextColumn) -> Vec<u32> {
    // The last place is that of the blanks.
    let blank = values.dictionary.len();
    let mut known = vec![u32::MAX; blank + 1];
    let mut next = 0;
    let group = |code: &u32| {
        let group = &mut known[(*code as usize).min(blank)];
        if *group == u32::MAX {
            *group = next;
            next += 1;
        }
        *group
    };
    values.codes.iter().map(group).collect()
}

/// A number for each row, the same exactly where the values are the same (blanks agree).
fn codes(column: &Column) -> Vec<u64> {
    match column {
        Column::Text(values) => values.codes.iter().map(|&code| u64::from(code)).collect(),
        Column::Number(values) => values.iter().map(|&value| number_code(value)).collect(),
        Column::Date(values) => values.iter().map(|&day| day as u64).collect(),
        Column::DateTime(values) => values.iter().map(|&moment| moment as u64).collect(),
        Column::Bool(values) => values.iter().map(|&flag| u64::from(flag)).collect(),
        Column::Values(_, values) => value_codes(values),
    }
}

/// Lists are the same where they print the same.
fn value_codes(values: &[Value]) -> Vec<u64> {
    let mut known: HashMap<String, u64> = HashMap::new();
    values
        .iter()
        .map(|value| {
            let next = known.len() as u64;
            *known.entry(value.to_string()).or_insert(next)
        })
        .collect()
}

/// The bits of a number, with one zero and one blank.
pub(super) fn number_code(value: f64) -> u64 {
    if value == 0.0 {
        0
    } else if value.is_nan() {
        u64::MAX
    } else {
        value.to_bits()
    }
}

/// Distinct codes of a column for counting: `None` for blanks.
pub(super) fn code_of(column: &Column) -> Vec<Option<u64>> {
    let codes = codes(column);
    (0..column.len()).map(|row| (!column.is_blank(row)).then_some(codes[row])).collect()
}

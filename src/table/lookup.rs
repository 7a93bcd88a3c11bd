//! Finding the row of a table that a value refers to, by the table's key.

use super::{BLANK_TEXT, Column, TextColumn};
use foldhash::{HashMap, HashMapExt};

/// A row number that is none.
pub const NO_ROW: u32 = u32::MAX;

/// For each value of a column the first row whose key it is; [`NO_ROW`] where it is blank or no key.
/// Values of different types meet as people read them: the number 10001 is the text `10001`.
#[must_use]
pub fn lookup(values: &Column, keys: &Column) -> Vec<u32> {
    match (values, keys) {
        (Column::Text(values), Column::Text(keys)) => lookup_texts(values, keys),
        _ => lookup_values(values, keys),
    }
}

/// Each distinct text is looked up once.
fn lookup_texts(values: &TextColumn, keys: &TextColumn) -> Vec<u32> {
    let mut row_of: HashMap<&str, u32> = HashMap::with_capacity(keys.dictionary.len());
    for (row, &code) in keys.codes.iter().enumerate() {
        if code != BLANK_TEXT {
            row_of.entry(keys.dictionary.get(code)).or_insert(row as u32);
        }
    }
    let found: Vec<u32> = values.dictionary.iter().map(|text| row_of.get(text).copied().unwrap_or(NO_ROW)).collect();
    values.codes.iter().map(|&code| if code == BLANK_TEXT { NO_ROW } else { found[code as usize] }).collect()
}

fn lookup_values(values: &Column, keys: &Column) -> Vec<u32> {
    let mut row_of: HashMap<String, u32> = HashMap::with_capacity(keys.len());
    for row in (0..keys.len()).filter(|&row| !keys.is_blank(row)) {
        row_of.entry(keys.value(row).to_string()).or_insert(row as u32);
    }
    let find = |row: usize| match values.is_blank(row) {
        true => NO_ROW,
        false => row_of.get(&values.value(row).to_string()).copied().unwrap_or(NO_ROW),
    };
    (0..values.len()).map(find).collect()
}

/// The rows of a column that refer to no key although they are not blank.
#[must_use]
pub fn without_key(values: &Column, found: &[u32]) -> Vec<usize> {
    (0..found.len()).filter(|&row| found[row] == NO_ROW && !values.is_blank(row)).collect()
}

//! One column: one type, one buffer, blanks inside the buffer.

use super::{BLANK_TEXT, TextColumn};
use crate::value::{Date, DateTime, Type, Value};

/// A blank in a date column.
pub const BLANK_DATE: i32 = i32::MIN;
/// A blank in a datetime column.
pub const BLANK_DATETIME: i64 = i64::MIN;
/// False in a bool column.
pub const FALSE: u8 = 0;
/// True in a bool column.
pub const TRUE: u8 = 1;
/// A blank in a bool column.
pub const BLANK_BOOL: u8 = 2;

/// The values of one column. Each buffer keeps its blanks as one value that is never data, so that
/// arithmetic over numbers carries blanks along by itself (NaN never leaves the engine as a value).
#[derive(Clone, Debug)]
pub enum Column {
    /// Numbers; a blank is NaN.
    Number(Vec<f64>),
    /// Text, as numbers into a dictionary.
    Text(TextColumn),
    /// Days since 1970-01-01; a blank is [`BLANK_DATE`].
    Date(Vec<i32>),
    /// Milliseconds since 1970-01-01; a blank is [`BLANK_DATETIME`].
    DateTime(Vec<i64>),
    /// [`FALSE`], [`TRUE`] or [`BLANK_BOOL`].
    Bool(Vec<u8>),
    /// Lists and periods, one value a row.
    Values(Type, Vec<Value>),
}

/// A row as people name it: its key, or its number from 1 where it has none.
#[must_use]
pub fn row_key(key: Option<&Column>, row: usize) -> String {
    match key.map(|key| key.value(row)) {
        Some(value) if !value.is_blank() => value.to_string(),
        _ => (row + 1).to_string(),
    }
}

impl Column {
    /// A column of blanks.
    #[must_use]
    pub fn blank(kind: Type, rows: usize) -> Column {
        match kind {
            Type::Number => Column::Number(vec![f64::NAN; rows]),
            Type::Text => Column::Text(TextColumn::blank(rows)),
            Type::Date => Column::Date(vec![BLANK_DATE; rows]),
            Type::DateTime => Column::DateTime(vec![BLANK_DATETIME; rows]),
            Type::Bool => Column::Bool(vec![BLANK_BOOL; rows]),
            Type::List | Type::Period => Column::Values(kind, vec![Value::Blank; rows]),
        }
    }

    /// The type.
    #[must_use]
    pub fn kind(&self) -> Type {
        match self {
            Column::Number(_) => Type::Number,
            Column::Text(_) => Type::Text,
            Column::Date(_) => Type::Date,
            Column::DateTime(_) => Type::DateTime,
            Column::Bool(_) => Type::Bool,
            Column::Values(kind, _) => *kind,
        }
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Column::Number(values) => values.len(),
            Column::Text(values) => values.codes.len(),
            Column::Date(values) => values.len(),
            Column::DateTime(values) => values.len(),
            Column::Bool(values) => values.len(),
            Column::Values(_, values) => values.len(),
        }
    }

    /// Whether it has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the value of that row is blank.
    #[must_use]
    pub fn is_blank(&self, row: usize) -> bool {
        match self {
            Column::Number(values) => values[row].is_nan(),
            Column::Text(values) => values.codes[row] == BLANK_TEXT,
            Column::Date(values) => values[row] == BLANK_DATE,
            Column::DateTime(values) => values[row] == BLANK_DATETIME,
            Column::Bool(values) => values[row] == BLANK_BOOL,
            Column::Values(_, values) => values[row].is_blank(),
        }
    }

    /// The value of that row.
    #[must_use]
    pub fn value(&self, row: usize) -> Value {
        if self.is_blank(row) {
            return Value::Blank;
        }
        match self {
            Column::Number(values) => Value::Number(values[row]),
            Column::Text(values) => values.value(row),
            Column::Date(values) => Value::Date(Date(values[row])),
            Column::DateTime(values) => Value::DateTime(DateTime(values[row])),
            Column::Bool(values) => Value::Bool(values[row] == TRUE),
            Column::Values(_, values) => values[row].clone(),
        }
    }

    /// The text of that row, where this is a text column and the row is not blank.
    #[must_use]
    pub fn text(&self, row: usize) -> Option<&str> {
        if let Column::Text(values) = self { values.get(row) } else { None }
    }

    /// The rows named, in that order; `u32::MAX` gives a blank.
    #[must_use]
    pub fn gather(&self, rows: &[u32]) -> Column {
        fn pick<T: Copy>(values: &[T], rows: &[u32], blank: T) -> Vec<T> {
            rows.iter().map(|&row| if row == u32::MAX { blank } else { values[row as usize] }).collect()
        }
        match self {
            Column::Number(values) => Column::Number(pick(values, rows, f64::NAN)),
            Column::Text(values) => Column::Text(TextColumn {
                codes: pick(&values.codes, rows, BLANK_TEXT),
                dictionary: values.dictionary.clone(),
            }),
            Column::Date(values) => Column::Date(pick(values, rows, BLANK_DATE)),
            Column::DateTime(values) => Column::DateTime(pick(values, rows, BLANK_DATETIME)),
            Column::Bool(values) => Column::Bool(pick(values, rows, BLANK_BOOL)),
            Column::Values(kind, values) => Column::Values(
                *kind,
                rows.iter()
                    .map(|&row| if row == u32::MAX { Value::Blank } else { values[row as usize].clone() })
                    .collect(),
            ),
        }
    }
}

//! Collecting values of one type into a column.

use super::text::Recoding;
use super::{BLANK_BOOL, BLANK_DATE, BLANK_DATETIME, BLANK_TEXT, Column, TextBuilder};
use crate::value::{DateTime, Type, Value};

/// A value as a column of that type would give it back: blank where it is of another type (a date fits
/// a datetime column and back).
#[must_use]
pub fn fitted(value: Value, kind: Type) -> Value {
    match (kind, &value) {
        (Type::Number, Value::Number(number)) if !number.is_nan() => value,
        (Type::Text, Value::Text(_)) | (Type::Bool, Value::Bool(_)) | (Type::List | Type::Period, _) => value,
        (Type::Date, _) => value.as_day().map_or(Value::Blank, Value::Date),
        (Type::DateTime, Value::DateTime(_)) => value,
        (Type::DateTime, Value::Date(date)) => Value::DateTime(DateTime::midnight(*date)),
        _ => Value::Blank,
    }
}

/// Collects rows of one type.
#[derive(Debug)]
pub enum ColumnBuilder {
    /// Numbers.
    Number(Vec<f64>),
    /// Text.
    Text(TextBuilder),
    /// Dates.
    Date(Vec<i32>),
    /// Datetimes.
    DateTime(Vec<i64>),
    /// True or false.
    Bool(Vec<u8>),
    /// Lists or periods.
    Values(Type, Vec<Value>),
}

impl ColumnBuilder {
    /// An empty column of that type.
    #[must_use]
    pub fn new(kind: Type) -> ColumnBuilder {
        match kind {
            Type::Number => ColumnBuilder::Number(Vec::new()),
            Type::Text => ColumnBuilder::Text(TextBuilder::default()),
            Type::Date => ColumnBuilder::Date(Vec::new()),
            Type::DateTime => ColumnBuilder::DateTime(Vec::new()),
            Type::Bool => ColumnBuilder::Bool(Vec::new()),
            Type::List | Type::Period => ColumnBuilder::Values(kind, Vec::new()),
        }
    }

    /// Adds a row. A value of another type is a blank (a date fits a datetime column and back).
    pub fn push(&mut self, value: &Value) {
        match self {
            ColumnBuilder::Number(values) => values.push(value.as_number().unwrap_or(f64::NAN)),
            ColumnBuilder::Text(values) => values.push(value.as_text()),
            ColumnBuilder::Date(values) => values.push(value.as_day().map_or(BLANK_DATE, |d| d.0)),
            ColumnBuilder::DateTime(values) => values.push(match value {
                Value::DateTime(moment) => moment.0,
                Value::Date(date) => DateTime::midnight(*date).0,
                _ => BLANK_DATETIME,
            }),
            ColumnBuilder::Bool(values) => values.push(value.as_bool().map_or(BLANK_BOOL, u8::from)),
            ColumnBuilder::Values(_, values) => values.push(value.clone()),
        }
    }

    /// Adds all rows of a column of the same type; a column of another type adds blanks.
    pub fn append(&mut self, column: &Column) {
        match (self, column) {
            (ColumnBuilder::Number(into), Column::Number(from)) => into.extend_from_slice(from),
            (ColumnBuilder::Date(into), Column::Date(from)) => into.extend_from_slice(from),
            (ColumnBuilder::DateTime(into), Column::DateTime(from)) => into.extend_from_slice(from),
            (ColumnBuilder::Bool(into), Column::Bool(from)) => into.extend_from_slice(from),
            (ColumnBuilder::Text(into), Column::Text(from)) => {
                let mut recoding = Recoding::default();
                for &code in &from.codes {
                    let code = if code == BLANK_TEXT { code } else { recoding.code(&from.dictionary, code, into) };
                    into.push_code(code);
                }
            }
            (this, other) => (0..other.len()).for_each(|row| this.push(&other.value(row))),
        }
    }

    /// Makes a row blank that was not.
    pub fn blank_out(&mut self, row: usize) {
        match self {
            ColumnBuilder::Number(values) => values[row] = f64::NAN,
            ColumnBuilder::Text(values) => values.blank_out(row),
            ColumnBuilder::Date(values) => values[row] = BLANK_DATE,
            ColumnBuilder::DateTime(values) => values[row] = BLANK_DATETIME,
            ColumnBuilder::Bool(values) => values[row] = BLANK_BOOL,
            ColumnBuilder::Values(_, values) => values[row] = Value::Blank,
        }
    }

    /// The column.
    #[must_use]
    pub fn finish(self) -> Column {
        match self {
            ColumnBuilder::Number(values) => Column::Number(values),
            ColumnBuilder::Text(values) => Column::Text(values.finish()),
            ColumnBuilder::Date(values) => Column::Date(values),
            ColumnBuilder::DateTime(values) => Column::DateTime(values),
            ColumnBuilder::Bool(values) => Column::Bool(values),
            ColumnBuilder::Values(kind, values) => Column::Values(kind, values),
        }
    }
}

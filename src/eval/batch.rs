//! A stretch of rows, and the values of an expression for it.

use crate::table::{Column, ColumnBuilder, TextColumn};
use crate::value::{Type, Value};
use std::borrow::Cow;

/// The rows an expression is worked out for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rows<'r> {
    /// From a first row up to, but not including, a last.
    Range(usize, usize),
    /// These rows, in this order.
    Picked(&'r [u32]),
}

impl<'r> Rows<'r> {
    pub(super) fn len(self) -> usize {
        match self {
            Rows::Range(from, to) => to - from,
            Rows::Picked(rows) => rows.len(),
        }
    }

    /// The row at a place of the stretch.
    pub(super) fn at(self, place: usize) -> usize {
        match self {
            Rows::Range(from, _) => from + place,
            Rows::Picked(rows) => rows[place] as usize,
        }
    }

    pub(super) fn iter(self) -> Box<dyn Iterator<Item = u32> + 'r> {
        match self {
            Rows::Range(from, to) => Box::new(from as u32..to as u32),
            Rows::Picked(rows) => Box::new(rows.iter().copied()),
        }
    }

    /// The rows at some places of the stretch.
    pub(super) fn pick(self, places: &[u32]) -> Vec<u32> {
        places.iter().map(|&place| self.at(place as usize) as u32).collect()
    }

    /// A column's values for these rows.
    pub(super) fn take(self, column: &Column) -> Column {
        match self {
            Rows::Picked(rows) => column.gather(rows),
            Rows::Range(from, to) => match column {
                Column::Number(values) => Column::Number(values[from..to].to_vec()),
                Column::Date(values) => Column::Date(values[from..to].to_vec()),
                Column::DateTime(values) => Column::DateTime(values[from..to].to_vec()),
                Column::Bool(values) => Column::Bool(values[from..to].to_vec()),
                Column::Values(kind, values) => Column::Values(*kind, values[from..to].to_vec()),
                Column::Text(values) => Column::Text(TextColumn {
                    codes: values.codes[from..to].to_vec(),
                    dictionary: values.dictionary.clone(),
                }),
            },
        }
    }
}

/// The values of an expression for a stretch of rows.
#[derive(Clone, Debug)]
pub(super) enum Batch {
    /// The same value for every row.
    One(Value),
    /// A value a row.
    Many(Column),
}

impl Batch {
    pub(super) fn value(&self, place: usize) -> Value {
        match self {
            Batch::One(value) => value.clone(),
            Batch::Many(column) => column.value(place),
        }
    }

    /// The value as text; nothing where it is blank.
    pub(super) fn text(&self, place: usize) -> Option<Cow<'_, str>> {
        match self {
            Batch::One(Value::Text(text)) => Some(Cow::Borrowed(text)),
            Batch::Many(Column::Text(texts)) => texts.get(place).map(Cow::Borrowed),
            other => match other.value(place) {
                Value::Blank => None,
                value => Some(Cow::Owned(value.to_string())),
            },
        }
    }

    /// The value of a single row.
    pub(super) fn into_value(self) -> Value {
        match self {
            Batch::One(value) => value,
            Batch::Many(column) => column.value(0),
        }
    }

    /// As a column of that length and type.
    pub(super) fn into_column(self, kind: Type, rows: usize) -> Column {
        match self {
            Batch::Many(column) if column.kind() == kind => column,
            Batch::One(Value::Blank) => Column::blank(kind, rows),
            Batch::One(Value::Number(number)) if kind == Type::Number => Column::Number(vec![number; rows]),
            Batch::One(Value::Text(text)) if kind == Type::Text && rows > 0 => {
                let one: TextColumn = [Some(&*text)].into_iter().collect();
                Column::Text(TextColumn { codes: vec![0; rows], ..one })
            }
            other => {
                let mut builder = ColumnBuilder::new(kind);
                (0..rows).for_each(|row| builder.push(&other.value(row)));
                builder.finish()
            }
        }
    }
}

/// The values, where each is the same for every row.
pub(super) fn same(batches: &[Batch]) -> Option<Vec<Value>> {
    let value = |batch: &Batch| if let Batch::One(value) = batch { Some(value.clone()) } else { None };
    batches.iter().map(value).collect()
}

/// A column from values, one a row.
pub(super) fn column_of(kind: Type, values: impl Iterator<Item = Value>) -> Column {
    let mut builder = ColumnBuilder::new(kind);
    values.for_each(|value| builder.push(&value));
    builder.finish()
}

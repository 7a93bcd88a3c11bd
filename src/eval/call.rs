//! Functions of the catalogue over columns.

use super::batch::{self, Batch, Rows};
use super::tally::Tally;
use crate::table::{BLANK_BOOL, Column, ColumnBuilder, fitted};
use crate::value::{Function, Type, Value, ops};

/// A function for each row. One text argument among constants is worked out once for each distinct
/// text.
pub(super) fn function(
    function: &Function,
    args: &[Batch],
    kind: Option<Type>,
    rows: Rows<'_>,
    tally: &mut Tally,
) -> Batch {
    let kind = kind.unwrap_or(Type::Text);
    if function.name == "is_blank" {
        return is_blank(&args[0], rows.len());
    }
    // What has no answer is counted row by row below.
    if let Some(Ok(value)) = batch::same(args).map(|values| function.apply(&values)) {
        return Batch::One(fitted(value, kind));
    }
    if let Some(batch) = by_distinct_text(function, args, kind) {
        return batch;
    }
    let mut builder = ColumnBuilder::new(kind);
    let mut values = vec![Value::Blank; args.len()];
    for at in 0..rows.len() {
        for (value, arg) in values.iter_mut().zip(args) {
            *value = arg.value(at);
        }
        let answer = function.apply(&values).unwrap_or_else(|reason| {
            tally.add(reason, rows.at(at));
            Value::Blank
        });
        builder.push(&answer);
    }
    Batch::Many(builder.finish())
}

/// `` `…${part}…` `` for each row.
pub(super) fn joined(parts: &[Batch], rows: Rows<'_>, tally: &mut Tally) -> Batch {
    let mut values = vec![Value::Blank; parts.len()];
    let mut join = |at: usize| {
        for (value, part) in values.iter_mut().zip(parts) {
            *value = part.value(at);
        }
        ops::joined(values.iter(), "").unwrap_or_else(|reason| {
            tally.add(reason, rows.at(at));
            Value::Blank
        })
    };
    match rows.len() {
        1 => Batch::One(join(0)),
        all => Batch::Many(batch::column_of(Type::Text, (0..all).map(join))),
    }
}

fn is_blank(arg: &Batch, rows: usize) -> Batch {
    match arg {
        Batch::One(value) => Batch::One(Value::Bool(value.is_blank())),
        Batch::Many(Column::Bool(flags)) => {
            Batch::Many(Column::Bool(flags.iter().map(|&flag| u8::from(flag == BLANK_BOOL)).collect()))
        }
        Batch::Many(column) => Batch::Many(Column::Bool((0..rows).map(|at| u8::from(column.is_blank(at))).collect())),
    }
}

/// `upper(category)`: as many calls as there are categories. Only where every call has an answer, so
/// that failures are counted by row.
fn by_distinct_text(function: &Function, args: &[Batch], kind: Type) -> Option<Batch> {
    let mut texts = None;
    for (index, arg) in args.iter().enumerate() {
        match arg {
            Batch::Many(Column::Text(column)) if texts.is_none() => texts = Some((index, column)),
            Batch::Many(_) => return None,
            Batch::One(_) => {}
        }
    }
    let (index, column) = texts?;
    if column.codes.is_empty() || column.dictionary.len() > column.codes.len() || function.sees_blanks {
        return None;
    }
    let mut values: Vec<Value> = args.iter().map(|arg| arg.value(0)).collect();
    let mut builder = ColumnBuilder::new(kind);
    for text in column.dictionary.iter() {
        values[index] = Value::text(text);
        builder.push(&function.apply(&values).ok()?);
    }
    Some(Batch::Many(builder.finish().gather(&column.codes)))
}

//! Rows of a host that need no look at single cells: every value is of its column's type and nothing is to be
//! said of it. Whole columns are taken over then; what comes out is what the reader of rows would give.

use super::checks::{judge, number_allowed, value_allowed};
use super::evidence::Aside;
use super::ready::Ready;
use super::slot::Slot;
use super::wanted::{WantedColumn, WantedTable};
use crate::cells::CellValue;
use crate::table::{BLANK_TEXT, Column, ColumnBuilder, TextBuilder, TextColumn};
use crate::value::{DateTime, Type, Value};
use foldhash::HashSet;
use rayon::prelude::*;
use std::borrow::Cow;

/// Rows from which on columns are looked at side by side.
const MANY_ROWS: usize = 65_536;

/// What the host gave for a table, column by column.
pub(super) struct Given<'g> {
    /// For each column of the table what was given for it.
    pub columns: Vec<Option<&'g Column>>,
    pub rows: usize,
}

/// Columns as they stand in the table, and which of the rows given they hold.
pub(super) struct Plain {
    pub columns: Vec<Column>,
    pub rows: Vec<u32>,
}

/// The columns of the table; `None` where a value needs the reader of rows.
pub(super) fn plain(table: &WantedTable<'_>, given: &Given<'_>) -> Option<Plain> {
    let rows = rows_with_values(given);
    let picked = (rows.len() < given.rows).then_some(rows.as_slice());
    let pairs = || table.columns.iter().zip(&given.columns);
    let read = |(column, given): (&WantedColumn<'_>, &Option<&Column>)| match given {
        Some(given) => column_of(column, given, picked),
        None => (!column.needed).then(|| Column::blank(column.kind, rows.len())),
    };
    let columns: Option<Vec<Column>> = if rows.len() < MANY_ROWS {
        pairs().map(read).collect()
    } else {
        (&table.columns, &given.columns).into_par_iter().map(read).collect()
    };
    let columns = columns?;
    let key = table.key.filter(|_| table.duplicates.is_none());
    if key.is_some_and(|key| !is_unique(&columns[key])) {
        return None;
    }
    Some(Plain { columns, rows })
}

/// A row in which no column of the table has a value is none.
fn rows_with_values(given: &Given<'_>) -> Vec<u32> {
    let columns: Vec<&Column> = given.columns.iter().flatten().copied().collect();
    let has_value = |row: &u32| columns.iter().any(|column| !column.is_blank(*row as usize));
    (0..given.rows as u32).filter(has_value).collect()
}

/// A column of the policy from that of the host; `None` where a value needs a closer look.
fn column_of(column: &WantedColumn<'_>, given: &Column, rows: Option<&[u32]>) -> Option<Column> {
    if given.kind() != column.kind || (!column.one_of.is_empty() && column.kind != Type::Text) {
        return None;
    }
    if !column.blank.is_empty() && column.kind != Type::Text {
        return None;
    }
    let gathered = match rows {
        Some(rows) => Cow::Owned(given.gather(rows)),
        None => Cow::Borrowed(given),
    };
    let given = gathered.as_ref();
    let sound = match given {
        Column::Text(texts) => return texts_of(column, texts).map(Column::Text),
        Column::Number(values) => numbers_are_sound(column, values),
        Column::Bool(_) => true,
        Column::Date(_) | Column::DateTime(_) => days_are_sound(column, given),
        Column::Values(..) => false,
    };
    let complete = !column.needed || (0..given.len()).all(|row| !given.is_blank(row));
    (sound && complete).then(|| gathered.into_owned())
}

fn numbers_are_sound(column: &WantedColumn<'_>, values: &[f64]) -> bool {
    if values.iter().any(|value| value.is_infinite()) {
        return false;
    }
    let limits = column.min.is_some() || column.max.is_some();
    !limits || values.iter().all(|value| value.is_nan() || number_allowed(*value, column).is_ok())
}

fn days_are_sound(column: &WantedColumn<'_>, given: &Column) -> bool {
    let moment = |row: usize| match given.value(row) {
        Value::Date(day) => Some(DateTime::midnight(day)),
        Value::DateTime(moment) => Some(moment),
        _ => None,
    };
    let limits = column.min.is_some() || column.max.is_some();
    let mut moments = (0..given.len()).filter_map(moment);
    !limits || moments.all(|moment| value_allowed(&Ready::Moment(moment), column).is_ok())
}

/// Each distinct text is looked at once. Texts stand in the order in which the rows have them first.
fn texts_of(column: &WantedColumn<'_>, given: &TextColumn) -> Option<TextColumn> {
    const UNSEEN: u32 = u32::MAX - 1;
    let mut builder = TextBuilder::default();
    let mut known = vec![UNSEEN; given.dictionary.len()];
    let mut slot = Slot::default();
    for &code in &given.codes {
        let mut new = if code == BLANK_TEXT { BLANK_TEXT } else { known[code as usize] };
        if new == UNSEEN {
            slot.set(&CellValue::Text(given.dictionary.get(code)));
            // White space alone is no value, so its row may be none.
            if slot.is_blank() {
                return None;
            }
            new = match judge(&mut slot, column, false).ok()? {
                (Ready::Text, Aside::None) => builder.code(&slot.text),
                (Ready::Blank, Aside::None) => BLANK_TEXT,
                _ => return None,
            };
            known[code as usize] = new;
        }
        if new == BLANK_TEXT && column.needed {
            return None;
        }
        builder.push_code(new);
    }
    Some(builder.finish())
}

fn is_unique(keys: &Column) -> bool {
    let mut seen = HashSet::default();
    match keys {
        Column::Text(texts) => {
            let mut seen = vec![false; texts.dictionary.len()];
            texts.codes.iter().all(|code| !std::mem::replace(&mut seen[*code as usize], true))
        }
        Column::Number(values) => values.iter().all(|value| seen.insert((value + 0.0).to_bits())),
        Column::Date(days) => days.iter().all(|day| seen.insert(*day as u64)),
        Column::DateTime(moments) => moments.iter().all(|moment| seen.insert(*moment as u64)),
        Column::Bool(_) | Column::Values(..) => false,
    }
}

/// Rows of values as columns of the table's types; `None` where a value is of another type. `places` are those of
/// the table's columns in a row.
pub(super) fn of_rows(table: &WantedTable<'_>, places: &[Option<u32>], rows: &[Vec<Value>]) -> Option<Vec<Column>> {
    let wanted = || table.columns.iter().zip(places).filter_map(|(column, place)| Some((column, (*place)? as usize)));
    let mut builders: Vec<(ColumnBuilder, usize)> =
        wanted().map(|(column, place)| (ColumnBuilder::new(column.kind), place)).collect();
    for row in rows {
        for (builder, place) in &mut builders {
            push_same(builder, row.get(*place)?)?;
        }
    }
    Some(builders.into_iter().map(|(builder, _)| builder.finish()).collect())
}

fn push_same(builder: &mut ColumnBuilder, value: &Value) -> Option<()> {
    match (builder, value) {
        (ColumnBuilder::Values(..), _) => return None,
        (builder, Value::Blank) => builder.push(value),
        (ColumnBuilder::Number(values), Value::Number(number)) => values.push(*number),
        (ColumnBuilder::Text(texts), Value::Text(text)) => texts.push(Some(text)),
        (ColumnBuilder::Date(days), Value::Date(day)) => days.push(day.0),
        (ColumnBuilder::DateTime(moments), Value::DateTime(DateTime(moment))) => moments.push(*moment),
        (ColumnBuilder::Bool(flags), Value::Bool(flag)) => flags.push(u8::from(*flag)),
        _ => return None,
    }
    Some(())
}

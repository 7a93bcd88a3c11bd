//! Columns put together from pieces.

use crate::table::{Column, ColumnBuilder};
use crate::value::Type;

/// One column from pieces that each say for which places they hold; a later piece wins.
pub(super) fn merge(kind: Type, rows: usize, pieces: &[(Vec<u32>, Column)]) -> Column {
    if let [(places, column)] = pieces
        && places.len() == rows
    {
        return column.clone();
    }
    fn scatter<T: Copy>(into: &mut [T], places: &[u32], from: &[T]) {
        places.iter().zip(from).for_each(|(&place, &value)| into[place as usize] = value);
    }
    let mut result = Column::blank(kind, rows);
    if kind == Type::Text {
        return merge_texts(rows, pieces);
    }
    for (places, column) in pieces {
        match (&mut result, column) {
            (Column::Number(into), Column::Number(from)) => scatter(into, places, from),
            (Column::Date(into), Column::Date(from)) => scatter(into, places, from),
            (Column::DateTime(into), Column::DateTime(from)) => scatter(into, places, from),
            (Column::Bool(into), Column::Bool(from)) => scatter(into, places, from),
            (Column::Values(_, into), Column::Values(_, from)) => {
                places.iter().zip(from).for_each(|(&place, value)| into[place as usize] = value.clone());
            }
            _ => {}
        }
    }
    result
}

fn merge_texts(rows: usize, pieces: &[(Vec<u32>, Column)]) -> Column {
    let mut builder = ColumnBuilder::new(Type::Text);
    let mut from: Vec<u32> = vec![u32::MAX; rows];
    let mut next = 0;
    for (places, column) in pieces {
        builder.append(column);
        for (at, &place) in places.iter().enumerate() {
            from[place as usize] = next + at as u32;
        }
        next += column.len() as u32;
    }
    builder.finish().gather(&from)
}

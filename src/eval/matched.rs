//! Rows that belong to others because their values are the same.

use super::expression;
use super::groups::code_of;
use super::state::State;
use super::tally::Tally;
use crate::formula::{Expr, Match, TableId};
use crate::table::{Column, NO_ROW};
use crate::value::{Type, number};
use foldhash::{HashMap, HashMapExt};

/// Which rows belong to which.
pub(super) struct Matched {
    /// For each row that may be taken the group of own rows with its values; `NO_ROW` where there is none.
    pub theirs: Vec<u32>,
    /// For each own row its group; `NO_ROW` where a value is blank, so that nothing is known to be the same.
    pub own: Vec<u32>,
    /// Number of groups.
    pub groups: usize,
    /// Rows of which a value is blank.
    pub blank: Vec<u32>,
}

/// Finds them.
pub(super) fn matched(
    state: &State<'_>,
    [over, table]: [TableId; 2],
    matches: &[Match],
    [taken, own]: [&mut Tally; 2],
) -> Matched {
    let mut sides: Vec<[Vec<Option<u64>>; 2]> = Vec::new();
    for same in matches {
        sides.push(codes(&column(state, over, &same.theirs, taken), &column(state, table, &same.own, own)));
    }
    let key = |side: usize, row: usize| sides.iter().map(|codes| codes[side][row]).collect::<Option<Vec<u64>>>();
    let mut known: HashMap<Vec<u64>, u32> = HashMap::new();
    let mut groups = |row: usize| {
        let key = key(1, row)?;
        let next = known.len() as u32;
        Some(*known.entry(key).or_insert(next))
    };
    let own = (0..state.rows(table)).map(|row| groups(row).unwrap_or(NO_ROW)).collect();
    let mut blank = Vec::new();
    let mut theirs = Vec::with_capacity(state.rows(over));
    for row in 0..state.rows(over) {
        let key = key(0, row);
        if key.is_none() {
            blank.push(row as u32);
        }
        theirs.push(key.and_then(|key| known.get(&key).copied()).unwrap_or(NO_ROW));
    }
    Matched { theirs, own, groups: known.len(), blank }
}

fn column(state: &State<'_>, table: TableId, expr: &Expr, tally: &mut Tally) -> Column {
    let (column, counted) = expression::whole(state, table, expr, expr.ty.unwrap_or(Type::Number));
    tally.merge(counted);
    column
}

/// A number for each value of two columns, the same exactly where `==` says that the values are.
fn codes(theirs: &Column, own: &Column) -> [Vec<Option<u64>>; 2] {
    if let (Column::Number(theirs), Column::Number(own)) = (theirs, own) {
        return numbers(theirs, own);
    }
    if let (Column::Text(_), Column::Text(_)) = (theirs, own) {
        let mut known: HashMap<String, u64> = HashMap::new();
        return [theirs, own].map(|column| {
            let mut code = |row: usize| {
                let text = column.text(row)?;
                let next = known.len() as u64;
                Some(known.get(text).copied().unwrap_or_else(|| *known.entry(text.to_string()).or_insert(next)))
            };
            (0..column.len()).map(&mut code).collect()
        });
    }
    [theirs, own].map(code_of)
}

/// Numbers that agree in 15 digits are equal, as in comparisons.
fn numbers(theirs: &[f64], own: &[f64]) -> [Vec<Option<u64>>; 2] {
    let mut sorted: Vec<f64> = theirs.iter().chain(own).copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.dedup_by(|next, before| number::equal(*next, *before));
    let code = |value: &f64| {
        let at = sorted.partition_point(|first| first <= value || number::equal(*first, *value));
        (!value.is_nan()).then_some(at as u64)
    };
    [theirs, own].map(|values| values.iter().map(code).collect())
}

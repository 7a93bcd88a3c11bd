//! What a column allows.

use super::coerce::coerce;
use super::evidence::Aside;
use super::fold::fold;
use super::ready::Ready;
use super::slot::Slot;
use super::wanted::WantedColumn;
use crate::issue::IssueCode;
use crate::say;
use crate::value::number::and_more;
use crate::value::{NumberText, Shows, Type, Value, number, ops};
use crate::words::{self, Hole, Sentence};
use std::cmp::Ordering;

/// What is wrong with a cell.
#[derive(Debug)]
pub(super) struct Fault {
    pub code: IssueCode,
    pub sentence: Sentence,
}

impl Fault {
    fn new(code: IssueCode, sentence: Sentence) -> Fault {
        Fault { code, sentence }
    }
}

/// Whether the cell holds a word that stands for nothing, as `blank:` has it.
pub(super) fn says_nothing(slot: &Slot, column: &WantedColumn<'_>) -> bool {
    !column.blank.is_empty() && slot.original().is_some_and(|text| column.blank.contains(&fold(&text)))
}

/// Reads a cell for its column: its value, or what is wrong with it.
pub(super) fn judge(slot: &mut Slot, column: &WantedColumn<'_>, is_1904: bool) -> Result<(Ready, Aside), Fault> {
    if says_nothing(slot, column) {
        slot.clear();
    }
    let (ready, aside) = coerce(slot, column, is_1904).map_err(|bad| Fault::new(bad.code(), bad.sentence()))?;
    match &ready {
        // What the cell is will be known later.
        _ if waits(&aside) => return Ok((ready, aside)),
        Ready::Blank if column.needed => {
            return Err(Fault::new(IssueCode::MissingValue, say!("nothing-there", "nothing is there")));
        }
        Ready::Blank => return Ok((ready, aside)),
        _ => in_range(&ready, column)?,
    }
    if !column.one_of.is_empty() {
        allowed(slot, &ready, column)?;
    }
    Ok((ready, aside))
}

/// Whether the cell can be read only when the others of its column are known.
pub(super) fn waits(aside: &Aside) -> bool {
    matches!(aside, Aside::TwoDays { .. } | Aside::Number(NumberText { shows: Shows::Either { .. }, .. }))
}

/// Whether the column allows that number.
pub(super) fn number_allowed(value: f64, column: &WantedColumn<'_>) -> Result<(), Fault> {
    value_allowed(&Ready::Number(value), column)
}

/// Whether the column allows a value that is no text.
pub(super) fn value_allowed(ready: &Ready, column: &WantedColumn<'_>) -> Result<(), Fault> {
    in_range(ready, column)?;
    if column.one_of.is_empty() { Ok(()) } else { one_allowed(ready, column) }
}

/// Whether a value that is no text is one of those allowed.
fn one_allowed(ready: &Ready, column: &WantedColumn<'_>) -> Result<(), Fault> {
    match column.one_of.others().iter().any(|allowed| same(allowed, ready, column.kind)) {
        true => Ok(()),
        false => Err(not_allowed(column)),
    }
}

fn not_allowed(column: &WantedColumn<'_>) -> Fault {
    let sentence = say!("not-one-of", "not one of {allowed}", allowed = listed_hole(&column.one_of.words()));
    Fault::new(IssueCode::NotAllowed, sentence)
}

fn in_range(ready: &Ready, column: &WantedColumn<'_>) -> Result<(), Fault> {
    if column.min.is_none() && column.max.is_none() {
        return Ok(());
    }
    let (value, is_day) = match ready {
        Ready::Number(number) if clearly_between(*number, column) => return Ok(()),
        Ready::Number(number) => (Value::Number(*number), false),
        Ready::Moment(moment) if column.kind == Type::Date => (Value::Date(moment.date()), true),
        Ready::Moment(moment) => (Value::DateTime(*moment), true),
        _ => return Ok(()),
    };
    let lies = |limit: &Value, so: Ordering| ops::compare(&value, limit) == Some(so);
    let fault = |is_below: bool, limit: &Value| {
        let limit = limit.as_number().map_or_else(|| limit.to_string(), number::shortest);
        let sentence = match (is_day, is_below) {
            (false, true) => say!("below-least", "below the least allowed, {limit}", limit),
            (false, false) => say!("above-most", "above the most allowed, {limit}", limit),
            (true, true) => say!("before-first", "before the first day allowed, {limit}", limit),
            (true, false) => say!("after-last", "after the last day allowed, {limit}", limit),
        };
        Err(Fault::new(IssueCode::OutOfRange, sentence))
    };
    match (&column.min, &column.max) {
        (Some(min), _) if lies(min, Ordering::Less) => fault(true, min),
        (_, Some(max)) if lies(max, Ordering::Greater) => fault(false, max),
        _ => Ok(()),
    }
}

/// Whether a number is allowed without a look at how near it is to a limit; numbers that nearly agree are the same.
pub(super) fn clearly_between(number: f64, column: &WantedColumn<'_>) -> bool {
    let least = column.min.as_ref().map_or(Some(f64::NEG_INFINITY), Value::as_number);
    let most = column.max.as_ref().map_or(Some(f64::INFINITY), Value::as_number);
    least.is_some_and(|least| number >= least) && most.is_some_and(|most| number <= most)
}

/// Text takes the policy's spelling.
fn allowed(slot: &mut Slot, ready: &Ready, column: &WantedColumn<'_>) -> Result<(), Fault> {
    if *ready != Ready::Text {
        return one_allowed(ready, column);
    }
    let spelling = column.one_of.spelling(&slot.text).ok_or_else(|| not_allowed(column))?;
    slot.text.clear();
    slot.text.push_str(spelling);
    Ok(())
}

fn same(allowed: &Value, ready: &Ready, kind: Type) -> bool {
    match (allowed, ready) {
        (Value::Number(a), Ready::Number(b)) => number::equal(*a, *b),
        (Value::Bool(a), Ready::Bool(b)) => a == b,
        (Value::Date(a), Ready::Moment(b)) => *a == b.date(),
        (Value::DateTime(a), Ready::Moment(b)) => {
            if kind == Type::Date {
                a.date() == b.date()
            } else {
                a == b
            }
        }
        _ => false,
    }
}

/// What was done about a cell: its row was left out, or it was left blank.
pub(super) fn done(rejected: bool) -> Sentence {
    if rejected { say!("row-left-out", "row left out") } else { say!("left-blank", "left blank") }
}

/// Words in backticks, the first ten, in a sentence.
pub(super) fn listed_hole(words: &[String]) -> Hole {
    let first: Vec<String> = words.iter().take(10).map(|word| format!("`{word}`")).collect();
    words::and_more(&first, words.len())
}

/// Words in backticks, the first ten.
pub(super) fn listed(words: &[String]) -> String {
    let first: Vec<String> = words.iter().take(10).map(|word| format!("`{word}`")).collect();
    and_more(&first, words.len())
}

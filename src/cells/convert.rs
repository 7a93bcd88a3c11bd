//! Cells as calamine gives them into ours.

use super::CellValue;
use crate::value::DateTime;
use calamine::{CellErrorType, Data, DataRef, ExcelDateTime};

/// Days between the epochs of 1900 and 1904 workbooks.
const EPOCH_1904: f64 = 1462.0;

/// A streamed cell; `None` where it is empty.
pub(super) fn streamed<'a>(data: &'a DataRef<'_>, is_1904: bool) -> Option<CellValue<'a>> {
    Some(match data {
        DataRef::Empty => return None,
        DataRef::Int(number) => CellValue::Number(*number as f64),
        DataRef::Float(float) => number(*float),
        DataRef::String(text) => CellValue::Text(text),
        DataRef::SharedString(text) => CellValue::Text(text),
        DataRef::Bool(flag) => CellValue::Bool(*flag),
        DataRef::DateTime(moment) => date(moment, is_1904),
        DataRef::DateTimeIso(text) => iso(text),
        DataRef::DurationIso(text) => duration(text),
        DataRef::Error(error) => CellValue::Error(literal(error)),
    })
}

/// A cell of a range; `None` where it is empty.
pub(super) fn stored(data: &Data, is_1904: bool) -> Option<CellValue<'_>> {
    Some(match data {
        Data::Empty => return None,
        Data::Int(number) => CellValue::Number(*number as f64),
        Data::Float(float) => number(*float),
        Data::String(text) => CellValue::Text(text),
        Data::Bool(flag) => CellValue::Bool(*flag),
        Data::DateTime(moment) => date(moment, is_1904),
        Data::DateTimeIso(text) => iso(text),
        Data::DurationIso(text) => duration(text),
        Data::Error(error) => CellValue::Error(literal(error)),
    })
}

/// `nan`, `inf` and `1e400` are no numbers of a spreadsheet.
pub(super) fn number<'a>(float: f64) -> CellValue<'a> {
    if float.is_finite() { CellValue::Number(float) } else { CellValue::Error("#NUM!") }
}

fn date(moment: &ExcelDateTime, is_1904: bool) -> CellValue<'static> {
    days(moment.as_f64(), moment.is_datetime(), is_1904)
}

/// A number of days that is shown as a moment, or else as a length of time. Durations and times without a
/// day stay numbers of days, as do serials that no calendar has.
pub(super) fn days(serial: f64, is_moment: bool, is_1904: bool) -> CellValue<'static> {
    let shifted = if is_1904 { serial + EPOCH_1904 } else { serial };
    let dated = is_moment && serial >= if is_1904 { 0.0 } else { 1.0 };
    match DateTime::from_serial(shifted) {
        Some(moment) if dated => CellValue::DateTime(moment, serial),
        _ => number(serial),
    }
}

/// A day as the standard writes it.
pub(super) fn iso(text: &str) -> CellValue<'_> {
    DateTime::parse(text).map_or(CellValue::Text(text), |moment| CellValue::DateTime(moment, moment.days_of_1900()))
}

/// Times without a day are numbers of days, in every format.
pub(super) fn duration(text: &str) -> CellValue<'_> {
    crate::value::duration(text).map_or(CellValue::Text(text), number)
}

/// An error value by what a file says; `None` for those this reader has no word for.
pub(super) fn known_error(written: &[u8]) -> Option<&'static str> {
    const KNOWN: [&str; 8] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"];
    KNOWN.into_iter().find(|known| known.as_bytes() == written)
}

fn literal(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    }
}

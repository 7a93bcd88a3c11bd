//! Cells into days and moments.

use super::evidence::{Aside, Clue};
use super::ready::{Bad, Ready};
use super::slot::{Held, Slot};
use super::wanted::WantedColumn;
use crate::value::{Date, DateText, DateTime, DayOrder, Type};

/// Serial numbers of 1930-01-01 and 2100-01-01. A bare number outside is hardly meant as a day.
const LIKELY: std::ops::Range<f64> = 10_959.0..73_051.0;
/// Serial number of 1904-01-01 in the 1900 date system.
const DAYS_TO_1904: f64 = 1462.0;

/// Whether a number is that of a day that is likely meant.
pub(super) fn is_likely_day(serial: f64) -> bool {
    LIKELY.contains(&serial)
}

/// Whether a number under the format of dates is a day, and no year or month.
pub(super) fn is_day(serial: f64) -> bool {
    year_or_month(serial).is_none()
}

/// Reads a cell as a day or moment.
pub(super) fn read(slot: &Slot, column: &WantedColumn<'_>, is_1904: bool) -> Result<(Ready, Aside), Bad> {
    let (moment, aside) = match &slot.held {
        Held::Moment(moment) => {
            // A year under a date format shows as a day of 1905.
            year_or_month(slot.serial).map_or(Ok((*moment, Aside::None)), Err)?
        }
        Held::Number(number) => of_number(*number, is_1904)?,
        Held::Text => match text(&slot.text, column.conventions.order, is_1904)? {
            Read::Moment(moment, aside) => (moment, aside),
            Read::TwoDays { day_first, month_first } => {
                return Ok((Ready::Blank, Aside::TwoDays { day_first, month_first }));
            }
        },
        _ => return Err(Bad::Date),
    };
    let dropped = aside == Aside::None && column.kind == Type::Date && !moment.is_midnight();
    Ok((Ready::Moment(moment), if dropped { Aside::Said(Clue::TimeDropped) } else { aside }))
}

enum Read {
    Moment(DateTime, Aside),
    TwoDays { day_first: DateTime, month_first: DateTime },
}

fn text(text: &str, order: Option<DayOrder>, is_1904: bool) -> Result<Read, Bad> {
    match DateText::read(text, order) {
        Some(DateText::One(moment)) => Ok(Read::Moment(moment, Aside::None)),
        Some(DateText::Shows(moment, DayOrder::Mdy)) => Ok(Read::Moment(moment, Aside::MonthFirst)),
        Some(DateText::Shows(moment, _)) => Ok(Read::Moment(moment, Aside::DayFirst)),
        Some(DateText::Either { day_first, month_first }) => Ok(Read::TwoDays { day_first, month_first }),
        None => {
            let plain = text.len() <= 32 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            let number = if plain { text.parse().ok() } else { None };
            of_number(number.ok_or(Bad::Date)?, is_1904).map(|(moment, aside)| Read::Moment(moment, aside))
        }
    }
}

/// A bare number: `20260301`, or the serial number of a likely day.
fn of_number(number: f64, is_1904: bool) -> Result<(DateTime, Aside), Bad> {
    if let Some(bad) = year_or_month(number) {
        return Err(bad);
    }
    if number.fract() == 0.0 && (10_000_101.0..=99_991_231.0).contains(&number) {
        let digits = number as u32;
        let day = Date::new((digits / 10_000) as i32, digits / 100 % 100, digits % 100).ok_or(Bad::Date)?;
        return Ok((DateTime::midnight(day), Aside::None));
    }
    let serial = if is_1904 { number + DAYS_TO_1904 } else { number };
    let moment = DateTime::from_serial(serial).filter(|_| LIKELY.contains(&serial)).ok_or(Bad::Serial)?;
    Ok((moment, Aside::Said(Clue::Serial)))
}

/// 2026 and 202601 are no serial numbers.
fn year_or_month(number: f64) -> Option<Bad> {
    if number.fract() != 0.0 {
        return None;
    }
    if (1900.0..=2100.0).contains(&number) {
        return Some(Bad::Year);
    }
    let month = number % 100.0;
    let fits = (190_001.0..=210_012.0).contains(&number) && (1.0..=12.0).contains(&month);
    fits.then_some(Bad::YearMonth)
}

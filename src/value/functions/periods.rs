//! Functions that make and measure periods.

use super::Param::{Dated, Is};
use super::{Function, Param, cut, function, number};
use crate::value::ops::Answer;
use crate::value::{Date, NoAnswer, Period, Type, Value};

const PERIOD: Param = Is(Type::Period);
const NUMBER: Param = Is(Type::Number);

pub(super) const FUNCTIONS: &[Function] = &[
    function(
        "period",
        &[Dated, Dated],
        Type::Period,
        "from one day to another, both included",
        "days(period(date(2026, 1, 1), date(2026, 1, 31))) == 31",
        |a| from_to(a[0].as_day(), a[1].as_day()),
    ),
    function(
        "days",
        &[PERIOD],
        Type::Number,
        "how many days a period has, both ends counted",
        "days(month_of(date(2026, 2, 9))) == 28",
        |a| of(a, |p| Ok(Value::Number(p.days()))),
    ),
    function(
        "first_day",
        &[PERIOD],
        Type::Date,
        "the first day of a period",
        "first_day(month_of(date(2026, 2, 9))) == date(2026, 2, 1)",
        |a| of(a, |p| Ok(Value::Date(p.from))),
    ),
    function(
        "last_day",
        &[PERIOD],
        Type::Date,
        "the last day of a period",
        "last_day(month_of(date(2026, 2, 9))) == date(2026, 2, 28)",
        |a| of(a, |p| Ok(Value::Date(p.to))),
    ),
    function(
        "last_year",
        &[PERIOD],
        Type::Period,
        "the same period one year earlier",
        "last_year(month_of(date(2024, 2, 9))) == month_of(date(2023, 2, 1))",
        |a| of(a, |p| made(p.last_year())),
    ),
    function(
        "previous",
        &[PERIOD],
        Type::Period,
        "the period of the same length just before",
        "previous(month_of(date(2026, 3, 9))) == month_of(date(2026, 2, 1))",
        |a| of(a, |p| made(p.previous())),
    ),
    function(
        "month_of",
        &[Dated],
        Type::Period,
        "the month a day lies in",
        "days(month_of(date(2026, 3, 9))) == 31",
        |a| day(a, |d| Some(Period { from: d.month_start(), to: d.month_end() })),
    ),
    function(
        "quarter_of",
        &[Dated],
        Type::Period,
        "the quarter a day lies in",
        "days(quarter_of(date(2026, 3, 9))) == 90",
        |a| day(a, |d| months(Date::new(d.year(), d.quarter() * 3 - 2, 1)?, 3)),
    ),
    function(
        "year_of",
        &[Dated],
        Type::Period,
        "the year a day lies in",
        "days(year_of(date(2026, 3, 9))) == 365",
        |a| day(a, |d| months(Date::new(d.year(), 1, 1)?, 12)),
    ),
    function(
        "fiscal_year_of",
        &[Dated, NUMBER],
        Type::Period,
        "the fiscal year a day lies in; the second value is its first month",
        "first_day(fiscal_year_of(date(2026, 3, 9), 4)) == date(2025, 4, 1)",
        |a| {
            let first = number(a, 1);
            if !(1.0..=12.0).contains(&first) {
                return Err(NoAnswer::NoSuchDate);
            }
            day(a, |d| {
                let year = if f64::from(d.month()) < first { d.year() - 1 } else { d.year() };
                months(Date::new(year, first as u32, 1)?, 12)
            })
        },
    ),
    function(
        "until",
        &[PERIOD, Dated],
        Type::Period,
        "the period up to a day: the part of it gone by",
        "days(until(year_of(date(2026, 1, 9)), date(2026, 1, 9))) == 9",
        |a| {
            let Some(day) = a[1].as_day() else { return Ok(Value::Blank) };
            of(a, |p| Ok(Value::Period(Period { from: p.from, to: p.to.min(day) })))
        },
    ),
    function(
        "trailing_days",
        &[Dated, NUMBER],
        Type::Period,
        "so many days up to and with a day",
        "days(trailing_days(date(2026, 3, 9), 7)) == 7",
        |a| {
            let back = number(a, 1);
            day(a, |d| Some(Period { from: d.plus_days(1.0 - back)?, to: d }))
        },
    ),
    function(
        "trailing_months",
        &[Dated, NUMBER],
        Type::Period,
        "so many whole months, the last being the month of a day",
        "first_day(trailing_months(date(2026, 3, 9), 3)) == date(2026, 1, 1)",
        |a| {
            let back = cut(a, 1).clamp(-200_000.0, 200_000.0) as i32;
            day(a, |d| Some(Period { from: d.month_start().plus_months(1 - back)?, to: d.month_end() }))
        },
    ),
];

fn from_to(from: Option<Date>, to: Option<Date>) -> Answer {
    let (Some(from), Some(to)) = (from, to) else { return Ok(Value::Blank) };
    Ok(Value::Period(Period { from, to }))
}

fn of(args: &[Value], part: impl FnOnce(Period) -> Answer) -> Answer {
    if let Value::Period(period) = &args[0] { part(*period) } else { Ok(Value::Blank) }
}

fn made(period: Option<Period>) -> Answer {
    period.map(Value::Period).ok_or(NoAnswer::NoSuchDate)
}

fn day(args: &[Value], part: impl FnOnce(Date) -> Option<Period>) -> Answer {
    let Some(day) = args[0].as_day() else { return Ok(Value::Blank) };
    made(part(day))
}

fn months(from: Date, count: i32) -> Option<Period> {
    Some(Period { from, to: from.plus_months(count - 1)?.month_end() })
}

//! Functions on dates. A datetime counts by its day, except for `hour`.

use super::Param::{Any, Dated, Is};
use super::{Function, Param, cut, function, number, workdays};
use crate::value::ops::Answer;
use crate::value::{Date, DateTime, NoAnswer, Type, Value};

const NUMBER: Param = Is(Type::Number);

pub(super) const FUNCTIONS: &[Function] = &[
    function(
        "date",
        &[NUMBER, NUMBER, NUMBER],
        Type::Date,
        "the day of a year, month and day",
        "to_text(date(2026, 3, 1)) == \"2026-03-01\"",
        |a| {
            let part = |i: usize| u32::try_from(cut(a, i) as i64).unwrap_or(0);
            let year = cut(a, 0).clamp(-1e6, 1e6) as i32;
            Date::new(year, part(1), part(2)).map(Value::Date).ok_or(NoAnswer::NoSuchDate)
        },
    ),
    function(
        "to_date",
        &[Any],
        Type::Date,
        "the day a text or a datetime holds",
        "to_date(\"2026/3/1\") == date(2026, 3, 1)",
        |a| match &a[0] {
            Value::Text(text) => DateTime::parse(text).map(|m| Value::Date(m.date())).ok_or(NoAnswer::NotReadable),
            other => other.as_day().map(Value::Date).ok_or(NoAnswer::NotReadable),
        },
    ),
    function("year", &[Dated], Type::Number, "the year", "year(date(2026, 3, 1)) == 2026", |a| {
        of_day(a, |d| f64::from(d.year()))
    }),
    function("month", &[Dated], Type::Number, "the month, 1 to 12", "month(date(2026, 3, 1)) == 3", |a| {
        of_day(a, |d| f64::from(d.month()))
    }),
    function("day", &[Dated], Type::Number, "the day of the month", "day(date(2026, 3, 9)) == 9", |a| {
        of_day(a, |d| f64::from(d.day()))
    }),
    function("quarter", &[Dated], Type::Number, "the quarter, 1 to 4", "quarter(date(2026, 5, 1)) == 2", |a| {
        of_day(a, |d| f64::from(d.quarter()))
    }),
    function(
        "week",
        &[Dated],
        Type::Text,
        "the ISO week, as `2026-W09`",
        "week(date(2026, 3, 1)) == \"2026-W09\"",
        |a| {
            Ok(a[0].as_day().map_or(Value::Blank, |day| {
                let (year, week) = day.iso_week();
                Value::text(format!("{year:04}-W{week:02}"))
            }))
        },
    ),
    function(
        "year_month",
        &[Dated],
        Type::Text,
        "the year and month, as `2026-03`",
        "year_month(date(2026, 3, 1)) == \"2026-03\"",
        |a| Ok(a[0].as_day().map_or(Value::Blank, |d| Value::text(format!("{:04}-{:02}", d.year(), d.month())))),
    ),
    function(
        "year_quarter",
        &[Dated],
        Type::Text,
        "the year and quarter, as `2026-Q1`",
        "year_quarter(date(2026, 3, 1)) == \"2026-Q1\"",
        |a| Ok(a[0].as_day().map_or(Value::Blank, |d| Value::text(format!("{:04}-Q{}", d.year(), d.quarter())))),
    ),
    function(
        "week_number",
        &[Dated],
        Type::Number,
        "the number of the ISO week, 1 to 53",
        "week_number(date(2026, 3, 1)) == 9",
        |a| of_day(a, |d| f64::from(d.iso_week().1)),
    ),
    function(
        "weekday",
        &[Dated],
        Type::Number,
        "the day of the week, Monday 1 to Sunday 7",
        "weekday(date(2026, 3, 1)) == 7",
        |a| of_day(a, |d| f64::from(d.weekday())),
    ),
    function("hour", &[Dated], Type::Number, "the hour of a datetime, 0 to 23", "hour(date(2026, 3, 1)) == 0", |a| {
        of_moment(a, DateTime::hour)
    }),
    function(
        "minute",
        &[Dated],
        Type::Number,
        "the minute of a datetime, 0 to 59",
        "minute(date(2026, 3, 1)) == 0",
        |a| of_moment(a, DateTime::minute),
    ),
    function(
        "second",
        &[Dated],
        Type::Number,
        "the second of a datetime, 0 to 59",
        "second(date(2026, 3, 1)) == 0",
        |a| of_moment(a, DateTime::second),
    ),
    function(
        "month_start",
        &[Dated],
        Type::Date,
        "the first day of the month",
        "month_start(date(2026, 3, 9)) == date(2026, 3, 1)",
        |a| to_day(a, |d| Some(d.month_start())),
    ),
    function(
        "month_end",
        &[Dated],
        Type::Date,
        "the last day of the month",
        "month_end(date(2026, 2, 9)) == date(2026, 2, 28)",
        |a| to_day(a, |d| Some(d.month_end())),
    ),
    function(
        "quarter_start",
        &[Dated],
        Type::Date,
        "the first day of the quarter",
        "quarter_start(date(2026, 5, 9)) == date(2026, 4, 1)",
        |a| to_day(a, |d| Date::new(d.year(), d.quarter() * 3 - 2, 1)),
    ),
    function(
        "year_start",
        &[Dated],
        Type::Date,
        "the first day of the year",
        "year_start(date(2026, 5, 9)) == date(2026, 1, 1)",
        |a| to_day(a, |d| Date::new(d.year(), 1, 1)),
    ),
    function(
        "week_start",
        &[Dated],
        Type::Date,
        "the Monday of the week",
        "week_start(date(2026, 3, 1)) == date(2026, 2, 23)",
        |a| to_day(a, |d| d.plus_days(1.0 - f64::from(d.weekday()))),
    ),
    function(
        "fiscal_year",
        &[Dated, NUMBER],
        Type::Number,
        "the fiscal year a day falls in, named after the calendar year it begins in; the second value is its first month",
        "fiscal_year(date(2026, 3, 31), 4) == 2025",
        |a| {
            let first = number(a, 1);
            if !(1.0..=12.0).contains(&first) {
                return Err(NoAnswer::NoSuchDate);
            }
            of_day(a, |d| f64::from(d.year()) - if f64::from(d.month()) < first { 1.0 } else { 0.0 })
        },
    ),
    function(
        "add_months",
        &[Dated, NUMBER],
        Type::Date,
        "so many whole months later, at the latest the last day of that month",
        "add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)",
        |a| {
            let months = cut(a, 1).clamp(-200_000.0, 200_000.0) as i32;
            to_day(a, |d| d.plus_months(months))
        },
    ),
    function(
        "months_between",
        &[Dated, Dated],
        Type::Number,
        "whole months from the first day to the second",
        "months_between(date(2026, 1, 31), date(2026, 3, 30)) == 1",
        |a| {
            let (Some(from), Some(to)) = (a[0].as_day(), a[1].as_day()) else { return Ok(Value::Blank) };
            Ok(Value::Number(f64::from(months_between(from, to))))
        },
    ),
    function(
        "year_fraction",
        &[Dated, Dated],
        Type::Number,
        "years from the first day to the second: whole ones, and of the year begun the part of its days gone by",
        "year_fraction(date(2024, 3, 1), date(2026, 3, 1)) == 2",
        |a| {
            let (Some(from), Some(to)) = (a[0].as_day(), a[1].as_day()) else { return Ok(Value::Blank) };
            years_between(from, to).map(Value::Number).ok_or(NoAnswer::NoSuchDate)
        },
    ),
    Function {
        params: &[Dated, Dated, Is(Type::List)],
        optional: 1,
        ..function(
            "workdays",
            &[],
            Type::Number,
            "days from Monday to Friday, both ends counted and the days of a list left out: `list(all.holidays.day)`",
            "workdays(date(2026, 3, 2), date(2026, 3, 8)) == 5",
            |a| {
                let (Some(from), Some(to)) = (a[0].as_day(), a[1].as_day()) else { return Ok(Value::Blank) };
                Ok(Value::Number(workdays::between(from, to, &workdays::holidays(a.get(2)))))
            },
        )
    },
    Function {
        params: &[Dated, NUMBER, Is(Type::List)],
        optional: 1,
        ..function(
            "add_workdays",
            &[],
            Type::Date,
            "so many days from Monday to Friday later, the days of a list not counted",
            "add_workdays(date(2026, 3, 6), 1) == date(2026, 3, 9)",
            |a| {
                let holidays = workdays::holidays(a.get(2));
                to_day(a, |d| workdays::later(d, cut(a, 1), &holidays))
            },
        )
    },
];

fn of_day(args: &[Value], part: impl FnOnce(Date) -> f64) -> Answer {
    Ok(args[0].as_day().map_or(Value::Blank, |day| Value::Number(part(day))))
}

fn of_moment(args: &[Value], part: impl FnOnce(DateTime) -> u32) -> Answer {
    Ok(match &args[0] {
        Value::DateTime(moment) => Value::Number(f64::from(part(*moment))),
        Value::Date(_) => Value::Number(0.0),
        _ => Value::Blank,
    })
}

fn to_day(args: &[Value], part: impl FnOnce(Date) -> Option<Date>) -> Answer {
    let Some(day) = args[0].as_day() else { return Ok(Value::Blank) };
    part(day).map(Value::Date).ok_or(NoAnswer::NoSuchDate)
}

fn months_between(from: Date, to: Date) -> i32 {
    if to < from {
        return -months_between(to, from);
    }
    let months = (to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32;
    let complete =
        from.plus_months(months).is_some_and(|day| day <= to) && to.day() >= from.day().min(to.month_end().day());
    if complete { months } else { months - 1 }
}

/// Years from one day to another, below zero where the second is the earlier one.
fn years_between(from: Date, to: Date) -> Option<f64> {
    if to < from {
        return years_between(to, from).map(|years| -years);
    }
    let whole = months_between(from, to).div_euclid(12);
    let (begun, next) = (from.plus_months(whole * 12)?, from.plus_months(whole * 12 + 12)?);
    Some(f64::from(whole) + f64::from(to.0 - begun.0) / f64::from(next.0 - begun.0))
}

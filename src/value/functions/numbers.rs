//! Functions on numbers.

use super::Param::{Is, Same};
use super::{Function, Param, Returns, number};
use crate::value::number as meaning;
use crate::value::ops::{self, Answer};
use crate::value::{NoAnswer, Type, Value};

const NUMBER: Param = Is(Type::Number);
const GIVES: Returns = Returns::Is(Type::Number);

/// A function of one number.
const fn one(name: &'static str, help: &'static str, example: &'static str, call: fn(&[Value]) -> Answer) -> Function {
    Function {
        name,
        params: &[NUMBER],
        optional: 0,
        repeats: false,
        returns: GIVES,
        sees_blanks: false,
        help,
        example,
        call,
    }
}

pub(super) const FUNCTIONS: &[Function] = &[
    one("abs", "the number without its sign", "abs(-3) == 3", |a| ops::finite(number(a, 0).abs())),
    one("sign", "-1, 0 or 1", "sign(-3) == -1", |a| {
        let n = number(a, 0);
        ops::finite(if n == 0.0 { 0.0 } else { n.signum() })
    }),
    Function {
        name: "round",
        params: &[NUMBER, NUMBER],
        optional: 1,
        repeats: false,
        returns: GIVES,
        sees_blanks: false,
        help: "rounded to so many decimals (0 when left out), halves away from zero",
        example: "round(2.345, 2) == 2.35",
        call: |a| {
            let digits = a.get(1).map_or(0.0, |_| number(a, 1)).clamp(-400.0, 400.0);
            ops::finite(meaning::round(number(a, 0), digits as i32))
        },
    },
    one("floor", "the whole number at or below", "floor(-1.5) == -2", |a| ops::finite(number(a, 0).floor())),
    one("ceil", "the whole number at or above", "ceil(1.2) == 2", |a| ops::finite(number(a, 0).ceil())),
    one("trunc", "the whole number towards zero", "trunc(-1.5) == -1", |a| ops::finite(number(a, 0).trunc())),
    one("sqrt", "the square root", "sqrt(9) == 3", |a| outside_below_zero(number(a, 0), f64::sqrt)),
    one("exp", "e to that power", "exp(0) == 1", |a| ops::finite(number(a, 0).exp())),
    one("ln", "the natural logarithm", "ln(1) == 0", |a| logarithm(number(a, 0), f64::ln)),
    one("log10", "the logarithm to base 10", "log10(1000) == 3", |a| logarithm(number(a, 0), f64::log10)),
    Function {
        name: "min",
        params: &[Param::Any, Same],
        optional: 0,
        repeats: true,
        returns: Returns::First,
        sees_blanks: false,
        help: "the least of several values (of a table's rows: `min(orders.amount)`)",
        example: "min(3, 1, 2) == 1",
        call: |a| Ok(best(a, std::cmp::Ordering::Less)),
    },
    Function {
        name: "max",
        params: &[Param::Any, Same],
        optional: 0,
        repeats: true,
        returns: Returns::First,
        sees_blanks: false,
        help: "the greatest of several values (of a table's rows: `max(orders.amount)`)",
        example: "max(3, 1, 2) == 3",
        call: |a| Ok(best(a, std::cmp::Ordering::Greater)),
    },
    Function {
        name: "clamp",
        params: &[NUMBER, NUMBER, NUMBER],
        optional: 0,
        repeats: false,
        returns: GIVES,
        sees_blanks: false,
        help: "the number, kept between a lowest and a highest one",
        example: "clamp(12, 0, 10) == 10",
        call: |a| ops::finite(number(a, 0).max(number(a, 1)).min(number(a, 2))),
    },
    Function {
        name: "to_number",
        params: &[Is(Type::Text)],
        optional: 0,
        repeats: false,
        returns: GIVES,
        sees_blanks: false,
        help: "the number a text holds, as an import reads it",
        example: "to_number(\"1,234.5\") == 1234.5",
        call: |a| meaning::parse(super::text(a, 0)).map(Value::Number).ok_or(NoAnswer::NotReadable),
    },
];

fn best(args: &[Value], wanted: std::cmp::Ordering) -> Value {
    let mut best = &args[0];
    for value in &args[1..] {
        if ops::compare(value, best) == Some(wanted) {
            best = value;
        }
    }
    best.clone()
}

fn outside_below_zero(n: f64, function: fn(f64) -> f64) -> Answer {
    if n < 0.0 { Err(NoAnswer::OutsideDomain) } else { ops::finite(function(n)) }
}

fn logarithm(n: f64, function: fn(f64) -> f64) -> Answer {
    if n <= 0.0 { Err(NoAnswer::OutsideDomain) } else { ops::finite(function(n)) }
}

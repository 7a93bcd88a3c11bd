//! Functions on numbers.

use super::Param::{Is, Same};
use super::{Function, Param, Returns, function, number};
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

/// A function of a number and perhaps of the decimals that are kept.
const fn rounding(
    name: &'static str,
    help: &'static str,
    example: &'static str,
    call: fn(&[Value]) -> Answer,
) -> Function {
    Function { params: &[NUMBER, NUMBER], optional: 1, ..one(name, help, example, call) }
}

pub(super) const FUNCTIONS: &[Function] = &[
    one("abs", "the number without its sign", "abs(-3) == 3", |a| ops::finite(number(a, 0).abs())),
    one("sign", "-1, 0 or 1", "sign(-3) == -1", |a| {
        let n = number(a, 0);
        ops::finite(if n == 0.0 { 0.0 } else { n.signum() })
    }),
    rounding(
        "round",
        "rounded to so many decimals (0 when left out), halves away from zero",
        "round(2.345, 2) == 2.35",
        |a| ops::finite(meaning::round(number(a, 0), digits(a))),
    ),
    one("floor", "the whole number at or below", "floor(-1.5) == -2", |a| ops::finite(number(a, 0).floor())),
    one("ceil", "the whole number at or above", "ceil(1.2) == 2", |a| ops::finite(number(a, 0).ceil())),
    one("trunc", "the whole number towards zero", "trunc(-1.5) == -1", |a| ops::finite(number(a, 0).trunc())),
    rounding(
        "round_up",
        "rounded away from zero to so many decimals (0 when left out)",
        "round_up(2.341, 2) == 2.35",
        |a| ops::finite(meaning::round_away(number(a, 0), digits(a))),
    ),
    rounding(
        "round_down",
        "rounded towards zero to so many decimals (0 when left out)",
        "round_down(-2.349, 2) == -2.34",
        |a| ops::finite(meaning::round_towards(number(a, 0), digits(a))),
    ),
    function(
        "round_to",
        &[NUMBER, NUMBER],
        Type::Number,
        "rounded to the nearest multiple of a number, halves away from zero",
        "round_to(1_240, 50) == 1250",
        |a| multiple(number(a, 0), number(a, 1).abs()),
    ),
    function(
        "mod",
        &[NUMBER, NUMBER],
        Type::Number,
        "what is left of a division, with the sign of the second number, as in spreadsheets (`a % b` has that of `a`)",
        "mod(-7, 3) == 2",
        |a| modulo(number(a, 0), number(a, 1)),
    ),
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

/// The decimals to keep; none where they are left out.
fn digits(args: &[Value]) -> i32 {
    args.get(1).map_or(0.0, |_| number(args, 1)).clamp(-400.0, 400.0) as i32
}

fn multiple(n: f64, of: f64) -> Answer {
    if of == 0.0 { Err(NoAnswer::DivisionByZero) } else { ops::finite(meaning::round(n / of, 0) * of) }
}

/// What is left of a division; a quotient that is whole to 15 digits leaves nothing.
fn modulo(n: f64, by: f64) -> Answer {
    if by == 0.0 {
        return Err(NoAnswer::DivisionByZero);
    }
    let rest = n % by;
    let whole = meaning::equal(n / by, (n / by).round());
    ops::finite(match rest {
        _ if whole => 0.0,
        rest if rest != 0.0 && (rest < 0.0) != (by < 0.0) => rest + by,
        rest => rest,
    })
}

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

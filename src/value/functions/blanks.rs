//! Functions that ask about blanks, and about lists.

use super::Param::{Any, Is};
use super::{Function, Returns, function};
use crate::value::ops::{self, made};
use crate::value::{Type, Value};
use std::cmp::Ordering;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "is_blank",
        params: &[Any],
        optional: 0,
        repeats: false,
        returns: Returns::Is(Type::Bool),
        sees_blanks: true,
        help: "true where the value is unknown",
        example: "is_blank(3) == false",
        call: |a| Ok(Value::Bool(a[0].is_blank())),
    },
    Function {
        name: "size",
        params: &[Is(Type::List)],
        optional: 0,
        repeats: false,
        returns: Returns::Is(Type::Number),
        sees_blanks: false,
        help: "how many values a list holds",
        example: "size([\"a\", \"b\"]) == 2",
        call: |a| Ok(if let Value::List(items) = &a[0] { Value::Number(items.len() as f64) } else { Value::Blank }),
    },
    function(
        "nth",
        &[Is(Type::List), Is(Type::Number)],
        Type::Text,
        "the value at that place of a list, as text; the first place is 1, beyond the last there is a blank",
        "nth(split(\"a/b/c\", \"/\"), 2) == \"b\"",
        |a| {
            let at = super::place(a, 1)?;
            let Value::List(items) = &a[0] else { return Ok(Value::Blank) };
            items.get(at).filter(|item| !item.is_blank()).map_or(Ok(Value::Blank), |item| made(item.to_string()))
        },
    ),
    function(
        "index_of",
        &[Is(Type::List), Any],
        Type::Number,
        "the place of a value in a list, the first being 1; blank where it is not in it",
        "index_of([\"a\", \"b\"], \"b\") == 2",
        |a| {
            let Value::List(items) = &a[0] else { return Ok(Value::Blank) };
            let place = items.iter().position(|item| ops::compare(item, &a[1]).is_some_and(Ordering::is_eq));
            Ok(place.map_or(Value::Blank, |place| Value::Number(place as f64 + 1.0)))
        },
    ),
    Function {
        name: "join",
        params: &[Is(Type::List), Is(Type::Text)],
        optional: 1,
        repeats: false,
        returns: Returns::Is(Type::Text),
        sees_blanks: false,
        help: "the values of a list as one text, with a text between them (`, ` when left out)",
        example: "join([\"a\", \"b\"], \"-\") == \"a-b\"",
        call: |a| {
            let between = a.get(1).map_or(", ", |_| super::text(a, 1));
            let Value::List(items) = &a[0] else { return Ok(Value::Blank) };
            ops::joined(items.iter(), between)
        },
    },
];

//! Functions that ask about blanks, and about lists.

use super::Param::{Any, Is};
use super::{Function, Returns};
use crate::value::{Type, Value};

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
            crate::value::ops::joined(items.iter(), between)
        },
    },
];

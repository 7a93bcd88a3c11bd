//! Which kinds of values an operator takes, and what it gives.

use crate::formula::BinaryOp;
use crate::value::Type;

/// The type of `left op right`; `None` where the operator refuses them.
pub(super) fn result(op: BinaryOp, left: Type, right: Type) -> Option<Type> {
    use BinaryOp::{Add, Divide, Equal, Greater, GreaterOrEqual, Less, LessOrEqual};
    use BinaryOp::{Multiply, NotEqual, Power, Remainder, Subtract};
    use Type::{Bool, List, Number, Period, Text};
    let dated = (left.is_dated(), right.is_dated());
    match op {
        Add if left == Text || right == Text => Some(Text),
        Add | Subtract | Multiply | Divide | Remainder | Power if (left, right) == (Number, Number) => Some(Number),
        Add if dated.0 && right == Number => Some(left),
        Add if left == Number && dated.1 => Some(right),
        Subtract if dated.0 && right == Number => Some(left),
        Subtract if dated == (true, true) => Some(Number),
        Equal | NotEqual if left == right || dated == (true, true) => Some(Bool),
        Less | LessOrEqual | Greater | GreaterOrEqual if dated == (true, true) => Some(Bool),
        Less | LessOrEqual | Greater | GreaterOrEqual if left == right && !matches!(left, List | Period | Bool) => {
            Some(Bool)
        }
        _ => None,
    }
}

/// Why the operator refuses them.
pub(super) fn refusal(op: BinaryOp, left: Type, right: Type) -> String {
    format!("`{}` does not take {} and {}", op.sign(), left.a_word(), right.a_word())
}

//! Which kinds of values an operator takes, and what it gives: as in formulas.

use crate::formula::{self, BinaryOp};
use crate::value::Type;

/// The type of `left op right`; `None` where the operator refuses them.
pub(super) fn result(op: BinaryOp, left: Type, right: Type) -> Option<Type> {
    formula::binary(op, left, right).ok()
}

/// Why the operator refuses them.
pub(super) fn refusal(op: BinaryOp, left: Type, right: Type) -> String {
    format!("`{}` does not take {} and {}", op.sign(), left.a_word(), right.a_word())
}

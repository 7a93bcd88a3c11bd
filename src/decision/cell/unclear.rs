//! Cells that can be read, but that a reader may take for something else.

use super::CellError;
use super::parse::{Denied, denied, parts};
use super::scan::Piece;
use crate::value::Type;

/// What is unclear about a cell that can be read, how it is read, and what to write instead.
#[must_use]
pub fn unclear(text: &str, kind: Type) -> Option<CellError> {
    let cell = Piece { text, start: 0 }.trim();
    if kind == Type::Text {
        return as_text(cell);
    }
    cell.split_list(kind == Type::Number).into_iter().find_map(|piece| {
        let parts = parts(piece, kind);
        parts.iter().enumerate().find_map(|(at, part)| {
            let denied = denied(*part, kind)?;
            match denied.bracketed() {
                Some(inside) => range(*part, inside, kind).or_else(|| below_zero(*part, inside, kind)),
                None => first_of_several(piece, denied, &parts[at + 1..]),
            }
        })
    })
}

/// `not(1 .. 3)`: are the brackets those of the `not`, or of the range?
fn range(part: Piece<'_>, inside: Piece<'_>, kind: Type) -> Option<CellError> {
    let (from, to) = inside.dots().into_iter().next().map(|(at, after)| (inside.part(0, at), inside.from(after)))?;
    let alone = inside.split_list(kind == Type::Number).len() == 1 && inside.split_and().len() == 1;
    if !alone || from.is_empty() || to.first() == Some('=') || matches!(inside.first(), Some('(' | '[' | ']')) {
        return None;
    }
    let (text, range, from, to) = (part.text, inside.text, from.text, to.text);
    let (closed, open, ends) = match to.is_empty() {
        true => (format!("< {from}"), format!("<= {from}"), format!("`{from}` does not meet it")),
        false => (
            format!("not([{from}..{to}))"),
            format!("not(({from}..{to}))"),
            format!("`{from}` does not meet it and `{to}` does"),
        ),
    };
    Some(part.error(
        format!("`{text}` is read as anything but `{range}`, so {ends}"),
        format!("write `{closed}` if that is meant, or `{open}` to let `{from}` meet it"),
    ))
}

/// `not((5))`: a number in brackets is below zero.
fn below_zero(part: Piece<'_>, inside: Piece<'_>, kind: Type) -> Option<CellError> {
    let bracketed = inside.first() == Some('(') && inside.last() == Some(')') && inside.dots().is_empty();
    let number = inside.inner().text;
    (bracketed && kind == Type::Number).then(|| {
        part.error(
            format!("`{}` is read as anything but `-{number}`: a number in brackets is below zero", part.text),
            format!("write `not({number})` or `not(-{number})`"),
        )
    })
}

/// `not > 1 and < 3`: does the `not` deny the second test, too?
fn first_of_several(piece: Piece<'_>, denied: Denied<'_>, after: &[Piece<'_>]) -> Option<CellError> {
    let (next, denied) = (after.first()?, denied.rest.text);
    (denied != "blank").then(|| {
        piece.error(
            format!("`{}` is read as `not({denied})` and `{}`", piece.text, next.text),
            format!("write `{0} and not {denied}` if that is meant, or `not({denied} and {0})`", next.text),
        )
    })
}

/// `NOT(A, B)` is a text like any other.
fn as_text(cell: Piece<'_>) -> Option<CellError> {
    let word = cell.text.get(..3)?;
    let rest = cell.from(3);
    let like_not = word != "not" && word.eq_ignore_ascii_case("not") && rest.first() == Some('(');
    let text = cell.text;
    (like_not && cell.last() == Some(')')).then(|| {
        cell.error(
            format!("`{text}` is read as this very text"),
            format!("write `not{}` for any text but these, or `'\"{text}\"'` for the text itself", rest.text),
        )
    })
}

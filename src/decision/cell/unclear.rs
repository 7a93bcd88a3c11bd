//! Cells that can be read, but that a reader may take for something else.

use super::CellError;
use super::parse::{Denied, denied, parts};
use super::scan::Piece;
use crate::say;
use crate::value::Type;
use crate::words::Sentence;

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

/// Texts of a cell that look like more than the texts they are read as.
#[must_use]
pub fn lookalikes(text: &str) -> Vec<String> {
    let cell = Piece { text, start: 0 }.trim();
    let like = |piece: &Piece<'_>| meant(piece.text).is_some() || parts_of(piece.text).is_some();
    texts(cell).into_iter().filter(like).map(|piece| piece.text.to_string()).collect()
}

/// The parts of `A/B`, `A & B`, `A and B`: a text as good as any, unless rows have the parts and not the whole.
#[must_use]
pub fn parts_of(text: &str) -> Option<Vec<&str>> {
    let marks = ["/", "&", " and ", "+"].into_iter().filter(|mark| text.contains(mark));
    let mut split = marks.map(|mark| text.split(mark).map(str::trim).collect::<Vec<_>>());
    split.find(|parts| parts.iter().all(|part| !part.is_empty()))
}

/// What was perhaps meant by a text, and how that is written.
#[must_use]
pub fn meant(text: &str) -> Option<Sentence> {
    let lower = text.to_lowercase();
    let parts: Vec<&str> = text.split([';', '|']).flat_map(|part| part.split(" or ")).map(str::trim).collect();
    if parts.len() > 1 && parts.iter().all(|part| !part.is_empty()) {
        return Some(say!("write-for-several", "write `{parts}` for any of several", parts = parts.join(", ")));
    }
    let but = |other: &str| say!("write-not", "write `not{other}` for any text but this", other);
    Some(match lower.as_str() {
        "*" | "any" | "all" | "anything" => say!("write-for-any", "write `-` or nothing for any value"),
        "else" | "otherwise" | "default" => say!(
            "write-otherwise",
            "write `otherwise: true` for the rows that no other rule matches, in a file `otherwise` alone in its row"
        ),
        "null" | "empty" | "(blank)" | "blanks" => say!("write-blank", "write `blank` where nothing is known"),
        _ if text.contains('*') => {
            say!("no-wildcards", "there are no wildcards: make a condition the input, as `starts_with(name, \"A\")`")
        }
        _ if lower.starts_with("not(") || lower.starts_with("not (") || text.starts_with("NOT ") => but(&text[3..]),
        _ if text.len() > 1 && text.starts_with('!') => but(&format!(" {}", &text[1..])),
        _ if text.contains("..") => say!("texts-no-ranges", "texts have no ranges: list them, `A, B, C`"),
        _ => return None,
    })
}

/// The texts that a cell of a text input names, without those in quotes.
fn texts(cell: Piece<'_>) -> Vec<Piece<'_>> {
    let denied = denied(cell, Type::Text).map(|denied| denied.bracketed().unwrap_or(denied.rest));
    let all = denied.unwrap_or(cell).split_list(false);
    all.into_iter().filter(|piece| !piece.is_empty() && !matches!(piece.first(), Some('"' | '“' | '='))).collect()
}

/// `NOT(A, B)` and `A or B` are texts like any other.
fn as_text(cell: Piece<'_>) -> Option<CellError> {
    texts(cell).into_iter().find_map(|piece| {
        let (text, meant) = (piece.text, meant(piece.text)?);
        let message = format!("`{text}` is read as this very text");
        Some(piece.error(message, format!("{meant}, or `'\"{text}\"'` for the text itself")))
    })
}

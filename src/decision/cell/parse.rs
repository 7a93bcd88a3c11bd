//! From the text of a cell to its test.

use super::literal::{self, literal};
use super::scan::{Piece, fold};
use super::{CellError, CellTest, Comparison, Literal, Written};
use crate::value::{Type, ops};
use std::cmp::Ordering;

/// Reads the test in a cell for an input of that type; the forms are those of the module's table.
///
/// # Errors
/// The cell is none of these forms, or its values are not of the input's type.
pub fn parse(text: &str, kind: Type) -> Result<CellTest, CellError> {
    let cell = Piece { text, start: 0 }.trim();
    if cell.is_empty() || matches!(cell.text, "-" | "－" | "–" | "—") {
        return Ok(CellTest::Any);
    }
    if cell.first() == Some('=') {
        return formula(cell, kind);
    }
    let pieces = cell.split_list(kind == Type::Number);
    if let [only] = pieces.as_slice() {
        return every(*only, kind);
    }
    let mut tests = Vec::with_capacity(pieces.len());
    for piece in &pieces {
        if piece.first() == Some('=') {
            let help = "a formula is alone in its cell: `= expression`";
            return Err(piece.error("a formula cannot be part of a list", help));
        }
        tests.push(every(*piece, kind)?);
    }
    // `not A, B` reads as "neither" and `not A, not B` would always hold: neither is what it says.
    let negated = |test: &CellTest| matches!(test, CellTest::Not(_) | CellTest::Compare(Comparison::NotEqual, _));
    if let Some(at) = tests.iter().position(negated)
        && tests.iter().enumerate().any(|(i, test)| i != at && *test != CellTest::Blank)
    {
        let help = "write `not(A, B)` for any value that is none of these";
        return Err(cell.error(format!("`{}` in a list is unclear", pieces[at].text), help));
    }
    Ok(CellTest::OneOf(tests))
}

/// A formula after `=`, or the literal that stands there.
fn formula(cell: Piece<'_>, kind: Type) -> Result<CellTest, CellError> {
    let rest = without_equals(after_first(cell));
    match rest.first() {
        None => return Err(cell.error("a formula is missing after `=`", "write `= expression`")),
        Some(sign @ ('<' | '>')) => {
            return Err(cell.error(format!("`={sign}` is not a comparison"), format!("write `{sign}=`")));
        }
        _ => {}
    }
    // An unquoted word of a text input is a name here; for the other types nothing else is a literal.
    let quoted = matches!(rest.first(), Some('"' | '“'));
    if (kind != Type::Text || quoted)
        && let Ok(literal) = literal(rest, kind)
    {
        return Ok(CellTest::Compare(Comparison::Equal, literal));
    }
    Ok(compared_with(Comparison::Equal, rest))
}

fn compared_with(comparison: Comparison, formula: Piece<'_>) -> CellTest {
    CellTest::Formula { comparison, text: formula.text.to_string(), start: formula.start as u32 }
}

/// Tests joined by `and`. In text inputs that is a word like any other.
fn every(piece: Piece<'_>, kind: Type) -> Result<CellTest, CellError> {
    match parts(piece, kind).as_slice() {
        [only] => single(*only, kind),
        parts => Ok(CellTest::All(parts.iter().map(|part| single(*part, kind)).collect::<Result<_, _>>()?)),
    }
}

/// The tests of a piece that `and` joins. `not(> 1 and < 3)` is one.
pub(super) fn parts(piece: Piece<'_>, kind: Type) -> Vec<Piece<'_>> {
    let denied = || denied(piece, kind).and_then(Denied::bracketed).is_some_and(|inside| denies(inside, kind).is_ok());
    if kind == Type::Text || denied() { vec![piece] } else { piece.split_and() }
}

/// One test without a list around it.
fn single(piece: Piece<'_>, kind: Type) -> Result<CellTest, CellError> {
    if piece.text == "blank" {
        return Ok(CellTest::Blank);
    }
    if let Some(denied) = denied(piece, kind) {
        return negation(piece, denied, kind);
    }
    if matches!(kind, Type::List | Type::Period) {
        return Err(piece.error(
            format!("a cell cannot test {}", kind.a_word()),
            "make a formula the input (`\"A\" in …`) and write `true` here",
        ));
    }
    if let Some((comparison, length)) = operator(piece) {
        return compare(piece, comparison, length, kind);
    }
    if let Some(range) = range(piece, kind) {
        return range;
    }
    Ok(CellTest::Compare(Comparison::Equal, literal(piece, kind)?))
}

/// What follows a `not`.
#[derive(Clone, Copy)]
pub(super) struct Denied<'a> {
    /// All of it, with its brackets.
    pub rest: Piece<'a>,
    within: bool,
}

impl<'a> Denied<'a> {
    /// What stands between the brackets of `not(…)`.
    pub fn bracketed(self) -> Option<Piece<'a>> {
        self.within.then(|| self.rest.inner())
    }
}

/// What is denied, where the piece begins with `not`. Brackets right behind it are those of `not(…)`, so that
/// a range within them means what it means alone; an open range has brackets of its own, `not((1..3))`.
pub(super) fn denied(piece: Piece<'_>, kind: Type) -> Option<Denied<'_>> {
    let next = piece.text.strip_prefix("not")?.chars().next().map(fold);
    let bracket = |c: char| c == '(' || kind != Type::Text && matches!(c, '[' | ']');
    if !next.is_some_and(|c| c.is_whitespace() || bracket(c)) {
        return None;
    }
    let rest = piece.from(3);
    let ends = rest.first() == Some('(') && rest.last() == Some(')');
    // `(a) or (b)` is a text with brackets in it. Where there are ranges, brackets need not be in pairs.
    Some(Denied { rest, within: ends && (kind != Type::Text || rest.is_enclosed()) })
}

fn negation(piece: Piece<'_>, denied: Denied<'_>, kind: Type) -> Result<CellTest, CellError> {
    let inside = denied.bracketed().unwrap_or(denied.rest);
    if inside.is_empty() || inside.text == "-" {
        return Err(piece.error("`not` of any value never holds", "write `not A`, `not(A, B)` or `not blank`"));
    }
    if inside.first() == Some('(') && !inside.text.chars().any(|c| matches!(fold(c), ')' | ']' | '[')) {
        return Err(
            inside.error("the bracket is not closed", "write `not(A, B)`; a text that starts with `(` goes in quotes")
        );
    }
    match denies(inside, kind) {
        // Numbers in brackets are below zero: `not (300) .. (200)`.
        Err(error) if denied.within && kind == Type::Number => denies(denied.rest, kind).map_err(|_| error),
        read => read,
    }
}

/// Anything but that.
fn denies(inside: Piece<'_>, kind: Type) -> Result<CellTest, CellError> {
    // Asked before reading on, so that no cell can nest without end.
    if inside.split_list(kind == Type::Number).into_iter().any(|part| denied(part, kind).is_some()) {
        return Err(
            inside.error("`not` is there twice", "write one `not` before the values that are not meant: `not(A, B)`")
        );
    }
    let by = inside.start as u32;
    match parse(inside.text, kind) {
        Ok(test) => Ok(CellTest::Not(Box::new(shift(test, by)))),
        Err(error) => Err(CellError { start: error.start + by, end: error.end + by, ..error }),
    }
}

/// The test with its places moved by that many bytes.
fn shift(mut test: CellTest, by: u32) -> CellTest {
    test.change(&mut |written| match written {
        Written::Literal(literal) => {
            literal.start += by;
            literal.end += by;
        }
        Written::Formula(_, start) => *start += by,
    });
    test
}

/// The comparison at the start, and its length in bytes.
fn operator(piece: Piece<'_>) -> Option<(Comparison, usize)> {
    let mut chars = piece.text.chars();
    let first = chars.next()?;
    let second = chars.next();
    let two = first.len_utf8() + second.map_or(0, char::len_utf8);
    Some(match (fold(first), second.map(fold)) {
        ('>', Some('=')) => (Comparison::GreaterOrEqual, two),
        ('<', Some('=')) => (Comparison::LessOrEqual, two),
        ('<', Some('>')) | ('!', Some('=')) => (Comparison::NotEqual, two),
        ('>', _) => (Comparison::Greater, first.len_utf8()),
        ('<', _) => (Comparison::Less, first.len_utf8()),
        ('≥', _) => (Comparison::GreaterOrEqual, first.len_utf8()),
        ('≤', _) => (Comparison::LessOrEqual, first.len_utf8()),
        ('≠', _) => (Comparison::NotEqual, first.len_utf8()),
        _ => return None,
    })
}

fn compare(piece: Piece<'_>, comparison: Comparison, length: usize, kind: Type) -> Result<CellTest, CellError> {
    let (sign, rest) = (&piece.text[..length], piece.from(length));
    let ordered = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
    if ordered && matches!(kind, Type::Text | Type::Bool) {
        return Err(piece.error(
            format!("`{sign}` cannot compare {}", kind.a_word()),
            match kind {
                Type::Text => {
                    format!("write {}; a text that starts with `{sign}` goes in quotes", literal::example(kind))
                }
                _ => format!("write {}", literal::example(kind)),
            },
        ));
    }
    if rest.text == "blank" {
        return Err(piece.error(format!("`{sign}` cannot compare with a blank"), "write `blank` or `not blank`"));
    }
    match literal(rest, kind) {
        Ok(literal) => Ok(CellTest::Compare(comparison, literal)),
        // No literal of an ordered type begins with a letter: it is the name of a column, or a formula.
        Err(_) if ordered && rest.first().is_some_and(|c| c.is_alphabetic() || c == '_') => {
            Ok(compared_with(comparison, rest))
        }
        Err(error) => Err(error),
    }
}

/// Brackets around a range: whether each end counts.
type Brackets = Option<(bool, bool)>;

/// A range, where the piece is one.
fn range(piece: Piece<'_>, kind: Type) -> Option<Result<CellTest, CellError>> {
    if matches!(kind, Type::Text | Type::Bool) {
        let spaced = piece.text.contains(" .. ") || piece.text.contains(" ..= ");
        let help = match kind {
            Type::Text => "a range needs a number or a date; if this is the text itself, put it in quotes".to_string(),
            _ => format!("write {}", literal::example(kind)),
        };
        let quoted = matches!(piece.first(), Some('"' | '“'));
        return (spaced && !quoted).then(|| Err(piece.error(format!("{} has no ranges", kind.a_word()), help)));
    }
    let readings = readings(piece);
    let good = readings.iter().find(|(from, to, _)| {
        let to = without_equals(*to);
        [*from, to].into_iter().all(|end| end.is_empty() || literal::plain(end, kind).is_some())
    });
    let (from, to, brackets) = good.or(readings.last())?;
    Some(bounds(piece, *from, *to, *brackets, kind))
}

/// The ways to read a piece as two ends: dates may end in a dot, and numbers may stand in brackets.
fn readings(piece: Piece<'_>) -> Vec<(Piece<'_>, Piece<'_>, Brackets)> {
    let mut found = Vec::new();
    for (at, after) in piece.dots() {
        found.push((piece.part(0, at), piece.from(after), None));
    }
    let brackets = match (piece.first(), piece.last()) {
        (Some(open @ ('[' | '(' | ']')), Some(close @ (']' | ')' | '['))) => Some((open == '[', close == ']')),
        _ => None,
    };
    if brackets.is_some() {
        let inner = piece.inner();
        found.extend(inner.dots().into_iter().map(|(at, after)| (inner.part(0, at), inner.from(after), brackets)));
    }
    found
}

/// The upper end without the `=` of `..=`.
fn without_equals(to: Piece<'_>) -> Piece<'_> {
    if to.first() == Some('=') { after_first(to) } else { to }
}

/// What follows the first character.
fn after_first(piece: Piece<'_>) -> Piece<'_> {
    piece.from(piece.text.chars().next().map_or(0, char::len_utf8))
}

fn bounds(
    piece: Piece<'_>,
    from: Piece<'_>,
    to: Piece<'_>,
    brackets: Brackets,
    kind: Type,
) -> Result<CellTest, CellError> {
    let closed = to.first() == Some('=');
    if closed && brackets.is_some() {
        return Err(piece.error("`..=` does not go with brackets", "write `[1..5]` or `1 ..= 5`"));
    }
    let to = without_equals(to);
    if from.is_empty() && to.is_empty() {
        return Err(piece.error("a range needs at least one end", "write `1 .. 5`, `1 ..` or `.. 5`"));
    }
    let end = |end: Piece<'_>| if end.is_empty() { Ok(None) } else { literal(end, kind).map(Some) };
    let (from, to) = (end(from)?, end(to)?);
    let (from_included, to_included) = brackets.unwrap_or((true, closed));
    if let (Some(low), Some(high)) = (&from, &to) {
        match ops::compare(&low.value, &high.value) {
            Some(Ordering::Greater) => return Err(reversed(piece, low, high)),
            Some(Ordering::Equal) if !(from_included && to_included) => {
                let help = "the upper end is not included: write `1 ..= 1`, or just the value";
                return Err(piece.error(format!("no value lies in `{}`", piece.text), help));
            }
            _ => {}
        }
    }
    let (from_included, to_included) = (from_included && from.is_some(), to_included && to.is_some());
    Ok(CellTest::Range { from, from_included, to, to_included })
}

fn reversed(piece: Piece<'_>, low: &Literal, high: &Literal) -> CellError {
    let help = if high.percent && !low.percent {
        "write `%` at both ends: `10% .. 20%`".to_string()
    } else {
        "write the lower end first: `1 .. 5`".to_string()
    };
    piece.error(format!("the range `{}` runs backwards", piece.text), help)
}

//! Cells in the very form in which most programs write most of them: `<c r="B2" s="1" t="s"><v>12</v></c>`. What is
//! written otherwise is no cell of this form, and is taken apart by who knows more.

/// A cell of that form.
pub(super) struct Quick {
    pub row: u32,
    pub column: u32,
    pub style: Option<u32>,
    pub value: Plain,
    /// Bytes from its start to its end.
    pub length: usize,
}

/// What it holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Plain {
    Number(f64),
    Shared(u32),
    Bool(bool),
}

/// Digits a number may have to be whole, and to have its value from one division: both sides of it are exact.
const DIGITS: usize = 15;

const POWERS: [f64; DIGITS + 1] =
    [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// The cell that the bytes start with, if it is of that form.
#[inline]
pub(super) fn cell(xml: &[u8]) -> Option<Quick> {
    let rest = xml.strip_prefix(b"<c r=\"")?;
    let (column, rest) = letters(rest)?;
    let (row, rest) = digits(rest)?;
    let rest = rest.strip_prefix(b"\"")?;
    let (style, rest) = match rest.strip_prefix(b" s=\"") {
        Some(rest) => {
            let (style, rest) = digits(rest)?;
            (Some(style), rest.strip_prefix(b"\"")?)
        }
        None => (None, rest),
    };
    let (value, rest) = if let Some(rest) = rest.strip_prefix(b"><v>") {
        let (number, rest) = number(rest)?;
        (Plain::Number(number), rest)
    } else if let Some(rest) = rest.strip_prefix(b" t=\"s\"><v>") {
        let (shared, rest) = digits(rest)?;
        (Plain::Shared(shared), rest)
    } else {
        let rest = rest.strip_prefix(b" t=\"b\"><v>")?;
        (Plain::Bool(*rest.first().filter(|flag| matches!(flag, b'0' | b'1'))? == b'1'), &rest[1..])
    };
    let rest = rest.strip_prefix(b"</v></c>")?;
    Some(Quick { row: row.checked_sub(1)?, column, style, value, length: xml.len() - rest.len() })
}

/// One to three letters of a column, from 0.
#[inline]
fn letters(text: &[u8]) -> Option<(u32, &[u8])> {
    let (mut column, mut at) = (0, 0);
    while let Some(letter) = text.get(at).filter(|mark| mark.is_ascii_uppercase()) {
        column = column * 26 + u32::from(letter - b'A') + 1;
        at += 1;
        if at > 3 {
            return None;
        }
    }
    (at > 0).then(|| (column - 1, &text[at..]))
}

/// One to nine digits.
#[inline]
fn digits(text: &[u8]) -> Option<(u32, &[u8])> {
    let (mut number, mut at) = (0u32, 0);
    while let Some(digit) = text.get(at).filter(|mark| mark.is_ascii_digit()) {
        if at == 9 {
            return None;
        }
        number = number * 10 + u32::from(digit - b'0');
        at += 1;
    }
    (at > 0).then(|| (number, &text[at..]))
}

/// A number up to the tag behind it. The short ones are a whole number, divided by a power of ten.
#[inline]
fn number(text: &[u8]) -> Option<(f64, &[u8])> {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    let (mut whole, mut count, mut point, mut at) = (0u64, 0, None, 0);
    loop {
        match digits.get(at)? {
            digit @ b'0'..=b'9' if count < DIGITS => {
                whole = whole * 10 + u64::from(digit - b'0');
                count += 1;
            }
            b'.' if point.is_none() && count > 0 => point = Some(count),
            b'<' if count > 0 && point != Some(count) => break,
            _ => return long_number(text),
        }
        at += 1;
    }
    let size = whole as f64 / POWERS[count - point.unwrap_or(count)];
    Some((if digits.len() < text.len() { -size } else { size }, &digits[at..]))
}

#[cold]
fn long_number(text: &[u8]) -> Option<(f64, &[u8])> {
    let end = memchr::memchr(b'<', text)?;
    let number = fast_float2::parse::<f64, _>(&text[..end]).ok()?;
    Some((number, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(written: &str) -> Option<(f64, usize)> {
        let text = format!("{written}</v>");
        number(text.as_bytes()).map(|(number, rest)| (number, rest.len()))
    }

    #[test]
    fn other_forms_are_left_alone() {
        for other in [
            "<c r=\"A1\"/>",
            "<c r=\"A1\"><v></v></c>",
            "<c r=\"A0\"><v>1</v></c>",
            "<c r=\"a1\"><v>1</v></c>",
            "<c r=\"AAAA1\"><v>1</v></c>",
            "<c r=\"A1234567890\"><v>1</v></c>",
            "<c r=\"A1\" t=\"b\"><v>2</v></c>",
            "<c r=\"A1\" t=\"s\"><v>-1</v></c>",
            "<c r=\"A1\" t=\"s\" s=\"1\"><v>1</v></c>",
            "<c r=\"A1\"><v>1 </v></c>",
            "<c r=\"A1\"><v>1</v> </c>",
            "<c r=\"A1\"><v>1</v>",
            "<c r=\"A1",
        ] {
            assert!(cell(other.as_bytes()).is_none(), "{other}");
        }
        let known = cell(b"<c r=\"AB12\" s=\"3\" t=\"s\"><v>7</v></c><c").expect("the form is known");
        assert_eq!((known.row, known.column, known.style, known.value), (11, 27, Some(3), Plain::Shared(7)));
        assert_eq!(known.length, b"<c r=\"AB12\" s=\"3\" t=\"s\"><v>7</v></c>".len());
    }

    proptest! {
        #[test]
        fn numbers_have_the_value_that_any_parser_gives_them(text in "-?[0-9]{0,18}(\\.[0-9]{0,18})?([eE][-+]?[0-9]{1,3})?") {
            let known = fast_float2::parse::<f64, _>(&text).ok();
            prop_assert_eq!(read(&text).map(|(number, left)| (number.to_bits(), left)), known.map(|number| (number.to_bits(), 4)));
        }
    }
}

//! Numbers and days as programs write them into text files, read without a closer look.

use crate::value::Date;

/// Digits of a number that is exact whatever power of ten it is divided by.
const DIGITS: usize = 15;
/// Powers of ten that are exact.
const POWERS: [f64; DIGITS + 1] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// `1200`, `-7.5`: the number, and whether it has a decimal point. `None` for all else, and where the point could
/// stand between thousands.
pub(super) fn number(text: &str) -> Option<(f64, bool)> {
    let bytes = text.as_bytes();
    let digits = bytes.strip_prefix(b"-").unwrap_or(bytes);
    if digits.len() > DIGITS + 1 {
        return None;
    }
    let (mut mantissa, mut point) = (0_u64, None);
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => mantissa = mantissa * 10 + u64::from(byte - b'0'),
            b'.' if point.is_none() && at > 0 => point = Some(at),
            _ => return None,
        }
    }
    let decimals = point.map_or(0, |at| digits.len() - at - 1);
    let is_told = match point {
        None => (1..=DIGITS).contains(&digits.len()),
        Some(before) => decimals > 0 && (decimals != 3 || before > 3 || digits[0] == b'0'),
    };
    // Both are exact, so that what comes of it is the number nearest to what is written.
    let value = mantissa as f64 / POWERS[decimals];
    is_told.then_some((if digits.len() < bytes.len() { -value } else { value }, point.is_some()))
}

/// `2026-01-31`.
pub(super) fn day(text: &str) -> Option<Date> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    let part = |range: std::ops::Range<usize>| {
        bytes[range].iter().try_fold(0, |all, digit| digit.is_ascii_digit().then(|| all * 10 + u32::from(digit - b'0')))
    };
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    Date::new(part(0..4)? as i32, part(5..7)?, part(8..10)?)
}

#[cfg(test)]
mod tests {
    use super::{day, number};
    use crate::value::{DateText, DateTime, DecimalMark, NumberText, Shows};
    use proptest::prelude::*;

    fn agrees(text: &str) {
        let Some((value, has_point)) = number(text) else { return };
        let slow = NumberText::read(text).unwrap_or_else(|| panic!("{text} is a number"));
        assert_eq!(slow.value.to_bits(), value.to_bits(), "{text}");
        let shows = if has_point { Shows::Mark(DecimalMark::Point) } else { Shows::Neither };
        assert_eq!((slow.shows, slow.percent, slow.currency.is_none()), (shows, false, true), "{text}");
    }

    #[test]
    fn what_could_be_meant_otherwise_is_left() {
        for text in ["12.345", "1.234", "", "-", ".5", "5.", "1.2.3", "1e5", "+1", "1,200", "1234567890123456", " 1"] {
            assert_eq!(number(text), None, "{text}");
        }
        assert_eq!(number("0.125"), Some((0.125, true)));
        assert_eq!(number("-1234.567"), Some((-1234.567, true)));
        assert!(number("-0").is_some_and(|(zero, _)| zero.is_sign_negative()));
        for text in ["2026-02-30", "2026-1-31", "2026/01/31", "26-01-31", "+026-01-31", "2026-01-31 "] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn numbers_are_those_of_the_closer_look(text in "-?[0-9]{1,16}(\\.[0-9]{1,16})?") {
            agrees(&text);
        }

        #[test]
        fn days_are_those_of_the_closer_look(text in "[0-9]{4}-[0-1][0-9]-[0-3][0-9]") {
            if let Some(day) = day(&text) {
                prop_assert_eq!(DateText::read(&text, None), Some(DateText::One(DateTime::midnight(day))));
            }
        }
    }
}

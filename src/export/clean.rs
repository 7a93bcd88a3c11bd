//! Characters that no report can hold.

use std::borrow::Cow;

/// What stands in a report for a character it cannot hold.
const REPLACEMENT: char = '\u{FFFD}';

/// The text with `�` for each character that XML forbids or a terminal obeys: control characters
/// but tab and line breaks, U+FFFE and U+FFFF. A workbook with one of them does not open; in a CSV
/// file a NUL ends the text for many programs. JSON escapes them itself and keeps them.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    // Most texts have nothing but characters that everything can hold.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        text.into()
    } else if text.contains(forbidden) {
        text.replace(forbidden, REPLACEMENT.encode_utf8(&mut [0; 4])).into()
    } else {
        text.into()
    }
}

pub(super) fn forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}')) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn only_what_no_report_can_hold_is_replaced() {
        assert_eq!(clean("한빛\tA\r\nB 😀"), "한빛\tA\r\nB 😀");
        assert_eq!(clean("a\0b\u{1}c\u{b}\u{c}\u{1b}[31m\u{7f}\u{9b}\u{fffe}\u{ffff}"), "a�b�c���[31m����");
    }
}

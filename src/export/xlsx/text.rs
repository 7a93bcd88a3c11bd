//! Text in cells: how much room it takes, and what Excel accepts.

use crate::export::clean::clean;
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// Longest text of a cell, in UTF-16 units.
const LONGEST: usize = 32_767;

/// Characters the longest line takes; Korean, Japanese and Chinese letters take two.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() && !text.contains('\n') {
        return text.len();
    }
    text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// Lines the text needs in so many characters, broken between words where there are words.
pub(super) fn lines(text: &str, room: usize) -> usize {
    // No character takes more room than it has bytes.
    if text.len() <= room {
        return 1;
    }
    let mut lines = 1;
    let mut used = 0;
    for word in text.split_whitespace() {
        let width = word.width();
        if used > 0 && used + 1 + width > room {
            lines += 1;
            used = 0;
        }
        used += width + usize::from(used > 0);
        while used > room {
            lines += 1;
            used -= room;
        }
    }
    lines
}

/// The text as a cell can hold it: cut where it is longer, without characters that break the file.
pub(super) fn fitting(text: &str) -> Cow<'_, str> {
    match clean(text) {
        Cow::Borrowed(text) => cut(text),
        Cow::Owned(text) => cut(&text).into_owned().into(),
    }
}

fn cut(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST {
        return text.into();
    }
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units >= LONGEST {
            return format!("{}…", &text[..at]).into();
        }
    }
    text.into()
}

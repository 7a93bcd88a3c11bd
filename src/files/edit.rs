//! Changing a text where it stands: what is not changed keeps its bytes, the mark at its start and its
//! line ends too.

use std::ops::Range;

const MARK: &str = "\u{feff}";

/// The bytes of a file with pieces of its text replaced. Places count in the text as it was read:
/// without a byte order mark, lines ended by `\n` alone. They must be in order and stand apart.
pub(super) fn edited(bytes: &[u8], edits: &[(Range<usize>, &str)]) -> Option<Vec<u8>> {
    let written = std::str::from_utf8(bytes).ok()?;
    let line_end = if written.contains("\r\n") { "\r\n" } else { "\n" };
    let mut result = String::with_capacity(written.len());
    let mut done = 0;
    let mut places = Places::new(written);
    for (range, text) in edits {
        let (from, to) = (places.find(range.start)?, places.find(range.end)?);
        result.push_str(written.get(done..from)?);
        result.push_str(&text.replace('\n', line_end));
        done = to;
    }
    result.push_str(written.get(done..)?);
    Some(result.into_bytes())
}

/// Finds places of the text as it was read in the text as it is written.
struct Places<'t> {
    written: &'t str,
    /// A place, as written and as read.
    at: (usize, usize),
}

impl<'t> Places<'t> {
    fn new(written: &'t str) -> Self {
        Places { written, at: (if written.starts_with(MARK) { MARK.len() } else { 0 }, 0) }
    }

    /// Places come in order.
    fn find(&mut self, wanted: usize) -> Option<usize> {
        let (mut written, mut read) = self.at;
        let bytes = self.written.as_bytes();
        while read < wanted {
            written += if bytes[written..].starts_with(b"\r\n") { 2 } else { 1 };
            read += 1;
            if written > bytes.len() {
                return None;
            }
        }
        self.at = (written, read);
        (read == wanted).then_some(written)
    }
}

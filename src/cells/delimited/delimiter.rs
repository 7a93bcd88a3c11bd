//! The mark between the fields of a line.

/// Lines that are looked at.
pub(super) const LINES: usize = 100;

/// The mark that a file names in its first line (`sep=;`), and the bytes of that line.
pub(super) fn named(text: &str) -> Option<(u8, usize)> {
    let line = text.split(['\r', '\n']).next()?;
    let mark = line.trim_matches('"').strip_prefix("sep=")?;
    match mark.as_bytes() {
        [mark] if mark.is_ascii() && *mark != b'"' => Some((*mark, line.len())),
        _ => None,
    }
}

/// The mark that most lines have the same number of times, outside quotes. A line with one more or less,
/// as for a comma in a remark, does not outvote the others.
pub(super) fn guess(text: &str) -> u8 {
    let lines: Vec<&str> = text.split(['\r', '\n']).filter(|line| !line.trim().is_empty()).take(LINES).collect();
    // Of equals the last one wins, so the comma stands last.
    [b'|', b'\t', b';', b','].into_iter().max_by_key(|mark| rate(&lines, *mark)).unwrap_or(b',')
}

/// How many lines have the usual number of marks, and that number.
fn rate(lines: &[&str], mark: u8) -> (usize, usize) {
    let counts: Vec<usize> = lines.iter().map(|line| outside_quotes(line, mark)).collect();
    let agreeing = |usual: usize| counts.iter().filter(|count| **count == usual).count();
    counts.iter().filter(|count| **count > 0).map(|&usual| (agreeing(usual), usual)).max().unwrap_or_default()
}

fn outside_quotes(line: &str, mark: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for byte in line.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            other if other == mark && !quoted => count += 1,
            _ => {}
        }
    }
    count
}

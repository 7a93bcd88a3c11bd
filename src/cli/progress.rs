//! What a long command is doing, for a person who waits: a line on stderr that is gone when it is done.

use crate::cells;
use crate::value::number::grouped;
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Who waits for less wants no line.
const SOON: Duration = Duration::from_millis(700);
const STEP: Duration = Duration::from_millis(200);
/// No line is longer than a narrow terminal.
const WIDTH: usize = 78;

/// Says what is going on for as long as it lives; nothing where stderr is no terminal.
pub(super) struct Progress(Option<(Sender<()>, JoinHandle<()>)>);

impl Progress {
    /// Begins, unless the command is to be quiet.
    pub(super) fn start(quiet: bool) -> Progress {
        let is_plain = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        if quiet || is_plain || !io::stderr().is_terminal() {
            return Progress(None);
        }
        let (done, waiting) = channel();
        let tell = move || {
            let (mut pause, mut shown) = (SOON, 0);
            while waiting.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                shown = show(&line(&cells::underway(), cells::rows_read()), shown);
                pause = STEP;
            }
            if shown > 0 {
                show("", shown);
            }
        };
        Progress(std::thread::Builder::new().spawn(tell).ok().map(|teller| (done, teller)))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, teller)) = self.0.take() {
            drop(done);
            let _ = teller.join();
        }
    }
}

/// `reading orders.xlsx: 420,000 rows`.
fn line(files: &[String], rows: usize) -> String {
    let rows = if rows == 0 { String::new() } else { format!(": {} rows", grouped(rows / 1000 * 1000)) };
    let text = match files {
        [] => format!("working it out{rows}"),
        [one] => format!("reading {one}{rows}"),
        [one, ..] => format!("reading {one} and {} more{rows}", files.len() - 1),
    };
    text.chars().take(WIDTH).collect()
}

/// Writes a line over the last one, without colours or codes; how many letters it has.
fn show(text: &str, before: usize) -> usize {
    let width = unicode_width::UnicodeWidthStr::width(text);
    let rest = " ".repeat(before.saturating_sub(width));
    let end = if text.is_empty() { "\r" } else { "" };
    let mut stderr = io::stderr();
    let _ = write!(stderr, "\r{text}{rest}{end}").and_then(|()| stderr.flush());
    width
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn it_says_what_is_read() {
        assert_eq!(line(&["orders.xlsx".to_string()], 421_888), "reading orders.xlsx: 421,000 rows");
        assert_eq!(line(&["a.csv".to_string(), "b.csv".to_string()], 0), "reading a.csv and 1 more");
        assert_eq!(line(&[], 8192), "working it out: 8,000 rows");
    }
}

//! Three ways to read a text of plain lines, one meaning: in memory, on disk, and by the reader that knows quotes.

use super::*;
use crate::cells::tests::cells;
use crate::files::FileFingerprint;
use proptest::prelude::*;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

/// All cells, and what the text shows.
fn all(source: &mut Delimited) -> String {
    let cells = cells(source, 0).expect("it is read");
    format!("{cells:?} {:?} {:?} {:?}", source.widths, source.separator(), source.remarks)
}

/// The same text for the reader that knows quotes.
fn quoted(text: &str) -> Delimited {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let marks = marks("lines.csv", text);
    Delimited::new("lines.csv", Text::Quoted(text.to_string()), "UTF-8", marks)
}

/// A folder of its own.
fn folder() -> PathBuf {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("rulebook-lines-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Holds the three ways together; whether the lines are plain ones.
fn agrees(text: &str) -> bool {
    let folder = folder();
    let path = folder.join("lines.csv");
    std::fs::write(&path, text).expect("written");
    let found = open_file(&path, "lines.csv").expect("it opens");
    let mut held = Delimited::open("lines.csv", text.as_bytes()).expect("it opens");
    let is_plain = matches!(held.text, Text::Plain(_));
    if let Some((mut on_disk, print)) = found {
        assert!(is_plain, "{text:?}");
        assert_eq!(print, FileFingerprint::of("lines.csv", text.as_bytes()));
        assert_eq!(all(&mut on_disk), all(&mut quoted(text)), "{text:?} on disk");
        assert_eq!(all(&mut on_disk), all(&mut held), "{text:?} a second time");
    }
    if is_plain {
        assert_eq!(all(&mut held), all(&mut quoted(text)), "{text:?} in memory");
    }
    std::fs::remove_dir_all(&folder).expect("removed");
    is_plain
}

#[test]
fn lines_with_marks_alone_are_plain() {
    for text in
        ["a,b\n1,2\n", "a;b\r\n1;2", "\n\na\tb\n\n1\t2\n\n", "sep=;\na;b,c\n", "\u{feff}a,b\n 1 ,\n", "가,나\n", "a"]
    {
        assert!(agrees(text), "{text:?}");
    }
    for text in ["\"a\",b\n", "a,b\r1,2\r", "a,b\n1,2\r3,4\n", "a,b\n1,2\r", "a,\"\n"] {
        assert!(
            !matches!(Delimited::open("x.csv", text.as_bytes()).map(|text| text.text), Ok(Text::Plain(_))),
            "{text:?}"
        );
    }
}

#[test]
fn a_long_text_is_found_by_several_threads_and_is_the_same() {
    let lines: String = (0..60_000).map(|at| format!("{at},name {},{}\n", at % 97, f64::from(at) / 8.0)).collect();
    assert!(lines.len() > 1 << 20 && agrees(&lines));
}

#[test]
fn a_file_that_changed_since_it_was_opened_is_not_read() {
    let path = folder().join("changed.csv");
    std::fs::write(&path, "a,b\n1,2\n").expect("written");
    let (mut source, _) = open_file(&path, "changed.csv").expect("it opens").expect("lines are plain");
    std::fs::write(&path, "a,b\n1,2\n3,4\n").expect("written");
    let error = cells(&mut source, 0).expect_err("refused");
    assert!(error.message.contains("it changed while it was read"), "{error}");
}

#[test]
fn a_line_of_too_many_fields_is_refused_with_its_number() {
    let text = format!("a,b\n{}\n", ",x".repeat(70_000));
    let mut source = Delimited::open("wide.csv", text.as_bytes()).expect("it opens");
    let error = cells(&mut source, 0).expect_err("refused");
    assert_eq!(error.message, "line 2 has more fields than any sheet has columns");
}

proptest! {
    #[test]
    fn any_lines_are_the_same_three_ways(
        pieces in prop::collection::vec(prop::sample::select(vec!["a", "12", ",", ",", ";", "\n", "\n", "\r\n", " ", "日", "=", "\t"]), 0..80),
    ) {
        let text = pieces.concat();
        prop_assume!(!text.trim().is_empty());
        prop_assert!(agrees(&text) || text.contains("\r") );
    }
}

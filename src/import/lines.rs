//! What the lines of a text file say of themselves: fields too many or too few, odd bytes and quotes.

use super::header::Header;
use super::issues::Place;
use crate::cells::{CellSource, Oddity};
use crate::issue::{Issue, IssueCode};
use crate::say;
use crate::source::column_letters;
use crate::words::Sentence;

/// Lines with fields to the right of the header's.
#[derive(Default)]
pub(super) struct LongLines {
    /// Line and its last field, from 0.
    lines: Vec<(u32, u32)>,
}

impl LongLines {
    /// Takes in a field that is not empty.
    pub(super) fn add(&mut self, row: u32, column: u32) {
        match self.lines.last_mut() {
            Some((last, field)) if *last == row => *field = column,
            _ => self.lines.push((row, column)),
        }
    }
}

/// Issues of the lines that were used as rows, and of what is odd about the file.
pub(super) fn issues(
    source: &dyn CellSource,
    header: &Header,
    place: &Place,
    used: &[u32],
    long: &LongLines,
) -> Vec<Issue> {
    let Some(separator) = source.separator() else { return Vec::new() };
    let say = |code, row, column, message: Sentence| Issue::new(code, message).at_cell(place.cell(row, column));
    let ragged = |row, column, message| say(IssueCode::RaggedLine, row, column, message);
    let used_and_long = long.lines.iter().filter(|(row, _)| used.binary_search(row).is_ok());
    let long = used_and_long.map(|(row, last)| ragged(*row, header.width, too_many(last + 1, header, separator)));
    let short = short(source.widths(), header, used).into_iter();
    let short = short.map(|(row, fields)| ragged(row, fields - 1, too_few(fields, header)));
    let odd = source.remarks().iter().map(|remark| {
        let (code, message) = oddity(&remark.what);
        let column = if let Oddity::TextFormula(_, column, _) = remark.what { column } else { 0 };
        say(code, remark.row, column, message)
    });
    long.chain(short).chain(odd).collect()
}

fn too_many(fields: u32, header: &Header, separator: char) -> Sentence {
    say!(
        "too-many-fields",
        "the line has {fields} fields, the header {width}: its values may stand in the wrong columns (a {mark} inside a \
         field needs quotes around the field)",
        fields,
        width = header.width,
        mark = name(separator)
    )
}

fn too_few(fields: u32, header: &Header) -> Sentence {
    say!(
        "too-few-fields",
        "the line has {fields} {fields:field|fields}, the header {width}: what stands from column {column} on was read as \
         blank, and its values may stand in the wrong columns",
        fields,
        width = header.width,
        column = column_letters(fields)
    )
}

fn oddity(what: &Oddity) -> (IssueCode, Sentence) {
    match what {
        Oddity::StrayByte(byte, character) => {
            let message = say!(
                "stray-byte",
                "the file is UTF-8, but not this line: byte {byte} was read as `{character}` (save the file as UTF-8)",
                byte = format!("{byte:#04X}"),
                character = character.to_string()
            );
            (IssueCode::StrayByte, message)
        }
        Oddity::BrokenQuote => {
            let message = say!(
                "broken-quote",
                "there is text after the quote that ends a field; a quote inside a quoted field is written twice"
            );
            (IssueCode::BrokenQuote, message)
        }
        Oddity::TextFormula(count, _, text) => {
            let what = match count {
                1 => say!("text-alone", "`{text}` is", text),
                2 => say!("text-and-another", "`{text}` and another cell like it are", text),
                more => say!("text-and-others", "`{text}` and {more} others like it are", text, more = more - 1),
            };
            let message =
                say!("text-formula", "{what} read as the text between the quotes, as a spreadsheet does", what);
            (IssueCode::TextFormula, message)
        }
        Oddity::LineEnd => {
            let message =
                say!("line-ends", "this line ends in a carriage return alone, others end otherwise; each ends a row");
            (IssueCode::LineEnds, message)
        }
    }
}

/// Lines used as rows that have fewer fields than the header, with that number.
fn short(widths: &[(u32, u32)], header: &Header, used: &[u32]) -> Vec<(u32, u32)> {
    let of = |row: u32| {
        let at = widths.partition_point(|(from, _)| *from <= row);
        at.checked_sub(1).map_or(0, |at| widths[at].1)
    };
    let wanted = of(header.row).min(header.width);
    used.iter().map(|&row| (row, of(row))).filter(|(_, fields)| (1..wanted).contains(fields)).collect()
}

fn name(separator: char) -> Sentence {
    match separator {
        ',' => say!("comma", "comma"),
        ';' => say!("semicolon", "semicolon"),
        '\t' => say!("tab", "tab"),
        '|' => say!("bar", "bar"),
        _ => say!("separator", "separator"),
    }
}

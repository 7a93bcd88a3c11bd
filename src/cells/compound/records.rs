//! The records of an xls workbook, walked as its reader walks them.

use super::{half, word};
use crate::cells::CellsError;
use crate::cells::error::{SAVE_AGAIN, damaged, locked};
use crate::cells::guard::a1;

/// Most cells of the rectangles around the sheets' cells, together.
const CELLS: u64 = 17 << 20;
/// Numbers of formats that the reader takes from the file; it knows the others by heart, and wrongly where a
/// file says otherwise.
const TAKEN: [std::ops::RangeInclusive<u16>; 5] = [5..=8, 23..=26, 41..=44, 63..=66, 164..=382];

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const LOCK: u16 = 0x002F;
const SHEET: u16 = 0x0085;
const TEXTS: u16 = 0x00FC;
const FORMAT: u16 = 0x041E;
const STYLE: u16 = 0x00E0;
const DIMENSIONS: u16 = 0x0200;
const SHARED_TEXT: u16 = 0x00FD;
const NUMBERS: u16 = 0x00BD;

/// What the reader of an xls file must know.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::cells) struct Traits {
    /// Whether its texts are in UTF-16, whatever code page it names.
    pub is_wide: bool,
    /// Bytes that must be others, by their place in the file.
    pub edits: Vec<(usize, u8)>,
}

/// A record: its type, where its data start, and they.
type Record<'a> = (u16, usize, &'a [u8]);

/// The records from a place on.
fn records(book: &[u8], from: usize) -> impl Iterator<Item = Result<Record<'_>, CellsError>> {
    let mut at = from;
    std::iter::from_fn(move || {
        let rest = book.get(at..)?;
        let (kind, length) = (half(rest, 0)?, usize::from(half(rest, 2)?));
        let start = at + 4;
        at = start + length;
        Some(book.get(start..at).map(|data| (kind, start, data)).ok_or_else(|| damaged(&"a record is cut off")))
    })
}

/// Measures the rectangle around each sheet's cells, and looks for cells the reader would lose.
pub(super) fn look(book: &[u8]) -> Result<Traits, CellsError> {
    let mut traits = Traits::default();
    let (mut sheets, mut texts) = (Vec::new(), None);
    for record in records(book, 0) {
        let (kind, _, data) = record?;
        match kind {
            // What follows is encrypted: its numbers mean nothing.
            LOCK => return Err(locked()),
            BEGIN => traits.is_wide = half(data, 0) == Some(0x0600),
            TEXTS => texts = Some(word(data, 0)?.max(word(data, 4)?)),
            SHEET => sheets.push(word(data, 0)? as usize),
            END => break,
            _ => {}
        }
    }
    let (mut cells, mut walked) = (0u64, 0usize);
    for from in sheets {
        let sheet = sheet(book, from, texts)?;
        cells = cells.saturating_add(sheet.0);
        walked = walked.saturating_add(sheet.1);
        too_large(cells)?;
        if walked > book.len().saturating_mul(2) {
            return Err(damaged(&"its sheets lie in one another"));
        }
    }
    Ok(traits)
}

/// The cells of the rectangle around those of a sheet, and how many bytes the sheet has.
fn sheet(book: &[u8], from: usize, texts: Option<u32>) -> Result<(u64, usize), CellsError> {
    let (mut around, mut depth, mut end) = (None::<[u64; 4]>, 0, from);
    for record in records(book, from) {
        let (kind, start, data) = record?;
        end = start + data.len();
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            // Charts inside a sheet have records of their own.
            _ if depth > 1 => {}
            DIMENSIONS => too_large(dimensions(data)?)?,
            // Cells as the first versions wrote them, which the reader passes over.
            0x0002..=0x0005 | 0x0007 | 0x0206 | 0x0406 if data.len() >= 7 => {
                let place = a1(half(data, 0).unwrap_or(0).into(), half(data, 2).unwrap_or(0).into());
                let message = format!("cell {place} is written as programs did before 1995");
                return Err(CellsError::new(message, SAVE_AGAIN));
            }
            0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x00D6 | 0x027E | SHARED_TEXT | NUMBERS => {
                let (Some(row), Some(first)) = (half(data, 0), half(data, 2)) else {
                    return Err(damaged(&"a record is too short"));
                };
                if kind == SHARED_TEXT && texts.is_some_and(|texts| word(data, 6).is_ok_and(|text| text >= texts)) {
                    let place = a1(row.into(), first.into());
                    let message = format!("cell {place} names a text that the workbook does not have");
                    return Err(CellsError::new(message, SAVE_AGAIN));
                }
                let last = half(data, data.len().saturating_sub(2)).filter(|_| kind == NUMBERS).unwrap_or(first);
                let (row, first, last) = (u64::from(row), u64::from(first), u64::from(last));
                let known = around.get_or_insert([row, row, first, last]);
                *known = [known[0].min(row), known[1].max(row), known[2].min(first), known[3].max(last)];
                too_large(area(*known))?;
            }
            _ => {}
        }
    }
    Ok((around.map_or(0, area), end.saturating_sub(from)))
}

/// The cells a sheet says it has.
fn dimensions(data: &[u8]) -> Result<u64, CellsError> {
    let is_wide = data.len() >= 14;
    let row = |at: usize| if is_wide { word(data, at * 2) } else { Ok(half(data, at).unwrap_or(0).into()) };
    let (first, last) = (u64::from(row(0)?), u64::from(row(2)?));
    if first > last {
        return Err(damaged(&"a sheet ends before it starts"));
    }
    let columns = u64::from(half(data, if is_wide { 10 } else { 6 }).unwrap_or(0));
    Ok((last - first).saturating_mul(columns))
}

/// Bytes of the stream that must be others: formats whose numbers the reader does not take from the file get
/// numbers that it does, and so do the styles that use them.
pub(super) fn formats(book: &[u8]) -> Vec<(usize, u8)> {
    let numbers: Vec<Record<'_>> =
        records(book, 0).map_while(Result::ok).take_while(|record| record.0 != END).collect();
    let of = |kind: u16, at: usize| {
        let found = numbers.iter().filter(move |record| record.0 == kind);
        found.filter_map(move |(_, start, data)| Some((start + at, half(data, at)?)))
    };
    let used: std::collections::HashSet<u16> = of(FORMAT, 0).map(|(_, number)| number).collect();
    let mut free = (164..=382).filter(|number| !used.contains(number));
    let mut moved = std::collections::HashMap::new();
    for number in &used {
        if !TAKEN.iter().any(|taken| taken.contains(number)) && !is_general(*number) {
            moved.extend(free.next().map(|other| (*number, other)));
        }
    }
    let places = of(FORMAT, 0).chain(of(STYLE, 2));
    let edits = places.filter_map(|(at, number)| Some((at, moved.get(&number)?.to_le_bytes())));
    edits.flat_map(|(at, bytes)| [(at, bytes[0]), (at + 1, bytes[1])]).collect()
}

/// The plain numbers every program knows, which files may repeat.
fn is_general(number: u16) -> bool {
    matches!(number, 0..=4 | 9..=13 | 37..=40 | 48 | 49)
}

/// Cells of a rectangle: its first and last row, its first and last column.
fn area(bounds: [u64; 4]) -> u64 {
    (bounds[1] - bounds[0] + 1) * (bounds[3].saturating_sub(bounds[2]) + 1)
}

fn too_large(cells: u64) -> Result<(), CellsError> {
    if cells <= CELLS {
        return Ok(());
    }
    let help = "save it as .xlsx, which is read row by row";
    Err(CellsError::new("its sheets spread over more than 17 million cells", help))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: u16, data: &[u8]) -> Vec<u8> {
        [&id.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat())
    }

    /// A sheet with one cell at A1 and one far away.
    fn far(row: u16, column: u16) -> Vec<u8> {
        [record(BEGIN, &[0; 8]), number(0, 0), number(row, column), record(END, &[])].concat()
    }

    /// A book of sheets that start so many bytes behind its head.
    fn book(sheets: &[u8], starts: &[usize]) -> Vec<u8> {
        let head = |start: usize| {
            let listed =
                starts.iter().map(|at| record(SHEET, &[&((start + at) as u32).to_le_bytes()[..], &[0; 4]].concat()));
            [record(BEGIN, &[0, 6, 5, 0]), listed.collect::<Vec<_>>().concat(), record(END, &[])].concat()
        };
        [head(head(0).len()), sheets.to_vec()].concat()
    }

    #[test]
    fn a_locked_workbook_is_called_locked_whatever_its_numbers_look_like() {
        let book = [record(BEGIN, &[0; 8]), record(LOCK, &[0; 6]), far(65_535, 65_535)].concat();
        assert_eq!(look(&book), Err(locked()));
    }

    #[test]
    fn the_cells_of_all_sheets_count_together() {
        let one = far(65_535, 255);
        assert!(look(&book(&one, &[0])).expect("16 million cells").is_wide);
        for starts in [&[0, one.len()][..], &[0, 0], &[0, 12]] {
            let error = look(&book(&one.repeat(2), starts)).expect_err("33 million cells");
            assert!(error.message.contains("17 million cells"), "{starts:?} {error}");
        }
        let small = far(1, 1);
        let error = look(&book(&small, &[0; 10])).expect_err("one sheet ten times");
        assert!(error.message.contains("lie in one another"), "{error}");
    }

    #[test]
    fn cells_that_would_be_lost_are_named() {
        let shared = |text: u32| record(SHARED_TEXT, &[&[4, 0, 1, 0, 0, 0][..], &text.to_le_bytes()].concat());
        let sheet = |cell: Vec<u8>| [record(BEGIN, &[0; 8]), cell, record(END, &[])].concat();
        let texts = |cell: Vec<u8>| {
            let body = sheet(cell);
            let texts = record(TEXTS, &[2, 0, 0, 0, 2, 0, 0, 0]);
            let mut book = book(&body, &[texts.len()]);
            let end = book.len() - body.len() - 4;
            book.splice(end..end, texts);
            book
        };
        assert!(look(&texts(shared(1))).is_ok());
        for (cell, message) in [
            (shared(2), "cell B5 names a text that the workbook does not have"),
            (shared(u32::MAX), "cell B5 names a text that the workbook does not have"),
            (record(0x0406, &[4, 0, 1, 0, 0, 0, 0, 0]), "cell B5 is written as programs did before 1995"),
        ] {
            assert_eq!(look(&texts(cell)).expect_err("lost").message, message);
        }
    }

    #[test]
    fn a_format_with_the_number_of_a_date_gets_another_number() {
        let format = |number: u16| record(FORMAT, &[&number.to_le_bytes()[..], &[1, 0, 0, b'0']].concat());
        let style = |number: u16| record(STYLE, &[&[0, 0][..], &number.to_le_bytes(), &[0; 16]].concat());
        let book = |id: u16| {
            [record(BEGIN, &[0, 6, 5, 0]), format(164), format(id), style(14), style(id), record(END, &[])].concat()
        };
        for (written, read) in [(52, 165), (14, 165), (1000, 165), (4, 4), (170, 170)] {
            let mut bytes = book(written);
            for (at, byte) in formats(&bytes.clone()) {
                bytes[at] = byte;
            }
            let wanted = if written == 14 {
                [record(BEGIN, &[0, 6, 5, 0]), format(164), format(165), style(165), style(165), record(END, &[])]
                    .concat()
            } else {
                book(read)
            };
            assert_eq!(bytes, wanted, "{written}");
        }
    }
}

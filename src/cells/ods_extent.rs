//! How large a table of an ods file becomes once its repeated cells are written out. Calamine writes
//! them out, so this is counted first, from the tags alone.

use super::CellsError;
use super::error::{damaged, unreadable};
use std::io::{BufRead, BufReader, Read, Seek};
use zip::ZipArchive;

/// Most cells, empty ones between others included.
const CELLS: u64 = 16 << 20;
/// Longest tag that is looked at.
const TAG: usize = 1 << 16;

/// Refuses an ods file whose tables are too large.
pub(super) fn check<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<(), CellsError> {
    let content = archive.by_name("content.xml").map_err(|error| damaged(&error))?;
    let mut content = BufReader::with_capacity(1 << 16, content);
    let (mut tag, mut extent, mut total) = (Vec::new(), Extent::default(), 0u64);
    loop {
        tag.clear();
        let read = content.skip_until(b'<').map_err(|error| unreadable(&error))?;
        if read == 0 {
            break;
        }
        let read = content.by_ref().take(TAG as u64).read_until(b'>', &mut tag).map_err(|error| unreadable(&error))?;
        if read == TAG {
            continue;
        }
        if extent.tag(&tag) {
            total = total.saturating_add(std::mem::take(&mut extent).cells());
        }
        if total.saturating_add(extent.cells()) > CELLS {
            let help = "save it as .xlsx, which is read row by row";
            return Err(CellsError::new("its tables have more than 16 million cells once written out", help));
        }
    }
    Ok(())
}

/// The rectangle of cells that hold something.
#[derive(Default)]
struct Extent {
    rows: u64,
    repeat: u64,
    columns: u64,
    row_columns: u64,
    last_row: u64,
    last_column: u64,
}

impl Extent {
    fn cells(&self) -> u64 {
        self.last_row.saturating_mul(self.last_column)
    }

    /// Takes a tag in; is it the end of a table?
    fn tag(&mut self, tag: &[u8]) -> bool {
        if tag.starts_with(b"table:table-row ") || tag.starts_with(b"table:table-row>") {
            self.rows = self.rows.saturating_add(self.repeat);
            self.repeat = repeated(tag, b"table:number-rows-repeated");
            self.columns = 0;
            self.row_columns = 0;
        } else if tag.starts_with(b"table:table-cell") || tag.starts_with(b"table:covered-table-cell") {
            self.columns = self.columns.saturating_add(repeated(tag, b"table:number-columns-repeated"));
            let filled = !tag.ends_with(b"/>") || find(tag, b"value-type").is_some() || find(tag, b"formula").is_some();
            if filled {
                self.row_columns = self.columns;
                self.last_column = self.last_column.max(self.row_columns);
                self.last_row = self.rows.saturating_add(self.repeat);
            }
        }
        tag.starts_with(b"/table:table>")
    }
}

fn repeated(tag: &[u8], name: &[u8]) -> u64 {
    let Some(at) = find(tag, name) else { return 1 };
    let rest = &tag[at + name.len()..];
    let digits = rest.iter().skip_while(|b| matches!(b, b'=' | b'"' | b'\'' | b' ')).take_while(|b| b.is_ascii_digit());
    digits.fold(0u64, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))).max(1)
}

fn find(within: &[u8], part: &[u8]) -> Option<usize> {
    within.windows(part.len()).position(|window| window == part)
}

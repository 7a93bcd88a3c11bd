//! The container of xls files, looked at before it is opened: chains of sectors that run in a
//! circle, and sheets whose two cells stand a billion cells apart, end a program otherwise.

use super::CellsError;
use super::error::{damaged, locked};

/// The first bytes of a compound file.
pub(super) const MAGIC: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// Most cells of the rectangles around the sheets' cells, together.
const CELLS: u64 = 17 << 20;
/// From here on numbers in a chain are marks, not sectors.
const MARKS: u32 = 0xFFFF_FFFA;

/// Refuses a compound file that is damaged, locked, or too large once read.
pub(super) fn check(data: &[u8]) -> Result<(), CellsError> {
    let file = Compound::open(data)?;
    if file.entry("EncryptedPackage").is_some() {
        return Err(locked());
    }
    let Some(book) = file.entry("Workbook").or_else(|| file.entry("Book")) else {
        return Err(damaged(&"there is no workbook inside"));
    };
    extents(&file.stream(book)?)
}

#[derive(Clone, Copy)]
struct Entry<'a> {
    name: &'a [u8],
    start: u32,
    size: usize,
}

struct Compound<'a> {
    data: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    directory: Vec<u8>,
}

impl<'a> Compound<'a> {
    fn open(data: &'a [u8]) -> Result<Compound<'a>, CellsError> {
        let sector = match half(data, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(damaged(&"its header makes no sense")),
        };
        let mut file = Compound { data, sector, fat: Vec::new(), mini_fat: Vec::new(), directory: Vec::new() };
        for id in file.fat_sectors()? {
            let words: Vec<u32> = words(file.sector_bytes(id)?).collect();
            file.fat.extend(words);
        }
        file.directory = file.chain(word(data, 48)?, &file.fat, usize::MAX)?;
        if file.directory.len() < 128 {
            return Err(damaged(&"its directory is empty"));
        }
        if word(data, 64)? > 0 && word(data, 60)? < MARKS {
            file.mini_fat = words(&file.chain(word(data, 60)?, &file.fat, usize::MAX)?).collect();
        }
        Ok(file)
    }

    /// Sectors that hold the table of chains: 109 in the header, more in a list of their own.
    fn fat_sectors(&self) -> Result<Vec<u32>, CellsError> {
        let header = self.data.get(76..512).ok_or_else(|| damaged(&"its header is cut off"))?;
        let mut sectors: Vec<u32> = words(header).collect();
        let mut next = word(self.data, 68)?;
        for _ in 0..=self.data.len() / self.sector {
            if next >= MARKS {
                sectors.retain(|id| *id < MARKS);
                return Ok(sectors);
            }
            sectors.extend(words(self.sector_bytes(next)?));
            next = sectors.pop().unwrap_or(u32::MAX);
        }
        Err(damaged(&"its list of sectors runs in a circle"))
    }

    fn sector_bytes(&self, id: u32) -> Result<&'a [u8], CellsError> {
        let start = (id as usize + 1).saturating_mul(self.sector);
        let end = start.saturating_add(self.sector).min(self.data.len());
        self.data.get(start..end).ok_or_else(|| damaged(&"a sector lies past its end"))
    }

    fn chain(&self, start: u32, fat: &[u32], size: usize) -> Result<Vec<u8>, CellsError> {
        let mut bytes = Vec::new();
        for id in follow(start, fat)? {
            bytes.extend_from_slice(self.sector_bytes(id)?);
            if bytes.len() >= size {
                bytes.truncate(size);
                break;
            }
        }
        Ok(bytes)
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.directory.chunks_exact(128).filter_map(|entry| {
            let length = usize::from(half(entry, 64)?).saturating_sub(2).min(64);
            Some(Entry { name: &entry[..length], start: word(entry, 116).ok()?, size: word(entry, 120).ok()? as usize })
        })
    }

    fn entry(&self, name: &str) -> Option<Entry<'_>> {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.entries().find(|entry| entry.name.eq_ignore_ascii_case(&wide))
    }

    fn stream(&self, entry: Entry<'_>) -> Result<Vec<u8>, CellsError> {
        let bytes = if entry.size >= 4096 {
            self.chain(entry.start, &self.fat, entry.size)?
        } else {
            let root = self.entries().next().ok_or_else(|| damaged(&"its directory is empty"))?;
            let small = self.chain(root.start, &self.fat, root.size)?;
            let mut bytes = Vec::new();
            for id in follow(entry.start, &self.mini_fat)? {
                let at = id as usize * 64;
                bytes.extend_from_slice(small.get(at..(at + 64).min(small.len())).unwrap_or_default());
            }
            bytes.truncate(entry.size);
            bytes
        };
        if bytes.len() < entry.size { Err(damaged(&"it is cut off")) } else { Ok(bytes) }
    }
}

/// The sectors of a chain; a chain longer than the table runs in a circle.
fn follow(start: u32, fat: &[u32]) -> Result<Vec<u32>, CellsError> {
    let mut ids = Vec::new();
    let mut id = start;
    while id < MARKS {
        if ids.len() > fat.len() {
            return Err(damaged(&"a chain of sectors runs in a circle"));
        }
        ids.push(id);
        id = *fat.get(id as usize).ok_or_else(|| damaged(&"a chain of sectors leads nowhere"))?;
    }
    Ok(ids)
}

/// Walks the records of a workbook and measures the rectangle around each sheet's cells.
fn extents(book: &[u8]) -> Result<(), CellsError> {
    let mut rest = book;
    let mut bounds: Option<[u64; 4]> = None;
    let mut before = 0u64;
    while let (Some(id), Some(length)) = (half(rest, 0), half(rest, 2)) {
        let end = 4 + usize::from(length);
        let Some(record) = rest.get(4..end) else { return Err(damaged(&"a record is cut off")) };
        match id {
            // What follows is encrypted: its numbers mean nothing.
            0x002F => return Err(locked()),
            0x0809 | 0x000A => before = before.saturating_add(bounds.take().map_or(0, area)),
            0x0200 => {
                let wide = record.len() >= 14;
                let row =
                    |at: usize| if wide { word(record, at * 2) } else { Ok(half(record, at).unwrap_or(0).into()) };
                let (first, last) = (u64::from(row(0)?), u64::from(row(2)?));
                if first > last {
                    return Err(damaged(&"a sheet ends before it starts"));
                }
                let columns = u64::from(half(record, if wide { 10 } else { 6 }).unwrap_or(0));
                too_large((last - first).saturating_mul(columns))?;
            }
            0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x00D6 | 0x027E | 0x00FD | 0x00BD => {
                let (Some(row), Some(first)) = (half(record, 0), half(record, 2)) else {
                    return Err(damaged(&"a record is too short"));
                };
                let last =
                    if id == 0x00BD { half(record, record.len().saturating_sub(2)).unwrap_or(first) } else { first };
                let (row, first, last) = (u64::from(row), u64::from(first), u64::from(last));
                let around = bounds.get_or_insert([row, row, first, last]);
                *around = [around[0].min(row), around[1].max(row), around[2].min(first), around[3].max(last)];
                too_large(before.saturating_add(area(*around)))?;
            }
            _ => {}
        }
        rest = &rest[end..];
    }
    Ok(())
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

fn half(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at + 2).map(|two| u16::from_le_bytes([two[0], two[1]]))
}

fn word(data: &[u8], at: usize) -> Result<u32, CellsError> {
    let four = data.get(at..at + 4).ok_or_else(|| damaged(&"it is cut off"))?;
    Ok(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

fn words(data: &[u8]) -> impl Iterator<Item = u32> + '_ {
    data.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

#[cfg(test)]
mod tests {
    use super::{extents, locked};

    fn record(id: u16, data: &[u8]) -> Vec<u8> {
        [&id.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat())
    }

    /// A sheet with one cell at A1 and one far away.
    fn sheet(row: u16, column: u16) -> Vec<u8> {
        [record(0x0809, &[0; 8]), number(0, 0), number(row, column), record(0x000A, &[])].concat()
    }

    #[test]
    fn a_locked_workbook_is_called_locked_whatever_its_numbers_look_like() {
        let book = [record(0x0809, &[0; 8]), record(0x002F, &[0; 6]), sheet(65_535, 65_535)].concat();
        assert_eq!(extents(&book), Err(locked()));
    }

    #[test]
    fn the_cells_of_all_sheets_count_together() {
        assert_eq!(extents(&sheet(65_535, 255).repeat(1)), Ok(()));
        let error = extents(&sheet(65_535, 255).repeat(2)).expect_err("33 million cells");
        assert!(error.message.contains("17 million cells"), "{error}");
    }
}

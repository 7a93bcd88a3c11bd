//! The container of xls files, looked at before it is opened: chains of sectors that run in a
//! circle, and sheets whose two cells stand a billion cells apart, end a program otherwise.

mod records;

pub(super) use records::Traits;

use super::CellsError;
use super::error::{damaged, locked};

/// The first bytes of a compound file.
pub(super) const MAGIC: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// From here on numbers in a chain are marks, not sectors.
const MARKS: u32 = 0xFFFF_FFFA;

/// Refuses a compound file that is damaged, locked, or too large once read, and says what its reader must know.
pub(super) fn check(data: &[u8]) -> Result<Traits, CellsError> {
    let file = Compound::open(data)?;
    if file.entry("EncryptedPackage").is_some() {
        return Err(locked());
    }
    let Some(book) = file.entry("Workbook").or_else(|| file.entry("Book")) else {
        return Err(damaged(&"there is no workbook inside"));
    };
    let (bytes, places) = file.stream(book)?;
    let mut traits = records::look(&bytes)?;
    // Where in the file the bytes stand that are to be others.
    traits.edits =
        records::formats(&bytes).into_iter().filter_map(|(at, byte)| Some((place(&places, at)?, byte))).collect();
    Ok(traits)
}

/// Where in the file the pieces of a stream start, and the size of each.
type Pieces = (Vec<usize>, usize);

/// Where a byte of a stream stands in the file: its pieces are of one size.
fn place((places, size): &Pieces, at: usize) -> Option<usize> {
    places.get(at / size).map(|start| start + at % size)
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

    /// The bytes of a stream, and its pieces.
    fn stream(&self, entry: Entry<'_>) -> Result<(Vec<u8>, Pieces), CellsError> {
        let whole = |id: u32| (id as usize + 1).saturating_mul(self.sector);
        let (bytes, places) = if entry.size >= 4096 {
            let places = follow(entry.start, &self.fat)?.into_iter().map(whole).collect();
            (self.chain(entry.start, &self.fat, entry.size)?, (places, self.sector))
        } else {
            let root = self.entries().next().ok_or_else(|| damaged(&"its directory is empty"))?;
            let small = self.chain(root.start, &self.fat, root.size)?;
            let sectors: Vec<usize> = follow(root.start, &self.fat)?.into_iter().map(whole).collect();
            let (mut bytes, mut places) = (Vec::new(), Vec::new());
            for id in follow(entry.start, &self.mini_fat)? {
                let at = id as usize * 64;
                bytes.extend_from_slice(small.get(at..(at + 64).min(small.len())).unwrap_or_default());
                places.push(sectors.get(at / self.sector).map_or(usize::MAX / 2, |start| start + at % self.sector));
            }
            bytes.truncate(entry.size);
            (bytes, (places, 64))
        };
        if bytes.len() < entry.size { Err(damaged(&"it is cut off")) } else { Ok((bytes, places)) }
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

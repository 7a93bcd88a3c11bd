//! What is checked before and while a workbook is read, so that a small file cannot ask for all the
//! memory there is, and a broken one cannot pass for a good one.

use super::error::{SAVE_AGAIN, damaged, unreadable};
use super::stream::Stream;
use super::{CellsError, ods_extent};
use crate::source::CellAddress;
use std::io::{Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use zip::ZipArchive;

/// Most members an archive may have; workbooks have tens.
const MEMBERS: usize = 20_000;
/// Most bytes all members may have once inflated.
const INFLATED: u64 = 8 << 30;
/// Most bytes of the members that are held in memory whole.
const HELD: u64 = 1 << 30;
/// A member larger than this must not have been squeezed by more than [`RATIO`].
const RATIO_FROM: u64 = 32 << 20;
/// Real sheets are squeezed 5 to 60 times; bombs about 1000 times.
const RATIO: u64 = 300;
/// Most bytes of a file, which are held in memory.
const FILE: u64 = 2 << 30;
/// Rows and columns of a sheet.
pub(super) const GRID: (u32, u32) = (1_048_576, 16_384);

/// What kind of workbook an archive is.
pub(super) enum FileKind {
    /// xlsx or xlsm.
    Xlsx,
    /// xlsb.
    Xlsb,
    /// ods.
    Ods,
}

/// Looks at an archive without inflating its sheets, and leaves the stream at its start.
pub(super) fn archive(stream: &mut Stream) -> Result<FileKind, CellsError> {
    let declared = declared_members(stream).map_err(|error| unreadable(&error))?;
    stream.seek(SeekFrom::Start(0)).map_err(|error| unreadable(&error))?;
    let mut archive = ZipArchive::new(&mut *stream).map_err(|error| damaged(&error))?;
    if archive.len() > MEMBERS || declared.is_some_and(|count| count > MEMBERS as u64) {
        return Err(CellsError::new("the archive has more members than any workbook", SAVE_AGAIN));
    }
    if declared.is_some_and(|count| count != archive.len() as u64) {
        return Err(CellsError::new("two members of the archive have the same name", SAVE_AGAIN));
    }
    let kind = kind(&archive)?;
    sizes(&mut archive, &kind)?;
    match kind {
        FileKind::Xlsx => shared_strings(&mut archive)?,
        FileKind::Ods => ods_extent::check(&mut archive)?,
        FileKind::Xlsb => {}
    }
    drop(archive);
    stream.seek(SeekFrom::Start(0)).map_err(|error| unreadable(&error))?;
    Ok(kind)
}

/// Number of members the archive's directory declares; the archive reader drops members of one name.
fn declared_members(stream: &mut Stream) -> std::io::Result<Option<u64>> {
    let length = stream.seek(SeekFrom::End(0))?;
    stream.seek(SeekFrom::Start(length.saturating_sub(66_000)))?;
    let mut tail = Vec::new();
    stream.read_to_end(&mut tail)?;
    let Some(at) = tail.windows(4).rposition(|four| four == b"PK\x05\x06") else { return Ok(None) };
    let count = tail.get(at + 10..at + 12).map(|two| u64::from(u16::from_le_bytes([two[0], two[1]])));
    Ok(count.filter(|&count| count != 0xFFFF))
}

fn kind<R: Read + Seek>(archive: &ZipArchive<R>) -> Result<FileKind, CellsError> {
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("xl/workbook.bin") {
        Ok(FileKind::Xlsb)
    } else if has("content.xml") && has("mimetype") {
        Ok(FileKind::Ods)
    } else if has("xl/workbook.xml") || has("[Content_Types].xml") {
        Ok(FileKind::Xlsx)
    } else {
        Err(CellsError::new("it is an archive but not a workbook", "unpack it and name the workbooks inside"))
    }
}

fn sizes<R: Read + Seek>(archive: &mut ZipArchive<R>, kind: &FileKind) -> Result<(), CellsError> {
    let mut total = 0u64;
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).map_err(|error| damaged(&error))?;
        let (name, size, packed) = (member_name(&member), member.size(), member.compressed_size());
        total = total.saturating_add(size);
        let held =
            !name.contains("worksheets/") && matches!(kind, FileKind::Xlsx | FileKind::Xlsb) || name == "content.xml";
        if size > RATIO_FROM && size / packed.max(1) > RATIO || held && size > HELD {
            let message = format!("`{name}` inside it is {} MB when unpacked, out of all proportion", size >> 20);
            return Err(CellsError::new(message, SAVE_AGAIN));
        }
    }
    if total > INFLATED {
        return Err(CellsError::new(
            format!("it is {} MB when unpacked", total >> 20),
            "split it into several workbooks",
        ));
    }
    Ok(())
}

fn member_name<R: Read>(member: &zip::read::ZipFile<'_, R>) -> String {
    String::from_utf8_lossy(member.name_raw()).into_owned()
}

/// `uniqueCount` makes the reader reserve memory: it must fit the size of the strings.
fn shared_strings<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<(), CellsError> {
    let Ok(mut member) = archive.by_name("xl/sharedStrings.xml") else { return Ok(()) };
    let size = member.size();
    let mut start = Vec::new();
    member.by_ref().take(4096).read_to_end(&mut start).map_err(|error| unreadable(&error))?;
    let start = String::from_utf8_lossy(&start);
    let count = start.split_once("uniqueCount").and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
    // The shortest string is `<si/>`.
    match count.map(|digits| digits.trim().parse::<u64>()) {
        Some(Ok(count)) if count <= size / 5 + 1 => Ok(()),
        None => Ok(()),
        Some(_) => Err(CellsError::new("it declares more texts than it holds", SAVE_AGAIN)),
    }
}

/// Reads a whole file, which is `length` bytes long as far as the system knows.
pub(super) fn read_capped(file: &mut impl Read, length: u64) -> Result<Vec<u8>, CellsError> {
    let mut data = Vec::with_capacity(length.min(FILE) as usize);
    file.take(FILE + 1).read_to_end(&mut data).map_err(|error| unreadable(&error))?;
    if data.len() as u64 > FILE {
        return Err(CellsError::new("it is larger than 2 GB", "split it into several files"));
    }
    Ok(data)
}

/// Runs a call into a reader of other people's; a panic there is a damaged file here.
pub(super) fn shielded<T>(call: impl FnOnce() -> T) -> Result<T, CellsError> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|_| damaged(&"its reader gave up"))
}

/// Checks that cells come in order, none twice, all inside the grid.
#[derive(Default)]
pub(super) struct Order {
    last: Option<(u32, u32)>,
}

impl Order {
    pub(super) fn check(&mut self, sheet: &str, row: u32, column: u32) -> Result<(), CellsError> {
        let fault = if row >= GRID.0 || column >= GRID.1 {
            "lies outside the grid of a sheet"
        } else {
            match self.last {
                Some(last) if last == (row, column) => "is there twice",
                Some(last) if last > (row, column) => "comes after cells that stand below or right of it",
                _ => {
                    self.last = Some((row, column));
                    return Ok(());
                }
            }
        };
        Err(CellsError::new(format!("sheet `{sheet}`: cell {} {fault}", a1(row, column)), SAVE_AGAIN))
    }
}

/// The address of a cell inside its sheet.
pub(super) fn a1(row: u32, column: u32) -> String {
    CellAddress { workbook: "".into(), sheet: "".into(), row, column }.a1()
}

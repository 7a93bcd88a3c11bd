//! What is checked before and while a workbook is read, so that a small file cannot ask for all the
//! memory there is, and a broken one cannot pass for a good one.

use super::blocks::read_full;
use super::error::{SAVE_AGAIN, damaged, unreadable};
use super::layout::parts::{attribute, bear_with};
use super::stream::Stream;
use super::{CellsError, recode};
use crate::source::CellAddress;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::HashSet;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
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

/// Looks at an archive without inflating its sheets, and gives it with its parts in UTF-8.
pub(super) fn archive(mut stream: Stream) -> Result<(FileKind, Stream), CellsError> {
    let declared = declared_members(&mut stream).map_err(|error| unreadable(&error))?;
    stream.rewind().map_err(|error| unreadable(&error))?;
    let mut archive = ZipArchive::new(stream.clone()).map_err(|error| damaged(&error))?;
    if archive.len() > MEMBERS || declared.is_some_and(|count| count > MEMBERS as u64) {
        return Err(CellsError::new("the archive has more members than any workbook", SAVE_AGAIN));
    }
    if declared.is_some_and(|count| count != archive.len() as u64) || two_of_a_name(&archive) {
        return Err(CellsError::new("two members of the archive have the same name", SAVE_AGAIN));
    }
    let kind = kind(&archive)?;
    sizes(&mut archive, &kind)?;
    if let Some(plain) = recode::plain(&mut archive)? {
        stream = plain;
        archive = ZipArchive::new(stream.clone()).map_err(|error| damaged(&error))?;
    }
    if let FileKind::Xlsx = kind {
        shared_strings(&mut archive)?;
    }
    Ok((kind, stream))
}

/// A member as readers look for it, whatever its case and its slashes.
fn plain_name(name: &[u8]) -> String {
    String::from_utf8_lossy(name).replace('\\', "/").to_lowercase()
}

/// Names that differ in nothing but case and slashes: readers disagree which of them is meant.
fn two_of_a_name(archive: &ZipArchive<Stream>) -> bool {
    let mut seen = HashSet::new();
    archive.file_names().any(|name| name.is_ok_and(|name| !seen.insert(plain_name(name.as_bytes()))))
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

/// `uniqueCount` makes the reader reserve memory: it must fit the size of the strings. The part is looked at as
/// that reader does, wherever it stands.
fn shared_strings(archive: &mut ZipArchive<Stream>) -> Result<(), CellsError> {
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(|error| damaged(&error))?;
        if !plain_name(member.name_raw()).ends_with("sharedstrings.xml") {
            continue;
        }
        let size = member.size();
        let mut reader = Reader::from_reader(BufReader::new(member));
        bear_with(reader.config_mut());
        let mut buffer = Vec::new();
        let declared = loop {
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == "sst" => {
                    break attribute(&tag, "uniqueCount");
                }
                Ok(Event::Eof) | Err(_) => break None,
                Ok(_) => buffer.clear(),
            }
        };
        // The shortest string is `<si/>`. What is no number reserves nothing.
        let count = declared.and_then(|digits| digits.trim().parse::<f64>().ok());
        if count.is_some_and(|count| count > (size / 5 + 1) as f64) {
            return Err(CellsError::new("it declares more texts than it holds", SAVE_AGAIN));
        }
    }
    Ok(())
}

/// Reads a whole file, which is `length` bytes long as far as the system knows.
pub(super) fn read_capped(file: &mut impl Read, length: u64) -> Result<Arc<[u8]>, CellsError> {
    // Where it is as long as the system says, its bytes are read to where they stay.
    let mut whole: Arc<[u8]> = std::iter::repeat_n(0, length.min(FILE) as usize).collect();
    let data = Arc::get_mut(&mut whole).unwrap_or_default();
    let read = read_full(file, data).map_err(|error| unreadable(&error))?;
    let mut rest = Vec::new();
    file.take(FILE + 1 - read as u64).read_to_end(&mut rest).map_err(|error| unreadable(&error))?;
    if (read + rest.len()) as u64 > FILE {
        return Err(CellsError::new("it is larger than 2 GB", "split it into several files"));
    }
    let is_whole = read == data.len() && rest.is_empty();
    Ok(if is_whole { whole } else { [&data[..read], &rest].concat().into() })
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
                Some(last) if last > (row, column) => "comes after cells that are below or right of it",
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

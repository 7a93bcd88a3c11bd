//! A reader for the common shape of xlsx sheets: a scanner over bytes that are inflated on another thread.
//!
//! It knows the tags and attributes that programs write, and nothing else. At the first thing it does not
//! know it stops, says how many cells it has read, and calamine goes on from there. So it must give the same
//! cells as calamine up to wherever it stops; tests hold the two together.

mod formats;
mod quick;
mod row;
mod sheet;
#[cfg(test)]
mod tests;
mod text;
mod texts;

pub(super) use sheet::Reached;
pub(super) use texts::Texts;

use super::stream::Stream;
use super::visitor::Visitor;
use super::{CellsError, Look};
use formats::Style;
use row::About;
use zip::ZipArchive;

/// What the sheets of a workbook share.
pub(super) struct Shared {
    texts: Texts,
    formats: Vec<Style>,
}

impl Shared {
    /// Reads the shared texts and the styles. `None` where they are not of the common shape.
    pub(super) fn read(archive: &mut ZipArchive<Stream>) -> Option<Shared> {
        let texts = match named(archive, "xl/sharedStrings.xml")? {
            Some(name) => Texts::read(archive.by_name(&name).ok()?)?,
            None => Texts::default(),
        };
        Some(Shared { texts, formats: styles(archive)? })
    }
}

/// How each cell style shows numbers. `None` where that is not understood.
fn styles(archive: &mut ZipArchive<Stream>) -> Option<Vec<Style>> {
    match named(archive, "xl/styles.xml")? {
        Some(name) => formats::read(archive.by_name(&name).ok()?),
        None => Some(Vec::new()),
    }
}

/// How each cell style shows cells, for who reads these otherwise; they are read where the scanner did not.
pub(super) fn looks(shared: Option<&Shared>, archive: &mut ZipArchive<Stream>) -> Vec<Look> {
    let look = |style: &Style| style.look;
    match shared {
        Some(shared) => shared.formats.iter().map(look).collect(),
        None => styles(archive).unwrap_or_default().iter().map(look).collect(),
    }
}

/// A member as the archive spells it, if it is there. `None` where several differ in their spelling alone.
fn named(archive: &ZipArchive<Stream>, wanted: &str) -> Option<Option<String>> {
    let mut found = None;
    for name in archive.file_names() {
        let name = name.ok()?;
        if name.replace('\\', "/").eq_ignore_ascii_case(wanted) && found.replace(name.to_string()).is_some() {
            return None;
        }
    }
    Some(found)
}

/// A sheet to be read, and what is known of it.
pub(super) struct Wanted<'a> {
    pub name: &'a str,
    /// Its member in the archive.
    pub member: &'a str,
    pub is_1904: bool,
    /// Whether the results of its formulas were never worked out; nothing where that has not been looked for.
    pub unsaved: Option<bool>,
}

/// Reads a sheet as far as this reader can.
///
/// # Errors
/// When the sheet is damaged.
pub(super) fn read(
    archive: &mut ZipArchive<Stream>,
    shared: &Shared,
    wanted: &Wanted<'_>,
    visitor: &mut dyn Visitor,
) -> Result<Reached, CellsError> {
    let Ok(member) = archive.by_name(wanted.member) else { return Ok(Reached::Cells(0)) };
    let about = About {
        sheet: wanted.name,
        texts: &shared.texts,
        formats: &shared.formats,
        is_1904: wanted.is_1904,
        unsaved: wanted.unsaved,
    };
    sheet::read(member, about, visitor)
}

/// Whether a part that starts so is in UTF-8, by its mark and by what it says.
fn is_unicode(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let declaration = start.strip_prefix(b"<?xml").and_then(|rest| rest.split(|mark| *mark == b'>').next());
    let named = declaration.and_then(|text| {
        let at = memchr::memmem::find(text, b"encoding=")?;
        text.get(at + b"encoding=\"".len()..)
    });
    start.starts_with(b"<")
        && named.is_none_or(|name| name.get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"utf-8")))
}

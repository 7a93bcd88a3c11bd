//! Parts of an archive that the readers do not know: those in UTF-16, as a few programs write them, are made
//! UTF-8; sheets of macros, which hold no data, are called dialogs.

use super::CellsError;
use super::error::damaged;
use super::stream::Stream;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::collections::HashMap;
use std::io::{Cursor, Read, Write};
use std::sync::Arc;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Largest part that is recoded.
const LARGEST: u64 = 256 << 20;
/// Kinds of sheets of macros.
const MACROS: [&str; 2] = ["/xlMacrosheet", "/xlIntlMacrosheet"];

/// The archive with its parts as readers know them; `None` where they are. Its sizes have been checked.
pub(super) fn plain(archive: &mut ZipArchive<Stream>) -> Result<Option<Stream>, CellsError> {
    let mut parts = HashMap::new();
    for index in 0..archive.len() {
        parts.extend(changed(archive, index)?.map(|text| (index, text)));
    }
    if parts.is_empty() {
        return Ok(None);
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).map_err(|error| damaged(&error))?;
        let Some(text) = parts.get(&index) else {
            writer.raw_copy_file(member).map_err(|error| damaged(&error))?;
            continue;
        };
        let name = String::from_utf8_lossy(member.name_raw()).into_owned();
        writer.start_file(name, SimpleFileOptions::default()).map_err(|error| damaged(&error))?;
        writer.write_all(text.as_bytes()).map_err(|error| damaged(&error))?;
    }
    let plain = writer.finish().map_err(|error| damaged(&error))?.into_inner();
    Ok(Some(Cursor::new(Arc::from(plain))))
}

/// A part as it must be, where it is not. What cannot be inflated is told by whoever needs it.
fn changed(archive: &mut ZipArchive<Stream>, index: usize) -> Result<Option<String>, CellsError> {
    let mut member = archive.by_index(index).map_err(|error| damaged(&error))?;
    let name = String::from_utf8_lossy(member.name_raw()).to_lowercase();
    let mut bytes = Vec::new();
    if !is_text(&name) || member.by_ref().take(4).read_to_end(&mut bytes).is_err() {
        return Ok(None);
    }
    let lists_sheets = name.ends_with("workbook.xml.rels");
    let encoding = match encoding(&bytes) {
        Some(encoding) => encoding,
        None if lists_sheets => UTF_8,
        None => return Ok(None),
    };
    if member.take(LARGEST).read_to_end(&mut bytes).is_err() && encoding == UTF_8 {
        return Ok(None);
    }
    let text = encoding.decode_with_bom_removal(&bytes).0;
    if encoding != UTF_8 && (bytes.len() as u64 > LARGEST || text.contains('\u{fffd}')) {
        return Err(damaged(&format_args!("`{name}` inside it is no text")));
    }
    let text = if encoding == UTF_8 { &text } else { undeclared(&text) };
    if lists_sheets && MACROS.iter().any(|kind| text.contains(kind)) {
        return Ok(Some(MACROS.iter().fold(text.to_string(), |text, kind| text.replace(kind, "/dialogsheet"))));
    }
    Ok((encoding != UTF_8).then(|| text.to_string()))
}

fn is_text(name: &str) -> bool {
    name.ends_with(".xml") || name.ends_with(".rels")
}

/// What a part that starts so is written in, if it is UTF-16.
fn encoding(start: &[u8]) -> Option<&'static Encoding> {
    match start {
        [0xFF, 0xFE, ..] | [b'<', 0, _, 0] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] | [0, b'<', 0, _] => Some(UTF_16BE),
        _ => None,
    }
}

/// The text without its declaration, which names the other encoding.
fn undeclared(text: &str) -> &str {
    let declared = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    declared.map_or(text, |(_, rest)| rest)
}

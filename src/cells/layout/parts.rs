//! The parts of an xlsx archive: where a sheet stands in it, and whether the workbook waits to be
//! worked out.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::HashMap;
use std::io::{BufReader, Read, Seek};
use zip::ZipArchive;

/// What the workbook says of its sheets.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    /// The member of the archive each sheet is, by the sheet's name.
    pub sheets: HashMap<String, String>,
    /// Whether its formulas are to be worked out when it is opened.
    pub recalculates: bool,
}

/// Reads the workbook's own part. What is not understood is left out: the reader of values says what is
/// wrong with a workbook.
pub(super) fn read<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Parts {
    let mut targets: HashMap<String, String> = HashMap::new();
    each_tag(archive, "xl/_rels/workbook.xml.rels", |tag| {
        if let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target")) {
            targets.insert(id, target);
        }
    });
    let mut parts = Parts::default();
    each_tag(archive, "xl/workbook.xml", |tag| match tag.local_name().as_ref() {
        "sheet" => {
            let target = attribute(tag, "id").and_then(|id| targets.get(&id));
            if let (Some(name), Some(target)) = (attribute(tag, "name"), target) {
                parts.sheets.insert(name, member(target));
            }
        }
        "calcPr" => parts.recalculates = is_on(attribute(tag, "fullCalcOnLoad").as_deref()),
        _ => {}
    });
    parts
}

/// Targets stand beside the workbook, or from the archive's root on.
fn member(target: &str) -> String {
    match target.strip_prefix('/') {
        Some(from_root) => from_root.to_string(),
        None => format!("xl/{target}"),
    }
}

fn each_tag<R: Read + Seek>(archive: &mut ZipArchive<R>, name: &str, mut take: impl FnMut(&BytesStart<'_>)) {
    let Ok(member) = archive.by_name(name) else { return };
    let mut reader = Reader::from_reader(BufReader::new(member));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => take(&tag),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

/// An attribute by its name without prefix, its entities resolved.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// Whether a flag is set.
pub(super) fn is_on(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true"))
}

//! The parts of an xlsx archive: where a sheet stands in it, and whether the workbook waits to be
//! worked out.

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Config;
use quick_xml::{Reader, XmlVersion};
use std::collections::HashMap;
use std::io::{BufReader, Read, Seek};
use zip::ZipArchive;

/// What the workbook says of its sheets.
#[derive(Clone, Debug, Default)]
pub(in crate::cells) struct Parts {
    /// The sheets, in their order.
    pub sheets: Vec<PartSheet>,
    /// Whether numbers of days count from 1904.
    pub is_1904: bool,
    /// Whether its formulas are to be worked out when it is opened.
    pub recalculates: bool,
    /// Whether all of it was understood, so that nobody else need be asked.
    pub sound: bool,
}

/// A sheet as the workbook lists it.
#[derive(Clone, Debug)]
pub(in crate::cells) struct PartSheet {
    pub name: String,
    /// The member of the archive it is.
    pub member: String,
    pub hidden: bool,
    /// Whether it is hidden so that no menu of a spreadsheet shows it again.
    pub very_hidden: bool,
    /// Whether it holds cells, and not a chart or a dialog.
    pub holds_cells: bool,
}

impl Parts {
    /// The member of the archive that is the sheet of that name.
    pub(in crate::cells) fn member(&self, sheet: &str) -> Option<&str> {
        self.sheets.iter().find(|part| part.name == sheet).map(|part| part.member.as_str())
    }
}

/// Where a relation leads, and of what kind it is.
struct Relation {
    target: String,
    kind: String,
}

/// Reads the workbook's own part. What is not understood is left out: the reader of values says what is
/// wrong with a workbook.
pub(super) fn read<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Parts {
    let (package, package_read) = relations(archive, "_rels/.rels");
    let (targets, targets_read) = relations(archive, "xl/_rels/workbook.xml.rels");
    let is_usual = |relation: &Relation| matches!(relation.target.as_str(), "xl/workbook.xml" | "/xl/workbook.xml");
    let mut books = package.values().filter(|relation| relation.kind.ends_with("/officeDocument"));
    let mut parts = Parts { sound: package_read && targets_read && books.all(is_usual), ..Parts::default() };
    let mut strange = false;
    let book_read = each_tag(archive, "xl/workbook.xml", |tag| match tag.local_name().as_ref() {
        "sheet" => match sheet(tag, &targets) {
            Some((sheet, understood)) => {
                strange |= !understood;
                parts.sheets.push(sheet);
            }
            None => strange = true,
        },
        "workbookPr" => {
            if let Some(flag) = attribute(tag, "date1904") {
                parts.is_1904 = is_on(Some(&flag));
            }
        }
        "calcPr" => parts.recalculates = is_on(attribute(tag, "fullCalcOnLoad").as_deref()),
        _ => {}
    });
    parts.sound &= book_read && !strange;
    parts
}

/// A sheet of the list, and whether its state and kind are known.
fn sheet(tag: &BytesStart<'_>, targets: &HashMap<String, Relation>) -> Option<(PartSheet, bool)> {
    let relation = targets.get(&attribute(tag, "id")?)?;
    let state = attribute(tag, "state");
    let hidden = matches!(state.as_deref(), Some("hidden" | "veryHidden"));
    let kind = relation.kind.rsplit('/').next();
    let known = hidden || matches!(state.as_deref(), None | Some("visible"));
    let sheet = PartSheet {
        name: attribute(tag, "name")?,
        member: member(&relation.target),
        hidden,
        very_hidden: state.as_deref() == Some("veryHidden"),
        holds_cells: kind == Some("worksheet"),
    };
    Some((sheet, known && matches!(kind, Some("worksheet" | "chartsheet" | "dialogsheet"))))
}

/// The relations of a part by their names, and whether it was read to its end.
fn relations<R: Read + Seek>(archive: &mut ZipArchive<R>, name: &str) -> (HashMap<String, Relation>, bool) {
    let mut all = HashMap::new();
    let read = each_tag(archive, name, |tag| {
        if let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target")) {
            all.insert(id, Relation { target, kind: attribute(tag, "Type").unwrap_or_default() });
        }
    });
    (all, read)
}

/// Targets stand beside the workbook, or from the archive's root on.
fn member(target: &str) -> String {
    match target.strip_prefix('/') {
        Some(from_root) => from_root.to_string(),
        None => format!("xl/{target}"),
    }
}

/// Lets a reader go on where tags are not closed as they were opened, as the reader of values does.
pub(in crate::cells) fn bear_with(config: &mut Config) {
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
}

/// Visits every tag of a member that opens something; whether it was read to its end.
pub(super) fn each_tag<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    name: &str,
    mut take: impl FnMut(&BytesStart<'_>),
) -> bool {
    let Ok(member) = archive.by_name(name) else { return false };
    let mut reader = Reader::from_reader(BufReader::new(member));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => take(&tag),
            Ok(Event::Eof) => return true,
            Err(_) => return false,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

/// An attribute by its name without prefix, its entities resolved.
pub(in crate::cells) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// Whether a flag is set.
pub(super) fn is_on(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true"))
}

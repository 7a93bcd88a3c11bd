//! Ranges a workbook has names for: defined names, and the tables of Excel.

use super::parts::{PartSheet, attribute, each_tag};
use crate::source::Area;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{BufReader, Read, Seek};
use zip::ZipArchive;

/// A part of a sheet with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedRange {
    /// Its name.
    pub name: String,
    /// The sheet.
    pub sheet: String,
    /// The part of it, without the total row of a table.
    pub area: Area,
}

/// Defined names that stand for one range of a sheet, out of names and what they stand for.
pub(in crate::cells) fn defined(names: &[(String, String)]) -> Vec<NamedRange> {
    let named = names.iter().filter(|(name, _)| !name.starts_with("_xlnm")).filter_map(|(name, formula)| {
        let (sheet, area) = formula.trim_start_matches('=').rsplit_once('!')?;
        let plain = sheet.strip_prefix('\'').and_then(|sheet| sheet.strip_suffix('\''));
        let sheet = plain.map_or_else(|| sheet.to_string(), |sheet| sheet.replace("''", "'"));
        let quoted = plain.is_some();
        (quoted || !sheet.contains(['!', ','])).then_some(())?;
        Some(NamedRange { name: name.clone(), sheet, area: Area::parse(area)? })
    });
    named.collect()
}

/// The defined names of a workbook, and what they stand for.
pub(super) fn names<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Vec<(String, String)> {
    let mut names: Vec<(String, String)> = Vec::new();
    let Ok(member) = archive.by_name("xl/workbook.xml") else { return names };
    let mut reader = Reader::from_reader(BufReader::new(member));
    let (mut buffer, mut inside) = (Vec::new(), false);
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == "definedName" => {
                names.push((attribute(&tag, "name").unwrap_or_default(), String::new()));
                inside = true;
            }
            Ok(Event::Text(text)) if inside => {
                names.iter_mut().last().into_iter().for_each(|name| name.1.push_str(&text))
            }
            Ok(Event::GeneralRef(entity)) if inside => {
                let mark = quick_xml::escape::resolve_predefined_entity(&entity).unwrap_or_default();
                names.iter_mut().last().into_iter().for_each(|name| name.1.push_str(mark));
            }
            Ok(Event::End(_)) => inside = false,
            Ok(Event::Eof) | Err(_) => return names,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

/// The tables of a workbook's sheets, given the member of the archive that each sheet is.
pub(super) fn tables<R: Read + Seek>(archive: &mut ZipArchive<R>, sheets: &[PartSheet]) -> Vec<NamedRange> {
    let mut found = Vec::new();
    for PartSheet { name: sheet, member, .. } in sheets {
        let Some((folder, file)) = member.rsplit_once('/') else { continue };
        let mut parts = Vec::new();
        each_tag(archive, &format!("{folder}/_rels/{file}.rels"), |tag| {
            if attribute(tag, "Type").is_some_and(|kind| kind.ends_with("/table")) {
                parts.extend(attribute(tag, "Target").map(|target| beside(folder, &target)));
            }
        });
        for part in parts {
            each_tag(archive, &part, |tag| {
                if tag.local_name().as_ref() != "table" {
                    return;
                }
                let number = |name| attribute(tag, name).and_then(|text| text.parse::<u32>().ok());
                let name = attribute(tag, "displayName").or_else(|| attribute(tag, "name"));
                let area = attribute(tag, "ref").and_then(|area| Area::parse(&area));
                let (Some(name), Some(mut area)) = (name, area) else { return };
                area.last_row = area.last_row.saturating_sub(number("totalsRowCount").unwrap_or(0)).max(area.first_row);
                found.push(NamedRange { name, sheet: sheet.clone(), area });
            });
        }
    }
    found.sort_by(|a, b| (&a.name, &a.sheet).cmp(&(&b.name, &b.sheet)));
    found
}

/// The member a path leads to from a folder of the archive.
fn beside(folder: &str, target: &str) -> String {
    if let Some(from_root) = target.strip_prefix('/') {
        return from_root.to_string();
    }
    let mut steps: Vec<&str> = folder.split('/').collect();
    for step in target.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_range_are_known_whatever_the_name_of_the_sheet() {
        let name = |name: &str, formula: &str| (name.to_string(), formula.to_string());
        let found = defined(&[
            name("Sales", "Sheet1!$A$3:$C$9"),
            name("Plan", "'Kim''s plan'!$B:$D"),
            name("Rate", "Sheet1!$B$2"),
            name("Gone", "#REF!$A$1:#REF!"),
            name("Both", "Sheet1!$A$1:$B$2,Sheet1!$D$1:$E$2"),
            name("_xlnm.Print_Area", "Sheet1!$A$1:$Z$99"),
        ]);
        let found: Vec<String> =
            found.iter().map(|range| format!("{} {} {}", range.name, range.sheet, range.area.a1())).collect();
        assert_eq!(found, ["Sales Sheet1 A3:C9", "Plan Kim's plan B:D"]);
    }

    #[test]
    fn paths_lead_up_and_from_the_root() {
        assert_eq!(beside("xl/worksheets", "../tables/table1.xml"), "xl/tables/table1.xml");
        assert_eq!(beside("xl/worksheets", "/xl/tables/table1.xml"), "xl/tables/table1.xml");
    }
}

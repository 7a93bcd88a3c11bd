//! A report in parts: a workbook or a page for each value of the column that parts it, in a folder, to be sent out.
//!
//! Each part is written from an outcome that holds nothing but its own rows ([`Outcome::part`]). Beside the parts lies
//! `manifest.json`, which lists them and is nobody's part.

use super::csv::MANIFEST;
use super::file_names::FileNames;
use super::{ExportError, Format, at_once, atomic, manifest};
use crate::outcome::Outcome;
use serde_json::{Value as Json, json};
use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Parts that take their places at once: each is an open file until then.
const AT_ONCE: usize = 200;

/// A part of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartFile {
    /// The value; empty for rows that have none.
    pub value: String,
    /// The name of its file.
    pub file: String,
    /// Rows of all tables.
    pub rows: usize,
}

/// The parts of an outcome's report, in the order of their values; none where its report is not parted.
#[must_use]
pub fn parts(outcome: &Outcome, format: Format) -> Vec<PartFile> {
    let Some(split) = &outcome.split else { return Vec::new() };
    let mut names = FileNames::taken(["manifest".to_string()].into_iter());
    let values = split.values.iter().enumerate();
    values
        .map(|(at, value)| PartFile {
            value: value.clone(),
            file: format!("{}.{}", names.claim(value, ""), format.word()),
            rows: split.count(at),
        })
        .collect()
}

/// Writes the parts into a folder, which is made where it does not exist (its parent must). Parts of an earlier run are
/// replaced. Gives the names of parts that an earlier run has left there, and that this one does not write.
///
/// # Errors
/// When the folder or a file cannot be written.
pub fn write(outcome: &Outcome, format: Format, folder: &Path) -> Result<Vec<String>, ExportError> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(ExportError::io(folder, &error)),
        _ => {}
    }
    let parts = parts(outcome, format);
    let left = left(folder, &parts);
    let mut ready = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let Some(own) = outcome.part(at) else { continue };
        ready.push(prepare(&own, format, &folder.join(&part.file))?);
        if ready.len() == AT_ONCE {
            at_once::commit_all(std::mem::take(&mut ready), folder)?;
        }
    }
    let index = manifest::text(&index(outcome, &parts, &left));
    ready.push(atomic::prepare(&folder.join(MANIFEST), |file| file.write_all(index.as_bytes()))?);
    at_once::commit_all(ready, folder)?;
    Ok(left)
}

/// The same as bytes, by the names of the files.
///
/// # Errors
/// When a part cannot be made.
pub fn to_files(outcome: &Outcome, format: Format) -> Result<Vec<(String, Vec<u8>)>, ExportError> {
    let parts = parts(outcome, format);
    let made = parts.iter().enumerate().filter_map(|(at, part)| Some((part.file.clone(), outcome.part(at)?)));
    made.map(|(name, own)| Ok((name, bytes(&own, format)?))).collect()
}

fn prepare(part: &Outcome, format: Format, target: &Path) -> Result<atomic::Pending, ExportError> {
    match format {
        #[cfg(feature = "xlsx")]
        Format::Xlsx => super::xlsx::prepare(part, target),
        _ => {
            let bytes = bytes(part, format)?;
            atomic::prepare(target, |file| file.write_all(&bytes))
        }
    }
}

#[cfg_attr(not(any(feature = "xlsx", feature = "html")), allow(unused_variables, reason = "no format is parted then"))]
fn bytes(part: &Outcome, format: Format) -> Result<Vec<u8>, ExportError> {
    match format {
        #[cfg(feature = "xlsx")]
        Format::Xlsx => super::xlsx::to_bytes(part),
        #[cfg(feature = "html")]
        Format::Html => Ok(super::html::to_string(part).into_bytes()),
        _ => Err(ExportError::new(
            format!("a {} report is not parted", format.word()),
            "write `--format xlsx` or `--format html`",
        )),
    }
}

/// The manifest of the run with its parts, and what an earlier run has left.
fn index(outcome: &Outcome, parts: &[PartFile], left: &[String]) -> Json {
    let mut index = manifest::to_value(outcome);
    let one = |part: &PartFile| json!({"value": part.value, "file": part.file, "rows": part.rows});
    index["parts"] = parts.iter().map(one).collect();
    index["left"] = left.iter().cloned().map(Json::from).collect();
    index
}

/// Parts that lie in the folder by the manifest of an earlier run, and are none of this one.
fn left(folder: &Path, parts: &[PartFile]) -> Vec<String> {
    let Ok(text) = fs::read_to_string(folder.join(MANIFEST)) else { return Vec::new() };
    let Ok(earlier) = serde_json::from_str::<Json>(&text) else { return Vec::new() };
    let list = |key: &str| earlier[key].as_array().cloned().unwrap_or_default();
    let files = list("parts").into_iter().map(|part| part["file"].clone()).chain(list("left"));
    let now: HashSet<&str> = parts.iter().map(|part| part.file.as_str()).collect();
    let files = files.filter_map(|file| file.as_str().map(str::to_string));
    // A manifest that somebody wrote by hand must not lead out of the folder.
    let plain = |file: &String| Path::new(file).components().count() == 1 && folder.join(file).is_file();
    files.filter(|file| !now.contains(file.as_str()) && plain(file)).collect()
}

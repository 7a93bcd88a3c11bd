//! Writing the manifest of a run to a file of its own, with the places of everything.

use super::recorded::folder;
use super::relative::relative;
use crate::export::{self, ExportError, Format, json, manifest};
use crate::files::FileFingerprint;
use crate::outcome::Outcome;
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};

/// What a run was made of, and where it went.
#[derive(Clone, Copy, Debug)]
pub struct Made<'m> {
    /// The policy: a folder or a file.
    pub policy: &'m Path,
    /// The workbooks, in their order.
    pub books: &'m [PathBuf],
    /// The earlier run.
    pub baseline: Option<&'m Path>,
    /// The report and its format; none where JSON went to stdout.
    pub report: Option<(&'m Path, Format)>,
}

/// Writes the manifest of a run whose report is complete. Its paths count from its own folder.
///
/// # Errors
/// When the report cannot be read, or the manifest not be written.
pub fn write(outcome: &Outcome, made: &Made<'_>, path: &Path) -> Result<(), ExportError> {
    let mut value = manifest::to_value(outcome);
    let folder = folder(path);
    value["policy"]["path"] = relative(made.policy, folder).into();
    let mut books = made.books.iter();
    for input in value["inputs"].as_array_mut().into_iter().flatten() {
        let named = |book: &&PathBuf| book.file_name().is_some_and(|name| input["name"] == *name.to_string_lossy());
        if let Some(book) = books.find(named) {
            input["path"] = relative(book, folder).into();
        }
    }
    if let (Some(baseline), true) = (made.baseline, value["baseline"].is_object()) {
        value["baseline"]["path"] = relative(baseline, folder).into();
    }
    value["output"] = output(outcome, made, folder)?;
    export::replace_files(&[(path.to_path_buf(), manifest::text(&value).as_bytes())])
}

fn output(outcome: &Outcome, made: &Made<'_>, folder: &Path) -> Result<Json, ExportError> {
    let Some((path, format)) = made.report else {
        let file = FileFingerprint::of("-", json::to_string(outcome).as_bytes());
        return Ok(json!({"path": null, "format": Format::Json.word(), "files": [as_json(&file)]}));
    };
    if super::compare::is_parted(outcome, format) {
        let files = export::split::parts(outcome, format).into_iter().map(|part| {
            let mut file = fingerprint(&path.join(&part.file))?;
            file["value"] = part.value.into();
            file["rows"] = part.rows.into();
            Ok(file)
        });
        let files: Result<Vec<Json>, ExportError> = files.collect();
        return Ok(json!({"path": relative(path, folder), "format": format.word(), "files": files?}));
    }
    let files: Vec<PathBuf> = match format {
        Format::Csv | Format::Jsonl => {
            export::csv::names(outcome, format).into_iter().map(|name| path.join(name)).collect()
        }
        _ => vec![path.to_path_buf()],
    };
    let files: Result<Vec<Json>, ExportError> = files.iter().map(|file| fingerprint(file)).collect();
    Ok(json!({"path": relative(path, folder), "format": format.word(), "files": files?}))
}

fn fingerprint(file: &Path) -> Result<Json, ExportError> {
    let bytes = std::fs::read(file).map_err(|error| ExportError {
        message: format!("cannot read `{}`, which was just written: {error}", file.display()),
        help: None,
    })?;
    Ok(as_json(&FileFingerprint::of(&file.file_name().unwrap_or_default().to_string_lossy(), &bytes)))
}

fn as_json(file: &FileFingerprint) -> Json {
    json!({"name": file.name, "bytes": file.bytes, "sha256": file.sha256})
}

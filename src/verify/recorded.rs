//! A manifest, read from its own file or from inside a report.

use crate::cells::{self, CellValue, STATE_SHEET};
use crate::export::manifest;
use crate::export::{Format, csv};
use crate::files::FileFingerprint;
use crate::outcome::kept;
use crate::value::{Date, DayOrder, DecimalMark, number};
use crate::{LoadOptions, RunOptions};
use serde::Deserialize;
use serde_json::Value as Json;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// What to give where a file holds no manifest.
pub(super) const HELP: &str = "give what `run --manifest run.json` wrote, or a report (xlsx, JSON, a folder of CSV)";

/// A run as its manifest tells of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Recorded {
    schema: u64,
    /// The policy that ran.
    pub policy: RecordedPolicy,
    #[serde(rename = "run", default)]
    asked: RecordedAsked,
    #[serde(default)]
    parameters: Vec<RecordedParameter>,
    /// The workbooks it read.
    #[serde(default)]
    pub inputs: Vec<RecordedFile>,
    /// The earlier run it was compared with.
    pub baseline: Option<RecordedBaseline>,
    /// Its control totals.
    #[serde(default)]
    pub control: Vec<Json>,
    /// Fingerprints of its result.
    pub result: Option<RecordedResult>,
    /// The report it wrote, where the manifest is a file of its own.
    pub output: Option<RecordedOutput>,
    #[serde(default)]
    parts: Vec<RecordedFileOfPart>,
    /// The report the manifest was read from.
    #[serde(skip)]
    pub report: Option<(PathBuf, Format)>,
    /// The folder from which its paths count.
    #[serde(skip)]
    pub folder: PathBuf,
}

/// The policy that ran.
#[derive(Clone, Debug, Deserialize)]
pub struct RecordedPolicy {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// The version of the program.
    pub engine: String,
    /// Its files.
    #[serde(default)]
    pub files: Vec<RecordedFile>,
    /// Where it lay, from the manifest's folder.
    pub path: Option<String>,
}

/// A file with its fingerprint.
#[derive(Clone, Debug, Deserialize)]
pub struct RecordedFile {
    /// Its name.
    pub name: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Where it lay, from the manifest's folder.
    pub path: Option<String>,
}

/// The earlier run.
#[derive(Clone, Debug, Deserialize)]
pub struct RecordedBaseline {
    /// The name of its file.
    pub name: String,
    /// SHA-256 of that, in hexadecimal.
    pub sha256: Option<String>,
    /// Where it lay, from the manifest's folder.
    pub path: Option<String>,
}

/// Fingerprints of a result.
#[derive(Clone, Debug, Deserialize)]
pub struct RecordedResult {
    /// Of everything.
    pub sha256: String,
    /// Part by part.
    pub parts: Vec<RecordedPart>,
}

/// A part of a result.
#[derive(Clone, Debug, Deserialize)]
pub struct RecordedPart {
    /// Which part.
    pub what: String,
    /// Number of its rows.
    pub rows: usize,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// The report a run wrote.
#[derive(Clone, Debug, Deserialize)]
pub struct RecordedOutput {
    /// Where it lay, from the manifest's folder; none where it went to stdout.
    pub path: Option<String>,
    /// Its format, as a word.
    pub format: String,
    /// Its files with their fingerprints: several for CSV.
    #[serde(default)]
    pub files: Vec<RecordedFile>,
}

#[derive(Clone, Debug, Deserialize)]
struct RecordedFileOfPart {
    file: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct RecordedAsked {
    as_of: Option<String>,
    language: Option<String>,
    #[serde(default)]
    sheets: Vec<RecordedSheet>,
    decimal: Option<String>,
    order: Option<String>,
    #[serde(default)]
    only: Vec<String>,
    report: Option<String>,
    #[serde(default)]
    part: Option<Json>,
}

#[derive(Clone, Debug, Deserialize)]
struct RecordedSheet {
    table: String,
    sheet: String,
}

#[derive(Clone, Debug, Deserialize)]
struct RecordedParameter {
    name: String,
    value: Json,
    #[serde(default)]
    set: bool,
}

impl Recorded {
    /// Reads a manifest: its own file, or a report that holds one.
    ///
    /// # Errors
    /// When the file cannot be read or holds none; a sentence without a full stop.
    pub fn read(path: &Path) -> Result<Recorded, String> {
        let shown = path.display();
        let file = if path.is_dir() { path.join(csv::MANIFEST) } else { path.to_path_buf() };
        let bytes = std::fs::read(&file).map_err(|error| match path.is_dir() {
            true => format!("the folder `{shown}` is no report: it has no `{}`", csv::MANIFEST),
            false => format!("cannot read `{shown}`: {error}"),
        })?;
        let (text, format) = match String::from_utf8(bytes) {
            Ok(text) => match manifest::in_page(&text) {
                Some(manifest) => (manifest.to_string(), Format::Html),
                None => (text, Format::Json),
            },
            Err(error) => (from_workbook(path, error.into_bytes())?, Format::Xlsx),
        };
        let json: Json = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| format!("`{shown}` is neither a manifest nor a report: {error}"))?;
        let is_report = format != Format::Json || json.get("tables").is_some();
        let mut recorded: Recorded =
            serde_json::from_value(json).map_err(|error| format!("`{shown}` is no manifest: {error}"))?;
        if recorded.asked.part.is_some() {
            return Err(format!(
                "`{shown}` is one part of a report, which does not tell of the others; give the folder it was written into"
            ));
        }
        if recorded.schema != 1 || recorded.result.is_none() {
            return Err(format!("`{shown}` does not say what its result was: an older rulebook wrote it"));
        }
        recorded.folder = folder(&file).to_path_buf();
        if is_report {
            recorded.report = Some((path.to_path_buf(), format));
        } else if recorded.output.is_none() && file.file_name().is_some_and(|name| name == csv::MANIFEST) {
            // A folder of CSV holds what the run wrote alone; what it read lies beside the folder.
            let report = std::mem::take(&mut recorded.folder);
            recorded.folder = match report.file_name() {
                Some(_) => folder(&report).to_path_buf(),
                None => report.join(".."),
            };
            let format = recorded.format_in(&report);
            recorded.report = Some((report, format));
        }
        Ok(recorded)
    }

    /// The format of the files in its folder.
    fn format_in(&self, folder: &Path) -> Format {
        let part = self.parts.first().and_then(|part| Format::from_path(Path::new(&part.file)));
        part.unwrap_or(if csv::is_folder_of_lines(folder) { Format::Jsonl } else { Format::Csv })
    }

    /// How the policy was to be read.
    pub(super) fn load_options(&self) -> LoadOptions {
        let set = self.parameters.iter().filter(|parameter| parameter.set);
        LoadOptions {
            as_of: self.asked.as_of.as_deref().and_then(Date::parse),
            set: set.map(|parameter| (parameter.name.clone(), typed(&parameter.value))).collect(),
        }
    }

    /// How it was to run, the baseline aside.
    pub(super) fn run_options(&self) -> RunOptions {
        let asked = &self.asked;
        RunOptions {
            language: asked.language.clone(),
            sheets: asked.sheets.iter().map(|asked| (asked.table.clone(), asked.sheet.clone())).collect(),
            decimal: asked.decimal.as_deref().and_then(DecimalMark::from_mark),
            order: asked.order.as_deref().and_then(DayOrder::from_word),
            only: asked.only.clone(),
            report: asked.report.clone(),
            accounts: true,
            ..RunOptions::default()
        }
    }

    /// A path of the manifest, from where the program runs.
    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }
}

impl RecordedFile {
    /// Whether a file is the same.
    pub(super) fn is(&self, file: &FileFingerprint) -> bool {
        self.sha256 == file.sha256
    }
}

pub(super) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// The manifest that a workbook's hidden sheet holds.
fn from_workbook(path: &Path, bytes: Vec<u8>) -> Result<String, String> {
    let none = || format!("`{}` is not a report with a manifest", path.display());
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut book = cells::open_bytes(&name, bytes).map_err(|error| format!("`{name}`: {}", error.message))?;
    let sheet = book.sheets().iter().position(|sheet| sheet.name == STATE_SHEET).ok_or_else(none)?;
    let (mut text, mut row) = (String::new(), None);
    let read = book.read(sheet, &mut |cell| {
        match (cell.column, cell.value) {
            (0, CellValue::Text(kept::MANIFEST)) => row = Some(cell.row),
            (3, CellValue::Text(part)) if row == Some(cell.row) => text.push_str(part),
            _ => {}
        }
        ControlFlow::Continue(())
    });
    read.map_err(|error| format!("`{name}`: {}", error.message))?;
    if text.is_empty() { Err(none()) } else { Ok(text) }
}

/// A value as `--set` takes it.
fn typed(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.as_f64().map(number::shortest).unwrap_or_default(),
        Json::Bool(flag) => flag.to_string(),
        Json::Array(items) => items.iter().map(typed).collect::<Vec<_>>().join(", "),
        Json::Object(period) => {
            let day = |end: &str| period.get(end).map(typed).unwrap_or_default();
            format!("{}..{}", day("from"), day("to"))
        }
        Json::Null => String::new(),
    }
}

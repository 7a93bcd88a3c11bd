//! One file per format; the input is the finished outcome, nothing else.
//!
//! The caller answers for the target not being one of the inputs: an outcome knows its workbooks by
//! name only, not where they lie.

mod at_once;
mod atomic;
mod clean;
#[cfg(any(feature = "html", feature = "xlsx"))]
mod content;
pub mod csv;
mod error;
mod file_names;
#[cfg(any(feature = "html", feature = "xlsx"))]
mod headline;
#[cfg(feature = "html")]
pub mod html;
#[cfg(any(feature = "html", feature = "xlsx"))]
mod issue_titles;
pub mod json;
#[cfg(any(feature = "html", feature = "xlsx"))]
mod labels;
mod ledger;
pub mod manifest;
mod only;
mod repeat;
pub mod rule_sheets;
pub mod split;
mod unnamed;
mod values;
pub mod why;
#[cfg(feature = "xlsx")]
pub mod xlsx;

#[cfg(test)]
mod tests;

pub use error::ExportError;
pub use only::check_only;

use crate::diff::Diff;
use crate::outcome::Outcome;
use std::path::{Path, PathBuf};

/// The formats a report can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// A workbook for people.
    Xlsx,
    /// One page for a browser.
    Html,
    /// A folder of CSV files, one a listing.
    Csv,
    /// One JSON document for programs.
    Json,
    /// A folder of files with a JSON object a line, one a listing.
    Jsonl,
}

impl Format {
    /// All formats, in the order help texts name them.
    pub const ALL: [Format; 5] = [Format::Xlsx, Format::Html, Format::Csv, Format::Json, Format::Jsonl];

    /// The word after `--format`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Format::Xlsx => "xlsx",
            Format::Html => "html",
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
        }
    }

    /// Whether a report of this format is a folder of files.
    #[must_use]
    pub fn is_folder(self) -> bool {
        matches!(self, Format::Csv | Format::Jsonl)
    }

    /// Whether a report of this format is for programs, which may want some of its lists only.
    #[must_use]
    pub fn is_for_programs(self) -> bool {
        matches!(self, Format::Csv | Format::Json | Format::Jsonl)
    }

    /// Whether a report of this format is for people.
    #[must_use]
    pub fn is_for_people(self) -> bool {
        !self.is_for_programs()
    }

    /// The format of that word, capitals or not.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.word().eq_ignore_ascii_case(word))
    }

    /// The format a target asks for by its extension; a target written as a folder (`report/`) and
    /// `.csv` ask for CSV. `None` where the path says nothing.
    #[must_use]
    pub fn from_path(path: &Path) -> Option<Format> {
        if path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]) {
            return Some(Format::Csv);
        }
        Format::from_word(&path.extension()?.to_string_lossy())
    }
}

/// Whether this build can write the format.
///
/// # Errors
/// When it was built without the format's feature.
pub fn available(format: Format) -> Result<(), ExportError> {
    match format {
        #[cfg(not(feature = "xlsx"))]
        Format::Xlsx => Err(without_writer(format)),
        #[cfg(not(feature = "html"))]
        Format::Html => Err(without_writer(format)),
        _ => Ok(()),
    }
}

#[cfg(not(all(feature = "html", feature = "xlsx")))]
fn without_writer(format: Format) -> ExportError {
    let word = format.word();
    let help = format!("write `-o report.json` or `-o report --format csv`, or build with the feature `{word}`");
    ExportError { message: format!("this build of rulebook cannot write {word} reports"), help: Some(help) }
}

/// Writes an outcome to a file, or for CSV and lines of JSON into a folder. What stood there before stays whole until
/// the new report is complete.
///
/// # Errors
/// When the target cannot be written; the message names it and says why.
pub fn write(outcome: &Outcome, format: Format, target: &Path) -> Result<(), ExportError> {
    match format {
        #[cfg(feature = "xlsx")]
        Format::Xlsx => xlsx::write(outcome, target),
        #[cfg(not(feature = "xlsx"))]
        Format::Xlsx => Err(without_writer(format)),
        #[cfg(feature = "html")]
        Format::Html => html::write(outcome, target),
        #[cfg(not(feature = "html"))]
        Format::Html => Err(without_writer(format)),
        Format::Csv | Format::Jsonl => csv::write(outcome, target, format),
        Format::Json => json::write(outcome, target),
    }
}

/// Writes a comparison as a workbook.
///
/// # Errors
/// When the file cannot be written, or this build has no writer of workbooks.
#[cfg(feature = "xlsx")]
pub fn write_diff(diff: &Diff, target: &Path) -> Result<(), ExportError> {
    xlsx::write_diff(diff, target)
}

/// Says that this build has no writer of workbooks.
///
/// # Errors
/// Always.
#[cfg(not(feature = "xlsx"))]
pub fn write_diff(_: &Diff, _: &Path) -> Result<(), ExportError> {
    Err(without_writer(Format::Xlsx))
}

/// Puts other contents into files: into all of them or, where one cannot be written, into none.
///
/// # Errors
/// When a file cannot be written; the message names it and says why.
pub(crate) fn replace_files(files: &[(PathBuf, &[u8])]) -> Result<(), ExportError> {
    let ready: Result<Vec<_>, ExportError> =
        files.iter().map(|(path, bytes)| atomic::prepare(path, |out| std::io::Write::write_all(out, bytes))).collect();
    ready?.into_iter().try_for_each(atomic::Pending::commit)
}

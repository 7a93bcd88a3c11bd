//! Why a report could not be written.

use std::io;
use std::path::Path;

/// A report that could not be written: what is wrong and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExportError {
    /// What is wrong, with the path in backticks.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl ExportError {
    /// An error with its help.
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> ExportError {
        ExportError { message: message.into(), help: Some(help.into()) }
    }

    /// What the operating system refused, in words.
    pub(super) fn io(path: &Path, error: &io::Error) -> ExportError {
        let path = path.display();
        match error.kind() {
            io::ErrorKind::NotFound => ExportError::new(
                format!("cannot write `{path}`: its folder does not exist"),
                "make the folder first, or choose another place",
            ),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => ExportError::new(
                format!("cannot write `{path}`: no permission to write there"),
                "choose a folder you may write to; if the report is open in a spreadsheet program, close it",
            ),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                ExportError::new(
                    format!("cannot write `{path}`: the disk is full"),
                    "free some space or choose another disk; the report that stood there is unchanged",
                )
            }
            io::ErrorKind::NotADirectory => ExportError::new(
                format!("cannot write `{path}`: a part of the path is a file, not a folder"),
                "choose another place",
            ),
            _ => ExportError { message: format!("cannot write `{path}`: {error}"), help: None },
        }
    }
}

impl std::fmt::Display for ExportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ExportError {}

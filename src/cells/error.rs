//! Why a file cannot be read, in words.

/// Help for a file that is broken.
pub(super) const SAVE_AGAIN: &str = "open it in a spreadsheet program and save it again as .xlsx";

/// Why a file or sheet could not be read: a sentence without a full stop, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellsError {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl CellsError {
    pub(super) fn new(message: impl Into<String>, help: &str) -> CellsError {
        CellsError { message: message.into(), help: (!help.is_empty()).then(|| help.to_string()) }
    }
}

impl std::fmt::Display for CellsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CellsError {}

/// The message for an error of the system.
pub(super) fn unreadable(error: &std::io::Error) -> CellsError {
    CellsError::new(format!("it cannot be read: {error}"), "")
}

/// The message for a file its reader cannot make sense of.
pub(super) fn damaged(error: &dyn std::fmt::Display) -> CellsError {
    CellsError::new(format!("the file is damaged: {error}"), SAVE_AGAIN)
}

/// The message for a workbook that needs a password.
pub(super) fn locked() -> CellsError {
    CellsError::new("the workbook is locked with a password", "save it without a password")
}

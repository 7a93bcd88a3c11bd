//! Why a file of a pack could not be read.

/// What kind of failure it is, for callers that have more to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileErrorKind {
    /// There is no such file.
    Missing,
    /// The name, or what a link leads to, lies outside the pack.
    Outside,
    /// It is there and cannot be read.
    Unreadable,
}

/// Why a file of a pack could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileError {
    /// The kind of failure.
    pub kind: FileErrorKind,
    /// What is wrong: a sentence, or the end of one that begins with the file's name.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

impl FileError {
    pub(super) fn missing(message: String, help: &'static str) -> FileError {
        FileError { kind: FileErrorKind::Missing, message, help }
    }

    pub(super) fn outside() -> FileError {
        let (kind, help) = (FileErrorKind::Outside, "copy the file into the pack's folder");
        FileError { kind, message: "lies outside the pack".into(), help }
    }

    /// A whole sentence, with the file's name before it.
    pub(super) fn of(self, name: &str) -> FileError {
        FileError { message: format!("`{name}` {}", self.message), ..self }
    }

    fn unreadable(message: String, help: &'static str) -> FileError {
        FileError { kind: FileErrorKind::Unreadable, message, help }
    }

    pub(super) fn twice(name: &str) -> FileError {
        Self::unreadable(format!("two files of the pack are named `{name}`"), "leave one of them out")
    }

    pub(super) fn too_large(largest: u64) -> FileError {
        let help = "a pack holds policies, scripts and decision tables, not data";
        Self::unreadable(format!("is larger than {} MB", largest >> 20), help)
    }

    pub(super) fn system(error: &std::io::Error) -> FileError {
        Self::unreadable(format!("cannot be read: {error}"), "check that the file may be read")
    }

    /// A text that is UTF-8 only this far.
    pub(super) fn not_utf8(valid: &[u8]) -> FileError {
        let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
        let help = "save it with the encoding UTF-8; for a table in Excel, save it as `CSV UTF-8`";
        Self::unreadable(format!("is not UTF-8: line {line} holds other bytes"), help)
    }
}

impl std::fmt::Display for FileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.message, self.help)
    }
}

impl std::error::Error for FileError {}

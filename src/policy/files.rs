//! Text files of a pack.

use std::path::Path;

/// Largest text file read, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Why a file could not be read, to follow its name in a sentence, and what to do.
pub(crate) struct FileProblem {
    /// `is not UTF-8: …`
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: &'static str,
}

/// The text of a file without a byte order mark, its lines ended by `\n` alone.
pub(crate) fn read_text(path: &Path) -> Result<String, FileProblem> {
    let problem = |message: String, help| FileProblem { message, help };
    let cannot = |error: std::io::Error| problem(format!("cannot be read: {error}"), "check that the file may be read");
    if std::fs::metadata(path).map_err(cannot)?.len() > LARGEST {
        return Err(problem(
            "is larger than 16 MB".into(),
            "a pack holds policies, scripts and decision tables, not data",
        ));
    }
    let bytes = std::fs::read(path).map_err(cannot)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
        problem(
            format!("is not UTF-8: line {line} holds other bytes"),
            "save it with the encoding UTF-8; for a table in Excel, save it as `CSV UTF-8`",
        )
    })?;
    let text = text.strip_prefix('\u{feff}').map_or(text.as_str(), |rest| rest);
    Ok(text.replace("\r\n", "\n"))
}

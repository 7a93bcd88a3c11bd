//! Reading the earlier run a run is compared with.

use super::RunError;
use crate::cells;
use crate::diagnostic::Problem;
use crate::import::Failure;
use crate::outcome::Baseline;
use std::path::Path;

/// What is said of a file that is no earlier run.
const HELP: &str = "give the JSON of an earlier run (`-o run.json`) or its xlsx report";

/// Reads an earlier run from its JSON or from its xlsx report, told apart by what is in the file.
///
/// # Errors
/// When the file cannot be read, or is neither.
pub fn load_baseline(path: impl AsRef<Path>) -> Result<Baseline, RunError> {
    let path = path.as_ref();
    let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy()).into_owned();
    let bytes = std::fs::read(path).map_err(|error| problem(format!("cannot read `{}`: {error}", path.display())))?;
    let baseline = match std::str::from_utf8(&bytes) {
        Ok(text) => Baseline::from_json(&name, text),
        Err(_) => match cells::open_bytes(&name, bytes.clone()) {
            Ok(mut workbook) => Baseline::from_report(&name, workbook.as_mut()),
            Err(error) => Err(error.message),
        },
    };
    baseline.map(|baseline| baseline.of_bytes(&bytes)).map_err(problem)
}

fn problem(message: String) -> RunError {
    RunError::Import(Failure { problems: vec![Problem { message, help: Some(HELP.to_string()) }] })
}

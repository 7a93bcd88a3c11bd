//! The files of a run, as they are now.

use super::differences::FileChange;
use super::recorded::{Recorded, RecordedFile};
use crate::cells::read_file;
use crate::diagnostic::Problem;
use crate::files::FileFingerprint;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the files of a run are now, where that is not what its manifest says.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The policy: a folder or a file.
    pub policy: Option<PathBuf>,
    /// The workbooks.
    pub books: Vec<PathBuf>,
    /// The earlier run it was compared with.
    pub baseline: Option<PathBuf>,
}

/// A file that was found.
pub(super) struct Found {
    pub(super) print: FileFingerprint,
    pub(super) data: Arc<[u8]>,
}

/// The inputs of a run, in its order, and what became of them; files given that it did not read are among that.
///
/// # Errors
/// One for each that is not there.
pub(super) fn inputs(recorded: &Recorded, places: &Places) -> Result<(Vec<Found>, Vec<FileChange>), Vec<Problem>> {
    let mut given: Vec<Option<Found>> = Vec::new();
    let mut problems = Vec::new();
    for path in &places.books {
        match open(path) {
            Ok(found) => given.push(Some(found)),
            Err(problem) => problems.push(problem),
        }
    }
    let mut found: Vec<Option<Found>> = recorded.inputs.iter().map(|_| None).collect();
    // What is certainly the file stands before what only has its name, and that before what has another.
    let certainly = |file: &RecordedFile, book: &Found| file.is(&book.print) && file.name == book.print.name;
    let by_name = |file: &RecordedFile, book: &Found| file.name == book.print.name;
    let by_content = |file: &RecordedFile, book: &Found| file.is(&book.print);
    for fits in [&certainly as &dyn Fn(&RecordedFile, &Found) -> bool, &by_name, &by_content] {
        for (file, place) in recorded.inputs.iter().zip(&mut found) {
            let fitting = |book: &&mut Option<Found>| book.as_ref().is_some_and(|book| fits(file, book));
            if place.is_none() {
                *place = given.iter_mut().find(fitting).and_then(Option::take);
            }
        }
    }
    let mut changes = Vec::new();
    let mut all = Vec::new();
    for (file, book) in recorded.inputs.iter().zip(found) {
        match book.map_or_else(|| beside(recorded, places, file), Ok) {
            Ok(book) => {
                changes.extend(change(file, &book));
                all.push(book);
            }
            Err(problem) => problems.push(problem),
        }
    }
    changes.extend(given.into_iter().flatten().map(|book| FileChange::Unknown { name: book.print.name }));
    if problems.is_empty() { Ok((all, changes)) } else { Err(problems) }
}

/// The file where the manifest says it lies, or beside the report.
fn beside(recorded: &Recorded, places: &Places, file: &RecordedFile) -> Result<Found, Problem> {
    let path = recorded.path(file.path.as_deref().unwrap_or(&file.name));
    if !places.books.is_empty() || !path.is_file() {
        let message = match places.books.is_empty() {
            true => format!("`{}`, which the run read, is not there", path.display()),
            false => format!("`{}`, which the run read, is not among the files given", file.name),
        };
        let help = "say where the workbooks are: `--books FOLDER`, or the files".to_string();
        return Err(Problem { message, help: Some(help) });
    }
    open(&path)
}

fn open(path: &Path) -> Result<Found, Problem> {
    let data = read_file(path)
        .map_err(|error| Problem { message: format!("{}: {}", path.display(), error.message), help: error.help })?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(Found { print: FileFingerprint::of(&name, &data), data })
}

fn change(file: &RecordedFile, found: &Found) -> Option<FileChange> {
    let (name, now) = (file.name.clone(), found.print.name.clone());
    if !file.is(&found.print) {
        return Some(FileChange::Changed { name });
    }
    (name != now).then_some(FileChange::Renamed { name, now })
}

/// What became of the files of the policy.
pub(super) fn policy_files(recorded: &[RecordedFile], now: &[FileFingerprint]) -> Vec<FileChange> {
    let mut changes = Vec::new();
    for file in recorded {
        match now.iter().find(|other| other.name == file.name) {
            None => changes.push(FileChange::Gone { name: file.name.clone() }),
            Some(other) if !file.is(other) => changes.push(FileChange::Changed { name: file.name.clone() }),
            Some(_) => {}
        }
    }
    let new = now.iter().filter(|other| recorded.iter().all(|file| file.name != other.name));
    changes.extend(new.map(|file| FileChange::New { name: file.name.clone() }));
    changes
}

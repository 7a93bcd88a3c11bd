//! Where the report goes, and that nothing anybody needs is lost by it.

use super::failure::Failure;
use crate::export::{Format, csv};
use std::path::{Path, PathBuf};

/// Where a report goes, and in which format.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// JSON to stdout.
    Stdout,
    /// A file; for CSV a folder.
    File(PathBuf, Format),
    /// A folder with a file of that format for each part of the report.
    Parts(PathBuf, Format),
}

impl Target {
    /// What `-o` and `--format` ask for.
    ///
    /// # Errors
    /// When they contradict each other, or do not tell the format.
    pub(super) fn of(output: Option<&Path>, format: Option<Format>) -> Result<Target, Failure> {
        let Some(output) = output else {
            let format = format.unwrap_or(Format::Xlsx);
            return Ok(Target::File(default_path(format), format));
        };
        if output == Path::new("-") {
            return to_stdout(format);
        }
        let told = Format::from_path(output);
        let format = match (format, told) {
            (Some(format), Some(told)) if format != told && !(is_folder(output) && format.is_for_people()) => {
                return Err(contradiction(output, format, told));
            }
            (Some(format), _) | (None, Some(format)) => format,
            (None, None) => return Err(unknown(output)),
        };
        Ok(Target::File(output.to_path_buf(), format))
    }

    /// The same for a policy whose report is in parts, or is not: `-o branches.xlsx` and `--format xlsx -o branches/`
    /// both mean the folder `branches`.
    ///
    /// # Errors
    /// When a folder is named for a report that is one file.
    pub(super) fn in_parts(self, parts: bool) -> Result<Target, Failure> {
        match self {
            Target::File(path, format) if parts && format.is_for_people() => {
                let named =
                    path.extension().is_some_and(|word| Format::from_word(&word.to_string_lossy()) == Some(format));
                Ok(Target::Parts(if named { path.with_extension("") } else { path }, format))
            }
            Target::File(path, format) if is_folder(&path) && format.is_for_people() => {
                Err(contradiction(&path, format, Format::Csv))
            }
            other => Ok(other),
        }
    }

    /// Whether there is a place to write to, and it is none of the files read. Asked before the work is
    /// done, so that nobody waits for a report that cannot be written.
    ///
    /// # Errors
    /// When there is none, or it is one of them.
    pub(super) fn check(&self, read: &[PathBuf]) -> Result<(), Failure> {
        let (path, format, parts) = match self {
            Target::Stdout => return Ok(()),
            Target::File(path, format) => (path, format, false),
            Target::Parts(path, format) => (path, format, true),
        };
        let parent = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        if !parent.is_dir() {
            let message = format!("cannot write `{}`: there is no folder `{}`", path.display(), parent.display());
            return Err(Failure::with_help(message, "make the folder first, or choose another place"));
        }
        if parts && path.exists() && !path.is_dir() {
            let message =
                format!("cannot write into `{}`: it is a file, and this report is a folder of parts", path.display());
            return Err(Failure::with_help(message, "name a folder, or remove the file"));
        }
        if !parts && !format.is_folder() && path.is_dir() {
            let message = format!("cannot write `{}`: it is a folder", path.display());
            let inside = path.join(default_path(*format));
            return Err(Failure::with_help(message, format!("name a file, such as `{}`", inside.display())));
        }
        self.spares(path, read)
    }

    /// The same for the manifest of the run, which must not be the report either.
    ///
    /// # Errors
    /// As [`Target::check`].
    pub(super) fn check_beside(&self, manifest: &Path, read: &[PathBuf]) -> Result<(), Failure> {
        let place = |path: &Path| {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            folder.canonicalize().ok().map(|folder| folder.join(path.file_name().unwrap_or_default()))
        };
        match self {
            Target::File(report, _) if place(report).is_some() && place(report) == place(manifest) => {
                let message = format!("`--manifest {0}` and the report `{0}` are one file", manifest.display());
                Err(Failure::with_help(message, "name another file, such as `run.json`"))
            }
            Target::Parts(folder, _) if place(&folder.join(csv::MANIFEST)) == place(manifest) => {
                let message = format!("`--manifest {}` is where the list of the parts goes", manifest.display());
                Err(Failure::with_help(message, "name another file, such as `run.json`"))
            }
            _ => Target::File(manifest.to_path_buf(), Format::Json).check(read),
        }
    }

    /// CSV writes files into a folder, so no file read may lie there; else the file must be another.
    fn spares(&self, path: &Path, read: &[PathBuf]) -> Result<(), Failure> {
        let Ok(resolved) = path.canonicalize() else { return Ok(()) };
        let inside = resolved.is_dir();
        let hit = read.iter().find(|file| {
            file.canonicalize()
                .is_ok_and(|file| if inside { file.parent() == Some(&resolved) } else { file == resolved })
        });
        let Some(hit) = hit else { return Ok(()) };
        let message = match inside {
            true => format!("cannot write into `{}`: `{}`, which is read, lies there", path.display(), hit.display()),
            false => format!("cannot write `{}`: it is read by this run", path.display()),
        };
        Err(Failure::with_help(message, "choose another place for the report"))
    }
}

/// Whether a path is written as a folder.
fn is_folder(path: &Path) -> bool {
    path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}

fn default_path(format: Format) -> PathBuf {
    PathBuf::from(match format {
        Format::Xlsx => "report.xlsx",
        Format::Html => "report.html",
        Format::Csv | Format::Jsonl => "report",
        Format::Json => "report.json",
    })
}

fn to_stdout(format: Option<Format>) -> Result<Target, Failure> {
    match format {
        None | Some(Format::Json) => Ok(Target::Stdout),
        Some(other) => Err(Failure::with_help(
            format!("`-o -` writes JSON to stdout, not {}", other.word()),
            format!("write `-o {}`, or leave out `--format {}`", default_path(other).display(), other.word()),
        )),
    }
}

fn contradiction(output: &Path, format: Format, told: Format) -> Failure {
    let message = format!("`--format {}` and `-o {}` ask for two formats", format.word(), output.display());
    let fitting = match format {
        Format::Csv | Format::Jsonl => output.with_extension(""),
        _ => output.with_extension(format.word()),
    };
    Failure::with_help(message, format!("write `-o {}`, or `--format {}`", fitting.display(), told.word()))
}

fn unknown(output: &Path) -> Failure {
    let message = format!("`-o {}` does not tell the format of the report", output.display());
    let stem = output.with_extension("");
    let help = format!(
        "write `-o {0}.xlsx`, `-o {0}.html`, `-o {0}.json`, or `-o {0} --format csv` for a folder",
        stem.display()
    );
    Failure::with_help(message, help)
}

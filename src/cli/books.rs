//! What is named as BOOK: files, and folders of files.

use super::failure::Failure;
use super::memory;
use crate::diagnostic::Problem;
use crate::diagnostic::nearest;
use crate::value::number::and_more;
use std::path::{Path, PathBuf};

/// Files of a folder that are read.
pub(super) const EXTENSIONS: [&str; 8] = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "txt"];

/// The files to read: those named, and of each folder named its workbooks, sorted by name.
///
/// # Errors
/// For every name that stands for no file, and every file that would be read twice.
pub(super) fn find(names: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut books = Vec::new();
    let mut problems = Vec::new();
    for name in names {
        match files_of(name) {
            Ok(files) => books.extend(files),
            Err(problem) => problems.push(problem),
        }
    }
    problems.extend(read_twice(&books));
    memory::room_for(&books);
    if problems.is_empty() { Ok(books) } else { Err(Failure::Problems(problems)) }
}

fn files_of(name: &Path) -> Result<Vec<PathBuf>, Problem> {
    if name.is_dir() {
        return workbooks_in(name);
    }
    match std::fs::metadata(name) {
        Ok(_) => Ok(vec![name.to_path_buf()]),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(missing(name)),
        Err(error) => Err(Problem { message: format!("`{}` cannot be read: {error}", name.display()), help: None }),
    }
}

fn workbooks_in(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let cannot = |error: std::io::Error| Problem {
        message: format!("the folder `{}` cannot be read: {error}", folder.display()),
        help: None,
    };
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        if path.is_file() && is_workbook(&path) {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Problem {
            message: format!("the folder `{}` holds no workbooks", folder.display()),
            help: Some(format!("workbooks are files ending in .{}", EXTENSIONS.join(", ."))),
        });
    }
    Ok(files)
}

/// By its extension; not the hidden files that spreadsheet programs keep while a workbook is open.
fn is_workbook(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    !name.starts_with('.') && !name.starts_with("~$") && EXTENSIONS.contains(&extension.as_str())
}

fn missing(name: &Path) -> Problem {
    let message = format!("there is no file `{}`", name.display());
    let folder = match name.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let help = if name.to_string_lossy().contains('*') {
        format!(
            "no file has a name like this; to read every workbook of a folder, name the folder: `{}`",
            folder.display()
        )
    } else if !folder.is_dir() {
        format!("there is no folder `{}` either", folder.display())
    } else {
        match (near(name, folder), workbooks_in(folder)) {
            (Some(near), _) => format!("is it `{}`?", near.display()),
            (None, Ok(files)) => format!("the workbooks there are {}", listed(&files)),
            (None, Err(_)) => "name the workbooks to read, or the folder that holds them".to_string(),
        }
    };
    Problem { message, help: Some(help) }
}

/// The file of the folder whose name is most like this one.
fn near(name: &Path, folder: &Path) -> Option<PathBuf> {
    let wanted = name.file_name()?.to_string_lossy().into_owned();
    let entries = std::fs::read_dir(folder).ok()?.flatten().filter(|entry| entry.path().is_file());
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let near = nearest(&wanted, names.iter().map(String::as_str))?;
    Some(name.with_file_name(near))
}

fn listed(files: &[PathBuf]) -> String {
    let names: Vec<String> = files.iter().take(8).map(|file| format!("`{}`", file.display())).collect();
    and_more(&names, files.len())
}

/// Rows of a file named twice would count double.
fn read_twice(books: &[PathBuf]) -> Option<Problem> {
    let mut seen = std::collections::HashSet::new();
    let twice = books.iter().find(|book| book.canonicalize().is_ok_and(|path| !seen.insert(path)))?;
    Some(Problem {
        message: format!("`{}` is named twice, and its rows would count double", twice.display()),
        help: Some("name every workbook once; a folder means all workbooks in it".into()),
    })
}

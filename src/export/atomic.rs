//! Files that are either the old one or the new one, never a part of one: written beside the
//! target, synced, renamed.
//!
//! On Linux the new file has no name until it is complete, so that a run that is stopped in the
//! middle leaves nothing behind.

use super::{ExportError, unnamed};
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// How many left-over temporary files of crashed runs are stepped over.
const ATTEMPTS: u32 = 1000;

/// A file that takes its target's place on [`Pending::commit`] and vanishes without it.
#[derive(Debug)]
pub(super) struct Pending {
    file: File,
    place: Place,
    target: PathBuf,
}

/// Where the bytes are until the file is complete.
#[derive(Debug)]
enum Place {
    /// In the target itself: a device or a pipe.
    Target,
    /// In a file that has no name yet.
    Unnamed,
    /// In a file of this name beside the target.
    Named(PathBuf),
}

impl Pending {
    /// Opens a temporary file beside the target.
    pub(super) fn create(target: &Path) -> Result<Pending, ExportError> {
        // Through a link: the file it points at is replaced, the link stays.
        let target = match fs::canonicalize(target) {
            Ok(resolved) => resolved,
            Err(_) => target.to_path_buf(),
        };
        match fs::metadata(&target) {
            Ok(old) if old.is_dir() => Err(ExportError::new(
                format!("cannot write `{}`: it is a folder", target.display()),
                "name a file, such as `report.xlsx` inside it",
            )),
            Ok(old) if old.is_file() && old.permissions().readonly() => Err(ExportError::new(
                format!("cannot write `{}`: the file is read-only", target.display()),
                "choose another name, or allow writing to the file",
            )),
            Ok(old) if !old.is_file() => {
                let file = OpenOptions::new().write(true).open(&target);
                let file = file.map_err(|error| ExportError::io(&target, &error))?;
                Ok(Pending { file, place: Place::Target, target })
            }
            // Whoever may do everything (root) is not stopped by the system.
            Ok(_)
                if cfg!(unix) && fs::metadata(folder(&target)).is_ok_and(|folder| folder.permissions().readonly()) =>
            {
                Err(ExportError::io(&target, &io::ErrorKind::PermissionDenied.into()))
            }
            old => {
                let (file, place) = beside(&target).map_err(|error| ExportError::io(&target, &error))?;
                // A lock ends with its run: it tells others that the file is still at work.
                let _ = file.try_lock();
                sweep(&target);
                let pending = Pending { file, place, target };
                if let Ok(old) = old {
                    let kept = pending.file.set_permissions(old.permissions());
                    kept.map_err(|error| pending.error(&error))?;
                }
                Ok(pending)
            }
        }
    }

    /// The file to write into.
    pub(super) fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// The folder the target lies in.
    pub(super) fn folder(&self) -> &Path {
        folder(&self.target)
    }

    /// An operating system's error while writing, in words.
    pub(super) fn error(&self, error: &io::Error) -> ExportError {
        ExportError::io(&self.target, error)
    }

    /// Puts the file in the target's place.
    pub(super) fn commit(mut self) -> Result<(), ExportError> {
        if let Place::Target = self.place {
            return Ok(());
        }
        self.sync().and_then(|()| self.take_place()).map_err(|error| self.error(&error))?;
        // The rename itself lasts only once its folder is on disk; not every system can sync one.
        if let Ok(folder) = File::open(self.folder()) {
            let _ = folder.sync_all();
        }
        Ok(())
    }

    /// Puts all bytes on disk; a device or a pipe has none.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        if let Place::Target = self.place { Ok(()) } else { self.file.sync_all() }
    }

    /// Whether the file has no name yet and will get one in that folder, which is written without links.
    pub(super) fn is_unnamed_in(&self, folder: &Path) -> bool {
        matches!(self.place, Place::Unnamed) && self.folder().canonicalize().is_ok_and(|own| own == folder)
    }

    /// The target's name.
    pub(super) fn name(&self) -> Option<&OsStr> {
        self.target.file_name()
    }

    /// Gives a file without a name its target's name in another folder, too; the name.
    pub(super) fn name_in(&self, folder: &Path) -> io::Result<OsString> {
        let name = self.name().ok_or(io::ErrorKind::InvalidInput)?;
        unnamed::name(&self.file, &folder.join(name))?;
        Ok(name.to_os_string())
    }

    /// Gives a file without a name its own, or, where another file stands there, one beside it.
    fn get_name(&mut self) -> io::Result<()> {
        let Place::Unnamed = self.place else { return Ok(()) };
        // Nothing stands in the way of a new report: it appears at once, and complete.
        match unnamed::name(&self.file, &self.target) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            done => {
                done?;
                self.place = Place::Target;
                return Ok(());
            }
        }
        let ((), temporary) = free_name(&self.target, |path| unnamed::name(&self.file, path))?;
        self.place = Place::Named(temporary);
        Ok(())
    }

    fn take_place(&mut self) -> io::Result<()> {
        self.get_name()?;
        let Place::Named(temporary) = &self.place else { return Ok(()) };
        fs::rename(temporary, &self.target)?;
        self.place = Place::Target;
        Ok(())
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Place::Named(temporary) = &self.place {
            let _ = fs::remove_file(temporary);
        }
    }
}

/// Puts files of one folder in their targets' places, one after the other: the slow part, that all bytes are on disk,
/// comes before the first of them moves. Another run waits meanwhile.
pub(super) fn commit_in_turn(mut files: Vec<Pending>, folder: &Path) -> Result<(), ExportError> {
    let lock = File::open(folder).ok();
    // Where a folder cannot be locked, the last run to come has the last word on each file.
    let _ = lock.as_ref().map(File::lock);
    for step in [Pending::sync, Pending::get_name, Pending::take_place] {
        for file in &mut files {
            step(file).map_err(|error| file.error(&error))?;
        }
    }
    let _ = lock.as_ref().map(File::sync_all);
    Ok(())
}

/// Writes one file whole, or not at all.
pub(super) fn write(
    target: &Path,
    fill: impl FnOnce(&mut io::BufWriter<&mut File>) -> io::Result<()>,
) -> Result<(), ExportError> {
    prepare(target, fill)?.commit()
}

/// The same, up to but without taking the target's place.
pub(super) fn prepare(
    target: &Path,
    fill: impl FnOnce(&mut io::BufWriter<&mut File>) -> io::Result<()>,
) -> Result<Pending, ExportError> {
    let mut pending = Pending::create(target)?;
    let mut buffer = io::BufWriter::with_capacity(1 << 16, pending.file());
    let filled = fill(&mut buffer).and_then(|()| io::Write::flush(&mut buffer));
    drop(buffer);
    filled.map_err(|error| pending.error(&error))?;
    Ok(pending)
}

fn folder(target: &Path) -> &Path {
    match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// A new file in the target's folder: without a name where the system can do that.
fn beside(target: &Path) -> io::Result<(File, Place)> {
    if let Some(file) = unnamed::create(folder(target)) {
        return Ok((file, Place::Unnamed));
    }
    let (file, path) = free_name(target, |path| OpenOptions::new().write(true).create_new(true).open(path))?;
    Ok((file, Place::Named(path)))
}

/// Removes what runs that were killed have left beside the target. A file that is empty may be one that another
/// run has just made and not yet locked.
fn sweep(target: &Path) {
    for path in left_over(target).filter(|path| path.is_file()) {
        let held =
            File::open(&path).map(|file| file.metadata().map_or(0, |data| data.len()) == 0 || file.try_lock().is_err());
        if matches!(held, Ok(false)) {
            let _ = fs::remove_file(&path);
        }
    }
}

/// What lies beside the target under the name of a temporary file or folder of it.
pub(super) fn left_over(target: &Path) -> impl Iterator<Item = PathBuf> {
    let before = temporary(target);
    let is_left_over = move |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let rest = before.as_ref().and_then(|before| name.strip_prefix(before)?.strip_suffix(".tmp")?.split_once('-'));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        rest.is_some_and(|(process, attempt)| is_number(process) && is_number(attempt))
    };
    fs::read_dir(folder(target)).into_iter().flatten().flatten().map(|entry| entry.path()).filter(is_left_over)
}

/// How the names of a target's temporary files begin.
fn temporary(target: &Path) -> Option<String> {
    let name: String = target.file_name()?.to_string_lossy().chars().take(40).collect();
    Some(format!(".{name}."))
}

/// Makes something in the target's folder under a name nobody has.
pub(super) fn free_name<T>(target: &Path, make: impl Fn(&Path) -> io::Result<T>) -> io::Result<(T, PathBuf)> {
    let before = temporary(target).ok_or(io::ErrorKind::InvalidInput)?;
    for attempt in 0..ATTEMPTS {
        let path = folder(target).join(format!("{before}{}-{attempt}.tmp", std::process::id()));
        match make(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return Ok((made?, path)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

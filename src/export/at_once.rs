//! A folder whose files change all at once: the new ones are put together beside it, and the two folders change
//! places in one step, so that a run that is stopped at any moment leaves the old files or the new ones.

use super::ExportError;
use super::atomic::{Pending, commit_in_turn};
use std::io;
use std::path::Path;

/// Puts files of one folder in their targets' places: in one step where that can be done, else as nearly at once as
/// a file system can. Another run waits meanwhile.
pub(super) fn commit_all(files: Vec<Pending>, folder: &Path) -> Result<(), ExportError> {
    match commit(files, folder) {
        Ok(done) => done.map_err(|error| ExportError::io(folder, &error)),
        Err(files) => commit_in_turn(files, folder),
    }
}

/// Puts the files of one folder in place in one step; gives them back where it cannot be done so, the folder as it was.
///
/// What else lies in the folder stays in it: the new folder has the same files under the same names. It is not done
/// where that would lose something: where the folder has folders of its own or belongs to somebody else, where
/// somebody stands in it with a shell, and where system or file system cannot exchange two folders.
#[cfg(target_os = "linux")]
fn commit(files: Vec<Pending>, folder: &Path) -> Result<io::Result<()>, Vec<Pending>> {
    linux::commit(files, folder)
}

#[cfg(not(target_os = "linux"))]
fn commit(files: Vec<Pending>, _: &Path) -> Result<io::Result<()>, Vec<Pending>> {
    Err(files)
}

#[cfg(target_os = "linux")]
mod linux {
    use super::super::atomic::{self, Pending};
    use rustix::fs::{CWD, RenameFlags};
    use std::collections::HashSet;
    use std::ffi::{OsStr, OsString};
    use std::fs::{self, File, Metadata};
    use std::io;
    use std::os::unix::fs::MetadataExt as _;
    use std::path::{Path, PathBuf};

    pub(super) fn commit(mut files: Vec<Pending>, folder: &Path) -> Result<io::Result<()>, Vec<Pending>> {
        let Ok(folder) = folder.canonicalize() else { return Err(files) };
        let Some(_old) = locked(&folder) else { return Err(files) };
        if !files.iter().all(|file| file.is_unnamed_in(&folder)) || is_stood_in(&folder) {
            return Err(files);
        }
        // All bytes are on disk before any of them has a name.
        if let Err(error) = files.iter_mut().try_for_each(Pending::sync) {
            return Ok(Err(error));
        }
        sweep(&folder);
        let Ok(beside) = Beside::make(&folder, &files) else { return Err(files) };
        // A file without a name gets one once, and none again: from the first of them on there is no way back.
        let mut names = Vec::new();
        for file in &files {
            match file.name_in(&beside.path) {
                Ok(name) => names.push(name),
                Err(_) if names.is_empty() => return Err(files),
                Err(error) => return Ok(Err(error)),
            }
        }
        Ok(beside.take_place(&folder).or_else(|_| beside.give_in_turn(&names, &folder)))
    }

    /// The folder, locked: no other run changes it meanwhile. Another run may have put a new folder in its place while
    /// this one waited.
    fn locked(folder: &Path) -> Option<File> {
        loop {
            let file = File::open(folder).ok()?;
            file.lock().ok()?;
            let (held, stands) = (file.metadata().ok()?, fs::metadata(folder).ok()?);
            if is_same(&held, &stands) {
                return Some(file);
            }
        }
    }

    fn is_same(one: &Metadata, other: &Metadata) -> bool {
        (one.dev(), one.ino()) == (other.dev(), other.ino())
    }

    /// Whether a program has the folder as the one it works in: it would go on in the old one, which is removed.
    fn is_stood_in(folder: &Path) -> bool {
        let Ok(processes) = fs::read_dir("/proc") else { return true };
        processes.flatten().any(|process| fs::read_link(process.path().join("cwd")).is_ok_and(|path| path == folder))
    }

    /// Removes what killed runs have left beside the folder. Runs that are at work hold the folder's lock.
    fn sweep(folder: &Path) {
        for path in atomic::left_over(folder).filter(|path| path.is_dir()) {
            let _ = fs::remove_dir_all(path);
        }
    }

    /// The folder that is put together.
    struct Beside {
        path: PathBuf,
        /// Locked, so that a run that opens it as soon as it stands in its place waits until all is done.
        lock: File,
    }

    impl Beside {
        /// A folder that can stand in for the old one but for the new files.
        fn make(folder: &Path, files: &[Pending]) -> io::Result<Beside> {
            let ((), path) = atomic::free_name(folder, |path| fs::create_dir(path))?;
            let lock = File::open(&path);
            // From here on it is removed if anything fails.
            let beside = Beside { path, lock: lock? };
            beside.lock.lock()?;
            beside.becomes_like(folder)?;
            beside.link_others(folder, &files.iter().filter_map(Pending::name).collect())?;
            Ok(beside)
        }

        /// Its owner, its permissions; where it cannot have them all, it cannot stand in for the old one.
        fn becomes_like(&self, folder: &Path) -> io::Result<()> {
            let old = fs::metadata(folder)?;
            fs::set_permissions(&self.path, old.permissions())?;
            let new = fs::metadata(&self.path)?;
            let alike = (old.uid(), old.gid(), old.mode()) == (new.uid(), new.gid(), new.mode());
            if alike && !has_attributes(folder) { Ok(()) } else { Err(io::ErrorKind::Unsupported.into()) }
        }

        /// Every other file of the old folder gets its name here too. A folder cannot have two names.
        fn link_others(&self, folder: &Path, except: &HashSet<&OsStr>) -> io::Result<()> {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                if !except.contains(entry.file_name().as_os_str()) {
                    fs::hard_link(entry.path(), self.path.join(entry.file_name()))?;
                }
            }
            Ok(())
        }

        /// Changes places with the folder, and removes what was there.
        fn take_place(&self, folder: &Path) -> io::Result<()> {
            self.lock.sync_all()?;
            rustix::fs::renameat_with(CWD, &self.path, CWD, folder, RenameFlags::EXCHANGE)?;
            // The exchange itself lasts only once the folder around is on disk.
            if let Some(Ok(around)) = folder.parent().map(File::open) {
                let _ = around.sync_all();
            }
            self.save_late(folder);
            Ok(())
        }

        /// Where two folders cannot be exchanged: one file after the other.
        fn give_in_turn(&self, names: &[OsString], folder: &Path) -> io::Result<()> {
            names.iter().try_for_each(|name| fs::rename(self.path.join(name), folder.join(name)))
        }

        /// What somebody put into the old folder since it was looked through moves over.
        fn save_late(&self, folder: &Path) {
            for entry in fs::read_dir(&self.path).into_iter().flatten().flatten() {
                let stands = folder.join(entry.file_name());
                if fs::symlink_metadata(&stands).is_err() {
                    let _ = fs::rename(entry.path(), stands);
                }
            }
        }
    }

    impl Drop for Beside {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.path);
        }
    }

    /// Whether the folder has extended attributes, such as a list of who may do what, that another one would lack.
    /// Labels of the system's own are given to every folder.
    fn has_attributes(folder: &Path) -> bool {
        let mut names = vec![0; 4096];
        match rustix::fs::listxattr(folder, &mut names[..]) {
            Ok(length) => {
                names[..length].split(|byte| *byte == 0).any(|name| !name.is_empty() && !name.starts_with(b"security."))
            }
            Err(error) => error != rustix::io::Errno::NOTSUP,
        }
    }
}

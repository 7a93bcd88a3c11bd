//! The files of a pack by their names: in a folder, in memory, or a folder with unsaved texts laid
//! over it. The only place that reads a pack's folder.

mod edit;
mod error;
mod fingerprint;
mod name;

#[cfg(test)]
mod tests;

pub use error::{FileError, FileErrorKind};
pub use fingerprint::{FileFingerprint, sha256};
pub(crate) use fingerprint::{Fingerprinting, hex};

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Largest text file read, in bytes.
const LARGEST_TEXT: u64 = 16 << 20;
/// Largest workbook with decision tables read, in bytes.
const LARGEST: u64 = 1 << 30;

/// The files of a pack. Names count from the pack's folder and are parted by `/`: `policy.yaml`,
/// `tables/targets.csv`.
#[derive(Clone, Debug, Default)]
pub struct PackFiles {
    /// The folder on disk, as typed; none where all files are in memory.
    folder: Option<PathBuf>,
    /// The one file that is the policy, where a file was named and not a folder.
    policy: Option<String>,
    /// Files in memory. They stand before those of the folder.
    memory: BTreeMap<String, Arc<[u8]>>,
}

impl PackFiles {
    /// A pack on disk: a folder, or a policy file by itself.
    ///
    /// # Errors
    /// When there is neither.
    pub fn at(path: impl AsRef<Path>) -> Result<PackFiles, FileError> {
        let path = path.as_ref();
        if path.is_dir() {
            return Ok(PackFiles { folder: Some(path.to_path_buf()), ..PackFiles::default() });
        }
        if !path.is_file() {
            let message = format!("there is no folder or file `{}`", path.display());
            return Err(FileError::missing(message, "name the folder that holds `policy.yaml`"));
        }
        let policy = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(PackFiles { folder: path.parent().map(Path::to_path_buf), policy, ..PackFiles::default() })
    }

    /// A pack in memory: names and contents. No file system is asked.
    ///
    /// # Errors
    /// When a name leads out of the pack, or two files have one name.
    pub fn new<N: AsRef<str>, B: Into<Vec<u8>>>(
        files: impl IntoIterator<Item = (N, B)>,
    ) -> Result<PackFiles, FileError> {
        let mut pack = PackFiles::default();
        for (name, bytes) in files {
            let name = name::inside(name.as_ref()).map_err(|error| error.of(name.as_ref()))?;
            if pack.memory.insert(name.clone(), Arc::from(bytes.into())).is_some() {
                return Err(FileError::twice(&name));
            }
        }
        Ok(pack)
    }

    /// The same files, one of them named as the policy.
    #[cfg(feature = "cli")]
    pub(crate) fn with_policy(self, policy: Option<String>) -> PackFiles {
        PackFiles { policy, ..self }
    }

    /// Lays a text over the file of that name, as an editor has it before it is saved. The file need
    /// not be there.
    ///
    /// # Errors
    /// When the name leads out of the pack.
    pub fn lay(&mut self, name: &str, text: impl Into<Vec<u8>>) -> Result<(), FileError> {
        self.memory.insert(name::inside(name).map_err(|error| error.of(name))?, Arc::from(text.into()));
        Ok(())
    }

    /// The one file that is the policy, where a file was named and not a folder.
    pub(crate) fn policy(&self) -> Option<&str> {
        self.policy.as_deref()
    }

    /// How the pack is called in a sentence.
    pub(crate) fn described(&self) -> String {
        self.folder.as_ref().map_or("the pack".into(), |folder| format!("the folder `{}`", folder.display()))
    }

    /// The pack as typed, for commands to try; empty where it is in memory.
    pub(crate) fn typed(&self) -> String {
        let path = self.folder.as_ref().map(|folder| folder.join(self.policy.as_deref().unwrap_or_default()));
        path.map_or_else(String::new, |path| path.display().to_string().trim_end_matches('/').to_string())
    }

    /// What stands before a file's name in messages, so that people can click it: the folder as typed.
    pub(crate) fn prefix(&self) -> String {
        let shown = self.folder.as_deref().unwrap_or(Path::new("")).display().to_string().replace('\\', "/");
        if shown.is_empty() || shown.ends_with('/') { shown } else { format!("{shown}/") }
    }

    /// Where the file of that name lies on disk, if the pack does.
    pub(crate) fn path(&self, name: &str) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(name))
    }

    /// Names of the files with an ending, sorted; those of folders inside the pack are left out.
    pub(crate) fn names(&self, ending: &str) -> Vec<String> {
        let entries = self.folder.iter().filter_map(|folder| fs::read_dir(here(folder)).ok()).flatten().flatten();
        let files = entries.filter(|entry| entry.path().is_file());
        let mut names: Vec<String> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.extend(self.memory.keys().filter(|name| !name.contains('/')).cloned());
        names.retain(|name| name.ends_with(ending));
        names.sort();
        names.dedup();
        names
    }

    /// The bytes of a file.
    pub(crate) fn bytes(&self, name: &str) -> Result<Arc<[u8]>, FileError> {
        self.read(name, LARGEST)
    }

    /// A text and the bytes it was read from: without a byte order mark, lines ended by `\n` alone.
    pub(crate) fn text(&self, name: &str) -> Result<(String, Arc<[u8]>), FileError> {
        let bytes = self.read(name, LARGEST_TEXT)?;
        let text = std::str::from_utf8(&bytes).map_err(|error| FileError::not_utf8(&bytes[..error.valid_up_to()]))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
        Ok((text, bytes))
    }

    /// Replaces pieces of a file's text, in memory: what is on disk stays as it is. Places count in the text
    /// as [`PackFiles::text`] gives it; what is not replaced keeps its bytes. False where the file has no
    /// such places.
    pub(crate) fn edit(&mut self, name: &str, edits: &[(std::ops::Range<usize>, &str)]) -> bool {
        let changed = self.bytes(name).ok().and_then(|bytes| edit::edited(&bytes, edits));
        if let Some(bytes) = changed {
            self.memory.insert(name.to_string(), Arc::from(bytes));
            return true;
        }
        false
    }

    /// The name of a file that is there, `./` left out.
    pub(crate) fn find(&self, name: &str) -> Result<String, FileError> {
        let name = name::inside(name)?;
        if self.memory.contains_key(&name) {
            return Ok(name);
        }
        match self.path(&name).filter(|path| path.is_file()) {
            None => Err(FileError::missing("is not there".into(), "add it to the pack")),
            Some(path) if self.leads_out(&name, &path) => Err(FileError::outside()),
            Some(_) => Ok(name),
        }
    }

    fn read(&self, name: &str, largest: u64) -> Result<Arc<[u8]>, FileError> {
        let name = self.find(name)?;
        let bytes = match (self.memory.get(&name), self.path(&name)) {
            (Some(bytes), _) => bytes.clone(),
            (None, Some(path)) => read_at_most(&path, largest + 1).map_err(|error| FileError::system(&error))?,
            (None, None) => return Err(FileError::missing("is not there".into(), "add it to the pack")),
        };
        if bytes.len() as u64 > largest { Err(FileError::too_large(largest)) } else { Ok(bytes) }
    }

    /// Whether it is a link to a file outside the folder. A policy file that was named itself may lie anywhere.
    fn leads_out(&self, name: &str, path: &Path) -> bool {
        let Some(folder) = self.folder.as_deref().filter(|_| self.policy() != Some(name)) else { return false };
        match (here(folder).canonicalize(), path.canonicalize()) {
            (Ok(folder), Ok(path)) => !path.starts_with(folder),
            _ => false,
        }
    }
}

fn read_at_most(path: &Path, most: u64) -> std::io::Result<Arc<[u8]>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(Arc::from(bytes))
}

/// The folder of a file named without one.
fn here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

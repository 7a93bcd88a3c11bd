//! The packs that files of an editor belong to, with the texts that are not saved yet.

use super::text;
use crate::engine::{Engine, LoadOptions};
use crate::files::PackFiles;
use crate::plan::names::Names;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A policy may lie so many folders above a file of its pack.
const FOLDERS_UP: usize = 3;

/// Every text that is open, and what was last known of names.
#[derive(Default)]
pub(super) struct Packs {
    texts: BTreeMap<PathBuf, String>,
    addresses: Addresses,
    /// Names as they were when the pack could last be read: while one types it often cannot.
    names: BTreeMap<PathBuf, (u64, Arc<Names>)>,
    /// Counts changes of texts.
    version: u64,
}

/// The addresses of files that are open, as the editor wrote them: another code for the same letter (`%28` for a
/// bracket) would be another document to it.
#[derive(Clone, Default)]
pub(super) struct Addresses(Arc<BTreeMap<PathBuf, String>>);

impl Addresses {
    fn of(&self, path: &Path) -> String {
        self.0.get(path).cloned().unwrap_or_else(|| text::uri(path))
    }

    /// The address of a file of a pack by its name inside it.
    pub(super) fn in_pack(&self, root: &Path, name: &str) -> String {
        self.of(&folder(root).join(name))
    }
}

/// A pack, and the file of it that is asked about.
pub(super) struct Pack {
    /// Its folder; of a policy that is a file by itself that file.
    pub root: PathBuf,
    pub files: PackFiles,
    /// The file's name inside the pack.
    pub name: String,
    /// Its text as it stands in the editor, lines ended by `\n`.
    pub text: String,
    pub names: Arc<Names>,
    pub addresses: Addresses,
}

impl Pack {
    /// The address of a file of the pack by its name.
    pub(super) fn uri(&self, name: &str) -> String {
        self.addresses.in_pack(&self.root, name)
    }

    /// What the name at a place stands for, the place as a byte of the text.
    pub(super) fn offset(&self, at: text::Position) -> usize {
        at.offset(&self.text)
    }
}

/// The folder of a pack.
fn folder(root: &Path) -> &Path {
    if is_policy(root) { root.parent().unwrap_or(root) } else { root }
}

fn is_policy(root: &Path) -> bool {
    root.extension().is_some_and(|ending| ending == "yaml" || ending == "yml")
}

impl Packs {
    /// Takes the text of a file as it stands in the editor; gives its pack.
    pub(super) fn open(&mut self, uri: &str, text: &str) -> Option<PathBuf> {
        let path = text::path(uri)?;
        Arc::make_mut(&mut self.addresses.0).insert(path.clone(), uri.to_string());
        self.texts.insert(path, text.to_string());
        self.version += 1;
        self.root(uri)
    }

    /// What is on disk counts again.
    pub(super) fn close(&mut self, uri: &str) -> Option<PathBuf> {
        let root = self.root(uri);
        // Its address stays: what is told of the file goes on to be told there.
        self.texts.remove(&text::path(uri)?);
        self.version += 1;
        root
    }

    /// The pack of a file: the nearest folder with a policy, or the file itself where it is one.
    pub(super) fn root(&self, uri: &str) -> Option<PathBuf> {
        let path = text::path(uri)?;
        let has_policy = |folder: &Path| {
            let policy = folder.join("policy.yaml");
            let versions = || std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
            self.texts.contains_key(&policy)
                || policy.is_file()
                || versions().any(|name| name.to_string_lossy().starts_with("policy-"))
        };
        let above = path.ancestors().skip(1).take(FOLDERS_UP + 1).find(|folder| has_policy(folder));
        if let Some(folder) = above {
            return Some(folder.to_path_buf());
        }
        let own = self.texts.get(&path).cloned().or_else(|| std::fs::read_to_string(&path).ok())?;
        let is_one = own.lines().any(|line| line.starts_with("policy:"));
        (is_policy(&path) && is_one).then_some(path)
    }

    /// The addresses of the files of a pack that are open.
    pub(super) fn open_in(&self, root: &Path) -> Vec<String> {
        let within = |path: &&PathBuf| path.starts_with(folder(root));
        self.texts.keys().filter(within).map(|path| self.addresses.of(path)).collect()
    }

    /// The addresses of files, as the editor wrote them.
    pub(super) fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// The files of a pack, what is open laid over what is saved.
    pub(super) fn files(&self, root: &Path) -> Option<PackFiles> {
        let mut files = PackFiles::at(root).or_else(|_| PackFiles::new([("policy.yaml", "")])).ok()?;
        let folder = folder(root);
        for (path, text) in &self.texts {
            if let Some(name) = path.strip_prefix(folder).ok().and_then(Path::to_str) {
                let _ = files.lay(&name.replace('\\', "/"), text.clone());
            }
        }
        Some(files)
    }

    /// The pack of a file with its names, as far as they are known.
    pub(super) fn pack(&mut self, engine: &Engine, uri: &str) -> Option<Pack> {
        let (path, root) = (text::path(uri)?, self.root(uri)?);
        let files = self.files(&root)?;
        let name = path.strip_prefix(folder(&root)).ok()?.to_str()?.replace('\\', "/");
        let text = files.text(&name).ok()?.0;
        let known = self.names.get(&root).filter(|(version, _)| *version == self.version);
        let names = match known {
            Some((_, names)) => names.clone(),
            None => {
                let read = Names::read(engine, &files, &LoadOptions::default()).ok().map(Arc::new);
                let before = || self.names.get(&root).map(|(_, names)| names.clone());
                let names = read.or_else(before).unwrap_or_default();
                self.names.insert(root.clone(), (self.version, names.clone()));
                names
            }
        };
        Some(Pack { root, files, name, text, names, addresses: self.addresses.clone() })
    }
}

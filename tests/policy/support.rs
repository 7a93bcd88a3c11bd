//! Packs for tests.

use rulebook::PackFiles;
use rulebook::cells::{CellSource, CellsError};
use rulebook::diagnostic::{Style, render};
use rulebook::policy::model::Policy;
use rulebook::policy::{Pack, load};
use rulebook::value::Date;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// For packs without workbooks.
pub fn no_workbooks(name: &str, _: Arc<[u8]>) -> Result<Box<dyn CellSource>, CellsError> {
    Err(CellsError { message: format!("{name} is no workbook"), help: None })
}

/// A pack of `tests/policy/packs`.
pub fn stored(name: &str) -> Pack {
    load_at(format!("tests/policy/packs/{name}"), None)
}

/// A pack on disk.
pub fn load_at(path: impl AsRef<Path>, as_of: Option<Date>) -> Pack {
    load(&PackFiles::at(path).unwrap_or_else(|error| panic!("{error}")), as_of, &no_workbooks)
}

/// A folder that goes away with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(files: &[(&str, &[u8])]) -> Folder {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("rulebook-policy-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a temporary folder can be made");
        for (name, bytes) in files {
            std::fs::write(path.join(name), bytes).expect("a file can be written");
        }
        Folder(path)
    }

    pub fn load(&self) -> Pack {
        load_at(&self.0, None)
    }

    pub fn load_as_of(&self, day: &str) -> Pack {
        load_at(&self.0, Date::parse(day))
    }

    /// Findings as people read them, the folder's name left out.
    pub fn findings(&self, pack: &Pack) -> String {
        let text = render(&pack.diagnostics, &pack.sources, Style::Plain);
        text.replace(&self.0.display().to_string(), "pack")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A pack of one file.
pub fn written(yaml: &str) -> (Folder, Pack) {
    let folder = Folder::new(&[("policy.yaml", yaml.as_bytes())]);
    let pack = folder.load();
    (folder, pack)
}

/// The findings of a pack of one file.
pub fn findings(yaml: &str) -> String {
    let (folder, pack) = written(yaml);
    folder.findings(&pack)
}

/// The policy of a pack of one file without findings.
pub fn policy(yaml: &str) -> Policy {
    let (folder, pack) = written(yaml);
    assert_eq!(folder.findings(&pack), "");
    pack.policy.expect("a pack without findings has a policy")
}

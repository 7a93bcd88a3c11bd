//! `--watch`: the work again whenever a file that it reads changes.

use super::{Ended, Failure, terminal};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

/// How often files are looked at.
const PAUSE: Duration = Duration::from_millis(250);
/// Folders within folders are looked at so far down.
const DEPTH: usize = 4;
/// More files than this are not watched: somebody has named a whole disk.
const MOST: usize = 10_000;

/// What tells that a file has changed.
type Stamps = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// Does the work, and again whenever one of these files or folders changes, until the program is stopped. What the
/// work itself writes does not count.
pub(super) fn watch(
    read: &[PathBuf],
    written: &[PathBuf],
    mut work: impl FnMut() -> Result<Ended, Failure>,
) -> Result<Ended, Failure> {
    loop {
        let before = stamps(read, written);
        if let Err(failure) = work() {
            failure.print();
        }
        let many = before.len();
        terminal::note(&format!("\nwatching {many} file{}; Ctrl-C ends it", if many == 1 { "" } else { "s" }));
        while stamps(read, written) == before {
            sleep(PAUSE);
        }
        // An editor may write a file in several steps.
        sleep(PAUSE);
        terminal::note("");
    }
}

fn stamps(read: &[PathBuf], written: &[PathBuf]) -> Stamps {
    let written: Vec<PathBuf> = written.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let mut stamps = Stamps::new();
    read.iter().for_each(|path| add(path, &written, DEPTH, &mut stamps));
    stamps
}

fn add(path: &Path, written: &[PathBuf], depth: usize, stamps: &mut Stamps) {
    let Ok(about) = path.metadata() else { return };
    let is_written = || path.canonicalize().is_ok_and(|path| written.contains(&path));
    // What programs keep for themselves: `.git`, and the file beside a workbook that is open (`~$book.xlsx`).
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_own = name.len() > 1 && name.starts_with(['.', '~']) && name != "..";
    if is_own || stamps.len() >= MOST || is_written() {
        return;
    }
    if about.is_file() {
        stamps.insert(path.to_path_buf(), (about.len(), about.modified().ok()));
    } else if depth > 0 {
        let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
        entries.for_each(|entry| add(&entry.path(), written, depth - 1, stamps));
    }
}

/// What is read of a pack: its folder, where a policy is named by its file.
pub(super) fn of_pack(pack: &Path) -> PathBuf {
    let is_policy = pack.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
    match pack.parent().filter(|folder| is_policy && !folder.as_os_str().is_empty()) {
        Some(folder) => folder.to_path_buf(),
        None => pack.to_path_buf(),
    }
}

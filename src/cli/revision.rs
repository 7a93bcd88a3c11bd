//! A pack as it was in a revision of its git repository.

use super::Failure;
use crate::engine::no_pack;
use crate::files::PackFiles;
use std::path::Path;
use std::process::{Command, Output};

/// More files than this are no pack.
const MOST_FILES: usize = 5_000;

/// The files of a pack in a revision, as the `git` command tells them.
///
/// # Errors
/// When there is no git, no repository, no such revision, or the pack was not there.
pub(super) fn files(pack: &Path, revision: &str) -> Result<PackFiles, Failure> {
    let folder = match pack.parent() {
        _ if pack.is_dir() => pack,
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if !pack.exists() {
        return Err(Failure::Policy(no_pack(PackFiles::at(pack).expect_err("it is not there"))));
    }
    // A revision that begins with `-` would be an option.
    if revision.starts_with('-') || revision.contains(':') {
        return Err(unknown(revision, pack));
    }
    let commit = git(folder, &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])?;
    if !commit.status.success() {
        return Err(match git(folder, &["rev-parse", "--git-dir"])?.status.success() {
            true => unknown(revision, pack),
            false => Failure::with_help(
                format!("`{}` lies in no git repository", pack.display()),
                "leave out `--rev`, and name the old policy and the new one",
            ),
        });
    }
    let commit = String::from_utf8_lossy(&commit.stdout).trim().to_string();
    let listing = git(folder, &["ls-tree", "-r", "-z", "--name-only", &commit, "--", "."])?;
    let listing = String::from_utf8_lossy(&listing.stdout).into_owned();
    let names: Vec<&str> = listing.split('\0').filter(|name| !name.is_empty()).collect();
    if names.is_empty() || names.len() > MOST_FILES {
        let message = match names.len() {
            0 => format!("`{}` was not there in `{revision}`", pack.display()),
            many => format!("`{}` holds {many} files in `{revision}`, more than {MOST_FILES}", pack.display()),
        };
        return Err(Failure::with_help(message, "name a revision in which the folder holds the policy"));
    }
    let mut contents = Vec::with_capacity(names.len());
    for name in names {
        let shown = git(folder, &["show", &format!("{commit}:./{name}")])?;
        if shown.status.success() {
            contents.push((name, shown.stdout));
        }
    }
    let files = PackFiles::new(contents).map_err(|error| Failure::Policy(no_pack(error)))?;
    let own = pack.file_name().filter(|_| pack.is_file()).map(|name| name.to_string_lossy().into_owned());
    Ok(files.with_policy(own))
}

fn unknown(revision: &str, pack: &Path) -> Failure {
    let message = format!("the repository of `{}` has no revision `{revision}`", pack.display());
    Failure::with_help(message, "name a commit, a branch or a tag: `--rev HEAD~1`, `--rev main`")
}

fn git(folder: &Path, args: &[&str]) -> Result<Output, Failure> {
    Command::new("git").arg("-C").arg(folder).args(args).output().map_err(|error| {
        Failure::with_help(format!("cannot run `git`: {error}"), "`--rev` needs git; or name two folders to compare")
    })
}

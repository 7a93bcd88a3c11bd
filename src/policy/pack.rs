//! A pack: a folder with a policy, its scripts and its decision tables.

use super::files::read_text;
use super::lint;
use super::model::{Effective, Policy, period_of};
use super::read::{self, OpenCells, Reader};
use super::yaml;
use crate::diagnostic::{self, Diagnostic};
use crate::source::{FileId, Sources};
use crate::value::Date;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// More scripts than this are not read.
const MOST_SCRIPTS: usize = 1_000;

/// What was read from a pack.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// All files with their texts, for messages.
    pub sources: Sources,
    /// The policy; `None` where no file could be read as one. With errors among the findings it
    /// lacks what could not be understood, and must not run.
    pub policy: Option<Policy>,
    /// Every file the policy was read from, sorted.
    pub files: Vec<PathBuf>,
    /// SHA-256 over the names and contents of [`Pack::files`], in hexadecimal.
    pub sha256: String,
    /// All findings, sorted as a reader goes through the files.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a pack: a folder, or a policy file by itself.
///
/// A folder holds `policy.yaml`; versions for other days may stand beside it as `policy-*.yaml`.
/// The version runs whose `effective` range holds `as_of`, or the end of its own period where no
/// day is given. Every `*.rhai` file of the folder is a script. Decision tables in workbooks are
/// opened by `open_cells`.
#[must_use]
pub fn load(path: &Path, as_of: Option<Date>, open_cells: &OpenCells<'_>) -> Pack {
    let mut pack = Pack::default();
    let Some((folder, policies)) = policy_files(path, &mut pack.diagnostics) else { return pack };
    let shown = if path.is_dir() { folder_prefix(path) } else { folder_prefix(&folder) };
    let mut versions = Vec::new();
    for file in policies {
        versions.extend(version(&file, &folder, &shown, open_cells, &mut pack));
    }
    if let Some(version) = choose(versions, as_of, &mut pack.diagnostics) {
        pack.diagnostics.extend(version.diagnostics);
        pack.files.extend(version.files);
        let mut policy = version.policy;
        policy.scripts = scripts(&folder, &shown, &mut pack);
        lint::lint(&policy, &mut pack.diagnostics);
        pack.policy = Some(policy);
    }
    pack.files.sort();
    pack.files.dedup();
    pack.sha256 = hash(&pack.files);
    diagnostic::sort(&mut pack.diagnostics);
    pack
}

/// One version of the policy, with the findings that concern it alone.
struct Version {
    file: FileId,
    policy: Policy,
    files: Vec<PathBuf>,
    diagnostics: Vec<Diagnostic>,
}

/// The folder, and the policy files to choose from.
fn policy_files(path: &Path, diagnostics: &mut Vec<Diagnostic>) -> Option<(PathBuf, Vec<PathBuf>)> {
    if path.is_file() {
        return Some((path.parent().map(Path::to_path_buf).unwrap_or_default(), vec![path.to_path_buf()]));
    }
    if !path.is_dir() {
        let message = format!("there is no folder or file `{}`", path.display());
        let help = "name the folder that holds `policy.yaml`";
        diagnostics.push(Diagnostic::nowhere("no-policy", message).help(help));
        return None;
    }
    let yaml = names(path, ".yaml");
    let versions: Vec<PathBuf> = yaml
        .iter()
        .filter(|name| *name == "policy.yaml" || name.starts_with("policy-"))
        .map(|name| path.join(name))
        .collect();
    if versions.is_empty() {
        let message = format!("the folder `{}` holds no `policy.yaml`", path.display());
        let others: Vec<String> = yaml.into_iter().chain(names(path, ".yml")).map(|n| format!("`{n}`")).collect();
        let help = match others.is_empty() {
            true => "name the folder that holds `policy.yaml`".to_string(),
            false => {
                format!("rename the policy to `policy.yaml`, or name the file itself; found {}", others.join(", "))
            }
        };
        diagnostics.push(Diagnostic::nowhere("no-policy", message).help(help));
        return None;
    }
    Some((path.to_path_buf(), versions))
}

/// Names of the files of a folder with an ending, sorted.
fn names(folder: &Path, ending: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.filter(|entry| entry.path().is_file());
    let mut names: Vec<String> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.retain(|name| name.ends_with(ending));
    names.sort();
    names
}

/// The folder as it stands before file names in messages: `rules/channel-scorecard/`.
fn folder_prefix(folder: &Path) -> String {
    let shown = folder.display().to_string().replace('\\', "/");
    if shown.is_empty() || shown.ends_with('/') { shown } else { format!("{shown}/") }
}

fn version(path: &Path, folder: &Path, shown: &str, open_cells: &OpenCells<'_>, pack: &mut Pack) -> Option<Version> {
    let name = format!("{shown}{}", path.file_name().unwrap_or_default().to_string_lossy());
    let text = read_or_say(path, &name, &mut pack.diagnostics)?;
    let file = pack.sources.add(name, text);
    let mut diagnostics = Vec::new();
    let Some(tree) = yaml::parse(file, &pack.sources, &mut diagnostics) else {
        pack.diagnostics.extend(diagnostics);
        return None;
    };
    let mut files = vec![path.to_path_buf()];
    let mut reader = Reader {
        diagnostics: &mut diagnostics,
        sources: &mut pack.sources,
        folder,
        shown,
        open_cells,
        files: &mut files,
    };
    match read::policy(&mut reader, &tree) {
        Some(policy) => Some(Version { file, policy, files, diagnostics }),
        None => {
            pack.diagnostics.extend(diagnostics);
            None
        }
    }
}

fn read_or_say(path: &Path, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    match read_text(path) {
        Ok(text) => Some(text),
        Err(problem) => {
            let message = format!("`{name}` {}", problem.message);
            diagnostics.push(Diagnostic::nowhere("unreadable-file", message).help(problem.help));
            None
        }
    }
}

/// The version in force.
fn choose(mut versions: Vec<Version>, as_of: Option<Date>, diagnostics: &mut Vec<Diagnostic>) -> Option<Version> {
    let day_of = |version: &Version| as_of.or_else(|| period_of(&version.policy.parameters).map(|period| period.to));
    let in_force = |version: &Version| match (version.policy.effective, day_of(version)) {
        (Some(effective), Some(day)) => effective.holds(day),
        _ => true,
    };
    let fitting: Vec<usize> = (0..versions.len()).filter(|i| in_force(&versions[*i])).collect();
    match fitting[..] {
        [only] => return Some(versions.swap_remove(only)),
        [first, second, ..] => {
            diagnostics.push(overlap(&versions[first], &versions[second], day_of(&versions[second])));
            return Some(versions.swap_remove(second));
        }
        [] => {}
    }
    let last = versions.pop()?;
    if let Some(day) = day_of(&last) {
        diagnostics.push(not_in_force(&last, &versions, day, as_of.is_some()));
    }
    Some(last)
}

fn overlap(first: &Version, second: &Version, day: Option<Date>) -> Diagnostic {
    let message = match day {
        Some(day) => format!("two versions of the policy are in force on {day}"),
        None => "two versions of the policy, and no day to choose by".to_string(),
    };
    Diagnostic::error("two-versions", second.policy.name.span, message)
        .related(first.policy.name.span, "the other version")
        .help("give each an `effective: { from: …, to: … }` of its own, and a parameter `period` or a day to run for")
}

fn not_in_force(version: &Version, others: &[Version], day: Date, given: bool) -> Diagnostic {
    let name = &version.policy.name;
    let why = if given { "the day asked for" } else { "the end of the period" };
    let message = match others.is_empty() {
        true => format!("policy `{}` is not in force on {day}, {why}", name.value),
        false => format!("no version of policy `{}` is in force on {day}, {why}", name.value),
    };
    let all = others.iter().chain([version]);
    let ranges: Vec<String> = all.filter_map(|v| v.policy.effective).map(range_words).collect();
    let mut diagnostic = Diagnostic::error("not-in-force", name.span, message)
        .help(format!("it is in force {}: change `effective`, or run for another day", ranges.join(" and ")));
    for other in others.iter().filter(|other| other.file != version.file) {
        diagnostic = diagnostic.related(other.policy.name.span, "another version");
    }
    diagnostic
}

fn range_words(effective: Effective) -> String {
    match (effective.from, effective.to) {
        (Some(from), Some(to)) => format!("from {from} to {to}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => "always".to_string(),
    }
}

/// Adds every script of the folder.
fn scripts(folder: &Path, shown: &str, pack: &mut Pack) -> Vec<FileId> {
    let mut ids = Vec::new();
    let names = names(folder, ".rhai");
    if names.len() > MOST_SCRIPTS {
        let message = format!("the folder holds {} scripts, more than {MOST_SCRIPTS}", names.len());
        pack.diagnostics.push(Diagnostic::nowhere("too-many-scripts", message));
        return ids;
    }
    for name in names {
        let path = folder.join(&name);
        let name = format!("{shown}{name}");
        if let Some(text) = read_or_say(&path, &name, &mut pack.diagnostics) {
            ids.push(pack.sources.add(name, text));
            pack.files.push(path);
        }
    }
    ids
}

/// SHA-256 over names, lengths and bytes.
fn hash(files: &[PathBuf]) -> String {
    let mut hasher = Sha256::new();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let bytes = std::fs::read(file).unwrap_or_default();
        hasher.update(format!("{name}\n{}\n", bytes.len()));
        hasher.update(&bytes);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

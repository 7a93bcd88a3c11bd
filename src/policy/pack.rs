//! A pack: a policy, its scripts and its decision tables.

use super::lint;
use super::model::{Policy, period_of};
use super::read::{self, OpenCells, Reader};
use super::yaml;
use crate::diagnostic::{self, Diagnostic};
use crate::files::{PackFiles, hex};
use crate::source::{FileId, Sources};
use crate::value::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

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
    /// Every file the policy was read from, by its name inside the pack.
    pub files: BTreeMap<String, Arc<[u8]>>,
    /// SHA-256 over the names and contents of [`Pack::files`], in hexadecimal.
    pub sha256: String,
    /// All findings, sorted as a reader goes through the files.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a pack.
///
/// It holds `policy.yaml`; versions for other days may stand beside it as `policy-*.yaml`. The
/// version runs whose `effective` range holds `as_of`, or the end of its own period where no day is
/// given. Every `*.rhai` file is a script. Decision tables in workbooks are opened by `open_cells`.
#[must_use]
pub fn load(files: &PackFiles, as_of: Option<Date>, open_cells: &OpenCells<'_>) -> Pack {
    load_after(Sources::default(), files, as_of, open_cells)
}

/// Reads a pack whose files come after those of another, so that places in both are places of one [`Sources`].
#[must_use]
pub fn load_after(mut others: Sources, files: &PackFiles, as_of: Option<Date>, open_cells: &OpenCells<'_>) -> Pack {
    others.enter(files.prefix());
    let mut pack = Pack { sources: others, ..Pack::default() };
    let mut versions = Vec::new();
    for name in policy_files(files, &mut pack.diagnostics) {
        versions.extend(version(&name, files, open_cells, &mut pack));
    }
    if let Some(version) = choose(versions, as_of, &mut pack.diagnostics) {
        pack.diagnostics.extend(version.diagnostics);
        pack.files.extend(version.files);
        let mut policy = version.policy;
        policy.scripts = scripts(files, &mut pack);
        pack.diagnostics.extend(lint::lint(&policy, &pack.sources));
        pack.policy = Some(policy);
    }
    pack.sha256 = hash(&pack.files);
    diagnostic::sort(&mut pack.diagnostics);
    pack
}

/// One version of the policy, with the findings that concern it alone.
struct Version {
    file: FileId,
    policy: Policy,
    files: BTreeMap<String, Arc<[u8]>>,
    diagnostics: Vec<Diagnostic>,
}

/// The policy files to choose from; none where there is nothing to read.
fn policy_files(files: &PackFiles, diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    if let Some(policy) = files.policy() {
        return vec![policy.to_string()];
    }
    let yaml = files.names(".yaml");
    let versions = yaml.iter().filter(|name| *name == "policy.yaml" || name.starts_with("policy-"));
    let versions: Vec<String> = versions.cloned().collect();
    if versions.is_empty() {
        let message = format!("{} holds no `policy.yaml`", files.described());
        let others: Vec<String> = yaml.into_iter().chain(files.names(".yml")).map(|n| format!("`{n}`")).collect();
        let help = match others.is_empty() {
            true if files.prefix().is_empty() => "add a file named `policy.yaml`".to_string(),
            true => "name the folder that holds `policy.yaml`".to_string(),
            false => {
                format!("rename the policy to `policy.yaml`, or name the file itself; found {}", others.join(", "))
            }
        };
        diagnostics.push(Diagnostic::nowhere("no-policy", message).help(help));
    }
    versions
}

fn version(name: &str, files: &PackFiles, open_cells: &OpenCells<'_>, pack: &mut Pack) -> Option<Version> {
    let (text, bytes) = read_or_say(name, files, &mut pack.diagnostics)?;
    let file = pack.sources.add(name, text);
    let mut diagnostics = Vec::new();
    let Some(tree) = yaml::parse(file, &pack.sources, &mut diagnostics) else {
        pack.diagnostics.extend(diagnostics);
        return None;
    };
    let mut read = BTreeMap::from([(name.to_string(), bytes)]);
    let mut reader =
        Reader { diagnostics: &mut diagnostics, sources: &mut pack.sources, files, open_cells, read: &mut read };
    match read::policy(&mut reader, &tree) {
        Some(policy) => Some(Version { file, policy, files: read, diagnostics }),
        None => {
            pack.diagnostics.extend(diagnostics);
            None
        }
    }
}

fn read_or_say(name: &str, files: &PackFiles, diagnostics: &mut Vec<Diagnostic>) -> Option<(String, Arc<[u8]>)> {
    match files.text(name) {
        Ok(read) => Some(read),
        Err(problem) => {
            let message = format!("`{}{name}` {}", files.prefix(), problem.message);
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
    let ranges: Vec<String> = all.filter_map(|v| v.policy.effective).map(|days| days.words()).collect();
    let mut diagnostic = Diagnostic::error("not-in-force", name.span, message)
        .help(format!("it is in force {}: change `effective`, or run for another day", ranges.join(" and ")));
    for other in others.iter().filter(|other| other.file != version.file) {
        diagnostic = diagnostic.related(other.policy.name.span, "another version");
    }
    diagnostic
}

/// Adds every script of the pack.
fn scripts(files: &PackFiles, pack: &mut Pack) -> Vec<FileId> {
    let mut ids = Vec::new();
    let names = files.names(".rhai");
    if names.len() > MOST_SCRIPTS {
        let message = format!("{} holds {} scripts, more than {MOST_SCRIPTS}", files.described(), names.len());
        pack.diagnostics.push(Diagnostic::nowhere("too-many-scripts", message));
        return ids;
    }
    for name in names {
        if let Some((text, bytes)) = read_or_say(&name, files, &mut pack.diagnostics) {
            ids.push(pack.sources.add(name.as_str(), text));
            pack.files.insert(name, bytes);
        }
    }
    ids
}

/// SHA-256 over names, lengths and bytes.
fn hash(files: &BTreeMap<String, Arc<[u8]>>) -> String {
    let mut hasher = Sha256::new();
    for (name, bytes) in files {
        hasher.update(format!("{name}\n{}\n", bytes.len()));
        hasher.update(bytes);
    }
    hex(&hasher.finalize())
}

//! The edits between two policies.

use super::edit::{Change, Edit, EditKind};
use super::part::{self, Part};
use super::parts::{Band, HEAD};
use super::rules;
use super::said::squeezed;
use crate::policy::model::{
    Assertion, Column, Decision, Formula, Measure, Parameter, Policy, Scorecard, Table, Trigger,
};
use crate::source::{FileId, Sources, Span};
use std::sync::Arc;

/// Every edit, in the order of the old policy; what was added after what was there. `sources` holds the files
/// of both. Comments, the order of keys, spacing and quotes are no edits.
#[must_use]
pub fn edits(old: &Policy, new: &Policy, sources: &Sources) -> Vec<Edit> {
    let mut found = Finder { sources, edits: Vec::new() };
    found.head(old, new);
    found.list::<Parameter>((&old.parameters, &new.parameters), &[]);
    for (old, new) in found.list::<Table>((&old.tables, &new.tables), &[]) {
        found.table(old, new);
    }
    found.list::<Formula>((&old.figures, &new.figures), &["figures".to_string()]);
    for (old, new) in found.list::<Scorecard>((&old.scorecards, &new.scorecards), &[]) {
        let path = [old.name.value.clone()];
        found.list::<Measure>((&old.measures, &new.measures), &path);
        found.list::<Band>((&old.bands, &new.bands), &path);
    }
    found.list::<Trigger>((&old.triggers, &new.triggers), &[]);
    found.list::<Assertion>((&old.assertions, &new.assertions), &[]);
    found.scripts(old, new);
    found.edits
}

struct Finder<'s> {
    sources: &'s Sources,
    edits: Vec<Edit>,
}

impl Finder<'_> {
    fn list<'t, T: Part>(&mut self, lists: (&'t [T], &'t [T]), path: &[String]) -> Vec<(&'t T, &'t T)> {
        part::compare(lists, path, self.sources, &mut self.edits)
    }

    fn head(&mut self, old: &Policy, new: &Policy) {
        for property in &HEAD {
            let (was, is) = ((property.say)(old, self.sources), (property.say)(new, self.sources));
            if was.key == is.key {
                continue;
            }
            let places = [Some(was.at.unwrap_or(old.name.span)), Some(is.at.unwrap_or(new.name.span))];
            let change = Change { of: String::new(), old: was.text, new: is.text };
            let (from, take) = (new.clone(), property.take);
            let swap = Arc::new(move |policy: &mut Policy| take(policy, &from));
            let subject = format!("{} of the policy", property.word);
            let edit = Edit::new(subject, EditKind::Changed, vec![change], places, self.sources, swap);
            self.edits.push(Edit { words: property.words, ..edit });
        }
    }

    fn table(&mut self, old: &Table, new: &Table) {
        let path = [old.name.value.clone()];
        self.list::<Column>((&old.columns, &new.columns), &path);
        self.list::<Formula>((&old.formulas, &new.formulas), &path);
        for (old, new) in self.list::<Decision>((&old.decisions, &new.decisions), &path) {
            rules::compare(&path[0], old, new, self.sources, &mut self.edits);
        }
    }

    /// Scripts are swapped file by file.
    fn scripts(&mut self, old: &Policy, new: &Policy) {
        let name = |id: FileId| self.sources.file(id).name.as_str();
        let key = |id: FileId| squeezed(&self.sources.file(id).text);
        let find = |ids: &[FileId], wanted: &str| ids.iter().copied().find(|id| name(*id) == wanted);
        let mut found = Vec::new();
        for &was in &old.scripts {
            match find(&new.scripts, name(was)) {
                Some(is) if key(was) == key(is) => {}
                is => found.push((Some(was), is)),
            }
        }
        found.extend(
            new.scripts.iter().filter(|id| find(&old.scripts, name(**id)).is_none()).map(|id| (None, Some(*id))),
        );
        let edits: Vec<Edit> = found.into_iter().map(|(was, is)| self.script(was, is)).collect();
        self.edits.extend(edits);
    }

    fn script(&self, was: Option<FileId>, is: Option<FileId>) -> Edit {
        let text = |id: Option<FileId>| id.map_or("", |id| self.sources.file(id).text.as_str());
        let name = was.or(is).map_or("", |id| self.sources.file(id).name.as_str());
        let (kind, subject) = match (was, is) {
            (Some(_), None) => (EditKind::Removed, format!("script `{name}`")),
            (None, _) => (EditKind::Added, format!("script `{name}`")),
            (Some(_), Some(_)) => (EditKind::Changed, format!("script `{name}`")),
        };
        let (before, after) = (functions(text(was)), functions(text(is)));
        let one =
            |name: &str, all: &[(String, String)]| all.iter().find(|(known, _)| known == name).map(|(_, t)| t.clone());
        let mut names: Vec<&String> = before.iter().chain(&after).map(|(name, _)| name).collect();
        names.sort();
        names.dedup();
        let changed = names.into_iter().filter_map(|name| {
            let (old, new) = (one(name, &before), one(name, &after));
            let word = |text: &Option<String>| if text.is_some() { "there" } else { "" }.to_string();
            let (was, is) = match (&old, &new) {
                (Some(_), Some(_)) => ("as before".to_string(), "other steps".to_string()),
                _ => (word(&old), word(&new)),
            };
            (old != new).then(|| Change { of: format!("function `{name}`"), old: was, new: is })
        });
        let changes = if kind == EditKind::Changed { changed.collect() } else { Vec::new() };
        let start = |id: Option<FileId>| id.map(|file| Span { file, start: 0, end: 0 });
        let swap = move |policy: &mut Policy| {
            policy.scripts.retain(|id| Some(*id) != was);
            policy.scripts.extend(is);
        };
        Edit::new(subject, kind, changes, [start(was), start(is)], self.sources, Arc::new(swap))
    }
}

/// The functions of a script: each with what it says, comments and spacing left out.
fn functions(text: &str) -> Vec<(String, String)> {
    let squeezed = squeezed(text);
    let starts: Vec<usize> = squeezed.match_indices("fn ").map(|(at, _)| at).collect();
    let one = |(i, &at): (usize, &usize)| {
        let end = starts.get(i + 1).copied().unwrap_or(squeezed.len());
        let name: String = squeezed[at + 3..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        (name, squeezed[at..end].to_string())
    };
    starts.iter().enumerate().map(one).collect()
}

//! One edit of a policy: what it is, where it stands, and how it is swapped into the old policy.

use crate::policy::model::Policy;
use crate::source::{Sources, Span};
use std::sync::Arc;

/// What an edit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EditKind {
    /// The new policy says something the old one does not.
    Added,
    /// The old policy says something the new one does not.
    Removed,
    /// Both say it, and say something else.
    Changed,
    /// A rule stands in another place.
    Moved,
}

impl EditKind {
    /// Its word, in texts and in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            EditKind::Added => "added",
            EditKind::Removed => "removed",
            EditKind::Changed => "changed",
            EditKind::Moved => "moved",
        }
    }
}

/// What was said and what is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The cell of a rule that it concerns; empty where it is the whole of what the edit is about.
    pub of: String,
    /// What the old policy says; empty where it says nothing.
    pub old: String,
    /// What the new policy says; empty where it says nothing.
    pub new: String,
}

/// An edit.
#[derive(Clone)]
#[non_exhaustive]
pub struct Edit {
    /// What it is about, in words: ``rule 4 of `customers.segment` ``, ``weight of `manager.margin` ``.
    pub subject: String,
    /// What it does.
    pub kind: EditKind,
    /// What it changes; for what was added or removed, what that says.
    pub changes: Vec<Change>,
    /// Where it stands in the old policy: `policy.yaml:12`.
    pub old_place: Option<String>,
    /// Where it stands in the new policy.
    pub new_place: Option<String>,
    /// Whether it is about words alone (titles, messages, formats), and so changes no value.
    pub words: bool,
    /// Edits with the same one are swapped together: weights of a scorecard, its bands, the scale of a measure.
    pub(super) with: Option<String>,
    /// Of a rule its decision table.
    pub(super) rule_of: Option<String>,
    pub(super) swap: Swap,
}

/// Takes an edit over into a policy that has what the old one has.
pub(super) type Swap = Arc<dyn Fn(&mut Policy) + Send + Sync>;

impl std::fmt::Debug for Edit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {:?}", self.subject, self.kind.word(), self.changes)
    }
}

impl Edit {
    /// An edit with its places.
    pub(super) fn new(
        subject: String,
        kind: EditKind,
        changes: Vec<Change>,
        [old, new]: [Option<Span>; 2],
        sources: &Sources,
        swap: Swap,
    ) -> Edit {
        let place = |span: Option<Span>| span.map(|span| sources.cite_in_pack(span));
        let (old_place, new_place) = (place(old), place(new));
        Edit { subject, kind, changes, old_place, new_place, words: false, with: None, rule_of: None, swap }
    }

    /// Whether it is about that thing: `customers.segment`, a rule of it, a trigger by its name.
    #[must_use]
    pub fn is_about(&self, thing: &str) -> bool {
        self.subject.contains(&format!("`{thing}`"))
    }

    /// The places on one line: `policy.yaml:12 → policy.yaml:14`, one where they are the same.
    #[must_use]
    pub fn places(&self) -> String {
        match (&self.old_place, &self.new_place) {
            (Some(old), Some(new)) if old == new => new.clone(),
            (Some(old), Some(new)) => format!("{old} → {}", without_file(old, new)),
            (Some(place), None) => format!("{place} (old)"),
            (None, Some(place)) => place.clone(),
            (None, None) => String::new(),
        }
    }
}

/// `14` of `policy.yaml:14` beside `policy.yaml:12`.
fn without_file<'p>(old: &str, new: &'p str) -> &'p str {
    match (old.rsplit_once(':'), new.rsplit_once(':')) {
        (Some((file, _)), Some((same, line))) if file == same => line,
        _ => new,
    }
}

/// The policy with edits swapped in.
#[must_use]
pub fn swapped(old: &Policy, edits: &[Edit], which: &[usize]) -> Policy {
    let mut policy = old.clone();
    which.iter().for_each(|&at| (edits[at].swap)(&mut policy));
    policy
}

//! Parts of a policy that have a name, compared property by property.

use super::edit::{Change, Edit, EditKind};
use super::said::Said;
use crate::policy::model::Policy;
use crate::source::{Sources, Span, Spanned};
use std::sync::Arc;

/// One thing a part says.
pub(super) struct Property<T> {
    /// Its word, as in `weight of …`; empty for what the part is all about.
    pub(super) word: &'static str,
    /// What it says.
    pub(super) say: fn(&T, &Sources) -> Said,
    /// Takes it over from another.
    pub(super) take: fn(&mut T, &T),
    /// Whether it is about words alone.
    pub(super) words: bool,
    /// What it is swapped together with.
    pub(super) together: Together,
}

/// What a property is swapped together with, because one without the other says what nobody means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Together {
    /// Nothing: it stands by itself.
    Nothing,
    /// The others of its part that are marked so.
    Within,
    /// Those of all parts beside it.
    Beside,
}

/// A property that is a field: its word, the field, and how it is said (by itself where nothing is given).
macro_rules! property {
    ($word:literal, $field:ident) => {
        property!($word, $field, |field, sources| $crate::diff::said::Say::say(field, sources))
    };
    ($word:literal, $field:ident, $say:expr) => {
        $crate::diff::part::Property {
            word: $word,
            say: |part, sources| $crate::diff::part::said_by(&part.$field, sources, $say),
            take: |into, from| into.$field = from.$field.clone(),
            words: false,
            together: $crate::diff::part::Together::Nothing,
        }
    };
}
pub(super) use property;

/// How a field is said; tells the compiler what the closure of a property takes.
pub(super) fn said_by<F>(field: &F, sources: &Sources, say: impl Fn(&F, &Sources) -> Said) -> Said {
    say(field, sources)
}

/// A property that is about words alone.
pub(super) const fn words<T>(property: Property<T>) -> Property<T> {
    Property { words: true, ..property }
}

/// A property that is swapped together with others.
pub(super) const fn together<T>(together: Together, property: Property<T>) -> Property<T> {
    Property { together, ..property }
}

/// A part with a name, in a list of its kind.
pub(super) trait Part: Clone + Send + Sync + 'static {
    /// What it is called: `parameter`, `trigger`.
    const WORD: &'static str;
    fn name(&self) -> &Spanned<String>;
    fn properties() -> &'static [Property<Self>];
    /// The list it stands in; `path` names what the list is a part of.
    fn list<'p>(policy: &'p mut Policy, path: &[String]) -> Option<&'p mut Vec<Self>>;
    /// What it says, in a few words.
    fn summary(&self, sources: &Sources) -> String {
        Self::properties()
            .iter()
            .find(|property| property.word.is_empty())
            .map_or_else(String::new, |property| (property.say)(self, sources).text)
    }
}

/// Compares lists of parts, and gives the pairs both have.
pub(super) fn compare<'t, T: Part>(
    (old, new): (&'t [T], &'t [T]),
    path: &[String],
    sources: &Sources,
    edits: &mut Vec<Edit>,
) -> Vec<(&'t T, &'t T)> {
    let find = |list: &'t [T], name: &str| list.iter().find(|part| part.name().value == name);
    let mut pairs = Vec::new();
    for part in old {
        match find(new, &part.name().value) {
            Some(now) => {
                changed(part, now, path, sources, edits);
                pairs.push((part, now));
            }
            None => edits.push(removed(part, path, sources)),
        }
    }
    for part in new.iter().filter(|part| find(old, &part.name().value).is_none()) {
        edits.push(added(part, path, sources));
    }
    pairs
}

fn changed<T: Part>(old: &T, new: &T, path: &[String], sources: &Sources, edits: &mut Vec<Edit>) {
    for property in T::properties() {
        let (was, is) = ((property.say)(old, sources), (property.say)(new, sources));
        if was.key == is.key {
            continue;
        }
        let subject = match property.word {
            "" => of_part::<T>(old.name(), path),
            word => format!("{word} of {}", of_part::<T>(old.name(), path)),
        };
        let places = [place(&was, old.name()), place(&is, new.name())];
        let (name, from, own, take) = (old.name().value.clone(), new.clone(), path.to_vec(), property.take);
        let swap = move |policy: &mut Policy| {
            let part = T::list(policy, &own).and_then(|list| list.iter_mut().find(|part| part.name().value == name));
            if let Some(part) = part {
                take(part, &from);
            }
        };
        let change = Change { of: String::new(), old: was.text, new: is.text };
        let edit = Edit::new(subject, EditKind::Changed, vec![change], places, sources, Arc::new(swap));
        let with = match property.together {
            Together::Nothing => None,
            Together::Within => Some(of_part::<T>(old.name(), path)),
            Together::Beside => Some(format!("{} {}", property.word, path.join("."))),
        };
        edits.push(Edit { words: property.words, with, ..edit });
    }
}

fn place(said: &Said, name: &Spanned<String>) -> Option<Span> {
    Some(said.at.unwrap_or(name.span))
}

fn removed<T: Part>(part: &T, path: &[String], sources: &Sources) -> Edit {
    let (name, own) = (part.name().value.clone(), path.to_vec());
    let swap = move |policy: &mut Policy| {
        if let Some(list) = T::list(policy, &own) {
            list.retain(|part| part.name().value != name);
        }
    };
    let change = Change { of: String::new(), old: part.summary(sources), new: String::new() };
    let places = [Some(part.name().span), None];
    let edit =
        Edit::new(of_part::<T>(part.name(), path), EditKind::Removed, vec![change], places, sources, Arc::new(swap));
    Edit { with: whole::<T>(path), ..edit }
}

fn added<T: Part>(part: &T, path: &[String], sources: &Sources) -> Edit {
    let (new, own) = (part.clone(), path.to_vec());
    let swap = move |policy: &mut Policy| {
        if let Some(list) = T::list(policy, &own) {
            list.push(new.clone());
        }
    };
    let change = Change { of: String::new(), old: String::new(), new: part.summary(sources) };
    let places = [None, Some(part.name().span)];
    let subject = of_part::<T>(part.name(), path);
    let edit = Edit::new(subject, EditKind::Added, vec![change], places, sources, Arc::new(swap));
    Edit { with: whole::<T>(path), ..edit }
}

/// Where a property is swapped together with those beside it, so is a part that comes or goes.
fn whole<T: Part>(path: &[String]) -> Option<String> {
    let property = T::properties().iter().find(|property| property.together == Together::Beside)?;
    Some(format!("{} {}", property.word, path.join(".")))
}

/// ``parameter `goal` ``, ``formula `customers.margin` ``.
fn of_part<T: Part>(name: &Spanned<String>, path: &[String]) -> String {
    let mut names = path.to_vec();
    names.push(name.value.clone());
    format!("{} `{}`", T::WORD, names.join("."))
}

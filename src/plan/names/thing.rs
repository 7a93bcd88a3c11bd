//! What a name can stand for, and where it was met.

use crate::formula::{ColumnId, TableId};
use crate::plan::{DecisionId, ScorecardId};
use crate::policy::model::Scorecard;
use crate::source::Span;

/// What a name stands for, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Thing {
    /// A parameter, by its place in the policy.
    Parameter(usize),
    /// A table.
    Table(TableId),
    /// A column of a table, or a figure.
    Column(ColumnId),
    /// A decision table.
    Decision(DecisionId),
    /// A scorecard.
    Scorecard(ScorecardId),
    /// A measure of a scorecard.
    Measure(ScorecardId, usize),
    /// A trigger, by its place in the policy.
    Trigger(usize),
    /// An assertion, by its place in the policy.
    Assertion(usize),
    /// A function of a script, by its place among all of them.
    Script(usize),
    /// A function of the host program, by its place among them.
    Host(usize),
    /// A function, aggregate or window of the language.
    BuiltIn(&'static str),
}

/// A name that was met, and what it was found to stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Note {
    /// What it stands for.
    pub thing: Thing,
    /// Where it stands: the name alone.
    pub span: Span,
}

/// The names of a pack as they were met while it was bound.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    all: Vec<Note>,
    /// Places at which the text of other places stands once more.
    copies: Vec<(Span, Span)>,
}

impl Notes {
    /// Adds a name. A text may be bound more than once, and a header stands for all its rows.
    pub fn add(&mut self, thing: Thing, span: Span) {
        let note = Note { thing, span };
        if self.all.last() != Some(&note) {
            self.all.push(note);
        }
    }

    /// Notes that the text of a place, names and all, stands at another place once more.
    pub fn copy(&mut self, of: Span, at: Span) {
        self.copies.push((of, at));
    }

    /// These and others. What was copied is looked up among all of them.
    #[must_use]
    pub fn and(mut self, other: Notes) -> Notes {
        self.all.extend(other.all);
        self.copies.extend(other.copies);
        self
    }

    /// The same where it stands for something.
    pub fn extend(&mut self, thing: Option<Thing>, span: Span) {
        if let Some(thing) = thing {
            self.add(thing, span);
        }
    }

    /// Adds the names of `card.part`: the card, and the measure where the part is one's points. `whole` is
    /// where both stand, `part` where the second does.
    pub fn add_part(&mut self, id: ScorecardId, card: &Scorecard, (whole, part): (Span, Span), word: &str) {
        self.add(Thing::Scorecard(id), whole.part(0, card.name.value.len()));
        self.add_measure(id, card, part, word);
    }

    /// Adds the name of a measure in `margin_points`, or in `margin` where its value is meant.
    pub fn add_measure(&mut self, id: ScorecardId, card: &Scorecard, part: Span, word: &str) {
        let named = word.strip_suffix("_points").unwrap_or(word);
        let find = |name: &str| card.measures.iter().position(|measure| measure.name.value == name);
        // A measure may be called `x_points` itself.
        let found = find(named).map(|at| (at, named)).or_else(|| find(word).map(|at| (at, word)));
        if let Some((measure, name)) = found {
            self.add(Thing::Measure(id, measure), part.part(0, name.len()));
        }
    }

    /// All of them, each once, by what they stand for and then by place.
    #[must_use]
    pub fn sorted(&self) -> Vec<Note> {
        let mut all = self.all.clone();
        for (of, at) in &self.copies {
            let moved = |note: &Note| {
                let length = note.span.end - note.span.start;
                Note { span: at.part((note.span.start - of.start) as usize, length as usize), ..*note }
            };
            all.extend(self.all.iter().filter(|note| of.holds(note.span)).map(moved));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    pub(in crate::plan) fn len(&self) -> usize {
        self.all.len()
    }

    /// Those added since there were so many that stand in a text; meanwhile others may have been bound.
    pub(in crate::plan) fn since(&self, count: usize, text: Span) -> Vec<Note> {
        self.all[count..].iter().filter(|note| text.holds(note.span)).copied().collect()
    }
}

//! The order of work: what was bound, what is being bound and what asked for it. A thing is finished after all
//! it needs, so the order in which things are finished is one in which they can be worked out; a thing met again
//! while it is being bound closes a ring.

use super::{DecisionId, ScorecardId, Step};
use crate::formula::{ColumnId, TableId};
use crate::source::Span;
use std::collections::HashMap;

/// What a column waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Item {
    Column(ColumnId),
    Rows(TableId),
    Decision(DecisionId),
    Scorecard(ScorecardId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Binding,
    Bound,
    Failed,
}

/// What is to be done with a thing that is needed.
pub(super) enum Begun {
    /// Nothing: it was bound before, or could not be.
    Settled(bool),
    /// It is being bound: all from there to here need each other, each with the place that asked for it.
    Ring(Vec<(Item, Span)>),
    /// It is to be bound now.
    Now,
}

/// What is worked out after what.
#[derive(Default)]
pub(super) struct Order {
    /// What is finished, in that order.
    pub(super) steps: Vec<Step>,
    states: HashMap<Item, State>,
    /// What is being bound, with the place that asked for it.
    stack: Vec<(Item, Span)>,
}

impl Order {
    /// Something at `at` needs the item.
    pub(super) fn begin(&mut self, item: Item, at: Span) -> Begun {
        match self.states.get(&item) {
            Some(State::Bound) => Begun::Settled(true),
            Some(State::Failed) => Begun::Settled(false),
            Some(State::Binding) => Begun::Ring(self.ring(item)),
            None => {
                self.states.insert(item, State::Binding);
                self.stack.push((item, at));
                Begun::Now
            }
        }
    }

    /// The item that was begun last is done; whether it is bound.
    pub(super) fn end(&mut self, item: Item, bound: bool) -> bool {
        self.stack.pop();
        // A ring found meanwhile has already marked it as failed.
        let failed = !bound || self.states.get(&item) == Some(&State::Failed);
        self.states.insert(item, if failed { State::Failed } else { State::Bound });
        !failed
    }

    /// The item needs nothing that is not bound.
    pub(super) fn settle(&mut self, item: Item) {
        self.states.insert(item, State::Bound);
    }

    /// The ring that closes at an item. Everything on it is broken; it is found once.
    fn ring(&mut self, item: Item) -> Vec<(Item, Span)> {
        let from = self.stack.iter().position(|(other, _)| *other == item).unwrap_or(0);
        let ring = self.stack[from..].to_vec();
        for (item, _) in &ring {
            self.states.insert(*item, State::Failed);
        }
        ring
    }
}

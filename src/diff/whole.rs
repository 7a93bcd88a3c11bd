//! A comparison as a whole.

use super::edit::Edit;
use super::effects::Effects;
use crate::outcome::{Outcome, Role};
use crate::policy::model::Policy;
use crate::value::Type;

/// Two policies on the same data, or one policy on two data sets: what was edited, and what differs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Diff {
    /// What is compared with.
    pub old: Side,
    /// What is compared.
    pub new: Side,
    /// What differs between the two.
    pub between: Between,
    /// The edits; none between data sets.
    pub edits: Vec<Edit>,
    /// The edits that may change a value, each by itself or with those it cannot be parted from.
    pub parts: Vec<Part>,
    /// Whether the effects were taken apart by them.
    pub apart: Apart,
    /// What differs in what was decided.
    pub effects: Effects,
    /// What there is that could differ.
    pub names: Names,
}

/// Names of what a comparison compares, changed or not.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Names {
    /// Decisions and bands: `customers.segment`, `manager.band`.
    pub moves: Vec<String>,
    /// Triggers.
    pub triggers: Vec<String>,
    /// How many rows triggers fired for on the old side.
    pub fired: usize,
    /// Figures.
    pub figures: Vec<String>,
    /// Scores and number columns.
    pub numbers: Vec<String>,
}

/// Edits that were tried together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// Numbers of the edits, from 0: several where one cannot stand without the other.
    pub edits: Vec<usize>,
    /// Numbers of edits it needs to stand: it was tried on top of these.
    pub needs: Vec<usize>,
    /// How many moves and triggers it brings about alone that are not in the whole, because others undo them.
    pub undone: usize,
}

/// Whether effects were taken apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Apart {
    /// They were not: nobody asked, or the data differ.
    #[default]
    Not,
    /// They were.
    Parts,
    /// So many parts are too many to run each.
    TooMany(usize),
}

/// One of the two.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Side {
    /// Name of the policy.
    pub policy: String,
    /// Its version.
    pub version: Option<String>,
    /// SHA-256 over the files of the pack.
    pub sha256: String,
    /// Names of the files read.
    pub inputs: Vec<String>,
}

/// What differs between the two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Between {
    /// The policy.
    Policies,
    /// The data.
    Data,
}

impl Diff {
    /// Puts a comparison together.
    #[must_use]
    pub fn new(old: Side, new: Side, between: Between, edits: Vec<Edit>, effects: Effects) -> Diff {
        Diff { old, new, between, edits, parts: Vec::new(), apart: Apart::Not, effects, names: Names::default() }
    }

    /// The parts by which changes are told apart; none where all edits are one, and so every change is theirs.
    pub(crate) fn told(&self) -> &[Part] {
        match self.parts.as_slice() {
            [only] if only.edits.len() == self.edits.len() => &[],
            parts => parts,
        }
    }

    /// Whether nothing was edited and nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty() && self.effects.is_empty()
    }
}

impl Side {
    /// A policy without data.
    #[must_use]
    pub fn named(policy: &str, sha256: &str) -> Side {
        Side { policy: policy.to_string(), sha256: sha256.to_string(), ..Side::default() }
    }

    /// Who was compared.
    #[must_use]
    pub fn of(outcome: &Outcome) -> Side {
        let policy = &outcome.policy;
        Side {
            policy: policy.name.clone(),
            version: policy.version.clone(),
            sha256: policy.sha256.clone(),
            inputs: outcome.inputs.iter().map(|input| input.name.clone()).collect(),
        }
    }
}

impl Names {
    /// The names of both sides.
    #[must_use]
    pub fn of((old, before): (&Policy, &Outcome), (new, outcome): (&Policy, &Outcome)) -> Names {
        let mut triggers: Vec<String> = Vec::new();
        for trigger in new.triggers.iter().chain(&old.triggers).map(|trigger| &trigger.name.value) {
            if !triggers.contains(trigger) {
                triggers.push(trigger.clone());
            }
        }
        let mut names = Names {
            triggers,
            fired: before.triggers.len(),
            figures: outcome.figures.iter().map(|figure| figure.name.clone()).collect(),
            ..Names::default()
        };
        for table in &outcome.tables {
            for column in table.columns.iter().filter(|column| column.role != Role::Imported) {
                let name = format!("{}.{}", table.name, column.name);
                match (column.kind(), column.role) {
                    (Type::Number, _) => names.numbers.push(name),
                    (_, Role::Decision) => names.moves.push(name),
                    _ => {}
                }
            }
        }
        for card in &outcome.scorecards {
            names.moves.push(format!("{}.band", card.name));
            names.numbers.extend(["score", "rank"].map(|part| format!("{}.{part}", card.name)));
        }
        names
    }
}

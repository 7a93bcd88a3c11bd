//! Which edit does what: each is swapped into the old policy by itself, and what then differs is its part.
//!
//! What differs in the whole and in no part comes of edits acting together. Edits that cannot stand alone,
//! because the policy would not bind, are swapped in on top of those they need; where two need each other they
//! are one part.

use super::compare::{compare, same};
use super::edit::swapped;
use super::effects::{Cause, Effects, Split, TriggerRow};
use super::whole::{Apart, Diff, Part};
use crate::outcome::Outcome;
use crate::policy::model::Policy;
use crate::value::Value;
use std::collections::HashMap;

/// More parts than this are not taken apart: each is a run of its own.
pub const MOST_PARTS: usize = 60;

/// What is needed to try edits: a place to bind and run policies.
pub trait Bench {
    /// Whether a policy could run.
    fn stands(&self, policy: &Policy) -> bool;
    /// What comes of it; nothing where it cannot run after all.
    fn run(&self, policy: &Policy) -> Option<Outcome>;
}

/// Finds the cause of everything that differs.
pub fn attribute(diff: &mut Diff, old: (&Policy, &Outcome), bench: &dyn Bench) {
    let trial = Trial { old: old.0, edits: &diff.edits, bench };
    let mut parts = trial.parts();
    if parts.len() > MOST_PARTS {
        parts = trial.by_table(parts);
    }
    if parts.len() > MOST_PARTS {
        diff.apart = Apart::TooMany(parts.len());
        return;
    }
    let alone = loop {
        if parts.len() > 1 {
            parts = trial.that_stand(parts);
        }
        let alone = match parts.len() {
            0 => Vec::new(),
            1 => vec![diff.effects.clone()],
            _ => (0..parts.len()).map(|at| trial.effects(&parts, at, old.1)).collect(),
        };
        for (part, effects) in parts.iter_mut().zip(&alone) {
            part.undone = undone(&diff.effects, effects);
        }
        // Half of a change: a limit moved in one rule leaves a gap until the next rule follows.
        let belongs = |part: &Tried, need: &usize| parts[*need].undone > 0 || trial.same_table(part, &parts[*need]);
        let Some(half) = parts.iter().position(|part| part.needs.iter().any(|need| belongs(part, need))) else {
            break alone;
        };
        let needs = parts[half].needs.clone();
        join(&mut parts, half, &needs);
    };
    assign(&mut diff.effects, &alone);
    diff.parts = parts.into_iter().map(|part| part.with_edits()).collect();
    diff.apart = Apart::Parts;
}

/// A part that is being tried: the parts it needs are numbers of other parts.
#[derive(Clone, Debug, Default)]
struct Tried {
    edits: Vec<usize>,
    needs: Vec<usize>,
    needed_edits: Vec<usize>,
    undone: usize,
}

impl Tried {
    fn with_edits(self) -> Part {
        Part { edits: self.edits, needs: self.needed_edits, undone: self.undone }
    }
}

struct Trial<'t> {
    old: &'t Policy,
    edits: &'t [super::edit::Edit],
    bench: &'t dyn Bench,
}

impl Trial<'_> {
    /// Each edit that may change a value, those that belong together as one.
    fn parts(&self) -> Vec<Tried> {
        let mut parts: Vec<(Option<&String>, Tried)> = Vec::new();
        for (at, edit) in self.edits.iter().enumerate().filter(|(_, edit)| !edit.words) {
            let with = edit.with.as_ref();
            match parts.iter_mut().find(|(known, _)| with.is_some() && *known == with) {
                Some((_, part)) => part.edits.push(at),
                None => parts.push((with, Tried { edits: vec![at], ..Tried::default() })),
            }
        }
        parts.into_iter().map(|(_, part)| part).collect()
    }

    /// The rules of a decision table as one part.
    fn by_table(&self, parts: Vec<Tried>) -> Vec<Tried> {
        let mut merged: Vec<(Option<&String>, Tried)> = Vec::new();
        for part in parts {
            let table = part.edits.first().and_then(|at| self.edits[*at].rule_of.as_ref());
            match merged.iter_mut().find(|(known, _)| table.is_some() && *known == table) {
                Some((_, whole)) => whole.edits.extend(part.edits),
                None => merged.push((table, part)),
            }
        }
        merged.into_iter().map(|(_, part)| part).collect()
    }

    /// Whether two parts are rules of one decision table.
    fn same_table(&self, one: &Tried, other: &Tried) -> bool {
        let table = |part: &Tried| part.edits.first().and_then(|at| self.edits[*at].rule_of.clone());
        table(one).is_some() && table(one) == table(other)
    }

    /// Says for each part which others it needs, and joins those that need each other.
    fn that_stand(&self, mut parts: Vec<Tried>) -> Vec<Tried> {
        'again: loop {
            for at in 0..parts.len() {
                parts[at].needs = self.needs(&parts, at);
                let needs = parts[at].needs.clone();
                if !needs.is_empty() && self.policy(&parts, &needs).is_none() {
                    join(&mut parts, at, &needs);
                    continue 'again;
                }
            }
            break;
        }
        for at in 0..parts.len() {
            let mut needed: Vec<usize> = parts[at].needs.iter().flat_map(|&part| parts[part].edits.clone()).collect();
            needed.sort_unstable();
            parts[at].needed_edits = needed;
        }
        parts
    }

    /// The fewest other parts without which this one does not bind.
    fn needs(&self, parts: &[Tried], at: usize) -> Vec<usize> {
        if self.policy(parts, &[at]).is_some() {
            return Vec::new();
        }
        let mut set: Vec<usize> = (0..parts.len()).collect();
        // What one part is needed for may go later, and then so may it.
        let mut before = usize::MAX;
        while set.len() < before {
            before = set.len();
            for other in (0..parts.len()).filter(|other| *other != at) {
                let without: Vec<usize> = set.iter().copied().filter(|part| *part != other).collect();
                if without.len() < set.len() && self.policy(parts, &without).is_some() {
                    set = without;
                }
            }
        }
        set.retain(|part| *part != at);
        set
    }

    /// The old policy with these parts, where it stands. Texts may name what only the new policy has, or no
    /// longer has: they come along where they must.
    fn policy(&self, parts: &[Tried], which: &[usize]) -> Option<Policy> {
        let mut edits: Vec<usize> = which.iter().flat_map(|&part| parts[part].edits.iter().copied()).collect();
        edits.sort_unstable();
        let policy = swapped(self.old, self.edits, &edits);
        if self.bench.stands(&policy) {
            return Some(policy);
        }
        edits.extend((0..self.edits.len()).filter(|at| self.edits[*at].words));
        edits.sort_unstable();
        Some(swapped(self.old, self.edits, &edits)).filter(|policy| self.bench.stands(policy))
    }

    /// What a part changes, on top of those it needs. Nothing where it cannot run: its effects are then among
    /// those of all together.
    fn effects(&self, parts: &[Tried], at: usize, old: &Outcome) -> Effects {
        let needs = &parts[at].needs;
        let mut which = needs.clone();
        which.push(at);
        let run = |which: &[usize]| {
            let policy = self.policy(parts, which)?;
            let outcome = self.bench.run(&policy)?;
            Some((policy, outcome))
        };
        let Some((policy, outcome)) = run(&which) else { return Effects::default() };
        if needs.is_empty() {
            return compare((self.old, old), (&policy, &outcome));
        }
        match run(needs) {
            Some((base, before)) => compare((&base, &before), (&policy, &outcome)),
            None => Effects::default(),
        }
    }
}

/// Makes one part of several.
fn join(parts: &mut Vec<Tried>, at: usize, others: &[usize]) {
    let mut edits: Vec<usize> = parts[at].edits.clone();
    edits.extend(others.iter().flat_map(|other| parts[*other].edits.clone()));
    edits.sort_unstable();
    let first = others.iter().copied().chain([at]).min().unwrap_or(at);
    parts[first] = Tried { edits, ..Tried::default() };
    let mut place = 0;
    parts.retain(|_| {
        place += 1;
        let own = place - 1;
        own == first || own != at && !others.contains(&own)
    });
}

/// Everything that an effect can be found by: what, row, and what it became.
type Found<'e> = HashMap<(&'e str, &'e str), &'e Value>;

fn moves(effects: &Effects) -> Found<'_> {
    let all = effects.moves.iter().flat_map(|moves| moves.moved.iter().map(move |row| (moves, row)));
    all.map(|(moves, row)| ((moves.what.as_str(), row.id.as_str()), &row.now)).collect()
}

/// The rows of each trigger: gained, lost, passed on.
fn triggers(effects: &Effects) -> HashMap<(&str, &str, usize), &TriggerRow> {
    let mut all = HashMap::new();
    for change in &effects.triggers {
        for (kind, rows) in [&change.gained, &change.lost, &change.passed].into_iter().enumerate() {
            all.extend(rows.iter().map(|row| ((change.name.as_str(), row.id.as_str(), kind), row)));
        }
    }
    all
}

/// Gives every effect of the whole its cause, from what each part does alone.
fn assign(whole: &mut Effects, alone: &[Effects]) {
    let moved: Vec<Found<'_>> = alone.iter().map(moves).collect();
    let cause = |hits: Vec<usize>| match hits[..] {
        [] => Cause::Together,
        [one] => Cause::Part(one),
        _ => Cause::Each(hits),
    };
    for change in &mut whole.moves {
        for row in &mut change.moved {
            let hit = |found: &Found<'_>| {
                found.get(&(change.what.as_str(), row.id.as_str())).is_some_and(|now| same(now, &row.now))
            };
            row.cause = cause((0..moved.len()).filter(|&part| hit(&moved[part])).collect());
        }
    }
    let fired: Vec<_> = alone.iter().map(triggers).collect();
    for change in &mut whole.triggers {
        let name = change.name.clone();
        for (kind, rows) in [&mut change.gained, &mut change.lost, &mut change.passed].into_iter().enumerate() {
            for row in rows {
                let hit = |part: &usize| fired[*part].contains_key(&(name.as_str(), row.id.as_str(), kind));
                row.cause = cause((0..fired.len()).filter(hit).collect());
            }
        }
    }
    for figure in &mut whole.figures {
        let ends = |value: &Value, now: &Value| Some((value.as_number()?, now.as_number()?));
        figure.split = split(ends(&figure.before, &figure.now), alone, |effects| {
            let found = effects.figures.iter().find(|known| known.name == figure.name);
            found.map_or(Some(0.0), |found| ends(&found.before, &found.now).map(|(before, now)| now - before))
        });
    }
    for number in &mut whole.numbers {
        number.split = split(number.before.zip(number.now), alone, |effects| {
            let found = effects.numbers.iter().find(|known| known.what == number.what);
            found.map_or(Some(0.0), |found| found.before.zip(found.now).map(|(before, now)| now - before))
        });
    }
}

/// The whole change as what each part does alone and the rest.
fn split(ends: Option<(f64, f64)>, alone: &[Effects], part: impl Fn(&Effects) -> Option<f64>) -> Option<Split> {
    let (before, now) = ends?;
    let parts: Option<Vec<f64>> = alone.iter().map(part).collect();
    let parts = parts?;
    let together = now - before - parts.iter().sum::<f64>();
    // What is left of equal numbers is noise of the arithmetic.
    let size = before.abs().max(now.abs());
    Some(Split { together: if together.abs() <= 1e-12 * size { 0.0 } else { together }, parts })
}

/// How many moves and triggers a part brings about alone that are not in the whole, because others undo them.
fn undone(whole: &Effects, alone: &Effects) -> usize {
    let (all, own) = (moves(whole), moves(alone));
    let moved = own.iter().filter(|(place, now)| all.get(*place).is_none_or(|known| !same(known, now))).count();
    let (all, own) = (triggers(whole), triggers(alone));
    moved + own.keys().filter(|place| !all.contains_key(*place)).count()
}

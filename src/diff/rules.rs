//! Rules of two versions of a decision table: which are the same, which were changed, added, removed or moved.

use super::edit::{Change, Edit, EditKind};
use super::said::{Said, cell, formula, joined};
use crate::policy::model::{Decision, Policy, Rule};
use crate::source::{Sources, Span};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::sync::Arc;

/// A rule of one version, of the other, or of both.
#[derive(Clone, Copy, Debug)]
struct Step {
    old: Option<usize>,
    new: Option<usize>,
}

/// The edits of the rules of a decision table.
pub(super) fn compare(table: &str, old: &Decision, new: &Decision, sources: &Sources, edits: &mut Vec<Edit>) {
    let keys = |decision: &Decision| decision.rules.iter().map(|rule| key(rule, sources)).collect::<Vec<_>>();
    let (was, is) = (keys(old), keys(new));
    let steps = aligned(old, new, &was, &is, sources);
    let list = RuleList { table: table.to_string(), decision: old.name.value.clone() };
    let mut moved = Vec::new();
    let first = edits.len();
    for (at, step) in steps.iter().enumerate() {
        if moved.contains(&at) {
            continue;
        }
        match (step.old, step.new) {
            (Some(o), Some(n)) if was[o] != is[n] => edits.push(list.changed((old, o), (new, n), sources)),
            (Some(_), Some(_)) => {}
            (Some(o), None) => {
                let again = (0..steps.len()).find(|&k| {
                    !moved.contains(&k) && steps[k].old.is_none() && steps[k].new.is_some_and(|n| is[n] == was[o])
                });
                match again {
                    Some(to) => {
                        moved.push(to);
                        edits.push(list.moved((old, o), (new, &steps, to), sources));
                    }
                    None => edits.push(list.removed((old, o), sources)),
                }
            }
            (None, Some(n)) => {
                // The rule that leaves its place comes later.
                let from = (at + 1..steps.len()).find(|&k| {
                    !moved.contains(&k) && steps[k].new.is_none() && steps[k].old.is_some_and(|o| was[o] == is[n])
                });
                match from.and_then(|k| Some((k, steps[k].old?))) {
                    Some((from, o)) => {
                        moved.push(from);
                        edits.push(list.moved((old, o), (new, &steps, at), sources));
                    }
                    None => edits.push(list.added(old, (new, &steps, at), sources)),
                }
            }
            (None, None) => {}
        }
    }
    edits[first..].iter_mut().for_each(|edit| edit.rule_of = Some(format!("{table}.{}", list.decision)));
}

/// What a rule says, whatever the order of its cells.
fn key(rule: &Rule, sources: &Sources) -> String {
    let mut tests: Vec<String> = rule
        .tests
        .iter()
        .filter(|test| !test.is_any())
        .map(|test| format!("{} {}", formula(&test.input, sources).key, cell(&test.cell).key))
        .collect();
    tests.sort();
    let mut results: Vec<String> =
        rule.results.iter().map(|(name, text)| format!("{} {}", name.value, cell(text).key)).collect();
    results.sort();
    format!("{tests:?} {results:?} {} {:?}", rule.otherwise, rule.effective)
}

/// Old and new rules side by side.
fn aligned(old: &Decision, new: &Decision, was: &[String], is: &[String], sources: &Sources) -> Vec<Step> {
    let mut steps = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, was, is) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                steps.extend((0..len).map(|i| Step { old: Some(old_index + i), new: Some(new_index + i) }));
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                steps.extend((0..old_len).map(|i| Step { old: Some(old_index + i), new: None }));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                steps.extend((0..new_len).map(|i| Step { old: None, new: Some(new_index + i) }));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let (olds, news) = (old_index..old_index + old_len, new_index..new_index + new_len);
                paired(&old.rules, &new.rules, olds, news, sources, &mut steps);
            }
        }
    }
    steps
}

/// Of rules that stand in the same place, those most alike are one rule that was changed.
fn paired(
    old: &[Rule],
    new: &[Rule],
    olds: std::ops::Range<usize>,
    mut news: std::ops::Range<usize>,
    sources: &Sources,
    steps: &mut Vec<Step>,
) {
    let alike = |o: usize, n: usize| likeness(&old[o], &new[n], sources);
    let equal_many = olds.len() == news.len();
    for o in olds {
        let best = match equal_many {
            true => Some(news.start),
            false => news.clone().filter(|&n| alike(o, n) > 0).max_by_key(|&n| (alike(o, n), std::cmp::Reverse(n))),
        };
        match best {
            Some(best) => {
                steps.extend((news.start..best).map(|n| Step { old: None, new: Some(n) }));
                steps.push(Step { old: Some(o), new: Some(best) });
                news.start = best + 1;
            }
            None => steps.push(Step { old: Some(o), new: None }),
        }
    }
    steps.extend(news.map(|n| Step { old: None, new: Some(n) }));
}

/// Cells two rules share: twice those that are the same, once those that ask about the same.
fn likeness(old: &Rule, new: &Rule, sources: &Sources) -> usize {
    let (old, new) = (cells(old, sources), cells(new, sources));
    let one = |(name, said): &(String, Said)| match new.iter().find(|(other, _)| other == name) {
        Some((_, other)) if other.key == said.key => 2,
        Some(_) => 1,
        None => 0,
    };
    old.iter().map(one).sum()
}

/// The cells of a rule with their names, results too.
fn cells(rule: &Rule, sources: &Sources) -> Vec<(String, Said)> {
    let tests = rule.tests.iter().map(|test| (formula(&test.input, sources).text, cell(&test.cell)));
    let results = rule.results.iter().map(|(name, text)| (name.value.clone(), cell(text)));
    let mut all: Vec<(String, Said)> = tests.chain(results).collect();
    let plain = |text: String| Said { key: text.clone(), text, at: None };
    if rule.otherwise {
        all.insert(0, ("otherwise".to_string(), plain("true".to_string())));
    }
    for (name, day) in [("from", rule.effective.from), ("to", rule.effective.to)] {
        all.extend(day.map(|day| (name.to_string(), plain(day.to_string()))));
    }
    all
}

/// A rule in a line: `sales >= 900_000, growth >= 10% → segment S, visits 8`.
fn line(rule: &Rule, sources: &Sources) -> String {
    let tests: Vec<Said> =
        rule.tests.iter().map(|test| joined(&[formula(&test.input, sources), cell(&test.cell)], " ")).collect();
    let conditions = if rule.otherwise { "otherwise".to_string() } else { joined(&tests, ", ").text };
    let one = |(name, text): &(crate::source::Spanned<String>, crate::source::Spanned<String>)| {
        format!("{} {}", name.value, cell(text).text)
    };
    let results: Vec<String> = rule.results.iter().map(one).collect();
    format!("{conditions} → {}", results.join(", "))
}

/// The rules of one decision table.
#[derive(Clone)]
struct RuleList {
    table: String,
    decision: String,
}

impl RuleList {
    fn of<'p>(&self, policy: &'p mut Policy) -> Option<&'p mut Vec<Rule>> {
        let table = policy.tables.iter_mut().find(|table| table.name.value == self.table)?;
        let decision = table.decisions.iter_mut().find(|decision| decision.name.value == self.decision)?;
        Some(&mut decision.rules)
    }

    fn subject(&self, at: usize) -> String {
        format!("rule {} of `{}.{}`", at + 1, self.table, self.decision)
    }

    fn changed(&self, (old, o): (&Decision, usize), (new, n): (&Decision, usize), sources: &Sources) -> Edit {
        let (was, is) = (&old.rules[o], &new.rules[n]);
        let (before, after) = (cells(was, sources), cells(is, sources));
        let text = |all: &[(String, Said)], name: &str| {
            all.iter().find(|(known, _)| known == name).map(|(_, said)| (said.key.clone(), said.text.clone()))
        };
        let mut names: Vec<&String> = before.iter().map(|(name, _)| name).collect();
        names.extend(after.iter().map(|(name, _)| name).filter(|name| text(&before, name).is_none()));
        let changes = names.into_iter().filter_map(|name| {
            let (old, new) = (text(&before, name).unwrap_or_default(), text(&after, name).unwrap_or_default());
            (old.0 != new.0).then(|| Change { of: name.clone(), old: old.1, new: new.1 })
        });
        let (list, from, rule) = (self.clone(), was.span, is.clone());
        let swap = move |policy: &mut Policy| {
            let place = list.of(policy).and_then(|rules| rules.iter_mut().find(|rule| rule.span == from));
            if let Some(place) = place {
                *place = rule.clone();
            }
        };
        let places = [Some(was.span), Some(is.span)];
        Edit::new(self.subject(n), EditKind::Changed, changes.collect(), places, sources, Arc::new(swap))
    }

    fn removed(&self, (old, o): (&Decision, usize), sources: &Sources) -> Edit {
        let rule = &old.rules[o];
        let (list, from) = (self.clone(), rule.span);
        let swap = move |policy: &mut Policy| {
            if let Some(rules) = list.of(policy) {
                rules.retain(|rule| rule.span != from);
            }
        };
        let change = Change { of: String::new(), old: line(rule, sources), new: String::new() };
        let places = [Some(rule.span), None];
        Edit::new(self.subject(o), EditKind::Removed, vec![change], places, sources, Arc::new(swap))
    }

    fn added(&self, old: &Decision, (new, steps, at): (&Decision, &[Step], usize), sources: &Sources) -> Edit {
        let n = steps[at].new.unwrap_or_default();
        let rule = new.rules[n].clone();
        let (list, before) = (self.clone(), before(old, new, steps, at));
        let change = Change { of: String::new(), old: String::new(), new: line(&rule, sources) };
        let places = [None, Some(rule.span)];
        let swap = move |policy: &mut Policy| {
            if let Some(rules) = list.of(policy) {
                insert(rules, &before, rule.clone());
            }
        };
        Edit::new(self.subject(n), EditKind::Added, vec![change], places, sources, Arc::new(swap))
    }

    fn moved(
        &self,
        (old, o): (&Decision, usize),
        (new, steps, to): (&Decision, &[Step], usize),
        sources: &Sources,
    ) -> Edit {
        let (was, n) = (&old.rules[o], steps[to].new.unwrap_or_default());
        let rule = new.rules[n].clone();
        let change = Change { of: String::new(), old: (o + 1).to_string(), new: (n + 1).to_string() };
        let places = [Some(was.span), Some(rule.span)];
        let (list, from, before) = (self.clone(), was.span, before(old, new, steps, to));
        let swap = move |policy: &mut Policy| {
            if let Some(rules) = list.of(policy) {
                rules.retain(|rule| rule.span != from);
                insert(rules, &before, rule.clone());
            }
        };
        Edit::new(self.subject(o), EditKind::Moved, vec![change], places, sources, Arc::new(swap))
    }
}

/// The rules that stand before a step, in either version: the place of a rule that is added is after the last
/// of them that is there.
fn before(old: &Decision, new: &Decision, steps: &[Step], at: usize) -> Vec<Span> {
    let spans = steps[..at].iter().flat_map(|step| {
        let (old, new) = (step.old.map(|o| old.rules[o].span), step.new.map(|n| new.rules[n].span));
        old.into_iter().chain(new)
    });
    spans.collect()
}

fn insert(rules: &mut Vec<Rule>, before: &[Span], rule: Rule) {
    let at = rules.iter().rposition(|known| before.contains(&known.span)).map_or(0, |last| last + 1);
    rules.insert(at, rule);
}

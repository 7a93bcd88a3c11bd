//! Which rows to suggest: the first that shows what nothing shows yet, as plain as there is one.

use super::super::model::Given;
use super::super::ready::Ready;
use super::super::report::Report;
use super::super::run;
use super::super::suite::Suite;
use super::aims::{Aim, Seen, aims};
use super::judge::{Hit, Judge, Subject, judges};
use super::layout::layout;
use super::leaves::{Ways, leaves};
use super::origin::{choices, obstacle};
use super::reason::{no_row, reason};
use super::rows::{Candidate, Layout};
use super::trial::Trial;
use crate::Engine;
use crate::files::PackFiles;
use crate::plan::Plan;
use crate::value::Value;
use std::collections::{BTreeSet, HashSet};

/// Rows of one test.
pub(super) struct Chosen<'p> {
    pub subject: Subject,
    pub layout: Layout,
    /// The rows, each with what it shows.
    pub rows: Vec<(Candidate, Vec<String>)>,
    pub judge: Judge<'p>,
}

/// What is suggested, and what no row was found for.
#[derive(Default)]
pub(super) struct Picked<'p> {
    pub chosen: Vec<Chosen<'p>>,
    pub open: Vec<String>,
}

/// What was shown: the number of a judge and the aim.
type Shown = HashSet<(usize, Aim)>;

/// The tests of a pack, and what came of them.
pub(super) struct Own<'s> {
    pub engine: &'s Engine,
    pub pack: &'s PackFiles,
    pub suite: &'s Suite,
    pub report: &'s Report,
}

impl Own<'_> {
    fn judges<'p>(&self, ready: &'p Ready) -> Vec<Judge<'p>> {
        let untaken = |span| self.report.coverage.items.iter().any(|item| item.is_open_branch(span));
        let language = &ready.policy.model().language;
        judges(ready.prepared.plan(), (ready.policy.sources(), language), &untaken)
    }
}

/// Rows for everything that the tests of a pack do not show.
pub(super) fn pick<'p>(ready: &'p Ready, own: &Own<'_>) -> Picked<'p> {
    let plan = ready.prepared.plan();
    let all = own.judges(ready);
    let wanted: Vec<Vec<Aim>> = all.iter().map(|judge| wanted(plan, judge)).collect();
    let mut shown = shown(own, &all, &wanted);
    let mut picked = Picked::default();
    let mut at = 0;
    while at < all.len() {
        let end = at + all[at..].iter().take_while(|judge| judge.subject == all[at].subject).count();
        subject(ready, (&all, at..end), &wanted, (&mut shown, &mut picked));
        at = end;
    }
    picked
}

fn wanted(plan: &Plan, judge: &Judge<'_>) -> Vec<Aim> {
    let reachable: Vec<bool> = judge
        .atoms
        .iter()
        .map(|atom| {
            let mut found = BTreeSet::new();
            let choices = 0..choices(plan, judge.table);
            choices.for_each(|choice| leaves(Ways { plan, choice }, judge.table, atom.expr, &mut found));
            !found.is_empty()
        })
        .collect();
    aims(judge, &reachable, matches!(judge.subject, Subject::Trigger(_)))
}

/// What the tests of the pack show already, each with the parameters and the day it sets.
fn shown(own: &Own<'_>, all: &[Judge<'_>], wanted: &[Vec<Aim>]) -> Shown {
    let (mut shown, mut known) = (Shown::new(), Vec::new());
    for case in own.suite.cases() {
        let Ok(ready) = Ready::find(own.engine, own.pack, &mut known, case) else { continue };
        // What a parameter says may be part of a condition.
        let theirs = own.judges(ready);
        let same = theirs.iter().map(|judge| judge.atoms.len()).eq(all.iter().map(|judge| judge.atoms.len()));
        let Ok(ran) = run::run(case, ready) else { continue };
        let (plan, trace) = (ready.prepared.plan(), ran.run.trace(Some(&ran.probe)));
        for (number, judge) in theirs.iter().enumerate().filter(|_| same) {
            // Rows whose results are given were not decided.
            let decided = |row: &u32| match (judge.hit, &case.given) {
                (Hit::Rule(decision, _) | Hit::Within(decision, _), Given::Rows { .. }) => {
                    let outputs = &plan.decision(decision).outputs;
                    let column = |slot: usize| crate::formula::ColumnId { table: judge.table, slot };
                    !outputs.iter().all(|slot| trace.is_given(column(*slot), *row as usize))
                }
                _ => true,
            };
            let rows: Vec<u32> = (0..trace.rows(judge.table) as u32).filter(decided).collect();
            let seen = Seen::of(judge, &trace, &rows);
            for at in 0..rows.len() {
                shown.extend(seen.shows(plan, judge, &wanted[number], at).into_iter().map(|aim| (number, aim)));
            }
        }
    }
    shown
}

/// The judges of one subject: their rows are tried together and told as one test.
fn subject<'p>(
    ready: &'p Ready,
    (all, own): (&[Judge<'p>], std::ops::Range<usize>),
    wanted: &[Vec<Aim>],
    (shown, picked): (&mut Shown, &mut Picked<'p>),
) {
    let plan = ready.prepared.plan();
    let judges: Vec<&Judge<'p>> = all[own.clone()].iter().collect();
    let missing = |number: usize, aim: &Aim, shown: &Shown| !shown.contains(&(number, *aim));
    if own.clone().all(|number| wanted[number].iter().all(|aim| !missing(number, aim, shown))) {
        return;
    }
    let (name, table) = (judges[0].name(plan), judges[0].table);
    let (mut last, mut missed) = (None, None);
    for choice in 0..choices(plan, table) {
        let Some(layout) = layout(plan, &judges, choice) else { continue };
        let tried = match tried(ready, &judges, layout) {
            Ok(tried) => tried,
            Err(why) => {
                missed = missed.or(why);
                continue;
            }
        };
        let rows = rows(plan, &tried, (&judges, own.clone()), wanted, shown);
        if !rows.is_empty() {
            let (layout, judge) = (tried.layout.clone(), judges[0].clone());
            picked.chosen.push(Chosen { subject: judge.subject, layout, rows, judge });
        }
        last = Some(tried);
    }
    let Some(tried) = last else {
        let number = own.map(|at| wanted[at].iter().filter(|aim| missing(at, aim, shown)).count()).sum::<usize>();
        picked.open.push(format!("{name}: {}", without_rows(number, obstacle(plan, table).or(missed))));
        return;
    };
    for (at, number) in own.clone().enumerate() {
        for aim in wanted[number].iter().filter(|aim| missing(number, aim, shown)) {
            if worth_telling(*aim, number, shown) {
                let why = reason(ready, judges[at], *aim, &tried.trial).map(|why| format!("; {why}"));
                let words = words(plan, judges[at], *aim);
                picked.open.push(format!("{name}: {words}{}", why.unwrap_or_default()));
            }
        }
    }
}

/// How many cases are open for want of any row, and why.
fn without_rows(number: usize, why: Option<String>) -> String {
    let cases = if number == 1 { "1 case".to_string() } else { format!("{number} cases") };
    format!("{cases}; {}", why.unwrap_or_else(|| "no rows were found that make one of its rows".to_string()))
}

/// The rows that show what nothing shows yet, each with what it shows.
fn rows(
    plan: &Plan,
    tried: &Tried,
    (judges, own): (&[&Judge<'_>], std::ops::Range<usize>),
    wanted: &[Vec<Aim>],
    shown: &mut Shown,
) -> Vec<(Candidate, Vec<String>)> {
    let mut rows: Vec<(Candidate, Vec<String>)> = Vec::new();
    for (at, number) in own.clone().enumerate() {
        for aim in &wanted[number] {
            if shown.contains(&(number, *aim)) {
                continue;
            }
            let near = rows.last().map(|(row, _)| row.clone());
            let Some(row) = tried.best(at, *aim, near.as_ref()) else { continue };
            rows.push((tried.candidates[row].clone(), vec![words(plan, judges[at], *aim)]));
            for (other, aim) in tried.shows(row) {
                shown.insert((own.start + other, aim));
            }
        }
    }
    rows
}

/// A condition that cannot be tried at its limit is told once.
fn worth_telling(aim: Aim, judge: usize, shown: &Shown) -> bool {
    match aim {
        Aim::Hit | Aim::Rest => true,
        Aim::On(_) | Aim::Off(_) => false,
        Aim::Decides(_, true) => false,
        // Of a rule that never hits nothing more is said.
        Aim::Decides(atom, false) => {
            shown.contains(&(judge, Aim::Hit))
                && !shown.contains(&(judge, Aim::Off(atom)))
                && !shown.contains(&(judge, Aim::On(atom)))
        }
    }
}

fn words(plan: &Plan, judge: &Judge<'_>, aim: Aim) -> String {
    let limit = |atom: usize| judge.limit(plan, atom).unwrap_or_else(|| "its limit".to_string());
    let text = |atom: usize| format!("`{}`", judge.atoms[atom].text);
    match aim {
        Aim::Hit => judge.words.clone(),
        Aim::Rest => format!("{} does not fire", judge.words),
        Aim::On(atom) => format!("{}: {} at {}", judge.words, text(atom), limit(atom)),
        Aim::Off(atom) => format!("{}: {} just across {}", judge.words, text(atom), limit(atom)),
        Aim::Decides(atom, true) => format!("{}: {} decides", judge.words, text(atom)),
        Aim::Decides(atom, false) => format!("{}: only {} fails", judge.words, text(atom)),
    }
}

/// The rows that were tried for one subject, and what each shows.
struct Tried {
    layout: Layout,
    candidates: Vec<Candidate>,
    /// For each judge the rows that show an aim, in the order tried.
    found: Vec<Vec<(Aim, u32)>>,
    /// How many of a row's values are blank, or negative for no reason: people would not write them.
    odd: Vec<u32>,
    trial: Trial,
}

impl Tried {
    /// The plainest row that shows an aim: few odd values, and little that differs from the row before.
    fn best(&self, judge: usize, aim: Aim, near: Option<&Candidate>) -> Option<usize> {
        let rows = self.found[judge].iter().filter(|(shown, _)| *shown == aim).map(|(_, row)| *row as usize);
        let apart = |row: usize| {
            let own = &self.candidates[row];
            near.map_or(0, |near| near.iter().zip(own).filter(|(a, b)| a != b).count())
        };
        rows.min_by_key(|&row| (self.odd[row], apart(row), row))
    }

    fn shows(&self, row: usize) -> Vec<(usize, Aim)> {
        let of = |(judge, found): (usize, &Vec<(Aim, u32)>)| {
            found.iter().filter(|(_, at)| *at as usize == row).map(|(aim, _)| (judge, *aim)).collect::<Vec<_>>()
        };
        self.found.iter().enumerate().flat_map(of).collect()
    }
}

/// Tries rows.
///
/// # Errors
/// Where they cannot be given, with what keeps them from being there, where that is known.
fn tried(ready: &Ready, judges: &[&Judge<'_>], mut layout: Layout) -> Result<Tried, Option<String>> {
    let plan = ready.prepared.plan();
    if layout.is_derived(plan) {
        let base = Trial::base(ready, judges[0], &layout);
        layout.base = Some(base.ok_or_else(|| no_row(ready, judges[0], &layout))?);
    }
    let single = layout.one_by_one();
    let holds = one_by_one(ready, judges, &layout, &single).ok_or(None)?;
    let (mut candidates, mut ranges, mut known) = (Vec::new(), Vec::new(), HashSet::new());
    for (judge, holds) in judges.iter().zip(&holds) {
        let own: Vec<bool> = own_leaves(plan, judge, &layout);
        let start = candidates.len();
        candidates.extend(
            layout.around(judge, &own, holds, judges.len()).into_iter().filter(|row| known.insert(row.clone())),
        );
        ranges.push(start..candidates.len());
    }
    if candidates.is_empty() {
        candidates.push(layout.base.clone().unwrap_or_default());
    }
    let trial = Trial::of(ready, judges[0], &layout, &candidates).ok_or(None)?;
    let found = found(plan, judges, &trial);
    let odd = |(leaf, point): (usize, &u16)| match layout.points[leaf].get(usize::from(*point)) {
        None => 2,
        Some(point) if point.value == Value::Blank => 2,
        Some(point) => u32::from(point.value.as_number().is_some_and(|number| number < 0.0)),
    };
    let odd = candidates.iter().map(|row| row.iter().enumerate().map(odd).sum()).collect();
    Ok(Tried { layout, candidates, found, odd, trial })
}

/// What each row shows of each judge.
fn found(plan: &Plan, judges: &[&Judge<'_>], trial: &Trial) -> Vec<Vec<(Aim, u32)>> {
    let of = |judge: &&Judge<'_>| {
        let wanted = wanted(plan, judge);
        let mut all = Vec::new();
        trial.each(judge, &mut |number, seen, row| {
            all.extend(seen.shows(plan, judge, &wanted, row).into_iter().map(|aim| (aim, number as u32)));
        });
        all
    };
    judges.iter().map(of).collect()
}

fn own_leaves(plan: &Plan, judge: &Judge<'_>, layout: &Layout) -> Vec<bool> {
    let found = layout.leaves_of(plan, judge.table, judge.atoms.iter().map(|atom| atom.expr));
    layout.leaves.iter().map(|leaf| found.contains(leaf)).collect()
}

/// For each judge and column: in which of its values the conditions that must hold, and ask about that column
/// alone, do.
fn one_by_one(
    ready: &Ready,
    judges: &[&Judge<'_>],
    layout: &Layout,
    single: &[Candidate],
) -> Option<Vec<Vec<Vec<bool>>>> {
    let plan = ready.prepared.plan();
    let any = |layout: &Layout| layout.points.iter().map(|points| vec![true; points.len()]).collect::<Vec<_>>();
    if single.is_empty() {
        return Some(vec![any(layout); judges.len()]);
    }
    let trial = Trial::of(ready, judges[0], layout, single)?;
    let of = |judge: &&Judge<'_>| {
        let mut flags: Vec<Vec<Option<bool>>> = vec![Vec::new(); single.len()];
        trial.each(judge, &mut |number, seen, row| {
            flags[number] = (0..judge.atoms.len()).map(|atom| seen.flag(atom, row)).collect();
        });
        let mut holds = any(layout);
        let mut needed = Vec::new();
        judge.tree.needed(&mut needed);
        for atom in needed {
            let own = layout.leaves_of(plan, judge.table, std::iter::once(judge.atoms[atom].expr));
            let [leaf] = own.iter().collect::<Vec<_>>()[..] else { continue };
            let Some(leaf) = layout.leaves.iter().position(|known| known == leaf) else { continue };
            for (point, holds) in holds[leaf].iter_mut().enumerate() {
                // Without a row nothing is known of the value.
                let seen = flags[layout.row_of(leaf, point)].get(atom).copied();
                *holds &= seen.is_none_or(|flag| flag == Some(true));
            }
        }
        holds
    };
    Some(judges.iter().map(of).collect())
}

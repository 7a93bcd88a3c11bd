//! Rows that are tried: all together, or, where rows are made of others, each alone, so that none gets into the way
//! of another.

use super::super::ready::Ready;
use super::super::run::{self, Ran};
use super::aims::Seen;
use super::judge::Judge;
use super::rows::{Candidate, Layout};

/// Rows of derived tables that are tried for one subject, at most.
const ALONE: usize = 1_500;

/// What came of rows that were tried.
pub(super) enum Trial {
    Together(Box<Ran>, usize),
    /// A run for each row that is there.
    Alone(Vec<Option<Ran>>),
}

impl Trial {
    /// Tries rows; none where they cannot be given.
    pub fn of(ready: &Ready, judge: &Judge<'_>, layout: &Layout, rows: &[Candidate]) -> Option<Trial> {
        let plan = ready.prepared.plan();
        if layout.alone {
            let rows = rows.iter().take(ALONE);
            return Some(Trial::Alone(rows.map(|row| Trial::alone(ready, judge, layout, row)).collect()));
        }
        let ran = run::run(&layout.case(plan, judge, rows), ready).ok()?;
        let all_there = ran.run.trace(Some(&ran.probe)).rows(layout.table) >= rows.len();
        all_there.then(|| Trial::Together(Box::new(ran), rows.len()))
    }

    /// A row that is there.
    pub fn base(ready: &Ready, judge: &Judge<'_>, layout: &Layout) -> Option<Candidate> {
        layout.bases().into_iter().find(|row| Trial::alone(ready, judge, layout, row).is_some())
    }

    pub fn alone(ready: &Ready, judge: &Judge<'_>, layout: &Layout, row: &Candidate) -> Option<Ran> {
        let case = layout.case(ready.prepared.plan(), judge, std::slice::from_ref(row));
        let ran = run::run(&case, ready).ok()?;
        let wanted = layout.rows_of_table(ready.prepared.plan());
        let there = ran.run.trace(Some(&ran.probe)).rows(layout.table) == wanted;
        there.then_some(ran)
    }

    /// For each row that is there its number, and what is seen of a judge in which of the rows seen.
    pub fn each(&self, judge: &Judge<'_>, tell: &mut dyn FnMut(usize, &Seen, usize)) {
        match self {
            Trial::Together(ran, rows) => {
                let all: Vec<u32> = (0..*rows as u32).collect();
                let seen = Seen::of(judge, &ran.run.trace(Some(&ran.probe)), &all);
                (0..*rows).for_each(|row| tell(row, &seen, row));
            }
            Trial::Alone(runs) => {
                for (number, ran) in runs.iter().enumerate() {
                    let Some(ran) = ran else { continue };
                    tell(number, &Seen::of(judge, &ran.run.trace(Some(&ran.probe)), &[0]), 0);
                }
            }
        }
    }
}

//! Rows that are looked at on a thread of their own, while those before are taken in.

use super::stage::{Eyes, Looking};
use super::staged::Staged;
use crate::cells::{Looker, Rows};
use crate::import::issues::Place;
use crate::import::wanted::WantedTable;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Runs of rows of a batch that are kept at most: where more are broken off, the rest is looked at when it is taken in.
const RUNS: usize = 64;

/// A sheet whose rows are looked at. Nothing that is known of it depends on rows before.
pub(in crate::import) struct Ahead<'t, 'p> {
    pub(super) table: &'t WantedTable<'p>,
    pub(super) wanted: &'t [Vec<usize>],
    pub(super) headers: Vec<Option<String>>,
    pub(super) is_1904: bool,
    pub(super) place: Place,
    pub(super) title: Option<String>,
    /// What was seen of batches that are not taken in yet, in their order; and room for what will be seen.
    pub(super) seen: Mutex<VecDeque<Looked>>,
    pub(super) spare: Mutex<Vec<Looked>>,
}

/// What was seen of a batch.
#[derive(Default)]
pub(in crate::import) struct Looked {
    /// Rows one after the other that can be taken in at once: the first of them in the batch, and what they hold.
    runs: Vec<(usize, Eyes)>,
    used: usize,
}

impl Looker for Ahead<'_, '_> {
    fn look(&self, rows: &Rows<'_>) {
        let mut looked = open(&self.spare).pop().unwrap_or_default();
        let looking = Looking {
            table: self.table,
            headers: &self.headers,
            is_1904: self.is_1904,
            keeps_written: false,
            place: &self.place,
            title: &self.title,
            heading: &None,
        };
        looked.look(&looking, rows, self.wanted);
        open(&self.seen).push_back(looked);
    }
}

impl Ahead<'_, '_> {
    /// What was seen of the next batch.
    pub(in crate::import) fn next(&self) -> Option<Looked> {
        open(&self.seen).pop_front()
    }

    /// Takes back what is not needed any more.
    pub(in crate::import) fn again(&self, looked: Looked) {
        open(&self.spare).push(looked);
    }
}

/// Nobody leaves a queue half changed.
fn open<T>(queue: &Mutex<T>) -> MutexGuard<'_, T> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Looked {
    fn look(&mut self, looking: &Looking<'_, '_>, rows: &Rows<'_>, wanted: &[Vec<usize>]) {
        self.used = 0;
        let mut at = 0;
        while at < rows.len() && self.used < RUNS {
            if self.used == self.runs.len() {
                self.runs.push((0, Eyes::default()));
            }
            let (start, eyes) = &mut self.runs[self.used];
            *start = at;
            eyes.staged.clear(looking.table);
            while at < rows.len() && looking.stage(eyes, rows, at, wanted) {
                at += 1;
            }
            self.used += usize::from(at > *start);
            // The row that broke it off.
            at += 1;
        }
    }

    /// Rows one after the other that can be taken in at once: the first of them in the batch, and what they hold.
    pub(super) fn runs(&self) -> impl Iterator<Item = (usize, &Staged)> {
        self.runs[..self.used].iter().map(|(start, eyes)| (*start, &eyes.staged))
    }
}

//! The files that are being read at this moment, by all threads: what a program that runs out of memory names.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

static NAMES: Mutex<Vec<String>> = Mutex::new(Vec::new());
/// Rows read by this program, in steps.
static ROWS: AtomicUsize = AtomicUsize::new(0);
/// One step, so that counting costs nothing.
const STEP: usize = 4096;

/// Counts rows that were read: so many of the sheet were before, and so many are now.
pub(crate) fn count_rows(before: usize, now: usize) {
    let steps = now / STEP - before / STEP;
    if steps > 0 {
        ROWS.fetch_add(steps * STEP, Ordering::Relaxed);
    }
}

/// Rows read so far, in steps.
#[cfg(feature = "cli")]
pub(crate) fn rows_read() -> usize {
    ROWS.load(Ordering::Relaxed)
}

/// Says that a file is being read, for as long as it lives.
pub(crate) struct Underway(String);

impl Underway {
    pub(crate) fn new(name: &str) -> Underway {
        NAMES.lock().unwrap_or_else(PoisonError::into_inner).push(name.to_string());
        Underway(name.to_string())
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = names.iter().position(|name| *name == self.0) {
            names.swap_remove(at);
        }
    }
}

/// The names of the files, unless another thread is about to change them.
#[cfg(feature = "cli")]
pub(crate) fn underway() -> Vec<String> {
    NAMES.try_lock().map(|names| names.clone()).unwrap_or_default()
}

//! How far a script may go: sizes, depth, steps and time.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// Longest script file, in bytes.
pub(super) const LONGEST_SCRIPT: usize = 64 * 1024;
/// Most functions in all scripts of a policy.
pub(super) const MOST_FUNCTIONS: usize = 256;
/// Deepest nesting of an expression or block.
pub(super) const DEEPEST: usize = 64;
/// Deepest nesting of calls.
pub(super) const DEEPEST_CALLS: usize = 32;
/// Longest text a script makes, in bytes.
pub(super) const LONGEST_TEXT: usize = crate::value::ops::LONGEST_TEXT;
/// Longest list a script makes.
pub(super) const LONGEST_LIST: usize = 10_000;

/// How much one call of a script may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Steps of one call.
    pub operations: u64,
    /// Time of one call.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { operations: 1_000_000, time: Duration::from_secs(2) }
    }
}

/// Most stack one call may use, in bytes: half of what a worker thread has.
const MOST_STACK: usize = 1 << 20;

thread_local! {
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
    /// Where the stack stood when the call began.
    static STACK: Cell<usize> = const { Cell::new(0) };
}

/// Starts the clock of a call, and notes where its stack begins.
pub(super) fn start_clock(limits: Limits) {
    DEADLINE.with(|cell| cell.set(Instant::now().checked_add(limits.time)));
    STACK.with(|cell| cell.set(here()));
}

fn here() -> usize {
    let mark = 0_u8;
    std::hint::black_box(std::ptr::from_ref(&mark)).addr()
}

/// Whether there is stack left for going deeper. Counting calls and nesting alone would have to allow for
/// the worst of both at once.
pub(super) fn has_stack() -> bool {
    STACK.with(Cell::get).abs_diff(here()) < MOST_STACK
}

/// Whether the call has run for longer than it may.
pub(super) fn is_late() -> bool {
    DEADLINE.with(Cell::get).is_some_and(|deadline| Instant::now() > deadline)
}

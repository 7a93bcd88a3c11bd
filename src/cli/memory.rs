//! The most memory a command may use: a hostile or huge file ends it with a sentence instead of
//! taking the machine down with it.

use crate::value::number::and_more;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};

/// Without a word of the user's: no more than this part of the machine's memory.
const PART: f64 = 0.75;
/// And no more than this and [`TIMES`] the size of the files: a file of a few kilobytes that wants a whole
/// machine was made to do harm.
const BASE: usize = 4 << 30;
/// What a workbook inflates to may be a hundred times its size; the rest is room for what is worked out.
const TIMES: usize = 400;
/// Where the machine does not say how much it has.
const UNKNOWN: usize = 16 << 30;

/// More than can be taken.
const NO_LIMIT: usize = isize::MAX as usize;
/// Bytes a thread takes or gives back before it says so: threads that all say each of them at one place wait for
/// each other.
const UNSAID: isize = 64 << 10;

static USED: AtomicUsize = AtomicUsize::new(0);
static LIMIT: AtomicUsize = AtomicUsize::new(NO_LIMIT);
/// Whether the limit is the user's own.
static ASKED: AtomicBool = AtomicBool::new(false);
/// The workbooks that were given, for the message.
static GIVEN: Mutex<Vec<String>> = Mutex::new(Vec::new());
/// So many of them are named.
const NAMED: usize = 3;

thread_local! {
    /// Bytes this thread has taken and not said yet; less than none where it has given back more. What a thread has not
    /// said when it ends stays unsaid, which is less than its stack.
    static TAKEN: Cell<isize> = const { Cell::new(0) };
}

/// The system's allocator with a limit: more ends the program with exit status 2 and a message. A
/// library cannot catch a failed allocation, so this is the last net below all other checks.
pub struct Capped;

// SAFETY: every call is handed on to the system's allocator unchanged; beside that only numbers are counted.
unsafe impl GlobalAlloc for Capped {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: the caller keeps the promises of `alloc`, which are those of the system's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        count(0isize.wrapping_sub_unsigned(layout.size()));
        // SAFETY: as above.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size.wrapping_sub(layout.size()) as isize);
        // SAFETY: as above.
        unsafe { System.realloc(at, layout, size) }
    }
}

/// Counts bytes that are taken, or given back.
#[inline]
fn count(bytes: isize) {
    let unsaid = TAKEN.get().wrapping_add(bytes);
    if unsaid.unsigned_abs() < UNSAID as usize {
        TAKEN.set(unsaid);
        return;
    }
    TAKEN.set(0);
    say(unsaid);
}

#[cold]
fn say(bytes: isize) {
    let before = USED.fetch_add(bytes as usize, Relaxed) as isize;
    // Threads may have given back what others have not said that they took.
    if before.saturating_add(bytes) > LIMIT.load(Relaxed) as isize && bytes > 0 {
        give_up();
    }
}

/// Says why and ends the program.
#[cold]
fn give_up() -> ! {
    // The message needs memory too.
    let limit = LIMIT.swap(NO_LIMIT, Relaxed);
    let (what, look) = match (crate::cells::underway(), given()) {
        (names, _) if !names.is_empty() => {
            (format!("reading {}", names.join(", ")), "see whether the file is damaged or far too large")
        }
        (_, names) if names.is_empty() => ("this".to_string(), "see whether the policy makes something far too large"),
        (_, names) => (
            format!("what the policy makes of {}", and_more(&names[..names.len().min(NAMED)], names.len())),
            "give it fewer rows or formulas, above all such as make long texts or lists",
        ),
    };
    let _ = writeln!(
        std::io::stderr(),
        "error: {what} needs more than {}, the limit on memory\n help: {look}; or allow more, as in --memory-limit {}",
        shown(limit),
        shown(limit.saturating_mul(2)),
    );
    std::process::exit(2)
}

/// Sets the limit in bytes; without one, what goes for no files.
pub(super) fn limit(bytes: Option<usize>) {
    ASKED.store(bytes.is_some(), Relaxed);
    LIMIT.store(bytes.unwrap_or_else(|| default_limit(0)).min(NO_LIMIT), Relaxed);
}

/// The workbooks that were given, unless another thread is about to change them.
fn given() -> Vec<String> {
    GIVEN.try_lock().map(|names| names.clone()).unwrap_or_default()
}

/// Makes room for workbooks, where nobody set the limit. What they are is said where there is too little of it.
pub(super) fn room_for(files: &[PathBuf]) {
    *GIVEN.lock().unwrap_or_else(PoisonError::into_inner) =
        files.iter().map(|path| path.display().to_string()).collect();
    if !ASKED.load(Relaxed) {
        let sizes = files.iter().map(|path| path.metadata().map_or(0, |found| found.len() as usize));
        LIMIT.store(default_limit(sizes.fold(0, usize::saturating_add)), Relaxed);
    }
}

fn default_limit(files: usize) -> usize {
    let wanted = BASE.saturating_add(files.saturating_mul(TIMES));
    wanted.min(of_the_machine())
}

fn of_the_machine() -> usize {
    let whole = [machine(), container()].into_iter().flatten().min();
    whole.map_or(UNKNOWN, |bytes| (bytes as f64 * PART) as usize)
}

/// Memory of the machine, where the system has a file that says it.
fn machine() -> Option<usize> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let kilobytes = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    kilobytes.trim().trim_end_matches("kB").trim().parse::<usize>().ok()?.checked_mul(1024)
}

/// What the container may use, where this runs in one with a limit.
fn container() -> Option<usize> {
    std::fs::read_to_string("/sys/fs/cgroup/memory.max").ok()?.trim().parse().ok()
}

/// A number of bytes as people write it: `500M`, `2G`, `1.5 GB`.
///
/// # Errors
/// When it is none.
pub(super) fn size(text: &str) -> Result<usize, String> {
    let wrong = || format!("`{text}` is no amount of memory: write one like 500M or 4G");
    let plain = text.trim().to_ascii_uppercase();
    let plain = plain.strip_suffix("IB").or_else(|| plain.strip_suffix('B')).unwrap_or(&plain);
    let (digits, unit) = match plain.char_indices().last() {
        Some((at, 'K')) => (&plain[..at], 1u64 << 10),
        Some((at, 'M')) => (&plain[..at], 1 << 20),
        Some((at, 'G')) => (&plain[..at], 1 << 30),
        Some((at, 'T')) => (&plain[..at], 1 << 40),
        _ => return Err(wrong()),
    };
    let number: f64 = digits.trim().parse().map_err(|_| wrong())?;
    let bytes = number * unit as f64;
    if bytes >= (16u64 << 20) as f64 && bytes < usize::MAX as f64 {
        Ok(bytes as usize)
    } else {
        Err(format!("`{text}` is not enough to work with: at least 16M"))
    }
}

/// Bytes as [`size`] reads them.
fn shown(bytes: usize) -> String {
    if bytes < 1 << 30 {
        return format!("{}M", bytes >> 20);
    }
    let gigabytes = (bytes as f64 / f64::from(1 << 30) * 10.0).floor() / 10.0;
    format!("{gigabytes}G")
}

#[cfg(test)]
mod tests {
    use super::{shown, size};

    #[test]
    fn sizes_are_written_as_people_do() {
        assert_eq!(size("500M"), Ok(500 << 20));
        assert_eq!(size(" 1.5 gb "), Ok(3 << 29));
        assert_eq!(size("2GiB"), Ok(2 << 30));
        assert!(size("lots").is_err() && size("4").is_err() && size("-2G").is_err() && size("1K").is_err());
        assert_eq!([shown(500 << 20), shown(3 << 29), shown(8 << 30)], ["500M", "1.5G", "8G"]);
    }
}

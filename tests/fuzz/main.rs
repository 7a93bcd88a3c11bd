//! Inputs nobody wrote, by the million: bytes of workbooks, cells of decision tables, policies and formulas are cut,
//! joined and mixed at random, and whatever comes of it is answered with a result or with a sentence, soon.
//!
//! `cargo test` tries a few hundred of each kind, always the same. For longer, with other ones:
//!
//! ```sh
//! RULEBOOK_FUZZ_SECONDS=600 RULEBOOK_FUZZ_SEED=7 cargo test --release --test fuzz importer
//! ```
//!
//! The input at work stands in `target/fuzz/KIND`, so that one that ends or hangs the program is found there. What
//! broke something goes into `tests/fuzz/broke/KIND/`, and is tried first ever after.

mod layouts;
mod mutate;
mod seeds;
mod targets;

use mutate::Random;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Inputs of each kind in a plain `cargo test`.
const FEW: usize = 300;
/// No input of a few KB may take longer; a debug build on a busy machine is slow.
const LONGEST: Duration = Duration::from_secs(30);
/// Faults shown before the search ends.
const ENOUGH: usize = 10;

/// A kind of input: what it is mixed from, how, and what must hold.
struct Kind {
    name: &'static str,
    seeds: Vec<Vec<u8>>,
    mix: fn(&mut Random, &[Vec<u8>]) -> Vec<u8>,
    /// Did the input get beyond being read?
    holds: fn(&[u8]) -> bool,
}

#[test]
fn importer() {
    search(&Kind { name: "importer", seeds: seeds::workbooks(), mix: mutate::workbook, holds: targets::importer });
}

#[test]
fn cell_tests() {
    search(&Kind { name: "cell_tests", seeds: seeds::cell_tests(), mix: mutate::text, holds: targets::cell_tests });
}

#[test]
fn policies() {
    search(&Kind { name: "policies", seeds: seeds::policies(), mix: mutate::lines, holds: targets::policies });
}

#[test]
fn formulas() {
    search(&Kind { name: "formulas", seeds: seeds::formulas(), mix: mutate::tokens, holds: targets::formulas });
}

fn search(kind: &Kind) {
    std::panic::set_hook(Box::new(|_| {}));
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let until = number("RULEBOOK_FUZZ_SECONDS").map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut random = Random::new(number("RULEBOOK_FUZZ_SEED").unwrap_or(1));
    let folder = here("target/fuzz");
    std::fs::create_dir_all(&folder).expect("a folder for the input at work");
    let (mut tried, mut accepted, mut faults) = (0, 0, Vec::new());
    let mut attempt = |input: &[u8]| {
        std::fs::write(folder.join(kind.name), input).expect("the input at work is kept");
        let begun = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| (kind.holds)(input)));
        tried += 1;
        accepted += usize::from(matches!(outcome, Ok(true)));
        let fault = match outcome {
            Err(panic) => said(&*panic),
            Ok(_) if begun.elapsed() > LONGEST => format!("it takes {:?}", begun.elapsed()),
            Ok(_) => return true,
        };
        let kept = folder.join(format!("{}-{}", kind.name, faults.len()));
        std::fs::write(&kept, input).expect("what broke something is kept");
        faults.push(format!("{}: {fault}", kept.display()));
        faults.len() < ENOUGH
    };
    let known = broke(kind.name).into_iter().chain(kind.seeds.iter().cloned()).all(|input| attempt(&input));
    let mut made = 0;
    while known && until.map_or(made < FEW, |until| Instant::now() < until) {
        made += 1;
        if !attempt(&(kind.mix)(&mut random, &kind.seeds)) {
            break;
        }
    }
    println!("{}: {tried} inputs, {accepted} accepted, {} faults", kind.name, faults.len());
    assert!(faults.is_empty(), "{} of {tried} inputs:\n{}", faults.len(), faults.join("\n"));
    // A search whose inputs are all refused at the door looks at nothing behind it.
    assert!(accepted * 20 >= tried, "only {accepted} of {tried} inputs were accepted");
}

/// The message of a panic.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("a panic").to_string()
}

/// What broke something once.
fn broke(kind: &str) -> Vec<Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(here("tests/fuzz/broke").join(kind)) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("an input")).collect()
}

/// A file or folder of this repository.
fn here(path: impl AsRef<Path>) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

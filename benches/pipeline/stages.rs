//! What one process measures: the stages one after another, the whole run, or the reader alone.

use crate::check;
use rulebook::{Engine, Outcome, Policy, RunOptions, Source, export};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

/// Measurements by name: seconds, or MiB.
pub type Measured = Vec<(&'static str, f64)>;

/// The pack that states the job.
const PACK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/channel");

/// Runs a piece of work and notes the seconds it took.
fn timed<T>(measured: &mut Measured, name: &'static str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    measured.push((name, start.elapsed().as_secs_f64()));
    result
}

fn policy() -> Policy {
    Policy::load(PACK).unwrap_or_else(|findings| panic!("{findings}"))
}

/// Import, evaluation, and export apart, each with the peak of memory up to its end.
pub fn apart(book: &Path, orders: u32) -> Measured {
    let mut measured = Measured::new();
    let policy = policy();
    let prepared = timed(&mut measured, "check", || Engine::new().prepare(&policy));
    let prepared = prepared.unwrap_or_else(|findings| panic!("{findings}"));
    let (sources, options) = ([Source::file(book)], RunOptions::default());
    let imported = timed(&mut measured, "import", || prepared.import(&sources, &options));
    let imported = imported.unwrap_or_else(|error| panic!("{error}"));
    measured.push(("import MiB", peak()));
    let run = timed(&mut measured, "evaluate", || prepared.evaluate(imported, &options));
    let outcome = timed(&mut measured, "conclude", || run.into_outcome());
    measured.push(("evaluate MiB", peak()));
    check::assert(&outcome, orders);
    timed(&mut measured, "export", || write(&outcome, book));
    measured.push(("export MiB", peak()));
    timed(&mut measured, "export with orders", || write(&with_orders(outcome), book));
    measured.push(("export with orders MiB", peak()));
    measured
}

/// The run as a host program has it: sources in, report out.
pub fn together(book: &Path, orders: u32) -> Measured {
    let mut measured = Measured::new();
    let outcome = timed(&mut measured, "together", || {
        let sources = [Source::file(book)];
        let outcome = Engine::new().run(&policy(), &sources, &RunOptions::default());
        let outcome = outcome.unwrap_or_else(|error| panic!("{error}"));
        write(&outcome, book);
        outcome
    });
    measured.push(("together MiB", peak()));
    check::assert(&outcome, orders);
    measured
}

/// The reader alone: every cell of the workbook is looked at and forgotten.
pub fn reader(book: &Path) -> Measured {
    let mut measured = Measured::new();
    let cells = timed(&mut measured, "reader", || {
        let mut source = rulebook::cells::open(book).unwrap_or_else(|error| panic!("{error}"));
        let mut cells = 0usize;
        for sheet in 0..source.sheets().len() {
            let read = source.read(sheet, &mut |_| {
                cells += 1;
                ControlFlow::Continue(())
            });
            read.unwrap_or_else(|error| panic!("{error}"));
        }
        cells
    });
    assert!(cells > 0);
    measured
}

fn write(outcome: &Outcome, book: &Path) {
    let report = book.with_extension(format!("report-{}.xlsx", std::process::id()));
    export::xlsx::write(outcome, &report).unwrap_or_else(|error| panic!("{error}"));
    std::fs::remove_file(&report).expect("the report was just written");
}

/// The same outcome with every order in the report.
fn with_orders(mut outcome: Outcome) -> Outcome {
    outcome.tables.iter_mut().for_each(|table| table.view.hidden = false);
    outcome
}

/// Most memory this process ever held, in MiB; not known outside Linux.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kib.map_or(f64::NAN, |kib| kib / 1024.0)
}

//! `cargo bench --bench host [-- decide RECORDS | run ROWS] [--rounds N]`: what a host program gets that
//! decides single records, or hands in a million rows at once (`benches/README.md`, "In a host program").

mod data;

use data::{NAMES, Records};
use rulebook::table::Column;
use rulebook::{Engine, Outcome, Policy, Prepared, RunOptions, Source, Value};
use std::hint::black_box;
use std::sync::LazyLock;
use std::time::Instant;

/// A decision table of 6 rows over 3 numbers, and 4 triggers over 7.
const POLICY: &str = include_str!("policy.yaml");

fn main() {
    let mut words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let mut rounds = 5;
    if let Some(at) = words.iter().position(|word| word == "--rounds") {
        rounds = words.get(at + 1).and_then(|number| number.parse().ok()).expect("`--rounds` takes a number");
        words.drain(at..at + 2);
    }
    let number = |or: usize| words.get(1).map_or(or, |word| word.parse().expect("a number"));
    match words.first().map(String::as_str) {
        Some("decide") => decide(number(200_000), rounds),
        Some("run") => run(number(1_000_000), rounds),
        _ => {
            decide(200_000, rounds);
            run(1_000_000, rounds);
        }
    }
}

fn prepared() -> Prepared {
    let policy = Policy::parse(POLICY).unwrap_or_else(|findings| panic!("{findings}"));
    Engine::new().prepare(&policy).unwrap_or_else(|findings| panic!("{findings}"))
}

/// One record after another, each from its values to its segment and triggers.
fn decide(count: usize, rounds: usize) {
    let records = Records::new(count);
    let decider = prepared().decider("customers").unwrap_or_else(|error| panic!("{error}"));
    let mut times = Vec::new();
    for _ in 0..rounds {
        let (mut segments, mut triggers) = ([0; 4], [0; 4]);
        let start = Instant::now();
        for at in 0..count {
            let mut values = [const { ("", Value::Blank) }; 7];
            for (value, (name, column)) in values.iter_mut().zip(NAMES.into_iter().zip(&records.columns)) {
                *value = (name, Value::Number(column[at]));
            }
            let record = decider.decide(&values).expect("no column is missing");
            if let Value::Text(segment) = record.value("seg") {
                segments[place(&segment)] += 1;
            }
            for fired in record.triggers() {
                triggers[fired.trigger.name.as_bytes()[1] as usize - usize::from(b'1')] += 1;
            }
        }
        times.push(start.elapsed().as_secs_f64() / count as f64);
        records.check(segments, triggers);
    }
    println!("rulebook decide\t{:.3} µs a record", median(&mut times) * 1e6);
}

fn place(segment: &str) -> usize {
    ["S", "A", "B", "C"].iter().position(|known| *known == segment).expect("one of four")
}

/// All rows in one run, handed in as rows of values and as columns: what each half of the run takes, and the outcome, in
/// processor time of all threads.
fn run(rows: usize, rounds: usize) {
    let (records, prepared) = (Records::new(rows), prepared());
    let names = ["making them", "import", "evaluate", "outcome", "run and outcome"];
    for (shape, source) in [("rows of values", as_rows as Make), ("columns", as_columns)] {
        let mut times: [Vec<f64>; 5] = Default::default();
        for _ in 0..rounds {
            let start = clock();
            let sources = [source(&records)];
            black_box(&sources);
            times[0].push(clock() - start);
            let taken = by_halves(&prepared, &sources, &records);
            times.iter_mut().skip(1).zip(taken).for_each(|(times, time)| times.push(time));
            times[4].push(whole(&prepared, &sources, &records));
        }
        for (name, times) in names.iter().zip(&mut times) {
            let least = times.iter().copied().fold(f64::INFINITY, f64::min);
            let (median, least) = (median(times) / rows as f64 * 1e6, least / rows as f64 * 1e6);
            println!("rulebook {shape}: {name}\t{median:.4} µs a row, {least:.4} at least");
        }
    }
}

type Make = fn(&Records) -> Source;

fn as_rows(records: &Records) -> Source {
    let row = |at: usize| records.columns.iter().map(|column| Value::Number(column[at])).collect();
    Source::rows("customers", &NAMES, (0..records.columns[0].len()).map(row).collect())
}

fn as_columns(records: &Records) -> Source {
    let columns = NAMES.into_iter().zip(&records.columns);
    Source::columns("customers", columns.map(|(name, values)| (name, Column::Number(values.clone()))).collect())
}

fn by_halves(prepared: &Prepared, sources: &[Source], records: &Records) -> [f64; 3] {
    let (options, start) = (RunOptions::default(), clock());
    let imported = prepared.import(sources, &options).unwrap_or_else(|error| panic!("{error}"));
    let import = clock() - start;
    let run = prepared.evaluate(imported, &options);
    let evaluate = clock() - start - import;
    let outcome = run.outcome();
    let outcome_time = clock() - start - import - evaluate;
    check(outcome, records);
    [import, evaluate, outcome_time]
}

fn whole(prepared: &Prepared, sources: &[Source], records: &Records) -> f64 {
    let start = clock();
    let run = prepared.run(sources, &RunOptions::default()).unwrap_or_else(|error| panic!("{error}"));
    let outcome = run.outcome();
    let time = clock() - start;
    check(outcome, records);
    time
}

fn check(outcome: &Outcome, records: &Records) {
    let (mut segments, mut triggers) = ([0; 4], [0; 4]);
    let segment = outcome.tables[0].columns.iter().find(|column| column.name == "seg").expect("it is decided");
    (0..segment.data.len()).for_each(|row| segments[place(segment.data.text(row).expect("a segment"))] += 1);
    for fired in &outcome.triggers {
        triggers[fired.trigger().as_bytes()[1] as usize - usize::from(b'1')] += 1;
    }
    records.check(segments, triggers);
}

/// Seconds of processor time of all threads so far: what the work costs whatever else the machine does. Time by the
/// clock where the system does not tell.
fn clock() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let of_thread = |path: std::path::PathBuf| -> Option<f64> {
        let text = std::fs::read_to_string(path.join("schedstat")).ok()?;
        Some(text.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
    };
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let times: Vec<f64> = threads.filter_map(|thread| of_thread(thread.path())).collect();
    if times.is_empty() { START.elapsed().as_secs_f64() } else { times.iter().sum() }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

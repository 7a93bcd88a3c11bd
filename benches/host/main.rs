//! `cargo bench --bench host [-- decide RECORDS | run ROWS] [--rounds N]`: what a host program gets that
//! decides single records, or hands in a million rows at once (`benches/README.md`, "In a host program").

mod data;

use data::{NAMES, Records};
use rulebook::{Engine, Policy, Prepared, RunOptions, Source, Value};
use std::hint::black_box;
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

/// All rows in one run, handed in as rows of values.
fn run(rows: usize, rounds: usize) {
    let (records, prepared) = (Records::new(rows), prepared());
    let mut times: [Vec<f64>; 2] = Default::default();
    for _ in 0..rounds {
        let start = Instant::now();
        let values: Vec<Vec<Value>> =
            (0..rows).map(|at| records.columns.iter().map(|column| Value::Number(column[at])).collect()).collect();
        black_box(&values);
        times[0].push(start.elapsed().as_secs_f64());
        times[1].push(timed(&prepared, Source::rows("customers", &NAMES, values), &records));
    }
    let names = ["making rows of values", "run over them"];
    for (name, times) in names.iter().zip(&mut times) {
        println!("rulebook {name}\t{:.4} µs a row", median(times) / rows as f64 * 1e6);
    }
}

fn timed(prepared: &Prepared, source: Source, records: &Records) -> f64 {
    let sources = [source];
    let start = Instant::now();
    let run = prepared.run(&sources, &RunOptions::default()).unwrap_or_else(|error| panic!("{error}"));
    let outcome = run.outcome();
    let time = start.elapsed().as_secs_f64();
    let (mut segments, mut triggers) = ([0; 4], [0; 4]);
    let segment = outcome.tables[0].columns.iter().find(|column| column.name == "seg").expect("it is decided");
    (0..segment.data.len()).for_each(|row| segments[place(segment.data.text(row).expect("a segment"))] += 1);
    for fired in &outcome.triggers {
        triggers[fired.trigger.as_bytes()[1] as usize - usize::from(b'1')] += 1;
    }
    records.check(segments, triggers);
    time
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

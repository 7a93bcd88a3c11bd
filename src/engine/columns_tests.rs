//! Many rows handed in as columns are decided as each row by itself, on any number of threads.

use crate::table::{BLANK_TEXT, Column, TextColumn};
use crate::value::Value;
use crate::{Engine, Outcome, Policy, Prepared, RunOptions, Source};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;

/// More than any stretch of rows that a thread takes at a time, by a few.
const ROWS: usize = 70_003;
const NAMES: [&str; 4] = ["sales", "growth", "kind", "grade"];

/// Segments by flags, a price by the index of many ranges, a label where formulas pass on, triggers with messages.
fn policy() -> Prepared {
    let mut text = "policy: p
parameters: { floor: 500 }
tables:
  shops:
    columns:
      sales: { type: number, required: false }
      growth: { type: number, required: false }
      kind: { required: false }
      grade: { type: number, required: false }
    formulas:
      rounded: \"twice(grade)\"
    decisions:
      segment:
        hit: first
        rules:
          - { sales: \">= 700\", growth: \">= 10%\", then: S }
          - { sales: \"500 .. 700\", kind: \"a, b\", then: A }
          - { growth: \"not 0.5\", kind: \"not c\", then: B }
          - { otherwise: true, then: \"= kind\" }
      label:
        hit: first
        rules:
          - { growth: \"> sales / 1000\", then: quick }
          - { sales: \"> floor\", then: large }
          - { kind: blank, then: unknown }
      price:
        hit: first
        rules:
"
    .to_string();
    for row in 0..120 {
        let kind = if row % 5 == 0 { ", kind: \"a, c\"" } else { "" };
        let (from, to) = (row * 9, row * 9 + 12);
        writeln!(text, "          - {{ sales: \"{from} .. {to}\"{kind}, then: {row} }}").expect("room");
    }
    text += "triggers:
  low: { on: shops, when: \"growth < 0 && kind != 'c' || sales < 10\", message: \"`${kind} is low`\" }
  odd: { on: shops, when: \"segment == 'A' && growth >= 0.25\", severity: high }
";
    let text = text.replace("'", "\\\"");
    let script = "fn twice(x) { if x > 3 { x * 2 } else { x / 3 } }";
    let policy = Policy::from_files([("policy.yaml", text.as_str()), ("twice.rhai", script)]);
    let policy = policy.unwrap_or_else(|findings| panic!("{findings}"));
    Engine::new().prepare(&policy).unwrap_or_else(|findings| panic!("{findings}"))
}

fn columns() -> Vec<(&'static str, Column)> {
    let blank = |at: usize, every: usize, value: f64| if at % every == every - 1 { f64::NAN } else { value };
    let sales = (0..ROWS).map(|at| blank(at, 31, (at * 7919 % 11_000) as f64 / 10.0));
    let growth = (0..ROWS).map(|at| blank(at, 37, (at * 104_729 % 200) as f64 / 100.0 - 0.5));
    let grade = (0..ROWS).map(|at| blank(at, 41, (at % 9) as f64 / 2.0));
    let texts: TextColumn = ["a", "b", "c", "d"].into_iter().map(Some).collect();
    let codes = (0..ROWS).map(|at| if at % 29 == 28 { BLANK_TEXT } else { (at * 31 % 4) as u32 }).collect();
    let kind = Column::Text(TextColumn { codes, ..texts });
    let numbers = [sales.collect(), growth.collect(), grade.collect()].map(Column::Number);
    let [sales, growth, grade] = numbers;
    NAMES.into_iter().zip([sales, growth, kind, grade]).collect()
}

fn run(prepared: &Prepared, source: Source, threads: Option<usize>) -> Outcome {
    let options = RunOptions { threads, ..RunOptions::default() };
    prepared.run(&[source], &options).unwrap_or_else(|error| panic!("{error}")).into_outcome()
}

#[test]
fn rows_of_many_blocks_are_decided_as_each_by_itself() {
    let (prepared, columns) = (policy(), columns());
    let outcome = run(&prepared, Source::columns("shops", columns.clone()), Some(3));
    let decider = prepared.decider("shops").unwrap_or_else(|error| panic!("{error}"));
    let messages: HashMap<(usize, &str), Cow<'_, str>> =
        outcome.triggers.iter().map(|fired| ((fired.row(), fired.trigger()), fired.message())).collect();
    let mut fired = 0;
    for row in (0..ROWS).filter(|row| row % 23 == 0 || row % 31 == 30 || (32_760..32_776).contains(row)) {
        let values: Vec<(&str, Value)> = columns.iter().map(|(name, column)| (*name, column.value(row))).collect();
        let record = decider.decide(&values).unwrap_or_else(|error| panic!("{error}"));
        for column in &outcome.tables[0].columns {
            assert_eq!(column.data.value(row), record.value(&column.name), "`{}` of row {row}", column.name);
        }
        let said: Vec<Cow<'_, str>> = record.triggers().map(|fired| fired.message).collect();
        let wanted: Vec<Cow<'_, str>> =
            ["low", "odd"].into_iter().filter_map(|name| messages.get(&(row, name)).cloned()).collect();
        assert_eq!(said, wanted, "row {row}");
        fired += said.len();
    }
    assert!(fired > 500);
}

#[test]
fn columns_and_rows_on_any_number_of_threads_have_one_outcome() {
    let (prepared, columns) = (policy(), columns());
    let rows = (0..ROWS).map(|row| columns.iter().map(|(_, column)| column.value(row)).collect()).collect();
    let told = |outcome: &Outcome| crate::outcome::digest_of_all(&crate::outcome::digests(outcome));
    let wanted = told(&run(&prepared, Source::rows("shops", &NAMES, rows), Some(1)));
    for threads in [1, 2, 5] {
        let outcome = run(&prepared, Source::columns("shops", columns.clone()), Some(threads));
        assert_eq!(told(&outcome), wanted);
    }
}

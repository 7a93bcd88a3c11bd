//! What it would take is true: with the change made the whole policy gives the result, with 99.9 % of it it does
//! not, nor with any smaller one. The changes are tried by whole runs.

use crate::eval::{self, Evaluated, Probe, RowChoice, RunContext};
use crate::formula::{ColumnId, TableId};
use crate::outcome::explain::{Explainer, Flip, Flips, Limits};
use crate::plan::{RowsPlan, Work};
use crate::table::{Column, Table};
use crate::value::{Value, ops};
use crate::{Engine, Policy, Run, RunOptions, Source};
use std::fmt::Write as _;

/// Numbers that are the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// From 0 to 1.
    fn part(&mut self) -> f64 {
        self.below(1_000_000) as f64 / 1_000_000.0
    }
}

/// The whole policy once more, with one number changed.
fn with(run: &Run, changed: (ColumnId, usize), value: f64) -> Evaluated {
    let (plan, library) = (run.prepared().plan(), run.prepared().library());
    let (id, row) = changed;
    let mut probe = Probe::default();
    let mut tables: Vec<Table> = vec![Table::default(); plan.sheets.len()];
    for (at, table) in plan.tables.iter().enumerate() {
        let RowsPlan::Imported(place) = table.rows else { continue };
        let frame = &run.evaluated().frames[at];
        let mut read: Vec<(usize, Column)> = Vec::new();
        for (slot, column) in table.columns.iter().enumerate() {
            let Work::Imported(place) = column.work else { continue };
            let mut data = frame.columns[slot].as_deref().expect("it was read").clone();
            if let (true, Column::Number(numbers)) = (id == ColumnId { table: TableId(at), slot }, &mut data) {
                numbers[row] = value;
            }
            read.push((place, data));
        }
        read.sort_by_key(|(place, _)| *place);
        let columns = read.into_iter().map(|(_, column)| column).collect();
        tables[place] = Table { name: table.name.clone(), rows: frame.rows, columns, ..Table::default() };
    }
    if !matches!(plan.column(id).work, Work::Imported(_)) {
        probe.give(id, RowChoice::Number(row), Value::Number(value));
    }
    let parameters = Some(&run.evaluated().parameters);
    eval::run(plan, library, tables, RunContext { probe: Some(&probe), parameters, ..RunContext::default() })
}

fn result(run: &Run, changed: (ColumnId, usize), value: f64, target: (ColumnId, usize)) -> Value {
    let evaluated = with(run, changed, value);
    let column = evaluated.frames[target.0.table.0].columns[target.0.slot].as_deref();
    column.map_or(Value::Blank, |column| column.value(target.1))
}

/// Columns that have results: of decision tables, bands and triggers.
fn targets(run: &Run) -> Vec<ColumnId> {
    let plan = run.prepared().plan();
    let outputs = plan
        .decisions
        .iter()
        .flat_map(|decision| decision.outputs.iter().map(|&slot| ColumnId { table: decision.table, slot }));
    let bands = plan.scorecards.iter().map(|card| ColumnId { table: card.table, slot: card.band });
    let fires = plan.triggers.iter().map(|trigger| ColumnId { table: trigger.table, slot: trigger.when });
    outputs.chain(bands).chain(fires).filter(|id| id.table != plan.figures).collect()
}

fn flips(run: &Run, target: ColumnId, row: usize) -> Option<Flips> {
    let trace = run.trace(None);
    Explainer::new(&trace, run.prepared().sources(), &[], "en", Limits::default()).flips(target, row)
}

/// The row of the number that is changed.
fn row_of(run: &Run, flip: &Flip, row: usize) -> usize {
    let Some(named) = &flip.number.row else { return row };
    let trace = run.trace(None);
    let table = flip.number.column.table;
    (0..trace.rows(table)).find(|&at| trace.key(table, at) == named.key).expect("the row is there")
}

/// Whether no other change of the number in this direction is smaller.
fn is_nearest(flips: &Flips, flip: &Flip) -> bool {
    let same = |other: &&Flip| other.number == flip.number && other.change() * flip.change() > 0.0;
    flips.flips.iter().filter(same).all(|other| other.change().abs() >= flip.change().abs())
}

/// Holds one change to whole runs; how many values were tried.
fn holds(run: &Run, flips: &Flips, flip: &Flip, target: (ColumnId, usize), random: &mut Random, inner: usize) -> usize {
    let changed = (flip.number.column, row_of(run, flip, target.1));
    let place =
        |value: f64| format!("{} {}: {} {} → {value} ({flip:?})", flips.of, target.1, flip.number.name, flip.from);
    let found = result(run, changed, flip.to, target);
    assert!(ops::same(&found, &flip.result), "{}: it is {found}", place(flip.to));
    // So small a change that 99.9 % of it is the same number.
    if flip.limit == Some(flip.from) || flip.change().abs() < 1e-9 * flip.from.abs().max(flip.to.abs()) {
        return 1;
    }
    let count = flip.number.whole;
    let short = if count { flip.to - flip.change().signum() } else { flip.from + 0.999 * flip.change() };
    let mut less = vec![short];
    less.extend(
        (0..inner)
            .map(|_| flip.from + (short - flip.from) * random.part())
            .map(|at| if count { at.round() } else { at }),
    );
    for value in less.iter().copied() {
        let found = result(run, changed, value, target);
        assert!(!ops::same(&found, &flip.result), "{}: it is that already", place(value));
        assert!(!is_nearest(flips, flip) || ops::same(&found, &flips.result), "{}: it is {found}", place(value));
    }
    1 + less.len()
}

/// The shipped packs but for the largest.
const PACKS: [&str; 4] = ["strategic-accounts", "one-to-one", "customer-managed", "industry-scan"];

/// Of the bands and triggers, one of so many is tried.
fn changes_are_the_smallest(packs: &[&str], one_of: usize) {
    let here = |path: String| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let mut random = Random(7);
    for pack in packs {
        let policy = Policy::load(here(format!("rules/{pack}"))).unwrap_or_else(|findings| panic!("{findings}"));
        let prepared = Engine::new().prepare(&policy).unwrap_or_else(|findings| panic!("{findings}"));
        let sample = Source::file(here(format!("samples/{pack}.xlsx")));
        let run = prepared.run(&[sample], &RunOptions::default()).unwrap_or_else(|error| panic!("{error}"));
        let (mut held, mut tried) = (0, 0);
        let plan = run.prepared().plan();
        let decided = plan.decisions.iter().map(|decision| decision.outputs.len()).sum::<usize>();
        let all = targets(&run);
        // A whole run takes its time: all bands and triggers, of the decisions some; a row and a change of each.
        let (decisions, others) = all.split_at(decided);
        for &target in decisions.iter().step_by(1 + decisions.len() / 3).chain(others.iter().step_by(one_of)) {
            let rows = run.evaluated().frames[target.table.0].rows;
            let mut told: Vec<(Flips, usize)> = Vec::new();
            for _ in 0..8.min(rows) {
                let row = random.below(rows);
                let found = flips(&run, target, row).filter(|flips| !flips.flips.is_empty());
                told.extend(found.map(|flips| (flips, row)));
                if !told.is_empty() {
                    break;
                }
            }
            let all: Vec<(usize, usize)> = told
                .iter()
                .enumerate()
                .flat_map(|(at, (flips, _))| (0..flips.flips.len()).map(move |flip| (at, flip)))
                .collect();
            // A whole run takes its time; some of them are tried.
            for _ in 0..1.min(all.len()) {
                let (at, flip) = random.pick(&all);
                let (flips, row) = &told[at];
                held += holds(&run, flips, &flips.flips[flip], (target, *row), &mut random, 0);
                tried += 1;
            }
        }
        println!("{pack}: {tried} of {} bands and triggers and some decisions, {held} runs", others.len());
        assert!(held > 0 && tried * one_of * 2 > others.len(), "{pack}: {tried} of {} were tried", others.len());
    }
}

#[test]
fn every_change_told_is_the_smallest_in_the_shipped_packs() {
    changes_are_the_smallest(&PACKS, 4);
}

#[test]
#[ignore = "takes minutes: tests/proofs.sh"]
fn every_change_told_is_the_smallest_up_to_the_largest_pack() {
    changes_are_the_smallest(&PACKS, 1);
    changes_are_the_smallest(&["channel-scorecard"], 1);
}

/// What the report says of the next band, found for all rows at once, is what `explain` says of each; of a scorecard
/// about so many `rows` are compared.
fn same_next_band(packs: &[&str], rows: usize) {
    let here = |path: String| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let mut compared = 0;
    for pack in packs {
        let policy = Policy::load(here(format!("rules/{pack}"))).unwrap_or_else(|findings| panic!("{findings}"));
        let prepared = Engine::new().prepare(&policy).unwrap_or_else(|findings| panic!("{findings}"));
        let sample = Source::file(here(format!("samples/{pack}.xlsx")));
        let options = RunOptions { accounts: true, language: Some("en".into()), ..RunOptions::default() };
        let run = prepared.run(&[sample], &options).unwrap_or_else(|error| panic!("{error}"));
        let accounts = run.outcome().accounts.as_ref().expect("the run was asked for them");
        for (card, told) in run.prepared().plan().scorecards.iter().zip(&accounts.scorecards) {
            let band = ColumnId { table: card.table, slot: card.band };
            for (&row, account) in told.iter().step_by(1 + told.len() / rows) {
                let flips = flips(&run, band, row);
                let bands = flips.as_ref().and_then(|flips| flips.bands.as_ref());
                let place = format!("{pack} {} row {row}", card.name);
                let better = bands.and_then(|bands| bands.better.clone());
                assert_eq!(account.next.as_ref().map(|next| next.band.clone()), better, "{place}");
                let (Some(next), Some(flips)) = (&account.next, &flips) else { continue };
                for measure in &card.measures {
                    let column = ColumnId { table: card.table, slot: measure.value };
                    let title = measure.title.text("en");
                    let mut own = flips.flips.iter().filter(|flip| flip.number.column == column);
                    let found = own.find(|flip| Some(&flip.gives) == better.as_ref());
                    let by = next.by.iter().find(|[of, ..]| of == title);
                    assert_eq!(found.is_some(), by.is_some(), "{place} {title}: {found:?} {next:?}");
                    if let (Some(found), Some([_, from, to])) = (found, by) {
                        let [wanted, end, _] = &found.shown;
                        let end = end.trim_start_matches("above ").trim_start_matches("below ");
                        assert_eq!([from.as_str(), to.as_str()], [wanted.as_str(), end], "{place} {title}");
                        compared += 1;
                    }
                }
            }
        }
    }
    assert!(compared > 10, "{compared} measures");
}

#[test]
fn the_report_and_an_explanation_say_the_same_of_the_next_band() {
    same_next_band(&["strategic-accounts", "one-to-one", "customer-managed"], 3);
}

#[test]
#[ignore = "takes minutes: tests/proofs.sh"]
fn the_report_and_an_explanation_say_the_same_in_the_largest_pack() {
    same_next_band(&["channel-scorecard"], 12);
}

#[test]
fn every_change_told_is_the_smallest_in_generated_policies() {
    let mut random = Random(31);
    let (mut held, mut never) = (0, 0);
    for round in 0..30 {
        let text = policy(&mut random);
        let policy = Policy::parse(&text).unwrap_or_else(|findings| panic!("{findings}\n{text}"));
        let prepared = Engine::new().prepare(&policy).unwrap_or_else(|findings| panic!("{findings}\n{text}"));
        let run = prepared.run(&data(&mut random), &RunOptions::default()).unwrap_or_else(|error| panic!("{error}"));
        for target in targets(&run) {
            for row in 0..2 {
                let Some(flips) = flips(&run, target, row) else { continue };
                for flip in &flips.flips {
                    held += holds(&run, &flips, flip, (target, row), &mut random, 3);
                }
                for fixed in flips.never.iter().filter(|never| never.number.row.is_none()) {
                    let changed = (fixed.number.column, row);
                    let trace = run.trace(None);
                    let Some(from) = trace.at(changed.0, row).as_number().filter(|_| !fixed.number.whole) else {
                        continue;
                    };
                    for _ in 0..8 {
                        let power = random.below(7) as i32 - 3;
                        let value = from + (random.part() - 0.5) * 10f64.powi(power);
                        let found = result(&run, changed, value, (target, row));
                        let isolated = found.is_blank();
                        assert!(
                            isolated || ops::same(&found, &flips.result),
                            "round {round}: {fixed:?} at {value} gives {found}\n{text}"
                        );
                        never += 1;
                    }
                }
            }
        }
    }
    assert!(held > 1_000 && never > 50, "{held} changes, {never} without one");
}

const NUMBERS: [&str; 8] = ["a", "b", "ratio", "most", "bent", "part", "bought", "owner.quota"];

/// A policy with numbers that hang on each other in every way, and results that hang on them.
fn policy(random: &mut Random) -> String {
    let limit = |random: &mut Random| random.pick(&["0.25", "0.5", "1", "2.5", "4", "7", "10", "-3"]);
    let mut text = String::from(
        "policy: generated
tables:
  owners:
    key: id
    columns: { id: , quota: { type: number } }
  items:
    key: id
    columns: { id: , owner: { references: owners }, a: { type: number }, b: { type: number } }
    formulas:
      ratio: a / b
      most: max(a, b * 2)
      bent: if a > 3 { abs(b - 4) } else { a - b }
      part: share(a)
      bought: sum(orders.amount)
      times: count(orders)
  orders:
    columns: { item: { references: items }, amount: { type: number } }
",
    );
    text.push_str("    \n");
    let mut decisions = String::from("    decisions:\n      kind:\n        hit: first\n        rules:\n");
    for rule in 0..3 + random.below(3) {
        let mut cells = Vec::new();
        for name in ["a", "b", "ratio", "\"a + b * 2\"", "most", "bent", "part", "bought", "times", "owner.quota"] {
            if random.below(10) < 3 {
                let (one, other) = (limit(random), limit(random));
                let cell = match random.below(5) {
                    0 => format!("> {one}"),
                    1 => format!("<= {one}"),
                    2 => format!("not {one}"),
                    3 if one != other => {
                        let (low, high) =
                            if one.parse::<f64>().ok() < other.parse().ok() { (one, other) } else { (other, one) };
                        format!("{low} .. {high}")
                    }
                    _ => format!("< {one}"),
                };
                cells.push(format!("{name}: \"{cell}\""));
            }
        }
        cells.push(format!("then: R{}", rule % 4));
        let _ = writeln!(decisions, "          - {{ {} }}", cells.join(", "));
    }
    decisions.push_str("          - { otherwise: true, then: X }\n");
    text = text.replace("  orders:\n", &format!("{decisions}  orders:\n"));
    let measure = |random: &mut Random, name: &str, weight: &str| {
        let (target, worst) = (random.pick(&["10", "6", "1"]), random.pick(&["0", "2", "-4"]));
        let cap = random.pick(&["", ", cap: 150%"]);
        format!("      {name}: {{ weight: {weight}, target: {target}, worst: {worst}{cap} }}\n")
    };
    text.push_str("scorecards:\n  card:\n    on: items\n    measures:\n");
    text.push_str(&measure(random, "ratio", "30%"));
    text.push_str(&measure(random, "most", "50%"));
    text.push_str(&measure(random, "b", "20%"));
    text.push_str("    bands: { A: \">= 80\", B: \"50 .. 80\", C: \"< 50\" }\n");
    let [one, other] = [(); 2].map(|()| random.pick(&NUMBERS));
    let (low, high) = (limit(random), limit(random));
    let _ = write!(
        text,
        "triggers:\n  alarm:\n    on: items\n    when: {one} > {low} && ({other} < {high} || card.score > 40)\n"
    );
    text
}

fn data(random: &mut Random) -> Vec<Source> {
    let number = |random: &mut Random| Value::Number(random.below(48) as f64 / 4.0 - 2.0);
    let owners = (0..2).map(|at| vec![Value::text(format!("O{at}")), number(random)]).collect();
    let items = (0..4)
        .map(|at| {
            vec![Value::text(format!("I{at}")), Value::text(format!("O{}", at % 2)), number(random), number(random)]
        })
        .collect();
    let orders = (0..9).map(|_| vec![Value::text(format!("I{}", random.below(4))), number(random)]).collect();
    vec![
        Source::rows("owners", &["id", "quota"], owners),
        Source::rows("items", &["id", "owner", "a", "b"], items),
        Source::rows("orders", &["item", "amount"], orders),
    ]
}

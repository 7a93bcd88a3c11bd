//! Six rows over three numbers, and four conditions over seven.

use crate::Times;
use crate::data::{NAMES, Records};
use crate::zen::Zen;
use rulebook::table::Column;
use rulebook::{Engine, Policy, Prepared, RunOptions, Source, Value};
use std::hint::black_box;
use std::time::Instant;

/// The conditions as triggers.
const TRIGGERS: &str = include_str!("../../host/policy.yaml");
/// The same rules, the conditions as columns: what the others give.
const FLAGS: [(&str, &str); 4] = [
    ("t1", "yoy <= -0.2"),
    ("t2", "turnover > 120"),
    ("t3", "resolution < 0.6 && open >= 5"),
    ("t4", "attainment < 0.8 && seg != \"C\""),
];
const SEGMENTS: [&str; 4] = ["S", "A", "B", "C"];

const RHAI: &str = "
    let seg = if sales >= 700000.0 && yoy >= 0.1 && gm >= 0.25 { 0 }
        else if sales >= 700000.0 && gm >= 0.2 { 1 }
        else if sales >= 500000.0 && yoy >= 0.2 { 1 }
        else if sales >= 500000.0 && gm >= 0.22 { 2 }
        else if yoy >= 0.0 && gm >= 0.3 { 2 }
        else { 3 };
    if yoy <= -0.2 { seg += 4; }
    if turnover > 120.0 { seg += 8; }
    if resolution < 0.6 && open >= 5.0 { seg += 16; }
    if attainment < 0.8 && seg % 4 != 3 { seg += 32; }
    seg";

/// Counts of segments and triggers, and the segment and flags of a record as bits: two, then one each.
#[derive(Default)]
struct Counts([u64; 4], [u64; 4]);

impl Counts {
    fn add(&mut self, bits: u8) {
        self.0[usize::from(bits & 3)] += 1;
        self.1.iter_mut().enumerate().for_each(|(at, count)| *count += u64::from(bits >> (2 + at) & 1));
    }
}

fn segment(text: &str) -> usize {
    SEGMENTS.iter().position(|known| *known == text).expect("one of four")
}

fn prepared(policy: &str) -> Prepared {
    let policy = Policy::parse(policy).unwrap_or_else(|findings| panic!("{findings}"));
    Engine::new().prepare(&policy).unwrap_or_else(|findings| panic!("{findings}"))
}

fn zen() -> Zen {
    let rules = [
        [">= 700000", ">= 0.1", ">= 0.25", "'S'"],
        [">= 700000", "", ">= 0.2", "'A'"],
        [">= 500000", ">= 0.2", "", "'A'"],
        [">= 500000", "", ">= 0.22", "'B'"],
        ["", ">= 0", ">= 0.3", "'B'"],
        ["", "", "", "'C'"],
    ];
    let rules: Vec<Vec<String>> = rules.iter().map(|cells| cells.map(str::to_string).to_vec()).collect();
    let conditions = FLAGS.map(|(name, text)| (name, text.replace("&&", "and")));
    let conditions: Vec<(&str, &str)> = conditions.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Zen::new(&["sales", "yoy", "gm"], "seg", &rules, &conditions)
}

/// One record after another, from its values to its segment and flags.
pub fn one_record(rows: usize, rounds: usize) {
    let records = Records::new(rows);
    let decider = prepared(TRIGGERS).decider("customers").unwrap_or_else(|error| panic!("{error}"));
    let (zen, seconds) = (zen(), |start: Instant| start.elapsed().as_secs_f64() / rows as f64);
    let mut own = || {
        let (mut counts, start) = (Counts::default(), Instant::now());
        for at in 0..rows {
            let values = std::array::from_fn::<_, 7, _>(|of| (NAMES[of], Value::Number(records.columns[of][at])));
            let record = decider.decide(&values).expect("no column is missing");
            counts.0[segment(record.value("seg").as_text().expect("a segment"))] += 1;
            record.triggers().for_each(|fired| counts.1[number(&fired.trigger.name)] += 1);
        }
        let time = seconds(start);
        records.check(counts.0, counts.1);
        time
    };
    let mut theirs = || zen_over(&zen, &records, rows);
    Times::take(rounds, &mut [("Rulebook, decide", &mut own), ("GoRules ZEN", &mut theirs)])
        .print(&format!("6 rules and 4 triggers, {rows} records one by one"));
}

fn number(trigger: &str) -> usize {
    usize::from(trigger.as_bytes()[1] - b'1')
}

fn zen_over(zen: &Zen, records: &Records, rows: usize) -> f64 {
    let (mut counts, start) = (Counts::default(), Instant::now());
    let record = |at: usize| std::array::from_fn::<_, 7, _>(|of| (NAMES[of], records.columns[of][at]));
    zen.decide((0..rows).map(record), |decided| {
        counts.0[segment(decided["seg"].as_str().expect("a segment"))] += 1;
        for (at, (name, _)) in FLAGS.iter().enumerate() {
            counts.1[at] += u64::from(decided[name].as_bool().expect("a flag"));
        }
    });
    let time = start.elapsed().as_secs_f64() / rows as f64;
    if rows == records.columns[0].len() {
        records.check(counts.0, counts.1);
    }
    time
}

/// The rules alone, the values in hand: a segment and four flags for each row.
pub fn all_rows(rows: usize, rounds: usize) {
    let records = Records::new(rows);
    let mut bits = vec![0_u8; rows];
    let mut by_hand = || {
        let start = Instant::now();
        loop_by_hand(&records, black_box(&mut bits));
        let time = start.elapsed().as_secs_f64() / rows as f64;
        let mut counts = Counts::default();
        bits.iter().for_each(|bits| counts.add(*bits));
        records.check(counts.0, counts.1);
        time
    };
    let flags = prepared(&with_flags());
    let triggers = prepared(TRIGGERS);
    let mut own = || evaluate(&flags, &records, rows);
    let mut with_triggers = || evaluate(&triggers, &records, rows);
    let mut rhai = || rhai_over(&records, rows);
    let zen = zen();
    let mut theirs = || zen_over(&zen, &records, rows / 50);
    Times::take(
        rounds,
        &mut [
            ("Rulebook, conditions as columns", &mut own),
            ("Rulebook, as triggers listed with their text", &mut with_triggers),
            ("a loop by hand without branches", &mut by_hand),
            ("rhai, compiled once, its scope used again", &mut rhai),
            ("GoRules ZEN", &mut theirs),
        ],
    )
    .print(&format!("the rules alone, {rows} rows in hand"));
}

fn with_flags() -> String {
    let tables = TRIGGERS.split("triggers:").next().unwrap_or_default();
    let line = |(name, text): (&str, &str)| format!("      {name}: '{text}'\n");
    format!("{tables}    formulas:\n{}", FLAGS.map(line).concat())
}

fn evaluate(prepared: &Prepared, records: &Records, rows: usize) -> f64 {
    let columns = NAMES.into_iter().zip(&records.columns).map(|(name, values)| (name, Column::Number(values.clone())));
    let source = Source::columns("customers", columns.collect());
    let options = RunOptions::default();
    let imported = prepared.import(&[source], &options).unwrap_or_else(|error| panic!("{error}"));
    let start = Instant::now();
    let run = prepared.evaluate(imported, &options);
    let time = start.elapsed().as_secs_f64() / rows as f64;
    let mut counts = Counts::default();
    let (table, slots) = (&prepared.plan().tables[0], &run.evaluated().frames[0].columns);
    let column = |name: &str| slots[table.slot(name)?].as_deref();
    let seg = column("seg").expect("it is decided");
    (0..rows).for_each(|row| counts.0[segment(seg.text(row).expect("a segment"))] += 1);
    for (at, (name, _)) in FLAGS.iter().enumerate() {
        if let Some(Column::Bool(flags)) = column(name) {
            counts.1[at] = flags.iter().filter(|flag| **flag == 1).count() as u64;
        }
    }
    run.evaluated().fired.iter().for_each(|fired| counts.1[fired.trigger] += fired.rows.len() as u64);
    records.check(counts.0, counts.1);
    time
}

fn loop_by_hand(records: &Records, bits: &mut [u8]) {
    let rows = bits.len();
    let [sales, yoy, gm, turnover, resolution, open, attainment] =
        records.columns.each_ref().map(|column| &column[..rows]);
    for at in 0..rows {
        let (big, good) = (sales[at] >= 700e3, sales[at] >= 500e3);
        let a = (big & (gm[at] >= 0.2)) | (good & (yoy[at] >= 0.2));
        let b = (good & (gm[at] >= 0.22)) | ((yoy[at] >= 0.0) & (gm[at] >= 0.3));
        let mut seg = if b { 2 } else { 3 };
        seg = if a { 1 } else { seg };
        seg = if big & (yoy[at] >= 0.1) & (gm[at] >= 0.25) { 0 } else { seg };
        bits[at] = seg
            | u8::from(yoy[at] <= -0.2) << 2
            | u8::from(turnover[at] > 120.0) << 3
            | u8::from((resolution[at] < 0.6) & (open[at] >= 5.0)) << 4
            | u8::from((attainment[at] < 0.8) & (seg != 3)) << 5;
    }
}

fn rhai_over(records: &Records, rows: usize) -> f64 {
    let engine = rhai::Engine::new();
    let script = engine.compile(RHAI).expect("a script");
    let mut scope = rhai::Scope::new();
    for name in NAMES {
        scope.push(name, 0.0);
    }
    let (mut counts, start) = (Counts::default(), Instant::now());
    for at in 0..rows {
        for (name, column) in NAMES.iter().zip(&records.columns) {
            scope.set_value(*name, column[at]);
        }
        let bits: i64 = engine.eval_ast_with_scope(&mut scope, &script).expect("it has an answer");
        scope.rewind(NAMES.len());
        counts.add(bits as u8);
    }
    let time = start.elapsed().as_secs_f64() / rows as f64;
    records.check(counts.0, counts.1);
    time
}

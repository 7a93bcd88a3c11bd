//! A tariff of 3,700 rows: 74 ranges of weight by 50 of distance, a price for each.

use crate::Times;
use crate::zen::Zen;
use rulebook::table::Column;
use rulebook::{Engine, Policy, Prepared, RunOptions, Source, Value};
use std::time::Instant;

const WEIGHTS: usize = 74;
const DISTANCES: usize = 50;

/// Weight and distance of a parcel, and its price.
fn parcel(at: usize) -> ([f64; 2], f64) {
    let (weight, distance) =
        ((at * 7919 % (WEIGHTS * 100)) as f64 / 100.0, (at * 104_729 % (DISTANCES * 100)) as f64 / 100.0);
    ([weight, distance], price(weight as usize, distance as usize))
}

fn price(weight: usize, distance: usize) -> f64 {
    (weight * DISTANCES + distance) as f64
}

fn prepared() -> Prepared {
    let mut policy = "policy: tariff
tables:
  parcels:
    columns: { weight: { type: number }, distance: { type: number } }
    decisions:
      price:
        hit: first
        rules:
"
    .to_string();
    for (weight, distance) in rows() {
        let price = price(weight, distance);
        let (to, far) = (weight + 1, distance + 1);
        policy += &format!(
            "          - {{ weight: \"{weight} .. {to}\", distance: \"{distance} .. {far}\", then: {price} }}\n"
        );
    }
    let policy = Policy::parse(&policy).unwrap_or_else(|findings| panic!("{findings}"));
    Engine::new().prepare(&policy).unwrap_or_else(|findings| panic!("{findings}"))
}

fn rows() -> impl Iterator<Item = (usize, usize)> {
    (0..WEIGHTS).flat_map(|weight| (0..DISTANCES).map(move |distance| (weight, distance)))
}

/// One parcel after another, and all at once.
pub fn one_record(count: usize, rounds: usize) {
    let prepared = prepared();
    let decider = prepared.decider("parcels").unwrap_or_else(|error| panic!("{error}"));
    let mut own = || {
        let start = Instant::now();
        for at in 0..count {
            let ([weight, distance], price) = parcel(at);
            let record = decider.decide(&[("weight", weight.into()), ("distance", distance.into())]);
            assert_eq!(record.expect("no column is missing").value("price"), Value::Number(price));
        }
        start.elapsed().as_secs_f64() / count as f64
    };
    let mut at_once = || evaluate(&prepared, count);
    let range = |from: usize| format!("[{from}..{})", from + 1);
    let rules =
        rows().map(|(weight, distance)| vec![range(weight), range(distance), price(weight, distance).to_string()]);
    let zen = Zen::new(&["weight", "distance"], "price", &rules.collect::<Vec<_>>(), &[]);
    let few = (count / 500).max(50);
    let mut theirs = || {
        let start = Instant::now();
        let (mut parcels, mut prices) = ((0..few).map(parcel), (0..few).map(|at| parcel(at).1));
        let next = std::iter::from_fn(|| {
            parcels.next().map(|([weight, distance], _)| [("weight", weight), ("distance", distance)])
        });
        zen.decide(next, |decided| assert_eq!(decided["price"].as_f64(), prices.next()));
        start.elapsed().as_secs_f64() / few as f64
    };
    Times::take(
        rounds,
        &mut [
            ("Rulebook, decide", &mut own),
            ("Rulebook, the rules alone, rows in hand", &mut at_once),
            ("GoRules ZEN", &mut theirs),
        ],
    )
    .print(&format!("a table of {} ranges, {count} records", WEIGHTS * DISTANCES));
}

fn evaluate(prepared: &Prepared, count: usize) -> f64 {
    let column = |of: usize| Column::Number((0..count).map(|at| parcel(at).0[of]).collect());
    let source = Source::columns("parcels", vec![("weight", column(0)), ("distance", column(1))]);
    let options = RunOptions::default();
    let imported = prepared.import(&[source], &options).unwrap_or_else(|error| panic!("{error}"));
    let start = Instant::now();
    let run = prepared.evaluate(imported, &options);
    let time = start.elapsed().as_secs_f64() / count as f64;
    let price = run.evaluated().frames[0].columns[2].as_deref().expect("it is decided");
    (0..count).for_each(|at| assert_eq!(price.value(at), Value::Number(parcel(at).1)));
    time
}

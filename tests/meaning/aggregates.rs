//! Aggregates over the rows that refer to a row, against a plain loop.

use crate::random::Random;
use crate::support::{Decided, Pack, identical};
use rulebook::Source;
use rulebook::value::number::Sum;
use rulebook::value::{Date, Value};
use std::cmp::Ordering;

/// One order: amount, weight, product, day, and whether it counts.
type Order = (usize, [Option<f64>; 2], Option<&'static str>, Option<i32>, Option<bool>);

const CUSTOMERS: usize = 9;

fn orders(random: &mut Random, count: usize) -> Vec<Order> {
    let number = |random: &mut Random| {
        let value = match random.below(8) {
            0 => 0.0,
            1 => 0.1 + 0.2,
            2 => 0.3,
            3 => (random.unit() - 0.5) * 1e9,
            _ => random.below(20) as f64 - 4.0,
        };
        (!random.chance(20)).then_some(value)
    };
    (0..count)
        .map(|_| {
            // The last customer has no orders; one reference in ten leads nowhere.
            let customer = if random.chance(10) { usize::MAX } else { random.below(CUSTOMERS - 1) };
            let product = (!random.chance(15)).then(|| random.pick(&["A", "B", "C", "a", "売上"]));
            let day = (!random.chance(15)).then(|| 20_454 + random.below(40) as i32);
            let flag = (!random.chance(20)).then(|| random.chance(60));
            (customer, [number(random), number(random)], product, day, flag)
        })
        .collect()
}

/// Each aggregate by its formula, and what a loop over one customer's orders makes of it.
type Case = (&'static str, fn(&[&Order]) -> Value);

fn amounts(orders: &[&Order]) -> Vec<f64> {
    orders.iter().filter_map(|order| order.1[0]).collect()
}

fn add(values: impl Iterator<Item = f64>) -> f64 {
    let mut sum = Sum::default();
    values.for_each(|value| sum.add(value));
    sum.value()
}

fn over(sum: f64, count: f64) -> Value {
    if count == 0.0 { Value::Blank } else { Value::Number(sum / count) }
}

fn place(orders: &[&Order], part: f64) -> Value {
    let mut values = amounts(orders);
    values.sort_by(f64::total_cmp);
    let Some(last) = values.len().checked_sub(1) else { return Value::Blank };
    let (low, rest) = ((part * last as f64) as usize, part * last as f64 % 1.0);
    let next = values[(low + 1).min(last)];
    Value::Number(if rest == 0.0 { values[low] } else { values[low] + rest * (next - values[low]) })
}

fn best(orders: &[&Order], wanted: Ordering) -> Value {
    let better = |a: f64, b: f64| if b.total_cmp(&a) == wanted { b } else { a };
    amounts(orders).into_iter().reduce(better).into()
}

/// The product of the first (or last) day; blank where orders of that day differ.
fn by_day(orders: &[&Order], last: bool) -> Value {
    let days = orders.iter().filter_map(|order| order.3);
    let Some(day) = (if last { days.max() } else { days.min() }) else { return Value::Blank };
    let mut products = orders.iter().filter(|order| order.3 == Some(day)).map(|order| order.2);
    let chosen = products.next().flatten();
    if products.all(|product| product == chosen) { chosen.into() } else { Value::Blank }
}

fn distinct(orders: &[&Order]) -> Value {
    let known: std::collections::BTreeSet<&str> = orders.iter().filter_map(|order| order.2).collect();
    Value::Number(known.len() as f64)
}

const CASES: [Case; 16] = [
    ("sum(orders.amount)", |o| Value::Number(add(amounts(o).into_iter()))),
    ("sum(orders.amount * 2 + 1)", |o| Value::Number(add(amounts(o).into_iter().map(|n| n * 2.0 + 1.0)))),
    ("count(orders)", |o| Value::Number(o.len() as f64)),
    ("count(orders.amount)", |o| Value::Number(amounts(o).len() as f64)),
    ("average(orders.amount)", |o| over(add(amounts(o).into_iter()), amounts(o).len() as f64)),
    ("weighted_average(orders.amount, orders.weight)", |o| {
        let both: Vec<(f64, f64)> = o.iter().filter_map(|order| Some((order.1[0]?, order.1[1]?))).collect();
        over(add(both.iter().map(|(value, weight)| value * weight)), add(both.iter().map(|(_, weight)| *weight)))
    }),
    ("min(orders.amount)", |o| best(o, Ordering::Less)),
    ("max(orders.amount)", |o| best(o, Ordering::Greater)),
    ("max(orders.day)", |o| o.iter().filter_map(|order| order.3).max().map(Date).into()),
    ("median(orders.amount)", |o| place(o, 0.5)),
    ("percentile(orders.amount, 0.9)", |o| place(o, 0.9)),
    ("percentile(orders.amount, 0)", |o| place(o, 0.0)),
    ("distinct(orders.product)", distinct),
    ("first(orders.product, orders.day)", |o| by_day(o, false)),
    ("last(orders.product, orders.day)", |o| by_day(o, true)),
    ("list(orders.product)", |o| Value::List(o.iter().filter_map(|order| order.2).map(Value::text).collect())),
];

/// Every case plain, with a filter, and through a second step of references.
fn policy() -> String {
    let mut customers = String::new();
    let mut regions = String::new();
    for (at, (formula, _)) in CASES.iter().enumerate() {
        let filtered = format!("{}, orders.counts)", formula.strip_suffix(')').expect("a call"));
        customers += &format!("      plain{at}: {formula}\n      kept{at}: {filtered}\n");
        regions += &format!("      plain{at}: {formula}\n      kept{at}: {filtered}\n");
    }
    format!(
        "policy: aggregates\ntables:\n  regions:\n    key: id\n    columns: {{ id: }}\n    formulas:\n{regions}  customers:\n    key: id\n    \
         columns: {{ id: , region: {{ references: regions }} }}\n    formulas:\n{customers}  orders:\n    columns:\n      \
         customer: {{ references: customers }}\n      amount: {{ type: number }}\n      weight: {{ type: number }}\n      product:\n      \
         day: {{ type: date }}\n      counts: {{ type: bool }}\n"
    )
}

fn customer(number: usize) -> Value {
    Value::text(format!("C{number}"))
}

fn sources(orders: &[Order]) -> [Source; 3] {
    let order = |order: &Order| {
        let (id, [amount, weight], product, day, counts) = order;
        vec![
            customer(*id),
            (*amount).into(),
            (*weight).into(),
            (*product).into(),
            day.map(Date).into(),
            (*counts).into(),
        ]
    };
    let region = |number: usize| Value::text(["N", "S", "W"][number % 3]);
    [
        Source::rows("regions", &["id"], (0..3).map(|number| vec![region(number)]).collect()),
        Source::rows("customers", &["id", "region"], (0..CUSTOMERS).map(|n| vec![customer(n), region(n)]).collect()),
        Source::rows(
            "orders",
            &["customer", "amount", "weight", "product", "day", "counts"],
            orders.iter().map(order).collect(),
        ),
    ]
}

fn compare(outcome: &Decided, table: &str, row: usize, orders: &[&Order]) {
    let kept: Vec<&Order> = orders.iter().copied().filter(|order| order.4 == Some(true)).collect();
    for (at, (formula, by_loop)) in CASES.iter().enumerate() {
        for (column, orders) in [(format!("plain{at}"), orders), (format!("kept{at}"), &kept)] {
            let found = outcome.column(table, &column).data.value(row);
            let wanted = by_loop(orders);
            assert!(
                identical(&found, &wanted),
                "{column} of {table} {row}: {formula} is {found:?}, a loop says {wanted:?}"
            );
        }
    }
}

#[test]
fn aggregates_agree_with_a_loop_to_the_bit() {
    let pack = Pack::new(&[("policy.yaml", policy().as_bytes())]);
    for seed in 0..12 {
        let mut random = Random::new(seed);
        let count = [0, 1, 7, 90, 400][seed as usize % 5];
        let orders = orders(&mut random, count);
        let outcome = pack.decide(&sources(&orders));
        for customer in 0..CUSTOMERS {
            let own: Vec<&Order> = orders.iter().filter(|order| order.0 == customer).collect();
            compare(&outcome, "customers", customer, &own);
        }
        for region in 0..3 {
            let own: Vec<&Order> = orders.iter().filter(|order| order.0 < CUSTOMERS && order.0 % 3 == region).collect();
            compare(&outcome, "regions", region, &own);
        }
    }
}

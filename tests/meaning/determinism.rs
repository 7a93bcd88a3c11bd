//! The same policy over the same workbooks gives the same bytes, whatever the number of threads.

use crate::random::Random;
use crate::support::{Pack, folder};
use rulebook::export::{self, Format};
use rulebook::{Engine, RunOptions, Source};
use rust_xlsxwriter::Workbook;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// More than one stretch of rows that a thread takes at a time.
const ORDERS: usize = 72_000;
const CUSTOMERS: usize = 400;

const POLICY: &str = "policy: determinism
parameters: { period: { from: 2026-01-01, to: 2026-06-30 } }
tables:
  customers:
    key: id
    columns: { id: , category: , stock: { type: number }, prior: { type: number } }
    formulas:
      sales: sum(orders.amount, orders.date in period)
      cost: sum(orders.quantity * orders.unit_cost)
      margin: (sales - cost) / sales
      growth: sales / prior - 1
      typical: median(orders.amount)
      products: distinct(orders.product)
      latest: last(orders.product, orders.date)
      all_products: list(orders.product, orders.amount > 900)
      place: rank(sales, category)
      note: note_of(category, margin)
    decisions:
      segment:
        hit: first
        rules:
          - { sales: \">= 100_000\", growth: \">= 10%\", then: { segment: S, effort: 7 } }
          - { sales: \">= 100_000\", then: { segment: A, effort: 3 } }
          - { sales: \"> 0\", then: { segment: B, effort: 1 } }
  orders:
    columns: { customer: { references: customers }, date: { type: date }, product: , quantity: { type: number }, price: { type: number }, unit_cost: { type: number } }
    formulas: { amount: quantity * price, rate: price / unit_cost, label: \"`${product} of ${customer.category}`\" }
figures: { sales: sum(orders.amount), mean: average(orders.rate) }
scorecards:
  customer:
    on: customers
    measures:
      margin: { weight: 50%, target: 60%, worst: 0% }
      growth: { weight: 50%, target: 20%, worst: -50% }
    bands: { A: \">= 50\", B: \"< 50\" }
    missing: reweight
triggers:
  thin: { on: customers, when: margin < 0.3, severity: high, message: \"`${id}: ${round(margin * 100)} %`\" }
  odd: { on: orders, when: rate > 40, message: \"`${product}: ${rate}`\" }
";

const SCRIPT: &str = "fn note_of(category, margin) { if margin > 0.4 { \"fine\" } else { `look at ${category}` } }";

/// Customers, and orders in two CSV files and a workbook, which are stacked.
fn sources() -> Vec<Source> {
    let mut random = Random::new(2026);
    let mut customers = String::from("id,category,stock,prior\n");
    for at in 0..CUSTOMERS {
        let prior = if random.chance(10) { String::new() } else { (random.below(200_000)).to_string() };
        customers += &format!("C{at},{},{},{prior}\n", random.pick(&["chain", "store", "専門店"]), random.unit() * 1e6);
    }
    let mut files = vec![Source::bytes("customers.csv", customers.into_bytes())];
    let order = |random: &mut Random| {
        let blank = |text: String, random: &mut Random| if random.chance(2) { String::new() } else { text };
        let (quantity, cost) = (random.below(20).to_string(), format!("{:.2}", random.unit() * 50.0));
        format!(
            "C{},2026-{:02}-{:02},P{},{},{:.2},{}\n",
            random.below(CUSTOMERS + 5),
            1 + random.below(8),
            1 + random.below(28),
            random.below(30),
            blank(quantity, random),
            random.unit() * 100.0,
            blank(cost, random),
        )
    };
    for part in 0..3 {
        let mut orders = String::from("customer,date,product,quantity,price,unit_cost\n");
        (0..ORDERS / 3).for_each(|_| orders += &order(&mut random));
        files.push(match part {
            2 => Source::bytes("orders 2.xlsx", workbook(&orders)),
            _ => Source::bytes(format!("orders {part}.csv"), orders.into_bytes()),
        });
    }
    files
}

/// The rows of a CSV text as a workbook.
fn workbook(rows: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("orders").expect("a name");
    for (row, line) in rows.lines().enumerate() {
        for (column, text) in line.split(',').enumerate() {
            let at = (row as u32, column as u16);
            match text.parse::<f64>() {
                Ok(number) => sheet.write(at.0, at.1, number).expect("a cell"),
                Err(_) => sheet.write(at.0, at.1, text).expect("a cell"),
            };
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// Every file of the three exports, by its name.
fn exports(pack: &Pack, sources: &[Source], threads: usize) -> BTreeMap<PathBuf, Vec<u8>> {
    let options = RunOptions { threads: Some(threads), ..RunOptions::default() };
    let outcome = Engine::new().run(&pack.policy(), sources, &options).unwrap_or_else(|error| panic!("{error}"));
    assert!(!outcome.triggers.is_empty() && !outcome.issues.is_empty());
    let target = folder();
    for (format, name) in [(Format::Xlsx, "report.xlsx"), (Format::Json, "report.json"), (Format::Csv, "csv/")] {
        export::write(&outcome, format, &target.join(name)).unwrap_or_else(|error| panic!("{error:?}"));
    }
    let mut files = BTreeMap::new();
    collect(&target, &target, &mut files);
    std::fs::remove_dir_all(&target).expect("the folder can be removed");
    files
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("below the root").to_path_buf();
            files.insert(name, std::fs::read(&path).expect("a file"));
        }
    }
}

#[test]
fn the_same_bytes_on_every_run_and_for_any_number_of_threads() {
    let pack = Pack::new(&[("policy.yaml", POLICY.as_bytes()), ("note.rhai", SCRIPT.as_bytes())]);
    let sources = sources();
    let first = exports(&pack, &sources, 1);
    assert!(first.len() > 5, "{:?}", first.keys());
    for threads in [1, 2, 8] {
        let again = exports(&pack, &sources, threads);
        let names: Vec<_> = again.keys().collect();
        assert_eq!(names, first.keys().collect::<Vec<_>>());
        for (name, bytes) in &again {
            assert!(*bytes == first[name], "{} differs with {threads} threads", name.display());
        }
    }
}

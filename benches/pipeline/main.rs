//! `cargo bench [-- ROWS… --rounds N]`: the job of `benches/README.md`, stage by stage.
//!
//! Every measurement is a process of its own, so that peaks of memory are its own; rounds of all
//! sizes are interleaved, and medians printed. `cargo bench --bench pipeline -- book ROWS` makes the workbook alone, and
//! says where it is.

mod check;
mod stages;
mod workbook;

use stages::Measured;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Columns of the table printed.
const SHOWN: [&str; 12] = [
    "reader",
    "import",
    "evaluate",
    "conclude",
    "export",
    "export with orders",
    "together",
    "import MiB",
    "evaluate MiB",
    "export MiB",
    "export with orders MiB",
    "together MiB",
];

fn main() {
    let mut words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if words.first().is_some_and(|word| word == "measure") {
        return measure(&words[1..]);
    }
    if let [word, rows] = &words[..]
        && word == "book"
    {
        return println!("{}", book(rows.parse().expect("a number of orders")).display());
    }
    let mut rounds = 3;
    if let Some(at) = words.iter().position(|word| word == "--rounds") {
        rounds = words.get(at + 1).and_then(|number| number.parse().ok()).expect("`--rounds` takes a number");
        words.drain(at..at + 2);
    }
    let mut sizes: Vec<u32> = words.iter().map(|word| word.parse().expect("a number of orders")).collect();
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000, 1_000_000];
    }
    let books: Vec<(u32, PathBuf)> = sizes.iter().map(|&orders| (orders, book(orders))).collect();
    let mut all: BTreeMap<(u32, String), Vec<f64>> = BTreeMap::new();
    for _ in 0..rounds {
        for (orders, book) in &books {
            for what in ["reader", "apart", "together"] {
                for (name, value) in in_child(what, *orders, book) {
                    all.entry((*orders, name)).or_default().push(value);
                }
            }
        }
    }
    print(&sizes, &mut all, rounds);
}

/// The workbook of that size, made once.
fn book(orders: u32) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("orders-{orders}.xlsx"));
    if !path.exists() {
        workbook::write(orders, &path).expect("the workbook can be written");
    }
    path
}

/// One measurement in this process: `measure WHAT ROWS BOOK`.
fn measure(words: &[String]) {
    let [what, orders, book] = words else { panic!("measure WHAT ROWS BOOK") };
    let (orders, book) = (orders.parse().expect("a number of orders"), Path::new(book));
    let measured: Measured = match what.as_str() {
        "reader" => stages::reader(book),
        "apart" => stages::apart(book, orders),
        _ => stages::together(book, orders),
    };
    for (name, value) in measured {
        println!("{name}\t{value}");
    }
}

fn in_child(what: &str, orders: u32, book: &Path) -> Vec<(String, f64)> {
    let program = std::env::current_exe().expect("the program knows where it is");
    let mut command = Command::new(program);
    command.args(["measure", what, &orders.to_string()]).arg(book).stderr(Stdio::inherit());
    let output = command.output().expect("a process can be started");
    assert!(output.status.success(), "measuring {what} of {orders} orders failed");
    let lines = String::from_utf8_lossy(&output.stdout);
    let pair =
        |line: &str| line.split_once('\t').and_then(|(name, value)| Some((name.to_string(), value.parse().ok()?)));
    lines.lines().filter_map(pair).collect()
}

fn print(sizes: &[u32], all: &mut BTreeMap<(u32, String), Vec<f64>>, rounds: u32) {
    println!("medians of {rounds} interleaved rounds, seconds and MiB\n");
    print!("| |");
    sizes.iter().for_each(|orders| print!(" {orders} orders |"));
    println!("\n|---|{}", "---:|".repeat(sizes.len()));
    for name in SHOWN {
        print!("| {name} |");
        for &orders in sizes {
            let values = all.entry((orders, name.to_string())).or_default();
            print!(" {} |", median(values).map_or("–".to_string(), |value| shown(name, value)));
        }
        println!();
    }
    for (title, part, whole) in [("evaluate / import", "evaluate", "import"), ("import / reader", "import", "reader")] {
        print!("| {title} |");
        for &orders in sizes {
            let mut of = |name: &str| median(all.entry((orders, name.to_string())).or_default()).unwrap_or(f64::NAN);
            print!(" {:.3} |", of(part) / of(whole));
        }
        println!();
    }
}

fn shown(name: &str, value: f64) -> String {
    if name.ends_with("MiB") { format!("{value:.0}") } else { format!("{value:.4}") }
}

fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

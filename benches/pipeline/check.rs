//! A run that gives other figures than the job's measures nothing.

use rulebook::Outcome;
use rulebook::outcome::OutcomeTable;
use rulebook::table::Column;

/// Check lines by number of orders, as the scripts over polars and plain Rust give them.
const KNOWN: [(u32, &str); 3] = [
    (10_000, "sales=122242183.41 seg=[17, 72, 64, 47] trig=[47, 61, 33, 49] bands=[2, 0, 1, 1]"),
    (100_000, "sales=1208257595.50 seg=[131, 695, 718, 456] trig=[512, 613, 334, 507] bands=[13, 8, 8, 11]"),
    (
        1_000_000,
        "sales=12115105403.62 seg=[1360, 6854, 7407, 4379] trig=[5158, 5704, 3563, 5164] bands=[155, 85, 69, 91]",
    ),
];

/// Sales, customers by segment, triggers by kind, salespeople by band.
pub fn line(outcome: &Outcome) -> String {
    let customers = table(outcome, "customers");
    let sales: f64 = match data(customers, "sales") {
        Column::Number(values) => values.iter().sum(),
        _ => f64::NAN,
    };
    let segments = ["S", "A", "B", "C"].map(|segment| count(data(customers, "segment"), segment));
    let triggers = ["sales_drop", "slow_stock", "unresolved", "below_plan"];
    let triggers = triggers.map(|name| outcome.triggers.iter().filter(|fired| fired.trigger() == name).count());
    let bands = ["A", "B", "C", "D"].map(|band| count(&outcome.scorecards[0].band, band));
    format!("sales={sales:.2} seg={segments:?} trig={triggers:?} bands={bands:?}")
}

/// Stops the benchmark where the figures are not those of the job.
pub fn assert(outcome: &Outcome, orders: u32) {
    let line = line(outcome);
    match KNOWN.iter().find(|(known, _)| *known == orders) {
        Some((_, known)) => assert_eq!(line, *known, "the figures of {orders} orders"),
        None => eprintln!("{orders} orders: {line}"),
    }
}

fn table<'o>(outcome: &'o Outcome, name: &str) -> &'o OutcomeTable {
    outcome.tables.iter().find(|table| table.name == name).expect("the policy has this table")
}

fn data<'o>(table: &'o OutcomeTable, name: &str) -> &'o Column {
    &table.columns.iter().find(|column| column.name == name).expect("the policy has this column").data
}

fn count(column: &Column, text: &str) -> usize {
    (0..column.len()).filter(|&row| column.text(row) == Some(text)).count()
}

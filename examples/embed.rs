//! A host program: its own function, its own rows, no workbook. `cargo run --example embed`

use rulebook::value::{Type, Value};
use rulebook::{Engine, Policy, RunOptions, Source};

const POLICY: &str = "\
policy: refunds
tables:
  refunds:
    key: id
    columns: { id: , country: , amount: { type: number } }
    formulas: { euros: \"amount * rate(country)\" }
    decisions:
      decision:
        rules:
          - { euros: \"< 100\", then: pay }
          - { euros: \">= 100\", then: ask }
";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::new().function("rate", &[Type::Text], Type::Number, |args| match args[0].as_text() {
        Some("KR") => Value::Number(0.0006),
        Some("US") => Value::Number(0.9),
        _ => Value::Blank,
    });
    let row = |id: &str, country: &str, amount| vec![Value::text(id), Value::text(country), Value::Number(amount)];
    let rows = vec![row("R1", "KR", 90_000.0), row("R2", "US", 180.0)];
    let refunds = Source::rows("refunds", &["id", "country", "amount"], rows);
    let prepared = engine.prepare(&Policy::parse(POLICY)?)?;
    let run = prepared.run(&[refunds], &RunOptions::default())?;
    let outcome = run.outcome();
    let decision = outcome.tables[0].columns.last().ok_or("the table has columns")?;
    for row in 0..outcome.tables[0].rows {
        println!("{}: {}", outcome.tables[0].columns[0].data.value(row), decision.data.value(row));
    }
    Ok(())
}

//! What must hold of an input of each kind.

use rulebook::diagnostic::Style;
use rulebook::value::Value;
use rulebook::{Engine, Outcome, Policy, Prepared, RunOptions, Source};
use std::sync::OnceLock;

/// Reads any columns of a workbook, as each type.
const READS_ALL: &str = "\
policy: reads
tables:
  orders:
    sheet: [Orders, Sheet1]
    columns:
      id: { header: [ID, id] }
      amount: { header: [Amount, amount], type: number, required: false }
      day: { header: [Day, day], type: date, required: false }
      paid: { header: [Paid, paid], type: bool, required: false }
";

/// A row for formulas and cell tests; a second one is blank.
const ROWS: &str = "\
policy: rows
parameters: { rate: 0.5 }
tables:
  rows:
    key: id
    columns:
      id:
      n: { type: number, required: false }
      m: { type: number, required: false }
      t: { required: false }
      d: { type: date, required: false }
      b: { type: bool, required: false }
";

/// A workbook is read whole or not at all, and every row of it is accounted for.
pub fn importer(input: &[u8]) -> bool {
    static READS: OnceLock<Prepared> = OnceLock::new();
    let prepared = READS.get_or_init(|| {
        let policy = Policy::parse(READS_ALL).expect("the policy is sound");
        Engine::new().prepare(&policy).expect("the policy is sound")
    });
    // The name says what to expect; what is in the file decides.
    let name = if input.starts_with(b"PK") { "book.xlsx" } else { "book.csv" };
    let options = RunOptions { threads: Some(1), keep_written: input.len().is_multiple_of(2), ..RunOptions::default() };
    match prepared.run(&[Source::bytes(name, input.to_vec())], &options) {
        Ok(run) => {
            accounted(run.outcome());
            true
        }
        Err(error) => {
            assert!(!error.to_string().trim().is_empty(), "an error without a word");
            false
        }
    }
}

fn accounted(outcome: &Outcome) {
    for total in &outcome.control {
        assert_eq!(total.read, total.used + total.rejected, "rows of {} are unaccounted for", total.sheet);
    }
    for issue in &outcome.issues {
        assert!(!issue.message.trim().is_empty(), "an issue without a word: {issue:?}");
    }
}

/// A decision table in a CSV file.
pub fn cell_tests(input: &[u8]) -> bool {
    let policy = format!("{ROWS}    decisions: {{ decided: {{ hit: first, table: rules.csv }} }}\n");
    worked_out(Policy::from_files([("policy.yaml", policy.into_bytes()), ("rules.csv", input.to_vec())]))
}

/// Any policy: what is found can be shown, and what is not refused can be prepared.
pub fn policies(input: &[u8]) -> bool {
    let engine = Engine::new();
    let policy = match Policy::from_files([("policy.yaml", input.to_vec())]) {
        Ok(policy) => policy,
        Err(findings) => {
            assert!(findings.has_errors(), "it is refused without an error");
            shown(&findings);
            return false;
        }
    };
    let findings = engine.check(&policy);
    shown(&findings);
    let prepared = engine.prepare(&policy);
    assert_eq!(prepared.is_err(), findings.has_errors(), "`check` and the run do not agree");
    prepared.is_ok()
}

fn shown(findings: &rulebook::Findings) {
    assert_eq!(findings.render(Style::Plain).trim().is_empty(), findings.diagnostics().is_empty());
    let _ = findings.to_json();
}

/// A formula: one that `check` accepts has a value in every row, blank or not.
pub fn formulas(input: &[u8]) -> bool {
    let text = serde_json::to_string(&String::from_utf8_lossy(input)).expect("a text");
    worked_out(Policy::parse(&format!("{ROWS}    formulas: {{ f: {text} }}\n")))
}

fn worked_out(policy: Result<Policy, rulebook::Findings>) -> bool {
    let engine = Engine::new();
    let prepared = match policy.and_then(|policy| engine.prepare(&policy)) {
        Ok(prepared) => prepared,
        Err(findings) => {
            assert!(findings.has_errors(), "it is refused without an error");
            shown(&findings);
            return false;
        }
    };
    let day = |text| Value::Date(rulebook::value::Date::parse(text).expect("a date"));
    let row = |id: &str, n, m, t: &str, d, b| {
        vec![Value::text(id), Value::Number(n), Value::Number(m), Value::text(t), day(d), Value::Bool(b)]
    };
    let mut rows = vec![
        row("1", 0.0, -7.5, "x, y", "2026-02-28", true),
        row("2", 1e15, 3.0, "가나", "1900-01-01", false),
        row("3", -2.0, 1e-9, "12", "9999-12-31", true),
    ];
    rows.push([vec![Value::text("4")], vec![Value::Blank; 5]].concat());
    let source = Source::rows("rows", &["id", "n", "m", "t", "d", "b"], rows);
    let options = RunOptions { threads: Some(1), ..RunOptions::default() };
    let run = prepared.run(&[source], &options).unwrap_or_else(|error| panic!("accepted, and fails: {error}"));
    accounted(run.outcome());
    for column in &run.outcome().tables[0].columns {
        for row in 0..4 {
            if let Value::Number(number) = column.data.value(row) {
                assert!(number.is_finite(), "`{}` is {number}", column.name);
            }
        }
    }
    true
}

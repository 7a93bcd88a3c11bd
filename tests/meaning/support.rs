//! Policies and rows for tests that read like the manual.

use rulebook::diagnostic::Style;
use rulebook::outcome::{Fired, Issue, OutcomeColumn, OutcomeTable, ScorecardOutcome};
use rulebook::table::Column;
use rulebook::value::{Date, Type, Value};
use rulebook::{Engine, LoadOptions, Outcome, Policy, RunOptions, Source};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A pack in a folder that goes away with the test.
pub struct Pack(PathBuf);

impl Pack {
    /// A pack of these files; one of them is `policy.yaml`.
    pub fn new(files: &[(&str, &[u8])]) -> Pack {
        let pack = Pack(folder());
        for (name, bytes) in files {
            std::fs::write(pack.0.join(name), bytes).expect("a file can be written");
        }
        pack
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The policy; findings of reading it are for [`Engine::check`].
    pub fn policy(&self) -> Policy {
        self.policy_as_of(None)
    }

    /// The policy as it stood on a day.
    pub fn policy_as_of(&self, day: Option<&str>) -> Policy {
        let options = LoadOptions { as_of: day.map(date), ..LoadOptions::default() };
        Policy::load_with(&self.0, &options).unwrap_or_else(|findings| panic!("{findings}"))
    }

    /// What `check` says, the folder's name left out.
    pub fn findings(&self) -> String {
        let findings = Engine::new().check(&self.policy());
        findings.render(Style::Plain).replace(&format!("{}/", self.0.display()), "")
    }

    /// Runs the policy over rows.
    pub fn decide(&self, sources: &[Source]) -> Decided {
        self.decide_as_of(None, sources)
    }

    /// Runs the policy as it stood on a day.
    pub fn decide_as_of(&self, day: Option<&str>, sources: &[Source]) -> Decided {
        let outcome = Engine::new().run(&self.policy_as_of(day), sources, &RunOptions::default());
        Decided(outcome.unwrap_or_else(|error| panic!("{error}")))
    }
}

impl Drop for Pack {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A new empty folder.
pub fn folder() -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("rulebook-meaning-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&path).expect("a temporary folder can be made");
    path
}

/// What a policy decides about some tables, each a name and its rows as CSV.
pub fn decide(policy: &str, tables: &[(&str, &str)]) -> Decided {
    Pack::new(&[("policy.yaml", policy.as_bytes())]).decide(&csv(tables))
}

/// Tables written as CSV.
pub fn csv(tables: &[(&str, &str)]) -> Vec<Source> {
    tables.iter().map(|(name, rows)| Source::bytes(format!("{name}.csv"), rows.as_bytes().to_vec())).collect()
}

/// What `check` says about a policy of one file.
pub fn findings(policy: &str) -> String {
    Pack::new(&[("policy.yaml", policy.as_bytes())]).findings()
}

/// An outcome that is read by names.
pub struct Decided(pub Outcome);

impl Deref for Decided {
    type Target = Outcome;
    fn deref(&self) -> &Outcome {
        &self.0
    }
}

impl Decided {
    pub fn table(&self, name: &str) -> &OutcomeTable {
        self.tables.iter().find(|table| table.name == name).unwrap_or_else(|| panic!("there is no table `{name}`"))
    }

    pub fn column(&self, table: &str, column: &str) -> &OutcomeColumn {
        let found = self.table(table).columns.iter().find(|known| known.name == column);
        found.unwrap_or_else(|| panic!("`{table}` has no column `{column}`"))
    }

    /// A column's values in row order.
    pub fn values(&self, table: &str, column: &str) -> Vec<Value> {
        values(&self.column(table, column).data)
    }

    /// A column's values as people read them, a blank being `–`.
    pub fn texts(&self, table: &str, column: &str) -> Vec<String> {
        shown(&self.column(table, column).data)
    }

    /// The value of the row with that key.
    pub fn value(&self, table: &str, key: &str, column: &str) -> Value {
        let keys = &self.table(table).columns[self.table(table).key.expect("the table has a key")].data;
        let row = (0..keys.len()).find(|&row| keys.value(row).to_string() == key);
        self.column(table, column).data.value(row.unwrap_or_else(|| panic!("`{table}` has no row `{key}`")))
    }

    /// The same as people read it.
    pub fn text(&self, table: &str, key: &str, column: &str) -> String {
        self.value(table, key, column).to_string()
    }

    pub fn figure(&self, name: &str) -> Value {
        self.figures.iter().find(|figure| figure.name == name).expect("the figure is there").value.clone()
    }

    pub fn scorecard(&self, name: &str) -> &ScorecardOutcome {
        self.scorecards.iter().find(|card| card.name == name).expect("the scorecard is there")
    }

    /// Issues of that kind.
    pub fn issues_of(&self, code: &str) -> Vec<&Issue> {
        self.issues.iter().filter(|issue| issue.code.as_str() == code).collect()
    }

    /// Every issue as `code column ×count`.
    pub fn issue_counts(&self) -> Vec<String> {
        let shown =
            |issue: &Issue| format!("{} {} ×{}", issue.code, issue.column.as_deref().unwrap_or("–"), issue.count);
        self.issues.iter().map(shown).collect()
    }

    /// What fired of a trigger.
    pub fn fired(&self, trigger: &str) -> Vec<Fired<'_>> {
        self.triggers.iter().filter(|fired| fired.trigger() == trigger).collect()
    }
}

pub fn values(column: &Column) -> Vec<Value> {
    (0..column.len()).map(|row| column.value(row)).collect()
}

pub fn shown(column: &Column) -> Vec<String> {
    values(column).iter().map(ToString::to_string).collect()
}

pub fn date(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|| panic!("`{text}` is no date"))
}

/// Equal to the last bit; blanks are the same as blanks.
pub fn identical(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.to_bits() == b.to_bits(),
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| identical(a, b)),
        _ => a == b,
    }
}

/// A text in YAML's single quotes.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Columns of a table that holds every type, as YAML.
pub fn declared(columns: &[(&str, Type)]) -> String {
    let one = |(name, kind): &(&str, Type)| format!("      {name}: {{ type: {}, required: false }}\n", kind.word());
    columns.iter().map(one).collect()
}

//! Running a pack over real files, and reading what came out.

use rulebook::outcome::{OutcomeTable, Role};
use rulebook::value::Value;
use rulebook::{Engine, Outcome, Policy, RunOptions, Source};
use serde_json::Value as Json;
use std::path::PathBuf;

/// The folder of real data.
pub fn data() -> PathBuf {
    std::env::var_os("RULEBOOK_DATA").map(PathBuf::from).expect("RULEBOOK_DATA names the folder of real workbooks")
}

/// The figures of a workbook.
pub fn figures(name: &str) -> Json {
    let path = data().join("figures").join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What a pack made of some files.
pub struct Ran(pub Outcome);

/// Runs `tests/real/PACK` over files of the data folder.
pub fn run(pack: &str, files: &[&str]) -> Ran {
    let data = data();
    run_paths(pack, files.iter().map(|file| data.join(file)).collect())
}

/// The same with parameters set.
pub fn run_set(pack: &str, files: &[&str], set: &[(&str, &str)]) -> Ran {
    let data = data();
    run_with(pack, files.iter().map(|file| data.join(file)).collect(), set)
}

/// Runs `tests/real/PACK` over files.
pub fn run_paths(pack: &str, files: Vec<PathBuf>) -> Ran {
    run_with(pack, files, &[])
}

fn run_with(pack: &str, files: Vec<PathBuf>, set: &[(&str, &str)]) -> Ran {
    let mut policy = Policy::load(format!("tests/real/{pack}")).unwrap_or_else(|findings| panic!("{findings}"));
    for (name, text) in set {
        policy.set(name, text).unwrap_or_else(|error| panic!("{}", error.message));
    }
    let engine = Engine::new();
    let findings = engine.check(&policy);
    assert!(findings.diagnostics().is_empty(), "{findings}");
    let sources: Vec<Source> = files.into_iter().map(Source::file).collect();
    let outcome = engine.run(&policy, &sources, &RunOptions::default()).unwrap_or_else(|error| panic!("{error}"));
    for total in &outcome.control {
        assert_eq!(total.read, total.used + total.rejected, "{total:?}");
    }
    Ran(outcome)
}

impl Ran {
    /// A figure of the run.
    pub fn figure(&self, name: &str) -> Value {
        let figure = self.0.figures.iter().find(|figure| figure.name == name);
        figure.unwrap_or_else(|| panic!("there is no figure `{name}`")).value.clone()
    }

    fn table(&self, name: &str) -> &OutcomeTable {
        self.0.tables.iter().find(|table| table.name == name).unwrap_or_else(|| panic!("there is no table `{name}`"))
    }

    /// Number of rows of a table.
    pub fn rows(&self, table: &str) -> usize {
        self.table(table).rows
    }

    /// Values of a column, in row order.
    pub fn values(&self, table: &str, column: &str) -> Vec<Value> {
        let table = self.table(table);
        let found = table.columns.iter().find(|c| c.name == column);
        let found = found.unwrap_or_else(|| panic!("`{}` has no column `{column}`", table.name));
        (0..table.rows).map(|row| found.data.value(row)).collect()
    }

    /// The columns that name a row: the key, or the columns it was grouped by.
    fn names(&self, table: &str) -> Vec<String> {
        let found = self.table(table);
        let names: Vec<String> = match found.key {
            Some(key) => vec![found.columns[key].name.clone()],
            None => found.columns.iter().filter(|c| c.role == Role::Imported).map(|c| c.name.clone()).collect(),
        };
        let columns: Vec<Vec<Value>> = names.iter().map(|name| self.values(table, name)).collect();
        (0..found.rows).map(|row| columns.iter().map(|c| c[row].to_string()).collect::<Vec<_>>().join("|")).collect()
    }

    /// Rows of a table as pairs of name and value.
    pub fn named(&self, table: &str, column: &str) -> Vec<(String, Value)> {
        self.names(table).into_iter().zip(self.values(table, column)).collect()
    }

    /// Issues that are more than a note: how many there are of each code and column.
    pub fn faults(&self) -> Vec<(String, usize)> {
        let mut found: Vec<(String, usize)> = Vec::new();
        for issue in self.0.issues.iter().filter(|issue| !issue.note) {
            let name = format!(
                "{} {}.{}",
                issue.code,
                issue.table.as_deref().unwrap_or(""),
                issue.column.as_deref().unwrap_or("")
            );
            match found.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += issue.count,
                None => found.push((name, issue.count)),
            }
        }
        found
    }
}

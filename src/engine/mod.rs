//! The façade that wires the stages, and the API a host program embeds.
//!
//! ```no_run
//! use rulebook::{Engine, Policy, RunOptions, Source};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let policy = Policy::load("rules/channel-scorecard")?;
//! let prepared = Engine::new().prepare(&policy)?;
//! let run = prepared.run(&[Source::file("book.xlsx")], &RunOptions::default())?;
//! rulebook::export::json::write(run.outcome(), "report.json".as_ref())?;
//! # Ok(())
//! # }
//! ```

mod baseline;
#[cfg(test)]
mod columns_tests;
mod decider;
#[cfg(test)]
mod decider_tests;
mod diff;
mod document;
#[cfg(test)]
mod document_tests;
mod explain;
mod findings;
mod flat;
#[cfg(test)]
mod flip_tests;
mod met;
#[cfg(test)]
mod parameter_tests;
mod policy;
mod pool;
mod prepared;
mod prove;
mod run;
mod tries;

pub use baseline::load_baseline;
pub use decider::{Decider, FiredTrigger, Record};
pub use diff::DiffOptions;
pub use explain::{Question, Unknown};
pub use findings::{Findings, RunError};
pub(crate) use policy::no_pack;
pub use policy::{LoadOptions, Policy};
pub use prepared::Prepared;
pub use run::Run;

use crate::diagnostic;
use crate::import::Input;
use crate::outcome::{Baseline, Outcome};
use crate::plan;
use crate::plan::names::Notes;
use crate::script::{HostFunction, Library};
use crate::table::Column;
use crate::value::{DayOrder, DecimalMark, Type, Value};
use pool::Pools;
use std::sync::Arc;

/// Something to read rows from: a workbook, a CSV file, bytes in memory, or rows or columns of a host program.
#[derive(Clone, Debug)]
pub struct Source(Input);

impl Source {
    /// A workbook or CSV file.
    pub fn file(path: impl Into<std::path::PathBuf>) -> Source {
        Source(Input::File(path.into()))
    }

    /// A workbook or CSV file already in memory, with the name it has in reports. A `Vec<u8>` is
    /// taken over once; an `Arc<[u8]>` is shared.
    pub fn bytes(name: impl Into<String>, data: impl Into<Arc<[u8]>>) -> Source {
        Source(Input::Bytes { name: name.into(), data: data.into() })
    }

    /// Rows that never were a workbook, for one table of the policy: `columns` are names or headers
    /// of its columns, each row has one value for each. They are checked like cells of a sheet.
    pub fn rows(table: impl Into<String>, columns: &[&str], rows: Vec<Vec<Value>>) -> Source {
        let columns = columns.iter().map(ToString::to_string).collect();
        Source(Input::Rows { table: table.into(), columns, rows })
    }

    /// The same by columns, for a program that has many rows: each with the name or a header of a
    /// column of the policy, and its values, one a row, in the order of the rows. Nothing is made of
    /// a single value where a column has the type that the policy gives it; else they are read like
    /// [`Source::rows`], with the same result.
    ///
    /// | column | its values | blank |
    /// |---|---|---|
    /// | [`Number`](Column::Number) | `f64`, in the unit of the policy: 12 % is 0.12 | NaN |
    /// | [`Text`](Column::Text) | codes into a dictionary of distinct texts; made from texts by `collect` | [`BLANK_TEXT`](crate::table::BLANK_TEXT) |
    /// | [`Date`](Column::Date) | days since 1970-01-01 | [`BLANK_DATE`](crate::table::BLANK_DATE) |
    /// | [`DateTime`](Column::DateTime) | milliseconds since 1970-01-01 | [`BLANK_DATETIME`](crate::table::BLANK_DATETIME) |
    /// | [`Bool`](Column::Bool) | 0 and 1 | [`BLANK_BOOL`](crate::table::BLANK_BOOL) |
    /// | [`Values`](Column::Values) | lists, or whatever differs from row to row | [`Value::Blank`] |
    ///
    /// A run over columns of different lengths, with a code that the dictionary has not, or without a
    /// column that the policy needs is a [`RunError`].
    ///
    /// ```
    /// use rulebook::table::{Column, TextColumn};
    /// use rulebook::{Engine, Policy, RunOptions, Source};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let policy = Policy::parse("\
    /// policy: refunds
    /// tables:
    ///   refunds:
    ///     key: id
    ///     columns: { id: , amount: { type: number } }
    ///     formulas: { large: \"amount >= 100\" }
    /// ")?;
    /// let ids: TextColumn = ["R1", "R2", "R3"].into_iter().map(Some).collect();
    /// let columns = vec![("id", Column::Text(ids)), ("amount", Column::Number(vec![60.0, 250.0, f64::NAN]))];
    /// let source = Source::columns("refunds", columns);
    /// let run = Engine::new().prepare(&policy)?.run(&[source], &RunOptions::default())?;
    /// let Column::Bool(large) = &*run.outcome().tables[0].columns[2].data else { unreachable!() };
    /// assert_eq!(large, &[0, 1, 2]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn columns(table: impl Into<String>, columns: Vec<(&str, Column)>) -> Source {
        let columns = columns.into_iter().map(|(name, column)| (name.to_string(), column)).collect();
        Source(Input::Columns { table: table.into(), columns })
    }
}

/// What may differ from run to run, apart from its sources.
#[derive(Clone, Debug, Default)]
pub struct RunOptions {
    /// The language of titles and messages (`en`, `ko`, `ja`, `zh`); the policy's own when left out.
    pub language: Option<String>,
    /// Sheets that the workbook calls otherwise than the policy: table and sheet.
    pub sheets: Vec<(String, String)>,
    /// The mark before decimals in the sources; it stands before what the policy says.
    pub decimal: Option<DecimalMark>,
    /// The order of day, month and year in the sources; it stands before what the policy says.
    pub order: Option<DayOrder>,
    /// The lists that the report is to have, as CSV or JSON: `triggers`, `scorecards`, the name of a table; `report` are
    /// the tables and columns that the `report:` section shows. All of them when empty.
    pub only: Vec<String>,
    /// The report to make, where the policy has several by name; the first when left out.
    pub report: Option<String>,
    /// An earlier run to compare with: triggers are then new, continuing or cleared.
    pub baseline: Option<Baseline>,
    /// Threads to use; as many as there are processors when left out. Results do not depend on it.
    pub threads: Option<usize>,
    /// Keep what cells say that are read as something else (`1,200円` as 1200), so that an explanation
    /// can tell. It takes memory; nothing else depends on it.
    pub keep_written: bool,
    /// Have the outcome hold short accounts of scores and triggers, which the xlsx report shows.
    pub accounts: bool,
    /// Have the outcome hold formulas in place of values, as far as the plan can be said so; the xlsx report shows them.
    pub live: bool,
}

/// Runs policies over sources. One engine serves any number of policies and runs, on any thread.
#[derive(Clone, Debug, Default)]
pub struct Engine {
    functions: Vec<HostFunction>,
    pools: Pools,
}

impl Engine {
    /// An engine without functions of a host.
    #[must_use]
    pub fn new() -> Engine {
        Engine::default()
    }

    /// Gives policies a function of the host program. It must be pure: the same arguments, the same
    /// value. Arguments are of the types named, or blank.
    #[must_use]
    pub fn function(
        mut self,
        name: &str,
        params: &[Type],
        returns: Type,
        call: impl Fn(&[Value]) -> Value + Send + Sync + 'static,
    ) -> Engine {
        self.functions.push(HostFunction {
            name: name.to_string(),
            params: params.to_vec(),
            returns,
            call: Arc::new(call),
        });
        self
    }

    /// Every mistake of a policy, in reading order; empty where there is none.
    #[must_use]
    pub fn check(&self, policy: &Policy) -> Findings {
        self.bind(policy).1
    }

    /// Binds the names of a policy, once for any number of runs.
    ///
    /// # Errors
    /// With every finding, where one of them keeps the policy from running.
    pub fn prepare(&self, policy: &Policy) -> Result<Prepared, Findings> {
        let (prepared, findings, _) = self.bind(policy);
        if findings.has_errors() { Err(findings) } else { Ok(prepared) }
    }

    /// Prepares a policy, runs it once and gives the outcome alone.
    ///
    /// # Errors
    /// When the policy has mistakes, or the sources lack what it needs. Bad cells are no errors: they
    /// are issues of the outcome.
    pub fn run(&self, policy: &Policy, sources: &[Source], options: &RunOptions) -> Result<Outcome, RunError> {
        let prepared = self.prepare(policy).map_err(RunError::Policy)?;
        Ok(prepared.run(sources, options)?.into_outcome())
    }

    /// A policy with its names bound as far as they can be, its findings, and the names that were met. It
    /// may be run only where none of the findings is an error.
    pub(crate) fn bind(&self, policy: &Policy) -> (Prepared, Findings, Notes) {
        let (library, of_scripts) = Library::load(policy.sources(), &policy.model().scripts, &self.functions);
        let plan::Bound { mut plan, diagnostics: of_names, notes } =
            plan::build(policy.model(), policy.sources(), &library, policy.as_of());
        plan.policy.sha256 = policy.sha256().to_string();
        plan.policy.files = policy.files();
        let mut diagnostics = policy.reading_findings().to_vec();
        diagnostics.extend(of_scripts);
        diagnostics.extend(of_names);
        plan::keep_certain(&mut diagnostics, policy.sources());
        diagnostic::sort(&mut diagnostics);
        let findings = Findings::new(diagnostics, policy.sources().clone());
        (Prepared::new(self.clone(), policy.clone(), library, plan), findings, notes)
    }

    pub(crate) fn pools(&self) -> &Pools {
        &self.pools
    }
}

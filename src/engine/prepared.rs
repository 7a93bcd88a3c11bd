//! A policy ready to run any number of times.

use super::findings::from_set;
use super::pool::Pools;
use super::{Decider, Engine, Findings, Policy, Run, RunError, RunOptions, Source};
use crate::eval::{self, Probe};
use crate::formula::Parameters;
use crate::import::{self, Imported, Input};
use crate::outcome::Baseline;
use crate::plan::Plan;
use crate::policy;
use crate::policy::model::Parameter;
use crate::script::Library;
use crate::value::{Type, Value};
use std::sync::Arc;

/// A policy whose names are bound and whose scripts are read: ready to run any number of times, on
/// any thread. A clone costs next to nothing.
///
/// ```
/// use rulebook::{Engine, Policy, RunOptions, Source};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let file = std::env::temp_dir().join(format!("prepared-{}.yaml", std::process::id()));
/// # std::fs::write(&file, "\
/// # policy: refunds
/// # parameters: { floor: 100 }
/// # tables:
/// #   refunds:
/// #     key: id
/// #     columns: { id: , amount: { type: number } }
/// #     formulas: { large: \"amount >= floor\" }
/// # ")?;
/// # let policy = Policy::load(&file)?;
/// # std::fs::remove_file(&file)?;
/// let prepared = Engine::new().prepare(&policy)?;
/// let rows = Source::rows("refunds", &["id", "amount"], vec![vec!["R1".into(), 60.0.into()]]);
/// let run = prepared.run(&[rows.clone()], &RunOptions::default())?;
/// assert_eq!(run.outcome().tables[0].columns[2].data.value(0), false.into());
///
/// let stricter = prepared.set("floor", 50.0)?;
/// let run = stricter.run(&[rows], &RunOptions::default())?;
/// assert_eq!(run.outcome().tables[0].columns[2].data.value(0), true.into());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Prepared {
    bound: Arc<Bound>,
    /// The parameters as the policy has them, with the values of this preparation.
    written: Arc<[Parameter]>,
    parameters: Parameters,
    /// Names of the parameters that were set.
    set: Arc<[String]>,
}

/// What no parameter changes.
#[derive(Debug)]
struct Bound {
    engine: Engine,
    policy: Policy,
    library: Library,
    plan: Plan,
    pools: Pools,
}

impl Prepared {
    pub(super) fn new(engine: Engine, policy: Policy, library: Library, plan: Plan) -> Prepared {
        Prepared {
            written: policy.model().parameters.clone().into(),
            parameters: plan.values(),
            set: policy.set_names().into(),
            bound: Arc::new(Bound { pools: engine.pools.clone(), engine, policy, library, plan }),
        }
    }

    /// Imports the sources, works out every column, and decides.
    ///
    /// # Errors
    /// When the sources lack what the policy needs. Bad cells are no errors: they are issues of the
    /// outcome.
    pub fn run(&self, sources: &[Source], options: &RunOptions) -> Result<Run, RunError> {
        let work = || Ok(self.evaluate(self.import(sources, options)?, options));
        if options.threads.is_none() && self.is_small(sources) {
            return work();
        }
        self.bound.pools.run(options.threads, work)?
    }

    /// The first half of a run: the sources as tables, with what was wrong in them.
    ///
    /// # Errors
    /// As [`Prepared::run`].
    pub fn import(&self, sources: &[Source], options: &RunOptions) -> Result<Imported, RunError> {
        let inputs = sources.iter().map(|source| &source.0);
        let options = import::Options { sheets: options.sheets.clone() };
        import::read(&self.plan().sheets, inputs, &options).map_err(RunError::Import)
    }

    /// The second half of a run: every column from the imported ones.
    #[must_use]
    pub fn evaluate(&self, imported: Imported, options: &RunOptions) -> Run {
        self.evaluate_with(imported, options, None)
    }

    pub(crate) fn evaluate_with(&self, mut imported: Imported, options: &RunOptions, probe: Option<&Probe>) -> Run {
        let language = self.policy().language(options.language.as_deref()).to_string();
        let beside = eval::Beside {
            memory: options.baseline.as_ref().map(Baseline::memory),
            probe,
            parameters: Some(&self.parameters),
            language: &language,
        };
        let tables = std::mem::take(&mut imported.tables);
        let evaluated = eval::run(&self.bound.plan, &self.bound.library, tables, beside);
        Run::new(self.clone(), language, evaluated, imported, options.baseline.clone())
    }

    /// The same policy with another value of a parameter: a value of its type, or a text as `--set`
    /// takes it (`5%`, `2026-01-01..2026-06-30`). Names are bound again only where the plan itself
    /// depends on the value, as for the length of a window.
    ///
    /// # Errors
    /// When the policy has no such parameter, or it cannot have this value.
    pub fn set(&self, name: &str, value: impl Into<Value>) -> Result<Prepared, Findings> {
        let text = value.into().to_string();
        let mut written = self.written.to_vec();
        policy::set(&mut written, name, &text).map_err(|error| from_set(error, self.policy().sources().clone()))?;
        let known = self.bound.plan.parameters.iter().find(|parameter| parameter.name == name);
        let mut set = self.set.to_vec();
        if !set.iter().any(|known| known == name) {
            set.push(name.to_string());
        }
        if known.is_none_or(|known| known.fixed || known.ty == Type::Period) {
            return self.bound.engine.prepare(&self.policy().with_parameters(written, set));
        }
        let values = written.iter().map(|parameter| (parameter.name.value.as_str(), parameter.value.value.clone()));
        let parameters = values.collect();
        Ok(Prepared { bound: self.bound.clone(), written: written.into(), parameters, set: set.into() })
    }

    /// Decides rows of a table one at a time, without a sheet; only a policy with scripts uses the
    /// engine's threads, whose stack has room for them.
    ///
    /// # Errors
    /// When there is no such table, or deciding one of its rows needs other rows: all that it needs
    /// is named.
    pub fn decider(&self, table: &str) -> Result<Decider, RunError> {
        Decider::new(self.clone(), table)
    }

    /// The policy it was prepared from.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.bound.policy
    }

    /// The plan: tables and columns in the order they are worked out.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.bound.plan
    }

    pub(crate) fn library(&self) -> &Library {
        &self.bound.library
    }

    pub(super) fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    pub(super) fn pools(&self) -> &Pools {
        &self.bound.pools
    }

    pub(crate) fn set_names(&self) -> &[String] {
        &self.set
    }

    /// So few rows that starting work on other threads costs more than it saves. Scripts need the
    /// stack of the pool's threads.
    fn is_small(&self, sources: &[Source]) -> bool {
        let rows = |source: &Source| match &source.0 {
            Input::Rows { rows, .. } => rows.len(),
            Input::File(_) | Input::Bytes { .. } => usize::MAX,
        };
        let all = sources.iter().map(rows).fold(0, usize::saturating_add);
        all <= import::FEW_ROWS && self.bound.library.functions().next().is_none()
    }
}

/// Prepared policies are handed from thread to thread.
const _: () = {
    const fn shared<T: Clone + Send + Sync + 'static>() {}
    shared::<Prepared>();
    shared::<Engine>();
};

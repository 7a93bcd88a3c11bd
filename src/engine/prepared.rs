//! A policy ready to run any number of times.

use super::findings::from_set;
use super::pool::Pools;
use super::{Decider, Engine, Findings, Policy, Run, RunError, RunOptions, Source};
use crate::diagnostic::{Problem, nearest};
use crate::eval::{self, Probe};
use crate::formula::Parameters;
use crate::import::{self, Imported};
use crate::outcome::Baseline;
use crate::plan::Plan;
use crate::policy;
use crate::policy::model::Conventions;
use crate::script::Library;
use crate::source::Sources;
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
    /// The values of this preparation.
    parameters: Parameters,
    /// Names of the parameters that were set.
    set: Arc<[String]>,
}

/// What no parameter changes.
#[derive(Debug)]
struct Bound {
    engine: Engine,
    /// What the plan was made of; none where the plan was read from its document.
    policy: Option<Policy>,
    sources: Sources,
    library: Library,
    plan: Plan,
    pools: Pools,
}

impl Prepared {
    pub(super) fn new(engine: Engine, policy: Policy, library: Library, plan: Plan) -> Prepared {
        let (set, sources) = (policy.set_names().into(), policy.sources().clone());
        let pools = engine.pools.clone();
        Prepared {
            parameters: plan.values(),
            set,
            bound: Arc::new(Bound { engine, policy: Some(policy), sources, library, plan, pools }),
        }
    }

    /// A plan without the policy it was made of.
    pub(super) fn of_plan(engine: Engine, sources: Sources, library: Library, plan: Plan) -> Prepared {
        let pools = engine.pools.clone();
        Prepared {
            parameters: plan.values(),
            set: Arc::new([]),
            bound: Arc::new(Bound { engine, policy: None, sources, library, plan, pools }),
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
        self.check_report(options.report.as_deref())?;
        let inputs = sources.iter().map(|source| &source.0);
        let options = import::Options {
            sheets: options.sheets.clone(),
            conventions: Conventions { decimal: options.decimal, order: options.order, blank: None },
            keep_written: options.keep_written,
        };
        import::read(&self.plan().sheets, inputs, &options).map_err(RunError::Import)
    }

    /// The names of its reports, where the policy has several: the first is made where nobody asks for another.
    #[must_use]
    pub fn reports(&self) -> Vec<&str> {
        self.plan().reports.iter().filter_map(|report| report.name.as_deref()).collect()
    }

    fn check_report(&self, asked: Option<&str>) -> Result<(), RunError> {
        let names = self.reports();
        let Some(asked) = asked.filter(|asked| !names.contains(asked)) else { return Ok(()) };
        let message = format!("the policy has no report `{asked}`");
        let help = match (nearest(asked, names.iter().copied()), names.is_empty()) {
            (_, true) => {
                "its reports have no names; leave `--report` out, or write them by name under `report:`".to_string()
            }
            (Some(near), _) => format!("there is `{near}`"),
            (None, _) => format!("there are `{}`", names.join("`, `")),
        };
        let problems = vec![Problem { message, help: Some(help) }];
        Err(RunError::Import(import::Failure { problems }))
    }

    /// The second half of a run: every column from the imported ones.
    #[must_use]
    pub fn evaluate(&self, imported: Imported, options: &RunOptions) -> Run {
        self.evaluate_with(imported, options, None)
    }

    pub(crate) fn evaluate_with(&self, mut imported: Imported, options: &RunOptions, probe: Option<&Probe>) -> Run {
        let language = options.language.as_ref().unwrap_or(&self.plan().policy.language).clone();
        let context = eval::RunContext {
            earlier: options.baseline.as_ref().map(Baseline::earlier),
            probe,
            parameters: Some(&self.parameters),
            language: &language,
        };
        let tables = std::mem::take(&mut imported.tables);
        let evaluated = eval::run(&self.bound.plan, &self.bound.library, tables, context);
        Run::new(self.clone(), (language, options), evaluated, imported)
    }

    /// The same policy with another value of a parameter: a value of its type, or a text as `--set`
    /// takes it (`5%`, `2026-01-01..2026-06-30`). Names are bound again only where the plan itself
    /// depends on the value, as for the length of a window.
    ///
    /// # Errors
    /// When the policy has no such parameter, it cannot have this value, or the plan depends on the value
    /// and was read from a document.
    pub fn set(&self, name: &str, value: impl Into<Value>) -> Result<Prepared, Findings> {
        let own = &self.plan().parameters;
        let fault = |error| from_set(error, self.sources().clone());
        let Some(parameter) = own.iter().find(|parameter| parameter.name == name) else {
            return Err(fault(policy::unknown_parameter(name, own.iter().map(|parameter| parameter.name.as_str()))));
        };
        let allowed: Vec<&Value> = parameter.one_of.iter().collect();
        let value = policy::value_of(name, &value.into().to_string(), parameter.ty, &allowed).map_err(fault)?;
        let mut parameters = self.parameters.clone();
        parameters.set(name, value);
        let mut set = self.set.to_vec();
        if !set.iter().any(|known| known == name) {
            set.push(name.to_string());
        }
        if parameter.fixed || parameter.ty == Type::Period {
            let policy = self.policy().ok_or_else(|| fault(went_into_plan(name)))?;
            return self.bound.engine.prepare(&policy.with_parameters(&parameters, set));
        }
        Ok(Prepared { bound: self.bound.clone(), parameters, set: set.into() })
    }

    /// Decides rows of a table one at a time, without a sheet and on the thread that asks.
    ///
    /// # Errors
    /// When there is no such table, or deciding one of its rows needs other rows: all that it needs
    /// is named.
    pub fn decider(&self, table: &str) -> Result<Decider, RunError> {
        Decider::new(self.clone(), table)
    }

    /// The policy it was prepared from; none where its plan was read from a document.
    #[must_use]
    pub fn policy(&self) -> Option<&Policy> {
        self.bound.policy.as_ref()
    }

    /// The files that the plan points into.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.bound.sources
    }

    /// The plan: tables and columns in the order they are worked out.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.bound.plan
    }

    pub(crate) fn library(&self) -> &Library {
        &self.bound.library
    }

    pub(super) fn pools(&self) -> &Pools {
        &self.bound.pools
    }

    pub(super) fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    pub(crate) fn set_names(&self) -> &[String] {
        &self.set
    }

    /// So few rows that starting work on other threads costs more than it saves. Scripts need the
    /// stack of the pool's threads.
    fn is_small(&self, sources: &[Source]) -> bool {
        let rows = |source: &Source| source.0.given_rows().unwrap_or(usize::MAX);
        let all = sources.iter().map(rows).fold(0, usize::saturating_add);
        all <= import::FEW_ROWS && self.bound.library.functions().next().is_none()
    }
}

fn went_into_plan(name: &str) -> Problem {
    Problem {
        message: format!("this plan was made for one value of `{name}`"),
        help: Some("prepare the policy with the other value, and write its plan again".into()),
    }
}

/// Prepared policies are handed from thread to thread.
const _: () = {
    const fn shared<T: Clone + Send + Sync + 'static>() {}
    shared::<Prepared>();
    shared::<Engine>();
};

//! What came of one run.

use super::{Policy, Prepared, RunOptions};
use crate::emit::formulas;
use crate::eval::{Evaluated, Probe, RowEvaluator};
use crate::import::{FEW_ROWS, Imported};
use crate::outcome::explain::{Explainer, Limits};
use crate::outcome::{self, Accounts, Asked, Baseline, Outcome};
use std::sync::{Arc, OnceLock};

/// One run of a policy. It keeps the plan and every column, so that the outcome, the explanation of
/// a value and whatever else is asked of it are views of the same figures.
#[derive(Debug)]
pub struct Run {
    prepared: Prepared,
    language: String,
    asked: Asked,
    evaluated: Evaluated,
    /// What the import said; its tables are in `evaluated`.
    imported: Imported,
    baseline: Option<Baseline>,
    accounts: bool,
    live: bool,
    threads: Option<usize>,
    outcome: OnceLock<Outcome>,
}

impl Run {
    pub(super) fn new(
        prepared: Prepared,
        (language, options): (String, &RunOptions),
        evaluated: Evaluated,
        imported: Imported,
    ) -> Run {
        let asked = Asked {
            as_of: prepared.policy().and_then(Policy::as_of),
            language: options.language.clone(),
            sheets: options.sheets.clone(),
            decimal: options.decimal,
            order: options.order,
            only: options.only.clone(),
            report: options.report.clone(),
        };
        let baseline = options.baseline.clone();
        let (accounts, threads) = (options.accounts, options.threads);
        let live = options.live || prepared.plan().report(options.report.as_deref()).live;
        let outcome = OnceLock::new();
        Run { prepared, language, asked, evaluated, imported, baseline, accounts, live, threads, outcome }
    }

    /// What was decided: tables, scores, triggers, issues and control totals. Its columns are those
    /// of the run, not copies.
    #[must_use]
    pub fn outcome(&self) -> &Outcome {
        self.outcome.get_or_init(|| self.build())
    }

    /// The outcome alone, for those who need nothing else of the run.
    #[must_use]
    pub fn into_outcome(self) -> Outcome {
        match self.outcome.into_inner() {
            Some(outcome) => outcome,
            None => {
                let run = Run { outcome: OnceLock::new(), ..self };
                run.build()
            }
        }
    }

    /// The policy as it was run.
    #[must_use]
    pub fn prepared(&self) -> &Prepared {
        &self.prepared
    }

    /// Every column, those of steps on the way included.
    #[must_use]
    pub fn evaluated(&self) -> &Evaluated {
        &self.evaluated
    }

    /// The language of titles and messages.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    pub(crate) fn trace<'r>(&'r self, probe: Option<&'r Probe>) -> RowEvaluator<'r> {
        RowEvaluator::new(self.prepared.plan(), self.prepared.library(), self.evaluated.clone(), probe)
    }

    fn build(&self) -> Outcome {
        let mut outcome = outcome::build(outcome::Parts {
            sources: self.prepared.sources(),
            language: &self.language,
            files: self.prepared.plan().policy.files.clone(),
            asked: &self.asked,
            set: self.prepared.set_names(),
            plan: self.prepared.plan(),
            evaluated: &self.evaluated,
            imported: &self.imported,
            baseline: self.baseline.as_ref(),
        });
        if self.live {
            outcome.live = Some(Arc::new(formulas::of(&self.trace(None), &self.language)));
        }
        if self.accounts {
            outcome.accounts = Some(self.told(&outcome));
        }
        outcome
    }

    /// Short accounts of scores and triggers.
    fn told(&self, outcome: &Outcome) -> Accounts {
        let trace = self.trace(None).for_many();
        let work = || {
            let limits = Limits { rows: 0, members: false, ..Limits::default() };
            let sources = self.prepared.sources();
            Explainer::new(&trace, sources, &outcome.issues, &self.language, limits).accounts(outcome)
        };
        let rows = self.evaluated.frames.iter().map(|frame| frame.rows).sum::<usize>();
        if rows <= FEW_ROWS {
            return work();
        }
        self.prepared.pools().run(self.threads, work).unwrap_or_else(|_| work())
    }
}

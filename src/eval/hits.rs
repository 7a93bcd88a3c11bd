//! Which rules of a decision table match the rows of a finished run.

use super::RowEvaluator;
use super::expression::Evaluator;
use super::matches::Matches;
use crate::formula::Parameters;
use crate::plan::DecisionId;

impl RowEvaluator<'_> {
    /// The values of parameters in the run.
    #[must_use]
    pub fn parameters(&self) -> Parameters {
        self.state.parameters.clone()
    }

    /// For each row of a decision's table the rules that match, by number; where the first counts, that one.
    #[must_use]
    pub fn matching(&self, decision: DecisionId) -> Vec<Vec<u32>> {
        let decision = self.state.plan.decision(decision);
        let rows = self.state.rows(decision.table);
        let mut evaluator = Evaluator::new(&self.state, decision.table);
        let matches = Matches::find(&mut evaluator, decision, rows);
        (0..rows).map(|row| matches.of(row).to_vec()).collect()
    }
}

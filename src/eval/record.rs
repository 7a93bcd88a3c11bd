//! One row by itself: the same expressions and decisions, value by value, without a column for each.

use super::batch::Rows;
use super::decision::{choose, collect_at, results_at};
use super::expression::Evaluator;
use super::fired::FiredRows;
use super::matches::matches_at;
use super::state::State;
use super::{RunContext, TableId};
use crate::formula::{ColumnId, Expr};
use crate::plan::{DecisionId, DecisionPlan, Plan, Step, Work};
use crate::policy::model::HitPolicy;
use crate::script::Library;
use crate::table::fitted;
use crate::value::Value;

/// What became of a row.
#[derive(Debug, Default)]
pub struct DecidedRow {
    /// Its values, by slot of its table.
    pub values: Vec<Value>,
    /// For each decision of the plan that was made the rule that gave the result, the number of rules
    /// standing for the default; `None` where none did, or several.
    pub rules: Vec<(DecisionId, Option<u32>)>,
    /// Triggers that fired, each for the row alone.
    pub fired: Vec<FiredRows>,
    /// Problems that came up on the way.
    pub issues: Vec<crate::issue::Issue>,
}

/// Works out the columns and triggers of one row of a table from its imported values, which stand in
/// `values` by slot, the others blank. Every step of the plan must be one of that table, and need no
/// other row.
#[must_use]
pub fn decide_row(
    plan: &Plan,
    library: &Library,
    table: TableId,
    values: Vec<Value>,
    context: RunContext<'_>,
) -> DecidedRow {
    let mut state = State::of_row(plan, library, values);
    if let Some(parameters) = context.parameters {
        state.parameters = parameters.clone();
    }
    state.language = context.language;
    let mut rules = Vec::with_capacity(plan.decisions.len());
    for step in &plan.steps {
        match *step {
            Step::Column(id) => {
                if let Work::Formula(expr) = &plan.column(id).work {
                    state.formula_at(id, expr);
                }
            }
            Step::Decision(id) => rules.push((id, state.decide_at(plan.decision(id)))),
            Step::Rows(_) | Step::Scorecard(_) => {}
        }
    }
    let mut issues = std::mem::take(&mut state.issues);
    issues.extend(state.undetermined_issues());
    let mut fired = Vec::new();
    for (index, trigger) in plan.triggers.iter().enumerate() {
        let fires = ColumnId { table, slot: trigger.when };
        if state.value(fires, 0) == Value::Bool(true) {
            let said = state.describe(trigger, &[0], &mut issues);
            fired.push(FiredRows { trigger: index, rows: vec![0], said, standing: None, since: None });
        }
    }
    DecidedRow { values: state.single.unwrap_or_default(), rules, fired, issues }
}

impl State<'_> {
    fn formula_at(&mut self, id: ColumnId, expr: &Expr) {
        let mut evaluator = Evaluator::new(self, id.table);
        let value = evaluator.evaluate(expr, Rows::Range(0, 1)).into_value();
        let tally = evaluator.tally;
        self.report(id, tally);
        self.put_at(id, value);
    }

    fn decide_at(&mut self, decision: &DecisionPlan) -> Option<u32> {
        let mut evaluator = Evaluator::new(self, decision.table);
        let (rules, open) = matches_at(&mut evaluator, decision, 0);
        let (values, rule, fault) = match decision.hit {
            HitPolicy::RuleOrder | HitPolicy::OutputOrder | HitPolicy::Collect(_) => {
                (collect_at(&mut evaluator, decision, rules, 0), None, None)
            }
            _ => match choose(&mut evaluator, decision, &rules, 0) {
                Ok(rule) => {
                    let given = decision.rules.get(rule as usize).or(decision.otherwise.as_ref());
                    let values = given.map(|given| results_at(&mut evaluator, given, 0));
                    (values.unwrap_or_default(), Some(rule), None)
                }
                Err(fault) => (Vec::new(), None, Some(fault)),
            },
        };
        let tally = evaluator.tally;
        let id = |slot| ColumnId { table: decision.table, slot };
        if let Some(&slot) = decision.outputs.first() {
            self.report(id(slot), tally);
        }
        for (&slot, value) in decision.outputs.iter().zip(values) {
            self.put_at(id(slot), value);
        }
        if let Some(fault) = fault {
            self.report_faults(decision, vec![(0, fault)]);
        } else if open {
            self.keep_passed_on(decision, &[0], rule.as_slice());
        }
        rule
    }

    fn put_at(&mut self, id: ColumnId, value: Value) {
        let value = fitted(value, self.plan.column(id).ty);
        if let Some(values) = &mut self.single {
            values[id.slot] = value;
        }
    }
}

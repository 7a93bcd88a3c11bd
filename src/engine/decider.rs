//! One record at a time, for a service.

use super::{Prepared, RunError};
use crate::eval::{self, Evaluated};
use crate::formula::{Aggregate, Expr, ExprKind, TableId};
use crate::import::{self, Input, SheetTable};
use crate::issue::Issue;
use crate::plan::{Plan, Step, TriggerPlan, Work};
use crate::value::Value;
use std::sync::Arc;

/// Decides single records of one table, with the meaning of a run over that one row.
///
/// ```
/// use rulebook::{Engine, Policy};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let policy = Policy::parse("\
/// policy: refunds
/// tables:
///   refunds:
///     key: id
///     columns: { id: , amount: { type: number } }
///     decisions:
///       decision:
///         rules:
///           - { amount: \"< 100\", then: pay }
///           - { amount: \">= 100\", then: ask }
/// ")?;
/// let decider = Engine::new().prepare(&policy)?.decider("refunds")?;
/// let record = decider.decide(&[("id", "R1".into()), ("amount", 120.0.into())])?;
/// assert_eq!(record.value("decision"), "ask".into());
/// assert_eq!(record.rule("decision"), Some(1));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Decider {
    prepared: Prepared,
    table: TableId,
    /// The part of the plan that works on the table.
    plan: Arc<Plan>,
    sheets: Arc<[Option<SheetTable>]>,
    language: Arc<str>,
}

/// A decided record.
#[derive(Debug)]
pub struct Record {
    plan: Arc<Plan>,
    table: TableId,
    evaluated: Evaluated,
    issues: Vec<Issue>,
}

/// A trigger that fires for a record.
#[derive(Clone, Copy, Debug)]
pub struct FiredTrigger<'r> {
    /// The trigger: its name, title and severity.
    pub trigger: &'r TriggerPlan,
    /// What it says.
    pub message: &'r str,
}

impl Decider {
    /// # Errors
    /// When there is no such table, or deciding one of its rows needs other rows.
    pub(super) fn new(prepared: Prepared, name: &str) -> Result<Decider, RunError> {
        let plan = prepared.plan();
        let sheet = plan.sheets.iter().position(|sheet| sheet.as_ref().is_some_and(|sheet| sheet.name == name));
        let (Some(sheet), Some(table)) = (sheet, plan.tables.iter().position(|table| table.name == name)) else {
            return Err(RunError::problem(format!("the policy has no table `{name}` whose rows are given")));
        };
        let table = TableId(table);
        let needs = needs(plan, table);
        if !needs.is_empty() {
            let message = format!("a row of `{name}` cannot be decided by itself: {}", needs.join("; "));
            return Err(RunError::problem(message));
        }
        let mut own = plan.clone();
        own.steps.retain(|step| of_table(plan, *step) == Some(table));
        own.triggers.retain(|trigger| trigger.table == table);
        own.partial.clear();
        let sheets = plan.sheets.iter().enumerate().map(|(at, of)| of.clone().filter(|_| at == sheet)).collect();
        let language = plan.policy.language.as_str().into();
        Ok(Decider { table, plan: Arc::new(own), sheets, language, prepared })
    }

    /// Decides one record, given by names or headers of columns. Values are checked like cells; a
    /// reference is taken as it is given.
    ///
    /// # Errors
    /// When a column that must be there is not given.
    pub fn decide(&self, values: &[(&str, Value)]) -> Result<Record, RunError> {
        if self.prepared.library().functions().next().is_some() {
            // Scripts need the stack of the pool's threads.
            return self.prepared.pools().run(None, || self.decide_here(values))?;
        }
        self.decide_here(values)
    }

    fn decide_here(&self, values: &[(&str, Value)]) -> Result<Record, RunError> {
        let (columns, row) = values.iter().map(|(name, value)| (name.to_string(), value.clone())).unzip();
        let table = self.plan.tables[self.table.0].name.clone();
        let input = Input::Rows { table, columns, rows: vec![row] };
        let read = import::read(&self.sheets, [&input], &import::Options::default()).map_err(RunError::Import)?;
        let context = eval::RunContext {
            parameters: Some(self.prepared.parameters()),
            language: &self.language,
            ..eval::RunContext::default()
        };
        let mut evaluated = eval::run(&self.plan, self.prepared.library(), read.tables, context);
        let mut issues = read.issues;
        issues.append(&mut evaluated.issues);
        Ok(Record { plan: self.plan.clone(), table: self.table, evaluated, issues })
    }
}

impl Record {
    /// The value of a column; blank where the table has no such column or the record was rejected.
    #[must_use]
    pub fn value(&self, column: &str) -> Value {
        let slot = self.plan.tables[self.table.0].slot(column);
        let column = slot.and_then(|slot| self.evaluated.frames[self.table.0].columns[slot].as_ref());
        column.filter(|column| !column.is_empty()).map_or(Value::Blank, |column| column.value(0))
    }

    /// The rule of a decision that gave its result, from 0; the number of rules stands for the
    /// default. `None` where no rule did, or several.
    #[must_use]
    pub fn rule(&self, decision: &str) -> Option<usize> {
        let named = |plan: &crate::plan::DecisionPlan| plan.table == self.table && plan.name == decision;
        let at = self.plan.decisions.iter().position(named)?;
        let rule = *self.evaluated.rules.get(at)?.first()?;
        (rule != u32::MAX).then_some(rule as usize)
    }

    /// The triggers that fire.
    pub fn triggers(&self) -> impl Iterator<Item = FiredTrigger<'_>> {
        self.evaluated
            .fired
            .iter()
            .map(|fired| FiredTrigger { trigger: &self.plan.triggers[fired.trigger], message: &fired.message })
    }

    /// What was wrong with its values, and what had no answer.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// Whether it was left out for lack of a required value. Then it has no values, and the issues say why.
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        self.evaluated.frames[self.table.0].rows == 0
    }
}

fn of_table(plan: &Plan, step: Step) -> Option<TableId> {
    match step {
        Step::Rows(_) => None,
        Step::Column(id) => Some(id.table),
        Step::Decision(at) => Some(plan.decisions[at.0].table),
        Step::Scorecard(at) => Some(plan.scorecards[at.0].table),
    }
}

/// What deciding a row of the table needs context the row, in the order it is worked out.
fn needs(plan: &Plan, table: TableId) -> Vec<String> {
    let mut needs = Vec::new();
    for step in plan.steps.iter().filter(|step| of_table(plan, **step) == Some(table)) {
        match *step {
            Step::Rows(_) => {}
            Step::Scorecard(at) => needs.push(format!("scorecard `{}` ranks rows", plan.scorecards[at.0].name)),
            Step::Decision(at) => {
                let decision = &plan.decisions[at.0];
                let rules = decision.rules.iter().chain(&decision.otherwise);
                let parts = rules.flat_map(|rule| rule.conditions().chain(&rule.results));
                parts.for_each(|expr| expression(plan, table, &decision.name, expr, &mut needs));
            }
            Step::Column(id) => {
                let column = plan.column(id);
                match &column.work {
                    Work::Formula(expr) => expression(plan, table, &column.name, expr, &mut needs),
                    Work::Aggregate(aggregate) => needs.push(of_rows(plan, &column.name, aggregate)),
                    Work::Window(_) => needs.push(format!("`{}` looks at other rows", column.name)),
                    _ => {}
                }
            }
        }
    }
    for trigger in plan.triggers.iter().filter(|trigger| trigger.table == table) {
        let parts = trigger.owner.iter().chain(&trigger.due).chain(trigger.messages.iter().map(|(_, text)| text));
        parts.for_each(|expr| expression(plan, table, &trigger.name, expr, &mut needs));
    }
    needs.dedup();
    needs
}

fn of_rows(plan: &Plan, name: &str, aggregate: &Aggregate) -> String {
    format!("`{name}` needs the rows of `{}`", plan.tables[aggregate.over.0].name)
}

fn expression(plan: &Plan, table: TableId, name: &str, expr: &Expr, needs: &mut Vec<String>) {
    expr.visit(&mut |part| match &part.kind {
        ExprKind::Follow { column, .. } => {
            needs.push(format!("`{name}` needs the rows of `{}`", plan.tables[column.table.0].name));
        }
        ExprKind::Figure(id) => needs.push(format!("`{name}` needs the figure `{}`", plan.column(*id).name)),
        ExprKind::Column(slot) => {
            let column = &plan.tables[table.0].columns[*slot];
            if matches!(column.work, Work::Derived | Work::Link | Work::Unbound) {
                needs.push(format!("`{name}` needs `{}`", column.name));
            }
        }
        _ => {}
    });
}

//! One record at a time, for a service.

use super::{Prepared, RunError};
use crate::eval::{self, DecidedRow};
use crate::formula::{Aggregate, Expr, ExprKind, TableId};
use crate::import::RecordReader;
use crate::issue::Issue;
use crate::plan::{Plan, Step, TriggerPlan, Work};
use crate::value::Value;
use std::borrow::Cow;
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
    reader: Arc<RecordReader>,
    language: Arc<str>,
}

/// A decided record.
#[derive(Debug)]
pub struct Record {
    plan: Arc<Plan>,
    table: TableId,
    /// Nothing where it was rejected.
    decided: Option<DecidedRow>,
    issues: Vec<Issue>,
    language: Arc<str>,
}

/// A trigger that fires for a record.
#[derive(Clone, Debug)]
pub struct FiredTrigger<'r> {
    /// The trigger: its name, title and severity.
    pub trigger: &'r TriggerPlan,
    /// What it says.
    pub message: Cow<'r, str>,
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
        let Some(reader) = RecordReader::new(&plan.sheets, sheet) else {
            return Err(RunError::problem(format!("the rows of `{name}` do not come from sheets")));
        };
        let language = plan.policy.language.as_str().into();
        Ok(Decider { table, plan: Arc::new(own), reader: Arc::new(reader), language, prepared })
    }

    /// Decides one record, given by names or headers of columns, on the thread that asks. Values are
    /// checked like cells; a reference is taken as it is given.
    ///
    /// A script may use a megabyte of the thread's stack, half of what Rust gives a thread it starts.
    ///
    /// # Errors
    /// When a column that must be there is not given.
    pub fn decide(&self, values: &[(&str, Value)]) -> Result<Record, RunError> {
        let read = self.reader.read(values).map_err(RunError::Import)?;
        let (plan, table) = (&self.plan, self.table);
        let mut issues = read.issues;
        let decided = read.values.map(|imported| {
            let context = eval::RunContext {
                parameters: Some(self.prepared.parameters()),
                language: &self.language,
                ..eval::RunContext::default()
            };
            let row = slots(plan, table, imported);
            let mut decided = eval::decide_row(plan, self.prepared.library(), table, row, context);
            issues.append(&mut decided.issues);
            decided
        });
        Ok(Record { plan: plan.clone(), table, decided, issues, language: self.language.clone() })
    }
}

/// Imported values at the slots of the plan's table, every other slot blank.
fn slots(plan: &Plan, table: TableId, mut imported: Vec<Value>) -> Vec<Value> {
    let mut take = |place: usize| imported.get_mut(place).map_or(Value::Blank, std::mem::take);
    let columns = plan.tables[table.0].columns.iter();
    columns.map(|column| if let Work::Imported(place) = column.work { take(place) } else { Value::Blank }).collect()
}

impl Record {
    /// The value of a column; blank where the table has no such column or the record was rejected.
    #[must_use]
    pub fn value(&self, column: &str) -> Value {
        let slot = self.plan.tables[self.table.0].slot(column);
        let value = slot.and_then(|slot| self.decided.as_ref()?.values.get(slot));
        value.cloned().unwrap_or_default()
    }

    /// The rule of a decision that gave its result, from 0; the number of rules stands for the
    /// default. `None` where no rule did, or several.
    #[must_use]
    pub fn rule(&self, decision: &str) -> Option<usize> {
        let rules = self.decided.as_ref()?.rules.iter();
        let (_, rule) = rules.copied().find(|(id, _)| self.plan.decision(*id).name == decision)?;
        rule.map(|rule| rule as usize)
    }

    /// The triggers that fire.
    pub fn triggers(&self) -> impl Iterator<Item = FiredTrigger<'_>> {
        let fired = self.decided.iter().flat_map(|decided| &decided.fired);
        fired.map(|fired| {
            let trigger = &self.plan.triggers[fired.trigger];
            let title = || trigger.title.text(&self.language).into();
            FiredTrigger { trigger, message: fired.message(0).unwrap_or_else(title) }
        })
    }

    /// What was wrong with its values, and what had no answer.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// Whether it was left out for lack of a required value. Then it has no values, and the issues say why.
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        self.decided.is_none()
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

/// What deciding a row of the table needs beside the row, in the order it is worked out.
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

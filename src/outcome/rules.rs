//! The rules as a run applied them, each with how often it decided.

use super::parts::Parts;
use super::titles::human;
use crate::decision::cell::{CellPart, CellTest};
use crate::eval::FiredRows;
use crate::formula::{ColumnId, Expr, TableId};
use crate::plan::{CellPlan, DecisionPlan, MeasurePlan, RulePlan, ScorecardPlan, TriggerPlan, compared_with};
use crate::policy::model::{HitPolicy, Severity};
use crate::source::Span;
use crate::value::{NumberFormat, Value};

/// The rules of a run.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Rules {
    /// The values of parameters as the policy has them, where this run used another.
    pub defaults: Vec<Option<Value>>,
    /// Scorecards, in the order of the policy.
    pub scorecards: Vec<ScorecardRules>,
    /// Decision tables, in the order of the policy.
    pub decisions: Vec<DecisionRules>,
    /// Triggers, in the order of the policy.
    pub triggers: Vec<TriggerRules>,
}

/// What a scorecard asks for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ScorecardRules {
    /// Measures: weight, target and worst value as written.
    pub measures: Vec<[String; 3]>,
    /// Bands: name, test, and how many rows fell into it.
    pub bands: Vec<(String, RuleCell, usize)>,
    /// Where it was written.
    pub place: String,
}

/// A decision table.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DecisionRules {
    /// Name.
    pub name: String,
    /// Title of its first result.
    pub title: String,
    /// Index of the table whose rows it decides.
    pub table: usize,
    /// Whose rules it uses, and with what: `segment with sales = prior_sales`.
    pub uses: Option<String>,
    /// Hit policy.
    pub hit: HitPolicy,
    /// Titles of what rules ask about.
    pub inputs: Vec<String>,
    /// Titles of the results, with how their numbers are shown.
    pub outputs: Vec<(String, NumberFormat)>,
    /// Rules; the default, which has no cells, comes last.
    pub rules: Vec<RuleUsed>,
    /// Where it was written.
    pub place: String,
}

/// A rule, and what came of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RuleUsed {
    /// Whether it holds where no other does.
    pub otherwise: bool,
    /// What it asks of each input; `None` for anything.
    pub cells: Vec<Option<RuleCell>>,
    /// What it gives.
    pub results: Vec<RuleResult>,
    /// How many rows it decided.
    pub decided: usize,
    /// Where it was written.
    pub place: String,
}

/// A cell of a rule.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RuleCell {
    /// As written.
    pub text: String,
    /// The values it compares with, one or two; empty where that is not all it says.
    pub parts: Vec<CellPart>,
}

/// A result of a rule.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum RuleResult {
    /// A value.
    Value(Value),
    /// A formula, as written.
    Formula(String),
}

/// A trigger.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TriggerRules {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Index of the table it watches.
    pub table: usize,
    /// The place of the condition among the columns of the table's plan.
    pub slot: usize,
    /// How urgent.
    pub severity: Severity,
    /// The condition as written.
    pub condition: String,
    /// Rows it fired for.
    pub fired: usize,
    /// Rows for which it could not be decided.
    pub undetermined: usize,
    /// Where it was written.
    pub place: String,
}

impl RuleCell {
    fn of(run: &Parts<'_>, test: &CellTest, span: Span) -> RuleCell {
        RuleCell { text: written(run, span), parts: test.parts().unwrap_or_default() }
    }
}

/// The rules of a run.
pub(super) fn of(run: &Parts<'_>) -> Rules {
    let plan = run.plan;
    let hits = run.evaluated.hits.iter().map(Vec::as_slice);
    let undetermined = |at: usize| run.evaluated.undetermined.iter().filter(|(trigger, _)| *trigger == at).count();
    let fired = |at: usize| {
        let rows = |fired: &FiredRows| if fired.trigger == at { fired.rows.len() } else { 0 };
        run.evaluated.fired.iter().map(|fired| rows(fired)).sum()
    };
    let triggers = plan.triggers.iter().enumerate();
    Rules {
        defaults: plan.parameters.iter().map(|parameter| default(run, parameter)).collect(),
        scorecards: plan.scorecards.iter().map(|card| scorecard(run, card)).collect(),
        decisions: plan
            .decisions
            .iter()
            .zip(hits)
            .map(|(decision, hits)| self::decision(run, decision, hits))
            .collect(),
        triggers: triggers.map(|(at, plan)| trigger(run, plan, [fired(at), undetermined(at)])).collect(),
    }
}

/// The value that the policy has, where the run used another.
fn default(run: &Parts<'_>, parameter: &crate::plan::ParameterPlan) -> Option<Value> {
    let own = parameter.default.as_ref().unwrap_or(&parameter.value);
    let used = run.evaluated.parameters.get(&parameter.name)?;
    (used != own).then(|| own.clone())
}

/// A text of the policy on one line.
fn written(run: &Parts<'_>, span: Span) -> String {
    run.sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a column is called: a step on the way by its formula.
fn name(run: &Parts<'_>, id: ColumnId) -> String {
    let column = run.plan.column(id);
    match column.hidden {
        true => column.name.split_whitespace().collect::<Vec<_>>().join(" "),
        false => human(column.title.text(run.language), &column.name),
    }
}

fn decision(run: &Parts<'_>, plan: &DecisionPlan, hits: &[usize]) -> DecisionRules {
    let id = |slot: usize| ColumnId { table: plan.table, slot };
    let outputs: Vec<(String, NumberFormat)> =
        plan.outputs.iter().map(|slot| (name(run, id(*slot)), run.plan.column(id(*slot)).format)).collect();
    let rules = plan.rules.iter().chain(&plan.otherwise).enumerate();
    let rules = rules.map(|(at, rule)| {
        let decided = hits.get(at).copied().unwrap_or(0);
        self::rule(run, plan, rule, (at == plan.rules.len(), decided))
    });
    DecisionRules {
        name: plan.name.clone(),
        title: match outputs.as_slice() {
            [(only, _)] => only.clone(),
            _ => human(&plan.name, &plan.name),
        },
        table: plan.table.0,
        uses: plan.uses.clone(),
        hit: plan.hit,
        inputs: plan.inputs.iter().map(|slot| name(run, id(*slot))).collect(),
        rules: rules.collect(),
        outputs,
        place: run.sources.cite_in_pack(plan.span),
    }
}

fn rule(run: &Parts<'_>, plan: &DecisionPlan, rule: &RulePlan, (otherwise, decided): (bool, usize)) -> RuleUsed {
    let of_input = |input: usize| {
        let cell: &CellPlan = rule.cells.iter().find(|cell| cell.input == input)?;
        Some(RuleCell::of(run, &cell.test, cell.condition.span))
    };
    let result = |result: &Expr| match result.as_constant() {
        Some(value) => RuleResult::Value(value.clone()),
        None => RuleResult::Formula(written(run, result.span)),
    };
    RuleUsed {
        otherwise,
        cells: (0..plan.inputs.len()).map(of_input).collect(),
        results: rule.results.iter().map(result).collect(),
        decided,
        place: run.sources.cite_in_pack(rule.span),
    }
}

fn scorecard(run: &Parts<'_>, card: &ScorecardPlan) -> ScorecardRules {
    let measure = |measure: &MeasurePlan| {
        [measure.weight, measure.target, measure.worst].map(|slot| name(run, ColumnId { table: card.table, slot }))
    };
    let bands = run.evaluated.frames[card.table.0].columns[card.band].as_deref();
    let count =
        |name: &str| bands.map_or(0, |bands| (0..bands.len()).filter(|row| bands.text(*row) == Some(name)).count());
    let band = |(name, condition): &(String, Expr)| {
        let cell = RuleCell { text: written(run, condition.span), parts: compared_with(condition) };
        (name.clone(), cell, count(name))
    };
    ScorecardRules {
        measures: card.measures.iter().map(measure).collect(),
        bands: card.bands.iter().map(band).collect(),
        place: run.sources.cite_in_pack(card.span),
    }
}

fn trigger(run: &Parts<'_>, plan: &TriggerPlan, [fired, undetermined]: [usize; 2]) -> TriggerRules {
    let TableId(table) = plan.table;
    TriggerRules {
        name: plan.name.clone(),
        title: plan.title.text(run.language).to_string(),
        table,
        slot: plan.when,
        severity: plan.severity,
        condition: run
            .plan
            .column(ColumnId { table: plan.table, slot: plan.when })
            .name
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        fired,
        undetermined,
        place: run.sources.cite_in_pack(plan.span),
    }
}

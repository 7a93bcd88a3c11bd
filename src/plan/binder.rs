//! Binding on demand: a column is bound when something first needs it, so the order in which columns
//! are finished is an order in which they can be worked out, and a column met again while it is
//! being bound is a cycle.

use super::decisions::{Given, Pair, Uses, Values, Verdict};
use super::names::Notes;
use super::order::{Begun, Item, Order};
use super::{
    AssertionPlan, ColumnPlan, DecisionId, DecisionPlan, Plan, PolicyPlan, ReportPlan, ScorecardId, ScorecardPlan,
    Step, TablePlan, Texts, TriggerPlan, Work,
};
use crate::diagnostic::{Diagnostic, Problem};
use crate::formula::{ColumnId, Expr, Parameters, TableId};
use crate::import::SheetTable;
use crate::policy::model::{self, Policy};
use crate::script::Library;
use crate::source::{Sources, Span};
use crate::value::number::grouped;
use crate::value::{Date, NumberFormat, Period, Type};
use std::collections::{HashMap, HashSet};

pub(super) struct Binder<'a> {
    pub(super) policy: &'a Policy,
    pub(super) sources: &'a Sources,
    pub(super) library: &'a Library,
    pub(super) as_of: Option<Date>,
    pub(super) tables: Vec<TablePlan>,
    /// The formulas as written, by the column they make.
    pub(super) formulas: HashMap<ColumnId, &'a model::Formula>,
    pub(super) used: HashMap<ColumnId, usize>,
    pub(super) parameters: Parameters,
    pub(super) used_parameters: HashSet<String>,
    /// The names met, and what each was found to stand for.
    pub(super) notes: Notes,
    /// Those whose values went into the plan.
    pub(super) fixed_parameters: HashSet<String>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) decisions: Vec<Option<DecisionPlan>>,
    pub(super) decision_of: Vec<(TableId, &'a model::Decision)>,
    /// Decision tables that use the rules of others, with those; by table and place.
    pub(super) with_rules: &'a Uses,
    /// What they read in place of what the rules name.
    pub(super) given: HashMap<DecisionId, Given>,
    /// What is wrong with rules where they are used, unless it is wrong where they stand.
    pub(super) of_uses: Vec<(Diagnostic, Diagnostic)>,
    pub(super) scorecards: Vec<Option<ScorecardPlan>>,
    pub(super) triggers: Vec<TriggerPlan>,
    pub(super) assertions: Vec<AssertionPlan>,
    reports: Vec<ReportPlan>,
    pub(super) partial: Vec<(Period, Span)>,
    order: Order,
}

/// Where less of the stack is left, in bytes, binding goes on with a new piece of it.
const STACK_LEFT: usize = 256 << 10;
/// The size of such a piece, in bytes.
const STACK_MORE: usize = 4 << 20;

/// So many columns of a ring are named.
const MOST_OF_RING: usize = 12;

/// What binding a policy gives.
#[derive(Clone, Debug, Default)]
pub struct Bound {
    /// The plan, complete only where no finding is an error.
    pub plan: Plan,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The names met, as far as they stand for something.
    pub notes: Notes,
}

/// Binds a policy.
#[must_use]
pub fn build(policy: &Policy, sources: &Sources, library: &Library, as_of: Option<Date>) -> Bound {
    let uses = Uses::of(policy);
    let mut binder = bound((policy, &uses), sources, library, as_of);
    binder.lint();
    binder.finish()
}

/// Whether things of a policy give the same for all inputs, pair by pair. Its parameters have the values of the new
/// ones; `old` has those of the old ones.
#[must_use]
pub fn prove(
    policy: &Policy,
    (sources, library, as_of): (&Sources, &Library, Option<Date>),
    pairs: &[Pair],
    old: &Parameters,
) -> Vec<Verdict> {
    let uses = Uses::of(policy);
    let mut binder = bound((policy, &uses), sources, library, as_of);
    let new = binder.parameters.clone();
    pairs.iter().map(|pair| binder.prove(pair, &Values { old, new: &new })).collect()
}

/// A binder that has bound everything.
fn bound<'a>(
    (policy, with_rules): (&'a Policy, &'a Uses),
    sources: &'a Sources,
    library: &'a Library,
    as_of: Option<Date>,
) -> Binder<'a> {
    let day_of_period = model::period_of(&policy.parameters).map(|period| period.to);
    let mut binder = Binder {
        policy,
        sources,
        library,
        as_of: as_of.or(day_of_period),
        tables: Vec::new(),
        formulas: HashMap::new(),
        used: HashMap::new(),
        parameters: policy.parameters.iter().map(|p| (p.name.value.as_str(), p.value.value.clone())).collect(),
        used_parameters: HashSet::new(),
        notes: Notes::default(),
        fixed_parameters: HashSet::new(),
        diagnostics: Vec::new(),
        decisions: Vec::new(),
        decision_of: Vec::new(),
        with_rules,
        given: HashMap::new(),
        of_uses: Vec::new(),
        scorecards: Vec::new(),
        triggers: Vec::new(),
        assertions: Vec::new(),
        reports: Vec::new(),
        partial: Vec::new(),
        order: Order::default(),
    };
    if as_of.is_none() && day_of_period.is_some() {
        binder.fix("period");
    }
    binder.declare();
    binder.bind_all();
    binder
}

impl<'a> Binder<'a> {
    fn bind_all(&mut self) {
        for table in 0..self.tables.len() {
            let table = TableId(table);
            self.need(
                Item::Rows(table),
                self.tables[table.0].columns.first().map_or(self.policy.name.span, |c| c.span),
            );
            for slot in 0..self.tables[table.0].columns.len() {
                let id = ColumnId { table, slot };
                self.need(Item::Column(id), self.column(id).span);
            }
        }
        for index in 0..self.policy.scorecards.len() {
            self.need(Item::Scorecard(ScorecardId(index)), self.policy.scorecards[index].name.span);
        }
        self.bind_triggers();
        self.bind_assertions();
        let policy = self.policy;
        self.reports = policy.reports.iter().map(|report| self.report_plan(report)).collect();
        self.bind_report();
        self.note_calls_of_scripts();
        self.note_idle_rules();
    }

    fn finish(self) -> Bound {
        let parameters = self.policy.parameters.iter().map(|parameter| self.parameter_plan(parameter)).collect();
        let figures = TableId(self.tables.len() - 1);
        let plan = Plan {
            policy: PolicyPlan::from(self.policy),
            reports: self.reports,
            sheets: SheetTable::all(self.policy),
            tables: self.tables,
            steps: self.order.steps,
            decisions: self.decisions.into_iter().flatten().collect(),
            scorecards: self.scorecards.into_iter().flatten().collect(),
            triggers: self.triggers,
            assertions: self.assertions,
            figures,
            parameters,
            partial: self.partial,
            as_of: self.as_of,
        };
        let mut diagnostics = self.diagnostics;
        diagnostics.extend(super::decisions::of_uses_alone(self.of_uses, &diagnostics));
        crate::diagnostic::sort(&mut diagnostics);
        Bound { plan, diagnostics, notes: self.notes }
    }

    pub(super) fn column(&self, id: ColumnId) -> &ColumnPlan {
        &self.tables[id.table.0].columns[id.slot]
    }

    pub(super) fn column_mut(&mut self, id: ColumnId) -> &mut ColumnPlan {
        &mut self.tables[id.table.0].columns[id.slot]
    }

    pub(super) fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>, help: Option<String>) {
        self.diagnostics.push(Diagnostic::error(code, span, message).help_if(help));
    }

    pub(super) fn problem(&mut self, code: &'static str, span: Span, problem: Problem) {
        self.diagnostics.push(Diagnostic::of(code, span, problem));
    }

    /// Binds a column, for something at `at` that uses it; its type, or nothing where it has
    /// mistakes (which are then reported).
    pub(super) fn use_column(&mut self, id: ColumnId, at: Span) -> Option<Type> {
        *self.used.entry(id).or_default() += 1;
        self.need(Item::Column(id), at).then(|| self.column(id).ty)
    }

    /// Sees to it that an item is bound; false where it could not be.
    pub(super) fn need(&mut self, item: Item, at: Span) -> bool {
        match self.order.begin(item, at) {
            Begun::Settled(bound) => bound,
            Begun::Ring(ring) => {
                self.report_cycle(&ring, at);
                false
            }
            Begun::Now => {
                // A column may need another and so on through a whole sheet of them.
                let bound = stacker::maybe_grow(STACK_LEFT, STACK_MORE, || self.bind(item));
                self.order.end(item, bound)
            }
        }
    }

    fn bind(&mut self, item: Item) -> bool {
        match item {
            Item::Rows(table) => self.bind_rows(table),
            Item::Decision(index) => {
                let bound = self.bind_decision(index);
                self.step(Step::Decision(index));
                bound
            }
            Item::Scorecard(index) => {
                let bound = self.bind_scorecard(index);
                self.step(Step::Scorecard(index));
                bound
            }
            Item::Column(id) => self.bind_column(id),
        }
    }

    fn bind_column(&mut self, id: ColumnId) -> bool {
        let span = self.column(id).span;
        match self.column(id).work {
            Work::Imported(_) | Work::Derived | Work::Link => self.need(Item::Rows(id.table), span),
            Work::Decision(index) => self.need(Item::Decision(index), span),
            Work::Score(index) => self.need(Item::Scorecard(index), span),
            Work::Formula(_) | Work::Aggregate(_) | Work::Window(_) => true,
            Work::Unbound => self.formulas.get(&id).copied().is_some_and(|formula| {
                self.need(Item::Rows(id.table), formula.name.span) && self.bind_formula(id, formula)
            }),
        }
    }

    /// Binds something for the names in it: what was found is not reported, what was made is taken back.
    pub(super) fn rehearse(&mut self, bind: impl FnOnce(&mut Self)) {
        let (findings, steps, partial) = (self.diagnostics.len(), self.order.steps.len(), self.partial.len());
        let columns: Vec<usize> = self.tables.iter().map(|table| table.columns.len()).collect();
        let fixed = self.fixed_parameters.clone();
        bind(self);
        self.diagnostics.truncate(findings);
        self.order.steps.truncate(steps);
        self.partial.truncate(partial);
        self.tables.iter_mut().zip(columns).for_each(|(table, count)| table.columns.truncate(count));
        self.fixed_parameters = fixed;
    }

    pub(super) fn step(&mut self, step: Step) {
        self.order.steps.push(step);
    }

    fn bind_formula(&mut self, id: ColumnId, formula: &'a model::Formula) -> bool {
        let Some(expr) = self.bind_text(id.table, &formula.text, formula.kind.as_ref()) else { return false };
        let Some(ty) = self.column_type(&expr, formula) else { return false };
        let format = formula.format.unwrap_or_else(|| self.natural_format(id.table, &expr));
        let column = self.column_mut(id);
        column.ty = ty;
        column.format = format;
        column.references = None;
        column.work = Work::Formula(expr);
        self.step(Step::Column(id));
        true
    }

    fn column_type(&mut self, expr: &Expr, formula: &model::Formula) -> Option<Type> {
        let ty = match (expr.ty, &formula.kind) {
            (Some(ty), _) => ty,
            (None, Some(kind)) => kind.value,
            (None, None) => {
                self.error("no-type", formula.text.span, "this formula is always blank", None);
                return None;
            }
        };
        if ty == Type::Period {
            let help = "take a part of it: `first_day(…)`, `last_day(…)` or `days(…)`".to_string();
            self.error("period-column", formula.text.span, "a column cannot hold a period", Some(help));
            return None;
        }
        if let Some(wanted) = formula.kind.as_ref().filter(|kind| !crate::formula::fits(ty, kind.value)) {
            let message = format!("this formula gives {}, not {}", ty.a_word(), wanted.value.a_word());
            self.diagnostics.push(
                Diagnostic::error("wrong-type", formula.text.span, message).related(wanted.span, "asked for here"),
            );
            return None;
        }
        Some(ty)
    }

    /// The format a formula takes from what it is made of: a plain column's own, a share's percent.
    pub(super) fn natural_format(&self, table: TableId, expr: &Expr) -> NumberFormat {
        use crate::formula::ExprKind;
        match &expr.kind {
            ExprKind::Column(slot) => self.column(ColumnId { table, slot: *slot }).format,
            ExprKind::Follow { column, .. } | ExprKind::Figure(column) => self.column(*column).format,
            ExprKind::Coalesce(all) => {
                all.first().map_or(NumberFormat::General, |first| self.natural_format(table, first))
            }
            ExprKind::If(_, then, _) => self.natural_format(table, then),
            _ => NumberFormat::General,
        }
    }

    /// Adds a column for a part of a formula, or finds the one already there for the same part.
    pub(super) fn lift(&mut self, table: TableId, work: Work, ty: Type, format: NumberFormat, span: Span) -> usize {
        let known = self.tables[table.0].columns.iter().position(|c| c.hidden && c.work == work);
        if let Some(slot) = known {
            return slot;
        }
        let text = self.sources.text(span).to_string();
        let slot = self.add_column(
            table,
            ColumnPlan {
                name: text.clone(),
                title: Texts::plain(&text),
                ty,
                hidden: true,
                format,
                references: None,
                work,
                span,
                source: Some(text),
            },
        );
        let id = ColumnId { table, slot };
        self.order.settle(Item::Column(id));
        self.step(Step::Column(id));
        slot
    }

    /// A column that holds an expression: the one it names, or a hidden one.
    pub(super) fn slot_of(&mut self, table: TableId, expr: Expr) -> usize {
        use crate::formula::ExprKind;
        match expr.kind {
            ExprKind::Column(slot) => slot,
            _ => {
                let ty = expr.ty.unwrap_or(Type::Number);
                let (format, span) = (self.natural_format(table, &expr), expr.span);
                self.lift(table, Work::Formula(expr), ty, format, span)
            }
        }
    }

    pub(super) fn add_column(&mut self, table: TableId, column: ColumnPlan) -> usize {
        self.tables[table.0].columns.push(column);
        self.tables[table.0].columns.len() - 1
    }

    fn report_cycle(&mut self, ring: &[(Item, Span)], at: Span) {
        let mut names: Vec<String> = ring.iter().filter_map(|(item, _)| self.item_name(*item)).collect();
        names.dedup();
        if names.len() > 1 && names.first() == names.last() {
            names.pop();
        }
        let first = names.first().cloned().unwrap_or_default();
        let message = match names.len() {
            0 | 1 => format!("`{first}` needs its own value"),
            _ => format!("`{first}` needs its own value: {} → {first}", ring_in_words(&names)),
        };
        let mut diagnostic = Diagnostic::error("cycle", at, message)
            .help("a column is worked out from others that must not depend on it; break the ring at one of them");
        for (_, asked) in ring.iter().skip(1).filter(|(_, asked)| *asked != at).take(MOST_OF_RING) {
            diagnostic = diagnostic.related(*asked, "needed here");
        }
        self.diagnostics.push(diagnostic);
    }

    fn item_name(&self, item: Item) -> Option<String> {
        Some(match item {
            Item::Column(id) => {
                let column = self.column(id);
                format!("{}.{}", self.tables[id.table.0].name, column.name)
            }
            Item::Rows(table) => self.tables[table.0].name.clone(),
            Item::Decision(_) | Item::Scorecard(_) => return None,
        })
    }
}

/// `a → b → … 4,990 more … → y → z`
fn ring_in_words(names: &[String]) -> String {
    let Some(left_out) = names.len().checked_sub(MOST_OF_RING).filter(|more| *more > 1) else {
        return names.join(" → ");
    };
    let (head, tail) = (&names[..MOST_OF_RING / 2], &names[names.len() - MOST_OF_RING / 2..]);
    format!("{} → … {} more … → {}", head.join(" → "), grouped(left_out), tail.join(" → "))
}

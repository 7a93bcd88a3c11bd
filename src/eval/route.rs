//! What follows from one column on the way to another: the steps to take again where it has another value.

use crate::formula::{Aggregate, ColumnId, Expr, ExprKind, RowMap, TableId, Window};
use crate::plan::{DecisionPlan, Plan, RowsPlan, ScorecardPlan, Step, Work};
use std::collections::{HashMap, HashSet};

/// How a column hangs on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    /// On its value in the same row.
    Row,
    /// On values of other rows.
    Others,
    /// By which rows there are.
    Rows,
}

type Needs = Vec<(ColumnId, Tie)>;

/// A column and all that it is worked out from.
#[derive(Debug)]
pub struct Upstream {
    target: ColumnId,
    needs: HashMap<ColumnId, Needs>,
}

/// The way from one column to another.
#[derive(Clone, Debug)]
pub struct Route {
    pub(super) changed: ColumnId,
    /// What is to be worked out again, in order.
    pub(super) steps: Vec<Step>,
    /// Columns of these steps that hang on the changed one.
    columns: HashSet<ColumnId>,
    /// Whether all of it lies within a row of one table.
    pub(super) alone: bool,
    /// Whether other rows would be there, so that it takes a run to know.
    pub regroups: bool,
}

impl Route {
    /// Whether the value of a column may change.
    #[must_use]
    pub fn touches(&self, id: ColumnId) -> bool {
        id == self.changed || self.columns.contains(&id)
    }

    /// Whether all of it lies within a row of one table.
    #[must_use]
    pub fn is_within_row(&self) -> bool {
        self.alone
    }

    /// The column that has another value.
    #[must_use]
    pub fn changed(&self) -> ColumnId {
        self.changed
    }

    /// What is worked out again, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Rows that are worked out again for one value, roughly.
    #[must_use]
    pub fn rows(&self, plan: &Plan, rows: impl Fn(TableId) -> usize) -> usize {
        let of = |step: &Step| match step {
            Step::Rows(table) => rows(*table),
            Step::Column(id) => match &plan.column(*id).work {
                Work::Aggregate(aggregate) => rows(id.table) + rows(aggregate.over),
                _ => rows(id.table),
            },
            Step::Decision(id) => rows(plan.decision(*id).table) * (1 + plan.decision(*id).rules.len() / 8),
            Step::Scorecard(id) => rows(plan.scorecard(*id).table) * plan.scorecard(*id).measures.len().max(1),
        };
        if self.alone { self.steps.len() } else { self.steps.iter().map(of).sum() }
    }
}

impl Upstream {
    /// Everything that a column is worked out from.
    #[must_use]
    pub fn of(plan: &Plan, target: ColumnId) -> Upstream {
        let mut needs: HashMap<ColumnId, Needs> = HashMap::new();
        let mut open = vec![target];
        while let Some(id) = open.pop() {
            needs.entry(id).or_insert_with(|| {
                let own = needed(plan, id);
                open.extend(own.iter().map(|(id, _)| *id));
                own
            });
        }
        Upstream { target, needs }
    }

    /// The columns, the target among them, in the order of tables and slots.
    #[must_use]
    pub fn columns(&self) -> Vec<ColumnId> {
        let mut columns: Vec<ColumnId> = self.needs.keys().copied().collect();
        columns.sort_unstable();
        columns
    }

    /// Whether the column is read in the row of the target itself, step by step.
    #[must_use]
    pub fn within_row(&self) -> HashSet<ColumnId> {
        let mut found = HashSet::new();
        let mut open = vec![self.target];
        while let Some(id) = open.pop() {
            if found.insert(id) {
                let own = self.needs.get(&id).into_iter().flatten();
                open.extend(own.filter(|(_, tie)| *tie == Tie::Row).map(|(id, _)| *id));
            }
        }
        found
    }

    /// The way from a column to the target; `None` where the target does not hang on it.
    #[must_use]
    pub fn route(&self, plan: &Plan, changed: ColumnId) -> Option<Route> {
        let mut columns: HashSet<ColumnId> = HashSet::from([changed]);
        let mut steps = Vec::new();
        let mut tie = Tie::Row;
        for step in &plan.steps {
            let mut taken = false;
            for id in outputs(plan, step) {
                let Some(needs) = self.needs.get(&id).filter(|_| id != changed) else { continue };
                let hit = needs.iter().filter(|(id, _)| columns.contains(id)).map(|(_, tie)| *tie).max();
                if let Some(hit) = hit {
                    tie = tie.max(hit);
                    columns.insert(id);
                    taken = true;
                }
            }
            if taken {
                steps.push(*step);
            }
        }
        columns.remove(&changed);
        if !columns.contains(&self.target) {
            return None;
        }
        let own = |step: &Step| stays_outside(plan, step, changed.table);
        let alone = tie == Tie::Row && steps.iter().all(own);
        Some(Route { changed, steps, columns, alone, regroups: tie == Tie::Rows })
    }
}

/// The columns a step works out. The parts of a scorecard come in the order in which they need each other.
fn outputs(plan: &Plan, step: &Step) -> Vec<ColumnId> {
    match step {
        Step::Rows(table) => {
            let given = plan.tables[table.0].columns.iter().enumerate();
            let given = given.filter(|(_, column)| matches!(column.work, Work::Derived));
            let mut ids: Vec<ColumnId> = given.map(|(slot, _)| ColumnId { table: *table, slot }).collect();
            if let RowsPlan::Group(group) = &plan.tables[table.0].rows {
                ids.push(ColumnId { table: group.of, slot: group.link });
            }
            ids
        }
        Step::Column(id) => vec![*id],
        Step::Decision(id) => {
            let decision = plan.decision(*id);
            decision.outputs.iter().map(|&slot| ColumnId { table: decision.table, slot }).collect()
        }
        Step::Scorecard(id) => {
            let card = plan.scorecard(*id);
            let points = card.measures.iter().map(|measure| measure.points);
            let slots = points.chain([card.score, card.band, card.rank, card.reason, card.reasons]);
            slots.map(|slot| ColumnId { table: card.table, slot }).collect()
        }
    }
}

/// Whether no expression of a step is led back into the table by references.
fn stays_outside(plan: &Plan, step: &Step, table: TableId) -> bool {
    let led_back = |expr: &Expr| {
        let mut back = false;
        expr.visit(&mut |node| {
            if let ExprKind::Follow { path, column } = &node.kind {
                back |= column.table == table || path.iter().skip(1).any(|step| step.table == table);
            }
        });
        back
    };
    !expressions(plan, step).into_iter().any(led_back)
}

/// The expressions of a step on rows of its own table.
#[must_use]
pub fn expressions<'p>(plan: &'p Plan, step: &Step) -> Vec<&'p Expr> {
    match step {
        Step::Rows(_) => Vec::new(),
        Step::Column(id) => match &plan.column(*id).work {
            Work::Formula(expr) => vec![expr],
            Work::Window(window) => window.expressions().collect(),
            _ => Vec::new(),
        },
        Step::Decision(id) => {
            let decision = plan.decision(*id);
            let rules = decision.rules.iter().chain(&decision.otherwise);
            rules.flat_map(|rule| rule.conditions().chain(&rule.results)).collect()
        }
        Step::Scorecard(id) => plan.scorecard(*id).bands.iter().map(|(_, test)| test).collect(),
    }
}

/// What a column is worked out from.
fn needed(plan: &Plan, id: ColumnId) -> Needs {
    let mut needs = Needs::new();
    match &plan.column(id).work {
        Work::Imported(_) | Work::Unbound => {}
        Work::Formula(expr) => read(id.table, expr, Tie::Row, &mut needs),
        Work::Aggregate(aggregate) => of_aggregate(plan, aggregate, &mut needs),
        Work::Window(window) => of_window(plan, id.table, window, &mut needs),
        Work::Decision(decision) => of_decision(plan.decision(*decision), &mut needs),
        Work::Score(card) => of_card(plan.scorecard(*card), id.slot, &mut needs),
        Work::Derived | Work::Link => {
            let of = plan.column(id).references.filter(|_| plan.column(id).work == Work::Link).unwrap_or(id.table);
            rows_of(plan, of, &mut needs);
        }
    }
    needs
}

fn read(table: TableId, expr: &Expr, tie: Tie, needs: &mut Needs) {
    expr.visit(&mut |node| match &node.kind {
        ExprKind::Column(slot) => needs.push((ColumnId { table, slot: *slot }, tie)),
        ExprKind::Figure(column) => needs.push((*column, Tie::Others)),
        ExprKind::Follow { path, column } => {
            needs.extend(path.iter().map(|step| (*step, Tie::Rows)));
            needs.push((*column, Tie::Others));
        }
        _ => {}
    });
}

/// Which rows a table has, where they are worked out.
fn rows_of(plan: &Plan, table: TableId, needs: &mut Needs) {
    let mut add = |table: TableId, slots: &mut dyn Iterator<Item = usize>| {
        needs.extend(slots.map(|slot| (ColumnId { table, slot }, Tie::Rows)));
    };
    match &plan.tables[table.0].rows {
        RowsPlan::Imported(_) | RowsPlan::One | RowsPlan::Calendar(_) => {}
        RowsPlan::Group(group) => add(group.of, &mut group.by.iter().copied().chain(group.filter)),
        RowsPlan::Unpivot(unpivot) => add(unpivot.of, &mut unpivot.values.iter().copied()),
        RowsPlan::Stack(stack) => {
            for (at, of) in stack.of.iter().enumerate() {
                add(*of, &mut stack.columns.iter().map(|from| from[at]));
            }
        }
        RowsPlan::Pairs(pairs) => {
            if let Some(filter) = &pairs.filter {
                let mut own = Needs::new();
                read(table, filter, Tie::Rows, &mut own);
                needs.extend(own.into_iter().map(|(id, _)| (id, Tie::Rows)));
            }
        }
    }
}

fn of_aggregate(plan: &Plan, aggregate: &Aggregate, needs: &mut Needs) {
    aggregate.expressions().for_each(|expr| read(aggregate.over, expr, Tie::Others, needs));
    match &aggregate.map {
        RowMap::Path(path) => needs.extend(path.iter().map(|step| (*step, Tie::Rows))),
        RowMap::Match { table, values } => {
            for same in values {
                read(aggregate.over, &same.theirs, Tie::Others, needs);
                read(*table, &same.own, Tie::Row, needs);
            }
        }
        RowMap::All => {}
    }
    rows_of(plan, aggregate.over, needs);
}

fn of_window(plan: &Plan, table: TableId, window: &Window, needs: &mut Needs) {
    window.expressions().for_each(|expr| read(table, expr, Tie::Others, needs));
    rows_of(plan, table, needs);
}

fn of_decision(decision: &DecisionPlan, needs: &mut Needs) {
    let table = decision.table;
    needs.extend(decision.inputs.iter().map(|&slot| (ColumnId { table, slot }, Tie::Row)));
    for rule in decision.rules.iter().chain(&decision.otherwise) {
        rule.conditions().chain(&rule.results).for_each(|expr| read(table, expr, Tie::Row, needs));
    }
}

fn of_card(card: &ScorecardPlan, slot: usize, needs: &mut Needs) {
    let table = card.table;
    let mut add = |slot: usize, tie: Tie| needs.push((ColumnId { table, slot }, tie));
    if let Some(measure) = card.measures.iter().find(|measure| measure.points == slot) {
        let slots = [measure.value, measure.target, measure.worst].into_iter().chain(measure.cap);
        slots.for_each(|slot| add(slot, Tie::Row));
    } else if slot == card.score || slot == card.reason || slot == card.reasons {
        for measure in &card.measures {
            add(measure.points, Tie::Row);
            add(measure.weight, Tie::Row);
        }
        if slot != card.score {
            add(card.score, Tie::Row);
        }
    } else if slot == card.rank {
        add(card.score, Tie::Others);
        card.rank_within.iter().for_each(|&slot| add(slot, Tie::Others));
    } else {
        add(card.score, Tie::Row);
        card.bands.iter().for_each(|(_, test)| read(table, test, Tie::Row, needs));
    }
}

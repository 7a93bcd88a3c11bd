//! The numbers of a row that could be others.

use super::{Moved, Rank, Wanted, edges};
use crate::eval::Upstream;
use crate::formula::{AggregateOp, ColumnId, Expr, ExprKind, WindowOp};
use crate::outcome::explain::{Explainer, one_line};
use crate::plan::{Plan, ScorecardPlan, Step, Work};
use crate::value::{Type, Value};
use std::collections::HashSet;

/// A number to be moved.
pub(super) struct Candidate {
    pub moved: Moved,
    pub row: usize,
    pub value: Option<f64>,
    /// The values it may have.
    pub low: f64,
    pub high: f64,
    /// Whether the policy says so.
    pub bounded: bool,
    /// The measure whose value it is.
    pub measure: Option<usize>,
}

impl Explainer<'_> {
    /// Numbers of the row that the result hangs on, and those it is led to by references.
    pub(super) fn candidates(&self, wanted: &Wanted) -> Vec<Candidate> {
        let plan = self.plan();
        let within = wanted.upstream.within_row();
        let own = wanted.upstream.columns().into_iter().filter(|id| within.contains(id));
        let mut found: Vec<Candidate> =
            own.filter(|id| self.can_move(*id, wanted, &within)).map(|id| self.own(id, wanted)).collect();
        for (name, id, row) in self.followed(plan, &wanted.upstream, &within, wanted.row) {
            let known = found.iter().any(|known| known.moved.column == id && known.row == row);
            if !known && !plan.column(id).hidden && plan.tables[id.table.0].key != Some(id.slot) {
                let named = Some(self.row_name(id.table, row));
                let moved = Moved { name: name.clone(), title: name, row: named, rank: Rank::Other, ..self.moved(id) };
                found.push(self.candidate(moved, row, None));
            }
        }
        found
    }

    fn own(&self, id: ColumnId, wanted: &Wanted) -> Candidate {
        let card = wanted.card.map(|card| self.plan().scorecard(card));
        let measure = card.and_then(|card| card.measures.iter().position(|measure| measure.value == id.slot));
        match (card, measure) {
            (Some(card), Some(at)) => self.candidate(self.measure_of(card, at), wanted.row, Some(at)),
            _ => self.candidate(self.moved(id), wanted.row, None),
        }
    }

    /// The value of a measure, as the scorecard names it.
    pub(super) fn measure_of(&self, card: &ScorecardPlan, at: usize) -> Moved {
        let measure = &card.measures[at];
        let moved = self.moved(ColumnId { table: card.table, slot: measure.value });
        let title = measure.title.text(self.language).to_string();
        let hidden = self.plan().column(moved.column).hidden;
        Moved { name: if hidden { measure.name.clone() } else { moved.name }, title, rank: Rank::Measure, ..moved }
    }

    fn moved(&self, id: ColumnId) -> Moved {
        let column = self.plan().column(id);
        let title = column.title.text(self.language).to_string();
        let name = one_line(&column.name);
        let title = if title.is_empty() || column.hidden { name.clone() } else { title };
        let imported = matches!(column.work, Work::Imported(_));
        let rank = match column.work {
            Work::Score(_) => Rank::Measure,
            _ if column.hidden => Rank::Step,
            _ => Rank::Named,
        };
        Moved { name, title, row: None, imported, whole: is_count(self.plan(), id), column: id, rank }
    }

    fn candidate(&self, moved: Moved, row: usize, measure: Option<usize>) -> Candidate {
        let plan = self.plan();
        let id = moved.column;
        let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
        if moved.whole {
            low = 0.0;
        }
        if let (Work::Imported(place), Some(sheet)) = (&plan.column(id).work, self.sheet(id)) {
            let limit = |limit: &Option<Value>| limit.as_ref().and_then(Value::as_number);
            low = sheet.columns.get(*place).and_then(|column| limit(&column.min)).unwrap_or(low);
            high = sheet.columns.get(*place).and_then(|column| limit(&column.max)).unwrap_or(high);
        }
        let bounded = !moved.whole && (low.is_finite() || high.is_finite());
        let value = match self.trace.at(id, row) {
            Value::Number(value) => Some(value),
            _ => None,
        };
        Candidate { moved, row, value, low, high, bounded, measure }
    }

    fn sheet(&self, id: ColumnId) -> Option<&crate::import::SheetTable> {
        let crate::plan::RowsPlan::Imported(place) = self.plan().tables[id.table.0].rows else { return None };
        self.plan().sheets.get(place)?.as_ref()
    }

    /// Whether a number of the row is one to move: not a key, nothing that stands in the policy, and nothing that
    /// another of them is by another name.
    fn can_move(&self, id: ColumnId, wanted: &Wanted, within: &HashSet<ColumnId>) -> bool {
        let plan = self.plan();
        let column = plan.column(id);
        let is_key = plan.tables[id.table.0].key == Some(id.slot) || column.references.is_some();
        if id == wanted.target || column.ty != Type::Number || is_key || self.trace.is_given(id, wanted.row) {
            return false;
        }
        if let Work::Score(card) = column.work {
            return plan.scorecard(card).score == id.slot && (wanted.card == Some(card) || !is_named(plan, id, within));
        }
        edges::reads_something(plan, id) && (!column.hidden || self.speaks(id, wanted, within))
    }

    /// Whether a step without a name of its own is a number people know: the input of a decision table, a
    /// measure, or an aggregate that no column has as its own.
    fn speaks(&self, id: ColumnId, wanted: &Wanted, within: &HashSet<ColumnId>) -> bool {
        let plan = self.plan();
        let measured = wanted
            .card
            .is_some_and(|card| plan.scorecard(card).measures.iter().any(|measure| measure.value == id.slot));
        let input =
            plan.decisions.iter().any(|decision| decision.table == id.table && decision.inputs.contains(&id.slot));
        let is_alias = matches!(&plan.column(id).work, Work::Formula(expr) if matches!(expr.kind, ExprKind::Column(_)));
        let gathered = matches!(plan.column(id).work, Work::Aggregate(_) | Work::Window(_));
        !is_alias && (measured || input || gathered) && !is_named(plan, id, within)
    }

    /// The numbers of other rows that are read through references of the row.
    fn followed(
        &self,
        plan: &Plan,
        upstream: &Upstream,
        within: &HashSet<ColumnId>,
        row: usize,
    ) -> Vec<(String, ColumnId, usize)> {
        let mut found: Vec<(String, ColumnId, usize)> = Vec::new();
        let mut seen = HashSet::new();
        for id in upstream.columns().into_iter().filter(|id| within.contains(id)) {
            let step = match plan.column(id).work {
                Work::Decision(decision) => Step::Decision(decision),
                Work::Score(card) => Step::Scorecard(card),
                _ => Step::Column(id),
            };
            let windowed = matches!(plan.column(id).work, Work::Window(_));
            for expr in crate::eval::expressions(plan, &step).into_iter().filter(|_| !windowed) {
                expr.visit(&mut |node: &Expr| {
                    if let ExprKind::Follow { path, column } = &node.kind
                        && plan.column(*column).ty == Type::Number
                        && let Some(at) = self.trace.follow(path, row)
                        && seen.insert((*column, at))
                    {
                        found.push((self.text(node.span), *column, at));
                    }
                });
            }
        }
        found
    }
}

/// Whether a column of the row is this one by a name of its own.
fn is_named(plan: &Plan, id: ColumnId, within: &HashSet<ColumnId>) -> bool {
    let alias = |other: &ColumnId| match &plan.column(*other).work {
        Work::Formula(expr) => *other != id && matches!(expr.kind, ExprKind::Column(slot) if slot == id.slot),
        _ => false,
    };
    within.iter().any(alias)
}

/// Whether it counts something.
fn is_count(plan: &Plan, id: ColumnId) -> bool {
    match &plan.column(id).work {
        Work::Aggregate(aggregate) => matches!(aggregate.op, AggregateOp::Count | AggregateOp::Distinct),
        Work::Window(window) => {
            matches!(
                window.op,
                WindowOp::Rank | WindowOp::Quantile | WindowOp::TrailingCount | WindowOp::Streak | WindowOp::Allocate
            )
        }
        Work::Formula(expr) => match expr.kind {
            ExprKind::Column(slot) => is_count(plan, ColumnId { table: id.table, slot }),
            _ => false,
        },
        _ => false,
    }
}

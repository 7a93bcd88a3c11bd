//! Pairs of rows of two tables. The full product is never made where an equality or a range can
//! drive the search: candidates come from a sorted side, and the whole condition confirms them.

use super::batch::Rows;
use super::expression::{Evaluator, whole};
use super::state::State;
use super::tally::Tally;
use super::window::numbers;
use crate::formula::{BinaryOp, Expr, ExprKind, ScriptArgument, TableId};
use crate::issue::{Issue, IssueCode};
use crate::plan::PairsPlan;
use crate::say;
use crate::table::{BLANK_TEXT, Column, TRUE, TextColumn};
use crate::value::Type;
use crate::value::number::RELATIVE_EQUAL;
use crate::words::{Between, Hole, Sentence};
use std::collections::HashMap;
use std::sync::Arc;

/// Candidates confirmed together, so that they never all stand in memory.
const BATCH: usize = 1 << 16;

/// One side of a pair.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
}

impl State<'_> {
    pub(super) fn pair_rows(&mut self, table: TableId, plan: &PairsPlan) {
        let (driver, unbounded) = Driver::find(self, plan);
        let (mut left, mut right) = (Vec::new(), Vec::new());
        let (mut kept_left, mut kept_right) = (Vec::new(), Vec::new());
        let (mut tried, mut tested) = (Tally::default(), 0);
        for row in 0..self.rows(plan.left) as u32 {
            driver.candidates(row, |other| {
                left.push(row);
                right.push(other);
            });
            if left.len() >= BATCH {
                let before = tested;
                tested += left.len();
                let tally = self.confirm(table, plan, (&mut left, &mut right), (&mut kept_left, &mut kept_right));
                tried.merge(tally.shifted(before));
            }
        }
        let tally = self.confirm(table, plan, (&mut left, &mut right), (&mut kept_left, &mut kept_right));
        tried.merge(tally.shifted(tested));
        self.tell_undecided(table, plan, unbounded, tried);
        self.tell_unpaired(table, plan, [&kept_left, &kept_right]);
        for (slot, (side, rows)) in [(plan.left, &kept_left), (plan.right, &kept_right)].into_iter().enumerate() {
            let keys = self.keys(side, rows);
            self.frames[table.0].columns[slot] = Some(Arc::new(keys));
        }
        self.place_pairs(table, kept_left, kept_right);
    }

    /// Says where the condition had no answer: in rows of either side, or in pairs of them.
    fn tell_undecided(&mut self, table: TableId, plan: &PairsPlan, [left, right]: [Tally; 2], tried: Tally) {
        let Some(filter) = &plan.filter else { return };
        let mut issues = self.issues_of(plan.left, left, "where", filter.span);
        issues.extend(self.issues_of(plan.right, right, "where", filter.span));
        // Pairs that were left out have no key.
        issues.extend(tried.issues("where", filter.span, |_| None));
        for issue in &mut issues {
            issue.table = Some(self.plan.tables[table.0].name.clone());
        }
        self.issues.extend(issues);
    }

    /// Says how many rows of either side are in no pair, where pairs are made by equal values alone: a row without a partner
    /// is in no sum over the pairs.
    fn tell_unpaired(&mut self, table: TableId, plan: &PairsPlan, kept: [&[u32]; 2]) {
        let mut conditions = Vec::new();
        plan.filter.iter().for_each(|filter| conjuncts(filter, &mut conditions));
        // Where more is asked than that values are the same, a row without a pair is as good as any.
        let Some(filter) = plan.filter.as_ref().filter(|_| conditions.iter().all(|condition| joins(condition))) else {
            return;
        };
        let side = |(side, kept): (TableId, &[u32])| {
            let mut paired = vec![false; self.rows(side)];
            kept.iter().for_each(|row| paired[*row as usize] = true);
            let first = paired.iter().position(|paired| !paired)?;
            let count = paired.iter().filter(|paired| !**paired).count();
            let (all, name) = (paired.len(), &self.plan.tables[side.0].name);
            let rows = say!(
                "rows-of-all",
                "{count} of {all} rows of `{table}` (the first: {first})",
                count,
                all,
                table = name,
                first = self.key(side, first)
            );
            Some((count, rows))
        };
        let told: Vec<(usize, Sentence)> = [plan.left, plan.right].into_iter().zip(kept).filter_map(side).collect();
        if told.is_empty() {
            return;
        }
        let (count, rows) = (told.iter().map(|(count, _)| count).sum(), told.into_iter().map(|(_, rows)| rows));
        let name = self.plan.tables[table.0].name.clone();
        let message = say!(
            "no-partner",
            "{rows} are in no pair of `{table}`",
            rows = Hole::list(rows, Between::EachAnd),
            table = &name
        );
        let issue = Issue::new(IssueCode::NoPartner, message).in_table(&name).times(count).by_rule(filter.span);
        self.issues.push(issue);
    }

    /// Keeps the candidates for which the condition holds, in order; gives what had no answer.
    fn confirm(
        &mut self,
        table: TableId,
        plan: &PairsPlan,
        (left, right): (&mut Vec<u32>, &mut Vec<u32>),
        (kept_left, kept_right): (&mut Vec<u32>, &mut Vec<u32>),
    ) -> Tally {
        let (lefts, rights) = (std::mem::take(left), std::mem::take(right));
        let Some(filter) = &plan.filter else {
            kept_left.extend(lefts);
            kept_right.extend(rights);
            return Tally::default();
        };
        self.place_pairs(table, lefts.clone(), rights.clone());
        let count = lefts.len();
        let mut evaluator = Evaluator::new(self, table);
        let flags = evaluator.flags(filter, Rows::Range(0, count));
        let tally = evaluator.tally;
        for ((left, right), flag) in lefts.into_iter().zip(rights).zip(flags) {
            if flag == TRUE {
                kept_left.push(left);
                kept_right.push(right);
            }
        }
        tally
    }

    /// Makes the pairs table hold these pairs.
    fn place_pairs(&mut self, table: TableId, left: Vec<u32>, right: Vec<u32>) {
        let frame = &mut self.frames[table.0];
        frame.rows = left.len();
        frame.links[0] = Some(Arc::new(left));
        frame.links[1] = Some(Arc::new(right));
    }
}

/// How candidates of the right side are found for a row of the left.
enum Driver {
    /// All of them.
    All(u32),
    /// Those whose value lies between two values of the left row: right rows sorted by value, and
    /// for each left row where its candidates begin and end.
    Sorted { order: Vec<u32>, ranges: Vec<(u32, u32)> },
}

/// Numbers that bound what a right row's value may be, by left row.
struct Bounds {
    right: Expr,
    values: Vec<f64>,
    low: Vec<f64>,
    high: Vec<f64>,
    /// What had no answer in rows of the left and of the right.
    tallies: [Tally; 2],
}

impl Driver {
    /// The driver with the fewest candidates, and what had no answer in what it sorts by.
    fn find(state: &State<'_>, plan: &PairsPlan) -> (Driver, [Tally; 2]) {
        let mut conditions = Vec::new();
        plan.filter.iter().for_each(|filter| conjuncts(filter, &mut conditions));
        let mut bounds: Vec<Bounds> = Vec::new();
        for condition in conditions {
            add_bound(state, plan, condition, &mut bounds);
        }
        let sorted = bounds.into_iter().map(|bound| (sort(&bound), bound.tallies));
        let work = |ranges: &[(u32, u32)]| ranges.iter().map(|(from, to)| u64::from(to - from)).sum::<u64>();
        match sorted.min_by_key(|((_, ranges), _)| work(ranges)) {
            Some(((order, ranges), tallies)) => (Driver::Sorted { order, ranges }, tallies),
            None => (Driver::All(state.rows(plan.right) as u32), Default::default()),
        }
    }

    /// The candidates for a left row, in row order.
    fn candidates(&self, left: u32, mut visit: impl FnMut(u32)) {
        match self {
            Driver::All(rows) => (0..*rows).for_each(visit),
            Driver::Sorted { order, ranges } => {
                let (from, to) = ranges[left as usize];
                let mut rows = order[from as usize..to as usize].to_vec();
                rows.sort_unstable();
                rows.into_iter().for_each(&mut visit);
            }
        }
    }
}

/// Whether a condition asks for the same value on both sides.
fn joins(condition: &Expr) -> bool {
    let ExprKind::Binary(BinaryOp::Equal, a, b) = &condition.kind else { return false };
    matches!((side(a), side(b)), (Some(Side::Left), Some(Side::Right)) | (Some(Side::Right), Some(Side::Left)))
}

fn conjuncts<'e>(expr: &'e Expr, into: &mut Vec<&'e Expr>) {
    match &expr.kind {
        ExprKind::And(items) => items.iter().for_each(|item| conjuncts(item, into)),
        _ => into.push(expr),
    }
}

/// A comparison of something of the left row with something of the right bounds the right one.
fn add_bound(state: &State<'_>, plan: &PairsPlan, condition: &Expr, bounds: &mut Vec<Bounds>) {
    let ExprKind::Binary(op, a, b) = &condition.kind else { return };
    let (a_side, b_side) = (side(a), side(b));
    let (left, right, op) = match (a_side, b_side) {
        (Some(Side::Left), Some(Side::Right)) => (a, b, mirrored(*op)),
        (Some(Side::Right), Some(Side::Left)) => (b, a, *op),
        _ => return,
    };
    let (Some(left), Some(right)) = (on_side(left), on_side(right)) else { return };
    let Some((edges, values, tallies)) = comparable(state, plan, (&left, &right), op) else { return };
    let rows = edges.len();
    let at = bounds.iter().position(|known| known.right == right).unwrap_or_else(|| {
        let (low, high) = (vec![f64::NEG_INFINITY; rows], vec![f64::INFINITY; rows]);
        bounds.push(Bounds { right, values, low, high, tallies: Default::default() });
        bounds.len() - 1
    });
    let bound = &mut bounds[at];
    bound.tallies.iter_mut().zip(tallies).for_each(|(known, tally)| known.merge(tally));
    for (row, edge) in edges.into_iter().enumerate() {
        // A little wide, because numbers that agree to 15 digits are equal; the condition decides.
        let slack = edge.abs() * RELATIVE_EQUAL * 4.0;
        if matches!(op, BinaryOp::Greater | BinaryOp::GreaterOrEqual | BinaryOp::Equal) {
            bound.low[row] = stricter(bound.low[row], edge - slack, f64::max);
        }
        if matches!(op, BinaryOp::Less | BinaryOp::LessOrEqual | BinaryOp::Equal) {
            bound.high[row] = stricter(bound.high[row], edge + slack, f64::min);
        }
    }
}

/// Both sides' values as numbers that compare as the values do; `None` where they cannot be.
fn comparable(
    state: &State<'_>,
    plan: &PairsPlan,
    (left, right): (&Expr, &Expr),
    op: BinaryOp,
) -> Option<(Vec<f64>, Vec<f64>, [Tally; 2])> {
    let (kind, other) = (left.ty?, right.ty?);
    if kind != other || !matches!(kind, Type::Number | Type::Date | Type::Text) {
        return None;
    }
    let (left, of_left) = whole(state, plan.left, left, kind);
    let (right, of_right) = whole(state, plan.right, right, kind);
    let (left, right) = match (&left, &right) {
        (Column::Text(left), Column::Text(right)) if op == BinaryOp::Equal => text_numbers(left, right),
        (Column::Text(_), _) => return None,
        _ => (numbers(&left), numbers(&right)),
    };
    Some((left, right, [of_left, of_right]))
}

/// The same number for the same text on both sides.
fn text_numbers(left: &TextColumn, right: &TextColumn) -> (Vec<f64>, Vec<f64>) {
    let known: HashMap<&str, f64> =
        right.dictionary.iter().enumerate().map(|(code, text)| (text, code as f64)).collect();
    let found: Vec<f64> = left.dictionary.iter().map(|text| known.get(text).copied().unwrap_or(f64::NAN)).collect();
    let number = |code: u32| if code == BLANK_TEXT { f64::NAN } else { f64::from(code) };
    let lefts = left.codes.iter().map(|&code| if code == BLANK_TEXT { f64::NAN } else { found[code as usize] });
    (lefts.collect(), right.codes.iter().map(|&code| number(code)).collect())
}

/// Against a blank nothing holds: NaN stays.
fn stricter(known: f64, edge: f64, pick: fn(f64, f64) -> f64) -> f64 {
    if known.is_nan() || edge.is_nan() { f64::NAN } else { pick(known, edge) }
}

/// `a < b` said of `b`.
fn mirrored(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Less => BinaryOp::Greater,
        BinaryOp::LessOrEqual => BinaryOp::GreaterOrEqual,
        BinaryOp::Greater => BinaryOp::Less,
        BinaryOp::GreaterOrEqual => BinaryOp::LessOrEqual,
        other => other,
    }
}

/// Right rows sorted by value, and each left row's stretch of them.
fn sort(bound: &Bounds) -> (Vec<u32>, Vec<(u32, u32)>) {
    let values = &bound.values;
    let mut order: Vec<u32> = (0..values.len() as u32).filter(|&row| !values[row as usize].is_nan()).collect();
    order.sort_by(|&a, &b| values[a as usize].total_cmp(&values[b as usize]));
    let ranges = bound
        .low
        .iter()
        .zip(&bound.high)
        .map(|(&low, &high)| {
            if low.is_nan() || high.is_nan() {
                return (0, 0);
            }
            let from = order.partition_point(|&row| values[row as usize] < low) as u32;
            let to = order.partition_point(|&row| values[row as usize] <= high) as u32;
            (from, to.max(from))
        })
        .collect();
    (order, ranges)
}

/// The one side whose columns an expression reads; `None` where it reads both or none.
fn side(expr: &Expr) -> Option<Side> {
    let mut sides: Vec<Option<Side>> = Vec::new();
    let of = |slot: usize| [Side::Left, Side::Right].get(slot).copied();
    expr.visit(&mut |node| match &node.kind {
        ExprKind::Follow { path, .. } => sides.push(path.first().and_then(|step| of(step.slot))),
        ExprKind::Column(slot) => sides.push(of(*slot)),
        // What a script does with a side is not known.
        ExprKind::Script(..) => sides.push(None),
        _ => {}
    });
    let first = (*sides.first()?)?;
    sides.iter().all(|side| *side == Some(first)).then_some(first)
}

/// An expression on a pair, said of the side it reads; `None` where it names the side itself.
fn on_side(expr: &Expr) -> Option<Expr> {
    expr.clone().fold(&mut |node| {
        let kind = match node.kind {
            ExprKind::Column(_) => return None,
            ExprKind::Follow { path, column } => match path.get(1..)? {
                [] => ExprKind::Column(column.slot),
                rest => ExprKind::Follow { path: rest.to_vec(), column },
            },
            ExprKind::Script(_, ref args) if args.iter().any(|arg| matches!(arg, ScriptArgument::Row(_))) => {
                return None;
            }
            other => other,
        };
        Some(Expr { kind, ..node })
    })
}

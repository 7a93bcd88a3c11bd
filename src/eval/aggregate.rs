//! One value for each row of a table, from the rows of another: one pass that adds into its target
//! row, no hashing.

use super::expression;
use super::groups;
use super::kernels;
use super::matched::matched;
use super::order;
use super::spelled;
use super::state::State;
use super::statistics;
use super::tally::Tally;
use crate::formula::{Aggregate, AggregateOp, ColumnId, Expr, ExprKind, RowMap, TableId};
use crate::table::{BLANK_BOOL, Column, FALSE, NO_ROW, TRUE};
use crate::value::number::Sum;
use crate::value::{NoAnswer, Type, Value, ops};
use std::borrow::Cow;
use std::cmp::Ordering;

/// The rows that take part, and the target of each.
struct Pass<'p> {
    /// Target row of each source row; `NO_ROW` takes no part.
    targets: Cow<'p, [u32]>,
    /// Number of targets.
    count: usize,
    value: Option<Cow<'p, Column>>,
    /// The weight, or what the rows are put in order by.
    second: Vec<Cow<'p, Column>>,
}

/// An aggregate for all rows of a table.
pub(super) struct WorkedOut {
    pub column: Column,
    /// What had no answer in the rows taken together.
    pub taken: Tally,
    /// What had no answer in the rows of the table.
    pub own: Tally,
    /// Rows that would take part, if the filter were true or false for them.
    pub undetermined: Vec<u32>,
}

/// Works out an aggregate for all rows of `table`.
pub(super) fn run(state: &State<'_>, table: TableId, aggregate: &Aggregate, kind: Type) -> WorkedOut {
    let mut tally = Tally::default();
    let rows = state.rows(table);
    let source = state.rows(aggregate.over);
    let mut own = Tally::default();
    let mut undetermined = Vec::new();
    // Of which of the results each row has one, where they are not as many as the rows.
    let mut shared: Option<Vec<u32>> = None;
    let (mut targets, count) = match &aggregate.map {
        RowMap::All => {
            shared = Some(vec![0; rows]);
            (Cow::Owned(vec![0; source]), 1)
        }
        RowMap::Path(path) => (state.walk_all(path, source), rows),
        RowMap::Match { values, .. } => {
            let found = matched(state, [aggregate.over, table], values, [&mut tally, &mut own]);
            undetermined = found.blank;
            shared = Some(found.own);
            (Cow::Owned(found.theirs), found.groups)
        }
    };
    undetermined = filtered(state, aggregate, &mut targets, undetermined, &mut tally);
    let value = aggregate.value.as_ref().map(|expr| column(state, aggregate.over, expr, &mut tally));
    let second = aggregate.second.iter().flat_map(|expr| expr.items());
    let second = second.map(|expr| column(state, aggregate.over, expr, &mut tally)).collect();
    let pass = Pass { targets, count, value, second };
    let mut results = Tally::default();
    let mut result = pass.result(aggregate, kind, &mut results);
    if let Column::Number(values) = &mut result {
        kernels::finite(values, &mut results);
    }
    if let Some(shared) = shared {
        result = result.gather(&shared);
        if matches!(aggregate.map, RowMap::Match { .. }) {
            results = results.of_each(&shared);
        }
    }
    own.merge(results);
    WorkedOut { column: result, taken: tally, own, undetermined }
}

/// Lets the rows take part for which the filter holds; gives those that it, or something before it, leaves open.
fn filtered(
    state: &State<'_>,
    aggregate: &Aggregate,
    targets: &mut Cow<'_, [u32]>,
    mut open: Vec<u32>,
    tally: &mut Tally,
) -> Vec<u32> {
    let Some(filter) = &aggregate.filter else { return open };
    let flags = column(state, aggregate.over, filter, tally);
    // A row that the filter leaves out for certain is not missed.
    open.retain(|row| !is_false(&flags, *row as usize));
    open.extend(keep(targets.to_mut(), &flags));
    open.sort_unstable();
    open.dedup();
    open
}

fn is_false(flags: &Column, row: usize) -> bool {
    matches!(flags, Column::Bool(flags) if flags[row] == FALSE)
}

/// An expression over all rows of the source; a plain column is only borrowed.
fn column<'s>(state: &'s State<'_>, table: TableId, expr: &Expr, tally: &mut Tally) -> Cow<'s, Column> {
    if let ExprKind::Column(slot) = &expr.kind {
        return Cow::Borrowed(state.column(ColumnId { table, slot: *slot }));
    }
    let (column, counted) = expression::whole(state, table, expr, expr.ty.unwrap_or(Type::Number));
    tally.merge(counted);
    Cow::Owned(column)
}

/// Lets the rows take part for which the flag is true; gives those for which it is blank.
fn keep(targets: &mut [u32], flags: &Column) -> Vec<u32> {
    let mut undetermined = Vec::new();
    let Column::Bool(flags) = flags else { return undetermined };
    for (row, (target, &flag)) in targets.iter_mut().zip(flags).enumerate() {
        if flag != TRUE {
            if flag == BLANK_BOOL && *target != NO_ROW {
                undetermined.push(row as u32);
            }
            *target = NO_ROW;
        }
    }
    undetermined
}

impl Pass<'_> {
    fn result(&self, aggregate: &Aggregate, kind: Type, own: &mut Tally) -> Column {
        if matches!(aggregate.op, AggregateOp::Min | AggregateOp::Max | AggregateOp::Large | AggregateOp::Small) {
            own.misordered(self.value.as_deref().and_then(|value| spelled::misordered(&[value])));
        }
        match aggregate.op {
            AggregateOp::Count => Column::Number(self.counts()),
            AggregateOp::Sum => Column::Number(self.sums().into_iter().map(Sum::value).collect()),
            AggregateOp::Average => Column::Number(self.averages()),
            AggregateOp::WeightedAverage => Column::Number(self.weighted(own)),
            AggregateOp::Min => self.best(kind, |value, best| value.is_lt_of(best)),
            AggregateOp::Max => self.best(kind, |value, best| value.is_gt_of(best)),
            AggregateOp::First => self.ordered(kind, Ordering::Less, own),
            AggregateOp::Last => self.ordered(kind, Ordering::Greater, own),
            AggregateOp::Median => Column::Number(self.percentiles(0.5)),
            AggregateOp::Percentile => Column::Number(self.percentiles(aggregate.part)),
            AggregateOp::Distinct => Column::Number(self.distinct()),
            AggregateOp::List => self.lists(),
            AggregateOp::Deviation => Column::Number(self.each(|values| statistics::deviation(values))),
            AggregateOp::PopulationDeviation => {
                Column::Number(self.each(|values| statistics::variance(values, 0).sqrt()))
            }
            AggregateOp::Variance => Column::Number(self.each(|values| statistics::variance(values, 1))),
            AggregateOp::PopulationVariance => Column::Number(self.each(|values| statistics::variance(values, 0))),
            AggregateOp::Mode => self.modes(kind, own),
            AggregateOp::Large => self.placed(kind, aggregate.part, |a, b| b.order(a)),
            AggregateOp::Small => self.placed(kind, aggregate.part, |a, b| a.order(b)),
            AggregateOp::TopShare => {
                Column::Number(self.answered(own, |values| statistics::top_share(values, aggregate.part)))
            }
            AggregateOp::Concentration => {
                Column::Number(self.answered(own, |values| statistics::concentration(values)))
            }
        }
    }

    fn numbers(&self) -> &[f64] {
        match self.value.as_deref() {
            Some(Column::Number(values)) => values,
            _ => &[],
        }
    }

    /// Source rows that take part and whose value is known, each with its target, in row order.
    fn known(&self) -> impl Iterator<Item = (usize, usize)> {
        self.targets.iter().enumerate().filter_map(|(row, &target)| {
            let known = target != NO_ROW && self.value.as_ref().is_none_or(|column| !column.is_blank(row));
            known.then_some((row, target as usize))
        })
    }

    fn counts(&self) -> Vec<f64> {
        let mut counts = vec![0.0; self.count];
        self.known().for_each(|(_, target)| counts[target] += 1.0);
        counts
    }

    fn sums(&self) -> Vec<Sum> {
        let mut sums = vec![Sum::default(); self.count];
        for (&target, &value) in self.targets.iter().zip(self.numbers()) {
            if target != NO_ROW && !value.is_nan() {
                sums[target as usize].add(value);
            }
        }
        sums
    }

    fn averages(&self) -> Vec<f64> {
        self.sums().into_iter().zip(self.counts()).map(|(sum, count)| sum.value() / count).collect()
    }

    fn weighted(&self, own: &mut Tally) -> Vec<f64> {
        let Some(Column::Number(weights)) = self.second.first().map(Cow::as_ref) else {
            return vec![f64::NAN; self.count];
        };
        let mut sums = vec![[Sum::default(); 3]; self.count];
        let mut any = vec![false; self.count];
        for ((&target, &value), &weight) in self.targets.iter().zip(self.numbers()).zip(weights) {
            if target != NO_ROW && !value.is_nan() && !weight.is_nan() {
                let [sum, total, size] = &mut sums[target as usize];
                sum.add(value * weight);
                total.add(weight);
                size.add(weight.abs());
                any[target as usize] = true;
            }
        }
        let mean = |(row, [sum, total, size]): (usize, [Sum; 3])| {
            if !statistics::vanishes(total.value(), size.value()) {
                return sum.value() / total.value();
            }
            // Nothing to average is blank, as for `average`; weights that add to zero are reported.
            if any[row] {
                own.add(NoAnswer::ZeroWeights, row);
            }
            f64::NAN
        };
        sums.into_iter().enumerate().map(mean).collect()
    }

    /// The value of the row that beats all others by the column itself.
    fn best(&self, kind: Type, beats: impl Fn(Keyed<'_>, Keyed<'_>) -> bool) -> Column {
        let Some(column) = self.value.as_deref() else { return Column::blank(kind, self.count) };
        let mut rows = vec![NO_ROW; self.count];
        for (row, target) in self.known() {
            let best = rows[target];
            if best == NO_ROW || beats(Keyed(column, row), Keyed(column, best as usize)) {
                rows[target] = row as u32;
            }
        }
        column.gather(&rows)
    }

    /// The value of the row whose order is least or greatest; no answer where several such rows differ.
    fn ordered(&self, kind: Type, wanted: Ordering, own: &mut Tally) -> Column {
        let Some(column) = self.value.as_deref() else { return Column::blank(kind, self.count) };
        let order: Vec<&Column> = self.second.iter().map(Cow::as_ref).collect();
        own.misordered(spelled::misordered(&order));
        let mut rows = vec![NO_ROW; self.count];
        let mut differ = vec![false; self.count];
        for (row, &target) in self.targets.iter().enumerate() {
            if target == NO_ROW || order::is_unplaced(&order, row) {
                continue;
            }
            let (best, differ) = (&mut rows[target as usize], &mut differ[target as usize]);
            if *best != NO_ROW && order::tied(&order, row, *best as usize) {
                *differ |= !order::agree(column, &[*best, row as u32]);
            } else if *best == NO_ROW || order::compare(&order, row, *best as usize) == wanted {
                (*best, *differ) = (row as u32, false);
            }
        }
        for (target, _) in differ.iter().enumerate().filter(|(_, differ)| **differ) {
            own.add(NoAnswer::TiedOrder, target);
            rows[target] = NO_ROW;
        }
        column.gather(&rows)
    }

    /// Values of each target together, in row order.
    fn gathered(&self) -> Vec<Vec<f64>> {
        let mut lists = vec![Vec::new(); self.count];
        let numbers = self.numbers();
        self.known().for_each(|(row, target)| lists[target].push(numbers[row]));
        lists
    }

    /// As `PERCENTILE.INC`: linear between the two neighbours of place `part × (n - 1)`.
    fn percentiles(&self, part: f64) -> Vec<f64> {
        self.each(|values| statistics::percentile(values, part))
    }

    /// One number from the values of each target.
    fn each(&self, of: impl Fn(&mut [f64]) -> f64) -> Vec<f64> {
        self.gathered().into_iter().map(|mut values| of(&mut values)).collect()
    }

    /// The same for what may have no answer.
    fn answered(&self, own: &mut Tally, of: impl Fn(&mut [f64]) -> Result<f64, NoAnswer>) -> Vec<f64> {
        let mut answer = |(target, mut values): (usize, Vec<f64>)| {
            of(&mut values).unwrap_or_else(|reason| {
                own.add(reason, target);
                f64::NAN
            })
        };
        self.gathered().into_iter().enumerate().map(&mut answer).collect()
    }

    fn distinct(&self) -> Vec<f64> {
        let Some(column) = self.value.as_deref() else { return vec![0.0; self.count] };
        let codes = groups::code_of(column);
        let mut pairs: Vec<(usize, u64)> =
            self.known().filter_map(|(row, target)| codes[row].map(|code| (target, code))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut counts = vec![0.0; self.count];
        pairs.into_iter().for_each(|(target, _)| counts[target] += 1.0);
        counts
    }

    /// The value met most often; no answer where several are met as often.
    fn modes(&self, kind: Type, own: &mut Tally) -> Column {
        let Some(column) = self.value.as_deref() else { return Column::blank(kind, self.count) };
        let codes = groups::code_of(column);
        let mut met: Vec<(usize, u64, u32)> =
            self.known().filter_map(|(row, target)| codes[row].map(|code| (target, code, row as u32))).collect();
        met.sort_unstable();
        let mut best = vec![(NO_ROW, 0, false); self.count];
        for equals in met.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let (target, _, row) = equals[0];
            match equals.len().cmp(&best[target].1) {
                Ordering::Greater => best[target] = (row, equals.len(), false),
                Ordering::Equal => best[target].2 = true,
                Ordering::Less => {}
            }
        }
        let single = |(target, (row, _, several)): (usize, (u32, usize, bool))| {
            if several {
                own.add(NoAnswer::SeveralModes, target);
            }
            if several { NO_ROW } else { row }
        };
        column.gather(&best.into_iter().enumerate().map(single).collect::<Vec<_>>())
    }

    /// The value at a place, the first being 1, when the values stand in an order; blank beyond the last.
    fn placed(&self, kind: Type, place: f64, order: impl Fn(Keyed<'_>, Keyed<'_>) -> Ordering) -> Column {
        let Some(column) = self.value.as_deref() else { return Column::blank(kind, self.count) };
        let mut members = vec![Vec::new(); self.count];
        self.known().for_each(|(row, target)| members[target].push(row as u32));
        let at = |mut rows: Vec<u32>| {
            rows.sort_by(|&a, &b| order(Keyed(column, a as usize), Keyed(column, b as usize)));
            rows.get(place as usize - 1).copied().unwrap_or(NO_ROW)
        };
        column.gather(&members.into_iter().map(at).collect::<Vec<_>>())
    }

    fn lists(&self) -> Column {
        let mut lists: Vec<Vec<Value>> = vec![Vec::new(); self.count];
        if let Some(column) = self.value.as_deref() {
            self.known().for_each(|(row, target)| lists[target].push(column.value(row)));
        }
        Column::Values(Type::List, lists.into_iter().map(|list| Value::List(list.into())).collect())
    }
}

/// A row of a column, for comparing.
#[derive(Clone, Copy)]
struct Keyed<'c>(&'c Column, usize);

impl Keyed<'_> {
    fn value(self) -> Value {
        self.0.value(self.1)
    }

    fn is_lt_of(self, other: Keyed<'_>) -> bool {
        match (self.0, other.0) {
            (Column::Number(a), Column::Number(b)) => a[self.1] < b[other.1],
            _ => ops::exact_order(&self.value(), &other.value()).is_lt(),
        }
    }

    fn order(self, other: Keyed<'_>) -> Ordering {
        ops::exact_order(&self.value(), &other.value())
    }

    fn is_gt_of(self, other: Keyed<'_>) -> bool {
        other.is_lt_of(self)
    }
}

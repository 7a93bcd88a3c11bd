//! Values over many rows: how many, from where, and which of them weigh most.

use super::{Explainer, How, Reason, Seen, Share, Taken, one_line, ranges};
use crate::eval::{Gathered, Looked, MadeOf, Member};
use crate::formula::{Aggregate, AggregateOp, ColumnId, Expr, ExprKind, TableId, Window};
use crate::plan::Work;
use crate::value::number::Sum;
use crate::value::{NumberFormat, Value, ops};
use std::collections::BTreeMap;

/// Rows that do not count, of which so many are named.
const NAMED: usize = 3;

impl Explainer<'_> {
    pub(super) fn gathered(&self, aggregate: &Aggregate, row: usize, depth: usize, reason: &mut Reason) {
        let mut gathered = self.trace.gathered(aggregate, row);
        let rows: Vec<usize> = gathered.taken.iter().map(|member| member.row).collect();
        reason.how = How::Aggregate(Taken {
            op: aggregate.op,
            table: self.plan().tables[aggregate.over.0].name.clone(),
            rows: gathered.all,
            counted: rows.len(),
            left_out: gathered.left_out.len(),
            undecided: gathered.undecided.len(),
            blank: gathered.blank.len(),
            ranges: self.cells_of(aggregate.over, aggregate.value.iter().chain(&aggregate.second), &rows),
            unknown: self.unknown(aggregate.over, &gathered),
            values: values(aggregate.op, &gathered.taken),
        });
        if depth == 0 {
            return;
        }
        let total = total(aggregate.op, &gathered.taken);
        self.put_first(aggregate, &mut gathered.taken);
        for (at, member) in gathered.taken.iter().take(self.limits.rows).enumerate() {
            let depth = if at == 0 || self.limits.every_row { depth - 1 } else { 0 };
            let mut part = self.member(aggregate.over, aggregate.value.as_ref(), member, depth);
            let weighs = aggregate.op == AggregateOp::WeightedAverage;
            let size = if weighs { &member.weight } else { &member.value };
            let share = total.and_then(|total| Some(size.as_number()? / total)).filter(|share| share.is_finite());
            part.share = match (share, member.weight.as_number()) {
                (Some(share), Some(weight)) if weighs => Some(Share::OfWeights(share, weight)),
                (share, _) => share.map(Share::OfSum),
            };
            if matches!(aggregate.op, AggregateOp::First | AggregateOp::Last) {
                part.shown.push_str(&self.placed(aggregate, member.row));
            }
            reason.parts.push(part);
        }
    }

    /// A row of an aggregate or window, with its value.
    fn member(&self, table: TableId, value: Option<&Expr>, member: &Member, depth: usize) -> Reason {
        let row = Some(self.row_name(table, member.row));
        match value {
            None => Reason { row, how: How::Row, ..self.bare(String::new(), Value::Blank, NumberFormat::General) },
            Some(expr) => match &expr.kind {
                ExprKind::Column(slot) => {
                    Reason { row, ..self.reason(ColumnId { table, slot: *slot }, member.row, depth) }
                }
                ExprKind::Follow { .. } => Reason { row, ..self.operand(table, expr, member.row, depth) },
                _ => Reason {
                    row,
                    parts: self.operands(table, &[expr], member.row, depth),
                    ..self.bare(self.text(expr.span), member.value.clone(), NumberFormat::General)
                },
            },
        }
    }

    /// The rows that do not count because something is blank.
    fn unknown(&self, table: TableId, gathered: &Gathered) -> Vec<String> {
        let rows = gathered.blank.iter().chain(&gathered.undecided);
        rows.take(NAMED).map(|&row| self.trace.key(table, row)).collect()
    }

    /// Puts the rows that weigh most in front.
    fn put_first(&self, aggregate: &Aggregate, taken: &mut [Member]) {
        let size = |value: &Value| value.as_number().map_or(0.0, f64::abs);
        match aggregate.op {
            AggregateOp::WeightedAverage => taken.sort_by(|a, b| size(&b.weight).total_cmp(&size(&a.weight))),
            AggregateOp::Min => taken.sort_by(|a, b| ops::exact_order(&a.value, &b.value)),
            AggregateOp::Max => taken.sort_by(|a, b| ops::exact_order(&b.value, &a.value)),
            AggregateOp::First | AggregateOp::Last => self.put_in_order(aggregate, taken),
            AggregateOp::Median | AggregateOp::Percentile | AggregateOp::Large | AggregateOp::Small => {
                put_near(aggregate, taken);
            }
            AggregateOp::Count | AggregateOp::Distinct | AggregateOp::List | AggregateOp::Mode => {}
            _ => taken.sort_by(|a, b| size(&b.value).total_cmp(&size(&a.value))),
        }
    }

    fn put_in_order(&self, aggregate: &Aggregate, taken: &mut [Member]) {
        let key = |member: &Member| -> Vec<Value> {
            let order = aggregate.second.iter().flat_map(|order| order.items());
            order.map(|expr| self.trace.value(aggregate.over, expr, member.row)).collect()
        };
        taken.sort_by_cached_key(|member| Ordered(key(member)));
        if aggregate.op == AggregateOp::Last {
            taken.reverse();
        }
    }

    /// Where a row stands in the order that is asked for: ` (day 2026-03-01)`.
    fn placed(&self, aggregate: &Aggregate, row: usize) -> String {
        let order = aggregate.second.iter().flat_map(|order| order.items());
        let one = |expr: &Expr| {
            let text = self.text(expr.span);
            let own = text.rsplit('.').next().filter(|name| name.chars().all(|c| c.is_alphanumeric() || c == '_'));
            format!("{} {}", own.unwrap_or(&text), self.trace.value(aggregate.over, expr, row))
        };
        let all: Vec<String> = order.map(one).collect();
        if all.is_empty() { String::new() } else { format!(" ({})", all.join(", ")) }
    }

    pub(super) fn looked_at(&self, id: ColumnId, window: &Window, row: usize, depth: usize, reason: &mut Reason) {
        let table = id.table;
        let mut looked = self.trace.looked_at(table, window, row);
        if let Some(weight) = window.second.as_ref().and_then(|weight| weight.items().first()) {
            // Of units that are shared out the total is the same for all: what counts is the weight.
            let size = |member: &Member| self.trace.value(table, weight, member.row).as_number().unwrap_or(0.0);
            looked.rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
        }
        let within = window
            .within
            .iter()
            .map(|expr| (self.written_name(table, expr), self.trace.value(table, expr, row).to_string()));
        let within = within.collect();
        let exprs = std::iter::once(&window.value).chain(&window.second);
        let first = self.first_listed(&looked, row, window.order.is_some());
        let note = self.window_note(table, window, &looked, row);
        reason.how =
            How::Window(Seen { note, ..self.seen(Some(window.op), table, exprs, within, &looked, (row, first)) });
        if depth == 0 {
            return;
        }
        let own: Vec<&Expr> = std::iter::once(&window.value).chain(&window.second).chain(&window.order).collect();
        reason.parts = self.operands(table, &own, row, depth);
        self.list(id, window, &looked, first, reason);
    }

    /// The rank of a score among the rows it is counted with.
    pub(super) fn ranked(
        &self,
        table: TableId,
        slot: usize,
        within: &[usize],
        row: usize,
        depth: usize,
        into: &mut Reason,
    ) {
        let looked = self.trace.ranked(table, slot, within, row);
        let id = |slot: usize| ColumnId { table, slot };
        let common =
            |&slot: &usize| (self.plan().column(id(slot)).name.clone(), self.trace.at(id(slot), row).to_string());
        let first = self.first_listed(&looked, row, false);
        let within = within.iter().map(common).collect();
        into.how = How::Window(self.seen(None, table, std::iter::empty(), within, &looked, (row, first)));
        if depth > 0 {
            let score =
                Expr::new(ExprKind::Column(slot), crate::value::Type::Number, self.plan().column(id(slot)).span);
            let listed = looked.rows.iter().skip(first).take(self.limits.rows);
            into.parts.extend(listed.map(|member| self.neighbour(table, &score, member.row, &member.value)));
        }
    }

    fn seen<'e>(
        &self,
        op: Option<crate::formula::WindowOp>,
        table: TableId,
        exprs: impl Iterator<Item = &'e Expr>,
        within: Vec<(String, String)>,
        looked: &Looked,
        (row, first): (usize, usize),
    ) -> Seen {
        let rows: Vec<usize> = looked.rows.iter().map(|member| member.row).collect();
        Seen {
            op,
            table: self.plan().tables[table.0].name.clone(),
            rows: rows.len(),
            blank: looked.blank,
            within,
            ranges: self.cells_of(table, exprs, &rows),
            first_listed: first + 1,
            own: looked.rows.iter().position(|member| member.row == row).map(|place| place + 1),
            note: None,
        }
    }

    /// Where to begin, so that what is listed shows the row among its neighbours, or the last rows before it.
    fn first_listed(&self, looked: &Looked, row: usize, ordered: bool) -> usize {
        let (all, most) = (looked.rows.len(), self.limits.rows);
        let last = all.saturating_sub(most);
        match looked.rows.iter().position(|member| member.row == row) {
            Some(place) if !ordered => place.saturating_sub(most / 2).min(last),
            _ if ordered => last,
            _ => 0,
        }
    }

    /// The cells behind expressions for some rows; where they read no cell of the table, those of its key.
    fn cells_of<'e>(&self, table: TableId, exprs: impl Iterator<Item = &'e Expr>, rows: &[usize]) -> Vec<String> {
        let mut read = Vec::new();
        exprs.for_each(|expr| self.reads(table, expr, &mut read));
        let mut cells: BTreeMap<(TableId, usize), Vec<usize>> = BTreeMap::new();
        read.into_iter().for_each(|id| self.cells_behind(id, rows, &mut cells));
        if cells.is_empty() {
            let key = self.plan().tables[table.0].key;
            key.into_iter().for_each(|slot| self.cells_behind(ColumnId { table, slot }, rows, &mut cells));
        }
        // Columns that are read in the same rows are named together.
        let mut together: Vec<(TableId, Vec<u32>, Vec<usize>)> = Vec::new();
        for ((table, place), rows) in cells {
            let mut rows: Vec<u32> = rows.into_iter().map(|row| row as u32).collect();
            rows.sort_unstable();
            rows.dedup();
            match together.iter_mut().find(|(of, same, _)| *of == table && *same == rows) {
                Some((_, _, places)) => places.push(place),
                None => together.push((table, rows, vec![place])),
            }
        }
        let named = |(table, rows, places): (TableId, Vec<u32>, Vec<usize>)| {
            ranges::ranges(self.trace.provenance(table), &rows, &places, self.with_book)
        };
        together.into_iter().flat_map(named).collect()
    }

    /// The columns of a table that an expression reads.
    fn reads(&self, table: TableId, expr: &Expr, read: &mut Vec<ColumnId>) {
        expr.visit(&mut |node| {
            if let ExprKind::Column(slot) = node.kind {
                read.push(ColumnId { table, slot });
            }
        });
    }

    /// The cells of a column in some rows, also through formulas of its table, and those that rows were made of.
    fn cells_behind(&self, id: ColumnId, rows: &[usize], cells: &mut BTreeMap<(TableId, usize), Vec<usize>>) {
        match &self.plan().column(id).work {
            Work::Imported(place) => {
                cells.entry((id.table, *place)).or_default().extend(rows);
            }
            Work::Formula(expr) => {
                let mut read = Vec::new();
                self.reads(id.table, expr, &mut read);
                read.into_iter().for_each(|id| self.cells_behind(id, rows, cells));
            }
            Work::Derived => {
                let mut before: BTreeMap<ColumnId, Vec<usize>> = BTreeMap::new();
                for source in rows.iter().filter_map(|row| self.trace.made_of(id, *row)) {
                    match source {
                        MadeOf::Column(id, row) => before.entry(id).or_default().push(row),
                        MadeOf::Found { table, row, place } => cells.entry((table, place)).or_default().push(row),
                    }
                }
                before.into_iter().for_each(|(id, rows)| self.cells_behind(id, &rows, cells));
            }
            _ => {}
        }
    }

    fn written_name(&self, table: TableId, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Column(_) => self.name(table, expr),
            _ => one_line(&self.text(expr.span)),
        }
    }
}

/// Values that are told, at most.
const VALUES: usize = 8;

/// Each value with how many rows have it, where that is what is asked for.
fn values(op: AggregateOp, taken: &[Member]) -> Vec<(String, usize)> {
    if !matches!(op, AggregateOp::Distinct | AggregateOp::Mode) {
        return Vec::new();
    }
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    taken.iter().for_each(|member| *counted.entry(member.value.to_string()).or_default() += 1);
    let mut counted: Vec<(String, usize)> = counted.into_iter().collect();
    counted.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
    counted.truncate(VALUES);
    counted
}

/// What the values, or weights, add to, where a share of it says something.
fn total(op: AggregateOp, taken: &[Member]) -> Option<f64> {
    let sizes: Option<Vec<f64>> = match op {
        AggregateOp::Sum | AggregateOp::TopShare | AggregateOp::Concentration => {
            taken.iter().map(|member| member.value.as_number()).collect()
        }
        AggregateOp::WeightedAverage => taken.iter().map(|member| member.weight.as_number()).collect(),
        _ => None,
    };
    let sizes = sizes?;
    // Of a sum in which some take away what others give, no part says anything.
    let one_sign = sizes.iter().all(|size| *size >= 0.0) || sizes.iter().all(|size| *size <= 0.0);
    let sum = Sum::of(sizes);
    (one_sign && sum != 0.0 && taken.len() > 1).then_some(sum)
}

/// Puts the values nearest to the place that is asked for in front.
fn put_near(aggregate: &Aggregate, taken: &mut [Member]) {
    taken.sort_by(|a, b| ops::exact_order(&a.value, &b.value));
    let last = taken.len().saturating_sub(1) as f64;
    let place = match aggregate.op {
        AggregateOp::Median => 0.5 * last,
        AggregateOp::Small => aggregate.part - 1.0,
        AggregateOp::Large => last - (aggregate.part - 1.0),
        _ => aggregate.part * last,
    };
    let mut placed: Vec<(f64, Member)> =
        taken.iter().enumerate().map(|(at, member)| ((at as f64 - place).abs(), member.clone())).collect();
    placed.sort_by(|a, b| a.0.total_cmp(&b.0));
    taken.iter_mut().zip(placed).for_each(|(place, (_, member))| *place = member);
}

/// Values in the order of `first` and `last`.
#[derive(PartialEq)]
struct Ordered(Vec<Value>);

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let each = self.0.iter().zip(&other.0).map(|(a, b)| ops::exact_order(a, b));
        each.into_iter().find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
    }
}

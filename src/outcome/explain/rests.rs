//! All cells a value rests on, however deep they lie: which part of which sheet to look at.

use super::{CellsOf, Explainer, ranges};
use crate::eval::MadeOf;
use crate::formula::{ColumnId, Expr, ExprKind, RowMap, TableId};
use crate::plan::{DecisionPlan, ScorecardPlan, Work};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// Rows in order, each once. Columns read for the same rows share them: a sum over thousands of rows reads as many
/// of each column.
type Taken = Rc<Vec<u32>>;
/// Rows of a column whose cells are looked for.
type Batch = (ColumnId, Taken);
/// Cells found by a pattern of headers: their place in the table, the column that they became, and the rows.
type Found = BTreeMap<(TableId, usize), (ColumnId, Vec<u32>)>;
/// Imported columns, by their place among those of the sheet, that are read in the same rows.
struct Together {
    table: TableId,
    rows: Taken,
    columns: Vec<(usize, ColumnId)>,
}

impl Explainer<'_> {
    /// The cells that columns of a row were worked out from, table by table. The rows a window compares
    /// the row with are not followed.
    pub(super) fn rests_on(&self, columns: &[ColumnId], row: usize) -> Vec<CellsOf> {
        let one = |Together { table, rows, columns }: Together| {
            let places: Vec<usize> = columns.iter().map(|(place, _)| *place).collect();
            let mut names: Vec<String> = columns.iter().map(|(_, id)| self.plan().column(*id).name.clone()).collect();
            // Columns that became one are called so once.
            names.dedup();
            CellsOf {
                table: self.plan().tables[table.0].name.clone(),
                columns: names,
                rows: rows.len(),
                ranges: ranges::ranges(self.trace.provenance(table), &rows, &places, self.with_book),
            }
        };
        self.together(columns, row).into_iter().map(one).filter(|cells| !cells.ranges.is_empty()).collect()
    }

    /// The first of the ranges a column of a row rests on, and how many there are: a sum over thousands of
    /// rows has thousands, and each takes longer to write than to find.
    pub(super) fn first_ranges(&self, column: ColumnId, row: usize, most: usize) -> (Vec<String>, usize) {
        let (mut told, mut all) = (Vec::new(), 0);
        for Together { table, rows, columns } in self.together(&[column], row) {
            let places: Vec<usize> = columns.iter().map(|(place, _)| *place).collect();
            let spans = ranges::spans(self.trace.provenance(table), &rows, &places);
            all += spans.len();
            let room = most - told.len();
            told.extend(spans.iter().take(room).map(|span| span.text(self.with_book)));
        }
        (told, all)
    }

    /// The imported columns that columns of a row rest on, those together that are read in the same rows.
    fn together(&self, columns: &[ColumnId], row: usize) -> Vec<Together> {
        let mut seen: HashMap<ColumnId, Taken> = HashMap::new();
        let one = Rc::new(vec![row as u32]);
        let mut open: Vec<Batch> = columns.iter().map(|id| (*id, one.clone())).collect();
        let mut found = Found::new();
        while let Some((id, rows)) = open.pop() {
            let rows = self.not_given(id, rows);
            let fresh = match seen.entry(id) {
                Entry::Vacant(place) => place.insert(rows).clone(),
                Entry::Occupied(mut known) => {
                    let fresh = Rc::new(without(&rows, known.get()));
                    if !fresh.is_empty() {
                        let both = known.get().iter().chain(&*fresh).copied().collect();
                        known.insert(in_order(both));
                    }
                    fresh
                }
            };
            match self.plan().column(id).work {
                _ if fresh.is_empty() => {}
                Work::Imported(_) => {}
                Work::Derived => self.before(id, &fresh, &mut open, &mut found),
                _ => self.behind(id, &fresh, &mut open),
            }
        }
        self.by_rows(seen, found)
    }

    /// What values of rows that were made of other tables were there.
    fn before(&self, id: ColumnId, rows: &Taken, open: &mut Vec<Batch>, found: &mut Found) {
        let mut columns: BTreeMap<ColumnId, Vec<u32>> = BTreeMap::new();
        for made_of in rows.iter().filter_map(|row| self.trace.made_of(id, *row as usize)) {
            match made_of {
                MadeOf::Column(id, row) => columns.entry(id).or_default().push(row as u32),
                MadeOf::Found { table, row, place } => {
                    found.entry((table, place)).or_insert_with(|| (id, Vec::new())).1.push(row as u32);
                }
            }
        }
        open.extend(columns.into_iter().map(|(id, rows)| (id, in_order(rows))));
    }

    /// Values that were supplied from outside rest on nothing.
    fn not_given(&self, id: ColumnId, rows: Taken) -> Taken {
        if !self.trace.has_given(id) {
            return rows;
        }
        Rc::new(rows.iter().copied().filter(|row| !self.trace.is_given(id, *row as usize)).collect())
    }

    fn by_rows(&self, seen: HashMap<ColumnId, Taken>, found: Found) -> Vec<Together> {
        let imported = seen.into_iter().filter_map(|(id, rows)| match self.plan().column(id).work {
            Work::Imported(place) if !rows.is_empty() => Some(((id.table, place), (id, rows))),
            _ => None,
        });
        let found = found.into_iter().map(|(place, (id, rows))| (place, (id, in_order(rows))));
        let cells: BTreeMap<(TableId, usize), (ColumnId, Taken)> = imported.chain(found).collect();
        let mut together: Vec<Together> = Vec::new();
        for ((table, place), (id, rows)) in cells {
            let same = |of: &&mut Together| of.table == table && (Rc::ptr_eq(&of.rows, &rows) || of.rows == rows);
            match together.iter_mut().find(same) {
                Some(of) => of.columns.push((place, id)),
                None => together.push(Together { table, rows, columns: vec![(place, id)] }),
            }
        }
        together
    }

    /// The columns behind a column, each with the rows that are read of it.
    fn behind(&self, id: ColumnId, rows: &Taken, open: &mut Vec<Batch>) {
        let own = |slot: usize| (ColumnId { table: id.table, slot }, rows.clone());
        match &self.plan().column(id).work {
            Work::Formula(expr) => self.read(id.table, expr, rows, open),
            Work::Aggregate(aggregate) => {
                let taken = in_order(self.trace.taken(aggregate, rows));
                aggregate.expressions().for_each(|expr| self.read(aggregate.over, expr, &taken, open));
                if let RowMap::Match { table, values } = &aggregate.map {
                    values.iter().for_each(|same| self.read(aggregate.over, &same.theirs, &taken, open));
                    values.iter().for_each(|same| self.read(*table, &same.own, rows, open));
                }
            }
            Work::Window(window) => window.expressions().for_each(|expr| self.read(id.table, expr, rows, open)),
            Work::Decision(decision) => self.read_decision(self.plan().decision(*decision), rows, open),
            Work::Score(card) => {
                open.extend(read_slots(self.plan().scorecard(*card), id.slot).into_iter().map(own));
            }
            Work::Imported(_) | Work::Derived | Work::Link | Work::Unbound => {}
        }
    }

    fn read_decision(&self, decision: &DecisionPlan, rows: &Taken, open: &mut Vec<Batch>) {
        let inputs = decision.inputs.iter().map(|&slot| ColumnId { table: decision.table, slot });
        open.extend(inputs.map(|id| (id, rows.clone())));
        for result in decision.rules.iter().chain(&decision.otherwise).flat_map(|rule| &rule.results) {
            self.read(decision.table, result, rows, open);
        }
    }

    /// What an expression reads for some rows.
    fn read(&self, table: TableId, expr: &Expr, rows: &Taken, open: &mut Vec<Batch>) {
        expr.visit(&mut |node| match &node.kind {
            ExprKind::Column(slot) => open.push((ColumnId { table, slot: *slot }, rows.clone())),
            ExprKind::Figure(column) => open.push((*column, Rc::new(vec![0]))),
            ExprKind::Follow { path, column } => {
                let led = rows.iter().filter_map(|row| self.trace.follow(path, *row as usize));
                open.push((*column, in_order(led.map(|row| row as u32).collect())));
            }
            _ => {}
        });
    }
}

/// Each row once, in order. Most come in order.
fn in_order(mut rows: Vec<u32>) -> Taken {
    if !rows.is_sorted_by(|a, b| a < b) {
        rows.sort_unstable();
        rows.dedup();
    }
    Rc::new(rows)
}

/// The rows that are not among the others.
fn without(rows: &Taken, others: &Taken) -> Vec<u32> {
    if Rc::ptr_eq(rows, others) {
        return Vec::new();
    }
    rows.iter().copied().filter(|row| others.binary_search(row).is_err()).collect()
}

/// The columns a part of a scorecard is worked out from.
fn read_slots(card: &ScorecardPlan, slot: usize) -> Vec<usize> {
    match card.measures.iter().find(|measure| measure.points == slot) {
        Some(measure) => [measure.value, measure.target, measure.worst].into_iter().chain(measure.cap).collect(),
        None if slot == card.score => {
            card.measures.iter().flat_map(|measure| [measure.points, measure.weight]).collect()
        }
        None => vec![card.score],
    }
}

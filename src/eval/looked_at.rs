//! The rows behind a value: those an aggregate takes together, and those a window looks at.

use super::batch::Rows;
use super::expression::{self, Evaluator};
use super::groups::group;
use super::matched::matched;
use super::order;
use super::row_evaluator::{Belonging, Members, RowEvaluator};
use super::tally::Tally;
use crate::formula::{Aggregate, AggregateOp, ColumnId, Expr, RowMap, TableId, Window, WindowOp};
use crate::table::{Column, FALSE, NO_ROW, TRUE};
use crate::value::{Type, Value, ops};
use foldhash::HashSet;
use std::sync::{Arc, PoisonError};

/// A row that takes part.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The row of its table.
    pub row: usize,
    /// Its value; blank where rows are only counted.
    pub value: Value,
    /// Its weight, where there is one.
    pub weight: Value,
}

/// The rows of an aggregate for one row, by what became of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gathered {
    /// Rows that belong to the row.
    pub all: usize,
    /// Those that count, in row order.
    pub taken: Vec<Member>,
    /// Those the filter leaves out.
    pub left_out: Vec<usize>,
    /// Those for which the filter cannot be decided.
    pub undecided: Vec<usize>,
    /// Those whose value, or weight, is blank.
    pub blank: Vec<usize>,
}

/// The rows a window looks at for one row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Looked {
    /// Rows of the group.
    pub group: usize,
    /// Those that count: by value, the greatest first, or in their order.
    pub rows: Vec<Member>,
    /// Those of the group whose value, or place in the order, is blank.
    pub blank: usize,
}

impl RowEvaluator<'_> {
    /// The rows of an aggregate for a row.
    #[must_use]
    pub fn gathered(&self, aggregate: &Aggregate, row: usize) -> Gathered {
        let mut passed = self.belonging(aggregate, &[row as u32]);
        let mut gathered = Gathered { all: passed.len(), ..Gathered::default() };
        let mut evaluator = Evaluator::new(&self.state, aggregate.over);
        if let Some(filter) = &aggregate.filter {
            let flags = evaluator.flags(filter, Rows::Picked(&passed));
            let with = |wanted: u8| passed.iter().zip(&flags).filter(move |(_, flag)| **flag == wanted);
            gathered.left_out = with(FALSE).map(|(row, _)| *row as usize).collect();
            let known = |flag: u8| flag == TRUE || flag == FALSE;
            let unknown = passed.iter().zip(&flags).filter(|(_, flag)| !known(**flag));
            gathered.undecided = unknown.map(|(row, _)| *row as usize).collect();
            passed = with(TRUE).map(|(row, _)| *row).collect();
        }
        let mut values = |expr: Option<&Expr>| expr.map(|expr| evaluator.evaluate(expr, Rows::Picked(&passed)));
        let value = values(aggregate.value.as_ref());
        let weighted = aggregate.op == AggregateOp::WeightedAverage;
        let weight = values(aggregate.second.as_ref().filter(|_| weighted));
        for (at, &row) in passed.iter().enumerate() {
            let of = |batch: &Option<super::batch::Batch>| batch.as_ref().map_or(Value::Blank, |batch| batch.value(at));
            let member = Member { row: row as usize, value: of(&value), weight: of(&weight) };
            if value.is_some() && member.value.is_blank() || weight.is_some() && member.weight.is_blank() {
                gathered.blank.push(member.row);
            } else {
                gathered.taken.push(member);
            }
        }
        gathered
    }

    /// The rows an aggregate takes together for any of some rows, blank values among them.
    #[must_use]
    pub fn taken(&self, aggregate: &Aggregate, rows: &[u32]) -> Vec<u32> {
        let mut taken = self.belonging(aggregate, rows);
        if let Some(filter) = &aggregate.filter {
            let flags = Evaluator::new(&self.state, aggregate.over).flags(filter, Rows::Picked(&taken));
            let mut flags = flags.into_iter();
            taken.retain(|_| flags.next() == Some(TRUE));
        }
        taken
    }

    /// The rows an aggregate has, filter aside, for the rows that are wanted, in order.
    fn belonging(&self, aggregate: &Aggregate, wanted: &[u32]) -> Vec<u32> {
        let source = self.state.rows(aggregate.over);
        let path = match &aggregate.map {
            RowMap::All => return (0..source as u32).collect(),
            RowMap::Match { table, values } => {
                let tallies = [&mut Tally::default(), &mut Tally::default()];
                let found = matched(&self.state, [aggregate.over, *table], values, tallies);
                let own = wanted.iter().map(|row| found.own[*row as usize]).filter(|group| *group != NO_ROW);
                let groups: HashSet<u32> = own.collect();
                return (0..source as u32).filter(|&at| groups.contains(&found.theirs[at as usize])).collect();
            }
            RowMap::Path(path) => path,
        };
        if let Some(members) = &self.members {
            let own = self.members_of(members, path, source);
            let mut found: Vec<u32> = Vec::new();
            for &row in wanted {
                let ends = own.starts.get(row as usize).zip(own.starts.get(row as usize + 1));
                found.extend(ends.into_iter().flat_map(|(&start, &end)| &own.rows[start as usize..end as usize]));
            }
            found.sort_unstable();
            found.dedup();
            return found;
        }
        let targets = self.state.walk_all(path, source);
        let rows = 0..source as u32;
        match wanted {
            [row] => rows.filter(|&at| targets[at as usize] == *row).collect(),
            _ => {
                let wanted: HashSet<u32> = wanted.iter().copied().collect();
                rows.filter(|&at| wanted.contains(&targets[at as usize])).collect()
            }
        }
    }

    /// Which rows belong to which by a way of references, found out once.
    fn members_of(&self, members: &Members, path: &[ColumnId], source: usize) -> Arc<Belonging> {
        // What another thread found out before it stopped is still so.
        let mut known = members.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = known.get(path) {
            return own.clone();
        }
        let targets = self.state.walk_all(path, source);
        let most = targets.iter().filter(|target| **target != NO_ROW).max().map_or(0, |most| *most as usize + 1);
        let mut starts = vec![0_u32; most + 1];
        for &target in targets.iter().filter(|target| **target != NO_ROW) {
            starts[target as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; *starts.last().unwrap_or(&0) as usize];
        for (row, &target) in (0_u32..).zip(&*targets) {
            if target != NO_ROW {
                rows[next[target as usize] as usize] = row;
                next[target as usize] += 1;
            }
        }
        let own = Arc::new(Belonging { starts, rows });
        known.insert(path.to_vec(), own.clone());
        own
    }

    /// The rows a window looks at for a row.
    #[must_use]
    pub fn looked_at(&self, table: TableId, window: &Window, row: usize) -> Looked {
        let whole = |expr: &Expr| expression::whole(&self.state, table, expr, expr.ty.unwrap_or(Type::Number)).0;
        let value = whole(&window.value);
        let within: Vec<Column> = window.within.iter().map(whole).collect();
        let by: Vec<Column> = window.order.iter().flat_map(|order| order.items()).map(whole).collect();
        let mut looked = self.of_group(&value, &within.iter().collect::<Vec<_>>(), row);
        if window.order.is_none() {
            return looked;
        }
        let placed = looked.rows.len();
        looked.rows.retain(|member| !order::is_unplaced(&by, member.row));
        looked.blank += placed - looked.rows.len();
        looked.rows.sort_by(|a, b| order::compare(&by, a.row, b.row));
        if order::is_unplaced(&by, row) {
            looked.rows.clear();
            return looked;
        }
        let with_own = matches!(window.op, WindowOp::RunningTotal | WindowOp::Streak);
        looked.rows.retain(|member| {
            let before = order::compare(&by, member.row, row).is_lt() && !order::tied(&by, member.row, row);
            before || with_own && order::tied(&by, member.row, row)
        });
        let most = match window.op {
            WindowOp::RunningTotal | WindowOp::Streak => usize::MAX,
            WindowOp::PreviousValue => 1,
            _ => window.number,
        };
        looked.rows.drain(..looked.rows.len().saturating_sub(most));
        looked
    }

    /// The rows that agree with a row on some columns, by a column of the same table.
    #[must_use]
    pub fn ranked(&self, table: TableId, slot: usize, within: &[usize], row: usize) -> Looked {
        let id = |slot: usize| ColumnId { table, slot };
        let Some(value) = self.column(id(slot)) else { return Looked::default() };
        let within: Vec<&Column> = within.iter().filter_map(|&slot| self.column(id(slot))).collect();
        self.of_group(value, &within, row)
    }

    fn of_group(&self, value: &Column, within: &[&Column], row: usize) -> Looked {
        let groups = group(within, value.len());
        let Some(own) = groups.of.get(row) else { return Looked::default() };
        let rows: Vec<usize> = (0..value.len()).filter(|&at| groups.of[at] == *own).collect();
        let known = rows.iter().filter(|&&at| !value.is_blank(at));
        let mut members: Vec<Member> =
            known.map(|&row| Member { row, value: value.value(row), weight: Value::Blank }).collect();
        members.sort_by(|a, b| ops::exact_order(&b.value, &a.value));
        Looked { group: rows.len(), blank: rows.len() - members.len(), rows: members }
    }
}

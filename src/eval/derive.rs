//! Rows of derived tables.

use super::batch::Rows;
use super::expression::Evaluator;
use super::groups::group;
use super::state::{NO_ROW, State};
use crate::formula::{ColumnId, TableId};
use crate::plan::{GroupPlan, PairsPlan, RowsPlan};
use crate::table::{Column, TRUE};

/// Pairs looked at together, so that the full product never stands in memory.
const PAIRS: usize = 1 << 16;

impl State<'_> {
    pub(super) fn derive_rows(&mut self, table: TableId) {
        match &self.plan.tables[table.0].rows {
            RowsPlan::Group(plan) => self.group_rows(table, plan),
            RowsPlan::Pairs(plan) => self.pair_rows(table, plan),
            RowsPlan::Imported(_) | RowsPlan::One => {}
        }
    }

    fn group_rows(&mut self, table: TableId, plan: &GroupPlan) {
        let taking_part = self.rows_taking_part(plan);
        let by: Vec<Column> =
            plan.by.iter().map(|&slot| self.column(ColumnId { table: plan.of, slot }).gather(&taking_part)).collect();
        let groups = group(&by.iter().collect::<Vec<_>>(), taking_part.len());
        let mut link = vec![NO_ROW; self.rows(plan.of)];
        for (&row, &group) in taking_part.iter().zip(&groups.of) {
            link[row as usize] = group;
        }
        let first: Vec<u32> = groups.first.iter().map(|&at| taking_part[at as usize]).collect();
        let frame = &mut self.frames[table.0];
        frame.rows = first.len();
        for (slot, column) in by.iter().enumerate() {
            frame.columns[slot] = Some(column.gather(&groups.first));
        }
        for (slot, &from) in plan.by.iter().enumerate() {
            if self.plan.tables[table.0].columns[slot].references.is_some() {
                let links = self.reference_of(plan.of, from);
                self.frames[table.0].links[slot] = Some(first.iter().map(|&row| links[row as usize]).collect());
            }
        }
        self.frames[plan.of.0].links[plan.link] = Some(link);
    }

    fn rows_taking_part(&self, plan: &GroupPlan) -> Vec<u32> {
        let all = 0..self.rows(plan.of) as u32;
        match plan.filter.map(|slot| self.column(ColumnId { table: plan.of, slot })) {
            Some(Column::Bool(flags)) => all.filter(|&row| flags[row as usize] == TRUE).collect(),
            _ => all.collect(),
        }
    }

    /// The rows a column of references leads to, also where it was fetched through another reference.
    fn reference_of(&self, table: TableId, slot: usize) -> Vec<u32> {
        use crate::formula::Kind;
        use crate::plan::Work;
        let id = ColumnId { table, slot };
        match &self.plan.column(id).work {
            Work::Formula(expr) => match &expr.kind {
                Kind::Column(from) => self.reference_of(table, *from),
                Kind::Follow { path, column } => {
                    let mut way = path.clone();
                    way.push(*column);
                    self.walk(&way, 0..self.rows(table) as u32)
                }
                _ => vec![NO_ROW; self.rows(table)],
            },
            _ => self.link(id).to_vec(),
        }
    }

    fn pair_rows(&mut self, table: TableId, plan: &PairsPlan) {
        let (lefts, rights) = (self.rows(plan.left), self.rows(plan.right));
        let (mut kept_left, mut kept_right) = (Vec::new(), Vec::new());
        let total = lefts * rights;
        let mut at = 0;
        while at < total {
            let end = (at + PAIRS).min(total);
            let left: Vec<u32> = (at..end).map(|pair| (pair / rights) as u32).collect();
            let right: Vec<u32> = (at..end).map(|pair| (pair % rights) as u32).collect();
            self.place_pairs(table, left, right);
            if let Some(filter) = &plan.filter {
                let mut evaluator = Evaluator::new(self, table);
                let flags = evaluator.flags(filter, Rows::Range(0, end - at));
                for (pair, flag) in (at..end).zip(flags) {
                    if flag == TRUE {
                        kept_left.push((pair / rights) as u32);
                        kept_right.push((pair % rights) as u32);
                    }
                }
            } else {
                kept_left.extend((at..end).map(|pair| (pair / rights) as u32));
                kept_right.extend((at..end).map(|pair| (pair % rights) as u32));
            }
            at = end;
        }
        for (slot, (side, rows)) in [(plan.left, &kept_left), (plan.right, &kept_right)].into_iter().enumerate() {
            let keys = self.keys(side, rows);
            self.frames[table.0].columns[slot] = Some(keys);
        }
        self.place_pairs(table, kept_left, kept_right);
    }

    /// Makes the pairs table hold these pairs.
    fn place_pairs(&mut self, table: TableId, left: Vec<u32>, right: Vec<u32>) {
        let frame = &mut self.frames[table.0];
        frame.rows = left.len();
        frame.links[0] = Some(left);
        frame.links[1] = Some(right);
    }

    /// The keys of some rows as text.
    fn keys(&self, table: TableId, rows: &[u32]) -> Column {
        let texts: Vec<String> = rows.iter().map(|&row| self.key(table, row as usize)).collect();
        Column::Text(texts.iter().map(|text| Some(text.as_str())).collect())
    }
}

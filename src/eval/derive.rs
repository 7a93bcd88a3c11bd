//! Rows of derived tables.

use super::groups::group;
use super::state::State;
use super::undetermined::Effect;
use crate::formula::{ColumnId, TableId};
use crate::plan::{GroupPlan, RowsPlan, StackPlan, UnpivotPlan};
use crate::table::{BLANK_BOOL, Column, ColumnBuilder, NO_ROW, TRUE, TextBuilder};
use std::sync::Arc;

impl State<'_> {
    pub(super) fn derive_rows(&mut self, table: TableId) {
        match &self.plan.tables[table.0].rows {
            RowsPlan::Group(plan) => self.group_rows(table, plan),
            RowsPlan::Pairs(plan) => self.pair_rows(table, plan),
            RowsPlan::Unpivot(plan) => self.unpivot_rows(table, plan),
            RowsPlan::Stack(plan) => self.stack_rows(table, plan),
            RowsPlan::Calendar(plan) => self.calendar_rows(table, plan),
            RowsPlan::Imported(_) | RowsPlan::One => {}
        }
        self.link_to(table);
    }

    fn group_rows(&mut self, table: TableId, plan: &GroupPlan) {
        let taking_part = self.rows_taking_part(plan);
        self.keep_ungrouped(table, plan);
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
            frame.columns[slot] = Some(Arc::new(column.gather(&groups.first)));
        }
        for (slot, &from) in plan.by.iter().enumerate() {
            if self.plan.tables[table.0].columns[slot].references.is_some() {
                let links = self.reference_of(plan.of, from);
                let own = first.iter().map(|&row| links[row as usize]).collect();
                self.frames[table.0].links[slot] = Some(Arc::new(own));
            }
        }
        self.frames[plan.of.0].links[plan.link] = Some(Arc::new(link));
    }

    fn rows_taking_part(&self, plan: &GroupPlan) -> Vec<u32> {
        let all = 0..self.rows(plan.of) as u32;
        match plan.filter.map(|slot| self.column(ColumnId { table: plan.of, slot })) {
            Some(Column::Bool(flags)) => all.filter(|&row| flags[row as usize] == TRUE).collect(),
            _ => all.collect(),
        }
    }

    /// Keeps the rows that `where:` could not decide.
    fn keep_ungrouped(&mut self, table: TableId, plan: &GroupPlan) {
        let Some(filter) = plan.filter.map(|slot| ColumnId { table: plan.of, slot }) else { return };
        let Column::Bool(flags) = self.column(filter) else { return };
        let open = (0..flags.len() as u32).filter(|&row| flags[row as usize] == BLANK_BOOL);
        let rows = open.map(|row| (row, self.blank_column(filter, row, true))).collect();
        let column = (self.plan.tables[table.0].name.as_str(), self.plan.column(filter).span);
        self.undetermined.keep(column, Effect::NotGrouped, plan.of, rows);
    }

    /// The rows a column of references leads to, also where it was fetched through another reference.
    fn reference_of(&self, table: TableId, slot: usize) -> Vec<u32> {
        use crate::formula::ExprKind;
        use crate::plan::Work;
        let id = ColumnId { table, slot };
        match &self.plan.column(id).work {
            Work::Formula(expr) => match &expr.kind {
                ExprKind::Column(from) => self.reference_of(table, *from),
                ExprKind::Follow { path, column } => {
                    let mut way = path.clone();
                    way.push(*column);
                    self.walk(&way, 0..self.rows(table) as u32)
                }
                _ => vec![NO_ROW; self.rows(table)],
            },
            _ => self.link(id).to_vec(),
        }
    }

    /// One row for each known value, row by row, then in the order of the columns.
    fn unpivot_rows(&mut self, table: TableId, plan: &UnpivotPlan) {
        let named = plan.values.iter().zip(&plan.labels);
        let mut columns: Vec<(&Column, &[String])> = named
            .map(|(&slot, label)| (self.column(ColumnId { table: plan.of, slot }), std::slice::from_ref(label)))
            .collect();
        let found = self.frames[plan.of.0].extra.iter().filter(|(extra, _)| plan.takes(extra));
        columns.extend(found.map(|(extra, column)| (&**column, extra.labels.as_slice())));
        let kind = self.plan.tables[table.0].columns[plan.levels + 1].ty;
        let (mut rows, mut values) = (Vec::new(), ColumnBuilder::new(kind));
        let mut labels: Vec<TextBuilder> = (0..plan.levels).map(|_| TextBuilder::default()).collect();
        for row in 0..self.rows(plan.of) {
            for (column, titles) in &columns {
                if !column.is_blank(row) {
                    rows.push(row as u32);
                    labels.iter_mut().zip(*titles).for_each(|(labels, title)| labels.push(Some(title)));
                    values.push(&column.value(row));
                }
            }
        }
        let keys = self.keys(plan.of, &rows);
        let frame = &mut self.frames[table.0];
        frame.rows = rows.len();
        frame.columns[0] = Some(Arc::new(keys));
        for (slot, labels) in labels.into_iter().enumerate() {
            frame.columns[slot + 1] = Some(Arc::new(Column::Text(labels.finish())));
        }
        frame.columns[plan.levels + 1] = Some(Arc::new(values.finish()));
        frame.links[0] = Some(Arc::new(rows));
    }

    fn stack_rows(&mut self, table: TableId, plan: &StackPlan) {
        let kinds: Vec<_> = self.plan.tables[table.0].columns.iter().map(|column| column.ty).collect();
        for (slot, from) in plan.columns.iter().enumerate() {
            let mut builder = ColumnBuilder::new(kinds[slot]);
            let mut link = Vec::new();
            for (&source, &at) in plan.of.iter().zip(from) {
                let id = ColumnId { table: source, slot: at };
                builder.append(self.column(id));
                link.extend(self.reference_of(source, at));
            }
            let frame = &mut self.frames[table.0];
            frame.columns[slot] = Some(Arc::new(builder.finish()));
            if self.plan.tables[table.0].columns[slot].references.is_some() {
                frame.links[slot] = Some(Arc::new(link));
            }
        }
        let mut names = TextBuilder::default();
        for &source in &plan.of {
            (0..self.rows(source)).for_each(|_| names.push(Some(&self.plan.tables[source.0].name)));
        }
        let frame = &mut self.frames[table.0];
        frame.rows = names.len();
        frame.columns[plan.columns.len()] = Some(Arc::new(Column::Text(names.finish())));
    }

    /// The keys of some rows as text.
    pub(super) fn keys(&self, table: TableId, rows: &[u32]) -> Column {
        let texts: Vec<String> = rows.iter().map(|&row| self.key(table, row as usize)).collect();
        Column::Text(texts.iter().map(|text| Some(text.as_str())).collect())
    }
}
